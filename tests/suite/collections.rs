//! Folders as collections: titles, order, navigation, breadcrumbs, previous and next, the home page.

use crate::browser::{links, page, texts};
use crate::site::{Built, TestSite};

#[track_caller]
fn build(fixture: &str) -> Built {
    let built = TestSite::new(fixture).build();
    assert_eq!(built.diagnostics, "");
    built
}

fn title(built: &Built, path: &str) -> String {
    page(built, path).into_iter().find(|it| it.name == "h1").unwrap().text
}

#[test]
fn the_six_default_collections_come_in_their_order_with_titles_in_both_languages() {
    let mut fixture = String::new();
    for folder in ["causes", "fixes", "guide", "prevention", "questions", "symptoms"] {
        fixture.push_str(&format!("//- content/{folder}/a.md\n# 甲\n//- content/{folder}/a.en.md\n# A\n"));
    }
    let built = build(&fixture);
    assert_eq!(
        links(&built, "index.html", "menu__link"),
        [
            "symptoms/ 症状",
            "causes/ 原因",
            "fixes/ 解决办法",
            "prevention/ 预防",
            "questions/ 常见问题",
            "guide/ 入门"
        ]
    );
    assert_eq!(
        links(&built, "en/index.html", "menu__link"),
        [
            "symptoms/ Symptoms",
            "causes/ Causes",
            "fixes/ Fixes",
            "prevention/ Prevention",
            "questions/ Questions",
            "guide/ Guide"
        ]
    );
    assert_eq!(title(&built, "symptoms/index.html"), "症状");
    assert_eq!(title(&built, "en/symptoms/index.html"), "Symptoms");
}

#[test]
fn only_folders_that_hold_documents_are_shown() {
    let built = build("//- content/fixes/a.md\n# 甲\n//- content/assets/a.png\nx\n");
    assert_eq!(links(&built, "index.html", "menu__link"), ["fixes/ 解决办法"]);
    assert!(!built.has("symptoms/index.html") && !built.has("assets/index.html"));
}

const DECLARED: &str = "//- content/site.yaml
locales: [zh-CN, en]
collections:
  - id: howto
    folder: guides/how-to
    title: {zh-CN: 操作, en: How to}
  - id: news
    title: {zh-CN: 新闻, en: News}
//- content/guides/how-to/a.md
# 甲
//- content/guides/how-to/a.en.md
# A
//- content/news/b.md
# 乙
//- content/news/b.en.md
# B
//- content/about/c.md
# 丙
";

#[test]
fn a_declared_collection_may_lie_in_a_folder_of_another_name() {
    let built = build(DECLARED);
    assert_eq!(title(&built, "guides/how-to/index.html"), "操作");
    assert_eq!(title(&built, "en/guides/how-to/index.html"), "How to");
}

#[test]
fn declared_collections_come_first_and_undeclared_folders_after_by_name() {
    let built = build(DECLARED);
    assert_eq!(links(&built, "index.html", "menu__link"), ["news/ 新闻", "about/ about", "guides/ guides"]);
}

#[test]
fn declared_collections_replace_the_defaults() {
    let built = build("//- content/site.yaml\ncollections: [{id: news}]\n//- content/symptoms/a.md\n# 甲\n");
    assert_eq!(title(&built, "symptoms/index.html"), "symptoms");
}

#[test]
fn the_folders_own_page_gives_the_title_before_the_configuration() {
    let built = build(
        "//- content/symptoms/index.md\n---\ntitle: 出了什么事\nsummary: 从这里开始。\n---\n正文。\n//- content/symptoms/a.md\n# 甲\n",
    );
    assert_eq!(title(&built, "symptoms/index.html"), "出了什么事");
    assert_eq!(texts(&built, "symptoms/index.html", "lead"), ["从这里开始。"]);
    assert_eq!(texts(&built, "symptoms/index.html", "prose"), ["正文。"]);
    assert_eq!(links(&built, "index.html", "menu__link"), ["symptoms/ 出了什么事"]);
}

#[test]
fn a_folders_own_page_without_a_title_takes_the_declared_one() {
    let built = build("//- content/symptoms/index.md\n正文。\n//- content/symptoms/a.md\n# 甲\n");
    assert_eq!(title(&built, "symptoms/index.html"), "症状");
}

#[test]
fn a_page_beside_a_folder_of_the_same_name_is_the_folders_page() {
    let built = build("//- content/tips.md\n# 窍门\n\n导语。\n//- content/tips/a.md\n# 甲\n");
    assert_eq!(title(&built, "tips/index.html"), "窍门");
    assert_eq!(links(&built, "tips/index.html", "card__link"), ["a/ 甲"]);
    assert_eq!(links(&built, "index.html", "card__link"), [""; 0], "it is no document of its own besides");
}

#[test]
fn a_page_beside_a_folder_with_an_index_is_reported() {
    let built = TestSite::new("//- content/tips.md\n# 窍门\n//- content/tips/index.md\n# 又是窍门\n").build();
    insta::assert_snapshot!(built.diagnostics, @"content/tips/index.md:1:1: error[output-collision]: two files are the zh-CN version of `tips`");
}

#[test]
fn folders_at_any_depth_are_collections() {
    let built = build("//- content/a/b/c/d/e.md\n# 戊\n");
    for path in [
        "index.html",
        "a/index.html",
        "a/b/index.html",
        "a/b/c/index.html",
        "a/b/c/d/index.html",
        "a/b/c/d/e/index.html",
    ] {
        assert!(built.has(path), "{path}");
    }
    assert_eq!(links(&built, "a/index.html", "card__link"), ["b/ b"]);
    assert_eq!(texts(&built, "a/index.html", "card__count"), ["1篇"]);
}

#[test]
fn a_folder_below_a_declared_collection_is_of_its_kind() {
    let built = build(
        "//- content/symptoms/pay/a.md\n---\ntitle: 甲\nrelations: {causes: [causes/net/b]}\n---\n//- content/causes/net/b.md\n# 乙\n",
    );
    assert_eq!(title(&built, "symptoms/pay/index.html"), "pay");
    assert_eq!(texts(&built, "symptoms/pay/a/index.html", "relation"), ["可能的原因 乙"]);
}

#[test]
fn documents_come_by_order_then_by_title() {
    let built = build(
        "//- content/k/1.md\n# 丙
//- content/k/2.md\n# B
//- content/k/3.md\n---\ntitle: 后\norder: 2\n---
//- content/k/4.md\n---\ntitle: 先\norder: -1\n---
//- content/k/5.md\n# A
",
    );
    assert_eq!(texts(&built, "k/index.html", "card__link"), ["先", "后", "A", "B", "丙"]);
}

#[test]
fn documents_of_one_order_and_title_come_by_id() {
    let built = build("//- content/k/b.md\n# 同\n//- content/k/a.md\n# 同\n");
    assert_eq!(links(&built, "k/index.html", "card__link"), ["a/ 同", "b/ 同"]);
}

#[test]
fn the_order_is_the_sources_in_every_locale() {
    let built = build(
        "//- content/k/a.md\n---\ntitle: 甲\norder: 2\n---\n//- content/k/a.en.md\n# A\n//- content/k/b.md\n---\ntitle: 乙\norder: 1\n---\n//- content/k/b.en.md\n# Z\n",
    );
    assert_eq!(texts(&built, "en/k/index.html", "card__link"), ["Z", "A"]);
}

#[test]
fn undeclared_folders_come_by_the_order_of_their_page() {
    let built = build(
        "//- content/a/x.md\n# X\n//- content/b/index.md\n---\ntitle: 乙\norder: 1\n---\n//- content/b/y.md\n# Y\n",
    );
    assert_eq!(texts(&built, "index.html", "menu__link"), ["乙", "a"]);
}

#[test]
fn previous_and_next_follow_the_collection_and_stay_in_it() {
    let built = build(
        "//- content/j/0.md\n# 零\n//- content/k/1.md\n# 一\n//- content/k/2.md\n# 二\n//- content/k/3.md\n# 三\n",
    );
    assert_eq!(links(&built, "k/1/index.html", "pager__link"), ["../3/ 下一篇 三"]);
    assert_eq!(links(&built, "k/3/index.html", "pager__link"), ["../1/ 上一篇 一", "../2/ 下一篇 二"]);
    assert_eq!(links(&built, "k/2/index.html", "pager__link"), ["../3/ 上一篇 三"]);
    assert_eq!(links(&built, "j/0/index.html", "pager__link"), [""; 0]);
}

#[test]
fn breadcrumbs_lead_up_to_the_home_page() {
    let built = build("//- content/symptoms/pay/a.md\n# 甲\n//- content/symptoms/pay/a.en.md\n# A\n");
    assert_eq!(
        links(&built, "symptoms/pay/a/index.html", "breadcrumbs__link"),
        ["../../../ 首页", "../../ 症状", "../ pay"]
    );
    assert_eq!(
        links(&built, "en/symptoms/pay/a/index.html", "breadcrumbs__link"),
        ["../../../ Home", "../../ Symptoms", "../ pay"]
    );
    assert_eq!(links(&built, "symptoms/index.html", "breadcrumbs__link"), ["../ 首页"]);
    assert_eq!(links(&built, "index.html", "breadcrumbs__link"), [""; 0]);
}

#[test]
fn the_collection_one_is_in_is_marked_in_the_navigation() {
    let built = build("//- content/symptoms/pay/a.md\n# 甲\n//- content/fixes/b.md\n# 乙\n");
    let current = |path| -> Vec<String> {
        let marked =
            |it: &crate::browser::Element| it.has_class("menu__link") && it.get("aria-current").is_some();
        page(&built, path)
            .into_iter()
            .filter(marked)
            .map(|it| format!("{} {}", it.text, it.get("aria-current").unwrap()))
            .collect()
    };
    assert_eq!(current("symptoms/pay/a/index.html"), ["症状 true"]);
    assert_eq!(current("fixes/index.html"), ["解决办法 page"]);
    assert_eq!(current("index.html"), [""; 0]);
}

#[test]
fn in_the_navigation_neighbours_stand_below_their_own_collection_only() {
    let built = build(
        "//- content/site.yaml\nnavigation: [symptoms, symptoms/pay, about, symptoms/pay/a]\n//- content/symptoms/pay/a.md\n# 甲\n//- content/symptoms/pay/b.md\n# 乙\n//- content/about.md\n# 关于\n//- content/more.md\n# 更多\n",
    );
    let menu = |path: &str| -> Vec<String> {
        let elements = page(&built, path).into_iter();
        let links = elements.filter(|it| it.has_class("menu__link") || it.has_class("section-links__link"));
        links.map(|it| format!("{} {}", it.text, it.get("aria-current").unwrap_or("-"))).collect()
    };
    let here = menu("symptoms/pay/a/index.html");
    assert_eq!(here[..6], ["症状 true", "pay true", "乙 -", "甲 page", "关于 -", "甲 page"]);
    assert_eq!(menu("about/index.html")[..4], ["症状 -", "pay -", "关于 page", "甲 -"]);
}

#[test]
fn the_navigation_can_be_listed() {
    let built = build(
        "//- content/site.yaml\nnavigation: [fixes, about, symptoms]\n//- content/symptoms/a.md\n# 甲\n//- content/fixes/b.md\n# 乙\n//- content/about.md\n# 关于\n",
    );
    assert_eq!(
        links(&built, "index.html", "menu__link"),
        ["fixes/ 解决办法", "about/ 关于", "symptoms/ 症状"]
    );
    assert_eq!(
        links(&built, "fixes/b/index.html", "menu__link"),
        ["../ 解决办法", "../../about/ 关于", "../../symptoms/ 症状"]
    );
}

#[test]
fn a_collection_in_the_navigation_is_named_by_its_id() {
    let built = build(
        "//- content/site.yaml\nnavigation: [howto]\ncollections: [{id: howto, folder: guides/how-to, title: 操作}]\n//- content/guides/how-to/a.md\n# 甲\n",
    );
    assert_eq!(links(&built, "index.html", "menu__link"), ["guides/how-to/ 操作"]);
}

#[test]
fn a_page_that_the_navigation_names_and_nobody_wrote_is_reported() {
    let built =
        TestSite::new("//- content/site.yaml\nnavigation: [symptom]\n//- content/symptoms/a.md\n# 甲\n")
            .build();
    insta::assert_snapshot!(built.diagnostics, @"content/site.yaml:1:14: error[collection-unknown]: there is no collection or document `symptom`");
    assert!(built.human.contains("did you mean `symptoms`?"), "{}", built.human);
}

#[test]
fn an_empty_navigation_shows_none() {
    let built = build("//- content/site.yaml\nnavigation: []\n//- content/symptoms/a.md\n# 甲\n");
    assert!(!built.file("index.html").contains("menu"));
}

#[test]
fn a_collection_declared_twice_is_reported() {
    let built =
        TestSite::new("//- content/site.yaml\ncollections: [{id: a}, {id: a}]\n//- content/x.md\n# X\n")
            .build();
    insta::assert_snapshot!(built.diagnostics, @"content/site.yaml:1:24: error[value-invalid]: collection `a` is declared twice");
}

#[test]
fn two_collections_in_one_folder_are_reported() {
    let built = TestSite::new(
        "//- content/site.yaml\ncollections: [{id: a, folder: x}, {id: b, folder: x}]\n//- content/x/y.md\n# Y\n",
    )
    .build();
    insta::assert_snapshot!(built.diagnostics, @"content/site.yaml:1:40: error[value-invalid]: collections `a` and `b` are in one folder");
}

#[test]
fn a_relation_to_a_collection_that_is_not_declared_is_reported() {
    let built = TestSite::new(
        "//- content/site.yaml\ncollections: [{id: a, relations: [{name: cause, to: cases}]}, {id: causes}]\n//- content/x.md\n# X\n",
    )
    .build();
    insta::assert_snapshot!(built.diagnostics, @"content/site.yaml:1:53: error[collection-unknown]: relation `cause` leads to `cases`, which is no collection");
}

#[test]
fn the_home_page_shows_the_symptoms_first_and_each_collection_as_a_group() {
    let built = build(
        "//- content/symptoms/a.md\n# 甲\n//- content/fixes/b.md\n# 乙\n//- content/about.md\n# 关于\n",
    );
    assert_eq!(texts(&built, "index.html", "hero__starts").len(), 1);
    assert_eq!(links(&built, "index.html", "topic__link"), ["symptoms/ 症状", "fixes/ 解决办法"]);
    assert_eq!(links(&built, "index.html", "links__link"), ["symptoms/a/ 甲", "fixes/b/ 乙"]);
    assert_eq!(links(&built, "index.html", "card__link"), ["symptoms/a/ 甲", "about/ 关于"]);
}

#[test]
fn a_group_on_the_home_page_shows_six_documents_and_a_link_to_all() {
    let documents: String = (1..=7).map(|it| format!("//- content/k/{it}.md\n# {it}\n")).collect();
    let built = build(&documents);
    assert_eq!(links(&built, "index.html", "links__link").len(), 6);
    assert_eq!(texts(&built, "index.html", "topic__all").len(), 1);
}

#[test]
fn a_group_on_the_home_page_holds_the_documents_of_the_folders_below() {
    let built = build("//- content/k/l/m/a.md\n# 甲\n");
    assert_eq!(links(&built, "index.html", "links__link"), ["k/l/m/a/ 甲"]);
}

#[test]
fn the_home_page_is_called_by_its_own_title_else_the_sites() {
    let own = build("//- content/site.yaml\ntitle: 某站\n//- content/index.md\n# 欢迎\n");
    assert_eq!(title(&own, "index.html"), "欢迎");
    let site = build("//- content/site.yaml\ntitle: 某站\n//- content/a.md\n# 甲\n");
    assert_eq!(title(&site, "index.html"), "某站");
    assert_eq!(
        page(&site, "a/index.html").into_iter().find(|it| it.name == "title").unwrap().text,
        "甲 · 某站"
    );
}

#[test]
fn a_site_without_documents_still_has_a_home_page() {
    for fixture in ["", "//- content/site.yaml\ntitle: 空\n", "//- content/assets/a.png\nx\n"] {
        let built = build(fixture);
        assert!(
            built.has("index.html") && built.has("search/index.html") && built.has("404.html"),
            "{fixture}"
        );
    }
}

#[test]
fn a_site_of_one_document_links_to_it_from_the_home_page() {
    let built = build("//- content/a.md\n# 甲\n");
    assert_eq!(links(&built, "index.html", "card__link"), ["a/ 甲"]);
    assert_eq!(links(&built, "a/index.html", "breadcrumbs__link"), ["../ 首页"]);
    assert_eq!(links(&built, "a/index.html", "pager__link"), [""; 0]);
    assert_eq!(links(&built, "index.html", "menu__link"), [""; 0]);
}

#[test]
fn a_folder_with_nothing_but_its_own_page_says_so() {
    let built = build("//- content/k/index.md\n# 栏目\n");
    assert!(built.main("k/index.html").contains("这里还没有内容"), "{}", built.main("k/index.html"));
}

#[test]
fn the_slug_of_a_folders_page_renames_the_folder() {
    let built =
        build("//- content/新手/index.md\n---\ntitle: 新手\nslug: start\n---\n//- content/新手/a.md\n# 甲\n");
    assert!(built.has("start/index.html") && built.has("start/a/index.html"), "{:?}", built.paths());
}

#[test]
fn search_lists_every_document_by_collection() {
    let built =
        build("//- content/symptoms/a.md\n# 甲\n//- content/symptoms/x/b.md\n# 乙\n//- content/c.md\n# 丙\n");
    assert_eq!(
        links(&built, "search/index.html", "card__link"),
        ["../c/ 丙", "../symptoms/a/ 甲", "../symptoms/x/b/ 乙"]
    );
}

#[test]
fn odd_folders_and_declarations_do_not_make_the_build_panic() {
    let long = "很长".repeat(60);
    for fixture in [
        "//- content/site.yaml\ncollections: [{id: '', folder: ''}]\n//- content/a.md\n# A\n".to_string(),
        "//- content/site.yaml\ncollections: [{id: a, folder: /}]\n//- content/a/b.md\n# A\n".to_string(),
        "//- content/site.yaml\ncollections: [{id: a, folder: ../x}]\n//- content/a/b.md\n# A\n".to_string(),
        "//- content/site.yaml\ncollections: 5\nnavigation: {a: b}\n//- content/a/b.md\n# A\n".to_string(),
        "//- content/site.yaml\ncollections: [null, [], {relations: [{}, 3]}]\n//- content/a/b.md\n# A\n"
            .to_string(),
        "//- content/site.yaml\nnavigation: ['', /, ' ', ..]\n//- content/a/b.md\n# A\n".to_string(),
        "//- content/index/index.md\n# A\n//- content/index.md\n# B\n".to_string(),
        "//- content/search/a.md\n# A\n".to_string(),
        "//- content/a\\b/index.md\n# A\n".to_string(),
        format!("//- content/{long}/index.md\n# A\n"),
        format!("//- content/{long}/{long}/{long}/{long}/{long}/index.md\n# A\n"),
        "//- content/.md\nx\n//- content/a/.md\nx\n//- content/.en.md\nx\n".to_string(),
        "//- content//a.md\n# A\n//- content/./b.md\n# B\n//- content/../c.md\n# C\n".to_string(),
    ] {
        TestSite::new(&fixture).build();
    }
}

#[test]
fn one_markdown_file_and_nothing_else_is_a_site() {
    let built = TestSite::new("//- content/hello.md\n# 你好\n\n第一段。\n").build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(built.body("hello/index.html"), "<p>第一段。</p>");
}

#[test]
fn beside_a_document_stand_those_of_its_collection_and_the_page_is_marked() {
    let built =
        build("//- content/fixes/a.md\n# 甲\n//- content/fixes/b.md\n# 乙\n//- content/about.md\n# 关于\n");
    assert_eq!(texts(&built, "fixes/a/index.html", "sidebar"), ["解决办法 乙 甲"]);
    let current = |it: &crate::browser::Element| it.get("aria-current") == Some("page");
    let page = page(&built, "fixes/a/index.html");
    let marked: Vec<&str> = page.iter().filter(|it| current(it)).map(|it| it.text.as_str()).collect();
    // In the menu of a phone and in the sidebar.
    assert_eq!(marked, ["甲", "甲"]);
    assert_eq!(texts(&built, "fixes/index.html", "sidebar"), [""; 0]);
}

#[test]
fn of_a_large_collection_only_the_nearest_documents_stand_beside_one() {
    let documents: String =
        (10..60).map(|number| format!("//- content/fixes/n{number}.md\n# 第{number}\n")).collect();
    let built = build(&documents);
    for (page, from, to) in [(10, 10, 33), (35, 23, 46), (59, 36, 59)] {
        let beside: Vec<String> = (from..=to).map(|number| format!("第{number}")).collect();
        let wanted = format!("解决办法 {} “解决办法”全部内容", beside.join(" "));
        assert_eq!(texts(&built, &format!("fixes/n{page}/index.html"), "sidebar"), [wanted]);
    }
}

// ---- questions

#[test]
fn the_page_of_questions_shows_each_with_its_short_answer_and_a_place_of_its_own() {
    let built = TestSite::new(
        "//- content/questions/index.md\n---\ntitle: 问答\n---\n## 开头 {#b}\n\n甲。\n//- content/questions/a.md\n---\ntitle: 怎么<办>？\nsummary: 先看记录。\n---\n//- content/questions/b.md\n# 乙\n//- content/questions/more/c.md\n# 丙\n//- content/fixes/d.md\n---\ntitle: 丁\nsummary: 好。\n---\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    let main = built.main("questions/index.html");
    assert!(main.contains("<h3 class=\"question__title\">怎么&lt;办&gt;？</h3>"), "{main}");
    assert!(main.contains("id=\"a\">") && main.contains("<p>先看记录。</p>"), "{main}");
    // A heading of the folder's own page keeps its id.
    assert!(main.contains("<h2 id=\"b\">") && main.contains("id=\"question:b\">"), "{main}");
    assert!(built.main("questions/more/index.html").contains("id=\"c\">"));
    assert!(!built.main("fixes/index.html").contains("<details"));
}
