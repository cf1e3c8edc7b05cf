//! Decision trees: what the compiler says of faulty ones, and what readers get of sound ones.

use insta::assert_snapshot;
use wenda::config;
use wenda::diag::Code;
use wenda::document;
use wenda::site::{self, SiteOptions};
use wenda::source::SourceTree;
use wenda::troubleshooter::compile;

use crate::site::{Built, TestSite};

const SOUND: &str = "\
title: {zh: \"余额不对\"}
summary: {zh: \"答几个问题。\"}
symptoms: {zh: [\"钱少了\"]}
about: symptoms/balance
money: true
start: seen
nodes:
  seen:
    ask: {zh: \"看到什么？\"}
    help: {zh: \"看首页。\"}
    answers:
      - {id: not-mine, zh: \"有陌生交易\", go: freeze, risk: high}
      - {id: unsure, zh: \"说不清\", go: relogin, share: 20}
      - {id: zero, zh: \"是零\", go: relogin, share: 30}
      - {id: less, zh: \"少了\", go: wait, share: 50}
  relogin: {try: fixes/log-in, fixed: solved, still: support}
  wait: {end: wait, zh: \"等一天\", article: fixes/log-in}
  solved: {end: solved, zh: \"好了\"}
  support: {end: contact, contact: phone, zh: \"找客服\"}
  freeze: {end: safety, zh: \"先冻结\"}
";

fn site(tree: &str) -> TestSite {
    TestSite::new(&format!(
        "//- content/symptoms/balance.md\n# 余额不对\n//- content/fixes/log-in.md\n---\ntitle: 重新登录\nsummary: 摘要\n---\n\
         ## 适合 {{#when}}\n\n看[步骤](#steps)。\n\n## 步骤 {{#steps}}\n\n1. 退出，见[适合](#when)。\n2. 再**登录**。\n\n### 小节\n\n还有。\n\n## 之后\n\n完。\n\
         //- content/contacts.yaml\nchannels:\n  phone: {{name: 电话, kind: phone, value: \"+86 95000\", hours: 全天, note: 不要念验证码。}}\n\
         //- content/troubleshooters/balance.yaml\n{tree}"
    ))
}

#[track_caller]
fn built(tree: &str) -> Built {
    let built = site(tree).build();
    assert_eq!(built.diagnostics, "");
    built
}

fn problems(tree: &str) -> String {
    site(tree).build().diagnostics.replace("content/troubleshooters/", "")
}

// ---- the compiler

#[test]
fn all_mistakes_of_a_tree_are_reported_at_once() {
    let faulty = SOUND
        .replace("start: seen", "start: sene")
        .replace("go: wait", "go: wiat")
        .replace("still: support", "stil: support")
        .replace("contact: phone", "contact: fone")
        .replace("{end: solved, zh: \"好了\"}", "{end: solved}");
    assert_snapshot!(problems(&faulty), @"
    balance.yaml:6:8: error[tree-start-unknown]: the start node `sene` does not exist
    balance.yaml:15:34: error[tree-target-unknown]: no node `wiat`
    balance.yaml:16:3: error[tree-try-incomplete]: `relogin` does not say where to go when the answer is “still not working” (`still`)
    balance.yaml:16:47: warning[key-unknown]: unknown key `stil`
    balance.yaml:18:3: error[tree-text-missing]: the outcome `solved` has no text for `zh-CN`
    balance.yaml:19:36: error[contact-unknown]: contacts.yaml has no channel `fone`
    ");
}

#[test]
fn what_a_misspelt_target_leaves_unreached_is_not_reported_as_well() {
    let faulty = SOUND.replace("go: wait", "go: wiat");
    assert_snapshot!(problems(&faulty), @"balance.yaml:15:34: error[tree-target-unknown]: no node `wiat`");
}

#[test]
fn a_target_that_is_missing_three_times_is_one_error() {
    let faulty = SOUND.replace("relogin:", "gone:").replace("go: freeze", "go: relogin");
    assert_snapshot!(site(&faulty).build().human, @r#"
    error[tree-target-unknown]: no node `relogin`
      --> content/troubleshooters/balance.yaml:12:41
       |
    12 |       - {id: not-mine, zh: "有陌生交易", go: relogin, risk: high}
       |                                              ^^^^^^^
       |
      ::: content/troubleshooters/balance.yaml:13:37
       |
    13 |       - {id: unsure, zh: "说不清", go: relogin, share: 20}
       |                                        ------- also named here
       |
      ::: content/troubleshooters/balance.yaml:14:34
       |
    14 |       - {id: zero, zh: "是零", go: relogin, share: 30}
       |                                    ------- also named here
    "#);
}

#[test]
fn nodes_that_hang_together_are_unreachable_once() {
    let more = "  a: {ask: {zh: \"甲？\"}, answers: [{id: x, zh: \"子\", go: b}, {id: unsure, zh: \"丑\", go: c}]}\n  b: {end: wait, zh: \"乙\"}\n  c: {end: wait, zh: \"丙\"}\n";
    assert_snapshot!(problems(&format!("{SOUND}{more}")), @"balance.yaml:21:3: error[tree-unreachable]: no answer leads to `a`");
}

#[test]
fn a_circle_is_shown_whole_and_says_when_there_is_no_way_out() {
    let closed = SOUND.replace("fixed: solved, still: support", "fixed: again, still: again")
        + "  again: {try: fixes/log-in, fixed: relogin, still: relogin}\n";
    assert_snapshot!(site(&closed).build().human, @"
    error[tree-cycle]: goes round in a circle: relogin -> again -> relogin
      --> content/troubleshooters/balance.yaml:21:37
       |
    21 |   again: {try: fixes/log-in, fixed: relogin, still: relogin}
       |                                     ^^^^^^^ back again from here
       |
       = help: no outcome can be reached from this circle
       = help: no answer leads to `solved`: perhaps this one should
    ");
}

#[test]
fn scalars_are_text_whatever_yaml_takes_them_for() {
    let yes = SOUND
        .replace("id: less", "id: yes")
        .replace("id: zero", "id: no")
        .replace("zh: \"等一天\"", "zh: 012天");
    let built = built(&yes);
    assert!(built.has("troubleshoot/balance/seen.yes/index.html"));
    assert!(built.main("troubleshoot/balance/seen.no/relogin.still/index.html").contains("找客服"));
    assert!(built.main("troubleshoot/balance/wait/index.html").contains("012天"));
}

#[test]
fn severities_can_be_set_except_where_a_tree_could_not_be_walked() {
    let config = "//- content/site.yaml\ndiagnostics: {tree-unsure-missing: off, tree-share: hint, tree-cycle: warning}\n";
    let faulty = SOUND.replace("id: unsure", "id: other").replace("share: 20", "share: 90");
    let fixture = format!(
        "{config}//- content/symptoms/balance.md\n# 余额\n//- content/fixes/log-in.md\n# 登录\n//- content/contacts.yaml\nchannels: {{phone: {{name: 电话, kind: phone, value: \"1\"}}}}\n//- content/troubleshooters/balance.yaml\n{faulty}"
    );
    assert_snapshot!(TestSite::new(&fixture).build().diagnostics, @"
    content/site.yaml:1:59: error[value-invalid]: the severity of `tree-cycle` cannot be changed
    content/troubleshooters/balance.yaml:8:3: hint[tree-share]: the shares of `seen` add up to 170, not 100
    ");
}

#[test]
fn safety_comes_first_and_never_behind_a_fix() {
    let second =
        SOUND.replace("      - {id: not-mine, zh: \"有陌生交易\", go: freeze, risk: high}\n", "").replace(
            "share: 50}\n",
            "share: 50}\n      - {id: not-mine, zh: \"有陌生交易\", go: freeze, risk: high}\n",
        );
    let behind = SOUND.replace("go: freeze", "go: first")
        + "  first: {try: fixes/log-in, fixed: freeze, still: freeze}\n";
    assert_snapshot!(problems(&second), @"balance.yaml:15:14: error[tree-safety]: the answer `not-mine` leads to safety and must come first");
    assert_snapshot!(problems(&behind), @"balance.yaml:8:3: error[tree-safety]: no safety outcome within two answers of the first question");
}

#[test]
fn ten_thousand_nodes_and_a_path_of_five_thousand_answers_are_compiled() {
    let mut tree = String::from("title: {zh: \"题\"}\nstart: q0\nnodes:\n");
    for at in 0..5000 {
        let next = if at == 4999 { "e0".to_string() } else { format!("q{}", at + 1) };
        tree.push_str(&format!(
            "  q{at}: {{ask: {{zh: \"问{at}？\"}}, answers: [{{id: a, zh: \"是\", go: {next}}}, {{id: unsure, zh: \"不知道\", go: e{at}}}]}}\n  e{at}: {{end: wait, zh: \"等{at}\"}}\n"
        ));
    }
    let sources = SourceTree::from_texts([("content/troubleshooters/t.yaml", tree.as_str())]);
    let config = config::parse(&sources).value;
    let options = SiteOptions { date: "2026-11-23".parse().unwrap(), drafts: false, base_url: None };
    let documents = document::parse_all(&sources, &config).value;
    let site = site::resolve(documents, &sources, &config, &options).value;
    let compiled = compile(&sources, &site);
    let codes: Vec<Code> = compiled.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::TreeTooLarge, Code::TreePathLong]);
    let numbers = &compiled.value.trees[0].numbers;
    assert_eq!((numbers.nodes, numbers.longest, numbers.paths), (10_000, 5000, 5001));

    // The last question led back to the first: the whole chain is one circle.
    let circle = tree.replace("go: e4999}]", "go: q0}]");
    let sources = SourceTree::from_texts([("content/troubleshooters/t.yaml", circle.as_str())]);
    let found = compile(&sources, &site).diagnostics;
    assert!(found.iter().any(|it| it.code == Code::TreeCycle && it.message.en.len() < 1000));
}

#[test]
fn nothing_else_may_lie_where_the_trees_are() {
    let fixture = "//- content/a.md\n# A\n//- content/troubleshoot/b.md\n# B\n//- content/troubleshooters/t.yaml\ntitle: {zh: \"题\"}\nstart: q\nnodes:\n  q: {end: solved, zh: \"好\"}\n";
    assert_snapshot!(TestSite::new(fixture).build().diagnostics, @"content/troubleshoot/b.md:1:1: error[output-collision]: `/troubleshoot/` holds the pages of the decision trees");
}

// ---- the pages

#[test]
fn answers_come_with_danger_first_then_the_commonest_then_not_sure() {
    let built = built(SOUND);
    let main = built.main("troubleshoot/balance/index.html");
    let order: Vec<&str> =
        main.split("data-answer=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(order, ["not-mine", "less", "zero", "unsure"]);
}

#[test]
fn a_fix_shows_the_steps_of_its_document_in_place() {
    let built = built(SOUND);
    let main = built.main("troubleshoot/balance/seen.zero/index.html");
    assert!(main.contains("试一试：重新登录"), "{main}");
    assert!(main.contains("<li>再<strong>登录</strong>。</li>"), "{main}");
    // The whole section with what is below it, nothing of the others; links into the document lead to its page.
    assert!(main.contains("还有。") && !main.contains("完。"), "{main}");
    assert!(main.contains("href=\"../../../fixes/log-in/#when\""), "{main}");
}

#[test]
fn a_case_summary_names_question_answer_code_and_address() {
    let built = built(SOUND);
    let main = built.main("troubleshoot/balance/seen.zero/relogin.still/index.html");
    let case = main.split("<pre").nth(1).unwrap().split("</pre>").next().unwrap();
    let case = case[case.find('>').unwrap() + 1..].replace(char::is_whitespace, " ");
    let version = case.split("balance@").nth(1).unwrap()[..6].to_string();
    assert_snapshot!(case.replace(&version, "VERSION"), @"余额不对 [zh-CN] 1. 看到什么？    → 是零 2. 重新登录    → 还是不行，或者做不到  https://example.com/troubleshoot/balance/seen.zero/relogin.still/ 代码：balance@VERSION:seen.zero,relogin.still");
    assert!(main.contains("href=\"tel:+8695000\""), "{main}");
}

#[test]
fn only_the_entry_and_the_first_page_of_a_tree_are_announced() {
    let built = built(SOUND);
    let sitemap = built.file("sitemap.xml");
    let listed: Vec<&str> = sitemap
        .split("<loc>https://example.com")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert!(listed.contains(&"/troubleshoot/") && listed.contains(&"/troubleshoot/balance/"), "{listed:?}");
    assert_eq!(listed.iter().filter(|path| path.starts_with("/troubleshoot/")).count(), 2, "{listed:?}");
    assert!(!built.head("troubleshoot/balance/index.html").contains("noindex"));
    let path = built.head("troubleshoot/balance/seen.zero/index.html");
    assert!(path.contains("noindex"));
    assert!(path.contains("rel=\"canonical\" href=\"https://example.com/troubleshoot/balance/relogin/\""));
}

#[test]
fn documents_lead_to_their_tree_and_name_those_that_lead_to_them() {
    let built = built(SOUND);
    let symptom = built.main("symptoms/balance/index.html");
    assert!(symptom.contains("href=\"../../troubleshoot/balance/\""), "{symptom}");
    let fix = built.main("fixes/log-in/index.html");
    assert!(
        fix.contains("相关的一步步排查") && fix.contains("href=\"../../troubleshoot/balance/\""),
        "{fix}"
    );
}

#[test]
fn a_site_without_trees_has_no_pages_or_links_for_them() {
    let built = TestSite::new("//- content/a.md\n# A\n").build();
    assert!(!built.paths().iter().any(|path| path.contains("troubleshoot")), "{:?}", built.paths());
    assert!(!built.file("index.html").contains("troubleshoot"));
}

#[test]
fn a_fix_without_a_translation_is_shown_in_its_own_language() {
    let tree = "title: {zh: \"题\", en: \"T\"}\nstart: q\nnodes:\n  q: {try: a, fixed: x, still: y}\n  x: {end: solved, zh: \"好\", en: \"Fine\"}\n  y: {end: wait, zh: \"等\", en: \"Wait\"}\n";
    let fixture = format!(
        "//- content/site.yaml\nlocales: [zh-CN, en]\n//- content/a.md\n# 甲\n\n## 步骤\n\n1. 一\n//- content/troubleshooters/t.yaml\n{tree}"
    );
    let built = TestSite::new(&fixture).build();
    assert_eq!(
        built.diagnostics,
        "content/troubleshooters/t.yaml:4:12: warning[tree-article-untranslated]: the document `a` has no `en` version: those readers get the original\n"
    );
    assert!(built.main("en/troubleshoot/t/index.html").contains("lang=\"zh-CN\" dir=\"auto\">\n<ol>"));
}
