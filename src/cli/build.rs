//! `wenda build`: builds the site and publishes it whole, or not at all.
#![allow(clippy::disallowed_methods, reason = "asks for the home folder and measures how long a build takes")]

use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;

use crate::artifact::{Artifact, Sink};
use crate::output::{OfflineCopy, OutputError, OutputFolder, Report, Staging};
use crate::pipeline::Build;

use super::arguments::{BuildArguments, Format};
use super::project::Project;
use super::terminal::Terminal;
use super::{Exit, Failure, size};

/// How long to wait for another build of the same site.
const PATIENCE: Duration = Duration::from_secs(10);

/// A build that is done sooner shows no progress.
const BLINK: Duration = Duration::from_millis(400);

/// Set by Ctrl-C; the next artifact ends the build, the next file the offline copy.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// Runs the command.
pub fn run(arguments: &BuildArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let start = Instant::now();
    // Without a handler Ctrl-C would end the process as well, only less tidily.
    let _ = ctrlc::set_handler(|| STOPPED.store(true, Ordering::Relaxed));
    let mut project = Project::open(&arguments.site)?;
    project.options.style_guide = arguments.style_guide;
    let output = arguments.output.clone().unwrap_or_else(|| project.root.join("public"));
    let home = std::env::home_dir();
    let folder = OutputFolder::check(&output, &project.root, home.as_deref(), arguments.adopt)
        .map_err(|error| failure(&error))?;
    let offline =
        arguments.offline_zip.as_deref().map(|file| OfflineCopy::check(file, &folder, &project.root));
    let offline = offline.transpose().map_err(|error| failure(&error))?;
    let staging = Staging::open(&folder, PATIENCE).map_err(|error| failure(&error))?;
    let watched = WatchedSink { inner: &staging, start, bar: OnceLock::new(), terminal };
    let built = project.build(&watched);
    watched.finish();
    if STOPPED.load(Ordering::Relaxed) {
        drop(staging);
        terminal.complain("已中断，没有写入任何内容", "interrupted; nothing was written");
        return Ok(Exit::Interrupted);
    }
    let build = built?;
    terminal.show(&build.diagnostics, &build.tree, arguments.site.format);
    if build.diagnostics.has_errors() {
        drop(staging);
        let shown = display(&output);
        if arguments.site.format == Format::Human {
            terminal.complain(
                &format!("没有写入，`{shown}` 保持原样"),
                &format!("nothing was written; `{shown}` is as it was"),
            );
        }
        return Ok(Exit::Problems);
    }
    let publishing = Instant::now();
    let report = staging.commit().map_err(|error| failure(&error))?;
    if arguments.site.format != Format::Json {
        summarise(terminal, &build, &report, &output, start.elapsed());
        if arguments.timings {
            timings(terminal, &build, publishing.elapsed());
        }
    }
    if let (Some(copy), Some(file)) = (offline, &arguments.offline_zip) {
        let is_stopped = || STOPPED.load(Ordering::Relaxed);
        let count = copy.write(&folder, &build.for_unknown, &is_stopped).map_err(|error| failure(&error))?;
        if arguments.site.format != Format::Json {
            let file = display(file);
            terminal.say(
                &format!("离线副本 → {file}：{count} 个文件"),
                &format!("offline copy → {file}: {count} files"),
            );
        }
    }
    Ok(Exit::Fine)
}

fn summarise(terminal: &Terminal, build: &Build, report: &Report, output: &Path, took: Duration) {
    let (size, folder, ms) = (size(build.counts), display(output), took.as_millis());
    let Report { written, unchanged, removed, .. } = report;
    terminal.say(
        &format!("{} → {folder}：新写 {written}，未变 {unchanged}，删除 {removed}，用时 {ms} ms", size.zh),
        &format!(
            "{} → {folder}: {written} written, {unchanged} unchanged, {removed} removed, {ms} ms",
            size.en
        ),
    );
}

fn timings(terminal: &Terminal, build: &Build, publish: Duration) {
    let stages = build.timings.iter().copied().chain([("publish", publish)]);
    let lines: String =
        stages.map(|(stage, took)| format!("{stage:>8}  {:>9.2} ms\n", took.as_secs_f64() * 1e3)).collect();
    terminal.print(&lines);
}

/// Relative to where the command was called, if it lies below.
fn display(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::new());
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}

fn failure(error: &OutputError) -> Failure {
    let exit = match error {
        OutputError::Stopped { .. } => Exit::Interrupted,
        _ => Exit::Environment,
    };
    Failure::new(exit, error.zh(), error.to_string())
}

/// Passes artifacts on, shows progress after a while, and stops when Ctrl-C was pressed.
struct WatchedSink<'a> {
    inner: &'a dyn Sink,
    start: Instant,
    bar: OnceLock<ProgressBar>,
    terminal: &'a Terminal,
}

impl Sink for WatchedSink<'_> {
    fn put(&self, artifact: Artifact) -> io::Result<()> {
        if STOPPED.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if self.terminal.is_watched() && self.start.elapsed() > BLINK {
            self.bar.get_or_init(|| self.new_bar()).inc(1);
        }
        self.inner.put(artifact)
    }
}

impl WatchedSink<'_> {
    fn new_bar(&self) -> ProgressBar {
        let bar = ProgressBar::new_spinner();
        bar.set_message(self.terminal.words("正在生成页面", "rendering pages").to_string());
        bar.enable_steady_tick(Duration::from_millis(120));
        bar
    }

    fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
