//! Every node gets a rank.
//!
//! In: nodes, their sizes, lines. Out: a rank for each node, below all nodes that lead to it, and further down
//! where a rank would become wider than its room. A cycle is cut at its first node, whose incoming lines then
//! lead back up.

use super::measure::Text;
use super::{Line, MapKind, MapNode};

/// Of the nodes that could come next, as many as have room are placed: warnings first, then ends, so that
/// their lines are short and out of the way, then who has waited longest.
pub(super) fn ranks(nodes: &[MapNode], boxes: &[Text], lines: &[Line], room: f64) -> Vec<usize> {
    let slots = slots(boxes, lines);
    let (mut next, mut waiting) = (vec![Vec::new(); nodes.len()], vec![0; nodes.len()]);
    for line in lines {
        next[line.from].push(line.to);
        waiting[line.to] += 1;
    }
    let mut ranks: Vec<Option<usize>> = vec![None; nodes.len()];
    let mut since = vec![0; nodes.len()];
    let mut ready: Vec<usize> = (0..nodes.len()).filter(|node| waiting[*node] == 0).collect();
    for rank in 0.. {
        if ready.is_empty() {
            // Every node has its rank, or else only cycles are left.
            let Some(cut) = ranks.iter().position(Option::is_none) else { break };
            ready.push(cut);
        }
        let is_urgent = |node: usize| nodes[node].kind == MapKind::Safety;
        ready.sort_by_key(|node| (!is_urgent(*node), !next[*node].is_empty(), since[*node], *node));
        for node in ready.drain(..fitting(&ready, &slots, room)).collect::<Vec<_>>() {
            ranks[node] = Some(rank);
            for to in &next[node] {
                waiting[*to] -= 1;
                if waiting[*to] == 0 && ranks[*to].is_none() {
                    ready.push(*to);
                    since[*to] = rank;
                }
            }
        }
    }
    ranks.into_iter().flatten().collect()
}

/// How many of `nodes` fit side by side, at least one.
fn fitting(nodes: &[usize], slots: &[f64], room: f64) -> usize {
    let mut used = 0.0;
    let fits = nodes.iter().take_while(|node| {
        used += slots[**node];
        used <= room
    });
    fits.count().max(1)
}

/// The width each node needs on its rank: its box, or its answers where they are wider.
fn slots(boxes: &[Text], lines: &[Line]) -> Vec<f64> {
    let mut answers = vec![0.0; boxes.len()];
    for line in lines {
        answers[line.from] += line.label.as_ref().map_or(0.0, |label| label.width) + 16.0;
    }
    boxes.iter().zip(answers).map(|(text, answers)| answers.max(text.width + 28.0)).collect()
}
