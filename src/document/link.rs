//! Where a link in Markdown points, before the site exists: outside, or to some path of the sources.

use crate::escape;
use crate::source::Span;

/// A link or image as written.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it points.
    pub target: LinkTarget,
    /// Where the destination stands.
    pub span: Span,
    /// The title in quotes; empty if there is none.
    pub title: String,
    /// The alternative text when it is an image.
    pub alt: Option<String>,
}

/// A destination, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// `http`, `https`, `mailto`, `tel`: printed as it is.
    External(String),
    /// A path of the sources (percent-decoded, may be empty) and an anchor.
    Local {
        /// Relative to the document, or to `content/` when it starts with `/`; empty for the document itself.
        path: String,
        /// What follows `#`, percent-decoded.
        anchor: Option<String>,
    },
    /// A scheme that is not allowed.
    Refused {
        /// The scheme, as a browser would understand it.
        scheme: String,
    },
}

const ALLOWED: [&str; 4] = ["http", "https", "mailto", "tel"];

impl LinkTarget {
    /// Takes a destination apart, the way a browser reads it: white space and controls around it are
    /// dropped, tabs and line breaks within as well, the scheme's case does not matter
    /// (WHATWG URL, “basic URL parser”, steps 1 to 3).
    pub fn parse(destination: &str) -> LinkTarget {
        let cleaned: String = destination
            .trim_matches(|c: char| c <= ' ')
            .chars()
            .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
            .collect();
        if let Some(scheme) = scheme(&cleaned) {
            return if ALLOWED.contains(&scheme.as_str()) {
                LinkTarget::External(cleaned)
            } else {
                LinkTarget::Refused { scheme }
            };
        }
        // `//host` and `\\host` leave the site without saying so, and break on `file:`.
        if cleaned.starts_with("//") || cleaned.starts_with("\\\\") || cleaned.starts_with("/\\") {
            return LinkTarget::Refused { scheme: "//".to_string() };
        }
        let (path, anchor) = match cleaned.split_once('#') {
            Some((path, anchor)) => (path, Some(escape::percent_decode(anchor))),
            None => (cleaned.as_str(), None),
        };
        let path = path.split('?').next().unwrap_or_default();
        LinkTarget::Local { path: escape::percent_decode(path), anchor: anchor.filter(|a| !a.is_empty()) }
    }
}

/// The lower-case scheme, if the text starts with one.
fn scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    valid.then(|| scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::LinkTarget;

    #[test]
    fn dangerous_schemes_are_refused_in_every_disguise() {
        let disguises = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
            "//evil.example/x",
            "\\\\evil.example",
            "/\\evil.example",
        ];
        for text in disguises {
            assert!(matches!(LinkTarget::parse(text), LinkTarget::Refused { .. }), "{text:?}");
        }
    }

    #[test]
    fn local_links_are_decoded_and_split() {
        let parsed = LinkTarget::parse("../fixes/%E7%BD%91%E7%BB%9C.md?x#%E9%87%8D%E8%AF%95");
        assert_eq!(
            parsed,
            LinkTarget::Local { path: "../fixes/网络.md".into(), anchor: Some("重试".into()) }
        );
        assert_eq!(LinkTarget::parse("#"), LinkTarget::Local { path: String::new(), anchor: None });
        assert_eq!(LinkTarget::parse("https://a.b/#c"), LinkTarget::External("https://a.b/#c".into()));
    }
}
