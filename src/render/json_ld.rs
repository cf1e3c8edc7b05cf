//! What a page says to search engines in the words of schema.org, as JSON-LD: one `@graph` per page.
//!
//! In: a page and the site. Out: JSON that is safe inside `<script type="application/ld+json">`. A page has, of what
//! fits: its path from the home page, the question it answers, the steps of the fix, or an article. Without `base_url`
//! there is none, since what is said names things by their address; nor on a stand-in for a missing translation, which
//! is not announced to anybody.
//!
//! An answer is plain text: the summary, which writers make the answer in short, and the first section where it is
//! short as well. Every reader of JSON-LD takes plain text, and the same words stand in the page, so they cost few
//! bytes once compressed.

use serde_json::{Map, Value, json};

use crate::document::{Document, Element, Node, push_plain};
use crate::escape;
use crate::site::{CollectionIndex, DocumentIndex, SetIndex, UrlPath};

use super::frame::ViewBuilder;
use super::{PageKind, feed};

/// Most characters of a first section that goes into the answer.
const SHORT_SECTION: usize = 300;

impl ViewBuilder<'_> {
    /// The blocks of the page: one, or none.
    pub(super) fn json_ld(&self) -> Vec<String> {
        if self.site.base_url.is_none() || !self.page.is_translated {
            return Vec::new();
        }
        let graph: Vec<Value> = [self.main_thing(), self.breadcrumb_list()].into_iter().flatten().collect();
        if graph.is_empty() {
            return Vec::new();
        }
        let block = json!({ "@context": "https://schema.org", "@graph": graph });
        vec![escape::json_in_html(&block.to_string())]
    }

    fn main_thing(&self) -> Option<Value> {
        match self.page.kind {
            PageKind::Home => Some(self.web_site()),
            PageKind::Collection(index) => Some(self.collection_page(index)),
            PageKind::Document(set) => {
                let index = *self.site.set(set).documents.get(&self.page.locale)?;
                Some(self.document_thing(set, index))
            }
            _ => None,
        }
    }

    // ---- kinds of pages

    fn web_site(&self) -> Value {
        let search = self.whole_url(&self.site.localised_path("/search/", self.page.locale));
        let action = json!({
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": format!("{search}?q={{search_term_string}}") },
            "query-input": "required name=search_term_string",
        });
        let locale = self.site.locale(self.page.locale);
        thing(
            "WebSite",
            [
                ("name", text(self.site.config.title.get(locale))),
                ("description", self.description().and_then(text)),
                ("inLanguage", text(locale.as_str())),
                ("url", text(&self.here())),
                ("potentialAction", Some(action)),
            ],
        )
    }

    /// The list of questions answers them; any other is a page with a list.
    fn collection_page(&self, index: CollectionIndex) -> Value {
        let questions = match self.is_kind(index, "questions") {
            true => {
                self.site.collection(index).documents.iter().filter_map(|set| self.question(*set)).collect()
            }
            false => Vec::new(),
        };
        let modified = self.site.collection(index).index.and_then(|set| self.modified(set));
        match questions.is_empty() {
            true => thing("CollectionPage", self.about([("name", text(&self.title()))], modified)),
            false => self.faq_page(questions, modified),
        }
    }

    fn document_thing(&self, set: SetIndex, index: DocumentIndex) -> Value {
        let document = self.site.document(index);
        let collection = self.site.set(set).collection;
        let title = document.title_or_id();
        let modified = self.modified(set);
        if self.is_kind(collection, "questions")
            && let Some(answer) = text(&self.answer(document))
        {
            return self.faq_page(vec![question(title, answer, None)], modified);
        }
        if self.is_kind(collection, "fixes")
            && let Some(steps) = self.steps(index)
        {
            let lead = &self.site.document(self.site.set(set).lead).front_matter;
            let minutes = lead.minutes.map(|minutes| json!(format!("PT{minutes}M")));
            let own = [("name", text(title)), ("step", Some(steps)), ("totalTime", minutes)];
            return thing("HowTo", self.about(own, modified));
        }
        thing("Article", self.about([("headline", text(title))], modified))
    }

    fn faq_page(&self, questions: Vec<Value>, modified: Option<String>) -> Value {
        thing("FAQPage", self.about([("mainEntity", Some(questions.into()))], modified))
    }

    /// What a page of any kind says of itself, after what is its own.
    fn about<const N: usize>(
        &self,
        own: [(&'static str, Option<Value>); N],
        modified: Option<String>,
    ) -> Vec<(&'static str, Option<Value>)> {
        let locale = self.site.locale(self.page.locale);
        let common = [
            ("description", self.description().and_then(text)),
            ("inLanguage", text(locale.as_str())),
            ("url", text(&self.here())),
            ("dateModified", modified.map(Value::from)),
        ];
        own.into_iter().chain(common).collect()
    }

    // ---- parts of them

    /// A question of the list, with its summary for an answer.
    fn question(&self, set: SetIndex) -> Option<Value> {
        let document = self.site.document(*self.site.set(set).documents.get(&self.page.locale)?);
        let answer = text(document.front_matter.summary.as_deref()?.trim())?;
        let url = self.whole_url(&self.site.set_path(set, self.page.locale));
        Some(question(document.title_or_id(), answer, Some(url)))
    }

    fn answer(&self, document: &Document) -> String {
        let summary = document.front_matter.summary.as_deref().unwrap_or_default().trim();
        let section = self.first_section(document);
        let is_short = section.chars().count() <= SHORT_SECTION;
        match (summary.is_empty(), section.is_empty() || !is_short) {
            (true, _) => section,
            (false, true) => summary.to_string(),
            (false, false) => format!("{summary}\n{section}"),
        }
    }

    /// The text up to the first heading, or up to the second one where the text begins with a heading.
    fn first_section(&self, document: &Document) -> String {
        let body = &document.body;
        let is_heading = |node: &Node| matches!(node, Node::Start(Element::Heading(heading)) if body.headings[*heading].is_section);
        let nodes = match body.nodes.first().is_some_and(is_heading) {
            true => &body.nodes[end_of(&body.nodes, 0) + 1..],
            false => &body.nodes[..],
        };
        let end = nodes.iter().position(is_heading).unwrap_or(nodes.len());
        // The cells of a table say nothing one after the other.
        match nodes[..end].iter().any(|node| matches!(node, Node::Start(Element::Table))) {
            true => String::new(),
            false => self.plain(&nodes[..end], document),
        }
    }

    /// The first numbered list of the text, and the section it is in: at least two steps, since one is no list.
    fn steps(&self, index: DocumentIndex) -> Option<Value> {
        let document = self.site.document(index);
        let nodes = &document.body.nodes;
        let is_list = |node: &Node| matches!(node, Node::Start(Element::List(Some(_))));
        let start = at_depth(nodes, 0).find(|at| is_list(&nodes[*at]))?;
        let anchor = nodes[..start].iter().rev().find_map(|node| match node {
            Node::Start(Element::Heading(heading)) if document.body.headings[*heading].is_section => {
                Some(&self.site.anchors[index.0][*heading])
            }
            _ => None,
        });
        let url = anchor.map(|anchor| format!("{}#{}", self.here(), escape::url_fragment(anchor)));
        let list = &nodes[start..=end_of(nodes, start)];
        let items = at_depth(list, 1).filter(|at| matches!(list[*at], Node::Start(_)));
        let step = |at: usize| {
            let words = text(&self.plain(&list[at..end_of(list, at)], document))?;
            Some(thing("HowToStep", [("text", Some(words)), ("url", url.as_deref().and_then(text))]))
        };
        let steps: Vec<Value> = items.filter_map(step).collect();
        (steps.len() > 1).then(|| steps.into())
    }

    fn plain(&self, nodes: &[Node], document: &Document) -> String {
        let mut out = String::new();
        for node in nodes {
            push_plain(&mut out, node, &document.body, self.site.config.raw_html);
        }
        out.truncate(out.trim_end().len());
        out
    }

    fn breadcrumb_list(&self) -> Option<Value> {
        let above = self.above();
        if above.is_empty() {
            return None;
        }
        let mut items: Vec<Value> = Vec::with_capacity(above.len() + 1);
        let mut push = |name: &str, item: Option<String>| {
            let position = items.len() + 1;
            items.push(thing(
                "ListItem",
                [("position", Some(position.into())), ("name", text(name)), ("item", item.map(Value::from))],
            ));
        };
        for index in above {
            let item = self.whole_url(&self.site.collection_path(index, self.page.locale));
            push(self.crumb(index).title, Some(item));
        }
        // The last is the page itself, which needs no address.
        push(&self.title(), None);
        Some(thing("BreadcrumbList", [("itemListElement", Some(items.into()))]))
    }

    // ---- addresses and facts

    fn here(&self) -> String {
        self.whole_url(&self.page.path)
    }

    fn whole_url(&self, path: &UrlPath) -> String {
        self.absolute(path).unwrap_or_default()
    }

    fn is_kind(&self, index: CollectionIndex, id: &str) -> bool {
        self.site.kind(index).is_some_and(|kind| kind.id == id)
    }

    /// The day that the feed and the sitemap give the text.
    pub(super) fn modified(&self, set: SetIndex) -> Option<String> {
        let document = self.site.document_in(set, self.page.locale)?;
        feed::updated(self.site, set, document).map(|date| date.to_string())
    }
}

fn question(name: &str, answer: Value, url: Option<String>) -> Value {
    let answer = json!({ "@type": "Answer", "text": answer });
    thing("Question", [("name", text(name)), ("acceptedAnswer", Some(answer)), ("url", url.map(Value::from))])
}

/// A thing of schema.org with those properties that it has.
fn thing(kind: &str, properties: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    let mut map = Map::from_iter([("@type".to_string(), Value::from(kind))]);
    map.extend(properties.into_iter().filter_map(|(key, value)| Some((key.to_string(), value?))));
    map.into()
}

fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| text.into())
}

/// Where the nodes stand that lie in this many containers of `nodes`.
fn at_depth(nodes: &[Node], wanted: usize) -> impl Iterator<Item = usize> {
    let mut depth = 0usize;
    nodes.iter().enumerate().filter_map(move |(at, node)| {
        let here = depth;
        match node {
            Node::Start(_) => depth += 1,
            Node::End => depth = depth.saturating_sub(1),
            _ => {}
        }
        (here == wanted).then_some(at)
    })
}

/// Where the container that starts at `start` ends.
fn end_of(nodes: &[Node], start: usize) -> usize {
    let end = at_depth(&nodes[start..], 1).find(|at| nodes[start + at] == Node::End);
    end.map_or(nodes.len() - 1, |at| start + at)
}
