//! The documents of every folder that have a page in a locale, in order, and where each stands among them.
//!
//! Worked out once for all pages: each of a folder's pages shows what stands beside it.

use crate::site::{CollectionIndex, LocaleIndex, SetIndex, Site};

/// By locale.
pub(super) struct Listed(Vec<OfLocale>);

struct OfLocale {
    /// By collection.
    sets: Vec<Vec<SetIndex>>,
    /// By set.
    positions: Vec<Option<usize>>,
}

impl Listed {
    pub(super) fn new(site: &Site<'_>) -> Listed {
        Listed(site.locales().map(|(locale, _)| OfLocale::new(site, locale)).collect())
    }

    /// The documents of a folder that have a page in a locale.
    pub(super) fn of(&self, collection: CollectionIndex, locale: LocaleIndex) -> &[SetIndex] {
        &self.0[locale.0].sets[collection.0]
    }

    /// Where a document stands among those of its folder; a folder's own page is not one of them.
    pub(super) fn position(&self, set: SetIndex, locale: LocaleIndex) -> Option<usize> {
        self.0[locale.0].positions[set.0]
    }
}

impl OfLocale {
    fn new(site: &Site<'_>, locale: LocaleIndex) -> OfLocale {
        let has_page = |set: &SetIndex| site.document_in(*set, locale).is_some();
        let sets: Vec<Vec<SetIndex>> = site
            .collections
            .iter()
            .map(|collection| collection.documents.iter().copied().filter(has_page).collect())
            .collect();
        let mut positions = vec![None; site.sets.len()];
        for (at, set) in sets.iter().flat_map(|sets| sets.iter().enumerate()) {
            positions[set.0] = Some(at);
        }
        OfLocale { sets, positions }
    }
}
