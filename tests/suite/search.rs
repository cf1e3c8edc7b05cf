//! The search as commands and files: what `wenda search` answers, what the gate says, what is published.
//!
//! What the browser makes of the files is tested in `tests/search/`, which also compares both.

use insta::assert_snapshot;

use crate::project::Project;

/// Two pages in Chinese, the first also in English.
fn wallet() -> Project {
    Project::new(
        "//- content/site.yaml
title: 问答
base_url: https://example.com/
locales: [zh-CN, en]
//- content/balance.md
---
title: 余额显示不对
keywords: [钱少了]
---
先看交易记录。

## 核对 {#check}

等十分钟再刷新一次。
//- content/balance.en.md
---
title: The balance looks wrong
---
Look at the history first.

## Check

Wait ten minutes.
//- content/login.md
# 登录不了

重新输入密码。
",
    )
}

#[test]
fn a_query_is_answered_best_page_first_with_section_address_and_marks() {
    let project = wallet();
    let shown = project.run(&["search", "十分钟刷新"]).expect(0).stdout;
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], " 1. 余额显示不对 › 核对");
    assert!(lines[1].starts_with("    /balance/#check  "), "then the score: {shown}");
    assert_eq!(lines[2..], ["    等[十分钟]再[刷新]一次。"]);
}

#[test]
fn cells_and_items_stay_apart_on_the_line_that_a_result_shows() {
    let project = wallet();
    project.write(
        "content/codes.md",
        "# 提示\n\n| 提示 | 原因 |\n|---|---|\n| 余额不足 | 钱不够 |\n\n- 先`充值`\n- 再付款。\n\n完\n",
    );
    let shown = project.run(&["search", "余额不足"]).expect(0).stdout;
    assert!(shown.contains("    提示； 原因； [余额不足]； 钱不够； 先充值； 再付款。 完\n"), "{shown}");
}

#[test]
fn a_query_in_the_other_language_finds_the_page_of_the_reader() {
    let project = wallet();
    let hits = project.run(&["search", "history", "--format", "json"]).expect(0).stdout;
    assert!(hits.contains(r#""url":"/balance/""#) && hits.contains(r#""twin":true"#), "{hits}");
    let hits = project.run(&["search", "密码", "--locale", "en", "--format", "json"]).expect(0).stdout;
    assert!(
        hits.contains(r#""url":"/en/login/""#),
        "a page without a translation has its own address: {hits}"
    );
}

#[test]
fn a_mistyped_word_is_answered_and_put_right() {
    let shown = wallet().run(&["search", "balence", "--locale", "en"]).expect(0).stdout;
    assert!(shown.starts_with("did you mean “balance”?\n 1. The balance looks wrong\n"), "{shown}");
    let shown = wallet().run_zh(&["search", "yuebudui"]).expect(0).stdout;
    assert!(shown.starts_with("你是不是要找“余额不对”？\n 1. 余额显示不对\n"), "{shown}");
}

#[test]
fn nothing_found_is_said_and_no_failure() {
    let project = wallet();
    assert_eq!(project.run(&["search", "乌龟"]).expect(0).stdout, "nothing found\n");
    assert_eq!(project.run_zh(&["search", "  "]).expect(0).stdout, "没有找到\n");
}

#[test]
fn a_locale_the_site_does_not_have_is_refused() {
    let run = wallet().run(&["search", "x", "--locale", "fr"]).expect(2);
    assert!(run.stderr.contains("the site has no locale `fr`"), "{}", run.stderr);
}

#[test]
fn a_broken_site_is_not_searched_but_diagnosed() {
    let project = wallet();
    project.write("content/bad.md", "# 坏\n\n[x](nowhere.md)\n");
    let run = project.run(&["search", "余额"]).expect(1);
    assert!(run.stderr.contains("link-broken") && run.stdout.is_empty(), "{}", run.shown());
}

#[test]
fn the_gate_prints_what_it_measured_and_what_was_missed() {
    let project = wallet();
    project.write(
        "tests.yaml",
        "within: 1\nminimum: {recall: 0.5, mrr: 0.5}\ntests:\n  - query: 钱少了\n    expect: [balance]\n  - query: 密码\n    expect: [balance]\n",
    );
    assert_snapshot!(project.run(&["search", "test", "tests.yaml"]).expect(0).shown(), @r"
    exit 0
    --- stdout
      –  密码 (zh-CN)  wants balance  first hit login
    2 queries: recall@1 0.500 (at least 0.5), MRR 0.500 (at least 0.5)
    ");
}

#[test]
fn a_gate_that_is_not_met_fails() {
    let project = wallet();
    project.write("tests.yaml", "minimum: {recall: 1}\ntests:\n  - query: 密码\n    expect: [balance]\n");
    project.run(&["search", "test", "tests.yaml"]).expect(1);
}

#[test]
fn what_is_wrong_in_a_gate_is_shown_where_it_stands() {
    let project = wallet();
    project.write(
        "tests.yaml",
        "minimum: {recall: 2}\ntests:\n  - query: 余额\n    expect: [balanse]\n  - query: 甲\n    locale: fr\n    expect: [login]\n  - querry: 乙\n    expect: [login]\n",
    );
    assert_snapshot!(project.run(&["search", "test", "tests.yaml", "--format", "short"]).expect(1).shown(), @r"
    exit 1
    --- stderr
    tests.yaml:1:19: error[value-type]: `recall` takes a number from 0 to 1, such as `0.95`, found `2`
    tests.yaml:4:14: error[search-test-unknown]: there is no document `balanse`
    tests.yaml:6:13: error[search-test-unknown]: the site has no locale `fr`
    tests.yaml:8:5: warning[key-unknown]: unknown key `querry`
    tests.yaml:8:5: error[value-type]: `query` or `expect` is missing
    ");
}

#[test]
fn a_gate_that_is_missing_is_named() {
    let run = wallet().run(&["search", "test", "nope.yaml"]).expect(3);
    assert!(run.stderr.contains("cannot read `nope.yaml`"), "{}", run.stderr);
}

#[test]
fn a_small_index_is_one_file_that_the_search_page_holds_itself() {
    let project = wallet();
    project.run(&["build"]).expect(0);
    let entry = project.read("public/search/index.zh-CN.json");
    assert!(entry.contains(r#""pack":true"#), "{entry}");
    let page = project.read("public/search/index.html");
    let blocks = page.matches("<script type=\"application/json\" data-search-file=\"search/").count();
    assert_eq!(blocks, 2, "the entry and the pack");
}

#[test]
fn text_that_looks_like_markup_cannot_end_the_data_block() {
    let project = wallet();
    project.write("content/x.md", "# 甲\n\n`</script><!-- <script>`\n");
    project.run(&["build"]).expect(0);
    let page = project.read("public/search/index.html");
    let block = page.split("data-search-file=\"search/").nth(2).unwrap();
    let block = &block[..block.find("</script>").unwrap()];
    assert!(block.contains("\\u003c/script>\\u003c!-- \\u003cscript>"), "{block}");
}

#[test]
fn drafts_are_found_only_when_they_are_published() {
    let project = wallet();
    project.write("content/d.md", "---\ntitle: 草稿乌龟\ndraft: true\n---\n");
    assert_eq!(project.run(&["search", "乌龟"]).expect(0).stdout, "nothing found\n");
    let shown = project.run(&["search", "乌龟", "--drafts"]).expect(0).stdout;
    assert!(shown.contains("草稿乌龟"), "{shown}");
}

#[test]
fn a_site_without_documents_has_an_index_and_no_answers() {
    let project = Project::new("//- content/site.yaml\ntitle: 空\nbase_url: https://example.com/\n");
    project.run(&["build"]).expect(0);
    assert!(project.has("public/search/index.zh-CN.json"));
    assert_eq!(project.run(&["search", "空"]).expect(0).stdout, "nothing found\n");
}
