//! The map in layers of parts.
//!
//! In: sizes, lines and ranks. Out: a [`Graph`] whose parts have their order in the layer (`order.rs`) and
//! their x (`place.rs`): the best of several attempts.

use std::collections::BTreeMap;

use super::Line;
use super::measure::Text;

/// Parts `0..nodes` are the nodes. Labels and bends have exactly one part below them, so a line is known by
/// its first part.
#[derive(Clone, Default)]
pub(super) struct Graph {
    pub parts: Vec<Part>,
    /// The parts of each layer, from left to right.
    pub layers: Vec<Vec<usize>>,
    /// For every line the part below the node it comes from.
    pub first: Vec<usize>,
}

/// Something with a place of its own in a layer.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub what: What,
    pub layer: usize,
    pub width: f64,
    pub height: f64,
    /// The middle.
    pub x: f64,
    /// Position within the layer.
    pub place: usize,
    pub up: Vec<usize>,
    pub down: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The node of this index.
    Box,
    /// The label of the line of this index.
    Label(usize),
    /// All lines on their way to the node of this index.
    Bend(usize),
}

/// How many parts may be looked at in all rounds of one stage.
const EFFORT: usize = 60_000;

impl Graph {
    /// The best of several layouts: small maps are cheap enough to try many ranks and first orders.
    pub fn arranged(boxes: &[Text], lines: &[Line], ranks: &[Vec<usize>]) -> Option<Graph> {
        let mut attempts: Vec<Graph> = Vec::new();
        for ranks in ranks {
            let graph = Graph::new(boxes, lines, ranks);
            for start in 0..graph.rounds(120).div_ceil(10) {
                let ordered = graph.ordered(start);
                // Many starts lead to the same order.
                if attempts.iter().all(|other| other.layers != ordered.layers) {
                    attempts.push(ordered);
                }
            }
        }
        attempts.iter_mut().for_each(Graph::place);
        attempts.into_iter().min_by(|a, b| a.badness().total_cmp(&b.badness()))
    }

    fn new(boxes: &[Text], lines: &[Line], ranks: &[usize]) -> Graph {
        let layers = 2 * ranks.iter().max().map_or(0, |rank| rank + 1);
        let mut graph = Graph { parts: Vec::new(), layers: vec![Vec::new(); layers], first: Vec::new() };
        for (text, rank) in boxes.iter().zip(ranks) {
            graph.add(What::Box, 2 * rank, text.width, text.height);
        }
        let mut bends = BTreeMap::new();
        for (index, line) in lines.iter().enumerate() {
            let way = graph.way(index, line, ranks, &mut bends);
            graph.first.push(way[1]);
            for step in way.windows(2) {
                graph.parts[step[0]].down.push(step[1]);
                graph.parts[step[1]].up.push(step[0]);
            }
        }
        graph
    }

    /// The parts of a line, from node to node, or to the bend where it meets a line to the same node.
    fn way(
        &mut self,
        index: usize,
        line: &Line,
        ranks: &[usize],
        bends: &mut BTreeMap<(usize, usize), usize>,
    ) -> Vec<usize> {
        let mut way = vec![line.from];
        let mut layer = 2 * ranks[line.from] + 1;
        if let Some(label) = &line.label {
            way.push(self.add(What::Label(index), layer, label.width, label.height));
            layer += 1;
        }
        for layer in layer..2 * ranks[line.to] {
            if let Some(bend) = bends.get(&(line.to, layer)) {
                way.push(*bend);
                return way;
            }
            let bend = self.add(What::Bend(line.to), layer, 4.0, 0.0);
            bends.insert((line.to, layer), bend);
            way.push(bend);
        }
        way.push(line.to);
        way
    }

    fn add(&mut self, what: What, layer: usize, width: f64, height: f64) -> usize {
        let (up, down) = (Vec::new(), Vec::new());
        self.parts.push(Part { what, layer, width, height, x: 0.0, place: 0, up, down });
        self.parts.len() - 1
    }

    /// What a reader would hold against a layout: crossings, an order of answers that is not the author's,
    /// long ways aside, kinks in a line, width and height. Only a comparison between layouts of one map, in
    /// no unit.
    fn badness(&self) -> f64 {
        let link = |(upper, lower): (&Part, &Part)| {
            let aside = (upper.x - lower.x).abs();
            let kink = match (upper.what, lower.what) {
                _ if aside < 1.0 => 0.0,
                (What::Box, _) => 0.0,
                (What::Bend(_), What::Bend(_)) => 400.0,
                _ => 50.0,
            };
            // One long way aside looks worse than two short ones.
            aside + aside * aside / 500.0 + kink
        };
        let (crossings, disorder) = self.faults();
        let (left, right) = self.extent();
        400.0 * (crossings + disorder) as f64
            + self.links().map(link).sum::<f64>()
            + (right - left)
            + 100.0 * self.layers.len() as f64
    }

    fn links(&self) -> impl Iterator<Item = (&Part, &Part)> {
        self.parts.iter().flat_map(move |part| part.down.iter().map(move |below| (part, &self.parts[*below])))
    }

    /// The left and the right edge.
    pub fn extent(&self) -> (f64, f64) {
        let left = self.parts.iter().map(|part| part.x - part.width / 2.0).reduce(f64::min);
        let right = self.parts.iter().map(|part| part.x + part.width / 2.0).reduce(f64::max);
        (left.unwrap_or(0.0), right.unwrap_or(0.0))
    }

    /// How often a stage may go through the whole map.
    pub fn rounds(&self, most: usize) -> usize {
        (EFFORT / self.parts.len().max(1)).clamp(2, most)
    }
}
