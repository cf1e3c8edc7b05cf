//! The order of the parts in each layer, chosen for few crossings and then for the author's order of answers.
//!
//! In: a graph without order. Out: its `layers`, and the `place` of every part. Sweeps down and up the layers
//! sort by the places of the neighbours; the best order met is kept.

use std::mem::{replace, take};

use super::graph::{Graph, Part, What};

impl Graph {
    /// Ordered from a first order of its own for every `start`; that of start 0 is the author's.
    pub fn ordered(&self, start: usize) -> Graph {
        let mut graph = self.clone();
        graph.seed(start);
        let (mut best, mut fewest, mut idle) = (graph.clone(), graph.faults(), 0);
        for round in 0..graph.rounds(24) {
            if fewest == (0, 0) || idle > 6 {
                break;
            }
            graph.sweep(round % 2 == 0);
            idle += 1;
            let faults = graph.faults();
            if faults < fewest {
                best.clone_from(&graph);
                (fewest, idle) = (faults, 0);
            }
        }
        best
    }

    /// Crossings, and pairs of answers to one question that are not in the author's order.
    pub fn faults(&self) -> (usize, usize) {
        let crossings: usize = self.layers.iter().map(|layer| self.crossings_below(layer)).sum();
        let boxes = self.parts.iter().filter(|part| part.what == What::Box);
        let answers = |part: &Part| inversions(part.down.iter().map(|below| self.parts[*below].place));
        (crossings, boxes.map(answers).sum())
    }

    fn crossings_below(&self, layer: &[usize]) -> usize {
        let below = |part: &usize| {
            let mut places: Vec<usize> =
                self.parts[*part].down.iter().map(|part| self.parts[*part].place).collect();
            places.sort_unstable();
            places
        };
        inversions(layer.iter().flat_map(below))
    }

    /// The first order: as a walk in depth meets the parts.
    fn seed(&mut self, start: usize) {
        let mut met = vec![false; self.parts.len()];
        let mut stack: Vec<usize> = (0..self.parts.len()).rev().collect();
        while let Some(part) = stack.pop() {
            if replace(&mut met[part], true) {
                continue;
            }
            self.layers[self.parts[part].layer].push(part);
            let mut down = self.parts[part].down.clone();
            if start > 0 {
                // Any multiplication that scatters will do; it has to be the same every time.
                down.sort_by_key(|part| (part + start * 7919).wrapping_mul(2_654_435_761) % 1_000_003);
            }
            stack.extend(down.into_iter().rev());
        }
        (0..self.layers.len()).for_each(|layer| self.number(layer));
    }

    fn number(&mut self, layer: usize) {
        for (place, part) in self.layers[layer].iter().enumerate() {
            self.parts[*part].place = place;
        }
    }

    /// Sorts every layer by the mean place of the neighbours above, or below. Ties keep their order.
    fn sweep(&mut self, down: bool) {
        let count = self.layers.len();
        for step in 0..count {
            let layer = if down { step } else { count - 1 - step };
            let mut order = take(&mut self.layers[layer]);
            order.sort_by(|a, b| self.mean_place(*a, down).total_cmp(&self.mean_place(*b, down)));
            self.layers[layer] = order;
            self.number(layer);
        }
    }

    fn mean_place(&self, part: usize, above: bool) -> f64 {
        let part = &self.parts[part];
        let neighbours = if above { &part.up } else { &part.down };
        if neighbours.is_empty() {
            return part.place as f64;
        }
        let sum: usize = neighbours.iter().map(|part| self.parts[*part].place).sum();
        sum as f64 / neighbours.len() as f64
    }
}

/// Pairs of places of which the second is smaller.
fn inversions(places: impl IntoIterator<Item = usize>) -> usize {
    let mut sorted: Vec<usize> = Vec::new();
    let later = |place| {
        let at = sorted.partition_point(|other| *other <= place);
        sorted.insert(at, place);
        sorted.len() - 1 - at
    };
    places.into_iter().map(later).sum()
}
