//! Style sheets, scripts and other files of a theme, ready to publish.
//!
//! `theme.yaml` lists the style sheets and scripts in order; each list becomes one file. All files lie in
//! a folder named by a hash of everything in it, so browsers may keep them for ever and relative
//! `url(…)` keep working.

use crate::artifact::{Artifact, Content, OutputPath};
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{FileId, SourceContent, SourceTree, Span, Spanned};
use crate::suggest::nearest;
use crate::yaml::{self, Fields};

use super::ThemeFiles;

/// Assets and where they go.
pub(super) struct Assets {
    /// `_theme/<hash>`
    pub folder: String,
    pub artifacts: Vec<Artifact>,
}

/// Builds the assets.
pub(super) fn build(tree: &SourceTree, files: &ThemeFiles) -> Outcome<Assets> {
    let mut diagnostics = Vec::new();
    let mut fields = manifest(tree, files, &mut diagnostics);
    fields.text("name");
    fields.text("version");
    let (styles, scripts) = (fields.texts("styles"), fields.texts("scripts"));
    diagnostics.extend(fields.finish());
    let mut published = vec![
        ("css/main.css".to_string(), joined(tree, files, &styles, &mut diagnostics)),
        ("js/main.js".to_string(), joined(tree, files, &scripts, &mut diagnostics)),
    ];
    let listed = |path: &str| styles.iter().chain(&scripts).any(|it| it.value == path);
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
    Outcome { value: Assets { folder, artifacts }, diagnostics }
}

/// `css/main.css` and `js/main.js` are joined from the lists of `theme.yaml`.
fn taken(path: &str, file: FileId) -> Diagnostic {
    let message = Text::new(
        format!("`{path}` 的位置由 theme.yaml 里列出的文件合并而成"),
        format!("the place of `{path}` is taken by the files that theme.yaml lists, joined"),
    );
    Diagnostic::new(Code::OutputCollision, message).at(Span::new(file, 0..0)).help(
        "给它改名，或把它列进 theme.yaml 的 `styles:` 或 `scripts:`",
        "rename it, or list it in theme.yaml under `styles:` or `scripts:`",
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

/// The listed files one after the other.
fn joined(
    tree: &SourceTree,
    files: &ThemeFiles,
    listed: &[Spanned<String>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<u8> {
    let mut out = String::new();
    for entry in listed {
        match files.get(&entry.value) {
            Some(id) => {
                out.push_str(tree.text(*id).trim_end());
                out.push('\n');
            }
            None => diagnostics.push(
                Diagnostic::new(
                    Code::AssetMissing,
                    Text::new(
                        format!("主题里没有文件 `{}`", entry.value),
                        format!("the theme has no file `{}`", entry.value),
                    ),
                )
                .at(entry.span)
                .did_you_mean(nearest(&entry.value, files.keys().map(String::as_str))),
            ),
        }
    }
    out.into_bytes()
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
