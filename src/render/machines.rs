//! What `<head>` tells other programs besides addresses: the twin of the page, and what its card shows elsewhere.

use crate::config::Locale;
use crate::site::UrlPath;

use super::frame::ViewBuilder;
use super::view::OpenGraphView;
use super::{PageKind, markdown};

impl ViewBuilder<'_> {
    pub(super) fn markdown_url(&self) -> Option<String> {
        markdown::document_of(self.site, self.page)?;
        Some(self.url(&markdown::path(&self.page.path)))
    }

    /// The picture of the site; other programs take none without its whole address.
    pub(super) fn image_url(&self) -> Option<String> {
        let asset = &self.site.assets[self.site.image?.0];
        self.absolute(&UrlPath::new(&format!("/{}", asset.path)))
    }

    pub(super) fn open_graph(&self) -> OpenGraphView {
        let others = self.site.locales().filter(|(locale, _)| *locale != self.page.locale);
        let translated = others.filter(|(locale, _)| self.page.is_translated_in(self.site, *locale));
        let alternates = translated.filter_map(|(_, code)| territory(code));
        OpenGraphView {
            locale: territory(self.site.locale(self.page.locale)),
            alternates: if self.page.is_indexable() { alternates.collect() } else { Vec::new() },
            modified: match self.page.kind {
                PageKind::Document(set) => self.modified(set),
                _ => None,
            },
        }
    }
}

/// `zh_CN` of `zh-CN`: Open Graph wants a language and a territory. What a code does not say is taken from its script,
/// or is the protocol's own default; else there is none.
fn territory(locale: &Locale) -> Option<String> {
    let language = locale.language();
    let region = locale.as_str().split('-').skip(1).find(|subtag| subtag.len() == 2);
    let implied = match (language, locale.script()) {
        ("zh", "Hant") => Some("TW"),
        ("zh", _) => Some("CN"),
        ("en", _) => Some("US"),
        _ => None,
    };
    Some(format!("{language}_{}", region.or(implied)?))
}

#[cfg(test)]
mod tests {
    use super::territory;
    use crate::config::Locale;

    #[test]
    fn a_locale_is_said_with_a_territory_or_not_at_all() {
        for (code, expected) in [
            ("zh-CN", Some("zh_CN")),
            ("zh-Hant", Some("zh_TW")),
            ("zh-Hant-HK", Some("zh_HK")),
            ("en", Some("en_US")),
            ("en-GB", Some("en_GB")),
            ("fr", None),
            ("es-419", None),
        ] {
            let locale = Locale::parse(code).expect("is a locale");
            assert_eq!(territory(&locale).as_deref(), expected, "{code}");
        }
    }
}
