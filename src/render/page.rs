//! The list of pages: one thing that will exist at one address.

use crate::site::{self, CollectionIndex, DocumentIndex, LocaleIndex, SetIndex, Site, UrlPath};
use crate::troubleshooter::{self, Tree, Troubleshooter};

use super::print::Printable;
use super::tree::{TreePage, has_map};

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
    /// Whether it is the first page of a decision tree; of a tree's pages only that one is announced.
    pub is_tree_start: bool,
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
    /// A document beside its text in another language.
    SideBySide(SetIndex),
    /// All documents of a folder and of those below it, to be printed.
    Print(CollectionIndex),
    /// Every component of the theme.
    StyleGuide,
    /// All questions by topic, and the search.
    Search,
    /// Which decision tree?
    Troubleshooter,
    /// A page of a decision tree.
    Tree {
        /// Index into the trees.
        tree: usize,
        /// Which of its pages.
        page: TreePage,
    },
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
            PageKind::SideBySide(_) => "side-by-side.html",
            PageKind::Print(_) => "print.html",
            PageKind::StyleGuide => "style-guide.html",
            PageKind::Search => "search.html",
            PageKind::Troubleshooter => "troubleshooter.html",
            PageKind::Tree { page: TreePage::All, .. } => "tree-all.html",
            PageKind::Tree { page: TreePage::Map, .. } => "tree-map.html",
            PageKind::Tree { .. } => "tree.html",
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
            PageKind::SideBySide(_) => "side-by-side",
            PageKind::Print(_) => "print",
            PageKind::StyleGuide => "style-guide",
            PageKind::Search => "search",
            PageKind::Troubleshooter => "troubleshooter",
            PageKind::Tree { page: TreePage::All, .. } => "tree-all",
            PageKind::Tree { page: TreePage::Map, .. } => "tree-map",
            PageKind::Tree { .. } => "tree",
            PageKind::NotFound { .. } => "not-found",
            PageKind::Redirect(_) => "redirect",
        }
    }
}

impl Page {
    /// The one document whose text it shows.
    pub fn document(&self, site: &Site<'_>) -> Option<DocumentIndex> {
        site.document_in(self.set(site)?, self.locale)
    }

    /// That document with its translations.
    pub fn set(&self, site: &Site<'_>) -> Option<SetIndex> {
        match self.kind {
            PageKind::Home => site.collection(CollectionIndex(0)).index,
            PageKind::Collection(collection) => site.collection(collection).index,
            PageKind::Document(set) => Some(set),
            PageKind::SideBySide(_)
            | PageKind::Print(_)
            | PageKind::StyleGuide
            | PageKind::Search
            | PageKind::Troubleshooter
            | PageKind::Tree { .. }
            | PageKind::NotFound { .. }
            | PageKind::Redirect(_) => None,
        }
    }

    /// Whether search engines should list it.
    pub fn is_indexable(&self) -> bool {
        let has_content = matches!(
            self.kind,
            PageKind::Home | PageKind::Collection(_) | PageKind::Document(_) | PageKind::Troubleshooter
        ) || self.is_tree_start;
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
            PageKind::SideBySide(set) if site.counterpart(set, locale).is_some() => {
                side_by_side_path(site, set, locale)
            }
            PageKind::SideBySide(set) => {
                Page { kind: PageKind::Document(set), ..self.clone() }.path_in(site, locale)
            }
            PageKind::Print(collection) => print_path(site, collection, locale),
            PageKind::StyleGuide => site.localised_path(site::STYLE_GUIDE, locale),
            PageKind::Search => site.localised_path("/search/", locale),
            PageKind::Troubleshooter => site.localised_path(troubleshooter::ENTRY, locale),
            // Ids and answers are the same in every locale.
            PageKind::Tree { .. } => {
                site.localised_path(&site.unlocalised_path(&self.path, self.locale), locale)
            }
            PageKind::NotFound { .. } => site.localised_path("/", locale),
            PageKind::Redirect(alias) => site.set_path(site.aliases[alias].set, locale),
        }
    }

    /// Whether that other page is a translation worth announcing.
    pub fn is_translated_in(&self, site: &Site<'_>, locale: LocaleIndex) -> bool {
        match self.kind {
            PageKind::Home => site.is_collection_translated(CollectionIndex(0), locale),
            PageKind::Collection(collection) | PageKind::Print(collection) => {
                site.is_collection_translated(collection, locale)
            }
            PageKind::Document(set) => site.is_translated(set, locale),
            PageKind::SideBySide(set) => site.counterpart(set, locale).is_some(),
            PageKind::StyleGuide | PageKind::Search | PageKind::Troubleshooter | PageKind::Tree { .. } => {
                true
            }
            PageKind::NotFound { .. } | PageKind::Redirect(_) => false,
        }
    }
}

/// All pages, locale by locale; with the style guide if that is wanted.
pub fn plan(
    site: &Site<'_>,
    printable: &Printable,
    troubleshooter: &Troubleshooter,
    style_guide: bool,
) -> Vec<Page> {
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
        pages.extend(other_views(site, printable, locale));
        if style_guide {
            pages.push(page(site, PageKind::StyleGuide, locale));
        }
        pages.push(page(site, PageKind::Search, locale));
        if !troubleshooter.trees.is_empty() {
            pages.push(page(site, PageKind::Troubleshooter, locale));
        }
        for (index, tree) in troubleshooter.trees.iter().enumerate() {
            pages.extend(tree_pages(site, index, tree, locale));
        }
        let for_all = locale == LocaleIndex(0);
        let path = site.localised_path("/404.html", locale);
        pages.push(Page { path, ..blank(PageKind::NotFound { for_all }, locale) });
    }
    for (index, alias) in site.aliases.iter().enumerate() {
        pages.push(Page { path: alias.from.clone(), ..blank(PageKind::Redirect(index), alias.locale) });
    }
    pages
}

/// Documents shown in other ways: in two languages, and many on one page.
fn other_views<'a>(
    site: &'a Site<'_>,
    printable: &'a Printable,
    locale: LocaleIndex,
) -> impl Iterator<Item = Page> + 'a {
    let documents = site.sets.iter().enumerate().filter(|(_, set)| !set.is_index);
    let paired = documents
        .map(|(index, _)| SetIndex(index))
        .filter(move |set| site.counterpart(*set, locale).is_some());
    let collections = (0..site.collections.len()).map(CollectionIndex);
    let printed = collections.filter(move |collection| printable.has(*collection, locale));
    paired
        .map(PageKind::SideBySide)
        .chain(printed.map(PageKind::Print))
        .map(move |kind| page(site, kind, locale))
}

/// Address of the page that shows a document beside its text in another language.
pub(super) fn side_by_side_path(site: &Site<'_>, set: SetIndex, locale: LocaleIndex) -> UrlPath {
    below(site, site::SIDE_BY_SIDE, &site.set(set).path, locale)
}

/// Address of the page to print of a collection.
pub(super) fn print_path(site: &Site<'_>, collection: CollectionIndex, locale: LocaleIndex) -> UrlPath {
    below(site, site::PRINT, &site.collection(collection).path, locale)
}

/// The place in a folder of ours that a path has on the site.
fn below(site: &Site<'_>, folder: &str, path: &str, locale: LocaleIndex) -> UrlPath {
    site.localised_path(&format!("{}{path}", folder.trim_end_matches('/')), locale)
}

fn blank(kind: PageKind, locale: LocaleIndex) -> Page {
    Page { kind, locale, path: UrlPath::new("/"), is_translated: true, is_tree_start: false }
}

fn page(site: &Site<'_>, kind: PageKind, locale: LocaleIndex) -> Page {
    let mut page = blank(kind, locale);
    page.path = page.path_in(site, locale);
    page.is_translated = page.is_translated_in(site, locale);
    page
}

/// A page for each node, for each beginning of a path while there are few, and for the tree as a whole.
fn tree_pages(site: &Site<'_>, index: usize, tree: &Tree, locale: LocaleIndex) -> Vec<Page> {
    let page = |page: TreePage, path: String| Page {
        path: site.localised_path(&path, locale),
        is_tree_start: page == TreePage::Node(tree.start),
        ..blank(PageKind::Tree { tree: index, page }, locale)
    };
    let nodes = (0..tree.nodes.len()).map(|node| page(TreePage::Node(node), tree.node_path(node)));
    // The empty beginning is the first page of the tree.
    let beginnings = tree.beginnings.iter().enumerate().skip(1);
    let beginnings =
        beginnings.map(|(at, beginning)| page(TreePage::Beginning(at), tree.steps_path(&beginning.steps)));
    let mut pages: Vec<Page> = nodes.chain(beginnings).collect();
    pages.push(page(TreePage::All, format!("{}all/", tree.path())));
    if has_map(tree) {
        pages.push(page(TreePage::Map, format!("{}map/", tree.path())));
    }
    pages
}
