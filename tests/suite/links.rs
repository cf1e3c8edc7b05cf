//! Links between sources, and from every page to every other.

use std::path::Path;

use proptest::prelude::*;
use wenda::config::BaseUrl;
use wenda::escape::markdown_destination;
use wenda::pipeline::BuildOptions;
use wenda::source::{ReadLimits, read};

use crate::browser::broken_references;
use crate::site::{Built, TestSite};

/// The first link in the body of a page.
fn href(built: &Built, path: &str) -> String {
    let body = built.body(path);
    let start = body.find("href=\"").unwrap_or_else(|| panic!("no link in {body}")) + 6;
    body[start..].split('"').next().unwrap().to_string()
}

/// The `href` of a link in `content/a/b.md`, on a site that has some more documents.
#[track_caller]
fn href_of(link: &str) -> String {
    let built = site_with(link);
    assert_eq!(built.diagnostics, "", "{link}");
    href(&built, "a/b/index.html")
}

/// What is said of that link.
#[track_caller]
fn problem_of(link: &str) -> String {
    let built = site_with(link);
    assert!(!built.diagnostics.is_empty(), "{link} is fine");
    built.diagnostics
}

fn site_with(link: &str) -> Built {
    TestSite::new(&format!(
        "//- content/a/b.md
# B

[x]({link})
//- content/a/c.md
# C

## 重试 {{#retry}}

## 再来 一次
//- content/index.md
# 首页
//- content/guide.md
# 入门

## 开始
//- content/guide/start.md
# 开始
//- content/plain/d.md
---
title: D
aliases: [/old/d/]
---
//- content/assets/form.pdf
PDF
//- content/assets/Photo.PNG
PNG
"
    ))
    .options(|options| options.strict = false)
    .build()
}

#[test]
fn a_relative_link_to_a_source_leads_to_its_page() {
    assert_eq!(href_of("c.md"), "../c/");
    assert_eq!(href_of("./c.md"), "../c/");
    assert_eq!(href_of("../a/c.md"), "../c/");
    assert_eq!(href_of("../plain/d.md"), "../../plain/d/");
}

#[test]
fn a_link_may_leave_out_the_extension_or_spell_the_page() {
    assert_eq!(href_of("c"), "../c/");
    assert_eq!(href_of("c/"), "../c/");
    assert_eq!(href_of("c.html"), "../c/");
}

#[test]
fn an_absolute_link_starts_at_the_content_folder() {
    assert_eq!(href_of("/plain/d.md"), "../../plain/d/");
    assert_eq!(href_of("/plain/d/"), "../../plain/d/");
    assert_eq!(href_of("/"), "../../");
    assert_eq!(href_of("/index.md"), "../../");
}

#[test]
fn a_link_to_a_folder_leads_to_the_page_of_the_collection() {
    for link in ["../guide/", "../guide", "../guide.md", "../guide/index.md", "/guide/"] {
        assert_eq!(href_of(link), "../../guide/", "{link}");
    }
    assert_eq!(href_of("../plain/"), "../../plain/");
    assert_eq!(href_of("./"), "../");
}

#[test]
fn a_link_to_an_old_path_leads_to_the_new_page() {
    assert_eq!(href_of("/old/d/"), "../../plain/d/");
}

#[test]
fn a_query_is_not_part_of_the_path() {
    assert_eq!(href_of("c.md?from=b#retry"), "../c/#retry");
}

#[test]
fn an_anchor_is_explicit_or_made_from_the_heading() {
    assert_eq!(href_of("c.md#retry"), "../c/#retry");
    assert_eq!(href_of("c.md#再来-一次"), "../c/#%E5%86%8D%E6%9D%A5-%E4%B8%80%E6%AC%A1");
    assert_eq!(
        href_of("c.md#%E5%86%8D%E6%9D%A5-%E4%B8%80%E6%AC%A1"),
        "../c/#%E5%86%8D%E6%9D%A5-%E4%B8%80%E6%AC%A1"
    );
    assert_eq!(href_of("../guide.md#开始"), "../../guide/#%E5%BC%80%E5%A7%8B");
}

#[test]
fn an_empty_fragment_is_the_top_of_the_page() {
    assert_eq!(href_of("#"), "#");
    assert_eq!(href_of("c.md#"), "../c/");
}

#[test]
fn a_link_within_the_page_is_checked_as_well() {
    let built = TestSite::of_body("[x](#步骤)\n\n[y](#步奏)\n\n## 步骤").build();
    insta::assert_snapshot!(built.diagnostics, @"content/a.md:6:5: error[link-anchor-broken]: the target has no section `#步奏`");
    assert!(built.human.contains("did you mean `#步骤`?"), "{}", built.human);
}

#[test]
fn a_broken_anchor_is_placed_and_the_nearest_is_named() {
    insta::assert_snapshot!(site_with("c.md#retri").human, @r"
    error[link-anchor-broken]: the target has no section `#retri`
     --> content/a/b.md:3:5
      |
    3 | [x](c.md#retri)
      |     ^^^^^^^^^^ linked here
      |
      = help: did you mean `#retry`?
    ");
}

#[test]
fn a_collection_without_a_page_of_its_own_has_no_sections() {
    insta::assert_snapshot!(problem_of("../plain/#x"), @"content/a/b.md:3:5: error[link-anchor-broken]: the target has no section `#x`");
}

#[test]
fn a_broken_link_is_placed_and_the_nearest_document_is_named_as_it_would_be_written() {
    insta::assert_snapshot!(site_with("../plan/d.md").human, @r"
    error[link-broken]: no document at `plan/d.md`
     --> content/a/b.md:3:5
      |
    3 | [x](../plan/d.md)
      |     ^^^^^^^^^^^^ linked here
      |
      = help: did you mean `../plain/d.md`?
    ");
}

#[test]
fn a_document_that_moved_is_found_by_its_name() {
    let human = site_with("../somewhere/else/entirely/start.md").human;
    assert!(human.contains("did you mean `../guide/start.md`?"), "{human}");
}

#[test]
fn the_name_to_write_is_one_that_markdown_takes() {
    let built =
        TestSite::new("//- content/a.md\n# A\n\n[x](我的-文档1.md)\n//- content/我的 文档1.md\n# 甲\n")
            .build();
    assert!(built.human.contains("did you mean `我的%20文档1.md`?"), "{}", built.human);
}

#[test]
fn a_link_out_of_the_content_folder_is_refused() {
    insta::assert_snapshot!(problem_of("../../README.md"), @"content/a/b.md:3:5: error[link-broken]: `../../README.md` leads out of content/");
    insta::assert_snapshot!(problem_of("../../../../etc/passwd"), @"content/a/b.md:3:5: error[link-broken]: `../../../../etc/passwd` leads out of content/");
}

#[test]
fn a_document_in_another_case_is_named() {
    let human = site_with("../Plain/D.md").human;
    assert!(human.contains("did you mean `../plain/d.md`?"), "{human}");
}

#[test]
fn an_extension_in_capitals_is_a_document_too() {
    let built = TestSite::new("//- content/a.md\n# A\n\n[x](B.MD)\n//- content/B.MD\n# B\n").build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(href(&built, "a/index.html"), "../B/");
}

#[test]
fn a_draft_cannot_be_linked_to_until_it_is_published() {
    let site = TestSite::new(
        "//- content/a.md\n# A\n\n[x](b.md)\n//- content/b.md\n---\ntitle: B\ndraft: true\n---\n",
    );
    insta::assert_snapshot!(site.build().diagnostics, @"content/a.md:3:5: error[link-to-draft]: `b.md` is not published");
    let built = site.options(|options| options.drafts = true).build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(href(&built, "a/index.html"), "../b/");
}

#[test]
fn a_link_from_a_draft_is_not_checked() {
    let built = TestSite::new(
        "//- content/a.md\n---\ntitle: A\ndraft: true\n---\n[x](nowhere.md)\n//- content/b.md\n# B\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
}

#[test]
fn names_with_characters_that_urls_reserve_can_be_linked() {
    for (name, link) in [
        ("a b", "a%20b.md"),
        ("a b", "<a b.md>"),
        ("c#1", "c%231.md"),
        ("why?", "why%3F.md"),
        ("100%", "100%25.md"),
        ("100%", "100%.md"),
        ("a%20b", "a%2520b.md"),
        ("r&d", "r&d.md"),
        ("c++", "c++.md"),
        ("it's", "it's.md"),
        ("x;y", "x;y.md"),
        ("v1.2", "v1.2.md"),
        ("v1.2", "v1.2"),
    ] {
        let built =
            TestSite::new(&format!("//- content/a.md\n# A\n\n[x]({link})\n//- content/{name}.md\n# B\n"))
                .build();
        assert_eq!(built.diagnostics, "", "{name}");
        let broken = broken_references(&built, &root());
        assert!(broken.is_empty(), "{name}: {broken:#?}");
        assert!(built.has(&format!("{name}/index.html")), "{:?}", built.paths());
    }
}

#[test]
fn han_names_are_encoded_in_links_and_plain_on_disk() {
    let built = TestSite::new("//- content/a.md\n# A\n\n[x](新手/余额.md)\n//- content/新手/余额.md\n---\ntitle: B\nslug: 余额\n---\n").build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(href(&built, "a/index.html"), "../%E6%96%B0%E6%89%8B/%E4%BD%99%E9%A2%9D/");
    assert!(built.has("新手/余额/index.html"));
}

#[test]
fn a_name_may_be_composed_or_decomposed() {
    let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}");
    for (file, link) in [(composed, decomposed), (decomposed, composed), (decomposed, "caf%C3%A9")] {
        let built = TestSite::new(&format!(
            "//- content/a.md\n# A\n\n[x]({link}.md)\n//- content/{file}.md\n---\ntitle: B\nslug: b\n---\n"
        ))
        .build();
        assert_eq!(built.diagnostics, "");
        assert_eq!(href(&built, "a/index.html"), "../b/");
    }
}

#[test]
fn a_file_is_linked_and_copied() {
    let built = site_with("../assets/form.pdf");
    assert_eq!(href(&built, "a/b/index.html"), "../../assets/form.pdf");
    assert_eq!(built.file("assets/form.pdf"), "PDF\n");
}

#[test]
fn a_file_that_nothing_links_to_is_copied_too() {
    assert!(site_with("c.md").has("assets/Photo.PNG"));
}

#[test]
fn a_missing_image_names_the_nearest_as_it_would_be_written() {
    let built =
        TestSite::new("//- content/a/b.md\n# B\n\n![图](../img/cat.pgn)\n//- content/img/cat.png\nx\n")
            .build();
    insta::assert_snapshot!(built.human, @r"
    error[asset-missing]: there is no file `img/cat.pgn`
     --> content/a/b.md:3:6
      |
    3 | ![图](../img/cat.pgn)
      |       ^^^^^^^^^^^^^^
      |
      = help: did you mean `../img/cat.png`?
    ");
}

#[test]
fn an_image_in_another_case_is_an_error_that_names_the_right_path() {
    let built =
        TestSite::new("//- content/a/b.md\n# B\n\n![图](../Img/cat.PNG)\n//- content/img/cat.png\nx\n")
            .build();
    insta::assert_snapshot!(built.human, @r"
    error[asset-case]: the file name differs by case: it is `img/cat.png`
     --> content/a/b.md:3:6
      |
    3 | ![图](../Img/cat.PNG)
      |       ^^^^^^^^^^^^^^
      |
      = help: write `../img/cat.png`
    ");
}

#[test]
fn an_image_outside_the_content_folder_is_missing() {
    let built = TestSite::of_body("![图](../../cat.png)").build();
    insta::assert_snapshot!(built.diagnostics, @"content/a.md:4:6: error[asset-missing]: `../../cat.png` leads out of content/");
}

#[test]
fn an_absolute_image_starts_at_the_content_folder() {
    let built = TestSite::new("//- content/a/b.md\n# B\n\n![图](/img/猫 1.png)\n\n![图](/img/%E7%8C%AB%201.png)\n//- content/img/猫 1.png\nx\n").build();
    assert_eq!(built.diagnostics, "");
    assert!(built.body("a/b/index.html").contains("src=\"../../img/%E7%8C%AB%201.png\""));
}

#[test]
fn an_image_that_is_a_document_is_missing() {
    let built = TestSite::of_body("![图](a.md)").build();
    insta::assert_snapshot!(built.diagnostics, @"content/a.md:4:6: error[asset-missing]: there is no file `a.md`");
}

#[test]
fn a_link_in_a_translation_leads_to_the_translation() {
    let built = TestSite::new(
        "//- content/a.md
# 甲

[乙](b.md)
//- content/a.en.md
# A

[B](b.md)
//- content/b.md
# 乙
//- content/b.en.md
# B
",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(href(&built, "a/index.html"), "../b/");
    assert_eq!(href(&built, "en/a/index.html"), "../b/");
}

#[test]
fn a_link_that_spells_out_the_locale_leads_to_the_readers_page_all_the_same() {
    let built = TestSite::new(
        "//- content/a.en.md
# A

[B](b.en.md)
//- content/a.md
# 甲

[乙](b.en.md)
//- content/b.md
# 乙
//- content/b.en.md
# B
",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(
        (href(&built, "en/a/index.html"), href(&built, "a/index.html")),
        ("../b/".into(), "../b/".into())
    );
}

#[test]
fn an_address_with_a_locale_leads_to_the_page_as_well() {
    let built = TestSite::new(
        "//- content/a.md
# 甲

[乙](/en/b/)

[家](/en/)
//- content/b.md
# 乙
//- content/b.en.md
# B
",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(href(&built, "a/index.html"), "../b/");
}

#[test]
fn a_translator_may_link_to_the_translations_own_heading() {
    let built = TestSite::new(
        "//- content/a.md
# 甲
//- content/a.en.md
# A

[B](b.md#second-step)

[B](b.md#第二步)
//- content/b.md
# 乙

## 第一步

## 第二步
//- content/b.en.md
# B

## First step

## Second step
",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    let body = built.body("en/a/index.html");
    assert_eq!(body.matches("href=\"../b/#%E7%AC%AC%E4%BA%8C%E6%AD%A5\"").count(), 2, "{body}");
}

#[test]
fn the_anchor_of_a_title_can_be_linked() {
    let built =
        TestSite::new("//- content/a.md\n# A\n\n[x](b.md#top)\n//- content/b.md\n# B {#top}\n").build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(broken_references(&built, &root()), [""; 0]);
}

#[test]
fn the_anchor_of_a_title_holds_in_every_locale() {
    let built = TestSite::new(
        "//- content/a.md\n# 甲\n\n[x](b.md#top)\n//- content/b.md\n# 乙 {#top}\n\n## 一\n//- content/b.en.md\n# B\n\n## One\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(broken_references(&built, &root()), [""; 0]);
}

#[test]
fn a_link_to_a_page_without_a_translation_leads_to_its_stand_in() {
    let built = TestSite::new(
        "//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n\n[B](b.md)\n//- content/b.md\n# 乙\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(href(&built, "en/a/index.html"), "../b/");
    assert!(built.has("en/b/index.html"));
}

#[test]
fn a_link_to_a_translation_without_a_source_leads_into_that_language() {
    let built = TestSite::new("//- content/a.md\n# 甲\n\n[B](b.md)\n//- content/b.en.md\n# B\n").build();
    assert_eq!(href(&built, "a/index.html"), "../en/b/");
    assert!(built.body("a/index.html").contains("hreflang=\"en\""));
}

#[test]
fn a_link_to_a_section_of_a_folder_leads_to_the_language_that_has_it() {
    let built =
        TestSite::new("//- content/a.md\n# 甲\n\n[x](k/index.md#one)\n\n[y](k/)\n//- content/k/index.en.md\n# K\n\n## One\n")
            .build();
    let body = built.body("a/index.html");
    assert!(body.contains("<a href=\"../en/k/#one\" hreflang=\"en\">x</a>"), "{body}");
    assert!(body.contains("<a href=\"../k/\">y</a>"), "{body}");
}

#[test]
fn a_broken_link_is_reported_once_per_place() {
    let built = TestSite::new(
        "//- content/a.md\n# A\n\n[x](q.md) [y](q.md)\n//- content/a.en.md\n# A\n\n[x](q.md)\n",
    )
    .build();
    insta::assert_snapshot!(built.diagnostics, @r"
    content/a.en.md:3:5: error[link-broken]: no document at `q.md`
    content/a.md:3:5: error[link-broken]: no document at `q.md`
    content/a.md:3:15: error[link-broken]: no document at `q.md`
    ");
}

#[test]
fn a_broken_link_is_said_in_chinese_too() {
    insta::assert_snapshot!(site_with("../plan/d.md").diagnostics_zh, @"content/a/b.md:3:5: error[link-broken]: 没有文档 `plan/d.md`");
}

#[test]
fn no_destination_makes_the_build_panic() {
    for link in [
        "",
        "#",
        "?",
        "/",
        "//",
        "///",
        ".",
        "..",
        "../..",
        "%",
        "%%",
        "%00",
        "%ff",
        "#%ff",
        "?#",
        "/..",
        "a/../../..",
        ".md",
        "/.md",
        ".en.md",
        "en",
        "/en",
        "/en/",
        "en.md",
        "index",
        "index.md",
        "/index",
        "\\",
        "\\..\\",
        "a\\b.md",
        "..md",
        "%2e%2e/",
        "%2F%2Fevil",
        "%0a",
        "\u{202e}.md",
        "<>",
        "c.md#%00",
        "c.md##",
        "c.md#retry#retry",
        "a/b/c/d/e/f/g.md",
        "%E9%87",
        "zh-CN",
        "/zh-CN/a/c/",
        "c.zh-CN.md",
        "c.en.html",
        "404.html",
        "/search/",
        "_theme/",
        "CON",
        "c.md.md",
    ] {
        site_with(link);
    }
    site_with(&"../".repeat(5000));
    site_with(&"a".repeat(100_000));
}

// ---- the crawler

fn root() -> BaseUrl {
    BaseUrl::parse("https://example.com/").unwrap()
}

fn below_a_path() -> BaseUrl {
    BaseUrl::parse("https://example.com/help/").unwrap()
}

/// Every kind of page, two depths of folders, translations, stand-ins, orphans, aliases, odd names.
const RICH: &str = "//- content/site.yaml
title: {zh-CN: 帮助, en: Help}
locales: [zh-CN, en, ja]
diagnostics: {slug-hint: off, strings-missing: off, translation-orphan: off}
//- content/index.md
# 欢迎 {#welcome}

[症状](symptoms/) [甲](symptoms/a.md#怎么办) ![图](assets/图 1.svg)

## 一节
//- content/symptoms/a.md
---
title: 甲
relations: {causes: [causes/b]}
aliases: [/old/a/, /old/a.html]
---
参见[乙](../causes/b.md#why)、[深处](../深 处/里面/c.md)、[首页](../index.md#welcome)、[本页](#怎么办)[^1]。

[^1]: 脚注，见[乙](../causes/b.md)。

## 怎么办

![图](../assets/图 1.svg)
//- content/symptoms/a.en.md
# A

See [B](../causes/b.md#why), [only English](../guide/only.md), [here](#what-to-do).[^1]

[^1]: See [B](../causes/b.md).

## What to do
//- content/symptoms/a2.md
# 甲二

[日文](../guide/nihon.md)
//- content/symptoms/a3.md
# 甲三
//- content/causes/index.md
# 原因

[甲](../symptoms/a.md)
//- content/causes/b.md
---
title: 乙
slug: reason
---
## 为什么 {#why}

[甲](../symptoms/a.md) [回](index.md) [表](../assets/表 #1.pdf?x)
//- content/causes/b.en.md
# B

## Why
//- content/guide/only.en.md
# Only English

[A](../symptoms/a.md)
//- content/guide/nihon.ja.md
# 日本語

[A](../symptoms/a.md) [B](../causes/b.md#why)
//- content/深 处/里面/c.md
# 丙

[甲](/symptoms/a.md) [文件](/assets/%E8%A1%A8%20%231.pdf)
//- content/深 处/里面/c & d?.md
# 丁
//- content/assets/图 1.svg
<svg/>
//- content/assets/表 #1.pdf
PDF
";

fn crawl(base: BaseUrl) -> Vec<String> {
    let built = TestSite::new(&RICH.replace("表 #1.pdf?x", "%E8%A1%A8%20%231.pdf?x"))
        .options(|options| options.base_url = Some(base.clone()))
        .build();
    assert_eq!(built.diagnostics, "");
    broken_references(&built, &base)
}

#[test]
fn every_reference_of_a_rich_site_leads_somewhere() {
    assert_eq!(crawl(root()), [""; 0]);
}

#[test]
fn every_reference_of_a_rich_site_below_a_path_leads_somewhere() {
    assert_eq!(crawl(below_a_path()), [""; 0]);
}

#[test]
fn pages_do_not_depend_on_the_base_path_except_where_an_absolute_url_is_due() {
    let build = |base| {
        TestSite::new("//- content/a/b.md\n# B\n\n[家](/)\n").options(|it| it.base_url = Some(base)).build()
    };
    let (at_root, below) = (build(root()), build(below_a_path()));
    assert_eq!(at_root.main("a/b/index.html"), below.main("a/b/index.html"));
    assert_eq!(
        below.file("a/b/index.html").replace("example.com/help/", "example.com/"),
        at_root.file("a/b/index.html")
    );
}

#[test]
fn the_repositorys_own_content_has_no_problem_and_no_dead_link() {
    for base in [root(), below_a_path()] {
        let sources = read(Path::new(env!("CARGO_MANIFEST_DIR")), ReadLimits::default()).unwrap();
        let options = BuildOptions {
            date: "2026-11-23".parse().unwrap(),
            drafts: false,
            base_url: Some(base.clone()),
            strict: true,
            style_guide: false,
        };
        let built = Built::from_sources(sources, &options);
        assert_eq!(built.diagnostics, "");
        assert_eq!(broken_references(&built, &base), [""; 0]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the files are called and wherever the links point: either something is reported as an error, or every
    /// reference of every page leads to a file and an element.
    #[test]
    fn a_site_is_refused_or_has_no_dead_link(
        documents in prop::collection::vec((path(), any::<prop::sample::Index>(), fragment(), segment()), 1..5),
        below in any::<bool>(),
    ) {
        let mut fixture = "//- content/site.yaml\nlocales: [zh-CN, en, ja]\n".to_string();
        for (path, target, fragment, alias) in &documents {
            let link = markdown_destination(&target.get(&documents).0);
            let alias = alias.replace([' ', '#', '?', '%'], "");
            fixture.push_str(&format!(
                "//- content/{path}\n---\ntitle: T\naliases: ['/old/{alias}', '/old/{alias}/x.html']\n---\n"
            ));
            fixture.push_str(&format!("[a](</{link}{fragment}>) [b](</{link}>) [c](#一)\n\n## 一\n"));
        }
        let base = if below { below_a_path() } else { root() };
        let built = TestSite::new(&fixture)
            .options(|options| options.base_url = Some(base.clone()))
            .build();
        if !built.failed {
            prop_assert_eq!(broken_references(&built, &base), [""; 0], "{}", fixture);
        }
    }
}

fn segment() -> impl Strategy<Value = String> {
    let known = [
        "a", "b", "A", "en", "index", "search", "404", "新 手", "a b", "v1.0", "c#?%", "e\u{301}", "x&y",
        "_theme",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_string), 1 => "[a-z一-三 .%~+()'-]{1,5}"]
}

fn path() -> impl Strategy<Value = String> {
    let suffix = prop::sample::select(vec![".md", ".md", ".md", ".en.md", ".ja.md", ".png"]);
    (prop::collection::vec(segment(), 1..3), suffix)
        .prop_map(|(segments, suffix)| segments.join("/") + suffix)
}

fn fragment() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", "#一", "#", "#%E4%B8%80"])
}
