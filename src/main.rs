//! The `wenda` binary: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    wenda::cli::main()
}
