//! `wenda tree map`: the flowchart of a tree as an SVG file of its own.

use crate::cli::Failure;
use crate::cli::terminal::Terminal;
use crate::pipeline::Trees;
use crate::site::{LocaleIndex, UrlPath};
use crate::theme::Strings;
use crate::troubleshooter::{ENTRY, Labels, chart};

use super::arguments::MapArguments;
use super::{find, locale};

/// What the theme says of the classes, in colours of its own: a file alone has no style sheet of a site.
const STYLE: &str = include_str!("map.css");

/// The file. Boxes lead to the pages of the site where its address is known, else to pages beside the file.
pub(super) fn svg(
    arguments: &MapArguments,
    trees: &Trees<'_>,
    terminal: &Terminal,
) -> Result<String, Failure> {
    let tree = find(&trees.troubleshooter.trees, &arguments.tree)?;
    let site = trees.site;
    let code = locale(&site.config.locales, arguments.locale.as_deref(), terminal.language)?;
    let index = site.config.locales.iter().position(|other| other == code).unwrap_or_default();
    let index = LocaleIndex(index);
    let description =
        trees.theme.strings.get(code).map_or("", |strings: &Strings| strings.get("tree.map_description"));
    let here = site.localised_path(ENTRY, index);
    let href = |node: usize| {
        let path: UrlPath = site.localised_path(&tree.node_path(node), index);
        match &site.base_url {
            Some(base_url) => base_url.join(&path.encoded()),
            None => here.relative_to(&path),
        }
    };
    let drawing = chart(tree, site, index, &Labels::new(trees.theme), description, href).svg();
    let end_of_tag = drawing.find('>').map_or(0, |at| at + 1);
    Ok(format!("{}<style>{STYLE}</style>{}\n", &drawing[..end_of_tag], &drawing[end_of_tag..]))
}
