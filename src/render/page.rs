//! The list of pages: one thing that will exist at one address.

use crate::site::{CollectionIndex, DocumentIndex, LocaleIndex, SetIndex, Site, UrlPath};

/// One page of the site.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it shows.
    pub kind: PageKind,
    /// The locale it is for.
    pub locale: LocaleIndex,
    /// Its address.
    pub path: UrlPath,
    /// Whether its text is really in that locale. Other pages are a service to readers and are not
    /// announced to search engines.
    pub is_translated: bool,
}

/// What a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// The first page.
    Home,
    /// A folder.
    Collection(CollectionIndex),
    /// A document.
    Document(SetIndex),
    /// All questions by topic, and the search.
    Search,
    /// For addresses that do not exist; in all locales when it serves the whole site.
    NotFound {
        /// Whether it is the one at the root, which hosts serve for every address.
        for_all: bool,
    },
    /// An old address: index into the site's aliases.
    Redirect(usize),
}

impl PageKind {
    /// The template that renders it.
    pub fn template(self) -> &'static str {
        match self {
            PageKind::Home => "home.html",
            PageKind::Collection(_) => "collection.html",
            PageKind::Document(_) => "document.html",
            PageKind::Search => "search.html",
            PageKind::NotFound { .. } => "404.html",
            PageKind::Redirect(_) => "redirect.html",
        }
    }

    /// The name that templates see.
    pub fn name(self) -> &'static str {
        match self {
            PageKind::Home => "home",
            PageKind::Collection(_) => "collection",
            PageKind::Document(_) => "document",
            PageKind::Search => "search",
            PageKind::NotFound { .. } => "not-found",
            PageKind::Redirect(_) => "redirect",
        }
    }
}

impl Page {
    /// The document whose text it shows.
    pub fn document(&self, site: &Site<'_>) -> Option<DocumentIndex> {
        let set = match self.kind {
            PageKind::Home => site.collection(CollectionIndex(0)).index?,
            PageKind::Collection(collection) => site.collection(collection).index?,
            PageKind::Document(set) => set,
            PageKind::Search | PageKind::NotFound { .. } | PageKind::Redirect(_) => return None,
        };
        site.document_in(set, self.locale)
    }

    /// Whether search engines should list it.
    pub fn is_indexable(&self) -> bool {
        let has_content =
            matches!(self.kind, PageKind::Home | PageKind::Collection(_) | PageKind::Document(_));
        has_content && self.is_translated
    }

    /// The same page in another locale.
    pub fn path_in(&self, site: &Site<'_>, locale: LocaleIndex) -> UrlPath {
        match self.kind {
            PageKind::Home => site.localised_path("/", locale),
            PageKind::Collection(collection) => site.collection_path(collection, locale),
            // A translation without a source has no page elsewhere: its collection is the nearest.
            PageKind::Document(set) if site.document_in(set, locale).is_none() => {
                site.collection_path(site.set(set).collection, locale)
            }
            PageKind::Document(set) => site.set_path(set, locale),
            PageKind::Search => site.localised_path("/search/", locale),
            PageKind::NotFound { .. } => site.localised_path("/", locale),
            PageKind::Redirect(alias) => site.set_path(site.aliases[alias].set, locale),
        }
    }

    /// Whether that other page is a translation worth announcing.
    pub fn is_translated_in(&self, site: &Site<'_>, locale: LocaleIndex) -> bool {
        match self.kind {
            PageKind::Home => site.is_collection_translated(CollectionIndex(0), locale),
            PageKind::Collection(collection) => site.is_collection_translated(collection, locale),
            PageKind::Document(set) => site.is_translated(set, locale),
            PageKind::Search => true,
            PageKind::NotFound { .. } | PageKind::Redirect(_) => false,
        }
    }
}

/// All pages, locale by locale.
pub fn plan(site: &Site<'_>) -> Vec<Page> {
    let mut pages = Vec::new();
    for (locale, _) in site.locales() {
        for index in 0..site.collections.len() {
            let kind = if index == 0 { PageKind::Home } else { PageKind::Collection(CollectionIndex(index)) };
            pages.push(page(site, kind, locale));
        }
        for (index, set) in site.sets.iter().enumerate() {
            if !set.is_index && site.document_in(SetIndex(index), locale).is_some() {
                pages.push(page(site, PageKind::Document(SetIndex(index)), locale));
            }
        }
        pages.push(page(site, PageKind::Search, locale));
        let for_all = locale == LocaleIndex(0);
        let path = site.localised_path("/404.html", locale);
        pages.push(Page { kind: PageKind::NotFound { for_all }, locale, path, is_translated: true });
    }
    for (index, alias) in site.aliases.iter().enumerate() {
        let (locale, path) = (alias.locale, alias.from.clone());
        pages.push(Page { kind: PageKind::Redirect(index), locale, path, is_translated: true });
    }
    pages
}

fn page(site: &Site<'_>, kind: PageKind, locale: LocaleIndex) -> Page {
    let mut page = Page { kind, locale, path: UrlPath::new("/"), is_translated: false };
    page.path = page.path_in(site, locale);
    page.is_translated = page.is_translated_in(site, locale);
    page
}
