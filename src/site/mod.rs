//! All documents together: what exists, at which address, and what belongs to what.
//!
//! In: parsed documents, configuration, source tree, build date. Out: a [`Site`] that is never changed
//! again; its indices point into its vectors, so whatever holds a valid index finds something there.
//! This is the only stage that looks at more than one document.

mod anchor;
mod collection;
mod image;
mod link;
mod navigation;
mod permalink;
mod place;
mod relation;
mod reserved;
mod translation;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{BaseUrl, Locale, SiteConfig};
use crate::date::Date;
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::document::{Document, DocumentId};
use crate::source::{FileId, SourceTree, Span};

pub use collection::Collection;
pub use link::Destination;
pub use permalink::UrlPath;
pub use place::Place;
pub use relation::RelationGroup;
pub use reserved::{PRINT, SIDE_BY_SIDE, STYLE_GUIDE};

/// Index into [`SiteConfig::locales`]; 0 is the default locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocaleIndex(pub usize);

/// Index into [`Site::documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentIndex(pub usize);

/// Index into [`Site::sets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetIndex(pub usize);

/// Index into [`Site::collections`]; 0 is `content/` itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CollectionIndex(pub usize);

/// Index into [`Site::assets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetIndex(pub usize);

/// A document and its translations: one thing to know, in one or more locales.
#[derive(Clone, Debug)]
pub struct TranslationSet {
    /// The shared id.
    pub id: DocumentId,
    /// Its documents by locale; never empty.
    pub documents: BTreeMap<LocaleIndex, DocumentIndex>,
    /// The document that says what all share: the source, or the first translation when there is none.
    pub lead: DocumentIndex,
    /// The collection it lies in; of a folder's own page, that folder's collection.
    pub collection: CollectionIndex,
    /// Whether it is a folder's own page.
    pub is_index: bool,
    /// Path on the site without locale prefix: `/symptoms/balance-wrong/`.
    pub path: String,
    /// Related sets of every kind, both directions.
    pub relations: Vec<RelationGroup>,
}

impl TranslationSet {
    /// Whether there is a source document.
    pub fn has_source(&self) -> bool {
        self.documents.contains_key(&LocaleIndex(0))
    }
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The input.
    pub file: FileId,
    /// Path on the site, without leading slash.
    pub path: String,
}

/// An old path and where it leads now.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The old path, with the locale's prefix.
    pub from: UrlPath,
    /// The set it leads to.
    pub set: SetIndex,
    /// In which locale.
    pub locale: LocaleIndex,
}

/// What the build is asked for, besides the sources.
#[derive(Clone, Debug)]
pub struct SiteOptions {
    /// The build date, for drafts, expiry and reviews.
    pub date: Date,
    /// Whether drafts and documents of other days are published.
    pub drafts: bool,
    /// Replaces `base_url` of the configuration.
    pub base_url: Option<BaseUrl>,
}

/// The whole site, resolved.
#[derive(Debug)]
pub struct Site<'a> {
    /// The configuration.
    pub config: &'a SiteConfig,
    /// Where it will be published.
    pub base_url: Option<BaseUrl>,
    /// Every published document.
    pub documents: Vec<Document>,
    /// Per document and heading: the anchor used on the site, equal in every locale.
    pub anchors: Vec<Vec<String>>,
    /// Per document and link: where it leads.
    pub destinations: Vec<Vec<Option<Destination>>>,
    /// Documents with their translations, in order of id.
    pub sets: Vec<TranslationSet>,
    /// Folders, parents before children.
    pub collections: Vec<Collection>,
    /// Files to copy.
    pub assets: Vec<Asset>,
    /// Old paths.
    pub aliases: Vec<Alias>,
    /// Collections and sets of the main navigation.
    pub navigation: Vec<NavigationItem>,
    /// The picture of cards in other programs.
    pub image: Option<AssetIndex>,
}

/// An entry of the main navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavigationItem {
    /// A collection's page.
    Collection(CollectionIndex),
    /// A document's page.
    Set(SetIndex),
}

impl Site<'_> {
    /// The locales with their indices, default first.
    pub fn locales(&self) -> impl Iterator<Item = (LocaleIndex, &Locale)> {
        self.config.locales.iter().enumerate().map(|(index, locale)| (LocaleIndex(index), locale))
    }

    /// The locale at an index.
    pub fn locale(&self, index: LocaleIndex) -> &Locale {
        &self.config.locales[index.0]
    }

    /// A translation set.
    pub fn set(&self, index: SetIndex) -> &TranslationSet {
        &self.sets[index.0]
    }

    /// The translation set with this id.
    pub fn find(&self, id: &str) -> Option<SetIndex> {
        translation::find(&self.sets, id)
    }

    /// A collection.
    pub fn collection(&self, index: CollectionIndex) -> &Collection {
        &self.collections[index.0]
    }

    /// A document.
    pub fn document(&self, index: DocumentIndex) -> &Document {
        &self.documents[index.0]
    }

    /// What readers of `locale` get of a set: its translation, else its source. `None` only where a set
    /// has neither: a translation without a source is no fallback for other locales.
    pub fn document_in(&self, set: SetIndex, locale: LocaleIndex) -> Option<DocumentIndex> {
        let documents = &self.set(set).documents;
        documents.get(&locale).or_else(|| documents.get(&LocaleIndex(0))).copied()
    }

    /// What readers of `locale` are led to: their text, else the one that says what all share.
    pub fn shown(&self, set: SetIndex, locale: LocaleIndex) -> DocumentIndex {
        self.document_in(set, locale).unwrap_or(self.set(set).lead)
    }

    /// The title of a set's page; that of a folder's own page is the folder's.
    pub fn set_title(&self, set: SetIndex, locale: LocaleIndex) -> &str {
        let translation_set = self.set(set);
        match translation_set.is_index {
            true => self.collection_title(translation_set.collection, locale).0,
            false => self.document(self.shown(set, locale)).title_or_id(),
        }
    }

    /// Whether the page of a set in `locale` has an element with this id.
    pub fn has_anchor(&self, set: SetIndex, locale: LocaleIndex, anchor: &str) -> bool {
        self.document_in(set, locale).is_some_and(|document| {
            let title = self.document(document).body.title_anchor.as_deref();
            title == Some(anchor) || self.anchors[document.0].iter().any(|it| it == anchor)
        })
    }

    /// The locale whose text stands beside that of `locale` where both are shown: the source's, and beside the source
    /// the first translation. `None` where `locale` has no text of its own, or is the only one that has.
    pub fn counterpart(&self, set: SetIndex, locale: LocaleIndex) -> Option<LocaleIndex> {
        let translation_set = self.set(set);
        translation_set.documents.get(&locale)?;
        let lead = self.locale_of(translation_set.lead);
        match lead == locale {
            true => translation_set.documents.keys().copied().find(|other| *other != locale),
            false => Some(lead),
        }
    }

    /// The locale whose page of a set readers of `locale` are led to.
    pub fn page_locale(&self, set: SetIndex, locale: LocaleIndex) -> LocaleIndex {
        match self.document_in(set, locale) {
            Some(_) => locale,
            None => self.locale_of(self.set(set).lead),
        }
    }

    /// The locale a document is written in.
    pub fn locale_of(&self, document: DocumentIndex) -> LocaleIndex {
        let locale = &self.document(document).locale;
        let position = self.config.locales.iter().position(|other| other == locale);
        LocaleIndex(position.expect("documents are only given locales of the configuration"))
    }

    /// Address of a set's page.
    pub fn set_path(&self, set: SetIndex, locale: LocaleIndex) -> UrlPath {
        self.localised_path(&self.set(set).path, locale)
    }

    /// Address of a collection's page.
    pub fn collection_path(&self, collection: CollectionIndex, locale: LocaleIndex) -> UrlPath {
        self.localised_path(&self.collection(collection).path, locale)
    }

    /// Address of a path of the default locale (`/search/`) in `locale`.
    pub fn localised_path(&self, path: &str, locale: LocaleIndex) -> UrlPath {
        match locale {
            LocaleIndex(0) => UrlPath::new(path),
            other => UrlPath::new(&format!("/{}{path}", self.locale(other))),
        }
    }

    /// The path of the default locale that [`Site::localised_path`] made `path` of.
    pub fn unlocalised_path(&self, path: &UrlPath, locale: LocaleIndex) -> String {
        let prefix = match locale {
            LocaleIndex(0) => String::new(),
            other => format!("/{}", self.locale(other)),
        };
        path.as_str().strip_prefix(&prefix).unwrap_or(path.as_str()).to_string()
    }

    /// Whether a set has a text of its own in `locale`, so that the page may be announced.
    pub fn is_translated(&self, set: SetIndex, locale: LocaleIndex) -> bool {
        self.set(set).documents.contains_key(&locale)
    }

    /// Whether a collection's page is worth announcing in `locale`: its own text is in that locale, or it
    /// has none and lists at least one document that is.
    pub fn is_collection_translated(&self, index: CollectionIndex, locale: LocaleIndex) -> bool {
        let collection = self.collection(index);
        match collection.index {
            Some(set) => self.is_translated(set, locale),
            None => {
                locale == LocaleIndex(0)
                    || collection.documents.iter().any(|set| self.is_translated(*set, locale))
                    || collection.children.iter().any(|child| self.is_collection_translated(*child, locale))
            }
        }
    }
}

/// Resolves the documents into a site.
pub fn resolve<'a>(
    documents: Vec<Document>,
    tree: &SourceTree,
    config: &'a SiteConfig,
    options: &SiteOptions,
) -> Outcome<Site<'a>> {
    let mut diagnostics = Vec::new();
    let grouped = translation::group(documents, config, options, &mut diagnostics);
    let mut documents = grouped.documents;
    // A change that is announced for a later day is kept back until then, as a document is.
    for document in &mut documents {
        document.front_matter.changes.retain(|change| change.date <= options.date || options.drafts);
    }
    let mut site = Site {
        config,
        base_url: options.base_url.clone().or_else(|| config.base_url.clone()),
        documents,
        anchors: Vec::new(),
        destinations: Vec::new(),
        sets: grouped.sets,
        collections: Vec::new(),
        assets: assets(tree),
        aliases: Vec::new(),
        navigation: Vec::new(),
        image: None,
    };
    if site.base_url.is_none() {
        diagnostics.push(base_url_missing(tree));
    }
    collection::build(&mut site);
    permalink::assign(&mut site, &mut diagnostics);
    reserved::check(&site, &mut diagnostics);
    anchor::share_title_anchors(&mut site);
    site.anchors = anchor::assign(&site, &mut diagnostics);
    relation::resolve(&mut site, &grouped.unpublished, &mut diagnostics);
    site.navigation = navigation::resolve(&site, &mut diagnostics);
    site.image = image::resolve(&site, &mut diagnostics);
    let links = link::resolve(&site, tree, &grouped.unpublished);
    site.destinations = links.value;
    // A link that is broken may have been meant for one of them.
    if links.diagnostics.is_empty() {
        diagnostics.extend(unlinked_assets(&site));
    }
    diagnostics.extend(links.diagnostics);
    Outcome { value: site, diagnostics }
}

/// Everything in `content/` that is neither Markdown nor YAML.
fn assets(tree: &SourceTree) -> Vec<Asset> {
    let is_asset = |path: &str| !path.ends_with(".md") && !path.ends_with(".yaml") && !path.ends_with(".yml");
    tree.files()
        .filter(|(_, file)| file.problems.is_empty())
        .filter_map(|(id, file)| Some((id, file.path.in_content()?)))
        .filter(|(_, path)| is_asset(&path.to_ascii_lowercase()))
        .map(|(file, path)| Asset { file, path: path.to_string() })
        .collect()
}

/// Files that are published although nothing leads to them. Those in a folder `assets` are meant to be, and so are
/// those beside `site.yaml`, where hosts and search engines look for theirs.
fn unlinked_assets(site: &Site<'_>) -> Vec<Diagnostic> {
    let destinations = site.destinations.iter().flatten().flatten();
    let linked: BTreeSet<AssetIndex> = destinations
        .filter_map(|destination| match destination {
            Destination::Asset(asset) => Some(*asset),
            _ => None,
        })
        .chain(site.image)
        .collect();
    let is_meant =
        |path: &str| !path.contains('/') || path.split('/').rev().skip(1).any(|folder| folder == "assets");
    let unlinked = |(index, asset): (usize, &Asset)| {
        let span = Span::new(asset.file, 0..0);
        if let Some(name) =
            ["md.txt", "markdown", "mdown"].iter().find(|ending| asset.path.ends_with(&format!(".{ending}")))
        {
            let message = Text::new(
                "看起来是文档，但扩展名不是 `.md`",
                "it looks like a document, but does not end in `.md`",
            );
            let renamed = asset.path.trim_end_matches(name).to_string() + "md";
            return Some(
                Diagnostic::new(Code::FileIgnored, message)
                    .at(span)
                    .help(format!("改名为 `{renamed}`"), format!("rename it to `{renamed}`")),
            );
        }
        if is_meant(&asset.path) || linked.contains(&AssetIndex(index)) {
            return None;
        }
        let message = Text::new(
            "没有文档用到这个文件，但它会发布",
            "no document links to this file, yet it is published",
        );
        Some(Diagnostic::new(Code::AssetUnlinked, message).at(span).help(
            "链接它，移进 assets/，或移出 content/",
            "link to it, move it into assets/, or move it out of content/",
        ))
    };
    site.assets.iter().enumerate().filter_map(unlinked).collect()
}

fn base_url_missing(tree: &SourceTree) -> Diagnostic {
    let message = Text::new(
        "没有设置 base_url：不会生成 sitemap.xml、订阅源、canonical 和 hreflang",
        "base_url is not set: no sitemap.xml, feed, canonical or hreflang will be written",
    );
    let diagnostic = Diagnostic::new(Code::BaseUrlMissing, message).help(
        "在 content/site.yaml 里写 `base_url: https://你的域名/`，或用 `--base-url`",
        "write `base_url: https://your-domain/` in content/site.yaml, or use `--base-url`",
    );
    match tree.find(crate::config::PATH) {
        Some((id, _)) => diagnostic.at(Span::new(id, 0..0)),
        None => diagnostic,
    }
}
