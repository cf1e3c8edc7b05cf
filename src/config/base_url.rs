//! Where the site will be published.

use crate::diag::Text;

/// An absolute http(s) URL whose path starts and ends with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://example.com`
    origin: String,
    /// `/` or `/help/`
    path: String,
}

impl BaseUrl {
    /// Adds a missing `/` at the end; anything else that is wrong is an error in words.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<BaseUrl, Text> {
        let wrong = |zh: &str, en: &str| {
            Text::new(format!("base_url `{text}` {zh}"), format!("base_url `{text}` {en}"))
        };
        let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
            return Err(wrong("要以 `https://` 开头", "has to start with `https://`"));
        };
        if text.contains(['?', '#']) {
            return Err(wrong("不能带 `?` 或 `#`", "may not hold `?` or `#`"));
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"'\\@".contains(c)) {
            return Err(wrong("含有网址里不能用的字符", "holds characters that a URL may not have"));
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty() {
            return Err(wrong("缺少域名", "has no host"));
        }
        if !text.is_ascii() {
            return Err(wrong(
                "只能用英文字母和符号；中文域名写成 xn-- 开头的形式",
                "holds characters beyond ASCII; write the host in its xn-- form",
            ));
        }
        let path = path.trim_matches('/');
        if path.split('/').any(|segment| matches!(segment, "." | "..")) || path.contains("//") {
            return Err(wrong("的路径里有 `..` 或多余的 `/`", "has `..` or an empty segment in its path"));
        }
        let path = if path.is_empty() { "/".to_string() } else { format!("/{path}/") };
        let origin = text[..text.len() - rest.len() + host.len()].to_string();
        Ok(BaseUrl { origin, path })
    }

    /// The path on the host, `/` or `/help/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The absolute URL of an encoded path on the site that starts with `/`.
    pub fn join(&self, url_path: &str) -> String {
        format!("{}{}{}", self.origin, self.path, url_path.trim_start_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn a_path_is_kept_and_closed() {
        let url = BaseUrl::parse("https://example.com/help").expect("valid");
        assert_eq!((url.path(), url.join("/en/a/").as_str()), ("/help/", "https://example.com/help/en/a/"));
        assert_eq!(
            BaseUrl::parse("http://127.0.0.1:8080").expect("valid").join("/"),
            "http://127.0.0.1:8080/"
        );
    }

    #[test]
    fn what_is_no_site_address_is_refused() {
        for bad in [
            "example.com",
            "https://",
            "https:///x",
            "ftp://a/",
            "https://a/?b",
            "https://a/#b",
            "https://a b/",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }
}
