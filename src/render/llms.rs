//! `llms.txt`: what there is to read on a site, for language models (llmstxt.org).
//!
//! ```text
//! # title
//!
//! > description
//!
//! a sentence
//!
//! ## collection
//!
//! - [title](address of the twin): summary
//! ```
//!
//! One per locale: the home page, its folders, then what lies in none. Only pages with a twin are listed, so that a model
//! never reads a text twice or in the wrong language.

use crate::escape;
use crate::site::{CollectionIndex, LocaleIndex, SetIndex, Site, UrlPath};

use super::frame::strings_of;
use super::{Renderer, markdown};

/// Address of the file of a locale.
pub(super) fn path(site: &Site<'_>, locale: LocaleIndex) -> UrlPath {
    site.localised_path("/llms.txt", locale)
}

/// The whole file.
pub(super) fn text(renderer: &Renderer<'_>, locale: LocaleIndex) -> String {
    let writer = Writer { renderer, site: renderer.site, locale, own: path(renderer.site, locale) };
    let strings = strings_of(renderer.theme, renderer.site.locale(locale));
    let code = renderer.site.locale(locale);
    let config = renderer.site.config;
    let mut out = format!("# {}\n", escape::markdown(config.title.get(code)));
    let description = escape::markdown(config.description.get(code));
    if !description.is_empty() {
        out.push_str(&format!("\n> {description}\n"));
    }
    out.push_str(&format!("\n{}\n", strings.get("llms.note")));
    let home = renderer.site.collection(CollectionIndex(0)).index.and_then(|set| writer.document(set));
    section(&mut out, strings.get("home.title"), home.as_slice());
    for child in &renderer.site.collection(CollectionIndex(0)).children {
        let (title, _) = renderer.site.collection_title(*child, locale);
        section(&mut out, title, &writer.below(*child));
    }
    let rest = renderer.site.collection(CollectionIndex(0)).documents.iter();
    let rest: Vec<String> = rest.filter_map(|set| writer.document(*set)).collect();
    section(&mut out, strings.get("home.more"), &rest);
    section(&mut out, strings.get("tree.entry_title"), &writer.trees());
    // The form gives this heading, in English, to what may be left out.
    section(&mut out, "Optional", &writer.others());
    out
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        out.push_str(&format!("\n## {}\n\n{}", escape::markdown(title), lines.concat()));
    }
}

struct Writer<'a> {
    renderer: &'a Renderer<'a>,
    site: &'a Site<'a>,
    locale: LocaleIndex,
    /// Address of the file itself.
    own: UrlPath,
}

impl Writer<'_> {
    /// A folder's own page and documents, and those of the folders in it.
    fn below(&self, index: CollectionIndex) -> Vec<String> {
        let collection = self.site.collection(index);
        let own = collection.index.and_then(|set| self.document(set));
        let documents = collection.documents.iter().filter_map(|set| self.document(*set));
        let children = collection.children.iter().flat_map(|child| self.below(*child));
        own.into_iter().chain(documents).chain(children).collect()
    }

    fn document(&self, set: SetIndex) -> Option<String> {
        let document = self.site.document(markdown::document_in(self.site, set, self.locale)?);
        let title = self.site.set_title(set, self.locale);
        let path = markdown::path(&self.site.set_path(set, self.locale));
        Some(self.line(title, &path, document.front_matter.summary.as_deref()))
    }

    /// The decision trees as JSON, which holds every language.
    fn trees(&self) -> Vec<String> {
        let code = self.site.locale(self.locale);
        let tree = |tree: &crate::troubleshooter::Tree| {
            let path = UrlPath::new(&format!("/troubleshoot/{}.json", tree.id));
            let summary = Some(tree.summary.get(code)).filter(|summary| !summary.is_empty());
            self.line(tree.title.get(code), &path, summary)
        };
        self.renderer.troubleshooter.trees.iter().map(tree).collect()
    }

    /// The same file in other languages.
    fn others(&self) -> Vec<String> {
        let other = |locale: LocaleIndex| {
            let strings = strings_of(self.renderer.theme, self.site.locale(locale));
            self.line(strings.get("language.name"), &path(self.site, locale), None)
        };
        let locales = self.site.locales().map(|(locale, _)| locale);
        locales.filter(|locale| *locale != self.locale).map(other).collect()
    }

    fn line(&self, title: &str, target: &UrlPath, description: Option<&str>) -> String {
        let url = match &self.site.base_url {
            Some(base_url) => base_url.join(&target.encoded()),
            None => self.own.relative_to(target),
        };
        let (title, url) = (escape::markdown(title), markdown::in_brackets(&url));
        match description.map(escape::markdown).filter(|it| !it.is_empty()) {
            Some(description) => format!("- [{title}]({url}): {description}\n"),
            None => format!("- [{title}]({url})\n"),
        }
    }
}
