//! Random maps, large maps, and odd ones.

use std::collections::BTreeSet;

use super::graph::What;
use super::measure::{NO_END, NO_START, OF_NODES, em, is_han, wrap};
use super::svg::Drawing;
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
        let (boxes, lines, graph) = map.layout();
        check(&map, &Drawing::new(&boxes, &lines, graph));
    }
}

/// Left, top, right and bottom of the boxes, then of the answers.
fn frames(drawing: &Drawing) -> (Vec<[f64; 4]>, Vec<[f64; 4]>) {
    let mut frames = (Vec::new(), Vec::new());
    for index in drawing.graph.layers.iter().flatten() {
        let (part, top) = (&drawing.graph.parts[*index], drawing.top(&drawing.graph.parts[*index]));
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
            assert!(a[0] >= 0.0 && a[1] >= 0.0 && a[2] <= drawing.width && a[3] <= drawing.height, "{a:?}");
            for b in &frames[..index] {
                let apart = a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
                assert!(apart, "{a:?} and {b:?}");
            }
        }
    });
}

#[test]
fn lines_go_down_and_touch_neither_boxes_nor_answers() {
    for_random_maps(|map, drawing| {
        let (mut frames, answers) = frames(drawing);
        frames.extend(answers);
        for path in paths(&drawing.write(map)) {
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
        let svg = drawing.write(map);
        assert_eq!(svg.matches("<a class=\"map__node ").count(), map.nodes.len());
        for node in &map.nodes {
            assert_eq!(svg.matches(&format!("href=\"{}\"", node.href)).count(), 1);
        }
        let pairs: BTreeSet<_> = map.edges.iter().map(|edge| (edge.from, edge.to)).collect();
        assert_eq!(paths(&svg).count(), pairs.len());
        let labelled: BTreeSet<_> =
            map.edges.iter().filter(|edge| !edge.label.is_empty()).map(|edge| (edge.from, edge.to)).collect();
        assert_eq!(svg.matches("<g class=\"map__label").count(), labelled.len());
    });
}

#[test]
fn text_fits_its_box_and_keeps_every_character() {
    for_random_maps(|map, drawing| {
        for (node, block) in map.nodes.iter().zip(drawing.boxes) {
            for line in &block.lines {
                let width: f64 = line.trim_end().chars().map(|c| em(c, is_han(&node.text))).sum();
                assert!(width * OF_NODES.0 <= block.width - 31.0, "{line}");
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
    assert_eq!(wrap("有一笔我和家人都没付过", 10.0).0, ["有一笔我和家人", "都没付过"]);
    assert_eq!(wrap("等服务恢复再登录账", 8.0).0, ["等服务恢复", "再登录账"]);
    assert!(wrap(&"x".repeat(99), 9.0).1 <= 9.0, "a word longer than a line is broken anyway");
}

#[test]
fn answers_between_the_same_nodes_share_a_line() {
    let mut map = chain(2);
    map.edges.push(MapEdge { risk: true, ..edge(0, 1, "说不清") });
    let svg = map.svg();
    assert_eq!(paths(&svg).count(), 1);
    assert!(svg.contains(">然后 / 说不清<"));
    assert!(svg.contains("\"map__edge map__edge--risk map__edge--wide\""));
}

#[test]
fn the_same_map_gives_the_same_bytes() {
    let draw = || Numbers(7).map(30).svg();
    assert_eq!(draw(), draw());
}

#[test]
fn large_and_deep_maps_are_drawn() {
    assert_eq!(paths(&chain(5000).svg()).count(), 4999);
    let mut ladder = chain(1000);
    ladder.edges.extend((0..998).map(|node| edge(node, 999, "还是不行")));
    assert_eq!(paths(&ladder.svg()).count(), 1997);
    assert!(paths(&Numbers(3).map(1000).svg()).count() > 1000);
    let mut star = chain(1000);
    star.edges.iter_mut().for_each(|edge| edge.from = 0);
    assert_eq!(paths(&star.svg()).count(), 999);
}

#[test]
fn edges_that_lead_back_or_nowhere_are_left_out() {
    let mut map = chain(4);
    map.edges.extend([edge(3, 0, "back"), edge(2, 2, "self"), edge(1, 9, "nowhere")]);
    assert_eq!(paths(&map.svg()).count(), 3);
    assert!(Map::default().svg().contains("viewBox=\"0 0 24 "));
}

#[test]
fn markup_in_texts_is_escaped() {
    let mut map = chain(2);
    map.title = "<&\">".into();
    map.nodes[0].text = "a<b&c".into();
    map.nodes[0].href = "?a=1&b=\"".into();
    map.edges[0].label = "<i>".into();
    let svg = map.svg();
    assert!(svg.contains(">&lt;&amp;&quot;&gt;</title>") && !svg.contains("style"));
    assert!(svg.contains(">a&lt;b&amp;c</text>") && svg.contains("href=\"?a=1&amp;b=&quot;\""));
    assert!(svg.contains(">&lt;i&gt;</text>") && !svg.contains("<i>"));
}
