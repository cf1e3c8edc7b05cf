//! Many documents on one page, to be printed: which pages there are, what they hold, and that their links stay inside.

use std::collections::BTreeSet;

use wenda::config::BaseUrl;

use crate::browser::{broken_references, elements, page, pages, texts};
use crate::site::{Built, TestSite};

const SITE: &str = "//- content/site.yaml
title: {zh-CN: 站, en: Site}
locales: [zh-CN, en]
//- content/guide/index.md
---
title: 指南
---
先看[甲](a.md#one)。
//- content/guide/index.en.md
---
title: Guide
---
Read [A](a.md#one) first.
//- content/guide/a.md
---
title: 甲
summary: 甲的概要
---
见[乙](../help/b.md)和[下文](#one)，注[^1]。

| 表 |
|---|
| 格 |

> [!NOTE]
> 说明

## 一 {#one}

### 细 {#detail}

[^1]: 脚注
//- content/guide/a.en.md
---
title: A
---
See [B](../help/b.md#one).

## One

### Detail
//- content/help/b.md
---
title: 乙
---
见[指南](../guide/)、[甲](../guide/a.md#detail)和[外面](https://example.org/)，注[^1]。

| 表 |
|---|
| 格 |

## 一 {#one}

[^1]: 脚注
";

fn site() -> Built {
    let built = TestSite::new(SITE).build();
    assert_eq!(built.diagnostics, "");
    built
}

/// Where the links with this text lead.
fn hrefs(built: &Built, path: &str, text: &str) -> Vec<String> {
    let links = elements(&built.main(path)).into_iter().filter(|it| it.name == "a" && it.text == text);
    links.map(|it| it.get("href").unwrap().to_string()).collect()
}

#[test]
fn the_whole_site_is_one_page_and_each_folder_is() {
    let built = site();
    let made: Vec<&str> = built.paths().into_iter().filter(|path| path.contains("print/")).collect();
    let expected = ["print/guide/index.html", "print/help/index.html", "print/index.html"];
    assert_eq!(made[3..], expected);
    assert_eq!(made[..3], expected.map(|path| format!("en/{path}")));
    assert_eq!(texts(&built, "print/index.html", "print__title"), ["指南", "甲", "乙"]);
    assert_eq!(texts(&built, "print/guide/index.html", "print__title"), ["指南", "甲"]);
    assert_eq!(texts(&built, "print/index.html", "title"), ["站"]);
    assert_eq!(texts(&built, "print/guide/index.html", "title"), ["指南"]);
    assert_eq!(texts(&built, "print/guide/index.html", "lead"), ["甲的概要"]);
}

#[test]
fn the_contents_lead_to_each_document_on_the_page() {
    let built = site();
    let contents: Vec<String> = page(&built, "en/print/index.html")
        .iter()
        .filter(|it| it.has_class("print__link"))
        .map(|it| format!("{} {}", it.get("href").unwrap(), it.text))
        .collect();
    assert_eq!(contents, ["#document:guide Guide", "#document:guide/a A", "#document:help/b 乙"]);
}

#[test]
fn links_stay_on_the_page_as_far_as_it_goes() {
    let built = site();
    let whole = "print/index.html";
    assert_eq!(hrefs(&built, whole, "下文"), ["#document:guide/a:one"]);
    assert_eq!(
        hrefs(&built, whole, "甲"),
        ["#document:guide/a", "#document:guide/a:one", "#document:guide/a:detail"]
    );
    assert_eq!(hrefs(&built, whole, "乙"), ["#document:help/b", "#document:help/b"]);
    assert_eq!(hrefs(&built, whole, "外面"), ["https://example.org/"]);
    let part = "print/help/index.html";
    assert_eq!(hrefs(&built, part, "甲"), ["../../guide/a/#detail"]);
    assert_eq!(hrefs(&built, part, "指南"), ["../../guide/"]);
    assert_eq!(broken_references(&built, &BaseUrl::parse("https://example.com/").unwrap()), [""; 0]);
}

#[test]
fn ids_are_unique_and_so_are_the_names_of_regions() {
    let built = site();
    for (path, elements) in pages(&built) {
        let mut ids = BTreeSet::new();
        let mut names = BTreeSet::new();
        for element in elements {
            if let Some(id) = element.get("id") {
                assert!(ids.insert(id.to_string()), "{path}: {id}");
            }
            if element.get("role") == Some("region") || element.name == "section" {
                let name = element.get("aria-label").unwrap_or_default();
                assert!(name.is_empty() || names.insert(name.to_string()), "{path}: {name}");
            }
        }
    }
    let labels = |class: &str| -> Vec<String> {
        let elements = page(&built, "print/index.html");
        elements
            .iter()
            .filter(|it| it.has_class(class))
            .map(|it| it.get("aria-label").unwrap().to_string())
            .collect()
    };
    assert_eq!(labels("table"), ["表格1 · 甲", "表格1 · 乙"]);
    assert_eq!(labels("footnotes"), ["脚注 · 甲", "脚注 · 乙"]);
}

#[test]
fn headings_are_one_level_deeper_below_the_title_of_the_document() {
    let headings: Vec<String> = elements(&site().main("print/guide/index.html"))
        .into_iter()
        .filter(|it| it.name.len() == 2 && it.name.starts_with('h') && it.name != "hr")
        .map(|it| format!("{} {}", it.name, it.text))
        .collect();
    assert_eq!(headings, ["h1 指南", "h2 目录", "h2 指南", "h2 甲", "h3 一", "h4 细"]);
}

#[test]
fn a_text_in_another_language_is_marked_as_such() {
    let built = site();
    let langs: Vec<String> = elements(&built.main("en/print/help/index.html"))
        .into_iter()
        .filter(|it| it.get("lang") == Some("zh-CN"))
        .map(|it| it.text)
        .collect();
    assert!(
        langs.iter().any(|text| text == "乙") && langs.iter().any(|text| text.starts_with("见指南")),
        "{langs:?}"
    );
}

#[test]
fn each_document_names_its_address() {
    let built = site();
    assert_eq!(
        texts(&built, "en/print/guide/index.html", "print__address"),
        [
            "https://example.com/en/guide/",
            "Online: https://example.com/en/guide/",
            "Online: https://example.com/en/guide/a/"
        ]
    );
    let nowhere = TestSite::new(SITE).options(|options| options.base_url = None).build();
    assert_eq!(texts(&nowhere, "print/help/index.html", "print__address"), ["/help/", "网址： /help/b/"]);
}

#[test]
fn pages_to_print_are_reached_from_the_footer_and_from_the_folder() {
    let built = site();
    let link = |path: &str, text: &str| -> Vec<String> {
        let links = page(&built, path).into_iter().filter(|it| it.name == "a" && it.text == text);
        links.map(|it| it.get("href").unwrap().to_string()).collect()
    };
    assert_eq!(link("en/guide/a/index.html", "Print the whole site"), ["../../print/"]);
    assert_eq!(link("en/guide/index.html", "Print everything in Guide"), ["../print/guide/"]);
    let head = built.head("print/guide/index.html");
    assert!(head.contains("<meta name=\"robots\" content=\"noindex\">"), "{head}");
    assert!(head.contains("<link rel=\"canonical\" href=\"https://example.com/guide/\">"), "{head}");
    assert!(!built.file("sitemap.xml").contains("print"));
}

/// A link to a place on such a page outlives other documents and other languages.
#[test]
fn the_id_of_a_chapter_is_its_documents_own_whatever_its_name() {
    let built = TestSite::new("//- content/index.md\n# 站\n\n文\n")
        .with("content/k/100% (a: b).md", "# 甲\n\n见[新手](新手.md#one)。\n")
        .with("content/k/新手.md", "# 新手\n\n## 一 {#one}\n")
        .build();
    let ids: Vec<String> = page(&built, "print/index.html")
        .iter()
        .filter(|it| it.has_class("print__document"))
        .map(|it| it.get("id").unwrap().to_string())
        .collect();
    assert_eq!(ids, ["document:", "document:k/新手", "document:k/100~25.~20.~28.a~3a.~20.b~29."]);
    assert_eq!(hrefs(&built, "print/index.html", "新手").last().unwrap(), "#document:k/新手:one");
    assert_eq!(broken_references(&built, &BaseUrl::parse("https://example.com/").unwrap()), [""; 0]);
}

#[test]
fn a_page_to_print_is_offered_in_a_language_that_it_is_translated_to() {
    let built = site();
    let offers = |path: &str| page(&built, path).iter().filter(|it| it.get("data-offer").is_some()).count();
    assert_eq!(offers("print/guide/index.html"), 1);
    assert_eq!(offers("print/help/index.html"), 0);
}

#[test]
fn what_is_too_large_for_one_page_has_none_and_no_link_to_one() {
    let long = "字\n".repeat(1_750);
    let large: String = (1..5).map(|at| format!("//- content/l/{at}.md\n# 文\n\n{long}\n")).collect();
    let built = TestSite::new(&format!(
        "//- content/site.yaml\nlimits: {{page: 24 KiB}}\n//- content/k/a.md\n# 甲\n{large}"
    ))
    .build();
    assert_eq!(built.diagnostics, "");
    let made: Vec<&str> = built.paths().into_iter().filter(|path| path.contains("print")).collect();
    assert_eq!(made, ["print/k/index.html"]);
    assert!(built.file("k/index.html").contains("href=\"../print/k/\""));
    for path in ["index.html", "l/index.html", "l/1/index.html"] {
        assert!(!built.file(path).contains("print/"), "{path}");
    }
}

#[test]
fn a_folder_without_documents_in_a_language_is_not_printed_in_it() {
    let built = TestSite::new(
        "//- content/site.yaml\nlocales: [zh-CN, en]\ndiagnostics: {translation-orphan: off}\n//- content/k/only.en.md\n# Only\n//- content/l/index.md\n# 空\n\n文\n",
    )
    .build();
    let made: Vec<&str> = built.paths().into_iter().filter(|path| path.contains("print/")).collect();
    assert_eq!(made, ["en/print/index.html", "en/print/k/index.html"]);
    let switch: Vec<String> = page(&built, "en/print/k/index.html")
        .iter()
        .filter(|it| it.has_class("language__link"))
        .map(|it| it.get("href").unwrap().to_string())
        .collect();
    assert_eq!(switch, ["../../../k/", "./"]);
}

#[test]
fn a_folder_is_printed_with_the_folders_below_it() {
    let built = TestSite::new("//- content/k/a.md\n# 甲\n//- content/k/l/b.md\n# 乙\n").build();
    assert_eq!(texts(&built, "print/k/index.html", "print__title"), ["甲", "乙"]);
    assert_eq!(texts(&built, "print/k/l/index.html", "print__title"), ["乙"]);
}

#[test]
fn the_button_that_needs_javascript_starts_hidden() {
    let built = site();
    let button =
        page(&built, "print/index.html").into_iter().find(|it| it.get("data-module") == Some("print"));
    assert!(button.unwrap().get("hidden").is_some());
    assert!(built.head("print/index.html").contains("js/print-page.js"));
    assert!(!built.head("guide/a/index.html").contains("print-page"));
}
