//! The flowcharts of our own trees say what the outlines of the trees say, and nothing in them overlaps.

use std::collections::BTreeMap;
use std::path::Path;

use roxmltree::{Document, Node};
use wenda::pipeline::BuildOptions;
use wenda::source::{ReadLimits, read};

use crate::site::Built;

/// Text and answers of every node by its address. The answers to one question with the same target are one
/// text. Without spaces, because the drawing breaks lines.
type Facts = BTreeMap<String, (String, Vec<String>)>;

#[test]
fn the_flowcharts_of_our_trees_show_every_node_and_every_answer_once_and_apart() {
    let sources = read(Path::new(env!("CARGO_MANIFEST_DIR")), ReadLimits::default()).unwrap();
    let date = "2026-11-23".parse().unwrap();
    let built = Built::from_sources(
        sources,
        &BuildOptions { date, drafts: false, base_url: None, strict: false, style_guide: false },
    );
    let maps: Vec<&str> = built.all_paths().filter(|path| path.ends_with("/map/index.html")).collect();
    assert!(!maps.is_empty());
    for path in maps {
        let svg = part(&built.file(path), "<svg class=\"map\"", "</svg>");
        let outline =
            part(&built.file(&path.replace("/map/", "/all/")), "<ol class=\"all\">", "</ol>\n</div>");
        let (svg, outline) = (Document::parse(&svg).unwrap(), outline.trim_end_matches("\n</div>"));
        let (drawn, mut written) = (drawn(&svg), written(&Document::parse(outline).unwrap()));
        for (address, (text, _)) in &mut written {
            // An outline has “try this” before the name of a fix; in a drawing the shape says so.
            let name = drawn.get(address).map_or("", |(name, _)| name);
            *text = if text.ends_with(name) { name.to_string() } else { text.clone() };
        }
        assert_eq!(drawn, written, "{path}");

        let boxes: Vec<[f64; 4]> = with_class(svg.root(), "map__node").map(frame).collect();
        for (index, a) in boxes.iter().enumerate() {
            for b in &boxes[..index] {
                let apart = a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
                assert!(apart, "{path}: {a:?} and {b:?}");
            }
        }
    }
}

fn part(text: &str, start: &str, end: &str) -> String {
    let text = &text[text.find(start).unwrap()..];
    text[..text.find(end).unwrap() + end.len()].to_string()
}

/// The facts of a drawing, where the answers to a question follow it.
fn drawn(svg: &Document) -> Facts {
    let mut facts = Facts::new();
    let mut last = String::new();
    for node in svg.root_element().children() {
        let class = node.attribute("class").unwrap_or_default();
        if class.starts_with("map__node") {
            last = node.attribute("href").unwrap().to_string();
            let twice = facts.insert(last.clone(), (squeezed(node), Vec::new()));
            assert_eq!(twice, None, "{last}");
        } else if class.starts_with("map__label") {
            facts.get_mut(&last).unwrap().1.push(squeezed(node));
        }
    }
    facts.values_mut().for_each(|(_, answers)| answers.sort());
    facts
}

/// The facts of an outline.
fn written(outline: &Document) -> Facts {
    let node = |item: Node| {
        let link = with_class(item, "all__heading").next().unwrap().first_element_child().unwrap();
        let mut answers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for answer in
            with_class(item, "all__answers").flat_map(|list| list.children().filter(Node::is_element))
        {
            let link = answer.first_element_child().unwrap();
            let text = link.text().unwrap().split('→').next().unwrap();
            answers
                .entry(link.attribute("href").unwrap())
                .or_default()
                .push(text.split_whitespace().collect());
        }
        let mut answers: Vec<String> = answers.values().map(|same| same.join("/")).collect();
        answers.sort();
        (link.attribute("href").unwrap().to_string(), (squeezed(link), answers))
    };
    with_class(outline.root(), "all__node").map(node).collect()
}

fn with_class<'a, 'b: 'a>(node: Node<'a, 'b>, class: &'static str) -> impl Iterator<Item = Node<'a, 'b>> {
    let is =
        move |node: &Node| node.attribute("class").is_some_and(|found| found.split(' ').any(|c| c == class));
    node.descendants().filter(is)
}

fn squeezed(node: Node) -> String {
    let texts = node.descendants().filter(Node::is_text).filter_map(|node| node.text());
    texts.flat_map(str::split_whitespace).collect()
}

/// Left, top, right and bottom of a box: of its rectangle, or of the points of its path.
fn frame(node: Node) -> [f64; 4] {
    let shape = node.first_element_child().unwrap().first_element_child().unwrap();
    let Some(path) = shape.attribute("d") else {
        let [x, y, width, height] =
            ["x", "y", "width", "height"].map(|name| shape.attribute(name).unwrap().parse::<f64>().unwrap());
        return [x, y, x + width, y + height];
    };
    let (mut x, mut y) = (0.0, 0.0);
    let mut frame = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    // The outline ends at the first `z`; what follows lies inside.
    let outline = &path[..path.find('z').unwrap()];
    for (at, command) in outline.match_indices(char::is_alphabetic) {
        let numbers = outline[at + 1..].split(char::is_alphabetic).next().unwrap().replace('-', " -");
        let numbers: Vec<f64> = numbers.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let (right, down) = match (command, &numbers[..]) {
            ("h", [right]) => (*right, 0.0),
            ("v", [down]) => (0.0, *down),
            ("M" | "l" | "a", [.., right, down]) => (*right, *down),
            _ => panic!("unexpected {command} in {path}"),
        };
        (x, y) = (x + right, y + down);
        frame = [frame[0].min(x), frame[1].min(y), frame[2].max(x), frame[3].max(y)];
    }
    frame
}
