//! Where the body's destinations and comments stand in the source, so that the text can be given away as Markdown with
//! other destinations and without the author's notes.
//!
//! In: the ranges of the parser's events, while it reads. Out: [`Written`], in the order of the source. What cannot be
//! found with certainty is left out: the text then stays as it was written.

use std::ops::Range;

use pulldown_cmark::{LinkType, RefDefs};

use super::cjk;
use super::markdown::Builder;

/// The body as its author wrote it.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The body's bytes within the file.
    pub range: Range<usize>,
    /// What a copy replaces: bytes within the file, by their start.
    pub parts: Vec<(Range<usize>, Part)>,
    /// Whether the text ends inside a block that nothing closes, which would swallow whatever came after it.
    pub is_open: bool,
}

/// A piece of the source that a copy replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The destination of a link or image: index into the body's links. Links that share a definition share it.
    Destination(usize),
    /// An address between angle brackets, with them: index into the body's links.
    Autolink(usize),
    /// What stands between `<!--` and `-->`.
    Comment,
    /// The heading that became the title; whether other text comes before it.
    Title(bool),
}

/// Parts found so far.
#[derive(Default)]
pub(super) struct Finder {
    parts: Vec<(Range<usize>, Part)>,
    open: Vec<OpenLink>,
    references: Vec<(String, usize)>,
    is_open: bool,
}

/// A link or image whose text is being read; ranges are the parser's.
struct OpenLink {
    kind: LinkType,
    range: Range<usize>,
    label: String,
    destination: String,
    link: Option<usize>,
    content_end: usize,
}

impl Finder {
    /// An event within whatever link is open has been read up to here.
    pub(super) fn advance(&mut self, end: usize) {
        if let Some(open) = self.open.last_mut() {
            open.content_end = open.content_end.max(end);
        }
    }

    /// A link begins. That of an image gets its number at its end.
    pub(super) fn start(
        &mut self,
        kind: LinkType,
        texts: [&str; 2],
        range: Range<usize>,
        link: Option<usize>,
    ) {
        self.advance(range.end);
        let [label, destination] = texts.map(str::to_string);
        let content_end = range.start + 1;
        self.open.push(OpenLink { kind, range, label, destination, link, content_end });
    }
}

impl Builder<'_> {
    /// The innermost link or image ends; `link` is its number if it has not been told yet.
    pub(super) fn end_written(&mut self, link: Option<usize>) {
        let Some(open) = self.written.open.pop() else { return };
        let Some(link) = open.link.or(link) else { return };
        let place = self.place();
        match open.kind {
            LinkType::Inline => {
                let source = place.prepared.source_range(open.content_end..open.range.end);
                let found = inline_destination(&place.source[..source.end], source.start);
                if let Some(found) =
                    found.filter(|found| says(&place.source[found.clone()], &open.destination))
                {
                    self.written.parts.push((found, Part::Destination(link)));
                }
            }
            LinkType::Autolink | LinkType::Email => {
                let range = place.prepared.source_range(open.range);
                self.written.parts.push((range, Part::Autolink(link)));
            }
            _ => self.written.references.push((open.label, link)),
        }
    }

    /// Remembers the comments between two offsets of the parser.
    pub(super) fn note_comments(&mut self, range: Range<usize>) {
        let Range { mut start, end } = self.place().prepared.source_range(range);
        while let Some((open, close)) = comment(&self.place().source[start..end]) {
            if open + 4 < close {
                self.written.parts.push((start + open + 4..start + close, Part::Comment));
            }
            start += close + 3;
        }
    }

    /// A code block or raw HTML ends; at the very end of the text it may have been left open.
    pub(super) fn note_block_end(&mut self, range: Range<usize>, fenced: bool) {
        let place = self.place();
        let range = place.prepared.source_range(range);
        // Not `trim`, which would read all that is blank at the end, once for each block.
        let is_last = self.depth == 0 && place.source[range.end..].trim_start().is_empty();
        let closed = fenced && is_closed(&place.source[range]);
        self.written.is_open = is_last && !closed;
    }

    /// Everything found, in order and as bytes of the file.
    pub(super) fn settle_written(
        &mut self,
        definitions: &RefDefs<'_>,
        title: Option<(Range<usize>, bool)>,
    ) -> Written {
        let Finder { mut parts, references, is_open, .. } = std::mem::take(&mut self.written);
        let place = self.place();
        for (label, link) in references {
            let Some(definition) = definitions.get(&label) else { continue };
            let range = place.prepared.source_range(definition.span.clone());
            let found = defined_destination(&place.source[..range.end], range.start);
            if let Some(found) = found.filter(|found| says(&place.source[found.clone()], &definition.dest)) {
                parts.push((found, Part::Destination(link)));
            }
        }
        parts.extend(title.map(|(range, has_text_before)| (range, Part::Title(has_text_before))));
        // The title comes before what is in it.
        parts.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        parts.dedup_by_key(|(range, _)| range.clone());
        let moved =
            |(range, part): (Range<usize>, Part)| (place.base + range.start..place.base + range.end, part);
        Written {
            range: place.base..place.base + place.source.len(),
            parts: parts.into_iter().map(moved).collect(),
            is_open,
        }
    }
}

/// Where a comment's `<!--` and `-->` are.
fn comment(text: &str) -> Option<(usize, usize)> {
    let open = text.find("<!--")?;
    Some((open, open + text[open..].find("-->")?))
}

/// `[text](destination)`: after the text, which ends at or after `from`.
fn inline_destination(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text[from..].find("](")? + 2;
    destination(text, start)
}

/// `[label]: destination`.
fn defined_destination(text: &str, from: usize) -> Option<Range<usize>> {
    let mut escaped = false;
    let end = text[from..].char_indices().find(|(_, c)| {
        let found = *c == ']' && !escaped;
        escaped = *c == '\\' && !escaped;
        found
    });
    let start = from + end?.0;
    destination(text, text[start..].starts_with("]:").then_some(start + 2)?)
}

/// A link destination of CommonMark 0.31, section 6.3, after white space; a line within a quotation starts with `>`.
fn destination(text: &str, from: usize) -> Option<Range<usize>> {
    let mut in_margin = false;
    let is_space = |c: char| {
        in_margin |= c == '\n';
        c.is_ascii_whitespace() || (in_margin && c == '>')
    };
    let start = text.len() - text[from..].trim_start_matches(is_space).len();
    let (mut escaped, mut depth) = (false, 0usize);
    let in_brackets = text[start..].starts_with('<');
    for (at, c) in text[start..].char_indices() {
        let ends = match c {
            _ if escaped => false,
            '>' if in_brackets => return Some(start..start + at + 1),
            _ if in_brackets => false,
            '(' => {
                depth += 1;
                false
            }
            ')' if depth == 0 => true,
            ')' => {
                depth -= 1;
                false
            }
            c => c.is_ascii_whitespace(),
        };
        // A backslash before white space is one, and the white space ends the destination.
        if ends || (escaped && !in_brackets && c.is_ascii_whitespace()) {
            return Some(start..start + at);
        }
        escaped = c == '\\' && !escaped;
    }
    (!in_brackets).then_some(start..text.len())
}

/// Whether the parser read this as the destination. Escapes and entities are taken on trust.
fn says(written: &str, destination: &str) -> bool {
    let bare = written.strip_prefix('<').and_then(|it| it.strip_suffix('>')).unwrap_or(written);
    bare.contains(['\\', '&']) || bare == cjk::strip_marks(destination)
}

/// Whether the last line of a code block is its closing fence, or the block is one without fences.
fn is_closed(block: &str) -> bool {
    let block = block.trim_end();
    let fence = block.chars().next().unwrap_or_default();
    let opening = block.chars().take_while(|c| *c == fence).count();
    let is_fenced = matches!(fence, '`' | '~') && opening >= 3;
    let closes = |last: &str| last.chars().count() >= opening && last.chars().all(|c| c == fence);
    !is_fenced || block.rsplit_once('\n').is_some_and(|(_, last)| closes(last.trim()))
}
