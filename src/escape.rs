//! Text into markup: one function per context, so that no other file escapes by hand.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays readable in a URL path: the unreserved characters of RFC 3986 section 2.3, `/`, and the
/// sub-delimiters that are safe both in HTML attributes and in `_redirects` files.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'@')
    .remove(b'+')
    .remove(b',')
    .remove(b'=');

/// Appends `text` as HTML or XML character data, also safe inside a double-quoted attribute.
///
/// Characters that HTML and XML cannot carry (C0 controls but tab and newline, noncharacters) become U+FFFD.
pub fn push_html(out: &mut String, text: &str) {
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\t' | '\n' => continue,
            c if is_forbidden(c) => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[start..at]);
        out.push_str(instead);
        start = at + c.len_utf8();
    }
    out.push_str(&text[start..]);
}

/// [`push_html`] into a new string.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    push_html(&mut out, text);
    out
}

/// Percent-encodes a URL path (UTF-8, `/` kept): `guide/新手` becomes `guide/%E6%96%B0%E6%89%8B`.
pub fn url_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// A value in the query of a URL, `mailto:` included. Of ASCII the unreserved characters of RFC 3986 section 2.3 stay, and
/// `/`, `:` and `@`, which mean nothing there; letters of any script and Chinese punctuation stay too, which browsers encode
/// themselves: a URL in HTML may hold them, and three bytes are less than nine.
pub fn url_value(text: &str) -> String {
    const VALUE: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~')
        .remove(b'/')
        .remove(b':')
        .remove(b'@');
    let is_plain = |c: char| {
        !c.is_ascii()
            && (c.is_alphanumeric() || matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}'))
    };
    let mut out = String::with_capacity(text.len());
    let mut buffer = [0; 4];
    for character in text.chars() {
        match is_plain(character) {
            true => out.push(character),
            false => out.extend(utf8_percent_encode(character.encode_utf8(&mut buffer), VALUE)),
        }
    }
    out
}

/// A fragment identifier. HTML compares the percent-decoded fragment with the `id`, so both forms work;
/// this one is what a browser's address bar copies.
pub fn url_fragment(anchor: &str) -> String {
    url_path(anchor)
}

/// Makes an external URL from the author's text safe to print: encodes spaces, controls and
/// non-ASCII, and leaves what already is encoded or reserved as it stands.
pub fn url(text: &str) -> String {
    const URL: &AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}')
        .add(b'[')
        .add(b']');
    // Square brackets are legal only around an IPv6 host.
    match text.find("://[").and_then(|start| text[start..].find(']').map(|end| start + end + 1)) {
        Some(end) if !text[..end].contains(['/', '?', '#']) || text[..end].matches('/').count() == 2 => {
            format!("{}{}", &text[..end], utf8_percent_encode(&text[end..], URL))
        }
        _ => utf8_percent_encode(text, URL).to_string(),
    }
}

/// A path as the destination of a Markdown link: readable, but without what would end it or be decoded.
pub fn markdown_destination(path: &str) -> String {
    const DESTINATION: &AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'#')
        .add(b'?')
        .add(b'%')
        .add(b'(')
        .add(b')')
        .add(b'<')
        .add(b'>')
        .add(b'\\');
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii() {
            out.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), DESTINATION));
        } else {
            out.push(c);
        }
    }
    out
}

/// Plain text as Markdown that says just that, on one line.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        // What would begin a list, a heading below the line, or a rule.
        let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let begins_block = out.is_empty() && word.starts_with(['-', '+', '=']);
        let numbers_list = out.is_empty() && number.len() < word.len() && number.starts_with(['.', ')']);
        for (at, c) in word.char_indices() {
            let marks = (begins_block && at == 0) || (numbers_list && at == word.len() - number.len());
            if marks || "\\`*_[]<>&~|{}#".contains(c) {
                out.push('\\');
            }
            out.push(if is_forbidden(c) { char::REPLACEMENT_CHARACTER } else { c });
        }
    }
    out
}

/// JSON as the content of a `<script>`: a parser of HTML finds no tag in it, and one of JSON reads the same as before.
pub fn json_in_html(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        // Outside of strings JSON has none of these.
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c if is_forbidden(c) => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
            }
            c => out.push(c),
        }
    }
    out
}

/// Undoes percent-encoding; text that does not decode to UTF-8 comes back as it was.
pub fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .map_or_else(|_| text.to_string(), |decoded| decoded.into_owned())
}

/// Noncharacters and controls: never valid in HTML or XML text.
pub fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    (code < 0x20 && c != '\t' && c != '\n')
        || (0x7f..=0x9f).contains(&code)
        || (0xfdd0..=0xfdef).contains(&code)
        || (code & 0xfffe) == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_characters_are_escaped_for_text_and_attributes() {
        assert_eq!(html("a<b> & \"c\""), "a&lt;b&gt; &amp; &quot;c&quot;");
        assert_eq!(html("\u{0}\u{7f}\u{fdd0}\u{ffff}"), "\u{fffd}".repeat(4));
    }

    #[test]
    fn paths_keep_ascii_words_and_encode_the_rest() {
        assert_eq!(url_path("guide/新手 1#?%"), "guide/%E6%96%B0%E6%89%8B%201%23%3F%25");
    }

    #[test]
    fn values_of_a_query_keep_nothing_that_has_a_meaning_there() {
        assert_eq!(url_value("a&b=c+d/e%\r\n\u{2028}"), "a%26b%3Dc%2Bd/e%25%0D%0A%E2%80%A8");
        assert_eq!(url_value("有帮助：#é\u{3000}🎉"), "有帮助：%23é%E3%80%80%F0%9F%8E%89");
    }

    #[test]
    fn text_in_markdown_has_no_markup_left() {
        assert_eq!(markdown("a *b* [c](d) <e> C#"), "a \\*b\\* \\[c\\](d) \\<e\\> C\\#");
        assert_eq!(markdown(" 1. 甲\n- 乙"), "1\\. 甲 - 乙");
        assert_eq!(markdown("-\u{1}"), "\\-\u{fffd}");
    }

    #[test]
    fn json_in_html_holds_no_markup_and_stays_the_same_json() {
        let text = "</script><!-- & \u{2028}\u{10ffff}\u{7f} \"中\"";
        let json = json_in_html(&serde_json::to_string(text).expect("a text"));
        assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{10ffff}']), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).expect("is JSON"), text);
    }

    #[test]
    fn urls_keep_what_is_already_encoded() {
        assert_eq!(url("https://例.cn/a%20b c?q=[1]"), "https://%E4%BE%8B.cn/a%20b%20c?q=%5B1%5D");
        assert_eq!(url("http://[::1]:8080/a[b]"), "http://[::1]:8080/a%5Bb%5D");
    }
}
