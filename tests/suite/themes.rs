//! Themes: what a site may replace, what is said when a theme is broken, and what every page owes its readers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::browser::{Element, pages, texts};
use crate::site::{Built, TestSite};

/// A site with a theme of its own: `theme` is what follows `//- themes/own/`.
fn themed(theme: &str) -> Built {
    TestSite::new(&format!(
        "//- content/site.yaml\ntheme: own\nlocales: [zh-CN, en]\n//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n//- themes/own/{theme}"
    ))
    .build()
}

#[track_caller]
fn fine(theme: &str) -> Built {
    let built = themed(theme);
    assert_eq!(built.diagnostics, "");
    built
}

fn asset(built: &Built, end: &str) -> String {
    built.file(built.all_paths().find(|path| path.ends_with(end)).unwrap())
}

fn style(built: &Built) -> String {
    asset(built, "/css/main.css")
}

#[test]
fn a_site_may_replace_one_template() {
    let built = fine("templates/partials/footer.html\n<footer>我的页脚 {{ site.title }}</footer>\n");
    assert!(built.file("a/index.html").contains("<footer>我的页脚 帮助中心</footer>"));
    assert_eq!(texts(&built, "a/index.html", "title"), ["甲"], "the rest is as before");
}

#[test]
fn a_template_may_fill_a_block_of_the_base() {
    let built = fine(
        "templates/404.html\n{% extends \"base.html\" %}{% block head %}<meta name=\"x\" content=\"y\">{% endblock head %}{% block main %}<h1>没有</h1>{% endblock main %}\n",
    );
    assert!(built.head("404.html").contains("<meta name=\"x\" content=\"y\">"));
    assert!(built.main("404.html").contains("<h1>没有</h1>"));
}

#[test]
fn the_default_theme_can_be_changed_in_place() {
    let built = TestSite::new(
        "//- content/a.md\n# 甲\n//- themes/default/templates/partials/footer.html\n<footer>改了</footer>\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    assert!(built.file("a/index.html").contains("<footer>改了</footer>"));
}

#[test]
fn text_from_the_site_is_escaped_in_every_template() {
    let built = TestSite::new(
        "//- content/site.yaml\ntitle: <script>alert(1)</script>\ndescription: \"\\\"><img src=x>\"\n//- content/a.md\n---\ntitle: '<img src=x onerror=y>'\nsummary: '\"><script>z</script>'\nkeywords: ['\"><b>']\nowner: '<b>'\naliases: [/old/]\n---\n",
    )
    .build();
    assert_eq!(built.diagnostics, "");
    for (path, elements) in pages(&built) {
        for element in elements {
            assert!(element.get("onerror").is_none() && element.get("src") != Some("x"), "{path}");
            assert!(element.name != "b", "{path}");
            assert!(element.name != "script" || element.get("src").is_some() || is_data(&element), "{path}");
        }
    }
}

#[test]
fn a_site_may_replace_the_words_of_a_locale_key_by_key() {
    let built = themed("strings/en.yaml\nnav.skip: \"Jump\"\n");
    assert_eq!(texts(&built, "en/a/index.html", "skip-link"), ["Jump"]);
    assert_eq!(texts(&built, "a/index.html", "skip-link"), ["跳到正文"]);
}

#[test]
fn a_site_may_replace_one_style_sheet() {
    let built = fine("assets/css/print.css\n@media print { main { color: black } }\n");
    assert!(style(&built).contains("main{color:black}"));
    assert!(style(&built).contains("@layer"));
}

#[test]
fn a_theme_names_only_the_style_sheets_and_scripts_that_differ() {
    let built = fine(
        "theme.yaml\nname: own\nstyles: {main: [assets/css/a.css], extra: [assets/css/a.css]}\n//- themes/own/assets/css/a.css\nmain { color: black }\n",
    );
    assert_eq!(asset(&built, "/css/main.css"), "main{color:black}\n");
    assert_eq!(asset(&built, "/css/extra.css"), "main{color:black}\n");
    assert!(asset(&built, "/js/main.js").contains("wenda-color-scheme"));
    // What `default` joins is in nothing now, and nobody asked for it as it is.
    let astray: Vec<&str> = built.all_paths().filter(|path| path.ends_with("/prose.css")).collect();
    assert_eq!(astray, [""; 0]);
}

#[test]
fn two_words_that_scripts_would_take_for_one_are_reported() {
    let built = themed("theme.yaml\nname: own\nwords: [search.all, home.all]\n");
    assert!(
        built.diagnostics.contains("themes/own/theme.yaml:2:21: error[value-invalid]: scripts know both `search.all` and `home.all` as `all`"),
        "{}",
        built.diagnostics
    );
}

const OWN_SEARCH: &str = "theme.yaml
name: own
version: 1.0.0
scripts: {main: [assets/js/a.js]}
modules: {search: [assets/js/x.js, assets/js/y.js]}
//- themes/own/assets/js/a.js
// Starts.
(() => {
  start(); // now
})();
//- themes/own/assets/js/x.js
// Engine.

/** Opens. */
export function open() {}
//- themes/own/assets/js/y.js
import { open } from \"./x.js\";

/**
 * @type {number}
 */
export const one = 1;
open();
";

#[test]
fn the_modules_of_the_search_become_one_script_and_are_not_published_themselves() {
    let built = fine(OWN_SEARCH);
    assert_eq!(asset(&built, "/js/main.js"), "(()=>{\nstart(); // now\n})();\n");
    assert_eq!(
        asset(&built, "/js/search.js"),
        "(() => {\"use strict\";function open(){}\nlet one=1;open()})();"
    );
    assert!(!built.all_paths().any(|path| path.ends_with("js/x.js") || path.ends_with("js/y.js")));
}

#[test]
fn a_module_of_the_search_that_is_missing_is_placed_in_theme_yaml() {
    let built = themed("theme.yaml\nname: own\nmodules: {search: [assets/js/search/engin.js]}\n");
    assert_eq!(
        built.diagnostics.lines().next(),
        Some(
            "themes/own/theme.yaml:2:20: error[asset-missing]: the theme has no file `assets/js/search/engin.js`"
        )
    );
}

#[test]
fn a_theme_may_replace_one_module_of_the_search() {
    let built = fine("assets/js/search/analysis.js\nexport const longestWord = 1;\n");
    let script = asset(&built, "/js/search.js");
    assert!(script.starts_with("(() => {\"use strict\";let longestWord=1;let format=1;"), "{script}");
    assert!(script.contains("wenda:search"), "the rest is as before");
}

/// The modules share one scope: the second of two functions of one name would take the place of the first in silence.
#[test]
fn no_two_modules_of_the_search_declare_the_same_name() {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(theme_folder().join("assets/js/search")).unwrap() {
        for line in fs::read_to_string(entry.unwrap().path()).unwrap().lines() {
            let line = line.strip_prefix("export ").unwrap_or(line);
            let line = line.strip_prefix("async ").unwrap_or(line);
            let words: Vec<&str> = line.split(|it: char| !it.is_alphanumeric() && it != '_').collect();
            if let ["const" | "let" | "class" | "function", name, ..] = words[..] {
                assert!(names.insert(name.to_string()), "{name} is declared twice");
            }
        }
    }
    assert!(names.contains("openIndex"), "{names:?}");
}

#[test]
fn a_theme_may_bring_files_of_its_own() {
    let built =
        fine("assets/icons/favicon.svg\n<svg id=\"mine\"/>\n//- themes/own/assets/img/logo.svg\n<svg/>\n");
    let find = |end: &str| built.all_paths().find(|path| path.ends_with(end)).unwrap().to_string();
    assert_eq!(built.file(&find("icons/favicon.svg")), "<svg id=\"mine\"/>\n");
    assert!(built.has(&find("img/logo.svg")));
}

#[test]
fn the_address_of_the_assets_changes_with_their_content_only() {
    let folder = |built: &Built| {
        built
            .all_paths()
            .find(|it| it.ends_with("css/main.css"))
            .unwrap()
            .split('/')
            .nth(1)
            .unwrap()
            .to_string()
    };
    let plain = TestSite::new("//- content/a.md\n# 甲\n").build();
    let other = TestSite::new("//- content/b.md\n# 乙\n").build();
    assert_eq!(folder(&plain), folder(&other));
    assert_ne!(folder(&plain), folder(&fine("assets/css/print.css\nmain {}\n")));
}

#[test]
fn an_unknown_theme_is_placed_and_the_nearest_is_named() {
    let built = TestSite::new(
        "//- content/site.yaml\ntheme: ownn\n//- content/a.md\n# 甲\n//- themes/own/x.txt\nx\n",
    )
    .build();
    insta::assert_snapshot!(built.human, @r"
    error[theme-missing]: there is no theme `ownn`
     --> content/site.yaml:1:8
      |
    1 | theme: ownn
      |        ^^^^
      |
      = help: did you mean `own`?
      = help: create `themes/ownn/`, or use `default`
    ");
}

#[test]
fn a_theme_cannot_be_a_path() {
    for name in ["../content", "''", "own/templates", "/", ".", "'*'"] {
        let built = TestSite::new(&format!("//- content/site.yaml\ntheme: {name}\n//- content/a.md\n# 甲\n//- themes/own/templates/a.html\nx\n")).build();
        assert!(built.diagnostics.contains("error[theme-missing]"), "{name}: {}", built.diagnostics);
    }
}

#[test]
fn a_mistake_in_a_template_is_placed_in_the_template() {
    let built = themed("templates/partials/footer.html\n<footer>\n{{ site.title | nofilter }}\n</footer>\n");
    insta::assert_snapshot!(built.diagnostics, @"themes/own/templates/partials/footer.html:2:17: error[template-error]: there is no filter `nofilter`");
    let built = themed("templates/partials/footer.html\n<footer>\n  {% if site.title %}\n</footer>\n");
    insta::assert_snapshot!(built.diagnostics, @"themes/own/templates/partials/footer.html:2:3: error[template-error]: `{% if site.title %}` is never closed: `{% endif %}` is missing");
}

#[test]
fn a_field_that_does_not_exist_is_placed_and_the_page_is_named() {
    let built = themed(
        "templates/document.html\n{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ document.titel }}</h1>\n{% endblock main %}\n",
    );
    insta::assert_snapshot!(built.human, @r"
    error[template-error]: `document` has no field `titel`
     --> themes/own/templates/document.html:3:17
      |
    3 | <h1>{{ document.titel }}</h1>
      |                 ^^^^^
      |
      = help: did you mean `title`?
      = help: docs/themes.md lists the fields
      = help: found while the page `/a/` was made
    ");
    assert!(built.failed);
}

#[test]
fn a_field_that_does_not_exist_in_a_partial_is_placed_there() {
    let built = themed("templates/partials/brand.html\n<p>\n{{ site.nothing.at.all }}</p>\n");
    assert!(
        built.diagnostics.lines().all(|line| line.starts_with("themes/own/templates/partials/brand.html:2:")),
        "{}",
        built.diagnostics
    );
    assert!(built.failed);
}

#[test]
fn a_template_that_includes_a_missing_one_is_reported() {
    let built = themed("templates/partials/brand.html\n{% include \"partials/nowhere.html\" %}\n");
    assert!(
        built.failed
            && built.diagnostics.contains("error[template-error]")
            && built.diagnostics.contains("nowhere"),
        "{}",
        built.diagnostics
    );
}

#[test]
fn a_listed_file_that_is_missing_is_placed_in_theme_yaml() {
    let built = themed(
        "theme.yaml\nname: own\nversion: 1.0.0\nstyles:\n  main:\n    - assets/css/token.css\nscripts: {main: []}\n",
    );
    insta::assert_snapshot!(built.human, @r"
    error[asset-missing]: the theme has no file `assets/css/token.css`
     --> themes/own/theme.yaml:5:7
      |
    5 |     - assets/css/token.css
      |       ^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `assets/css/tokens.css`?
    ");
}

#[test]
fn an_unknown_key_in_theme_yaml_is_reported() {
    let built = themed("theme.yaml\nname: own\nstyle: []\n");
    assert!(
        built.diagnostics.contains("themes/own/theme.yaml:2:1: warning[key-unknown]"),
        "{}",
        built.diagnostics
    );
}

#[test]
fn broken_strings_are_reported_with_their_place() {
    let built = themed("strings/en.yaml\nnav.skip: [a]\n");
    assert!(built.diagnostics.contains("themes/own/strings/en.yaml:1:"), "{}", built.diagnostics);
}

#[test]
fn odd_themes_do_not_make_the_build_panic() {
    for theme in [
        "templates/home.html\n",
        "templates/base.html\n{% extends \"base.html\" %}\n",
        "templates/home.html\n{% extends \"404.html\" %}{% block main %}{{ super() }}{% endblock main %}\n",
        "templates/home.html\n{{ strings[\"nowhere\"] }}\n",
        "templates/home.html\n{{ 1 / 0 }}\n",
        "templates/home.html\n{% for x in page %}{{ x }}{% endfor %}\n",
        "templates/home.html\n{{ site.title | fill(x=1) }}\n",
        "templates/home.html\n{{ site.locales | fill }}\n",
        "templates/partials/footer.html\n{% include \"partials/footer.html\" %}\n",
        "theme.yaml\n",
        "theme.yaml\n5\n",
        "theme.yaml\nstyles: {a: b}\nscripts: 5\n",
        "theme.yaml\nstyles: {main: {a: b}, \"../x\": [], \"\": []}\nscripts: [a]\n",
        "strings/en.yaml\n",
        "strings/en.yaml\n- a\n",
        "strings/xx-yy-zz.yaml\na: b\n",
        "strings/en.yaml\ndate.months: \"\"\ndate.format: \"{{{\"\n",
        "assets/\nx\n",
        "assets/css/main.css\nbody {}\n",
        "assets/js/main.js\n1\n",
        "assets/js/search.js\n1\n",
        "theme.yaml\nmodules: {search: b}\n",
    ] {
        themed(theme);
    }
}

// ---- what every page owes its readers

const EVERY_KIND: &str = "//- content/site.yaml
locales: [zh-CN, en]
//- content/index.md
你好。
//- content/symptoms/index.md
# 症状
//- content/symptoms/a.md
---
title: 甲
aliases: [/old/]
relations: {causes: [causes/c]}
---
| 左 | 右 |
|:---|--:|
| 1 | 2 |

- [ ] 做
- [x] 好

> [!TIP]
> 提示[^1]。

```js
let a = 1;
```

[^1]: 注。

## 一节

### 小节
//- content/symptoms/a.en.md
---
title: A
---
## One

### Two
//- content/causes/c.md
# 丙
//- content/guide/only.en.md
# Only
";

/// A script that no browser runs.
fn is_data(element: &Element) -> bool {
    matches!(element.get("type"), Some("application/json" | "application/ld+json"))
}

fn every_kind() -> Built {
    let built = TestSite::new(EVERY_KIND).build();
    assert!(!built.failed, "{}", built.diagnostics);
    built
}

#[test]
fn no_page_has_inline_script_or_style() {
    for (path, elements) in pages(&every_kind()) {
        for element in elements {
            assert!(element.name != "style", "{path}");
            let runs = element.name == "script" && !is_data(&element);
            assert!(!runs || element.get("src").is_some(), "{path}");
            for name in element.attribute_names() {
                assert!(name != "style" && !name.starts_with("on"), "{path}: {name} on {}", element.name);
            }
            assert!(!element.get("href").unwrap_or_default().starts_with("javascript:"), "{path}");
        }
    }
}

#[test]
fn no_page_asks_a_third_party_for_anything() {
    for (path, elements) in pages(&every_kind()) {
        for element in
            elements.iter().filter(|it| ["script", "img", "link", "iframe"].contains(&it.name.as_str()))
        {
            let fetched = element.name != "link"
                || matches!(element.get("rel"), Some("stylesheet" | "icon" | "preload"));
            let url = element.get("src").or(element.get("href")).unwrap_or_default();
            assert!(!fetched || !url.contains("//"), "{path}: {url}");
        }
    }
}

#[test]
fn every_page_has_one_h1_a_title_a_language_and_a_direction() {
    for (path, elements) in pages(&every_kind()) {
        let count = |name: &str| elements.iter().filter(|it| it.name == name && !it.text.is_empty()).count();
        assert_eq!(count("h1"), 1, "{path}");
        assert_eq!(count("title"), 1, "{path}");
        assert_eq!(elements.iter().filter(|it| it.name == "main").count(), 1, "{path}");
        let html = elements.iter().find(|it| it.name == "html").unwrap();
        let expected = if path.starts_with("en/") { "en" } else { "zh-CN" };
        assert_eq!((html.get("lang"), html.get("dir")), (Some(expected), Some("ltr")), "{path}");
    }
}

#[test]
fn ids_are_unique_and_labels_lead_to_something() {
    for (path, elements) in pages(&every_kind()) {
        let mut ids = BTreeSet::new();
        for id in elements.iter().filter_map(|it| it.get("id")) {
            assert!(ids.insert(id), "{path}: {id} twice");
        }
        for element in &elements {
            for name in ["for", "aria-labelledby", "aria-describedby", "aria-controls"] {
                for id in element.get(name).unwrap_or_default().split_whitespace() {
                    assert!(ids.contains(id), "{path}: {name}={id}");
                }
            }
        }
    }
}

#[test]
fn every_link_and_button_has_a_name() {
    for (path, elements) in pages(&every_kind()) {
        for element in
            elements.iter().filter(|it| it.name == "button" || (it.name == "a" && it.get("href").is_some()))
        {
            assert!(
                !element.text.is_empty() || element.get("aria-label").is_some(),
                "{path}: {:?}",
                element.get("href")
            );
        }
    }
}

#[test]
fn no_page_shows_the_key_of_a_string() {
    let keys = keys_of("zh-CN");
    for (path, elements) in pages(&every_kind()) {
        let text = &elements.iter().find(|it| it.name == "body").unwrap().text;
        for key in &keys {
            assert!(!text.contains(key.as_str()), "{path}: {key}");
        }
    }
}

// ---- strings

fn theme_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default")
}

fn lines_of(locale: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(theme_folder().join(format!("strings/{locale}.yaml"))).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
        .map(|(key, text)| (key.to_string(), text.trim().to_string()))
        .collect()
}

fn keys_of(locale: &str) -> Vec<String> {
    lines_of(locale).into_iter().map(|(key, _)| key).collect()
}

#[test]
fn both_languages_have_the_same_strings() {
    let (en, zh): (BTreeSet<_>, BTreeSet<_>) =
        (keys_of("en").into_iter().collect(), keys_of("zh-CN").into_iter().collect());
    assert_eq!(en.difference(&zh).collect::<Vec<_>>(), [""; 0], "missing in zh-CN.yaml");
    assert_eq!(zh.difference(&en).collect::<Vec<_>>(), [""; 0], "missing in en.yaml");
}

#[test]
fn both_languages_fill_in_the_same_names() {
    let names = |text: &str| -> BTreeSet<String> {
        text.split('{')
            .skip(1)
            .filter_map(|it| it.split_once('}'))
            .map(|(name, _)| name.to_string())
            .collect()
    };
    let zh: std::collections::BTreeMap<_, _> = lines_of("zh-CN").into_iter().collect();
    for (key, text) in lines_of("en").into_iter().filter(|(key, _)| key != "date.format") {
        assert_eq!(names(&text), names(&zh[&key]), "{key}");
    }
}

#[test]
fn each_english_string_is_explained() {
    let text = fs::read_to_string(theme_folder().join("strings/en.yaml")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in
        lines.iter().enumerate().filter(|(_, line)| !line.starts_with('#') && line.contains(':'))
    {
        assert!(at > 0 && lines[at - 1].starts_with('#'), "{line}");
    }
}

/// All text below a folder.
fn text_below(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            text_below(&entry, text);
        } else if let Ok(content) = fs::read_to_string(&entry) {
            text.push_str(&content);
        }
    }
}

#[test]
fn no_string_is_dead() {
    let mut text = String::new();
    text_below(&theme_folder().join("templates"), &mut text);
    text_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    text.push_str(&fs::read_to_string(theme_folder().join("theme.yaml")).unwrap());
    // The source makes this one key from the kind of alert.
    let is_used = |key: &str| {
        text.contains(&format!("\"{key}\""))
            || (key.starts_with("alert.") && text.contains("\"alert.{name}\""))
    };
    let dead: Vec<String> = keys_of("en").into_iter().filter(|key| !is_used(key)).collect();
    assert_eq!(dead, [""; 0]);
}

#[test]
fn no_template_uses_a_string_that_does_not_exist() {
    let mut text = String::new();
    text_below(&theme_folder().join("templates"), &mut text);
    let keys = keys_of("en");
    for used in text.split("strings[\"").skip(1).filter_map(|it| it.split('"').next()) {
        assert!(keys.iter().any(|key| key == used), "{used}");
    }
}

#[test]
fn a_value_that_looks_like_a_placeholder_is_not_filled() {
    let built =
        TestSite::new("//- content/site.yaml\ntitle: 站\n//- content/a.md\n---\ntitle: 怎样用 {site}\n---\n")
            .build();
    assert!(built.head("a/index.html").contains("<title>怎样用 {site} · 站</title>"));
}

#[test]
fn a_line_with_nothing_but_a_tag_leaves_no_empty_line() {
    let built = fine(
        "templates/partials/footer.html\n{# Reads: nothing. #}\n{% if site.title %}\n<pre>\n\n{{ site.title }}</pre>\n{% endif %}\n<i>{% if page.title %}\n</i>{% endif %}\n",
    );
    let page = built.file("a/index.html");
    let footer = page.split("</aside>\n").last().unwrap();
    // Indentation may be meant.
    let indented = fine(
        "templates/partials/footer.html\n<pre>\n{% if site.title %}\n  甲\n{% endif %}\n</pre>\n{% if false %}\n{% raw %}\n{% if a %}\n{% endraw %}{% endif %}",
    );
    assert!(indented.file("a/index.html").contains("<pre>\n\n  甲\n"), "{}", indented.file("a/index.html"));
    assert!(footer.starts_with("<pre>\n\n帮助中心</pre>\n<i>\n</i>\n<"), "{footer}");
}

// ---- the second theme of the repository, which shows how

/// The files of `themes/ink` and a document, as a site that uses it has them.
fn ink() -> Built {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/ink");
    let files: String =
        ["assets/css/colours.css", "strings/zh-CN.yaml", "templates/partials/footer.html", "theme.yaml"]
            .map(|path| {
                let text = fs::read_to_string(format!("{root}/{path}")).unwrap();
                format!("//- themes/ink/{path}\n{text}")
            })
            .concat();
    let site = "//- content/site.yaml\ntheme: ink\nlocales: [zh-CN, en]\n//- content/a.md\n# 甲\n//- content/a.en.md\n# A\n";
    TestSite::new(&format!("{site}{files}")).build()
}

#[test]
fn a_small_theme_changes_colours_footer_and_a_word_and_nothing_else() {
    let built = ink();
    assert_eq!(built.diagnostics, "");
    assert!(style(&built).contains("--accent:light-dark(#26418f,#9db6f5)"));
    assert_eq!(texts(&built, "a/index.html", "footer"), ["帮助中心 · 更新订阅（Feed）"]);
    assert_eq!(texts(&built, "a/index.html", "help__title"), ["还是没弄明白？"]);
    assert_eq!(texts(&built, "en/a/index.html", "help__title"), ["Still stuck?"]);
    assert_eq!(texts(&built, "a/index.html", "skip-link"), ["跳到正文"]);
}

#[test]
fn its_tokens_are_tokens_of_the_default_theme() {
    let names = |path: &str| -> BTreeSet<String> {
        let path = format!("{}/themes/{path}", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap();
        let declared = text.split([' ', '{']).filter_map(|word| word.strip_prefix("--")?.strip_suffix(':'));
        declared.map(str::to_string).collect()
    };
    let (own, known) = (names("ink/assets/css/colours.css"), names("default/assets/css/tokens.css"));
    assert!(own.len() > 5 && own.is_subset(&known), "{:?}", own.difference(&known));
}

// ---- more than default, not instead of it

#[test]
fn a_theme_adds_a_style_sheet_to_those_of_default() {
    let built = fine(
        "theme.yaml\nname: own\nstyles: {main: [default, assets/css/own.css]}\n//- themes/own/assets/css/own.css\nmain { color: black }\n",
    );
    let style = style(&built);
    assert!(style.starts_with("@layer tokens,") && style.ends_with("main{color:black}\n"), "{style}");
    assert!(!built.all_paths().any(|path| path.ends_with("css/own.css")));
}

#[test]
fn a_template_extends_the_one_that_it_replaces_and_fills_a_block_of_it() {
    let built = fine(
        "templates/home.html\n{% extends \"default/home.html\" %}\n{% block main %}<h1>新</h1>{{ super() }}{% endblock main %}\n",
    );
    let home = built.main("index.html");
    assert!(home.contains("<h1>新</h1>") && home.contains("hero__title"), "{home}");
    let built =
        fine("templates/partials/footer.html\n{% include \"default/partials/footer.html\" %}<p>又及</p>\n");
    assert!(built.file("a/index.html").contains("</footer>\n<p>又及</p>"));
}

#[test]
fn a_misspelt_key_of_a_string_is_named_and_a_key_of_ones_own_is_not() {
    let built = themed(
        "strings/zh-CN.yaml\nhepl.title: 帮忙\nmine.note: 附注\n//- themes/own/strings/en.yaml\nmine.note: Note\n",
    );
    assert_eq!(
        built.diagnostics,
        "themes/own/strings/zh-CN.yaml:1:1: warning[key-unknown]: the default theme has no string `hepl.title`\n"
    );
}

#[test]
fn a_slip_in_a_template_that_all_pages_share_is_reported_once() {
    let built = themed("templates/partials/footer.html\n<footer>{{ site.titel }}</footer>\n");
    assert_eq!(built.diagnostics.lines().count(), 1, "{}", built.diagnostics);
    assert!(
        built
            .diagnostics
            .starts_with("themes/own/templates/partials/footer.html:1:17: error[template-error]")
    );
}
