//! How pages look: templates, assets and interface strings.
//!
//! In: the source tree, which holds the built-in theme, and the name of the site's theme. Out: a
//! [`Theme`]; whatever the named theme lacks comes from `default`, file by file, and of its strings key by key.

mod assets;
mod builtin;
mod script;
mod strings;
mod style;
mod templates;

use std::collections::BTreeMap;

use crate::artifact::Artifact;
use crate::config::{Locale, SiteConfig};
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{FileId, SourceTree};
use crate::suggest::nearest;

pub use builtin::builtin;
pub use strings::Strings;
pub use templates::{SharedData, Templates, View};

/// A loaded theme.
pub struct Theme {
    /// Compiled templates.
    pub templates: Templates,
    /// Interface strings of every locale of the site.
    pub strings: BTreeMap<Locale, Strings>,
    /// Name of each style sheet of `theme.yaml` → its path on the site: `main` → `_theme/…/css/main.css`.
    pub styles: BTreeMap<String, String>,
    /// Name of each script of `theme.yaml` → its path on the site.
    pub scripts: BTreeMap<String, String>,
    /// The script that shows a decision tree on other sites.
    pub embed: String,
    /// Path of the icon on the site.
    pub favicon: String,
    /// The files to publish.
    pub assets: Vec<Artifact>,
}

/// The files of a theme by their path inside it: `templates/base.html`.
type ThemeFiles = BTreeMap<String, FileId>;

/// Loads the theme that the configuration names.
pub fn load(tree: &SourceTree, config: &SiteConfig) -> Outcome<Theme> {
    let mut diagnostics = Vec::new();
    let default = files_of(tree, "default");
    let own = files_of(tree, &config.theme.name);
    if own.is_empty() || config.theme.name.contains('/') {
        diagnostics.push(theme_missing(tree, config));
    }
    let strings = strings::load(tree, [&default, &own], config);
    diagnostics.extend(strings.diagnostics);
    let default_manifest = default.get(assets::MANIFEST).copied();
    let files: ThemeFiles = default.iter().chain(&own).map(|(path, id)| (path.clone(), *id)).collect();
    let templates = templates::load(tree, &files, &default);
    diagnostics.extend(templates.diagnostics);
    let built = assets::build(tree, &files, default_manifest, &strings.value);
    diagnostics.extend(built.diagnostics);
    let built = built.value;
    let theme = Theme {
        templates: templates.value,
        strings: strings.value,
        styles: built.styles,
        scripts: built.scripts,
        embed: built.embed,
        favicon: built.favicon,
        assets: built.artifacts,
    };
    Outcome { value: theme, diagnostics }
}

fn files_of(tree: &SourceTree, theme: &str) -> ThemeFiles {
    let prefix = format!("themes/{theme}/");
    tree.files()
        .filter_map(|(id, file)| Some((file.path.as_str().strip_prefix(&prefix)?.to_string(), id)))
        .collect()
}

fn theme_missing(tree: &SourceTree, config: &SiteConfig) -> Diagnostic {
    let name = &config.theme.name;
    let names: Vec<&str> = tree
        .files()
        .filter_map(|(_, file)| file.path.as_str().strip_prefix("themes/")?.split('/').next())
        .collect();
    let message = Text::new(format!("没有主题 `{name}`"), format!("there is no theme `{name}`"));
    let diagnostic = Diagnostic::new(Code::ThemeMissing, message).did_you_mean(nearest(name, names)).help(
        format!("建立文件夹 `themes/{name}/`，或用 `default`"),
        format!("create `themes/{name}/`, or use `default`"),
    );
    match config.theme.span {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}
