//! `wenda tree show` and `wenda tree paths`: a tree as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::config::Locale;
use crate::diag::Language;
use crate::pipeline::Trees;
use crate::site::{LocaleIndex, SetIndex, Site};
use crate::troubleshooter::{self, EndKind, Labels, NodeKind, Numbers, Tree, TreeNode};

use super::arguments::{PathsArguments, ShowArguments};
use crate::cli::terminal::Terminal;
use crate::cli::{Exit, Failure};

/// Runs `wenda tree show`.
pub fn show(arguments: &ShowArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let language = terminal.language;
    super::print(&arguments.site, terminal, |trees| {
        let locales = &trees.site.config.locales;
        let locale = super::locale(locales, arguments.locale.as_deref(), language)?;
        let index = LocaleIndex(locales.iter().position(|other| other == locale).unwrap_or(0));
        let view = View { trees, locale, index, language, labels: Labels::new(trees.theme) };
        match &arguments.tree {
            Some(id) => Ok(view.tree(super::find(&trees.troubleshooter.trees, id)?)),
            None => Ok(view.table() + &view.coverage()),
        }
    })
}

/// Runs `wenda tree paths`.
pub fn paths(arguments: &PathsArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let limit = usize::from(arguments.limit);
    let mut total = 0;
    let exit = super::print(&arguments.site, terminal, |trees| {
        let tree = super::find(&trees.troubleshooter.trees, &arguments.tree)?;
        total = tree.numbers.paths;
        Ok(tree.paths().take(limit).map(|path| line(tree, &path)).collect())
    })?;
    if total > u64::from(arguments.limit) {
        let total = count(total);
        terminal.remark(
            &format!("只列出前 {limit} 条，共 {total} 条"),
            &format!("the first {limit} of {total} paths"),
        );
    }
    Ok(exit)
}

/// `balance: seen.less pending.none => support`
fn line(tree: &Tree, path: &troubleshooter::Beginning) -> String {
    let pairs: String = path.steps.iter().map(|step| tree.pair(*step) + " ").collect();
    format!("{}: {pairs}=> {}\n", tree.id, tree.nodes[path.node].id)
}

/// What trees are shown with.
struct View<'a> {
    trees: &'a Trees<'a>,
    locale: &'a Locale,
    index: LocaleIndex,
    language: Language,
    labels: Labels,
}

impl View<'_> {
    fn words<'b>(&self, zh: &'b str, en: &'b str) -> &'b str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    // ---- one tree

    fn tree(&self, tree: &Tree) -> String {
        let mut out = format!("{} · {}\n", tree.title.get(self.locale), tree.version);
        for index in &tree.order {
            self.node(tree, &tree.nodes[*index], &mut out);
        }
        let numbers = numbers(tree, self.language);
        let _ = writeln!(out, "\n{numbers}");
        let covered: Vec<&str> = reached(tree, self.trees.site).into_iter().map(|set| self.id(set)).collect();
        let _ = writeln!(out, "{}{}", self.words("通到：", "reaches: "), covered.join(", "));
        out
    }

    fn node(&self, tree: &Tree, node: &TreeNode, out: &mut String) {
        let kind = match (node.kind, &node.article) {
            (NodeKind::Ask, _) => String::new(),
            (NodeKind::Try, None) => " [try]".to_string(),
            (NodeKind::Try, Some(article)) => match &article.anchor {
                Some(anchor) => format!(" [try {}#{anchor}]", self.id(article.set)),
                None => format!(" [try {}]", self.id(article.set)),
            },
            (NodeKind::End(end), _) => format!(" [{}]", end.name()),
        };
        let _ = writeln!(out, "\n{}{kind} {}", node.id, self.quoted(node));
        let widest = node.answers.iter().map(|answer| answer.id.len()).max().unwrap_or(0);
        for answer in &node.answers {
            let target = &tree.nodes[answer.to];
            let words = self.labels.of(node, answer).get(self.locale);
            let mut notes = answer.share.map(|share| format!("  {share}%")).unwrap_or_default();
            if answer.is_risk {
                notes.push_str(self.words("  危险", "  risk"));
            }
            let (id, to, heading) = (&answer.id, &target.id, self.quoted(target));
            let _ = writeln!(out, "  {id:widest$} → {to} {heading}{notes}  {words}");
        }
    }

    /// What a node says, in the quotation marks of its language.
    fn quoted(&self, node: &TreeNode) -> String {
        let text = troubleshooter::heading(node, self.trees.site, self.index);
        match self.locale.language() {
            "zh" | "ja" => format!("「{text}」"),
            _ => format!("“{text}”"),
        }
    }

    fn id(&self, set: SetIndex) -> &str {
        self.trees.site.set(set).id.as_str()
    }

    // ---- all trees

    fn table(&self) -> String {
        let head = match self.language {
            Language::Chinese => ["决策树", "节点", "路", "前缀", "最长", "平均", "加权", "找客服"],
            Language::English => {
                ["tree", "nodes", "paths", "prefixes", "longest", "mean", "weighted", "contact"]
            }
        };
        let mut rows = vec![(head.map(str::to_string), self.words("标题", "title").to_string())];
        for tree in &self.trees.troubleshooter.trees {
            let it = &tree.numbers;
            let cells = [
                tree.id.clone(),
                it.nodes.to_string(),
                count(it.paths),
                count(it.prefixes),
                it.longest.to_string(),
                format!("{:.2}", it.mean),
                format!("{:.2}", it.weighted),
                format!("{:.1}%", contact(it)),
            ];
            rows.push((cells, tree.title.get(self.locale).to_string()));
        }
        aligned(&rows)
    }

    /// Which tree leads to which symptom and fix.
    fn coverage(&self) -> String {
        let site = self.trees.site;
        let mut trees: BTreeMap<SetIndex, Vec<&str>> = BTreeMap::new();
        for index in (0..site.sets.len()).map(SetIndex).filter(|set| is_covered_kind(site, *set)) {
            trees.insert(index, Vec::new());
        }
        for tree in &self.trees.troubleshooter.trees {
            for set in reached(tree, site) {
                trees.entry(set).or_default().push(&tree.id);
            }
        }
        let widest = trees.keys().map(|set| self.id(*set).len()).max().unwrap_or(0);
        let mut out = if trees.is_empty() { String::new() } else { "\n".to_string() };
        for (set, trees) in &trees {
            let is_alone = site.document(site.set(*set).lead).front_matter.standalone;
            let names = match trees.as_slice() {
                [] if is_alone => self.words("不需要（standalone）", "not needed (standalone)").to_string(),
                [] => "–".to_string(),
                names => names.join(", "),
            };
            let _ = writeln!(out, "{:widest$}  {names}", self.id(*set));
        }
        out
    }
}

/// Numbers to the right, names to the left; wide characters count two.
fn aligned(rows: &[([String; 8], String)]) -> String {
    let mut widths = [0; 8];
    for (cells, _) in rows {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = cell.width().max(*width);
        }
    }
    let mut out = String::new();
    for (cells, title) in rows {
        for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let space = " ".repeat(width - cell.width());
            let _ = match at {
                0 => write!(out, "{cell}{space}  "),
                _ => write!(out, "{space}{cell}  "),
            };
        }
        let _ = writeln!(out, "{title}");
    }
    out
}

/// Whether a document is a symptom or a fix, which trees should lead to.
fn is_covered_kind(site: &Site<'_>, set: SetIndex) -> bool {
    let set = site.set(set);
    let kind = site.kind(set.collection).map(|kind| kind.id.as_str());
    matches!(kind, Some("symptoms" | "fixes")) && !set.is_index
}

/// The symptoms and fixes that a tree leads to or starts from, in order of id.
fn reached(tree: &Tree, site: &Site<'_>) -> Vec<SetIndex> {
    let articles = tree.articles().map(|(_, article)| article.set);
    let mut sets: Vec<SetIndex> =
        tree.about.iter().copied().chain(articles).filter(|set| is_covered_kind(site, *set)).collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}

/// `balance: 9 nodes, 18 paths, 32 prefixes, longest 5, mean 3.50 (2.63 weighted), 7.7% end in contact`
fn numbers(tree: &Tree, language: Language) -> String {
    let (id, it) = (&tree.id, &tree.numbers);
    let (paths, prefixes, contact) = (count(it.paths), count(it.prefixes), contact(it));
    let Numbers { nodes, longest, mean, weighted, .. } = it;
    match language {
        Language::Chinese => format!(
            "{id}：{nodes} 个节点，{paths} 条路，{prefixes} 个前缀，最长 {longest} 步，平均 {mean:.2} 步（加权 {weighted:.2}），{contact:.1}% 走到找客服"
        ),
        Language::English => format!(
            "{id}: {nodes} nodes, {paths} paths, {prefixes} prefixes, longest {longest}, mean {mean:.2} ({weighted:.2} weighted), {contact:.1}% end in contact"
        ),
    }
}

/// How likely a reader ends at support, in percent.
fn contact(numbers: &Numbers) -> f64 {
    let contact = numbers.outcomes.iter().find(|(kind, _)| *kind == EndKind::Contact);
    contact.map_or(0.0, |(_, chance)| chance * 100.0)
}

/// A number that may have been too large to count.
pub fn count(number: u64) -> String {
    match number {
        u64::MAX => "> 10^19".to_string(),
        number => number.to_string(),
    }
}
