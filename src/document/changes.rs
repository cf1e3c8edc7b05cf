//! `changes:` in front matter: what was changed in this text, and when.

use crate::date::Date;
use crate::diag::{Code, Diagnostic, Text};
use crate::yaml::Fields;

use super::cjk;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `date`
    pub date: Date,
    /// `text`
    pub text: String,
}

/// The value of `changes:`, newest first; those of one day stay in the order they were written in.
pub(super) fn parse(fields: &mut Fields) -> Vec<Change> {
    let mut changes = Vec::new();
    for node in fields.sequence("changes") {
        let (span, is_entry) = (node.span, node.as_text().is_none());
        let mut inner = Fields::new(Some(node));
        let has_date = inner.place_of("date").is_some();
        let date = inner.date("date").map(|date| date.value);
        let text =
            inner.text("text").map(|text| cjk::one_line(&text.value)).filter(|text| !text.trim().is_empty());
        if is_entry && !has_date {
            inner.diagnostics.push(lacks(span, "date"));
        }
        if is_entry && text.is_none() {
            inner.diagnostics.push(lacks(span, "text"));
        }
        fields.diagnostics.extend(inner.finish());
        changes.extend(date.zip(text).map(|(date, text)| Change { date, text }));
    }
    changes.sort_by_key(|change| std::cmp::Reverse(change.date));
    changes
}

fn lacks(span: crate::source::Span, key: &str) -> Diagnostic {
    let message = Text::new(format!("修改记录缺少 `{key}`"), format!("an entry of `changes` has no `{key}`"));
    Diagnostic::new(Code::ValueType, message).at(span).help(
        "写成 `- {date: 2026-02-03, text: \"改了什么\"}`",
        "write `- {date: 2026-02-03, text: \"what changed\"}`",
    )
}
