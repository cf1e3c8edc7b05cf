//! The main navigation: what `site.yaml` lists, or all collections.

use crate::diag::{Code, Diagnostic, Text};
use crate::suggest::nearest;

use super::{CollectionIndex, NavigationItem, Site, translation};

/// The entries, in order.
pub(super) fn resolve(site: &Site<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<NavigationItem> {
    let Some(listed) = &site.config.navigation else {
        return site.collections[0].children.iter().map(|child| NavigationItem::Collection(*child)).collect();
    };
    let mut items = Vec::new();
    for written in listed {
        match find(site, written.value.trim_matches('/')) {
            Some(item) => items.push(item),
            // Its documents may be drafts, or not due yet: the entry comes with the first of them.
            None if site.config.collections.iter().any(|it| it.id == written.value) => {}
            None => {
                let folders = site.collections.iter().map(|collection| collection.folder.as_str());
                let ids = site.sets.iter().map(|set| set.id.as_str());
                let message = Text::new(
                    format!("没有栏目或文档 `{}`", written.value),
                    format!("there is no collection or document `{}`", written.value),
                );
                diagnostics.push(
                    Diagnostic::new(Code::CollectionUnknown, message)
                        .at(written.span)
                        .did_you_mean(nearest(&written.value, folders.chain(ids))),
                );
            }
        }
    }
    items
}

fn find(site: &Site<'_>, id: &str) -> Option<NavigationItem> {
    let declared = site.config.collections.iter().find(|collection| collection.id == id);
    let folder = declared.map_or(id, |collection| collection.folder.as_str());
    let collection = site.collections.iter().position(|collection| collection.folder == folder);
    match collection.filter(|index| *index > 0) {
        Some(index) => Some(NavigationItem::Collection(CollectionIndex(index))),
        None => translation::find(&site.sets, id).map(NavigationItem::Set),
    }
}
