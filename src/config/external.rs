//! Addresses of other hosts that `site.yaml` names.

use crate::diag::Text;

/// The origin of an address that starts with `https://`: `https://forms.example`. It goes into the policy of every page,
/// so a host holds nothing but letters, digits, dots, hyphens and a port.
///
/// # Errors
/// What is wrong with the address.
pub(super) fn https_origin(text: &str) -> Result<&str, Text> {
    let wrong = |zh: &str, en: &str| Text::new(format!("`{text}` {zh}"), format!("`{text}` {en}"));
    let Some(rest) = text.strip_prefix("https://") else {
        return Err(wrong("要以 `https://` 开头", "has to start with `https://`"));
    };
    if text.contains(is_unfit) {
        return Err(wrong("含有网址里不能用的字符", "holds characters that a URL may not have"));
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    // `parse` takes `+80` as well.
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    if !is_name || !is_port {
        return Err(wrong("的域名不对", "has no proper host"));
    }
    Ok(&text[..text.len() - rest.len() + host.len()])
}

/// Whether a URL has to encode the character.
pub(super) fn is_unfit(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_whitespace() || c.is_ascii_control() || "<>\"'\\^`{|}".contains(c)
}

#[cfg(test)]
mod tests {
    use super::https_origin;

    #[test]
    fn the_origin_ends_before_the_path() {
        for (url, origin) in [
            ("https://a.example", "https://a.example"),
            ("https://a.example:8443/x?y#z", "https://a.example:8443"),
            ("https://a.example?y", "https://a.example"),
        ] {
            assert_eq!(https_origin(url).ok(), Some(origin));
        }
    }

    #[test]
    fn nothing_that_could_end_a_directive_of_the_policy_passes() {
        for bad in [
            "http://a.example/",
            "https://",
            "https:///x",
            "https://a.example;script-src",
            "https://a,b/",
            "https://me@a.example/",
            "https://a b/",
            "https://a.example:x/",
            "https://a.example:+80/",
            "https://a.example:",
            "https://例.example/",
            "https://*/",
        ] {
            assert!(https_origin(bad).is_err(), "{bad}");
        }
    }
}
