//! The YAML block at the start of a Markdown file.
//!
//! ```text
//! document     = [ front-matter ] body
//! front-matter = "---" LF yaml "---" LF
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use super::changes::{self, Change};
use super::cjk;
use crate::config::{Locale, Localised};
use crate::date::Date;
use crate::diag::{Code, Diagnostic, Outcome, Severity, Text};
use crate::source::{FileId, Span, Spanned};
use crate::yaml::{self, Fields, Node, Value};

/// Largest front matter, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// Keys that a translation inherits from its source document.
const SHARED: [&str; 15] = [
    "slug",
    "order",
    "relations",
    "aliases",
    "owner",
    "reviewed",
    "review_every",
    "draft",
    "publish_at",
    "expires",
    "contact",
    "standalone",
    "works",
    "minutes",
    "extra",
];

/// What a document says about itself. `docs/front-matter.md` describes the keys.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// `title`
    pub title: Option<Spanned<String>>,
    /// `summary`
    pub summary: Option<String>,
    /// `slug`
    pub slug: Option<Spanned<String>>,
    /// `order`: smaller comes first; documents without one come after, by title.
    pub order: Option<i64>,
    /// `keywords`
    pub keywords: Vec<String>,
    /// `relations`
    pub relations: Vec<RelationList>,
    /// `aliases`: old paths on the site.
    pub aliases: Vec<Spanned<String>>,
    /// `owner`, in the languages it is written in.
    pub owner: Option<Localised>,
    /// `reviewed`
    pub reviewed: Option<Spanned<Date>>,
    /// `review_every`, in days.
    pub review_every: Option<u32>,
    /// `changes`, newest first.
    pub changes: Vec<Change>,
    /// `draft`
    pub draft: bool,
    /// `publish_at`: not published before this day.
    pub publish_at: Option<Date>,
    /// `expires`: not published from this day on.
    pub expires: Option<Date>,
    /// `contact`: a channel of `contacts.yaml`.
    pub contact: Option<Spanned<String>>,
    /// `standalone`: no decision tree needs to lead here.
    pub standalone: bool,
    /// `works`: how often a fix helps, in percent, an estimate.
    pub works: Option<u8>,
    /// `minutes`: how long a fix takes.
    pub minutes: Option<u32>,
    /// `extra`: handed to templates as it is.
    pub extra: Option<Node>,
    /// `translated`: section anchor to the hash of the source it was translated from.
    pub translated: BTreeMap<String, String>,
    /// The keys present that a translation would inherit, and where.
    pub shared_keys: Vec<Spanned<String>>,
}

/// One entry of `relations`.
#[derive(Clone, Debug)]
pub struct RelationList {
    /// The relation: `causes`.
    pub name: Spanned<String>,
    /// Ids of documents.
    pub targets: Vec<Spanned<String>>,
}

/// A file cut in two.
pub(super) struct Split {
    pub front_matter: FrontMatter,
    /// The rest of the file.
    pub body: Range<usize>,
    /// Whether some of it could not be read, so that what is missing may stand there after all.
    pub broken: bool,
}

/// Reads the front matter, if there is one.
pub(super) fn split(file: FileId, text: &str, locale: &Locale) -> Outcome<Split> {
    let whole = Split { front_matter: FrontMatter::default(), body: 0..text.len(), broken: false };
    let first = text.lines().next().unwrap_or_default();
    if first.trim_end() != "---" {
        let diagnostics: Vec<Diagnostic> = misplaced(file, text, 0).into_iter().collect();
        return Outcome { value: Split { broken: !diagnostics.is_empty(), ..whole }, diagnostics };
    }
    let start = (first.len() + 1).min(text.len());
    let Some(yaml) = closing_line(text, start) else {
        let diagnostics = vec![unclosed(file, text, first.len())];
        let body = text.len()..text.len();
        return Outcome { value: Split { body, broken: true, ..whole }, diagnostics };
    };
    let body = text[yaml.end..].find('\n').map_or(text.len(), |at| yaml.end + at + 1)..text.len();
    if yaml.len() > MOST_BYTES {
        let diagnostics = vec![too_large(file, yaml.len())];
        return Outcome { value: Split { body, broken: true, ..whole }, diagnostics };
    }
    let mut diagnostics: Vec<Diagnostic> = cut_values(file, text, yaml.clone());
    let parsed = yaml::parse(file, text, yaml);
    diagnostics.extend(parsed.diagnostics);
    diagnostics.extend(misplaced(file, text, body.start));
    let (front_matter, found) = read(Fields::new(parsed.value), locale);
    diagnostics.extend(found);
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Outcome { value: Split { front_matter, body, broken }, diagnostics }
}

/// The range between the two lines of `---`.
fn closing_line(text: &str, start: usize) -> Option<Range<usize>> {
    let mut offset = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some(start..offset);
        }
        offset += line.len();
    }
    None
}

fn unclosed(file: FileId, text: &str, first_line: usize) -> Diagnostic {
    let message = Text::new("头部信息没有结束的 `---`", "the front matter has no closing `---`");
    let diagnostic = Diagnostic::new(Code::FrontMatterUnclosed, message)
        .at(Span::new(file, 0..first_line))
        .label("从这里开始", "it starts here");
    // The first line that no longer looks like YAML is where the closing line was forgotten.
    let looks_like_yaml = |line: &str| {
        line.starts_with([' ', '-', '#']) && !line.starts_with("##")
            || line.split_once(':').is_some_and(|(key, _)| key.is_ascii())
    };
    match text.lines().enumerate().skip(1).find(|(_, line)| !looks_like_yaml(line)) {
        Some((number, _)) => diagnostic.help(
            format!("在第 {} 行前面加一行 `---`", number + 1),
            format!("add a line of `---` before line {}", number + 1),
        ),
        None => diagnostic.help("在头部信息后面加一行 `---`", "add a line of `---` after it"),
    }
}

/// Front matter in the wrong place or between the wrong lines, in the text from `start` on: it would be shown to readers.
fn misplaced(file: FileId, text: &str, start: usize) -> Option<Diagnostic> {
    const KEYS: [&str; 8] = ["title", "summary", "keywords", "order", "slug", "relations", "标题", "摘要"];
    let is_key = |line: &str| {
        let key = line.trim().split([':', '：']).next().unwrap_or_default();
        line.contains([':', '：']) && KEYS.contains(&key.trim())
    };
    let is_fence = |line: &str| {
        let line = line.trim();
        line.chars().count() >= 2 && line.chars().all(|c| "-—–－−―".contains(c))
    };
    let rest = &text[start..];
    let blank = rest.len() - rest.trim_start().len();
    let mut lines = rest.trim_start().lines().filter(|line| !line.trim().is_empty());
    let (first, second) = (lines.next()?, lines.next()?);
    let opens = is_fence(first) && is_key(second);
    let lacks_fence = start == 0 && is_key(first) && (is_fence(second) || lines.take(20).any(is_fence));
    if !opens && !lacks_fence {
        return None;
    }
    let at = start + blank;
    let message = match start {
        0 => Text::new(
            "头部信息没有从第一行的 `---` 开始",
            "the front matter does not start with `---` on the first line",
        ),
        _ => Text::new("这里又有一段头部信息", "there is a second block of front matter"),
    };
    let (zh, en) = match start {
        0 => (
            "第一行写三个英文减号 `---`，前面没有空格和空行，后面是 `title: …` 等，再以一行 `---` 结束",
            "write three hyphens `---` on the first line, nothing before them, then `title: …` and so on, then a line of `---`",
        ),
        _ => ("把它并进第一段，一个文件只有一段", "merge it into the first; a file has one block"),
    };
    Some(
        Diagnostic::new(Code::FrontMatterMisplaced, message)
            .at(Span::new(file, at..at + first.len()))
            .help(zh, en),
    )
}

/// `title: 错误 #404` is `错误` to YAML.
fn cut_values(file: FileId, text: &str, yaml: Range<usize>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut offset = yaml.start;
    for line in text[yaml].split_inclusive('\n') {
        let value = ["title: ", "summary: "].iter().find_map(|key| line.strip_prefix(key));
        if let Some(value) =
            value.map(str::trim).filter(|value| !value.starts_with(['"', '\'', '#', '|', '>']))
            && let Some(at) = line.find(" #")
        {
            let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
            let message = Text::new(
                "`#` 后面被当成注释，不会显示",
                "what follows `#` is a comment and will not be shown",
            );
            let span = Span::new(file, offset + at + 1..offset + line.trim_end().len());
            found.push(Diagnostic::new(Code::ValueCut, message).at(span).help(
                format!("把值放进英文双引号：`\"{quoted}\"`"),
                format!("put the value in double quotes: `\"{quoted}\"`"),
            ));
        }
        offset += line.len();
    }
    found
}

fn too_large(file: FileId, bytes: usize) -> Diagnostic {
    let message = Text::new(
        format!("头部信息有 {bytes} 字节，上限是 {MOST_BYTES}"),
        format!("the front matter has {bytes} bytes; the limit is {MOST_BYTES}"),
    );
    Diagnostic::new(Code::FrontMatterTooLarge, message).at(Span::new(file, 0..3)).help(
        "检查结束行 `---` 的位置，把长内容移到正文",
        "check where the closing `---` stands, and move long text into the body",
    )
}

/// A name in the language of the document, or one for each language.
fn owner(fields: &mut Fields, locale: &Locale) -> Option<Localised> {
    match fields.is_mapping("owner") {
        true => fields.localised("owner", locale),
        false => fields.text("owner").map(|name| Localised::of([(locale.as_str(), name.value.as_str())])),
    }
}

fn read(mut fields: Fields, locale: &Locale) -> (FrontMatter, Vec<Diagnostic>) {
    let shared = |key: &&str| Some(Spanned { value: key.to_string(), span: fields.place_of(key)? });
    let shared_keys = SHARED.iter().filter_map(shared).collect();
    let front_matter = FrontMatter {
        shared_keys,
        title: fields.text("title").map(tidy_title),
        summary: fields.text("summary").map(|text| cjk::one_line(&text.value)),
        slug: fields.text("slug"),
        order: fields.integer("order").map(|number| number.value),
        keywords: fields.texts("keywords").into_iter().map(|text| text.value).collect(),
        relations: relations(&mut fields),
        aliases: fields.texts("aliases"),
        owner: owner(&mut fields, locale),
        reviewed: fields.date("reviewed"),
        review_every: review_every(&mut fields),
        changes: changes::parse(&mut fields),
        draft: fields.boolean("draft").unwrap_or(false),
        publish_at: fields.date("publish_at").map(|date| date.value),
        expires: fields.date("expires").map(|date| date.value),
        contact: fields.text("contact"),
        standalone: fields.boolean("standalone").unwrap_or(false),
        works: fields.integer("works").and_then(|percent| bounded(&mut fields, "works", &percent, 100)),
        minutes: fields
            .integer("minutes")
            .and_then(|minutes| bounded(&mut fields, "minutes", &minutes, 1440)),
        extra: fields.node("extra"),
        translated: translated(&mut fields),
    };
    (front_matter, fields.finish())
}

fn tidy_title(title: Spanned<String>) -> Spanned<String> {
    Spanned { value: cjk::one_line(&title.value), span: title.span }
}

/// A number from 1 to `most`.
fn bounded<T: TryFrom<i64>>(fields: &mut Fields, key: &str, number: &Spanned<i64>, most: i64) -> Option<T> {
    let value = number.value;
    if (1..=most).contains(&value) {
        return T::try_from(value).ok();
    }
    let message = Text::new(
        format!("`{key}` 应该在 1 到 {most} 之间，这里是 {value}"),
        format!("`{key}` is from 1 to {most}, found {value}"),
    );
    fields.diagnostics.push(Diagnostic::new(Code::ValueInvalid, message).at(number.span));
    None
}

fn relations(fields: &mut Fields) -> Vec<RelationList> {
    let entries = fields.mapping("relations");
    let list = |(name, node): (Spanned<String>, Node)| {
        let targets = match node.value {
            Value::Null => Vec::new(),
            _ => fields.texts_of(&name.value, node),
        };
        RelationList { name, targets }
    };
    entries.into_iter().map(list).collect()
}

fn translated(fields: &mut Fields) -> BTreeMap<String, String> {
    let entries = fields.mapping("translated");
    entries.into_iter().filter_map(|(key, node)| Some((key.value, node.as_text()?.to_string()))).collect()
}

/// `90`, `90d`, `6m` or `1y`, in days (a month counts 30, a year 365).
fn review_every(fields: &mut Fields) -> Option<u32> {
    let node = fields.node("review_every")?;
    let days = node.as_text().and_then(|text| {
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = match text[digits.len()..].trim() {
            "" | "d" | "天" => 1,
            "m" | "个月" => 30,
            "y" | "年" => 365,
            _ => return None,
        };
        digits.parse::<u32>().ok()?.checked_mul(unit).filter(|days| *days > 0)
    });
    if days.is_none() {
        fields.wrong_type(
            "review_every",
            &node,
            "期限，例如 `180d`、`6m` 或 `1y`",
            "a period such as `180d`, `6m` or `1y`",
        );
    }
    days
}
