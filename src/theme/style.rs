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
    /// White space or a comment that has not been written yet.
    gap: bool,
}

impl Packed {
    fn push(&mut self, text: &str) {
        self.gap = true;
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            let taken = if character.is_whitespace() {
                self.gap = true;
                character.len_utf8()
            } else if rest.starts_with("/*") {
                self.gap = true;
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                let end = match character {
                    '"' | '\'' => end_of_string(rest, character),
                    '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
                    _ => character.len_utf8(),
                };
                self.piece(&rest[..end], character);
                end
            };
            rest = &rest[taken..];
        }
    }

    /// A string, or one character, with the gap before it where that matters.
    fn piece(&mut self, piece: &str, first: char) {
        let is_after_tight = self.out.ends_with(TIGHT) || self.out.ends_with([':', '(']);
        if self.gap && !is_after_tight && !self.out.is_empty() && !TIGHT.contains(&first) && first != ')' {
            self.out.push(' ');
        }
        self.gap = false;
        // The last declaration of a block needs no end of its own.
        if first == '}' && self.out.ends_with(';') {
            self.out.pop();
        }
        self.out.push_str(piece);
    }
}

/// Length of the string at the beginning of `text`, its quotes included; one that is never closed goes to the end.
fn end_of_string(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
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
        ] {
            assert_eq!(joined(&[text]), format!("{}\n", text.replace(";}", "}")));
        }
    }

    #[test]
    fn what_is_never_closed_harms_nothing_else() {
        assert_eq!(joined(&["a{b:\"c", "d{}"]), "a{b:\"c d{}\n");
        assert_eq!(joined(&["a{b:c /* d", "d{}"]), "a{b:c d{}\n");
        assert_eq!(joined(&["\\"]), "\\\n");
    }
}
