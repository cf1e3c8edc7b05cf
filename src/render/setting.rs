//! Where a page shows a document: alone, in part, beside its translation or among others. What else stands on the
//! page decides what ids begin with, how deep headings are, and which links need not leave it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::DocumentId;
use crate::escape;
use crate::site::SetIndex;

/// How a page shows a document.
#[derive(Clone, Copy)]
pub(super) enum Setting<'a> {
    /// Whole, on its own page.
    Own,
    /// In part, on a page of something else: the document's set.
    Excerpt(SetIndex),
    /// Section by section beside another language. The rows of the page have the anchors of the sections as ids; all
    /// other ids begin with this.
    Column(&'static str),
    /// Whole beside another language; all ids begin with this.
    Beside(&'static str),
    /// Whole, on a page with other documents.
    Chapter(&'a Chapter<'a>),
}

/// A document among others on a page.
pub(super) struct Chapter<'a> {
    /// Of the document on the page.
    pub id: String,
    /// Begins the ids inside the document.
    prefix: String,
    /// Tells apart parts that every document numbers from one.
    title: &'a str,
    /// The documents of the page and their ids on it.
    ids: &'a BTreeMap<SetIndex, String>,
}

impl<'a> Chapter<'a> {
    pub(super) fn new(set: SetIndex, title: &'a str, ids: &'a BTreeMap<SetIndex, String>) -> Chapter<'a> {
        let id = ids[&set].clone();
        Chapter { prefix: format!("{id}:"), id, title, ids }
    }
}

/// The id of a document on a page with others: the same in every locale, and whatever else is there. A colon keeps it
/// apart from the ids of headings. An id of HTML has no spaces, a colon begins the name of a part, and a browser
/// decodes per cent signs; so other signs of ASCII stand there by their numbers.
pub(super) fn chapter_id(document: &DocumentId) -> String {
    let mut id = "document:".to_string();
    for c in document.as_str().chars() {
        match c {
            c if !c.is_ascii() || c.is_ascii_alphanumeric() || "-_./".contains(c) => id.push(c),
            c => id.push_str(&format!("~{:x}.", u32::from(c))),
        }
    }
    id
}

impl Setting<'_> {
    /// What ids begin with, so that they are unique on the page.
    pub(super) fn prefix(&self) -> &str {
        match self {
            Setting::Own | Setting::Excerpt(_) => "",
            Setting::Column(prefix) | Setting::Beside(prefix) => prefix,
            Setting::Chapter(chapter) => &chapter.prefix,
        }
    }

    /// How many levels deeper headings are than on the document's own page.
    pub(super) fn depth(&self) -> u8 {
        u8::from(matches!(self, Setting::Chapter(_)))
    }

    /// An accessible name that no other document of the page has.
    pub(super) fn label<'b>(&self, label: &'b str) -> Cow<'b, str> {
        match self {
            Setting::Chapter(chapter) => Cow::Owned(format!("{label} · {}", chapter.title)),
            _ => Cow::Borrowed(label),
        }
    }

    /// What a link to a place in another document ends in, if that is on this page as well.
    pub(super) fn fragment_here(&self, set: SetIndex, anchor: Option<&str>) -> Option<String> {
        let Setting::Chapter(chapter) = self else { return None };
        let id = chapter.ids.get(&set)?;
        Some(match anchor {
            Some(anchor) => format!("{id}:{}", escape::url_fragment(anchor)),
            None => id.clone(),
        })
    }

    /// Whether a section's anchor is the id of something around it.
    pub(super) fn is_sectioned(&self) -> bool {
        matches!(self, Setting::Column(_))
    }
}
