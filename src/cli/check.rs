//! `wenda check`: everything that `build` diagnoses, writing nothing.

use std::io;

use crate::artifact::{Artifact, Sink};

use super::arguments::{CheckArguments, Format};
use super::project::Project;
use super::terminal::Terminal;
use super::{Exit, Failure, size};

/// Takes artifacts and forgets them.
struct NoSink;

impl Sink for NoSink {
    fn put(&self, _: Artifact) -> io::Result<()> {
        Ok(())
    }
}

/// Runs the command.
pub fn run(arguments: &CheckArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let build = Project::open(&arguments.site)?.build(&NoSink)?;
    terminal.show(&build.diagnostics, &build.tree, arguments.site.format);
    if build.diagnostics.has_errors() {
        return Ok(Exit::Problems);
    }
    if arguments.site.format != Format::Json {
        let size = size(build.counts);
        terminal.say(&format!("检查通过：{}", size.zh), &format!("checked: {}", size.en));
    }
    Ok(Exit::Fine)
}
