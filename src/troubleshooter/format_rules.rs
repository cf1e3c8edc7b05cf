//! The canonical form as tables: which keys come first, what stands on one line, what is in quotes.

use crate::yaml::{Node, Value};

/// What a value is, judged by the keys that lead to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// The whole file.
    File,
    /// The mapping of nodes.
    Nodes,
    /// One node.
    Node,
    /// The answers of a question.
    Answers,
    /// One of them.
    Answer,
    /// Text, or text per locale.
    Text,
    /// Ids, numbers and words with a meaning.
    Words,
    /// What a key holds that is not known.
    Unknown,
}

/// How a value is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// On one line, however long.
    Line,
    /// One line for each of its entries.
    Block,
    /// On one line while that fits and no comment stands inside.
    Fitting,
}

/// Stands in the tables for the keys that are locales.
const LOCALES: &str = "";

const FILE_KEYS: [&str; 10] =
    ["tree", "title", "summary", "symptoms", "about", "money", "order", "start", "nodes", "translated"];

/// Of questions, attempts and outcomes alike: no kind has the keys of another between its own.
const NODE_KEYS: [&str; 13] = [
    "ask",
    "try",
    "end",
    LOCALES,
    "help",
    "answers",
    "no_unsure",
    "article",
    "contact",
    "fixed",
    "still",
    "cannot",
    "aliases",
];

const ANSWER_KEYS: [&str; 6] = ["id", LOCALES, "go", "share", "risk", "aliases"];

impl Rule {
    /// The rule of the value at `key`.
    pub fn of_value(self, key: &str) -> Rule {
        let known = match self {
            Rule::File => match key {
                "title" | "summary" | "symptoms" => Rule::Text,
                "nodes" => Rule::Nodes,
                _ => Rule::Words,
            },
            Rule::Node => match key {
                "ask" | "help" | "no_unsure" => Rule::Text,
                "answers" => Rule::Answers,
                _ => Rule::Words,
            },
            Rule::Answer => Rule::Words,
            Rule::Nodes => return Rule::Node,
            Rule::Answers => return Rule::Answer,
            Rule::Text | Rule::Words | Rule::Unknown => return self,
        };
        match () {
            () if self.keys().contains(&key) => known,
            () if is_locale(key) => Rule::Text,
            () => Rule::Unknown,
        }
    }

    /// The rule of an item, when the value is a list.
    pub fn of_item(self) -> Rule {
        match self {
            Rule::Answers => Rule::Answer,
            Rule::Text | Rule::Words => self,
            _ => Rule::Unknown,
        }
    }

    /// Where a key is sorted; keys of one rank stay as they are written.
    pub fn rank(self, key: &str) -> usize {
        let keys = self.keys();
        let named = |name| keys.iter().position(|known| *known == name);
        let locale = || named(LOCALES).filter(|_| is_locale(key));
        named(key).filter(|_| !key.is_empty()).or_else(locale).unwrap_or(keys.len())
    }

    /// How `node` is laid out.
    pub fn form(self, node: &Node) -> Form {
        let (is_empty, is_question, is_flat) = match &node.value {
            Value::Null | Value::Scalar(_) => return Form::Line,
            Value::Sequence(items) => (items.is_empty(), false, false),
            Value::Mapping(entries) => (
                entries.is_empty(),
                entries.iter().any(|(key, _)| matches!(key.value.as_str(), "ask" | "answers")),
                entries.iter().all(|(_, value)| matches!(value.value, Value::Null | Value::Scalar(_))),
            ),
        };
        match self {
            _ if is_empty => Form::Line,
            Rule::File | Rule::Nodes | Rule::Answers => Form::Block,
            Rule::Node if is_question => Form::Block,
            Rule::Answer => Form::Line,
            Rule::Text if is_flat => Form::Line,
            _ => Form::Fitting,
        }
    }

    /// A scalar as it is written.
    pub fn scalar(self, text: &str, is_quoted: bool) -> String {
        let wants_quotes = match self {
            Rule::Text => true,
            Rule::Unknown => is_quoted,
            _ => false,
        };
        if wants_quotes || !is_bare(text) { quoted(text) } else { text.to_string() }
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Rule::File => &FILE_KEYS,
            Rule::Node => &NODE_KEYS,
            Rule::Answer => &ANSWER_KEYS,
            _ => &[],
        }
    }
}

/// A key as it is written.
pub(super) fn key(text: &str) -> String {
    let is_word = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if is_word && is_bare(text) { text.to_string() } else { quoted(text) }
}

/// Whether a key looks like a locale: `zh`, `zh-CN`. A known key never is one.
fn is_locale(key: &str) -> bool {
    if [&FILE_KEYS[..], &NODE_KEYS, &ANSWER_KEYS].iter().any(|keys| keys.contains(&key)) {
        return false;
    }
    let mut subtags = key.split('-');
    let language = subtags.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && subtags.all(|tag| (2..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether YAML, and whoever reads it as a number or a date, gives the text back without quotes.
fn is_bare(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    unsigned.unwrap_or(text).starts_with(char::is_alphanumeric)
        && text.chars().all(|c| c.is_alphanumeric() || "-_./#".contains(c))
        && !text.eq_ignore_ascii_case("null")
}

/// Text in double quotes, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            // Characters that end a line, that YAML does not allow, or that nobody sees.
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
            {
                quoted.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
