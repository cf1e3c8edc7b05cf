//! Many documents on one page, to be printed or kept as one PDF: those of a folder, or of the whole site.
//!
//! Such a page grows with what it holds, so there is none where the sources together are larger than one page may be.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::site::{CollectionIndex, DocumentIndex, LocaleIndex, SetIndex, Site, UrlPath};
use crate::source::SourceTree;

use super::frame::ViewBuilder;
use super::page::print_path;
use super::setting::{Chapter, Setting, chapter_id};
use super::tree::TreeLinkView;
use super::view::CrumbView;

/// Which collections have a page to print: by locale, then by collection.
pub struct Printable(Vec<Vec<bool>>);

impl Printable {
    /// Looks at the sizes of all sources.
    pub fn new(site: &Site<'_>, tree: &SourceTree) -> Printable {
        Printable(site.locales().map(|(locale, _)| printable(site, tree, locale)).collect())
    }

    /// Whether a collection has such a page in a locale.
    pub(super) fn has(&self, collection: CollectionIndex, locale: LocaleIndex) -> bool {
        self.0[locale.0][collection.0]
    }
}

/// A collection with documents, its own or below, that are not too large together.
fn printable(site: &Site<'_>, tree: &SourceTree, locale: LocaleIndex) -> Vec<bool> {
    let mut volumes = vec![(0usize, 0usize); site.collections.len()];
    for (index, set) in site.sets.iter().enumerate() {
        let Some(document) = site.document_in(SetIndex(index), locale) else { continue };
        let bytes = tree.text(site.document(document).file).len();
        let mut here = Some(set.collection);
        while let Some(collection) = here {
            let (documents, total) = &mut volumes[collection.0];
            *documents += usize::from(!set.is_index);
            *total += bytes;
            here = site.collection(collection).parent;
        }
    }
    let limit = site.config.limits.page;
    volumes.into_iter().map(|(documents, bytes)| documents > 0 && bytes <= limit).collect()
}

/// A folder's documents, or the site's.
#[derive(Serialize)]
pub(super) struct PrintView<'a> {
    /// Whether it is the whole site.
    pub whole: bool,
    pub title: &'a str,
    pub lang: Option<&'a str>,
    pub summary: Option<&'a str>,
    /// Of the page that it is made of, and the same as one reads it on paper.
    pub url: String,
    pub address: String,
    pub parts: Vec<PartView<'a>>,
    /// The decision trees, which have pages of their own to print; on the page of the whole site.
    pub trees: Vec<TreeLinkView<'a>>,
}

/// The documents of one folder.
#[derive(Serialize)]
pub(super) struct PartView<'a> {
    pub title: &'a str,
    pub lang: Option<&'a str>,
    /// The folder's own page, if it holds more than a list.
    pub own: Option<ChapterView<'a>>,
    pub chapters: Vec<ChapterView<'a>>,
}

/// A document.
#[derive(Serialize)]
pub(super) struct ChapterView<'a> {
    /// Of the document on this page.
    pub id: String,
    pub title: &'a str,
    pub lang: Option<&'a str>,
    pub summary: Option<&'a str>,
    pub draft: bool,
    #[serde(skip)]
    is_index: bool,
    pub body: String,
    pub url: String,
    pub address: String,
}

impl<'a> ViewBuilder<'a> {
    /// The page to print of a collection, if it has one.
    pub(super) fn print_url(&self, index: CollectionIndex) -> Option<String> {
        let locale = self.page.locale;
        self.renderer.printable.has(index, locale).then(|| self.url(&print_path(self.site, index, locale)))
    }

    pub(super) fn print(&self, index: CollectionIndex) -> PrintView<'a> {
        let whole = index == CollectionIndex(0);
        let mut order = Vec::new();
        self.push_collections(index, &mut order);
        let sets: Vec<(CollectionIndex, SetIndex)> =
            order.iter().flat_map(|part| self.printed(*part).into_iter().map(|set| (*part, set))).collect();
        let ids: BTreeMap<SetIndex, String> =
            sets.iter().map(|(_, set)| (*set, chapter_id(&self.site.set(*set).id))).collect();
        let chapters: Vec<(CollectionIndex, ChapterView<'a>)> =
            sets.par_iter().map(|(part, set)| (*part, self.chapter(*set, &ids))).collect();
        let (title, title_locale) = match whole {
            true => (self.site.config.title.get(self.locale()), self.page.locale),
            false => self.site.collection_title(index, self.page.locale),
        };
        let description = self.site.config.description.get(self.locale());
        let path = self.site.collection_path(index, self.page.locale);
        PrintView {
            whole,
            title,
            lang: self.foreign(title_locale),
            summary: Some(description).filter(|text| whole && !text.is_empty()),
            url: self.url(&path),
            address: self.address_on_paper(&path),
            parts: self.parts(chapters),
            trees: if whole { self.outlines_of_trees() } else { Vec::new() },
        }
    }

    /// The documents of a folder that are printed: its own page if that holds more than a list, and the others.
    fn printed(&self, index: CollectionIndex) -> Vec<SetIndex> {
        let collection = self.site.collection(index);
        let has_text = |set: &SetIndex| !self.shown(*set).body.nodes.is_empty();
        let own = collection.index.filter(has_text);
        let sets = own.into_iter().chain(collection.documents.iter().copied());
        sets.filter(|set| self.shown_index(*set).is_some()).collect()
    }

    fn shown_index(&self, set: SetIndex) -> Option<DocumentIndex> {
        self.site.document_in(set, self.page.locale)
    }

    /// The chapters by folder.
    fn parts(&self, chapters: Vec<(CollectionIndex, ChapterView<'a>)>) -> Vec<PartView<'a>> {
        let mut parts: Vec<(CollectionIndex, PartView<'a>)> = Vec::new();
        for (index, chapter) in chapters {
            if parts.last().is_none_or(|(other, _)| *other != index) {
                let CrumbView { title, lang, .. } = self.crumb(index);
                parts.push((index, PartView { title, lang, own: None, chapters: Vec::new() }));
            }
            let Some((_, part)) = parts.last_mut() else { continue };
            match chapter.is_index {
                true => part.own = Some(chapter),
                false => part.chapters.push(chapter),
            }
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }

    fn chapter(&self, set: SetIndex, ids: &BTreeMap<SetIndex, String>) -> ChapterView<'a> {
        let document = self.shown(set);
        let title = self.title_of(set);
        let chapter = Chapter::new(set, title, ids);
        let index = self.shown_index(set).unwrap_or(self.site.set(set).lead);
        let path = self.site.set_path(set, self.page.locale);
        ChapterView {
            title,
            lang: self.foreign(self.site.locale_of(index)),
            summary: document.front_matter.summary.as_deref(),
            draft: document.front_matter.draft
                || self.site.document(self.site.set(set).lead).front_matter.draft,
            is_index: self.site.set(set).is_index,
            body: self.writer(index, Setting::Chapter(&chapter)).html(),
            url: self.url(&path),
            address: self.address_on_paper(&path),
            id: chapter.id,
        }
    }

    /// An address as one types it: with the host if that is known.
    fn address_on_paper(&self, path: &UrlPath) -> String {
        self.absolute(path).unwrap_or_else(|| path.to_string())
    }
}
