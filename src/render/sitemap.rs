//! `sitemap.xml`: the pages worth finding, each with its translations.
//!
//! Format: sitemaps.org 0.9 with `xhtml:link` alternates as Google documents them: every page lists all
//! versions including itself.

use crate::config::BaseUrl;
use crate::date::Date;
use crate::escape;
use crate::site::{LocaleIndex, Site};

use super::{Page, PageKind, feed};

/// The whole file.
pub(super) fn xml(site: &Site<'_>, pages: &[Page], base_url: &BaseUrl) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    for page in pages.iter().filter(|page| page.is_indexable()) {
        let url = escape::html(&base_url.join(&page.path.encoded()));
        out.push_str(&format!("<url><loc>{url}</loc>"));
        if let Some(date) = updated(site, page) {
            out.push_str(&format!("<lastmod>{date}</lastmod>"));
        }
        for (hreflang, url) in alternates(site, page, base_url) {
            let url = escape::html(&url);
            out.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{hreflang}\" href=\"{url}\"/>"));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// The day that the feed gives the document.
fn updated(site: &Site<'_>, page: &Page) -> Option<Date> {
    let PageKind::Document(set) = page.kind else { return None };
    feed::updated(site, set, page.document(site)?)
}

/// `hreflang` and absolute URL of every existing translation, and `x-default` for the default locale's.
/// Empty when the page exists in one locale only, or is itself a stand-in.
pub(super) fn alternates(site: &Site<'_>, page: &Page, base_url: &BaseUrl) -> Vec<(String, String)> {
    if !page.is_indexable() {
        return Vec::new();
    }
    let translated = site.locales().filter(|(locale, _)| page.is_translated_in(site, *locale));
    let url = |locale: LocaleIndex| base_url.join(&page.path_in(site, locale).encoded());
    let mut alternates: Vec<(String, String)> =
        translated.map(|(locale, code)| (code.to_string(), url(locale))).collect();
    if alternates.len() < 2 {
        return Vec::new();
    }
    if page.is_translated_in(site, LocaleIndex(0)) {
        alternates.push(("x-default".to_string(), url(LocaleIndex(0))));
    }
    alternates
}
