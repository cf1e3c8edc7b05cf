//! An Atom feed per locale (RFC 4287): documents by the day they were last reviewed, published or changed.
//!
//! Days come from front matter only, so the same sources give the same bytes on any day.

use crate::config::BaseUrl;
use crate::date::Date;
use crate::escape;
use crate::site::{CollectionIndex, DocumentIndex, LocaleIndex, SetIndex, Site, UrlPath};

use super::{Renderer, markdown};

/// Most entries in a feed.
const MOST_ENTRIES: usize = 50;

/// Address of the feed of a locale.
pub(super) fn path(site: &Site<'_>, locale: LocaleIndex) -> UrlPath {
    site.localised_path("/feed.xml", locale)
}

/// The whole file.
pub(super) fn xml(renderer: &Renderer<'_>, locale: LocaleIndex, base_url: &BaseUrl) -> String {
    let site = renderer.site;
    let code = site.locale(locale);
    let entries = entries(site, locale);
    // A feed must say when it changed; one without entries never has.
    let updated = entries.first().map_or_else(|| "1970-01-01".to_string(), |(date, _, _)| date.to_string());
    let own = escape::html(&base_url.join(&path(site, locale).encoded()));
    let home = escape::html(&base_url.join(&site.localised_path("/", locale).encoded()));
    let title = escape::html(site.config.title.get(code));
    let subtitle = escape::html(site.config.description.get(code).trim());
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{code}\">\n"
    );
    out.push_str(&format!("<title>{title}</title>\n"));
    if !subtitle.is_empty() {
        out.push_str(&format!("<subtitle>{subtitle}</subtitle>\n"));
    }
    out.push_str(&format!("<id>{home}</id>\n"));
    out.push_str(&format!("<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n"));
    out.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{home}\"/>\n"));
    out.push_str(&format!("<updated>{updated}T00:00:00Z</updated>\n<author><name>{title}</name></author>\n"));
    for (date, set, document) in entries {
        out.push_str(&entry(site, locale, base_url, date, (set, document)));
    }
    out.push_str("</feed>\n");
    out
}

/// An entry has no content: it would need every address in it made absolute, and readers follow the link.
fn entry(
    site: &Site<'_>,
    locale: LocaleIndex,
    base_url: &BaseUrl,
    date: Date,
    (set, index): (SetIndex, DocumentIndex),
) -> String {
    let path = site.set_path(set, locale);
    let url = escape::html(&base_url.join(&path.encoded()));
    let document = site.document(index);
    let title = escape::html(document.title_or_id());
    let mut out = format!("<entry><title>{title}</title><id>{url}</id>");
    out.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>"));
    if markdown::document_in(site, set, locale).is_some() {
        let twin = escape::html(&base_url.join(&markdown::path(&path).encoded()));
        out.push_str(&format!("<link rel=\"alternate\" type=\"text/markdown\" href=\"{twin}\"/>"));
    }
    if let Some(published) = site.document(site.set(set).lead).front_matter.publish_at {
        out.push_str(&format!("<published>{published}T00:00:00Z</published>"));
    }
    out.push_str(&format!("<updated>{date}T00:00:00Z</updated>"));
    let collection = site.set(set).collection;
    if collection != CollectionIndex(0) {
        let (term, label) =
            (&site.collection(collection).folder, site.collection_title(collection, locale).0);
        let (term, label) = (escape::html(term), escape::html(label));
        out.push_str(&format!("<category term=\"{term}\" label=\"{label}\"/>"));
    }
    if let Some(summary) = &document.front_matter.summary {
        out.push_str(&format!("<summary>{}</summary>", escape::html(summary)));
    }
    out.push_str("</entry>\n");
    out
}

/// Newest first, by id within a day.
fn entries(site: &Site<'_>, locale: LocaleIndex) -> Vec<(Date, SetIndex, DocumentIndex)> {
    let mut entries: Vec<_> = site
        .sets
        .iter()
        .enumerate()
        .filter(|(_, set)| !set.is_index)
        .filter_map(|(index, set)| {
            let document = *set.documents.get(&locale)?;
            Some((updated(site, SetIndex(index), document)?, SetIndex(index), document))
        })
        .collect();
    entries.sort_by_key(|(date, set, _)| (std::cmp::Reverse(*date), *set));
    entries.truncate(MOST_ENTRIES);
    entries
}

/// The newest day that a document of a set names. Reviews and publishing are shared with its source; a change is one of
/// this text.
pub(super) fn updated(site: &Site<'_>, set: SetIndex, document: DocumentIndex) -> Option<Date> {
    let lead = &site.document(site.set(set).lead).front_matter;
    let reviewed = lead.reviewed.as_ref().map(|reviewed| reviewed.value);
    let changed = site.document(document).front_matter.changes.first().map(|change| change.date);
    reviewed.max(lead.publish_at).max(changed)
}
