//! Folders of the site that pages of ours fill: nothing of an author may lie there or be called like them, in any
//! locale.
//!
//! They are refused whole and always, so that no site breaks on the day it becomes small enough to be printed, or is
//! looked at in the preview, which has the style guide.

use crate::diag::{Code, Diagnostic, Text};
use crate::source::Span;

use super::{Alias, Asset, Site, TranslationSet, UrlPath};

/// Where the pages lie that show a document in two languages.
pub const SIDE_BY_SIDE: &str = "/side-by-side/";

/// Where the pages lie that show many documents, to be printed.
pub const PRINT: &str = "/print/";

/// The page that shows every component of the theme.
pub const STYLE_GUIDE: &str = "/style-guide/";

/// Reports whatever lies in one of those folders or in its place.
pub(super) fn check(site: &Site<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let document = |set: &TranslationSet| Span::new(site.document(set.lead).file, 0..0);
    let sets = site.sets.iter().map(|set: &TranslationSet| (set.path.clone(), document(set)));
    let assets =
        site.assets.iter().map(|asset: &Asset| (format!("/{}", asset.path), Span::new(asset.file, 0..0)));
    let aliases = site.aliases.iter().map(|alias: &Alias| {
        (site.unlocalised_path(&alias.from, alias.locale), document(site.set(alias.set)))
    });
    let taken: Vec<UrlPath> = [SIDE_BY_SIDE, PRINT, STYLE_GUIDE]
        .iter()
        .flat_map(|folder| site.locales().map(|(locale, _)| site.localised_path(folder, locale)))
        .collect();
    for (path, span) in sets.chain(assets).chain(aliases) {
        let folder = taken.iter().map(UrlPath::as_str).find(|folder| is_in_the_way(&path, folder));
        diagnostics.extend(folder.map(|folder| collision(folder, span)));
    }
}

/// Whether a path lies in a folder, or would be a file of its name. Some disks do not tell upper case from lower.
fn is_in_the_way(path: &str, folder: &str) -> bool {
    let name = folder.trim_end_matches('/');
    match path.get(..folder.len()) {
        Some(start) => start.eq_ignore_ascii_case(folder),
        None => path.eq_ignore_ascii_case(name),
    }
}

fn collision(folder: &str, span: Span) -> Diagnostic {
    let message = Text::new(
        format!("`{folder}` 里是自动生成的页面，这里不能再用"),
        format!("`{folder}` holds pages that are made automatically"),
    );
    Diagnostic::new(Code::OutputCollision, message)
        .at(span)
        .help("换一个文件夹、slug 或别名", "choose another folder, slug or alias")
}
