//! Folders into a tree of collections.
//!
//! Every folder that holds documents, at any depth, is a collection with a page of its own, so no address
//! that a reader shortens leads nowhere. A declared collection gives its kind to the folders below it.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::CollectionConfig;

use super::{CollectionIndex, LocaleIndex, SetIndex, Site};

/// A folder of documents.
#[derive(Clone, Debug)]
pub struct Collection {
    /// The folder below `content/`; empty for `content/` itself.
    pub folder: String,
    /// The folder above.
    pub parent: Option<CollectionIndex>,
    /// The declared collection it belongs to: index into the configuration's list.
    pub kind: Option<usize>,
    /// The folder's own page.
    pub index: Option<SetIndex>,
    /// Its documents in reading order.
    pub documents: Vec<SetIndex>,
    /// The folders directly below, in order.
    pub children: Vec<CollectionIndex>,
    /// Path on the site without locale prefix: `/symptoms/`.
    pub path: String,
}

impl Site<'_> {
    /// The declared collection of a folder.
    pub fn kind(&self, index: CollectionIndex) -> Option<&CollectionConfig> {
        self.collection(index).kind.map(|kind| &self.config.collections[kind])
    }

    /// Title of a collection in a locale, and the locale that it is in. The folder's own page in that
    /// locale says it best, then `site.yaml`, then both in the default locale, then the folder's name.
    pub fn collection_title(&self, index: CollectionIndex, locale: LocaleIndex) -> (&str, LocaleIndex) {
        let collection = self.collection(index);
        let own = |locale: LocaleIndex| {
            let document = self.set(collection.index?).documents.get(&locale)?;
            self.document(*document).title.as_deref()
        };
        let declared = |locale: LocaleIndex| {
            let kind = self.kind(index).filter(|kind| kind.folder == collection.folder)?;
            kind.title.exact(self.locale(locale))
        };
        let source = LocaleIndex(0);
        let name = collection.folder.rsplit('/').next().unwrap_or_default();
        match own(locale).or_else(|| declared(locale)) {
            Some(title) => (title, locale),
            None if collection.parent.is_none() => (self.config.title.get(self.locale(locale)), locale),
            // The name of a folder is in no language.
            None => own(source).or_else(|| declared(source)).map_or((name, locale), |title| (title, source)),
        }
    }
}

/// Fills `site.collections` and the collection of every set.
pub(super) fn build(site: &mut Site<'_>) {
    let mut folders: BTreeSet<String> = BTreeSet::from([String::new()]);
    for set in &site.sets {
        let mut folder = if set.is_index { set.id.as_str() } else { set.id.folder() };
        // Ancestors of a known folder are known already.
        while folders.insert(folder.to_string()) {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    // `guide.md` beside `guide/` is that folder's own page; with `guide/index.md` it would be one id twice.
    for set in site.sets.iter_mut().filter(|set| folders.contains(set.id.as_str())) {
        set.is_index = true;
    }
    // Sorted by path, a folder comes before the folders inside it.
    let index_of: BTreeMap<String, CollectionIndex> =
        folders.into_iter().enumerate().map(|(index, folder)| (folder, CollectionIndex(index))).collect();
    site.collections =
        index_of.keys().map(|folder| empty(folder, &index_of, &site.config.collections)).collect();
    for index in 0..site.sets.len() {
        let set = &mut site.sets[index];
        let folder = if set.is_index { set.id.as_str() } else { set.id.folder() };
        set.collection = index_of[folder];
        let collection = &mut site.collections[set.collection.0];
        if set.is_index {
            collection.index = Some(SetIndex(index));
        } else {
            collection.documents.push(SetIndex(index));
        }
    }
    for index in 1..site.collections.len() {
        if let Some(parent) = site.collections[index].parent {
            site.collections[parent.0].children.push(CollectionIndex(index));
        }
    }
    sort(site);
}

fn empty(
    folder: &str,
    index_of: &BTreeMap<String, CollectionIndex>,
    declared: &[CollectionConfig],
) -> Collection {
    let parent =
        (!folder.is_empty()).then(|| index_of[folder.rsplit_once('/').map_or("", |(above, _)| above)]);
    let lies_in =
        |outer: &str| folder.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let kind = declared
        .iter()
        .enumerate()
        .filter(|(_, collection)| lies_in(&collection.folder))
        .max_by_key(|(_, collection)| collection.folder.len())
        .map(|(index, _)| index);
    Collection {
        folder: folder.to_string(),
        parent,
        kind,
        index: None,
        documents: Vec::new(),
        children: Vec::new(),
        path: String::new(),
    }
}

/// Documents by `order`, then title; folders as declared, then by the `order` of their page, then name.
fn sort(site: &mut Site<'_>) {
    let mut collections = std::mem::take(&mut site.collections);
    let order_of = |set: SetIndex| site.document(site.set(set).lead).front_matter.order.unwrap_or(i64::MAX);
    let keys: Vec<(usize, i64, String)> = collections
        .iter()
        .map(|collection| {
            let kind =
                collection.kind.filter(|kind| site.config.collections[*kind].folder == collection.folder);
            let order = collection.index.map_or(i64::MAX, order_of);
            (kind.unwrap_or(usize::MAX), order, collection.folder.clone())
        })
        .collect();
    for collection in &mut collections {
        collection.documents.sort_by_cached_key(|set| {
            let lead = site.document(site.set(*set).lead);
            (order_of(*set), lead.title_or_id().to_string(), lead.id.clone())
        });
        collection.children.sort_by_key(|child| &keys[child.0]);
    }
    site.collections = collections;
}
