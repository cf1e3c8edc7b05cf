//! From arguments to a build: where the project lies, which day it is, how many threads.
#![allow(
    clippy::disallowed_methods,
    reason = "finds the project, asks the environment and the clock which day it is"
)]

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::artifact::Sink;
use crate::date::Date;
use crate::output::OutputError;
use crate::pipeline::{self, Build, BuildOptions, Trees};
use crate::search::LocaleSearch;
use crate::source::{self, ReadLimits, SourceTree};

use super::arguments::SiteArguments;
use super::{Exit, Failure};

/// A project and what to build of it.
pub struct Project {
    /// The folder that holds `content/`, absolute.
    pub root: PathBuf,
    /// What is asked for.
    pub options: BuildOptions,
    threads: usize,
}

impl Project {
    /// Finds the project.
    pub fn open(arguments: &SiteArguments) -> Result<Project, Failure> {
        Ok(Project {
            root: find_root(arguments.root.as_deref())?,
            options: BuildOptions {
                date: arguments.date.map_or_else(today, Ok)?,
                drafts: arguments.drafts,
                base_url: arguments.base_url.clone(),
                strict: arguments.strict,
                style_guide: false,
            },
            threads: arguments.jobs.map_or(0, usize::from),
        })
    }

    /// Reads the sources.
    pub fn read(&self) -> Result<SourceTree, Failure> {
        source::read(&self.root, ReadLimits::default()).map_err(|error| {
            let root = self.root.display();
            Failure::environment(&format!("读不了 `{root}`"), &format!("cannot read `{root}`"), &error)
        })
    }

    /// Reads and builds into `sink`, on the number of threads asked for.
    pub fn build(&self, sink: &dyn Sink) -> Result<Build, Failure> {
        self.on_threads(|| pipeline::build(self.read()?, &self.options, sink).map_err(cannot_write))
    }

    /// Reads, with `more` files, and makes the search indexes.
    pub fn index(&self, more: SourceTree) -> Result<(Build, Option<Vec<LocaleSearch>>), Failure> {
        self.on_threads(|| {
            pipeline::index(self.read()?.overlaid_with(more), &self.options).map_err(cannot_write)
        })
    }

    /// Reads, and makes something of the decision trees.
    pub fn trees<T: Send>(
        &self,
        look: impl FnOnce(&Trees<'_>) -> T + Send,
    ) -> Result<(Build, Option<T>), Failure> {
        self.on_threads(|| pipeline::trees(self.read()?, &self.options, look).map_err(cannot_write))
    }

    fn on_threads<T: Send>(&self, work: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build().map_err(|error| {
            Failure::new(
                Exit::Environment,
                format!("无法启动线程：{error}"),
                format!("cannot start threads: {error}"),
            )
        })?;
        pool.install(work)
    }
}

/// What publishing reports has words of its own in both languages.
fn cannot_write(error: io::Error) -> Failure {
    match OutputError::of(error) {
        Ok(error) => Failure::new(Exit::Environment, error.zh(), error.to_string()),
        Err(error) => Failure::environment("无法写文件", "cannot write", &error),
    }
}

/// The folder named, else the nearest upwards that holds `content/`.
pub fn find_root(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let here = std::env::current_dir()
        .map_err(|error| Failure::environment("找不到当前文件夹", "there is no current folder", &error))?;
    if let Some(named) = named {
        let root = here.join(named);
        return if root.join("content").is_dir() { Ok(root) } else { Err(no_content(&root)) };
    }
    match here.ancestors().find(|folder| folder.join("content").is_dir()) {
        Some(root) => Ok(root.to_path_buf()),
        None => Err(no_content(&here)),
    }
}

fn no_content(folder: &Path) -> Failure {
    let folder = folder.display();
    Failure::new(
        Exit::Usage,
        format!("`{folder}` 里没有 content/ 文件夹；用 `wenda init 文件夹` 建立一个网站"),
        format!("there is no content/ folder in `{folder}`; create a site with `wenda init DIR`"),
    )
}

/// `SOURCE_DATE_EPOCH` if it is set (reproducible-builds.org), else the day it is now, both in UTC: the
/// same sources must give the same pages wherever they are built. A value that is no number is refused, as
/// that page asks: taking today instead would break the promise silently.
fn today() -> Result<Date, Failure> {
    let seconds = match std::env::var_os("SOURCE_DATE_EPOCH").filter(|fixed| !fixed.is_empty()) {
        Some(fixed) => {
            let fixed = fixed.to_string_lossy();
            fixed.trim().parse().map_err(|_| bad_epoch(&fixed))?
        }
        None => SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs()),
    };
    Ok(Date::from_unix_seconds(seconds))
}

fn bad_epoch(value: &str) -> Failure {
    let value = value.escape_debug();
    Failure::new(
        Exit::Usage,
        format!("环境变量 SOURCE_DATE_EPOCH 应是从 1970 年起的秒数，现在是 `{value}`"),
        format!("SOURCE_DATE_EPOCH should be a number of seconds since 1970, but is `{value}`"),
    )
}
