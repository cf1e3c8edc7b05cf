//! What is published when and where: drafts and dates, old paths, collisions, and the files that hosts and
//! search engines read.

use wenda::config::BaseUrl;

use crate::browser::{broken_references, elements, page, texts};
use crate::site::{Built, TestSite};

#[track_caller]
fn build(fixture: &str) -> Built {
    let built = TestSite::new(fixture).build();
    assert_eq!(built.diagnostics, "");
    built
}

fn base(url: &str) -> Option<BaseUrl> {
    Some(BaseUrl::parse(url).unwrap())
}

// ---- drafts and dates; the build date of the fixtures is 2026-11-23

/// Whether a document with these lines of front matter is published on that day.
fn is_published(front_matter: &str, day: &str, drafts: bool) -> bool {
    let built = TestSite::new(&format!(
        "//- content/a.md\n---\ntitle: A\n{front_matter}\n---\n//- content/b.md\n# B\n"
    ))
    .options(|options| {
        options.date = day.parse().unwrap();
        options.drafts = drafts;
    })
    .build();
    assert_eq!(built.diagnostics, "");
    built.has("a/index.html")
}

#[test]
fn a_draft_is_published_only_when_asked_for() {
    assert!(!is_published("draft: true", "2026-11-23", false));
    assert!(is_published("draft: true", "2026-11-23", true));
    assert!(is_published("draft: false", "2026-11-23", false));
}

#[test]
fn a_document_is_published_from_its_day_on() {
    assert!(!is_published("publish_at: 2026-11-24", "2026-11-23", false));
    assert!(is_published("publish_at: 2026-11-24", "2026-11-24", false));
    assert!(is_published("publish_at: 2026-11-24", "2026-11-23", true));
}

#[test]
fn a_document_is_gone_from_the_day_it_expires() {
    assert!(is_published("expires: 2026-11-24", "2026-11-23", false));
    assert!(!is_published("expires: 2026-11-24", "2026-11-24", false));
    assert!(is_published("expires: 2026-11-24", "2026-11-25", true));
}

#[test]
fn a_draft_is_in_no_list_feed_or_sitemap() {
    let built = build(
        "//- content/k/a.md\n---\ntitle: 秘密\ndraft: true\nreviewed: 2026-11-01\naliases: [/old/]\n---\n//- content/k/b.md\n# 乙\n",
    );
    for path in built.all_paths().filter(|path| !path.starts_with("_theme/")) {
        assert!(!built.file(path).contains("秘密"), "{path}");
    }
    assert!(!built.has("old/index.html"));
}

#[test]
fn a_published_draft_says_that_it_is_one() {
    let built = TestSite::new("//- content/a.md\n---\ntitle: A\ndraft: true\n---\n")
        .options(|it| it.drafts = true)
        .build();
    assert_eq!(texts(&built, "a/index.html", "notice--draft").len(), 1);
}

#[test]
fn a_folder_of_drafts_has_no_page() {
    let built = build("//- content/k/a.md\n---\ntitle: A\ndraft: true\n---\n//- content/b.md\n# B\n");
    assert!(!built.has("k/index.html"));
}

#[test]
fn a_review_that_is_overdue_is_a_hint_from_the_day_after() {
    let built = |day: &str| {
        TestSite::new("//- content/a.md\n---\ntitle: A\nreviewed: 2026-11-01\nreview_every: 10d\n---\n")
            .options(|options| options.date = day.parse().unwrap())
            .build()
            .diagnostics
    };
    assert_eq!(built("2026-11-11"), "");
    insta::assert_snapshot!(built("2026-11-12"), @"content/a.md:3:11: hint[review-overdue]: this document was due for review by 2026-11-11");
}

#[test]
fn a_review_period_alone_is_never_due() {
    assert_eq!(build("//- content/a.md\n---\ntitle: A\nreview_every: 1d\n---\n").diagnostics, "");
}

// ---- old paths

#[test]
fn an_old_path_leads_to_the_page_in_every_locale() {
    let built = build(
        "//- content/k/a.md\n---\ntitle: 甲\naliases: [/old/a, /b.html]\n---\n//- content/k/a.en.md\n# A\n",
    );
    let refresh = |path: &str| -> String {
        let meta = page(&built, path).into_iter().find(|it| it.get("http-equiv") == Some("refresh")).unwrap();
        meta.get("content").unwrap().to_string()
    };
    assert_eq!(refresh("old/a/index.html"), "0; url=../../k/a/");
    assert_eq!(refresh("en/old/a/index.html"), "0; url=../../k/a/");
    assert_eq!(refresh("b.html"), "0; url=k/a/");
    assert_eq!(texts(&built, "old/a/index.html", "button"), ["甲"]);
    insta::assert_snapshot!(built.file("_redirects"), @r"
    /old/a/ /k/a/ 301
    /en/old/a/ /en/k/a/ 301
    /b.html /k/a/ 301
    /en/b.html /en/k/a/ 301
    ");
}

#[test]
fn a_redirect_is_not_indexed_and_names_the_new_address() {
    let built = build("//- content/a.md\n---\ntitle: A\naliases: [/old/]\n---\n");
    let head = built.head("old/index.html");
    assert!(head.contains("<meta name=\"robots\" content=\"noindex\">"), "{head}");
    assert!(head.contains("<link rel=\"canonical\" href=\"https://example.com/a/\">"), "{head}");
    assert!(!built.file("sitemap.xml").contains("old"));
}

#[test]
fn old_paths_below_a_base_path_carry_it() {
    let built = TestSite::new("//- content/a.md\n---\ntitle: A\naliases: [/old/]\n---\n")
        .options(|options| options.base_url = base("https://example.com/help/"))
        .build();
    assert_eq!(built.file("_redirects"), "/help/old/ /help/a/ 301\n");
}

#[test]
fn an_old_path_with_han_characters_is_encoded() {
    let built =
        build("//- content/a.md\n---\ntitle: A\naliases: [/旧/页, /%E6%97%A7/%E9%A1%B5%E4%BA%8C/]\n---\n");
    assert!(built.has("旧/页/index.html") && built.has("旧/页二/index.html"), "{:?}", built.paths());
    assert!(built.file("_redirects").starts_with("/%E6%97%A7/%E9%A1%B5/ /a/ 301\n"));
}

#[test]
fn an_old_path_that_is_the_pages_own_does_nothing() {
    let built = build("//- content/a.md\n---\ntitle: A\naliases: [/a/, /a]\n---\n");
    assert_eq!(built.file("_redirects"), "");
}

#[test]
fn a_folders_page_may_have_old_paths() {
    let built = build("//- content/k/index.md\n---\ntitle: 栏目\naliases: [/old/]\n---\n");
    assert_eq!(built.file("_redirects"), "/old/ /k/ 301\n");
    assert_eq!(texts(&built, "old/index.html", "button"), ["栏目"]);
}

#[test]
fn a_redirect_to_a_folder_without_a_title_of_its_own_still_has_words_to_click() {
    let built = build(
        "//- content/index.md\n---\naliases: [/start/]\n---\n你好。\n//- content/symptoms/index.md\n---\naliases: [/old/]\n---\n你好。\n",
    );
    assert_eq!(texts(&built, "start/index.html", "button"), ["帮助中心"]);
    assert_eq!(texts(&built, "old/index.html", "button"), ["症状"]);
}

#[test]
fn an_old_path_that_is_no_path_is_refused() {
    for alias in [
        "old",
        "''",
        "/",
        "//",
        "https://a.b/c",
        "/a/../b",
        "/a b",
        "/a?b",
        "/a#b",
        "/*",
        "/a:b",
        "/a//b",
        "/a\\\\b",
        "/./a",
    ] {
        let built = TestSite::new(&format!(
            "//- content/a.md\n---\ntitle: A\naliases: [\"{}\"]\n---\n",
            alias.trim_matches('\'')
        ))
        .build();
        assert!(built.diagnostics.contains("error[alias-invalid]"), "{alias}: {}", built.diagnostics);
    }
}

#[test]
fn an_old_path_where_a_page_is_now_is_refused() {
    let built =
        TestSite::new("//- content/a.md\n---\ntitle: A\naliases: [/b/]\n---\n//- content/b.md\n# B\n")
            .build();
    insta::assert_snapshot!(built.diagnostics, @"content/a.md:3:11: error[output-collision]: two things would be written to `b/index.html`");
}

#[test]
fn two_pages_cannot_have_one_old_path() {
    let built = TestSite::new(
        "//- content/a.md\n---\ntitle: A\naliases: [/old/]\n---\n//- content/b.md\n---\ntitle: B\naliases: [/Old]\n---\n",
    )
    .build();
    insta::assert_snapshot!(built.diagnostics, @"content/b.md:3:11: error[output-collision]: `Old/index.html` and `old/index.html` are the same file on some computers");
}

#[test]
fn old_paths_cannot_lead_in_a_circle() {
    let built = TestSite::new(
        "//- content/a.md\n---\ntitle: A\naliases: [/b/]\n---\n//- content/b.md\n---\ntitle: B\naliases: [/a/]\n---\n",
    )
    .build();
    assert_eq!(built.diagnostics.matches("error[output-collision]").count(), 2, "{}", built.diagnostics);
}

#[test]
fn an_old_path_may_not_shadow_a_file_that_hosts_read() {
    for alias in [
        "/404.html",
        "/sitemap.xml",
        "/robots.txt",
        "/_redirects",
        "/_headers",
        "/feed.xml",
        "/en/feed.xml",
        "/en/404.html",
        "/search/",
        "/index.html",
        "/en/",
    ] {
        let built = TestSite::new(&format!(
            "//- content/a.md\n---\ntitle: A\naliases: [{alias}]\n---\n//- content/a.en.md\n# A\n"
        ))
        .build();
        assert!(
            built.diagnostics.contains("error[output-collision]"),
            "{alias}: {:?} {}",
            built.paths(),
            built.diagnostics
        );
    }
}

// ---- two things at one place

#[test]
fn a_slug_that_is_another_documents_name_is_refused() {
    let built =
        TestSite::new("//- content/a.md\n---\ntitle: A\nslug: b\n---\n//- content/b.md\n# B\n").build();
    insta::assert_snapshot!(built.human, @r"
    error[output-collision]: two things would be written to `b/index.html`
     --> content/b.md:1:1
      |
    1 | # B
      | ^
      |
     ::: content/a.md:3:7
      |
    3 | slug: b
      |       - taken by this one
      |
      = help: change the slug, alias or name of one of them
    ");
}

#[test]
fn slugs_that_differ_by_case_are_refused() {
    let built = TestSite::new(
        "//- content/a.md\n---\ntitle: A\nslug: X\n---\n//- content/b.md\n---\ntitle: B\nslug: x\n---\n",
    )
    .build();
    insta::assert_snapshot!(built.diagnostics, @"content/b.md:3:7: error[output-collision]: `x/index.html` and `X/index.html` are the same file on some computers");
}

#[test]
fn a_file_where_a_page_goes_is_refused() {
    let built = TestSite::new("//- content/a.md\n# A\n//- content/a/index.html\nx\n").build();
    let expected =
        "content/a/index.html:1:1: error[output-collision]: two things would be written to `a/index.html`";
    assert!(built.diagnostics.lines().any(|line| line == expected), "{}", built.diagnostics);
}

#[test]
fn a_file_where_a_page_needs_a_folder_is_refused() {
    for fixture in [
        "//- content/form.pdf.md\n# A\n//- content/form.pdf\nx\n",
        "//- content/robots.txt.md\n# A\n",
        "//- content/404.html.md\n# A\n",
        "//- content/a.md\n---\ntitle: A\nslug: sitemap.xml\n---\n",
        "//- content/a.md\n---\ntitle: A\naliases: [/x.html, /x.html/y/]\n---\n",
    ] {
        let built = TestSite::new(fixture).build();
        assert!(
            built.diagnostics.contains("one needs a folder where the other is a file"),
            "{fixture}: {}",
            built.diagnostics
        );
    }
}

#[test]
fn a_file_of_a_name_that_wenda_writes_itself_is_refused() {
    for name in [
        "404.html",
        "sitemap.xml",
        "feed.xml",
        "en/feed.xml",
        "opensearch.xml",
        "en/opensearch.xml",
        "en/404.html",
        "search/index.html",
        "Robots.txt",
        "index.html",
    ] {
        let built = TestSite::new(&format!(
            "//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n//- content/{name}\nx\n"
        ))
        .build();
        assert!(built.diagnostics.contains("error[output-collision]"), "{name}: {}", built.diagnostics);
    }
}

#[test]
fn a_folder_of_the_name_of_a_locale_is_refused_where_it_collides() {
    let built =
        TestSite::new("//- content/en/a.md\n# 甲\n//- content/a.en.md\n# A\n//- content/a.md\n# 甲\n")
            .build();
    assert!(built.diagnostics.contains("error[output-collision]"), "{}", built.diagnostics);
}

#[test]
fn a_slug_that_is_no_segment_is_refused_and_one_that_works_is_named() {
    for slug in ["a b", "a/b", "a?b", "..", ".a", "a.", "a%20b", "a#b", "*"] {
        let built = TestSite::new(&format!("//- content/a.md\n---\ntitle: A\nslug: '{slug}'\n---\n")).build();
        assert!(
            built.diagnostics.contains("content/a.md:3:7: error[slug-invalid]"),
            "{slug}: {}",
            built.diagnostics
        );
    }
    let built = TestSite::new("//- content/a.md\n---\ntitle: A\nslug: Check Network!\n---\n").build();
    assert!(built.human.contains("for example `check-network`"), "{}", built.human);
}

#[test]
fn paths_that_no_disk_takes_are_reported_and_never_written() {
    let long = "a".repeat(300);
    let deep = "abcdefghi/".repeat(110);
    for fixture in [
        format!("//- content/a.md\n---\ntitle: A\naliases: [/{long}/]\n---\n"),
        format!("//- content/{long}/index.md\n# A\n"),
        format!("//- content/{deep}index.md\n# A\n"),
        format!("//- content/{deep}a.md\n# A\n"),
        format!("//- content/{deep}a.png\nx\n"),
    ] {
        let built = TestSite::new(&fixture).build();
        assert!(built.diagnostics.contains("error[path-invalid]"), "{}", built.diagnostics);
    }
}

#[test]
fn a_problem_that_forbids_writing_cannot_be_switched_off() {
    for (code, fixture) in [
        (
            "output-collision",
            "//- content/a.md\n---\ntitle: A\nslug: b\n---\n//- content/b.md\n# B\n".to_string(),
        ),
        ("path-invalid", format!("//- content/a.md\n---\ntitle: A\naliases: [/{}/]\n---\n", "a".repeat(300))),
    ] {
        for severity in ["off", "hint", "warning"] {
            let built = TestSite::new(&format!(
                "//- content/site.yaml\ndiagnostics: {{{code}: {severity}}}\n{fixture}"
            ))
            .build();
            assert!(built.failed, "{code}: {severity}");
        }
    }
}

// ---- files for search engines and hosts

#[test]
fn the_sitemap_is_xml_with_absolute_addresses_and_the_day_of_the_last_review() {
    let built = build("//- content/k/a&b.md\n---\ntitle: A\nreviewed: 2026-11-01\n---\n");
    insta::assert_snapshot!(built.file("sitemap.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
    <url><loc>https://example.com/</loc></url>
    <url><loc>https://example.com/k/</loc></url>
    <url><loc>https://example.com/k/a%26b/</loc><lastmod>2026-11-01</lastmod></url>
    </urlset>
    "#);
    roxmltree::Document::parse(&built.file("sitemap.xml")).unwrap();
}

#[test]
fn the_feed_is_xml_with_the_newest_first() {
    let built = build(
        "//- content/site.yaml\ntitle: 甲 & 乙\n//- content/a.md\n---\ntitle: 旧 <b>\nsummary: '1 < 2 & \"3\"'\nreviewed: 2026-01-01\n---\n//- content/b.md\n---\ntitle: 新\npublish_at: 2026-02-02\n---\n//- content/c.md\n# 没有日期\n",
    );
    insta::assert_snapshot!(built.file("feed.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
    <title>甲 &amp; 乙</title>
    <id>https://example.com/</id>
    <link rel="self" type="application/atom+xml" href="https://example.com/feed.xml"/>
    <link rel="alternate" type="text/html" href="https://example.com/"/>
    <updated>2026-02-02T00:00:00Z</updated>
    <author><name>甲 &amp; 乙</name></author>
    <entry><title>新</title><id>https://example.com/b/</id><link rel="alternate" type="text/html" href="https://example.com/b/"/><link rel="alternate" type="text/markdown" href="https://example.com/b/index.md"/><published>2026-02-02T00:00:00Z</published><updated>2026-02-02T00:00:00Z</updated></entry>
    <entry><title>旧 &lt;b&gt;</title><id>https://example.com/a/</id><link rel="alternate" type="text/html" href="https://example.com/a/"/><link rel="alternate" type="text/markdown" href="https://example.com/a/index.md"/><updated>2026-01-01T00:00:00Z</updated><summary>1 &lt; 2 &amp; &quot;3&quot;</summary></entry>
    </feed>
    "#);
    roxmltree::Document::parse(&built.file("feed.xml")).unwrap();
}

#[test]
fn the_feed_stays_xml_whatever_a_title_holds() {
    let built = TestSite::new("//- content/a.md\n---\ntitle: \"]]> \\x01 \\u0000 & </title> \\uFFFE\"\nreviewed: 2026-01-01\nsummary: \"<![CDATA[\"\n---\n").build();
    if !built.failed {
        roxmltree::Document::parse(&built.file("feed.xml")).unwrap();
    }
}

#[test]
fn each_locale_has_a_feed() {
    let built =
        build("//- content/a.md\n---\ntitle: 甲\nreviewed: 2026-01-01\n---\n//- content/a.en.md\n# A\n");
    let feed = built.file("en/feed.xml");
    assert!(
        feed.contains("xml:lang=\"en\"") && feed.contains("<id>https://example.com/en/a/</id>"),
        "{feed}"
    );
    assert!(built.head("en/a/index.html").contains("type=\"application/atom+xml\" href=\"../feed.xml\""));
}

#[test]
fn robots_may_read_everything_and_find_the_sitemap() {
    let built = TestSite::new("//- content/a.md\n# A\n")
        .options(|it| it.base_url = base("https://example.com/help/"))
        .build();
    insta::assert_snapshot!(built.file("robots.txt"), @r"
    User-agent: *
    Allow: /

    Sitemap: https://example.com/help/sitemap.xml
    ");
}

#[test]
fn own_files_for_hosts_take_the_place_of_ours() {
    for name in ["robots.txt", "_headers", ".nojekyll", "llms.txt"] {
        let built = build(&format!("//- content/a.md\n# A\n//- content/{name}\nmine\n"));
        assert_eq!(built.file(name), "mine\n");
    }
}

#[test]
fn own_redirects_are_refused_as_they_would_be_lost() {
    let built = TestSite::new("//- content/a.md\n# A\n//- content/_redirects\n/x /a 301\n").build();
    assert!(
        built.diagnostics.contains("content/_redirects:1:1: error[output-collision]"),
        "{}",
        built.diagnostics
    );
}

#[test]
fn headers_carry_the_policy_and_keep_the_theme_for_ever() {
    let built = TestSite::new("//- content/a.md\n# A\n")
        .options(|it| it.base_url = base("https://example.com/help/"))
        .build();
    let headers = built.file("_headers");
    assert!(
        headers.starts_with("/help/*\n  Content-Security-Policy: default-src 'none'; script-src 'self';"),
        "{headers}"
    );
    assert!(
        headers.contains("\n/help/_theme/*\n  Cache-Control: public, max-age=31536000, immutable\n"),
        "{headers}"
    );
    assert!(!headers.contains("unsafe"), "{headers}");
}

#[test]
fn the_policy_in_the_page_is_the_one_in_the_header() {
    let built = build("//- content/a.md\n# A\n");
    let meta = page(&built, "a/index.html")
        .into_iter()
        .find(|it| it.get("http-equiv") == Some("content-security-policy"))
        .unwrap();
    let headers = built.file("_headers");
    for directive in meta.get("content").unwrap().split("; ") {
        assert!(headers.contains(directive), "{directive}");
    }
}

#[test]
fn github_pages_is_told_to_leave_the_files_alone() {
    assert_eq!(build("//- content/a.md\n# A\n").file(".nojekyll"), "");
}

#[test]
fn the_page_for_unknown_addresses_works_at_any_depth() {
    for (url, prefix) in [("https://example.com/", "/"), ("https://example.com/help/", "/help/")] {
        let built = TestSite::new("//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n")
            .options(|it| it.base_url = base(url))
            .build();
        for path in ["404.html", "en/404.html"] {
            for element in page(&built, path) {
                for name in ["href", "src", "action"] {
                    let Some(value) = element.get(name).filter(|it| !it.starts_with('#')) else { continue };
                    assert!(value.starts_with(prefix), "{path}: {name}={value}");
                }
            }
        }
        assert_eq!(broken_references(&built, &BaseUrl::parse(url).unwrap()), [""; 0]);
    }
}

#[test]
fn the_page_for_unknown_addresses_speaks_every_language_at_the_root_and_one_below_a_locale() {
    let built = build("//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n");
    assert_eq!(texts(&built, "404.html", "missing__title"), ["没有找到这个页面", "Page not found"]);
    assert_eq!(texts(&built, "en/404.html", "missing__title"), ["Page not found"]);
    let languages: Vec<String> = page(&built, "404.html")
        .iter()
        .filter(|it| it.has_class("missing__variant"))
        .map(|it| it.get("lang").unwrap().to_string())
        .collect();
    assert_eq!(languages, ["zh-CN", "en"]);
    assert!(built.head("404.html").contains("noindex"));
}

#[test]
fn without_a_base_url_nothing_claims_to_know_the_address() {
    let built = TestSite::new("//- content/site.yaml\ntitle: 站\n//- content/a.md\n---\ntitle: 甲\naliases: [/old/]\n---\n//- content/a.en.md\n# A\n")
        .options(|options| options.base_url = None)
        .build();
    insta::assert_snapshot!(built.diagnostics, @"content/site.yaml:1:1: hint[base-url-missing]: base_url is not set: no sitemap.xml, feed, canonical or hreflang will be written");
    for file in ["sitemap.xml", "feed.xml", "en/feed.xml", "opensearch.xml", "en/opensearch.xml"] {
        assert!(!built.has(file), "{file}");
    }
    for (path, html) in built.all_paths().filter(|it| it.ends_with(".html")).map(|it| (it, built.file(it))) {
        for element in elements(&html) {
            // The Markdown of a page lies beside it, wherever that is.
            let names_address = matches!(element.get("rel"), Some("canonical" | "alternate" | "search"))
                && element.get("type") != Some("text/markdown");
            assert!(element.name != "link" || !names_address, "{path}");
            assert!(element.get("type") != Some("application/ld+json"), "{path}");
        }
    }
    assert!(!built.file("robots.txt").contains("Sitemap"));
    assert_eq!(built.file("_redirects"), "/old/ /a/ 301\n/en/old/ /en/a/ 301\n");
    assert_eq!(broken_references(&built, &BaseUrl::parse("https://any.example/").unwrap()), [""; 0]);
}

#[test]
fn the_base_url_of_the_command_line_replaces_the_one_of_the_site() {
    let site =
        TestSite::new("//- content/site.yaml\nbase_url: https://one.example/\n//- content/a.md\n# A\n");
    assert!(site.build().file("sitemap.xml").contains("https://example.com/a/"));
    let own = site.options(|options| options.base_url = None).build();
    assert!(own.file("sitemap.xml").contains("https://one.example/a/"));
}

#[test]
fn a_warning_is_an_error_when_strict() {
    let site = TestSite::new("//- content/a.en.md\n# A\n");
    assert!(!site.build().failed);
    assert!(site.options(|options| options.strict = true).build().failed);
}

#[test]
fn nothing_is_rendered_when_something_is_wrong() {
    let built = TestSite::new("//- content/a.md\n# A\n\n[x](nowhere.md)\n").build();
    assert!(built.failed && built.paths().is_empty());
}

#[test]
fn an_old_address_of_one_language_leads_into_that_language() {
    let built = TestSite::new(
        "//- content/a.md\n---\ntitle: 甲\naliases: [/en/legacy/]\n---\n//- content/a.en.md\n# A\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(built.file("_redirects"), "/en/legacy/ /en/a/ 301\n");
}
