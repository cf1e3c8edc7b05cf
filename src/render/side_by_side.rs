//! A document in two languages: its sections in pairs.
//!
//! Both texts are cut at every heading, not only at the large ones: the shorter the pieces, the nearer stand the
//! sentences that belong together, and a translation has the headings of its source anyway. Pieces are paired by anchor.
//! What only one side has stands alone, at its place. Texts with blocks of HTML stay whole: what one of those opens, a
//! later one may close.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::document::Node;
use crate::site::{DocumentIndex, LocaleIndex, SetIndex};

use super::frame::ViewBuilder;
use super::html::{BodyWriter, Section, Sections};
use super::setting::Setting;

/// Two texts and their sections.
#[derive(Serialize)]
pub(super) struct SideBySideView<'a> {
    /// The document's own page.
    pub url: String,
    /// What links to the document's title lead to, if it has an anchor.
    pub anchor: Option<&'a str>,
    /// The text in the language of the page.
    pub own: SideView<'a>,
    /// The text in the other language.
    pub other: SideView<'a>,
    /// The sections in order; the first may have no heading and then no anchor, nor have footnotes.
    pub rows: Vec<RowView<'a>>,
}

/// One of the two texts.
#[derive(Serialize)]
pub(super) struct SideView<'a> {
    pub locale: &'a str,
    pub name: &'a str,
    pub dir: &'a str,
    pub title: &'a str,
    pub summary: Option<&'a str>,
}

/// A section in both languages; `None` where a text lacks it.
#[derive(Serialize)]
pub(super) struct RowView<'a> {
    pub anchor: Option<&'a str>,
    pub own: Option<String>,
    pub other: Option<String>,
}

impl<'a> ViewBuilder<'a> {
    pub(super) fn side_by_side(&self, set: SetIndex) -> Option<SideBySideView<'a>> {
        let locale = self.page.locale;
        let partner = self.site.counterpart(set, locale)?;
        let documents = &self.site.set(set).documents;
        let (own, other) = (documents[&locale], documents[&partner]);
        let setting = match self.may_be_cut(own) && self.may_be_cut(other) {
            true => Setting::Column,
            false => Setting::Beside,
        };
        let rows =
            rows(self.column(own, locale, setting("own:")), self.column(other, partner, setting("other:")));
        let is_free = |anchor: &&str| rows.iter().all(|row| row.anchor != Some(*anchor));
        Some(SideBySideView {
            url: self.url(&self.site.set_path(set, locale)),
            anchor: self.site.document(own).body.title_anchor.as_deref().filter(is_free),
            own: self.side(own, locale),
            other: self.side(other, partner),
            rows,
        })
    }

    fn side(&self, document: DocumentIndex, locale: LocaleIndex) -> SideView<'a> {
        let (document, names) = (self.site.document(document), &self.shared.locales[locale.0]);
        SideView {
            locale: &names.code,
            name: &names.name,
            dir: &names.dir,
            title: document.title_or_id(),
            summary: document.front_matter.summary.as_deref(),
        }
    }

    /// Whether nothing in a text can open in one section and close in another.
    fn may_be_cut(&self, document: DocumentIndex) -> bool {
        let is_block = |node: &Node| matches!(node, Node::Html { block: true, .. });
        !self.site.config.raw_html || !self.site.document(document).body.nodes.iter().any(is_block)
    }

    /// A text with the anchors of its sections. Its links lead to pages of its own language.
    fn column<'b>(
        &'b self,
        document: DocumentIndex,
        locale: LocaleIndex,
        setting: Setting<'b>,
    ) -> Column<'a> {
        let writer = BodyWriter { locale, ..self.writer(document, setting) };
        let Sections { parts, footnotes } = writer.sections();
        let anchors = &self.site.anchors[document.0];
        let anchor = |part: &Section| part.heading.map(|heading| anchors[heading].as_str());
        Column { parts: parts.into_iter().map(|part| (anchor(&part), part.html)).collect(), footnotes }
    }
}

/// The sections of a text with their anchors, and its footnotes.
struct Column<'a> {
    parts: Vec<(Option<&'a str>, String)>,
    footnotes: String,
}

/// The sections of both, in the order of the first; what only the second has follows what it follows there.
fn rows<'a>(own: Column<'a>, mut other: Column<'a>) -> Vec<RowView<'a>> {
    let here: BTreeSet<Option<&str>> = own.parts.iter().map(|(anchor, _)| *anchor).collect();
    let there: BTreeMap<Option<&str>, usize> =
        other.parts.iter().enumerate().map(|(index, (anchor, _))| (*anchor, index)).collect();
    let mut rows = Vec::new();
    let mut next = 0;
    for (anchor, html) in own.parts {
        let partner = there.get(&anchor).copied();
        if let Some(partner) = partner.filter(|partner| *partner >= next) {
            rows.extend(alone(&mut other.parts[next..partner], &here));
            next = partner + 1;
        }
        let theirs = partner.map(|partner| std::mem::take(&mut other.parts[partner].1));
        rows.push(RowView { anchor, own: Some(html), other: theirs });
    }
    rows.extend(alone(&mut other.parts[next..], &here));
    rows.push(RowView { anchor: None, own: Some(own.footnotes), other: Some(other.footnotes) });
    rows.into_iter().filter_map(without_blanks).collect()
}

/// Those of the other text's sections that the first lacks.
fn alone<'a>(parts: &mut [(Option<&'a str>, String)], here: &BTreeSet<Option<&str>>) -> Vec<RowView<'a>> {
    let alone = parts.iter_mut().filter(|(anchor, _)| !here.contains(anchor));
    alone
        .map(|(anchor, html)| RowView { anchor: *anchor, own: None, other: Some(std::mem::take(html)) })
        .collect()
}

/// What is before the first heading and the footnotes may be missing on one side or on both.
fn without_blanks(row: RowView<'_>) -> Option<RowView<'_>> {
    let written = |html: Option<String>| html.filter(|html| !html.is_empty());
    let row = RowView { own: written(row.own), other: written(row.other), ..row };
    (row.own.is_some() || row.other.is_some()).then_some(row)
}
