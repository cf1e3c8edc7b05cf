//! What becomes of the paths of an old tree in a new one: the same answers are given again.
//!
//! In: two trees and which node is which. Out: [`PathChanges`]. A reader's answers are taken as answers to questions, not
//! as a sequence: where the new tree asks one thing less, or in another order, the others still count. All paths are
//! tried, or of very many a sample that is the same in every run.

use std::collections::BTreeMap;

use super::diff::Matching;
use super::{Beginning, NodeKind, Tree};

/// Most paths that are tried.
const MOST_PATHS: usize = 10_000;

/// What became of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathChanges {
    /// Paths of the old tree; `u64::MAX` stands for more.
    pub total: u64,
    /// How many of them were tried: all, or a sample.
    pub tried: usize,
    /// Those that end where they did.
    pub unchanged: usize,
    /// Those that end elsewhere, most first.
    pub elsewhere: Vec<EndChange>,
    /// Those that come to a question that their answers do not settle, by its id, most first.
    pub open: Vec<(String, usize)>,
}

/// Paths that now end elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndChange {
    /// Id of the old outcome, with its kind where only that changed.
    pub from: String,
    /// The same of the new one.
    pub to: String,
    /// The new outcome.
    pub node: usize,
    /// How many paths.
    pub count: usize,
    /// The first of them, in ids: `seen.less pending.none`.
    pub example: String,
}

/// Where a path leads in the new tree.
enum Fate {
    Same,
    Elsewhere(usize),
    Open(usize),
}

/// Gives the answers of each old path in the new tree.
pub(super) fn replay(before: &Tree, after: &Tree, matching: &Matching) -> PathChanges {
    let total = before.numbers.paths;
    let paths = match total <= MOST_PATHS as u64 {
        true => before.paths().collect(),
        false => sample(before),
    };
    let mut changes = PathChanges { total, tried: paths.len(), ..PathChanges::default() };
    let mut elsewhere: BTreeMap<(usize, usize), (usize, String)> = BTreeMap::new();
    let mut open: BTreeMap<usize, usize> = BTreeMap::new();
    for path in &paths {
        match fate(path, before, after, matching) {
            Fate::Same => changes.unchanged += 1,
            Fate::Open(node) => *open.entry(node).or_default() += 1,
            Fate::Elsewhere(node) => {
                let example =
                    || path.steps.iter().map(|step| before.pair(*step)).collect::<Vec<_>>().join(" ");
                let entry = elsewhere.entry((path.node, node)).or_insert_with(|| (0, example()));
                entry.0 += 1;
            }
        }
    }
    changes.elsewhere = elsewhere
        .into_iter()
        .map(|((old, node), (count, example))| {
            let (from, to) = names(before, old, after, node);
            EndChange { from, to, node, count, example }
        })
        .collect();
    changes.elsewhere.sort_by_key(|change| std::cmp::Reverse(change.count));
    changes.open = open.into_iter().map(|(node, count)| (after.nodes[node].id.clone(), count)).collect();
    changes.open.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    changes
}

fn fate(path: &Beginning, before: &Tree, after: &Tree, matching: &Matching) -> Fate {
    // Answers that are gone are left out: the question is then open, if it is still asked.
    let given: BTreeMap<usize, usize> = path
        .steps
        .iter()
        .filter_map(|(node, answer)| Some((matching.nodes[*node]?, matching.answers[*node][*answer]?)))
        .collect();
    let mut node = after.start;
    while !after.nodes[node].answers.is_empty() {
        match given.get(&node) {
            Some(answer) => node = after.nodes[node].answers[*answer].to,
            None => return Fate::Open(node),
        }
    }
    let is_same =
        matching.nodes[path.node] == Some(node) && before.nodes[path.node].kind == after.nodes[node].kind;
    if is_same { Fate::Same } else { Fate::Elsewhere(node) }
}

/// The ids of two outcomes; where they are equal, with their kinds.
fn names(before: &Tree, old: usize, after: &Tree, new: usize) -> (String, String) {
    let (was, is) = (&before.nodes[old], &after.nodes[new]);
    if was.id != is.id {
        return (was.id.clone(), is.id.clone());
    }
    let kind = |kind| match kind {
        NodeKind::End(end) => end.name(),
        NodeKind::Ask | NodeKind::Try => "",
    };
    (format!("{} ({})", was.id, kind(was.kind)), format!("{} ({})", is.id, kind(is.kind)))
}

/// Paths drawn at random, each equally likely, from a fixed seed.
fn sample(tree: &Tree) -> Vec<Beginning> {
    let mut below = vec![1.0f64; tree.nodes.len()];
    for node in tree.order.iter().rev().filter(|node| !tree.nodes[**node].answers.is_empty()) {
        let sum: f64 = tree.nodes[*node].answers.iter().map(|answer| below[answer.to]).sum();
        // Numbers that large have no end; where they would, all ways are taken for equally wide.
        below[*node] = sum.min(1e300);
    }
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    (0..MOST_PATHS).map(|_| draw(tree, &below, &mut random)).collect()
}

fn draw(tree: &Tree, below: &[f64], random: &mut Random) -> Beginning {
    let (mut steps, mut node) = (Vec::new(), tree.start);
    while let Some(last) = tree.nodes[node].answers.len().checked_sub(1) {
        let mut left = random.unit() * below[node];
        let answers = &tree.nodes[node].answers;
        let chosen = answers.iter().position(|answer| {
            left -= below[answer.to];
            left < 0.0
        });
        let chosen = chosen.unwrap_or(last);
        steps.push((node, chosen));
        node = answers[chosen].to;
    }
    Beginning { steps, node }
}

/// Marsaglia's xorshift (2003): good enough to draw paths, and the same everywhere.
struct Random(u64);

impl Random {
    /// A number from 0 up to but not including 1.
    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from(u32::try_from(self.0 >> 32).unwrap_or(0)) / (f64::from(u32::MAX) + 1.0)
    }
}
