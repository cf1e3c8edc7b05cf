//! Markdown into a [`Body`]: CommonMark and GFM by pulldown-cmark, the Chinese rules by `cjk`.
//!
//! In: the body's text and the limits. Out: nodes, links, headings and footnotes, and the level-1 heading
//! that serves as title. Deliberately absent: resolving links (`site`) and writing HTML (`render`).

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark as md;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::body::{AlertKind, Alignment, Body, Element, Footnote, Heading, Node};
use super::cjk;
use super::link::{Link, LinkTarget};
use super::slug::slugify;
use crate::config::SiteConfig;
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{FileId, Span, Spanned};

/// Ids of the theme start with it; headings must not.
const RESERVED_PREFIX: &str = "w-";

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
    for (event, range) in Parser::new_ext(&prepared.text, options()).into_offset_iter() {
        builder.event(event, range);
        if builder.too_deep {
            break;
        }
    }
    builder.finish(title.map(|title| title.value.as_str()))
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
struct Place<'a> {
    file: FileId,
    base: usize,
    source: &'a str,
    prepared: &'a cjk::Prepared<'a>,
}

impl Place<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        let range = self.prepared.source_range(range);
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }

    /// The range `range` of the source.
    fn source_span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }

    /// Whether a footnote reference is written at this offset of the source, and not escaped.
    fn is_footnote_reference(&self, offset: usize) -> bool {
        let backslashes = |text: &str| text.len() - text.trim_end_matches('\\').len();
        match self.source.split_at_checked(offset) {
            Some((before, after)) => after.starts_with("[^") && backslashes(before).is_multiple_of(2),
            None => false,
        }
    }

    /// The destination within `[text](destination)`; the whole range for other kinds of links.
    fn destination(&self, range: Range<usize>) -> Span {
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
struct Builder<'a> {
    place: Option<Place<'a>>,
    raw_html: bool,
    deepest: usize,
    too_deep: bool,
    nodes: Vec<Node>,
    links: Vec<Link>,
    headings: Vec<Heading>,
    footnotes: Footnotes,
    title_anchor: Option<String>,
    diagnostics: Vec<Diagnostic>,
    /// Lists, items and quotations that are open.
    depth: usize,
    /// Links and code blocks that are open: no bare links in them.
    literal: usize,
    /// Text not yet turned into a node, and the places in the source its pieces come from.
    text: String,
    pieces: Vec<Piece>,
    /// The last visible character before a line break, and where the break's node is.
    soft_break: Option<(char, usize)>,
    last_char: Option<char>,
    /// The image being read: its link and its alternative text so far.
    image: Option<(Link, usize)>,
    /// The heading being read.
    heading: Option<PendingHeading>,
    table: TableState,
    html_block: Option<(String, Range<usize>)>,
    html_reported: bool,
}

/// Where a piece of text comes from: escapes and entities make text and source differ in length.
struct Piece {
    /// Offset in [`Builder::text`].
    text: usize,
    /// Offset in [`Place::source`].
    source: usize,
}

struct PendingHeading {
    level: u8,
    id: Option<String>,
    range: Range<usize>,
    text: String,
}

#[derive(Default)]
struct TableState {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

/// Footnotes by label, numbered when the text first refers to them.
#[derive(Default)]
struct Footnotes {
    numbers: HashMap<String, usize>,
    list: Vec<Footnote>,
    /// Labels in order of definition, with their text.
    defined: Vec<(String, Vec<Node>)>,
    /// The text that goes on after each definition being read.
    outer: Vec<(String, Vec<Node>)>,
}

impl Footnotes {
    fn refer(&mut self, label: &str) -> usize {
        let next = self.list.len();
        let index = *self.numbers.entry(label_key(label)).or_insert(next);
        if index == next {
            self.list.push(Footnote::default());
        }
        self.list[index].references += 1;
        index
    }

    /// Puts each definition under its number; unused ones follow. Their text stays visible.
    fn settle(mut self) -> Vec<Footnote> {
        for (label, nodes) in self.defined {
            match self.numbers.get(&label) {
                Some(index) if self.list[*index].nodes.is_empty() => self.list[*index].nodes = nodes,
                _ => self.list.push(Footnote { nodes, references: 0 }),
            }
        }
        self.list
    }
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

    fn place(&self) -> &Place<'a> {
        self.place.as_ref().expect("set by `new`, never taken")
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
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
            Tag::Link { link_type, dest_url, title, .. } => {
                let link = self.link(link_type, &dest_url, &title, range);
                self.literal += 1;
                self.links.push(link);
                self.nodes.push(Node::Start(Element::Link(self.links.len() - 1)));
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                let link = self.link(link_type, &dest_url, &title, range);
                // An image inside an image's alternative text is part of that text.
                let depth = self.image.as_ref().map_or(0, |(_, depth)| depth + 1);
                let link = self.image.take().map_or(link, |(outer, _)| outer);
                self.image = Some((link, depth));
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
                self.close();
            }
            TagEnd::Link => {
                self.literal -= 1;
                self.nodes.push(Node::End);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.end_inline(),
            TagEnd::Image => self.end_image(range),
            TagEnd::HtmlBlock => self.end_html_block(),
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

    fn open(&mut self, element: Element) {
        self.last_char = None;
        self.soft_break = None;
        self.nodes.push(Node::Start(element));
    }

    fn close(&mut self) {
        self.last_char = None;
        self.soft_break = None;
        self.nodes.push(Node::End);
    }

    fn push_block_node(&mut self, node: Node) {
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

    // ---- headings

    fn start_heading(&mut self, level: u8, id: Option<&str>, range: Range<usize>) {
        let id = id.map(|id| cjk::strip_marks(id).into_owned());
        self.heading = Some(PendingHeading { level, id, range, text: String::new() });
        self.open(Element::Heading(self.headings.len()));
    }

    fn end_heading(&mut self) {
        let Some(pending) = self.heading.take() else { return };
        self.close();
        let span = self.place().span(trim_end(self.place().prepared.text.as_ref(), pending.range.clone()));
        let explicit_anchor = pending.id.and_then(|id| self.checked_anchor(id, span));
        let text = pending.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.headings.push(Heading {
            level: pending.level,
            text,
            explicit_anchor,
            anchor: String::new(),
            is_section: self.depth == 0 && self.footnotes.outer.is_empty(),
            span,
        });
    }

    fn checked_anchor(&mut self, id: String, span: Span) -> Option<String> {
        // A colon would meet the ids that footnotes and alerts are given; the others break links or markup.
        let unusable = |c: char| c.is_whitespace() || c.is_control() || "\"'<>&`=#%:{}".contains(c);
        let valid = !id.is_empty() && !id.starts_with(RESERVED_PREFIX) && !id.contains(unusable);
        if valid {
            return Some(id);
        }
        let message = Text::new(format!("锚点 `{id}` 不能用"), format!("the anchor `{id}` is not allowed"));
        self.diagnostics.push(
            Diagnostic::new(Code::AnchorInvalid, message).at(span).help(
                format!("例如 `{{#{}}}`", slugify(&id)),
                format!("for example `{{#{}}}`", slugify(&id)),
            ),
        );
        None
    }

    // ---- text

    fn push_text(&mut self, text: &str, at: usize) {
        let text = cjk::strip_marks(text);
        if let Some((html, _)) = &mut self.html_block {
            html.push_str(&text);
            return;
        }
        if self.image.is_some() {
            self.push_alt(&text);
            return;
        }
        let source = self.place().prepared.source_offset(at);
        self.pieces.push(Piece { text: self.text.len(), source });
        self.note_visible(&text);
        self.text.push_str(&text);
    }

    /// Text within an image: its alternative text, which stands in for it in a heading as well.
    fn push_alt(&mut self, text: &str) {
        self.text.push_str(text);
        self.push_heading_text(text);
    }

    fn push_heading_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    /// Decides a pending line break and remembers the last character before the next one.
    fn note_visible(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        if let Some((before, index)) = self.soft_break.take()
            && cjk::joins_without_space(before, first)
        {
            self.nodes[index] = Node::Text(String::new());
            if let Some(heading) = &mut self.heading {
                heading.text.truncate(heading.text.trim_end().len());
            }
        }
        self.last_char = text.chars().next_back();
        self.push_heading_text(text);
    }

    fn push_code(&mut self, code: &str) {
        let code = cjk::strip_marks(code).into_owned();
        if self.image.is_some() {
            self.push_alt(&code);
            return;
        }
        self.flush_text();
        self.note_visible(&code);
        self.nodes.push(Node::Code(code));
    }

    fn push_soft_break(&mut self) {
        if self.image.is_some() {
            self.push_alt("\n");
            return;
        }
        self.flush_text();
        self.soft_break = self.last_char.map(|before| (before, self.nodes.len()));
        self.push_heading_text(" ");
        self.nodes.push(Node::SoftBreak);
    }

    fn push_break(&mut self) {
        if self.image.is_some() {
            self.push_alt("\n");
            return;
        }
        self.flush_text();
        self.push_heading_text(" ");
        self.last_char = None;
        self.nodes.push(Node::HardBreak);
    }

    /// `** **` and the like can leave an empty container, which HTML checkers rightly dislike.
    fn end_inline(&mut self) {
        match self.nodes.last() {
            Some(Node::Start(_)) => {
                self.nodes.pop();
            }
            _ => self.nodes.push(Node::End),
        }
    }

    fn flush_text(&mut self) {
        if self.text.is_empty() || self.image.is_some() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let pieces = std::mem::take(&mut self.pieces);
        self.check_footnotes(&text, &pieces);
        if self.literal > 0 {
            self.nodes.push(Node::Text(text));
            return;
        }
        let mut done = 0;
        for bare in cjk::bare_links(&text) {
            if bare.range.start > done {
                self.nodes.push(Node::Text(text[done..bare.range.start].to_string()));
            }
            let span = self.text_span(&pieces, bare.range.clone());
            let target = LinkTarget::External(bare.href);
            self.links.push(Link { target, span, title: String::new(), alt: None });
            self.nodes.push(Node::Start(Element::Link(self.links.len() - 1)));
            self.nodes.push(Node::Text(text[bare.range.clone()].to_string()));
            self.nodes.push(Node::End);
            done = bare.range.end;
        }
        if done < text.len() {
            self.nodes.push(Node::Text(text[done..].to_string()));
        }
    }

    /// Where the range of a flushed text stands in the file.
    fn text_span(&self, pieces: &[Piece], range: Range<usize>) -> Span {
        // By its last byte: what follows may come from elsewhere in the source.
        let end = source_of(pieces, range.end.saturating_sub(1)) + 1;
        self.place().source_span(source_of(pieces, range.start)..end)
    }

    /// The parser leaves a reference without a definition as text: `[^x]`.
    fn check_footnotes(&mut self, text: &str, pieces: &[Piece]) {
        if self.literal > 0 {
            return;
        }
        for (start, _) in text.match_indices("[^") {
            let rest = &text[start + 2..];
            let Some(length) = rest.find(['[', ']']).filter(|at| rest[*at..].starts_with(']')) else {
                continue;
            };
            let label = &text[start..start + 2 + length + 1];
            let is_label = length > 0 && !label.contains(char::is_whitespace);
            if !is_label || !self.place().is_footnote_reference(source_of(pieces, start)) {
                continue;
            }
            let span = self.text_span(pieces, start..start + label.len());
            self.diagnostics.push(footnote_undefined(label, span));
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
            self.diagnostics.push(Diagnostic::new(Code::LinkScheme, message).at(span).help(
                "用 `https:`、`mailto:`、`tel:`，或相对链接",
                "use `https:`, `mailto:`, `tel:` or a relative link",
            ));
        }
        Link { target, span, title: cjk::strip_marks(title).into_owned(), alt: None }
    }

    fn end_image(&mut self, range: Range<usize>) {
        match self.image.take() {
            Some((link, depth)) if depth > 0 => self.image = Some((link, depth - 1)),
            Some((mut link, _)) => {
                let alt = cjk::one_line(&std::mem::take(&mut self.text));
                if alt.trim().is_empty() {
                    let message = Text::new("图片没有替代文字", "the image has no alternative text");
                    let span = self.place().span(range);
                    self.diagnostics.push(Diagnostic::new(Code::ImageAltMissing, message).at(span).help(
                        "在方括号里写图片的内容：`![图里有什么](…)`",
                        "say in the brackets what it shows: `![what it shows](…)`",
                    ));
                }
                link.alt = Some(alt);
                self.links.push(link);
                self.nodes.push(Node::Image(self.links.len() - 1));
                self.last_char = None;
                self.soft_break = None;
            }
            None => {}
        }
    }

    // ---- raw HTML

    fn push_html_block(&mut self, html: &str, range: Range<usize>) {
        match &mut self.html_block {
            Some((block, _)) => block.push_str(&cjk::strip_marks(html)),
            None => self.push_inline_html(html, range),
        }
    }

    fn end_html_block(&mut self) {
        let Some((html, range)) = self.html_block.take() else { return };
        let html = without_comments(&html).trim_end().to_string();
        if !html.trim().is_empty() {
            self.report_html(&html, range);
            self.nodes.push(Node::Html { html, block: true });
        }
    }

    fn push_inline_html(&mut self, html: &str, range: Range<usize>) {
        let html = without_comments(&cjk::strip_marks(html));
        if html.is_empty() {
            return;
        }
        if self.image.is_some() {
            self.push_alt(&html);
            return;
        }
        self.flush_text();
        self.report_html(&html, range);
        if !self.raw_html {
            self.note_visible(&html);
        }
        self.nodes.push(Node::Html { html, block: false });
    }

    /// Once per document: a page that uses HTML tends to use it everywhere.
    fn report_html(&mut self, html: &str, range: Range<usize>) {
        if self.raw_html || std::mem::replace(&mut self.html_reported, true) {
            return;
        }
        let tag: String = html.trim().chars().take_while(|c| *c != '\n').take(40).collect();
        let prepared = self.place().prepared.text.as_ref();
        let line_end = prepared[range.start..].find('\n').map_or(range.end, |at| range.start + at);
        let span = self.place().span(range.start..range.end.min(line_end));
        let message = Text::new(
            format!("HTML `{tag}` 会被当成文字显示"),
            format!("the HTML `{tag}` will be shown as text"),
        );
        self.diagnostics.push(Diagnostic::new(Code::HtmlEscaped, message).at(span).help(
            "用 Markdown 代替；想显示标签本身就放进反引号",
            "use Markdown instead; to show a tag itself, put it in backticks",
        ));
    }

    // ---- the end

    fn finish(mut self, title: Option<&str>) -> Outcome<(Body, Option<String>)> {
        self.flush_text();
        let heading_title = self.take_title(title);
        self.settle_headings();
        let body = Body {
            nodes: self.nodes,
            links: self.links,
            headings: self.headings,
            footnotes: self.footnotes.settle(),
            title_anchor: self.title_anchor,
        };
        Outcome { value: (body, heading_title), diagnostics: self.diagnostics }
    }

    /// The page's title is its only level-1 heading. One at the start of the text that says the same, or
    /// that is the title, leaves the text; any other becomes level 2.
    fn take_title(&mut self, title: Option<&str>) -> Option<String> {
        let opens = matches!(self.nodes.first(), Some(Node::Start(Element::Heading(0))));
        let first = self.headings.first().filter(|first| opens && first.level == 1)?;
        if title.is_some_and(|title| title.trim() != first.text) {
            return None;
        }
        let text = first.text.clone();
        self.title_anchor = first.explicit_anchor.clone();
        let end = matching_end(&self.nodes)?;
        self.nodes.drain(..end);
        self.headings.remove(0);
        for node in
            self.nodes.iter_mut().chain(self.footnotes.defined.iter_mut().flat_map(|(_, nodes)| nodes))
        {
            if let Node::Start(Element::Heading(index)) = node {
                *index -= 1;
            }
        }
        Some(text)
    }

    /// Levels, anchors, and what is wrong with them.
    fn settle_headings(&mut self) {
        let mut taken: HashMap<String, Span> = HashMap::new();
        taken.extend(self.title_anchor.clone().map(|anchor| (anchor, self.place().span(0..0))));
        let mut previous = 1;
        for heading in &mut self.headings {
            heading.level = heading.level.max(2);
            if heading.is_section {
                if heading.level > previous + 1 {
                    self.diagnostics.push(heading_skipped(heading, previous));
                }
                previous = heading.level;
            }
            let Some(anchor) = &heading.explicit_anchor else { continue };
            if let Some(first) = taken.insert(anchor.clone(), heading.span) {
                self.diagnostics.push(anchor_duplicate(anchor, heading.span, first));
                heading.explicit_anchor = None;
            }
        }
        let mut next: HashMap<String, usize> = HashMap::new();
        for heading in &mut self.headings {
            heading.anchor = match &heading.explicit_anchor {
                Some(anchor) => anchor.clone(),
                None => {
                    let anchor = unique_anchor(&heading.text, &taken, &mut next);
                    taken.insert(anchor.clone(), heading.span);
                    anchor
                }
            };
        }
    }
}

/// Labels are compared as the parser does it: without regard to case.
fn label_key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The offset in the source of an offset in the text made of `pieces`.
fn source_of(pieces: &[Piece], offset: usize) -> usize {
    let after = pieces.partition_point(|piece| piece.text <= offset);
    pieces[..after].last().map_or(0, |piece| piece.source + offset - piece.text)
}

fn footnote_undefined(label: &str, span: Span) -> Diagnostic {
    let message =
        Text::new(format!("脚注 `{label}` 没有内容"), format!("the footnote `{label}` is not defined"));
    Diagnostic::new(Code::FootnoteUndefined, message).at(span).help(
        format!("在文末另起一行写 `{label}: 内容`，或用 `\\{label}` 原样显示"),
        format!("write a line `{label}: text`, or `\\{label}` to show it as it is"),
    )
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

/// The range without white space at its end.
fn trim_end(text: &str, range: Range<usize>) -> Range<usize> {
    let written = text.get(range.clone()).unwrap_or_default();
    range.start..range.start + written.trim_end().len()
}

/// One past the end of the container that starts at the first node.
fn matching_end(nodes: &[Node]) -> Option<usize> {
    let mut open = 0usize;
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Start(_) => open += 1,
            Node::End => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(index + 1);
        }
    }
    None
}

/// Comments are the author's notes; an unclosed one is shown, since it may hold everything after it.
fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        let Some(length) = rest[start..].find("-->") else { break };
        out.push_str(&rest[..start]);
        rest = &rest[start + length + 3..];
    }
    out.push_str(rest);
    out
}

fn heading_skipped(heading: &Heading, previous: u8) -> Diagnostic {
    let (level, expected) = (heading.level, previous + 1);
    let message = Text::new(
        format!("标题从 {previous} 级跳到了 {level} 级"),
        format!("the heading jumps from level {previous} to {level}"),
    );
    let marks = "#".repeat(usize::from(expected));
    Diagnostic::new(Code::HeadingSkipped, message)
        .at(heading.span)
        .help(format!("改成 `{marks}`"), format!("write `{marks}`"))
}

fn anchor_duplicate(anchor: &str, span: Span, first: Span) -> Diagnostic {
    let message =
        Text::new(format!("锚点 `{anchor}` 用了两次"), format!("the anchor `{anchor}` is used twice"));
    Diagnostic::new(Code::AnchorDuplicate, message)
        .at(span)
        .related(first, "第一次用在这里", "first used here")
        .help("给其中一个换个名字", "rename one of them")
}

/// Appends `-1`, `-2`, … as GitHub does, skipping what another heading already is called. `next` remembers
/// the number for each text, so that a thousand equal headings cost no more than different ones.
fn unique_anchor(text: &str, taken: &HashMap<String, Span>, next: &mut HashMap<String, usize>) -> String {
    let slug = slugify(text);
    let slug = if slug.starts_with(RESERVED_PREFIX) { format!("section-{slug}") } else { slug };
    let number = next.entry(slug.clone()).or_insert(0);
    loop {
        let anchor = if *number == 0 { slug.clone() } else { format!("{slug}-{number}") };
        *number += 1;
        if !taken.contains_key(&anchor) {
            return anchor;
        }
    }
}
