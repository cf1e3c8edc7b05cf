//! `wenda serve`: a preview in memory that follows the sources.
#![allow(clippy::disallowed_methods, reason = "starts the browser")]

use super::arguments::ServeArguments;
use super::terminal::Terminal;
use super::{Exit, Failure};

/// Runs the command until Ctrl-C.
#[cfg(feature = "serve")]
pub fn run(arguments: &ServeArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    use super::project::Project;
    use crate::config::BaseUrl;
    use crate::serve::{Preview, bind, serve};

    if arguments.site.base_url.is_some() {
        return Err(Failure::new(
            Exit::Usage,
            "预览有自己的网址，不能用 `--base-url`",
            "a preview has an address of its own; `--base-url` is for `build`",
        ));
    }
    let mut project = Project::open(&arguments.site)?;
    let (listener, port) = bind(arguments.port).map_err(|error| {
        Failure::environment(
            &format!("无法在端口 {} 提供预览；换一个端口：--port", arguments.port),
            &format!("cannot serve on port {}; choose another with --port", arguments.port),
            &error,
        )
    })?;
    let address = format!("http://127.0.0.1:{port}/");
    project.options.style_guide = true;
    project.options.base_url = BaseUrl::parse(&address).ok();
    // The first build is announced by its address.
    let rebuilding = std::cell::Cell::new(false);
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
            return Preview::Failed(terminal.plain(&built.diagnostics, &built.tree));
        }
        if rebuilding.replace(true) {
            let pages = built.counts.pages;
            terminal.say(&format!("已更新：{pages} 页"), &format!("updated: {pages} pages"));
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
    serve(listener, &watched, build, ready)
        .map_err(|error| Failure::environment("预览中断", "the preview stopped", &error))?;
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
