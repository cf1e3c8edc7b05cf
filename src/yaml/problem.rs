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
        let here = self.span(offset..(offset + 1).min(line.end.max(offset)));
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
                .help("把它换成两个空格", "replace it with two spaces");
        }
        if let Some(diagnostic) = self.full_width_key().or_else(|| self.key_without_space()) {
            return diagnostic;
        }
        let diagnostic = Diagnostic::new(Code::YamlSyntax, syntax_words(&words)).at(here);
        self.with_quote_help(diagnostic, &line)
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

    pub(super) fn duplicate_key(&self, key: &str, second: usize) -> Diagnostic {
        let message = Text::new(format!("键 `{key}` 写了两次"), format!("the key `{key}` is written twice"));
        let diagnostic = Diagnostic::new(Code::YamlDuplicateKey, message)
            .at(self.span(second..second + key.len()))
            .label("第二次", "the second time")
            .help("删掉其中一个", "delete one of them");
        let first = self.text[..second].match_indices(key).map(|(at, _)| at).find(|at| {
            let before = &self.text[self.line_of(*at).start..*at];
            let after = self.text[at + key.len()..].trim_start();
            before.trim_matches([' ', '{', ',', '-']).is_empty() && after.starts_with(':')
        });
        match first {
            Some(at) => diagnostic.related(self.span(at..at + key.len()), "第一次", "the first time"),
            None => diagnostic,
        }
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

    /// The first line that looks like `key:value`, which is one word to YAML.
    pub(super) fn key_without_space(&self) -> Option<Diagnostic> {
        let mut offset = 0;
        for line in self.text.split_inclusive('\n') {
            if let Some((key, value)) = line.trim_end().split_once(':')
                && !key.is_empty()
                && key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                && value.chars().next().is_some_and(|c| c != ' ' && c != '/')
            {
                let value = value.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
                let message =
                    Text::new(format!("`{key}:` 后面缺少空格"), format!("there is no space after `{key}:`"));
                let at = offset + key.len();
                return Some(Diagnostic::new(Code::YamlSyntax, message).at(self.span(at..at + 1)).help(
                    format!("英文冒号后面要有一个半角空格：`{key}: {value}`"),
                    format!("write a space after the colon: `{key}: {value}`"),
                ));
            }
            offset += line.len();
        }
        None
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

/// What the parser's commonest complaints mean; of the others, Chinese readers get the help alone.
const SYNTAX_WORDS: [(&str, &str, &str); 8] = [
    ("mapping values are not allowed", "值里有冒号加空格", "a value holds a colon and a space"),
    ("unclosed quote", "引号没有成对", "a quote is not closed"),
    ("unclosed bracket", "括号没有成对", "a bracket is not closed"),
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

/// `key：value` on a line of its own, without an ASCII colon before it: where the colon stands.
pub(super) fn full_width_colon(line: &str) -> Option<usize> {
    let at = line.find('：')?;
    let key = line[..at].trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    is_key.then_some(at)
}

pub(super) fn full_width_colon_diagnostic(span: Span) -> Diagnostic {
    let message = Text::new("键后面用了全角冒号 `：`", "a full-width colon `：` after a key");
    Diagnostic::new(Code::YamlFullWidth, message)
        .at(span)
        .help("改成英文冒号加一个空格：`: `", "write an ASCII colon and a space: `: `")
}
