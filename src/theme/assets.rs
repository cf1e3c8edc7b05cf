//! Style sheets, scripts and other files of a theme, ready to publish.
//!
//! `theme.yaml` lists the style sheets, the scripts and the modules of the search in order, and those of the pages of
//! decision trees; each list becomes one file. All files lie in a folder named by a hash of everything in it, so browsers may keep them for ever and
//! relative `url(…)` keep working.

use crate::artifact::{Artifact, Content, OutputPath};
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{FileId, SourceContent, SourceTree, Span, Spanned};
use crate::suggest::nearest;
use crate::yaml::{self, Fields};

use super::{ThemeFiles, script};

/// Assets and where they go.
pub(super) struct Assets {
    /// `_theme/<hash>`
    pub folder: String,
    pub artifacts: Vec<Artifact>,
    /// The script for other sites, which has a fixed address outside the folder.
    pub embed: String,
}

/// The lists of `theme.yaml`, in the order of [`LISTS`].
const LISTS: [(&str, &str); 5] = [
    ("styles", "css/main.css"),
    ("tree_styles", "css/troubleshooter.css"),
    ("scripts", "js/main.js"),
    ("tree_scripts", "js/troubleshooter.js"),
    ("search", "js/search.js"),
];

/// Builds the assets.
pub(super) fn build(tree: &SourceTree, files: &ThemeFiles) -> Outcome<Assets> {
    let mut diagnostics = Vec::new();
    let mut fields = manifest(tree, files, &mut diagnostics);
    fields.text("name");
    fields.text("version");
    let lists = LISTS.map(|(key, name)| (key, name, fields.texts(key)));
    let embed = fields.texts("embed");
    diagnostics.extend(fields.finish());
    let mut texts = |listed: &[Spanned<String>]| texts_of(tree, files, listed, &mut diagnostics);
    let joined = |key: &str, texts: Vec<&str>| match key {
        "styles" | "tree_styles" => joined_styles(&texts),
        "search" => script::joined_modules(texts.into_iter()),
        _ => script::joined(texts.into_iter()),
    };
    let mut published: Vec<(String, Vec<u8>)> = lists
        .iter()
        .map(|(key, name, listed)| (name.to_string(), joined(key, texts(listed)).into_bytes()))
        .collect();
    let for_others = script::joined(texts(&embed).into_iter());
    let listed = |path: &str| {
        lists.iter().flat_map(|(_, _, listed)| listed).chain(&embed).any(|listed| listed.value == path)
    };
    for (path, id) in files {
        if let Some(name) = path.strip_prefix("assets/")
            && !listed(path)
        {
            if published.iter().any(|(other, _)| other == name) {
                diagnostics.push(taken(path, *id));
                continue;
            }
            published.push((name.to_string(), bytes_of(&tree.file(*id).content)));
        }
    }
    let folder = format!("_theme/{}", hash(&published));
    let mut artifacts = Vec::new();
    for (name, bytes) in published {
        match OutputPath::new(format!("{folder}/{name}")) {
            Ok(path) => artifacts.push(Artifact { path, content: Content::Bytes(bytes) }),
            Err(error) => diagnostics.push(Diagnostic::new(
                Code::PathInvalid,
                Text::new(format!("主题文件 `{name}` 的名字不能用"), format!("theme file `{name}`: {error}")),
            )),
        }
    }
    Outcome { value: Assets { folder, artifacts, embed: for_others }, diagnostics }
}

/// `css/main.css`, `js/main.js` and their like are joined from the lists of `theme.yaml`.
fn taken(path: &str, file: FileId) -> Diagnostic {
    let message = Text::new(
        format!("`{path}` 的位置由 theme.yaml 里列出的文件合并而成"),
        format!("the place of `{path}` is taken by the files that theme.yaml lists, joined"),
    );
    Diagnostic::new(Code::OutputCollision, message).at(Span::new(file, 0..0)).help(
        "给它改名，或把它列进 theme.yaml 的 `styles:`、`scripts:` 等",
        "rename it, or list it in theme.yaml under `styles:`, `scripts:` and so on",
    )
}

fn manifest(tree: &SourceTree, files: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> Fields {
    let parsed = files.get("theme.yaml").map(|id| {
        let text = tree.text(*id);
        yaml::parse(*id, text, 0..text.len())
    });
    Fields::new(parsed.and_then(|outcome| {
        diagnostics.extend(outcome.diagnostics);
        outcome.value
    }))
}

/// The texts of the listed files, in order.
fn texts_of<'a>(
    tree: &'a SourceTree,
    files: &ThemeFiles,
    listed: &[Spanned<String>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'a str> {
    let mut texts = Vec::new();
    for entry in listed {
        match files.get(&entry.value) {
            Some(id) => texts.push(tree.text(*id)),
            None => diagnostics.push(missing(entry, files)),
        }
    }
    texts
}

fn missing(entry: &Spanned<String>, files: &ThemeFiles) -> Diagnostic {
    let message = Text::new(
        format!("主题里没有文件 `{}`", entry.value),
        format!("the theme has no file `{}`", entry.value),
    );
    Diagnostic::new(Code::AssetMissing, message)
        .at(entry.span)
        .did_you_mean(nearest(&entry.value, files.keys().map(String::as_str)))
}

fn joined_styles(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("{}\n", text.trim_end())).collect()
}

fn bytes_of(content: &SourceContent) -> Vec<u8> {
    match content {
        SourceContent::Text(text) => text.clone().into_bytes(),
        SourceContent::Bytes(bytes) => bytes.clone(),
        SourceContent::OnDisk { .. } => Vec::new(),
    }
}

/// Twelve hex digits over all names and contents.
fn hash(published: &[(String, Vec<u8>)]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in published {
        hasher.update(name.as_bytes()).update(&[0]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    hasher.finalize().to_hex()[..12].to_string()
}
