//! Headings of a document while it is parsed: the one that is its title, levels, anchors.

use std::collections::HashMap;
use std::ops::Range;

use super::body::{Element, Heading, Node};
use super::cjk;
use super::markdown::Builder;
use super::slug::slugify;
use crate::diag::{Code, Diagnostic, Text};
use crate::source::Span;

pub(super) struct PendingHeading {
    pub level: u8,
    pub id: Option<String>,
    pub range: Range<usize>,
    pub text: String,
}

impl Builder<'_> {
    pub(super) fn start_heading(&mut self, level: u8, id: Option<&str>, range: Range<usize>) {
        let id = id.map(|id| cjk::strip_marks(id).into_owned());
        self.heading = Some(PendingHeading { level, id, range, text: String::new() });
        self.open(Element::Heading(self.headings.len()));
    }

    pub(super) fn end_heading(&mut self) {
        let Some(mut pending) = self.heading.take() else { return };
        if let Some(braces) = self.lost_braces(&pending) {
            pending.text.push_str(&braces);
            self.nodes.push(Node::Text(braces));
        }
        self.close();
        let span = self.place().span(trim_end(self.place().prepared.text.as_ref(), pending.range.clone()));
        let explicit_anchor = pending.id.and_then(|id| self.checked_anchor(id, span));
        let text = pending.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.headings.push(Heading {
            level: pending.level,
            text,
            explicit_anchor,
            anchor: String::new(),
            is_section: self.depth == 0 && self.footnotes.outer.is_empty(),
            span,
        });
    }

    /// `{…}` at the end of a heading is taken for attributes by the parser; unless it gives an id, it is text.
    fn lost_braces(&self, pending: &PendingHeading) -> Option<String> {
        let written = self.place().prepared.text.get(pending.range.clone())?.lines().next()?;
        let written = written.trim_end().trim_end_matches('#').trim_end();
        if pending.id.is_some() || !written.ends_with('}') || pending.text.ends_with('}') {
            return None;
        }
        let braces = &written[written.rfind('{')?..];
        let space = if written.contains(&format!(" {braces}")) { " " } else { "" };
        Some(format!("{space}{}", cjk::strip_marks(braces)))
    }

    pub(super) fn checked_anchor(&mut self, id: String, span: Span) -> Option<String> {
        // Ids with a colon belong to the theme, footnotes and alerts; the others break links or markup.
        let unusable = |c: char| c.is_whitespace() || c.is_control() || "\"'<>&`=#%:{}".contains(c);
        let valid = !id.is_empty() && !id.contains(unusable);
        if valid {
            return Some(id);
        }
        let message = Text::new(format!("锚点 `{id}` 不能用"), format!("the anchor `{id}` is not allowed"));
        self.diagnostics.push(
            Diagnostic::new(Code::AnchorInvalid, message).at(span).help(
                format!("例如 `{{#{}}}`", slugify(&id)),
                format!("for example `{{#{}}}`", slugify(&id)),
            ),
        );
        None
    }

    /// The page's title is its only level-1 heading. The first one leaves the text if the front matter has no title, and
    /// also if it opens the text and says the same; any other becomes level 2.
    /// With its text comes its place in the source, and whether other text stands before it.
    pub(super) fn take_title(&mut self, title: Option<&str>) -> Option<(String, (Range<usize>, bool))> {
        let index = self.headings.iter().position(|heading| heading.level == 1 && heading.is_section)?;
        let first = &self.headings[index];
        let start = self.nodes.iter().position(|node| *node == Node::Start(Element::Heading(index)))?;
        if title.is_some_and(|title| start > 0 || title.trim() != first.text) {
            return None;
        }
        let (text, range) =
            (first.text.clone(), first.span.start - self.place().base..first.span.end - self.place().base);
        self.title_anchor = first.explicit_anchor.clone();
        let end = start + matching_end(&self.nodes[start..])?;
        for node in self.nodes.drain(start..end) {
            if let Node::FootnoteReference(footnote) = node {
                self.footnotes.list[footnote].references -= 1;
            }
        }
        self.headings.remove(index);
        let in_footnotes = self.footnotes.defined.iter_mut().flat_map(|(_, nodes)| nodes);
        for node in self.nodes.iter_mut().chain(in_footnotes) {
            match node {
                Node::Start(Element::Heading(other)) if *other > index => *other -= 1,
                _ => {}
            }
        }
        Some((text, (range, start > 0)))
    }

    /// Levels, anchors, and what is wrong with them.
    pub(super) fn settle_headings(&mut self) {
        let mut taken: HashMap<String, Span> = HashMap::new();
        taken.extend(self.title_anchor.clone().map(|anchor| (anchor, self.place().span(0..0))));
        let mut previous = 1;
        for heading in &mut self.headings {
            heading.level = heading.level.max(2);
            if heading.is_section {
                if heading.level > previous + 1 {
                    self.diagnostics.push(heading_skipped(heading, previous));
                }
                previous = heading.level;
            }
            let Some(anchor) = &heading.explicit_anchor else { continue };
            if let Some(first) = taken.insert(anchor.clone(), heading.span) {
                self.diagnostics.push(anchor_duplicate(anchor, heading.span, first));
                heading.explicit_anchor = None;
            }
        }
        let mut next: HashMap<String, usize> = HashMap::new();
        for heading in &mut self.headings {
            heading.anchor = match &heading.explicit_anchor {
                Some(anchor) => anchor.clone(),
                None => {
                    let anchor = unique_anchor(&heading.text, &taken, &mut next);
                    taken.insert(anchor.clone(), heading.span);
                    anchor
                }
            };
        }
    }
}

/// One past the end of the container that starts at the first node.
fn matching_end(nodes: &[Node]) -> Option<usize> {
    let mut open = 0usize;
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Start(_) => open += 1,
            Node::End => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(index + 1);
        }
    }
    None
}

/// The range without white space at its end.
fn trim_end(text: &str, range: Range<usize>) -> Range<usize> {
    let written = text.get(range.clone()).unwrap_or_default();
    range.start..range.start + written.trim_end().len()
}

fn heading_skipped(heading: &Heading, previous: u8) -> Diagnostic {
    let (level, expected) = (heading.level, previous + 1);
    let message = Text::new(
        format!("标题从 {previous} 级跳到了 {level} 级"),
        format!("the heading jumps from level {previous} to {level}"),
    );
    let marks = "#".repeat(usize::from(expected));
    Diagnostic::new(Code::HeadingSkipped, message)
        .at(heading.span)
        .help(format!("改成 `{marks}`"), format!("write `{marks}`"))
}

fn anchor_duplicate(anchor: &str, span: Span, first: Span) -> Diagnostic {
    let message =
        Text::new(format!("锚点 `{anchor}` 用了两次"), format!("the anchor `{anchor}` is used twice"));
    Diagnostic::new(Code::AnchorDuplicate, message)
        .at(span)
        .related(first, "第一次用在这里", "first used here")
        .help("给其中一个换个名字", "rename one of them")
}

/// Appends `-1`, `-2`, … as GitHub does, skipping what another heading already is called. `next` remembers
/// the number for each text, so that a thousand equal headings cost no more than different ones.
fn unique_anchor(text: &str, taken: &HashMap<String, Span>, next: &mut HashMap<String, usize>) -> String {
    let slug = slugify(text);
    let number = next.entry(slug.clone()).or_insert(0);
    loop {
        let anchor = if *number == 0 { slug.clone() } else { format!("{slug}-{number}") };
        *number += 1;
        if !taken.contains_key(&anchor) {
            return anchor;
        }
    }
}
