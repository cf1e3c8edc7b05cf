//! The x of every part.
//!
//! In: a graph in order. Out: its `x`. Layer by layer each part is drawn to its neighbours, and because one
//! layer is solved exactly, rounds of that approach the common optimum, in which questions sit in the middle
//! of what follows. Lines that go far are then held straight, and nothing leaves the page that has room on it.

use std::collections::BTreeMap;

use super::PAGE_WIDTH;
use super::graph::{Graph, What};

impl Graph {
    /// Gives every part its x.
    pub fn place(&mut self) {
        let gaps: Vec<Vec<f64>> = self.layers.iter().map(|layer| self.gaps(layer)).collect();
        let sheet = self.sheet(&gaps);
        let rounds = self.rounds(60);
        let mut pins = vec![None; self.parts.len()];
        for round in 0..2 * rounds {
            if round >= rounds {
                self.pin_bends(&mut pins);
            }
            self.pull(&gaps, sheet, &pins, round % 2 == 0);
        }
        self.straighten(sheet);
    }

    /// The least distance of each part's middle from the one before.
    fn gaps(&self, layer: &[usize]) -> Vec<f64> {
        let first = layer.first().map(|_| 0.0);
        first.into_iter().chain(layer.windows(2).map(|pair| self.gap(pair[0], pair[1]))).collect()
    }

    fn gap(&self, left: usize, right: usize) -> f64 {
        let (left, right) = (&self.parts[left], &self.parts[right]);
        let air = match (left.what, right.what) {
            (What::Box, What::Box) => 28.0,
            (What::Label(_), What::Label(_)) => 14.0,
            _ => 18.0,
        };
        f64::midpoint(left.width, right.width) + air
    }

    /// The left and the right edge of what the drawing may cover: the page, or the widest layer.
    fn sheet(&self, gaps: &[Vec<f64>]) -> (f64, f64) {
        let half = |part: Option<&usize>| part.map_or(0.0, |part| self.parts[*part].width / 2.0);
        let width = |(layer, gaps): (&Vec<usize>, &Vec<f64>)| {
            gaps.iter().sum::<f64>() + half(layer.first()) + half(layer.last())
        };
        let width = self.layers.iter().zip(gaps).map(width).fold(PAGE_WIDTH, f64::max);
        (-width / 2.0, width / 2.0)
    }

    /// Draws all parts to their neighbours, layer by layer.
    fn pull(&mut self, gaps: &[Vec<f64>], (left, right): (f64, f64), pins: &[Option<f64>], down: bool) {
        let count = self.layers.len();
        for step in 0..count {
            let layer = if down { step } else { count - 1 - step };
            let order = &self.layers[layer];
            let [Some(first), Some(last)] = [order.first(), order.last()] else { continue };
            let bounds = (left + self.parts[*first].width / 2.0, right - self.parts[*last].width / 2.0);
            let wishes: Vec<_> = order.iter().map(|part| self.wish(*part, pins[*part])).collect();
            for (place, x) in fit(&wishes, &gaps[layer], bounds).into_iter().enumerate() {
                self.parts[self.layers[layer][place]].x = x;
            }
        }
    }

    /// Where a part would like to be, and how much.
    fn wish(&self, index: usize, pin: Option<f64>) -> (f64, f64) {
        if let Some(x) = pin {
            return (x, 10_000.0);
        }
        let part = &self.parts[index];
        // A little pull to the middle keeps the drawing narrow, and parts without neighbours near.
        let (mut sum, mut weight) = (0.0, 0.05);
        let up = part.up.iter().map(|up| (up, self.strength(*up, index)));
        for (neighbour, pull) in up.chain(part.down.iter().map(|down| (down, self.strength(index, *down)))) {
            sum += self.parts[*neighbour].x * pull;
            weight += pull;
        }
        (sum / weight, weight)
    }

    /// How much a link wants to be vertical: the stretches of a long line most, then an answer above the only
    /// box it leads to.
    fn strength(&self, upper: usize, lower: usize) -> f64 {
        match (self.parts[upper].what, self.parts[lower].what) {
            (What::Bend(_), What::Bend(_)) => 8.0,
            (What::Label(_) | What::Bend(_), _) if self.parts[lower].up.len() == 1 => 8.0,
            (What::Label(_), What::Bend(_)) => 2.0,
            _ => 1.0,
        }
    }

    /// Pins all bends of lines to the same node to the same x: the middle between the extremes, because few
    /// bends that lie askew hardly move a mean.
    fn pin_bends(&self, pins: &mut [Option<f64>]) {
        let mut extremes: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for part in &self.parts {
            if let What::Bend(to) = part.what {
                let (left, right) = extremes.entry(to).or_insert((part.x, part.x));
                (*left, *right) = (left.min(part.x), right.max(part.x));
            }
        }
        for (pin, part) in pins.iter_mut().zip(&self.parts) {
            if let What::Bend(to) = part.what {
                *pin = extremes.get(&to).map(|(left, right)| f64::midpoint(*left, *right));
            }
        }
    }

    /// Takes kinks away: a bend or an answer that is nearly above the next part moves exactly above it.
    fn straighten(&mut self, sheet: (f64, f64)) {
        const KINK: f64 = 64.0;
        for index in self.layers.iter().rev().flatten().copied().collect::<Vec<_>>() {
            let part = &self.parts[index];
            let Some(below) = part.down.first().filter(|_| part.what != What::Box) else { continue };
            let x = self.parts[*below].x;
            let (left, right) = self.room(index, sheet);
            if (x - part.x).abs() < KINK && (left..=right).contains(&x) {
                self.parts[index].x = x;
            }
        }
    }

    /// How far a part can move left and right without coming too near to its neighbours.
    fn room(&self, index: usize, (left_edge, right_edge): (f64, f64)) -> (f64, f64) {
        let (part, layer) = (&self.parts[index], &self.layers[self.parts[index].layer]);
        let left = part.place.checked_sub(1).map(|left| layer[left]);
        let right = layer.get(part.place + 1);
        (
            left.map_or(left_edge + part.width / 2.0, |left| self.parts[left].x + self.gap(left, index)),
            right.map_or(right_edge - part.width / 2.0, |right| {
                self.parts[*right].x - self.gap(index, *right)
            }),
        )
    }
}

/// The places nearest to the wishes (place and weight) in which each comes at least its gap after the one
/// before and none lies out of bounds: least squares by pooling neighbours that would overlap.
pub(super) fn fit(wishes: &[(f64, f64)], gaps: &[f64], (low, high): (f64, f64)) -> Vec<f64> {
    // Pools of parts that touch: the weighted sum of their wishes, their weight, their number.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    let mut offsets = Vec::with_capacity(wishes.len());
    let mut offset = 0.0;
    for ((wish, weight), gap) in wishes.iter().zip(gaps) {
        offset += gap;
        offsets.push(offset);
        let mut pool = ((wish - offset) * weight, *weight, 1);
        while let Some(left) = pools.pop_if(|left| left.0 / left.1 >= pool.0 / pool.1) {
            pool = (left.0 + pool.0, left.1 + pool.1, left.2 + pool.2);
        }
        pools.push(pool);
    }
    let starts = pools.iter().flat_map(|(sum, weight, count)| std::iter::repeat_n(sum / weight, *count));
    starts.zip(offsets).map(|(start, at)| start.min(high - offset).max(low) + at).collect()
}
