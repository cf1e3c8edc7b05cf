//! The body of a document: a flat list of nodes in reading order.
//!
//! Containers are bracketed by [`Node::Start`] and [`Node::End`] instead of nesting in memory, so text
//! that is nested thousands of levels deep cannot exhaust the stack of whatever walks it.

use crate::source::Span;

use super::{Link, Written};

/// Parsed Markdown.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The text, without footnotes.
    pub nodes: Vec<Node>,
    /// The targets that nodes refer to by index.
    pub links: Vec<Link>,
    /// The headings that nodes refer to by index, in order.
    pub headings: Vec<Heading>,
    /// Footnotes in order of their first reference; those never referred to come last.
    pub footnotes: Vec<Footnote>,
    /// An explicit anchor of the title (`# Title {#id}`).
    pub title_anchor: Option<String>,
    /// Where all that stands in the source.
    pub written: Written,
}

/// A piece of text or the edge of a container.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A container begins.
    Start(Element),
    /// The innermost open container ends.
    End,
    /// Text.
    Text(String),
    /// Inline code.
    Code(String),
    /// Raw HTML, to be escaped unless the site allows it; `block` when it stands on its own.
    Html {
        /// As written, comments removed.
        html: String,
        /// Whether it is a block.
        block: bool,
    },
    /// An image: index into [`Body::links`].
    Image(usize),
    /// A reference to a footnote: index into [`Body::footnotes`].
    FootnoteReference(usize),
    /// A line break in the source that stays white space.
    SoftBreak,
    /// A line break for the reader.
    HardBreak,
    /// A thematic break.
    Rule,
}

/// A container.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    /// A paragraph.
    Paragraph,
    /// A heading: index into [`Body::headings`].
    Heading(usize),
    /// A quotation.
    BlockQuote,
    /// `> [!NOTE]` and its kin.
    Alert(AlertKind),
    /// A code block and the first word of its info string.
    CodeBlock(String),
    /// A list; a number when it is ordered.
    List(Option<u64>),
    /// A list item; whether it is done when it is a task.
    Item(Option<bool>),
    /// A table.
    Table,
    /// Its header row.
    TableHead,
    /// A row of its body.
    TableRow,
    /// A cell.
    TableCell {
        /// Whether it stands in the header.
        header: bool,
        /// Its column's alignment.
        alignment: Alignment,
    },
    /// `*…*`
    Emphasis,
    /// `**…**`
    Strong,
    /// `~~…~~`
    Strikethrough,
    /// A link: index into [`Body::links`].
    Link(usize),
}

/// The five alerts of GitHub-flavoured Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertKind {
    /// Useful to know.
    Note,
    /// Makes something easier.
    Tip,
    /// Needed to succeed.
    Important,
    /// Needs care.
    Warning,
    /// Can do harm.
    Caution,
}

impl AlertKind {
    /// The lower-case name, as in class names and interface strings.
    pub fn name(self) -> &'static str {
        match self {
            AlertKind::Note => "note",
            AlertKind::Tip => "tip",
            AlertKind::Important => "important",
            AlertKind::Warning => "warning",
            AlertKind::Caution => "caution",
        }
    }
}

/// Alignment of a table column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// As the theme does it.
    #[default]
    None,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 2 to 6; the page's title is the only level 1.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// `{#id}`, if it is written and valid.
    pub explicit_anchor: Option<String>,
    /// The explicit anchor, else one made from the text; unique in the document. A translation takes
    /// over the anchors of its source when the site is resolved.
    pub anchor: String,
    /// Whether it cuts the document into sections: not inside a quotation or a list.
    pub is_section: bool,
    /// Where it stands.
    pub span: Span,
}

/// A footnote.
#[derive(Clone, Debug, Default)]
pub struct Footnote {
    /// Its text.
    pub nodes: Vec<Node>,
    /// How often the text refers to it.
    pub references: usize,
}
