//! An OpenSearch 1.1 description per locale, so that a browser can search the site from its address bar.

use crate::config::BaseUrl;
use crate::escape;
use crate::site::{LocaleIndex, Site, UrlPath};

use super::Renderer;

/// Longest `ShortName` and `Description`, in characters, as the format has it.
const SHORT_NAME: usize = 16;
const DESCRIPTION: usize = 1024;

/// Address of the description of a locale.
pub(super) fn path(site: &Site<'_>, locale: LocaleIndex) -> UrlPath {
    site.localised_path("/opensearch.xml", locale)
}

/// The whole file.
pub(super) fn xml(renderer: &Renderer<'_>, locale: LocaleIndex, base_url: &BaseUrl) -> String {
    let site = renderer.site;
    let code = site.locale(locale);
    let title = site.config.title.get(code).trim();
    let description = site.config.description.get(code).trim();
    let description = if description.is_empty() { title } else { description };
    let at = |path: &UrlPath| escape::html(&base_url.join(&path.encoded()));
    let search = at(&site.localised_path("/search/", locale));
    let own = at(&path(site, locale));
    let icon = at(&UrlPath::new(&format!("/{}", renderer.theme.favicon)));
    let element = |name: &str, text: &str| format!("<{name}>{}</{name}>\n", escape::html(text));
    [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_string(),
        "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n".to_string(),
        element("ShortName", short_name(title)),
        element("Description", description.chars().take(DESCRIPTION).collect::<String>().trim()),
        format!("<Url type=\"text/html\" template=\"{search}?q={{searchTerms}}\"/>\n"),
        format!("<Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"{own}\"/>\n"),
        format!("<Image type=\"image/svg+xml\">{icon}</Image>\n"),
        element("Language", code.as_str()),
        element("InputEncoding", "UTF-8"),
        "</OpenSearchDescription>\n".to_string(),
    ]
    .concat()
}

/// As much of a title as a short name may hold, in whole words where it has words.
fn short_name(title: &str) -> &str {
    let Some((end, next)) = title.char_indices().nth(SHORT_NAME) else { return title };
    let cut = &title[..end];
    let ends_within_word = next.is_ascii_alphanumeric() && cut.ends_with(|c: char| c.is_ascii_alphanumeric());
    match cut.rfind(' ').filter(|_| ends_within_word) {
        Some(space) => cut[..space].trim_end(),
        None => cut.trim_end(),
    }
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn a_short_name_has_sixteen_characters_and_whole_words() {
        for (title, expected) in [
            ("Wallet Help", "Wallet Help"),
            ("Digital Wallet Help Centre", "Digital Wallet"),
            ("钱包问答帮助中心钱包问答帮助中心一", "钱包问答帮助中心钱包问答帮助中心"),
            ("Incomprehensibilities", "Incomprehensibil"),
            ("Sixteen letters, then", "Sixteen letters,"),
        ] {
            assert_eq!(short_name(title), expected);
        }
    }
}
