//! The canonical form of a tree file: what `wenda tree fmt` writes.
//!
//! In: the text of a file. Out: the same values and comments, laid out as `format_rules` says. What the
//! values mean is not asked, so that a tree with mistakes is laid out too; keys that are not known
//! follow the known ones.
//!
//! ```text
//! text ──yaml::parse──▶ Node ──arrange──▶ Block (lines with their comments, in order) ──write──▶ text
//! ```
//!
//! A comment on a line of its own belongs to the item below it, unless it is indented further than
//! that item: then it belongs to the end of the list or mapping above. A comment behind something
//! stays behind it; where that something becomes part of a longer line, it goes above that line.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::MOST_YAML_NODES;
use super::format_comments::{Comment, column_of, comment_in, comments, is_after_blank};
use super::format_rules::{Form, Rule, key};
use crate::diag::Outcome;
use crate::source::{FileId, Spanned};
use crate::yaml::{self, Node, Value};

/// The widest line that an attempt or an outcome may have.
const WIDEST: usize = 120;

const INDENT: usize = 2;

/// The canonical form of `text`; `None` when its YAML cannot be read.
pub fn format(file: FileId, text: &str) -> Outcome<Option<String>> {
    let parsed = yaml::parse_within(file, text, 0..text.len(), MOST_YAML_NODES);
    let formatted = parsed.value.map(|root| {
        let mut arranger = Arranger { text, comments: comments(text, &root), next: 0 };
        let mut out = String::with_capacity(text.len());
        arranger.file(&root).write(&mut out, 0);
        out
    });
    Outcome { value: formatted, diagnostics: parsed.diagnostics }
}

/// A list or mapping with a line for each entry.
#[derive(Default)]
struct Block<'a> {
    /// Comments about the file.
    header: Vec<Above<'a>>,
    entries: Vec<Entry<'a>>,
    /// Comments after the last entry.
    tail: Vec<Above<'a>>,
}

/// A key and its value, or an item of a list.
struct Entry<'a> {
    above: Vec<Above<'a>>,
    is_after_blank: bool,
    /// `key:`, `-` or nothing.
    head: String,
    body: Body<'a>,
    /// The comment on the line of the head.
    behind: Option<&'a str>,
    rank: usize,
}

enum Body<'a> {
    Line(String),
    Block(Block<'a>),
}

/// A comment on a line of its own.
struct Above<'a> {
    text: &'a str,
    is_after_blank: bool,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place {
    rule: Rule,
    /// Whether it is written within brackets.
    is_in_flow: bool,
    /// The indentation it will have.
    indent: usize,
}

/// A value on its way into a block.
struct Item<'n> {
    head: String,
    /// Where its key or dash begins and ends.
    head_span: Range<usize>,
    node: &'n Node,
    place: Place,
    rank: usize,
}

/// Hands out the comments from first to last while it walks the values in the order they are written.
struct Arranger<'a> {
    text: &'a str,
    comments: Vec<Comment<'a>>,
    next: usize,
}

impl<'a> Arranger<'a> {
    fn file(&mut self, root: &Node) -> Block<'a> {
        let place = Place { rule: Rule::File, is_in_flow: false, indent: 0 };
        let mut block = match Rule::File.form(root) {
            _ if root.value == Value::Null => Block::default(),
            Form::Line => {
                let (at, place) = (root.span.start, Place { rule: Rule::Unknown, ..place });
                let item = Item { head: String::new(), head_span: at..at, node: root, place, rank: 0 };
                Block { entries: vec![self.entry(item)], ..Block::default() }
            }
            _ => self.block(root, root.span.start, place),
        };
        self.take(self.comments.len(), &mut block.tail);
        block
    }

    /// The entries of a list or mapping, in canonical order.
    fn block(&mut self, node: &Node, head_end: usize, place: Place) -> Block<'a> {
        let is_in_lines = self.is_in_lines(node, place);
        let inner = Place { is_in_flow: !is_in_lines, ..place };
        let entries = match &node.value {
            Value::Mapping(entries) => self.entries(entries, inner),
            Value::Sequence(items) => self.items(items, head_end, inner),
            Value::Null | Value::Scalar(_) => Vec::new(),
        };
        let mut block = Block { entries, ..Block::default() };
        if is_in_lines {
            self.take(self.next + self.tail_length(self.next, node, head_end), &mut block.tail);
        } else if self.has_brackets(node) {
            self.take(self.index_at(self.end(node, node.span.end)), &mut block.tail);
        }
        if place.rule == Rule::File {
            block.set_header_apart();
        }
        block.entries.sort_by_key(|entry| entry.rank);
        block
    }

    fn entries(&mut self, entries: &[(Spanned<String>, Node)], place: Place) -> Vec<Entry<'a>> {
        let mut arranged = Vec::with_capacity(entries.len());
        for (name, node) in entries {
            arranged.push(self.entry(Item {
                head: format!("{}:", key(&name.value)),
                head_span: name.span.start..name.span.end,
                node,
                place: Place { rule: place.rule.of_value(&name.value), ..place },
                rank: place.rule.rank(&name.value),
            }));
        }
        arranged
    }

    fn items(&mut self, items: &[Node], head_end: usize, place: Place) -> Vec<Entry<'a>> {
        let mut arranged = Vec::with_capacity(items.len());
        let mut end = head_end;
        for node in items {
            let head_span = match place.is_in_flow {
                true => node.span.start..node.span.start,
                false => self.dash(end, node),
            };
            end = self.end(node, head_span.end);
            let place = Place { rule: place.rule.of_item(), ..place };
            arranged.push(self.entry(Item { head: "-".to_string(), head_span, node, place, rank: 0 }));
        }
        arranged
    }

    fn entry(&mut self, item: Item) -> Entry<'a> {
        let end = self.end(item.node, item.head_span.end);
        let is_after_blank = is_after_blank(self.text, item.head_span.start);
        let mut above = Vec::new();
        self.take(self.index_at(item.head_span.start), &mut above);
        let first_inside = above.len();
        let (body, behind) = match self.line(&item, end) {
            Some(line) => (Body::Line(line), self.take_around_line(end, &mut above)),
            None => {
                let behind = self.take_behind_head(&item);
                let inner = Place { indent: item.place.indent + INDENT, ..item.place };
                let mut block = self.block(item.node, item.head_span.end, inner);
                if self.is_behind(end, self.next) {
                    self.take(self.next + 1, &mut block.tail);
                }
                (Body::Block(block), behind)
            }
        };
        // What moves above the item stays close to it.
        let is_apart = is_after_blank && above.len() == first_inside;
        for (index, comment) in above[first_inside..].iter_mut().enumerate() {
            comment.is_after_blank = is_after_blank && index == 0;
        }
        Entry { above, is_after_blank: is_apart, head: item.head, body, behind, rank: item.rank }
    }

    /// The item's value on one line, if that is its form.
    fn line(&self, item: &Item, end: usize) -> Option<String> {
        let form = item.place.rule.form(item.node);
        if form == Form::Block || (form == Form::Fitting && self.has_comment_inside(item, end)) {
            return None;
        }
        let line = flow(item.node, item.place.rule);
        let fits = || item.place.indent + item.head.width() + 1 + line.width() <= WIDEST;
        (form == Form::Line || fits()).then_some(line)
    }

    fn has_comment_inside(&self, item: &Item, end: usize) -> bool {
        let after = self.index_at(end);
        self.index_at(item.head_span.end) < after
            || (self.is_in_lines(item.node, item.place)
                && (self.is_behind(end, after) || self.tail_length(after, item.node, item.head_span.end) > 0))
    }

    /// The comments within an item that becomes one line, and behind it: the last stays behind it if it
    /// is behind something now, the others go above.
    fn take_around_line(&mut self, end: usize, above: &mut Vec<Above<'a>>) -> Option<&'a str> {
        let mut until = self.index_at(end);
        if self.is_behind(end, until) {
            until += 1;
        }
        let last = self.comments[self.next..until].last().filter(|comment| !comment.is_alone);
        let behind = last.map(|comment| comment.text);
        self.take(until - usize::from(behind.is_some()), above);
        self.next = until;
        behind
    }

    /// The comment on the line of a key or dash whose value begins below it.
    fn take_behind_head(&mut self, item: &Item) -> Option<&'a str> {
        let comment = self.comments.get(self.next)?;
        let between = self.text.get(item.head_span.end..comment.at)?;
        if !between.chars().all(|c| " \t:[{".contains(c)) {
            return None;
        }
        self.next += 1;
        Some(comment.text)
    }

    /// Puts the comments before the index `until` on lines of their own.
    fn take(&mut self, until: usize, above: &mut Vec<Above<'a>>) {
        let taken = &self.comments[self.next..until];
        above.extend(taken.iter().map(|c| Above { text: c.text, is_after_blank: c.is_after_blank }));
        self.next = until;
    }

    /// The first comment not before the offset `end` that has not been taken.
    fn index_at(&self, end: usize) -> usize {
        self.comments.partition_point(|comment| comment.at < end).max(self.next)
    }

    /// Whether the comment with this index stands behind what ends at `end`, on the same line.
    fn is_behind(&self, end: usize, index: usize) -> bool {
        let between = self.comments.get(index).and_then(|comment| self.text.get(end..comment.at));
        between.is_some_and(|between| between.chars().all(|c| " \t,:]}".contains(c)))
    }

    /// How many comments from `index` on belong to the end of `node`, which is written in lines: they
    /// are indented like its entries, and further than what follows.
    fn tail_length(&self, index: usize, node: &Node, head_end: usize) -> usize {
        let start = match &node.value {
            Value::Sequence(items) => self.dash(head_end, items.first().unwrap_or(node)).start,
            _ => first_scalar(node),
        };
        let column = column_of(self.text, start);
        // Between the two stand only the comments that the end of an inner value has taken.
        let taken = index.checked_sub(1).map_or(0, |last| self.comments[last].end());
        let mut end = self.line_end(self.end(node, head_end)).max(taken);
        let belongs = |comment: &&Comment| {
            let is_next = self.text.get(end..comment.at).is_some_and(|between| between.trim().is_empty());
            let is_deeper = comment.next_column.is_none_or(|next| comment.column > next);
            end = comment.end();
            is_next && is_deeper && comment.is_alone && comment.column >= column
        };
        self.comments[index..].iter().take_while(belongs).count()
    }

    fn has_brackets(&self, node: &Node) -> bool {
        let start = node.span.start;
        match &node.value {
            Value::Null | Value::Scalar(_) => false,
            Value::Mapping(_) => self.text[start..].starts_with('{'),
            // A list below its key, not indented, is placed where its first item is.
            Value::Sequence(items) => {
                self.text[start..].starts_with('[')
                    && items.first().is_none_or(|item| item.span.start != start)
            }
        }
    }

    /// Whether a list or mapping is written with a line for each entry.
    fn is_in_lines(&self, node: &Node, place: Place) -> bool {
        let is_collection = matches!(node.value, Value::Mapping(_) | Value::Sequence(_));
        is_collection && !place.is_in_flow && !self.has_brackets(node)
    }

    /// The dash of the item that follows `from`.
    fn dash(&self, from: usize, item: &Node) -> Range<usize> {
        let mut at = from;
        while let Some(c) = self.text[at..].chars().next() {
            match c {
                '-' => return at..at + 1,
                '#' => at = self.line_end(at),
                c if c == ':' || c.is_whitespace() => at += c.len_utf8(),
                _ => break,
            }
        }
        item.span.start..item.span.start
    }

    /// Where a value ends; `head_end` is where its key or dash does.
    fn end(&self, node: &Node, head_end: usize) -> usize {
        let has_brackets = self.has_brackets(node);
        let last = match &node.value {
            Value::Null if node.span.start == node.span.end => return head_end,
            Value::Null | Value::Scalar(_) => return node.span.end,
            Value::Mapping(entries) => entries.last().map(|(name, value)| self.end(value, name.span.end)),
            Value::Sequence(items) if has_brackets => items.last().map(|item| self.end(item, item.span.end)),
            Value::Sequence(items) => {
                Some(items.iter().fold(head_end, |end, item| self.end(item, self.dash(end, item).end)))
            }
        };
        let last = last.unwrap_or(node.span.end);
        if has_brackets { self.closing_bracket(last) } else { last }
    }

    /// One past the first closing bracket from `from` on; no scalar stands before it.
    fn closing_bracket(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let bracket = self.text[at..].find(['}', ']']).map_or(self.text.len(), |found| at + found + 1);
            match comment_in(self.text, at..bracket) {
                Some(comment) => at = self.line_end(comment),
                None => return bracket,
            }
        }
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |found| at + found)
    }
}

impl<'a> Block<'a> {
    /// The comments at the top, above an empty line, are about the file, whichever key comes first.
    fn set_header_apart(&mut self) {
        let Some(first) = self.entries.first_mut() else { return };
        let length = match first.is_after_blank {
            true => first.above.len(),
            false => first.above.iter().rposition(|comment| comment.is_after_blank).unwrap_or(0),
        };
        let mut rest = first.above.split_off(length);
        if length > 0 {
            // The empty line is the header's.
            match rest.first_mut() {
                Some(comment) => comment.is_after_blank = false,
                None => first.is_after_blank = false,
            }
        }
        self.header = std::mem::replace(&mut first.above, rest);
    }

    fn write(&self, out: &mut String, indent: usize) {
        let mut is_first = true;
        write_above(&self.header, out, indent, &mut is_first);
        let mut wants_blank = !self.header.is_empty();
        for entry in &self.entries {
            if wants_blank {
                out.push('\n');
                is_first = true;
            }
            wants_blank = false;
            write_above(&entry.above, out, indent, &mut is_first);
            if entry.is_after_blank && !is_first {
                out.push('\n');
            }
            is_first = false;
            entry.write(out, indent);
        }
        write_above(&self.tail, out, indent, &mut is_first);
    }
}

impl Entry<'_> {
    fn write(&self, out: &mut String, indent: usize) {
        let start = out.len();
        out.push_str(&" ".repeat(indent));
        out.push_str(&self.head);
        if let Body::Line(line) = &self.body {
            out.push_str(if self.head.is_empty() || line.is_empty() { "" } else { " " });
            out.push_str(line);
        }
        if let Some(comment) = self.behind {
            out.push_str("  ");
            out.push_str(comment);
        }
        out.push('\n');
        let Body::Block(block) = &self.body else { return };
        let has_line_of_its_own =
            self.behind.is_some() || block.entries.iter().take(1).any(|first| !first.above.is_empty());
        if self.head == "-" && !has_line_of_its_own {
            // The first line of an item stands behind its dash.
            out.truncate(start);
            block.write(out, indent + INDENT);
            out.replace_range(start + indent..start + indent + INDENT, "- ");
        } else {
            block.write(out, indent + INDENT);
        }
    }
}

fn write_above(comments: &[Above], out: &mut String, indent: usize, is_first: &mut bool) {
    for comment in comments {
        if comment.is_after_blank && !*is_first {
            out.push('\n');
        }
        *is_first = false;
        out.push_str(&" ".repeat(indent));
        out.push_str(comment.text);
        out.push('\n');
    }
}

/// A value on one line.
fn flow(node: &Node, rule: Rule) -> String {
    match &node.value {
        Value::Null => String::new(),
        Value::Scalar(text) => rule.scalar(text, node.is_quoted),
        Value::Sequence(items) => {
            let item = |item: &Node| match item.value {
                // Nothing at all would not be an item.
                Value::Null => "~".to_string(),
                _ => flow(item, rule.of_item()),
            };
            format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "))
        }
        Value::Mapping(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by_key(|(name, _)| rule.rank(&name.value));
            let entry = |(name, value): &(Spanned<String>, Node)| {
                format!("{}: {}", key(&name.value), flow(value, rule.of_value(&name.value)))
            };
            format!("{{{}}}", entries.into_iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Where the first scalar of a value begins.
fn first_scalar(node: &Node) -> usize {
    match &node.value {
        Value::Mapping(entries) => entries.first().map_or(node.span.start, |(name, _)| name.span.start),
        Value::Sequence(items) => items.first().map_or(node.span.start, first_scalar),
        Value::Null | Value::Scalar(_) => node.span.start,
    }
}
