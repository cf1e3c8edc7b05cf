//! Relations: written once, on one document, and shown on both pages.

use crate::browser::{links, page, texts};
use crate::site::{Built, TestSite};

/// A symptom, two causes, a fix and a question; the symptom and the question have these relations.
fn site(symptom: &str, question: &str) -> TestSite {
    TestSite::new(&format!(
        "//- content/symptoms/s.md
---
title: 症状
relations: {symptom}
---
//- content/symptoms/s.en.md
# Symptom
//- content/causes/c.md
# 原因
//- content/causes/c.en.md
# Cause
//- content/causes/d.md
# 另一个原因
//- content/causes/d.en.md
# Other cause
//- content/fixes/f.md
# 办法
//- content/fixes/f.en.md
# Fix
//- content/questions/q.md
---
title: 问题
relations: {question}
---
//- content/questions/q.en.md
# Question
"
    ))
}

#[track_caller]
fn build(symptom: &str, question: &str) -> Built {
    let built = site(symptom, question).build();
    assert_eq!(built.diagnostics, "");
    built
}

/// Headings and documents, in order.
fn shown(built: &Built, path: &str) -> Vec<String> {
    texts(built, path, "relation")
}

#[test]
fn a_relation_is_shown_on_both_pages_in_both_languages() {
    let built = build("{causes: [causes/c]}", "{}");
    assert_eq!(shown(&built, "symptoms/s/index.html"), ["可能的原因 原因"]);
    assert_eq!(shown(&built, "causes/c/index.html"), ["可能出现的症状 症状"]);
    assert_eq!(shown(&built, "en/symptoms/s/index.html"), ["Possible causes Cause"]);
    assert_eq!(shown(&built, "en/causes/c/index.html"), ["Symptoms this can cause Symptom"]);
    assert_eq!(shown(&built, "causes/d/index.html"), [""; 0]);
}

#[test]
fn a_relation_links_to_the_page_in_the_readers_locale() {
    let built = build("{causes: [causes/c]}", "{}");
    let related = |path: &str| -> Vec<String> { links(&built, path, "card__link") };
    assert_eq!(related("symptoms/s/index.html"), ["../../causes/c/ 原因"]);
    assert_eq!(related("en/symptoms/s/index.html"), ["../../causes/c/ Cause"]);
}

#[test]
fn every_default_relation_has_its_two_headings() {
    let built = TestSite::new(
        "//- content/causes/c.md\n---\ntitle: 原因\nrelations: {fixes: [fixes/f]}\n---\n
//- content/fixes/f.md\n---\ntitle: 办法\nrelations: {prevention: [prevention/p]}\n---\n
//- content/prevention/p.md\n# 预防\n
//- content/questions/q.md\n---\ntitle: 问题\nrelations: {related: [prevention/p]}\n---\n
//- content/guide/g.md\n---\ntitle: 指南\nrelations: {related: [questions/q]}\n---\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(shown(&built, "causes/c/index.html"), ["解决办法 办法"]);
    assert_eq!(shown(&built, "fixes/f/index.html"), ["怎样预防 预防", "能解决的问题 原因"]);
    assert_eq!(shown(&built, "prevention/p/index.html"), ["出了问题时 办法", "有关的常见问题 问题"]);
    assert_eq!(shown(&built, "guide/g/index.html"), ["相关内容 问题"]);
}

#[test]
fn documents_come_in_the_order_written_and_the_reverse_in_the_order_of_ids() {
    let built = build("{causes: [causes/d, causes/c]}", "{related: [causes/d]}");
    assert_eq!(shown(&built, "symptoms/s/index.html"), ["可能的原因 另一个原因 原因"]);
    assert_eq!(shown(&built, "causes/d/index.html"), ["可能出现的症状 症状", "有关的常见问题 问题"]);
}

#[test]
fn a_relation_may_name_the_source_file() {
    let built = build("{causes: [causes/c.md]}", "{related: [/fixes/f/]}");
    assert_eq!(shown(&built, "symptoms/s/index.html"), ["可能的原因 原因"]);
    assert_eq!(shown(&built, "fixes/f/index.html"), ["有关的常见问题 问题"]);
}

#[test]
fn one_document_need_not_be_a_list() {
    let built = build("{causes: causes/c}", "{}");
    assert_eq!(shown(&built, "symptoms/s/index.html"), ["可能的原因 原因"]);
}

#[test]
fn an_empty_relation_shows_no_heading() {
    for empty in ["{causes: []}", "{causes: }", "{}", ""] {
        let built = build(empty, "{}");
        assert_eq!(shown(&built, "symptoms/s/index.html"), [""; 0], "{empty}");
    }
}

#[test]
fn a_document_named_twice_is_shown_once() {
    let built = site("{causes: [causes/c, causes/c, causes/c.md]}", "{}").build();
    assert!(!built.failed, "{}", built.diagnostics);
    assert_eq!(shown(&built, "symptoms/s/index.html"), ["可能的原因 原因"]);
    assert_eq!(shown(&built, "causes/c/index.html"), ["可能出现的症状 症状"]);
}

#[test]
fn a_document_is_not_related_to_itself() {
    let built = site("{}", "{related: [questions/q, causes/c]}").build();
    assert!(!built.failed, "{}", built.diagnostics);
    assert_eq!(shown(&built, "questions/q/index.html"), ["相关内容 原因"]);
}

#[test]
fn a_pair_that_is_written_in_both_directions_is_shown_once_on_each_page() {
    let built = TestSite::new(
        "//- content/questions/q.md\n---\ntitle: 甲\nrelations: {related: [questions/r]}\n---\n
//- content/questions/r.md\n---\ntitle: 乙\nrelations: {related: [questions/q]}\n---\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(shown(&built, "questions/q/index.html"), ["相关内容 乙"]);
    assert_eq!(shown(&built, "questions/r/index.html"), ["相关内容 甲"]);
}

#[test]
fn an_unknown_relation_names_the_nearest() {
    let built = site("{cause: [causes/c]}", "{}").build();
    insta::assert_snapshot!(built.human, @r"
    error[relation-unknown]: this collection has no relation `cause`
     --> content/symptoms/s.md:3:13
      |
    3 | relations: {cause: [causes/c]}
      |             ^^^^^
      |
      = help: did you mean `causes`?
      = help: there are: `causes`
    ");
}

#[test]
fn a_plain_folder_has_no_relations() {
    let built = TestSite::new("//- content/x/a.md\n---\ntitle: A\nrelations: {causes: [causes/c]}\n---\n//- content/causes/c.md\n# C\n").build();
    insta::assert_snapshot!(built.human, @r"
    error[relation-unknown]: this collection has no relation `causes`
     --> content/x/a.md:3:13
      |
    3 | relations: {causes: [causes/c]}
      |             ^^^^^^
      |
      = help: declare it below `collections:` in site.yaml, or delete it
    ");
}

#[test]
fn a_document_of_the_wrong_collection_is_refused() {
    let built = site("{causes: [fixes/f]}", "{}").build();
    insta::assert_snapshot!(built.diagnostics, @"content/symptoms/s.md:3:22: error[relation-target]: `fixes/f` is not in the collection `causes`");
}

#[test]
fn a_missing_document_is_placed_and_the_nearest_of_the_collection_is_named() {
    let built = site("{causes: [causes/cc]}", "{}").build();
    insta::assert_snapshot!(built.human, @r"
    error[relation-target]: there is no document `causes/cc`
     --> content/symptoms/s.md:3:22
      |
    3 | relations: {causes: [causes/cc]}
      |                      ^^^^^^^^^
      |
      = help: did you mean `causes/c`?
    ");
}

#[test]
fn a_bare_name_is_completed() {
    let built = site("{causes: [c]}", "{}").build();
    insta::assert_snapshot!(built.diagnostics, @"content/symptoms/s.md:3:22: error[relation-target]: there is no document `c`");
    assert!(built.human.contains("did you mean `causes/c`?"), "{}", built.human);
}

#[test]
fn a_relation_to_a_draft_is_an_error_until_drafts_are_published() {
    let site = TestSite::new(
        "//- content/symptoms/s.md\n---\ntitle: S\nrelations: {causes: [causes/c]}\n---\n
//- content/causes/c.md\n---\ntitle: C\ndraft: true\n---\n",
    );
    insta::assert_snapshot!(site.build().diagnostics, @"content/symptoms/s.md:3:22: error[link-to-draft]: `causes/c` is not published");
    let built = site.options(|options| options.drafts = true).build();
    assert_eq!(shown(&built, "symptoms/s/index.html"), ["可能的原因 C"]);
}

#[test]
fn the_relations_of_a_draft_are_not_shown() {
    let built = TestSite::new(
        "//- content/symptoms/s.md\n---\ntitle: S\ndraft: true\nrelations: {causes: [causes/c]}\n---\n
//- content/causes/c.md\n# C\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(shown(&built, "causes/c/index.html"), [""; 0]);
}

#[test]
fn relations_in_a_translation_have_no_effect_and_say_so() {
    let built = TestSite::new(
        "//- content/symptoms/s.md\n# 症状\n//- content/symptoms/s.en.md\n---\ntitle: S\nrelations: {causes: [causes/nowhere]}\n---\n
//- content/causes/c.md\n# C\n",
    )
    .build();
    insta::assert_snapshot!(built.diagnostics, @"content/symptoms/s.en.md:3:1: warning[field-in-translation]: `relations` has no effect in a translation");
}

#[test]
fn a_related_document_without_a_translation_is_marked_as_such() {
    let built = TestSite::new(
        "//- content/symptoms/s.md\n---\ntitle: 症状\nrelations: {causes: [causes/c]}\n---\n//- content/symptoms/s.en.md\n# Symptom\n
//- content/causes/c.md\n# 原因\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    let card = page(&built, "en/symptoms/s/index.html").into_iter().find(|it| it.has_class("card")).unwrap();
    assert_eq!((card.text.as_str(), card.get("lang")), ("原因", Some("zh-CN")));
    assert_eq!(links(&built, "en/symptoms/s/index.html", "card__link"), ["../../causes/c/ 原因"]);
}

#[test]
fn declared_relations_have_the_headings_of_the_configuration() {
    let built = TestSite::new(
        "//- content/site.yaml
locales: [zh-CN, en]
collections:
  - id: errors
    relations:
      - {name: tools, title: {zh-CN: 工具, en: Tools}, reverse: {zh-CN: 用于, en: Used for}}
  - id: tools
//- content/errors/e.md
---
title: 错误
relations: {tools: [tools/t]}
---
//- content/tools/t.md
# 扳手
",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(shown(&built, "errors/e/index.html"), ["工具 扳手"]);
    assert_eq!(shown(&built, "tools/t/index.html"), ["用于 错误"]);
    assert_eq!(shown(&built, "en/tools/t/index.html"), ["Used for 错误"]);
}

#[test]
fn a_relation_without_a_heading_still_has_one() {
    let built = TestSite::new(
        "//- content/site.yaml\ncollections: [{id: errors, relations: [{name: tools}]}, {id: tools, title: 工具箱}]
//- content/errors/e.md\n---\ntitle: 错误\nrelations: {tools: [tools/t]}\n---\n//- content/tools/t.md\n# 扳手\n",
    )
    .build();
    for path in ["errors/e/index.html", "tools/t/index.html"] {
        let headings = texts(&built, path, "section-title");
        assert!(!headings.is_empty() && headings.iter().all(|it| !it.is_empty()), "{path}: {headings:?}");
    }
}

#[test]
fn relations_of_odd_shapes_do_not_make_the_build_panic() {
    for relations in [
        "5",
        "[causes/c]",
        "{causes: {a: b}}",
        "{causes: [[causes/c]]}",
        "{causes: ['']}",
        "{'': []}",
        "{causes: [/]}",
        "{causes: [.md]}",
        "{causes: [causes]}",
        "{causes: [null]}",
    ] {
        site(relations, "{}").build();
    }
}

#[test]
fn a_folders_own_page_shows_its_relations_too() {
    let built = TestSite::new(
        "//- content/symptoms/index.md\n---\ntitle: 症状\nrelations:\n  causes: [causes/a]\n---\n//- content/causes/a.md\n# 原因甲\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    let main = built.main("symptoms/index.html");
    assert!(main.contains("可能的原因") && main.contains("原因甲"), "{main}");
}
