//! A project on a real disk and the built `wenda` run in it as a process.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

/// Settings of the machine that wenda looks at. A test gives those it is about.
const ENVIRONMENT: [&str; 7] =
    ["LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "SOURCE_DATE_EPOCH", "RAYON_NUM_THREADS", "TZ"];

/// A folder that goes when the test ends.
pub struct Project {
    folder: TempDir,
}

/// What a command did: exit code and both streams, to be compared together.
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A file or folder as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Nothing for a folder.
    pub bytes: Option<Vec<u8>>,
    pub modified: SystemTime,
}

impl Project {
    pub fn empty() -> Project {
        Project { folder: tempfile::Builder::new().prefix("wenda-test-").tempdir().unwrap() }
    }

    /// Files after `//- path` lines, as in `TestSite`.
    pub fn new(fixture: &str) -> Project {
        let project = Project::empty();
        for part in fixture.split("//- ").skip(1) {
            let (path, text) = part.split_once('\n').unwrap();
            project.write(path.trim(), text);
        }
        project
    }

    /// One document without problems, with the site's address.
    pub fn small() -> Project {
        Project::new(
            "//- content/site.yaml\nbase_url: https://example.com/\n//- content/a.md\n# 甲\n\n第一段。\n",
        )
    }

    /// The real path of the folder.
    pub fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn has(&self, path: &str) -> bool {
        self.at(path).symlink_metadata().is_ok()
    }

    /// `wenda` in this folder, without the settings of the machine that runs the test.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wenda"));
        command.args(arguments).current_dir(self.root()).stdin(Stdio::null());
        for name in ENVIRONMENT {
            command.env_remove(name);
        }
        command
    }

    /// Runs `wenda` with English messages.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.finish(self.command(arguments).args(["--language", "en"]).output().unwrap())
    }

    /// Runs `wenda` with Chinese messages.
    pub fn run_zh(&self, arguments: &[&str]) -> Run {
        self.finish(self.command(arguments).args(["--language", "zh"]).output().unwrap())
    }

    /// Runs `wenda` with these settings of the environment and no others.
    pub fn run_with(&self, settings: &[(&str, &str)], arguments: &[&str]) -> Run {
        self.finish(self.command(arguments).envs(settings.iter().copied()).output().unwrap())
    }

    /// Starts `wenda` without waiting for its end.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn finish(&self, output: Output) -> Run {
        let root = self.root().display().to_string();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&root, "[root]");
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Everything below a folder with the folder itself as the empty path, links as what they are.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Standing> {
        let top = self.at(folder);
        let mut tree = BTreeMap::new();
        list(&top, &top, &mut tree);
        tree
    }

    /// The bytes of every file below a folder.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        self.tree(folder).into_iter().filter_map(|(path, standing)| Some((path, standing.bytes?))).collect()
    }
}

fn list(top: &Path, path: &Path, tree: &mut BTreeMap<String, Standing>) {
    let metadata = fs::symlink_metadata(path).unwrap();
    let bytes = if metadata.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            list(top, &entry.unwrap().path(), tree);
        }
        None
    } else if metadata.is_symlink() {
        Some(fs::read_link(path).unwrap().to_string_lossy().into_owned().into_bytes())
    } else {
        Some(fs::read(path).unwrap())
    };
    let name = path.strip_prefix(top).unwrap().to_string_lossy().replace('\\', "/");
    tree.insert(name, Standing { bytes, modified: metadata.modified().unwrap() });
}

impl Run {
    /// Exit code and what was printed where; durations are left out.
    pub fn shown(&self) -> String {
        let mut shown = match self.code {
            Some(code) => format!("exit {code}\n"),
            None => "ended by a signal\n".to_string(),
        };
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                write!(shown, "--- {name}\n{}", without_durations(text)).unwrap();
            }
        }
        shown.trim_end().to_string()
    }

    /// Fails the test unless the command did what it should.
    #[track_caller]
    pub fn expect(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "{}", self.shown());
        self
    }
}

/// `12.3 ms` becomes `N ms`.
fn without_durations(text: &str) -> String {
    let mut shown = String::new();
    for line in text.split_inclusive('\n') {
        match line.split_once(" ms") {
            Some((before, after)) => {
                let kept = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
                write!(shown, "{kept} N ms{after}").unwrap();
            }
            None => shown.push_str(line),
        }
    }
    shown
}
