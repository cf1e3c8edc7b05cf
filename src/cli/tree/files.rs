//! `wenda tree fmt` and `wenda tree accept`: the commands that rewrite tree files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::config::{self, Locale, SiteConfig};
use crate::diag::{Diagnostics, Severity, reading_problems};
use crate::output::replace_file;
use crate::source::{self, FileId, ReadLimits, SourceTree};
use crate::troubleshooter::{self, FOLDER};

use super::arguments::{AcceptArguments, FmtArguments};
use crate::cli::arguments::Format;
use crate::cli::project::find_root;
use crate::cli::terminal::Terminal;
use crate::cli::{Exit, Failure};

/// Tree files as they were read.
struct Files {
    sources: SourceTree,
    /// Those to work on.
    files: Vec<TreeOnDisk>,
    /// Of the project, where there is one.
    config: Option<SiteConfig>,
    found: Diagnostics,
}

struct TreeOnDisk {
    file: FileId,
    /// The tree's name.
    id: String,
    path: PathBuf,
}

// ---- fmt

/// Runs `wenda tree fmt`.
pub fn format(arguments: &FmtArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let format = arguments.project.format;
    let mut files = match arguments.files.is_empty() {
        true => Files::of_project(&find_root(arguments.project.root.as_deref())?)?,
        false => Files::named(&arguments.files)?,
    };
    let mut changed = Vec::new();
    for tree in &files.files {
        let text = files.sources.text(tree.file);
        let formatted = files.found.take(troubleshooter::format(tree.file, text));
        changed.extend(formatted.filter(|formatted| formatted != text).map(|text| (tree, text)));
    }
    let mut exit = files.report(format, terminal);
    for (tree, text) in &changed {
        let name = files.name(tree);
        if arguments.check {
            exit = Exit::Problems;
            let words = [format!("{name} 需要整理"), format!("{name} would change")];
            tell(terminal, format, json!({ "path": name, "changed": true }), words);
        } else {
            write(tree, text, name)?;
            let words = [format!("已整理 {name}"), format!("formatted {name}")];
            tell(terminal, format, json!({ "path": name, "changed": true }), words);
        }
    }
    Ok(exit)
}

// ---- accept

/// Runs `wenda tree accept`.
pub fn accept(arguments: &AcceptArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut files = Files::of_project(&find_root(arguments.project.root.as_deref())?)?;
    let locales = files.config.as_ref().map(|config| config.locales.clone()).unwrap_or_default();
    let only = arguments.locale.as_deref().map(|code| translation(&locales, code, terminal)).transpose()?;
    if let Some(id) = &arguments.tree {
        files.keep(id)?;
    }
    if files.config.as_ref().is_some_and(|config| !config.is_readable) {
        // Without its locales, hashes would be lost.
        files.found.take(config::parse(&files.sources));
        return Ok(files.report(arguments.project.format, terminal));
    }
    let mut accepted = Vec::new();
    for tree in &files.files {
        let text = files.sources.text(tree.file);
        let parsed = troubleshooter::parse_file(tree.file, &tree.id, text, &locales);
        let before = files.found.count(Severity::Error);
        let Some(parsed) = files.found.take(parsed) else { continue };
        // Whoever reads the hashes later must be able to trust that they were all there.
        if files.found.count(Severity::Error) == before {
            let outcome = troubleshooter::accept(&parsed, text, &locales, only);
            accepted.extend(files.found.take(outcome).map(|accepted| (tree, accepted)));
        }
    }
    let exit = files.report(arguments.project.format, terminal);
    for (tree, accepted) in &accepted {
        let (name, count) = (files.name(tree), accepted.count);
        // Otherwise only the layout would change, which nobody asked for.
        if count > 0 {
            write(tree, &accepted.text, name)?;
        }
        let some = if count == 1 { "translation" } else { "translations" };
        let words = match count {
            0 => [format!("{name}：没有要确认的"), format!("{name}: nothing to accept")],
            _ => [format!("{name}：确认了 {count} 条译文"), format!("{name}: accepted {count} {some}")],
        };
        tell(terminal, arguments.project.format, json!({ "path": name, "accepted": count }), words);
    }
    Ok(exit)
}

fn translation<'a>(locales: &'a [Locale], code: &str, terminal: &Terminal) -> Result<&'a Locale, Failure> {
    let locale = super::locale(locales, Some(code), terminal.language)?;
    if *locale == locales[0] {
        return Err(Failure::new(
            Exit::Usage,
            format!("`{code}` 是原文的语言，没有译文可确认"),
            format!("`{code}` is the language of the originals: there is nothing to accept"),
        ));
    }
    Ok(locale)
}

/// What was done to a file: words for people, an object for scripts.
fn tell(terminal: &Terminal, format: Format, object: serde_json::Value, [zh, en]: [String; 2]) {
    match format {
        Format::Json => terminal.print(&format!("{object}\n")),
        Format::Human | Format::Short => terminal.say(&zh, &en),
    }
}

// ---- disk

/// The sources of a project.
pub fn read_project(root: &Path) -> Result<SourceTree, Failure> {
    source::read(root, ReadLimits::default()).map_err(|error| {
        let root = root.display();
        Failure::environment(&format!("读不了 `{root}`"), &format!("cannot read `{root}`"), &error)
    })
}

fn write(tree: &TreeOnDisk, text: &str, name: &str) -> Result<(), Failure> {
    replace_file(&tree.path, text).map_err(|error| {
        Failure::environment(&format!("写不了 `{name}`"), &format!("cannot write `{name}`"), &error)
    })
}

impl Files {
    /// Every tree of a project.
    fn of_project(root: &Path) -> Result<Files, Failure> {
        let sources = read_project(root)?;
        let mut misplaced = Vec::new();
        let files = troubleshooter::tree_files(&sources, &mut misplaced);
        let on_disk = |(file, id): (FileId, String)| {
            let path = root.join(sources.file(file).path.as_str());
            TreeOnDisk { file, id, path }
        };
        let files = files.into_iter().map(on_disk).collect();
        let mut found = Diagnostics::default();
        // What is wrong with other files is the business of `wenda check`.
        let is_tree = |file: FileId| sources.file(file).path.as_str().starts_with(FOLDER);
        let problems = reading_problems(&sources).into_iter();
        found.extend(problems.filter(|it| it.span.is_some_and(|span| is_tree(span.file))));
        found.extend(misplaced);
        let config = config::parse(&sources).value;
        Ok(Files { sources, files, config: Some(config), found }.readable())
    }

    /// The files with these names, wherever they lie.
    fn named(paths: &[PathBuf]) -> Result<Files, Failure> {
        let mut read = Vec::new();
        for path in paths {
            let shown = path.display().to_string();
            read.push(source::read_one(path, &shown, ReadLimits::default()).map_err(|error| {
                Failure::environment(&format!("读不了 `{shown}`"), &format!("cannot read `{shown}`"), &error)
            })?);
        }
        let names: BTreeMap<String, &PathBuf> =
            read.iter().map(|file| file.path.to_string()).zip(paths).collect();
        let sources = SourceTree::new(read.clone());
        let mut files = Vec::new();
        for (name, path) in names {
            let (file, _) = sources.find(&name).expect("it has just been put in");
            let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.push(TreeOnDisk { file, id, path: path.clone() });
        }
        let mut found = Diagnostics::default();
        found.extend(reading_problems(&sources));
        Ok(Files { sources, files, config: None, found }.readable())
    }

    /// Without files whose text is not all there: they must not be written.
    fn readable(mut self) -> Files {
        self.files.retain(|tree| self.sources.file(tree.file).problems.is_empty());
        self
    }

    /// Only the tree with this name.
    fn keep(&mut self, id: &str) -> Result<(), Failure> {
        if !self.files.iter().any(|tree| tree.id == id) {
            return Err(super::unknown_tree(id, self.files.iter().map(|tree| tree.id.as_str())));
        }
        self.files.retain(|tree| tree.id == id);
        Ok(())
    }

    fn name(&self, tree: &TreeOnDisk) -> &str {
        self.sources.file(tree.file).path.as_str()
    }

    /// Shows what was found.
    fn report(&self, format: Format, terminal: &Terminal) -> Exit {
        let mut found = self.found.clone();
        let severities = self.config.as_ref().map(|config| config.severities.clone()).unwrap_or_default();
        found.settle(&self.sources, &severities);
        terminal.show(&found, &self.sources, format);
        if found.has_errors() { Exit::Problems } else { Exit::Fine }
    }
}
