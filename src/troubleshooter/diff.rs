//! What changed between two versions of a tree, node by node and path by path.
//!
//! In: two [`TreeFile`]s. Out: a [`Difference`], in three classes: what breaks links, codes or promises; what readers meet
//! otherwise than before; words. Layout, comments and the order of nodes in the file count for nothing. Nodes and answers
//! are the same when their ids are, or when the new one names the old id in `aliases`. No document is looked at.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Locale, Localised};
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{Span, Spanned};

use super::parse::{FileAnswer, FileKind, FileNode, TreeFile};
use super::replay::{PathChanges, replay};
use super::{Answer, NodeKind, Parts, Tree, TreeNode, assemble, graph};

/// How much a change matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Links, codes or promises that held no longer do.
    Breaking,
    /// Readers meet something else than before.
    Behaviour,
    /// Only words differ.
    Wording,
}

impl Class {
    /// `breaking`, `behaviour` or `wording`.
    pub fn name(self) -> &'static str {
        match self {
            Class::Breaking => "breaking",
            Class::Behaviour => "behaviour",
            Class::Wording => "wording",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How much it matters.
    pub class: Class,
    /// Of an id that is gone, [`Code::TreeIdGone`].
    pub code: Option<Code>,
    /// What changed.
    pub message: Text,
    /// Where, in the new file.
    pub span: Span,
}

/// All changes.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Sorted by class, then by place.
    pub changes: Vec<Change>,
    /// What became of the old paths.
    pub paths: PathChanges,
}

impl Difference {
    /// Whether anything breaks.
    pub fn is_breaking(&self) -> bool {
        self.changes.iter().any(|change| change.class == Class::Breaking)
    }
}

/// Compares two versions of a tree; `None`, with diagnostics, when one of them cannot be walked.
pub fn diff(old: &TreeFile, new: &TreeFile) -> Outcome<Option<Difference>> {
    let mut diagnostics = Vec::new();
    let trees = (walkable(old, &mut diagnostics), walkable(new, &mut diagnostics));
    let (Some(before), Some(after)) = trees else { return Outcome { value: None, diagnostics } };
    let matching = Matching::of(&before, &after);
    let paths = replay(&before, &after, &matching);
    let mut differ =
        Differ { old, new, before: &before, after: &after, matching: &matching, changes: Vec::new() };
    differ.ids();
    differ.paths(&paths);
    differ.safety();
    differ.head();
    differ.nodes();
    differ.words();
    let mut changes = differ.changes;
    changes.sort_by_key(|change| (change.class, change.span, change.message.clone()));
    Outcome { value: Some(Difference { changes, paths }), diagnostics: Vec::new() }
}

/// The tree without what it takes from the site.
fn walkable(file: &TreeFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Tree> {
    let graph = graph::link(file, diagnostics)?;
    let parts = file.nodes.iter().map(|_| Parts { article: None, channels: Vec::new() }).collect();
    Some(assemble(file, &graph, Vec::new(), parts))
}

// ---- which is which

/// For what stands in the old tree, what stands in the new one.
pub(super) struct Matching {
    /// By old node.
    pub nodes: Vec<Option<usize>>,
    /// By old node and position among its answers; `None` also where the node is gone.
    pub answers: Vec<Vec<Option<usize>>>,
}

impl Matching {
    fn of(before: &Tree, after: &Tree) -> Matching {
        let ids = Ids::of(after);
        let nodes: Vec<Option<usize>> = before.nodes.iter().map(|node| ids.find(&node.id)).collect();
        let answers = before.nodes.iter().zip(&nodes).map(|(node, new)| {
            let find = |answer: &Answer| new.and_then(|new| answer_with(&after.nodes[new], &answer.id));
            node.answers.iter().map(find).collect()
        });
        Matching { answers: answers.collect(), nodes }
    }
}

/// The nodes of a tree by the ids they have or had.
struct Ids<'a> {
    now: BTreeMap<&'a str, usize>,
    once: BTreeMap<&'a str, usize>,
}

impl<'a> Ids<'a> {
    fn of(tree: &'a Tree) -> Ids<'a> {
        let nodes = || tree.nodes.iter().enumerate();
        Ids {
            now: nodes().map(|(at, node)| (node.id.as_str(), at)).collect(),
            once: nodes()
                .flat_map(|(at, node)| node.aliases.iter().map(move |alias| (alias.as_str(), at)))
                .collect(),
        }
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.now.get(id).or_else(|| self.once.get(id)).copied()
    }
}

fn answer_with(node: &TreeNode, id: &str) -> Option<usize> {
    let now = node.answers.iter().position(|answer| answer.id == id);
    now.or_else(|| node.answers.iter().position(|answer| answer.aliases.iter().any(|alias| alias == id)))
}

// ---- what changed

struct Differ<'a> {
    old: &'a TreeFile,
    new: &'a TreeFile,
    before: &'a Tree,
    after: &'a Tree,
    matching: &'a Matching,
    changes: Vec<Change>,
}

impl Differ<'_> {
    fn push(&mut self, class: Class, span: Span, zh: impl Into<String>, en: impl Into<String>) {
        self.changes.push(Change { class, code: None, message: Text::new(zh, en), span });
    }

    fn gone(&mut self, span: Span, zh: String, en: String) {
        let message = Text::new(zh, en);
        self.changes.push(Change { class: Class::Breaking, code: Some(Code::TreeIdGone), message, span });
    }

    /// Where what belongs to no node stands.
    fn top(&self) -> Span {
        self.new.title.span.unwrap_or(Span::new(self.new.file, 0..0))
    }

    fn node_span(&self, new: usize) -> Span {
        self.new.nodes[new].id.span
    }

    fn answer_span(&self, new: usize, id: &str) -> Span {
        let node = &self.new.nodes[new];
        let found = match &node.kind {
            Some(FileKind::Ask(ask)) => {
                ask.answers.iter().find(|answer| answer.id.value == id).map(|it| it.id.span)
            }
            Some(FileKind::Try(fix)) => fix.ways.iter().find(|(way, _)| *way == id).map(|(_, to)| to.span),
            _ => None,
        };
        found.unwrap_or(node.id.span)
    }

    // ---- breaking

    /// Ids that were published, those of before included, and lead nowhere now.
    fn ids(&mut self) {
        let ids = Ids::of(self.after);
        for (at, node) in self.before.nodes.iter().enumerate() {
            for id in std::iter::once(&node.id).chain(&node.aliases).filter(|id| ids.find(id).is_none()) {
                let (zh, en) = (
                    format!("节点 `{id}` 不见了，也没有别名"),
                    format!("the node `{id}` is gone, without an alias"),
                );
                self.gone(self.top(), zh, en);
            }
            let Some(new) = self.matching.nodes[at] else { continue };
            for answer in &node.answers {
                for id in std::iter::once(&answer.id).chain(&answer.aliases) {
                    if answer_with(&self.after.nodes[new], id).is_none() {
                        let name = format!("`{}.{id}`", node.id);
                        let (zh, en) = (
                            format!("回答 {name} 不见了，也没有别名"),
                            format!("the answer {name} is gone, without an alias"),
                        );
                        self.gone(self.node_span(new), zh, en);
                    }
                }
            }
        }
    }

    fn paths(&mut self, paths: &PathChanges) {
        for change in &paths.elsewhere {
            let (from, to, count) = (&change.from, &change.to, change.count);
            let example = &change.example;
            let paths = if count == 1 { "path that ended" } else { "paths that ended" };
            let ends = if count == 1 { "ends" } else { "end" };
            self.push(
                Class::Breaking,
                self.node_span(change.node),
                format!("{count} 条原来走到 `{from}` 的路现在走到 `{to}`，例如 {example}"),
                format!("{count} {paths} in `{from}` now {ends} in `{to}`, such as {example}"),
            );
        }
    }

    /// A safety outcome that takes more answers to reach, or cannot be reached any more.
    fn safety(&mut self) {
        let Some(was) = steps_to_safety(self.before) else { return };
        match steps_to_safety(self.after) {
            None => self.push(Class::Breaking, self.top(), "安全结果没有了", "the safety outcome is gone"),
            Some(is) if is > was => {
                let span = self.after.safety().map_or(self.top(), |node| self.node_span(node));
                self.push(
                    Class::Breaking,
                    span,
                    format!("安全结果更远了：原来最少答 {was} 次，现在 {is} 次"),
                    format!("the safety outcome is further away: {is} answers at least, it was {was}"),
                );
            }
            Some(_) => {}
        }
    }

    // ---- behaviour

    fn head(&mut self) {
        let (old, new) = (self.old, self.new);
        if self.matching.nodes[self.before.start] != Some(self.after.start) {
            let (was, is) =
                (&self.before.nodes[self.before.start].id, &self.after.nodes[self.after.start].id);
            let span = self.new.start.as_ref().map_or(self.top(), |start| start.span);
            let (zh, en) = (
                format!("从 `{is}` 开始，原来从 `{was}` 开始"),
                format!("it starts at `{is}` instead of `{was}`"),
            );
            self.push(Class::Behaviour, span, zh, en);
        }
        if old.money.is_some() != new.money.is_some() {
            let (zh, en) = match new.money {
                Some(_) => ("现在算涉及钱的树", "it counts as a tree about money now"),
                None => ("不再算涉及钱的树", "it no longer counts as a tree about money"),
            };
            self.push(Class::Behaviour, new.money.unwrap_or(self.top()), zh, en);
        }
        if old.order != new.order {
            self.push(
                Class::Behaviour,
                self.top(),
                "在入口页上的位置变了",
                "its place among the trees is another",
            );
        }
        if values(&old.about) != values(&new.about) {
            let span = new.about.first().map_or(self.top(), |id| id.span);
            let list = listed(&new.about);
            self.push(
                Class::Behaviour,
                span,
                format!("通向它的文档现在是 {list}"),
                format!("the documents that lead into it are {list} now"),
            );
        }
    }

    fn nodes(&mut self) {
        let mut known = BTreeSet::new();
        for (at, new) in self.matching.nodes.iter().enumerate() {
            let Some(new) = *new else { continue };
            known.insert(new);
            self.node(at, new);
            self.answers(at, new);
        }
        for new in (0..self.after.nodes.len()).filter(|new| !known.contains(new)) {
            let id = &self.after.nodes[new].id;
            let (zh, en) = (format!("新节点 `{id}`"), format!("new node `{id}`"));
            self.push(Class::Behaviour, self.node_span(new), zh, en);
        }
    }

    fn node(&mut self, old: usize, new: usize) {
        let (was, is) = (&self.before.nodes[old], &self.after.nodes[new]);
        let (id, span) = (&is.id, self.node_span(new));
        if was.id != is.id {
            let (zh, en) =
                (format!("`{}` 改名为 `{id}`", was.id), format!("`{}` is called `{id}` now", was.id));
            self.push(Class::Behaviour, span, zh, en);
        }
        if was.kind != is.kind {
            let (from, to) = (kind_name(was.kind), kind_name(is.kind));
            let (zh, en) = (
                format!("`{id}` 现在是 {to}，原来是 {from}"),
                format!("`{id}` is `{to}` now, it was `{from}`"),
            );
            self.push(Class::Behaviour, span, zh, en);
        }
        let (shown, shows) = (article(&self.old.nodes[old]), article(&self.new.nodes[new]));
        if shown.map(|it| &it.value) != shows.map(|it| &it.value) {
            let name =
                |it: Option<&Spanned<String>>| it.map_or("–".to_string(), |it| format!("`{}`", it.value));
            let (from, to) = (name(shown), name(shows));
            let (zh, en) = (
                format!("`{id}` 的文档现在是 {to}，原来是 {from}"),
                format!("`{id}` shows the document {to} instead of {from}"),
            );
            self.push(Class::Behaviour, shows.map_or(span, |it| it.span), zh, en);
        }
        let contact = contact(&self.new.nodes[new]);
        if values(self::contact(&self.old.nodes[old])) != values(contact) {
            let list = listed(contact);
            let (zh, en) =
                (format!("`{id}` 的联系渠道现在是 {list}"), format!("the channels of `{id}` are {list} now"));
            self.push(Class::Behaviour, contact.first().map_or(span, |it| it.span), zh, en);
        }
    }

    fn answers(&mut self, old: usize, new: usize) {
        let (was, is) = (&self.before.nodes[old], &self.after.nodes[new]);
        let mut kept: Vec<usize> = Vec::new();
        for (answer, at) in was.answers.iter().zip(&self.matching.answers[old]) {
            if let Some(at) = *at {
                kept.push(at);
                self.answer(answer, new, &is.answers[at]);
            }
        }
        for (at, answer) in is.answers.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
            let name = self.after.pair((new, at));
            let to = &self.after.nodes[answer.to].id;
            let (zh, en) =
                (format!("新回答 `{name}`，通向 `{to}`"), format!("new answer `{name}`, leading to `{to}`"));
            self.push(Class::Behaviour, self.answer_span(new, &answer.id), zh, en);
        }
        if !kept.is_sorted() {
            let ids: Vec<&str> = is.answers.iter().map(|answer| answer.id.as_str()).collect();
            let (id, order) = (&is.id, ids.join(" "));
            let (zh, en) = (
                format!("`{id}` 的回答换了顺序：{order}"),
                format!("the answers of `{id}` come in another order: {order}"),
            );
            self.push(Class::Behaviour, self.node_span(new), zh, en);
        }
    }

    fn answer(&mut self, was: &Answer, node: usize, is: &Answer) {
        let span = self.answer_span(node, &is.id);
        let name = format!("{}.{}", self.after.nodes[node].id, is.id);
        if was.id != is.id {
            let (zh, en) = (
                format!("回答 `{name}` 原来叫 `{}`", was.id),
                format!("the answer `{name}` was called `{}`", was.id),
            );
            self.push(Class::Behaviour, span, zh, en);
        }
        if self.matching.nodes[was.to] != Some(is.to) {
            let (from, to) = (&self.before.nodes[was.to].id, &self.after.nodes[is.to].id);
            let (zh, en) = (
                format!("`{name}` 现在通向 `{to}`，原来通向 `{from}`"),
                format!("`{name}` leads to `{to}` instead of `{from}`"),
            );
            self.push(Class::Behaviour, span, zh, en);
        }
        if was.is_risk != is.is_risk {
            let (zh, en) = match is.is_risk {
                true => (format!("`{name}` 现在标为危险"), format!("`{name}` is marked as dangerous now")),
                false => {
                    (format!("`{name}` 不再标为危险"), format!("`{name}` is no longer marked as dangerous"))
                }
            };
            self.push(Class::Behaviour, span, zh, en);
        }
    }

    // ---- wording

    fn words(&mut self) {
        let (before, after) = (self.before, self.after);
        self.text("title", &before.title, &after.title, |file| Some(&file.title.texts));
        self.text("summary", &before.summary, &after.summary, |file| Some(&file.summary.texts));
        self.symptoms();
        for (old, new) in self.matching.nodes.iter().enumerate() {
            let Some(new) = *new else { continue };
            let (was, is) = (&before.nodes[old], &after.nodes[new]);
            let id = &is.id;
            self.text(id, &was.text, &is.text, |file| own_text(&file.nodes[new]));
            self.text(&format!("{id}:help"), &was.help, &is.help, |file| Some(&file.nodes[new].help.texts));
            for (answer, at) in was.answers.iter().zip(&self.matching.answers[old]) {
                let Some(at) = *at else { continue };
                let now = &is.answers[at];
                let name = after.pair((new, at));
                self.text(&name, &answer.text, &now.text, |file| {
                    let written = file_answer(&file.nodes[new], &now.id)?;
                    Some(&written.text.texts)
                });
            }
        }
    }

    /// One line for each locale in which a text differs; `find` gives its places in the new file.
    fn text(
        &mut self,
        name: &str,
        was: &Localised,
        is: &Localised,
        find: impl Fn(&TreeFile) -> Option<&BTreeMap<Locale, Spanned<String>>>,
    ) {
        let new = self.new;
        for locale in was.locales().chain(is.locales()).collect::<BTreeSet<_>>() {
            let (from, to) = (was.exact(locale).unwrap_or_default(), is.exact(locale).unwrap_or_default());
            if from == to {
                continue;
            }
            let place = find(new).and_then(|texts| texts.get(locale)).map(|text| text.span);
            let (zh, en) = (
                format!("`{name}` 的 `{locale}`：“{from}” → “{to}”"),
                format!("`{locale}` of `{name}`: “{from}” → “{to}”"),
            );
            self.push(Class::Wording, place.unwrap_or(self.top()), zh, en);
        }
    }

    fn symptoms(&mut self) {
        let (was, is) = (&self.old.symptoms, &self.new.symptoms);
        let none = Vec::new();
        for locale in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
            if was.get(locale).unwrap_or(&none) != is.get(locale).unwrap_or(&none) {
                let (zh, en) = (
                    format!("搜索用的 `{locale}` 说法变了"),
                    format!("the `{locale}` words that the search knows have changed"),
                );
                self.push(Class::Wording, self.top(), zh, en);
            }
        }
    }
}

fn steps_to_safety(tree: &Tree) -> Option<usize> {
    let mut steps = vec![usize::MAX; tree.nodes.len()];
    steps[tree.start] = 0;
    for node in &tree.order {
        let Some(next) = steps[*node].checked_add(1) else { continue };
        for answer in &tree.nodes[*node].answers {
            steps[answer.to] = steps[answer.to].min(next);
        }
    }
    let is_safety = |node: &usize| tree.nodes[*node].kind == NodeKind::End(super::EndKind::Safety);
    (0..tree.nodes.len()).filter(is_safety).map(|node| steps[node]).min()
}

fn kind_name(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Ask => "ask",
        NodeKind::Try => "try",
        NodeKind::End(end) => end.name(),
    }
}

fn article(node: &FileNode) -> Option<&Spanned<String>> {
    match &node.kind {
        Some(FileKind::Try(fix)) => Some(&fix.article),
        Some(FileKind::End(end)) => end.article.as_ref(),
        _ => None,
    }
}

fn contact(node: &FileNode) -> &[Spanned<String>] {
    match &node.kind {
        Some(FileKind::End(end)) => &end.contact,
        _ => &[],
    }
}

fn own_text(node: &FileNode) -> Option<&BTreeMap<Locale, Spanned<String>>> {
    match node.kind.as_ref()? {
        FileKind::Ask(ask) => Some(&ask.text.texts),
        FileKind::Try(fix) => Some(&fix.text.texts),
        FileKind::End(end) => Some(&end.text.texts),
    }
}

fn file_answer<'a>(node: &'a FileNode, id: &str) -> Option<&'a FileAnswer> {
    match node.kind.as_ref()? {
        FileKind::Ask(ask) => ask.answers.iter().find(|answer| answer.id.value == id),
        _ => None,
    }
}

fn values(list: &[Spanned<String>]) -> Vec<&str> {
    list.iter().map(|item| item.value.as_str()).collect()
}

fn listed(list: &[Spanned<String>]) -> String {
    match list {
        [] => "–".to_string(),
        list => format!("`{}`", values(list).join("`, `")),
    }
}
