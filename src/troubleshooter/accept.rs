//! Records which source texts the translations of a tree were made from: the `translated` block of its file.
//!
//! In: a tree file and its text. Out: the text with a new block, in canonical form. The block holds the hash of the
//! source text for every text that exists in both languages; once a source text changes, its hash no longer fits and
//! `tree-text-stale` says so.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::config::Locale;
use crate::diag::Outcome;

use super::format;
use super::parse::{TreeFile, locale_keys, text_hash};

/// A tree file whose translations are accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The text of the file.
    pub text: String,
    /// How many translations were not recorded, or recorded for another source text.
    pub count: usize,
}

/// Accepts all translations of `tree`, whose file holds `text`, or those into one locale `only`. `locales` are those of
/// the site, the source first. `None` when the YAML is broken.
pub fn accept(
    tree: &TreeFile,
    text: &str,
    locales: &[Locale],
    only: Option<&Locale>,
) -> Outcome<Option<Accepted>> {
    let mut recorded = tree.translated.clone();
    let mut count = 0;
    for locale in locales.iter().skip(1).filter(|locale| only.is_none_or(|only| only == *locale)) {
        let hashes = hashes(tree, &locales[0], locale);
        let known = recorded.insert(locale.clone(), hashes.clone()).unwrap_or_default();
        count += hashes.iter().filter(|(name, hash)| known.get(*name) != Some(hash)).count();
    }
    let mut outcome = format(tree.file, text);
    let Some(canonical) = outcome.value else {
        return Outcome { value: None, diagnostics: outcome.diagnostics };
    };
    let replaced = without_block(&canonical) + &block(tree, &recorded, locales);
    let formatted = format(tree.file, &replaced);
    outcome.diagnostics.extend(formatted.diagnostics);
    let value = formatted.value.map(|text| Accepted { text, count });
    Outcome { value, diagnostics: outcome.diagnostics }
}

/// The hash of each source text that has a translation into `locale`, by the name of the text.
fn hashes(tree: &TreeFile, source: &Locale, locale: &Locale) -> BTreeMap<String, String> {
    let hash = |(name, text): (String, &super::LocalText)| {
        text.texts.get(locale)?;
        Some((name, text_hash(&text.texts.get(source)?.value)))
    };
    tree.texts().into_iter().filter_map(hash).collect()
}

/// The block, its texts in the order of the file.
fn block(
    tree: &TreeFile,
    recorded: &BTreeMap<Locale, BTreeMap<String, String>>,
    locales: &[Locale],
) -> String {
    let mut block = String::new();
    let keys = locale_keys(locales);
    let names: Vec<String> = tree.texts().into_iter().map(|(name, _)| name).collect();
    for locale in locales {
        let Some(hashes) = recorded.get(locale) else { continue };
        // The shortest key comes first: `en` rather than `en-GB`, as the texts themselves have it.
        let key = keys.iter().find(|(_, other)| other == locale).map_or(locale.as_str(), |(key, _)| key);
        let mut lines = String::new();
        for (name, hash) in names.iter().filter_map(|name| Some((name, hashes.get(name)?))) {
            let _ = writeln!(lines, "    \"{name}\": {hash}");
        }
        if !lines.is_empty() {
            let _ = write!(block, "  {key}:\n{lines}");
        }
    }
    if block.is_empty() { block } else { format!("translated:\n{block}") }
}

/// Canonical text without its `translated` block: that key's line and what is indented below it.
fn without_block(canonical: &str) -> String {
    let mut is_inside = false;
    let mut kept = String::new();
    for line in canonical.split_inclusive('\n') {
        let is_indented = line.trim_end().is_empty() || line.starts_with(' ');
        is_inside = line.starts_with("translated:") || (is_inside && is_indented);
        if !is_inside {
            kept.push_str(line);
        }
    }
    kept
}
