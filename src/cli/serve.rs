//! `wenda serve`: a preview in memory that follows the sources.

#[cfg(feature = "serve")]
use crate::config::BaseUrl;

use super::arguments::ServeArguments;
#[cfg(feature = "serve")]
use super::project::Project;
use super::terminal::Terminal;
use super::{Exit, Failure};

/// Runs the command until Ctrl-C.
#[cfg(feature = "serve")]
pub fn run(arguments: &ServeArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    use crate::serve::{Preview, serve};

    let mut project = Project::open(&arguments.site)?;
    let address = format!("http://127.0.0.1:{}/", arguments.port);
    project.options.base_url = BaseUrl::parse(&address).ok();
    let build = || {
        let sink = crate::artifact::MemorySink::default();
        let built = match project.build(&sink) {
            Ok(built) => built,
            Err(failure) => {
                terminal.complain(&failure.message.zh, &failure.message.en);
                return Preview::Failed(terminal.words(&failure.message.zh, &failure.message.en).to_string());
            }
        };
        terminal.show(&built.diagnostics, &built.tree, arguments.site.format);
        if built.diagnostics.has_errors() {
            return Preview::Failed(crate::diag::short(&built.diagnostics, &built.tree, terminal.language));
        }
        Preview::Built(sink.into_files())
    };
    let ready = || {
        terminal
            .say(&format!("预览：{address}（Ctrl-C 结束）"), &format!("preview: {address} (Ctrl-C to stop)"));
        if arguments.open {
            open_browser(&address);
        }
    };
    let watched = [project.root.join("content"), project.root.join("themes")];
    serve(arguments.port, &watched, build, ready).map_err(|error| {
        Failure::environment(
            &format!("无法在端口 {} 提供预览；换一个端口：--port", arguments.port),
            &format!("cannot serve on port {}; choose another with --port", arguments.port),
            &error,
        )
    })?;
    Ok(Exit::Fine)
}

/// Tells that this binary has no preview.
#[cfg(not(feature = "serve"))]
pub fn run(_: &ServeArguments, _: &Terminal) -> Result<Exit, Failure> {
    Err(Failure::new(
        Exit::Usage,
        "这个 wenda 编译时没有包含预览功能",
        "this wenda was built without the preview server",
    ))
}

/// Asks the system to show a page; a failure leaves the address on the terminal.
#[cfg(feature = "serve")]
fn open_browser(address: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = match cfg!(windows) {
        true => {
            let mut command = std::process::Command::new("cmd");
            command.args(["/c", "start", ""]);
            command
        }
        false => std::process::Command::new(program),
    };
    let _ = command.arg(address).spawn();
}
