//! One Markdown file, parsed: front matter, and a body whose links are not resolved yet.
//!
//! In: the source tree and the configuration. Out: [`Document`]s in order of path, and problems beside
//! them; parsing never fails. Each file is parsed on its own, in parallel, and once.

mod body;
mod changes;
mod cjk;
mod footnote;
mod front_matter;
mod heading;
mod inline;
mod link;
mod markdown;
mod plain;
mod raw_html;
mod slug;
mod written;

use std::fmt;

use rayon::prelude::*;

use crate::config::{Locale, SiteConfig};
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{FileId, ReadProblem, SourceFile, SourceTree, Span};

pub use body::{AlertKind, Alignment, Body, Element, Footnote, Heading, Node};
pub use changes::Change;
pub use front_matter::{FrontMatter, RelationList};
pub use link::{Link, LinkTarget};
pub use plain::push_plain;
pub use slug::{is_valid_slug, slugify};
pub use written::{Part, Written};

/// Path of a document below `content/` without extension and locale: `symptoms/balance-wrong`.
/// A folder's own page (`index.md`) has the folder's path; that of `content/` itself is empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(String);

impl DocumentId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder the document lies in, empty for the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last segment: the file stem.
    pub fn stem(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One content file.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// What it is called everywhere.
    pub id: DocumentId,
    /// Its language.
    pub locale: Locale,
    /// Whether it is a folder's `index.md`.
    pub is_index: bool,
    /// What its front matter says.
    pub front_matter: FrontMatter,
    /// Front matter `title`, else the first level-1 heading; `None` only for an `index.md` without either.
    pub title: Option<String>,
    /// The text.
    pub body: Body,
}

impl Document {
    /// The title, or the id for a document without one.
    pub fn title_or_id(&self) -> &str {
        self.title.as_deref().unwrap_or_else(|| self.id.stem())
    }
}

/// Parses every Markdown file below `content/`.
pub fn parse_all(tree: &SourceTree, config: &SiteConfig) -> Outcome<Vec<Document>> {
    let files: Vec<_> = tree.files().filter(|(_, file)| is_document(file)).collect();
    let outcomes: Vec<Outcome<Document>> =
        files.into_par_iter().map(|(id, file)| parse(id, file, config)).collect();
    let mut documents = Vec::with_capacity(outcomes.len());
    let mut diagnostics = Vec::new();
    for outcome in outcomes {
        documents.push(outcome.value);
        diagnostics.extend(outcome.diagnostics);
    }
    Outcome { value: documents, diagnostics }
}

fn is_document(file: &SourceFile) -> bool {
    // A name that cannot be used cannot be linked to either; its own diagnostic says all there is to say.
    let named = !file.problems.iter().any(|it| matches!(it, ReadProblem::BadName | ReadProblem::NotAFile));
    named && file.path.in_content().is_some() && file.path.extension() == "md"
}

fn parse(file: FileId, source: &SourceFile, config: &SiteConfig) -> Outcome<Document> {
    let text = source.as_text().unwrap_or_default();
    let (id, locale, is_index, mut diagnostics) = identify(file, source, config);
    if text.len() > config.limits.file {
        diagnostics.push(too_large(file, text.len(), config.limits.file));
        return Outcome { value: empty(file, id, locale, is_index), diagnostics };
    }
    // Text in another encoding is full of replacement characters that are not the author's.
    if source.problems.is_empty() {
        diagnostics.extend(suspicious_characters(file, text));
    }
    let split = front_matter::split(file, text, &locale);
    diagnostics.extend(split.diagnostics);
    let front_matter = split.value.front_matter;
    let parsed = markdown::parse(
        file,
        text,
        split.value.body,
        config,
        front_matter.title.as_ref().filter(|title| !title.value.trim().is_empty()),
    );
    diagnostics.extend(parsed.diagnostics);
    let (body, heading_title) = parsed.value;
    let title = front_matter
        .title
        .as_ref()
        .map(|title| title.value.clone())
        .filter(|title| !title.trim().is_empty())
        .or(heading_title);
    let excused = is_index || split.value.broken || !source.problems.is_empty();
    if !excused && title.as_deref().is_none_or(|title| title.trim().is_empty()) {
        diagnostics.push(title_missing(file, text));
    }
    let title = title.filter(|title| !title.trim().is_empty());
    if title.as_deref().is_some_and(|title| title.contains(is_zero_width)) {
        let span = front_matter.title.as_ref().map_or(Span::new(file, 0..0), |title| title.span);
        let message = Text::new("标题里有零宽字符", "a zero-width character in the title");
        diagnostics.push(Diagnostic::new(Code::TextSuspicious, message).at(span));
    }
    if is_misread(source) {
        diagnostics.clear();
    }
    Outcome { value: Document { file, id, locale, is_index, front_matter, title, body }, diagnostics }
}

/// What such a text seems to hold is an effect of reading it wrongly, which is reported already.
fn is_misread(source: &SourceFile) -> bool {
    let is_text =
        |problem: &ReadProblem| matches!(problem, ReadProblem::SameName { .. } | ReadProblem::Nul { .. });
    !source.problems.iter().all(is_text)
}

/// Not the joiners U+200C and U+200D, which some scripts and emoji need.
fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{ad}')
}

fn empty(file: FileId, id: DocumentId, locale: Locale, is_index: bool) -> Document {
    let (front_matter, body) = (FrontMatter::default(), Body::default());
    Document { file, id, locale, is_index, front_matter, title: None, body }
}

/// Id and locale from the path: `symptoms/balance-wrong.en.md`.
fn identify(
    file: FileId,
    source: &SourceFile,
    config: &SiteConfig,
) -> (DocumentId, Locale, bool, Vec<Diagnostic>) {
    let path = source.path.in_content().unwrap_or_default();
    let without_extension = &path[..path.len().saturating_sub(".md".len())];
    let (stem, locale, diagnostics) = match without_extension.rsplit_once('.') {
        Some((stem, suffix)) if !stem.is_empty() && !stem.ends_with('/') => match config.locale(suffix) {
            Some(locale) => (stem, locale.clone(), Vec::new()),
            None => {
                let diagnostics = locale_unknown(file, suffix, config).into_iter().collect();
                (without_extension, config.default_locale().clone(), diagnostics)
            }
        },
        _ => (without_extension, config.default_locale().clone(), Vec::new()),
    };
    let (id, is_index) = match stem.strip_suffix("index") {
        Some("") => ("", true),
        Some(folder) if folder.ends_with('/') => (folder.trim_end_matches('/'), true),
        _ => (stem, false),
    };
    (DocumentId(id.to_string()), locale, is_index, diagnostics)
}

/// `a.fr.md` and `a.zh_CN.md` look like translations; `release.v2.md` does not.
fn locale_unknown(file: FileId, suffix: &str, config: &SiteConfig) -> Option<Diagnostic> {
    let meant = match Locale::parse(suffix) {
        Ok(locale) => locale.to_string(),
        Err(meant) => meant?,
    };
    // Three letters are more often a word (`faq`, `old`) than an ISO 639-3 code.
    if meant.split('-').next().is_none_or(|language| language.len() != 2) {
        return None;
    }
    let message = Text::new(
        format!("文件名后缀 `.{suffix}` 像是一种语言，但网站没有启用它"),
        format!("the suffix `.{suffix}` looks like a locale, but the site does not have it"),
    );
    let diagnostic = Diagnostic::new(Code::LocaleUnknown, message).at(Span::new(file, 0..0));
    Some(match config.locale(&meant) {
        Some(locale) => diagnostic
            .help(format!("把后缀改成 `.{locale}.md`"), format!("rename it to end in `.{locale}.md`")),
        None => diagnostic.help(
            format!("在 site.yaml 的 `locales:` 里加上 `{meant}`，或给文件改名"),
            format!("add `{meant}` to `locales:` in site.yaml, or rename the file"),
        ),
    })
}

fn too_large(file: FileId, bytes: usize, limit: usize) -> Diagnostic {
    let message = Text::new(
        format!("文件有 {bytes} 字节，超过上限 {limit}"),
        format!("the file has {bytes} bytes, more than the limit of {limit}"),
    );
    Diagnostic::new(Code::FileTooLarge, message).at(Span::new(file, 0..0)).help(
        "把它拆成几篇，或在 site.yaml 里调高 `limits: {file: …}`",
        "split it, or raise `limits: {file: …}` in site.yaml",
    )
}

fn title_missing(file: FileId, text: &str) -> Diagnostic {
    let message = if text.trim().is_empty() {
        Text::new("文件是空的", "the file is empty")
    } else {
        Text::new("文档没有标题", "the document has no title")
    };
    let (zh, en) = match text.starts_with("---\n") {
        true => (
            "在两行 `---` 之间加一行 `title: 标题`",
            "add a line `title: The title` between the two lines of `---`",
        ),
        false => (
            "在文件开头写三行：`---`、`title: 标题`、`---`",
            "start the file with three lines: `---`, `title: The title`, `---`",
        ),
    };
    Diagnostic::new(Code::TitleMissing, message).at(Span::new(file, 0..0)).help(zh, en)
}

/// One diagnostic per kind of character, at its first place: such files tend to hold hundreds.
fn suspicious_characters(file: FileId, text: &str) -> Vec<Diagnostic> {
    // All of them start with one of two bytes in UTF-8, which ordinary Chinese text hardly uses.
    if !text.bytes().any(|byte| byte == 0xe2 || byte == 0xef) {
        return Vec::new();
    }
    type Kind = (fn(char) -> bool, &'static str, &'static str);
    let kinds: [Kind; 3] = [
        (
            |c| c == '\u{fffd}',
            "替换符 U+FFFD：以前转换编码时丢了字",
            "the replacement character U+FFFD: a character was lost in an earlier conversion",
        ),
        (
            |c| c == '\u{feff}',
            "文件中间有字节顺序标记 U+FEFF",
            "a byte-order mark U+FEFF in the middle of the file",
        ),
        (
            |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'),
            "改变显示方向的控制符",
            "a control character that changes the reading direction",
        ),
    ];
    let find = |(is_kind, zh, en): Kind| {
        let (at, c) = text.char_indices().find(|(_, c)| is_kind(*c))?;
        let span = Span::new(file, at..at + c.len_utf8());
        Some(Diagnostic::new(Code::TextSuspicious, Text::new(zh, en)).at(span))
    };
    kinds.into_iter().filter_map(find).collect()
}
