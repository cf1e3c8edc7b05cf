//! The canonical form of a tree file: what it looks like, and that nothing is lost on the way to it.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use wenda::source::FileId;
use wenda::troubleshooter::{self, MOST_YAML_NODES};
use wenda::yaml::{self, Node, Value};

fn parse(text: &str) -> Option<Node> {
    yaml::parse_within(FileId(0), text, 0..text.len(), MOST_YAML_NODES).value
}

#[track_caller]
fn format(text: &str) -> String {
    let outcome = troubleshooter::format(FileId(0), text);
    assert_eq!(outcome.diagnostics, [], "{text}");
    outcome.value.unwrap()
}

/// `text` becomes `expected`, and `expected` stays as it is.
#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(format(text), expected);
    assert_eq!(format(expected), expected);
}

/// The value without places and quotes; keys sorted, since the canonical form sorts them its own way.
fn meaning(node: &Node) -> String {
    match &node.value {
        Value::Null => "nothing".to_string(),
        Value::Scalar(text) => format!("{text:?}"),
        Value::Sequence(items) => format!("[{}]", items.iter().map(meaning).collect::<Vec<_>>().join(", ")),
        Value::Mapping(entries) => {
            let mut entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{:?}: {}", key.value, meaning(value))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

// ---- what it looks like

#[test]
fn a_canonical_file_stays_as_it_is() {
    let text = r#"# 余额

title: {zh: "余额显示不对", en: "My balance looks wrong"}
summary: {zh: "介绍", en: "An introduction"}
symptoms: {zh: ["钱少了", "余额是0"], en: ["money missing"]}  # what readers type
about: [symptoms/balance-wrong]
money: true
order: 1
start: seen

nodes:
  # The first question.
  seen:
    ask: {zh: "你看到的是哪种情况？", en: "What do you see?"}
    help: {zh: "一句", en: "One sentence"}  # optional
    answers:
      - {id: not-mine, zh: "有我没做过的交易", en: "A payment I did not make", go: freeze, risk: high}
      - {id: yes, zh: "钱比我想的少", en: "Less money", go: relogin, share: 55, aliases: [less]}

      # - {id: zero, zh: "显示0", en: "It shows 0", go: relogin}
    no_unsure: "两个答案足够"

  relogin: {try: fixes/log-in-again#steps, fixed: solved, still: network}
  network:
    try: fixes/check-network  # without an anchor
    fixed: solved
    still: freeze
    # cannot: freeze
  solved: {end: solved, zh: "已经好了", en: "Solved"}
  freeze:
    end: safety
    zh: "先冻结账号"
    en: "Freeze the account first"
    article: causes/account-security#act-now
    contact: [report-theft, police]
translated:
  en:
    "seen.ask": 1a2b3c4d
    "seen.answers.a-name-that-is-long-enough-to-fill-the-line": 012e4567
    "seen.answers.another-name-that-is-long-enough-for-it": 1a2b3c4d
# The end.
"#;
    check(text, text);
}

#[test]
fn keys_are_sorted_and_unknown_ones_follow() {
    check(
        "nodes:\n  a: {zh: 甲, food: b, end: self}\nzzzz: 1\nstart: a\nbarr: \"2\"\ntitle: x\n",
        "title: \"x\"\nstart: a\nnodes:\n  a: {end: self, zh: \"甲\", food: b}\nzzzz: 1\nbarr: \"2\"\n",
    );
    check(
        "nodes:\n  q: {answers: [{go: a, en: x, share: 1, id: b, zh: y, risk: high}], ask: z}\n",
        "nodes:\n  q:\n    ask: \"z\"\n    answers:\n      - {id: b, en: \"x\", zh: \"y\", go: a, share: 1, risk: high}\n",
    );
}

#[test]
fn text_is_quoted_and_words_are_not() {
    check("title: a\n", "title: \"a\"\n");
    check("start: 'a'\norder: \"01\"\nmoney: 'no'\n", "money: no\norder: 01\nstart: a\n");
    check("start: \"null\"\n", "start: \"null\"\n");
    check("start: \"a b\"\nabout: ['x/y#z', \"~\"]\n", "about: [x/y#z, \"~\"]\nstart: \"a b\"\n");
    check("title: 'say \"hi\" \\ now'\n", "title: \"say \\\"hi\\\" \\\\ now\"\n");
    check("title: |\n  一\n  二\t三\n", "title: \"一\\n二\\t三\\n\"\n");
    check("title: one\n  two\n", "title: \"one two\"\n");
    check("title: \"\\u2028\\x07\"\n", "title: \"\\u2028\\u0007\"\n");
}

#[test]
fn a_key_without_a_value_stays_without() {
    check("title:\nstart: ~\n", "title:\nstart:\n");
    check("title: {zh: 甲, en:}\nabout: [~]\n", "title: {zh: \"甲\", en: }\nabout: [~]\n");
    check("nodes:\n  a:\n  b: {try: , fixed: c}\n", "nodes:\n  a:\n  b: {try: , fixed: c}\n");
}

#[test]
fn a_line_over_120_columns_is_broken_but_for_texts() {
    let wide = "长".repeat(48);
    let node = format!("nodes:\n  a: {{end: self, zh: \"{wide}\"}}\n");
    check(&node, &node);
    let wider = "长".repeat(49);
    check(
        &format!("nodes:\n  a: {{end: self, zh: \"{wider}\"}}\n"),
        &format!("nodes:\n  a:\n    end: self\n    zh: \"{wider}\"\n"),
    );
    let title = format!("title: {{zh: \"{wide}{wide}\", en: \"{wide}\"}}\n");
    check(&title, &title);
}

#[test]
fn a_comment_within_an_answer_goes_above_it() {
    check(
        "nodes:\n  a:\n    answers:\n      - id: b # one\n        # two\n        go: c # three\n",
        "nodes:\n  a:\n    answers:\n      # one\n      # two\n      - {id: b, go: c}  # three\n",
    );
    check("title: # one\n  zh: a # two\n", "# one\ntitle: {zh: \"a\"}  # two\n");
    check("title: { # one\n  zh: a }\n", "title: {zh: \"a\"}  # one\n");
}

#[test]
fn a_comment_within_an_attempt_stays_where_it_is() {
    check(
        "nodes:\n  a: {fixed: b, # one\n    # two\n    try: c,\n    # three\n    }  # four\n",
        "nodes:\n  a:\n    # two\n    try: c\n    fixed: b  # one\n    # three\n    # four\n",
    );
}

#[test]
fn a_comment_that_is_indented_further_belongs_to_what_is_above() {
    let text = "nodes:\n  a:\n    answers:\n      - {id: b}\n      # - {id: c}\n    # of the node\n  # of d\n  d: {end: self}\n# of the file\n";
    check(text, text);
    check(
        "nodes:\n  a:\n    answers:\n    - {id: b}\n    # above ask\n    ask: x\n",
        "nodes:\n  a:\n    # above ask\n    ask: \"x\"\n    answers:\n      - {id: b}\n",
    );
}

#[test]
fn the_comment_at_the_top_stays_there() {
    check(
        "# file\n\n# start\nstart: a\n# title\ntitle: b\n",
        "# file\n\n# title\ntitle: \"b\"\n# start\nstart: a\n",
    );
    check("# start\nstart: a\ntitle: b\n", "title: \"b\"\n# start\nstart: a\n");
}

#[test]
fn of_several_empty_lines_one_is_kept() {
    check("\n\ntitle: a\n\n\n\nstart: b\nnodes:\n\n  c:\n\n", "title: \"a\"\n\nstart: b\nnodes:\n  c:\n");
}

#[test]
fn a_file_with_mistakes_is_laid_out_too() {
    check("", "");
    check("# nothing\n\n\n# yet\n", "# nothing\n\n# yet\n");
    check("一段文字\n", "一段文字\n");
    check("- a\n- b: {c: d}\n  # e\n  f: [g]\n", "- a\n- b: {c: d}\n  # e\n  f: [g]\n");
    check("nodes: [a, {try: b}]\n", "nodes:\n  - a\n  - {try: b}\n");
    check("nodes: {a: [b], c: d}\n", "nodes:\n  a: [b]\n  c: d\n");
    check("--- # one\ntitle: a\n...\n# two\n", "# one\ntitle: \"a\"\n# two\n");
}

#[test]
fn what_cannot_be_read_is_reported_as_by_the_parser() {
    let outcome = troubleshooter::format(FileId(0), "title: [a\n");
    assert!(outcome.value.is_none() && outcome.diagnostics.len() == 1);
}

// ---- nothing is lost

/// Every comment in the tests is `# @1;`, `# @2;` and so on, each number once.
fn marks(text: &str) -> Vec<u32> {
    let numbers = text.split('@').skip(1).filter_map(|rest| rest.split_once(';'));
    numbers.filter_map(|(number, _)| number.parse().ok()).collect()
}

/// All keys in order, and all marks that are part of a value.
fn walk(node: &Node, keys: &mut Vec<String>, inside: &mut Vec<u32>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(text) => inside.extend(marks(text)),
        Value::Sequence(items) => items.iter().for_each(|item| walk(item, keys, inside)),
        Value::Mapping(entries) => {
            for (key, value) in entries {
                keys.push(key.value.clone());
                inside.extend(marks(&key.value));
                walk(value, keys, inside);
            }
        }
    }
}

/// Whether the text was YAML; if so, nothing is lost.
fn nothing_is_lost(text: &str) -> Result<bool, TestCaseError> {
    let Some(root) = parse(text) else { return Ok(false) };
    let formatted = format(text);
    let Some(again) = parse(&formatted) else {
        return Err(TestCaseError::fail(format!("no longer YAML:\n{text}\n---\n{formatted}")));
    };
    prop_assert_eq!(meaning(&root), meaning(&again), "\n{}\n---\n{}", text, formatted);
    prop_assert_eq!(&format(&formatted), &formatted, "\n{}", text);

    let (mut keys, mut keys_again, mut inside) = (Vec::new(), Vec::new(), Vec::new());
    walk(&root, &mut keys, &mut inside);
    walk(&again, &mut keys_again, &mut Vec::new());
    let outside = |text: &str| -> Vec<u32> {
        marks(text).into_iter().filter(|number| !inside.contains(number)).collect()
    };
    let (mut before, mut after) = (outside(text), outside(&formatted));
    if keys != keys_again {
        before.sort();
        after.sort();
    }
    prop_assert_eq!(before, after, "\n{}\n---\n{}", text, formatted);
    Ok(true)
}

#[derive(Clone, Debug)]
enum Tree {
    Nothing,
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

const KEYS: [&str; 24] = [
    "title",
    "summary",
    "symptoms",
    "about",
    "order",
    "start",
    "nodes",
    "translated",
    "ask",
    "help",
    "answers",
    "try",
    "fixed",
    "still",
    "end",
    "id",
    "go",
    "zh",
    "en",
    "zh-CN",
    "foo",
    "null",
    "seen.ask",
    "键 一",
];

fn tree() -> impl Strategy<Value = Tree> {
    let text = prop_oneof![
        prop::sample::select(vec![
            "a",
            "no",
            "012",
            "null",
            "~",
            "-1",
            "a/b#c",
            "",
            "Hi, you: see?",
            "“甲”，乙：丙"
        ])
        .prop_map(str::to_string),
        "[a-z \"'\\\\:,{}#你好？\n\t-]{0,12}",
        any::<String>(),
    ];
    let leaf = prop_oneof![1 => Just(Tree::Nothing), 6 => text.prop_map(Tree::Text)];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let key = prop::sample::select(KEYS.to_vec()).prop_map(str::to_string);
        let map = prop::collection::btree_map(key, inner.clone(), 0..5);
        let shuffled = map.prop_map(Vec::from_iter).prop_shuffle();
        prop_oneof![
            1 => prop::collection::vec(inner, 0..4).prop_map(Tree::List),
            3 => shuffled.prop_map(Tree::Map),
        ]
    })
}

/// Writes a tree in one of the many ways that YAML has for it, with comments where it allows them.
struct Writer {
    out: String,
    choices: std::vec::IntoIter<u8>,
    comments: u32,
}

impl Writer {
    fn one_in(&mut self, n: u8) -> bool {
        self.choices.next().is_some_and(|choice| choice % n == 0)
    }

    fn comment(&mut self) {
        self.comments += 1;
        self.out.push_str(&format!("# @{}; ,]}}:", self.comments));
    }

    /// Ends the line, perhaps with a comment behind it and others below.
    fn line_end(&mut self, indent: usize) {
        if self.one_in(4) {
            self.out.push(' ');
            self.comment();
        }
        self.out.push('\n');
        while self.one_in(4) {
            if self.one_in(2) {
                self.out.push('\n');
            }
            let column =
                if self.one_in(2) { indent } else { usize::from(self.choices.next().unwrap_or(0)) % 9 };
            self.out.push_str(&" ".repeat(column));
            self.comment();
            self.out.push('\n');
        }
        if self.one_in(5) {
            self.out.push('\n');
        }
    }

    fn scalar(&mut self, text: &str) {
        let is_plain =
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "/-".contains(c));
        let is_single = text.chars().all(|c| !c.is_control() && c != '\u{feff}' && c < '\u{fffe}');
        if is_plain && !text.starts_with('-') && text != "null" && self.one_in(2) {
            self.out.push_str(text);
        } else if is_single && !text.contains(['\u{2028}', '\u{2029}']) && self.one_in(2) {
            self.out.push_str(&format!("'{}'", text.replace('\'', "''")));
        } else {
            let escape = |c: char| match c {
                '"' | '\\' => format!("\\{c}"),
                c if c.is_control() || c >= '\u{d000}' => format!("\\U{:08x}", u32::from(c)),
                c => c.to_string(),
            };
            self.out.push_str(&format!("\"{}\"", text.chars().map(escape).collect::<String>()));
        }
    }

    /// Between two tokens in brackets.
    fn space(&mut self, indent: usize) {
        if self.one_in(4) {
            self.line_end(indent + 1);
            self.out.push_str(&" ".repeat(indent + 1));
        } else {
            self.out.push(' ');
        }
    }

    fn flow(&mut self, tree: &Tree, indent: usize) {
        match tree {
            Tree::Nothing => self.out.push('~'),
            Tree::Text(text) => self.scalar(text),
            Tree::List(items) => {
                self.out.push('[');
                for item in items {
                    self.space(indent);
                    self.flow(item, indent);
                    self.space(indent);
                    self.out.push(',');
                }
                self.space(indent);
                self.out.push(']');
            }
            Tree::Map(entries) => {
                self.out.push('{');
                for (key, value) in entries {
                    self.space(indent);
                    self.key(key);
                    self.space(indent);
                    self.flow(value, indent);
                    self.space(indent);
                    self.out.push(',');
                }
                self.space(indent);
                self.out.push('}');
            }
        }
    }

    fn key(&mut self, key: &str) {
        match self.one_in(3) {
            true => self.scalar(key),
            false => self.out.push_str(key),
        }
        self.out.push(':');
    }

    /// A value behind a key or a dash, to the end of its last line.
    fn value(&mut self, tree: &Tree, indent: usize, is_in_list: bool) {
        match tree {
            Tree::Nothing if self.one_in(2) => self.line_end(indent),
            Tree::List(items) if !items.is_empty() && !self.one_in(3) => {
                let indent = indent + if !is_in_list && self.one_in(2) { 0 } else { 2 };
                self.line_end(indent);
                self.list(items, indent);
            }
            Tree::Map(entries) if !entries.is_empty() && !self.one_in(3) => {
                let indent = indent + 2;
                match is_in_list && self.one_in(2) {
                    true => self.out.push(' '),
                    false => {
                        self.line_end(indent);
                        self.out.push_str(&" ".repeat(indent));
                    }
                }
                self.map(entries, indent);
            }
            Tree::Text(text) if is_for_lines(text) && self.one_in(2) => {
                self.out.push_str(" |");
                if self.one_in(3) {
                    self.out.push(' ');
                    self.comment();
                }
                for line in text.split('\n') {
                    self.out.push_str(&format!("\n{}{line}", " ".repeat(indent + 2)));
                }
                self.out.push('\n');
            }
            _ => {
                self.space(indent + 1);
                self.flow(tree, indent + 1);
                self.line_end(indent);
            }
        }
    }

    fn list(&mut self, items: &[Tree], indent: usize) {
        for item in items {
            self.out.push_str(&" ".repeat(indent));
            self.out.push('-');
            self.value(item, indent, true);
        }
    }

    /// The caller has indented the first line.
    fn map(&mut self, entries: &[(String, Tree)], indent: usize) {
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 {
                self.out.push_str(&" ".repeat(indent));
            }
            self.key(key);
            self.value(value, indent, false);
        }
    }
}

/// Text that a block scalar may hold as it is.
fn is_for_lines(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
        && text.lines().all(|line| !line.starts_with([' ', '\t']))
        && text.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{feff}' || c > '\u{d000}'))
}

fn written(tree: &Tree, choices: Vec<u8>) -> String {
    let mut writer = Writer { out: String::new(), choices: choices.into_iter(), comments: 0 };
    writer.line_end(0);
    match tree {
        Tree::Map(entries) if !entries.is_empty() => writer.map(entries, 0),
        Tree::List(items) if !items.is_empty() => writer.list(items, 0),
        _ => {
            writer.flow(tree, 0);
            writer.line_end(0);
        }
    }
    writer.out
}

/// What has a meaning in YAML; each `@` becomes a mark.
const PIECES: [&str; 52] = [
    "a",
    "b: ",
    "c:",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "\n\n",
    " ",
    "  ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    ",",
    ": ",
    "? ",
    "- ",
    "\"",
    "'",
    "\"x\"",
    "'y'",
    "\\",
    "# @\n",
    " # @\n",
    "# @",
    "\n# @\n",
    "\n    # @\n",
    "|\n  ",
    ">-\n  ",
    "zh: ",
    "ask: ",
    "answers: ",
    "nodes:\n  ",
    "try: ",
    "~",
    "null",
    "你好",
    "，",
    "\t",
    "zh：",
    "“",
    "”",
    "、",
    "`",
    "5%",
    "#",
    "en: a",
    "---\n",
    "\n...\n",
];

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_written_in_any_way_keeps_its_values_and_comments(
        tree in tree(),
        choices in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let text = written(&tree, choices);
        nothing_is_lost(&text)?;
    }

    #[test]
    fn whatever_is_yaml_keeps_its_values_and_comments(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..20),
    ) {
        let parts = pieces.concat();
        let mut parts = parts.split('@');
        let mut text = parts.next().unwrap_or_default().to_string();
        for (number, part) in parts.enumerate() {
            text.push_str(&format!("@{number};{part}"));
        }
        nothing_is_lost(&text)?;
    }
}

/// The tests above would say nothing about text that is not YAML.
#[test]
fn most_written_trees_are_yaml() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = (tree(), prop::collection::vec(any::<u8>(), 0..300));
    let mut count = 0;
    for _ in 0..400 {
        let (tree, choices) = strategy.new_tree(&mut runner).unwrap().current();
        count += u32::from(parse(&written(&tree, choices)).is_some());
    }
    assert!(count > 360, "{count} of 400");
}
