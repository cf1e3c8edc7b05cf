//! A graph with everything in its place, written as SVG.
//!
//! In: map, texts, lines, graph. Out: the `<svg>` element. The y of every layer is decided here, because it
//! depends on how far lines have to go sideways. Coordinates are whole, halves at most.

use std::collections::{BTreeMap, BTreeSet};

use crate::escape::html;

use super::graph::{Graph, Part, What};
use super::measure::{OF_ANSWERS, OF_NODES, Text};
use super::place::fit;
use super::{Line, Map, MapKind, MapNode};

/// White space around the whole drawing.
const MARGIN: f64 = 12.0;
/// Length of an arrow head.
const ARROW: f64 = 8.0;

/// Everything placed, ready to be written.
pub(super) struct Drawing<'a> {
    pub boxes: &'a [Text],
    lines: &'a [Line],
    pub graph: Graph,
    /// For every node where its lines leave it, in the order of its parts below.
    ports: Vec<Vec<f64>>,
    /// For every node where the arrow head stands.
    heads: Vec<f64>,
    /// Top and bottom of every layer.
    spans: Vec<(f64, f64)>,
    pub width: f64,
    pub height: f64,
}

impl<'a> Drawing<'a> {
    pub fn new(boxes: &'a [Text], lines: &'a [Line], mut graph: Graph) -> Drawing<'a> {
        let (left, right) = graph.extent();
        graph.parts.iter_mut().for_each(|part| part.x = (part.x + MARGIN - left).round());
        let nodes = &graph.parts[..boxes.len()];
        let ports: Vec<Vec<f64>> = nodes.iter().map(|node| ports(&graph, node)).collect();
        let heads = nodes.iter().map(|node| head(&graph, node)).collect();
        let spans = spans(&graph, &ports);
        let width = (right - left + 2.0 * MARGIN).ceil();
        let height = spans.last().map_or(0.0, |span| span.1) + MARGIN;
        Drawing { boxes, lines, graph, ports, heads, spans, width, height }
    }

    /// The drawing as one element.
    pub fn write(&self, map: &Map) -> String {
        let (width, height) = (self.width, self.height);
        let mut out = format!(
            "<svg class=\"map\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"group\" aria-labelledby=\"map:title map:desc\" \
             font-size=\"{}\" text-anchor=\"middle\">\n\
             <title id=\"map:title\">{}</title>\n<desc id=\"map:desc\">{}</desc>\n",
            OF_NODES.0,
            html(&map.title),
            html(&map.description),
        );
        self.write_lines(&mut out);
        for node in self.graph.layers.iter().step_by(2).flatten().filter(|part| **part < self.boxes.len()) {
            self.write_box(&mut out, *node, &map.nodes[*node]);
            self.write_answers(&mut out, *node);
        }
        out.push_str("</svg>\n");
        out
    }

    /// Lines first, dangerous ones on top of the others, then one arrow head for each node something leads to.
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
                && let What::Label(_) | What::Bend(_) = self.graph.parts[last].what
                && drawn.insert((risk, wide, last))
            {
                route.push(self.graph.parts[last].down[0]);
            }
            let path = self.path(&route);
            let risky = if risk { " map__edge--risk" } else { "" };
            let wide = if wide { " map__edge--wide" } else { "" };
            out.push_str(&format!("<path class=\"map__edge{risky}{wide}\" d=\"{path}\"/>\n"));
            heads.insert(to, risk);
        }
        for (node, risk) in heads {
            let (x, y) = (self.heads[node], self.top(&self.graph.parts[node]));
            let risky = if risk { " map__head--risk" } else { "" };
            out.push_str(&format!("<path class=\"map__head{risky}\" d=\"M{x} {y}l-4.5-{ARROW}h9z\"/>\n"));
        }
        out.push_str("</g>\n");
    }

    /// From the foot of one box to the head of another. Within a layer a line is vertical, between layers it
    /// curves, and at its answer it is interrupted, so that no text has a line behind it.
    fn path(&self, route: &[usize]) -> String {
        let from = &self.graph.parts[route[0]];
        let port = from.down.iter().position(|below| *below == route[1]).unwrap_or(0);
        let (mut x, mut y) = (self.ports[route[0]][port], self.spans[from.layer].1);
        let mut path = format!("M{x} {}V{y}", self.top(from) + from.height);
        for (step, index) in route.iter().enumerate().skip(1) {
            let part = &self.graph.parts[*index];
            let (top, bottom) = self.spans[part.layer];
            let (to, top) = match part.what {
                What::Box => (self.heads[*index], top - ARROW),
                _ => (part.x, top),
            };
            let middle = f64::midpoint(y, top);
            if x == to {
                path.push_str(&format!("V{top}"));
            } else {
                path.push_str(&format!("C{x} {middle} {to} {middle} {to} {top}"));
            }
            path.push_str(&match part.what {
                What::Box => format!("V{}", self.top(part) - ARROW),
                What::Label(_) => format!("M{to} {}V{bottom}", top + part.height),
                // A line that ends at a bend has met another that goes the same way from there.
                What::Bend(_) if step + 1 == route.len() => String::new(),
                What::Bend(_) => format!("V{bottom}"),
            });
            (x, y) = (to, bottom);
        }
        path
    }

    /// The upper edge of a part: boxes stand in the middle of their layer, answers near the question.
    pub fn top(&self, part: &Part) -> f64 {
        let (top, bottom) = self.spans[part.layer];
        if part.what == What::Box { ((top + bottom - part.height) / 2.0).floor() } else { top }
    }

    fn write_box(&self, out: &mut String, index: usize, node: &MapNode) {
        let (part, text) = (&self.graph.parts[index], &self.boxes[index]);
        let top = self.top(part);
        let (class, shape) = shape(node.kind, (part.x - part.width / 2.0, top), (part.width, part.height));
        out.push_str(&format!("<a class=\"map__node map__{class}\" href=\"{}\"", html(&node.href)));
        // Read aloud, the lines of a text would run into each other.
        if text.lines.len() > 1 {
            out.push_str(&format!(" aria-label=\"{}\"", html(&node.text)));
        }
        out.push_str(&format!("><g fill=\"none\" stroke=\"currentColor\">{shape}</g>"));
        write_text(out, &text.lines, (part.x, top + part.height / 2.0), OF_NODES);
        out.push_str("</a>\n");
    }

    /// The answers of a node, from left to right.
    fn write_answers(&self, out: &mut String, node: usize) {
        let mut below: Vec<&Part> =
            self.graph.parts[node].down.iter().map(|part| &self.graph.parts[*part]).collect();
        below.sort_by_key(|part| part.place);
        for part in below {
            let What::Label(line) = part.what else { continue };
            let Line { label: Some(text), risk, .. } = &self.lines[line] else { continue };
            let risky = if *risk { " map__label--risk" } else { "" };
            out.push_str(&format!(
                "<g class=\"map__label{risky}\" paint-order=\"stroke\" font-size=\"{}\">",
                OF_ANSWERS.0
            ));
            write_text(out, &text.lines, (part.x, self.top(part) + part.height / 2.0), OF_ANSWERS);
            out.push_str("</g>\n");
        }
    }
}

/// Where the lines of a node leave it: below their next part if the box is wide enough, else near its corner.
fn ports(graph: &Graph, node: &Part) -> Vec<f64> {
    let mut order: Vec<usize> = (0..node.down.len()).collect();
    order.sort_by_key(|port| graph.parts[node.down[*port]].place);
    let below = |port: usize| graph.parts[node.down[port]].x;
    let room = node.width / 2.0 - 20.0;
    let gap = (2.0 * room / order.len().max(2) as f64).min(20.0);
    let wishes: Vec<_> = order.iter().map(|port| (below(*port), 1.0)).collect();
    let gaps: Vec<f64> = (0..order.len()).map(|place| if place == 0 { 0.0 } else { gap }).collect();
    let mut ports = vec![node.x; order.len()];
    for (port, x) in order.into_iter().zip(fit(&wishes, &gaps, (node.x - room, node.x + room))) {
        // A line that is nearly straight becomes straight.
        ports[port] = if (x - below(port)).abs() < gap.min(8.0) { below(port) } else { x.round() };
    }
    ports
}

/// Where lines enter a node: in the middle, or straight below the nearest line if that makes little
/// difference.
fn head(graph: &Graph, node: &Part) -> f64 {
    let away = |x: &f64| (x - node.x).abs();
    let nearest = node.up.iter().map(|up| graph.parts[*up].x).min_by(|a, b| away(a).total_cmp(&away(b)));
    nearest.filter(|x| away(x) < 20.0).unwrap_or(node.x)
}

/// Top and bottom of every layer. The further lines have to go sideways, the more room they get to do so.
fn spans(graph: &Graph, ports: &[Vec<f64>]) -> Vec<(f64, f64)> {
    let sideways = |index: &usize| {
        let part = &graph.parts[*index];
        let start = |port: usize| if part.what == What::Box { ports[*index][port] } else { part.x };
        let steps = part.down.iter().enumerate().map(|(port, to)| (graph.parts[*to].x - start(port)).abs());
        steps.fold(0.0, f64::max)
    };
    let mut y = MARGIN;
    let mut spans = Vec::with_capacity(graph.layers.len());
    for (index, layer) in graph.layers.iter().enumerate() {
        let height = layer.iter().map(|part| graph.parts[*part].height).fold(0.0, f64::max);
        spans.push((y, y + height));
        let least = if index % 2 == 0 { 14.0 } else { 18.0 + ARROW };
        let sideways = layer.iter().map(sideways).fold(0.0, f64::max);
        y += height + least + (sideways * 0.1).min(40.0).round();
    }
    // The layer of answers below the last rank is always empty.
    spans.pop();
    spans
}

/// Class and shape of a box.
fn shape(kind: MapKind, (x, y): (f64, f64), (w, h): (f64, f64)) -> (&'static str, String) {
    let rect = |r: f64| format!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{r}\"/>");
    let bar = |x: f64| format!("<path d=\"M{x} {y}v{h}\"/>");
    // A box with cut corners, `inset` within the frame.
    let octagon = |inset: f64, cut: f64| {
        let (x, y, across, down) =
            (x + inset + cut, y + inset, w - 2.0 * (inset + cut), h - 2.0 * (inset + cut));
        format!(
            "<path d=\"M{x} {y}h{across}l{cut} {cut}v{down}l-{cut} {cut}h-{across}l-{cut}-{cut}v-{down}z\"/>"
        )
    };
    match kind {
        MapKind::Ask => ("ask", rect(10.0)),
        MapKind::Try => ("try", rect(2.0) + &bar(x + 7.0) + &bar(x + w - 7.0)),
        MapKind::Solved => ("solved", rect((h / 2.0).min(24.0))),
        MapKind::Wait => ("wait", {
            let r = (h / 2.0).min(24.0);
            let (across, down) = (w - r, h - 2.0 * r);
            format!(
                "<path d=\"M{x} {y}h{across}a{r} {r} 0 0 1 {r} {r}v{down}a{r} {r} 0 0 1-{r} {r}h-{across}z\"/>"
            )
        }),
        MapKind::Own => ("own", {
            let (across, down) = (w - 14.0, h - 14.0);
            format!("<path d=\"M{x} {y}h{across}l14 14v{down}h-{w}zm{across} 0v14h14\"/>")
        }),
        MapKind::Contact => ("contact", {
            let (x, across, half) = (x + 12.0, w - 24.0, h / 2.0);
            format!("<path d=\"M{x} {y}h{across}l12 {half}l-12 {half}h-{across}l-12-{half}z\"/>")
        }),
        MapKind::Safety => ("safety", octagon(0.0, 9.0) + &octagon(4.0, 7.0)),
    }
}

/// Lines of text around a middle.
fn write_text(out: &mut String, lines: &[String], (x, middle): (f64, f64), (size, height): (f64, f64)) {
    let first = middle - lines.len() as f64 * height / 2.0;
    for (index, line) in lines.iter().enumerate() {
        // Letters stand about a third of their size below the middle of their line.
        let y = (first + (index as f64 + 0.5) * height + size * 0.35).round();
        out.push_str(&format!("<text x=\"{x}\" y=\"{y}\">{}</text>", html(line)));
    }
}
