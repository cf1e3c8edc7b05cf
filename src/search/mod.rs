//! Search: an index of every section, built by tantivy and published as JSON, and the same search on the terminal.
//!
//! In: the resolved site, its decision trees and `content/synonyms.yaml`. Out: a [`LocaleSearch`] for each locale, from which [`export()`]
//! makes the files that the browser reads and [`Engine`] answers queries. The browser's side is
//! `themes/default/assets/js/search/`; both rank alike, and tests hold them together.

mod analysis;
mod engine;
mod export;
mod fold;
mod gate;
mod index;
mod page;
mod pinyin;
mod query;
mod rank;
mod snippet;
mod synonyms;

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use crate::config::Locale;
use crate::site::Site;
use crate::theme::Strings;
use crate::troubleshooter::Troubleshooter;

pub use engine::{Engine, Hit};
pub use export::{SearchFile, SearchFiles};
pub use gate::{Gate, GateReport, GateResult, GateTest};
pub use index::LocaleSearch;
pub use snippet::Piece;
pub use synonyms::Synonyms;

/// The index of every locale of a site, in their order.
///
/// # Errors
/// When tantivy fails, which in memory it does for lack of memory only.
pub fn index(
    site: &Site<'_>,
    troubleshooter: &Troubleshooter,
    strings: &BTreeMap<Locale, Strings>,
    synonyms: &Synonyms,
) -> io::Result<Vec<LocaleSearch>> {
    let locales: Vec<_> = site.locales().collect();
    let built = locales.par_iter().map(|(index, locale)| {
        index::build(locale.as_str(), page::pages(site, troubleshooter, strings, *index), synonyms)
            .map_err(io::Error::other)
    });
    built.collect()
}

/// The files of every locale, in the same order.
///
/// # Errors
/// When tantivy cannot read its own index.
pub fn export(indexes: &[LocaleSearch]) -> io::Result<Vec<SearchFiles>> {
    let locales: Vec<String> = indexes.iter().map(|index| index.locale.clone()).collect();
    indexes.par_iter().map(|index| export::export(index, &locales).map_err(io::Error::other)).collect()
}
