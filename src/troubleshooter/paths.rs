//! Numbers of a tree, by dynamic programming over its topological order: paths are never listed to be counted.

use super::graph::Graph;
use super::parse::EndKind;
use super::{Beginning, NodeKind, Tree, TreeNode};

/// What `wenda tree show` says of a tree as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// Nodes.
    pub nodes: usize,
    /// Ways from the start to an outcome; `u64::MAX` stands for more.
    pub paths: u64,
    /// Different beginnings of paths, the empty one included.
    pub prefixes: u64,
    /// Answers on the longest path.
    pub longest: usize,
    /// Answers on a path, on average over all paths.
    pub mean: f64,
    /// The same with `share` as chances; answers without one, and those of a fix, are equally likely.
    pub weighted: f64,
    /// How likely each kind of outcome is, with the same chances.
    pub outcomes: Vec<(EndKind, f64)>,
}

/// The most answers that may still follow at each node.
pub(super) fn steps_left(graph: &Graph) -> Vec<usize> {
    let mut left = vec![0; graph.targets.len()];
    for node in graph.order.iter().rev() {
        left[*node] = graph.targets[*node].iter().map(|to| left[*to] + 1).max().unwrap_or(0);
    }
    left
}

/// How many ways lead from the start to each node.
fn ways_to(graph: &Graph) -> Vec<u64> {
    let mut ways = vec![0u64; graph.targets.len()];
    ways[graph.start] = 1;
    for node in &graph.order {
        for to in &graph.targets[*node] {
            ways[*to] = ways[*to].saturating_add(ways[*node]);
        }
    }
    ways
}

/// The nodes of the longest path.
pub(super) fn longest_path(graph: &Graph) -> Vec<usize> {
    let left = steps_left(graph);
    let mut path = vec![graph.start];
    let mut node = graph.start;
    while let Some(next) = graph.targets[node].iter().copied().find(|to| left[*to] + 1 == left[node]) {
        path.push(next);
        node = next;
    }
    path
}

/// All numbers.
pub(super) fn numbers(graph: &Graph, nodes: &[TreeNode]) -> Numbers {
    let ways = ways_to(graph);
    let is_end = |node: &usize| graph.targets[*node].is_empty();
    let paths = (0..nodes.len()).filter(is_end).fold(0u64, |sum, node| sum.saturating_add(ways[node]));
    let (weighted, outcomes) = chances(graph, nodes);
    Numbers {
        nodes: nodes.len(),
        paths,
        prefixes: ways.iter().fold(0, |sum: u64, ways| sum.saturating_add(*ways)),
        longest: steps_left(graph)[graph.start],
        mean: mean_length(graph),
        weighted,
        outcomes,
    }
}

/// Count and total length of the paths from each node on, in floating point: the counts may be astronomical.
fn mean_length(graph: &Graph) -> f64 {
    let mut count = vec![0.0f64; graph.targets.len()];
    let mut total = vec![0.0f64; graph.targets.len()];
    for node in graph.order.iter().rev() {
        if graph.targets[*node].is_empty() {
            count[*node] = 1.0;
        }
        for to in &graph.targets[*node] {
            count[*node] += count[*to];
            total[*node] += total[*to] + count[*to];
        }
    }
    if count[graph.start] > 0.0 { total[graph.start] / count[graph.start] } else { 0.0 }
}

fn chances(graph: &Graph, nodes: &[TreeNode]) -> (f64, Vec<(EndKind, f64)>) {
    let mut chance = vec![0.0f64; nodes.len()];
    chance[graph.start] = 1.0;
    let mut steps = 0.0;
    let mut outcomes: Vec<(EndKind, f64)> = EndKind::ALL.iter().map(|(kind, _)| (*kind, 0.0)).collect();
    for index in &graph.order {
        let (node, here) = (&nodes[*index], chance[*index]);
        if let NodeKind::End(kind) = node.kind {
            outcomes[kind as usize].1 += here;
            continue;
        }
        steps += here;
        for (answer, part) in node.answers.iter().zip(parts(node)) {
            chance[answer.to] += here * part;
        }
    }
    outcomes.retain(|(_, chance)| *chance > 0.0);
    (steps, outcomes)
}

/// The chance of each answer: its share where shares are given, else all equal.
fn parts(node: &TreeNode) -> Vec<f64> {
    let sum: u32 = node.answers.iter().filter_map(|answer| answer.share).sum();
    let part = |share: Option<u32>| match sum {
        0 => 1.0 / f64::from(u32::try_from(node.answers.len()).unwrap_or(u32::MAX)),
        sum => f64::from(share.unwrap_or(0)) / f64::from(sum),
    };
    node.answers.iter().map(|answer| part(answer.share)).collect()
}

/// The paths of a tree, from the start to an outcome each, in reading order and one at a time: there may be
/// astronomically many.
#[derive(Clone, Debug)]
pub struct Paths<'a> {
    tree: &'a Tree,
    /// The path to go down from; `None` when there is none left.
    next: Option<Vec<(usize, usize)>>,
}

impl<'a> Paths<'a> {
    pub(super) fn new(tree: &'a Tree) -> Paths<'a> {
        Paths { tree, next: Some(Vec::new()) }
    }

    fn answers(&self, node: usize) -> usize {
        self.tree.nodes[node].answers.len()
    }

    fn target(&self, (node, answer): (usize, usize)) -> usize {
        self.tree.nodes[node].answers[answer].to
    }
}

impl Iterator for Paths<'_> {
    type Item = Beginning;

    fn next(&mut self) -> Option<Beginning> {
        let mut steps = self.next.take()?;
        let mut node = steps.last().map_or(self.tree.start, |step| self.target(*step));
        while self.answers(node) > 0 {
            steps.push((node, 0));
            node = self.target((node, 0));
        }
        let path = Beginning { steps: steps.clone(), node };
        while let Some((node, answer)) = steps.pop() {
            if answer + 1 < self.answers(node) {
                steps.push((node, answer + 1));
                self.next = Some(steps);
                break;
            }
        }
        Some(path)
    }
}
