//! A decision graph drawn as a flowchart, top to bottom, in SVG.
//!
//! In: a [`Map`], whose nodes are links and whose edges carry an answer each. Out: one `<svg>` element. The
//! way there is Sugiyama's: edges between the same two nodes become one line, nodes get ranks, every answer
//! and every stretch of a long line gets a place of its own between the ranks, the order within a rank is
//! chosen for few crossings, then x and y follow. Because answers are laid out like boxes, nothing can cover
//! them.
//!
//! ```text
//! layer 0   [ question ]            even layers hold the nodes,
//! layer 1     yes    no             odd layers the answers,
//! layer 2   [ end ]   │             bends keep the way free for lines that go further
//! layer 3             │
//! layer 4         [ end ]
//! ```
//!
//! Absent: fonts (text is measured by a table, boxes have slack), colours and any `style` attribute (all
//! looks come from the classes `map__…`; only a standalone file brings its own style sheet), random numbers
//! and hash maps (the same map gives the same bytes), recursion, and cycles: a line that would close one is
//! left out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthChar;

use crate::escape::{html, push_html};

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

const TEXT_SIZE: f64 = 15.0;
const LABEL_SIZE: f64 = 13.0;
const LINE_HEIGHT: f64 = 1.4;
/// Where a text breaks, in em.
const HAN_MEASURE: f64 = 12.0;
const LATIN_MEASURE: f64 = 13.0;
const LABEL_MEASURE: f64 = 9.0;
/// White space around the whole drawing.
const MARGIN: f64 = 12.0;
/// Length of an arrow head.
const ARROW: f64 = 8.0;
/// What may stand side by side on one rank of a small map: the width of a page.
const PAGE_WIDTH: f64 = 960.0;
/// Up to this many nodes the drawing has to fit the page; beyond, it may grow wider in proportion.
const PAGE_NODES: f64 = 200.0;
/// Above this many parts lines to the same node share their bends from the start, and only one order is
/// tried.
const MANY_PARTS: usize = 4000;
/// How often all parts of the map may be looked at in one stage.
const EFFORT: usize = 200_000;
/// How many parts may be put in order in all the attempts on a small map.
const STARTS_EFFORT: usize = 20_000;

impl Map {
    /// The drawing as one `<svg>` element.
    ///
    /// `id_prefix` begins every id in it. `standalone` adds a style sheet with light and dark colours, for a
    /// file of its own; without it the page's style sheet decides, as a strict content security policy
    /// demands.
    ///
    /// The role is `group`, not `img`: the content of an image is hidden from assistive technology, and here
    /// every box is a link that has to be reachable. For the same reason boxes and answers follow each other
    /// in reading order, while the lines, which say nothing to a listener, are hidden.
    #[must_use]
    pub fn svg(&self, id_prefix: &str, standalone: bool) -> String {
        let boxes: Vec<TextBlock> = self.nodes.iter().map(box_of).collect();
        let lines = self.lines();
        let ranks = self.ranks(&lines, &boxes);
        let graph = Graph::arrange(&boxes, &lines, &ranks);
        Drawing::new(self, &boxes, &lines, graph).write(id_prefix, standalone)
    }

    /// The edges as they will be drawn: one line for each pair of nodes, labelled with all its answers,
    /// without what leads nowhere or back.
    fn lines(&self) -> Vec<Line> {
        let mut merged: Vec<(usize, usize, Vec<&MapEdge>)> = Vec::new();
        let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for edge in &self.edges {
            let slot = *known.entry((edge.from, edge.to)).or_insert(merged.len());
            if slot == merged.len() {
                merged.push((edge.from, edge.to, Vec::new()));
            }
            merged[slot].2.push(edge);
        }
        merged.retain(|(from, to, _)| from.max(to) < &self.nodes.len() && from != to);
        let pairs = merged.iter().map(|(from, to, _)| (*from, *to));
        let order = topological_order(&targets(self.nodes.len(), pairs));
        merged.retain(|(from, to, _)| order[*from] < order[*to]);
        merged.into_iter().map(|(from, to, edges)| Line::new(from, to, &edges)).collect()
    }

    /// The rank of every node: below all nodes that lead to it, and further down where a rank would become
    /// wider than the page. Who has waited longest comes first, then who has the longest way still to go;
    /// warnings never wait.
    fn ranks(&self, lines: &[Line], boxes: &[TextBlock]) -> Vec<usize> {
        let next = targets(self.nodes.len(), lines.iter().map(|line| (line.from, line.to)));
        let height = heights(&next);
        let urgent = |node: usize| self.nodes[node].kind == MapKind::Safety;
        let slot = slots(lines, boxes);
        let limit = PAGE_WIDTH * (real(self.nodes.len()) / PAGE_NODES).max(1.0);
        let mut waiting = incoming(&next);
        let mut ready: Vec<usize> = (0..self.nodes.len()).filter(|node| waiting[*node] == 0).collect();
        let mut ranks = vec![0; self.nodes.len()];
        let mut since = vec![0; self.nodes.len()];
        let mut rank = 0;
        while !ready.is_empty() {
            ready.sort_by_key(|node| (!urgent(*node), since[*node], Reverse(height[*node]), *node));
            let placed = fitting(&ready, &slot, limit);
            for node in ready.drain(..placed).collect::<Vec<_>>() {
                ranks[node] = rank;
                for target in &next[node] {
                    waiting[*target] -= 1;
                    if waiting[*target] == 0 {
                        ready.push(*target);
                        since[*target] = rank;
                    }
                }
            }
            rank += 1;
        }
        ranks
    }
}

/// How many of `nodes` fit side by side, at least one.
fn fitting(nodes: &[usize], slot: &[f64], limit: f64) -> usize {
    let mut used = 0.0;
    let fits = nodes.iter().take_while(|node| {
        used += slot[**node];
        used <= limit
    });
    fits.count().max(1)
}

/// The width each node needs on its rank: its box, or its answers where they are wider.
fn slots(lines: &[Line], boxes: &[TextBlock]) -> Vec<f64> {
    let mut answers = vec![0.0; boxes.len()];
    for line in lines {
        answers[line.from] += line.label.as_ref().map_or(0.0, |label| label.width) + 16.0;
    }
    boxes.iter().zip(answers).map(|(block, answers)| answers.max(block.width + 28.0)).collect()
}

/// The place of every node in an order in which edges lead forward. A cycle is cut at its first node.
fn topological_order(next: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting = incoming(next);
    let mut queue: Vec<usize> = (0..next.len()).filter(|node| waiting[*node] == 0).collect();
    let mut queued: Vec<bool> = waiting.iter().map(|edges| *edges == 0).collect();
    let mut place = vec![0; next.len()];
    let mut oldest = 0;
    for taken in 0..next.len() {
        if taken == queue.len() {
            // Only cycles are left.
            oldest += queued[oldest..].iter().take_while(|queued| **queued).count();
            queued[oldest] = true;
            queue.push(oldest);
        }
        let node = queue[taken];
        place[node] = taken;
        for target in &next[node] {
            waiting[*target] -= 1;
            if waiting[*target] == 0 && !queued[*target] {
                queued[*target] = true;
                queue.push(*target);
            }
        }
    }
    place
}

/// How many edges lead to each node.
fn incoming(next: &[Vec<usize>]) -> Vec<usize> {
    let mut count = vec![0; next.len()];
    for target in next.iter().flatten() {
        count[*target] += 1;
    }
    count
}

/// The targets of every node.
fn targets(nodes: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut next = vec![Vec::new(); nodes];
    for (from, to) in edges {
        next[from].push(to);
    }
    next
}

/// How many steps lie below each node, on the longest way.
fn heights(next: &[Vec<usize>]) -> Vec<usize> {
    let place = topological_order(next);
    let mut bottom_up: Vec<usize> = (0..next.len()).collect();
    bottom_up.sort_by_key(|node| Reverse(place[*node]));
    let mut height = vec![0; next.len()];
    for node in bottom_up {
        height[node] = next[node].iter().map(|target| height[*target] + 1).max().unwrap_or(0);
    }
    height
}

/// All edges between two nodes, drawn as one.
struct Line {
    from: usize,
    to: usize,
    label: Option<TextBlock>,
    risk: bool,
    wide: bool,
}

impl Line {
    fn new(from: usize, to: usize, edges: &[&MapEdge]) -> Line {
        let labels: Vec<&str> =
            edges.iter().map(|edge| edge.label.trim()).filter(|l| !l.is_empty()).collect();
        let risk = edges.iter().any(|edge| edge.risk);
        let label = (!labels.is_empty()).then(|| label_of(&labels.join(" / "), risk));
        let share: u32 = edges.iter().filter_map(|edge| edge.share).fold(0, u32::saturating_add);
        Line { from, to, label, risk, wide: share >= 50 }
    }
}

// ---- Text ----

/// Wrapped text and the room it needs.
#[derive(Clone, Debug)]
struct TextBlock {
    lines: Vec<String>,
    width: f64,
    height: f64,
}

/// A node's text with the padding its shape asks for.
fn box_of(node: &MapNode) -> TextBlock {
    let measure = if is_han(&node.text) { HAN_MEASURE } else { LATIN_MEASURE };
    let (lines, widest) = wrap(&node.text, measure);
    let padding = match node.kind {
        MapKind::Ask => 16.0,
        MapKind::Try | MapKind::Solved | MapKind::Wait => 20.0,
        MapKind::Own | MapKind::Contact | MapKind::Safety => 24.0,
    };
    let height = real(lines.len()) * TEXT_SIZE * LINE_HEIGHT + 20.0;
    TextBlock { width: (widest * TEXT_SIZE + 2.0 * padding).max(96.0).ceil(), height, lines }
}

/// An answer's text with a little air, so that the line does not touch it. A risk is printed in bold.
fn label_of(text: &str, bold: bool) -> TextBlock {
    let (lines, widest) = wrap(text, LABEL_MEASURE);
    let height = real(lines.len()) * LABEL_SIZE * LINE_HEIGHT + 4.0;
    let stretch = if bold { 1.08 } else { 1.0 };
    TextBlock { width: (widest * LABEL_SIZE * stretch + 8.0).ceil(), height, lines }
}

/// A piece of text that is never broken.
#[derive(Default)]
struct Atom {
    text: String,
    width: f64,
    spaced: bool,
}

/// Breaks text into lines of about equal length, none longer than `measure`; the second value is the widest.
/// A space at a break stays at the end of its line: not drawn, but without it the words around it would read as one.
fn wrap(text: &str, measure: f64) -> (Vec<String>, f64) {
    let atoms = atoms(text, measure);
    let breaks = best_breaks(&atoms, measure);
    let mut lines = Vec::new();
    let mut widest: f64 = 0.0;
    for pair in breaks.windows(2) {
        let line = &atoms[pair[0]..pair[1]];
        let mut words = String::new();
        for (index, atom) in line.iter().enumerate() {
            if atom.spaced && index > 0 {
                words.push(' ');
            }
            words.push_str(&atom.text);
        }
        if atoms.get(pair[1]).is_some_and(|next| next.spaced) {
            words.push(' ');
        }
        lines.push(words);
        widest = widest.max(line_width(line));
    }
    (lines, widest)
}

/// Where the lines begin, and the end: the breaks that cost least. A line costs the square of what it lacks
/// or has over the average, a break within a Chinese clause a bit more than one after punctuation.
fn best_breaks(atoms: &[Atom], measure: f64) -> Vec<usize> {
    let total = line_width(atoms);
    let target = total / (total / measure).ceil().max(1.0);
    // cost[i] and from[i]: the cheapest way to break the first i atoms, and where its last line begins.
    let mut cost = vec![f64::INFINITY; atoms.len() + 1];
    let mut from = vec![0; atoms.len() + 1];
    cost[0] = 0.0;
    for end in 1..=atoms.len() {
        let mut width = 0.0;
        for start in (0..end).rev() {
            width += atoms[start].width + if start + 1 < end { space_before(&atoms[start + 1]) } else { 0.0 };
            if width > measure && start + 1 < end {
                break;
            }
            let sum = cost[start] + (width - target).powi(2) + break_cost(atoms, end) + measure;
            if sum < cost[end] {
                cost[end] = sum;
                from[end] = start;
            }
        }
    }
    let mut breaks = vec![atoms.len()];
    while breaks[breaks.len() - 1] > 0 {
        breaks.push(from[breaks[breaks.len() - 1]]);
    }
    breaks.reverse();
    breaks
}

fn break_cost(atoms: &[Atom], end: usize) -> f64 {
    let natural = end == atoms.len() || atoms[end].spaced || atoms[end - 1].text.ends_with(NO_START);
    if natural { 0.0 } else { 12.0 }
}

fn line_width(atoms: &[Atom]) -> f64 {
    let spaces: f64 = atoms.iter().skip(1).map(space_before).sum();
    atoms.iter().map(|atom| atom.width).sum::<f64>() + spaces
}

fn space_before(atom: &Atom) -> f64 {
    if atom.spaced { SPACE } else { 0.0 }
}

const SPACE: f64 = 0.28;
/// Never at the start of a line.
const NO_START: [char; 25] = [
    '，', '。', '、', '？', '！', '：', '；', '）', '”', '’', '》', '〉', '」', '』', '】', '…', '—', '·',
    ',', '.', '?', '!', ')', '%', '/',
];
/// Never at the end of a line.
const NO_END: [char; 10] = ['（', '“', '‘', '《', '〈', '「', '『', '【', '(', '['];

/// Words, and single ideographs with the punctuation that belongs to them.
fn atoms(text: &str, measure: f64) -> Vec<Atom> {
    let han = is_han(text);
    let mut atoms: Vec<Atom> = Vec::new();
    let mut spaced = false;
    let mut before: Option<char> = None;
    for c in text.chars() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let width = em(c, han);
        let glued = before.is_some_and(|before| holds_together(before, c, han, spaced));
        match atoms.last_mut() {
            Some(atom) if glued && atom.width + width <= measure => {
                if spaced {
                    atom.text.push(' ');
                    atom.width += SPACE;
                }
                atom.text.push(c);
                atom.width += width;
            }
            _ => atoms.push(Atom { text: c.to_string(), width, spaced: spaced && !atoms.is_empty() }),
        }
        spaced = false;
        before = Some(c);
    }
    if atoms.is_empty() {
        atoms.push(Atom::default());
    }
    atoms
}

/// Whether no line may end between two characters that follow each other.
fn holds_together(before: char, c: char, han: bool, spaced: bool) -> bool {
    let joined = before == '\u{200D}' || c.width() == Some(0);
    let word = em(c, han) < 1.0 && em(before, han) < 1.0;
    NO_START.contains(&c) || (!spaced && (joined || word || NO_END.contains(&before)))
}

fn is_han(text: &str) -> bool {
    text.chars().any(|c| c.width() == Some(2))
}

/// The width of a character in em, rather too much than too little.
fn em(c: char, han: bool) -> f64 {
    match c {
        // A Chinese font draws these as wide as an ideograph.
        '“' | '”' | '‘' | '’' | '…' | '—' | '·' if han => 1.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | '(' | ')' | '[' | ']' => {
            0.3
        }
        'f' | 'r' | 't' | '/' | '-' => 0.38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 0.88,
        'A'..='Z' => 0.68,
        _ => match c.width() {
            Some(2) => 1.0,
            Some(0) | None => 0.0,
            _ => 0.56,
        },
    }
}

// ---- Layout ----

/// Something with a place of its own in a layer.
#[derive(Clone, Debug)]
struct Part {
    what: What,
    layer: usize,
    width: f64,
    height: f64,
    /// The middle.
    x: f64,
    /// Position within the layer.
    place: usize,
    up: Vec<usize>,
    down: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// The node of this index.
    Box,
    /// The label of the line of this index.
    Label(usize),
    /// A line, or several, on the way to the node of this index.
    Bend(usize),
}

/// The map in layers: parts `0..nodes` are the nodes. Labels and bends have exactly one part below them, so a
/// line is known by its first part.
struct Graph {
    parts: Vec<Part>,
    layers: Vec<Vec<usize>>,
    /// For every line the part below the node it comes from.
    first: Vec<usize>,
}

/// Which neighbours of a part are asked where it should be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Up,
    Down,
    Both,
}

impl Graph {
    /// The best of several layouts. Small maps are cheap enough to try many first orders; those with the
    /// fewest crossings are placed and compared.
    fn arrange(boxes: &[TextBlock], lines: &[Line], ranks: &[usize]) -> Graph {
        let bends: usize = lines.iter().map(|line| 2 * (ranks[line.to] - ranks[line.from])).sum();
        let parts = boxes.len() + bends;
        let starts = if parts > MANY_PARTS { 1..2 } else { 0..(STARTS_EFFORT / parts.max(1)).clamp(4, 40) };
        let mut graphs: Vec<Graph> = Vec::new();
        for start in starts {
            // Lines to one node share their bends in every other attempt, and where memory would run out.
            let mut graph = Graph::new(boxes, lines, ranks, start % 2 == 1);
            graph.seed(start / 2);
            graph.untangle();
            graph.join_bends();
            // Many starts lead to the same order.
            if graphs.iter().all(|other| other.layers != graph.layers) {
                graphs.push(graph);
            }
        }
        graphs.sort_by_cached_key(|graph| 4 * graph.crossings() + graph.disorder());
        graphs.truncate(12);
        for graph in &mut graphs {
            graph.pack();
            graph.settle();
        }
        let best = graphs.into_iter().min_by(|a, b| a.badness().total_cmp(&b.badness()));
        let mut best = best.expect("there is at least one start");
        if best.misplaced(usize::lt) > best.misplaced(usize::gt) {
            best.mirror();
        }
        best
    }

    fn new(boxes: &[TextBlock], lines: &[Line], ranks: &[usize], shared: bool) -> Graph {
        let layers = 2 * ranks.iter().max().map_or(0, |rank| rank + 1);
        let mut graph = Graph { parts: Vec::new(), layers: vec![Vec::new(); layers], first: Vec::new() };
        for (block, rank) in boxes.iter().zip(ranks) {
            graph.add(What::Box, 2 * rank, block.width, block.height);
        }
        let mut trunks: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (index, line) in lines.iter().enumerate() {
            let way = graph.way(index, line, ranks, shared.then_some(&mut trunks));
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
        mut trunks: Option<&mut BTreeMap<(usize, usize), usize>>,
    ) -> Vec<usize> {
        let mut way = vec![line.from];
        let mut layer = 2 * ranks[line.from] + 1;
        if let Some(label) = &line.label {
            way.push(self.add(What::Label(index), layer, label.width, label.height));
            layer += 1;
        }
        for layer in layer..2 * ranks[line.to] {
            if let Some(trunk) = trunks.as_ref().and_then(|trunks| trunks.get(&(line.to, layer))) {
                way.push(*trunk);
                return way;
            }
            way.push(self.add(What::Bend(line.to), layer, 4.0, 0.0));
            if let Some(trunks) = &mut trunks {
                trunks.insert((line.to, layer), way[way.len() - 1]);
            }
        }
        way.push(line.to);
        way
    }

    fn add(&mut self, what: What, layer: usize, width: f64, height: f64) -> usize {
        let (up, down) = (Vec::new(), Vec::new());
        self.parts.push(Part { what, layer, width, height, x: 0.0, place: 0, up, down });
        self.parts.len() - 1
    }

    /// What a reader would hold against a layout: crossings, long ways aside, kinks in a line, an order of
    /// answers that is not the author's, and width. Only a comparison between layouts of one map, in no unit.
    fn badness(&self) -> f64 {
        let link = |(a, b): (usize, usize)| {
            let (upper, lower) = (&self.parts[a], &self.parts[b]);
            let aside = (upper.x - lower.x).abs();
            let kink = match (upper.what, lower.what) {
                _ if aside < 1.0 => 0.0,
                (What::Box, _) => 0.0,
                (What::Bend(_), What::Bend(_)) => 150.0,
                _ => 50.0,
            };
            // One long way aside looks worse than two short ones.
            aside + aside * aside / 500.0 + kink
        };
        let (left, right) = self.extent();
        let width = (right - left) + 4.0 * (right - left - PAGE_WIDTH).max(0.0);
        let order = 400.0 * real(self.crossings()) + 220.0 * real(self.disorder());
        order + self.links().map(link).sum::<f64>() + width
    }

    /// Pairs of answers to one question in another order than the author's, or than its mirror image.
    fn disorder(&self) -> usize {
        self.misplaced(usize::lt).min(self.misplaced(usize::gt))
    }

    /// Pairs of answers to one question of which the later one is, with `usize::lt`, on the left.
    fn misplaced(&self, wrong: fn(&usize, &usize) -> bool) -> usize {
        let place = |part: &usize| self.parts[*part].place;
        let in_node = |down: &[usize]| -> usize {
            let later = |index: usize| &down[index + 1..];
            let pairs = down
                .iter()
                .enumerate()
                .flat_map(|(index, first)| later(index).iter().map(move |b| (first, b)));
            pairs.filter(|(first, second)| wrong(&place(second), &place(first))).count()
        };
        self.parts.iter().filter(|part| part.what == What::Box).map(|part| in_node(&part.down)).sum()
    }

    /// Exchanges left and right, which changes no crossing and no length.
    fn mirror(&mut self) {
        for layer in 0..self.layers.len() {
            self.layers[layer].reverse();
            self.number(layer);
        }
        self.parts.iter_mut().for_each(|part| part.x = -part.x);
    }

    fn links(&self) -> impl Iterator<Item = (usize, usize)> {
        self.parts.iter().enumerate().flat_map(|(a, part)| part.down.iter().map(move |b| (a, *b)))
    }

    /// The left and the right edge.
    fn extent(&self) -> (f64, f64) {
        let parts = || self.layers.iter().flatten().map(|part| &self.parts[*part]);
        let left = parts().map(|part| part.x - part.width / 2.0).reduce(f64::min);
        let right = parts().map(|part| part.x + part.width / 2.0).reduce(f64::max);
        (left.unwrap_or(0.0), right.unwrap_or(0.0))
    }

    /// How often a stage may go through the whole map.
    fn rounds(&self, most: usize) -> usize {
        (EFFORT / self.parts.len().max(1)).clamp(2, most)
    }
}

/// The order within the layers.
impl Graph {
    /// The first order: as a walk in depth meets the parts. Start 0 follows the author's order of answers,
    /// start 1 its mirror image, every other one an order of its own.
    fn seed(&mut self, start: usize) {
        let mut met = vec![false; self.parts.len()];
        let mut stack: Vec<usize> = (0..self.parts.len()).rev().collect();
        while let Some(part) = stack.pop() {
            if std::mem::replace(&mut met[part], true) {
                continue;
            }
            self.parts[part].place = self.layers[self.parts[part].layer].len();
            self.layers[self.parts[part].layer].push(part);
            let mut down = self.parts[part].down.clone();
            if start > 1 {
                // Any multiplication that scatters will do; it has to be the same every time.
                down.sort_by_key(|part| (part + start * 7919).wrapping_mul(2_654_435_761) % 1_000_003);
            }
            if start != 1 {
                down.reverse();
            }
            stack.extend(down);
        }
    }

    /// Sweeps down and up until crossings stop going away; keeps the best order met.
    fn untangle(&mut self) {
        let mut best = self.layers.clone();
        let mut fewest = self.crossings();
        let mut idle = 0;
        for round in 0..self.rounds(24) {
            if fewest == 0 || idle > 6 {
                break;
            }
            self.sweep(if round % 2 == 0 { Look::Up } else { Look::Down });
            if self.parts.len() <= MANY_PARTS {
                self.swap_neighbours();
            }
            let crossings = self.crossings();
            idle += 1;
            if crossings < fewest {
                (fewest, idle) = (crossings, 0);
                best.clone_from(&self.layers);
            }
        }
        self.layers = best;
        (0..self.layers.len()).for_each(|layer| self.number(layer));
    }

    fn number(&mut self, layer: usize) {
        for (place, part) in self.layers[layer].iter().enumerate() {
            self.parts[*part].place = place;
        }
    }

    /// Sorts every layer by the mean place of the neighbours above, or below. Ties keep their order.
    fn sweep(&mut self, look: Look) {
        let count = self.layers.len();
        for step in 0..count {
            let layer = if look == Look::Up { step } else { count - 1 - step };
            let mut order = std::mem::take(&mut self.layers[layer]);
            order.sort_by(|a, b| self.barycentre(*a, look).total_cmp(&self.barycentre(*b, look)));
            self.layers[layer] = order;
            self.number(layer);
        }
    }

    fn barycentre(&self, part: usize, look: Look) -> f64 {
        let part = &self.parts[part];
        let neighbours = if look == Look::Up { &part.up } else { &part.down };
        if neighbours.is_empty() {
            return real(part.place);
        }
        neighbours.iter().map(|n| real(self.parts[*n].place)).sum::<f64>() / real(neighbours.len())
    }

    /// Exchanges parts side by side wherever that takes crossings away.
    fn swap_neighbours(&mut self) {
        for _ in 0..8 {
            let mut better = false;
            for layer in 0..self.layers.len() {
                for place in 1..self.layers[layer].len() {
                    let (a, b) = (self.layers[layer][place - 1], self.layers[layer][place]);
                    if self.crossings_of(b, a) < self.crossings_of(a, b) {
                        self.layers[layer].swap(place - 1, place);
                        self.parts[a].place = place;
                        self.parts[b].place = place - 1;
                        better = true;
                    }
                }
            }
            if !better {
                break;
            }
        }
    }

    /// Crossings between the lines of two parts of one layer, if `left` stood left of `right`.
    fn crossings_of(&self, left: usize, right: usize) -> usize {
        let (left, right) = (&self.parts[left], &self.parts[right]);
        let place = |part: &usize| self.parts[*part].place;
        let count = |left: &[usize], right: &[usize]| -> usize {
            left.iter().map(|l| right.iter().filter(|r| place(r) < place(l)).count()).sum()
        };
        count(&left.up, &right.up) + count(&left.down, &right.down)
    }

    fn crossings(&self) -> usize {
        self.layers.windows(2).map(|pair| self.crossings_between(&pair[0], pair[1].len())).sum()
    }

    /// Counts pairs of links in the wrong order with a Fenwick tree over the places of the lower layer.
    fn crossings_between(&self, upper: &[usize], lower: usize) -> usize {
        let mut tree = vec![0_usize; lower + 1];
        let mut inserted = 0;
        let mut crossings = 0;
        for part in upper {
            let places = || self.parts[*part].down.iter().map(|below| self.parts[*below].place);
            for place in places() {
                let mut before = 0;
                let mut index = place + 1;
                while index > 0 {
                    before += tree[index];
                    index &= index - 1;
                }
                crossings += inserted - before;
            }
            for place in places() {
                let mut index = place + 1;
                while index <= lower {
                    tree[index] += 1;
                    index += index & index.wrapping_neg();
                }
                inserted += 1;
            }
        }
        crossings
    }

    /// Lines to the same node that run side by side become one, from the bottom up: a reader follows one line
    /// into the box more easily than five.
    fn join_bends(&mut self) {
        let mut kept: Vec<usize> = (0..self.parts.len()).collect();
        for layer in (0..self.layers.len()).rev() {
            let order = std::mem::take(&mut self.layers[layer]);
            let mut joined: Vec<usize> = Vec::new();
            for part in order {
                match joined.last() {
                    Some(left) if self.may_join(*left, part, &kept) => kept[part] = *left,
                    _ => joined.push(part),
                }
            }
            self.layers[layer] = joined;
            self.number(layer);
        }
        self.relink(&kept);
    }

    /// Makes the neighbours of every part follow it to the part that stands for it now.
    fn relink(&mut self, kept: &[usize]) {
        for part in &mut self.first {
            *part = kept[*part];
        }
        for (index, part) in self.parts.iter_mut().enumerate() {
            part.up.clear();
            if kept[index] != index {
                part.down.clear();
            }
            for below in &mut part.down {
                *below = kept[*below];
            }
        }
        for (above, below) in self.links().collect::<Vec<_>>() {
            self.parts[below].up.push(above);
        }
    }

    fn may_join(&self, left: usize, right: usize, kept: &[usize]) -> bool {
        let (left, right) = (&self.parts[left], &self.parts[right]);
        let same_way = || kept[left.down[0]] == kept[right.down[0]];
        matches!(left.what, What::Bend(_)) && left.what == right.what && same_way()
    }
}

/// The x coordinates.
impl Graph {
    /// The first placement: every layer as tight as allowed, around zero.
    fn pack(&mut self) {
        for layer in 0..self.layers.len() {
            let gaps = self.gaps(layer);
            let mut x = -gaps.iter().sum::<f64>() / 2.0;
            for (place, gap) in gaps.into_iter().enumerate() {
                x += gap;
                self.parts[self.layers[layer][place]].x = x;
            }
        }
    }

    /// The least distance of each part's middle from the one before.
    fn gaps(&self, layer: usize) -> Vec<f64> {
        let order = &self.layers[layer];
        let first = order.first().map(|_| 0.0);
        first.into_iter().chain(order.windows(2).map(|pair| self.gap(pair[0], pair[1]))).collect()
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

    /// Rounds of a quadratic fit. Layer by layer each part is drawn to its neighbours; because one layer is
    /// solved exactly, the rounds approach the common optimum, in which parents sit in the middle of
    /// children.
    fn settle(&mut self) {
        let rounds = self.rounds(60);
        let free = vec![None; self.parts.len()];
        for round in 0..rounds {
            let early = round < rounds / 4;
            self.pull(if early { Look::Up } else { Look::Both }, &free, false);
            self.pull(if early { Look::Down } else { Look::Both }, &free, true);
        }
        let chains = self.chains();
        for round in 0..rounds {
            // In the end the middle between the extremes, because few bends that lie askew hardly move a
            // mean.
            let aim = if round < rounds / 2 { Graph::mean_x } else { Graph::middle_x };
            let pins = self.pins(&chains, aim);
            self.pull(Look::Both, &pins, false);
            self.pull(Look::Both, &pins, true);
        }
        for chain in &chains {
            self.straighten(chain);
        }
        let pins: Vec<_> =
            self.parts.iter().map(|p| matches!(p.what, What::Bend(_)).then_some(p.x)).collect();
        for _ in 0..rounds.div_ceil(3) {
            self.pull(Look::Both, &pins, false);
            self.pull(Look::Both, &pins, true);
        }
        self.snap();
    }

    fn pull(&mut self, look: Look, pins: &[Option<f64>], upwards: bool) {
        let count = self.layers.len();
        for step in 0..count {
            let layer = if upwards { count - 1 - step } else { step };
            let wishes: Vec<_> =
                self.layers[layer].iter().map(|part| self.wish(*part, look, pins[*part])).collect();
            for (place, x) in fit(&wishes, &self.gaps(layer)).into_iter().enumerate() {
                self.parts[self.layers[layer][place]].x = x;
            }
        }
    }

    /// Where a part would like to be, and how much.
    fn wish(&self, index: usize, look: Look, pin: Option<f64>) -> (f64, f64) {
        const PINNED: f64 = 10_000.0;
        if let Some(x) = pin {
            return (x, PINNED);
        }
        let part = &self.parts[index];
        let up = part.up.iter().filter(|_| look != Look::Down);
        let down = part.down.iter().filter(|_| look != Look::Up);
        // A little pull to the middle keeps the drawing narrow, and parts without neighbours near.
        let (mut sum, mut weight) = (0.0, 0.05);
        for neighbour in up.chain(down) {
            let pull = self.strength(index, *neighbour);
            sum += self.parts[*neighbour].x * pull;
            weight += pull;
        }
        (sum / weight, weight)
    }

    /// How much a link wants to be vertical: the stretches of a long line most, then an answer above the only
    /// box it leads to.
    fn strength(&self, a: usize, b: usize) -> f64 {
        let (upper, lower) = if self.parts[a].layer < self.parts[b].layer { (a, b) } else { (b, a) };
        match (self.parts[upper].what, self.parts[lower].what) {
            (What::Bend(_), What::Bend(_)) => 8.0,
            (What::Label(_) | What::Bend(_), _) if self.parts[lower].up.len() == 1 => 8.0,
            (What::Label(_), What::Bend(_)) => 2.0,
            _ => 1.0,
        }
    }

    /// Bends that follow each other, longest chain first. Where lines have joined, the chain goes on with the
    /// line that comes from nearest.
    fn chains(&self) -> Vec<Vec<usize>> {
        let bend = |part: &usize| matches!(self.parts[*part].what, What::Bend(_));
        let above = |part: usize| {
            let away = |up: &usize| (self.parts[*up].x - self.parts[part].x).abs();
            let bends = self.parts[part].up.iter().copied().filter(bend);
            bends.min_by(|a, b| away(a).total_cmp(&away(b)))
        };
        let mut chains: Vec<Vec<usize>> = Vec::new();
        for layer in &self.layers {
            for start in layer.iter().copied().filter(bend) {
                let goes_on = |part: usize| {
                    let below = self.parts[part].down.first().copied().filter(bend);
                    below.filter(|below| above(*below) == Some(part))
                };
                let is_inside = above(start).is_some_and(|up| goes_on(up) == Some(start));
                if is_inside {
                    continue;
                }
                let mut chain = vec![start];
                let mut last = start;
                while let Some(below) = goes_on(last) {
                    chain.push(below);
                    last = below;
                }
                chains.push(chain);
            }
        }
        chains.sort_by_key(|chain| Reverse(chain.len()));
        chains
    }

    fn pins(&self, chains: &[Vec<usize>], aim: fn(&Graph, &[usize]) -> f64) -> Vec<Option<f64>> {
        let mut pins = vec![None; self.parts.len()];
        for chain in chains {
            let x = aim(self, chain);
            for part in chain {
                pins[*part] = Some(x);
            }
        }
        pins
    }

    fn middle_x(&self, chain: &[usize]) -> f64 {
        let places = || chain.iter().map(|part| self.parts[*part].x);
        f64::midpoint(places().fold(f64::INFINITY, f64::min), places().fold(f64::NEG_INFINITY, f64::max))
    }

    fn mean_x(&self, chain: &[usize]) -> f64 {
        chain.iter().map(|part| self.parts[*part].x).sum::<f64>() / real(chain.len())
    }

    /// Gives as many bends in a row as possible exactly the same x, within the room their neighbours leave.
    fn straighten(&mut self, chain: &[usize]) {
        let mut rest = chain;
        while !rest.is_empty() {
            let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
            let fits = rest.iter().take_while(|part| {
                let (left, right) = self.room(**part);
                let open = low.max(left) <= high.min(right);
                if open {
                    (low, high) = (low.max(left), high.min(right));
                }
                open
            });
            let (run, after) = rest.split_at(fits.count().max(1));
            let x = self.mean_x(run).max(low).min(high);
            for part in run {
                self.parts[*part].x = x;
            }
            rest = after;
        }
    }

    /// How far a part can move left and right without coming too near to its neighbours.
    fn room(&self, part: usize) -> (f64, f64) {
        let (layer, place) = (self.parts[part].layer, self.parts[part].place);
        let order = &self.layers[layer];
        let left = place.checked_sub(1).map(|left| self.parts[order[left]].x + self.gap(order[left], part));
        let right = order.get(place + 1).map(|right| self.parts[*right].x - self.gap(part, *right));
        (left.unwrap_or(f64::NEG_INFINITY), right.unwrap_or(f64::INFINITY))
    }

    /// Takes small kinks away: an answer that is nearly above its box moves exactly above it.
    fn snap(&mut self) {
        const KINK: f64 = 64.0;
        for layer in (0..self.layers.len()).rev() {
            for place in 0..self.layers[layer].len() {
                let index = self.layers[layer][place];
                let part = &self.parts[index];
                let Some(below) = part.down.first().filter(|_| part.what != What::Box) else { continue };
                let x = self.parts[*below].x;
                let (left, right) = self.room(index);
                if (x - part.x).abs() < KINK && (left..=right).contains(&x) {
                    self.parts[index].x = x;
                }
            }
        }
    }
}

/// The places nearest to the wishes (place and weight) in which each comes at least its gap after the one
/// before: least squares by pooling neighbours that would overlap.
fn fit(wishes: &[(f64, f64)], gaps: &[f64]) -> Vec<f64> {
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
    starts.zip(offsets).map(|(start, offset)| start + offset).collect()
}

// ---- Drawing ----

/// Everything placed, ready to be written.
struct Drawing<'a> {
    map: &'a Map,
    boxes: &'a [TextBlock],
    lines: &'a [Line],
    graph: Graph,
    /// For every node where its lines leave it, in the order of its parts below.
    ports: Vec<Vec<f64>>,
    /// For every node where the arrow head stands.
    heads: Vec<f64>,
    /// Top and bottom of every layer.
    spans: Vec<(f64, f64)>,
    width: f64,
    height: f64,
}

impl<'a> Drawing<'a> {
    fn new(map: &'a Map, boxes: &'a [TextBlock], lines: &'a [Line], mut graph: Graph) -> Drawing<'a> {
        let (left, right) = graph.extent();
        graph.parts.iter_mut().for_each(|part| part.x += MARGIN - left);
        let ports: Vec<Vec<f64>> = (0..boxes.len()).map(|node| ports(&graph, node)).collect();
        let heads = (0..boxes.len()).map(|node| head(&graph, node)).collect();
        let spans = spans(&graph, &ports);
        let width = right - left + 2.0 * MARGIN;
        let height = spans.last().map_or(0.0, |span| span.1) + MARGIN;
        Drawing { map, boxes, lines, graph, ports, heads, spans, width, height }
    }

    fn write(&self, id_prefix: &str, standalone: bool) -> String {
        let (width, height, prefix) = (self.width.ceil(), self.height.ceil(), html(id_prefix));
        let mut out = format!(
            "<svg class=\"map\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"group\" \
             aria-labelledby=\"{prefix}title {prefix}desc\" font-size=\"{TEXT_SIZE}\" \
             text-anchor=\"middle\">\n"
        );
        let (title, description) = (html(&self.map.title), html(&self.map.description));
        out.push_str(&format!("<title id=\"{prefix}title\">{title}</title>\n"));
        out.push_str(&format!("<desc id=\"{prefix}desc\">{description}</desc>\n"));
        if standalone {
            out.push_str(&format!("<style>{STYLE}</style>\n"));
        }
        self.write_lines(&mut out);
        for part in self.graph.layers.iter().step_by(2).flatten().filter(|part| **part < self.boxes.len()) {
            self.write_box(&mut out, *part);
            self.write_labels(&mut out, *part);
        }
        out.push_str("</svg>\n");
        out
    }

    /// Lines first, dangerous ones on top of the others, then one arrow head for each node something leads
    /// to.
    fn write_lines(&self, out: &mut String) {
        out.push_str("<g fill=\"none\" stroke=\"currentColor\" aria-hidden=\"true\">\n");
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        order.sort_by_key(|line| (self.lines[*line].risk, self.lines[*line].wide));
        // The last line into a node is the one on top; its head wins.
        let mut heads: BTreeMap<usize, bool> = BTreeMap::new();
        let mut drawn: BTreeSet<(bool, bool, usize)> = BTreeSet::new();
        for line in order {
            let Line { from, to, risk, wide, .. } = self.lines[line];
            // Where another line of the same look goes the same way already, there is nothing more to draw.
            let mut route = vec![from, self.graph.first[line]];
            while let [.., last] = route[..]
                && let [below] = self.graph.parts[last].down[..]
                && last >= self.boxes.len()
                && drawn.insert((risk, wide, last))
            {
                route.push(below);
            }
            let path = self.path(&route);
            let risky = if risk { " map__edge--risk" } else { "" };
            let wide = if wide { " map__edge--wide" } else { "" };
            out.push_str(&format!("<path class=\"map__edge{risky}{wide}\" d=\"{path}\"/>\n"));
            heads.insert(to, risk);
        }
        for (node, risk) in heads {
            let (x, y) = (number(self.heads[node]), number(self.top(node)));
            let risky = if risk { " map__head--risk" } else { "" };
            out.push_str(&format!("<path class=\"map__head{risky}\" d=\"M{x} {y}l-4.5-{ARROW}h9z\"/>\n"));
        }
        out.push_str("</g>\n");
    }

    /// From the foot of one box to the head of another. Within a layer a line is vertical, between layers it
    /// curves, and at its label it is interrupted, so that no text has a line behind it.
    fn path(&self, route: &[usize]) -> String {
        let from = &self.graph.parts[route[0]];
        let nth = from.down.iter().position(|below| *below == route[1]);
        let start = nth.map_or(from.x, |nth| self.ports[route[0]][nth]);
        let mut pen = Pen::at(start, self.top(route[0]) + from.height);
        pen.down_to(self.spans[from.layer].1);
        for (step, index) in route.iter().enumerate().skip(1) {
            let part = &self.graph.parts[*index];
            let (top, bottom) = self.spans[part.layer];
            match part.what {
                What::Box => {
                    pen.curve_to(self.heads[*index], top - ARROW);
                    pen.down_to(self.top(*index) - ARROW);
                }
                What::Label(_) => {
                    pen.curve_to(part.x, top);
                    pen.jump_to(top + part.height);
                    pen.down_to(bottom);
                }
                // A line that ends at a bend has met another that goes the same way from there.
                What::Bend(_) => {
                    pen.curve_to(part.x, top);
                    pen.down_to(if step + 1 < route.len() { bottom } else { top });
                }
            }
        }
        pen.finish()
    }

    /// The upper edge of a part: boxes stand in the middle of their layer, answers near the question.
    fn top(&self, part: usize) -> f64 {
        let part = &self.graph.parts[part];
        let (top, bottom) = self.spans[part.layer];
        if part.what == What::Box { f64::midpoint(top, bottom) - part.height / 2.0 } else { top }
    }

    fn write_box(&self, out: &mut String, node: usize) {
        let (part, block, MapNode { kind, text, href }) =
            (&self.graph.parts[node], &self.boxes[node], &self.map.nodes[node]);
        let top = self.top(node);
        let frame = Frame { left: part.x - part.width / 2.0, top, width: part.width, height: part.height };
        out.push_str(&format!("<a class=\"map__node map__{}\" href=\"{}\"", class(*kind), html(href)));
        // Read aloud, the lines of a text would run into each other.
        if block.lines.len() > 1 {
            out.push_str(&format!(" aria-label=\"{}\"", html(text)));
        }
        out.push('>');
        out.push_str(&shape(*kind, &frame));
        write_text(out, &block.lines, part.x, top + part.height / 2.0, TEXT_SIZE);
        out.push_str("</a>\n");
    }

    /// The answers of a node, from left to right.
    fn write_labels(&self, out: &mut String, node: usize) {
        let mut below: Vec<usize> = self.graph.parts[node].down.clone();
        below.sort_by_key(|part| self.graph.parts[*part].place);
        for index in below {
            let part = &self.graph.parts[index];
            if let What::Label(line) = part.what {
                let lines = self.lines[line].label.as_ref().map_or(&[][..], |label| &label.lines);
                let risky = if self.lines[line].risk { " map__label--risk" } else { "" };
                out.push_str(&format!("<g class=\"map__label{risky}\" font-size=\"{LABEL_SIZE}\">"));
                write_text(out, lines, part.x, self.top(index) + part.height / 2.0, LABEL_SIZE);
                out.push_str("</g>\n");
            }
        }
    }
}

/// Where the lines of a node leave it: below their next part if the box is wide enough, else near its corner.
fn ports(graph: &Graph, node: usize) -> Vec<f64> {
    let part = &graph.parts[node];
    let mut order: Vec<usize> = (0..part.down.len()).collect();
    order.sort_by_key(|port| graph.parts[part.down[*port]].place);
    let room = part.width / 2.0 - 20.0;
    let gap = (2.0 * room / real(order.len().max(2) - 1)).min(20.0);
    let wish = |port: &usize| (graph.parts[part.down[*port]].x.clamp(part.x - room, part.x + room), 1.0);
    let wishes: Vec<_> = order.iter().map(wish).collect();
    let mut ports = vec![part.x; order.len()];
    let last = order.len().saturating_sub(1);
    for (place, x) in fit(&wishes, &vec![gap; order.len()]).into_iter().enumerate() {
        let leftmost = part.x - room + gap * real(place);
        let rightmost = part.x + room - gap * real(last - place);
        // A line that is nearly straight becomes straight.
        let below = graph.parts[part.down[order[place]]].x;
        let x = x.max(leftmost).min(rightmost);
        ports[order[place]] = if (x - below).abs() < gap.min(8.0) { below } else { x };
    }
    ports
}

/// Where lines enter a node: in the middle, or straight below the nearest line if that makes little
/// difference.
fn head(graph: &Graph, node: usize) -> f64 {
    let part = &graph.parts[node];
    let away = |x: &f64| (x - part.x).abs();
    let nearest = part.up.iter().map(|up| graph.parts[*up].x).min_by(|a, b| away(a).total_cmp(&away(b)));
    nearest.filter(|x| away(x) < 20.0).unwrap_or(part.x)
}

/// Top and bottom of every layer. The further lines have to go sideways, the more room they get to do so.
fn spans(graph: &Graph, ports: &[Vec<f64>]) -> Vec<(f64, f64)> {
    let mut y = MARGIN;
    let mut spans = Vec::with_capacity(graph.layers.len());
    for (index, layer) in graph.layers.iter().enumerate() {
        let height = layer.iter().map(|part| graph.parts[*part].height).fold(0.0, f64::max);
        spans.push((y, y + height));
        let sideways = layer.iter().map(|part| widest_step(graph, ports, *part)).fold(0.0, f64::max);
        let least = if index % 2 == 0 { 14.0 } else { 18.0 + ARROW };
        y += height + least + (sideways * 0.1).min(40.0);
    }
    // The layer of answers below the last rank is always empty.
    spans.pop();
    spans
}

/// How far the lines below a part go sideways in the gap, at most.
fn widest_step(graph: &Graph, ports: &[Vec<f64>], index: usize) -> f64 {
    let part = &graph.parts[index];
    let start = |port: usize| if part.what == What::Box { ports[index][port] } else { part.x };
    let steps = part.down.iter().enumerate().map(|(port, below)| (graph.parts[*below].x - start(port)).abs());
    steps.fold(0.0, f64::max)
}

/// Builds path data; vertical stretches that follow each other become one.
struct Pen {
    path: String,
    x: f64,
    y: f64,
    /// Where a vertical stretch that is not yet written will end.
    pending: f64,
}

impl Pen {
    fn at(x: f64, y: f64) -> Pen {
        Pen { path: format!("M{} {}", number(x), number(y)), x, y, pending: y }
    }

    fn down_to(&mut self, y: f64) {
        self.pending = y;
    }

    /// To another x, with vertical tangents at both ends.
    fn curve_to(&mut self, x: f64, y: f64) {
        // Less than a pixel aside would only look like a fault.
        if (x - self.x).abs() < 1.0 {
            return self.down_to(y);
        }
        self.flush();
        let middle = number(f64::midpoint(self.y, y));
        let (x_before, x_after, y_after) = (number(self.x), number(x), number(y));
        self.path.push_str(&format!("C{x_before} {middle} {x_after} {middle} {x_after} {y_after}"));
        (self.x, self.y, self.pending) = (x, y, y);
    }

    /// Lifts the pen until `y`.
    fn jump_to(&mut self, y: f64) {
        self.flush();
        self.path.push_str(&format!("M{} {}", number(self.x), number(y)));
        (self.y, self.pending) = (y, y);
    }

    fn flush(&mut self) {
        if number(self.pending) != number(self.y) {
            self.path.push_str(&format!("V{}", number(self.pending)));
            self.y = self.pending;
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.path
    }
}

fn class(kind: MapKind) -> &'static str {
    match kind {
        MapKind::Ask => "ask",
        MapKind::Try => "try",
        MapKind::Solved => "solved",
        MapKind::Wait => "wait",
        MapKind::Own => "own",
        MapKind::Contact => "contact",
        MapKind::Safety => "safety",
    }
}

/// The outline of a box, in a group of its own. Without any style sheet it is a plain line.
fn shape(kind: MapKind, frame: &Frame) -> String {
    let outline = match kind {
        MapKind::Ask => frame.rounded(10.0),
        // The flowchart sign for steps that are described elsewhere: a bar on either side.
        MapKind::Try => frame.rounded(2.0) + &frame.bar(7.0) + &frame.bar(frame.width - 7.0),
        MapKind::Solved => frame.rounded(24.0),
        // The flowchart sign for a delay: round on the right.
        MapKind::Wait => frame.delay(),
        MapKind::Own => frame.folded(14.0),
        MapKind::Contact => frame.hexagon(12.0),
        MapKind::Safety => frame.octagon(9.0) + &frame.inset(4.0).octagon(7.0),
    };
    format!("<g fill=\"none\" stroke=\"currentColor\">{outline}</g>")
}

/// The rectangle a shape fills.
struct Frame {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Frame {
    fn inset(&self, by: f64) -> Frame {
        let (width, height) = (self.width - 2.0 * by, self.height - 2.0 * by);
        Frame { left: self.left + by, top: self.top + by, width, height }
    }

    fn rounded(&self, radius: f64) -> String {
        let [x, y, width, height] = [self.left, self.top, self.width, self.height].map(number);
        let radius = number(radius.min(self.height / 2.0));
        format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>")
    }

    fn bar(&self, from_left: f64) -> String {
        let [x, y, height] = [self.left + from_left, self.top, self.height].map(number);
        format!("<path d=\"M{x} {y}v{height}\"/>")
    }

    fn delay(&self) -> String {
        let radius = 24_f64.min(self.height / 2.0);
        let [x, y, r] = [self.left, self.top, radius].map(number);
        let [across, down] = [self.width - radius, self.height - 2.0 * radius].map(number);
        format!(
            "<path d=\"M{x} {y}h{across}a{r} {r} 0 0 1 {r} {r}v{down}a{r} {r} 0 0 1-{r} {r}h-{across}z\"/>"
        )
    }

    fn folded(&self, fold: f64) -> String {
        let [x, y, f] = [self.left, self.top, fold].map(number);
        let [across, down, width] = [self.width - fold, self.height - fold, self.width].map(number);
        format!("<path d=\"M{x} {y}h{across}l{f} {f}v{down}h-{width}zm{across} 0v{f}h{f}\"/>")
    }

    fn hexagon(&self, point: f64) -> String {
        let [x, y, p] = [self.left + point, self.top, point].map(number);
        let [across, half] = [self.width - 2.0 * point, self.height / 2.0].map(number);
        format!("<path d=\"M{x} {y}h{across}l{p} {half}l-{p} {half}h-{across}l-{p}-{half}z\"/>")
    }

    fn octagon(&self, cut: f64) -> String {
        let [x, y, c] = [self.left + cut, self.top, cut].map(number);
        let [across, down] = [self.width - 2.0 * cut, self.height - 2.0 * cut].map(number);
        format!("<path d=\"M{x} {y}h{across}l{c} {c}v{down}l-{c} {c}h-{across}l-{c}-{c}v-{down}z\"/>")
    }
}

/// Lines of text around a middle.
fn write_text(out: &mut String, lines: &[String], x: f64, middle: f64, size: f64) {
    let first = middle - real(lines.len()) * size * LINE_HEIGHT / 2.0;
    for (index, line) in lines.iter().enumerate() {
        // Letters stand about a third of their size below the middle of their line.
        let y = first + (real(index) + 0.5) * size * LINE_HEIGHT + size * 0.35;
        out.push_str(&format!("<text x=\"{}\" y=\"{}\">", number(x), number(y)));
        push_html(out, line);
        out.push_str("</text>");
    }
}

/// A number with at most one decimal.
fn number(value: f64) -> String {
    // Adding zero turns a negative zero into zero.
    ((value * 10.0).round() / 10.0 + 0.0).to_string()
}

/// Counts in this file are far below 2^32; more would be drawn in the same place.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// What a file of its own looks like; in a page the theme says the same with its tokens.
const STYLE: &str = "\
.map{--page:#faf8f5;--surface:#fff;--text:#23201d;--muted:#5d574f;--control:#807970;--accent:#0b5a66;\
--accent-soft:#e4f0f1;--warning:#865200;--caution:#a4261d;--tip:#1a6638;--note:#1d5a9e;--important:#6a3d9a;\
background:var(--page);font-family:system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
@media (prefers-color-scheme:dark){\
.map{--page:#161513;--surface:#201e1c;--text:#ece8e1;--muted:#b5aea3;--control:#8f887d;--accent:#82cbd5;\
--accent-soft:#1b3337;--warning:#e8bb6d;--caution:#f4a29a;--tip:#83ce9f;--note:#93bdf0;--important:#c8adee}}
.map text{fill:var(--text)}
.map__node>g{fill:var(--surface);fill:color-mix(in srgb,var(--tone) 8%,var(--surface));\
stroke:var(--tone);stroke-width:1.5}
.map__ask{--tone:var(--accent)}.map__try{--tone:var(--control)}.map__solved{--tone:var(--tip)}\
.map__wait{--tone:var(--note)}.map__own{--tone:var(--important)}.map__contact{--tone:var(--warning)}\
.map__safety{--tone:var(--caution)}
.map__node:is(:hover,:focus-visible)>g{fill:var(--accent-soft);stroke-width:3}
.map__edge{stroke:var(--control);stroke-width:1.5}.map__edge--wide{stroke-width:3}\
.map__edge--risk{stroke:var(--caution);stroke-width:3.5}
.map__head{fill:var(--control);stroke:none}.map__head--risk{fill:var(--caution)}
.map__label text{fill:var(--muted);stroke:var(--page);stroke-width:4;paint-order:stroke;\
stroke-linejoin:round}\
.map__label--risk text{fill:var(--caution);font-weight:600}
";

#[cfg(test)]
mod tests {
    use super::*;

    /// Knuth's linear congruential generator: the same maps in every run.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, bound: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).expect("31 bits fit") % bound
        }

        fn text(&mut self, most: usize) -> String {
            const WORDS: [&str; 8] =
                ["钱少了，", "重新登录", "“处理中”", "（可选）", "money", "I'm", "App", "not sure?"];
            (0..=self.below(most))
                .map(|_| WORDS[self.below(8)])
                .collect::<Vec<_>>()
                .join([" ", ""][self.below(2)])
        }

        /// A connected acyclic map; sometimes an edge comes twice or has no label.
        fn map(&mut self, nodes: usize) -> Map {
            const KINDS: [MapKind; 7] = [
                MapKind::Ask,
                MapKind::Try,
                MapKind::Solved,
                MapKind::Wait,
                MapKind::Own,
                MapKind::Contact,
                MapKind::Safety,
            ];
            let mut map = Map { title: "Title".into(), description: "Description".into(), ..Map::default() };
            for node in 0..nodes {
                map.nodes.push(MapNode {
                    kind: KINDS[self.below(7)],
                    text: self.text(7),
                    href: format!("#{node}"),
                });
                for _ in 0..(1 + self.below(3)).min(node) {
                    let from = node - 1 - self.below(node.min(8));
                    let label = if self.below(5) == 0 { String::new() } else { self.text(3) };
                    map.edges.push(edge(from, node, &label));
                }
            }
            map
        }
    }

    fn edge(from: usize, to: usize, label: &str) -> MapEdge {
        MapEdge { from, to, label: label.into(), risk: from % 5 == 4, share: Some(30) }
    }

    fn chain(nodes: usize) -> Map {
        let mut map = Numbers(1).map(1);
        map.nodes = vec![map.nodes[0].clone(); nodes];
        map.edges = (1..nodes).map(|node| edge(node - 1, node, "然后")).collect();
        map
    }

    /// Runs a check on finished layouts of random maps.
    fn for_random_maps(check: impl Fn(&Map, &Drawing)) {
        let mut numbers = Numbers(42);
        for round in 0..10 {
            let map = numbers.map(1 + 4 * round);
            let boxes: Vec<TextBlock> = map.nodes.iter().map(box_of).collect();
            let lines = map.lines();
            let graph = Graph::arrange(&boxes, &lines, &map.ranks(&lines, &boxes));
            check(&map, &Drawing::new(&map, &boxes, &lines, graph));
        }
    }

    /// Left, top, right and bottom of the boxes, then of the answers.
    fn frames(drawing: &Drawing) -> (Vec<[f64; 4]>, Vec<[f64; 4]>) {
        let mut frames = (Vec::new(), Vec::new());
        for index in drawing.graph.layers.iter().flatten() {
            let (part, top) = (&drawing.graph.parts[*index], drawing.top(*index));
            let frame = [part.x - part.width / 2.0, top, part.x + part.width / 2.0, top + part.height];
            match part.what {
                What::Box => frames.0.push(frame),
                What::Label(_) => frames.1.push(frame),
                What::Bend(_) => {}
            }
        }
        frames
    }

    /// The points of a path that is made of `M`, `V` and `C`; curves as twelve points.
    fn points(path: &str) -> Vec<(f64, f64)> {
        let mut points: Vec<(f64, f64)> = Vec::new();
        for (start, _) in path.match_indices(['M', 'V', 'C']) {
            let rest = &path[start + 1..];
            let numbers = rest[..rest.find(['M', 'V', 'C']).unwrap_or(rest.len())].split(' ');
            let numbers: Vec<f64> = numbers.map(|n| n.parse().expect("a number")).collect();
            let last = points.last().copied().unwrap_or_default();
            match numbers[..] {
                [x, y] => points.push((x, y)),
                [y] => points.extend((1..=4).map(|n| (last.0, last.1 + (y - last.1) * f64::from(n) / 4.0))),
                [ax, ay, bx, by, x, y] => points.extend((1..=12).map(|n| {
                    let t = f64::from(n) / 12.0;
                    let mix = |p: f64, a: f64, b: f64, q: f64| {
                        let s = 1.0 - t;
                        s * s * s * p + 3.0 * s * s * t * a + 3.0 * s * t * t * b + t * t * t * q
                    };
                    (mix(last.0, ax, bx, x), mix(last.1, ay, by, y))
                })),
                _ => panic!("unexpected path data: {path}"),
            }
        }
        points
    }

    fn paths(svg: &str) -> impl Iterator<Item = &str> {
        let edges = svg.lines().filter(|line| line.starts_with("<path class=\"map__edge"));
        edges.map(|line| line.rsplit('"').nth(1).expect("the path data comes last"))
    }

    #[test]
    fn boxes_and_answers_never_overlap_and_stay_on_the_sheet() {
        for_random_maps(|_, drawing| {
            let (mut frames, answers) = frames(drawing);
            frames.extend(answers);
            for (index, a) in frames.iter().enumerate() {
                assert!(
                    a[0] >= 0.0 && a[1] >= 0.0 && a[2] <= drawing.width && a[3] <= drawing.height,
                    "{a:?}"
                );
                for b in &frames[..index] {
                    let apart = a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
                    assert!(apart, "{a:?} and {b:?}");
                }
            }
        });
    }

    #[test]
    fn lines_go_down_and_touch_neither_boxes_nor_answers() {
        for_random_maps(|_, drawing| {
            let (mut frames, answers) = frames(drawing);
            frames.extend(answers);
            for path in paths(&drawing.write("", false)) {
                let points = points(path);
                assert!(points.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{path}");
                for (x, y) in points {
                    // One unit of tolerance, for rounding at the edge a line begins or ends at.
                    let inside =
                        |f: &&[f64; 4]| f[0] + 1.0 < x && x < f[2] - 1.0 && f[1] + 1.0 < y && y < f[3] - 1.0;
                    assert_eq!(frames.iter().find(inside), None, "{path}");
                }
            }
        });
    }

    #[test]
    fn every_node_every_answer_and_every_line_is_drawn_once() {
        for_random_maps(|map, drawing| {
            let svg = drawing.write("", false);
            assert_eq!(svg.matches("<a class=\"map__node ").count(), map.nodes.len());
            for node in &map.nodes {
                assert_eq!(svg.matches(&format!("href=\"{}\"", node.href)).count(), 1);
            }
            let pairs: BTreeSet<_> = map.edges.iter().map(|edge| (edge.from, edge.to)).collect();
            assert_eq!(paths(&svg).count(), pairs.len());
            let labelled: BTreeSet<_> = map
                .edges
                .iter()
                .filter(|edge| !edge.label.is_empty())
                .map(|edge| (edge.from, edge.to))
                .collect();
            assert_eq!(svg.matches("<g class=\"map__label").count(), labelled.len());
        });
    }

    #[test]
    fn text_fits_its_box_and_keeps_every_character() {
        for_random_maps(|map, drawing| {
            for (node, block) in map.nodes.iter().zip(drawing.boxes) {
                for line in &block.lines {
                    let width: f64 = line
                        .trim_end()
                        .chars()
                        .map(|c| if c == ' ' { SPACE } else { em(c, is_han(&node.text)) })
                        .sum();
                    assert!(width * TEXT_SIZE <= block.width - 31.0, "{line}");
                }
                let solid = |text: &str| text.split_whitespace().collect::<String>();
                assert_eq!(solid(&block.lines.concat()), solid(&node.text));
            }
        });
    }

    #[test]
    fn no_line_begins_or_ends_with_the_wrong_punctuation() {
        let (lines, _) =
            wrap("你看到的是哪种情况？是不是显示“处理中”，或者（很少见）一直转圈、转圈、转圈？", 6.0);
        assert!(lines.len() > 4, "{lines:?}");
        assert!(!lines.iter().any(|line| line.starts_with(NO_START) || line.ends_with(NO_END)), "{lines:?}");
        assert_eq!(wrap("Less money than I expected / I'm not sure", 9.0).0[1], "than I expected / ");
        assert!(wrap(&"x".repeat(99), 9.0).1 <= 9.0, "a word longer than a line is broken anyway");
    }

    #[test]
    fn answers_between_the_same_nodes_share_a_line() {
        let mut map = chain(2);
        map.edges.push(MapEdge { risk: true, ..edge(0, 1, "说不清") });
        let svg = map.svg("m-", false);
        assert_eq!(paths(&svg).count(), 1);
        assert!(svg.contains(">然后 / 说不清<"));
        assert!(svg.contains("\"map__edge map__edge--risk map__edge--wide\""));
    }

    #[test]
    fn the_same_map_gives_the_same_bytes() {
        let draw = || Numbers(7).map(30).svg("m-", true);
        assert_eq!(draw(), draw());
    }

    #[test]
    fn large_and_deep_maps_are_drawn() {
        assert_eq!(paths(&chain(5000).svg("", false)).count(), 4999);
        let mut ladder = chain(1000);
        ladder.edges.extend((0..998).map(|node| edge(node, 999, "还是不行")));
        assert_eq!(paths(&ladder.svg("", false)).count(), 1997);
        assert!(paths(&Numbers(3).map(1000).svg("", false)).count() > 1000);
        let mut star = chain(1000);
        star.edges.iter_mut().for_each(|edge| edge.from = 0);
        assert_eq!(paths(&star.svg("", false)).count(), 999);
    }

    #[test]
    fn edges_that_lead_back_or_nowhere_are_left_out() {
        let mut map = chain(4);
        map.edges.extend([edge(3, 0, "back"), edge(2, 2, "self"), edge(1, 9, "nowhere")]);
        assert_eq!(paths(&map.svg("", false)).count(), 3);
        assert!(Map::default().svg("", false).contains("viewBox=\"0 0 24 "));
    }

    #[test]
    fn markup_in_texts_is_escaped() {
        let mut map = chain(2);
        map.title = "<&\">".into();
        map.nodes[0].text = "a<b&c".into();
        map.nodes[0].href = "?a=1&b=\"".into();
        map.edges[0].label = "<i>".into();
        let svg = map.svg("\"", false);
        assert!(svg.contains(">&lt;&amp;&quot;&gt;</title>") && svg.contains("id=\"&quot;title\""));
        assert!(svg.contains(">a&lt;b&amp;c</text>") && svg.contains("href=\"?a=1&amp;b=&quot;\""));
        assert!(svg.contains(">&lt;i&gt;</text>") && !svg.contains("<i>"));
    }

    #[test]
    fn only_a_standalone_drawing_brings_styles() {
        let map = chain(3);
        assert!(!map.svg("", false).contains("style"));
        assert_eq!(map.svg("", true).matches("<style>").count(), 1);
        assert!(!map.svg("", true).contains("style=") && !map.svg("", true).contains("url("));
    }
}
