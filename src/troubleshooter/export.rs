//! A tree as JSON, for chat bots and whatever else walks it: `/troubleshoot/<tree>.json`.
//!
//! In: a compiled [`Tree`] with the site around it. Out: the text of the file. [`EXPORT_SCHEMA`] describes it; its
//! `format` goes up when a reader of the old one would stumble. Empty things are left out. Every URL is relative to the
//! file's own address, so that a site may lie anywhere. Nothing in it depends on anything but the sources.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::{Locale, Localised};
use crate::escape;
use crate::site::{LocaleIndex, SetIndex, Site, UrlPath};
use crate::theme::Theme;

use super::{Answer, Article, Channel, ENTRY, NodeKind, Tree, TreeNode, Troubleshooter, section, steps};

/// JSON Schema (draft 2020-12) of a tree file, for editors.
pub const SOURCE_SCHEMA: &str = include_str!("schema/tree.json");

/// JSON Schema (draft 2020-12) of what [`export`] makes.
pub const EXPORT_SCHEMA: &str = include_str!("schema/export.json");

/// The version of the shape.
const FORMAT: u32 = 1;

/// What a fix says besides its steps: words of the interface, not of the tree.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    words: BTreeMap<&'static str, Localised>,
}

impl Labels {
    /// The interface strings of a theme, such as `tree.fixed`, in every locale.
    pub fn new(theme: &Theme) -> Labels {
        let mut words = BTreeMap::new();
        for key in ["tree.fixed", "tree.still", "tree.still_or_cannot", "tree.cannot", "tree.try_title"] {
            let mut texts = Localised::default();
            for (locale, strings) in &theme.strings {
                texts.insert(locale.clone(), strings.get(key).to_string());
            }
            words.insert(key, texts);
        }
        Labels { words }
    }

    /// The heading of a node on a page of its own: a fix without one is announced as something to try.
    pub fn heading(&self, node: &TreeNode, site: &Site<'_>, locale: LocaleIndex) -> String {
        let name = heading(node, site, locale);
        let own = site.locale(locale);
        match self.words.get("tree.try_title") {
            Some(pattern) if node.kind == NodeKind::Try && node.text.get(own).is_empty() => {
                pattern.get(own).replace("{title}", name)
            }
            _ => name.to_string(),
        }
    }

    /// The words of an answer of `node`: its own, or those of the interface.
    pub fn of<'a>(&'a self, node: &'a TreeNode, answer: &'a Answer) -> &'a Localised {
        match node.kind {
            NodeKind::Try => self.words.get(way_key(node, answer)).unwrap_or(&answer.text),
            _ => &answer.text,
        }
    }
}

/// The interface string of an answer of a fix. Where “I can't do this” is no answer of its own, “still not working”
/// covers it.
fn way_key(node: &TreeNode, answer: &Answer) -> &'static str {
    let has_cannot = node.answers.iter().any(|other| other.id == "cannot");
    match answer.id.as_str() {
        "fixed" => "tree.fixed",
        "cannot" => "tree.cannot",
        _ if has_cannot => "tree.still",
        _ => "tree.still_or_cannot",
    }
}

/// What a node says: the question, the outcome, the name of the fix. A fix without a heading of its own is called what its
/// document is called.
pub fn heading<'a>(node: &'a TreeNode, site: &'a Site<'_>, locale: LocaleIndex) -> &'a str {
    let own = node.text.get(site.locale(locale));
    match &node.article {
        _ if !own.is_empty() => own,
        Some(article) => title(site, article.set, locale),
        // Only a site that tolerates broken links to documents comes here.
        None => &node.id,
    }
}

fn title<'a>(site: &'a Site<'_>, set: SetIndex, locale: LocaleIndex) -> &'a str {
    let document = site.document_in(set, locale).unwrap_or(site.set(set).lead);
    site.document(document).title_or_id()
}

/// A text for each locale that has one, by its code.
type Texts<'a> = BTreeMap<&'a str, &'a str>;

/// The file.
#[derive(Serialize)]
struct ExportedTree<'a> {
    /// [`FORMAT`]
    format: u32,
    /// Id of the tree.
    tree: &'a str,
    /// Changes whenever a question, an answer, a way or a text does; part of every case code.
    version: &'a str,
    /// Key of the first node.
    start: &'a str,
    /// Codes of the site's locales, the default one first.
    locales: Vec<&'a str>,
    title: Texts<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    summary: Texts<'a>,
    /// What readers call the problem.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    symptoms: BTreeMap<&'a str, &'a [String]>,
    /// Whether a safety outcome comes first.
    money: bool,
    /// Whether every beginning of a path has a page: `<tree>/seen.less/pending.none/`.
    prefix_pages: bool,
    /// Documents that lead into the tree.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    about: Vec<ExportedDocument<'a>>,
    /// By id.
    nodes: BTreeMap<&'a str, ExportedNode<'a>>,
}

/// A document, or a section of it.
#[derive(Serialize)]
struct ExportedDocument<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'a str>,
    /// The document's title.
    title: Texts<'a>,
    url: BTreeMap<&'a str, String>,
}

#[derive(Serialize)]
struct ExportedNode<'a> {
    /// `ask`, `try` or `end`.
    kind: &'static str,
    /// Of an end: `solved`, `wait`, `self`, `contact` or `safety`.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    /// The question, the name of the fix, or the outcome.
    text: Texts<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    help: Texts<'a>,
    /// Its page.
    url: BTreeMap<&'a str, String>,
    /// The most answers that may still follow; left out at an end.
    #[serde(skip_serializing_if = "is_zero")]
    max_steps: usize,
    /// Ids it had before.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    aliases: &'a [String],
    /// What the fix is, or what to read at an end.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<ExportedDocument<'a>>,
    /// The numbered steps of the article's section, as plain text.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    steps: BTreeMap<&'a str, Vec<String>>,
    /// In the order in which readers see them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answers: Vec<ExportedAnswer<'a>>,
    /// Whom to contact, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    channels: Vec<ExportedChannel<'a>>,
}

#[derive(Serialize)]
struct ExportedAnswer<'a> {
    /// Of a fix `fixed`, `still` or `cannot`.
    id: &'a str,
    text: Texts<'a>,
    /// Key of the node it leads to.
    go: &'a str,
    /// Percent of readers, an estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<u32>,
    /// `high` where money or account may be in danger: such an answer is not to be stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    risk: Option<&'static str>,
    /// Ids it had before.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    aliases: &'a [String],
}

#[derive(Serialize)]
struct ExportedChannel<'a> {
    id: &'a str,
    /// `in-app`, `phone`, `email` or `web`.
    kind: &'static str,
    name: Texts<'a>,
    /// The number or address as it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    /// Where a tap leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    hours: Texts<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    note: Texts<'a>,
    /// `true` for a channel that is made up.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    example: bool,
}

/// The JSON of a tree, compact, with a line break at its end.
pub fn export(tree: &Tree, troubleshooter: &Troubleshooter, site: &Site<'_>, labels: &Labels) -> String {
    let own = UrlPath::new(&format!("{ENTRY}{}.json", tree.id));
    let exporter = Exporter { tree, troubleshooter, site, labels, own };
    serde_json::to_string(&exporter.tree()).expect("texts and numbers always serialize") + "\n"
}

struct Exporter<'a> {
    tree: &'a Tree,
    troubleshooter: &'a Troubleshooter,
    site: &'a Site<'a>,
    labels: &'a Labels,
    /// The file's own address.
    own: UrlPath,
}

impl<'a> Exporter<'a> {
    fn tree(&self) -> ExportedTree<'_> {
        let tree = self.tree;
        let symptoms = tree.symptoms.iter().filter(|(_, words)| !words.is_empty());
        let about = tree.about.iter().map(|set| self.document(*set, None));
        let nodes = tree.nodes.iter().enumerate();
        ExportedTree {
            format: FORMAT,
            tree: &tree.id,
            version: &tree.version,
            start: &tree.nodes[tree.start].id,
            locales: self.site.locales().map(|(_, locale)| locale.as_str()).collect(),
            title: self.texts(&tree.title),
            summary: self.texts(&tree.summary),
            symptoms: symptoms.map(|(locale, words)| (locale.as_str(), words.as_slice())).collect(),
            money: tree.is_money,
            prefix_pages: tree.has_prefix_pages(),
            about: about.collect(),
            nodes: nodes.map(|(index, node)| (node.id.as_str(), self.node(index, node))).collect(),
        }
    }

    fn node(&self, index: usize, node: &'a TreeNode) -> ExportedNode<'_> {
        let (kind, outcome) = match node.kind {
            NodeKind::Ask => ("ask", None),
            NodeKind::Try => ("try", None),
            NodeKind::End(end) => ("end", Some(end.name())),
        };
        let article = node.article.as_ref();
        let channels = node.channels.iter().map(|at| &self.troubleshooter.contacts.channels[*at]);
        let path = self.tree.node_path(index);
        ExportedNode {
            kind,
            outcome,
            text: self.headings(node),
            help: self.texts(&node.help),
            url: self.urls(|locale| self.site.localised_path(&path, locale), None),
            max_steps: node.steps_left,
            aliases: &node.aliases,
            article: article.map(|article| self.document(article.set, article.anchor.as_deref())),
            steps: article.map(|article| self.steps(article)).unwrap_or_default(),
            answers: node.answers.iter().map(|answer| self.answer(node, answer)).collect(),
            channels: channels.map(|channel| self.channel(channel)).collect(),
        }
    }

    fn headings(&self, node: &'a TreeNode) -> Texts<'_> {
        let heading = |(index, locale): (_, &'a Locale)| (locale.as_str(), heading(node, self.site, index));
        self.site.locales().map(heading).collect()
    }

    fn answer(&self, node: &'a TreeNode, answer: &'a Answer) -> ExportedAnswer<'_> {
        ExportedAnswer {
            id: &answer.id,
            text: self.texts(self.labels.of(node, answer)),
            go: &self.tree.nodes[answer.to].id,
            share: answer.share,
            risk: answer.is_risk.then_some("high"),
            aliases: &answer.aliases,
        }
    }

    fn channel(&self, channel: &'a Channel) -> ExportedChannel<'_> {
        ExportedChannel {
            id: &channel.id,
            kind: channel.kind.name(),
            name: self.texts(&channel.name),
            value: channel.value.as_deref(),
            href: channel.href(),
            hours: self.texts(&channel.hours),
            note: self.texts(&channel.note),
            example: channel.is_example,
        }
    }

    fn document(&self, set: SetIndex, anchor: Option<&'a str>) -> ExportedDocument<'_> {
        let path = |locale| self.site.set_path(set, self.site.page_locale(set, locale));
        ExportedDocument {
            id: self.site.set(set).id.as_str(),
            anchor,
            title: self.titles(set),
            url: self.urls(path, anchor),
        }
    }

    fn titles(&self, set: SetIndex) -> Texts<'_> {
        let title = |(index, locale): (_, &'a Locale)| (locale.as_str(), title(self.site, set, index));
        self.site.locales().map(title).collect()
    }

    fn steps(&self, article: &Article) -> BTreeMap<&str, Vec<String>> {
        let Some(anchor) = article.anchor.as_deref() else { return BTreeMap::new() };
        let listed = |(index, locale): (_, &'a Locale)| {
            let document = self.site.document_in(article.set, index)?;
            let nodes = section(self.site, document, anchor)?.nodes;
            let steps = steps(&self.site.document(document).body.nodes[nodes]);
            (!steps.is_empty()).then_some((locale.as_str(), steps))
        };
        self.site.locales().filter_map(listed).collect()
    }

    /// The text of each locale, as readers get it; nothing where there is none at all.
    fn texts(&self, text: &'a Localised) -> Texts<'_> {
        let written = |(_, locale): (_, &'a Locale)| {
            let text = text.get(locale);
            (!text.is_empty()).then_some((locale.as_str(), text))
        };
        self.site.locales().filter_map(written).collect()
    }

    fn urls(&self, path: impl Fn(LocaleIndex) -> UrlPath, anchor: Option<&str>) -> BTreeMap<&str, String> {
        let fragment = anchor.map(|anchor| format!("#{}", escape::url_fragment(anchor))).unwrap_or_default();
        let url = |(index, locale): (_, &'a Locale)| {
            (locale.as_str(), self.own.relative_to(&path(index)) + &fragment)
        };
        self.site.locales().map(url).collect()
    }
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}
