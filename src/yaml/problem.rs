//! What the parser complains about, in words that help.

use std::ops::Range;

use super::YamlText;
use crate::diag::{Code, Diagnostic, Text};
use crate::source::Span;

impl YamlText<'_> {
    pub(super) fn syntax_error(&self, error: &serde_saphyr::Error) -> Diagnostic {
        let offset = error.location().map_or(0, |location| self.range(location).start);
        let words = error.to_string();
        let line = self.line_of(offset);
        let here = self.char_at(offset);
        if let Some(rest) = words.strip_prefix("duplicate mapping key: ") {
            let key = rest.split(", set DuplicateKeyPolicy").next().unwrap_or_default();
            return self.duplicate_key(key, offset);
        }
        if words.contains("anchors") && words.contains("budget") {
            let message =
                Text::new("这里不支持 YAML 的锚点 `&…`", "YAML's anchors `&…` are not supported here");
            return Diagnostic::new(Code::YamlUnsupported, message)
                .at(here)
                .help("直接写出值；如果是文字，加上引号", "write the value out; if it is text, quote it");
        }
        // A plain value goes on over the next line, so the parser reports the tab at the value.
        if let Some(tab) = self.indenting_tab(line.start)
            && (words.contains("a tab") || words.contains("tabs disallowed") || line.contains(&tab))
        {
            let message = Text::new("缩进用了制表符", "a tab is used for indentation");
            return Diagnostic::new(Code::YamlTab, message)
                .at(self.span(tab..tab + 1))
                .help("把它换成空格，和同级的行对齐", "replace it with spaces, in line with its neighbours");
        }
        let flow = self.flow_at(offset).filter(|_| !words.contains("budget"));
        let known = flow.as_ref().and_then(|flow| self.flow_problem(flow, &words, offset));
        let known = known
            .or_else(|| self.odd_indentation())
            .or_else(|| self.full_width_key())
            .or_else(|| self.line_without_space(&line));
        if let Some(diagnostic) = known {
            return diagnostic;
        }
        let diagnostic = Diagnostic::new(Code::YamlSyntax, syntax_words(&words)).at(here);
        // In `{…}` a line is no `key: value`, so the help would quote half of it.
        if flow.is_some() { diagnostic } else { self.with_quote_help(diagnostic, &line) }
    }

    /// The character at an offset, if the line goes on there.
    pub(super) fn char_at(&self, offset: usize) -> Span {
        let next = self.text.get(offset..).and_then(|rest| rest.chars().next()).filter(|c| *c != '\n');
        self.span(offset..offset + next.map_or(0, char::len_utf8))
    }

    /// The first tab that indents a line, from the line at `start` on.
    pub(super) fn indenting_tab(&self, start: usize) -> Option<usize> {
        let mut offset = start;
        for line in self.text[start..].split_inclusive('\n') {
            let spaces = line.len() - line.trim_start_matches(' ').len();
            if line[spaces..].starts_with('\t') {
                return Some(offset + spaces);
            }
            offset += line.len();
        }
        None
    }

    /// The first line that is indented with a space that YAML takes for text.
    fn odd_indentation(&self) -> Option<Diagnostic> {
        let mut offset = 0;
        for line in self.text.split_inclusive('\n') {
            let spaces = line.len() - line.trim_start_matches(' ').len();
            let odd = line[spaces..].chars().next().filter(|c| matches!(c, '\u{3000}' | '\u{a0}'));
            if let Some(odd) = odd {
                let message = Text::new(
                    "缩进用了全角空格或不换行空格",
                    "a full-width or no-break space is used for indentation",
                );
                let at = offset + spaces;
                return Some(
                    Diagnostic::new(Code::YamlFullWidth, message)
                        .at(self.span(at..at + odd.len_utf8()))
                        .help("把它换成英文半角空格", "replace it with ASCII spaces"),
                );
            }
            offset += line.len();
        }
        None
    }

    pub(super) fn duplicate_key(&self, key: &str, second: usize) -> Diagnostic {
        let first = self.text[..second].match_indices(key).map(|(at, _)| at).find(|at| {
            let before = &self.text[self.line_of(*at).start..*at];
            let after = self.text[at + key.len()..].trim_start();
            before.trim_matches([' ', '{', ',', '-']).is_empty() && after.starts_with(':')
        });
        let span = |at: usize| self.span(at..at + key.len());
        written_twice(key, first.map(span), span(second))
    }

    /// The first line that looks like `key：value`.
    pub(super) fn full_width_key(&self) -> Option<Diagnostic> {
        let mut offset = 0;
        for line in self.text.split_inclusive('\n') {
            if let Some(at) = full_width_colon(line) {
                let span = self.span(offset + at..offset + at + '：'.len_utf8());
                return Some(full_width_colon_diagnostic(span));
            }
            offset += line.len();
        }
        None
    }

    /// A line that looks like `key:value`, which is one word to YAML: that of the error, the one
    /// above (where the parser still hoped for more), or the first of the file that is not indented.
    pub(super) fn line_without_space(&self, line: &Range<usize>) -> Option<Diagnostic> {
        let above = self.line_of(line.start.saturating_sub(1));
        let near = [line.clone(), above].into_iter().find_map(|line| self.without_space(line));
        near.or_else(|| {
            let mut start = 0;
            self.text.split_inclusive('\n').find_map(|line| {
                start += line.len();
                let is_indented = line.starts_with([' ', '\t', '-']);
                (!is_indented).then(|| self.without_space(start - line.len()..start)).flatten()
            })
        })
    }

    fn without_space(&self, line: Range<usize>) -> Option<Diagnostic> {
        let whole = &self.text[line.clone()];
        let text = whole.trim_start_matches([' ', '-']).trim_end();
        let start = line.start + (whole.len() - whole.trim_start_matches([' ', '-']).len());
        let at = key_without_space(text)?;
        Some(missing_space(text, at, self.span(start + at..start + at + 1)))
    }

    /// A value with `: ` in it wants quotes.
    pub(super) fn with_quote_help(&self, diagnostic: Diagnostic, line: &Range<usize>) -> Diagnostic {
        let Some((key, value)) = self.text[line.clone()].split_once(": ") else {
            return diagnostic;
        };
        let value = value.trim();
        let needs_quotes =
            value.contains(": ") || value.starts_with(['@', '`', '%', '[', '{', '?', '|', '>']);
        if value.starts_with(['"', '\'']) || !needs_quotes {
            return diagnostic;
        }
        let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
        diagnostic.help(
            format!("把值放进英文双引号：`{key}: \"{quoted}\"`"),
            format!("put the value in double quotes: `{key}: \"{quoted}\"`"),
        )
    }
}

/// One key at two places of a mapping.
pub(super) fn written_twice(key: &str, first: Option<Span>, second: Span) -> Diagnostic {
    let message = Text::new(format!("键 `{key}` 写了两次"), format!("the key `{key}` is written twice"));
    let diagnostic = Diagnostic::new(Code::YamlDuplicateKey, message)
        .at(second)
        .label("第二次", "the second time")
        .help("删掉其中一个", "delete one of them");
    match first {
        Some(first) => diagnostic.related(first, "第一次", "the first time"),
        None => diagnostic,
    }
}

/// What the parser's commonest complaints mean; of the others, Chinese readers get the help alone.
const SYNTAX_WORDS: [(&str, &str, &str); 13] = [
    ("mapping values are not allowed", "值里有冒号加空格", "a value holds a colon and a space"),
    ("unclosed quote", "引号没有成对", "a quote is not closed"),
    ("unclosed bracket", "括号没有成对", "a bracket is not closed"),
    ("duplicate mapping key", "同一个键写了两次", "a key is written twice"),
    ("mismatched bracket", "括号不配对", "a bracket is closed by one of another kind"),
    ("misplaced bracket", "多了一个右括号", "a closing bracket has no opening one"),
    ("invalid trailing content", "引号后面还有文字", "text goes on after the closing quote"),
    ("separated from other tokens", "注释的 # 前面缺少空格", "there is no space before the # of a comment"),
    ("simple key expected", "这一行缺少“冒号加空格”", "the line has no colon and space"),
    ("unexpected character", "值不能以这个符号开头", "a value may not start with this character"),
    ("unknown escape character", "双引号里的反斜杠写法不对", "an unknown escape in double quotes"),
    ("multiple YAML documents", "一个文件里只能有一份 YAML", "only one YAML document is allowed"),
    ("budget", "内容太多或嵌套太深", "it is too large or nested too deeply"),
];

pub(super) fn syntax_words(words: &str) -> Text {
    let known = SYNTAX_WORDS.iter().find(|(fragment, _, _)| words.contains(fragment));
    let what = words.split(" at line ").next().unwrap_or(words);
    match known {
        Some((_, zh, en)) => {
            Text::new(format!("YAML 写法有误：{zh}"), format!("YAML cannot be parsed: {en}"))
        }
        None => Text::new("YAML 写法有误", format!("YAML cannot be parsed: {what}")),
    }
}

/// `key:value`, where `key` is a word that may be a key: where the colon stands. An address is none.
pub(super) fn key_without_space(text: &str) -> Option<usize> {
    let (key, value) = text.split_once(':')?;
    let is_key = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c));
    (is_key && value.starts_with(|c: char| c != ' ' && c != '/')).then_some(key.len())
}

/// The colon of `text`, at the byte `at` and the place `span`, is followed by the value itself.
pub(super) fn missing_space(text: &str, at: usize, span: Span) -> Diagnostic {
    let key = &text[..at];
    let value = text[at + 1..].trim_start_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
    let message = Text::new(format!("`{key}:` 后面缺少空格"), format!("there is no space after `{key}:`"));
    Diagnostic::new(Code::YamlSyntax, message).at(span).help(
        format!("英文冒号后面要有一个半角空格：`{key}: {value}`"),
        format!("write a space after the colon: `{key}: {value}`"),
    )
}

/// `key：value` on a line of its own, without an ASCII colon before it: where the colon stands.
pub(super) fn full_width_colon(line: &str) -> Option<usize> {
    let at = line.find('：')?;
    let key = line[..at].trim_start_matches([' ', '-']).trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    is_key.then_some(at)
}

pub(super) fn full_width_colon_diagnostic(span: Span) -> Diagnostic {
    let message = Text::new("键后面用了全角冒号 `：`", "a full-width colon `：` after a key");
    Diagnostic::new(Code::YamlFullWidth, message)
        .at(span)
        .help("改成英文冒号加一个空格：`: `", "write an ASCII colon and a space: `: `")
}
