//! The YAML block at the start of a document: its keys, and every way to get it wrong.

use crate::site::{Built, TestSite};

fn build(yaml: &str) -> Built {
    TestSite::new(&format!("//- content/a.md\n---\n{yaml}\n---\n\n正文\n")).build()
}

/// The lines of the diagnostics, without the path.
fn problems(yaml: &str) -> String {
    build(yaml).diagnostics.replace("content/a.md:", "")
}

/// The heading of the page.
#[track_caller]
fn title(yaml: &str) -> String {
    let built = build(yaml);
    assert_eq!(built.diagnostics, "");
    heading(&built)
}

fn heading(built: &Built) -> String {
    let main = built.main("a/index.html");
    let start = main.find("<h1").unwrap();
    let main = &main[start..];
    main[main.find('>').unwrap() + 1..main.find("</h1>").unwrap()].replace("&#39;", "'")
}

// ---- keys

#[test]
fn title_and_summary_are_shown() {
    let built = build("title: 标题\nsummary: 摘要");
    assert_eq!(built.diagnostics, "");
    assert_eq!(heading(&built), "标题");
    assert!(built.main("a/index.html").contains("<p class=\"lead\">摘要</p>"));
}

#[test]
fn slug_gives_the_address() {
    assert!(build("title: A\nslug: b-1").has("b-1/index.html"));
}

#[test]
fn order_sorts_documents_before_those_without() {
    let site = "//- content/x/a.md\n---\ntitle: 甲\n---\n//- content/x/b.md\n---\ntitle: 乙\norder: 2\n---\n\
                //- content/x/c.md\n---\ntitle: 丙\norder: -1\n---\n";
    let built = TestSite::new(site).build();
    assert_eq!(built.diagnostics, "");
    let main = built.main("x/index.html");
    let at = |title: &str| main.find(title).unwrap();
    assert!(at("丙") < at("乙") && at("乙") < at("甲"), "{main}");
}

#[test]
fn relations_are_shown_on_both_pages() {
    let site = "//- content/symptoms/a.md\n---\ntitle: 症\nrelations: {causes: [causes/b]}\n---\n\
                //- content/causes/b.md\n---\ntitle: 因\n---\n";
    let built = TestSite::new(site).build();
    assert_eq!(built.diagnostics, "");
    assert!(built.main("symptoms/a/index.html").contains("href=\"../../causes/b/\""));
    assert!(built.main("causes/b/index.html").contains("href=\"../../symptoms/a/\""));
}

#[test]
fn aliases_redirect_and_may_be_a_single_text() {
    assert!(build("title: A\naliases: /old/").has("old/index.html"));
    assert!(build("title: A\naliases: [/x/y, /z.html]").has("x/y/index.html"));
    assert!(build("title: A\naliases: [/x/y, /z.html]").has("z.html"));
}

#[test]
fn owner_and_review_date_are_shown() {
    let main = build("title: A\nowner: 客服组\nreviewed: 2026-11-01\nreview_every: 6m").main("a/index.html");
    assert!(main.contains("客服组") && main.contains("datetime=\"2026-11-01\""), "{main}");
}

#[test]
fn a_review_period_is_days_months_or_years() {
    for (period, due) in [
        ("1", "2026-01-02"),
        ("1d", "2026-01-02"),
        ("10 天", "2026-01-11"),
        ("2m", "2026-03-02"),
        ("3个月", "2026-04-01"),
    ] {
        assert_eq!(
            problems(&format!("title: A\nreviewed: 2026-01-01\nreview_every: {period}")),
            format!("3:11: hint[review-overdue]: this document was due for review by {due}\n")
        );
    }
    assert_eq!(problems("title: A\nreviewed: 2026-01-01\nreview_every: 1y"), "");
    assert_eq!(problems("title: A\nreviewed: 9999-12-31\nreview_every: 4294967295"), "");
}

#[test]
fn drafts_and_documents_of_other_days_are_left_out() {
    for (line, published) in [
        ("draft: true", false),
        ("draft: false", true),
        ("publish_at: 2026-11-24", false),
        ("publish_at: 2026-11-23", true),
        ("expires: 2026-11-23", false),
        ("expires: 2026-11-24", true),
    ] {
        let built = build(&format!("title: A\n{line}"));
        assert_eq!(built.diagnostics, "", "{line}");
        assert_eq!(built.has("a/index.html"), published, "{line}");
    }
}

#[test]
fn the_remaining_keys_are_known() {
    let yaml = "title: A\nkeywords: [钱不见了, E1001]\nstandalone: true\nworks: 40\nminutes: 2\nextra: {任意: [1, {b: ~}]}\ntranslated: {x: abc}";
    assert_eq!(problems(yaml), "");
}

#[test]
fn an_empty_value_counts_as_absent() {
    assert_eq!(title("title: A\nsummary:\norder: ~\nkeywords:\nrelations:\ndraft: null\nexpires:"), "A");
}

// ---- the title

#[test]
fn without_a_title_the_first_level_1_heading_is_it() {
    let built = TestSite::new("//- content/a.md\n\n# 标题 *一*\n\n正文\n").build();
    assert_eq!(built.diagnostics, "");
    assert_eq!((heading(&built).as_str(), built.body("a/index.html").as_str()), ("标题 一", "<p>正文</p>"));
}

/// The lines of a heading were joined on the page but not in the title.
#[test]
fn a_title_from_a_heading_over_two_lines_has_no_space_between_ideographs() {
    let built = TestSite::new("//- content/a.md\n标题\n二\n===\n").build();
    assert_eq!(heading(&built), "标题二");
}

#[test]
fn a_document_without_any_title_is_an_error() {
    for text in
        ["正文\n", "## 二级\n", "> # 引用\n", "---\ntitle: \"\"\n---\n", "---\ntitle: ~\n---\n", "# \n"]
    {
        let built = TestSite::new(&format!("//- content/a.md\n{text}")).build();
        assert_eq!(
            built.diagnostics, "content/a.md:1:1: error[title-missing]: the document has no title\n",
            "{text}"
        );
    }
}

#[test]
fn an_empty_file_is_named_as_such() {
    for text in ["", "\n \n"] {
        let built = TestSite::new(&format!("//- content/a.md\n{text}")).build();
        assert_eq!(built.diagnostics, "content/a.md:1:1: error[title-missing]: the file is empty\n");
    }
}

#[test]
fn empty_front_matter_is_fine() {
    assert_eq!(TestSite::new("//- content/a.md\n---\n---\n# 标题\n").build().diagnostics, "");
}

// ---- scalars stay text

#[test]
fn what_yaml_takes_for_something_else_stays_text() {
    for text in [
        "no",
        "yes",
        "on",
        "Off",
        "NO",
        "012",
        "0o14",
        "0x1F",
        "1e3",
        "1_000",
        "1.50",
        "+1",
        ".5",
        "-0",
        "2026-01-01",
        "12:30",
        "true",
        "False",
        ".inf",
        "-.inf",
        ".NaN",
        "0b11",
        "99999999999999999999999",
        "==",
        "=",
    ] {
        assert_eq!(title(&format!("title: {text}")), text);
    }
}

#[test]
fn quotes_and_escapes_are_undone() {
    assert_eq!(title("title: 'it''s'"), "it's");
    assert_eq!(title(r#"title: "\u4F60\t好""#), "你\t好");
    assert_eq!(title("title: \"甲: 乙 # 丙\""), "甲: 乙 # 丙");
    assert_eq!(title("title: 甲#乙"), "甲#乙");
}

#[test]
fn block_scalars_and_folded_lines_become_one_line() {
    assert_eq!(title("title: |\n  第一\n  第二\n  third"), "第一第二 third");
    assert_eq!(title("title: >-\n  one\n  two"), "one two");
    assert_eq!(title("title: |\n  *a* &b !c\n\n  <<: d"), "*a* &amp;b !c &lt;&lt;: d");
}

/// The second line was taken for an alias.
#[test]
fn a_quoted_text_may_go_on_over_lines_that_look_like_yaml() {
    assert_eq!(title("title: \"one\n  *two*\n  &three\""), "one *two* &amp;three");
    assert_eq!(title("title: 'it''s\n  !two'\nsummary: x"), "it's !two");
}

// ---- mistakes

#[test]
fn an_unknown_key_suggests_a_known_one() {
    let built = build("title: A\nsumary: x\n任意: y");
    assert_eq!(
        built.diagnostics,
        "content/a.md:3:1: warning[key-unknown]: unknown key `sumary`\n\
         content/a.md:4:1: warning[key-unknown]: unknown key `任意`\n"
    );
    assert!(built.human.contains("did you mean `summary`?"), "{}", built.human);
    assert_eq!(built.human.matches("did you mean").count(), 1, "{}", built.human);
}

#[test]
fn a_value_of_the_wrong_type_says_what_was_expected_and_found() {
    insta::assert_snapshot!(problems("title: A
summary: [a]
slug: {a: b}
order: 1.5
keywords: {a: 1}
aliases: [[a]]
owner: []
reviewed: [2026-01-01]
review_every: 0d
draft: yes
contact: {a: b}
relations: [a]
translated: x"), @r"
    3:10: error[value-type]: `summary` takes text, found a list
    4:7: error[value-type]: `slug` takes text, found a mapping
    5:8: error[value-type]: `order` takes a whole number, found `1.5`
    6:11: error[value-type]: `keywords` takes text, found a mapping
    7:11: error[value-type]: `aliases` takes text, found a list
    8:8: error[value-type]: `owner` takes text, found a list
    9:11: error[value-type]: `reviewed` takes text, found a list
    10:15: error[value-type]: `review_every` takes a period such as `180d`, `6m` or `1y`, found `0d`
    11:8: error[value-type]: `draft` takes `true` or `false`, found `yes`
    12:10: error[value-type]: `contact` takes text, found a mapping
    13:12: error[value-type]: `relations` takes a mapping of `key: value`, found a list
    14:13: error[value-type]: `translated` takes a mapping of `key: value`, found `x`
    ");
}

#[test]
fn front_matter_that_is_no_mapping_is_an_error() {
    assert!(
        problems("- 甲").contains("2:1: error[value-type]: expected lines of `key: value`, found a list\n")
    );
    assert!(problems("甲").contains("2:1: error[value-type]: expected lines of `key: value`, found `甲`\n"));
}

#[test]
fn a_date_that_does_not_exist_or_is_written_otherwise_is_an_error() {
    for date in [
        "2026-02-30",
        "2026-2-3",
        "2026/02/03",
        "2026年2月3日",
        "２０２６-02-03",
        "tomorrow",
        "20260203",
        "\"\"",
    ] {
        let shown = date.trim_matches('"');
        assert_eq!(
            problems(&format!("title: A\nreviewed: {date}")),
            format!("3:11: error[date-invalid]: `{shown}` is not a valid date\n")
        );
    }
}

#[test]
fn a_key_written_twice_shows_both_places() {
    let built = build("title: 甲\norder: 1\ntitle: 乙");
    assert_eq!(
        built.diagnostics,
        "content/a.md:4:1: error[yaml-duplicate-key]: the key `title` is written twice\n"
    );
    assert!(
        built.human.contains("the second time") && built.human.contains("the first time"),
        "{}",
        built.human
    );
    assert!(built.human.contains("2 | title: 甲"), "{}", built.human);
}

#[test]
fn a_full_width_colon_is_pointed_at() {
    for (yaml, place) in
        [("title：甲\norder: 2", "2:6"), ("order: 2\ntitle：甲", "3:6"), ("title： 甲", "2:6")]
    {
        let problems = problems(yaml);
        let expected = format!("{place}: error[yaml-full-width]: a full-width colon `：` after a key\n");
        assert!(problems.contains(&expected), "{yaml}: {problems}");
    }
}

#[test]
fn full_width_quotes_and_brackets_around_a_value_are_pointed_at() {
    for (yaml, place) in [
        ("title: A\nsummary: “甲”", "3:10"),
        ("title: A\nowner: 【甲】", "3:8"),
        ("title: A\nkeywords: ［甲，乙］", "3:11"),
        ("title: A\nkeywords: [丙, “乙”]", "3:15"),
    ] {
        let problems = problems(yaml);
        assert!(problems.starts_with(&format!("{place}: error[yaml-full-width]: ")), "{yaml}: {problems}");
    }
    assert_eq!(title("title: “甲”和“乙”"), "“甲”和“乙”");
    assert_eq!(title("title: 甲：乙，【丙】"), "甲：乙，【丙】");
}

/// Below a plain value the tab was reported as a syntax error at the value.
#[test]
fn a_tab_that_indents_is_pointed_at() {
    for (yaml, place) in [("title: 甲\n\torder: 2", "3:1"), ("title: 甲\nrelations:\n\tcauses: 2", "4:1")] {
        assert_eq!(problems(yaml), format!("{place}: error[yaml-tab]: a tab is used for indentation\n"));
    }
}

#[test]
fn a_missing_closing_line_says_where_it_belongs() {
    let built = TestSite::new("//- content/a.md\n---\ntitle: A\n\n正文没有结束\n").build();
    assert_eq!(
        built.diagnostics,
        "content/a.md:1:1: error[front-matter-unclosed]: the front matter has no closing `---`\n"
    );
    assert!(built.human.contains("add a line of `---` before line 3"), "{}", built.human);
    for text in ["---", "---\n", "--- \ntitle: A\n ---\n"] {
        let built = TestSite::new(&format!("//- content/a.md\n{text}")).build();
        assert!(built.diagnostics.contains("error[front-matter-unclosed]"), "{text}");
    }
}

#[test]
fn front_matter_over_64_kib_is_an_error() {
    let fits = format!("title: A\nsummary: {}", "x".repeat(64 * 1024 - "title: A\nsummary: \n".len()));
    assert_eq!(problems(&fits), "");
    assert_eq!(
        problems(&(fits + "x")),
        "1:1: error[front-matter-too-large]: the front matter has 65537 bytes; the limit is 65536\n"
    );
}

#[test]
fn tags_anchors_aliases_and_merge_keys_are_not_supported() {
    for (yaml, place) in [
        ("title: !!str x", "2:8"),
        ("title: !x y", "2:8"),
        ("title: &x y", "2:8"),
        ("title: *x", "2:8"),
        ("title: A\nextra:\n  <<: {a: b}", "4:3"),
        ("title: A\nkeywords:\n  - &x y\n", "4:5"),
    ] {
        let problems = problems(yaml);
        assert!(problems.starts_with(&format!("{place}: error[yaml-unsupported]: ")), "{yaml}: {problems}");
    }
}

/// The scan of lines does not see them there.
#[test]
fn anchors_in_flow_lists_and_after_quoted_keys_are_refused_too() {
    for yaml in
        ["title: A\nkeywords: [&x y, *x]", "\"title\": &x A\n\"summary\": *x", "extra: {a: &x [b], c: *x}"]
    {
        assert!(problems(yaml).contains("error[yaml-unsupported]"), "{yaml}: {}", problems(yaml));
    }
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut bomb = String::from("title: A\nextra:\n  \"a0\": &a0 [lol, lol]\n");
    for level in 1..30 {
        let (above, list) = (level - 1, format!("*a{}, ", level - 1).repeat(9));
        bomb.push_str(&format!("  \"a{level}\": &a{level} [{list}*a{above}]\n"));
    }
    let problems = problems(&bomb);
    assert!(problems.starts_with("4:") && problems.contains("error[yaml-"), "{problems}");
}

#[test]
fn deep_brackets_are_an_error_and_no_crash() {
    for deep in
        ["[".repeat(20_000), "{a: ".repeat(12_000), "- ".repeat(20_000), "[".repeat(500) + &"]".repeat(500)]
    {
        let problems = problems(&format!("title: A\nextra: {deep}"));
        assert!(problems.contains("error[yaml-syntax]"), "{problems}");
        assert_eq!(problems.lines().count(), 1, "{problems}");
    }
}

#[test]
fn common_syntax_mistakes_are_worded_in_both_languages() {
    for (yaml, place, zh, en) in [
        ("title: a: b", "2:9", "值里有冒号加空格", "a value holds a colon and a space"),
        ("title: \"a", "2:8", "引号没有成对", "a quote is not closed"),
        ("title: [a", "2:8", "括号没有成对", "a bracket is not closed"),
        ("title: A\n甲乙", "3:1", "这一行缺少“冒号加空格”", "the line has no colon and space"),
        ("title: @a", "2:8", "值不能以这个符号开头", "a value may not start with this character"),
        (r#"title: "\q""#, "2:8", "双引号里的反斜杠写法不对", "an unknown escape in double quotes"),
    ] {
        let built = build(yaml);
        assert_eq!(
            built.diagnostics,
            format!("content/a.md:{place}: error[yaml-syntax]: YAML cannot be parsed: {en}\n")
        );
        assert_eq!(
            built.diagnostics_zh,
            format!("content/a.md:{place}: error[yaml-syntax]: YAML 写法有误：{zh}\n")
        );
    }
}

#[test]
fn a_value_with_a_colon_is_shown_in_quotes() {
    let human = build("title: 问题: 连不上 \"x\"").human;
    assert!(human.contains(r#"`title: "问题: 连不上 \"x\""`"#), "{human}");
}

// ---- places

#[test]
fn columns_count_characters_after_multi_byte_text() {
    assert_eq!(
        problems("title: A\nextra: {甲乙: 😀}\nkeywords: [甲乙丙, 😀, {a: b}]"),
        "4:20: error[value-type]: `keywords` takes text, found a mapping\n"
    );
    assert_eq!(
        problems("title: A\nextra: {甲: 1, 甲: 2}"),
        "3:15: error[yaml-duplicate-key]: the key `甲` is written twice\n"
    );
}

#[test]
fn carriage_returns_and_a_byte_order_mark_do_not_move_places() {
    let text = "\u{feff}---\r\ntitle: A\r\norder: 甲\r\n---\r\n\r\n正文[x](nope.md)\r\n";
    let built = TestSite::new(&format!("//- content/a.md\n{text}")).build();
    assert_eq!(
        built.diagnostics,
        "content/a.md:3:8: error[value-type]: `order` takes a whole number, found `甲`\n\
         content/a.md:6:7: error[link-broken]: no document at `nope.md`\n"
    );
}

#[test]
fn places_in_the_body_count_the_front_matter() {
    let built = build("title: A\nsummary: |\n  一\n  二");
    assert_eq!(built.diagnostics, "");
    let site = "//- content/a.md\n---\ntitle: A\n---\n一\n二三[x](nope.md)\n";
    assert_eq!(
        TestSite::new(site).build().diagnostics,
        "content/a.md:5:7: error[link-broken]: no document at `nope.md`\n"
    );
}

#[test]
fn a_key_without_a_space_after_its_colon_is_said_to_lack_it() {
    let built = build("title:怎么退订\nsummary: 好");
    assert!(
        built
            .diagnostics
            .starts_with("content/a.md:2:6: error[yaml-syntax]: there is no space after `title:`")
    );
    assert!(built.human.contains("`title: 怎么退订`"), "{}", built.human);
}

#[test]
fn items_between_full_width_commas_are_no_list() {
    let built = build("title: A\nkeywords: [退订，取消、不要了]");
    assert!(built.diagnostics.contains("3:14: error[yaml-full-width]"), "{}", built.diagnostics);
    assert!(built.human.contains("[退订, 取消, 不要了]"), "{}", built.human);
    assert_eq!(build("title: A\nkeywords: [\"退订，取消\"]").diagnostics, "");
}

#[test]
fn a_title_may_be_a_chinese_quotation_inside_ascii_quotes() {
    assert_eq!(build("title: \"“支付失败”\"").diagnostics, "");
}

#[test]
fn front_matter_between_the_wrong_lines_is_not_published_as_text() {
    for text in [
        "----\ntitle: A\n----\n",
        "\n---\ntitle: A\n---\n",
        " ---\ntitle: A\n---\n",
        "title: A\n---\n",
        "---\ntitle: A\n---\n---\nsummary: B\n---\n",
        "——\n标题：甲\n——\n",
    ] {
        let built = TestSite::new(&format!("//- content/a.md\n{text}")).build();
        assert!(built.diagnostics.contains("error[front-matter-misplaced]"), "{text}: {}", built.diagnostics);
        assert_eq!(built.diagnostics.lines().count(), 1, "{}", built.diagnostics);
    }
}

#[test]
fn settings_that_cannot_be_read_are_the_only_thing_reported() {
    let built = TestSite::new(
        "//- content/site.yaml\nlocales: [zh-CN\ncollections: [x]\n//- content/k/a.md\n---\nrelations:\n  see: [b]\n---\n",
    )
    .build();
    assert_eq!(built.diagnostics.lines().count(), 1, "{}", built.diagnostics);
    assert!(built.diagnostics.starts_with("content/site.yaml"), "{}", built.diagnostics);
}

#[test]
fn the_first_level_1_heading_is_the_title_wherever_it_stands() {
    for text in [
        "先说一句。\n\n# 标题[^1]\n\n正文。\n\n[^1]: 注\n",
        "---\ntitle: \"\"\n---\n先说一句。\n\n# 标题\n\n正文。\n",
    ] {
        let built = TestSite::new(&format!("//- content/a.md\n{text}")).build();
        assert_eq!(built.diagnostics, "");
        let main = built.main("a/index.html");
        assert!(main.contains("标题</h1>") && !main.contains("<h2") && !main.contains("fnref"), "{main}");
        assert!(main.contains("<p>先说一句。</p>\n<p>正文。</p>"), "{main}");
    }
}

#[test]
fn an_owner_has_a_name_in_each_language() {
    let built = TestSite::new("//- content/a.md\n---\ntitle: 甲\nowner: {zh-CN: 客服组, en: the support team}\n---\n//- content/a.en.md\n# A\n").build();
    assert_eq!(built.diagnostics, "");
    assert!(built.main("a/index.html").contains("由客服组维护"));
    assert!(built.main("en/a/index.html").contains("Maintained by the support team"));
}
