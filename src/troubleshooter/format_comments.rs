//! The comments of a YAML file, which its values know nothing of.
//!
//! In: the text and the values in it. Out: every comment with what its place says: whether it has a
//! line of its own, at which column, below an empty line or not. A `#` is a comment when it stands
//! between the scalars, which are the only other text that may hold one.

use std::ops::Range;

use crate::yaml::{Node, Value};

/// A comment.
pub(super) struct Comment<'a> {
    /// Where its `#` is.
    pub at: usize,
    /// All of it, with the `#`.
    pub text: &'a str,
    /// Whether nothing else stands on its line.
    pub is_alone: bool,
    /// Whether it is alone below an empty line.
    pub is_after_blank: bool,
    /// Bytes before it on its line.
    pub column: usize,
    /// The indentation of the next line that is neither empty nor a comment.
    pub next_column: Option<usize>,
}

impl Comment<'_> {
    /// The end of its line, or where the spaces there begin.
    pub fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// The comments of `text`, in order.
pub(super) fn comments<'a>(text: &'a str, root: &Node) -> Vec<Comment<'a>> {
    let mut scalars = Vec::new();
    add_scalars(root, &mut scalars);
    scalars.push(text.len()..text.len());
    let mut comments = Vec::new();
    let mut gap = 0;
    for scalar in scalars {
        let mut from = gap;
        while let Some(at) = comment_in(text, from..scalar.start) {
            let comment = comment_at(text, at);
            from = comment.end();
            comments.push(comment);
        }
        gap = gap.max(scalar.end);
    }
    add_next_columns(text, &mut comments);
    comments
}

/// Whether the line above the one that `at` begins is empty; false when `at` does not begin its line.
pub(super) fn is_after_blank(text: &str, at: usize) -> bool {
    let start = line_start(text, at);
    let begins_line = text[start..at].chars().all(|c| matches!(c, ' ' | '-' | '?'));
    let above = text[..start].strip_suffix('\n').map(|above| &above[line_start(above, above.len())..]);
    begins_line && above.is_some_and(|above| above.trim().is_empty())
}

/// Bytes before `at` on its line.
pub(super) fn column_of(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

/// The `#` of the first comment in `range`, which holds no scalar.
pub(super) fn comment_in(text: &str, range: Range<usize>) -> Option<usize> {
    let gap = text.get(range.clone())?;
    let is_comment = |at: &usize| text[..*at].chars().next_back().is_none_or(char::is_whitespace);
    gap.match_indices('#').map(|(at, _)| range.start + at).find(is_comment)
}

fn add_scalars(node: &Node, scalars: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Null | Value::Scalar(_) => scalars.push(node.span.start..node.span.end),
        Value::Sequence(items) => items.iter().for_each(|item| add_scalars(item, scalars)),
        Value::Mapping(entries) => {
            for (key, value) in entries {
                scalars.push(key.span.start..key.span.end);
                add_scalars(value, scalars);
            }
        }
    }
}

fn comment_at(text: &str, at: usize) -> Comment<'_> {
    let line = text[at..].split('\n').next().unwrap_or_default();
    let column = column_of(text, at);
    let is_alone = text[at - column..at].trim().is_empty();
    Comment {
        at,
        text: line.trim_end(),
        is_alone,
        is_after_blank: is_alone && is_after_blank(text, at - column),
        column,
        next_column: None,
    }
}

/// From the last to the first, so that a long run of comments is read once.
fn add_next_columns(text: &str, comments: &mut [Comment]) {
    let mut below: Option<(usize, Option<usize>)> = None;
    for comment in comments.iter_mut().rev() {
        let rest = &text[comment.at..];
        let mut start = comment.at + rest.find('\n').map_or(rest.len(), |at| at + 1);
        comment.next_column = loop {
            let line = text[start..].split('\n').next().unwrap_or_default();
            let content = line.trim_start();
            match below {
                Some((at, next_column)) if at == start + line.len() - content.len() => break next_column,
                _ if !content.is_empty() => break Some(line.len() - content.len()),
                _ if start + line.len() >= text.len() => break None,
                _ => start += line.len() + 1,
            }
        };
        below = comment.is_alone.then_some((comment.at, comment.next_column));
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}
