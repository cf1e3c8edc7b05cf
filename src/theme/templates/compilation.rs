//! What is said of a template that cannot be compiled: the tag that stays open and where it opens, the name that does not
//! exist and the nearest that does. What a template does wrong with the data of a page is told by `rendering.rs`.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Text};
use crate::source::{FileId, LineIndex, Span};
use crate::suggest::nearest;

use super::tags::{Brackets, Slip, Tag, WORDS, opener, scan, slip};
use super::words::{SYNTAX, capture, expectation, in_our_words};

/// Filters and tests of the engine, which tells nobody their names, and `fill`, which is ours.
pub(super) const FILTERS: [&str; 38] = [
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "fill",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];
pub(super) const TESTS: [&str; 17] = [
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];
const FUNCTIONS: [&str; 3] = ["range", "super", "throw"];

/// What the engine says, and the place it means.
pub(super) struct Complaint<'a> {
    pub message: &'a str,
    pub file: FileId,
    /// The whole template.
    pub text: &'a str,
    pub range: Range<usize>,
}

impl Complaint<'_> {
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// The piece of the template that the engine points at, without white space around it.
    pub(super) fn place(&self) -> Range<usize> {
        let found = self.text.get(self.range.clone()).unwrap_or_default();
        let start = self.range.start + (found.len() - found.trim_start().len());
        start..start + found.trim().len()
    }
}

/// Names that a template may use.
pub(super) struct Names {
    pub templates: Vec<String>,
    components: Vec<String>,
    blocks: Vec<String>,
}

impl Names {
    /// From the names and texts of all templates.
    pub(super) fn new<'a>(templates: impl Iterator<Item = (&'a str, &'a str)>) -> Names {
        let mut names = Names { templates: Vec::new(), components: Vec::new(), blocks: Vec::new() };
        for (template, text) in templates {
            names.templates.push(template.to_string());
            for tag in scan(text) {
                match (tag.word(), tag.name()) {
                    (Some("component"), Some(name)) => names.components.push(name.to_string()),
                    (Some("block"), Some(name)) => names.blocks.push(name.to_string()),
                    _ => {}
                }
            }
        }
        names
    }

    /// Whether these templates have what the engine found to be missing.
    pub(super) fn has(&self, message: &str) -> bool {
        let of = |pattern, names: &[String]| {
            capture(message, pattern).is_some_and(|found| names.iter().any(|name| name == found[0]))
        };
        of("Unknown component `{}`", &self.components)
            || of("Block `{}` is not defined in any parent template", &self.blocks)
    }
}

/// A template that cannot be read.
pub(super) fn syntax(it: &Complaint<'_>) -> Diagnostic {
    let tags = scan(it.text);
    let unclosed = tags.iter().find(|tag| !tag.is_closed && tag.range.start <= it.range.end);
    if let Some(tag) = unclosed {
        return unclosed_brackets(it, tag);
    }
    if let Some(slip) = slip(it.text, &tags).filter(|slip| is_meant(it, slip)) {
        return match slip {
            Slip::Unclosed { open, before, perhaps } => unclosed_tag(it, open, before, perhaps),
            Slip::Stray { tag, wants } => stray_tag(it, tag, &wants),
        };
    }
    if it.message == "Unknown tag" {
        return unknown_tag(it);
    }
    if it.message == "Unexpected character" {
        return unexpected_character(it);
    }
    if let Some(found) = unexpected_token(it) {
        return found;
    }
    told(&SYNTAX, it, it.place())
}

/// A filter, test, function, component, template or block that does not exist. The engine gives only where it begins.
pub(super) fn reference(it: &Complaint<'_>, template: &str, names: &Names) -> Diagnostic {
    let kinds = [
        ("Unknown filter `{}`", "过滤器", "filter", FILTERS.to_vec()),
        ("Unknown test `{}`", "判断词", "test", TESTS.to_vec()),
        ("Unknown function `{}`", "函数", "function", FUNCTIONS.to_vec()),
        ("Unknown component `{}`", "组件", "component", borrowed(&names.components)),
        ("Unknown template `{}`", "模板", "template", borrowed(&names.templates)),
        ("Block `{}` is not defined in any parent template", "block", "block", borrowed(&names.blocks)),
    ];
    for (pattern, zh, en, names) in kinds {
        let Some(name) = capture(it.message, pattern).map(|found| found[0]) else { continue };
        let message = match en {
            "block" => Text::new(
                format!("上层模板没有 block `{name}`"),
                format!("no template above has a block `{name}`"),
            ),
            _ => Text::new(format!("没有{zh} `{name}`"), format!("there is no {en} `{name}`")),
        };
        let mean = nearest(name, names.iter().copied().filter(|other| *other != name && *other != template));
        let diagnostic = error(message, it.span(place_of_name(it, name))).did_you_mean(mean);
        return match (mean, en) {
            (Some(_), _) => diagnostic,
            (_, "filter" | "test" | "function") => diagnostic.help(
                "Tera 的说明：https://keats.github.io/tera/",
                "see the manual of Tera: https://keats.github.io/tera/",
            ),
            (_, "template") => diagnostic.help(
                "模板的路径从 `templates/` 里算起：`partials/footer.html`",
                "paths of templates begin inside `templates/`: `partials/footer.html`",
            ),
            (_, "component") => diagnostic.help(
                "组件在模板里用 `{% component 名称(…) %}` 定义",
                "a component is defined in a template with `{% component name(…) %}`",
            ),
            _ => diagnostic.help("docs/themes.md 列出了 block", "docs/themes.md lists the blocks"),
        };
    }
    told(&SYNTAX, it, it.place())
}

fn borrowed(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// `{% extends %}` of a template that does not exist.
pub(super) fn missing_parent(
    file: FileId,
    text: &str,
    [template, parent]: [&str; 2],
    names: &Names,
) -> Diagnostic {
    let message = format!("Unknown template `{parent}`");
    let place = tag_naming(text, "extends", parent).map_or(0, |tag| tag.start);
    let place = text[place..].find(parent).map_or(0, |at| place + at);
    reference(&Complaint { message: &message, file, text, range: place..place }, template, names)
}

/// Templates that extend or include each other in a circle, in order; `chain` begins with the template of `text`.
pub(super) fn circle(file: FileId, text: &str, word: &str, chain: &[&str], names: &Names) -> Diagnostic {
    let next = chain.get(1).copied().unwrap_or_default();
    let place = tag_naming(text, word, next).unwrap_or(0..0);
    let shown = chain.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ");
    let message =
        Text::new(format!("`{word}` 绕成了圈：{shown}"), format!("`{word}` goes in a circle: {shown}"));
    let diagnostic = error(message, Span::new(file, place));
    if word == "extends" && names.templates.contains(&format!("default/{next}")) {
        return diagnostic.help(
            format!("要继承它替换掉的那个模板，写成 `{{% extends \"default/{next}\" %}}`"),
            format!("to extend the template that it replaces write `{{% extends \"default/{next}\" %}}`"),
        );
    }
    diagnostic.help("去掉其中一个", "remove one of them")
}

/// The components that two templates define, in the order of the second.
pub(super) fn defined_twice([first, second]: [(FileId, &str); 2]) -> Vec<Diagnostic> {
    let components = |(file, text): (FileId, &str)| -> Vec<(String, Span)> {
        let tags = scan(text);
        let components = tags.iter().filter(|tag| tag.word() == Some("component"));
        components
            .filter_map(|tag| Some((tag.name()?.to_string(), Span::new(file, tag.range.clone()))))
            .collect()
    };
    let others = components(first);
    let twice = components(second).into_iter().filter_map(|(name, span)| {
        let (_, other) = others.iter().find(|(other, _)| *other == name)?;
        let message = Text::new(
            format!("两个模板都定义了组件 `{name}`"),
            format!("two templates define the component `{name}`"),
        );
        let diagnostic = error(message, span).related(*other, "另一个在这里", "the other is here");
        Some(diagnostic.help("每个组件的名字只能用一次", "each component has a name of its own"))
    });
    twice.collect()
}

/// What the engine says in our words, or as the engine's.
pub(super) fn told(rules: &[super::words::Rule], it: &Complaint<'_>, place: Range<usize>) -> Diagnostic {
    let here = shown(it.text.get(place.clone()).unwrap_or_default());
    match in_our_words(rules, it.message, &here) {
        Some((message, help)) => {
            let mut diagnostic = error(message, it.span(place));
            diagnostic.help.extend(help);
            diagnostic
        }
        None => quoted(it.message).at(it.span(place)),
    }
}

/// A message that we do not know.
pub(super) fn quoted(message: &str) -> Diagnostic {
    let message = Text::new(
        format!("模板有误，Tera 的原话是：“{message}”"),
        format!("the template has an error; Tera says: “{message}”"),
    );
    Diagnostic::new(Code::TemplateError, message).help(
        "Tera 的说明：https://keats.github.io/tera/",
        "see the manual of Tera: https://keats.github.io/tera/",
    )
}

pub(super) fn error(message: Text, span: Span) -> Diagnostic {
    Diagnostic::new(Code::TemplateError, message).at(span)
}

/// A piece of a template in one short line.
pub(super) fn shown(piece: &str) -> String {
    const LONGEST: usize = 48;
    let line = piece.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// Whether what is wrong with the tags is what the engine stumbled over.
fn is_meant(it: &Complaint<'_>, slip: &Slip<'_, '_>) -> bool {
    let at = it.range.start;
    match slip {
        _ if it.message == "Unexpected end of input" || it.message.starts_with("Unclosed component") => true,
        Slip::Unclosed { before: Some(tag), .. } | Slip::Stray { tag, .. } => tag.range.contains(&at),
        Slip::Unclosed { .. } => false,
    }
}

fn unclosed_brackets(it: &Complaint<'_>, tag: &Tag<'_>) -> Diagnostic {
    let (open, close) = (tag.brackets.open(), tag.brackets.close());
    let message = Text::new(
        format!("`{open}` 一直没有结束：缺 `{close}`"),
        format!("`{open}` is never closed: `{close}` is missing"),
    );
    let start = tag.range.start;
    error(message, it.span(start..start + open.len())).help(
        "`{{ … }}` 输出一个值，`{% … %}` 是标签，`{# … #}` 是注释",
        "`{{ … }}` prints a value, `{% … %}` is a tag, `{# … #}` is a comment",
    )
}

fn unclosed_tag(
    it: &Complaint<'_>,
    open: &Tag<'_>,
    before: Option<&Tag<'_>>,
    perhaps: Option<&Tag<'_>>,
) -> Diagnostic {
    let source = |tag: &Tag<'_>| shown(&it.text[tag.range.clone()]);
    let (opened, closer) = (source(open), end_tag(&open.closer().unwrap_or_default()));
    let message = match before {
        Some(tag) => {
            let (line, end) = (LineIndex::new(it.text).position(tag.range.start).line, source(tag));
            Text::new(
                format!("`{opened}` 没有结束：第 {line} 行的 `{end}` 前面缺 `{closer}`"),
                format!("`{opened}` is not closed: `{closer}` is missing before the `{end}` in line {line}"),
            )
        }
        None => Text::new(
            format!("`{opened}` 一直没有结束：缺 `{closer}`"),
            format!("`{opened}` is never closed: `{closer}` is missing"),
        ),
    };
    let mut diagnostic = error(message, it.span(open.range.clone())).label("从这里开始", "opened here");
    if let Some(tag) = before {
        diagnostic = diagnostic.related(it.span(tag.range.clone()), "到这里还没有结束", "still open here");
    }
    if let Some(tag) = perhaps {
        diagnostic = diagnostic.related(
            it.span(tag.range.clone()),
            "也可能缺的是它的结束标签：后面那个缩进和它不同",
            "or perhaps its end is missing: the one found is indented otherwise",
        );
    }
    diagnostic.help(format!("在它该结束的地方写 `{closer}`"), format!("write `{closer}` where it should end"))
}

fn stray_tag(it: &Complaint<'_>, tag: &Tag<'_>, wants: &str) -> Diagnostic {
    let found = shown(&it.text[tag.range.clone()]);
    let opening = match opener(wants) {
        component if component.starts_with('<') => format!("{{% {component} %}}"),
        word => format!("{{% {word} … %}}"),
    };
    let message = Text::new(
        format!("`{found}` 没有对应的开头：前面没有还开着的 `{opening}`"),
        format!("`{found}` ends nothing: no `{opening}` is open before it"),
    );
    error(message, it.span(tag.range.clone())).help(
        format!("删去它，或在前面补上 `{opening}`"),
        format!("remove it, or write `{opening}` before it"),
    )
}

/// `{% endif %}`, `{% </card> %}`.
fn end_tag(closer: &str) -> String {
    format!("{{% {closer} %}}")
}

/// What other template languages have and this one says otherwise.
const OTHER_LANGUAGES: [(&str, &str); 13] = [
    ("macro", "{% component name(title) %}"),
    ("import", "{{ <name title={…} /> }}"),
    ("from", "{{ <name title={…} /> }}"),
    ("call", "{% <name> %}…{% </name> %}"),
    ("with", "{% set name = … %}"),
    ("let", "{% set name = … %}"),
    ("assign", "{% set name = … %}"),
    ("unless", "{% if not … %}"),
    ("case", "{% if … %}…{% elif … %}"),
    ("switch", "{% if … %}…{% elif … %}"),
    ("verbatim", "{% raw %}"),
    ("comment", "{# … #}"),
    ("super", "{{ super() }}"),
];

fn unknown_tag(it: &Complaint<'_>) -> Diagnostic {
    let place = it.place();
    let word = &it.text[place.clone()];
    let message =
        Text::new(format!("没有标签 `{{% {word} … %}}`"), format!("there is no tag `{{% {word} … %}}`"));
    if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let message = Text::new(
            format!("`{{%` 后面应当是 `if`、`for` 这样的词，却是 `{word}`"),
            format!("expected a word such as `if` or `for` after `{{%`, found `{word}`"),
        );
        return error(message, it.span(place))
            .help("输出一个值写成 `{{ … }}`", "to print a value write `{{ … }}`");
    }
    let diagnostic = error(message, it.span(place));
    if let Some((_, instead)) = OTHER_LANGUAGES.iter().find(|(other, _)| *other == word) {
        return diagnostic.help(format!("这里写成 `{instead}`"), format!("here it is `{instead}`"));
    }
    match nearest(word, WORDS.into_iter().filter(|known| *known != "super")) {
        Some(known) => diagnostic.did_you_mean(Some(known)),
        None => diagnostic.help(
            "标签有 `if`、`for`、`block`、`extends`、`include`、`set`、`component`、`filter` 和 `raw`；输出一个值写成 `{{ … }}`",
            "the tags are `if`, `for`, `block`, `extends`, `include`, `set`, `component`, `filter` and `raw`; to print a value write `{{ … }}`",
        ),
    }
}

/// Full-width punctuation and what is meant by it.
const FULL_WIDTH: [(char, &str); 20] = [
    ('（', "("),
    ('）', ")"),
    ('｜', "|"),
    ('，', ","),
    ('：', ":"),
    ('；', ";"),
    ('“', "\""),
    ('”', "\""),
    ('‘', "'"),
    ('’', "'"),
    ('＝', "="),
    ('！', "!"),
    ('。', "."),
    ('．', "."),
    ('【', "["),
    ('】', "]"),
    ('｛', "{"),
    ('｝', "}"),
    ('＞', ">"),
    ('＜', "<"),
];

fn unexpected_character(it: &Complaint<'_>) -> Diagnostic {
    let start = it.range.start;
    let found = it.text[start..].chars().next().unwrap_or(' ');
    let place = start..(start + found.len_utf8()).min(it.text.len());
    let message = Text::new(format!("标签里不能有 `{found}`"), format!("`{found}` cannot stand in a tag"));
    let diagnostic = error(message, it.span(place));
    if let Some((_, ascii)) = FULL_WIDTH.iter().find(|(wide, _)| *wide == found) {
        return diagnostic.help(format!("改成半角的 `{ascii}`"), format!("write `{ascii}`"));
    }
    match found {
        '&' => diagnostic.help("“并且”写成 `and`", "“and” is written `and`"),
        '?' => {
            diagnostic.help("二选一写成 `a if 条件 else b`", "a choice is written `a if condition else b`")
        }
        it if !it.is_ascii() => diagnostic.help(
            "文字要加引号；名称只用字母、数字和 `_`",
            "text stands in quotes; names are of letters, digits and `_`",
        ),
        _ => diagnostic,
    }
}

fn unexpected_token(it: &Complaint<'_>) -> Option<Diagnostic> {
    let found = capture(it.message, "Found {} but expected {}")
        .filter(|found| !found[1].starts_with("identifier after"))?;
    let expected = found[1];
    let place = match expected {
        // The engine points at what stands before.
        "`/` or `>`" => {
            let rest = &it.text[it.range.end..];
            let start = it.range.end + (rest.len() - rest.trim_start().len());
            let length = rest.trim_start().chars().next().map_or(0, char::len_utf8);
            start..start + length
        }
        _ => it.place(),
    };
    let token = shown(&it.text[place.clone()]);
    let [zh, en] = expectation(expected);
    let message = Text::new(
        format!("这里应当是{}，却是 `{token}`", spaced(&zh)),
        format!("expected {en}, found `{token}`"),
    );
    let before = it.text[..place.start].trim_end();
    let mut diagnostic = error(message, it.span(place));
    diagnostic.help.extend(advice(expected.trim_end_matches('.'), &token, before));
    Some(diagnostic)
}

/// Chinese text stands close, code after a space.
fn spaced(text: &str) -> String {
    if text.starts_with('`') { format!(" {text}") } else { text.to_string() }
}

/// What is usually meant by an unexpected `token` that follows the text `before`.
fn advice(expected: &str, token: &str, before: &str) -> Option<Text> {
    let is_end = matches!(expected, "%}" | "}}");
    Some(match (expected, token) {
        (_, "=") if is_end => Text::new("比较两个值用 `==`", "two values are compared with `==`"),
        (_, "!") => Text::new("“不”写成 `not`", "“not” is written `not`"),
        ("identifier", "|") => Text::new("“或者”写成 `or`", "“or” is written `or`"),
        ("identifier", _) if before.ends_with(['(', ',']) => {
            Text::new("参数要写出名字：`名称=值`", "arguments are named: `name=value`")
        }
        (_, name) if is_end && FILTERS.contains(&name) => Text::new(
            format!("过滤器前面要有 `|`：`| {name}`"),
            format!("`|` stands before a filter: `| {name}`"),
        ),
        ("in", _) => Text::new("写成 `{% for 名称 in 列表 %}`", "write `{% for name in list %}`"),
        ("else", _) => Text::new("写成 `a if 条件 else b`", "write `a if condition else b`"),
        ("}}", _) => {
            Text::new("`{{ … }}` 里只有一个值，连接文字用 `~`", "`{{ … }}` holds one value; `~` joins text")
        }
        _ => return None,
    })
}

/// Where `name` stands, at or soon after the place that the engine gives.
fn place_of_name(it: &Complaint<'_>, name: &str) -> Range<usize> {
    let start = it.range.start.min(it.text.len());
    match it.text[start..].find(name) {
        Some(at) if at <= 4 => start + at..start + at + name.len(),
        _ => start..start,
    }
}

/// The range of `{% extends "base.html" %}`.
fn tag_naming(text: &str, word: &str, name: &str) -> Option<Range<usize>> {
    let tags = scan(text);
    let is_it = |tag: &&Tag<'_>| {
        tag.brackets == Brackets::Tag && tag.word() == Some(word) && text[tag.range.clone()].contains(name)
    };
    tags.iter().find(is_it).map(|tag| tag.range.clone())
}
