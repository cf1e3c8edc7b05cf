//! YAML with a place for every key and value.
//!
//! In: YAML text (a whole file, or the front matter of one). Out: a [`Node`] tree whose scalars are the
//! text that was written, whatever YAML would make of it (`no`, `012` and `1e3` stay text), and
//! [`Fields`] to take typed values out of a mapping while collecting every problem.
//! Deliberately absent: tags, anchors, aliases, merge keys.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned as Located;

use crate::date::Date;
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{FileId, Span, Spanned};
use crate::suggest::nearest;

/// Most nodes in one document. Measured against bombs: the parser stops there in a few milliseconds.
const MOST_NODES: usize = 50_000;

/// Deepest nesting. A level takes some 30 KiB of stack in a debug build, and worker threads have 2 MiB.
const DEEPEST: usize = 24;

/// A value and where it stands. The span of a sequence or mapping is that of its first token.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// A YAML value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// Any scalar, as written (quotes and escapes undone).
    Scalar(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in written order.
    Mapping(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// The scalar's text.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    fn kind(&self) -> Text {
        match &self.value {
            Value::Null => Text::new("空值", "nothing"),
            Value::Scalar(text) => Text::new(format!("`{text}`"), format!("`{text}`")),
            Value::Sequence(_) => Text::new("列表", "a list"),
            Value::Mapping(_) => Text::new("一组键和值", "a mapping"),
        }
    }
}

/// Parses the bytes `range` of `text`, which is the whole text of `file`.
///
/// `None` when the YAML is broken (then there is a diagnostic); an empty document is [`Value::Null`].
pub fn parse(file: FileId, text: &str, range: Range<usize>) -> Outcome<Option<Node>> {
    let yaml = &text[range.clone()];
    let source = YamlText { file, base: range.start, text: yaml };
    let mut diagnostics = source.unsupported();
    if !diagnostics.is_empty() {
        return Outcome { value: None, diagnostics };
    }
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        merge_keys: serde_saphyr::MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::PassThrough,
        budget: serde_saphyr::budget! { max_nodes: MOST_NODES, max_depth: DEEPEST, max_anchors: 0 },
    };
    match serde_saphyr::from_str_with_options::<Located<Raw>>(yaml, options) {
        Ok(raw) => Outcome { value: Some(source.node(raw)), diagnostics },
        Err(error) => {
            diagnostics.push(source.syntax_error(&error));
            Outcome { value: None, diagnostics }
        }
    }
}

/// What serde makes of a node, before spans are resolved.
enum Raw {
    Null,
    Text(String),
    /// A scalar that YAML takes for a number or a boolean: its text is read from the source again.
    Typed,
    Sequence(Vec<Located<Raw>>),
    Mapping(Vec<(Located<Raw>, Located<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Mapping(entries))
    }
}

/// The YAML part of a file.
struct YamlText<'a> {
    file: FileId,
    base: usize,
    text: &'a str,
}

impl YamlText<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }

    fn node(&self, raw: Located<Raw>) -> Node {
        let range = self.range(raw.referenced);
        let written = || self.text.get(range.clone()).unwrap_or_default().to_string();
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Text(text) => Value::Scalar(text),
            Raw::Typed => Value::Scalar(written()),
            Raw::Sequence(items) => Value::Sequence(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Mapping(entries) => {
                let entry = |(key, value)| (self.key(key), self.node(value));
                Value::Mapping(entries.into_iter().map(entry).collect())
            }
        };
        Node { value, span: self.span(range) }
    }

    /// A key is its text; a list or mapping as a key is kept as written, and so is an unknown key.
    fn key(&self, raw: Located<Raw>) -> Spanned<String> {
        let node = self.node(raw);
        let value = match node.value {
            Value::Scalar(text) => text,
            _ => "?".to_string(),
        };
        Spanned { value, span: node.span }
    }

    fn range(&self, location: serde_saphyr::Location) -> Range<usize> {
        let span = location.span();
        let start = span.byte_offset().map_or_else(|| self.offset(location), to_usize);
        let end = start + span.byte_len().map_or(0, to_usize);
        self.trimmed(start.min(self.text.len())..end.min(self.text.len()))
    }

    /// A block scalar's range ends after its last line break: not part of what a reader points at.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        range.start..range.start + text.trim_end().len()
    }

    /// Line and column (in characters, from 1) into a byte offset.
    fn offset(&self, location: serde_saphyr::Location) -> usize {
        let line = to_usize(location.line()).saturating_sub(1);
        let start: usize = self.text.split_inclusive('\n').take(line).map(str::len).sum();
        let column = to_usize(location.column()).saturating_sub(1);
        let rest = &self.text[start.min(self.text.len())..];
        start + rest.chars().take(column).map(char::len_utf8).sum::<usize>()
    }

    /// The line of an offset, without its end.
    fn line_of(&self, offset: usize) -> Range<usize> {
        let offset = offset.min(self.text.len());
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[offset..].find('\n').map_or(self.text.len(), |at| offset + at);
        start..end
    }

    /// Tags, anchors, aliases and merge keys at the start of a value. A text scan suffices, since a
    /// plain scalar may not start with `!`, `&` or `*`; quoted and block text is passed over.
    fn unsupported(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut offset = 0;
        let mut block_indent = None;
        let mut quote: Option<char> = None;
        for line in self.text.split_inclusive('\n') {
            if let Some(open) = quote {
                quote = (!has_quote(line, open)).then_some(open);
                offset += line.len();
                continue;
            }
            let indent = line.len() - line.trim_start_matches(' ').len();
            let blank = line.trim().is_empty();
            if block_indent.is_some_and(|outer| blank || indent > outer) {
                offset += line.len();
                continue;
            }
            block_indent = opens_block_scalar(line).then_some(indent);
            quote = opens_quote(line);
            if let Some(range) = unsupported_token(line) {
                let span = self.span(offset + range.start..offset + range.end);
                found.push(unsupported_feature(&line[range], span));
            }
            offset += line.len();
        }
        found
    }

    fn syntax_error(&self, error: &serde_saphyr::Error) -> Diagnostic {
        let offset = error.location().map_or(0, |location| self.range(location).start);
        let words = error.to_string();
        let line = self.line_of(offset);
        let here = self.span(offset..(offset + 1).min(line.end.max(offset)));
        if let Some(rest) = words.strip_prefix("duplicate mapping key: ") {
            let key = rest.split(", set DuplicateKeyPolicy").next().unwrap_or_default();
            return self.duplicate_key(key, offset);
        }
        if words.contains("anchors") && words.contains("budget") {
            let message =
                Text::new("这里不支持 YAML 的锚点 `&…`", "YAML's anchors `&…` are not supported here");
            return Diagnostic::new(Code::YamlUnsupported, message)
                .at(here)
                .help("直接写出值；如果是文字，加上引号", "write the value out; if it is text, quote it");
        }
        // A plain value goes on over the next line, so the parser reports the tab at the value.
        if let Some(tab) = self.indenting_tab(line.start)
            && (words.contains("a tab") || words.contains("tabs disallowed") || line.contains(&tab))
        {
            let message = Text::new("缩进用了制表符", "a tab is used for indentation");
            return Diagnostic::new(Code::YamlTab, message)
                .at(self.span(tab..tab + 1))
                .help("把它换成两个空格", "replace it with two spaces");
        }
        if let Some(diagnostic) = self.full_width_key() {
            return diagnostic;
        }
        let diagnostic = Diagnostic::new(Code::YamlSyntax, syntax_words(&words)).at(here);
        self.with_quote_help(diagnostic, &line)
    }

    /// The first tab that indents a line, from the line at `start` on.
    fn indenting_tab(&self, start: usize) -> Option<usize> {
        let mut offset = start;
        for line in self.text[start..].split_inclusive('\n') {
            let spaces = line.len() - line.trim_start_matches(' ').len();
            if line[spaces..].starts_with('\t') {
                return Some(offset + spaces);
            }
            offset += line.len();
        }
        None
    }

    fn duplicate_key(&self, key: &str, second: usize) -> Diagnostic {
        let message = Text::new(format!("键 `{key}` 写了两次"), format!("the key `{key}` is written twice"));
        let diagnostic = Diagnostic::new(Code::YamlDuplicateKey, message)
            .at(self.span(second..second + key.len()))
            .label("第二次", "the second time")
            .help("删掉其中一个", "delete one of them");
        let first = self.text[..second].match_indices(key).map(|(at, _)| at).find(|at| {
            let before = &self.text[self.line_of(*at).start..*at];
            let after = self.text[at + key.len()..].trim_start();
            before.trim_matches([' ', '{', ',', '-']).is_empty() && after.starts_with(':')
        });
        match first {
            Some(at) => diagnostic.related(self.span(at..at + key.len()), "第一次", "the first time"),
            None => diagnostic,
        }
    }

    /// The first line that looks like `key：value`.
    fn full_width_key(&self) -> Option<Diagnostic> {
        let mut offset = 0;
        for line in self.text.split_inclusive('\n') {
            if let Some(at) = full_width_colon(line) {
                let span = self.span(offset + at..offset + at + '：'.len_utf8());
                return Some(full_width_colon_diagnostic(span));
            }
            offset += line.len();
        }
        None
    }

    /// A value with `: ` in it wants quotes.
    fn with_quote_help(&self, diagnostic: Diagnostic, line: &Range<usize>) -> Diagnostic {
        let Some((key, value)) = self.text[line.clone()].split_once(": ") else {
            return diagnostic;
        };
        let value = value.trim();
        let needs_quotes =
            value.contains(": ") || value.starts_with(['@', '`', '%', '[', '{', '?', '|', '>']);
        if value.starts_with(['"', '\'']) || !needs_quotes {
            return diagnostic;
        }
        let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
        diagnostic.help(
            format!("把值放进英文双引号：`{key}: \"{quoted}\"`"),
            format!("put the value in double quotes: `{key}: \"{quoted}\"`"),
        )
    }
}

/// What the parser's commonest complaints mean; of the others, Chinese readers get the help alone.
const SYNTAX_WORDS: [(&str, &str, &str); 8] = [
    ("mapping values are not allowed", "值里有冒号加空格", "a value holds a colon and a space"),
    ("unclosed quote", "引号没有成对", "a quote is not closed"),
    ("unclosed bracket", "括号没有成对", "a bracket is not closed"),
    ("simple key expected", "这一行缺少“冒号加空格”", "the line has no colon and space"),
    ("unexpected character", "值不能以这个符号开头", "a value may not start with this character"),
    ("unknown escape character", "双引号里的反斜杠写法不对", "an unknown escape in double quotes"),
    ("multiple YAML documents", "一个文件里只能有一份 YAML", "only one YAML document is allowed"),
    ("budget", "内容太多或嵌套太深", "it is too large or nested too deeply"),
];

fn syntax_words(words: &str) -> Text {
    let known = SYNTAX_WORDS.iter().find(|(fragment, _, _)| words.contains(fragment));
    let what = words.split(" at line ").next().unwrap_or(words);
    match known {
        Some((_, zh, en)) => {
            Text::new(format!("YAML 写法有误：{zh}"), format!("YAML cannot be parsed: {en}"))
        }
        None => Text::new("YAML 写法有误", format!("YAML cannot be parsed: {what}")),
    }
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// `key：value` on a line of its own, without an ASCII colon before it: where the colon stands.
fn full_width_colon(line: &str) -> Option<usize> {
    let at = line.find('：')?;
    let key = line[..at].trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    is_key.then_some(at)
}

fn full_width_colon_diagnostic(span: Span) -> Diagnostic {
    let message = Text::new("键后面用了全角冒号 `：`", "a full-width colon `：` after a key");
    Diagnostic::new(Code::YamlFullWidth, message)
        .at(span)
        .help("改成英文冒号加一个空格：`: `", "write an ASCII colon and a space: `: `")
}

/// Whether the line ends in `|` or `>` (with indicators), so that deeper lines are plain text.
fn opens_block_scalar(line: &str) -> bool {
    let last = line.trim_end().rsplit([' ', ':']).next().unwrap_or_default();
    last.starts_with(['|', '>']) && last[1..].chars().all(|c| c.is_ascii_digit() || "+-".contains(c))
}

/// The quote that the line's value starts with, if the line does not close it.
fn opens_quote(line: &str) -> Option<char> {
    let value = &line[value_start(line)..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    (!has_quote(&value[1..], quote)).then_some(quote)
}

/// Whether the text holds a quote that is not escaped.
fn has_quote(text: &str, quote: char) -> bool {
    match quote {
        '"' => text.replace("\\\\", "").replace("\\\"", "").contains('"'),
        _ => text.replace("''", "").contains('\''),
    }
}

/// Where the value of a line begins: after `key: ` and any `- `.
fn value_start(line: &str) -> usize {
    let mut start = line.len() - line.trim_start().len();
    while line[start..].starts_with("- ") {
        start += 2;
    }
    let value = match line[start..].find(": ") {
        Some(at) if !line[start..].starts_with(['"', '\'', '#']) => start + at + 2,
        _ => start,
    };
    value + line[value..].len() - line[value..].trim_start().len()
}

fn unsupported_token(line: &str) -> Option<Range<usize>> {
    let unlisted = line.trim_start_matches([' ', '-']);
    if unlisted.starts_with("<<:") {
        let start = line.len() - unlisted.len();
        return Some(start..start + 2);
    }
    let value = value_start(line);
    let token = line[value..].split([' ', ',', '\n']).next().unwrap_or_default();
    (token.len() > 1 && token.starts_with(['!', '&', '*'])).then_some(value..value + token.len())
}

fn unsupported_feature(token: &str, span: Span) -> Diagnostic {
    let message =
        Text::new(format!("这里不支持 YAML 的 `{token}`"), format!("YAML's `{token}` is not supported here"));
    Diagnostic::new(Code::YamlUnsupported, message).at(span).help(
        format!("直接写出值；如果是文字，加上引号：`\"{token}\"`"),
        format!("write the value out; if it is text, quote it: `\"{token}\"`"),
    )
}

/// The entries of a mapping, taken one by one; what is left at the end is unknown.
pub struct Fields {
    entries: Vec<(Spanned<String>, Node)>,
    known: Vec<&'static str>,
    /// What was found so far.
    pub diagnostics: Vec<Diagnostic>,
}

impl Fields {
    /// The entries of `node`; anything but a mapping or nothing is a diagnostic.
    pub fn new(node: Option<Node>) -> Fields {
        let mut diagnostics = Vec::new();
        let entries = match node.map(|node| (node.value.clone(), node)) {
            None | Some((Value::Null, _)) => Vec::new(),
            Some((Value::Mapping(entries), _)) => entries,
            Some((_, node)) => {
                diagnostics.push(not_a_mapping(&node));
                Vec::new()
            }
        };
        Fields { entries, known: Vec::new(), diagnostics }
    }

    /// The raw node of a key; `null` counts as absent.
    pub fn node(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        let at = self.entries.iter().position(|(name, _)| name.value == key)?;
        let (_, node) = self.entries.remove(at);
        (node.value != Value::Null).then_some(node)
    }

    /// Whether a key that is still to be taken is present, and where.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(name, _)| name.span)
    }

    /// A text value.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        let text = self.scalar(key, &node)?;
        Some(Spanned { value: text, span: node.span })
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        match self.node(key) {
            Some(node) => self.texts_of(key, node),
            None => Vec::new(),
        }
    }

    /// The texts of a node that stands at `key`.
    pub fn texts_of(&mut self, key: &str, node: Node) -> Vec<Spanned<String>> {
        let items = match node.value {
            Value::Sequence(items) => items,
            _ => vec![node],
        };
        let text = |item: Node| Some(Spanned { value: self.scalar(key, &item)?, span: item.span });
        items.into_iter().filter_map(text).collect()
    }

    /// A whole number.
    pub fn integer(&mut self, key: &'static str) -> Option<Spanned<i64>> {
        let node = self.node(key)?;
        match node.as_text().and_then(|text| text.parse().ok()) {
            Some(value) => Some(Spanned { value, span: node.span }),
            None => {
                self.wrong_type(key, &node, "整数", "a whole number");
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        match node.as_text() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                self.wrong_type(key, &node, "`true` 或 `false`", "`true` or `false`");
                None
            }
        }
    }

    /// A date.
    pub fn date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        let node = self.node(key)?;
        let text = self.scalar(key, &node)?;
        if let Ok(value) = text.parse() {
            return Some(Spanned { value, span: node.span });
        }
        let message = Text::new(format!("`{text}` 不是有效的日期"), format!("`{text}` is not a valid date"));
        self.diagnostics.push(
            Diagnostic::new(Code::DateInvalid, message)
                .at(node.span)
                .help("写成 年-月-日，例如 2026-02-03", "write year-month-day, for example 2026-02-03"),
        );
        None
    }

    /// The entries of a mapping value.
    pub fn mapping(&mut self, key: &'static str) -> Vec<(Spanned<String>, Node)> {
        match self.node(key) {
            None => Vec::new(),
            Some(Node { value: Value::Mapping(entries), .. }) => entries,
            Some(node) => {
                self.wrong_type(key, &node, "一组 `键: 值`", "a mapping of `key: value`");
                Vec::new()
            }
        }
    }

    /// A list of nodes.
    pub fn sequence(&mut self, key: &'static str) -> Vec<Node> {
        match self.node(key) {
            None => Vec::new(),
            Some(Node { value: Value::Sequence(items), .. }) => items,
            Some(node) => {
                self.wrong_type(key, &node, "列表", "a list");
                Vec::new()
            }
        }
    }

    /// Records that `key` holds something else than expected.
    pub fn wrong_type(&mut self, key: &str, node: &Node, zh: &str, en: &str) {
        let found = node.kind();
        let message = Text::new(
            format!("`{key}` 应该是{zh}，这里是{}", found.zh),
            format!("`{key}` takes {en}, found {}", found.en),
        );
        self.diagnostics.push(Diagnostic::new(Code::ValueType, message).at(node.span));
    }

    /// Reports the keys that nobody took, and hands over everything found.
    pub fn finish(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        let known: BTreeSet<&str> = self.known.iter().copied().collect();
        for (key, _) in &self.entries {
            diagnostics.push(unknown_key(key, &known));
        }
        diagnostics
    }

    /// The scalar's text; full-width quotes around it are a mistake of the input method.
    fn scalar(&mut self, key: &str, node: &Node) -> Option<String> {
        match node.as_text() {
            Some(text) => {
                self.diagnostics.extend(full_width_quotes(key, text, node.span));
                Some(text.to_string())
            }
            None => {
                self.wrong_type(key, node, "一段文字", "text");
                None
            }
        }
    }
}

fn not_a_mapping(node: &Node) -> Diagnostic {
    if let Some(text) = node.as_text()
        && let Some(at) = full_width_colon(text)
    {
        let start = node.span.start + at;
        return full_width_colon_diagnostic(Span::new(node.span.file, start..start + '：'.len_utf8()));
    }
    let found = node.kind();
    let message = Text::new(
        format!("这里应该是一行行的 `键: 值`，而不是{}", found.zh),
        format!("expected lines of `key: value`, found {}", found.en),
    );
    Diagnostic::new(Code::ValueType, message).at(node.span)
}

/// A value wrapped in `“…”` or `【…】`, or a list written with full-width brackets.
fn full_width_quotes(key: &str, text: &str, span: Span) -> Option<Diagnostic> {
    let wrapped = |open, close| text.len() > 3 && text.starts_with(open) && text.ends_with(close);
    let inner_quotes = text.matches('“').count() + text.matches('”').count();
    // A title may quote its first and last words; only one pair around everything is a mistake.
    let quoted = wrapped('“', '”') && inner_quotes == 2;
    if !(quoted || wrapped('【', '】') || wrapped('［', '］')) {
        return None;
    }
    let message = Text::new(
        format!("`{key}` 的值被全角符号包着"),
        format!("the value of `{key}` is wrapped in full-width punctuation"),
    );
    Some(Diagnostic::new(Code::YamlFullWidth, message).at(span).help(
        "引号和方括号用英文半角的：`\"…\"`、`[…, …]`；不需要的话就去掉",
        "use ASCII quotes and brackets, `\"…\"` and `[…, …]`, or none at all",
    ))
}

fn unknown_key(key: &Spanned<String>, known: &BTreeSet<&str>) -> Diagnostic {
    if let Some((name, _)) = key.value.split_once('：')
        && known.contains(name)
    {
        let start = key.span.start + name.len();
        return full_width_colon_diagnostic(Span::new(key.span.file, start..start + '：'.len_utf8()));
    }
    let message = Text::new(format!("不认识的键 `{}`", key.value), format!("unknown key `{}`", key.value));
    Diagnostic::new(Code::KeyUnknown, message)
        .at(key.span)
        .did_you_mean(nearest(&key.value, known.iter().copied()))
}
