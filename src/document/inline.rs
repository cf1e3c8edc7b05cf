//! Text of a document while it is parsed: line breaks by the Chinese rule, bare links, undefined footnotes.

use std::ops::Range;

use super::body::{Element, Node};
use super::cjk;
use super::link::{Link, LinkTarget};
use super::markdown::Builder;
use crate::diag::{Code, Diagnostic, Text};
use crate::source::Span;

/// Where a piece of text comes from: escapes and entities make text and source differ in length.
pub(super) struct Piece {
    /// Offset in [`Builder::text`].
    pub text: usize,
    /// Offset in [`super::markdown::Place::source`].
    pub source: usize,
}

impl Builder<'_> {
    pub(super) fn push_text(&mut self, text: &str, at: usize) {
        let text = cjk::strip_marks(text);
        if let Some((html, _)) = &mut self.html_block {
            html.push_str(&text);
            return;
        }
        if self.image.is_some() {
            self.push_alt(&text);
            return;
        }
        let source = self.place().prepared.source_offset(at);
        self.pieces.push(Piece { text: self.text.len(), source });
        self.note_visible(&text);
        self.text.push_str(&text);
    }

    /// Text within an image: its alternative text, which stands in for it in a heading as well.
    pub(super) fn push_alt(&mut self, text: &str) {
        self.text.push_str(text);
        self.push_heading_text(text);
    }

    pub(super) fn push_heading_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    /// Decides a pending line break and remembers the last character before the next one.
    pub(super) fn note_visible(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        if let Some((before, index)) = self.soft_break.take()
            && cjk::joins_without_space(before, first)
        {
            self.nodes[index] = Node::Text(String::new());
            if let Some(heading) = &mut self.heading {
                heading.text.truncate(heading.text.trim_end().len());
            }
        }
        self.last_char = text.chars().next_back();
        self.push_heading_text(text);
    }

    pub(super) fn push_code(&mut self, code: &str) {
        let code = cjk::strip_marks(code).into_owned();
        if self.image.is_some() {
            self.push_alt(&code);
            return;
        }
        self.flush_text();
        self.note_visible(&code);
        self.nodes.push(Node::Code(code));
    }

    pub(super) fn push_soft_break(&mut self) {
        if self.image.is_some() {
            self.push_alt("\n");
            return;
        }
        self.flush_text();
        self.soft_break = self.last_char.map(|before| (before, self.nodes.len()));
        self.push_heading_text(" ");
        self.nodes.push(Node::SoftBreak);
    }

    pub(super) fn push_break(&mut self) {
        if self.image.is_some() {
            self.push_alt("\n");
            return;
        }
        self.flush_text();
        self.push_heading_text(" ");
        self.last_char = None;
        self.nodes.push(Node::HardBreak);
    }

    /// `** **` and the like can leave an empty container, which HTML checkers rightly dislike.
    pub(super) fn end_inline(&mut self) {
        match self.nodes.last() {
            Some(Node::Start(_)) => {
                self.nodes.pop();
            }
            _ => self.nodes.push(Node::End),
        }
    }

    pub(super) fn flush_text(&mut self) {
        if self.text.is_empty() || self.image.is_some() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let pieces = std::mem::take(&mut self.pieces);
        self.check_footnotes(&text, &pieces);
        if self.literal > 0 {
            self.nodes.push(Node::Text(text));
            return;
        }
        let mut done = 0;
        for bare in cjk::bare_links(&text) {
            if bare.range.start > done {
                self.nodes.push(Node::Text(text[done..bare.range.start].to_string()));
            }
            let span = self.text_span(&pieces, bare.range.clone());
            let target = LinkTarget::External(bare.href);
            self.links.push(Link { target, span, title: String::new(), alt: None });
            self.nodes.push(Node::Start(Element::Link(self.links.len() - 1)));
            self.nodes.push(Node::Text(text[bare.range.clone()].to_string()));
            self.nodes.push(Node::End);
            done = bare.range.end;
        }
        if done < text.len() {
            self.nodes.push(Node::Text(text[done..].to_string()));
        }
    }

    /// Where the range of a flushed text stands in the file.
    pub(super) fn text_span(&self, pieces: &[Piece], range: Range<usize>) -> Span {
        // By its last byte: what follows may come from elsewhere in the source.
        let end = source_of(pieces, range.end.saturating_sub(1)) + 1;
        self.place().source_span(source_of(pieces, range.start)..end)
    }

    /// The parser leaves a reference without a definition as text: `[^x]`.
    pub(super) fn check_footnotes(&mut self, text: &str, pieces: &[Piece]) {
        if self.literal > 0 {
            return;
        }
        for (start, _) in text.match_indices("[^") {
            let rest = &text[start + 2..];
            let Some(length) = rest.find(['[', ']']).filter(|at| rest[*at..].starts_with(']')) else {
                continue;
            };
            let label = &text[start..start + 2 + length + 1];
            let is_label = length > 0 && !label.contains(char::is_whitespace);
            if !is_label || !self.place().is_footnote_reference(source_of(pieces, start)) {
                continue;
            }
            let span = self.text_span(pieces, start..start + label.len());
            self.diagnostics.push(footnote_undefined(label, span));
        }
    }
}

/// The offset in the source of an offset in the text made of `pieces`.
fn source_of(pieces: &[Piece], offset: usize) -> usize {
    let after = pieces.partition_point(|piece| piece.text <= offset);
    pieces[..after].last().map_or(0, |piece| piece.source + offset - piece.text)
}

fn footnote_undefined(label: &str, span: Span) -> Diagnostic {
    let message =
        Text::new(format!("脚注 `{label}` 没有内容"), format!("the footnote `{label}` is not defined"));
    Diagnostic::new(Code::FootnoteUndefined, message).at(span).help(
        format!("在文末另起一行写 `{label}: 内容`，或用 `\\{label}` 原样显示"),
        format!("write a line `{label}: text`, or `\\{label}` to show it as it is"),
    )
}
