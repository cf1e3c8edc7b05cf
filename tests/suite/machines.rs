//! What the site says to machines: data about pages, their Markdown twins, lists for models, cards, the search of browsers.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::browser::page;
use crate::site::{Built, TestSite};

#[track_caller]
fn build(fixture: &str) -> Built {
    let built = TestSite::new(fixture).build();
    assert_eq!(built.diagnostics, "");
    built
}

// ---- JSON-LD

/// The blocks of JSON-LD that a browser finds in a page.
fn blocks(html: &str) -> Vec<Value> {
    fn collect(node: &Handle, found: &mut Vec<Value>) {
        if let NodeData::Element { name, attrs, .. } = &node.data
            && &*name.local == "script"
            && attrs.borrow().iter().any(|it| &*it.value == "application/ld+json")
        {
            let text: String = node.children.borrow().iter().map(text_of).collect();
            found.push(serde_json::from_str(&text).unwrap());
        }
        node.children.borrow().iter().for_each(|child| collect(child, found));
    }
    let mut found = Vec::new();
    collect(&parse_document(RcDom::default(), ParseOpts::default()).one(html).document, &mut found);
    found
}

fn text_of(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => String::new(),
    }
}

/// The one thing of this type that a page is about.
#[track_caller]
fn thing(built: &Built, path: &str, kind: &str) -> Value {
    let blocks = blocks(&built.file(path));
    assert_eq!(blocks.len(), 1, "{path}");
    assert_eq!(blocks[0]["@context"], "https://schema.org");
    let graph = blocks[0]["@graph"].as_array().unwrap();
    let mut found = graph.iter().filter(|thing| thing["@type"] == kind);
    match (found.next(), found.next()) {
        (Some(thing), None) => thing.clone(),
        _ => panic!("{path} has not one {kind}: {graph:#?}"),
    }
}

#[test]
fn the_way_to_a_page_is_a_list_of_breadcrumbs_that_ends_with_the_page() {
    let built = build(
        "//- content/guide/basics/a.md\n# 甲\n//- content/guide/index.md\n# 入门\n//- content/guide/basics/index.md\n# 基础\n",
    );
    assert_eq!(
        thing(&built, "guide/basics/a/index.html", "BreadcrumbList")["itemListElement"],
        json!([
            { "@type": "ListItem", "position": 1, "name": "首页", "item": "https://example.com/" },
            { "@type": "ListItem", "position": 2, "name": "入门", "item": "https://example.com/guide/" },
            { "@type": "ListItem", "position": 3, "name": "基础", "item": "https://example.com/guide/basics/" },
            { "@type": "ListItem", "position": 4, "name": "甲" },
        ])
    );
}

#[test]
fn a_question_is_answered_by_its_summary_and_a_short_first_section() {
    let built = build(
        "//- content/questions/a.md\n---\ntitle: 为什么？\nsummary: 因为。\nreviewed: 2026-01-02\npublish_at: 2026-01-03\n---\n## **先**说\n\n第一，\n第二。\n\n- 第三\n\n## 再说\n\n其他。\n",
    );
    let faq = thing(&built, "questions/a/index.html", "FAQPage");
    assert_eq!(
        faq["mainEntity"],
        json!([{
            "@type": "Question",
            "name": "为什么？",
            "acceptedAnswer": { "@type": "Answer", "text": "因为。\n第一，第二。\n第三" },
        }])
    );
    assert_eq!((&faq["dateModified"], &faq["inLanguage"]), (&json!("2026-01-03"), &json!("zh-CN")));
}

#[test]
fn a_long_first_section_stays_out_of_the_answer_unless_it_is_all_there_is() {
    let long = "长".repeat(400);
    let built = build(&format!(
        "//- content/questions/a.md\n---\ntitle: 甲？\nsummary: 短。\n---\n{long}\n//- content/questions/b.md\n# 乙？\n\n{long}\n//- content/questions/c.md\n# 丙？\n"
    ));
    let answer =
        |path: &str| thing(&built, path, "FAQPage")["mainEntity"][0]["acceptedAnswer"]["text"].clone();
    assert_eq!(answer("questions/a/index.html"), "短。");
    assert_eq!(answer("questions/b/index.html"), long);
    // A question nobody has answered yet is a page like any other.
    assert_eq!(thing(&built, "questions/c/index.html", "Article")["headline"], "丙？");
}

#[test]
fn the_list_of_questions_answers_each_that_has_a_summary() {
    let built = build(
        "//- content/questions/index.md\n# 问答\n//- content/questions/a.md\n---\ntitle: 甲？\nsummary: 是。\norder: 1\n---\n//- content/questions/b.md\n# 乙？\n",
    );
    assert_eq!(
        thing(&built, "questions/index.html", "FAQPage")["mainEntity"],
        json!([{
            "@type": "Question",
            "name": "甲？",
            "acceptedAnswer": { "@type": "Answer", "text": "是。" },
            "url": "https://example.com/questions/a/",
        }])
    );
}

#[test]
fn the_numbered_list_of_a_fix_is_its_steps() {
    let built = build(
        "//- content/fixes/a.md\n---\ntitle: 重启\nsummary: 关了再开。\nminutes: 2\n---\n> 1. 不是步骤。\n> 2. 也不是。\n\n## 步骤 {#steps}\n\n1. 关机。\n   - 按**住**电源键。\n2. 开机。\n\n1) 另一个。\n2) 列表。\n//- content/fixes/b.md\n# 等\n\n1. 一步不成列表。\n",
    );
    let fix = thing(&built, "fixes/a/index.html", "HowTo");
    assert_eq!(
        fix["step"],
        json!([
            { "@type": "HowToStep", "text": "关机。\n按住电源键。", "url": "https://example.com/fixes/a/#steps" },
            { "@type": "HowToStep", "text": "开机。", "url": "https://example.com/fixes/a/#steps" },
        ])
    );
    assert_eq!((&fix["name"], &fix["totalTime"]), (&json!("重启"), &json!("PT2M")));
    thing(&built, "fixes/b/index.html", "Article");
}

#[test]
fn the_home_page_is_the_site_and_tells_how_to_search_it() {
    let built = build(
        "//- content/site.yaml\ntitle: {zh-CN: 站, en: Site}\n//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n",
    );
    let site = thing(&built, "en/index.html", "WebSite");
    assert_eq!((&site["name"], &site["url"]), (&json!("Site"), &json!("https://example.com/en/")));
    assert_eq!(
        site["potentialAction"]["target"]["urlTemplate"],
        "https://example.com/en/search/?q={search_term_string}"
    );
}

#[test]
fn a_stand_in_for_a_missing_translation_says_nothing_about_itself() {
    let built = build("//- content/a.md\n# 甲\n//- content/b.md\n# 乙\n//- content/b.en.md\n# B\n");
    assert_eq!(blocks(&built.file("en/a/index.html")), [Value::Null; 0]);
    assert_eq!(blocks(&built.file("404.html")), [Value::Null; 0]);
    assert_eq!(thing(&built, "en/b/index.html", "Article")["inLanguage"], "en");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_ld_says_exactly_what_the_author_wrote(
        title in words(), summary in words(), body in words(),
    ) {
        let yaml = |text: &str| serde_json::to_string(text).unwrap();
        // In a code block everything is text.
        let site = TestSite::new(&format!(
            "//- content/questions/a.md\n---\ntitle: {}\nsummary: {}\n---\n~~~~~~\n{body}\n~~~~~~\n", yaml(&title), yaml(&summary),
        )).build();
        prop_assume!(!site.failed);
        let html = site.file("questions/a/index.html");
        let found = blocks(&html);
        let question = &found[0]["@graph"][0]["mainEntity"][0];
        prop_assert_eq!(question["name"].as_str(), Some(title.as_str()));
        let answer = question["acceptedAnswer"]["text"].as_str().unwrap();
        let expected = format!("{}\n{body}", summary.trim());
        prop_assert_eq!(answer, expected.trim_end());
    }
}

/// Text of everything that could end a script, a string or a line.
fn words() -> impl Strategy<Value = String> {
    const PIECES: [&str; 16] = [
        "</script>",
        "<script>",
        "<!--",
        "-->",
        "]]>",
        "\"",
        "\\",
        "\\u003c",
        "&lt;",
        "&",
        "\u{2028}",
        "\u{2029}",
        "{{ x }}",
        "中文",
        "😀",
        "'",
    ];
    let piece = prop_oneof![3 => prop::sample::select(&PIECES[..]).prop_map(str::to_string), 1 => "[^\\p{Cc}\\p{Cf}\\p{Cn}~\u{fffd}]{1,4}"];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| format!("x{}x", pieces.concat()))
}

// ---- Markdown twins

#[test]
fn a_twin_is_the_text_as_written_with_title_summary_and_where_it_is_from() {
    let built = build(
        "//- content/site.yaml\nlocales: [zh-CN]\n//- content/guide/a.md\n---\ntitle: 甲 *星*\nsummary: 一句话。\nkeywords: [秘密]\nreviewed: 2026-01-02\n---\n## 小节 {#one}\n\n> [!NOTE]\n> 注意。\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\n脚注[^1]。\n\n[^1]: 在此。\n",
    );
    insta::assert_snapshot!(built.file("guide/a/index.md"), @r"
    # 甲 \*星\*

    一句话。

    ## 小节 {#one}

    > [!NOTE]
    > 注意。

    | 甲 | 乙 |
    | --- | --- |
    | 1 | 2 |

    脚注[^1]。

    [^1]: 在此。

    网页：<https://example.com/guide/a/> · 2026年1月2日核对过
    ");
    let link =
        page(&built, "guide/a/index.html").into_iter().find(|it| it.get("type") == Some("text/markdown"));
    assert_eq!(link.unwrap().get("href"), Some("index.md"));
}

/// The twin of a document with this body; others to link to are `b` and `guide/`, a picture is `p.png`.
fn twin(body: &str) -> String {
    let built = TestSite::new(&format!(
        "//- content/site.yaml\nlocales: [zh-CN]\ndiagnostics: {{link-scheme: warning}}\n//- content/guide/index.md\n# 入门\n//- content/b.md\n# 乙\n\n## 节 {{#s}}\n//- content/p.png\nx\n//- content/a.md\n---\ntitle: 甲\n---\n{body}\n"
    ))
    .build();
    assert!(!built.failed, "{}", built.diagnostics);
    let text = built.file("a/index.md");
    let text = text.strip_prefix("# 甲\n\n").unwrap();
    text.strip_suffix("\n\n网页：<https://example.com/a/>\n").unwrap().to_string()
}

#[test]
fn links_of_a_twin_lead_to_pages_and_files_whatever_their_form() {
    const B: &str = "https://example.com/b/";
    let cases = [
        ("[乙](b.md)", format!("[乙]({B})")),
        ("[乙](b.md#s \"题\")", format!("[乙]({B}#s \"题\")")),
        ("[乙](<b.md> '题')", format!("[乙]({B} '题')")),
        ("[乙]( b.md )", format!("[乙]( {B} )")),
        ("[乙](\nb.md\n)", format!("[乙](\n{B}\n)")),
        ("> [乙](\n> b.md)", format!("> [乙](\n> {B})")),
        ("[乙](b\\.md)", format!("[乙]({B})")),
        ("[乙](b&#46;md)", format!("[乙]({B})")),
        ("[a](b.md)[b](b.md)", format!("[a]({B})[b]({B})")),
        ("[`](`](b.md)", format!("[`](`]({B})")),
        ("[\\](b.md)](b.md)", format!("[\\](b.md)]({B})")),
        ("[![图](p.png)](b.md)", format!("[![图](https://example.com/p.png)]({B})")),
        ("![**图**](p.png '题')", "![**图**](https://example.com/p.png '题')".to_string()),
        ("**[乙](b.md)**，**“引”**字", format!("**[乙]({B})**，**“引”**字")),
        ("字**“[乙](b.md)”**字", format!("字**“[乙]({B})”**字")),
        ("[乙][r]和[r]和[r][]\n\n[r]: b.md '题'", format!("[乙][r]和[r]和[r][]\n\n[r]: {B} '题'")),
        ("[乙][r]\n\n[r]:\n  <b.md>", format!("[乙][r]\n\n[r]:\n  {B}")),
        ("[r\\]]\n\n[r\\]]: b.md", format!("[r\\]]\n\n[r\\]]: {B}")),
        ("[门](guide/)", "[门](https://example.com/guide/)".to_string()),
        ("| [乙](b.md) |\n| --- |\n| [乙](b.md) |", format!("| [乙]({B}) |\n| --- |\n| [乙]({B}) |")),
        ("- [乙](b.md)[^1]\n\n[^1]: [乙](b.md)", format!("- [乙]({B})[^1]\n\n[^1]: [乙]({B})")),
        ("## 节 {#t}\n\n[上](#t)", "## 节 {#t}\n\n[上](https://example.com/a/#t)".to_string()),
    ];
    for (body, expected) in cases {
        assert_eq!(twin(body), expected, "{body}");
    }
}

#[test]
fn what_is_no_link_of_the_site_stays_as_written_in_a_twin() {
    for body in [
        "[外](https://a.cn/x \"t\")",
        "<https://a.cn>",
        "www.a.cn",
        "`[乙](b.md)`",
        "```\n[乙](b.md)\n<!-- 看得见 -->\n```",
        "    [乙](b.md)",
        "\\[乙](b.md)",
        "[乙]\\(b.md)",
        "[没有]",
    ] {
        assert_eq!(twin(body), body);
    }
}

#[test]
fn a_twin_does_not_lead_where_the_page_does_not() {
    assert_eq!(twin("[x](javascript:alert(1) 't')"), "[x](<> 't')");
    assert_eq!(twin("<javascript:alert(1)>"), "javascript:alert(1)");
    assert_eq!(twin("[x]\n\n[x]: javascript:y"), "[x]\n\n[x]: <>");
}

#[test]
fn the_authors_notes_are_in_no_twin() {
    let twin = twin("甲\n\n<!-- 内部：\n\n别外传 -->\n\n- 乙 <!-- 也是 -->\n\n> <!-- 引用\n> 里的 -->\n> 丙");
    assert_eq!(twin, "甲\n\n<!---->\n\n- 乙 <!---->\n\n> <!---->\n> 丙");
}

#[test]
fn a_heading_that_is_the_title_is_there_once() {
    let built = build(
        "//- content/a.md\n---\nsummary: 短。\n---\n# [甲](b.md) {#top}\n\n正文。\n//- content/b.md\n先有字。\n\n乙\n===\n\n后有字。\n",
    );
    assert!(
        built.file("a/index.md").starts_with("# 甲\n\n短。\n\n正文。\n\n网页"),
        "{}",
        built.file("a/index.md")
    );
    assert!(
        built.file("b/index.md").starts_with("# 乙\n\n先有字。\n\n<!---->\n\n后有字。\n\n网页"),
        "{}",
        built.file("b/index.md")
    );
}

#[test]
fn a_text_that_ends_in_an_open_block_comes_after_where_it_is_from() {
    let built = build("//- content/a.md\n# 甲\n\n```\n没关\n//- content/b.md\n# 乙\n\n```\n关了\n```\n");
    assert!(built.file("a/index.md").ends_with("a/>\n\n```\n没关\n"), "{}", built.file("a/index.md"));
    assert!(built.file("b/index.md").ends_with("```\n\n网页：<https://example.com/b/>\n"));
}

#[test]
fn only_what_is_published_in_its_own_language_has_a_twin() {
    let site = TestSite::new(
        "//- content/index.md\n# 首页\n\n字。\n//- content/guide/a.md\n# 甲\n//- content/guide/b.md\n# 乙\n//- content/guide/b.en.md\n# B\n//- content/guide/c.md\n---\ntitle: 丙\ndraft: true\n---\n字。\n",
    );
    let built = site.options(|options| options.drafts = true).build();
    let twins: Vec<&str> = built.all_paths().filter(|path| path.ends_with(".md")).collect();
    assert_eq!(twins, ["en/guide/b/index.md", "guide/a/index.md", "guide/b/index.md", "index.md"]);
    for path in built.all_paths().filter(|path| path.ends_with(".html")) {
        let has_link = page(&built, path).iter().any(|it| it.get("type") == Some("text/markdown"));
        assert_eq!(has_link, built.has(&path.replace(".html", ".md")), "{path}");
    }
    assert!(!built.file("llms.txt").contains('丙'));
}

#[test]
fn without_an_address_a_twin_leads_from_where_it_lies() {
    let built = TestSite::new("//- content/guide/a.md\n# 甲\n\n[乙](../b.md)\n//- content/b.md\n# 乙\n")
        .options(|options| options.base_url = None)
        .build();
    assert_eq!(built.file("guide/a/index.md"), "# 甲\n\n[乙](../../b/)\n\n网页：[./](./)\n");
}

#[test]
fn a_document_cannot_take_the_place_of_a_twin() {
    let built = TestSite::new(
        "//- content/a/b.md\n---\ntitle: 乙\nslug: index.md\n---\n//- content/a/index.md\n# 甲\n",
    )
    .build();
    assert!(built.diagnostics.contains("error[output-collision]"), "{}", built.diagnostics);
}

#[test]
fn hosts_are_told_that_twins_are_chinese_text_and_not_pages() {
    let built = build("//- content/guide/a.md\n# 甲\n//- content/guide/a.en.md\n# A\n");
    let headers = built.file("_headers");
    let rules = &headers[headers.find("/llms.txt").unwrap()..];
    insta::assert_snapshot!(rules, @r"
    /llms.txt
      Content-Type: text/plain; charset=utf-8
      X-Robots-Tag: noindex
    /en/llms.txt
      Content-Type: text/plain; charset=utf-8
      X-Robots-Tag: noindex
    /index.md
      Content-Type: text/markdown; charset=utf-8
      X-Robots-Tag: noindex
    /:folder1/index.md
      Content-Type: text/markdown; charset=utf-8
      X-Robots-Tag: noindex
    /:folder1/:folder2/index.md
      Content-Type: text/markdown; charset=utf-8
      X-Robots-Tag: noindex
    /:folder1/:folder2/:folder3/index.md
      Content-Type: text/markdown; charset=utf-8
      X-Robots-Tag: noindex
    ");
    assert!(!built.file("sitemap.xml").contains(".md"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_twin_read_as_markdown_says_what_the_page_says(body in crate::properties::markdown(), title in "[^\\p{Cc}\\p{Cf}\\p{Cn}]{0,12}") {
        let site = |text: &str| {
            let built = TestSite::new("//- content/site.yaml\nlocales: [zh-CN]\ndiagnostics: {link-scheme: off, title-missing: off}\n").with("content/a.md", text).build();
            (!built.failed).then_some(built)
        };
        let title = format!("甲{}", title.trim());
        let Some(first) = site(&format!("---\ntitle: {}\n---\n{body}\n", serde_json::to_string(&title).unwrap())) else {
            return Ok(());
        };
        let text = first.file("a/index.md");
        let origin = "网页：<https://example.com/a/>";
        // The line at the end is not in the text it is about.
        let cut = text.rfind(origin).unwrap();
        let without = format!("{}{}", &text[..cut], &text[cut + origin.len()..]);
        let second = site(&without);
        prop_assert!(second.is_some(), "{}", without);
        let squeeze = |built: &Built| {
            let main = page(built, "a/index.html").into_iter().find(|it| it.name == "main").unwrap();
            main.text.split_whitespace().collect::<String>()
        };
        prop_assert_eq!(squeeze(&first), squeeze(&second.unwrap()), "{}", text);
        // And with it, it is still a paragraph of its own.
        prop_assert!(site(&text).is_some_and(|built| built.main("a/index.html").contains("<p>网页：<a href=\"https://example.com/a/\">https://example.com/a/</a></p>")), "{}", text);
    }
}

// ---- llms.txt

#[test]
fn models_get_a_list_of_what_there_is_to_read() {
    let built = build(
        "//- content/site.yaml\ntitle: {zh-CN: 站, en: Site}\ndescription: {zh-CN: 说明。, en: \"About [it].\"}\n//- content/guide/index.en.md\n---\ntitle: Guide\nsummary: Start.\n---\n//- content/guide/index.md\n# 入门\n//- content/guide/a.md\n# 甲\n//- content/guide/a.en.md\n---\ntitle: A [1]\nsummary: \"First *of* all:\\nthis.\"\n---\n//- content/guide/deep/b.md\n# 乙\n//- content/guide/deep/b.en.md\n# B\n//- content/only.md\n# 只有中文\n//- content/c.md\n# 丙\n//- content/c.en.md\n# C\n",
    );
    insta::assert_snapshot!(built.file("en/llms.txt"), @r"
    # Site

    > About \[it\].

    Links that end in `index.md` lead to a page as Markdown. To send someone to the page itself, leave out `index.md` at the end of the address.

    ## Guide

    - [Guide](https://example.com/en/guide/index.md): Start.
    - [A \[1\]](https://example.com/en/guide/a/index.md): First \*of\* all: this.
    - [B](https://example.com/en/guide/deep/b/index.md)

    ## More pages

    - [C](https://example.com/en/c/index.md)

    ## Optional

    - [简体中文](https://example.com/llms.txt)
    ");
}

#[test]
fn the_text_of_the_home_page_comes_first_in_the_list_for_models() {
    let built = TestSite::new(
        "//- content/index.md\n---\ntitle: 帮助\nsummary: 从这里开始。\n---\n文\n//- content/guide/a.md\n# 甲\n",
    )
    .build();
    let text = built.file("llms.txt");
    assert!(
        text.contains("\n\n## 首页\n\n- [帮助](https://example.com/index.md): 从这里开始。\n\n## 入门\n"),
        "{text}"
    );
    assert!(built.has("index.md"));
}

#[test]
fn every_link_of_a_list_for_models_leads_to_a_file() {
    let built = TestSite::new(
        "//- content/guide/a.md\n# 甲\n\n字。\n//- content/guide/a.en.md\n# A\n//- content/b.md\n# 乙\n",
    )
    .options(|options| options.base_url = None)
    .build();
    for (list, folder) in [("llms.txt", ""), ("en/llms.txt", "en/")] {
        let text = built.file(list);
        let links: Vec<&str> = text.split("](").skip(1).map(|it| it.split(')').next().unwrap()).collect();
        assert!(links.len() > 1, "{text}");
        for link in links {
            let path = link.strip_prefix("../").map_or_else(|| format!("{folder}{link}"), str::to_string);
            assert!(built.has(&path), "{list}: {link}");
        }
    }
}

// ---- cards and search

/// `property` and `content` of what other programs show of a page.
fn card(built: &Built, path: &str) -> Vec<String> {
    let metas = page(built, path).into_iter().filter(|it| it.name == "meta");
    let named = metas.filter_map(|it| {
        let name = it.get("property").or(it.get("name").filter(|name| name.starts_with("twitter:")))?;
        Some(format!("{name} {}", it.get("content").unwrap()))
    });
    named.collect()
}

#[test]
fn a_page_has_a_whole_card() {
    let built = build(
        "//- content/site.yaml\ntitle: 站\nimage: assets/card.png\n//- content/assets/card.png\nx\n//- content/a.md\n---\ntitle: 甲\nsummary: 一句话。\nreviewed: 2026-01-02\npublish_at: 2026-02-03\nchanges: [{date: 2026-03-04, text: 补充}]\n---\n//- content/a.en.md\n# A\n//- content/b.md\n# 乙\n",
    );
    assert_eq!(
        card(&built, "a/index.html"),
        [
            "og:title 甲",
            "og:description 一句话。",
            "og:url https://example.com/a/",
            "og:type article",
            "og:site_name 站",
            "og:locale zh_CN",
            "og:locale:alternate en_US",
            "article:modified_time 2026-03-04",
            "og:image https://example.com/assets/card.png",
            "twitter:card summary_large_image",
        ]
    );
    let lone = card(&built, "b/index.html");
    assert!(!lone.iter().any(|it| it.contains("alternate") || it.contains("modified")), "{lone:?}");
}

#[test]
fn a_site_without_a_picture_has_a_small_card() {
    let card = card(&build("//- content/a.md\n# 甲\n"), "a/index.html");
    // Without a kind of its own a small card is shown, with what Open Graph says.
    assert!(!card.iter().any(|it| it.starts_with("twitter:")), "{card:?}");
    assert!(!card.iter().any(|it| it.starts_with("og:image")), "{card:?}");
}

#[test]
fn a_picture_that_is_missing_or_cannot_be_drawn_is_placed_in_the_settings() {
    let with = |image: &str| {
        let site = format!(
            "//- content/site.yaml\nimage: {image}\n//- content/assets/card.png\nx\n//- content/assets/card.svg\nx\n//- content/a.md\n# 甲\n"
        );
        TestSite::new(&site).build()
    };
    let missing = with("assets/crad.png");
    assert_eq!(
        missing.diagnostics,
        "content/site.yaml:1:8: error[asset-missing]: there is no file `assets/crad.png`\n"
    );
    assert!(missing.human.contains("did you mean `assets/card.png`?"), "{}", missing.human);
    assert_eq!(
        with("assets/card.svg").diagnostics,
        "content/site.yaml:1:8: error[value-invalid]: `assets/card.svg` cannot be the picture of a card\n"
    );
    assert_eq!(with("/assets/card.png").diagnostics, "");
}

#[test]
fn a_picture_outside_of_assets_is_used_all_the_same() {
    build(
        "//- content/site.yaml\nimage: guide/card.png\n//- content/guide/card.png\nx\n//- content/guide/a.md\n# 甲\n",
    );
}

#[test]
fn a_browser_can_search_each_language_of_the_site() {
    let built = build(
        "//- content/site.yaml\ntitle: {zh-CN: 站, en: Help & answers for wallets}\n//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n",
    );
    let text = built.file("en/opensearch.xml");
    let xml = roxmltree::Document::parse(&text).unwrap();
    let of = |name: &str| {
        xml.descendants()
            .find(|node| node.has_tag_name(("http://a9.com/-/spec/opensearch/1.1/", name)))
            .unwrap()
    };
    assert_eq!(of("ShortName").text(), Some("Help & answers"));
    assert_eq!(of("Url").attribute("template"), Some("https://example.com/en/search/?q={searchTerms}"));
    assert_eq!(of("Language").text(), Some("en"));
    let icon = of("Image").text().unwrap().strip_prefix("https://example.com/").unwrap();
    assert!(built.has(icon));
    let link =
        page(&built, "en/a/index.html").into_iter().find(|it| it.get("rel") == Some("search")).unwrap();
    assert_eq!(
        (link.get("href"), link.get("type")),
        (Some("../opensearch.xml"), Some("application/opensearchdescription+xml"))
    );
}

#[test]
fn a_feed_has_what_rfc_4287_asks_for() {
    let built = build(
        "//- content/site.yaml\ntitle: 站\ndescription: 说明。\n//- content/guide/a.md\n---\ntitle: 甲\nreviewed: 2026-01-02\npublish_at: 2025-12-31\n---\n//- content/b.md\n# 没有日期\n",
    );
    let text = built.file("feed.xml");
    let xml = roxmltree::Document::parse(&text).unwrap();
    let atom = |name| ("http://www.w3.org/2005/Atom", name);
    let feed = xml.root_element();
    for parent in
        feed.descendants().filter(|node| node.has_tag_name(atom("feed")) || node.has_tag_name(atom("entry")))
    {
        for name in ["id", "title", "updated"] {
            assert_eq!(parent.children().filter(|child| child.has_tag_name(atom(name))).count(), 1, "{name}");
        }
        // No two links of one relation are of one type.
        let links: Vec<_> = parent.children().filter(|it| it.has_tag_name(atom("link"))).collect();
        let mut kinds: Vec<_> = links.iter().map(|it| (it.attribute("rel"), it.attribute("type"))).collect();
        kinds.sort();
        kinds.dedup();
        assert_eq!(kinds.len(), links.len());
    }
    assert!(text.contains("<published>2025-12-31T00:00:00Z</published><updated>2026-01-02T00:00:00Z</updated><category term=\"guide\" label=\"入门\"/>"), "{text}");
    assert!(text.contains("<subtitle>说明。</subtitle>"));
}
