//! Text without quotes inside `{…}` and `[…]`, and what punctuation does to it.
//!
//! YAML reads `{en: Wait, please}` as two keys and `{zh：你好}` as one key without a value. Neither is
//! an error to a parser, so [`YamlText::traps`] looks at what came of it; where the parser did give up,
//! [`YamlText::flow_problem`] says which punctuation mark it was and shows the text as it should be.

use std::ops::Range;

use super::flow::Flow;
use super::problem::{
    full_width_colon, full_width_colon_diagnostic, key_without_space, missing_space, syntax_words,
};
use super::{Node, Value, YamlText};
use crate::diag::{Code, Diagnostic, Text};
use crate::source::{Span, Spanned};

type Entry = (Spanned<String>, Node);

impl YamlText<'_> {
    /// What is wrong with the entries of a mapping in braces, though it is YAML.
    pub(super) fn traps(&self, entries: &[Entry]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (index, (key, value)) in entries.iter().enumerate() {
            let is_lone = self.is_lone(key) && value.value == Value::Null;
            found.extend(self.trap_of_key(key, is_lone));
            found.extend(self.trap_of_value(key, value));
            let is_first_of_run = is_lone && index > 0 && !self.is_lone(&entries[index - 1].0);
            if is_first_of_run && self.is_word(key) && trapped_colon(&key.value).is_none() {
                let run = entries[index..].iter().take_while(|(key, _)| self.is_lone(key));
                let last = run.last().map_or(key, |(key, _)| key);
                found.extend(self.text_with_comma(&entries[index - 1], last));
            }
        }
        found
    }

    /// Whether no colon follows the key.
    fn is_lone(&self, key: &Spanned<String>) -> bool {
        let rest = &self.text[self.local(key.span).end..];
        rest.trim_start().starts_with([',', '}'])
    }

    /// Whether the key stands without quotes.
    fn is_word(&self, key: &Spanned<String>) -> bool {
        !self.text[self.local(key.span).start..].starts_with(['"', '\''])
    }

    fn trap_of_key(&self, key: &Spanned<String>, is_lone: bool) -> Option<Diagnostic> {
        let text = self.text.get(self.local(key.span)).filter(|_| self.is_word(key))?;
        let place =
            |at: usize, length| Span::new(key.span.file, key.span.start + at..key.span.start + at + length);
        if let Some(at) = full_width_colon(text) {
            return Some(full_width_colon_diagnostic(place(at, '：'.len_utf8())));
        }
        let at = key_without_space(text).filter(|_| is_lone)?;
        Some(missing_space(text, at, place(at, 1)))
    }

    fn trap_of_value(&self, key: &Spanned<String>, value: &Node) -> Option<Diagnostic> {
        let text = value.as_text().filter(|_| !value.is_quoted)?;
        if let Some(diagnostic) = full_width_quotes(&key.value, text, value.span) {
            return Some(diagnostic);
        }
        let mut commas = text.char_indices().filter(|(_, c)| is_full_width_comma(*c)).map(|(at, _)| at);
        let at = commas.find(|at| {
            let next = text[*at..].trim_start_matches(|c| is_full_width_comma(c) || c == ' ');
            full_width_colon(next).is_some_and(|colon| next[..colon].chars().all(is_of_key))
        })?;
        // Text without quotes has no escapes, but its lines are joined: then the place is not known.
        let at = value.span.start + at;
        let there = self.text.get(at - self.base..);
        let is_there = there.is_some_and(|there| there.starts_with(is_full_width_comma));
        let span = Span::new(value.span.file, at..at + '，'.len_utf8());
        is_there.then(|| full_width_comma(span))
    }

    /// `{en: Wait, please}`: `last` is the last key that is none.
    fn text_with_comma(&self, before: &Entry, last: &Spanned<String>) -> Option<Diagnostic> {
        let (key, value) = before;
        let text = value.as_text().filter(|_| !value.is_quoted)?;
        let range = value.span.start - self.base..self.local(last.span).end;
        let whole = &self.text[range];
        let span = Span::new(value.span.file, value.span.start..last.span.end);
        if text.starts_with('“')
            && let Some(diagnostic) = full_width_quotes(&key.value, whole, span)
        {
            return Some(diagnostic);
        }
        let end = self.local(value.span).end;
        let comma = end + self.text[end..].find(',')?;
        let message = Text::new("英文逗号在这里截断了文字", "a comma ends the text here");
        Some(unquoted(message, self.char_at(comma), Some(&key.value), whole))
    }

    /// What the parser met inside `flow`, at `offset`, when it gave up with `words`.
    pub(super) fn flow_problem(&self, flow: &Flow, words: &str, offset: usize) -> Option<Diagnostic> {
        let met = self.text[offset..].chars().next().unwrap_or('\n');
        if words.contains("trailing content") {
            return self.after_quotes(flow, met, offset);
        }
        let is_misplaced = [
            "did not find expected",
            "expected ','",
            "inside a block",
            "unexpected EOF",
            "illegal placement",
        ]
        .iter()
        .any(|fragment| words.contains(fragment));
        if !is_misplaced && !words.contains("unexpected character") {
            return None;
        }
        if let Some(at) = flow.comment
            && self.text[at..self.line_of(at).end].contains(['}', ']'])
        {
            let message = Text::new(
                "空格加 `#` 之后被当成注释",
                "a space and a `#` begin a comment in the middle of the text",
            );
            let (key, value) = self.entry_of(flow);
            return Some(unquoted(message, self.char_at(at), key, &self.text[value]));
        }
        if self.text[flow.entry..offset].trim_start().contains('\n') {
            let message = syntax_words("unclosed bracket");
            return Some(Diagnostic::new(Code::YamlSyntax, message).at(self.char_at(flow.open)));
        }
        self.in_the_text(flow, met, offset)
    }

    /// What is wrong with an entry of `flow` that has no comment and no line break before `offset`.
    fn in_the_text(&self, flow: &Flow, met: char, offset: usize) -> Option<Diagnostic> {
        let (key, value) = self.entry_of(flow);
        match met {
            ',' => {
                let message = Text::new("这里多了一个逗号", "one comma too many");
                Some(Diagnostic::new(Code::YamlSyntax, message).at(self.char_at(offset)))
            }
            ':' => Some(self.colon_in_text(key, value, offset)),
            '[' | '{' if offset > value.start => {
                let message = Text::new(
                    format!("没加引号的文字里有括号 `{met}`"),
                    format!("a bracket `{met}` inside text without quotes"),
                );
                Some(unquoted(message, self.char_at(offset), key, &self.text[value]))
            }
            _ if offset == value.start && !value.is_empty() => {
                let message = match met {
                    '`' => Text::new(
                        "没加引号的文字不能以反引号开头",
                        "text without quotes may not begin with a backtick",
                    ),
                    _ => Text::new(
                        format!("没加引号的文字不能以 `{met}` 开头"),
                        format!("text without quotes may not begin with `{met}`"),
                    ),
                };
                Some(unquoted(message, self.char_at(offset), key, &self.text[value]))
            }
            _ => None,
        }
    }

    /// `: ` in the value: a comma of a Chinese keyboard before the next key, or text with a colon.
    fn colon_in_text(&self, key: Option<&str>, value: Range<usize>, offset: usize) -> Diagnostic {
        let before = &self.text[value.start.min(offset)..offset];
        let next_key = before.trim_end().trim_end_matches(is_of_key);
        if next_key.trim_end().ends_with(is_full_width_comma) && next_key.len() < before.len() {
            let at = value.start + before.rfind(is_full_width_comma).unwrap_or_default();
            return full_width_comma(self.char_at(at));
        }
        if let Some(key) = key
            && let Some(diagnostic) =
                full_width_quotes(key, &self.text[value.clone()], self.span(value.clone()))
        {
            return diagnostic;
        }
        let message =
            Text::new("没加引号的文字里有冒号加空格", "a colon and a space inside text without quotes");
        let diagnostic = unquoted(message, self.char_at(offset), key, &self.text[value]);
        match next_key.ends_with([' ', '\t', ';']).then(|| before[next_key.len()..].trim()) {
            Some(word) if !word.is_empty() => diagnostic.help(
                format!("如果 `{word}` 是下一个键，它前面要有英文逗号：`, {word}: …`"),
                format!("if `{word}` is the next key, a comma goes before it: `, {word}: …`"),
            ),
            _ => diagnostic,
        }
    }

    /// Something other than a comma follows a closing quote.
    fn after_quotes(&self, flow: &Flow, met: char, offset: usize) -> Option<Diagnostic> {
        let here = self.char_at(offset);
        if is_full_width_comma(met) {
            return Some(full_width_comma(here));
        }
        if met == '：' {
            return Some(full_width_colon_diagnostic(here));
        }
        let quoted = flow.quoted.clone()?;
        if self.text[quoted.clone()].contains('\n') {
            let message = syntax_words("unclosed quote");
            return Some(Diagnostic::new(Code::YamlSyntax, message).at(self.char_at(quoted.start)));
        }
        let message = syntax_words("invalid trailing content");
        let is_double = self.text[quoted].starts_with('"');
        let (zh, en) = if is_double {
            (
                "文字里的引号写成 `\\\"`，或用中文引号 `“…”`；两个键之间要有英文逗号",
                "write a quote inside the text as `\\\"` or `“…”`; a comma goes between two keys",
            )
        } else {
            (
                "改用英文双引号 `\"…\"`，里面可以有 `'`；两个键之间要有英文逗号",
                "use double quotes, `\"…\"`, which may hold a `'`; a comma goes between two keys",
            )
        };
        Some(Diagnostic::new(Code::YamlSyntax, message).at(here).help(zh, en))
    }
}

/// A key as a Chinese keyboard writes it: `zh：你好`.
fn trapped_colon(key: &str) -> Option<usize> {
    full_width_colon(key).or_else(|| key_without_space(key))
}

fn is_full_width_comma(c: char) -> bool {
    matches!(c, '，' | '、')
}

fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

fn full_width_comma(span: Span) -> Diagnostic {
    let message = Text::new("两个键之间用了全角逗号", "a full-width comma between two keys");
    Diagnostic::new(Code::YamlFullWidth, message).at(span).help(
        "改成英文逗号加一个空格：`, `；逗号是文字的一部分时，把文字放进英文双引号",
        "write an ASCII comma and a space: `, `; quote the text if the comma belongs to it",
    )
}

/// Text that would be whole in quotes, shown in them.
fn unquoted(message: Text, span: Span, key: Option<&str>, text: &str) -> Diagnostic {
    // More than one entry's worth: what is missing is a brace, and a quotation mark would not help.
    if text.contains(": \"") || text.contains("},") {
        return Diagnostic::new(Code::YamlSyntax, message).at(span).help(
            "看看前面的 `{` `[` 有没有成对，是不是英文半角的",
            "see whether every `{` and `[` before this is closed, and is an ASCII one",
        );
    }
    let text = text.strip_prefix('“').map_or(text, |text| text.trim_end_matches('”'));
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    let whole = match key {
        Some(key) => format!("{key}: \"{text}\""),
        None => format!("\"{text}\""),
    };
    Diagnostic::new(Code::YamlUnquoted, message)
        .at(span)
        .help(format!("把文字放进英文双引号：`{whole}`"), format!("put the text in double quotes: `{whole}`"))
}

/// A value wrapped in `“…”` or `【…】`, or a list written with full-width brackets.
pub(super) fn full_width_quotes(key: &str, text: &str, span: Span) -> Option<Diagnostic> {
    let wrapped = |open, close| text.len() > 3 && text.starts_with(open) && text.ends_with(close);
    let inner_quotes = text.matches('“').count() + text.matches('”').count();
    // A title may quote its first and last words; only one pair around everything is a mistake.
    let quoted = wrapped('“', '”') && inner_quotes == 2;
    let others = [('【', '】'), ('［', '］'), ('‘', '’'), ('＂', '＂')];
    if !(quoted || others.into_iter().any(|(open, close)| wrapped(open, close))) {
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
