//! Typed values out of a mapping; every complaint is collected.

use std::collections::BTreeSet;

use super::problem::{full_width_colon, full_width_colon_diagnostic, key_without_space, missing_space};
use super::trap::full_width_quotes;
use super::{Node, Value};
use crate::date::Date;
use crate::diag::{Code, Diagnostic, Text};
use crate::source::{Span, Spanned};
use crate::suggest::nearest;

/// The entries of a mapping, taken one by one; what is left at the end is unknown.
pub struct Fields {
    entries: Vec<(Spanned<String>, Node)>,
    known: Vec<String>,
    /// What was found so far.
    pub diagnostics: Vec<Diagnostic>,
}

impl Fields {
    /// The entries of `node`; anything but a mapping or nothing is a diagnostic.
    pub fn new(node: Option<Node>) -> Fields {
        let mut diagnostics = Vec::new();
        let entries = match node {
            None | Some(Node { value: Value::Null, .. }) => Vec::new(),
            Some(Node { value: Value::Mapping(entries), .. }) => entries,
            Some(node) => {
                diagnostics.push(not_a_mapping(&node));
                Vec::new()
            }
        };
        Fields { entries, known: Vec::new(), diagnostics }
    }

    /// The raw node of a key; `null` counts as absent.
    pub fn node(&mut self, key: &str) -> Option<Node> {
        self.known.push(key.to_string());
        let at = self.entries.iter().position(|(name, _)| name.value == key)?;
        let (_, node) = self.entries.remove(at);
        (node.value != Value::Null).then_some(node)
    }

    /// The keys that nobody has taken yet.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.value.as_str())
    }

    /// Whether a key that is still to be taken holds keys of its own.
    pub fn is_mapping(&self, key: &str) -> bool {
        let is_wanted = |(name, node): &&(Spanned<String>, Node)| {
            name.value == key && matches!(node.value, Value::Mapping(_))
        };
        self.entries.iter().any(|entry| is_wanted(&entry))
    }

    /// Whether a key that is still to be taken is present, and where.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(name, _)| name.span)
    }

    /// A text value.
    pub fn text(&mut self, key: &str) -> Option<Spanned<String>> {
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
        let text = |item: Node| {
            self.diagnostics.extend(full_width_comma(&item));
            Some(Spanned { value: self.scalar(key, &item)?, span: item.span })
        };
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
        let known: BTreeSet<&str> = self.known.iter().map(String::as_str).collect();
        for (key, _) in &self.entries {
            diagnostics.push(unknown_key(key, &known));
        }
        diagnostics
    }

    /// The scalar's text; full-width quotes around it are a mistake of the input method.
    fn scalar(&mut self, key: &str, node: &Node) -> Option<String> {
        match node.as_text() {
            Some(text) => {
                if !node.is_quoted {
                    self.diagnostics.extend(full_width_quotes(key, text, node.span));
                }
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
    if let Some(text) = node.as_text().filter(|_| !node.is_quoted)
        && let Some(at) = key_without_space(text)
    {
        let start = node.span.start + at;
        return missing_space(text, at, Span::new(node.span.file, start..start + 1));
    }
    let found = node.kind();
    let message = Text::new(
        format!("这里应该是一行行的 `键: 值`，而不是{}", found.zh),
        format!("expected lines of `key: value`, found {}", found.en),
    );
    Diagnostic::new(Code::ValueType, message).at(node.span)
}

/// The key that a Chinese word stands for.
fn in_english(key: &str) -> Option<&'static str> {
    let pairs = [
        ("标题", "title"),
        ("摘要", "summary"),
        ("简介", "summary"),
        ("关键词", "keywords"),
        ("草稿", "draft"),
        ("顺序", "order"),
        ("排序", "order"),
        ("关联", "relations"),
        ("别名", "aliases"),
        ("作者", "owner"),
        ("cn", "zh"),
        ("中文", "zh"),
        ("英文", "en"),
    ];
    pairs.into_iter().find(|(word, _)| *word == key).map(|(_, english)| english)
}

/// A list of names whose separators came from a Chinese input method is one long name to YAML.
fn full_width_comma(item: &Node) -> Option<Diagnostic> {
    let text = item.as_text().filter(|_| !item.is_quoted)?;
    let at = text.find(['，', '、'])?;
    let separated: Vec<&str> = text.split(['，', '、']).map(str::trim).collect();
    let list = separated.join(", ");
    let message = Text::new("列表里用了全角标点分隔", "full-width punctuation between the items of a list");
    let start = item.span.start + at;
    let span = Span::new(item.span.file, start..start + '，'.len_utf8());
    Some(Diagnostic::new(Code::YamlFullWidth, message).at(span).help(
        format!("用英文逗号加空格：`[{list}]`；逗号是文字的一部分时，用英文引号括起来"),
        format!(
            "separate with an ASCII comma and a space: `[{list}]`; quote the text if the comma belongs to it"
        ),
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
        .did_you_mean(in_english(&key.value).or_else(|| nearest(&key.value, known.iter().copied())))
}
