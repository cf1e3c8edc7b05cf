//! Translations: what they inherit, what stands in for a missing one, and what is announced to whom.

use std::collections::{BTreeMap, BTreeSet};

use wenda::config::BaseUrl;

use crate::browser::{Element, Reference, broken_references, links, page, pages, resolve, texts};
use crate::site::{Built, TestSite};

fn root() -> BaseUrl {
    BaseUrl::parse("https://example.com/").unwrap()
}

#[track_caller]
fn build(fixture: &str) -> Built {
    let built = TestSite::new(fixture).build();
    assert_eq!(built.diagnostics, "");
    built
}

/// One attribute of the elements that `wanted` picks.
fn attributes(built: &Built, path: &str, wanted: impl Fn(&Element) -> bool, attribute: &str) -> Vec<String> {
    page(built, path)
        .iter()
        .filter(|it| wanted(it))
        .map(|it| it.get(attribute).unwrap_or("-").to_string())
        .collect()
}

fn canonical(built: &Built, path: &str) -> Vec<String> {
    attributes(built, path, |it| it.get("rel") == Some("canonical"), "href")
}

/// `hreflang` and address.
fn alternates(elements: &[Element]) -> BTreeMap<String, String> {
    elements
        .iter()
        .filter(|it| it.name == "link" && it.get("rel") == Some("alternate"))
        .filter_map(|it| Some((it.get("hreflang")?.to_string(), it.get("href")?.to_string())))
        .collect()
}

fn is_noindex(elements: &[Element]) -> bool {
    elements.iter().any(|it| it.get("name") == Some("robots") && it.get("content") == Some("noindex"))
}

const BOTH: &str = "//- content/symptoms/a.md
---
title: 甲
summary: 摘要。
keywords: [扣款]
owner: 小王
reviewed: 2026-11-01
order: 3
extra: {level: 2}
---
## 第一步

## 第二步
//- content/symptoms/a.en.md
---
title: A
summary: A summary.
keywords: [charged]
---
## First

## Second
";

#[test]
fn a_translation_is_served_below_its_locale_in_its_own_words() {
    let built = build(BOTH);
    let elements = page(&built, "en/symptoms/a/index.html");
    let root = &elements[0];
    assert_eq!((root.get("lang"), root.get("dir")), (Some("en"), Some("ltr")));
    assert_eq!(texts(&built, "en/symptoms/a/index.html", "lead"), ["A summary."]);
    assert!(!built.file("en/symptoms/a/index.html").contains("摘要"));
    assert!(!is_noindex(&elements));
}

#[test]
fn a_translation_inherits_what_both_share() {
    let built = build(BOTH);
    assert_eq!(
        texts(&built, "en/symptoms/a/index.html", "document__meta"),
        ["Last checked November 1, 2026 Maintained by 小王 Read in both languages · 简体中文"]
    );
    assert_eq!(
        texts(&built, "symptoms/a/index.html", "document__meta"),
        ["2026年11月1日核对过 由小王维护 双语对照 · English"]
    );
}

#[test]
fn a_translation_has_no_summary_that_it_does_not_write() {
    let built = build("//- content/a.md\n---\ntitle: 甲\nsummary: 摘要。\n---\n//- content/a.en.md\n# A\n");
    assert_eq!(texts(&built, "en/a/index.html", "lead"), [""; 0]);
}

#[test]
fn anchors_are_the_same_in_every_locale() {
    let built = build(BOTH);
    let anchors = |path| attributes(&built, path, |it| it.name == "h2" && it.get("class").is_none(), "id");
    assert_eq!(anchors("symptoms/a/index.html"), ["第一步", "第二步"]);
    assert_eq!(anchors("en/symptoms/a/index.html"), ["第一步", "第二步"]);
}

#[test]
fn anchors_follow_the_outline_when_a_heading_is_missing_below_another() {
    let built = TestSite::new(
        "//- content/a.md
# 甲

## 一

### 一一

### 一二

## 二

### 二一
//- content/a.en.md
# A

## One

### One one

## Two

### Two one
",
    )
    .build();
    insta::assert_snapshot!(built.diagnostics, @"content/a.en.md:7:1: warning[translation-outline]: the translation has 4 headings, its source 5; they part at number 3");
    let ids = attributes(
        &built,
        "en/a/index.html",
        |it| ["h2", "h3"].contains(&it.name.as_str()) && it.get("class").is_none(),
        "id",
    );
    assert_eq!(ids[..4], ["一", "一一", "二", "二一"]);
}

#[test]
fn the_outline_is_compared_by_number_and_level() {
    let check = |zh: &str, en: &str| {
        TestSite::new(&format!(
            "//- content/a.md\n---\ntitle: 甲\n---\n{zh}\n//- content/a.en.md\n---\ntitle: A\n---\n{en}\n"
        ))
        .build()
        .diagnostics
    };
    assert_eq!(check("## 一\n## 二", "## 1\n## 2"), "");
    assert!(
        check("## 一\n## 二", "## 1\n### 2").contains("content/a.en.md:5:1: warning[translation-outline]")
    );
    assert!(check("## 一\n## 二", "## 1").contains("content/a.en.md:1:1: warning[translation-outline]"));
    assert!(check("", "## 1").contains("content/a.en.md:4:1: warning[translation-outline]"));
}

#[test]
fn ids_stay_unique_when_a_translation_names_its_own_anchors() {
    let built = TestSite::new(
        "//- content/a.md\n# 甲 {#x}\n\n## 一 {#one}\n\n## 二 {#two}\n\n## x\n//- content/a.en.md\n# A\n\n## Two {#two}\n\n## One\n\n## One\n",
    )
    .build();
    for path in ["a/index.html", "en/a/index.html"] {
        let mut seen = BTreeSet::new();
        for element in page(&built, path) {
            if let Some(id) = element.get("id") {
                assert!(seen.insert(id.to_string()), "{path}: {id} twice");
            }
        }
    }
}

#[test]
fn a_shared_field_in_a_translation_has_no_effect_and_says_so() {
    let built = TestSite::new(
        "//- content/a.md\n---\ntitle: 甲\nslug: jia\n---\n//- content/a.en.md\n---\ntitle: A\nslug: other\norder: 1\nreviewed: 2026-01-01\n---\n",
    )
    .build();
    insta::assert_snapshot!(built.diagnostics, @r"
    content/a.en.md:3:1: warning[field-in-translation]: `slug` has no effect in a translation
    content/a.en.md:4:1: warning[field-in-translation]: `order` has no effect in a translation
    content/a.en.md:5:1: warning[field-in-translation]: `reviewed` has no effect in a translation
    ");
    assert!(built.has("en/jia/index.html"), "{:?}", built.paths());
}

// ---- stand-ins

const MISSING: &str = "//- content/symptoms/a.md
---
title: 甲
summary: 摘要。
reviewed: 2026-11-01
---
> [!WARNING]
> 小心。

## 一节
//- content/symptoms/b.md
---
title: 乙
reviewed: 2026-11-02
---
//- content/symptoms/b.en.md
# B
";

#[test]
fn a_page_without_a_translation_is_the_source_with_a_notice_in_the_readers_language() {
    let built = build(MISSING);
    let path = "en/symptoms/a/index.html";
    let elements = page(&built, path);
    assert_eq!(elements[0].get("lang"), Some("en"));
    assert_eq!(
        texts(&built, path, "notice"),
        [
            "This page hasn't been translated yet, so you're seeing the original. Open the original page · 简体中文"
        ]
    );
    assert_eq!(
        links(&built, path, "notice__link"),
        ["../../../symptoms/a/ Open the original page · 简体中文"]
    );
    let body = elements.iter().find(|it| it.has_class("document__body")).unwrap();
    assert_eq!(body.get("lang"), Some("zh-CN"));
    assert_eq!(texts(&built, path, "alert__title"), ["警告"]);
    let h1 = built.main(path);
    assert!(h1.contains("<div lang=\"zh-CN\" dir=\"auto\">\n<h1 class=\"title\">甲</h1>"), "{h1}");
}

#[test]
fn a_stand_in_is_not_indexed_and_names_the_original() {
    let built = build(MISSING);
    assert!(is_noindex(&page(&built, "en/symptoms/a/index.html")));
    assert_eq!(canonical(&built, "en/symptoms/a/index.html"), ["https://example.com/symptoms/a/"]);
    assert_eq!(canonical(&built, "symptoms/a/index.html"), ["https://example.com/symptoms/a/"]);
    assert_eq!(canonical(&built, "en/symptoms/b/index.html"), ["https://example.com/en/symptoms/b/"]);
}

#[test]
fn a_stand_in_is_announced_nowhere() {
    let built = build(MISSING);
    for path in ["symptoms/a/index.html", "en/symptoms/a/index.html"] {
        assert!(alternates(&page(&built, path)).is_empty(), "{path}");
    }
    for file in ["sitemap.xml", "en/feed.xml"] {
        assert!(!built.file(file).contains("/en/symptoms/a/"), "{file}");
        assert!(built.file(file).contains("/en/symptoms/b/"), "{file}");
    }
    assert!(built.file("feed.xml").contains("/symptoms/a/"));
}

#[test]
fn links_to_a_stand_in_say_which_language_it_is_in() {
    let built = build(MISSING);
    let card = attributes(&built, "en/symptoms/index.html", |it| it.has_class("card"), "lang");
    assert_eq!(card, ["-", "zh-CN"]);
}

#[test]
fn a_folders_page_without_a_translation_stands_in_too() {
    let built = build(
        "//- content/k/index.md\n---\ntitle: 栏目\n---\n正文。\n//- content/k/a.md\n# 甲\n//- content/k/a.en.md\n# A\n",
    );
    let path = "en/k/index.html";
    assert_eq!(texts(&built, path, "notice").len(), 1);
    assert!(is_noindex(&page(&built, path)));
    assert_eq!(canonical(&built, path), ["https://example.com/k/"]);
    assert_eq!(attributes(&built, path, |it| it.has_class("prose"), "lang"), ["zh-CN"]);
}

#[test]
fn the_home_page_without_a_translation_stands_in_too() {
    let built = build(
        "//- content/index.md\n---\ntitle: 欢迎\n---\n正文。\n//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n",
    );
    let path = "en/index.html";
    assert!(is_noindex(&page(&built, path)));
    assert_eq!(canonical(&built, path), ["https://example.com/"]);
    assert_eq!(attributes(&built, path, |it| it.has_class("prose"), "lang"), ["zh-CN"]);
    assert_eq!(texts(&built, path, "notice").len(), 1);
}

#[test]
fn a_title_is_marked_with_its_own_language_even_if_the_text_below_is_in_another() {
    let built = build(
        "//- content/symptoms/index.md\n正文。\n//- content/symptoms/a.md\n# 甲\n//- content/symptoms/a.en.md\n# A\n",
    );
    let main = built.main("en/symptoms/index.html");
    assert!(main.contains("Symptoms</h1>"), "{main}");
    let before = &main[..main.find("Symptoms</h1>").unwrap()];
    assert!(!before.contains("zh-CN"), "the English title is marked as Chinese: {before}");
}

// ---- orphans and drafts

#[test]
fn a_translation_without_a_source_is_served_in_its_own_locale_with_a_warning() {
    let built = TestSite::new("//- content/k/a.md\n# 甲\n//- content/k/only.en.md\n# Only\n").build();
    insta::assert_snapshot!(built.diagnostics, @"content/k/only.en.md:1:1: warning[translation-orphan]: the translation has no source document `k/only.md`");
    assert!(built.has("en/k/only/index.html") && !built.has("k/only/index.html"), "{:?}", built.paths());
    assert_eq!(
        texts(&built, "en/k/only/index.html", "notice"),
        ["This page isn't available in every language."]
    );
    assert!(!is_noindex(&page(&built, "en/k/only/index.html")));
    assert_eq!(canonical(&built, "en/k/only/index.html"), ["https://example.com/en/k/only/"]);
}

#[test]
fn the_language_switch_of_an_orphan_leads_to_the_collection() {
    let built = TestSite::new("//- content/k/only.en.md\n# Only\n").build();
    assert_eq!(
        links(&built, "en/k/only/index.html", "language__link"),
        ["../../../k/ 简体中文", "./ English"]
    );
}

#[test]
fn a_draft_of_a_translation_is_held_back_and_the_source_stands_in() {
    let site =
        TestSite::new("//- content/a.md\n# 甲\n//- content/a.en.md\n---\ntitle: A\ndraft: true\n---\n");
    let built = site.build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(texts(&built, "en/a/index.html", "title"), ["甲"]);
    let built = site.options(|options| options.drafts = true).build();
    assert_eq!(texts(&built, "en/a/index.html", "title"), ["A"]);
    assert_eq!(texts(&built, "en/a/index.html", "notice--draft").len(), 1);
}

#[test]
fn a_draft_of_the_source_holds_back_its_translations() {
    let built = build(
        "//- content/a.md\n---\ntitle: 甲\ndraft: true\n---\n//- content/a.en.md\n# A\n//- content/b.md\n# 乙\n",
    );
    assert!(!built.has("a/index.html") && !built.has("en/a/index.html"));
}

// ---- locales

#[test]
fn the_first_locale_is_the_default_and_lives_at_the_root() {
    let built = build(
        "//- content/site.yaml\nlocales: [en, zh-CN]\n//- content/a.md\n# A\n//- content/a.zh-CN.md\n# 甲\n",
    );
    assert_eq!(page(&built, "a/index.html")[0].get("lang"), Some("en"));
    assert_eq!(page(&built, "zh-CN/a/index.html")[0].get("lang"), Some("zh-CN"));
    assert_eq!(alternates(&page(&built, "a/index.html"))["x-default"], "https://example.com/a/");
}

#[test]
fn the_language_switch_lists_the_locales_in_their_order() {
    let built = build("//- content/site.yaml\nlocales: [zh-CN, en]\n//- content/a.md\n# 甲\n");
    assert_eq!(links(&built, "a/index.html", "language__link"), ["./ 简体中文", "../en/a/ English"]);
    assert_eq!(
        attributes(&built, "a/index.html", |it| it.has_class("language__link"), "aria-current"),
        ["true", "-"]
    );
}

#[test]
fn a_site_of_one_locale_has_no_language_switch() {
    let built = build("//- content/a.md\n# 甲\n");
    assert!(!built.file("a/index.html").contains("language__"));
    assert!(alternates(&page(&built, "a/index.html")).is_empty());
    assert!(!built.has("en/index.html"));
}

#[test]
fn an_english_file_makes_the_site_bilingual() {
    let built = build("//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n");
    assert!(built.has("en/index.html"));
}

#[test]
fn the_default_locale_may_be_spelled_out() {
    let built = build("//- content/a.zh-CN.md\n# 甲\n//- content/a.en.md\n# A\n");
    assert_eq!(texts(&built, "a/index.html", "title"), ["甲"]);
    let twice = TestSite::new("//- content/a.zh-CN.md\n# 甲\n//- content/a.md\n# 甲\n").build();
    insta::assert_snapshot!(twice.diagnostics, @"content/a.zh-CN.md:1:1: error[output-collision]: two files are the zh-CN version of `a`");
}

#[test]
fn a_locale_that_the_theme_does_not_speak_is_a_warning_and_its_pages_work() {
    let built = TestSite::new(
        "//- content/site.yaml\nlocales: [zh-CN, ja]\n//- content/a.md\n# 甲\n//- content/a.ja.md\n# あ\n",
    )
    .build();
    assert_eq!(built.diagnostics.lines().count(), 1, "{}", built.diagnostics);
    assert!(
        built.diagnostics.contains("warning[strings-missing]") && built.diagnostics.contains("`ja`"),
        "{}",
        built.diagnostics
    );
    assert!(built.main("ja/a/index.html").contains("あ"));
    assert_eq!(links(&built, "a/index.html", "language__link"), ["./ 简体中文", "../ja/a/ ja"]);
    assert_eq!(page(&built, "ja/a/index.html")[0].get("lang"), Some("ja"));
}

#[test]
fn traditional_chinese_is_not_taken_for_simplified() {
    let built = TestSite::new(
        "//- content/site.yaml\nlocales: [zh-CN, zh-Hant]\n//- content/a.md\n# 甲\n//- content/a.zh-Hant.md\n# 甲\n",
    )
    .build();
    assert!(
        built.diagnostics.contains("warning[strings-missing]") && built.diagnostics.contains("`zh-Hant`"),
        "{}",
        built.diagnostics
    );
    assert_eq!(links(&built, "a/index.html", "language__link"), ["./ 简体中文", "../zh-Hant/a/ zh-Hant"]);
    assert!(built.main("zh-Hant/index.html").contains("其他页面"), "Chinese is nearer than English");
}

#[test]
fn a_regional_variant_uses_the_words_of_its_language() {
    let built = build(
        "//- content/site.yaml\nlocales: [zh-CN, en-GB]\n//- content/a.md\n# 甲\n//- content/a.en-GB.md\n# A\n",
    );
    assert_eq!(texts(&built, "en-GB/a/index.html", "skip-link"), ["Skip to main content"]);
}

#[test]
fn a_language_that_is_written_from_right_to_left_says_so() {
    let built = TestSite::new(
        "//- content/site.yaml\nlocales: [zh-CN, ar]\n//- content/a.md\n# 甲\n//- content/a.ar.md\n# أ\n",
    )
    .build();
    assert_eq!(page(&built, "ar/a/index.html")[0].get("dir"), Some("rtl"));
    assert_eq!(page(&built, "a/index.html")[0].get("dir"), Some("ltr"));
    let switch = attributes(&built, "a/index.html", |it| it.has_class("language__link"), "dir");
    // Where it is that of the page it goes without saying.
    assert_eq!(switch, ["-", "rtl"]);
    let switch = attributes(&built, "ar/a/index.html", |it| it.has_class("language__link"), "dir");
    assert_eq!(switch, ["ltr", "-"]);
}

#[test]
fn a_file_in_a_locale_that_the_site_does_not_have_is_reported() {
    let built = TestSite::new("//- content/a.md\n# 甲\n//- content/a.fr.md\n# A\n").build();
    assert!(
        built.diagnostics.contains("content/a.fr.md:1:1: ") && built.diagnostics.contains("[locale-unknown]"),
        "{}",
        built.diagnostics
    );
    assert!(built.human.contains("add `fr` to `locales:`"), "{}", built.human);
}

// ---- every page of a site

const FOUR: &str = "//- content/site.yaml
title: {zh-CN: 帮助, en: Help}
locales: [zh-CN, en, ja, zh-Hant]
diagnostics: {strings-missing: off, translation-orphan: off}
//- content/index.md
# 欢迎
//- content/index.en.md
# Welcome
//- content/symptoms/a.md
# 甲
//- content/symptoms/a.en.md
# A
//- content/symptoms/a.ja.md
# あ
//- content/symptoms/b.md
# 乙
//- content/symptoms/b.zh-Hant.md
# 乙
//- content/causes/index.md
# 原因
//- content/causes/index.ja.md
# 原因
//- content/causes/c.md
# 丙
//- content/guide/only.en.md
# Only
//- content/guide/both.en.md
# Both
//- content/guide/both.ja.md
# 両方
//- content/x/y/z.ja.md
# ぜ
";

fn every_alternate_is_a_page_of_that_locale_that_links_back(base: &BaseUrl) {
    let built = TestSite::new(FOUR).options(|options| options.base_url = Some(base.clone())).build();
    assert_eq!(built.diagnostics, "");
    let pages = pages(&built);
    let mut checked = 0;
    for (path, elements) in &pages {
        let own = alternates(elements);
        if own.is_empty() {
            continue;
        }
        checked += 1;
        assert!(!is_noindex(elements), "{path} is announced and forbidden");
        let lang = elements.iter().find(|it| it.name == "html").unwrap().get("lang").unwrap();
        assert!(own.contains_key(lang), "{path} does not list itself");
        for (hreflang, url) in &own {
            assert!(url.starts_with(&base.join("/")), "{path}: {url} is not absolute");
            let Reference::File(file, _) = resolve(path, url, base) else { panic!("{path}: {url}") };
            let other = pages.get(file.as_str()).unwrap_or_else(|| panic!("{path}: no page at {url}"));
            assert_eq!(alternates(other), own, "{path} and {file} do not agree");
            let there = other.iter().find(|it| it.name == "html").unwrap().get("lang").unwrap();
            let expected = if hreflang == "x-default" { "zh-CN" } else { hreflang };
            assert_eq!(there, expected, "{path}: {url}");
            assert_eq!(canonical(&built, &file), [url.as_str()], "an alternate is canonical");
        }
    }
    assert!(checked >= 8, "only {checked} pages have alternates");
}

#[test]
fn alternates_are_real_pages_of_their_locale_and_agree() {
    every_alternate_is_a_page_of_that_locale_that_links_back(&root());
    every_alternate_is_a_page_of_that_locale_that_links_back(
        &BaseUrl::parse("https://example.com/help/").unwrap(),
    );
}

#[test]
fn alternates_are_the_translations_that_exist() {
    let built = TestSite::new(FOUR).build();
    let of = |path| alternates(&page(&built, path)).into_keys().collect::<Vec<_>>();
    assert_eq!(of("symptoms/a/index.html"), ["en", "ja", "x-default", "zh-CN"]);
    assert_eq!(of("symptoms/b/index.html"), ["x-default", "zh-CN", "zh-Hant"]);
    assert_eq!(of("ja/causes/index.html"), ["ja", "x-default", "zh-CN"]);
    assert_eq!(of("index.html"), ["en", "x-default", "zh-CN"]);
    assert_eq!(of("causes/c/index.html"), [""; 0]);
    assert_eq!(of("en/guide/only/index.html"), [""; 0]);
    assert_eq!(of("en/guide/both/index.html"), ["en", "ja"], "without a source there is no default");
}

#[test]
fn the_sitemap_lists_exactly_the_pages_that_may_be_indexed_with_the_same_alternates() {
    let built = TestSite::new(FOUR).build();
    let sitemap = built.file("sitemap.xml");
    let document = roxmltree::Document::parse(&sitemap).unwrap();
    let mut listed = BTreeMap::new();
    for url in document.root_element().children().filter(|it| it.is_element()) {
        let loc = url
            .children()
            .find(|it| it.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")))
            .unwrap();
        let alternates: BTreeMap<String, String> = url
            .children()
            .filter(|it| it.has_tag_name(("http://www.w3.org/1999/xhtml", "link")))
            .map(|it| {
                (it.attribute("hreflang").unwrap().to_string(), it.attribute("href").unwrap().to_string())
            })
            .collect();
        let Reference::File(file, _) = resolve("index.html", loc.text().unwrap(), &root()) else { panic!() };
        assert!(listed.insert(file.clone(), alternates).is_none(), "{file} twice");
    }
    let expected: BTreeMap<String, BTreeMap<String, String>> = pages(&built)
        .into_iter()
        .filter(|(_, elements)| !is_noindex(elements))
        .map(|(path, elements)| (path.to_string(), alternates(&elements)))
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn the_language_switch_of_every_page_leads_to_a_page_of_that_language() {
    let built = TestSite::new(FOUR).build();
    let pages = pages(&built);
    for (path, elements) in &pages {
        let switch: Vec<&Element> = elements.iter().filter(|it| it.has_class("language__link")).collect();
        assert_eq!(switch.len(), 4, "{path}");
        for link in switch {
            let Reference::File(file, _) = resolve(path, link.get("href").unwrap(), &root()) else {
                panic!("{path}")
            };
            let other = pages.get(file.as_str()).unwrap_or_else(|| panic!("{path}: no page {file}"));
            let html = other.iter().find(|it| it.name == "html").unwrap();
            assert_eq!(html.get("lang"), link.get("lang"), "{path} to {file}");
        }
    }
    assert_eq!(broken_references(&built, &root()), [""; 0]);
}

#[test]
fn a_document_has_a_page_in_every_locale_as_soon_as_it_has_a_source() {
    let built = TestSite::new(FOUR).build();
    for locale in ["", "en/", "ja/", "zh-Hant/"] {
        for id in ["symptoms/a", "symptoms/b", "causes/c", "causes", "symptoms", "guide", "x/y"] {
            let path = format!("{locale}{id}/index.html");
            assert!(built.has(&path), "{path}");
        }
    }
}

#[test]
fn odd_names_of_translations_do_not_make_the_build_panic() {
    for name in [
        "a.en.en.md",
        ".en.md",
        "en.md",
        "index.en.en.md",
        "a..en.md",
        "a.EN.md",
        "a.zh_CN.md",
        "a.en.MD",
        "en/en.en.md",
        "a.zh-CN.en.md",
    ] {
        TestSite::new(&format!("//- content/a.md\n# 甲\n//- content/{name}\n# A\n\n## B {{#a}}\n")).build();
    }
    for locales in
        ["[]", "5", "[en, en]", "[zh-CN, '']", "{a: b}", "[zh_CN]", "[en, null]", "[x-klingon]", "[404]"]
    {
        TestSite::new(&format!("//- content/site.yaml\nlocales: {locales}\n//- content/a.md\n# 甲\n"))
            .build();
    }
}

#[test]
fn a_heading_has_the_anchor_of_its_source_whatever_the_translation_writes() {
    let built = TestSite::new(
        "//- content/a.md\n# 甲\n\n## 一 {#one}\n\n[x](b.md#two)\n//- content/a.en.md\n# A\n\n## One {#other}\n\n[y](#other)\n//- content/b.md\n# 乙\n\n## 二 {#two}\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    let body = built.body("en/a/index.html");
    assert!(body.contains("<h2 id=\"one\">One</h2>") && body.contains("href=\"#one\""), "{body}");
}

#[test]
fn a_section_that_the_translation_lacks_is_left_out_of_links_to_it() {
    let built = TestSite::new(
        "//- content/site.yaml\ndiagnostics: {translation-outline: off}\n//- content/x.md\n# 甲\n\n## 一 {#one}\n\n## 二 {#two}\n//- content/x.en.md\n# A\n\n## One\n//- content/y.md\n# 乙\n\n[链接](x.md#two)\n",
    )
    .build();
    assert!(built.body("y/index.html").contains("href=\"../x/#two\""));
    assert!(built.body("en/y/index.html").contains("href=\"../x/\""));
}

#[test]
fn a_text_that_exists_in_one_language_only_is_not_listed_in_the_others() {
    let built = TestSite::new(
        "//- content/site.yaml\nlocales: [zh-CN, en]\n//- content/k/a.md\n# 甲\n//- content/k/b.en.md\n# Only English\n",
    )
    .build();
    for path in ["k/index.html", "k/a/index.html", "index.html", "search/index.html"] {
        assert!(!built.main(path).contains("Only English"), "{path}");
    }
    assert!(built.main("en/k/index.html").contains("Only English"));
}

#[test]
fn a_language_is_offered_in_its_own_words_where_the_page_has_it() {
    let built =
        TestSite::new("//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n//- content/b.md\n# 乙\n").build();
    let offers = |path: &str| -> Vec<String> {
        let elements = crate::browser::page(&built, path);
        elements.iter().filter_map(|it| it.get("data-offer").map(str::to_string)).collect()
    };
    assert_eq!(offers("a/index.html"), ["Read this page in English"]);
    assert_eq!(offers("en/a/index.html"), ["用中文阅读这一页"]);
    assert_eq!(offers("b/index.html"), [""; 0]);
    // The stand-in offers the original.
    assert_eq!(offers("en/b/index.html"), ["用中文阅读这一页"]);
    assert_eq!(offers("404.html"), [""; 0]);
}

#[test]
fn what_a_page_says_of_its_language_is_not_taken_from_the_words_of_another() {
    let built = TestSite::new(
        "//- content/site.yaml\nlocales: [fr, en]\ndiagnostics: {translation-orphan: off, strings-missing: off}\n//- content/a.md\n# A\n//- content/a.en.md\n# A\n//- content/b.md\n# B\n//- themes/default/strings/fr.yaml\nnav.skip: Aller au contenu\n",
    )
    .build();
    let offers = |path: &str| -> Vec<String> {
        let elements = crate::browser::page(&built, path);
        elements.iter().filter_map(|it| it.get("data-offer").map(str::to_string)).collect()
    };
    assert_eq!(texts(&built, "a/index.html", "skip-link"), ["Aller au contenu"]);
    assert_eq!(offers("en/a/index.html"), [""; 0]);
    assert_eq!(offers("a/index.html"), ["Read this page in English"]);
    assert_eq!(texts(&built, "en/a/index.html", "language__link"), ["fr", "English"]);
}
