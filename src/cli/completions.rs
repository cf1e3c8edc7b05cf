//! `wenda completions`: a script that teaches a shell the commands.

use clap::CommandFactory;

use super::arguments::{Arguments, CompletionsArguments};
use super::terminal::Terminal;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(arguments: &CompletionsArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "wenda", &mut script);
    terminal.print(&String::from_utf8_lossy(&script));
    Ok(Exit::Fine)
}
