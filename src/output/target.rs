//! The output folder, checked before anything is written.
//!
//! Other generators have deleted whole projects because the output was named wrongly, so this is strict: an output
//! folder holds a site of ours, or nothing of value. Checking reads and never writes; links are resolved once, here,
//! and everything later works on the real folder.

use std::io::ErrorKind::{NotADirectory, NotFound};
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::error::{OutputError, Refusal, Step};
use super::manifest::Manifest;
use super::workspace::{Journal, Workspace};

/// What may stand in a folder that nobody published to yet: version control, hosting and file browsers put it there.
const HARMLESS: &[&str] = &[
    ".DS_Store",
    ".domains",
    ".git",
    ".gitattributes",
    ".gitignore",
    ".gitkeep",
    ".hg",
    ".htaccess",
    ".keep",
    ".nojekyll",
    ".svn",
    ".well-known",
    "CNAME",
    "Thumbs.db",
    "desktop.ini",
    "lost+found",
];

/// A folder that may be published to.
#[derive(Debug, Clone)]
pub struct OutputFolder {
    path: PathBuf,
    adopt: bool,
    way: Way,
}

/// How a new tree takes the place of the old one. Each way falls back to the next where the system demands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Way {
    /// Both folders are exchanged in one step.
    #[default]
    Exchange,
    /// The old folder is moved aside, then the new one in.
    TwoRenames,
    /// Files are replaced one by one and the folder stays the same folder. To be chosen when something holds on to
    /// the folder itself: a container that mounts it, a server started in it.
    InPlace,
}

impl OutputFolder {
    /// Refuses every folder that a build could damage; see [`Refusal`] for the list.
    ///
    /// `adopt` says that the writer agreed to publish into a folder that is not ours: it need not be empty, and its
    /// files may be overwritten by files of the same path. It lifts no other refusal.
    pub fn check(
        output: &Path,
        root: &Path,
        home: Option<&Path>,
        adopt: bool,
    ) -> Result<OutputFolder, OutputError> {
        let refuse = |refusal| OutputError::Refused { path: output.to_owned(), refusal };
        let path = resolve(output).map_err(Step::Look.at(output))?.ok_or(refuse(Refusal::Nameless))?;
        if let Some(refusal) = wrong_place(&path, &Surroundings::new(root, home)) {
            return Err(refuse(refusal));
        }
        match wrong_contents(&path, adopt)? {
            Some(refusal) => Err(refuse(refusal)),
            None => Ok(OutputFolder { path, adopt, way: Way::default() }),
        }
    }

    /// Starts with another way of publishing.
    pub fn by(self, way: Way) -> OutputFolder {
        OutputFolder { way, ..self }
    }

    /// The real folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn adopts(&self) -> bool {
        self.adopt
    }

    pub(super) fn way(&self) -> Way {
        self.way
    }

    /// The folder around it; checking made sure that there is one.
    pub(super) fn parent(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }
}

/// The folders that an output must stay away from, links resolved.
struct Surroundings {
    root: PathBuf,
    content: PathBuf,
    themes: PathBuf,
    home: Option<PathBuf>,
}

impl Surroundings {
    fn new(root: &Path, home: Option<&Path>) -> Surroundings {
        Surroundings {
            root: real(root.to_owned()),
            content: real(root.join("content")),
            themes: real(root.join("themes")),
            home: home.map(|home| real(home.to_owned())),
        }
    }
}

/// The real path, or the path itself when there is nothing to resolve.
fn real(path: PathBuf) -> PathBuf {
    resolve(&path).ok().flatten().unwrap_or(path)
}

/// The path without links, `.` and `..`, also when its end does not exist yet; nothing when that end is `..`.
///
/// A link to a folder that is missing counts as that folder: a build killed between two renames leaves just that.
pub(super) fn resolve(path: &Path) -> io::Result<Option<PathBuf>> {
    match fs::canonicalize(path) {
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => {}
        found => return found.map(Some),
    }
    let path = std::path::absolute(path)?;
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return Ok(None);
    };
    match fs::read_link(&path) {
        Ok(target) => resolve(&parent.join(target)),
        Err(_) => Ok(resolve(parent)?.map(|parent| parent.join(name))),
    }
}

fn wrong_place(path: &Path, around: &Surroundings) -> Option<Refusal> {
    if path.parent().is_none() {
        Some(Refusal::FilesystemRoot)
    } else if path == around.root {
        Some(Refusal::Project)
    } else if around.home.as_ref().is_some_and(|home| home.starts_with(path)) {
        Some(Refusal::Home)
    } else if around.root.starts_with(path)
        || around.content.starts_with(path) && path != around.content
        || around.themes.starts_with(path) && path != around.themes
    {
        Some(Refusal::HoldsProject)
    } else if path.starts_with(&around.content) {
        Some(Refusal::InContent)
    } else if path.starts_with(&around.themes) {
        Some(Refusal::InThemes)
    } else {
        None
    }
}

fn wrong_contents(path: &Path, adopt: bool) -> Result<Option<Refusal>, OutputError> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == NotFound => return Ok(None),
        Err(error) if error.kind() == NotADirectory => return Ok(Some(Refusal::NotAFolder)),
        Err(error) => return Err(Step::Look.at(path)(error)),
    };
    let manifest = fs::symlink_metadata(path.join(Manifest::NAME));
    if manifest.as_ref().is_ok_and(|manifest| !manifest.is_file()) {
        return Ok(Some(Refusal::ManifestNotAFile));
    }
    if adopt || manifest.is_ok() || has_journal(path)? {
        return Ok(None);
    }
    let entries = valuables(entries).map_err(Step::Look.at(path))?;
    Ok((entries > 0).then_some(Refusal::NotOurs { entries }))
}

/// Whether a build of ours was killed while it moved files here; the manifest would have been the last of them.
fn has_journal(path: &Path) -> Result<bool, OutputError> {
    for workspace in [Workspace::beside(path), Workspace::inside(path)] {
        if let Some(Journal::InPlace { .. }) = workspace.journal()? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How many things somebody might miss.
fn valuables(entries: fs::ReadDir) -> io::Result<usize> {
    let mut count = 0;
    for entry in entries {
        let name = entry?.file_name();
        let harmless = name.to_str().is_some_and(|name| HARMLESS.contains(&name));
        count += usize::from(!harmless && name != Workspace::INSIDE);
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Project {
        folder: tempfile::TempDir,
    }

    impl Project {
        /// `home/site` is a project, `home/site/public` its published site.
        fn new() -> Project {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let project = Project { folder };
            for folder in ["home/site/content/assets", "home/site/themes/own", "home/other/below"] {
                fs::create_dir_all(project.at(folder)).expect("can make");
            }
            project.write("home/site/public/.wenda-manifest.json");
            project.write("home/other/thesis.txt");
            project
        }

        fn at(&self, path: &str) -> PathBuf {
            self.folder.path().join(path)
        }

        fn write(&self, path: &str) {
            let path = self.at(path);
            fs::create_dir_all(path.parent().expect("has a parent")).expect("can make");
            fs::write(path, b"x").expect("can write");
        }

        fn refusal(&self, output: &str) -> Option<Refusal> {
            self.check(&self.at(output), false).err().map(|error| match error {
                OutputError::Refused { refusal, .. } => refusal,
                other => panic!("{other}"),
            })
        }

        fn check(&self, output: &Path, adopt: bool) -> Result<OutputFolder, OutputError> {
            OutputFolder::check(output, &self.at("home/site"), Some(&self.at("home")), adopt)
        }
    }

    #[test]
    fn folders_that_a_build_could_damage_are_refused() {
        let project = Project::new();
        project.write("home/file");
        let table = [
            ("home/site", Refusal::Project),
            ("home/site/.", Refusal::Project),
            ("home/site/public/..", Refusal::Project),
            ("home/site/missing/..", Refusal::Nameless),
            ("home", Refusal::Home),
            ("home/site/../..", Refusal::Home),
            ("home/site/content", Refusal::InContent),
            ("home/site/content/assets", Refusal::InContent),
            ("home/site/content/new/deep", Refusal::InContent),
            ("home/site/themes", Refusal::InThemes),
            ("home/site/themes/own", Refusal::InThemes),
            ("home/file", Refusal::NotAFolder),
            ("home/file/below", Refusal::NotAFolder),
            ("home/other", Refusal::NotOurs { entries: 2 }),
        ];
        for (output, refusal) in table {
            assert_eq!(project.refusal(output), Some(refusal), "{output}");
        }
        let top = project.check(Path::new("/"), true).expect_err("is refused");
        assert!(top.to_string().contains("top of the file system"), "{top}");
    }

    #[test]
    fn a_folder_around_the_project_is_refused_without_knowing_the_home_folder() {
        let project = Project::new();
        let root = project.at("home/site");
        let error = OutputFolder::check(&project.at("home"), &root, None, true);
        let refusal = Refusal::HoldsProject;
        assert!(matches!(error, Err(OutputError::Refused { refusal: found, .. }) if found == refusal));
    }

    #[test]
    fn ours_empty_missing_and_harmless_folders_are_accepted() {
        let project = Project::new();
        for file in ["new/.gitignore", "new/.git/HEAD", "new/CNAME", "new/.well-known/x"] {
            project.write(file);
        }
        for output in ["home/site/public", "home/other/below", "home/site/dist/deep", "new"] {
            assert_eq!(project.refusal(output), None, "{output}");
        }
    }

    #[test]
    fn adopting_lifts_only_the_refusal_of_a_folder_that_is_not_ours() {
        let project = Project::new();
        assert!(project.check(&project.at("home/other"), true).is_ok());
        assert!(project.check(&project.at("home/site"), true).is_err());
        assert!(project.check(&project.at("home/site/content"), true).is_err());
    }

    #[test]
    fn a_folder_under_the_name_of_the_manifest_is_refused() {
        let project = Project::new();
        project.write("home/odd/.wenda-manifest.json/x");
        assert_eq!(project.refusal("home/odd"), Some(Refusal::ManifestNotAFile));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_resolved_before_anything_is_judged() {
        use std::os::unix::fs::symlink;
        let project = Project::new();
        symlink(project.at("home/site/content"), project.at("to-content")).expect("can link");
        symlink(project.at("home/site/public"), project.at("to-public")).expect("can link");
        symlink("home/site/gone", project.at("to-gone")).expect("can link");
        symlink("loop", project.at("loop")).expect("can link");
        assert_eq!(project.refusal("to-content"), Some(Refusal::InContent));
        let real = fs::canonicalize(project.at("home/site")).expect("is there");
        for (link, target) in [("to-public", "public"), ("to-gone", "gone"), ("to-gone/x", "gone/x")] {
            let folder = project.check(&project.at(link), false).expect("is accepted");
            assert_eq!(folder.path(), real.join(target), "{link}");
        }
        assert!(project.check(&project.at("loop"), false).is_err());
    }

    #[test]
    fn checking_changes_nothing() {
        let project = Project::new();
        project.check(&project.at("home/site/dist/deep"), false).expect("is accepted");
        assert!(!project.at("home/site/dist").exists());
    }
}
