//! YAML with a place for every key and value.
//!
//! In: YAML text (a whole file, or the front matter of one). Out: a [`Node`] tree whose scalars are the
//! text that was written, whatever YAML would make of it (`no`, `012` and `1e3` stay text), and
//! [`Fields`] to take typed values out of a mapping while collecting every problem.
//! Deliberately absent: tags, anchors, aliases, merge keys.

mod fields;
mod flow;
mod problem;
mod raw;
mod trap;
mod unsupported;

use std::collections::BTreeMap;
use std::ops::Range;

use serde_saphyr::Spanned as Located;

use crate::diag::{Diagnostic, Outcome, Text};
use crate::source::{FileId, SourceTree, Span, Spanned};

pub use fields::Fields;
use problem::written_twice;
use raw::Raw;
use unsupported::key_of_parts;

/// Most nodes in one document unless the caller knows better. Measured against bombs: the parser stops there in a few milliseconds.
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
    /// Whether it is a scalar in ASCII quotes.
    pub is_quoted: bool,
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
/// `None` when the YAML is broken, or says something else than its author sees (then there is a
/// diagnostic); an empty document is [`Value::Null`].
pub fn parse(file: FileId, text: &str, range: Range<usize>) -> Outcome<Option<Node>> {
    parse_within(file, text, range, MOST_NODES)
}

/// The same for a document of up to `most_nodes` nodes.
pub fn parse_within(
    file: FileId,
    text: &str,
    range: Range<usize>,
    most_nodes: usize,
) -> Outcome<Option<Node>> {
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
        budget: serde_saphyr::budget! {
            max_nodes: most_nodes,
            // A collection is two events and a node; a few more begin and end the document.
            max_events: most_nodes.saturating_mul(2).saturating_add(8),
            max_depth: DEEPEST,
            max_anchors: 0,
        },
    };
    match serde_saphyr::from_str_with_options::<Located<Raw>>(yaml, options) {
        Ok(raw) => {
            let node = source.node(raw, &mut diagnostics);
            Outcome { value: diagnostics.is_empty().then_some(node), diagnostics }
        }
        Err(error) => {
            diagnostics.push(source.syntax_error(&error));
            Outcome { value: None, diagnostics }
        }
    }
}

/// Parses the file at `path`, if there is one.
pub fn parse_file(tree: &SourceTree, path: &str) -> Outcome<Option<Node>> {
    match tree.find(path) {
        Some((id, file)) => {
            let text = file.as_text().unwrap_or_default();
            parse(id, text, 0..text.len())
        }
        None => Outcome { value: None, diagnostics: Vec::new() },
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

    fn node(&self, raw: Located<Raw>, found: &mut Vec<Diagnostic>) -> Node {
        let range = self.range(raw.referenced);
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Text(text) => Value::Scalar(text),
            Raw::Typed => Value::Scalar(self.written(&range)),
            Raw::Sequence(items) => {
                Value::Sequence(items.into_iter().map(|item| self.node(item, found)).collect())
            }
            Raw::Mapping(entries) => {
                let mut entry = |(key, value)| (self.key(key, found), self.node(value, found));
                let entries: Vec<_> = entries.into_iter().map(&mut entry).collect();
                found.extend(written_twice_as_text(&entries));
                if self.text[range.start..].starts_with('{') {
                    found.extend(self.traps(&entries));
                }
                Value::Mapping(entries)
            }
        };
        let is_quoted = self.text[range.start..].starts_with(['"', '\'']);
        Node { value, span: self.span(range), is_quoted }
    }

    /// A key is its text, also where YAML would take it for nothing.
    fn key(&self, raw: Located<Raw>, found: &mut Vec<Diagnostic>) -> Spanned<String> {
        let node = self.node(raw, found);
        let value = match node.value {
            Value::Scalar(text) => text,
            Value::Null => self.written(&self.local(node.span)),
            Value::Sequence(_) | Value::Mapping(_) => {
                found.push(key_of_parts(node.span));
                String::new()
            }
        };
        Spanned { value, span: node.span }
    }

    fn written(&self, range: &Range<usize>) -> String {
        self.text.get(range.clone()).unwrap_or_default().to_string()
    }

    /// A span of the file as a range of the YAML.
    fn local(&self, span: Span) -> Range<usize> {
        span.start - self.base..span.end - self.base
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
}

/// Keys that differ for YAML but are the same text: `null` and `"null"`.
fn written_twice_as_text(entries: &[(Spanned<String>, Node)]) -> Vec<Diagnostic> {
    let mut first = BTreeMap::new();
    let twice = entries.iter().filter_map(|(key, _)| {
        let before = *first.entry(key.value.as_str()).or_insert(key.span);
        (before != key.span).then(|| written_twice(&key.value, Some(before), key.span))
    });
    twice.collect()
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
