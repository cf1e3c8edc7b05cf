//! What templates see: plain data, one struct per kind of page. `docs/themes.md` describes every field.
//!
//! A field is always present; what a page lacks is `null`, an empty list or `false`.
//! `frame` fills what every page has, `contents` what its kind shows.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::Locale;
use crate::search::SearchFile;
use crate::theme::Theme;

use super::feedback::FeedbackView;
use super::print::PrintView;
use super::side_by_side::SideBySideView;
use super::tree::{
    ChannelView, LinkView, TreeAllView, TreeLinkView, TreeMapView, TreeView, TroubleshooterView,
};

/// One locale of the site.
#[derive(Clone, Serialize)]
pub(super) struct LocaleView {
    pub code: String,
    pub name: String,
    pub dir: String,
}

impl LocaleView {
    pub fn new(theme: &Theme, locale: &Locale) -> LocaleView {
        let strings = super::frame::strings_of(theme, locale);
        let text = |key| strings.get(key).to_string();
        LocaleView { code: locale.to_string(), name: text("language.name"), dir: text("language.dir") }
    }
}

#[derive(Serialize)]
pub(super) struct AssetsView<'a> {
    pub css: BTreeMap<&'a str, String>,
    pub js: BTreeMap<&'a str, String>,
    pub favicon: String,
}

#[derive(Serialize)]
pub(super) struct SiteView<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub root_url: String,
    pub home_url: String,
    pub search_url: String,
    pub troubleshooter_url: Option<String>,
    pub support_url: Option<String>,
    pub safety: Option<LinkView>,
    pub feed_url: Option<String>,
    pub endpoint_origin: Option<&'a str>,
    pub open_search_url: Option<String>,
    pub image_url: Option<String>,
    pub print_url: Option<String>,
    pub locales: &'a [LocaleView],
    pub navigation: Vec<NavigationView<'a>>,
}

#[derive(Serialize)]
pub(super) struct NavigationView<'a> {
    pub title: &'a str,
    pub lang: Option<&'a str>,
    pub url: String,
    /// Whether it is the page or what the page lies in.
    pub current: bool,
    /// Whether it is the page itself.
    pub is_page: bool,
}

#[derive(Serialize)]
pub(super) struct PageView<'a> {
    pub kind: &'a str,
    pub locale: &'a str,
    pub dir: &'a str,
    pub title: String,
    pub head_title: String,
    pub description: Option<&'a str>,
    pub canonical: Option<String>,
    pub noindex: bool,
    pub alternates: Vec<AlternateView>,
    pub translations: Vec<TranslationView<'a>>,
    pub breadcrumbs: Vec<CrumbView<'a>>,
    pub section: Option<SectionView<'a>>,
    pub markdown_url: Option<String>,
    pub json_ld: Vec<String>,
    pub open_graph: OpenGraphView,
}

/// The collection that a document lies in, with the documents beside it.
#[derive(Serialize)]
pub(super) struct SectionView<'a> {
    pub title: &'a str,
    pub lang: Option<&'a str>,
    pub url: String,
    pub documents: Vec<NavigationView<'a>>,
    pub is_cut: bool,
}

/// What a card of the page in other programs says besides title and description.
#[derive(Serialize)]
pub(super) struct OpenGraphView {
    pub locale: Option<String>,
    pub alternates: Vec<String>,
    pub modified: Option<String>,
}

#[derive(Serialize)]
pub(super) struct AlternateView {
    pub hreflang: String,
    pub url: String,
}

#[derive(Serialize)]
pub(super) struct TranslationView<'a> {
    pub locale: &'a str,
    pub name: &'a str,
    pub dir: &'a str,
    pub url: String,
    pub current: bool,
    /// Words for readers who prefer it, in that language; none where the page is not translated or the language has no
    /// words.
    pub offer: Option<&'a str>,
    pub close: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct CrumbView<'a> {
    pub title: &'a str,
    pub url: String,
    pub lang: Option<&'a str>,
}

/// A link to a document with what it is about.
#[derive(Serialize)]
pub(super) struct CardView<'a> {
    pub title: &'a str,
    pub summary: Option<&'a str>,
    pub url: String,
    pub lang: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct HomeView<'a> {
    pub title: &'a str,
    pub title_lang: Option<&'a str>,
    pub summary: Option<&'a str>,
    pub body: String,
    pub lang: Option<&'a str>,
    pub fallback: Option<FallbackView<'a>>,
    pub starts: Vec<CardView<'a>>,
    pub questions: Option<CrumbView<'a>>,
    pub groups: Vec<GroupView<'a>>,
    pub documents: Vec<CardView<'a>>,
}

#[derive(Serialize)]
pub(super) struct GroupView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub summary: Option<&'a str>,
    pub url: String,
    pub lang: Option<&'a str>,
    pub documents: Vec<CardView<'a>>,
}

#[derive(Serialize)]
pub(super) struct CollectionView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub title_lang: Option<&'a str>,
    pub summary: Option<&'a str>,
    pub body: String,
    pub lang: Option<&'a str>,
    pub fallback: Option<FallbackView<'a>>,
    pub children: Vec<ChildView<'a>>,
    pub documents: Vec<CardView<'a>>,
    pub kind: Option<&'a str>,
    pub questions: Vec<QuestionView<'a>>,
    pub relations: Vec<RelationView<'a>>,
    pub print_url: Option<String>,
}

/// A document that answers a question, with an id that no heading of the page has.
#[derive(Serialize)]
pub(super) struct QuestionView<'a> {
    pub id: String,
    pub card: CardView<'a>,
}

#[derive(Serialize)]
pub(super) struct ChildView<'a> {
    pub title: &'a str,
    pub summary: Option<&'a str>,
    pub url: String,
    pub lang: Option<&'a str>,
    pub count: usize,
}

#[derive(Serialize)]
pub(super) struct FallbackView<'a> {
    pub source_locale: &'a str,
    pub source_name: &'a str,
    pub source_url: String,
}

#[derive(Serialize)]
pub(super) struct DocumentView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub summary: Option<&'a str>,
    pub body: String,
    pub lang: Option<&'a str>,
    pub source_path: &'a str,
    pub fallback: Option<FallbackView<'a>>,
    pub orphan: bool,
    pub draft: bool,
    pub keywords: &'a [String],
    pub owner: Option<&'a str>,
    pub reviewed: Option<DateView>,
    pub changes: Vec<ChangeView<'a>>,
    pub edit_url: Option<String>,
    pub feedback: Option<FeedbackView<'a>>,
    pub extra: serde_json::Value,
    pub outline: Vec<OutlineView<'a>>,
    pub relations: Vec<RelationView<'a>>,
    pub channels: Vec<ChannelView<'a>>,
    pub trees: Vec<TreeLinkView<'a>>,
    pub led_by: Vec<TreeLinkView<'a>>,
    pub previous: Option<CardView<'a>>,
    pub next: Option<CardView<'a>>,
    pub collection: CrumbView<'a>,
    pub side_by_side_url: Option<String>,
    pub side_by_side_language: Option<&'a LocaleView>,
}

#[derive(Serialize)]
pub(super) struct DateView {
    pub iso: String,
    pub text: String,
}

#[derive(Serialize)]
pub(super) struct ChangeView<'a> {
    pub date: DateView,
    pub text: &'a str,
}

#[derive(Serialize)]
pub(super) struct OutlineView<'a> {
    pub anchor: &'a str,
    pub title: &'a str,
    pub level: u8,
    pub children: Vec<OutlineView<'a>>,
}

#[derive(Serialize)]
pub(super) struct RelationView<'a> {
    pub name: &'a str,
    pub reverse: bool,
    pub title: &'a str,
    pub lang: Option<&'a str>,
    pub documents: Vec<CardView<'a>>,
}

#[derive(Serialize)]
pub(super) struct SearchView<'a> {
    pub groups: Vec<SearchGroupView<'a>>,
    pub files: &'a [SearchFile],
}

#[derive(Serialize)]
pub(super) struct SearchGroupView<'a> {
    pub title: &'a str,
    pub lang: Option<&'a str>,
    pub url: String,
    pub documents: Vec<CardView<'a>>,
}

#[derive(Serialize)]
pub(super) struct NotFoundView<'a> {
    pub variants: Vec<VariantView<'a>>,
}

#[derive(Serialize)]
pub(super) struct VariantView<'a> {
    pub locale: &'a str,
    pub lang: &'a str,
    pub dir: &'a str,
    pub name: &'a str,
    pub home_url: String,
    pub search_url: String,
    pub prefix: String,
    pub strings: &'a BTreeMap<String, String>,
}

#[derive(Serialize)]
pub(super) struct RedirectView<'a> {
    pub title: &'a str,
    pub url: String,
    pub canonical: Option<String>,
}

/// The variable that differs per template; exactly one is set.
#[derive(Serialize)]
pub(super) struct Root<'a> {
    pub assets: AssetsView<'a>,
    pub site: SiteView<'a>,
    pub page: PageView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<HomeView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collection: Option<CollectionView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<SearchView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub troubleshooter: Option<TroubleshooterView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tree: Option<TreeView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tree_all: Option<TreeAllView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tree_map: Option<TreeMapView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side_by_side: Option<SideBySideView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub print: Option<PrintView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_found: Option<NotFoundView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect: Option<RedirectView<'a>>,
}
