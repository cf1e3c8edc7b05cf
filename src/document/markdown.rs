//! Markdown into a [`Body`]: CommonMark and GFM by pulldown-cmark, the Chinese rules by `cjk`.
//!
//! In: the body's text and the limits. Out: nodes, links, headings and footnotes, and the level-1 heading
//! that serves as title. Deliberately absent: resolving links (`site`) and writing HTML (`render`).

use std::ops::Range;

use pulldown_cmark as md;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::body::{AlertKind, Alignment, Body, Element, Heading, Node};
use super::cjk;
use super::footnote::{Footnotes, label_key};
use super::heading::PendingHeading;
use super::inline::Piece;
use super::link::{Link, LinkTarget};
use super::written::{Finder, Written};
use crate::config::SiteConfig;
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{FileId, Span, Spanned};

/// Parses the bytes `range` of `text`. With the body comes the level-1 heading at its start, which is
/// the document's title unless the front matter has one.
pub(super) fn parse(
    file: FileId,
    text: &str,
    range: Range<usize>,
    config: &SiteConfig,
    title: Option<&Spanned<String>>,
) -> Outcome<(Body, Option<String>)> {
    let source = &text[range.clone()];
    let prepared = cjk::prepare(source);
    let mut builder = Builder::new(Place { file, base: range.start, source, prepared: &prepared }, config);
    let mut events = Parser::new_ext(&prepared.text, options()).into_offset_iter();
    while let Some((event, range)) = events.next().filter(|_| !builder.too_deep) {
        builder.event(event, range);
    }
    builder.finish(title.map(|title| title.value.as_str()), events.reference_definitions())
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
}

/// Translates offsets of the parser into spans of the file.
pub(super) struct Place<'a> {
    pub file: FileId,
    pub base: usize,
    pub source: &'a str,
    pub prepared: &'a cjk::Prepared<'a>,
}

impl Place<'_> {
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let range = self.prepared.source_range(range);
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }

    /// The range `range` of the source.
    pub(super) fn source_span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }

    /// Whether a footnote reference is written at this offset of the source, and not escaped.
    pub(super) fn is_footnote_reference(&self, offset: usize) -> bool {
        let backslashes = |text: &str| text.len() - text.trim_end_matches('\\').len();
        match self.source.split_at_checked(offset) {
            Some((before, after)) => after.starts_with("[^") && backslashes(before).is_multiple_of(2),
            None => false,
        }
    }

    /// The destination within `[text](destination)`; the whole range for other kinds of links.
    pub(super) fn destination(&self, range: Range<usize>) -> Span {
        let range = self.prepared.source_range(range);
        let written = self.source.get(range.clone()).unwrap_or_default();
        let destination = written.rfind("](").map(|at| {
            let start = at + 2;
            let start = start + written[start..].len() - written[start..].trim_start().len();
            let length = written[start..].find([' ', '\n', ')']).unwrap_or(0);
            range.start + start..range.start + start + length
        });
        let range = destination.filter(|d| !d.is_empty()).unwrap_or(range);
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }
}

/// A list of nodes under construction: the text itself, or one footnote.
#[derive(Default)]
pub(super) struct Builder<'a> {
    pub place: Option<Place<'a>>,
    pub raw_html: bool,
    pub deepest: usize,
    pub too_deep: bool,
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    pub headings: Vec<Heading>,
    pub footnotes: Footnotes,
    pub title_anchor: Option<String>,
    pub diagnostics: Vec<Diagnostic>,
    /// Lists, items and quotations that are open.
    pub depth: usize,
    /// Links and code blocks that are open: no bare links in them.
    pub literal: usize,
    /// Text not yet turned into a node, and the places in the source its pieces come from.
    pub text: String,
    pub pieces: Vec<Piece>,
    /// The last visible character before a line break, and where the break's node is.
    pub soft_break: Option<(char, usize)>,
    pub last_char: Option<char>,
    /// The image being read: its link and its alternative text so far.
    pub image: Option<(Link, usize)>,
    /// The heading being read.
    pub heading: Option<PendingHeading>,
    table: TableState,
    pub written: Finder,
    pub html_block: Option<(String, Range<usize>)>,
    pub html_reported: bool,
}

#[derive(Default)]
struct TableState {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl<'a> Builder<'a> {
    fn new(place: Place<'a>, config: &SiteConfig) -> Builder<'a> {
        Builder {
            place: Some(place),
            raw_html: config.raw_html,
            deepest: config.limits.nesting,
            ..Builder::default()
        }
    }

    pub(super) fn place(&self) -> &Place<'a> {
        self.place.as_ref().expect("set by `new`, never taken")
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let is_link = matches!(
            event,
            Event::Start(Tag::Link { .. } | Tag::Image { .. })
                | Event::End(md::TagEnd::Link | md::TagEnd::Image)
        );
        if !is_link {
            self.written.advance(range.end);
        }
        match event {
            Event::Text(text) => self.push_text(&text, range.start),
            Event::Code(code) => self.push_code(&code),
            Event::SoftBreak => self.push_soft_break(),
            Event::HardBreak => self.push_break(),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Html(html) => self.push_html_block(&html, range),
            Event::InlineHtml(html) => self.push_inline_html(&html, range),
            Event::FootnoteReference(label) => {
                self.flush_text();
                let index = self.footnotes.refer(&label);
                self.nodes.push(Node::FootnoteReference(index));
            }
            Event::TaskListMarker(done) => self.mark_task(done),
            Event::Rule => self.push_block_node(Node::Rule),
            // Not enabled; if a later version of the parser emits it anyway, its text stays visible.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push_text(&text, range.start),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        // Markup in an image's alternative text is plain text to a reader of it.
        if self.image.is_some() && !matches!(tag, Tag::Image { .. }) {
            return;
        }
        self.flush_text();
        match tag {
            Tag::Paragraph => self.open(Element::Paragraph),
            Tag::Heading { level, id, .. } => self.start_heading(level as u8, id.as_deref(), range),
            Tag::BlockQuote(kind) => self.open_nested(quote(kind), range),
            Tag::List(start) => self.open_nested(Element::List(start), range),
            Tag::Item => self.open(Element::Item(None)),
            Tag::CodeBlock(kind) => {
                self.literal += 1;
                self.open(Element::CodeBlock(language(&kind)));
            }
            Tag::Table(alignments) => {
                self.table.alignments = alignments.iter().map(|it| alignment(*it)).collect();
                self.open(Element::Table);
            }
            Tag::TableHead => self.start_row(Element::TableHead, true),
            Tag::TableRow => self.start_row(Element::TableRow, false),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.nodes.push(Node::Start(Element::Emphasis)),
            Tag::Strong => self.nodes.push(Node::Start(Element::Strong)),
            Tag::Strikethrough => self.nodes.push(Node::Start(Element::Strikethrough)),
            Tag::Link { link_type, dest_url, title, id } => {
                let link = self.link(link_type, &dest_url, &title, range.clone());
                self.literal += 1;
                self.links.push(link);
                let index = self.links.len() - 1;
                self.written.start(link_type, [&id, &dest_url], range, Some(index));
                self.nodes.push(Node::Start(Element::Link(index)));
            }
            Tag::Image { link_type, dest_url, title, id } => {
                self.written.start(link_type, [&id, &dest_url], range.clone(), None);
                // An image inside an image's alternative text is part of that text.
                match &mut self.image {
                    Some((_, depth)) => {
                        *depth += 1;
                        // Its address is not used, but would be if the author mended the nesting.
                        if matches!(LinkTarget::parse(&dest_url), LinkTarget::Refused { .. }) {
                            self.link(link_type, &dest_url, &title, range);
                        }
                    }
                    None => self.image = Some((self.link(link_type, &dest_url, &title, range), 0)),
                }
            }
            Tag::HtmlBlock => self.html_block = Some((String::new(), range)),
            Tag::FootnoteDefinition(label) => {
                let outer = std::mem::take(&mut self.nodes);
                self.footnotes.outer.push((label_key(&label), outer));
            }
            _ => self.open(Element::Paragraph),
        }
    }

    fn end(&mut self, tag: md::TagEnd, range: Range<usize>) {
        use md::TagEnd;
        if self.image.is_some() && tag != TagEnd::Image {
            return;
        }
        self.flush_text();
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) => {
                self.depth -= 1;
                self.close();
            }
            TagEnd::CodeBlock => {
                self.literal -= 1;
                self.note_block_end(range, true);
                self.close();
            }
            TagEnd::Link => {
                self.literal -= 1;
                self.end_written(None);
                self.nodes.push(Node::End);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.end_inline(),
            TagEnd::Image => self.end_image(range),
            TagEnd::HtmlBlock => {
                self.note_block_end(range, false);
                self.end_html_block();
            }
            TagEnd::FootnoteDefinition => {
                if let Some((label, outer)) = self.footnotes.outer.pop() {
                    let nodes = std::mem::replace(&mut self.nodes, outer);
                    self.footnotes.defined.push((label, nodes));
                }
            }
            _ => self.close(),
        }
    }

    // ---- blocks

    pub(super) fn open(&mut self, element: Element) {
        self.last_char = None;
        self.soft_break = None;
        self.nodes.push(Node::Start(element));
    }

    pub(super) fn close(&mut self) {
        self.last_char = None;
        self.soft_break = None;
        self.nodes.push(Node::End);
    }

    pub(super) fn push_block_node(&mut self, node: Node) {
        self.flush_text();
        self.last_char = None;
        self.nodes.push(node);
    }

    fn open_nested(&mut self, element: Element, range: Range<usize>) {
        self.depth += 1;
        if self.depth > self.deepest {
            self.too_deep = true;
            let message = Text::new(
                format!("列表或引用嵌套超过 {} 层", self.deepest),
                format!("lists or quotations nest deeper than {}", self.deepest),
            );
            let span = self.place().span(range.start..range.start + 1);
            self.diagnostics.push(
                Diagnostic::new(Code::NestingTooDeep, message)
                    .at(span)
                    .help("检查是不是误粘贴的内容", "look for text that was pasted by accident"),
            );
        }
        self.open(element);
    }

    fn start_row(&mut self, element: Element, in_head: bool) {
        self.table.column = 0;
        self.table.in_head = in_head;
        self.open(element);
    }

    fn start_cell(&mut self) {
        let alignment = self.table.alignments.get(self.table.column).copied().unwrap_or_default();
        self.table.column += 1;
        self.open(Element::TableCell { header: self.table.in_head, alignment });
    }

    fn mark_task(&mut self, done: bool) {
        let item = self.nodes.iter_mut().rev().find_map(|node| match node {
            Node::Start(Element::Item(task)) => Some(task),
            _ => None,
        });
        if let Some(task) = item {
            *task = Some(done);
        }
    }

    // ---- links and images

    fn link(&mut self, kind: md::LinkType, destination: &str, title: &str, range: Range<usize>) -> Link {
        let destination = cjk::strip_marks(destination);
        let target = match kind {
            md::LinkType::Email => LinkTarget::External(format!("mailto:{destination}")),
            _ => LinkTarget::parse(&destination),
        };
        let span = self.place().destination(range);
        if let LinkTarget::Refused { scheme } = &target {
            let message = Text::new(
                format!("不允许 `{scheme}` 开头的链接"),
                format!("links that start with `{scheme}` are not allowed"),
            );
            let (zh, en) = match scheme.len() {
                // `C:\…`: a place on the author's own computer.
                1 => (
                    "这是你电脑上的路径；把文件放进 content/assets/，用相对路径和 `/`",
                    "this is a path on your own computer; put the file into content/assets/ and use a relative path with `/`",
                ),
                _ => (
                    "用 `https:`、`mailto:`、`tel:`，或相对链接",
                    "use `https:`, `mailto:`, `tel:` or a relative link",
                ),
            };
            self.diagnostics.push(Diagnostic::new(Code::LinkScheme, message).at(span).help(zh, en));
        }
        Link { target, span, title: cjk::strip_marks(title).into_owned(), alt: None }
    }

    /// The site's policy lets nothing but its own images through.
    fn check_image(&mut self, link: &Link, range: Range<usize>) {
        if matches!(link.target, LinkTarget::External(_)) {
            let message = Text::new("站外的图片不会显示", "an image from another site will not be shown");
            let span = self.place().span(range);
            self.diagnostics.push(Diagnostic::new(Code::ImageExternal, message).at(span).help(
                "把图片存到 content/assets/ 再引用",
                "save the image in content/assets/ and link to it there",
            ));
        }
    }

    fn end_image(&mut self, range: Range<usize>) {
        match self.image.take() {
            Some((link, depth)) if depth > 0 => {
                self.end_written(None);
                self.image = Some((link, depth - 1));
            }
            Some((mut link, _)) => {
                let alt = cjk::one_line(&std::mem::take(&mut self.text));
                if alt.trim().is_empty() {
                    let message = Text::new("图片没有替代文字", "the image has no alternative text");
                    let span = self.place().span(range.clone());
                    self.diagnostics.push(Diagnostic::new(Code::ImageAltMissing, message).at(span).help(
                        "在方括号里写图片的内容：`![图里有什么](…)`",
                        "say in the brackets what it shows: `![what it shows](…)`",
                    ));
                }
                self.check_image(&link, range);
                link.alt = Some(alt);
                self.links.push(link);
                self.end_written(Some(self.links.len() - 1));
                self.nodes.push(Node::Image(self.links.len() - 1));
                self.last_char = None;
                self.soft_break = None;
            }
            None => {}
        }
    }

    fn finish(
        mut self,
        title: Option<&str>,
        definitions: &md::RefDefs<'_>,
    ) -> Outcome<(Body, Option<String>)> {
        self.flush_text();
        let taken = self.take_title(title);
        let (heading_title, place) = taken.map_or((None, None), |(text, place)| (Some(text), Some(place)));
        let written: Written = self.settle_written(definitions, place);
        self.settle_headings();
        let body = Body {
            written,
            nodes: self.nodes,
            links: self.links,
            headings: self.headings,
            footnotes: self.footnotes.settle(),
            title_anchor: self.title_anchor,
        };
        Outcome { value: (body, heading_title), diagnostics: self.diagnostics }
    }
}

fn quote(kind: Option<md::BlockQuoteKind>) -> Element {
    use md::BlockQuoteKind as Kind;
    match kind {
        None => Element::BlockQuote,
        Some(Kind::Note) => Element::Alert(AlertKind::Note),
        Some(Kind::Tip) => Element::Alert(AlertKind::Tip),
        Some(Kind::Important) => Element::Alert(AlertKind::Important),
        Some(Kind::Warning) => Element::Alert(AlertKind::Warning),
        Some(Kind::Caution) => Element::Alert(AlertKind::Caution),
    }
}

fn alignment(alignment: md::Alignment) -> Alignment {
    match alignment {
        md::Alignment::None => Alignment::None,
        md::Alignment::Left => Alignment::Left,
        md::Alignment::Center => Alignment::Center,
        md::Alignment::Right => Alignment::Right,
    }
}

/// `rust` of a fence that says ```` ```rust {1,3} ````; also of `rust{1,3}`.
fn language(kind: &md::CodeBlockKind<'_>) -> String {
    let md::CodeBlockKind::Fenced(info) = kind else { return String::new() };
    let info = cjk::strip_marks(info);
    info.split([' ', ',', '{', '\t']).next().unwrap_or_default().chars().take(40).collect()
}
