//! Finds tags, anchors, aliases and merge keys before anything is parsed; words what else is refused.

use std::ops::Range;

use super::YamlText;
use crate::diag::{Code, Diagnostic, Text};
use crate::source::Span;

impl YamlText<'_> {
    /// Tags, anchors, aliases and merge keys at the start of a value. A text scan suffices, since a
    /// plain scalar may not start with `!`, `&` or `*`; quoted and block text is passed over.
    pub(super) fn unsupported(&self) -> Vec<Diagnostic> {
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

/// `[a, b]: c` and `{{name}}`: a key that is a list or mapping itself.
pub(super) fn key_of_parts(span: Span) -> Diagnostic {
    let message = Text::new("键不能是列表或一组键和值", "a list or a mapping may not be a key");
    Diagnostic::new(Code::YamlUnsupported, message)
        .at(span)
        .help("如果是文字，放进英文双引号：`\"…\"`", "if it is text, put it in double quotes: `\"…\"`")
}
