//! A document's body as HTML.
//!
//! One pass over the flat nodes with a stack of open elements; every piece of author's text goes through
//! `escape`. No `style` attribute and no inline script is ever written, so a strict content security
//! policy holds.

use std::borrow::Cow;

use crate::document::{AlertKind, Alignment, Body, Element, Footnote, LinkTarget, Node};
use crate::escape;
use crate::site::{Destination, DocumentIndex, LocaleIndex, Place, Site, UrlPath};
use crate::theme::Strings;

use super::setting::Setting;

/// What turns a document into HTML on one page.
pub(super) struct BodyWriter<'a> {
    pub site: &'a Site<'a>,
    pub strings: &'a Strings,
    pub document: DocumentIndex,
    /// The page it is shown on: links are relative to it and lead to pages of its locale.
    pub path: &'a UrlPath,
    pub locale: LocaleIndex,
    /// What else stands on that page.
    pub setting: Setting<'a>,
}

/// A body cut at its headings.
pub(super) struct Sections {
    /// The text before the first heading, then each section with its heading; text without any is empty.
    pub parts: Vec<Section>,
    /// Empty without any.
    pub footnotes: String,
}

/// A heading and the text up to the next one.
pub(super) struct Section {
    /// Index into the document's headings; `None` for the text before the first.
    pub heading: Option<usize>,
    pub html: String,
}

/// HTML so far, and what is still open.
struct Output<'a> {
    html: String,
    open: Vec<&'a Element>,
    alerts: usize,
    tables: usize,
    /// Numbers the places that refer to each footnote.
    references: Vec<usize>,
}

impl<'a> BodyWriter<'a> {
    /// The body, footnotes included.
    pub(super) fn html(&self) -> String {
        let body = &self.site.document(self.document).body;
        let mut out = Output::new(body);
        self.title_anchor(body, &mut out);
        self.nodes(&body.nodes, body, &mut out);
        self.footnotes(body, &mut out);
        out.html
    }

    /// The body, section by section; a text that is shown whole is one. A heading inside a quotation or a list cuts
    /// nothing.
    pub(super) fn sections(&self) -> Sections {
        let body = &self.site.document(self.document).body;
        let mut out = Output::new(body);
        let mut parts = Vec::new();
        let (mut start, mut heading) = (0, None);
        self.title_anchor(body, &mut out);
        let is_cut = self.setting.is_sectioned();
        let cut = |node: &Node| match node {
            Node::Start(Element::Heading(index)) if is_cut && body.headings[*index].is_section => {
                Some(*index)
            }
            _ => None,
        };
        for (at, next) in body.nodes.iter().enumerate().filter_map(|(at, node)| Some((at, cut(node)?))) {
            self.nodes(&body.nodes[start..at], body, &mut out);
            parts.push(Section { heading, html: std::mem::take(&mut out.html) });
            (start, heading) = (at, Some(next));
        }
        self.nodes(&body.nodes[start..], body, &mut out);
        parts.push(Section { heading, html: std::mem::take(&mut out.html) });
        self.footnotes(body, &mut out);
        Sections { parts, footnotes: out.html }
    }

    fn title_anchor(&self, body: &'a Body, out: &mut Output<'a>) {
        if let Some(anchor) = &body.title_anchor {
            out.push_tag("span", &[("id", &self.id(anchor))]);
            out.html.push_str("</span>\n");
        }
    }

    /// An id that is unique on the page.
    fn id<'b>(&self, name: &'b str) -> Cow<'b, str> {
        match self.setting.prefix() {
            "" => Cow::Borrowed(name),
            prefix => Cow::Owned(format!("{prefix}{name}")),
        }
    }

    /// Whether a section of this document has the anchor, so that what is around it on the page has it as id.
    fn is_around(&self, anchor: &str) -> bool {
        let headings = self.site.document(self.document).body.headings.iter();
        let anchors = &self.site.anchors[self.document.0];
        self.setting.is_sectioned()
            && headings.zip(anchors).any(|(heading, other)| heading.is_section && other == anchor)
    }

    fn heading_tag(&self, heading: usize) -> &'static str {
        let level = self.site.document(self.document).body.headings[heading].level;
        heading_tag(level.max(2) + self.setting.depth())
    }

    /// Some of the body's nodes, without footnotes.
    pub(super) fn excerpt(&self, nodes: &'a [Node]) -> String {
        let body = &self.site.document(self.document).body;
        let mut out = Output::new(body);
        self.nodes(nodes, body, &mut out);
        out.html
    }

    fn nodes(&self, nodes: &'a [Node], body: &'a Body, out: &mut Output<'a>) {
        for node in nodes {
            match node {
                Node::Start(element) => self.start(element, out),
                Node::End => self.end(out),
                Node::Text(text) => escape::push_html(&mut out.html, text),
                Node::Code(code) => {
                    out.html.push_str("<code>");
                    escape::push_html(&mut out.html, code);
                    out.html.push_str("</code>");
                }
                Node::Html { html, block } => self.raw_html(html, *block, out),
                Node::Image(index) => self.image(*index, body, out),
                Node::FootnoteReference(index) => self.footnote_reference(*index, out),
                Node::SoftBreak => out.html.push('\n'),
                Node::HardBreak => out.html.push_str("<br>\n"),
                Node::Rule => out.html.push_str("<hr>\n"),
            }
        }
    }

    fn start(&self, element: &'a Element, out: &mut Output<'a>) {
        match element {
            Element::Paragraph => out.html.push_str("<p>"),
            Element::Heading(index) => {
                let anchor = &self.site.anchors[self.document.0][*index];
                let is_section = self.site.document(self.document).body.headings[*index].is_section;
                let id = (!is_section || !self.setting.is_sectioned()).then(|| self.id(anchor));
                out.push_tag(self.heading_tag(*index), id.as_deref().map(|id| ("id", id)).as_slice());
            }
            Element::BlockQuote => out.html.push_str("<blockquote>\n"),
            Element::Alert(kind) => self.start_alert(*kind, out),
            Element::CodeBlock(language) => {
                out.html.push_str("<pre tabindex=\"0\">");
                match language.is_empty() {
                    true => out.html.push_str("<code>"),
                    false => out.push_tag("code", &[("class", &format!("language-{language}"))]),
                }
            }
            Element::List(None) => out.html.push_str("<ul>\n"),
            Element::List(Some(1)) => out.html.push_str("<ol>\n"),
            Element::List(Some(start)) => out.push_tag("ol", &[("start", &start.to_string())]),
            Element::Item(None) => out.html.push_str("<li>"),
            Element::Item(Some(done)) => self.start_task(*done, out),
            Element::Table => self.start_table(out),
            Element::TableHead => out.html.push_str("<thead>\n<tr>\n"),
            Element::TableRow => out.html.push_str("<tr>\n"),
            Element::TableCell { header, alignment } => start_cell(*header, *alignment, out),
            Element::Emphasis => out.html.push_str("<em>"),
            Element::Strong => out.html.push_str("<strong>"),
            Element::Strikethrough => out.html.push_str("<del>"),
            Element::Link(index) => self.start_link(*index, out),
        }
        out.open.push(element);
    }

    fn end(&self, out: &mut Output<'a>) {
        let Some(element) = out.open.pop() else { return };
        match element {
            Element::Paragraph => out.html.push_str("</p>\n"),
            Element::Heading(index) => {
                out.html.push_str("</");
                out.html.push_str(self.heading_tag(*index));
                out.html.push_str(">\n");
            }
            Element::BlockQuote => out.html.push_str("</blockquote>\n"),
            Element::Alert(_) => out.html.push_str("</aside>\n"),
            Element::CodeBlock(_) => out.html.push_str("</code></pre>\n"),
            Element::List(None) => out.html.push_str("</ul>\n"),
            Element::List(Some(_)) => out.html.push_str("</ol>\n"),
            Element::Item(_) => out.html.push_str("</li>\n"),
            Element::Table => out.html.push_str("</tbody>\n</table></section>\n"),
            Element::TableHead => out.html.push_str("</tr>\n</thead>\n<tbody>\n"),
            Element::TableRow => out.html.push_str("</tr>\n"),
            Element::TableCell { header: true, .. } => out.html.push_str("</th>\n"),
            Element::TableCell { header: false, .. } => out.html.push_str("</td>\n"),
            Element::Emphasis => out.html.push_str("</em>"),
            Element::Strong => out.html.push_str("</strong>"),
            Element::Strikethrough => out.html.push_str("</del>"),
            Element::Link(index) => {
                let known = self.site.destinations[self.document.0][*index].is_some();
                out.html.push_str(if known { "</a>" } else { "</span>" });
            }
        }
    }

    fn start_alert(&self, kind: AlertKind, out: &mut Output<'a>) {
        out.alerts += 1;
        let (id, name) = (format!("{}alert:{}", self.setting.prefix(), out.alerts), kind.name());
        out.push_tag(
            "aside",
            &[("class", &format!("alert alert--{name}")), ("role", "note"), ("aria-labelledby", &id)],
        );
        out.push_tag("p", &[("class", "alert__title"), ("id", &id)]);
        escape::push_html(&mut out.html, self.strings.get(&format!("alert.{name}")));
        out.html.push_str("</p>\n");
    }

    fn start_task(&self, done: bool, out: &mut Output<'a>) {
        let label = self.strings.get(if done { "task.done" } else { "task.open" });
        out.html.push_str("<li class=\"task-list__item\">");
        out.push_tag("input", &[("type", "checkbox"), ("aria-label", label)]);
        // Attributes without a value, before the closing bracket.
        out.html.pop();
        out.html.push_str(if done { " disabled checked> " } else { " disabled> " });
    }

    fn start_table(&self, out: &mut Output<'a>) {
        out.tables += 1;
        let label = self.strings.fill("table.label", &[("number", &out.tables.to_string())]);
        // A section with a name is a region: somewhere to go, and to scroll sideways with the keyboard.
        out.push_tag(
            "section",
            &[("class", "table"), ("tabindex", "0"), ("aria-label", &self.setting.label(&label))],
        );
        out.html.push_str("<table>\n");
    }

    /// A link in the reader's locale; `hreflang` when its page is in another.
    fn start_link(&self, index: usize, out: &mut Output<'a>) {
        let link = &self.site.document(self.document).body.links[index];
        let Some(destination) = &self.site.destinations[self.document.0][index] else {
            out.html.push_str("<span>");
            return;
        };
        let (href, locale) = self.href(destination);
        let mut attributes = vec![("href", href.as_str())];
        if let Some(locale) = locale.filter(|locale| *locale != self.locale) {
            attributes.push(("hreflang", self.site.locale(locale).as_str()));
        }
        if !link.title.is_empty() {
            attributes.push(("title", &link.title));
        }
        out.push_tag("a", &attributes);
    }

    fn href(&self, destination: &Destination) -> (String, Option<LocaleIndex>) {
        match destination {
            Destination::External(url) => (escape::url(url), None),
            Destination::SamePage(anchor) => match self.setting {
                Setting::Excerpt(set) => self.href(&Destination::Set { set, anchor: Some(anchor.clone()) }),
                _ => (format!("#{}", self.fragment(anchor)), None),
            },
            Destination::Set { .. } | Destination::Collection { .. } | Destination::Asset(_) => {
                match self.site.place(destination, self.locale) {
                    Some(place) => self.place(&place),
                    None => (String::new(), None),
                }
            }
        }
    }

    fn place(&self, place: &Place<'_>) -> (String, Option<LocaleIndex>) {
        if let Some(fragment) = place.set.and_then(|set| self.setting.fragment_here(set, place.anchor)) {
            return (format!("#{fragment}"), None);
        }
        let fragment = place.anchor.map(|anchor| format!("#{}", escape::url_fragment(anchor)));
        (self.path.relative_to(&place.path) + &fragment.unwrap_or_default(), place.locale)
    }

    /// What a link to a place in this document ends in; the empty anchor is the document's top.
    fn fragment(&self, anchor: &str) -> String {
        match self.setting {
            Setting::Chapter(chapter) if anchor.is_empty() => chapter.id.clone(),
            _ if anchor.is_empty() || self.is_around(anchor) => escape::url_fragment(anchor),
            _ => self.setting.prefix().to_string() + &escape::url_fragment(anchor),
        }
    }

    fn image(&self, index: usize, body: &'a Body, out: &mut Output<'a>) {
        let link = &body.links[index];
        let alt = link.alt.as_deref().unwrap_or_default();
        // Without an address it would be an image of the page itself.
        let has_address = !matches!(&link.target, LinkTarget::Local { path, .. } if path.is_empty());
        let destination = self.site.destinations[self.document.0][index].as_ref();
        let Some(destination) = destination.filter(|_| has_address) else {
            escape::push_html(&mut out.html, alt);
            return;
        };
        let (src, _) = self.href(destination);
        let mut attributes = vec![("src", src.as_str()), ("alt", alt)];
        // On paper nobody scrolls to an image.
        if !matches!(self.setting, Setting::Chapter(_)) {
            attributes.extend([("loading", "lazy"), ("decoding", "async")]);
        }
        if !link.title.is_empty() {
            attributes.push(("title", &link.title));
        }
        out.push_tag("img", &attributes);
    }

    fn raw_html(&self, html: &str, block: bool, out: &mut Output<'a>) {
        match (self.site.config.raw_html, block) {
            (true, _) => out.html.push_str(html),
            (false, true) => {
                out.html.push_str("<p class=\"raw-html\">");
                escape::push_html(&mut out.html, html);
                out.html.push_str("</p>\n");
            }
            (false, false) => escape::push_html(&mut out.html, html),
        }
    }

    fn footnote_reference(&self, index: usize, out: &mut Output<'a>) {
        // Its text stands at the end of the whole document.
        if matches!(self.setting, Setting::Excerpt(_)) {
            return;
        }
        out.references[index] += 1;
        let (number, times) = (index + 1, out.references[index]);
        out.html.push_str("<sup class=\"footnote-ref\">");
        let prefix = self.setting.prefix();
        let id = reference_id(prefix, number, times);
        // A link cannot hold a link: inside one the number stands alone.
        if out.open.iter().any(|element| matches!(element, Element::Link(_))) {
            out.push_tag("span", &[("id", &id)]);
            out.html.push_str(&format!("{number}</span></sup>"));
        } else {
            out.push_tag("a", &[("href", &format!("#{prefix}fn:{number}")), ("id", &id)]);
            out.html.push_str(&format!("{number}</a></sup>"));
        }
    }

    fn footnotes(&self, body: &'a Body, out: &mut Output<'a>) {
        if body.footnotes.is_empty() {
            return;
        }
        let label = self.setting.label(self.strings.get("footnotes.label"));
        out.push_tag("section", &[("class", "footnotes"), ("aria-label", &label)]);
        out.html.push_str("\n<ol>\n");
        for (index, footnote) in body.footnotes.iter().enumerate() {
            out.push_tag("li", &[("id", &format!("{}fn:{}", self.setting.prefix(), index + 1))]);
            self.nodes(&footnote.nodes, body, out);
            self.back_links(index + 1, footnote, out);
            out.html.push_str("</li>\n");
        }
        out.html.push_str("</ol>\n</section>\n");
    }

    fn back_links(&self, number: usize, footnote: &Footnote, out: &mut Output<'a>) {
        let label = self.strings.fill("footnotes.back", &[("number", &number.to_string())]);
        for times in 1..=footnote.references {
            let href = format!("#{}", reference_id(self.setting.prefix(), number, times));
            out.push_tag("a", &[("class", "footnote-back"), ("href", &href), ("aria-label", &label)]);
            out.html.push_str("↩</a>\n");
        }
    }
}

impl Output<'_> {
    fn new(body: &Body) -> Self {
        Output {
            html: String::with_capacity(4096),
            open: Vec::new(),
            alerts: 0,
            tables: 0,
            references: vec![0; body.footnotes.len()],
        }
    }

    fn push_tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.html.push('<');
        self.html.push_str(name);
        for (attribute, value) in attributes {
            self.html.push(' ');
            self.html.push_str(attribute);
            self.html.push_str("=\"");
            escape::push_html(&mut self.html, value);
            self.html.push('"');
        }
        self.html.push('>');
    }
}

/// A colon keeps these ids apart from those of headings, which never have one.
fn reference_id(prefix: &str, number: usize, times: usize) -> String {
    match times {
        1 => format!("{prefix}fnref:{number}"),
        _ => format!("{prefix}fnref:{number}:{times}"),
    }
}

fn heading_tag(level: u8) -> &'static str {
    match level {
        0..=2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

fn start_cell(header: bool, alignment: Alignment, out: &mut Output<'_>) {
    let name = if header { "th" } else { "td" };
    let class = match alignment {
        Alignment::None => None,
        Alignment::Left => Some("align-left"),
        Alignment::Center => Some("align-center"),
        Alignment::Right => Some("align-right"),
    };
    let mut attributes = Vec::new();
    if header {
        attributes.push(("scope", "col"));
    }
    attributes.extend(class.map(|class| ("class", class)));
    out.push_tag(name, &attributes);
}
