//! What the pages of decision trees show: the entry, each question, fix and outcome, the outline and the map.
//!
//! A page that answers lead to knows them (its address names them), so “your answers”, “change” and the summary for support
//! need no script. A node's own page knows none; there the script keeps the trail.

use serde::Serialize;

use crate::config::{Locale, Localised};
use crate::document::Node;
use crate::site::{DocumentIndex, LocaleIndex, SetIndex, UrlPath};
use crate::theme::Strings;
use crate::troubleshooter::{
    self, Answer, Article, Beginning, Channel, EndKind, NodeKind, Tree, TreeNode, section, steps,
};

use super::frame::{ViewBuilder, strings_of};
use super::html::BodyWriter;
use super::setting::Setting;

/// Which page of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreePage {
    /// A node without a trail; of the start node, the tree's first page.
    Node(usize),
    /// Index into [`Tree::beginnings`].
    Beginning(usize),
    /// All nodes on one page.
    All,
    /// The flowchart.
    Map,
}

#[derive(Serialize)]
pub(super) struct TroubleshooterView<'a> {
    /// Where the exports lie, the same in every locale.
    pub root_url: String,
    pub trees: Vec<TreeCardView<'a>>,
}

#[derive(Serialize)]
pub(super) struct TreeCardView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub summary: Option<&'a str>,
    pub url: String,
}

#[derive(Serialize)]
pub(super) struct LinkView {
    pub title: String,
    pub url: String,
}

/// A page with one node.
#[derive(Serialize)]
pub(super) struct TreeView<'a> {
    pub id: &'a str,
    pub version: &'a str,
    pub title: &'a str,
    pub summary: Option<&'a str>,
    pub is_start: bool,
    pub url: String,
    pub entry_url: String,
    pub all_url: String,
    pub map_url: Option<String>,
    pub json_url: String,
    pub safety: Option<LinkView>,
    pub back_url: String,
    pub has_trail: bool,
    pub trail: Vec<TrailView>,
    pub code: String,
    pub node: NodeView<'a>,
    pub case: Option<CaseView>,
}

#[derive(Serialize)]
pub(super) struct NodeView<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    pub outcome: Option<&'a str>,
    pub outcome_title: Option<&'a str>,
    pub heading: String,
    pub help: Option<&'a str>,
    pub steps_left: usize,
    pub answers: Vec<AnswerView<'a>>,
    pub article: Option<ArticleView<'a>>,
    pub channels: Vec<ChannelView<'a>>,
}

#[derive(Serialize)]
pub(super) struct AnswerView<'a> {
    pub id: &'a str,
    pub text: &'a str,
    pub url: String,
    pub risk: bool,
    pub unsure: bool,
    pub to: &'a str,
    /// Number of the node it leads to, in the outline.
    pub number: usize,
}

#[derive(Serialize)]
pub(super) struct TrailView {
    /// `seen.less`
    pub step: String,
    pub question: String,
    pub answer: String,
    pub change_url: String,
}

#[derive(Serialize)]
pub(super) struct ArticleView<'a> {
    pub title: &'a str,
    pub url: String,
    pub lang: Option<&'a str>,
    pub heading: Option<&'a str>,
    pub body: Option<String>,
    pub steps: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct ChannelView<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub kind: &'static str,
    pub value: Option<&'a str>,
    pub href: Option<String>,
    pub hours: &'a str,
    pub note: &'a str,
    pub example: bool,
}

/// What to copy for support.
#[derive(Serialize)]
pub(super) struct CaseView {
    pub text: String,
    pub code: String,
    /// Whether the text follows in the site's first language, too.
    pub is_repeated: bool,
}

/// All nodes on one page.
#[derive(Serialize)]
pub(super) struct TreeAllView<'a> {
    pub title: &'a str,
    pub url: String,
    pub map_url: Option<String>,
    pub nodes: Vec<OutlineNodeView<'a>>,
}

#[derive(Serialize)]
pub(super) struct OutlineNodeView<'a> {
    pub number: usize,
    pub url: String,
    pub node: NodeView<'a>,
    pub reached_from: Vec<usize>,
}

#[derive(Serialize)]
pub(super) struct TreeMapView<'a> {
    pub title: &'a str,
    pub url: String,
    pub all_url: String,
    pub svg: String,
}

/// On a document: a tree that starts from it or leads to it.
#[derive(Serialize)]
pub(super) struct TreeLinkView<'a> {
    pub title: &'a str,
    pub url: String,
}

impl<'a> ViewBuilder<'a> {
    fn words_of(&self, tree: &'a Tree) -> TreeWords<'a, '_> {
        TreeWords { view: self, tree, locale: self.page.locale }
    }

    fn trees(&self) -> &'a [Tree] {
        &self.renderer.troubleshooter.trees
    }

    pub(super) fn tree(&self, index: usize) -> &'a Tree {
        &self.trees()[index]
    }

    pub(super) fn entry_url(&self) -> Option<String> {
        (!self.trees().is_empty()).then(|| self.url_in(troubleshooter::ENTRY))
    }

    pub(super) fn troubleshooter(&self) -> TroubleshooterView<'a> {
        let card = |tree: &'a Tree| TreeCardView {
            id: &tree.id,
            title: tree.title.get(self.locale()),
            summary: some(tree.summary.get(self.locale())),
            url: self.url_in(&tree.path()),
        };
        let root_url = self.url(&UrlPath::new(troubleshooter::ENTRY));
        TroubleshooterView { root_url, trees: self.trees().iter().map(card).collect() }
    }

    pub(super) fn locale(&self) -> &'a Locale {
        self.site.locale(self.page.locale)
    }

    /// The way to safety from a page of no tree.
    pub(super) fn any_safety(&self) -> Option<LinkView> {
        self.trees().iter().find_map(|tree| self.safety(tree, None))
    }

    /// The way to the safety outcome, on every page but its own.
    fn safety(&self, tree: &'a Tree, here: Option<usize>) -> Option<LinkView> {
        let safety = tree.safety().filter(|safety| tree.is_money && Some(*safety) != here)?;
        let title = tree.nodes[safety].text.get(self.locale()).to_string();
        Some(LinkView { title, url: self.url_in(&tree.node_path(safety)) })
    }

    pub(super) fn tree_page(&self, tree: usize, page: TreePage) -> Option<TreeView<'a>> {
        let tree = self.tree(tree);
        let (node, steps) = position(tree, page)?;
        let has_trail = tree.has_prefix_pages() && (node == tree.start || !steps.is_empty());
        let back = match steps.split_last() {
            _ if node == tree.start => troubleshooter::ENTRY.to_string(),
            Some((_, before)) => tree.steps_path(before),
            None => tree.path(),
        };
        let words = self.words_of(tree);
        let is_contact = tree.nodes[node].kind == NodeKind::End(EndKind::Contact);
        Some(TreeView {
            id: &tree.id,
            version: &tree.version,
            title: tree.title.get(self.locale()),
            summary: some(tree.summary.get(self.locale())),
            is_start: node == tree.start,
            url: self.url_in(&tree.path()),
            entry_url: self.url_in(troubleshooter::ENTRY),
            all_url: self.url_in(&format!("{}all/", tree.path())),
            map_url: self.map_url(tree),
            json_url: self.url(&UrlPath::new(&json_path(tree))),
            safety: self.safety(tree, Some(node)),
            back_url: self.url_in(&back),
            has_trail,
            trail: words.trail(steps),
            code: tree.code(node, steps),
            node: self.node(tree, node, has_trail.then_some(steps)),
            case: is_contact.then(|| words.case(node, steps, &self.address(tree, node, steps))),
        })
    }

    fn map_url(&self, tree: &Tree) -> Option<String> {
        has_map(tree).then(|| self.url_in(&format!("{}map/", tree.path())))
    }

    /// Where the page is for somebody who has only the text: absolute where the site knows its address.
    fn address(&self, tree: &Tree, node: usize, steps: &[(usize, usize)]) -> String {
        let path = if steps.is_empty() { tree.node_path(node) } else { tree.steps_path(steps) };
        let path = self.site.localised_path(&path, self.page.locale);
        self.absolute(&path).unwrap_or_else(|| path.encoded())
    }

    /// A node; its answers lead to pages that know `trail`, or else to the pages of nodes.
    fn node(&self, tree: &'a Tree, index: usize, trail: Option<&[(usize, usize)]>) -> NodeView<'a> {
        let node = &tree.nodes[index];
        let words = self.words_of(tree);
        let answer = |(position, answer): (usize, &'a Answer)| {
            let path = match trail {
                Some(trail) => {
                    let steps: Vec<(usize, usize)> =
                        trail.iter().copied().chain([(index, position)]).collect();
                    tree.steps_path(&steps)
                }
                None => tree.node_path(answer.to),
            };
            AnswerView {
                id: &answer.id,
                text: words.answer(index, position),
                url: self.url_in(&path),
                risk: answer.is_risk,
                unsure: answer.id == "unsure" || answer.id == "cannot",
                to: &tree.nodes[answer.to].id,
                number: tree.nodes[answer.to].number,
            }
        };
        let (kind, outcome) = kind_names(node);
        NodeView {
            id: &node.id,
            kind,
            outcome,
            outcome_title: outcome_key(node).map(|key| self.strings.get(key)),
            heading: words.heading(index),
            help: some(node.help.get(self.locale())),
            steps_left: node.steps_left,
            answers: node.answers.iter().enumerate().map(answer).collect(),
            article: node.article.as_ref().and_then(|article| self.article(article)),
            channels: node.channels.iter().map(|index| self.channel(*index)).collect(),
        }
    }

    fn article(&self, article: &'a Article) -> Option<ArticleView<'a>> {
        let document = self.site.document_in(article.set, self.page.locale)?;
        let own = article.anchor.as_deref().and_then(|anchor| section(self.site, document, anchor));
        let source = self.site.document(document);
        let locale = self.site.page_locale(article.set, self.page.locale);
        let fragment = match (&own, &article.anchor) {
            (Some(_), Some(anchor)) => format!("#{}", crate::escape::url_fragment(anchor)),
            _ => String::new(),
        };
        let nodes: &[Node] = own.as_ref().map_or(&[], |own| &source.body.nodes[own.nodes.clone()]);
        Some(ArticleView {
            title: self.title_of(article.set),
            url: self.url(&self.site.set_path(article.set, locale)) + &fragment,
            lang: self.foreign(self.site.locale_of(document)),
            heading: own.as_ref().map(|own| source.body.headings[own.heading].text.as_str()),
            body: own.as_ref().map(|_| self.excerpt(article.set, document, nodes)),
            steps: steps(nodes),
        })
    }

    fn excerpt(&self, set: SetIndex, document: DocumentIndex, nodes: &'a [Node]) -> String {
        let strings = strings_of(self.renderer.theme, &self.site.document(document).locale);
        let (path, locale) = (&self.page.path, self.page.locale);
        BodyWriter { site: self.site, strings, document, path, locale, setting: Setting::Excerpt(set) }
            .excerpt(nodes)
    }

    /// All channels, on the page about getting help.
    pub(super) fn channels(&self, set: SetIndex) -> Vec<ChannelView<'a>> {
        let contacts = &self.renderer.troubleshooter.contacts;
        let all = 0..contacts.channels.len();
        all.filter(|_| contacts.page == Some(set)).map(|index| self.channel(index)).collect()
    }

    fn channel(&self, index: usize) -> ChannelView<'a> {
        let channel: &'a Channel = &self.renderer.troubleshooter.contacts.channels[index];
        ChannelView {
            id: &channel.id,
            name: channel.name.get(self.locale()),
            kind: channel.kind.name(),
            value: channel.value.as_deref().or(channel.url.as_deref()),
            href: channel.href(),
            hours: channel.hours.get(self.locale()),
            note: channel.note.get(self.locale()),
            example: channel.is_example,
        }
    }

    pub(super) fn tree_all(&self, tree: usize) -> TreeAllView<'a> {
        let tree = self.tree(tree);
        let mut reached_from: Vec<Vec<usize>> = vec![Vec::new(); tree.nodes.len()];
        for index in &tree.order {
            for answer in &tree.nodes[*index].answers {
                let from = tree.nodes[*index].number;
                if !reached_from[answer.to].contains(&from) {
                    reached_from[answer.to].push(from);
                }
            }
        }
        let mut nodes: Vec<usize> = (0..tree.nodes.len()).collect();
        nodes.sort_by_key(|index| tree.nodes[*index].number);
        let outline = |index: usize| OutlineNodeView {
            number: tree.nodes[index].number,
            url: self.url_in(&tree.node_path(index)),
            node: self.node(tree, index, None),
            reached_from: std::mem::take(&mut reached_from[index]),
        };
        TreeAllView {
            title: tree.title.get(self.locale()),
            url: self.url_in(&tree.path()),
            map_url: self.map_url(tree),
            nodes: nodes.into_iter().map(outline).collect(),
        }
    }

    pub(super) fn tree_map(&self, tree: usize) -> TreeMapView<'a> {
        let tree = self.tree(tree);
        TreeMapView {
            title: tree.title.get(self.locale()),
            url: self.url_in(&tree.path()),
            all_url: self.url_in(&format!("{}all/", tree.path())),
            svg: self.chart(tree),
        }
    }

    fn chart(&self, tree: &Tree) -> String {
        let href = |node: usize| self.url_in(&tree.node_path(node));
        let description = self.strings.get("tree.map_description");
        let labels = &self.renderer.labels;
        troubleshooter::chart(tree, self.site, self.page.locale, labels, description, href).svg()
    }

    /// The trees that start from a document, and those that lead to it.
    pub(super) fn trees_of(&self, set: SetIndex) -> (Vec<TreeLinkView<'a>>, Vec<TreeLinkView<'a>>) {
        let link = |tree: &'a Tree| TreeLinkView {
            title: tree.title.get(self.locale()),
            url: self.url_in(&tree.path()),
        };
        let starts = self.trees().iter().filter(|tree| tree.about.contains(&set)).map(link).collect();
        let leads = |tree: &&Tree| {
            !tree.about.contains(&set) && tree.articles().any(|(_, article)| article.set == set)
        };
        (starts, self.trees().iter().filter(leads).map(link).collect())
    }

    /// Every tree as a numbered list of its questions.
    pub(super) fn outlines_of_trees(&self) -> Vec<TreeLinkView<'a>> {
        let link = |tree: &'a Tree| TreeLinkView {
            title: tree.title.get(self.locale()),
            url: self.url_in(&format!("{}all/", tree.path())),
        };
        self.trees().iter().map(link).collect()
    }

    /// Title of a page of a tree in the browser: the question, and the tree.
    pub(super) fn tree_title(&self, tree: usize, page: TreePage) -> String {
        let tree = self.tree(tree);
        let title = tree.title.get(self.locale());
        let of_tree = |page: &str| self.strings.fill("tree.page_title", &[("page", page), ("tree", title)]);
        match (page, position(tree, page)) {
            (TreePage::All, _) => of_tree(self.strings.get("tree.all_title")),
            (TreePage::Map, _) => of_tree(self.strings.get("tree.map_title")),
            (_, Some((node, _))) if node != tree.start => of_tree(&self.words_of(tree).heading(node)),
            _ => title.to_string(),
        }
    }
}

/// Address of a tree's export.
pub(super) fn json_path(tree: &Tree) -> String {
    format!("{}{}.json", troubleshooter::ENTRY, tree.id)
}

/// A map of more nodes could not be read.
pub(super) fn has_map(tree: &Tree) -> bool {
    tree.nodes.len() <= 200
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The node of a page and the answers that led to it.
fn position(tree: &Tree, page: TreePage) -> Option<(usize, &[(usize, usize)])> {
    match page {
        TreePage::Node(node) => Some((node, &[])),
        TreePage::Beginning(index) => {
            let Beginning { steps, node } = &tree.beginnings[index];
            Some((*node, steps))
        }
        TreePage::All | TreePage::Map => None,
    }
}

fn outcome_key(node: &TreeNode) -> Option<&'static str> {
    let NodeKind::End(kind) = node.kind else { return None };
    Some(match kind {
        EndKind::Solved => "tree.outcome.solved",
        EndKind::Wait => "tree.outcome.wait",
        EndKind::OnOwn => "tree.outcome.self",
        EndKind::Contact => "tree.outcome.contact",
        EndKind::Safety => "tree.outcome.safety",
    })
}

fn kind_names(node: &TreeNode) -> (&'static str, Option<&'static str>) {
    match node.kind {
        NodeKind::Ask => ("ask", None),
        NodeKind::Try => ("try", None),
        NodeKind::End(kind) => ("end", Some(kind.name())),
    }
}

/// The words of a tree in one locale: for the page, and again in the source language for support.
struct TreeWords<'a, 'b> {
    view: &'b ViewBuilder<'a>,
    tree: &'a Tree,
    locale: LocaleIndex,
}

impl<'a> TreeWords<'a, '_> {
    fn strings(&self) -> &'a Strings {
        strings_of(self.view.renderer.theme, self.view.site.locale(self.locale))
    }

    fn text(&self, text: &'a Localised) -> &'a str {
        text.get(self.view.site.locale(self.locale))
    }

    fn answer(&self, node: usize, position: usize) -> &'a str {
        let node = &self.tree.nodes[node];
        self.text(self.view.renderer.labels.of(node, &node.answers[position]))
    }

    /// The question, the outcome, or “try this: …”.
    fn heading(&self, node: usize) -> String {
        self.view.renderer.labels.heading(&self.tree.nodes[node], self.view.site, self.locale)
    }

    /// The same among the answers, where a fix is called what its document is called, as in the export.
    fn name(&self, node: usize) -> &'a str {
        troubleshooter::heading(&self.tree.nodes[node], self.view.site, self.locale)
    }

    /// The answers so far, each with the way back to its question.
    fn trail(&self, steps: &[(usize, usize)]) -> Vec<TrailView> {
        let row = |(at, (node, answer)): (usize, &(usize, usize))| TrailView {
            step: self.tree.pair((*node, *answer)),
            question: self.name(*node).to_string(),
            answer: self.answer(*node, *answer).to_string(),
            change_url: self.view.url_in(&self.tree.steps_path(&steps[..at])),
        };
        steps.iter().enumerate().map(row).collect()
    }

    /// What support needs: question and answer by line, in the reader's language and then in that of the sources.
    fn case(&self, node: usize, steps: &[(usize, usize)], address: &str) -> CaseView {
        let source = TreeWords { view: self.view, tree: self.tree, locale: LocaleIndex(0) };
        let code = self.tree.code(node, steps);
        let mut text = String::new();
        let is_repeated = self.locale != source.locale;
        let blocks = [self].into_iter().chain(is_repeated.then_some(&source));
        for words in blocks {
            text.push_str(words.text(&self.tree.title));
            text.push_str(&format!(" [{}]\n", self.view.site.locale(words.locale)));
            for (at, (node, answer)) in steps.iter().enumerate() {
                let (name, answer) = (words.name(*node), words.answer(*node, *answer));
                text.push_str(&format!("{}. {name}\n   → {answer}\n", at + 1));
            }
            text.push('\n');
        }
        // The code comes last: pasted into one line, it must not run into anything.
        text.push_str(&format!("{address}\n{}\n", self.strings().fill("tree.code", &[("code", &code)])));
        CaseView { text, code, is_repeated }
    }
}
