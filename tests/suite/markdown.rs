//! Markdown: GFM, headings, raw HTML, links, and the Chinese rules as a reader sees them.

use crate::site::{TestSite, html};

/// The lines of the diagnostics, without the path.
#[track_caller]
fn problems(body: &str) -> String {
    TestSite::of_body(body).build().diagnostics.replace("content/a.md:", "")
}

/// The body's HTML, whatever hints and warnings there are.
#[track_caller]
fn lenient(body: &str) -> String {
    let built = TestSite::of_body(body).build();
    assert!(!built.failed, "{}", built.diagnostics);
    built.body("a/index.html")
}

// ---- tables, tasks, strikethrough, code

#[test]
fn a_table_aligns_its_columns_by_class_and_never_by_style() {
    insta::assert_snapshot!(html("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |"), @r#"
    <section class="table" tabindex="0" aria-label="表格1"><table>
    <thead>
    <tr>
    <th scope="col">a</th>
    <th scope="col" class="align-left">b</th>
    <th scope="col" class="align-center">c</th>
    <th scope="col" class="align-right">d</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>1</td>
    <td class="align-left">2</td>
    <td class="align-center">3</td>
    <td class="align-right">4</td>
    </tr>
    </tbody>
    </table></section>
    "#);
}

#[test]
fn a_short_row_is_filled_up_and_a_long_one_cut() {
    let body = html("| a | b |\n|---|--:|\n| 1 |\n| 1 | 2 | 3 |");
    assert_eq!(body.matches("<td").count(), 4);
    assert!(body.contains("<td class=\"align-right\"></td>"), "{body}");
}

#[test]
fn a_pipe_in_a_cell_can_be_escaped() {
    let body = html("| a |\n|---|\n| `x\\|y` \\| z |");
    assert!(body.contains("<td><code>x|y</code> | z</td>"), "{body}");
}

#[test]
fn tables_are_numbered_for_screen_readers() {
    let body = html("| a |\n|---|\n\n| b |\n|---|");
    assert!(body.contains("aria-label=\"表格1\"") && body.contains("aria-label=\"表格2\""), "{body}");
}

#[test]
fn a_task_list_says_what_is_done() {
    insta::assert_snapshot!(html("- [ ] 一\n- [x] 二\n- 三"), @r#"
    <ul>
    <li class="task-list__item"><input type="checkbox" aria-label="未完成" disabled> 一</li>
    <li class="task-list__item"><input type="checkbox" aria-label="已完成" disabled checked> 二</li>
    <li>三</li>
    </ul>
    "#);
}

#[test]
fn two_tildes_strike_out_and_a_range_of_days_does_not() {
    assert_eq!(html("~~旧~~ 等3~5天，最多7~9天"), "<p><del>旧</del> 等3~5天，最多7~9天</p>");
}

#[test]
fn a_list_keeps_its_first_number() {
    assert!(html("5. 五\n6. 六").starts_with("<ol start=\"5\">"));
    assert!(html("1. 一").starts_with("<ol>"));
    assert!(html("0. 零").starts_with("<ol start=\"0\">"));
}

#[test]
fn a_code_block_keeps_its_lines_and_names_its_language() {
    assert_eq!(
        html("```rust,ignore {1}\n<a & \"b\">\n第一\n第二\n```"),
        "<pre tabindex=\"0\"><code class=\"language-rust\">&lt;a &amp; &quot;b&quot;&gt;\n第一\n第二\n</code></pre>"
    );
}

#[test]
fn a_link_an_address_and_a_footnote_in_code_stay_text() {
    assert_eq!(html("`https://a.cn [^x] <b>`"), "<p><code>https://a.cn [^x] &lt;b&gt;</code></p>");
    assert_eq!(html("    https://a.cn [^x]"), "<pre tabindex=\"0\"><code>https://a.cn [^x]\n</code></pre>");
}

// ---- footnotes

#[test]
fn a_footnote_links_there_and_back() {
    insta::assert_snapshot!(html("甲[^a]。\n\n[^a]: 注。"), @r##"
    <p>甲<sup class="footnote-ref"><a href="#fn:1" id="fnref:1">1</a></sup>。</p>
    <section class="footnotes" aria-label="脚注">
    <ol>
    <li id="fn:1"><p>注。</p>
    <a class="footnote-back" href="#fnref:1" aria-label="回到引用处1">↩</a>
    </li>
    </ol>
    </section>
    "##);
}

#[test]
fn a_footnote_referred_to_twice_has_two_ways_back() {
    let body = html("甲[^a]乙[^a]\n\n[^a]: 注。");
    assert!(body.contains("id=\"fnref:1\">1</a>") && body.contains("id=\"fnref:1:2\">1</a>"), "{body}");
    assert!(body.contains("href=\"#fnref:1\"") && body.contains("href=\"#fnref:1:2\""), "{body}");
}

#[test]
fn footnotes_are_numbered_as_the_text_refers_to_them() {
    let body = html("甲[^b]乙[^a]\n\n[^a]: 后。\n[^b]: 先。");
    assert!(body.contains("<li id=\"fn:1\"><p>先。</p>"), "{body}");
    assert!(body.contains("<li id=\"fn:2\"><p>后。</p>"), "{body}");
}

#[test]
fn a_footnote_may_refer_to_another() {
    let body = html("甲[^a]\n\n[^a]: 见[^b]。\n[^b]: 底。");
    assert!(body.contains("<li id=\"fn:1\"><p>见<sup"), "{body}");
    assert!(body.contains("<li id=\"fn:2\"><p>底。</p>"), "{body}");
}

#[test]
fn the_text_of_an_unused_footnote_stays_visible_without_a_way_back() {
    let body = html("甲\n\n[^a]: 没人用。");
    assert!(body.contains("<li id=\"fn:1\"><p>没人用。</p>\n</li>"), "{body}");
}

/// `[^B]` with `[^b]: …` showed an empty footnote and the text as an unused one.
#[test]
fn footnote_labels_match_without_regard_to_case() {
    let body = html("甲[^B]\n\n[^b]: 注。");
    assert!(body.contains("<li id=\"fn:1\"><p>注。</p>"), "{body}");
    assert!(!body.contains("fn:2"), "{body}");
}

#[test]
fn of_two_definitions_the_first_counts_and_the_second_stays_visible() {
    let body = html("甲[^a]\n\n[^a]: 一。\n\n[^a]: 二。");
    assert!(body.contains("<li id=\"fn:1\"><p>一。</p>"), "{body}");
    assert!(body.contains("二。"), "{body}");
}

/// Only the first one of a paragraph was reported, and an escaped one like the others.
#[test]
fn every_undefined_footnote_is_reported_and_stays_text() {
    insta::assert_snapshot!(problems("甲[^x] 乙&amp;[^y] 和 \\[^z] **真，**[^x]"), @r"
    4:2: warning[footnote-undefined]: the footnote `[^x]` is not defined
    4:13: warning[footnote-undefined]: the footnote `[^y]` is not defined
    4:32: warning[footnote-undefined]: the footnote `[^x]` is not defined
    ");
    assert_eq!(lenient("甲[^x]"), "<p>甲[^x]</p>");
}

// ---- alerts

#[test]
fn all_five_alerts_are_labelled_in_the_language_of_the_document() {
    for (kind, zh, en) in [
        ("NOTE", "说明", "Note"),
        ("TIP", "提示", "Tip"),
        ("IMPORTANT", "重要", "Important"),
        ("WARNING", "警告", "Warning"),
        ("CAUTION", "千万注意", "Caution"),
    ] {
        let name = kind.to_lowercase();
        let site = format!(
            "//- content/a.md\n# 甲\n\n> [!{kind}]\n> 一\n//- content/a.en.md\n# A\n\n> [!{kind}]\n> one\n"
        );
        let built = TestSite::new(&site).build();
        assert_eq!(built.diagnostics, "");
        let expected = |label, text| {
            format!(
                "<aside class=\"alert alert--{name}\" role=\"note\" aria-labelledby=\"alert:1\">\
                 <p class=\"alert__title\" id=\"alert:1\">{label}</p>\n<p>{text}</p>\n</aside>"
            )
        };
        assert_eq!(built.body("a/index.html"), expected(zh, "一"));
        assert_eq!(built.body("en/a/index.html"), expected(en, "one"));
    }
}

#[test]
fn an_alert_on_a_page_without_translation_keeps_the_language_of_its_text() {
    let site =
        "//- content/a.md\n# 甲\n\n> [!NOTE]\n> 一\n//- content/b.md\n# 乙\n//- content/b.en.md\n# B\n";
    let built = TestSite::new(site).build();
    assert!(built.body("en/a/index.html").contains(">说明</p>"), "{}", built.body("en/a/index.html"));
}

#[test]
fn an_unknown_alert_is_a_quotation_and_its_mark_stays_visible() {
    assert_eq!(html("> [!OTHER]\n> 七"), "<blockquote>\n<p>[!OTHER]\n七</p>\n</blockquote>");
}

// ---- headings

#[test]
fn headings_of_equal_text_get_numbers() {
    assert_eq!(
        html("## 甲\n\n## 甲\n\n## 甲-1"),
        "<h2 id=\"甲\">甲</h2>\n<h2 id=\"甲-1\">甲</h2>\n<h2 id=\"甲-1-1\">甲-1</h2>"
    );
}

#[test]
fn an_explicit_id_wins_over_a_derived_one_even_when_it_comes_later() {
    assert_eq!(html("## 甲\n\n## 乙 {#甲}"), "<h2 id=\"甲-1\">甲</h2>\n<h2 id=\"甲\">乙</h2>");
}

#[test]
fn an_id_used_twice_is_an_error_at_the_second_place() {
    assert_eq!(
        problems("## 甲 {#a}\n\n## 乙 {#a}"),
        "6:1: error[anchor-duplicate]: the anchor `a` is used twice\n"
    );
}

#[test]
fn ids_with_signs_are_refused_and_so_are_those_of_the_theme() {
    assert_eq!(
        problems("## 甲 {#page:main}\n\n## 乙 {#a:b}\n\n## 丙 {#a&b}"),
        "4:1: error[anchor-invalid]: the anchor `page:main` is not allowed\n\
         6:1: error[anchor-invalid]: the anchor `a:b` is not allowed\n\
         8:1: error[anchor-invalid]: the anchor `a&b` is not allowed\n"
    );
}

#[test]
fn a_derived_id_never_holds_the_colon_of_the_theme() {
    assert_eq!(html("## page:main"), "<h2 id=\"page-main\">page:main</h2>");
}

#[test]
fn a_heading_without_letters_still_has_an_id() {
    assert_eq!(html("## ？\n\n## 　"), "<h2 id=\"section\">？</h2>\n<h2 id=\"section-1\">　</h2>");
}

#[test]
fn other_attributes_of_a_heading_do_not_reach_the_page() {
    assert_eq!(html("## 戊 {#x .c onclick=alert(1)}"), "<h2 id=\"x\">戊</h2>");
}

#[test]
fn a_second_level_1_heading_becomes_level_2() {
    assert_eq!(html("# A\n\n一\n\n# B"), "<p>一</p>\n<h2 id=\"b\">B</h2>");
}

#[test]
fn a_level_1_heading_that_differs_from_the_title_stays_as_level_2() {
    assert_eq!(html("# 别的"), "<h2 id=\"别的\">别的</h2>");
}

#[test]
fn the_id_of_a_title_that_leaves_the_text_can_still_be_linked_to() {
    assert_eq!(html("# A {#top}\n\n[回](#top)"), "<span id=\"top\"></span>\n<p><a href=\"#top\">回</a></p>");
}

#[test]
fn the_outline_lists_headings_without_markup_and_links_to_them() {
    let built = TestSite::of_body("## 一 **二** `三`\n\n## 四 {#x}").build();
    let page = built.file("a/index.html");
    assert!(page.contains("href=\"#x\">四</a>"), "{page}");
    assert!(page.contains(">一 二 三</a>"), "{page}");
}

#[test]
fn a_skipped_level_is_a_hint() {
    assert_eq!(
        problems("## 一\n\n#### 二"),
        "6:1: hint[heading-skipped]: the heading jumps from level 2 to 4\n"
    );
}

/// The outline, written by a template, let through what the text replaced.
#[test]
fn characters_that_html_cannot_carry_are_replaced_in_the_outline_as_well() {
    let page = TestSite::of_body("## a\u{1}b\u{ffff}'").build().file("a/index.html");
    assert!(page.contains("href=\"#a-b\">a\u{fffd}b\u{fffd}&#39;</a>"), "{page}");
    assert!(!page.contains(['\u{1}', '\u{ffff}']), "{page}");
}

// ---- raw HTML

#[test]
fn raw_html_is_shown_as_text_with_one_warning() {
    let body = "<div onclick=\"x\">\n\n乙 <b>丙</b> <script>alert(1)</script>";
    assert_eq!(
        problems(body),
        "4:1: warning[html-escaped]: the HTML `<div onclick=\"x\">` will be shown as text\n"
    );
    assert_eq!(
        lenient(body),
        "<p class=\"raw-html\">&lt;div onclick=&quot;x&quot;&gt;</p>\n\
         <p>乙 &lt;b&gt;丙&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    );
}

#[test]
fn raw_html_passes_when_the_site_allows_it() {
    let site =
        "//- content/site.yaml\nraw_html: true\n//- content/a.md\n# A\n\n## 二 <b>三</b>\n\n甲<br>乙\n";
    let built = TestSite::new(site).build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(built.body("a/index.html"), "<h2 id=\"二-三\">二 <b>三</b></h2>\n<p>甲<br>乙</p>");
}

#[test]
fn comments_are_dropped_and_an_unclosed_one_is_shown() {
    assert_eq!(html("甲<!-- 注 -->乙\n\n<!-- 块\n\n还是 -->\n\n丙"), "<p>甲乙</p>\n<p>丙</p>");
    assert_eq!(lenient("<!-- 没完"), "<p class=\"raw-html\">&lt;!-- 没完</p>");
}

// ---- links

#[test]
fn a_link_with_a_dangerous_scheme_is_an_error_in_every_disguise() {
    let disguises = [
        "[x](javascript:alert)",
        "[x](JaVaScRiPt:alert)",
        "[x](<javascript:alert(1)>)",
        "[x](<  javascript:alert(1)>)",
        "[x](<java\tscript:alert(1)>)",
        "[x](<\tjavascript:alert(1)>)",
        "[x](&#1;javascript:alert)",
        "[x](&#x6A;avascript:alert)",
        "[x](&#106;&#97;vascript:alert)",
        "[x](javascript&colon;alert)",
        "[x](javascript&#58;alert)",
        "[x](javascript&#x3a;alert)",
        "[x](java&Tab;script:alert)",
        "[x](java&NewLine;script:alert)",
        "[x](java&#13;script:alert)",
        "[x](javascript\\:alert)",
        "[x](java\u{fdd0}script:alert)",
        "[x](data:text/html,x)",
        "[x](DATA:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](blob:https://a.cn/x)",
        "[x](about:blank)",
        "[x](view-source:https://a.cn)",
        "[x](intent://x#Intent;end)",
        "[x](ftp://a.cn/)",
        "[x](//a.cn/)",
        "[x](<\\\\\\\\a.cn/>)",
        "[x](</\\a.cn/>)",
        "[x](</\t/a.cn/>)",
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        "[x]: javascript:alert(1)\n\n[x]",
        "[x][y]\n\n[y]: <javascript:alert(1)>",
        "![x](javascript:alert)",
        "![x](data:image/svg+xml,x)",
        "![![x](javascript:alert)](https://a.cn/x.png)",
        "[![x](https://a.cn/x.png)](javascript:alert)",
        "**[真，](javascript:alert)**她",
        "| [x](javascript:alert) |\n|---|",
        "## [x](javascript:alert)",
        "甲[^a]\n\n[^a]: [x](javascript:alert)",
    ];
    for text in disguises {
        let built = TestSite::of_body(text).build();
        assert!(built.failed, "{text} passed");
        assert!(built.diagnostics.contains("error[link-scheme]"), "{text}: {}", built.diagnostics);
    }
}

#[test]
fn what_only_looks_like_a_scheme_leads_nowhere_outside() {
    for text in [
        "[x](%6Aavascript:alert)",
        "[x](javascript%3Aalert)",
        "[x](java\u{200b}script:alert)",
        "[x](javascript：alert)",
    ] {
        let built = TestSite::of_body(text).build();
        assert!(built.diagnostics.contains("error[link-broken]"), "{text}: {}", built.diagnostics);
    }
}

#[test]
fn allowed_schemes_pass_in_any_case() {
    assert_eq!(
        html("[a](HTTPS://a.cn/) [b](mailto:a@b.cn) [c](tel:+86-10) <http://b.cn/> <a@b.cn>"),
        "<p><a href=\"HTTPS://a.cn/\">a</a> <a href=\"mailto:a@b.cn\">b</a> <a href=\"tel:+86-10\">c</a> \
         <a href=\"http://b.cn/\">http://b.cn/</a> <a href=\"mailto:a@b.cn\">a@b.cn</a></p>"
    );
}

#[test]
fn the_error_points_at_the_destination() {
    assert_eq!(
        problems("中文[**真，**](javascript:x)"),
        "4:12: error[link-scheme]: links that start with `javascript` are not allowed\n"
    );
}

#[test]
fn text_in_attributes_cannot_leave_them() {
    assert_eq!(
        html("[甲](https://a.cn/?a&b \"t\\\" onload=\\\"x <b>\")"),
        "<p><a href=\"https://a.cn/?a&amp;b\" title=\"t&quot; onload=&quot;x &lt;b&gt;\">甲</a></p>"
    );
    assert_eq!(
        html("![a\" onerror=x <b](https://a.cn/x.png '\" onload=x')"),
        "<p><img src=\"https://a.cn/x.png\" alt=\"a&quot; onerror=x &lt;b\" loading=\"lazy\" decoding=\"async\" title=\"&quot; onload=x\"></p>"
    );
    assert_eq!(
        html("```a\"onclick=\"x>\n```"),
        "<pre tabindex=\"0\"><code class=\"language-a&quot;onclick=&quot;x&gt;\"></code></pre>"
    );
    assert_eq!(html("## a\" onclick=\"x"), "<h2 id=\"a-onclick-x\">a&quot; onclick=&quot;x</h2>");
    assert_eq!(
        html("[甲](<https://a.cn/\" onclick=\"x>)"),
        "<p><a href=\"https://a.cn/%22%20onclick=%22x\">甲</a></p>"
    );
}

#[test]
fn a_bare_link_ends_before_full_width_punctuation() {
    for (text, href) in [
        ("看 https://a.cn/b，然后", "https://a.cn/b"),
        ("（https://a.cn/b）", "https://a.cn/b"),
        ("见https://a.cn。", "https://a.cn"),
        ("“https://a.cn/x”", "https://a.cn/x"),
        ("https://a.cn/x?y=1；", "https://a.cn/x?y=1"),
        ("https://a.cn/(x))", "https://a.cn/(x)"),
        ("https://a.cn/a_b_c*d.", "https://a.cn/a_b_c*d"),
        ("https://a.cn/?a=1&amp;b=2、", "https://a.cn/?a=1&amp;b=2"),
        ("www.a.cn：", "https://www.a.cn"),
        ("**https://a.cn/b**，", "https://a.cn/b"),
    ] {
        let body = html(text);
        assert!(body.contains(&format!("<a href=\"{href}\">")), "{text}: {body}");
        assert_eq!(body.matches("<a ").count(), 1, "{body}");
    }
}

#[test]
fn a_bare_link_inside_a_link_is_not_doubled() {
    assert_eq!(html("[https://a.cn](https://b.cn)"), "<p><a href=\"https://b.cn\">https://a.cn</a></p>");
}

#[test]
fn an_image_without_an_address_is_its_text() {
    assert_eq!(html("![图](<>)"), "<p>图</p>");
}

#[test]
fn an_image_without_alternative_text_is_a_warning() {
    assert_eq!(
        problems("字 ![ ](https://a.cn/x.png)"),
        "4:3: warning[image-alt-missing]: the image has no alternative text\n"
    );
}

// ---- line breaks

#[test]
fn a_line_break_between_ideographs_leaves_no_space() {
    for (text, expected) in [
        ("第一\n第二", "第一第二"),
        ("句号。\n下句", "句号。下句"),
        ("中文\nEnglish", "中文\nEnglish"),
        ("English\n中文", "English\n中文"),
        ("one\ntwo", "one\ntwo"),
        ("한국\n한국", "한국\n한국"),
        ("第**一**\n*二*", "第<strong>一</strong><em>二</em>"),
        ("**第一\n第二**三", "<strong>第一第二</strong>三"),
        ("一\n`二`\n三", "一<code>二</code>三"),
        ("`code`\n二", "<code>code</code>\n二"),
        ("一\n[二](https://a.cn)\n三", "一<a href=\"https://a.cn\">二</a>三"),
        ("一<!-- x -->\n二", "一二"),
        ("一  \n二", "一<br>\n二"),
        ("一\\\n二", "一<br>\n二"),
        ("ひら\nカナ", "ひらカナ"),
        ("一\n😀", "一😀"),
    ] {
        assert_eq!(html(text), format!("<p>{expected}</p>"), "{text}");
    }
}

#[test]
fn a_line_break_looks_through_a_footnote_reference() {
    let body = html("一[^a]\n二\n\n[^a]: 注\n释");
    assert!(body.contains("1</a></sup>二</p>") && body.contains("<p>注释</p>"), "{body}");
}

#[test]
fn a_line_break_beside_an_image_stays() {
    let body = html("前\n![图](https://a.cn/x.png)\n后");
    assert!(body.starts_with("<p>前\n<img ") && body.ends_with(">\n后</p>"), "{body}");
}

/// A hard break in alternative text broke the line outside of the image.
#[test]
fn lines_of_alternative_text_are_joined() {
    let body = html("![图一\n图二  \nx `y`](https://a.cn/x.png)");
    assert!(body.contains("alt=\"图一图二 x y\"") && body.starts_with("<p><img"), "{body}");
}

#[test]
fn line_breaks_are_joined_in_headings_quotations_lists_and_summaries() {
    assert_eq!(html("标题\n二\n---"), "<h2 id=\"标题二\">标题二</h2>");
    assert_eq!(html("aa  \nbb\n---"), "<h2 id=\"aa-bb\">aa<br>\nbb</h2>");
    assert_eq!(html("> 一\n> 二"), "<blockquote>\n<p>一二</p>\n</blockquote>");
    assert_eq!(html("- 一\n  二"), "<ul>\n<li>一二</li>\n</ul>");
    let built = TestSite::new("//- content/a.md\n---\ntitle: A\nsummary: |\n  一\n  二\n  x\n---\n").build();
    assert!(built.head("a/index.html").contains("content=\"一二 x\""), "{}", built.head("a/index.html"));
}

#[test]
fn cells_of_a_table_do_not_run_into_one_another() {
    let body = html("一\n\n| 一 | 二 |\n|---|---|\n| 三 | 四 |");
    assert!(body.contains("<td>三</td>\n<td>四</td>"), "{body}");
}

// ---- emphasis

#[test]
fn emphasis_beside_full_width_punctuation_works() {
    for (text, expected) in [
        ("**真，**她", "<strong>真，</strong>她"),
        ("他说**“好”**了", "他说<strong>“好”</strong>了"),
        ("请点**【设置】**再试", "请点<strong>【设置】</strong>再试"),
        ("*（注意）*密码", "<em>（注意）</em>密码"),
        ("见**《指南》**。", "见<strong>《指南》</strong>。"),
        ("~~删，~~字", "<del>删，</del>字"),
        ("**`代码`**字", "<strong><code>代码</code></strong>字"),
        ("字**[链](https://a.cn)**字", "字<strong><a href=\"https://a.cn\">链</a></strong>字"),
        ("***都，***有", "<em><strong>都，</strong></em>有"),
        ("**甲。**乙**丙。**", "<strong>甲。</strong>乙<strong>丙。</strong>"),
        ("**Note：**正文", "<strong>Note：</strong>正文"),
        ("金额**￥100**元", "金额<strong>￥100</strong>元"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("\\*\\*真，\\*\\*她", "**真，**她"),
    ] {
        assert_eq!(html(text), format!("<p>{expected}</p>"), "{text}");
    }
}

#[test]
fn emphasis_works_in_headings_cells_links_and_alternative_texts() {
    assert_eq!(html("## **真，**她"), "<h2 id=\"真-她\"><strong>真，</strong>她</h2>");
    assert!(html("| **真，**她 |\n|---|").contains("<th scope=\"col\"><strong>真，</strong>她</th>"));
    assert_eq!(
        html("[**真，**她](https://a.cn/)"),
        "<p><a href=\"https://a.cn/\"><strong>真，</strong>她</a></p>"
    );
    assert!(html("![**真，**她](https://a.cn/x.png)").contains("alt=\"真，她\""));
}

#[test]
fn stars_in_code_and_addresses_stay() {
    assert_eq!(html("`**真，**她`"), "<p><code>**真，**她</code></p>");
    assert_eq!(html("```\n**真，**她\n```"), "<pre tabindex=\"0\"><code>**真，**她\n</code></pre>");
}

#[test]
fn columns_after_repaired_emphasis_are_those_of_the_source() {
    assert_eq!(
        problems("**真，**她**假，**他 [x](nope.md)"),
        "4:20: error[link-broken]: no document at `nope.md`\n"
    );
}

// ---- limits

#[test]
fn nesting_beyond_the_limit_is_one_error() {
    assert_eq!(html(&format!("{}一", "> ".repeat(100))).matches("<blockquote>").count(), 100);
    for deep in ["> ".repeat(101) + "一", "> ".repeat(50_000), "- ".repeat(20_000) + "一"] {
        let problems = problems(&deep);
        assert_eq!(problems.lines().count(), 1, "{problems}");
        assert!(problems.contains("error[nesting-too-deep]: lists or quotations nest deeper than 100"));
    }
}

#[test]
fn the_nesting_limit_can_be_set() {
    let site = "//- content/site.yaml\nlimits: {nesting: 2}\n//- content/a.md\n# A\n\n> > > x\n";
    let built = TestSite::new(site).build();
    assert_eq!(
        built.diagnostics,
        "content/a.md:3:5: error[nesting-too-deep]: lists or quotations nest deeper than 2\n"
    );
}

#[test]
fn long_lines_and_many_delimiters_are_taken_as_they_are() {
    assert_eq!(html(&"字".repeat(200_000)).chars().count(), 200_000 + "<p></p>".len());
    for piece in
        ["*", "**a", "[", "![", "[^", "<", "`", "&", "| ", "~~", "\\", "https://", "“**", "[a](", "<!--"]
    {
        let built = TestSite::of_body(&piece.repeat(10_000)).build();
        assert!(!built.failed, "{piece}: {}", &built.diagnostics[..200.min(built.diagnostics.len())]);
    }
}

#[test]
fn a_page_beyond_the_limit_is_an_error() {
    let site = format!(
        "//- content/site.yaml\nlimits: {{page: 64 KiB}}\n//- content/a.md\n# A\n\n{}\n",
        "&".repeat(20_000)
    );
    let built = TestSite::new(&site).build();
    assert!(built.failed);
    assert!(
        built.diagnostics.starts_with("content/a.md:1:1: error[page-too-large]: the page `/a/` has "),
        "{}",
        built.diagnostics
    );
}

#[test]
fn braces_in_a_heading_that_give_no_id_are_text() {
    assert_eq!(html("## 用法 {名字}"), "<h2 id=\"用法-名字\">用法 {名字}</h2>");
    assert_eq!(html("## 好{x} ##"), "<h2 id=\"好-x\">好{x}</h2>");
    assert_eq!(html("## 好 {#ok}"), "<h2 id=\"ok\">好</h2>");
}

/// Once every block read all the blank lines at the end of the file: two minutes.
#[test]
fn many_blocks_before_many_blank_lines_are_read_at_once() {
    let body = format!("{}{}", "```\nx\n```\n".repeat(20_000), "\n".repeat(3_900_000));
    let start = std::time::Instant::now();
    assert!(!TestSite::of_body(&body).build().failed);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
