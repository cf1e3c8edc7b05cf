//! Documents into translation sets; what is not published today is left out.

use std::collections::BTreeMap;

use crate::config::SiteConfig;
use crate::diag::{Code, Diagnostic, Text};
use crate::document::{Document, DocumentId, FrontMatter};
use crate::source::Span;

use super::{CollectionIndex, DocumentIndex, LocaleIndex, SetIndex, SiteOptions, TranslationSet};

/// The published documents and their sets, both in order of id, and the ids that were left out.
pub(super) struct Grouped {
    pub documents: Vec<Document>,
    pub sets: Vec<TranslationSet>,
    pub unpublished: Vec<DocumentId>,
}

/// Groups documents by id, decides what is published, and reports what translations repeat.
pub(super) fn group(
    documents: Vec<Document>,
    config: &SiteConfig,
    options: &SiteOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Grouped {
    let mut by_id: BTreeMap<DocumentId, BTreeMap<LocaleIndex, Document>> = BTreeMap::new();
    for document in documents {
        let position = config.locales.iter().position(|locale| *locale == document.locale);
        let locale = LocaleIndex(position.unwrap_or(0));
        let versions = by_id.entry(document.id.clone()).or_default();
        match versions.get(&locale) {
            Some(first) => diagnostics.push(claimed_twice(&document, first)),
            None => {
                versions.insert(locale, document);
            }
        }
    }
    let mut grouped = Grouped { documents: Vec::new(), sets: Vec::new(), unpublished: Vec::new() };
    for (id, versions) in by_id {
        add_set(id, versions, options, &mut grouped, diagnostics);
    }
    grouped
}

fn add_set(
    id: DocumentId,
    versions: BTreeMap<LocaleIndex, Document>,
    options: &SiteOptions,
    grouped: &mut Grouped,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some((&lead_locale, lead)) = versions.first_key_value() else { return };
    let has_source = lead_locale == LocaleIndex(0);
    if !is_published(&lead.front_matter, options) {
        grouped.unpublished.push(id);
        return;
    }
    if has_source {
        review(lead, options, diagnostics);
    }
    let is_index = lead.is_index;
    let mut members = BTreeMap::new();
    for (locale, document) in versions {
        // A translation may be held back on its own; readers get the source meanwhile.
        if locale != lead_locale && document.front_matter.draft && !options.drafts {
            continue;
        }
        if locale != LocaleIndex(0) {
            check_translation(&document, has_source, diagnostics);
        }
        members.insert(locale, DocumentIndex(grouped.documents.len()));
        grouped.documents.push(document);
    }
    let lead = members[&lead_locale];
    grouped.sets.push(TranslationSet {
        id,
        documents: members,
        lead,
        collection: CollectionIndex(0),
        is_index,
        path: String::new(),
        relations: Vec::new(),
    });
}

fn is_published(front_matter: &FrontMatter, options: &SiteOptions) -> bool {
    let today = options.date;
    options.drafts
        || (!front_matter.draft
            && front_matter.publish_at.is_none_or(|day| day <= today)
            && front_matter.expires.is_none_or(|day| today < day))
}

fn review(document: &Document, options: &SiteOptions, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(reviewed), Some(days)) = (&document.front_matter.reviewed, document.front_matter.review_every)
    else {
        return;
    };
    let due = reviewed.value.plus_days(days);
    if due >= options.date {
        return;
    }
    let message =
        Text::new(format!("应在 {due} 前复查这篇文档"), format!("this document was due for review by {due}"));
    diagnostics.push(
        Diagnostic::new(Code::ReviewOverdue, message)
            .at(reviewed.span)
            .help("核对内容，然后更新 `reviewed`", "check the content, then set `reviewed` to today"),
    );
}

fn check_translation(document: &Document, has_source: bool, diagnostics: &mut Vec<Diagnostic>) {
    if !has_source {
        let message = Text::new(
            format!("译文没有源文档 `{}.md`", document.id),
            format!("the translation has no source document `{}.md`", document.id),
        );
        let start = Span::new(document.file, 0..0);
        diagnostics.push(Diagnostic::new(Code::TranslationOrphan, message).at(start).help(
            "写出源文档，或检查两个文件名是否一致",
            "write the source document, or check that the two file names agree",
        ));
        return;
    }
    for key in &document.front_matter.shared_keys {
        // `draft` is the one shared key that a translation may set for itself.
        if key.value == "draft" {
            continue;
        }
        let message = Text::new(
            format!("译文里的 `{}` 不起作用", key.value),
            format!("`{}` has no effect in a translation", key.value),
        );
        diagnostics.push(
            Diagnostic::new(Code::FieldInTranslation, message)
                .at(key.span)
                .help("删掉；它由源文档给出", "delete it; the source document says it"),
        );
    }
}

fn claimed_twice(document: &Document, first: &Document) -> Diagnostic {
    let message = Text::new(
        format!("两个文件都是 `{}` 的 {} 版", document.id, document.locale),
        format!("two files are the {} version of `{}`", document.locale, document.id),
    );
    Diagnostic::new(Code::OutputCollision, message)
        .at(Span::new(document.file, 0..0))
        .related(Span::new(first.file, 0..0), "另一个文件", "the other file")
        .help("给其中一个改名", "rename one of them")
}

/// Finds a set by document id.
pub(super) fn find(sets: &[TranslationSet], id: &str) -> Option<SetIndex> {
    sets.binary_search_by(|set| set.id.as_str().cmp(id)).ok().map(SetIndex)
}
