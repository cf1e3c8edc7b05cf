//! The tags of a template, as far as messages need them: where each stands, whether it is closed, and which of them stay
//! open. The template engine knows only where it gave up, which for a forgotten `{% endif %}` is the end of the file.

use std::ops::Range;

/// Words that begin a tag.
pub(super) const WORDS: [&str; 22] = [
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "break",
    "continue",
    "block",
    "endblock",
    "extends",
    "include",
    "set",
    "set_global",
    "endset",
    "component",
    "endcomponent",
    "filter",
    "endfilter",
    "raw",
    "endraw",
    "super",
];

/// The brackets of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Brackets {
    /// `{{ … }}`
    Value,
    /// `{% … %}`
    Tag,
    /// `{# … #}`
    Comment,
}

impl Brackets {
    pub(super) fn open(self) -> &'static str {
        match self {
            Brackets::Value => "{{",
            Brackets::Tag => "{%",
            Brackets::Comment => "{#",
        }
    }

    pub(super) fn close(self) -> &'static str {
        match self {
            Brackets::Value => "}}",
            Brackets::Tag => "%}",
            Brackets::Comment => "#}",
        }
    }
}

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub brackets: Brackets,
    pub range: Range<usize>,
    /// Whether its closing bracket comes before the next opening one.
    pub is_closed: bool,
    /// What stands between the brackets, or after the opening one.
    pub inner: &'a str,
}

/// What is wrong with the tags taken together.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Slip<'t, 'a> {
    /// Nothing closes `open`.
    Unclosed {
        open: &'t Tag<'a>,
        /// The tag that needs it closed; without, the template ends.
        before: Option<&'t Tag<'a>>,
        /// A later tag whose end tag is indented like another: perhaps it is that one which lacks its end.
        perhaps: Option<&'t Tag<'a>>,
    },
    /// An end tag, or an `else`, that belongs to nothing.
    Stray { tag: &'t Tag<'a>, wants: String },
}

/// The tags of a template, in order.
pub(super) fn scan(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some((start, brackets)) = next_opening(text, at) {
        let tag = tag_at(text, start, brackets);
        at = tag.range.end;
        let is_raw = tag.word() == Some("raw");
        tags.push(tag);
        if is_raw {
            // Nothing inside is a tag; without an end, nothing after it is.
            let Some(end) = end_of_raw(text, at) else { break };
            at = end.range.end;
            tags.push(end);
        }
    }
    tags
}

/// The first slip in the order of the template.
pub(super) fn slip<'t, 'a>(text: &str, tags: &'t [Tag<'a>]) -> Option<Slip<'t, 'a>> {
    let mut open: Vec<Open<'t, 'a>> = Vec::new();
    let mut perhaps: Option<&'t Tag<'a>> = None;
    for tag in tags.iter().filter(|tag| tag.brackets == Brackets::Tag && tag.is_closed) {
        if let Some(closer) = tag.closer() {
            open.push(Open { tag, closer, is_in_else: false });
            continue;
        }
        let Some(word) = tag.end() else { continue };
        if ends_another(&open, &word, tag.name()) {
            let innermost = open.last().map_or(tag, |it| it.tag);
            return Some(Slip::Unclosed { open: innermost, before: Some(tag), perhaps: None });
        }
        match open.last_mut() {
            Some(innermost) if innermost.closer == word => {
                if indents_differ(text, innermost.tag, tag) {
                    perhaps = perhaps.or(Some(innermost.tag));
                }
                open.pop();
            }
            Some(innermost) if innermost.takes(&word) => innermost.is_in_else = word == "else",
            _ => return Some(Slip::Stray { tag, wants: word }),
        }
    }
    let open = open.last()?.tag;
    let perhaps = perhaps.filter(|tag| tag.range.start > open.range.start);
    Some(Slip::Unclosed { open, before: None, perhaps })
}

/// A tag that waits for its end.
struct Open<'t, 'a> {
    tag: &'t Tag<'a>,
    closer: String,
    is_in_else: bool,
}

impl Open<'_, '_> {
    /// Whether `else` or `elif` may stand directly in it.
    fn takes(&self, word: &str) -> bool {
        let may = match word {
            "else" => self.closer == "endif" || self.closer == "endfor",
            "elif" => self.closer == "endif",
            _ => false,
        };
        may && !self.is_in_else
    }
}

/// Whether an end tag is not for the innermost of the open tags but for one around it. `{% endblock main %}` tells by its name.
fn ends_another(open: &[Open<'_, '_>], word: &str, name: Option<&str>) -> bool {
    let Some((innermost, around)) = open.split_last() else { return false };
    let fits = |it: &Open<'_, '_>| it.closer == word || it.takes(word);
    match fits(innermost) {
        true => name.is_some_and(|name| {
            innermost.tag.name() != Some(name)
                && around.iter().any(|it| fits(it) && it.tag.name() == Some(name))
        }),
        false => around.iter().any(fits),
    }
}

impl<'a> Tag<'a> {
    /// The word that a `{% … %}` begins with.
    pub(super) fn word(&self) -> Option<&'a str> {
        let end =
            self.inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.inner.len());
        (self.brackets == Brackets::Tag && end > 0).then(|| &self.inner[..end])
    }

    /// The name after the word: `main` of `{% block main %}` and of `{% endblock main %}`.
    pub(super) fn name(&self) -> Option<&'a str> {
        let rest = self.inner[self.word()?.len()..].trim_start();
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    }

    /// What closes it, when it opens something: `endif`, `</card>`.
    pub(super) fn closer(&self) -> Option<String> {
        if self.brackets != Brackets::Tag {
            return None;
        }
        if let Some(name) = self.inner.strip_prefix('<').filter(|rest| !rest.starts_with('/')) {
            return Some(format!("</{}>", component_name(name)));
        }
        match self.word()? {
            word @ ("if" | "for" | "block" | "component" | "filter" | "raw") => Some(format!("end{word}")),
            // `{% set x = 1 %}` needs no end, `{% set x %}…` and `{% set x | trim %}…` do.
            word @ ("set" | "set_global") => {
                let name = self.inner[word.len()..].trim_start();
                let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').trim();
                (rest.is_empty() || rest.starts_with('|')).then(|| "endset".to_string())
            }
            _ => None,
        }
    }

    /// `endif`, `</card>`, `else`: what has a place only inside another tag.
    fn end(&self) -> Option<String> {
        if let Some(name) = self.inner.strip_prefix("</") {
            return Some(format!("</{}>", component_name(name)));
        }
        let is_end = |word: &&str| {
            matches!(*word, "else" | "elif") || (word.starts_with("end") && WORDS.contains(word))
        };
        self.word().filter(is_end).map(str::to_string)
    }
}

/// The tag that is opened by what closes: `if` for `endif` and for `else`.
pub(super) fn opener(closer: &str) -> String {
    match closer {
        "else" | "elif" => "if".to_string(),
        _ => closer.strip_prefix("end").map_or_else(|| closer.replacen("</", "<", 1), str::to_string),
    }
}

fn component_name(rest: &str) -> &str {
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
    &rest[..end]
}

fn next_opening(text: &str, from: usize) -> Option<(usize, Brackets)> {
    text[from..].match_indices('{').find_map(|(at, _)| {
        let all = [Brackets::Value, Brackets::Tag, Brackets::Comment];
        let brackets = all.into_iter().find(|it| text[from + at..].starts_with(it.open()))?;
        Some((from + at, brackets))
    })
}

/// The tag that opens at `start`, to its closing bracket; or to where it should have been closed at the latest.
fn tag_at(text: &str, start: usize, brackets: Brackets) -> Tag<'_> {
    let inside = start + 2;
    let closing = match brackets {
        Brackets::Comment => text[inside..].find(brackets.close()).map(|at| inside + at),
        _ => closing_of(text, inside, brackets.close()),
    };
    let (end, range_end, is_closed) = match closing {
        Some(at) => (at, at + 2, true),
        None => {
            let end = next_opening(text, inside).map_or(text.len(), |(at, _)| at);
            (end, end, false)
        }
    };
    let inner = text[inside..end].trim_start_matches('-').trim_end_matches('-').trim();
    Tag { brackets, range: start..range_end, is_closed, inner }
}

/// Where `close` stands, unless another tag opens before it. Texts in quotes are skipped when they end in their line.
fn closing_of(text: &str, from: usize, close: &str) -> Option<usize> {
    let stop = |at: usize| ["{{", "{%", "{#"].iter().any(|open| text[at..].starts_with(open));
    let mut at = from;
    loop {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        if rest.starts_with(close) {
            return Some(at);
        }
        if stop(at) {
            return None;
        }
        let quoted = matches!(first, '"' | '\'' | '`').then(|| length_of_quoted(rest, first)).flatten();
        at += quoted.unwrap_or(first.len_utf8());
    }
}

fn length_of_quoted(rest: &str, quote: char) -> Option<usize> {
    let line = rest.lines().next().unwrap_or_default();
    let mut is_escaped = false;
    for (at, c) in line.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn end_of_raw(text: &str, from: usize) -> Option<Tag<'_>> {
    text[from..].match_indices("{%").find_map(|(at, _)| {
        let tag = tag_at(text, from + at, Brackets::Tag);
        (tag.word() == Some("endraw")).then_some(tag)
    })
}

/// Whether two tags that each begin a line begin it in different columns.
fn indents_differ(text: &str, a: &Tag<'_>, b: &Tag<'_>) -> bool {
    let indent = |tag: &Tag<'_>| {
        let line = text[..tag.range.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[line..tag.range.start];
        before.trim().is_empty().then_some(before)
    };
    matches!((indent(a), indent(b)), (Some(a), Some(b)) if a != b)
}

#[cfg(test)]
mod tests {
    use super::{Slip, scan, slip};

    fn told(text: &str) -> String {
        let tags = scan(text);
        match slip(text, &tags) {
            None => "fine".to_string(),
            Some(Slip::Stray { tag, .. }) => format!("stray {}", &text[tag.range.clone()]),
            Some(Slip::Unclosed { open, before, perhaps }) => {
                let shown = |tag: Option<&super::Tag<'_>>| tag.map_or("-", |it| &text[it.range.clone()]);
                format!("open {} before {} perhaps {}", shown(Some(open)), shown(before), shown(perhaps))
            }
        }
    }

    #[test]
    fn what_stays_open_and_what_closes_nothing_is_found() {
        assert_eq!(told("{% if a %}{% else %}{% endif %}{% for x in y %}{% else %}{% endfor %}"), "fine");
        assert_eq!(told("{% set x = 1 %}{% set y %}1{% endset %}{% set z | trim %}1{% endset %}"), "fine");
        assert_eq!(told("{% raw %}{% if %}{{ {% endraw %}{# {% if %} #}{{ \"{% if %}\" }}"), "fine");
        assert_eq!(told("{%- if a -%}{% block b %}{% endblock b %}{%- endif -%}"), "fine");
        assert_eq!(told("{% <card a={b}> %}{% </card> %}{{ <card /> }}"), "fine");
        assert_eq!(
            told("{% block a %}{% if b %}{% endblock %}"),
            "open {% if b %} before {% endblock %} perhaps -"
        );
        assert_eq!(
            told("{% if a %}{% for b in c %}{% elif d %}{% endif %}"),
            "open {% for b in c %} before {% elif d %} perhaps -"
        );
        assert_eq!(
            told("{% block a %}{% block b %}{% endblock a %}"),
            "open {% block b %} before {% endblock a %} perhaps -"
        );
        assert_eq!(told("{% endif %}"), "stray {% endif %}");
        assert_eq!(told("{% if a %}{% else %}{% else %}{% endif %}"), "stray {% else %}");
        assert_eq!(
            told("{% if a %}\n {% if b %}\n{% endif %}\n"),
            "open {% if a %} before - perhaps {% if b %}"
        );
    }

    #[test]
    fn a_tag_is_unclosed_when_another_opens_first() {
        let unclosed = |text| scan(text).iter().find(|tag| !tag.is_closed).map(|tag| tag.range.clone());
        assert_eq!(unclosed("甲 {{ a }} {% if \"}}\" %}{# {{ #}"), None);
        assert_eq!(unclosed("{{ a }\n{{ b }}"), Some(0..7));
        assert_eq!(unclosed("{{ a %} don't {{ b }}"), Some(0..14));
        assert_eq!(unclosed("a {# b"), Some(2..6));
    }
}
