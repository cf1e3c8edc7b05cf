//! A tree as a flowchart: which boxes and lines there are, in the words of one locale. How they lie is `flowchart`'s.

use crate::flowchart::{Map, MapEdge, MapKind, MapNode};
use crate::site::{LocaleIndex, Site};

use super::{EndKind, Labels, NodeKind, Tree};

/// The flowchart of a tree, the start first. `href` gives where the box of a node leads, `description` what a reader who does
/// not see it is told.
pub fn chart(
    tree: &Tree,
    site: &Site<'_>,
    locale: LocaleIndex,
    labels: &Labels,
    description: &str,
    href: impl Fn(usize) -> String,
) -> Map {
    let own = site.locale(locale);
    let mut order: Vec<usize> = tree.order.clone();
    order.sort_by_key(|node| *node != tree.start);
    let mut place = vec![0; tree.nodes.len()];
    for (at, node) in order.iter().enumerate() {
        place[*node] = at;
    }
    let node = |index: &usize| MapNode {
        kind: kind(tree.nodes[*index].kind),
        text: labels.heading(&tree.nodes[*index], site, locale),
        href: href(*index),
    };
    let mut edges = Vec::new();
    for index in &order {
        for answer in &tree.nodes[*index].answers {
            edges.push(MapEdge {
                from: place[*index],
                to: place[answer.to],
                label: labels.of(&tree.nodes[*index], answer).get(own).to_string(),
                risk: answer.is_risk,
                share: answer.share,
            });
        }
    }
    Map {
        title: tree.title.get(own).to_string(),
        description: description.to_string(),
        nodes: order.iter().map(node).collect(),
        edges,
    }
}

fn kind(kind: NodeKind) -> MapKind {
    match kind {
        NodeKind::Ask => MapKind::Ask,
        NodeKind::Try => MapKind::Try,
        NodeKind::End(EndKind::Solved) => MapKind::Solved,
        NodeKind::End(EndKind::Wait) => MapKind::Wait,
        NodeKind::End(EndKind::OnOwn) => MapKind::Own,
        NodeKind::End(EndKind::Contact) => MapKind::Contact,
        NodeKind::End(EndKind::Safety) => MapKind::Safety,
    }
}
