//! What a reader is asked below a document, and what is said of its history: feedback, editing, changes.

use wenda::escape::percent_decode;

use crate::browser::{Element, page};
use crate::site::{Built, TestSite};

fn built(settings: &str, documents: &str) -> Built {
    TestSite::new(&format!("//- content/site.yaml\nlocales: [zh-CN, en]\n{settings}\n{documents}")).build()
}

#[track_caller]
fn fine(settings: &str, documents: &str) -> Built {
    let built = built(settings, documents);
    assert_eq!(built.diagnostics, "");
    built
}

fn with_text<'a>(elements: &'a [Element], name: &str, text: &str) -> &'a Element {
    elements
        .iter()
        .find(|it| it.name == name && it.text == text)
        .unwrap_or_else(|| panic!("no {name} {text}"))
}

/// Where the answer with this text leads on the page.
fn answer(built: &Built, path: &str, text: &str) -> String {
    with_text(&page(built, path), "a", text).get("href").unwrap().to_string()
}

/// Subject and body of a message's address.
fn message(url: &str, subject: &str) -> (String, String) {
    let query = url.split_once('?').unwrap().1;
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        percent_decode(pairs.find(|(key, _)| *key == name).unwrap().1)
    };
    (value(subject), value("body"))
}

const A: &str = "//- content/k/a.md\n# 甲\n";

// ---- feedback

#[test]
fn an_answer_opens_an_email_that_says_what_it_is_about() {
    let built = fine("feedback: {email: help+a@example.com}", A);
    let (yes, no) = (answer(&built, "k/a/index.html", "有帮助"), answer(&built, "k/a/index.html", "没帮助"));
    assert!(yes.starts_with("mailto:help+a@example.com?subject="), "{yes}");
    assert_eq!(message(&yes, "subject").0, "有帮助：甲");
    let (subject, body) = message(&no, "subject");
    assert_eq!(subject, "没帮助：甲");
    let edition = &blake3::hash("# 甲\n".as_bytes()).to_hex()[..8];
    assert_eq!(
        body,
        format!(
            "\r\n\r\n请不要写密码、验证码或恢复短语。\r\n\r\npage: https://example.com/k/a/\r\nedition: {edition}"
        )
    );
    // RFC 6068 wants CRLF. Letters that are not ASCII are encoded by the browser before a mail program sees them.
    assert!(no.contains("%0D%0A") && !no.contains(|c: char| c.is_whitespace() || c.is_control()), "{no}");
}

#[test]
fn a_page_in_another_language_names_itself_and_the_text_that_it_shows() {
    let built = fine("feedback: {email: help@example.com}", A);
    let (subject, body) = message(&answer(&built, "en/k/a/index.html", "No"), "subject");
    assert_eq!(subject, "Not helpful: 甲");
    assert!(body.contains("passwords") && body.contains("page: https://example.com/en/k/a/"), "{body}");
}

#[test]
fn an_answer_opens_an_issue_beside_what_its_address_asks_already() {
    let built = fine("feedback: {issues: \"https://code.example/new?template=a.md\"}", A);
    let url = answer(&built, "k/a/index.html", "没帮助");
    assert!(url.starts_with("https://code.example/new?template=a.md&title="), "{url}");
    let (title, body) = message(&url, "title");
    assert_eq!(title, "没帮助：甲");
    assert!(body.contains("。\n\npage: "), "{body:?}");
}

#[test]
fn a_title_cannot_break_out_of_the_address() {
    let title = "\"><b> & 50% 🎉 ' \u{2028}?body=x#y";
    for settings in
        ["feedback: {email: help@example.com}", "feedback: {issues: \"https://code.example/new\"}"]
    {
        let built = fine(
            settings,
            &format!("//- content/a.md\n---\ntitle: '{}'\n---\n甲\n", title.replace('\'', "''")),
        );
        let url = answer(&built, "a/index.html", "有帮助");
        let name = if url.starts_with("mailto") { "subject" } else { "title" };
        let (subject, body) = message(&url, name);
        assert_eq!(subject, "有帮助：\"><b> & 50% 🎉 '  ?body=x#y");
        assert!(body.contains("page: https://example.com/a/"), "{url}");
        assert_eq!(url.matches(['#', '"', '<', ' ', '\u{2028}']).count(), 0, "{url}");
    }
}

#[test]
fn without_settings_nothing_is_asked() {
    assert!(!fine("", A).main("k/a/index.html").contains("page:feedback"));
}

#[test]
fn an_endpoint_gets_a_form_that_works_by_itself() {
    let built = fine("feedback: {endpoint: /api/feedback, email: help@example.com}", A);
    let elements = page(&built, "k/a/index.html");
    let form = elements.iter().find(|it| it.name == "form" && it.get("method") == Some("post")).unwrap();
    assert_eq!(form.get("action"), Some("/api/feedback"));
    let hidden = elements.iter().filter(|it| it.get("type") == Some("hidden"));
    let names: Vec<&str> = hidden.filter_map(|it| it.get("name")).collect();
    assert_eq!(names, ["document", "locale", "page", "edition"]);
    for (text, value) in [("有帮助", "yes"), ("没帮助", "no")] {
        let button = with_text(&elements, "button", text);
        assert_eq!((button.get("name"), button.get("value")), (Some("answer"), Some(value)));
    }
    // What is offered after “No” needs the script.
    let more = elements.iter().find(|it| it.get("data-part") == Some("more")).unwrap();
    assert!(more.get("hidden").is_some());
}

#[test]
fn the_policy_lets_answers_go_to_the_endpoint_and_nothing_else() {
    let policies = |settings: &str| {
        let built = fine(settings, A);
        let elements = page(&built, "k/a/index.html");
        let meta =
            elements.iter().find(|it| it.get("http-equiv") == Some("content-security-policy")).unwrap();
        let headers = built.file("_headers");
        let header =
            headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: ")).unwrap();
        (meta.get("content").unwrap().to_string(), header.replace(" frame-ancestors 'none';", ""))
    };
    let (own, _) = policies("");
    for local in ["feedback: {endpoint: /api}", "feedback: {email: a@example.com}"] {
        assert_eq!(policies(local), (own.clone(), own.clone()));
    }
    let (meta, header) = policies("feedback: {endpoint: \"https://forms.example:8443/x?y=1\"}");
    assert_eq!(meta, header);
    let wanted = own
        .replace("connect-src 'self'", "connect-src 'self' https://forms.example:8443")
        .replace("form-action 'self'", "form-action 'self' https://forms.example:8443");
    assert_eq!(meta, wanted);
}

#[test]
fn what_is_no_address_is_reported_where_it_stands() {
    let built = built(
        "feedback: {email: help, issues: \"http://code.example/\", endpoint: //forms.example/x, mail: x}",
        A,
    );
    insta::assert_snapshot!(built.diagnostics, @r"
    content/site.yaml:2:19: error[value-invalid]: `help` is not an email address
    content/site.yaml:2:33: error[value-invalid]: `email` and `issues` exclude each other
    content/site.yaml:2:33: error[value-invalid]: `http://code.example/` has to start with `https://`
    content/site.yaml:2:67: error[value-invalid]: `//forms.example/x` has to start with `https://`
    content/site.yaml:2:86: warning[key-unknown]: unknown key `mail`
    ");
    for settings in [
        "feedback: {endpoint: \"https://a.example;script-src *\"}",
        "feedback: {endpoint: /a b}",
        "feedback: {issues: \"https://a.example/#x\"}",
        "feedback: {}",
        "feedback: help@example.com",
    ] {
        let built = self::built(settings, A);
        assert!(built.diagnostics.starts_with("content/site.yaml:2:"), "{settings}: {}", built.diagnostics);
    }
}

// ---- editing

#[test]
fn a_page_leads_to_where_its_file_is_edited() {
    let built = fine(
        "edit_url: \"https://code.example/edit/main/{path}?plain\"\ndiagnostics: {slug-hint: off}",
        "//- content/k/新 a+b.md\n# 甲\n//- content/k/b.md\n# 乙\n//- content/k/b.en.md\n# B\n",
    );
    let link = |path: &str, text: &str| answer(&built, path, text);
    assert_eq!(link("k/b/index.html", "编辑本页"), "https://code.example/edit/main/content/k/b.md?plain");
    assert_eq!(
        link("en/k/b/index.html", "Edit this page"),
        "https://code.example/edit/main/content/k/b.en.md?plain"
    );
    let odd = built.paths().into_iter().find(|path| path.starts_with("k/新")).unwrap().to_string();
    assert_eq!(link(&odd, "编辑本页"), "https://code.example/edit/main/content/k/%E6%96%B0%20a+b.md?plain");
}

#[test]
fn an_address_for_editing_without_a_place_for_the_path_is_reported() {
    insta::assert_snapshot!(built("edit_url: https://code.example/edit/", A).diagnostics, @"content/site.yaml:2:11: error[value-invalid]: `https://code.example/edit/` has no `{path}` for the path of the file");
    for url in [
        "https://{path}.example/",
        "https://a.example{path}",
        "http://a.example/{path}",
        "https://a.example/{path}/{file}",
    ] {
        let built = built(&format!("edit_url: \"{url}\""), A);
        assert!(built.diagnostics.contains("error[value-invalid]"), "{url}: {}", built.diagnostics);
    }
}

// ---- changes

const CHANGED: &str = "//- content/k/a.md
---
title: 甲
reviewed: 2026-02-01
changes:
  - {date: 2026-01-05, text: 补充了<转账>}
  - date: 2026-03-02
    text: 换了截图
---
//- content/k/a.en.md
---
title: A
---
";

#[test]
fn changes_are_shown_newest_first() {
    let built = fine("", CHANGED);
    let elements = page(&built, "k/a/index.html");
    let entries: Vec<&str> = elements
        .iter()
        .skip_while(|it| !it.has_class("changes"))
        .filter(|it| it.name == "li")
        .map(|it| it.text.as_str())
        .take(2)
        .collect();
    assert_eq!(entries, ["2026年3月2日 换了截图", "2026年1月5日 补充了<转账>"]);
    assert!(built.main("k/a/index.html").contains("<time datetime=\"2026-03-02\">"));
}

#[test]
fn a_translation_has_changes_of_its_own() {
    assert!(!fine("", CHANGED).main("en/k/a/index.html").contains("changes"));
    let own =
        CHANGED.replace("title: A\n", "title: A\nchanges:\n  - {date: 2026-04-01, text: Clearer steps}\n");
    let built = fine("", &own);
    let main = built.main("en/k/a/index.html");
    assert!(main.contains("Clearer steps") && !main.contains("换了截图"), "{main}");
}

#[test]
fn the_newest_day_is_the_one_for_feeds_and_search_engines() {
    let built = fine("", CHANGED);
    let sitemap = built.file("sitemap.xml");
    assert!(sitemap.contains("/k/a/</loc><lastmod>2026-03-02"), "{sitemap}");
    assert!(sitemap.contains("/en/k/a/</loc><lastmod>2026-02-01"), "{sitemap}");
    assert!(built.file("feed.xml").contains("<updated>2026-03-02T"), "{}", built.file("feed.xml"));
    assert!(built.file("en/feed.xml").contains("<updated>2026-02-01T"));
}

#[test]
fn an_entry_without_date_or_text_is_reported() {
    let built = built(
        "",
        "//- content/a.md\n---\ntitle: 甲\nchanges:\n  - {date: 2026-02-30, text: a}\n  - {text: b}\n  - {date: 2026-02-03, txt: c}\n  - d\n---\n",
    );
    insta::assert_snapshot!(built.diagnostics, @r"
    content/a.md:4:12: error[date-invalid]: `2026-02-30` is not a valid date
    content/a.md:5:5: error[value-type]: an entry of `changes` has no `date`
    content/a.md:6:5: error[value-type]: an entry of `changes` has no `text`
    content/a.md:6:24: warning[key-unknown]: unknown key `txt`
    content/a.md:7:5: error[value-type]: expected lines of `key: value`, found `d`
    ");
}

#[test]
fn a_change_of_a_later_day_is_kept_back() {
    let built = fine("", &CHANGED.replace("2026-03-02", "2027-03-02"));
    let main = built.main("k/a/index.html");
    assert!(main.contains("补充了&lt;转账&gt;") && !main.contains("换了截图"), "{main}");
    assert!(!built.file("sitemap.xml").contains("2027"));
}
