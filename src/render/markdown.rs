//! The Markdown twin of a page: the text as its author wrote it, for programs that would rather not read HTML.
//!
//! In: a page, and where the body's destinations stand in the source. Out: `index.md` beside `index.html`. Nothing is
//! parsed again; the source is copied but for destinations, comments and the title.
//!
//! Links lead to pages, not to their twins: programs hand links on to people. A stand-in for a missing translation has
//! no twin, since it would say the same as the original's; a draft has none, since it is shown to its writers only.

use std::ops::Range;

use crate::artifact::Artifact;
use crate::document::{Document, Part};
use crate::escape;
use crate::site::{Destination, DocumentIndex, LocaleIndex, SetIndex, Site, UrlPath};

use super::frame::strings_of;
use super::{Page, Renderer, artifact};

/// The document that a page's twin holds.
pub(super) fn document_of(site: &Site<'_>, page: &Page) -> Option<DocumentIndex> {
    document_in(site, page.set(site)?, page.locale)
}

/// The document that the twin of a set's page in a locale holds.
pub(super) fn document_in(site: &Site<'_>, set: SetIndex, locale: LocaleIndex) -> Option<DocumentIndex> {
    let found = site.set(set);
    let index = *found.documents.get(&locale)?;
    let document = site.document(index);
    let is_draft = document.front_matter.draft || site.document(found.lead).front_matter.draft;
    let has_text = !document.body.nodes.is_empty() || document.front_matter.summary.is_some();
    (!is_draft && (has_text || !found.is_index)).then_some(index)
}

/// Where the twin of the page at `path` lies.
pub(super) fn path(path: &UrlPath) -> UrlPath {
    UrlPath::new(&format!("{}index.md", path.as_str()))
}

/// The twin of a page, if it has one.
pub(super) fn twin(renderer: &Renderer<'_>, page: &Page) -> Option<Artifact> {
    let set = page.set(renderer.site)?;
    let index = document_in(renderer.site, set, page.locale)?;
    let document = renderer.site.document(index);
    let twin = Twin { renderer, page, set, index, document };
    Some(artifact(&path(&page.path).file(), twin.text().into_bytes()))
}

struct Twin<'a> {
    renderer: &'a Renderer<'a>,
    page: &'a Page,
    set: SetIndex,
    index: DocumentIndex,
    document: &'a Document,
}

impl Twin<'_> {
    fn text(&self) -> String {
        let body = self.body();
        let body = body.trim_matches('\n');
        let summary = self.document.front_matter.summary.as_deref().map(escape::markdown);
        let origin = self.origin();
        let mut text =
            format!("# {}\n", escape::markdown(self.renderer.site.set_title(self.set, self.page.locale)));
        // Below a block that nothing closes, the line would be taken for a part of it.
        let is_open = self.document.body.written.is_open;
        let parts = match is_open {
            true => [summary.as_deref(), Some(origin.as_str()), Some(body)],
            false => [summary.as_deref(), Some(body), Some(origin.as_str())],
        };
        for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
            text.push('\n');
            text.push_str(part);
            text.push('\n');
        }
        text
    }

    /// The address of the page, and when its text was last looked over.
    fn origin(&self) -> String {
        let site = self.renderer.site;
        let strings = strings_of(self.renderer.theme, site.locale(self.page.locale));
        let url = self.url(&self.page.path);
        // In brackets an address is a link for every reader of Markdown, whatever comes after it.
        let link = match site.base_url {
            Some(_) => format!("<{url}>"),
            None => format!("[{url}]({url})"),
        };
        let mut origin = strings.fill("markdown.page", &[("url", &link)]);
        let lead = site.document(site.set(self.set).lead);
        if let Some(reviewed) = &lead.front_matter.reviewed {
            let date = strings.date(reviewed.value);
            origin.push_str(&format!(" · {}", strings.fill("document.reviewed", &[("date", &date)])));
        }
        origin
    }

    // ---- the body

    fn body(&self) -> String {
        let written = &self.document.body.written;
        let source = self.renderer.tree.text(self.document.file);
        let mut body = String::with_capacity(written.range.len() + 256);
        let mut done = written.range.start;
        for (range, part) in &written.parts {
            // What lies in the title has gone with it.
            if range.start < done {
                continue;
            }
            let Some(replacement) = self.replacement(*part, &source[range.clone()]) else { continue };
            body.push_str(&source[done..range.start]);
            body.push_str(&replacement);
            done = range.end;
        }
        body.push_str(&source[done..written.range.end]);
        body
    }

    /// `None` for what stays as it is.
    fn replacement(&self, part: Part, source: &str) -> Option<String> {
        match part {
            Part::Comment => Some(String::new()),
            // An empty comment divides what comes before and after just as the heading did.
            Part::Title(has_text_before) => Some(if has_text_before { "<!---->" } else { "" }.to_string()),
            Part::Destination(link) => match &self.renderer.site.destinations[self.index.0][link] {
                Some(destination) => self.address(destination).map(|url| in_brackets(&url)),
                // Refused, as on the page: what it says must not lead anywhere.
                None => Some("<>".to_string()),
            },
            Part::Autolink(link) => match &self.renderer.site.destinations[self.index.0][link] {
                Some(_) => None,
                None => Some(escape::markdown(source.trim_matches(['<', '>']))),
            },
        }
    }

    /// The address of a destination; `None` for those outside of the site, which stay as written.
    fn address(&self, destination: &Destination) -> Option<String> {
        let (path, anchor) = match destination {
            Destination::SamePage(anchor) => {
                (self.page.path.clone(), Some(anchor.as_str()).filter(|anchor| !anchor.is_empty()))
            }
            _ => {
                let place = self.renderer.site.place(destination, self.page.locale)?;
                (place.path, place.anchor)
            }
        };
        let fragment = anchor.map(|anchor| format!("#{}", escape::url_fragment(anchor)));
        Some(self.url(&path) + &fragment.unwrap_or_default())
    }

    /// Absolute if the site knows where it will be: the text is often read away from it.
    fn url(&self, target: &UrlPath) -> String {
        match &self.renderer.site.base_url {
            Some(base_url) => base_url.join(&target.encoded()),
            None => self.page.path.relative_to(target),
        }
    }
}

/// The path of the page is encoded, but a site's own address may hold parentheses, which end a destination.
pub(super) fn in_brackets(url: &str) -> String {
    match url.contains(['(', ')']) {
        true => format!("<{url}>"),
        false => url.to_string(),
    }
}

/// How deep twins lie below the root, for rules of hosts that match segment by segment.
pub(super) fn depths(site: &Site<'_>, pages: &[Page]) -> Range<usize> {
    let twins = pages.iter().filter(|page| document_of(site, page).is_some());
    let deepest = twins.map(|page| page.path.as_str().matches('/').count()).max();
    0..deepest.unwrap_or(0)
}
