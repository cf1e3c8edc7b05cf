//! What templates see: plain data, one struct per kind of page. `docs/themes.md` describes every field.
//!
//! A field is always present; what a page lacks is `null`, an empty list or `false`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::Locale;
use crate::date::Date;
use crate::document::{Document, Heading};
use crate::site::{
    CollectionIndex, DocumentIndex, LocaleIndex, NavigationItem, RelationGroup, SetIndex, Site, UrlPath,
};
use crate::theme::{SharedData, Strings, Theme, View};
use crate::yaml::{Node, Value};

use super::html::BodyWriter;
use super::{Page, PageKind, Renderer, feed, sitemap};

/// Data that all pages of a locale share.
pub(super) struct Shared {
    strings: SharedData,
    locales: Vec<LocaleView>,
}

impl Shared {
    pub(super) fn new(site: &Site<'_>, theme: &Theme, locale: LocaleIndex) -> Shared {
        Shared {
            strings: View::share(strings_of(theme, site.locale(locale)).entries()),
            locales: site.locales().map(|(_, locale)| LocaleView::new(theme, locale)).collect(),
        }
    }
}

fn strings_of<'a>(theme: &'a Theme, locale: &Locale) -> &'a Strings {
    theme.strings.get(locale).expect("a theme is loaded with strings for every locale of the site")
}

/// One locale of the site.
#[derive(Clone, Serialize)]
struct LocaleView {
    code: String,
    name: String,
    dir: String,
}

impl LocaleView {
    fn new(theme: &Theme, locale: &Locale) -> LocaleView {
        let strings = strings_of(theme, locale);
        let text = |key| strings.get(key).to_string();
        LocaleView { code: locale.to_string(), name: text("language.name"), dir: text("language.dir") }
    }
}

#[derive(Serialize)]
struct AssetsView {
    style: String,
    script: String,
    favicon: String,
}

#[derive(Serialize)]
struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    home_url: String,
    search_url: String,
    feed_url: Option<String>,
    locales: &'a [LocaleView],
    navigation: Vec<NavigationView<'a>>,
}

#[derive(Serialize)]
struct NavigationView<'a> {
    title: &'a str,
    url: String,
    current: bool,
}

#[derive(Serialize)]
struct PageView<'a> {
    kind: &'a str,
    locale: &'a str,
    dir: &'a str,
    title: &'a str,
    head_title: String,
    description: Option<&'a str>,
    canonical: Option<String>,
    noindex: bool,
    alternates: Vec<AlternateView>,
    translations: Vec<TranslationView<'a>>,
    breadcrumbs: Vec<CrumbView<'a>>,
}

#[derive(Serialize)]
struct AlternateView {
    hreflang: String,
    url: String,
}

#[derive(Serialize)]
struct TranslationView<'a> {
    locale: &'a str,
    name: &'a str,
    dir: &'a str,
    url: String,
    current: bool,
}

#[derive(Serialize)]
struct CrumbView<'a> {
    title: &'a str,
    url: String,
    lang: Option<&'a str>,
}

/// A link to a document with what it is about.
#[derive(Serialize)]
struct CardView<'a> {
    title: &'a str,
    summary: Option<&'a str>,
    url: String,
    lang: Option<&'a str>,
}

#[derive(Serialize)]
struct HomeView<'a> {
    title: &'a str,
    title_lang: Option<&'a str>,
    summary: Option<&'a str>,
    body: String,
    lang: Option<&'a str>,
    fallback: Option<FallbackView<'a>>,
    starts: Vec<CardView<'a>>,
    groups: Vec<GroupView<'a>>,
    documents: Vec<CardView<'a>>,
}

#[derive(Serialize)]
struct GroupView<'a> {
    id: &'a str,
    title: &'a str,
    summary: Option<&'a str>,
    url: String,
    lang: Option<&'a str>,
    documents: Vec<CardView<'a>>,
}

#[derive(Serialize)]
struct CollectionView<'a> {
    id: &'a str,
    title: &'a str,
    title_lang: Option<&'a str>,
    summary: Option<&'a str>,
    body: String,
    lang: Option<&'a str>,
    fallback: Option<FallbackView<'a>>,
    children: Vec<ChildView<'a>>,
    documents: Vec<CardView<'a>>,
}

#[derive(Serialize)]
struct ChildView<'a> {
    title: &'a str,
    summary: Option<&'a str>,
    url: String,
    lang: Option<&'a str>,
    count: usize,
}

#[derive(Serialize)]
struct FallbackView<'a> {
    source_locale: &'a str,
    source_name: &'a str,
    source_url: String,
}

#[derive(Serialize)]
struct DocumentView<'a> {
    id: &'a str,
    title: &'a str,
    summary: Option<&'a str>,
    body: String,
    lang: Option<&'a str>,
    source_path: &'a str,
    fallback: Option<FallbackView<'a>>,
    orphan: bool,
    draft: bool,
    keywords: &'a [String],
    owner: Option<&'a str>,
    reviewed: Option<DateView>,
    extra: serde_json::Value,
    outline: Vec<OutlineView<'a>>,
    relations: Vec<RelationView<'a>>,
    previous: Option<CardView<'a>>,
    next: Option<CardView<'a>>,
    collection: CrumbView<'a>,
}

#[derive(Serialize)]
struct DateView {
    iso: String,
    text: String,
}

#[derive(Serialize)]
struct OutlineView<'a> {
    anchor: &'a str,
    title: &'a str,
    level: u8,
    children: Vec<OutlineView<'a>>,
}

#[derive(Serialize)]
struct RelationView<'a> {
    name: &'a str,
    reverse: bool,
    title: &'a str,
    documents: Vec<CardView<'a>>,
}

#[derive(Serialize)]
struct SearchView<'a> {
    groups: Vec<SearchGroupView<'a>>,
}

#[derive(Serialize)]
struct SearchGroupView<'a> {
    title: &'a str,
    url: String,
    documents: Vec<SearchCardView<'a>>,
}

#[derive(Serialize)]
struct SearchCardView<'a> {
    title: &'a str,
    summary: Option<&'a str>,
    url: String,
    lang: Option<&'a str>,
    keywords: String,
}

#[derive(Serialize)]
struct NotFoundView<'a> {
    variants: Vec<VariantView<'a>>,
}

#[derive(Serialize)]
struct VariantView<'a> {
    locale: &'a str,
    lang: &'a str,
    dir: &'a str,
    name: &'a str,
    home_url: String,
    search_url: String,
    prefix: String,
    strings: &'a BTreeMap<String, String>,
}

#[derive(Serialize)]
struct RedirectView<'a> {
    title: &'a str,
    url: String,
    canonical: Option<String>,
}

/// The variable that differs per template; exactly one is set.
#[derive(Serialize)]
struct Root<'a> {
    assets: AssetsView,
    site: SiteView<'a>,
    page: PageView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    home: Option<HomeView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection: Option<CollectionView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<DocumentView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    search: Option<SearchView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_found: Option<NotFoundView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect: Option<RedirectView<'a>>,
}

/// The view of a page.
pub(super) fn of(renderer: &Renderer<'_>, page: &Page) -> View {
    let shared = renderer.shared(page.locale);
    let builder = Builder {
        renderer,
        site: renderer.site,
        page,
        shared,
        strings: strings_of(renderer.theme, renderer.site.locale(page.locale)),
    };
    let mut view = View::new(&builder.root());
    view.insert("strings", &shared.strings);
    view
}

/// Builds the views of one page.
struct Builder<'a> {
    renderer: &'a Renderer<'a>,
    site: &'a Site<'a>,
    page: &'a Page,
    shared: &'a Shared,
    strings: &'a Strings,
}

impl<'a> Builder<'a> {
    fn root(&self) -> Root<'a> {
        let mut root = Root {
            assets: self.assets(),
            site: self.site_view(),
            page: self.page_view(),
            home: None,
            collection: None,
            document: None,
            search: None,
            not_found: None,
            redirect: None,
        };
        match self.page.kind {
            PageKind::Home => root.home = Some(self.home()),
            PageKind::Collection(collection) => root.collection = Some(self.collection(collection)),
            PageKind::Document(set) => root.document = self.document(set),
            PageKind::Search => root.search = Some(self.search()),
            PageKind::NotFound { for_all } => root.not_found = Some(self.not_found(for_all)),
            PageKind::Redirect(alias) => root.redirect = Some(self.redirect(alias)),
        }
        root
    }

    // ---- addresses

    /// Relative to the page; the page for unknown addresses is shown at any depth, so its links start at
    /// the root of the host.
    fn url(&self, target: &UrlPath) -> String {
        match self.page.kind {
            PageKind::NotFound { .. } => format!("{}{}", self.base_path(), target.encoded()),
            _ => self.page.path.relative_to(target),
        }
    }

    /// `/help` of `https://example.com/help/`, empty at the root of a host.
    fn base_path(&self) -> &'a str {
        self.site.base_url.as_ref().map_or("", |url| url.path().trim_end_matches('/'))
    }

    fn url_in(&self, path: &str) -> String {
        self.url(&self.site.localised_path(path, self.page.locale))
    }

    fn absolute(&self, target: &UrlPath) -> Option<String> {
        Some(self.site.base_url.as_ref()?.join(&target.encoded()))
    }

    /// The code of a locale where it differs from the page's.
    fn foreign(&self, locale: LocaleIndex) -> Option<&'a str> {
        (locale != self.page.locale).then(|| self.site.locale(locale).as_str())
    }

    // ---- every page

    fn assets(&self) -> AssetsView {
        let url = |path: &str| self.url(&UrlPath::new(&format!("/{path}")));
        let theme = self.renderer.theme;
        AssetsView { style: url(&theme.style), script: url(&theme.script), favicon: url(&theme.favicon) }
    }

    fn site_view(&self) -> SiteView<'a> {
        let locale = self.site.locale(self.page.locale);
        let feed = self.site.base_url.as_ref().map(|_| self.url(&feed::path(self.site, self.page.locale)));
        SiteView {
            title: self.site.config.title.get(locale),
            description: self.site.config.description.get(locale),
            home_url: self.url_in("/"),
            search_url: self.url_in("/search/"),
            feed_url: feed,
            locales: &self.shared.locales,
            navigation: self.site.navigation.iter().map(|item| self.navigation(*item)).collect(),
        }
    }

    fn navigation(&self, item: NavigationItem) -> NavigationView<'a> {
        match item {
            NavigationItem::Collection(index) => NavigationView {
                title: self.site.collection_title(index, self.page.locale).0,
                url: self.url(&self.site.collection_path(index, self.page.locale)),
                current: self.lies_in(index),
            },
            NavigationItem::Set(set) => {
                let card = self.card(set);
                NavigationView {
                    title: card.title,
                    url: card.url,
                    current: self.page.kind == PageKind::Document(set),
                }
            }
        }
    }

    /// Whether the page is that collection's or lies below it.
    fn lies_in(&self, collection: CollectionIndex) -> bool {
        let mut here = match self.page.kind {
            PageKind::Collection(index) => Some(index),
            PageKind::Document(set) => Some(self.site.set(set).collection),
            _ => None,
        };
        while let Some(index) = here {
            if index == collection {
                return true;
            }
            here = self.site.collection(index).parent;
        }
        false
    }

    fn page_view(&self) -> PageView<'a> {
        let locale = self.site.locale(self.page.locale);
        let title = self.title();
        let site_title = self.site.config.title.get(locale);
        let head_title = match self.page.kind {
            PageKind::Home => site_title.to_string(),
            _ => self.strings.fill("title.pattern", &[("page", title), ("site", site_title)]),
        };
        PageView {
            kind: self.page.kind.name(),
            locale: locale.as_str(),
            dir: self.strings.get("language.dir"),
            title,
            head_title,
            description: self.description(),
            canonical: self.canonical(),
            noindex: !self.page.is_indexable(),
            alternates: self.alternates(),
            translations: self.translations(),
            breadcrumbs: self.breadcrumbs(),
        }
    }

    fn title(&self) -> &'a str {
        match self.page.kind {
            PageKind::Home => self.site.collection_title(CollectionIndex(0), self.page.locale).0,
            PageKind::Collection(index) => self.site.collection_title(index, self.page.locale).0,
            PageKind::Document(set) => self.title_of(set),
            PageKind::Search => self.strings.get("search.title"),
            PageKind::NotFound { .. } => self.strings.get("not_found.title"),
            PageKind::Redirect(alias) => self.title_of(self.site.aliases[alias].set),
        }
    }

    /// A folder's own page may have no title but the folder's.
    fn title_of(&self, set: SetIndex) -> &'a str {
        let translation_set = self.site.set(set);
        match translation_set.is_index {
            true => self.site.collection_title(translation_set.collection, self.page.locale).0,
            false => self.shown(set).title_or_id(),
        }
    }

    /// The document that readers of the page's locale get.
    fn shown(&self, set: SetIndex) -> &'a Document {
        let lead = self.site.set(set).lead;
        self.site.document(self.site.document_in(set, self.page.locale).unwrap_or(lead))
    }

    fn description(&self) -> Option<&'a str> {
        let own = self.page.document(self.site).map(|document| self.site.document(document));
        let summary = own.and_then(|document| document.front_matter.summary.as_deref());
        let site = self.site.config.description.get(self.site.locale(self.page.locale));
        match self.page.kind {
            PageKind::Home => summary.or((!site.is_empty()).then_some(site)),
            _ => summary,
        }
    }

    /// A stand-in for a missing translation names the original.
    fn canonical(&self) -> Option<String> {
        match self.page.kind {
            PageKind::NotFound { .. } => None,
            PageKind::Redirect(_) => self.absolute(&self.page.path_in(self.site, self.page.locale)),
            _ if self.page.is_translated => self.absolute(&self.page.path),
            _ => self.absolute(&self.page.path_in(self.site, LocaleIndex(0))),
        }
    }

    fn alternates(&self) -> Vec<AlternateView> {
        let Some(base_url) = &self.site.base_url else { return Vec::new() };
        let alternates = sitemap::alternates(self.site, self.page, base_url);
        alternates.into_iter().map(|(hreflang, url)| AlternateView { hreflang, url }).collect()
    }

    fn translations(&self) -> Vec<TranslationView<'a>> {
        let view = |(index, locale): (LocaleIndex, &'a Locale)| {
            let names = &self.shared.locales[index.0];
            TranslationView {
                locale: locale.as_str(),
                name: &names.name,
                dir: &names.dir,
                url: self.url(&self.page.path_in(self.site, index)),
                current: index == self.page.locale,
            }
        };
        self.site.locales().map(view).collect()
    }

    fn breadcrumbs(&self) -> Vec<CrumbView<'a>> {
        let mut here = match self.page.kind {
            PageKind::Collection(index) => self.site.collection(index).parent,
            PageKind::Document(set) => Some(self.site.set(set).collection),
            PageKind::Search => Some(CollectionIndex(0)),
            PageKind::Home | PageKind::NotFound { .. } | PageKind::Redirect(_) => None,
        };
        let mut crumbs = Vec::new();
        while let Some(index) = here {
            crumbs.push(self.crumb(index));
            here = self.site.collection(index).parent;
        }
        crumbs.reverse();
        crumbs
    }

    /// The first page is called “home” there, whatever its title.
    fn crumb(&self, index: CollectionIndex) -> CrumbView<'a> {
        let (title, locale) = match index {
            CollectionIndex(0) => (self.strings.get("home.title"), self.page.locale),
            _ => self.site.collection_title(index, self.page.locale),
        };
        let url = self.url(&self.site.collection_path(index, self.page.locale));
        CrumbView { title, url, lang: self.foreign(locale) }
    }

    // ---- links to documents

    fn card(&self, set: SetIndex) -> CardView<'a> {
        let document = self.shown(set);
        let locale = self.site.page_locale(set, self.page.locale);
        CardView {
            title: self.title_of(set),
            summary: document.front_matter.summary.as_deref(),
            url: self.url(&self.site.set_path(set, locale)),
            lang: (document.locale != *self.site.locale(self.page.locale)).then(|| document.locale.as_str()),
        }
    }

    fn cards(&self, sets: &[SetIndex]) -> Vec<CardView<'a>> {
        sets.iter().map(|set| self.card(*set)).collect()
    }

    // ---- home and collections

    /// Text of a folder's own page: summary, body, and its language where it is not the page's.
    fn own_text(&self, index: CollectionIndex) -> (Option<&'a str>, String, Option<&'a str>) {
        let document =
            self.site.collection(index).index.and_then(|set| self.site.document_in(set, self.page.locale));
        match document {
            Some(document) => {
                let lang = self.foreign(self.site.locale_of(document));
                let summary = self.site.document(document).front_matter.summary.as_deref();
                (summary, self.body(document), lang)
            }
            None => (None, String::new(), None),
        }
    }

    fn home(&self) -> HomeView<'a> {
        let root = self.site.collection(CollectionIndex(0));
        let (summary, body, lang) = self.own_text(CollectionIndex(0));
        let starts = root.children.iter().find(|child| self.site.collection(**child).folder == "symptoms");
        let (title, title_locale) = self.site.collection_title(CollectionIndex(0), self.page.locale);
        let shows_text = summary.is_some() || !body.is_empty();
        HomeView {
            title,
            title_lang: self.foreign(title_locale),
            fallback: root.index.filter(|_| shows_text).and_then(|set| self.fallback(set)),
            summary,
            body,
            lang,
            starts: starts
                .map(|child| self.cards(&self.site.collection(*child).documents))
                .unwrap_or_default(),
            groups: root.children.iter().map(|child| self.group(*child)).collect(),
            documents: self.cards(&root.documents),
        }
    }

    fn group(&self, index: CollectionIndex) -> GroupView<'a> {
        let collection = self.site.collection(index);
        let (title, locale) = self.site.collection_title(index, self.page.locale);
        GroupView {
            id: &collection.folder,
            title,
            summary: self.summary_in(index, locale),
            url: self.url(&self.site.collection_path(index, self.page.locale)),
            lang: self.foreign(locale),
            documents: self.cards(&self.documents_below(index)),
        }
    }

    /// The summary of a folder's page if it is in this locale.
    fn summary_in(&self, index: CollectionIndex, locale: LocaleIndex) -> Option<&'a str> {
        let set = self.site.collection(index).index?;
        let document = self.site.set(set).documents.get(&locale)?;
        self.site.document(*document).front_matter.summary.as_deref()
    }

    fn documents_below(&self, index: CollectionIndex) -> Vec<SetIndex> {
        let collection = self.site.collection(index);
        let below = collection.children.iter().flat_map(|child| self.documents_below(*child));
        collection.documents.iter().copied().chain(below).collect()
    }

    fn collection(&self, index: CollectionIndex) -> CollectionView<'a> {
        let collection = self.site.collection(index);
        let (summary, body, lang) = self.own_text(index);
        let (title, title_locale) = self.site.collection_title(index, self.page.locale);
        CollectionView {
            id: &collection.folder,
            title,
            title_lang: self.foreign(title_locale),
            summary,
            body,
            lang,
            fallback: collection.index.and_then(|set| self.fallback(set)),
            children: collection.children.iter().map(|child| self.child(*child)).collect(),
            documents: self.cards(&collection.documents),
        }
    }

    fn child(&self, index: CollectionIndex) -> ChildView<'a> {
        let (title, locale) = self.site.collection_title(index, self.page.locale);
        ChildView {
            title,
            summary: self.summary_in(index, locale),
            url: self.url(&self.site.collection_path(index, self.page.locale)),
            lang: self.foreign(locale),
            count: self.documents_below(index).len(),
        }
    }

    // ---- documents

    fn document(&self, set: SetIndex) -> Option<DocumentView<'a>> {
        let index = self.site.document_in(set, self.page.locale)?;
        let document = self.site.document(index);
        let translation_set = self.site.set(set);
        let lead = &self.site.document(translation_set.lead).front_matter;
        let neighbours = &self.site.collection(translation_set.collection).documents;
        let position = neighbours.iter().position(|other| *other == set);
        let neighbour = |at: Option<usize>| at.and_then(|at| neighbours.get(at)).map(|set| self.card(*set));
        Some(DocumentView {
            id: translation_set.id.as_str(),
            title: document.title_or_id(),
            summary: document.front_matter.summary.as_deref(),
            body: self.body(index),
            lang: self.foreign(self.site.locale_of(index)),
            source_path: self.renderer.tree.file(document.file).path.as_str(),
            fallback: self.fallback(set),
            orphan: !translation_set.has_source(),
            draft: lead.draft || document.front_matter.draft,
            keywords: &document.front_matter.keywords,
            owner: lead.owner.as_deref(),
            reviewed: lead.reviewed.as_ref().map(|reviewed| self.date(reviewed.value)),
            extra: lead.extra.as_ref().map_or(serde_json::Value::Null, plain),
            outline: self.outline(index),
            relations: translation_set.relations.iter().map(|group| self.relation(group)).collect(),
            previous: neighbour(position.and_then(|at| at.checked_sub(1))),
            next: neighbour(position.map(|at| at + 1)),
            collection: self.crumb(translation_set.collection),
        })
    }

    /// Where the original is, if the page stands in for a missing translation.
    fn fallback(&self, set: SetIndex) -> Option<FallbackView<'a>> {
        let document = self.site.document_in(set, self.page.locale)?;
        let locale = self.site.locale_of(document);
        (locale != self.page.locale).then(|| FallbackView {
            source_locale: self.site.locale(locale).as_str(),
            source_name: &self.shared.locales[locale.0].name,
            source_url: self.url(&self.page.path_in(self.site, locale)),
        })
    }

    fn date(&self, date: Date) -> DateView {
        DateView { iso: date.to_string(), text: self.strings.date(date) }
    }

    /// The body in the words of the language it is written in: its alerts are labelled in that language.
    fn body(&self, document: DocumentIndex) -> String {
        let strings = strings_of(self.renderer.theme, &self.site.document(document).locale);
        BodyWriter { site: self.site, strings, document, path: &self.page.path, locale: self.page.locale }
            .html()
    }

    fn outline(&self, document: DocumentIndex) -> Vec<OutlineView<'a>> {
        let headings = &self.site.document(document).body.headings;
        let anchors = &self.site.anchors[document.0];
        let sections: Vec<(&Heading, &str)> = headings
            .iter()
            .zip(anchors)
            .filter(|(heading, _)| heading.is_section && heading.level <= 3)
            .map(|(heading, anchor)| (heading, anchor.as_str()))
            .collect();
        nest(&sections)
    }

    fn relation(&self, group: &'a RelationGroup) -> RelationView<'a> {
        RelationView {
            name: &group.name,
            reverse: group.reverse,
            title: group.title.get(self.site.locale(self.page.locale)),
            documents: self.cards(&group.sets),
        }
    }

    // ---- the other pages

    fn search(&self) -> SearchView<'a> {
        let group = |index: CollectionIndex| SearchGroupView {
            title: self.site.collection_title(index, self.page.locale).0,
            url: self.url(&self.site.collection_path(index, self.page.locale)),
            documents: self
                .site
                .collection(index)
                .documents
                .iter()
                .map(|set| self.search_card(*set))
                .collect(),
        };
        let mut order = Vec::new();
        self.push_collections(CollectionIndex(0), &mut order);
        SearchView {
            groups: order.into_iter().map(group).filter(|group| !group.documents.is_empty()).collect(),
        }
    }

    /// A collection and all below it, in the order of the site.
    fn push_collections(&self, index: CollectionIndex, order: &mut Vec<CollectionIndex>) {
        order.push(index);
        for child in &self.site.collection(index).children {
            self.push_collections(*child, order);
        }
    }

    fn search_card(&self, set: SetIndex) -> SearchCardView<'a> {
        let CardView { title, summary, url, lang } = self.card(set);
        SearchCardView {
            title,
            summary,
            url,
            lang,
            keywords: self.shown(set).front_matter.keywords.join(" "),
        }
    }

    fn not_found(&self, for_all: bool) -> NotFoundView<'a> {
        let variant = |(index, locale): (LocaleIndex, &'a Locale)| {
            let names = &self.shared.locales[index.0];
            let url = |path| self.url(&self.site.localised_path(path, index));
            VariantView {
                locale: locale.as_str(),
                lang: locale.as_str(),
                dir: &names.dir,
                name: &names.name,
                home_url: url("/"),
                search_url: url("/search/"),
                prefix: url("/"),
                strings: strings_of(self.renderer.theme, locale).entries(),
            }
        };
        let wanted = |index: LocaleIndex| for_all || index == self.page.locale;
        NotFoundView {
            variants: self.site.locales().filter(|(index, _)| wanted(*index)).map(variant).collect(),
        }
    }

    fn redirect(&self, alias: usize) -> RedirectView<'a> {
        let set = self.site.aliases[alias].set;
        let target = self.site.set_path(set, self.page.locale);
        RedirectView { title: self.title_of(set), url: self.url(&target), canonical: self.absolute(&target) }
    }
}

/// Level-3 headings below the level-2 heading before them; one without is listed by itself.
fn nest<'a>(sections: &[(&'a Heading, &'a str)]) -> Vec<OutlineView<'a>> {
    let mut outline: Vec<OutlineView<'a>> = Vec::new();
    for (heading, anchor) in sections {
        let entry = OutlineView { anchor, title: &heading.text, level: heading.level, children: Vec::new() };
        match outline.last_mut().filter(|above| above.level < heading.level) {
            Some(above) => above.children.push(entry),
            None => outline.push(entry),
        }
    }
    outline
}

/// Front matter's `extra` as the template sees it: scalars are text.
fn plain(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Scalar(text) => text.as_str().into(),
        Value::Sequence(items) => items.iter().map(plain).collect(),
        Value::Mapping(entries) => entries
            .iter()
            .map(|(key, node)| (key.value.clone(), plain(node)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}
