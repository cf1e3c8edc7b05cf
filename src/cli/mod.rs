//! The command line: arguments, environment, clock and terminal. Everything below this layer gets them as
//! plain values.

mod arguments;
mod build;
mod check;
mod completions;
mod explain;
mod init;
mod new;
mod project;
mod schema;
mod search;
mod serve;
mod terminal;
mod tree;

use std::process::ExitCode;

use clap::Parser;

pub use explain::reference;

use crate::diag::Text;
use crate::pipeline::Counts;

use arguments::{Arguments, Command};
use terminal::Terminal;

/// How a command ends; the numbers are a contract (`docs/commands.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Fine = 0,
    /// Problems in content or configuration.
    Problems = 1,
    /// The command was called wrongly.
    Usage = 2,
    /// Disk, permission, lock, port.
    Environment = 3,
    /// A bug of wenda (`EX_SOFTWARE` of sysexits.h).
    Internal = 70,
    /// Stopped by Ctrl-C.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Runs the command that the process was called with.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version are no errors; clap knows which is which.
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::Usage as u8));
        }
    };
    let terminal = Terminal::new(arguments.language);
    let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(arguments, &terminal)));
    let exit = run.unwrap_or_else(|_| {
        terminal.complain(
            "wenda 内部出错，这是程序的缺陷，请连同上面的文字一起报告；已发布的内容没有变动",
            "wenda failed; this is a bug: please report it with the text above. What was published is untouched",
        );
        Exit::Internal
    });
    exit.into()
}

fn run(arguments: Arguments, terminal: &Terminal) -> Exit {
    let result = match arguments.command {
        Command::Build(arguments) => build::run(&arguments, terminal),
        Command::Check(arguments) => check::run(&arguments, terminal),
        Command::Serve(arguments) => serve::run(&arguments, terminal),
        Command::Search(arguments) => search::run(&arguments, terminal),
        Command::Tree(command) => tree::run(&command, terminal),
        Command::Init(arguments) => init::run(&arguments, terminal),
        Command::New(arguments) => new::run(&arguments, terminal),
        Command::Explain(arguments) => explain::run(&arguments, terminal),
        Command::Schema(arguments) => schema::run(&arguments, terminal),
        Command::Completions(arguments) => completions::run(&arguments, terminal),
    };
    result.unwrap_or_else(|failure| {
        terminal.complain(&failure.message.zh, &failure.message.en);
        failure.exit
    })
}

/// How large the site is: `1 document, 4 pages, 1 locale`.
fn size(counts: Counts) -> Text {
    let Counts { documents, pages, locales } = counts;
    let some = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    Text::new(
        format!("{documents} 篇文档，{pages} 页，{locales} 种语言"),
        format!("{}, {}, {}", some(documents, "document"), some(pages, "page"), some(locales, "locale")),
    )
}

/// Why a command could not do its work.
#[derive(Debug)]
struct Failure {
    exit: Exit,
    message: Text,
}

impl Failure {
    fn new(exit: Exit, zh: impl Into<String>, en: impl Into<String>) -> Failure {
        Failure { exit, message: Text::new(zh, en) }
    }

    fn environment(zh: &str, en: &str, error: &std::io::Error) -> Failure {
        Failure::new(Exit::Environment, format!("{zh}：{error}"), format!("{en}: {error}"))
    }
}
