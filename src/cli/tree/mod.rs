//! `wenda tree`: the decision trees on the terminal, and their files.
//!
//! What shows a tree compiles the whole site first, since half of a tree is its documents; `fmt`, `diff` and `accept`
//! look at files alone, so that they work while something else is broken.

mod arguments;
mod diff;
mod files;
mod map;
mod show;

use crate::config::Locale;
use crate::diag::{Language, Text};
use crate::pipeline::Trees;
use crate::suggest::nearest;
use crate::troubleshooter::{self, Labels, Tree};

pub use arguments::TreeCommand;

use super::arguments::SiteArguments;
use super::project::Project;
use super::terminal::Terminal;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(command: &TreeCommand, terminal: &Terminal) -> Result<Exit, Failure> {
    match command {
        TreeCommand::Fmt(arguments) => files::format(arguments, terminal),
        TreeCommand::Accept(arguments) => files::accept(arguments, terminal),
        TreeCommand::Diff(arguments) => diff::run(arguments, terminal),
        TreeCommand::Show(arguments) => show::show(arguments, terminal),
        TreeCommand::Paths(arguments) => show::paths(arguments, terminal),
        TreeCommand::Map(arguments) => {
            print(&arguments.site, terminal, |trees| map::svg(arguments, trees, terminal))
        }
        TreeCommand::Export(arguments) => print(&arguments.site, terminal, |trees| {
            let tree = find(&trees.troubleshooter.trees, &arguments.tree)?;
            Ok(troubleshooter::export(tree, trees.troubleshooter, trees.site, &Labels::new(trees.theme)))
        }),
    }
}

/// Prints what `text` makes of the compiled trees; where the site has an error, its diagnostics, as `wenda check` does.
fn print(
    site: &SiteArguments,
    terminal: &Terminal,
    text: impl FnOnce(&Trees<'_>) -> Result<String, Failure> + Send,
) -> Result<Exit, Failure> {
    let (build, text) = Project::open(site)?.trees(text)?;
    match text {
        Some(text) if !build.diagnostics.has_errors() => {
            terminal.print(&text?);
            Ok(Exit::Fine)
        }
        _ => {
            terminal.show(&build.diagnostics, &build.tree, site.format);
            Ok(Exit::Problems)
        }
    }
}

/// The tree with this name.
fn find<'a>(trees: &'a [Tree], id: &str) -> Result<&'a Tree, Failure> {
    let found = trees.iter().find(|tree| tree.id == id);
    found.ok_or_else(|| unknown_tree(id, trees.iter().map(|tree| tree.id.as_str())))
}

fn unknown_tree<'a>(id: &str, known: impl Iterator<Item = &'a str> + Clone) -> Failure {
    let Text { zh, en } = instead(nearest(id, known.clone()), known);
    Failure::new(
        Exit::Usage,
        format!("没有决策树 `{id}`{zh}"),
        format!("there is no decision tree `{id}`{en}"),
    )
}

/// The locale with this code; without one, that of the language of messages, else the default one.
fn locale<'a>(
    locales: &'a [Locale],
    wanted: Option<&str>,
    language: Language,
) -> Result<&'a Locale, Failure> {
    let Some(wanted) = wanted else {
        let code = match language {
            Language::Chinese => "zh",
            Language::English => "en",
        };
        return Ok(locales.iter().find(|locale| locale.language() == code).unwrap_or(&locales[0]));
    };
    let codes = locales.iter().map(Locale::as_str);
    let named = locales.iter().find(|locale| locale.as_str() == wanted);
    named.or_else(|| locales.iter().find(|locale| locale.language() == wanted)).ok_or_else(|| {
        let Text { zh, en } = instead(nearest(wanted, codes.clone()), codes);
        Failure::new(
            Exit::Usage,
            format!("网站没有语言 `{wanted}`{zh}"),
            format!("the site has no locale `{wanted}`{en}"),
        )
    })
}

/// “Did you mean …?”, or all that there is.
fn instead<'a>(meant: Option<&str>, known: impl Iterator<Item = &'a str>) -> Text {
    match meant {
        Some(meant) => Text::new(format!("；你是不是想写 `{meant}`？"), format!("; did you mean `{meant}`?")),
        None => {
            let known: Vec<&str> = known.collect();
            match known.is_empty() {
                true => Text::new("；这里一棵也没有", "; there are none"),
                false => Text::new(
                    format!("；有：`{}`", known.join("`、`")),
                    format!("; there are: `{}`", known.join("`, `")),
                ),
            }
        }
    }
}
