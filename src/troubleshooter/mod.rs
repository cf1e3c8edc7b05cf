//! Decision trees: read, checked like a program, and ready to be shown.
//!
//! In: `content/troubleshooters/*.yaml`, `content/contacts.yaml` and the resolved site. Out: a [`Troubleshooter`].
//! `docs/troubleshooters.md` describes the files. A tree is acyclic by rule: every path ends, every check is linear.

mod accept;
mod article;
mod assemble;
mod chart;
mod check;
mod contact;
mod diff;
mod export;
mod format;
mod format_comments;
mod format_rules;
mod graph;
mod parse;
mod paths;
mod replay;
mod safety;

use std::collections::BTreeMap;

use crate::config::{Locale, Localised};
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::site::{Alias, Asset, SetIndex, Site, TranslationSet};
use crate::source::{FileId, SourceTree, Span, Spanned};

use article::Articles;
use assemble::{Parts, assemble};

pub use accept::{Accepted, accept};
pub use article::{Article, Section, section, steps};
pub use chart::chart;
pub use contact::{Channel, ChannelKind, Contacts};
pub use diff::{Change, Class, Difference, diff};
pub use export::{EXPORT_SCHEMA, Labels, SOURCE_SCHEMA, export, heading};
pub use format::format;
pub use parse::{
    EndKind, FileAnswer, FileAsk, FileEnd, FileKind, FileNode, FileTry, LocalText, TreeFile, text_hash,
};
pub use paths::{Numbers, Paths};
pub use replay::{EndChange, PathChanges};

/// Most YAML nodes of a file: a tree of 10,000 questions has some 200,000.
pub const MOST_YAML_NODES: usize = 2_000_000;

/// The folder of the trees.
pub const FOLDER: &str = "content/troubleshooters/";

/// A tree with at most this many beginnings of paths gets a page for each of them.
pub const MOST_PREFIXES: u64 = 300;

/// … and only while no path has more answers than this.
pub const MOST_STEPS: usize = 12;

/// All trees of a site, in the order readers meet them, and whom to contact.
#[derive(Clone, Debug, Default)]
pub struct Troubleshooter {
    /// The trees.
    pub trees: Vec<Tree>,
    /// The channels of support.
    pub contacts: Contacts,
}

/// A decision tree that can be walked.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Its file.
    pub file: FileId,
    /// Name of the file without extension.
    pub id: String,
    /// Title.
    pub title: Localised,
    /// One or two sentences about it; may be empty.
    pub summary: Localised,
    /// What readers call the problem, by locale.
    pub symptoms: BTreeMap<Locale, Vec<String>>,
    /// Documents that lead into it.
    pub about: Vec<SetIndex>,
    /// Whether it is about money.
    pub is_money: bool,
    /// Its nodes, in written order.
    pub nodes: Vec<TreeNode>,
    /// Index of the first question.
    pub start: usize,
    /// Nodes, each after those that lead to it.
    pub order: Vec<usize>,
    /// The numbers.
    pub numbers: Numbers,
    /// Every beginning of a path, the empty one first; none when there are more than [`MOST_PREFIXES`].
    pub beginnings: Vec<Beginning>,
    /// Six hex digits that change whenever a question, an answer or a way changes.
    pub version: String,
}

/// One node.
#[derive(Clone, Debug)]
pub struct TreeNode {
    /// Its permanent id.
    pub id: String,
    /// Ids it had before.
    pub aliases: Vec<String>,
    /// What it does.
    pub kind: NodeKind,
    /// The question or outcome; of a fix, a heading of its own, often empty.
    pub text: Localised,
    /// One more sentence; may be empty.
    pub help: Localised,
    /// The answers as readers see them: what is dangerous first, “not sure” last. Of an outcome, none.
    pub answers: Vec<Answer>,
    /// The document with the steps of a fix, or what an outcome explains.
    pub article: Option<Article>,
    /// Of an outcome: indices into [`Contacts::channels`].
    pub channels: Vec<usize>,
    /// The most answers that may still follow.
    pub steps_left: usize,
    /// Its number in the outline, from 1: after all nodes that lead to it.
    pub number: usize,
}

/// What a node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// Asks.
    Ask,
    /// Has the reader try a fix, and asks whether it helped.
    Try,
    /// Ends the path.
    End(EndKind),
}

/// One way on.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its permanent id; of a fix `fixed`, `still` or `cannot`.
    pub id: String,
    /// Ids it had before.
    pub aliases: Vec<String>,
    /// Its words; empty for the answers of a fix, which are words of the interface.
    pub text: Localised,
    /// Where it leads.
    pub to: usize,
    /// Percent of readers, an estimate.
    pub share: Option<u32>,
    /// Whether money or account may be in danger.
    pub is_risk: bool,
}

/// The beginning of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The answers so far, as pairs of node and position among its answers.
    pub steps: Vec<(usize, usize)>,
    /// The node they lead to.
    pub node: usize,
}

/// Path of the page that asks which tree, without the prefix of a locale.
pub const ENTRY: &str = "/troubleshoot/";

impl Tree {
    /// Path of the first question's page, without the prefix of a locale.
    pub fn path(&self) -> String {
        format!("{ENTRY}{}/", self.id)
    }

    /// Path of a node's page without a trail.
    pub fn node_path(&self, node: usize) -> String {
        match node == self.start {
            true => self.path(),
            false => format!("{}{}/", self.path(), self.nodes[node].id),
        }
    }

    /// Path of the page that the answers `steps` lead to: `/troubleshoot/balance/seen.less/pending.none/`.
    pub fn steps_path(&self, steps: &[(usize, usize)]) -> String {
        let pairs: String = steps.iter().map(|step| self.pair(*step) + "/").collect();
        self.path() + &pairs
    }

    /// One step as it stands in addresses and codes: `seen.less`.
    pub fn pair(&self, (node, answer): (usize, usize)) -> String {
        let node = &self.nodes[node];
        format!("{}.{}", node.id, node.answers[answer].id)
    }

    /// What reopens a page: `balance@3f2a1c:seen.less,pending.none`, or of a node without a trail `balance@3f2a1c:wait`.
    pub fn code(&self, node: usize, steps: &[(usize, usize)]) -> String {
        let pairs: Vec<String> = match steps {
            [] if node != self.start => vec![self.nodes[node].id.clone()],
            steps => steps.iter().map(|step| self.pair(*step)).collect(),
        };
        format!("{}@{}:{}", self.id, self.version, pairs.join(","))
    }

    /// The safety outcome that the first question leads to, in the order readers see its answers; else the first there is.
    pub fn safety(&self) -> Option<usize> {
        let is_safety = |node: &usize| self.nodes[*node].kind == NodeKind::End(EndKind::Safety);
        let next = |node: usize| self.nodes[node].answers.iter().map(|answer| answer.to);
        let near = next(self.start).find_map(|to| std::iter::once(to).chain(next(to)).find(is_safety));
        near.or_else(|| (0..self.nodes.len()).find(is_safety))
    }

    /// Whether every beginning of a path has a page of its own.
    pub fn has_prefix_pages(&self) -> bool {
        !self.beginnings.is_empty()
    }

    /// Its paths, one at a time.
    pub fn paths(&self) -> Paths<'_> {
        Paths::new(self)
    }

    /// The documents that it leads to, with the nodes that do.
    pub fn articles(&self) -> impl Iterator<Item = (usize, &Article)> {
        self.nodes.iter().enumerate().filter_map(|(index, node)| Some((index, node.article.as_ref()?)))
    }
}

/// Reads and checks every tree. Those that cannot be walked are left out; then there is an error, too.
pub fn compile(sources: &SourceTree, site: &Site<'_>) -> Outcome<Troubleshooter> {
    let mut found = Vec::new();
    let locales = &site.config.locales;
    let contacts = Contacts::parse(sources, site);
    found.extend(contacts.diagnostics);
    let contacts = contacts.value;
    check_front_matter(site, &contacts, &mut found);
    let mut articles = Articles { site, sources, reached: contacts.page.into_iter().collect() };
    let mut trees = Vec::new();
    let files = tree_files(sources, &mut found);
    let written = sources.files().filter(|(_, file)| file.path.as_str().starts_with(FOLDER)).count();
    for (file, id) in files {
        let parsed = parse::parse(file, &id, sources.text(file), locales);
        found.extend(parsed.diagnostics);
        let Some(tree) = parsed.value else { continue };
        let order = tree.order;
        let compiled =
            Compiler { site, contacts: &contacts, articles: &mut articles, found: &mut found }.tree(&tree);
        trees.extend(compiled.map(|tree| (order, tree)));
    }
    if !trees.is_empty() {
        reserved(site, &mut found);
        // A tree that could not be read may well lead there.
        if trees.len() == written && !found.iter().any(|it| it.code == Code::TreeArticleUnknown) {
            articles.unreached(&mut found);
        }
        articles.secrets(&mut found);
    }
    trees.sort_by_key(|(order, tree)| (order.unwrap_or(i64::MAX), tree.id.clone()));
    let trees = trees.into_iter().map(|(_, tree)| tree).collect();
    Outcome { value: Troubleshooter { trees, contacts }, diagnostics: found }
}

/// Documents, files and aliases where the pages of trees go.
fn reserved(site: &Site<'_>, found: &mut Vec<Diagnostic>) {
    let lies_there = |path: &str| path.starts_with(ENTRY);
    let set =
        |set: &TranslationSet| lies_there(&set.path).then(|| Span::new(site.document(set.lead).file, 0..0));
    let asset = |asset: &Asset| lies_there(&format!("/{}", asset.path)).then(|| Span::new(asset.file, 0..0));
    let alias = |alias: &Alias| {
        let own = site
            .locales()
            .any(|(locale, _)| alias.from.as_str().starts_with(site.localised_path(ENTRY, locale).as_str()));
        own.then(|| Span::new(site.document(site.set(alias.set).lead).file, 0..0))
    };
    let places = site.sets.iter().filter_map(set);
    for place in
        places.chain(site.assets.iter().filter_map(asset)).chain(site.aliases.iter().filter_map(alias))
    {
        let message = Text::new(
            "`/troubleshoot/` 是决策树的地址，这里不能再用",
            "`/troubleshoot/` holds the pages of the decision trees",
        );
        found.push(
            Diagnostic::new(Code::OutputCollision, message)
                .at(place)
                .help("换一个文件夹、slug 或别名", "choose another folder, slug or alias"),
        );
    }
}

/// Reads one tree file on its own, for commands that work on files.
pub fn parse_file(file: FileId, id: &str, text: &str, locales: &[Locale]) -> Outcome<Option<TreeFile>> {
    parse::parse(file, id, text, locales)
}

/// The tree files with their ids, in order of path.
pub fn tree_files(sources: &SourceTree, found: &mut Vec<Diagnostic>) -> Vec<(FileId, String)> {
    let mut files = Vec::new();
    for (file, source) in sources.files() {
        let Some(name) = source.path.as_str().strip_prefix(FOLDER) else { continue };
        let Some(id) = name.strip_suffix(".yaml").filter(|id| !id.contains('/')) else {
            let lower = name.to_ascii_lowercase();
            if lower.ends_with(".yml") || lower.ends_with(".yaml") {
                found.push(misplaced(file, name));
            }
            continue;
        };
        let valid = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && id.starts_with(|c: char| c.is_ascii_lowercase())
            && id.len() <= parse::LONGEST_ID;
        // What is wrong with the file as a whole says all there is to say.
        if !source.problems.is_empty() {
            continue;
        }
        if valid {
            files.push((file, id.to_string()));
        } else {
            let message =
                Text::new(format!("`{id}` 不能当树的名字"), format!("`{id}` cannot be the name of a tree"));
            found.push(Diagnostic::new(Code::TreeIdInvalid, message).at(Span::new(file, 0..0)).help(
                "文件名用小写字母、数字和连字符",
                "name the file in lower-case letters, digits and hyphens",
            ));
        }
    }
    files
}

fn misplaced(file: FileId, name: &str) -> Diagnostic {
    let message = Text::new(format!("`{name}` 不会被当成决策树"), format!("`{name}` is not read as a tree"));
    Diagnostic::new(Code::FileIgnored, message).at(Span::new(file, 0..0)).help(
        "决策树直接放在 content/troubleshooters/ 里，扩展名是 `.yaml`",
        "trees lie directly in content/troubleshooters/ and end in `.yaml`",
    )
}

/// `contact` of the front matter names a channel.
fn check_front_matter(site: &Site<'_>, contacts: &Contacts, found: &mut Vec<Diagnostic>) {
    for set in &site.sets {
        if let Some(contact) = &site.document(set.lead).front_matter.contact {
            contacts.find(std::slice::from_ref(contact), found);
        }
    }
}

struct Compiler<'a, 'b> {
    site: &'a Site<'a>,
    contacts: &'a Contacts,
    articles: &'b mut Articles<'a>,
    found: &'b mut Vec<Diagnostic>,
}

impl Compiler<'_, '_> {
    fn tree(&mut self, tree: &TreeFile) -> Option<Tree> {
        let before = self.found.len();
        let graph = graph::link(tree, self.found);
        check::check(tree, graph.as_ref(), &self.site.config.locales, self.found);
        self.texts(tree);
        let about: Vec<SetIndex> =
            tree.about.iter().filter_map(|id| Some(self.articles.find(id, self.found)?.set)).collect();
        let parts: Vec<Parts> = tree.nodes.iter().map(|node| self.parts(node)).collect();
        article::try_order(tree, self.site, self.found);
        let graph = graph?;
        safety::outcome(tree, &graph, self.found);
        // What cannot be changed in severity stops the build, and may have left the tree unfit to be walked.
        if self.found[before..].iter().any(|it| it.code.is_fixed()) {
            return None;
        }
        Some(assemble(tree, &graph, about, parts))
    }

    fn texts(&mut self, tree: &TreeFile) {
        for (_, text) in tree.texts() {
            for written in text.texts.values() {
                // A quotation mark belongs to the place, not to the text.
                let source = &self.articles.sources.text(tree.file)[written.span.start..];
                let start = written.span.start + usize::from(source.starts_with(['"', '\'']));
                safety::secrets(tree.file, &written.value, start, self.found);
                safety::contacts(&written.value, written.span, self.contacts, self.found);
            }
        }
    }

    fn parts(&mut self, node: &FileNode) -> Parts {
        match &node.kind {
            Some(FileKind::Try(fix)) => {
                Parts { article: self.articles.find_steps(&fix.article, self.found), channels: Vec::new() }
            }
            Some(FileKind::End(end)) => {
                let article = end.article.as_ref().and_then(|it| self.articles.find(it, self.found));
                let mut channels = self.contacts.find(&end.contact, self.found);
                if channels.is_empty() && end.contact.is_empty() {
                    channels.extend(article.as_ref().and_then(|article| self.channel_of(article.set)));
                }
                if end.kind == EndKind::Contact && channels.is_empty() && end.contact.is_empty() {
                    self.found.push(no_channel(&node.id));
                }
                Parts { article, channels }
            }
            _ => Parts { article: None, channels: Vec::new() },
        }
    }

    fn channel_of(&self, set: SetIndex) -> Option<usize> {
        let contact = self.site.document(self.site.set(set).lead).front_matter.contact.as_ref()?;
        self.contacts.channels.iter().position(|channel| channel.id == contact.value)
    }
}

fn no_channel(id: &Spanned<String>) -> Diagnostic {
    let name = &id.value;
    let message = Text::new(
        format!("结果 `{name}` 没有给出联系渠道"),
        format!("the outcome `{name}` offers no channel of contacts.yaml"),
    );
    Diagnostic::new(Code::TreeContactMissing, message).at(id.span).help(
        "写上 `contact: [渠道的 id]`，渠道写在 content/contacts.yaml 里",
        "write `contact: [id]` with a channel of content/contacts.yaml",
    )
}
