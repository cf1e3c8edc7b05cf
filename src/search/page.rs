//! What is searched: the pages of a locale, cut into sections.
//!
//! In: the resolved site and its decision trees. Out: [`SearchPage`]s in the order of the site, the first pages of trees last. A page that stands in for a missing translation
//! is listed, with its address in this locale, but its text is left to the index of its own language, so that it is
//! found once.

use std::collections::BTreeMap;

use crate::config::Locale;
use crate::document::{Body, Document, Element, Node, push_plain};
use crate::site::{DocumentIndex, LocaleIndex, SetIndex, Site};
use crate::theme::Strings;
use crate::troubleshooter::{Tree, Troubleshooter};

use super::analysis::is_unspaced;

/// One page and everything of it that can be found.
pub struct SearchPage {
    /// Id of the document.
    pub id: String,
    /// Number of the page, the same in every locale: of its translation set, and after those of the trees.
    pub number: usize,
    /// Path on the site, percent-encoded.
    pub url: String,
    /// Title as shown.
    pub title: String,
    /// Whether the text is in the page's locale.
    pub is_translated: bool,
    /// Keywords of the front matter.
    pub keywords: Vec<String>,
    /// Titles of the page in other locales.
    pub other_titles: Vec<String>,
    /// The summary with the text before the first heading, which may be empty, then one section for each heading.
    pub sections: Vec<SearchSection>,
}

/// The text under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchSection {
    /// Anchor of the heading; empty for the start of the page.
    pub anchor: String,
    /// Text of the heading; empty for the start of the page.
    pub heading: String,
    /// Its text, blocks on lines of their own.
    pub text: String,
}

/// The pages of a locale.
pub fn pages(
    site: &Site<'_>,
    troubleshooter: &Troubleshooter,
    strings: &BTreeMap<Locale, Strings>,
    locale: LocaleIndex,
) -> Vec<SearchPage> {
    let sets = (0..site.sets.len()).map(SetIndex);
    let documents = sets.filter_map(|set| page(site, set, locale, site.document_in(set, locale)?));
    // The document that a tree is about has much the same title.
    let title = |tree: &Tree, locale: &Locale| match strings.get(locale) {
        Some(strings) => strings.fill("tree.search_title", &[("title", tree.title.get(locale))]),
        None => tree.title.get(locale).to_string(),
    };
    let trees = troubleshooter.trees.iter().enumerate().map(|(at, tree)| {
        let page = tree_page(site, site.sets.len() + at, tree, locale);
        SearchPage { title: title(tree, site.locale(locale)), ..page }
    });
    documents.chain(trees).collect()
}

/// The first page of a tree, found by its title and by what readers call the problem.
fn tree_page(site: &Site<'_>, number: usize, tree: &Tree, locale: LocaleIndex) -> SearchPage {
    let own = site.locale(locale);
    let others = site.locales().filter(|(other, _)| *other != locale);
    let first = &tree.nodes[tree.start];
    let mut lines = vec![tree.summary.get(own), first.text.get(own)];
    lines.extend(first.answers.iter().map(|answer| answer.text.get(own)));
    let mut text = String::new();
    for line in lines.into_iter().filter(|line| !line.is_empty()) {
        if !text.is_empty() {
            end_line(&mut text);
        }
        text.push_str(line);
    }
    SearchPage {
        id: format!("troubleshoot/{}", tree.id),
        number,
        url: site.localised_path(&tree.path(), locale).encoded(),
        title: tree.title.get(own).to_string(),
        is_translated: true,
        keywords: tree.symptoms.get(own).cloned().unwrap_or_default(),
        other_titles: others.map(|(_, other)| tree.title.get(other).to_string()).collect(),
        sections: vec![SearchSection { text, ..SearchSection::default() }],
    }
}

fn page(site: &Site<'_>, set: SetIndex, locale: LocaleIndex, index: DocumentIndex) -> Option<SearchPage> {
    let document = site.document(index);
    let translation_set = site.set(set);
    let is_translated = site.is_translated(set, locale);
    let others = translation_set.documents.values().filter(|other| **other != index);
    let title = match translation_set.is_index {
        true => site.collection_title(translation_set.collection, locale).0.to_string(),
        false => document.title_or_id().to_string(),
    };
    Some(SearchPage {
        id: translation_set.id.to_string(),
        number: set.0,
        url: site.set_path(set, locale).encoded(),
        title,
        is_translated,
        keywords: document.front_matter.keywords.clone(),
        other_titles: others.filter_map(|other| site.document(*other).title.clone()).collect(),
        sections: match is_translated {
            true => sections(document, &site.anchors[index.0], site.config.raw_html),
            false => vec![SearchSection::default()],
        },
    })
}

/// Cuts a document at its headings.
fn sections(document: &Document, anchors: &[String], raw_html: bool) -> Vec<SearchSection> {
    let body = &document.body;
    let summary = document.front_matter.summary.clone().unwrap_or_default();
    let mut sections = vec![SearchSection { text: summary, ..SearchSection::default() }];
    let mut open_heading = false;
    let mut depth = 0usize;
    for node in &body.nodes {
        match node {
            Node::Start(Element::Heading(heading)) if body.headings[*heading].is_section => {
                let (anchor, heading) = (anchors[*heading].clone(), body.headings[*heading].text.clone());
                sections.push(SearchSection { anchor, heading, text: String::new() });
                open_heading = true;
                depth = 0;
            }
            Node::Start(_) if open_heading => depth += 1,
            Node::End if open_heading && depth == 0 => open_heading = false,
            Node::End if open_heading => depth -= 1,
            _ if open_heading => {}
            node => push_apart(last(&mut sections), node, body, raw_html),
        }
    }
    // Footnotes stand at the end of the page.
    for footnote in body.footnotes.iter().filter(|footnote| footnote.references > 0) {
        for node in &footnote.nodes {
            push_apart(last(&mut sections), node, body, raw_html);
        }
    }
    for section in &mut sections {
        section.text.truncate(section.text.trim_end().len());
    }
    sections
}

/// Appends a node; of the blocks before it each ends with a sign.
fn push_apart(text: &mut String, node: &Node, body: &Body, raw_html: bool) {
    push_plain(text, node, body, raw_html);
    if matches!(node, Node::Start(_)) && text.ends_with('\n') {
        text.pop();
        end_line(text);
    }
}

/// Ends a line, with a sign where it has none, as the cells of a table and the items of a list: a result shows all lines as
/// one.
fn end_line(text: &mut String) {
    match text.chars().last() {
        Some(c) if is_unspaced(c) => text.push('；'),
        Some(c) if c.is_alphanumeric() => text.push(';'),
        _ => {}
    }
    text.push('\n');
}

fn last(sections: &mut [SearchSection]) -> &mut String {
    &mut sections.last_mut().expect("there is always the start of the page").text
}
