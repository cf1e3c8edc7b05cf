//! The tree as a graph: does every answer lead somewhere, is every node reached, does every path end?
//!
//! In: a [`TreeFile`]. Out: a [`Graph`], whole only when nothing is wrong, and diagnostics grouped by their cause:
//! a target that is misspelt makes nodes unreachable, and they are not reported while it is.
//! Nothing here recurses: a path may be thousands of nodes long.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Text};
use crate::source::{Span, Spanned};
use crate::suggest::nearest;

use super::parse::{FileKind, FileNode, TreeFile};

/// Most circles that are reported of one tree.
const MOST_CYCLES: usize = 20;

/// Where the answers of each node lead, as indices into the nodes of the file.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    /// The first question.
    pub start: usize,
    /// Targets of each node, in written order: of its answers, or of `fixed`, `still` and `cannot`.
    pub targets: Vec<Vec<usize>>,
    /// All nodes, each after those that lead to it.
    pub order: Vec<usize>,
}

/// One answer's target.
struct Edge {
    to: Option<usize>,
    /// The node that a misspelt target probably means.
    meant: Option<usize>,
    span: Span,
}

/// The targets that a node writes.
pub(super) fn written_targets(node: &FileNode) -> Vec<&Spanned<String>> {
    match &node.kind {
        Some(FileKind::Ask(ask)) => ask.answers.iter().filter_map(|answer| answer.go.as_ref()).collect(),
        Some(FileKind::Try(fix)) => fix.ways.iter().map(|(_, target)| target).collect(),
        Some(FileKind::End(_)) | None => Vec::new(),
    }
}

/// Looks up every target. `None` when the tree cannot be walked.
pub(super) fn link(tree: &TreeFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Graph> {
    let linker = Linker::new(tree);
    let before = diagnostics.len();
    let start = linker.start(diagnostics);
    let edges = linker.edges(diagnostics);
    linker.incomplete(diagnostics);
    let is_loose = tree.nodes.iter().any(|node| node.kind.is_none())
        || edges.iter().flatten().any(|edge| edge.to.or(edge.meant).is_none())
        || tree.nodes.iter().any(lacks_target)
        || diagnostics[before..].iter().any(|it| it.code == Code::TreeTryIncomplete);
    let unreached = match start {
        Some(start) if !is_loose => linker.unreached(start, &edges),
        _ => Vec::new(),
    };
    let cycles = linker.cycles(&edges, &unreached);
    if cycles.is_empty() {
        diagnostics.extend(linker.unreachable(&unreached, &edges));
    }
    diagnostics.extend(cycles);
    let is_broken = |it: &Diagnostic| it.code.is_fixed();
    if diagnostics[before..].iter().any(is_broken) || is_loose {
        return None;
    }
    let targets: Vec<Vec<usize>> =
        edges.iter().map(|edges| edges.iter().filter_map(|edge| edge.to).collect()).collect();
    let order = topological(&targets);
    Some(Graph { start: start?, targets, order })
}

/// An answer that does not say where to go, which was reported when it was read.
fn lacks_target(node: &FileNode) -> bool {
    matches!(&node.kind, Some(FileKind::Ask(ask)) if ask.answers.iter().any(|answer| answer.go.is_none()))
}

struct Linker<'a> {
    tree: &'a TreeFile,
    index: BTreeMap<&'a str, usize>,
    aliases: BTreeMap<&'a str, usize>,
}

impl<'a> Linker<'a> {
    fn new(tree: &'a TreeFile) -> Linker<'a> {
        let nodes = || tree.nodes.iter().enumerate();
        let index = nodes().map(|(at, node)| (node.id.value.as_str(), at)).collect();
        let aliases = nodes()
            .flat_map(|(at, node)| node.aliases.iter().map(move |alias| (alias.value.as_str(), at)))
            .collect();
        Linker { tree, index, aliases }
    }

    fn id(&self, node: usize) -> &'a str {
        &self.tree.nodes[node].id.value
    }

    /// The node that was probably meant by a name that is none.
    fn meant(&self, name: &str) -> Option<usize> {
        let renamed = self.aliases.get(name).copied();
        renamed.or_else(|| nearest(name, self.index.keys().copied()).map(|id| self.index[id]))
    }

    fn start(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
        let Some(start) = &self.tree.start else {
            let message = Text::new("没有写从哪个节点开始", "it is not said where the tree starts");
            diagnostics.push(
                Diagnostic::new(Code::TreeStartUnknown, message)
                    .placed(self.tree.title.span)
                    .help("写上 `start: 第一问的 id`", "write `start:` and the id of the first question"),
            );
            return None;
        };
        let found = self.index.get(start.value.as_str()).copied();
        if found.is_none() {
            let name = &start.value;
            let message = Text::new(
                format!("没有开始节点 `{name}`"),
                format!("the start node `{name}` does not exist"),
            );
            let meant = self.meant(name);
            diagnostics.push(
                Diagnostic::new(Code::TreeStartUnknown, message)
                    .at(start.span)
                    .did_you_mean(meant.map(|node| self.id(node))),
            );
            return meant;
        }
        found
    }

    /// Every edge; a target that does not exist is reported once, with all places that name it.
    fn edges(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<Edge>> {
        let mut missing: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        let mut edge = |target: &'a Spanned<String>| {
            let to = self.index.get(target.value.as_str()).copied();
            if to.is_none() {
                missing.entry(&target.value).or_default().push(target.span);
            }
            let meant = if to.is_none() { self.meant(&target.value) } else { None };
            Edge { to, meant, span: target.span }
        };
        let edges = self
            .tree
            .nodes
            .iter()
            .map(|node| written_targets(node).into_iter().map(&mut edge).collect())
            .collect();
        for (name, spans) in missing {
            diagnostics.push(self.unknown_target(name, &spans));
        }
        edges
    }

    fn unknown_target(&self, name: &str, spans: &[Span]) -> Diagnostic {
        let message = Text::new(format!("没有节点 `{name}`"), format!("no node `{name}`"));
        let mut diagnostic = Diagnostic::new(Code::TreeTargetUnknown, message).at(spans[0]);
        for span in &spans[1..] {
            diagnostic = diagnostic.related(*span, "这里也写了它", "also named here");
        }
        match self.aliases.get(name) {
            Some(node) => {
                let id = self.id(*node);
                diagnostic.help(format!("它改名为 `{id}` 了"), format!("it is called `{id}` now"))
            }
            None => diagnostic.did_you_mean(self.meant(name).map(|node| self.id(node))),
        }
    }

    fn incomplete(&self, diagnostics: &mut Vec<Diagnostic>) {
        for node in &self.tree.nodes {
            let (id, span) = (&node.id.value, node.id.span);
            match &node.kind {
                Some(FileKind::Try(fix)) => {
                    for way in ["fixed", "still"] {
                        if !fix.ways.iter().any(|(written, _)| *written == way) {
                            diagnostics.push(try_incomplete(id, way, span));
                        }
                    }
                }
                Some(FileKind::Ask(ask)) if ask.answers.is_empty() => {
                    let message = Text::new(
                        format!("`{id}` 没有回答可选，走不到任何结果"),
                        format!("no outcome can be reached from `{id}`: it has no answers"),
                    );
                    diagnostics.push(
                        Diagnostic::new(Code::TreeNoOutcome, message)
                            .at(span)
                            .help("在 `answers:` 下面写至少两个回答", "write at least two below `answers:`"),
                    );
                }
                _ => {}
            }
        }
    }

    // ---- reachability

    /// The nodes that no path from the start reaches, misspelt targets taken for what they mean.
    fn unreached(&self, start: usize, edges: &[Vec<Edge>]) -> Vec<usize> {
        let mut seen = vec![false; edges.len()];
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut seen[node], true) {
                open.extend(edges[node].iter().filter_map(|edge| edge.to.or(edge.meant)));
            }
        }
        (0..edges.len()).filter(|node| !seen[*node]).collect()
    }

    /// One diagnostic for each group of unreached nodes: at its first node, the others hang on it.
    fn unreachable(&self, unreached: &[usize], edges: &[Vec<Edge>]) -> Vec<Diagnostic> {
        let mut left: Vec<bool> = vec![false; edges.len()];
        let mut has_parent = vec![false; edges.len()];
        for node in unreached {
            left[*node] = true;
            for to in edges[*node].iter().filter_map(|edge| edge.to).filter(|to| to != node) {
                has_parent[to] = true;
            }
        }
        let roots = unreached.iter().filter(|node| !has_parent[**node]);
        let mut diagnostics = Vec::new();
        // After the roots, circles that nothing leads to are left.
        for root in roots.chain(unreached) {
            let mut behind = 0usize;
            let mut open = vec![*root];
            while let Some(node) = open.pop() {
                if std::mem::replace(&mut left[node], false) {
                    behind += 1;
                    open.extend(edges[node].iter().filter_map(|edge| edge.to));
                }
            }
            if behind > 0 {
                diagnostics.push(self.no_way_to(*root, behind - 1));
            }
        }
        diagnostics
    }

    fn no_way_to(&self, node: usize, behind: usize) -> Diagnostic {
        let id = self.id(node);
        let message = Text::new(format!("没有回答通向 `{id}`"), format!("no answer leads to `{id}`"));
        let diagnostic =
            Diagnostic::new(Code::TreeUnreachable, message).at(self.tree.nodes[node].id.span).help(
                format!("在某个回答里写 `go: {id}`，或删掉这个节点"),
                format!("write `go: {id}` at an answer, or delete the node"),
            );
        match behind {
            0 => diagnostic,
            _ => diagnostic.help(
                format!("它后面还有 {behind} 个节点也走不到"),
                format!("{behind} more cannot be reached for the same reason"),
            ),
        }
    }

    // ---- circles

    fn cycles(&self, edges: &[Vec<Edge>], unreached: &[usize]) -> Vec<Diagnostic> {
        let mut diagnostics: BTreeMap<Span, Diagnostic> = BTreeMap::new();
        let ends = self.reaching_ends(edges);
        for circle in circles(edges) {
            let (from, edge) = culprit(&circle, edges);
            let start = circle.iter().position(|node| *node == from).unwrap_or(0);
            let mut names: Vec<&str> =
                (0..circle.len()).map(|step| self.id(circle[(start + 1 + step) % circle.len()])).collect();
            names.push(names[0]);
            let path = shortened(&names);
            let message = Text::new(format!("绕成了圈：{path}"), format!("goes round in a circle: {path}"));
            let mut diagnostic = Diagnostic::new(Code::TreeCycle, message)
                .at(edge.span)
                .label("从这里绕回去", "back again from here");
            if !ends[from] {
                diagnostic =
                    diagnostic.help("从这个圈里走不到任何结果", "no outcome can be reached from this circle");
            }
            if let Some(lost) = unreached.first() {
                let id = self.id(*lost);
                diagnostic = diagnostic.help(
                    format!("没有回答通向 `{id}`：也许这里应该去那里"),
                    format!("no answer leads to `{id}`: perhaps this one should"),
                );
            }
            diagnostics.entry(edge.span).or_insert(diagnostic);
        }
        diagnostics.into_values().collect()
    }

    /// Whether an outcome can be reached from each node.
    fn reaching_ends(&self, edges: &[Vec<Edge>]) -> Vec<bool> {
        let mut sources: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
        for (from, edges) in edges.iter().enumerate() {
            for to in edges.iter().filter_map(|edge| edge.to.or(edge.meant)) {
                sources[to].push(from);
            }
        }
        let is_end = |node: &usize| matches!(self.tree.nodes[*node].kind, Some(FileKind::End(_)));
        let mut open: Vec<usize> = (0..edges.len()).filter(is_end).collect();
        let mut reaching = vec![false; edges.len()];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut reaching[node], true) {
                open.extend(&sources[node]);
            }
        }
        reaching
    }
}

fn try_incomplete(id: &str, way: &str, span: Span) -> Diagnostic {
    let answer = match way {
        "fixed" => Text::new("“解决了”", "“it worked”"),
        _ => Text::new("“还是不行”", "“still not working”"),
    };
    let message = Text::new(
        format!("`{id}` 没有写{}之后去哪里（`{way}`）", answer.zh),
        format!("`{id}` does not say where to go when the answer is {} (`{way}`)", answer.en),
    );
    Diagnostic::new(Code::TreeTryIncomplete, message)
        .at(span)
        .help(format!("写上 `{way}: 节点的 id`"), format!("write `{way}:` and the id of a node"))
}

/// The nodes of each circle, found by a depth-first search with a stack of its own.
fn circles(edges: &[Vec<Edge>]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut is_open = vec![false; edges.len()];
    let mut is_done = vec![false; edges.len()];
    for root in 0..edges.len() {
        let mut stack: Vec<(usize, usize)> = Vec::new();
        if !is_done[root] {
            is_open[root] = true;
            stack.push((root, 0));
        }
        while let Some((node, next)) = stack.last_mut() {
            let node = *node;
            let Some(edge) = edges[node].get(*next) else {
                is_open[node] = false;
                is_done[node] = true;
                stack.pop();
                continue;
            };
            *next += 1;
            let Some(to) = edge.to else { continue };
            if is_open[to] {
                let start = stack.iter().position(|(open, _)| *open == to).unwrap_or(0);
                found.push(stack[start..].iter().map(|(node, _)| *node).collect());
                if found.len() == MOST_CYCLES {
                    return found;
                }
            } else if !is_done[to] {
                is_open[to] = true;
                stack.push((to, 0));
            }
        }
    }
    found
}

/// The edge to blame for a circle: trees are written from the first question down, so it is the one that leads
/// farthest back up. Gives the node it leaves, too.
fn culprit<'a>(circle: &[usize], edges: &'a [Vec<Edge>]) -> (usize, &'a Edge) {
    let steps = (0..circle.len()).map(|at| (circle[at], circle[(at + 1) % circle.len()]));
    let (from, to) = steps
        .max_by_key(|(from, to)| from.saturating_sub(*to) + usize::from(from >= to))
        .expect("a circle has at least one edge");
    let edge = edges[from].iter().find(|edge| edge.to == Some(to)).expect("the search came along this edge");
    (from, edge)
}

/// `a -> b -> c -> a`; of a very long circle the ends.
fn shortened(names: &[&str]) -> String {
    match names.len() {
        0..=40 => names.join(" -> "),
        length => {
            let (head, tail) = (names[..20].join(" -> "), names[length - 19..].join(" -> "));
            format!("{head} -> … ({}) … -> {tail}", length - 39)
        }
    }
}

/// Kahn's algorithm (1962); the graph is known to be acyclic.
fn topological(targets: &[Vec<usize>]) -> Vec<usize> {
    let mut incoming = vec![0usize; targets.len()];
    for to in targets.iter().flatten() {
        incoming[*to] += 1;
    }
    let mut order: Vec<usize> = (0..targets.len()).filter(|node| incoming[*node] == 0).collect();
    let mut at = 0;
    while at < order.len() {
        for to in &targets[order[at]] {
            incoming[*to] -= 1;
            if incoming[*to] == 0 {
                order.push(*to);
            }
        }
        at += 1;
    }
    order
}
