//! What holds for any Markdown whatsoever.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;
use wenda::artifact::MemorySink;
use wenda::diag::{self, Language};
use wenda::pipeline::{self, BuildOptions};
use wenda::source::SourceTree;

use crate::site::TestSite;

/// Everything that has a meaning somewhere, and what spoils it.
const PIECES: &[&str] = &[
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "```\n",
    "~~~\n",
    "[",
    "]",
    "](",
    ")",
    "(",
    "![",
    "[^a]",
    "[^b]",
    "\n[^a]: ",
    "\n[^b]: ",
    "<",
    ">",
    "<b>",
    "</b>",
    "<div>\n",
    "<!--",
    "-->",
    "<script>",
    "<a href=\"javascript:x\" onclick=x>",
    "<https://a.cn>",
    "https://a.cn/b",
    "www.a.cn",
    "javascript:x",
    "[x](javascript:x)",
    "[x](https://a.cn \"t\")",
    "![图](https://a.cn/x.png)",
    "\n",
    "\n\n",
    "  \n",
    "\\\n",
    "\\",
    " ",
    "    ",
    "\t",
    "\n# ",
    "\n## ",
    "\n###### ",
    "\n===\n",
    "\n---\n",
    " {#a}",
    " {#a .b c=d}",
    "{#",
    "}",
    "\n- ",
    "\n  - ",
    "\n* [ ] ",
    "\n1. ",
    "\n99999999. ",
    "\n> ",
    "\n> [!NOTE]\n> ",
    "\n| a | b |\n|:-|-:|\n| c | d |\n",
    "|",
    "\n|-|-|\n",
    "&",
    "&amp;",
    "&#0;",
    "&#x3c;",
    "&lt;script&gt;",
    "\"",
    "'",
    ":",
    "：",
    "，",
    "。",
    "“",
    "”",
    "（",
    "）",
    "中",
    "文字",
    "한국",
    "か",
    "😀",
    "👨\u{200d}👩",
    "e\u{301}",
    "\u{200b}",
    "\u{fe0f}",
    "\u{fdd0}",
    ",\u{fdd0},",
    "\u{0}",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{10ffff}",
    "a",
    "word",
    "\r",
    "\n[r]: https://a.cn\n",
    "[r]",
    "[中][r]",
    "$x$",
    "\n:::\n",
    "\n    code\n",
];

pub fn markdown() -> impl Strategy<Value = String> {
    let pieces =
        prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat());
    let any = prop::collection::vec(any::<char>(), 0..60).prop_map(|chars| chars.into_iter().collect());
    prop_oneof![6 => pieces, 1 => any, 1 => "\\PC{0,60}"]
}

/// The page's file, or nothing when the site has an error.
fn build(body: &str) -> Option<String> {
    let sources =
        SourceTree::from_texts([("content/a.md", format!("---\ntitle: A\n---\n{body}\n").as_str())]);
    let options = BuildOptions {
        date: "2026-11-23".parse().unwrap(),
        drafts: false,
        base_url: None,
        strict: false,
        style_guide: false,
    };
    let sink = MemorySink::new();
    let build = pipeline::build(sources, &options, &sink).unwrap();
    for language in [Language::Chinese, Language::English] {
        diag::short(&build.diagnostics, &build.tree, language);
        diag::human(&build.diagnostics, &build.tree, language, true, 40);
    }
    diag::json(&build.diagnostics, &build.tree, Language::English);
    let bytes = sink.into_files().remove("a/index.html");
    bytes.filter(|_| !build.diagnostics.has_errors()).map(|bytes| String::from_utf8(bytes).unwrap())
}

fn main_of(page: &str) -> &str {
    let start = page.find("<main").unwrap();
    &page[start..page.find("</main>").unwrap() + "</main>".len()]
}

/// The tree that a browser makes of the page, and what it complains about.
fn parse(page: &str) -> RcDom {
    parse_document(RcDom::default(), ParseOpts::default()).one(page)
}

fn walk(node: &Handle, visit: &mut dyn FnMut(&Handle)) {
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        visit(&node);
        open.extend(node.children.borrow().iter().rev().cloned());
    }
}

fn find(root: &Handle, tag: &str) -> Handle {
    let mut found = None;
    walk(root, &mut |node| {
        if let NodeData::Element { name, .. } = &node.data
            && &*name.local == tag
            && found.is_none()
        {
            found = Some(node.clone());
        }
    });
    found.unwrap()
}

/// Every start tag that needs one has an end tag, in the right order.
fn unbalanced(html: &str) -> Option<String> {
    const VOID: [&str; 5] = ["br", "hr", "img", "input", "meta"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..at + rest[at..].find('>')?];
        rest = &rest[at + tag.len() + 2..];
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop();
            if last != Some(name) {
                return Some(format!("</{name}> closes {last:?}"));
            }
        } else if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    (!open.is_empty()).then(|| format!("{open:?} stay open"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_becomes_a_page_that_a_browser_reads_without_complaint(body in markdown()) {
        if let Some(page) = build(&body) {
            let main = main_of(&page);
            prop_assert_eq!(unbalanced(main), None, "{}", main);
            let dom = parse(&page);
            let errors = dom.errors.borrow();
            prop_assert!(errors.is_empty(), "{:?}\n{}", errors, main);
        }
    }

    #[test]
    fn no_markdown_brings_script_handlers_or_styles_into_the_page(body in markdown()) {
        if let Some(page) = build(&body) {
            let mut found = Vec::new();
            walk(&find(&parse(&page).document, "main"), &mut |node| {
                if let NodeData::Element { name, attrs, .. } = &node.data {
                    let tag = name.local.to_string();
                    if matches!(tag.as_str(), "script" | "style" | "iframe" | "object" | "embed" | "base") {
                        found.push(tag.clone());
                    }
                    for attribute in attrs.borrow().iter() {
                        let (name, value) = (attribute.name.local.to_string(), attribute.value.trim().to_lowercase());
                        let scheme = matches!(name.as_str(), "href" | "src")
                            && ["javascript:", "data:", "vbscript:"].iter().any(|scheme| value.starts_with(scheme));
                        if name.starts_with("on") || name == "style" || scheme {
                            found.push(format!("{tag} {name}={value}"));
                        }
                    }
                }
            });
            prop_assert_eq!(found, Vec::<String>::new());
        }
    }

    #[test]
    fn ids_are_unique_and_links_within_the_page_lead_somewhere(body in markdown()) {
        if let Some(page) = build(&body) {
            let mut ids = Vec::new();
            let mut targets = Vec::new();
            walk(&parse(&page).document, &mut |node| {
                if let NodeData::Element { attrs, .. } = &node.data {
                    for attribute in attrs.borrow().iter() {
                        match &*attribute.name.local {
                            "id" | "name" if &*attribute.name.local == "id" => ids.push(attribute.value.to_string()),
                            "href" => targets.extend(attribute.value.strip_prefix('#').map(str::to_string)),
                            _ => {}
                        }
                    }
                }
            });
            let count = ids.len();
            ids.sort();
            ids.dedup();
            prop_assert_eq!(ids.len(), count, "{}", main_of(&page));
            for target in targets.iter().filter(|target| !target.is_empty()) {
                let decoded = wenda::escape::percent_decode(target);
                prop_assert!(ids.contains(&decoded), "#{} leads nowhere\n{}", decoded, main_of(&page));
            }
        }
    }

    #[test]
    fn every_word_of_plain_text_is_visible(words in prop::collection::vec("[a-z]{1,6}|[一-龥]{1,4}|[가-힣]{1,3}|[0-9]{1,4}|，|。", 1..30), breaks in prop::collection::vec(prop::sample::select(&[" ", "\n", "\n\n"][..]), 30)) {
        let body: String = words.iter().zip(&breaks).flat_map(|(word, space)| [word.as_str(), space]).collect();
        let page = build(&format!("x{body}"));
        prop_assert!(page.is_some());
        let mut text = String::new();
        walk(&find(&parse(page.as_deref().unwrap_or_default()).document, "main"), &mut |node| {
            if let NodeData::Text { contents } = &node.data {
                text.push_str(&contents.borrow());
            }
        });
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert!(squeeze(&text).contains(&squeeze(&body)), "{}\n{}", body, text);
    }

    #[test]
    fn letters_survive_any_markup(body in markdown()) {
        // `字` is in no piece, so it stands for a word of the author's in the midst of anything.
        let body = format!("{body}\n\n字");
        if let Some(page) = build(&body) {
            let comment = body.contains("<!--");
            prop_assert!(comment || main_of(&page).contains('字'), "{}", main_of(&page));
        }
    }

    #[test]
    fn two_builds_give_equal_bytes(body in markdown()) {
        prop_assert_eq!(build(&body), build(&body));
    }

    #[test]
    fn any_front_matter_gives_problems_and_no_panic(yaml in prop_oneof![
        prop::collection::vec(prop::sample::select(&[
            "title", "extra", "relations", "keywords", "reviewed", ": ", ":", "：", "\n", "\n  ", "\n- ", "- ", "[", "]", "{", "}", ",", "\"", "'",
            "|", ">", "&a", "*a", "!!x", "<<", "# ", "\t", "?", "@", "%", "\\", "---", "...", "甲", "“", "”", "2026-02-30", "1", "~", "😀", "\u{0}", "\u{feff}",
            "\u{85}", "\u{2028}", "\u{1}",
        ][..]), 0..30).prop_map(|pieces| pieces.concat()),
        Just(String::new()),
        "\\PC{0,40}",
    ]) {
        let site = TestSite::new(&format!("//- content/a.md\n---\n{}\n---\n正文\n", yaml.replace("//- ", "")));
        let built = site.build();
        prop_assert!(built.diagnostics.lines().all(|line| line.starts_with("content/a.md:")), "{}", built.diagnostics);
        let yaml = yaml.replace("//- ", "");
        let configured = TestSite::new(&format!("//- content/a.md\n# A\n//- content/site.yaml\n{yaml}\n"));
        configured.build();
    }
}
