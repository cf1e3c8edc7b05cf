//! The style guide: made only when asked for, and true to what the theme and the renderer do today.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wenda::config::BaseUrl;

use crate::browser::{broken_references, page};
use crate::project::Project;
use crate::site::{Built, TestSite, html};

const PATH: &str = "style-guide/index.html";

fn guide() -> Built {
    let built = TestSite::new("//- content/site.yaml\nlocales: [zh-CN, en]\n//- content/a.md\n# 甲\n")
        .options(|options| options.style_guide = true)
        .build();
    assert_eq!(built.diagnostics, "");
    built
}

#[test]
fn it_is_made_only_when_asked_for_and_is_in_no_list() {
    let built = guide();
    for path in [PATH, "en/style-guide/index.html"] {
        assert!(built.head(path).contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
    }
    for path in ["sitemap.xml", "index.html", "search/index.html", "print/index.html"] {
        assert!(!built.file(path).contains("style-guide"), "{path}");
    }
    let without = TestSite::new("//- content/a.md\n# 甲\n").build();
    assert!(!without.all_paths().any(|path| path.contains("style-guide")));
}

#[test]
fn the_command_line_asks_for_it() {
    let project = Project::small();
    project.run(&["build"]).expect(0);
    assert!(!project.has("public/style-guide"));
    project.run(&["build", "--style-guide"]).expect(0);
    assert!(project.has("public/style-guide/index.html"));
}

/// A site without trees and translations has the style sheets of their parts all the same.
#[test]
fn every_reference_leads_somewhere_and_ids_are_unique() {
    let built = guide();
    assert_eq!(broken_references(&built, &BaseUrl::parse("https://example.com/").unwrap()), [""; 0]);
    let elements = page(&built, PATH);
    let mut ids = BTreeSet::new();
    for id in elements.iter().filter_map(|element| element.get("id")) {
        assert!(ids.insert(id), "{id}");
    }
    assert_eq!(elements.iter().filter(|element| element.name == "h1").count(), 1);
    assert!(elements.iter().all(|element| element.get("style").is_none()));
}

const SAMPLE: &str =
    "正文里有**着重**、*强调*、~~删去的字~~、`代码`和[链接](https://example.org/)，还有脚注[^1]。

## 列表 {#list}

- App里的数字慢了
- 银行还没有入账
  - 周末要等一等

1. 截图
2. 刷新

- [x] 冻结账号
- [ ] 联系客服

### 表格 {#table}

| 看到的 | 金额 |
|---|--:|
| 余额少了 | 12.50 |

#### 引文和代码 {#quote}

> 余额不对，是指App里的数字和你的钱对不上。

```yaml
title: 余额显示不对
```

---

> [!NOTE]
> 先看交易记录。

> [!TIP]
> 下拉可以刷新。

> [!IMPORTANT]
> 留好截图。

> [!WARNING]
> 不要重复付款。

> [!CAUTION]
> 不要告诉别人验证码。

[^1]: 脚注的文字。
";

#[test]
fn the_sample_of_a_body_is_what_markdown_becomes() {
    let file = guide().file(PATH);
    let sample = file.split("data-sample>").nth(1).unwrap().split("\n</div>\n<h3").next().unwrap();
    assert_eq!(sample.trim(), html(SAMPLE));
}

#[test]
fn every_colour_of_the_palette_is_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/assets/css/tokens.css");
    let tokens: BTreeSet<String> = fs::read_to_string(root)
        .unwrap()
        .lines()
        .filter(|line| line.trim_start().starts_with("--") && line.contains(": light-dark("))
        .map(|line| line.trim().split(':').next().unwrap().to_string())
        .collect();
    let shown: BTreeSet<String> = page(&guide(), PATH)
        .into_iter()
        .filter(|it| it.has_class("swatch__name"))
        .map(|it| it.text)
        .collect();
    assert_eq!(shown, tokens);
    let built = guide();
    let css = built.file(built.all_paths().find(|path| path.ends_with("css/style-guide.css")).unwrap());
    for token in tokens {
        let name = token.trim_start_matches("--");
        assert!(css.contains(&format!(".swatch__color--{name}{{background:var({token})}}")), "{token}");
    }
}
