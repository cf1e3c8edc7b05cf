//! `content/site.yaml`, typed; every key has a default.
//!
//! In: the source tree. Out: a [`SiteConfig`] that later stages only read. The keys are documented for
//! people in `docs/site-yaml.md`.

mod base_url;
mod collection;
mod external;
mod feedback;
mod locale;

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Outcome, Severity, Text};
use crate::source::{SourceTree, Span, Spanned};
use crate::suggest::nearest;
use crate::yaml::{self, Fields, Node, Value};

pub use base_url::BaseUrl;
pub use collection::{CollectionConfig, RelationConfig, RelationTarget};
pub use feedback::{EditUrl, Endpoint, Feedback, Message};
pub use locale::{Locale, Localised};

/// Where the configuration lies.
pub const PATH: &str = "content/site.yaml";

/// Everything that `site.yaml` says, or its defaults.
#[derive(Clone, Debug)]
pub struct SiteConfig {
    /// Name of the site.
    pub title: Localised,
    /// One or two sentences about it.
    pub description: Localised,
    /// Where it will be published; may carry a path.
    pub base_url: Option<BaseUrl>,
    /// The picture of cards in other programs: a path below `content/`.
    pub image: Option<Spanned<String>>,
    /// Its locales; the first is the default and the language of the source documents. Never empty.
    pub locales: Vec<Locale>,
    /// Declared collections, in order.
    pub collections: Vec<CollectionConfig>,
    /// Collection or document ids of the main navigation; `None` means all top-level collections.
    pub navigation: Option<Vec<Spanned<String>>>,
    /// Where readers say whether a page helped.
    pub feedback: Option<Feedback>,
    /// Where the source of a page is edited.
    pub edit_url: Option<EditUrl>,
    /// Name of the theme.
    pub theme: ThemeName,
    /// Severities that differ from the defaults; `None` switches a code off.
    pub severities: BTreeMap<Code, Option<Severity>>,
    /// Bounds.
    pub limits: Limits,
    /// Whether raw HTML in Markdown is passed through.
    pub raw_html: bool,
    /// Whether the file could be read as YAML. If not, these are defaults that nobody chose, and what later stages
    /// find with them would mislead.
    pub is_readable: bool,
}

/// The theme's name and, if it was written, where.
#[derive(Clone, Debug)]
pub struct ThemeName {
    /// The folder below `themes/`.
    pub name: String,
    /// Where `site.yaml` names it.
    pub span: Option<Span>,
}

/// Bounds that protect readers and the build from accidents.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest Markdown or YAML file, in bytes.
    pub file: usize,
    /// Largest HTML page, in bytes.
    pub page: usize,
    /// Deepest nesting of lists and quotations.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { file: 4 << 20, page: 2 << 20, nesting: 100 }
    }
}

impl SiteConfig {
    /// The locale of the source documents.
    pub fn default_locale(&self) -> &Locale {
        &self.locales[0]
    }

    /// The origin of another host that readers' answers are sent to.
    pub fn endpoint_origin(&self) -> Option<&str> {
        self.feedback.as_ref()?.endpoint.as_ref()?.origin.as_deref()
    }

    /// The configured locale with this code.
    pub fn locale(&self, code: &str) -> Option<&Locale> {
        self.locales.iter().find(|locale| locale.as_str() == code)
    }
}

/// Reads `content/site.yaml`; without it, or where it is broken, the defaults hold.
pub fn parse(tree: &SourceTree) -> Outcome<SiteConfig> {
    let Outcome { value: root, mut diagnostics } = yaml::parse_file(tree, PATH);
    let is_readable = root.is_some() || tree.find(PATH).is_none();
    let mut fields = Fields::new(root);
    let locales = locales(&mut fields, tree);
    let default = locales[0].clone();
    let config = SiteConfig {
        title: fields.localised("title", &default).unwrap_or_else(default_title),
        description: fields.localised("description", &default).unwrap_or_default(),
        base_url: base_url(&mut fields),
        image: fields.text("image"),
        collections: collection::parse_all(&mut fields, &default),
        navigation: navigation(&mut fields),
        feedback: feedback::parse(&mut fields),
        edit_url: feedback::edit_url(&mut fields),
        theme: theme(&mut fields),
        severities: severities(&mut fields),
        limits: limits(&mut fields),
        raw_html: fields.boolean("raw_html").unwrap_or(false),
        is_readable,
        locales,
    };
    diagnostics.extend(fields.finish());
    diagnostics.extend(wrongly_named(tree));
    Outcome { value: config, diagnostics }
}

fn wrongly_named(tree: &SourceTree) -> Option<Diagnostic> {
    let (file, _) = tree.find("content/site.yml").filter(|_| tree.find(PATH).is_none())?;
    let message = Text::new("`site.yml` 没有起作用", "`site.yml` has no effect");
    Some(
        Diagnostic::new(Code::FileIgnored, message)
            .at(Span::new(file, 0..0))
            .help("改名为 `site.yaml`", "rename it to `site.yaml`"),
    )
}

fn default_title() -> Localised {
    Localised::of([("zh-CN", "帮助中心"), ("en", "Help centre")])
}

fn locales(fields: &mut Fields, tree: &SourceTree) -> Vec<Locale> {
    let mut locales: Vec<Locale> = Vec::new();
    for written in fields.texts("locales") {
        match Locale::parse(&written.value) {
            Ok(locale) if !locales.contains(&locale) => locales.push(locale),
            Ok(locale) => fields.diagnostics.push(
                Diagnostic::new(
                    Code::ValueInvalid,
                    Text::new(
                        format!("语言 `{locale}` 写了两次"),
                        format!("locale `{locale}` is listed twice"),
                    ),
                )
                .at(written.span),
            ),
            Err(suggestion) => fields.diagnostics.push(
                Diagnostic::new(
                    Code::LocaleInvalid,
                    Text::new(
                        format!("`{}` 不是有效的语言代码", written.value),
                        format!("`{}` is not a valid locale code", written.value),
                    ),
                )
                .at(written.span)
                .did_you_mean(suggestion),
            ),
        }
    }
    if locales.is_empty() { locale::default_locales(tree) } else { locales }
}

fn base_url(fields: &mut Fields) -> Option<BaseUrl> {
    let written = fields.text("base_url")?;
    match BaseUrl::parse(&written.value) {
        Ok(base_url) => Some(base_url),
        Err(message) => {
            fields.diagnostics.push(
                Diagnostic::new(Code::ValueInvalid, message)
                    .at(written.span)
                    .help("例如 `https://example.com/help/`", "for example `https://example.com/help/`"),
            );
            None
        }
    }
}

fn navigation(fields: &mut Fields) -> Option<Vec<Spanned<String>>> {
    let node = fields.node("navigation")?;
    Some(fields.texts_of("navigation", node))
}

fn theme(fields: &mut Fields) -> ThemeName {
    match fields.text("theme") {
        Some(written) => ThemeName { name: written.value, span: Some(written.span) },
        None => ThemeName { name: "default".to_string(), span: None },
    }
}

fn severities(fields: &mut Fields) -> BTreeMap<Code, Option<Severity>> {
    let mut severities = BTreeMap::new();
    for (key, node) in fields.mapping("diagnostics") {
        let Some(code) = Code::from_name(&key.value) else {
            let names = Code::ALL.iter().map(|code| code.name());
            fields.diagnostics.push(
                Diagnostic::new(
                    Code::CodeUnknown,
                    Text::new(
                        format!("没有叫 `{}` 的诊断", key.value),
                        format!("no diagnostic is called `{}`", key.value),
                    ),
                )
                .at(key.span)
                .did_you_mean(nearest(&key.value, names)),
            );
            continue;
        };
        if code.is_fixed() {
            let message = Text::new(
                format!("诊断 `{}` 的级别不能改", key.value),
                format!("the severity of `{}` cannot be changed", key.value),
            );
            fields.diagnostics.push(Diagnostic::new(Code::ValueInvalid, message).at(key.span).help(
                "没有它，网站就不完整；请解决它所指的问题",
                "without it the site would be incomplete; solve the problem that it reports",
            ));
            continue;
        }
        match severity(&node) {
            Some(severity) => {
                severities.insert(code, severity);
            }
            None => fields.wrong_type(
                &key.value,
                &node,
                "`error`、`warning`、`hint` 或 `off`",
                "`error`, `warning`, `hint` or `off`",
            ),
        }
    }
    severities
}

fn severity(node: &Node) -> Option<Option<Severity>> {
    match node.as_text()? {
        "error" => Some(Some(Severity::Error)),
        "warning" => Some(Some(Severity::Warning)),
        "hint" => Some(Some(Severity::Hint)),
        "off" => Some(None),
        _ => None,
    }
}

fn limits(fields: &mut Fields) -> Limits {
    let mut limits = Limits::default();
    let Some(node) = fields.node("limits") else { return limits };
    let mut inner = Fields::new(Some(node));
    if let Some(bytes) = size(&mut inner, "file") {
        limits.file = bytes;
    }
    if let Some(bytes) = size(&mut inner, "page") {
        limits.page = bytes;
    }
    if let Some(depth) = inner.integer("nesting") {
        limits.nesting = usize::try_from(depth.value).unwrap_or(limits.nesting).max(1);
    }
    fields.diagnostics.extend(inner.finish());
    limits
}

/// `512 KiB`, `2 MiB`, or plain bytes.
fn size(fields: &mut Fields, key: &'static str) -> Option<usize> {
    let node = fields.node(key)?;
    let parsed = node.as_text().and_then(|text| {
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let number: usize = digits.parse().ok()?;
        let unit: usize = match text[digits.len()..].trim() {
            "" => 1,
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            _ => return None,
        };
        number.checked_mul(unit)
    });
    if parsed.is_none() {
        fields.wrong_type(key, &node, "大小，例如 `2 MiB`", "a size such as `2 MiB`");
    }
    parsed
}

impl Fields {
    /// A text, or a mapping from locale to text.
    pub fn localised(&mut self, key: &'static str, default: &Locale) -> Option<Localised> {
        let node = self.node(key)?;
        match node.value {
            Value::Mapping(entries) => {
                let mut localised = Localised::default();
                for (locale, node) in entries {
                    match (Locale::parse(&locale.value), node.as_text()) {
                        (Ok(locale), Some(text)) => localised.insert(locale, text.to_string()),
                        (Ok(_), None) => self.wrong_type(key, &node, "一段文字", "text"),
                        (Err(suggestion), _) => self.diagnostics.push(
                            Diagnostic::new(
                                Code::LocaleInvalid,
                                Text::new(
                                    format!("`{}` 不是有效的语言代码", locale.value),
                                    format!("`{}` is not a valid locale code", locale.value),
                                ),
                            )
                            .at(locale.span)
                            .did_you_mean(suggestion),
                        ),
                    }
                }
                Some(localised)
            }
            Value::Scalar(text) => {
                let mut localised = Localised::default();
                localised.insert(default.clone(), text);
                Some(localised)
            }
            _ => {
                self.wrong_type(key, &node, "一段文字，或 `语言: 文字`", "text, or `locale: text`");
                None
            }
        }
    }
}
