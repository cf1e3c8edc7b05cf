//! The view for people: message, place in the file, something to do.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Language, Severity, Text, printable};
use crate::source::{LineIndex, SourceTree, Span};

/// Longest part of a file shown for one place, in lines; a longer range is cut.
const MOST_LINES: usize = 4;

/// All problems, as blocks separated by empty lines. `width` is the terminal's, in columns.
pub fn human(
    diagnostics: &Diagnostics,
    tree: &SourceTree,
    language: Language,
    colour: bool,
    width: usize,
) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(width);
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        out.push_str(&renderer.render(&[group(diagnostic, tree, language)]));
        out.push_str("\n\n");
    }
    out
}

fn group<'a>(diagnostic: &'a Diagnostic, tree: &'a SourceTree, language: Language) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let title =
        level.primary_title(printable(diagnostic.message.in_language(language))).id(diagnostic.code.name());
    let primary = diagnostic
        .span
        .map(|span| place(span, diagnostic.label.as_ref(), AnnotationKind::Primary, tree, language));
    let related = diagnostic
        .related
        .iter()
        .map(|(span, text)| place(*span, Some(text), AnnotationKind::Context, tree, language));
    let help =
        diagnostic.help.iter().map(|text| Level::HELP.message(printable(text.in_language(language))).into());
    Group::with_title(title).elements(primary.into_iter().chain(related).chain(help))
}

fn place<'a>(
    span: Span,
    label: Option<&'a Text>,
    kind: AnnotationKind,
    tree: &'a SourceTree,
    language: Language,
) -> Element<'a> {
    let text = tree.text(span.file);
    let path = printable(tree.file(span.file).path.as_str());
    if text.is_empty() {
        return Origin::path(path).into();
    }
    let (window, first) = window(text, span);
    let line = LineIndex::new(text).position(window.start).line;
    let annotation = kind
        .span(first.start - window.start..first.end - window.start)
        .label(label.map(|label| printable(label.in_language(language))));
    Snippet::source(harmless(&text[window])).line_start(line).path(path).annotation(annotation).into()
}

/// The renderer shows the control characters of ASCII as pictures but passes on those of Latin-1, and U+009B starts a
/// command to a terminal as ESC does. The stand-in takes as many bytes, so that no place moves.
fn harmless(source: &str) -> Cow<'_, str> {
    let hostile = '\u{80}'..='\u{9f}';
    match source.contains(|c| hostile.contains(&c)) {
        true => source.replace(|c| hostile.contains(&c), "¤").into(),
        false => source.into(),
    }
}

/// The whole lines that hold the start of the span, and the part of the span within them.
fn window(text: &str, span: Span) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (floor(span.start), floor(span.end.max(span.start)));
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let cut = text[start..end].match_indices('\n').nth(MOST_LINES - 1).map_or(end, |(at, _)| start + at);
    let end = if text[..cut].ends_with('\n') && cut > start { cut - 1 } else { cut };
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    (line_start..line_end, start..end)
}
