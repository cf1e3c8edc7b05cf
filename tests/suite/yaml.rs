//! YAML on one line, in `{…}` and `[…]`: every way in which punctuation spoils it, and what is said then.

use wenda::diag::{Diagnostic, Text};
use wenda::source::FileId;
use wenda::yaml::{self, Node, Value};

fn parse(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let outcome = yaml::parse(FileId(0), text, 0..text.len());
    (outcome.value, outcome.diagnostics)
}

fn show(text: &str, diagnostic: &Diagnostic) -> String {
    let start = diagnostic.span.unwrap().start;
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let (line, column) =
        (text[..start].matches('\n').count() + 1, text[line_start..start].chars().count() + 1);
    format!("{line}:{column} {}: {}", diagnostic.code.name(), diagnostic.message.en)
}

/// What is said about a whole file.
fn problems(text: &str) -> Vec<String> {
    let (value, diagnostics) = parse(text);
    assert_eq!(value.is_none(), !diagnostics.is_empty(), "{text}");
    for Text { zh, en } in diagnostics.iter().flat_map(|d| d.help.iter().chain([&d.message])) {
        assert!(!zh.is_empty() && zh != en, "{zh}");
    }
    diagnostics.iter().map(|diagnostic| show(text, diagnostic)).collect()
}

/// Checks `flow` as an answer (line 4, behind six columns and `- `) and as a node on one line.
#[track_caller]
fn check(flow: &str, column: usize, expected: &str) {
    let answer = format!("nodes:\n  n:\n    answers:\n      - {flow}\n      - {{id: z, go: q}}\n");
    assert_eq!(problems(&answer), [format!("4:{} {expected}", column + 8)], "{flow}");
    let node = format!("nodes:\n  n: {flow}\n  q: {{end: solved}}\n");
    assert_eq!(problems(&node), [format!("2:{} {expected}", column + 5)], "{flow}");
}

#[track_caller]
fn helps(flow: &str, help: &str) {
    let (_, diagnostics) = parse(&format!("- {flow}\n"));
    let helps: Vec<&str> = diagnostics[0].help.iter().map(|text| text.en.as_str()).collect();
    assert!(helps.iter().any(|text| text.contains(help)), "{flow}: {helps:?}");
}

/// The values of a mapping in braces, which has no problems.
fn values(flow: &str) -> Vec<(String, Option<String>)> {
    let (value, diagnostics) = parse(flow);
    assert_eq!(diagnostics, [], "{flow}");
    let Value::Mapping(entries) = value.unwrap().value else { panic!("{flow}") };
    let text = |node: &Node| node.as_text().map(str::to_string);
    entries.iter().map(|(key, node)| (key.value.clone(), text(node))).collect()
}

const COLON: &str = "yaml-full-width: a full-width colon `：` after a key";
const COMMA: &str = "yaml-full-width: a full-width comma between two keys";
const WRAPPED: &str = "yaml-full-width: the value of `zh` is wrapped in full-width punctuation";

#[test]
fn a_full_width_colon_in_braces_is_pointed_at() {
    check("{zh：你好}", 4, COLON);
    check("{zh：你好, en: Hi}", 4, COLON);
    check("{zh：你好，en: Hi}", 4, COLON);
    check("{id: a, go：freeze}", 11, COLON);
    check("{zh: \"你好\", en：\"Hi\"}", 14, COLON);
    check("{\"zh\": \"a\", \"en\"：\"b\"}", 17, COLON);
}

#[test]
fn full_width_quotes_and_commas_in_braces_are_pointed_at() {
    check("{zh: “你好”, en: Hi}", 6, WRAPPED);
    check("{zh: “你好, 世界”, en: Hi}", 6, WRAPPED);
    check("{zh: “问题: 你好”, en: Hi}", 6, WRAPPED);
    check("{zh: 你好，en: Hi}", 8, COMMA);
    check("{zh: 你好， en: Hi}", 8, COMMA);
    check("{zh: 甲，乙，en: Hi}", 9, COMMA);
    check("{zh: 你好，en：Hi}", 8, COMMA);
    check("{zh: \"你好\"，en: \"Hi\"}", 10, COMMA);
    check("{zh: “你好”，en: “Hi”}", 10, COMMA);
    check("{zh: [\"钱少了\"、\"余额\"]}", 12, COMMA);
}

#[test]
fn full_width_punctuation_is_fine_within_text() {
    for text in ["你好，世界", "注意：先退出", "“甲”和“乙”", "看“设置”", "钱、余额"]
    {
        assert_eq!(values(&format!("{{zh: {text}, en: Hi}}"))[0].1.as_deref(), Some(text));
        assert_eq!(values(&format!("{{zh: \"{text}\", en: Hi}}"))[0].1.as_deref(), Some(text));
    }
}

#[test]
fn a_question_mark_needs_no_quotes_but_at_the_start() {
    assert_eq!(values("{en: What do you see?}")[0].1.as_deref(), Some("What do you see?"));
    assert_eq!(values("{en: Really? Yes, zh: 甲}").len(), 2);
    for start in ["?", "-", "@", "%"] {
        let expected = format!("yaml-unquoted: text without quotes may not begin with `{start}`");
        check(&format!("{{en: {start} a}}"), 6, &expected);
    }
    helps("{en: ? a}", "`en: \"? a\"`");
}

#[test]
fn a_comma_in_text_without_quotes_is_pointed_at() {
    let expected = "yaml-unquoted: a comma ends the text here";
    check("{en: Wait, please}", 10, expected);
    check("{id: a, en: Open settings, help, go: x}", 26, expected);
    helps("{en: Wait, please, then go on, zh: 甲}", "`en: \"Wait, please, then go on\"`");
    helps("{en: Say \"hi\", please}", "`en: \"Say \\\"hi\\\", please\"`");
}

/// Both are told at once.
#[test]
fn two_commas_of_two_texts_are_two_problems() {
    assert_eq!(problems("- {en: a, b}\n- {en: c, d}\n").len(), 2);
    assert_eq!(problems("{en: a, b, zh: c, d}").len(), 2);
}

#[test]
fn a_colon_or_bracket_in_text_without_quotes_is_pointed_at() {
    check("{en: Note: this}", 10, "yaml-unquoted: a colon and a space inside text without quotes");
    check("{id: a go: b}", 10, "yaml-unquoted: a colon and a space inside text without quotes");
    check("{en: a [b]}", 8, "yaml-unquoted: a bracket `[` inside text without quotes");
    check("{en: a {b}, zh: c}", 8, "yaml-unquoted: a bracket `{` inside text without quotes");
    check("{en: a #b}", 8, "yaml-unquoted: a space and a `#` begin a comment in the middle of the text");
    helps("{en: Note: this, zh: 甲}", "`en: \"Note: this\"`");
    helps("{id: a go: b}", "if `go` is the next key, a comma goes before it: `, go: …`");
    helps("{en: a {b}, zh: c}", "`en: \"a {b}\"`");
    helps("{id: a, # c\n   en: Note: this}", "`en: \"Note: this\"`");
}

#[test]
fn a_bracket_that_is_not_closed_is_pointed_at_where_it_opens() {
    let expected = "yaml-syntax: YAML cannot be parsed: a bracket is not closed";
    check("{id: a", 1, expected);
    check("{id: a, en: \"Hi\"", 1, expected);
    check("[a, b", 1, expected);
    assert_eq!(problems("ask: {zh: 甲, en: a\nanswers:\n  - {id: b}\n"), [format!("1:6 {expected}")]);
    check("{id: a}}", 8, "yaml-syntax: YAML cannot be parsed: a closing bracket has no opening one");
}

#[test]
fn text_after_a_closing_quote_is_pointed_at() {
    let expected = "yaml-syntax: YAML cannot be parsed: text goes on after the closing quote";
    check("{en: \"say \"hi\" now\"}", 12, expected);
    check("{en: 'it's'}", 10, expected);
    helps("{en: \"say \"hi\" now\"}", "`\\\"`");
    let open = "- {zh: \"钱少了, go: x}\n- {zh: \"b\"}\n";
    assert_eq!(problems(open), ["1:8 yaml-syntax: YAML cannot be parsed: a quote is not closed"]);
}

#[test]
fn a_missing_space_after_a_colon_is_pointed_at() {
    check("{go:freeze}", 4, "yaml-syntax: there is no space after `go:`");
    check("{id: a, go:freeze, share: 3}", 11, "yaml-syntax: there is no space after `go:`");
    check("{en:\"a\"}", 4, "yaml-syntax: there is no space after `en:`");
    assert_eq!(
        problems("nodes:\n  n:\n    try: a\n    go:freeze\n"),
        ["4:7 yaml-syntax: there is no space after `go:`"]
    );
    assert_eq!(values("{\"en\":\"a\", url: https://a.cn}").len(), 2);
    let (node, _) = parse("go:freeze\n");
    let found = yaml::Fields::new(node).finish();
    assert_eq!(show("go:freeze\n", &found[0]), "1:3 yaml-syntax: there is no space after `go:`");
}

#[test]
fn a_tab_that_indents_braces_is_pointed_at() {
    for text in ["n: {\n\tid: a}\n", "n:\n  - {id: a}\n\t- {id: b}\n"] {
        let found = problems(text);
        assert!(
            found.len() == 1 && found[0].ends_with("yaml-tab: a tab is used for indentation"),
            "{found:?}"
        );
    }
}

#[test]
fn ids_that_yaml_takes_for_something_else_stay_text() {
    for id in ["yes", "no", "on", "012", "1e3", "true"] {
        assert_eq!(
            values(&format!("{{id: {id}, {id}: x}}")),
            [("id".to_string(), Some(id.to_string())), (id.to_string(), Some("x".to_string()))]
        );
    }
    for nothing in ["~", "null", ""] {
        assert_eq!(values(&format!("{{id: {nothing}, go: x}}"))[0].1, None);
    }
    assert_eq!(values("{null: a, \"~\": b}")[0].0, "null");
    for twice in ["{null: a, \"null\": b}", "{1: a, '1': b}", "{: a, \"\": b}"] {
        let found = problems(twice);
        assert!(found.len() == 1 && found[0].contains("yaml-duplicate-key: "), "{twice}: {found:?}");
    }
}

#[test]
fn a_list_or_mapping_is_no_key() {
    check("{{name}: a}", 2, "yaml-unsupported: a list or a mapping may not be a key");
    assert_eq!(problems("? [a]\n: b\n"), ["1:3 yaml-unsupported: a list or a mapping may not be a key"]);
}

#[test]
fn the_most_nodes_of_a_document_are_its_caller_s_choice() {
    let list = format!("[{}]", "a,".repeat(60_000));
    assert!(parse(&list).0.is_none());
    let outcome = yaml::parse_within(FileId(0), &list, 0..list.len(), 60_001);
    assert_eq!(outcome.diagnostics, []);
    assert!(outcome.value.is_some());
}
