//! Raw HTML in Markdown: kept as text to be escaped, comments dropped, reported once per document.

use std::ops::Range;

use super::body::Node;
use super::cjk;
use super::markdown::Builder;
use crate::diag::{Code, Diagnostic, Text};

impl Builder<'_> {
    pub(super) fn push_html_block(&mut self, html: &str, range: Range<usize>) {
        match &mut self.html_block {
            Some((block, _)) => block.push_str(&cjk::strip_marks(html)),
            None => self.push_inline_html(html, range),
        }
    }

    pub(super) fn end_html_block(&mut self) {
        let Some((html, range)) = self.html_block.take() else { return };
        self.note_comments(range.clone());
        let html = without_comments(&html).trim_end().to_string();
        if !html.trim().is_empty() {
            self.report_html(&html, range);
            self.nodes.push(Node::Html { html, block: true });
        }
    }

    pub(super) fn push_inline_html(&mut self, html: &str, range: Range<usize>) {
        self.note_comments(range.clone());
        let html = without_comments(&cjk::strip_marks(html));
        if html.is_empty() {
            return;
        }
        if self.image.is_some() {
            self.push_alt(&html);
            return;
        }
        self.flush_text();
        self.report_html(&html, range);
        if !self.raw_html {
            self.note_visible(&html);
        }
        self.nodes.push(Node::Html { html, block: false });
    }

    /// Once per document: a page that uses HTML tends to use it everywhere.
    pub(super) fn report_html(&mut self, html: &str, range: Range<usize>) {
        if self.raw_html || std::mem::replace(&mut self.html_reported, true) {
            return;
        }
        let tag: String = html.trim().chars().take_while(|c| *c != '\n').take(40).collect();
        let prepared = self.place().prepared.text.as_ref();
        let line_end = prepared[range.start..].find('\n').map_or(range.end, |at| range.start + at);
        let span = self.place().span(range.start..range.end.min(line_end));
        let message = Text::new(
            format!("HTML `{tag}` 会被当成文字显示"),
            format!("the HTML `{tag}` will be shown as text"),
        );
        self.diagnostics.push(Diagnostic::new(Code::HtmlEscaped, message).at(span).help(
            "用 Markdown 代替；想显示标签本身就放进反引号",
            "use Markdown instead; to show a tag itself, put it in backticks",
        ));
    }
}

/// Comments are the author's notes; an unclosed one is shown, since it may hold everything after it.
fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        let Some(length) = rest[start..].find("-->") else { break };
        out.push_str(&rest[..start]);
        rest = &rest[start + length + 3..];
    }
    out.push_str(rest);
    out
}
