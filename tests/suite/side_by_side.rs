//! Documents in two languages: which have such a page, what stands beside what, and that nothing clashes there.

use std::collections::BTreeSet;

use wenda::config::BaseUrl;

use crate::browser::{Element, broken_references, elements, links, page, pages, texts};
use crate::site::{Built, TestSite};

const PATH: &str = "side-by-side/k/a/index.html";
const EN: &str = "en/side-by-side/k/a/index.html";

/// A site of one document in Chinese and English.
fn two(zh: &str, en: &str) -> Built {
    TestSite::new(&format!(
        "//- content/site.yaml\ntitle: 站\nlocales: [zh-CN, en]\ndiagnostics: {{translation-outline: off}}\n//- content/k/a.md\n{zh}\n//- content/k/a.en.md\n{en}\n"
    ))
    .build()
}

/// The rows below the titles: anchor, then the text of both sides without the names of the languages.
fn rows(built: &Built, path: &str) -> Vec<(String, String, String)> {
    let elements = page(built, path);
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for element in &elements {
        if element.has_class("pair") {
            rows.push((element.get("id").unwrap_or("-").to_string(), Vec::new()));
        } else if element.has_class("pair__side") {
            let text = element.text.trim_start_matches("简体中文").trim_start_matches("English");
            rows.last_mut().unwrap().1.push(text.trim().to_string());
        }
    }
    let row = |(anchor, sides): (String, Vec<String>)| match sides.as_slice() {
        [own, other] => (anchor, own.clone(), other.clone()),
        sides => panic!("{} sides", sides.len()),
    };
    rows.into_iter().skip(1).map(row).collect()
}

fn row(anchor: &str, own: &str, other: &str) -> (String, String, String) {
    (anchor.to_string(), own.to_string(), other.to_string())
}

#[track_caller]
fn assert_ids_are_unique(path: &str, elements: &[Element]) {
    let mut ids = BTreeSet::new();
    for id in elements.iter().filter_map(|element| element.get("id")) {
        assert!(ids.insert(id), "{path}: the id {id} is there twice");
    }
}

#[test]
fn sections_of_both_languages_stand_beside_each_other() {
    let built = two(
        "# 甲\n\n开头。\n\n## 一 {#one}\n\n第一节。\n\n### 细节 {#detail}\n\n小节。",
        "# A\n\nStart.\n\n## One\n\nFirst.\n\n### Detail\n\nSmall.",
    );
    assert_eq!(built.diagnostics, "");
    let expected = [
        row("-", "开头。", "Start."),
        row("one", "一 第一节。", "One First."),
        row("detail", "细节 小节。", "Detail Small."),
    ];
    assert_eq!(rows(&built, PATH), expected);
    let swapped = expected.map(|(anchor, own, other)| (anchor, other, own));
    assert_eq!(rows(&built, EN), swapped);
}

#[test]
fn the_language_of_the_page_is_first_and_has_the_only_title() {
    let built = two("---\ntitle: 甲\nsummary: 概要\n---\n", "---\ntitle: A\nsummary: In short\n---\n");
    let titles = |path| {
        let elements = page(&built, path);
        let first: Vec<String> =
            elements.iter().filter(|it| it.name == "h1").map(|it| it.text.clone()).collect();
        let sides: Vec<String> = elements
            .iter()
            .filter(|it| it.has_class("pair__side"))
            .map(|it| format!("{} {}: {}", it.get("lang").unwrap(), it.get("dir").unwrap(), it.text))
            .collect();
        (first, sides)
    };
    let (zh, en) = ("zh-CN ltr: 简体中文 甲 概要", "en ltr: English A In short");
    assert_eq!(titles(PATH), (vec!["甲".to_string()], vec![zh.to_string(), en.to_string()]));
    assert_eq!(titles(EN), (vec!["A".to_string()], vec![en.to_string(), zh.to_string()]));
}

#[test]
fn a_section_that_one_language_lacks_stands_alone_at_its_place() {
    let built = two(
        "# 甲\n\n## 一 {#one}\n\n## 二 {#two}\n\n## 三 {#three}",
        "# A\n\nIntro.\n\n## One {#one}\n\n## Three {#three}\n\n## More {#more}",
    );
    let expected = [
        row("-", "简体中文版没有这一部分。", "Intro."),
        row("one", "一", "One"),
        row("two", "二", "English版没有这一部分。"),
        row("three", "三", "Three"),
        row("more", "简体中文版没有这一部分。", "More"),
    ];
    let own_name_left_out = |(anchor, own, other): (String, String, String)| {
        let whole = |text: String, name: &str| match text.starts_with("版没有") {
            true => format!("{name}{text}"),
            false => text,
        };
        (anchor, whole(own, "简体中文"), whole(other, "English"))
    };
    let shown: Vec<_> = rows(&built, PATH).into_iter().map(own_name_left_out).collect();
    assert_eq!(shown, expected);
}

#[test]
fn every_section_is_shown_once_when_the_order_differs() {
    let built = two(
        "# 甲\n\n## 一 {#one}\n\n## 二 {#two}\n\n## 三 {#three}",
        "# A\n\n## Three {#three}\n\n## New {#new}\n\n## One {#one}\n\n## Two {#two}",
    );
    for (path, own) in [(PATH, ["one", "two", "three"]), (EN, ["three", "one", "two"])] {
        let anchors: Vec<String> = rows(&built, path).into_iter().map(|(anchor, ..)| anchor).collect();
        let shared: Vec<&String> = anchors.iter().filter(|anchor| *anchor != "new").collect();
        assert_eq!(shared, own);
        assert_eq!(anchors.len(), 4, "{anchors:?}");
    }
}

/// What a block of HTML opens, a later one may close, in another section.
#[test]
fn texts_with_blocks_of_html_stay_whole() {
    let built = TestSite::new(
        "//- content/site.yaml\nraw_html: true\nlocales: [zh-CN, en]\n//- content/k/a.md\n# 甲\n\n到[二](#two)。\n\n## 一 {#one}\n\n<details>\n\n## 二 {#two}\n\n</details>\n//- content/k/a.en.md\n# A\n\n## One\n\nText with<br>a tag.\n\n## Two\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(rows(&built, PATH), [row("-", "到二。 一 二", "One Text witha tag. Two")]);
    assert_ids_are_unique(PATH, &page(&built, PATH));
    assert_eq!(broken_references(&built, &BaseUrl::parse("https://example.com/").unwrap()), [""; 0]);
    // A tag within a line closes there.
    let inline = TestSite::new(
        "//- content/site.yaml\nraw_html: true\nlocales: [zh-CN, en]\n//- content/k/a.md\n# 甲\n\n## 一 {#one}\n\n第一<br>节\n//- content/k/a.en.md\n# A\n\n## One\n",
    )
    .build();
    assert_eq!(rows(&inline, PATH), [row("one", "一 第一节", "One")]);
}

/// Both texts number their footnotes and alerts from one, and may quote a heading of the same name.
#[test]
fn footnotes_alerts_and_headings_of_both_languages_do_not_clash() {
    let zh = "# 甲 {#top}\n\n到[这里](#one)和[引文](#quoted)，注[^1]再注[^1]。\n\n> [!NOTE]\n> 说明\n\n> ## 引 {#quoted}\n\n## 一 {#one}\n\n回到[开头](#top)。\n\n[^1]: 脚注。";
    let en = "# A\n\nTo [here](#one) and the [quote](#quoted), a note[^1] and again[^1].\n\n> [!NOTE]\n> Note\n\n> ## Quote {#quoted}\n\n## One {#one}\n\nBack to the [start](#top).\n\n[^1]: Footnote.";
    let built = two(zh, en);
    assert_eq!(built.diagnostics, "");
    for (path, elements) in pages(&built) {
        assert_ids_are_unique(path, &elements);
    }
    assert_eq!(broken_references(&built, &BaseUrl::parse("https://example.com/").unwrap()), [""; 0]);
    let notes = elements(&built.main(PATH)).into_iter().filter(|it| it.has_class("footnotes"));
    assert_eq!(notes.map(|it| it.text).collect::<Vec<_>>(), ["脚注。 ↩ ↩", "Footnote. ↩ ↩"]);
    let own_notes: Vec<String> = page(&built, EN)
        .iter()
        .filter(|it| it.name == "a" && it.text == "1")
        .map(|it| it.get("href").unwrap().to_string())
        .collect();
    assert_eq!(own_notes, ["#own:fn:1", "#own:fn:1", "#other:fn:1", "#other:fn:1"]);
}

#[test]
fn links_of_each_text_lead_to_pages_of_its_language() {
    let built = TestSite::new(
        "//- content/k/a.md\n# 甲\n\n[乙](b.md)\n//- content/k/a.en.md\n# A\n\n[B](b.md)\n//- content/k/b.md\n# 乙\n//- content/k/b.en.md\n# B\n",
    )
    .build();
    let hrefs: Vec<String> = elements(&built.main(EN))
        .iter()
        .filter(|it| it.name == "a")
        .map(|it| format!("{} {}", it.get("href").unwrap(), it.text))
        .collect();
    assert_eq!(hrefs, ["../../../k/b/ B", "../../../../k/b/ 乙"]);
}

#[test]
fn only_documents_that_are_translated_have_such_a_page_and_a_link_to_it() {
    let built = TestSite::new(
        "//- content/site.yaml\nlocales: [zh-CN, en, ja]\ndiagnostics: {strings-missing: off}\n//- content/index.md\n# 站\n\n文\n//- content/index.en.md\n# Site\n\nText\n//- content/k/a.md\n# 甲\n//- content/k/a.en.md\n# A\n//- content/k/b.md\n# 乙\n",
    )
    .build();
    let made: Vec<&str> = built.paths().into_iter().filter(|path| path.contains("side-by-side/")).collect();
    assert_eq!(made, [EN, PATH]);
    for (path, url) in
        [("k/a/index.html", "../../side-by-side/k/a/"), ("en/k/a/index.html", "../../side-by-side/k/a/")]
    {
        assert!(built.main(path).contains(&format!("href=\"{url}\"")), "{path}: {}", built.main(path));
    }
    for path in ["k/b/index.html", "en/k/b/index.html", "ja/k/a/index.html", "k/index.html"] {
        assert!(!built.file(path).contains("side-by-side"), "{path}");
    }
    assert_eq!(
        links(&built, PATH, "language__link"),
        ["./ 简体中文", "../../../en/side-by-side/k/a/ English", "../../../ja/k/a/ ja"]
    );
}

#[test]
fn a_translation_stands_beside_its_source_and_the_source_beside_the_first_translation() {
    let built = TestSite::new(
        "//- content/site.yaml\nlocales: [zh-CN, en, ja]\ndiagnostics: {strings-missing: off, translation-orphan: off}\n//- content/k/a.md\n# 甲\n//- content/k/a.en.md\n# A\n//- content/k/a.ja.md\n# あ\n//- content/k/b.en.md\n# B\n//- content/k/b.ja.md\n# び\n",
    )
    .build();
    let titles = |path| texts(&built, path, "title");
    assert_eq!(titles(PATH), ["甲", "A"]);
    assert_eq!(titles(EN), ["A", "甲"]);
    assert_eq!(titles("ja/side-by-side/k/a/index.html"), ["あ", "甲"]);
    assert_eq!(titles("ja/side-by-side/k/b/index.html"), ["び", "B"]);
    assert_eq!(titles("en/side-by-side/k/b/index.html"), ["B", "び"]);
    assert_eq!(broken_references(&built, &BaseUrl::parse("https://example.com/").unwrap()), [""; 0]);
}

#[test]
fn search_engines_are_sent_to_the_document() {
    let built = two("# 甲", "# A");
    for (path, url) in [(PATH, "https://example.com/k/a/"), (EN, "https://example.com/en/k/a/")] {
        let head = built.head(path);
        assert!(head.contains("<meta name=\"robots\" content=\"noindex\">"), "{head}");
        assert!(head.contains(&format!("<link rel=\"canonical\" href=\"{url}\">")), "{head}");
    }
    assert!(!built.file("sitemap.xml").contains("side-by-side"));
}

#[test]
fn a_link_to_one_is_shown_with_the_summary_of_the_document() {
    let built = two("---\nsummary: 先看这里。\n---\n# 甲", "---\nsummary: Look here first.\n---\n# A");
    for (path, summary) in [(PATH, "先看这里。"), (EN, "Look here first.")] {
        assert!(built.head(path).contains(&format!("<meta name=\"description\" content=\"{summary}\">")));
    }
}

#[test]
fn the_folders_of_such_pages_are_taken() {
    let taken = [
        ("content/side-by-side/a.md", "# 甲\n", "`/side-by-side/` holds pages that are made automatically"),
        ("content/Print/a.md", "# 甲\n", "`/print/` holds pages that are made automatically"),
        ("content/style-guide.md", "# 甲\n", "`/style-guide/` holds pages that are made automatically"),
        (
            "content/a.md",
            "---\ntitle: 甲\naliases: [/en/print/x/]\n---\n",
            "`/print/` holds pages that are made automatically",
        ),
        ("content/en/print/index.html", "x\n", "`/en/print/` holds pages that are made automatically"),
        ("content/en/Side-by-side", "x\n", "`/en/side-by-side/` holds pages that are made automatically"),
        ("content/print", "x\n", "`/print/` holds pages that are made automatically"),
    ];
    for (path, text, message) in taken {
        let built =
            TestSite::new(&format!("//- content/site.yaml\nlocales: [zh-CN, en]\n//- {path}\n{text}"))
                .build();
        assert!(
            built.diagnostics.contains(&format!("{path}:1:1: error[output-collision]: {message}")),
            "{}",
            built.diagnostics
        );
    }
    let free = TestSite::new(
        "//- content/printers/a.md\n# 甲\n//- content/k/print.md\n# 乙\n//- content/print.txt\nx\n",
    )
    .build();
    assert_eq!(free.diagnostics, "");
}
