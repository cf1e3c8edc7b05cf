//! Scripts of a theme, joined into the one file a page loads. In: their texts in order. Out: that file's text.
//!
//! Modules do not load from `file:`, so the search, which is written as modules that Node can import in tests, becomes
//! one classic script: its files share one scope, without the lines that import and the word `export`. Scripts are
//! read with their comments, indentation and spaces, and loaded without. Lines are all this knows; it is no parser, and
//! `docs/themes.md` says what follows from that.

/// Ordinary scripts, one after the other.
pub(super) fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(packed).collect()
}

/// Modules in one scope.
pub(super) fn joined_modules<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::from("(() => {\n\"use strict\";\n");
    for text in texts {
        let own = text.lines().filter(|line| !is_import(line));
        let plain = own.map(|line| line.strip_prefix("export ").unwrap_or(line));
        out.push_str(&packed(&plain.collect::<Vec<_>>().join("\n")));
    }
    without_line_ends(&(out + "})();\n"))
}

/// Joins lines where it cannot matter: after `;`, `{`, `(` and `,`; and a `;` before a `}` on the next line goes, which only
/// a loop without a body would need.
fn without_line_ends(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    for line in script.lines() {
        if line.starts_with('}') && out.ends_with(';') {
            out.pop();
        }
        out.push_str(line);
        // A comment behind a statement ends with its line; a line that holds one is left as it is.
        if !line.ends_with([';', '{', '(', ',']) || line.contains("//") {
            out.push('\n');
        }
    }
    out
}

/// `import { openIndex } from "./engine.js";`
fn is_import(line: &str) -> bool {
    line.starts_with("import ") && line.contains(" from \"./") && line.trim_end().ends_with("\";")
}

/// Leaves out the indentation and the comments that have their lines for themselves: `// …` and `/** … */`.
fn packed(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next().map(str::trim) {
        if line.starts_with("/**")
            && let Some(after) = after_block(line, lines.clone())
        {
            lines = after;
        } else if !line.is_empty() && !line.starts_with("//") {
            // What is never assigned again needs no longer word for it once it is joined.
            match line.strip_prefix("const ") {
                Some(rest) => push_squeezed(&mut out, &format!("let {rest}")),
                None => push_squeezed(&mut out, line),
            }
            out.push('\n');
        }
    }
    out
}

/// Leaves out the spaces beside punctuation, where they cannot matter: not in strings, and not in lines that hold what may be
/// a regular expression, a comment or an escape.
fn push_squeezed(out: &mut String, line: &str) {
    if line.contains(['/', '\\']) {
        return out.push_str(line);
    }
    let mut rest = line;
    while let Some(at) = rest.find(['"', '\'', '`']) {
        let quote = &rest[at..=at];
        let end = rest[at + 1..].find(quote).map_or(rest.len(), |end| at + 1 + end + 1);
        push_code(out, &rest[..at], true);
        out.push_str(&rest[at..end]);
        rest = &rest[end..];
    }
    push_code(out, rest, false);
}

/// Code without strings; `before_string` when one follows.
fn push_code(out: &mut String, code: &str, before_string: bool) {
    let is_punctuation = |c: Option<char>| c.is_some_and(|c| "=<>,;:{}()[]?&|!*%+-\"'`".contains(c));
    let is_sign = |c: Option<char>| matches!(c, Some('+' | '-'));
    let mut pieces = code.split(' ');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (before, after) = (out.chars().next_back(), piece.chars().next());
        // `a + +b` is not `a ++b`.
        let is_needed = is_sign(before) && is_sign(after);
        let touches = is_punctuation(before) || is_punctuation(after) || (after.is_none() && before_string);
        if is_needed || !touches {
            out.push(' ');
        }
        out.push_str(piece);
    }
}

/// The lines after the block comment that `first` begins, unless something stands behind its end.
fn after_block<'a>(first: &'a str, mut rest: std::str::Lines<'a>) -> Option<std::str::Lines<'a>> {
    let mut line = first.strip_prefix("/*")?;
    loop {
        if let Some((_, behind)) = line.split_once("*/") {
            return behind.trim().is_empty().then_some(rest);
        }
        line = rest.next()?;
    }
}

#[cfg(test)]
mod tests {
    use super::{joined, joined_modules};

    fn scripts(texts: &[&str]) -> String {
        joined(texts.iter().copied())
    }

    #[test]
    fn scripts_follow_each_other_without_comments_and_indentation() {
        assert_eq!(scripts(&["// One.\na();\n\n", "/** Two. */\n  // Also.\n  b();"]), "a();\nb();\n");
    }

    #[test]
    fn a_comment_goes_only_when_its_lines_are_its_own() {
        for text in [
            "a(); // why\n",
            "/* licence */\na();\n",
            "/** @type {A} */ (a).b();\n",
            "/**\nA\n*/ a();\n",
            "a = \"/** b */\";\n",
            "/** never closed\na();\n",
        ] {
            assert_eq!(scripts(&[text]), text);
        }
        assert_eq!(scripts(&["a();\n  /**\n   * Why.\n   */\n  b();"]), "a();\nb();\n");
        assert_eq!(scripts(&["/**/\na();\n/***/\nb();\n/** c\n*/\n"]), "a();\nb();\n");
    }

    #[test]
    fn spaces_go_where_they_cannot_matter() {
        assert_eq!(
            scripts(&["const a = (b, c) => { return b ? c : [1, 2]; };"]),
            "let a=(b,c)=>{return b?c:[1,2];};\n"
        );
        assert_eq!(scripts(&["a = \"b = c\" + d in e;"]), "a=\"b = c\"+d in e;\n");
        assert_eq!(scripts(&["const { a } = await b;"]), "let{a}=await b;\n");
        assert_eq!(scripts(&["a = b + +c - -d - e;"]), "a=b+ +c- -d-e;\n");
        assert_eq!(scripts(&["a = 'b = c' + `d = ${e} f`;"]), "a='b = c'+`d = ${e} f`;\n");
        for text in ["a = b / c;\n", "a = \"\\\" = \";\n"] {
            assert_eq!(scripts(&[text]), text);
        }
    }

    #[test]
    fn modules_share_one_scope() {
        let texts = [
            "// Engine.\nexport function open() {}\nexport const one = 1;\n",
            "import { open } from \"./engine.js\";\nimport * as all from \"./engine.js\";\nopen();\n",
        ];
        let script = joined_modules(texts.into_iter());
        assert_eq!(script, "(() => {\"use strict\";function open(){}\nlet one=1;open()})();");
    }

    #[test]
    fn only_whole_lines_of_import_and_export_are_understood() {
        let text = "{\nexport_it();\n}\nimport(\"./b.js\");\nlet from = 'import x from \"./y.js\";';\n";
        assert_eq!(
            joined_modules([text].into_iter()),
            "(() => {\"use strict\";{export_it()}\nimport(\"./b.js\");let from = 'import x from \"./y.js\";'})();"
        );
    }

    #[test]
    fn no_files_make_an_empty_script() {
        assert_eq!(scripts(&[]), "");
        assert_eq!(joined_modules([].into_iter()), "(() => {\"use strict\"})();");
    }
}
