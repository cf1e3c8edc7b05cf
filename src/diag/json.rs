//! The view for machines: one JSON object per line, byte range and position of each place.

use serde::Serialize;

use super::{Diagnostic, Diagnostics, Language, Text};
use crate::source::{LineIndex, Position, SourceTree, Span};

/// One line of output. Fields are stable; new ones may be added.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    /// Absent when the problem is in no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    help: Vec<&'a str>,
}

/// Lines and columns count from 1, columns in characters; `start` and `end` are bytes of the text
/// without a byte-order mark and with `\n` line ends.
#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
}

/// All problems as JSON lines.
pub fn json(diagnostics: &Diagnostics, tree: &SourceTree, language: Language) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        let line = line(diagnostic, tree, language);
        out.push_str(&serde_json::to_string(&line).expect("strings and numbers always serialize"));
        out.push('\n');
    }
    out
}

fn line<'a>(diagnostic: &'a Diagnostic, tree: &'a SourceTree, language: Language) -> Line<'a> {
    let label = diagnostic.label.as_ref();
    let related = diagnostic.related.iter();
    Line {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        message: diagnostic.message.in_language(language),
        place: diagnostic.span.map(|span| place(span, label, tree, language)),
        related: related.map(|(span, text)| place(*span, Some(text), tree, language)).collect(),
        help: diagnostic.help.iter().map(|text| text.in_language(language)).collect(),
    }
}

fn place<'a>(span: Span, label: Option<&'a Text>, tree: &'a SourceTree, language: Language) -> Place<'a> {
    let lines = LineIndex::new(tree.text(span.file));
    let Position { line, column } = lines.position(span.start);
    let end = lines.position(span.end);
    Place {
        path: tree.file(span.file).path.as_str(),
        line,
        column,
        end_line: end.line,
        end_column: end.column,
        start: span.start,
        end: span.end,
        label: label.map(|text| text.in_language(language)),
    }
}
