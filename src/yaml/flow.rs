//! Where in `{…}` or `[…]` a place lies, found by reading the text without a parser.
//!
//! In: an offset at which the parser gave up. Out: the bracket that is open there and the entry that
//! had begun. Only for messages: what it gets wrong makes a message less helpful, never a value wrong.

use std::ops::Range;

use super::YamlText;

/// How many lines above an error its first bracket is looked for.
const LINES_ABOVE: usize = 40;

/// A place inside a flow collection.
pub(super) struct Flow {
    /// The innermost open bracket.
    pub open: usize,
    /// Where the entry begins: after that bracket or the last comma.
    pub entry: usize,
    /// The last text in quotes.
    pub quoted: Option<Range<usize>>,
    /// The comment that began in the middle of the entry.
    pub comment: Option<usize>,
}

impl YamlText<'_> {
    /// The flow collection around `offset`, if there is one.
    pub(super) fn flow_at(&self, offset: usize) -> Option<Flow> {
        let offset = offset.min(self.text.len());
        let mut line = self.line_of(offset);
        for _ in 0..LINES_ABOVE {
            let start = line.start + bracket(&self.text[line.clone()]).unwrap_or(line.len());
            if start < line.end && start < offset {
                let flow = self.scan(start, offset);
                if flow.is_some() {
                    return flow;
                }
            }
            line = self.line_of(line.start.checked_sub(1)?);
        }
        None
    }

    /// Reads from the bracket at `start` to `offset`; `None` when the bracket is closed before, or
    /// was none.
    fn scan(&self, start: usize, offset: usize) -> Option<Flow> {
        let bytes = self.text.as_bytes();
        // Each open bracket with the start of its entry.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let (mut quoted, mut comment) = (None, None);
        let mut at = start;
        let mut is_start_of_token = true;
        while at < offset {
            let next = bytes.get(at + 1).copied().unwrap_or(b'\n');
            match bytes[at] {
                b'{' | b'[' => open.push((at, at + 1)),
                b'}' | b']' => {
                    open.pop();
                    if open.is_empty() {
                        return None;
                    }
                }
                b',' => {
                    open.last_mut()?.1 = at + 1;
                    comment = None;
                }
                quote @ (b'"' | b'\'') if is_start_of_token => {
                    let end = at + quoted_length(&self.text[at..], quote as char);
                    // The parser was outside of quotes at `offset`, so these began on a line above.
                    if end > offset {
                        return None;
                    }
                    quoted = Some(at..end);
                    at = end.max(at + 1) - 1;
                }
                b'#' if bytes[at - 1].is_ascii_whitespace() => {
                    let end = self.line_of(at).end;
                    let (_, entry) = open.last_mut()?;
                    if self.text[*entry..at].trim().is_empty() {
                        *entry = end.min(offset);
                    } else {
                        comment = comment.or(Some(at));
                    }
                    at = end;
                }
                _ => {}
            }
            let ends_token = |byte| match byte {
                b'{' | b'[' | b',' => true,
                b':' => next.is_ascii_whitespace(),
                _ => false,
            };
            let byte = bytes.get(at).copied().unwrap_or(b'\n');
            is_start_of_token = ends_token(byte) || (is_start_of_token && byte.is_ascii_whitespace());
            at += 1;
        }
        let (open, entry) = open.pop()?;
        Some(Flow { open, entry, quoted, comment })
    }

    /// The entry at `flow` as a key, if it has one, and its value so far as it could be meant: up to a
    /// comma, the closing bracket or the end of the line.
    pub(super) fn entry_of(&self, flow: &Flow) -> (Option<&str>, Range<usize>) {
        let entry = &self.text[flow.entry..];
        let start = flow.entry + (entry.len() - entry.trim_start().len());
        let rest = &self.text[start..self.line_of(start).end];
        let (key, value) = match rest.find(": ").or_else(|| rest.find(":\t")) {
            Some(colon) if !rest[..colon].contains([',', '}', ']']) => {
                (Some(rest[..colon].trim()), start + colon + 1)
            }
            _ => (None, start),
        };
        (key, self.value_from(value))
    }

    /// What stands from `start` up to a comma or the bracket that closes around it, trimmed.
    fn value_from(&self, start: usize) -> Range<usize> {
        let rest = &self.text[start..self.line_of(start).end];
        let mut depth = 0;
        let ends = |c: char| {
            match c {
                '{' | '[' => depth += 1,
                '}' | ']' if depth > 0 => depth -= 1,
                '}' | ']' | ',' => return depth == 0,
                _ => {}
            }
            false
        };
        let value = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let start = start + (value.len() - value.trim_start().len());
        start..start + value.trim().len()
    }
}

/// The bracket that a line's value begins with.
fn bracket(line: &str) -> Option<usize> {
    let content = line.trim_start_matches([' ', '-']);
    let start = line.len() - content.len();
    if content.starts_with(['{', '[']) {
        return Some(start);
    }
    let value = content.split_once(':')?.1.trim_start();
    value.starts_with(['{', '[']).then(|| line.len() - value.len())
}

/// The length of the quoted text at the start of `text`, with its quotes; all of it when it is not closed.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    let ends = |(at, c): &(usize, char)| {
        let ends = *at > 0 && *c == quote && !is_escaped;
        is_escaped = quote == '"' && *c == '\\' && !is_escaped;
        ends
    };
    text.char_indices().find(ends).map_or(text.len(), |(at, _)| at + 1)
}
