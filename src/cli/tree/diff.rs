//! `wenda tree diff`: what changed between two versions of a tree, for people and for CI.

use std::path::Path;

use serde::Serialize;

use crate::config::{self, Locale};
use crate::diag::{Diagnostics, Language, reading_problems};
use crate::source::{self, FileId, LineIndex, ReadLimits, SourceFile, SourceTree, Span};
use crate::troubleshooter::{self, Change, Difference, PathChanges};

use super::arguments::{DiffArguments, ProjectArguments};
use super::show::count;
use crate::cli::arguments::Format;
use crate::cli::project::find_root;
use crate::cli::terminal::Terminal;
use crate::cli::{Exit, Failure};

/// Runs the command.
pub fn run(arguments: &DiffArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let locales = locales(&arguments.project)?;
    let (old, new) = (read(&arguments.old)?, read(&arguments.new)?);
    let (old_path, new_path) = (old.path.clone(), new.path.clone());
    let sources = SourceTree::new(vec![old, new]);
    // Whatever the old file is called, it is an older version of the new one.
    let id = arguments.new.file_stem().unwrap_or_default().to_string_lossy();
    let mut found = Diagnostics::default();
    found.extend(reading_problems(&sources));
    let mut parse = |path: &str| {
        let (file, _) = sources.find(path).expect("both files have just been put in");
        found.take(troubleshooter::parse_file(file, &id, sources.text(file), &locales))
    };
    let trees = (parse(old_path.as_str()), parse(new_path.as_str()));
    let difference = match &trees {
        (Some(old), Some(new)) => found.take(troubleshooter::diff(old, new)),
        _ => None,
    };
    let Some(difference) = difference else {
        found.settle(&sources, &Default::default());
        terminal.show(&found, &sources, arguments.project.format);
        return Ok(Exit::Problems);
    };
    let text = match arguments.project.format {
        Format::Json => json(&difference, &sources, terminal.language),
        Format::Human | Format::Short => lines(&difference, &sources, terminal),
    };
    terminal.print(&text);
    Ok(if difference.is_breaking() { Exit::Problems } else { Exit::Fine })
}

/// The locales of the project that we are in, else Chinese and English.
fn locales(project: &ProjectArguments) -> Result<Vec<Locale>, Failure> {
    let sources = match find_root(project.root.as_deref()) {
        Ok(root) => super::files::read_project(&root)?,
        Err(failure) if project.root.is_some() => return Err(failure),
        Err(_) => SourceTree::from_texts([(config::PATH, "locales: [zh-CN, en]\n")]),
    };
    Ok(config::parse(&sources).value.locales)
}

fn read(path: &Path) -> Result<SourceFile, Failure> {
    let shown = path.display().to_string();
    source::read_one(path, &shown, ReadLimits::default()).map_err(|error| {
        Failure::environment(&format!("读不了 `{shown}`"), &format!("cannot read `{shown}`"), &error)
    })
}

// ---- for people

fn lines(difference: &Difference, sources: &SourceTree, terminal: &Terminal) -> String {
    let mut text = String::new();
    for change in &difference.changes {
        let (path, line, column) = place(change.span, sources);
        let message = change.message.in_language(terminal.language);
        let code = change.code.map(|code| format!(" [{}]", code.name())).unwrap_or_default();
        text.push_str(&format!("{}: {path}:{line}:{column}: {message}{code}\n", change.class.name()));
    }
    text + &summary(&difference.paths, terminal.language) + "\n"
}

fn place(span: Span, sources: &SourceTree) -> (&str, usize, usize) {
    let position = LineIndex::new(sources.text(span.file)).position(span.start);
    (path(span.file, sources), position.line, position.column)
}

fn path(file: FileId, sources: &SourceTree) -> &str {
    sources.file(file).path.as_str()
}

/// `12 paths unchanged, 4 now end in wait instead of support`
fn summary(paths: &PathChanges, language: Language) -> String {
    let is_sample = paths.tried as u64 != paths.total;
    let (tried, total, unchanged) = (paths.tried, count(paths.total), paths.unchanged);
    let mut parts = Vec::new();
    let some = |number: usize| if number == 1 { "path" } else { "paths" };
    match language {
        Language::Chinese => {
            parts.push(format!("{unchanged} 条路不变"));
            for it in &paths.elsewhere {
                parts.push(format!("{} 条现在走到 `{}`，不再走到 `{}`", it.count, it.to, it.from));
            }
            for (node, number) in &paths.open {
                parts.push(format!("{number} 条到 `{node}` 还要再答"));
            }
        }
        Language::English => {
            parts.push(format!("{unchanged} {} unchanged", some(unchanged)));
            for it in &paths.elsewhere {
                let end = if it.count == 1 { "ends" } else { "end" };
                parts.push(format!("{} now {end} in `{}` instead of `{}`", it.count, it.to, it.from));
            }
            for (node, number) in &paths.open {
                let wait = if *number == 1 { "has" } else { "have" };
                parts.push(format!("{number} {wait} to answer `{node}` first"));
            }
        }
    }
    match (is_sample, language) {
        (false, Language::Chinese) => parts.join("，"),
        (false, Language::English) => parts.join(", "),
        (true, Language::Chinese) => format!("共 {total} 条路，抽查 {tried} 条：{}", parts.join("，")),
        (true, Language::English) => format!("a sample of {tried} of {total} paths: {}", parts.join(", ")),
    }
}

// ---- for machines

/// A change. Fields are stable; new ones may be added.
#[derive(Serialize)]
struct ChangeLine<'a> {
    /// `breaking`, `behaviour` or `wording`.
    class: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    message: &'a str,
    place: PlaceLine<'a>,
}

/// Where, in the new file; line and column count from 1, the column in characters.
#[derive(Serialize)]
struct PlaceLine<'a> {
    path: &'a str,
    line: usize,
    column: usize,
}

/// The last line.
#[derive(Serialize)]
struct PathsLine<'a> {
    /// `paths`
    class: &'a str,
    /// Paths of the old tree.
    total: u64,
    /// How many of them were tried; fewer than all when it is a sample.
    tried: usize,
    unchanged: usize,
    elsewhere: Vec<EndLine<'a>>,
    open: Vec<OpenLine<'a>>,
}

/// Paths that now end elsewhere.
#[derive(Serialize)]
struct EndLine<'a> {
    from: &'a str,
    to: &'a str,
    count: usize,
    /// One of them, in ids.
    example: &'a str,
}

/// Paths that now need one more answer.
#[derive(Serialize)]
struct OpenLine<'a> {
    at: &'a str,
    count: usize,
}

fn json(difference: &Difference, sources: &SourceTree, language: Language) -> String {
    let change = |change: &Change| {
        let (path, line, column) = place(change.span, sources);
        json_line(&ChangeLine {
            class: change.class.name(),
            code: change.code.map(|code| code.name()),
            message: change.message.in_language(language),
            place: PlaceLine { path, line, column },
        })
    };
    let changes: String = difference.changes.iter().map(change).collect();
    let paths = &difference.paths;
    let ends = paths.elsewhere.iter().map(|it| EndLine {
        from: &it.from,
        to: &it.to,
        count: it.count,
        example: &it.example,
    });
    let open = paths.open.iter().map(|(at, count)| OpenLine { at, count: *count });
    let last = PathsLine {
        class: "paths",
        total: paths.total,
        tried: paths.tried,
        unchanged: paths.unchanged,
        elsewhere: ends.collect(),
        open: open.collect(),
    };
    changes + &json_line(&last)
}

fn json_line(line: &impl Serialize) -> String {
    serde_json::to_string(line).expect("texts and numbers always serialize") + "\n"
}
