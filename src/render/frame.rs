//! What every page has: addresses, navigation, breadcrumbs, language switch, what `<head>` needs.

use std::collections::BTreeMap;

use crate::config::Locale;
use crate::document::Document;
use crate::site::{CollectionIndex, LocaleIndex, NavigationItem, SetIndex, Site, UrlPath};
use crate::theme::{SharedData, Strings, Theme, View};

use super::tree::TreePage;
use super::view::{
    AlternateView, AssetsView, CardView, CrumbView, LocaleView, NavigationView, PageView, Root, SectionView,
    SiteView, TranslationView,
};
use super::{Page, PageKind, Renderer, feed, open_search, sitemap};

/// Most documents that a page lists beside itself.
const MOST_NEIGHBOURS: usize = 24;

/// Data that all pages of a locale share.
pub(super) struct Shared {
    pub strings: SharedData,
    pub locales: Vec<LocaleView>,
}

impl Shared {
    pub(super) fn new(site: &Site<'_>, theme: &Theme, locale: LocaleIndex) -> Shared {
        Shared {
            strings: View::share(strings_of(theme, site.locale(locale)).entries()),
            locales: site.locales().map(|(_, locale)| LocaleView::new(theme, locale)).collect(),
        }
    }
}

pub(super) fn strings_of<'a>(theme: &'a Theme, locale: &Locale) -> &'a Strings {
    theme.strings.get(locale).expect("a theme is loaded with strings for every locale of the site")
}

/// The view of a page.
pub(super) fn view(renderer: &Renderer<'_>, page: &Page) -> View {
    let shared = renderer.shared(page.locale);
    let builder = ViewBuilder {
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
pub(super) struct ViewBuilder<'a> {
    pub renderer: &'a Renderer<'a>,
    pub site: &'a Site<'a>,
    pub page: &'a Page,
    pub shared: &'a Shared,
    pub strings: &'a Strings,
}

impl<'a> ViewBuilder<'a> {
    fn root(&self) -> Root<'a> {
        let mut root = Root {
            assets: self.assets(),
            site: self.site_view(),
            page: self.page_view(),
            home: None,
            collection: None,
            document: None,
            search: None,
            troubleshooter: None,
            tree: None,
            tree_all: None,
            tree_map: None,
            side_by_side: None,
            print: None,
            not_found: None,
            redirect: None,
        };
        match self.page.kind {
            PageKind::Home => root.home = Some(self.home()),
            PageKind::Collection(collection) => root.collection = Some(self.collection(collection)),
            PageKind::Document(set) => root.document = self.document(set),
            PageKind::Search => root.search = Some(self.search()),
            PageKind::Troubleshooter => root.troubleshooter = Some(self.troubleshooter()),
            PageKind::Tree { tree, page: TreePage::All } => root.tree_all = Some(self.tree_all(tree)),
            PageKind::Tree { tree, page: TreePage::Map } => root.tree_map = Some(self.tree_map(tree)),
            PageKind::Tree { tree, page } => root.tree = self.tree_page(tree, page),
            PageKind::SideBySide(set) => root.side_by_side = self.side_by_side(set),
            PageKind::Print(collection) => root.print = Some(self.print(collection)),
            // Its template holds all that it shows.
            PageKind::StyleGuide => {}
            PageKind::NotFound { for_all } => root.not_found = Some(self.not_found(for_all)),
            PageKind::Redirect(alias) => root.redirect = Some(self.redirect(alias)),
        }
        root
    }

    // ---- addresses

    /// Relative to the page; the page for unknown addresses is shown at any depth, so its links start at
    /// the root of the host.
    pub(super) fn url(&self, target: &UrlPath) -> String {
        match self.page.kind {
            PageKind::NotFound { .. } => format!("{}{}", self.base_path(), target.encoded()),
            _ => self.page.path.relative_to(target),
        }
    }

    /// `/help` of `https://example.com/help/`, empty at the root of a host.
    fn base_path(&self) -> &'a str {
        self.site.base_url.as_ref().map_or("", |url| url.path().trim_end_matches('/'))
    }

    pub(super) fn url_in(&self, path: &str) -> String {
        self.url(&self.site.localised_path(path, self.page.locale))
    }

    pub(super) fn absolute(&self, target: &UrlPath) -> Option<String> {
        Some(self.site.base_url.as_ref()?.join(&target.encoded()))
    }

    /// The code of a locale where it differs from the page's.
    pub(super) fn foreign(&self, locale: LocaleIndex) -> Option<&'a str> {
        (locale != self.page.locale).then(|| self.site.locale(locale).as_str())
    }

    // ---- every page

    fn assets(&self) -> AssetsView<'a> {
        let url = |path: &str| self.url(&UrlPath::new(&format!("/{path}")));
        let urls = |paths: &'a BTreeMap<String, String>| {
            paths.iter().map(|(name, path)| (name.as_str(), url(path))).collect()
        };
        let theme = self.renderer.theme;
        AssetsView { css: urls(&theme.styles), js: urls(&theme.scripts), favicon: url(&theme.favicon) }
    }

    fn site_view(&self) -> SiteView<'a> {
        let locale = self.site.locale(self.page.locale);
        let with_base_url = |path: UrlPath| self.site.base_url.as_ref().map(|_| self.url(&path));
        SiteView {
            title: self.site.config.title.get(locale),
            description: self.site.config.description.get(locale),
            root_url: self.url(&UrlPath::new("/")),
            home_url: self.url_in("/"),
            search_url: self.url_in("/search/"),
            troubleshooter_url: self.entry_url(),
            support_url: self.support_url(),
            safety: self.any_safety(),
            endpoint_origin: self.site.config.endpoint_origin(),
            feed_url: with_base_url(feed::path(self.site, self.page.locale)),
            open_search_url: with_base_url(open_search::path(self.site, self.page.locale)),
            image_url: self.image_url(),
            print_url: self.print_url(CollectionIndex(0)),
            locales: &self.shared.locales,
            navigation: self.site.navigation.iter().map(|item| self.navigation(*item)).collect(),
        }
    }

    /// The page about getting help, unless this is it.
    fn support_url(&self) -> Option<String> {
        let page = self.renderer.troubleshooter.contacts.page?;
        (self.page.kind != PageKind::Document(page)).then(|| self.card(page).url)
    }

    fn navigation(&self, item: NavigationItem) -> NavigationView<'a> {
        match item {
            NavigationItem::Collection(index) => {
                let (title, locale) = self.site.collection_title(index, self.page.locale);
                NavigationView {
                    title,
                    lang: self.foreign(locale),
                    url: self.url(&self.site.collection_path(index, self.page.locale)),
                    current: self.lies_in(index),
                    is_page: self.page.kind == PageKind::Collection(index),
                }
            }
            NavigationItem::Set(set) => self.navigation_to(set),
        }
    }

    fn navigation_to(&self, set: SetIndex) -> NavigationView<'a> {
        let CardView { title, lang, url, .. } = self.card(set);
        let is_page = self.page.kind == PageKind::Document(set);
        NavigationView { title, lang, url, current: is_page, is_page }
    }

    /// What stands beside a document, in its order. Of a large collection only the nearest, since every page carries
    /// the list.
    fn section(&self) -> Option<SectionView<'a>> {
        let PageKind::Document(set) = self.page.kind else { return None };
        let index = self.site.set(set).collection;
        let all = self.listed(index);
        let here = self.renderer.listed.position(set, self.page.locale)?;
        let end = (here + MOST_NEIGHBOURS / 2).max(MOST_NEIGHBOURS).min(all.len());
        let start = end.saturating_sub(MOST_NEIGHBOURS);
        let CrumbView { title, url, lang } = self.crumb(index);
        Some(SectionView {
            title,
            lang,
            url,
            documents: all[start..end].iter().map(|set| self.navigation_to(*set)).collect(),
            is_cut: all.len() > MOST_NEIGHBOURS,
        })
    }

    /// Whether the page is that collection's or lies below it.
    fn lies_in(&self, collection: CollectionIndex) -> bool {
        let mut here = match self.page.kind {
            PageKind::Collection(index) => Some(index),
            PageKind::Document(set) | PageKind::SideBySide(set) => Some(self.site.set(set).collection),
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
            _ => self.strings.fill("title.pattern", &[("page", &title), ("site", site_title)]),
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
            section: self.section(),
            markdown_url: self.markdown_url(),
            json_ld: self.json_ld(),
            open_graph: self.open_graph(),
        }
    }

    pub(super) fn title(&self) -> String {
        if let PageKind::Tree { tree, page } = self.page.kind {
            return self.tree_title(tree, page);
        }
        let title = self.plain_title();
        match self.page.kind {
            PageKind::SideBySide(_) => self.strings.fill("side_by_side.page_title", &[("title", title)]),
            PageKind::Print(_) => self.strings.fill("print.page_title", &[("title", title)]),
            _ => title.to_string(),
        }
    }

    fn plain_title(&self) -> &'a str {
        match self.page.kind {
            PageKind::Home => self.site.collection_title(CollectionIndex(0), self.page.locale).0,
            PageKind::Collection(index) => self.site.collection_title(index, self.page.locale).0,
            PageKind::Document(set) | PageKind::SideBySide(set) => self.title_of(set),
            PageKind::Print(CollectionIndex(0)) => self.site.config.title.get(self.locale()),
            PageKind::Print(index) => self.site.collection_title(index, self.page.locale).0,
            PageKind::StyleGuide => self.strings.get("style_guide.title"),
            PageKind::Search => self.strings.get("search.title"),
            PageKind::Troubleshooter => self.strings.get("tree.entry_title"),
            PageKind::Tree { tree, .. } => self.tree(tree).title.get(self.locale()),
            PageKind::NotFound { .. } => self.strings.get("not_found.title"),
            PageKind::Redirect(alias) => self.title_of(self.site.aliases[alias].set),
        }
    }

    pub(super) fn title_of(&self, set: SetIndex) -> &'a str {
        self.site.set_title(set, self.page.locale)
    }

    /// The document that readers of the page's locale get.
    pub(super) fn shown(&self, set: SetIndex) -> &'a Document {
        self.site.document(self.site.shown(set, self.page.locale))
    }

    pub(super) fn description(&self) -> Option<&'a str> {
        let own = self.page.document(self.site).map(|document| self.site.document(document));
        let summary = own.and_then(|document| document.front_matter.summary.as_deref());
        let site = self.site.config.description.get(self.site.locale(self.page.locale));
        match self.page.kind {
            PageKind::Home => summary.or((!site.is_empty()).then_some(site)),
            PageKind::SideBySide(set) => self.shown(set).front_matter.summary.as_deref(),
            PageKind::Search => Some(self.strings.get("search.intro")),
            PageKind::Troubleshooter => Some(self.strings.get("tree.entry_intro")),
            // Also where search engines do not look: a link to a step is shown with it in a chat.
            PageKind::Tree { tree, .. } => {
                Some(self.tree(tree).summary.get(self.locale())).filter(|summary| !summary.is_empty())
            }
            _ => summary,
        }
    }

    /// A stand-in for a missing translation names the original.
    fn canonical(&self) -> Option<String> {
        match self.page.kind {
            PageKind::NotFound { .. } | PageKind::StyleGuide => None,
            PageKind::SideBySide(set) => self.absolute(&self.site.set_path(set, self.page.locale)),
            PageKind::Print(index) => self.absolute(&self.site.collection_path(index, self.page.locale)),
            PageKind::Redirect(_) => self.absolute(&self.page.path_in(self.site, self.page.locale)),
            PageKind::Tree { tree, page: TreePage::Beginning(at) } => {
                let tree = self.tree(tree);
                let path = tree.node_path(tree.beginnings[at].node);
                self.absolute(&self.site.localised_path(&path, self.page.locale))
            }
            _ if self.page.is_translated => self.absolute(&self.page.path),
            _ => self.absolute(&self.page.path_in(self.site, self.original_locale())),
        }
    }

    /// The locale of the text that a page stands in with.
    fn original_locale(&self) -> LocaleIndex {
        let set = self.page.set(self.site);
        set.map_or(LocaleIndex(0), |set| self.site.locale_of(self.site.set(set).lead))
    }

    fn alternates(&self) -> Vec<AlternateView> {
        let Some(base_url) = &self.site.base_url else { return Vec::new() };
        let alternates = sitemap::alternates(self.site, self.page, base_url);
        alternates.into_iter().map(|(hreflang, url)| AlternateView { hreflang, url }).collect()
    }

    fn translations(&self) -> Vec<TranslationView<'a>> {
        let view = |(index, locale): (LocaleIndex, &'a Locale)| {
            let names = &self.shared.locales[index.0];
            let is_offered = index != self.page.locale && self.page.is_translated_in(self.site, index);
            let words = is_offered.then(|| strings_of(self.renderer.theme, locale).offer()).flatten();
            TranslationView {
                locale: locale.as_str(),
                name: &names.name,
                dir: &names.dir,
                url: self.url(&self.path_in(index)),
                current: index == self.page.locale,
                offer: words.map(|[offer, _]| offer),
                close: words.map(|[_, close]| close),
            }
        };
        self.site.locales().map(view).collect()
    }

    /// The same page in another locale, or the nearest that is there.
    fn path_in(&self, locale: LocaleIndex) -> UrlPath {
        match self.page.kind {
            PageKind::Print(index) if !self.renderer.printable.has(index, locale) => {
                self.site.collection_path(index, locale)
            }
            _ => self.page.path_in(self.site, locale),
        }
    }

    fn breadcrumbs(&self) -> Vec<CrumbView<'a>> {
        let mut crumbs: Vec<CrumbView<'a>> =
            self.above().into_iter().map(|index| self.crumb(index)).collect();
        if let PageKind::SideBySide(set) = self.page.kind {
            let url = self.url(&self.site.set_path(set, self.page.locale));
            crumbs.push(CrumbView { title: self.title_of(set), url, lang: None });
        }
        crumbs
    }

    /// The collections above the page, the first page first.
    pub(super) fn above(&self) -> Vec<CollectionIndex> {
        let mut here = match self.page.kind {
            PageKind::Collection(index) => self.site.collection(index).parent,
            PageKind::Document(set) => Some(self.site.set(set).collection),
            PageKind::SideBySide(set) => Some(self.site.set(set).collection),
            PageKind::Print(index) => Some(index),
            PageKind::Search | PageKind::Troubleshooter | PageKind::StyleGuide => Some(CollectionIndex(0)),
            // Their pages have a way back instead.
            PageKind::Tree { .. } => None,
            PageKind::Home | PageKind::NotFound { .. } | PageKind::Redirect(_) => None,
        };
        let mut above = Vec::new();
        while let Some(index) = here {
            above.push(index);
            here = self.site.collection(index).parent;
        }
        above.reverse();
        above
    }

    /// The first page is called “home” there, whatever its title.
    pub(super) fn crumb(&self, index: CollectionIndex) -> CrumbView<'a> {
        let (title, locale) = match index {
            CollectionIndex(0) => (self.strings.get("home.title"), self.page.locale),
            _ => self.site.collection_title(index, self.page.locale),
        };
        let url = self.url(&self.site.collection_path(index, self.page.locale));
        CrumbView { title, url, lang: self.foreign(locale) }
    }

    // ---- links to documents

    pub(super) fn card(&self, set: SetIndex) -> CardView<'a> {
        let document = self.shown(set);
        let locale = self.site.page_locale(set, self.page.locale);
        CardView {
            title: self.title_of(set),
            summary: document.front_matter.summary.as_deref(),
            url: self.url(&self.site.set_path(set, locale)),
            lang: (document.locale != *self.site.locale(self.page.locale)).then(|| document.locale.as_str()),
        }
    }

    pub(super) fn cards(&self, sets: &[SetIndex]) -> Vec<CardView<'a>> {
        let sets = sets.iter().filter(|set| self.site.document_in(**set, self.page.locale).is_some());
        sets.map(|set| self.card(*set)).collect()
    }
}
