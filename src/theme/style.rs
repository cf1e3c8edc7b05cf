//! Style sheets of a theme, joined into the one file a page loads. In: their texts in order. Out: that file's text,
//! without comments and without the white space that means nothing. Bytes of the style sheet stand between a reader and the
//! first sight of a page, so they count more than any others.
//!
//! This is no parser: it knows strings, comments and white space, and leaves everything else as it is written.

/// One after the other.
pub(super) fn joined(texts: &[&str]) -> String {
    let mut packed = Packed::default();
    for text in texts {
        packed.push(text);
    }
    packed.out + "\n"
}

/// Characters beside which white space means nothing, wherever they stand outside of strings. Not among them: `:`, which
/// makes another selector of `a :hover`; `+` and `-`, which `calc()` wants apart; `(`, which after `and` begins a query.
const TIGHT: [char; 5] = ['{', '}', ';', ',', '>'];

#[derive(Default)]
struct Packed {
    out: String,
    /// The character written last; none after a string or an escape, whose characters mean nothing else.
    last: Option<char>,
    /// White space that has not been written yet.
    gap: bool,
    /// A comment that has not been written yet. It is no white space: `.a/**/.b` is one compound selector.
    comment: bool,
}

impl Packed {
    fn push(&mut self, text: &str) {
        // A string that the text before has not closed ends with its line.
        if self.last.is_none() && !self.out.is_empty() {
            self.out.push('\n');
        }
        self.gap = true;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let end = match first {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    self.gap = true;
                    1
                }
                '/' if rest.starts_with("/*") => {
                    self.comment = true;
                    rest[2..].find("*/").map_or(rest.len(), |end| end + 4)
                }
                '"' | '\'' => self.piece(&rest[..end_at(rest, first)], None),
                '\\' => self.piece(&rest[..end_of_escape(rest)], None),
                '(' if self.is_url() && !rest[1..].trim_start().starts_with(['"', '\'']) => {
                    self.piece(&rest[..end_at(rest, ')')], Some(')'))
                }
                _ => self.piece(&rest[..first.len_utf8()], Some(first)),
            };
            rest = &rest[end..];
        }
    }

    /// Writes a string, an escape or one character, with what must stand before it. Gives its length.
    fn piece(&mut self, piece: &str, plain: Option<char>) -> usize {
        let is_tight = |it: Option<char>| it.is_some_and(|it| TIGHT.contains(&it));
        let is_apart = is_tight(self.last)
            || is_tight(plain)
            || matches!(self.last, Some(':' | '('))
            || plain == Some(')')
            || self.out.is_empty();
        match (self.gap, self.comment) {
            _ if is_apart => {}
            (true, _) => self.out.push(' '),
            (false, true) => self.out.push_str("/**/"),
            (false, false) => {}
        }
        // The last declaration of a block needs no end of its own.
        if plain == Some('}') && self.last == Some(';') {
            self.out.pop();
        }
        self.out.push_str(piece);
        (self.last, self.gap, self.comment) = (plain, false, false);
        piece.len()
    }

    /// Whether what is written ends in the name of the function whose argument needs no quotes.
    fn is_url(&self) -> bool {
        let name = self.out.len().checked_sub(3).and_then(|start| self.out.get(start..));
        name.is_some_and(|name| name.eq_ignore_ascii_case("url"))
            && !self.gap
            && !self.out[..self.out.len() - 3]
                .ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_')
    }
}

/// Length of the string or `(…)` at the beginning of `text`, its `end` included; one that is never closed goes to the end.
fn end_at(text: &str, end: char) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == end => return at + end.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Length of the escape at the beginning of `text`: up to six hexadecimal digits and the white space that ends them, or
/// one character (CSS Syntax 3, section 4.3.7).
fn end_of_escape(text: &str) -> usize {
    let digits = text[1..].bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    let after = &text[1 + digits..];
    match digits {
        0 => 1 + after.chars().next().map_or(0, char::len_utf8),
        _ => 1 + digits + usize::from(after.starts_with([' ', '\t', '\n'])),
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn what_means_nothing_goes() {
        let text = "/* a */\n.a,\n.b > i {\n  color: red; /* b */\n  margin: 0 auto;\n}\n\n@media (min-width: 48em) {\n  .a :hover { x: y }\n}\n";
        let wanted = ".a,.b>i{color:red;margin:0 auto}@media (min-width:48em){.a :hover{x:y}}\n";
        assert_eq!(joined(&[text]), wanted);
    }

    #[test]
    fn what_means_something_stays() {
        for text in [
            "a{content:\"a ;  } /* b */\"}",
            "a{content:'it\\'s  ; {'}",
            "a{inline-size:calc(1px + (2px - 3px))}",
            "a :not(.b) :is(.c,.d)+e{content:\"x\" / \"\"}",
            ".a\\{b{x:y}",
            "@supports not (color:light-dark(#fff,#000)){a{--b:;}c{d:e}}",
            ".a/**/.b{c:url(/x/*/y.png)}",
            ".a\\, .b{c:d\\;}",
            "#\\31  a{b:c}",
            "a{font-family:微软\u{3000}雅黑;b:c !important}",
            "@media (width>=40em) and (height>10px){&>a:nth-child(2n + 1){b:c}}",
        ] {
            assert_eq!(joined(&[text]), format!("{}\n", text.replace("{--b:;}", "{--b:}")));
        }
    }

    #[test]
    fn a_comment_is_no_white_space_and_ends_at_its_end() {
        assert_eq!(joined(&[".a/* b */.c /* d */ .e{}"]), ".a/**/.c .e{}\n");
        assert_eq!(joined(&["/*/ a */ .b{}/**/.c{}"]), ".b{}.c{}\n");
        assert_eq!(joined(&["a{b:url( x.png ) /* c */ d}"]), "a{b:url( x.png ) d}\n");
    }

    #[test]
    fn what_is_never_closed_ends_with_its_file() {
        assert_eq!(joined(&["a{b:\"c", "d{}"]), "a{b:\"c\n d{}\n");
        assert_eq!(joined(&["a{b:c /* d", "d{}"]), "a{b:c d{}\n");
        assert_eq!(joined(&["\\"]), "\\\n");
    }
}
