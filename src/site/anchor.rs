//! Anchors that are the same in every locale.
//!
//! A translation's heading takes the anchor of the source's heading at the same place in the outline:
//! the second level-2 heading's first level-3 heading, and so on. An explicit `{#id}` of a translation counts only
//! if the source has it too; otherwise links to it still work, and lead to the shared anchor.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Text};
use crate::document::{Document, Heading};
use crate::source::Span;

use super::{DocumentIndex, LocaleIndex, Site};

/// Gives the title of a translation the anchor of its source's title, unless it has one of its own.
pub(super) fn share_title_anchors(site: &mut Site<'_>) {
    for set in &site.sets {
        let Some(source) = set.documents.get(&LocaleIndex(0)) else { continue };
        let Some(anchor) = site.documents[source.0].body.title_anchor.clone() else { continue };
        for (_, translation) in set.documents.iter().filter(|(locale, _)| locale.0 != 0) {
            let body = &mut site.documents[translation.0].body;
            let explicit = body.headings.iter().filter_map(|heading| heading.explicit_anchor.as_ref());
            if body.title_anchor.is_none() && !explicit.into_iter().any(|it| *it == anchor) {
                body.title_anchor = Some(anchor.clone());
            }
        }
    }
}

/// Place in the outline: how many headings of each level come before, within the heading above.
type Place = Vec<(u8, usize)>;

/// For every document, the anchors of its headings.
pub(super) fn assign(site: &Site<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<String>> {
    let own = |document: &Document| document.body.headings.iter().map(|it| it.anchor.clone()).collect();
    let mut anchors: Vec<Vec<String>> = site.documents.iter().map(own).collect();
    for set in &site.sets {
        let Some(source) = set.documents.get(&LocaleIndex(0)) else { continue };
        for (_, translation) in set.documents.iter().filter(|(locale, _)| locale.0 != 0) {
            let inherited = inherit(site.document(*source), site.document(*translation));
            anchors[translation.0] = inherited;
            diagnostics.extend(outline_differs(site, *source, *translation));
        }
    }
    anchors
}

fn inherit(source: &Document, translation: &Document) -> Vec<String> {
    let by_place: BTreeMap<Place, &Heading> = places(&source.body.headings).collect();
    let of_source: BTreeSet<&str> = source.body.headings.iter().map(|it| it.anchor.as_str()).collect();
    // An explicit anchor that the source has as well names its section wherever it stands.
    let shared = |heading: &Heading| {
        heading.explicit_anchor.clone().filter(|anchor| of_source.contains(anchor.as_str()))
    };
    let mut taken: BTreeSet<String> = translation.body.headings.iter().filter_map(shared).collect();
    taken.extend(translation.body.title_anchor.clone());
    let mut anchors = Vec::new();
    for (place, heading) in places(&translation.body.headings) {
        if let Some(anchor) = shared(heading) {
            anchors.push(anchor);
            continue;
        }
        let inherited = by_place.get(&place).map(|it| &it.anchor).filter(|it| !taken.contains(*it));
        let anchor = inherited.cloned().unwrap_or_else(|| unused(&heading.anchor, &taken));
        taken.insert(anchor.clone());
        anchors.push(anchor);
    }
    anchors
}

fn unused(anchor: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (1..).map(|number| format!("{anchor}-{number}"));
    std::iter::once(anchor.to_string())
        .chain(numbered)
        .find(|candidate| !taken.contains(candidate))
        .unwrap_or_default()
}

fn places(headings: &[Heading]) -> impl Iterator<Item = (Place, &Heading)> {
    let mut path: Place = Vec::new();
    headings.iter().map(move |heading| {
        while path.last().is_some_and(|(level, _)| *level > heading.level) {
            path.pop();
        }
        match path.last_mut() {
            Some((level, count)) if *level == heading.level => *count += 1,
            _ => path.push((heading.level, 1)),
        }
        (path.clone(), heading)
    })
}

/// Reports the first heading at which the two outlines part.
fn outline_differs(site: &Site<'_>, source: DocumentIndex, translation: DocumentIndex) -> Option<Diagnostic> {
    let (source, translation) = (site.document(source), site.document(translation));
    let levels =
        |document: &Document| -> Vec<u8> { document.body.headings.iter().map(|it| it.level).collect() };
    let (theirs, ours) = (levels(source), levels(translation));
    if theirs == ours {
        return None;
    }
    let at = theirs.iter().zip(&ours).take_while(|(a, b)| a == b).count();
    let place = |document: &Document| {
        document.body.headings.get(at).map_or(Span::new(document.file, 0..0), |heading| heading.span)
    };
    let message = Text::new(
        format!("译文有 {} 个标题，源文档有 {} 个，从第 {} 个起不对应", ours.len(), theirs.len(), at + 1),
        format!(
            "the translation has {} headings, its source {}; they part at number {}",
            ours.len(),
            theirs.len(),
            at + 1
        ),
    );
    Some(
        Diagnostic::new(Code::TranslationOutline, message)
            .at(place(translation))
            .related(place(source), "源文档在这里", "the source is here")
            .help("让两边的标题数量和级别一致", "give both the same headings at the same levels"),
    )
}
