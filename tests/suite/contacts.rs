//! How readers reach people: the page that `contacts.yaml` names, and the way to it from every other page.

use crate::browser::page;
use crate::site::{Built, TestSite};

fn built(page: &str) -> Built {
    TestSite::new(&format!(
        "//- content/fixes/support.md\n# 找客服\n//- content/a.md\n# 甲\n//- content/contacts.yaml\n{page}channels:\n  \
         phone: {{name: 电话, kind: phone, value: \"+86 95000\", hours: 全天, note: 不要念验证码。}}\n"
    ))
    .build()
}

/// Where the links with this text lead.
fn links(built: &Built, path: &str, text: &str) -> Vec<String> {
    let elements = page(built, path);
    let links = elements.iter().filter(|it| it.name == "a" && it.text == text);
    links.filter_map(|it| it.get("href").map(str::to_string)).collect()
}

#[test]
fn the_page_about_getting_help_shows_the_channels_and_every_page_leads_to_it() {
    let built = built("page: fixes/support\n");
    assert_eq!(built.diagnostics, "");
    assert_eq!(links(&built, "fixes/support/index.html", "+86 95000"), ["tel:+8695000"]);
    assert_eq!(links(&built, "a/index.html", "联系客服"), ["../fixes/support/"]);
    assert_eq!(links(&built, "search/index.html", "联系客服").len(), 1);
    assert!(links(&built, "fixes/support/index.html", "联系客服").is_empty(), "no link to the page itself");
    assert!(links(&built, "a/index.html", "+86 95000").is_empty());
}

#[test]
fn without_a_page_nothing_leads_there() {
    let built = built("");
    assert!(links(&built, "a/index.html", "联系客服").is_empty());
    assert!(links(&built, "fixes/support/index.html", "+86 95000").is_empty());
}

#[test]
fn a_page_that_is_no_document_is_reported() {
    assert_eq!(
        built("page: fixes/suport\n").diagnostics,
        "content/contacts.yaml:1:7: error[tree-article-unknown]: there is no document `fixes/suport`\n"
    );
}

#[test]
fn a_page_that_some_readers_get_in_another_language_is_reported() {
    let site = TestSite::new(
        "//- content/site.yaml\nlocales: [zh-CN, en]\n//- content/support.md\n# 找客服\n//- content/contacts.yaml\npage: support\n",
    );
    assert_eq!(
        site.build().diagnostics,
        "content/contacts.yaml:1:7: warning[tree-article-untranslated]: the document `support` has no `en` version: those readers get the original\n"
    );
}

#[test]
fn the_help_at_the_foot_of_the_search_leads_to_everything_instead_of_the_search() {
    let built = built("");
    assert_eq!(links(&built, "a/index.html", "搜索全部内容"), ["../search/"]);
    assert!(links(&built, "search/index.html", "搜索全部内容").is_empty());
}
