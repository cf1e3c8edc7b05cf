//! From trees to documents: what a `try` shows, what an outcome explains, and which documents no tree reaches.
//!
//! In: a [`TreeFile`] and the resolved site. Out: [`Article`]s and diagnostics.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diag::{Code, Diagnostic, Text};
use crate::document::{Element, Node};
use crate::site::{DocumentIndex, SetIndex, Site};
use crate::source::{SourceTree, Span, Spanned};
use crate::suggest::nearest;

use super::parse::{FileKind, TreeFile};
use super::safety;

/// A document, or one section of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The document with its translations.
    pub set: SetIndex,
    /// The section's anchor, the same in every locale; `None` for the whole.
    pub anchor: Option<String>,
}

/// The part of a document's body that belongs to a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Index of the heading in the body.
    pub heading: usize,
    /// Its nodes, without the heading.
    pub nodes: Range<usize>,
}

/// The section with this anchor.
pub fn section(site: &Site<'_>, document: DocumentIndex, anchor: &str) -> Option<Section> {
    let heading = site.anchors[document.0].iter().position(|other| other == anchor)?;
    section_at(site, document, heading)
}

/// The first section that has a numbered list: the steps of a fix.
fn section_with_steps(site: &Site<'_>, document: DocumentIndex) -> Option<String> {
    let body = &site.document(document).body;
    let has_steps = |section: &Section| {
        body.nodes[section.nodes.clone()]
            .iter()
            .any(|node| matches!(node, Node::Start(Element::List(Some(_)))))
    };
    let sections = (0..body.headings.len()).filter_map(|heading| section_at(site, document, heading));
    sections.into_iter().find(has_steps).map(|section| site.anchors[document.0][section.heading].clone())
}

fn section_at(site: &Site<'_>, document: DocumentIndex, heading: usize) -> Option<Section> {
    let body = &site.document(document).body;
    if !body.headings[heading].is_section {
        return None;
    }
    let starts =
        |node: &Node, at: usize| matches!(node, Node::Start(Element::Heading(other)) if *other == at);
    let opening = body.nodes.iter().position(|node| starts(node, heading))?;
    let start = opening + closing(&body.nodes[opening..])? + 1;
    let level = body.headings[heading].level;
    let ends = |node: &Node| {
        matches!(node, Node::Start(Element::Heading(other))
            if body.headings[*other].is_section && body.headings[*other].level <= level)
    };
    let end = body.nodes[start..].iter().position(ends).map_or(body.nodes.len(), |at| start + at);
    Some(Section { heading, nodes: start..end })
}

/// Where the element that the first node opens ends.
fn closing(nodes: &[Node]) -> Option<usize> {
    let mut depth = 0usize;
    nodes.iter().position(|node| {
        match node {
            Node::Start(_) => depth += 1,
            Node::End => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// The text of each item of the first numbered list among `nodes`: steps for whoever cannot show HTML.
pub fn steps(nodes: &[Node]) -> Vec<String> {
    let Some(list) = nodes.iter().position(|node| matches!(node, Node::Start(Element::List(Some(_))))) else {
        return Vec::new();
    };
    let end = closing(&nodes[list..]).map_or(nodes.len(), |at| list + at);
    let mut steps: Vec<String> = Vec::new();
    let mut depth = 0usize;
    for node in &nodes[list + 1..end] {
        match node {
            Node::Start(Element::Item(_)) if depth == 0 => steps.push(String::new()),
            Node::Text(text) | Node::Code(text) => {
                if let Some(step) = steps.last_mut() {
                    step.push_str(text);
                }
            }
            Node::SoftBreak | Node::HardBreak => {
                steps.iter_mut().next_back().into_iter().for_each(|step| step.push(' '))
            }
            _ => {}
        }
        match node {
            Node::Start(_) => depth += 1,
            Node::End => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    steps
}

/// What links trees and documents, with what was found to be wrong.
pub(super) struct Articles<'a> {
    pub site: &'a Site<'a>,
    pub sources: &'a SourceTree,
    /// Documents that a tree leads to or starts from.
    pub reached: BTreeSet<SetIndex>,
}

/// The document with this id.
pub(super) fn whole_document(
    site: &Site<'_>,
    id: &Spanned<String>,
    found: &mut Vec<Diagnostic>,
) -> Option<SetIndex> {
    let set = site.find(&id.value);
    match set {
        Some(set) => untranslated(site, set, id.span, found),
        None => found.push(unknown_document(site, &id.value, id.span)),
    }
    set
}

fn untranslated(site: &Site<'_>, set: SetIndex, span: Span, found: &mut Vec<Diagnostic>) {
    for (locale, code) in site.locales().filter(|(locale, _)| !site.is_translated(set, *locale)) {
        let id = &site.set(set).id;
        // Without a source there is nothing to fall back on, which has its own diagnostic.
        if site.document_in(set, locale).is_none() {
            continue;
        }
        let message = Text::new(
            format!("文档 `{id}` 没有 `{code}` 版本，这些读者看到的是原文"),
            format!("the document `{id}` has no `{code}` version: those readers get the original"),
        );
        found.push(Diagnostic::new(Code::TreeArticleUntranslated, message).at(span));
    }
}

fn unknown_document(site: &Site<'_>, id: &str, span: Span) -> Diagnostic {
    let message = Text::new(format!("没有文档 `{id}`"), format!("there is no document `{id}`"));
    let ids = || site.sets.iter().map(|set| set.id.as_str());
    let by_stem =
        || ids().find(|other| other.rsplit('/').next() == Some(id.rsplit('/').next().unwrap_or(id)));
    Diagnostic::new(Code::TreeArticleUnknown, message)
        .at(span)
        .did_you_mean(nearest(id, ids()).or_else(by_stem))
}

impl Articles<'_> {
    /// The document that `written` names: `fixes/log-in-again`, `fixes/log-in-again#steps`.
    pub(super) fn find(&mut self, written: &Spanned<String>, found: &mut Vec<Diagnostic>) -> Option<Article> {
        let (id, anchor) = match written.value.split_once('#') {
            Some((id, anchor)) => (id, Some(anchor)),
            None => (written.value.as_str(), None),
        };
        let Some(set) = self.site.find(id) else {
            found.push(unknown_document(self.site, id, written.span));
            return None;
        };
        if self.reached.insert(set) {
            untranslated(self.site, set, written.span, found);
        }
        let lead = self.site.set(set).lead;
        if let Some(anchor) = anchor
            && section(self.site, lead, anchor).is_none()
        {
            found.push(self.no_section(lead, anchor, written));
            return Some(Article { set, anchor: None });
        }
        Some(Article { set, anchor: anchor.map(str::to_string) })
    }

    /// The same for a fix: without an anchor, its steps are looked for.
    pub(super) fn find_steps(
        &mut self,
        written: &Spanned<String>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Article> {
        let article = self.find(written, found)?;
        let lead = self.site.set(article.set).lead;
        let anchor = article.anchor.or_else(|| section_with_steps(self.site, lead));
        Some(Article { set: article.set, anchor })
    }

    fn no_section(&self, lead: DocumentIndex, anchor: &str, written: &Spanned<String>) -> Diagnostic {
        let (id, _) = written.value.split_once('#').unwrap_or((&written.value, ""));
        let message = Text::new(
            format!("文档 `{id}` 没有小节 `#{anchor}`"),
            format!("the document `{id}` has no section `#{anchor}`"),
        );
        let anchors = self.site.anchors[lead.0].iter().map(String::as_str);
        Diagnostic::new(Code::LinkAnchorBroken, message)
            .at(written.span)
            .did_you_mean(nearest(anchor, anchors))
    }

    // ---- the other way round

    /// Symptoms and fixes that no tree reaches.
    pub(super) fn unreached(&self, found: &mut Vec<Diagnostic>) {
        for (index, set) in self.site.sets.iter().enumerate() {
            let kind = self.site.kind(set.collection).map(|kind| kind.id.as_str());
            let wants_tree = matches!(kind, Some("symptoms" | "fixes")) && !set.is_index;
            let lead = self.site.document(set.lead);
            if !wants_tree || self.reached.contains(&SetIndex(index)) || lead.front_matter.standalone {
                continue;
            }
            let message = Text::new("没有一棵决策树通向这篇文档", "no tree leads to this document");
            found.push(
                Diagnostic::new(Code::TreeArticleUnreached, message).at(Span::new(lead.file, 0..0)).help(
                    "在树里用 `try:`、`article:` 或 `about:` 提到它；本来就不需要，就在头部信息里写 `standalone: true`",
                    "name it in a tree with `try:`, `article:` or `about:`; if that is meant, write `standalone: true` in its front matter",
                ),
            );
        }
    }

    /// Documents that trees lead to must not ask for secrets either.
    pub(super) fn secrets(&self, found: &mut Vec<Diagnostic>) {
        for set in &self.reached {
            for document in self.site.set(*set).documents.values() {
                let file = self.site.document(*document).file;
                safety::secrets(file, self.sources.text(file), 0, found);
            }
        }
    }
}

/// A chain of fixes in an order that takes longer than need be, after Heckerman, Breese and Rommelse (1995): with one
/// fault and independent costs, trying by chance of success per minute is best.
pub(super) fn try_order(tree: &TreeFile, site: &Site<'_>, found: &mut Vec<Diagnostic>) {
    let places = tree.nodes.iter().enumerate().map(|(at, node)| (node.id.value.as_str(), at));
    let places: BTreeMap<&str, usize> = places.collect();
    let next = |at: usize| {
        let Some(FileKind::Try(fix)) = &tree.nodes[at].kind else { return None };
        let (_, still) = fix.ways.iter().find(|(way, _)| *way == "still")?;
        let to = *places.get(still.value.as_str())?;
        matches!(tree.nodes[to].kind, Some(FileKind::Try(_))).then_some(to)
    };
    let fixes: Vec<usize> =
        (0..tree.nodes.len()).filter(|at| matches!(tree.nodes[*at].kind, Some(FileKind::Try(_)))).collect();
    let followers: BTreeSet<usize> = fixes.iter().filter_map(|at| next(*at)).collect();
    for head in fixes.iter().filter(|at| !followers.contains(at)) {
        let mut chain = vec![*head];
        while let Some(at) = next(chain[chain.len() - 1]).filter(|at| !chain.contains(at)) {
            chain.push(at);
        }
        let rates: Option<Vec<(f64, f64)>> = chain.iter().map(|at| rate(tree, *at, site)).collect();
        if let Some(rates) = rates {
            found.extend(better_order(tree, &chain, &rates));
        }
    }
}

/// Chance that a fix helps, and its minutes, as the front matter of its document estimates them.
fn rate(tree: &TreeFile, node: usize, site: &Site<'_>) -> Option<(f64, f64)> {
    let Some(FileKind::Try(fix)) = &tree.nodes[node].kind else { return None };
    let id = fix.article.value.split('#').next()?;
    let set = site.find(id)?;
    let front_matter = &site.document(site.set(set).lead).front_matter;
    Some((f64::from(front_matter.works?) / 100.0, f64::from(front_matter.minutes?)))
}

fn better_order(tree: &TreeFile, chain: &[usize], rates: &[(f64, f64)]) -> Option<Diagnostic> {
    let minutes = |order: &[usize]| {
        let mut left = 1.0;
        order.iter().fold(0.0, |sum, at| {
            let (works, minutes) = rates[*at];
            let sum = sum + left * minutes;
            left *= 1.0 - works;
            sum
        })
    };
    let written: Vec<usize> = (0..chain.len()).collect();
    let mut best = written.clone();
    let per_minute = |at: usize| rates[at].0 / rates[at].1.max(0.1);
    best.sort_by(|a, b| per_minute(*b).total_cmp(&per_minute(*a)));
    let saved = minutes(&written) - minutes(&best);
    if saved < 0.1 {
        return None;
    }
    let names: Vec<&str> = best.iter().map(|at| tree.nodes[chain[*at]].id.value.as_str()).collect();
    let order = names.join(" > ");
    let message = Text::new(
        format!("按 {order} 的顺序试，平均少花 {saved:.1} 分钟"),
        format!("trying {order} saves {saved:.1} minutes on average"),
    );
    Some(Diagnostic::new(Code::TreeTryOrder, message).at(tree.nodes[chain[0]].id.span))
}
