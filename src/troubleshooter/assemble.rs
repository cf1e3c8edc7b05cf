//! From a checked file to the tree that is shown: texts without places, answers in reading order, targets as indices.
//!
//! In: a [`TreeFile`], its [`Graph`], and what its nodes take from the site. Out: a [`Tree`].

use crate::config::Localised;
use crate::site::SetIndex;

use super::graph::Graph;
use super::parse::{FileAnswer, FileKind, FileNode, TreeFile};
use super::{Answer, Article, Beginning, MOST_PREFIXES, MOST_STEPS, NodeKind, Tree, TreeNode, paths};

/// What a node takes from the site.
pub(super) struct Parts {
    pub article: Option<Article>,
    pub channels: Vec<usize>,
}

/// The tree that a file makes, once nothing is wrong with it.
pub(super) fn assemble(tree: &TreeFile, graph: &Graph, about: Vec<SetIndex>, parts: Vec<Parts>) -> Tree {
    let left = paths::steps_left(graph);
    let mut numbers = vec![0; tree.nodes.len()];
    for (at, node) in graph.order.iter().enumerate() {
        numbers[*node] = at + 1;
    }
    let node = |(index, (node, parts)): (usize, (&FileNode, Parts))| TreeNode {
        steps_left: left[index],
        number: numbers[index],
        ..assemble_node(node, &graph.targets[index], parts)
    };
    let nodes: Vec<TreeNode> = tree.nodes.iter().zip(parts).enumerate().map(node).collect();
    let numbers = paths::numbers(graph, &nodes);
    // An address names every answer, so a long path has a long one.
    let has_pages = numbers.prefixes <= MOST_PREFIXES && numbers.longest <= MOST_STEPS;
    Tree {
        file: tree.file,
        id: tree.id.clone(),
        title: tree.title.localised(),
        summary: tree.summary.localised(),
        symptoms: tree.symptoms.clone(),
        about,
        is_money: tree.money.is_some(),
        numbers,
        beginnings: if has_pages { beginnings(&nodes, graph.start) } else { Vec::new() },
        version: version(tree, &nodes),
        nodes,
        start: graph.start,
        order: graph.order.clone(),
    }
}

/// Depth first, in reading order.
fn beginnings(nodes: &[TreeNode], start: usize) -> Vec<Beginning> {
    let mut beginnings = Vec::new();
    let mut open = vec![Beginning { steps: Vec::new(), node: start }];
    while let Some(beginning) = open.pop() {
        for (position, answer) in nodes[beginning.node].answers.iter().enumerate().rev() {
            let mut steps = beginning.steps.clone();
            steps.push((beginning.node, position));
            open.push(Beginning { steps, node: answer.to });
        }
        beginnings.push(beginning);
    }
    beginnings
}

fn assemble_node(node: &FileNode, targets: &[usize], parts: Parts) -> TreeNode {
    let (kind, text, answers) = match node.kind.as_ref().expect("a tree that can be walked has no dead end") {
        FileKind::Ask(ask) => {
            let answers = ask.answers.iter().zip(targets).map(|(answer, to)| chosen(answer, *to)).collect();
            (NodeKind::Ask, &ask.text, in_reading_order(answers))
        }
        FileKind::Try(fix) => {
            let ways = fix.ways.iter().zip(targets);
            (NodeKind::Try, &fix.text, ways.map(|((way, _), to)| plain(way, *to)).collect())
        }
        FileKind::End(end) => (NodeKind::End(end.kind), &end.text, Vec::new()),
    };
    TreeNode {
        id: node.id.value.clone(),
        aliases: node.aliases.iter().map(|alias| alias.value.clone()).collect(),
        kind,
        text: text.localised(),
        help: node.help.localised(),
        answers,
        article: parts.article,
        channels: parts.channels,
        steps_left: 0,
        number: 0,
    }
}

fn chosen(answer: &FileAnswer, to: usize) -> Answer {
    Answer {
        id: answer.id.value.clone(),
        aliases: answer.aliases.iter().map(|alias| alias.value.clone()).collect(),
        text: answer.text.localised(),
        to,
        share: answer.share.as_ref().and_then(|share| u32::try_from(share.value).ok()),
        is_risk: answer.is_risk,
    }
}

fn plain(id: &str, to: usize) -> Answer {
    Answer {
        id: id.to_string(),
        aliases: Vec::new(),
        text: Localised::default(),
        to,
        share: None,
        is_risk: false,
    }
}

/// What is dangerous first, then the commonest where all shares are given, “not sure” last.
fn in_reading_order(mut answers: Vec<Answer>) -> Vec<Answer> {
    let has_shares = answers.iter().all(|answer| answer.share.is_some() || answer.is_risk);
    answers.sort_by_key(|answer| {
        let share = if has_shares { answer.share.unwrap_or(0) } else { 0 };
        (!answer.is_risk, answer.id == "unsure", std::cmp::Reverse(share))
    });
    answers
}

/// Over everything that a saved path or a case code depends on, and the words that it shows.
fn version(tree: &TreeFile, nodes: &[TreeNode]) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut put = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    for node in nodes {
        put(&node.id);
        for answer in &node.answers {
            put(&answer.id);
            put(&nodes[answer.to].id);
            put(if answer.is_risk { "risk" } else { "" });
        }
    }
    for node in &tree.nodes {
        match &node.kind {
            Some(FileKind::Try(fix)) => put(&fix.article.value),
            Some(FileKind::End(end)) => {
                put(end.kind.name());
                put(end.article.as_ref().map_or("", |article| &article.value));
                end.contact.iter().for_each(|contact| put(&contact.value));
            }
            Some(FileKind::Ask(_)) | None => {}
        }
    }
    for (name, text) in tree.texts() {
        put(&name);
        for (locale, text) in &text.texts {
            put(locale.as_str());
            put(&text.value);
        }
    }
    hasher.finalize().to_hex()[..6].to_string()
}
