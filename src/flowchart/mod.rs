//! A decision graph drawn as a flowchart, top to bottom, in SVG.
//!
//! In: a [`Map`], whose nodes are links and whose edges carry an answer each. Out: one `<svg>` element.
//! The way there is Sugiyama's. Answers get places like boxes, so nothing can cover them.
//!
//! ```text
//! measure   texts are wrapped               layer 0   [ question ]       even layers hold nodes,
//! ranks     nodes get a rank each           layer 1     yes    no        odd layers answers,
//! graph     ranks become layers of parts    layer 2   [ end ]  │         bends keep the way free
//! order     … from left to right            layer 3            │         for longer lines;
//! place     … get their x                   layer 4        [ end ]       lines to one node share them
//! svg       … get their y and are written
//! ```
//!
//! Absent: fonts (a table measures text, boxes have slack), colours and `style` (the theme knows the classes
//! `map__…`), chance and hash maps (equal maps give equal bytes), recursion, and cycles: a line that would
//! close one is left out. Why not a library: `docs/decisions/2026-11-25-flowchart-layout.md`.

mod graph;
mod measure;
mod order;
mod place;
mod ranks;
mod svg;
#[cfg(test)]
mod tests;

use graph::Graph;
use measure::Text;

/// A decision graph; node 0 is the start.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// The accessible name of the drawing.
    pub title: String,
    /// The accessible description: what is drawn, and where it can be read as text.
    pub description: String,
    /// The boxes.
    pub nodes: Vec<MapNode>,
    /// The answers that lead from box to box, in the author's order.
    pub edges: Vec<MapEdge>,
}

/// A box of the map; the whole box is a link.
#[derive(Clone, Debug)]
pub struct MapNode {
    /// Decides shape and class.
    pub kind: MapKind,
    /// The question, the heading of the fix or the outcome.
    pub text: String,
    /// Where the link leads.
    pub href: String,
}

/// What a box stands for. Each kind has a shape of its own, so that nothing depends on colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapKind {
    /// A question.
    Ask,
    /// Steps to be tried.
    Try,
    /// The end “it works again”.
    Solved,
    /// The end “wait”.
    Wait,
    /// The end “do this yourself”.
    Own,
    /// The end “get in touch”.
    Contact,
    /// The end “protect yourself first”.
    Safety,
}

/// An answer that leads from one node to another.
#[derive(Clone, Debug)]
pub struct MapEdge {
    /// Index of the node that asks.
    pub from: usize,
    /// Index of the node the answer leads to.
    pub to: usize,
    /// The answer; may be empty.
    pub label: String,
    /// Whether the answer means danger.
    pub risk: bool,
    /// How many of a hundred readers give it, when known.
    pub share: Option<u32>,
}

/// What stands side by side should fit this width.
const PAGE_WIDTH: f64 = 1176.0;

/// All answers that lead from one node to another, drawn as one line.
struct Line {
    from: usize,
    to: usize,
    /// `None` without words.
    label: Option<Text>,
    risk: bool,
    /// Most readers go this way.
    wide: bool,
}

impl Map {
    /// The drawing as one `<svg>` element.
    ///
    /// The role is `group`, not `img`: the content of an image is hidden from assistive technology, and here
    /// every box is a link that has to be reachable. For the same reason boxes and answers follow each other
    /// in reading order, while the lines, which say nothing to a listener, are hidden.
    #[must_use]
    pub fn svg(&self) -> String {
        let (boxes, lines, graph) = self.layout();
        svg::Drawing::new(&boxes, &lines, graph).write(self)
    }

    fn layout(&self) -> (Vec<Text>, Vec<Line>, Graph) {
        let boxes: Vec<Text> = self.nodes.iter().map(Text::of_node).collect();
        let mut lines = self.lines();
        let ranks =
            [0.6, 0.8, 0.9].map(|share| ranks::ranks(&self.nodes, &boxes, &lines, share * PAGE_WIDTH));
        lines.retain(|line| ranks[0][line.from] < ranks[0][line.to]);
        let graph = Graph::arranged(&boxes, &lines, &ranks).unwrap_or_default();
        (boxes, lines, graph)
    }

    /// The edges as they will be drawn, of every node the dangerous ones first, then in the author's order.
    fn lines(&self) -> Vec<Line> {
        let mut merged: Vec<Vec<&MapEdge>> = Vec::new();
        for edge in self.edges.iter().filter(|edge| edge.from.max(edge.to) < self.nodes.len()) {
            let same = |edges: &&mut Vec<&MapEdge>| (edges[0].from, edges[0].to) == (edge.from, edge.to);
            match merged.iter_mut().find(same) {
                Some(edges) => edges.push(edge),
                None => merged.push(vec![edge]),
            }
        }
        let mut lines: Vec<Line> = merged.iter().map(|edges| Line::of(edges)).collect();
        lines.sort_by_key(|line| (line.from, !line.risk));
        lines
    }
}

impl Line {
    fn of(edges: &[&MapEdge]) -> Line {
        let labels: Vec<&str> =
            edges.iter().map(|edge| edge.label.trim()).filter(|label| !label.is_empty()).collect();
        let risk = edges.iter().any(|edge| edge.risk);
        let label = (!labels.is_empty()).then(|| Text::of_answer(&labels.join(" / "), risk));
        let share: u32 = edges.iter().filter_map(|edge| edge.share).fold(0, u32::saturating_add);
        Line { from: edges[0].from, to: edges[0].to, label, risk, wide: share >= 50 }
    }
}
