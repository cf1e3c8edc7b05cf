//! The text of a body without markup, for what shows no HTML: the search and data about the page.

use super::body::{Body, Element, Node};

/// Appends what a reader sees of a node. A block starts with a line of its own; the end of one is not told from the end
/// of a word in bold.
pub fn push_plain(text: &mut String, node: &Node, body: &Body, raw_html: bool) {
    match node {
        Node::Text(piece) | Node::Code(piece) => text.push_str(piece),
        // Raw HTML that is not passed through is shown as it was written.
        Node::Html { html, .. } if !raw_html => text.push_str(html),
        Node::Image(link) => text.push_str(body.links[*link].alt.as_deref().unwrap_or_default()),
        Node::SoftBreak | Node::HardBreak => text.push(' '),
        Node::Start(element) if is_block(element) => new_line(text),
        Node::Start(_) | Node::End | Node::FootnoteReference(_) | Node::Rule | Node::Html { .. } => {}
    }
}

fn is_block(element: &Element) -> bool {
    !matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Link(_))
}

fn new_line(text: &mut String) {
    let end = text.trim_end().len();
    text.truncate(end);
    if end > 0 {
        text.push('\n');
    }
}
