//! Where a destination leads for readers of a locale: the same for a page's HTML and for its Markdown.

use super::{Destination, LocaleIndex, SetIndex, Site, UrlPath};

/// A page or a file of the site, as a link leads to it.
pub struct Place<'a> {
    /// Its address.
    pub path: UrlPath,
    /// The locale of a page; a file has none.
    pub locale: Option<LocaleIndex>,
    /// The set whose text is meant; `None` for a file, and for a folder's list.
    pub set: Option<SetIndex>,
    /// A section of that page. One that the page of this locale lacks is left out: its top is better than nothing.
    pub anchor: Option<&'a str>,
}

impl Site<'_> {
    /// The place that a destination names; `None` outside of the site and on the page that the link is on.
    pub fn place<'a>(&self, destination: &'a Destination, locale: LocaleIndex) -> Option<Place<'a>> {
        let (path, locale, set, anchor) = match destination {
            Destination::External(_) | Destination::SamePage(_) => return None,
            Destination::Asset(asset) => {
                let path = UrlPath::new(&format!("/{}", self.assets[asset.0].path));
                return Some(Place { path, locale: None, set: None, anchor: None });
            }
            Destination::Set { set, anchor } => {
                let locale = self.page_locale(*set, locale);
                (self.set_path(*set, locale), locale, Some(*set), anchor)
            }
            Destination::Collection { collection, anchor } => {
                // A section is on the page of a locale that has the text; the list is on every one.
                let text = self.collection(*collection).index.filter(|_| anchor.is_some());
                let locale = text.map_or(locale, |set| self.page_locale(set, locale));
                (self.collection_path(*collection, locale), locale, text, anchor)
            }
        };
        let has_anchor = |anchor: &&str| set.is_some_and(|set| self.has_anchor(set, locale, anchor));
        Some(Place { path, locale: Some(locale), set, anchor: anchor.as_deref().filter(has_anchor) })
    }
}
