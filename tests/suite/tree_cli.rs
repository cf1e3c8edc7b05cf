//! `wenda tree` and `wenda schema` as commands: what they print, write and refuse.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;

use crate::json_schema::mistakes;
use crate::project::Project;

const TREE: &str = "content/troubleshooters/balance.yaml";

/// A tree with a question, a fix and every kind of end but one, in canonical form.
const BALANCE: &str = r#"# 余额
title: {zh: "余额不对", en: "The balance looks wrong"}
symptoms: {zh: ["钱少了"], en: ["money missing"]}
about: [symptoms/balance]
money: true
start: seen
nodes:
  seen:
    ask: {zh: "你看到什么？", en: "What do you see?"}
    help: {zh: "看首页", en: "Look at the home screen"}
    answers:
      - {id: stolen, zh: "有陌生的交易", en: "A strange payment", go: freeze, risk: high}
      - {id: less, zh: "钱少了", en: "Less money", go: pending, share: 60}
      - {id: unsure, zh: "说不清", en: "I'm not sure", go: relogin, share: 40}
  pending:
    ask: {zh: "有处理中的交易吗？", en: "Is a payment pending?"}
    answers:
      - {id: has, zh: "有", en: "Yes", go: wait}
      - {id: none, zh: "没有", en: "No", go: relogin}
    no_unsure: "一看就知道"
  relogin: {try: fixes/log-in#steps, fixed: solved, still: support}
  solved: {end: solved, zh: "好了", en: "Solved"}
  wait: {end: wait, zh: "等一天", en: "Wait a day"}
  support: {end: contact, zh: "联系客服", en: "Contact support", contact: [chat]}
  freeze: {end: safety, zh: "先冻结账号", en: "Freeze the account first", contact: [chat]}
"#;

fn wallet() -> Project {
    let project = Project::new(
        "//- content/site.yaml
title: 问答
base_url: https://example.com/
locales: [zh-CN, en]
//- content/contacts.yaml
channels:
  chat:
    name: {zh-CN: 在线客服, en: Live support}
    note: {zh-CN: 点“我的”, en: Tap Me}
//- content/symptoms/balance.md
# 余额不对

看一看。
//- content/symptoms/balance.en.md
# The balance looks wrong

Have a look.
//- content/fixes/log-in.md
# 重新登录

## 步骤 {#steps}

1. 退出。
2. 登录。
//- content/fixes/log-in.en.md
# Log in again

## Steps

1. Log *out*.
2. Log in.
//- content/fixes/other.md
---
title: 别的办法
standalone: true
---
//- content/fixes/other.en.md
# Something else
",
    );
    project.write(TREE, BALANCE);
    project
}

/// The tree after one edit.
fn edited(from: &str, to: &str) -> String {
    assert!(BALANCE.contains(from), "{from}");
    BALANCE.replace(from, to)
}

// ---- show, paths

#[test]
fn a_tree_is_shown_with_the_text_of_each_target_and_its_numbers() {
    assert_snapshot!(wallet().run(&["tree", "show", "balance"]).expect(0).stdout, @"
    The balance looks wrong · 7ae8f9

    seen “What do you see?”
      stolen → freeze “Freeze the account first”  risk  A strange payment
      less   → pending “Is a payment pending?”  60%  Less money
      unsure → relogin “Log in again”  40%  I'm not sure

    freeze [safety] “Freeze the account first”

    pending “Is a payment pending?”
      has  → wait “Wait a day”  Yes
      none → relogin “Log in again”  No

    wait [wait] “Wait a day”

    relogin [try fixes/log-in#steps] “Log in again”
      fixed → solved “Solved”  It worked
      still → support “Contact support”  Still not working, or I can't do it

    solved [solved] “Solved”

    support [contact] “Contact support”

    balance: 7 nodes, 6 paths, 10 prefixes, longest 3, mean 2.17 (2.30 weighted), 35.0% end in contact
    reaches: fixes/log-in, symptoms/balance
    ");
}

#[test]
fn texts_follow_the_language_of_messages_or_the_locale_asked_for() {
    let project = wallet();
    let shown = project.run_zh(&["tree", "show", "balance"]).expect(0).stdout;
    assert!(shown.contains("less   → pending 「有处理中的交易吗？」  60%  钱少了\n"), "{shown}");
    assert!(shown.contains("balance：7 个节点，6 条路"), "{shown}");
    let shown = project.run(&["tree", "show", "balance", "--locale", "zh-CN"]).expect(0).stdout;
    assert!(shown.contains("→ pending 「有处理中的交易吗？」"), "{shown}");
    let run = project.run(&["tree", "show", "--locale", "fr"]).expect(2);
    assert!(run.stderr.contains("the site has no locale `fr`"), "{}", run.stderr);
}

#[test]
fn without_a_name_all_trees_are_listed_and_the_documents_they_reach() {
    assert_snapshot!(wallet().run(&["tree", "show"]).expect(0).stdout, @r"
    tree     nodes  paths  prefixes  longest  mean  weighted  contact  title
    balance      7      6        10        3  2.17      2.30    35.0%  The balance looks wrong

    fixes/log-in      balance
    fixes/other       not needed (standalone)
    symptoms/balance  balance
    ");
}

#[test]
fn every_path_is_a_line_of_ids() {
    assert_snapshot!(wallet().run(&["tree", "paths", "balance"]).expect(0).stdout, @r"
    balance: seen.stolen => freeze
    balance: seen.less pending.has => wait
    balance: seen.less pending.none relogin.fixed => solved
    balance: seen.less pending.none relogin.still => support
    balance: seen.unsure relogin.fixed => solved
    balance: seen.unsure relogin.still => support
    ");
    assert_snapshot!(wallet().run(&["tree", "paths", "balance", "--limit", "1"]).expect(0).shown(), @r"
    exit 0
    --- stdout
    balance: seen.stolen => freeze
    --- stderr
    the first 1 of 6 paths
    ");
}

#[test]
fn a_tree_that_does_not_exist_is_refused_with_the_one_that_was_meant() {
    let project = wallet();
    for command in ["show", "paths", "export", "accept"] {
        let run = project.run(&["tree", command, "balanse"]).expect(2);
        assert_eq!(run.stderr, "error: there is no decision tree `balanse`; did you mean `balance`?\n");
    }
    let run = project.run_zh(&["tree", "show", "x"]).expect(2);
    assert_eq!(run.stderr, "错误: 没有决策树 `x`；有：`balance`\n");
}

#[test]
fn a_tree_with_an_error_is_diagnosed_as_by_check() {
    let project = wallet();
    project.write(TREE, edited("go: wait", "go: wayt"));
    let check = project.run(&["check"]).expect(1).stderr;
    for command in ["show", "paths", "export"] {
        let run = project.run(&["tree", command, "balance"]).expect(1);
        assert_eq!((run.stdout.as_str(), &run.stderr), ("", &check));
    }
    assert!(check.starts_with("error[tree-target-unknown]: no node `wayt`"), "{check}");
}

// ---- export, schemas

fn schema(name: &str) -> Value {
    serde_json::from_str(&wallet().run(&["schema", name]).expect(0).stdout).unwrap()
}

fn exported(project: &Project, arguments: &[&str]) -> Value {
    let text = project.run(&[&["tree", "export"], arguments].concat()).expect(0).stdout;
    assert!(text.ends_with("}\n") && text.lines().count() == 1, "compact: {text}");
    serde_json::from_str(&text).unwrap()
}

fn own_content() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/troubleshooters");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_string();
    paths.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn an_export_fits_its_schema_and_so_do_those_of_our_own_trees() {
    let (project, schema) = (wallet(), schema("tree-export"));
    assert_eq!(mistakes(&schema, &exported(&project, &["balance"])), [""; 0]);
    for (id, _) in own_content() {
        let tree = exported(&project, &[&id, "--root", env!("CARGO_MANIFEST_DIR")]);
        assert_eq!(mistakes(&schema, &tree), [""; 0], "{id}");
    }
}

#[test]
fn an_export_holds_what_a_bot_needs_with_addresses_relative_to_itself() {
    let tree = exported(&wallet(), &["balance"]);
    assert_eq!(tree["nodes"]["seen"]["url"]["zh-CN"], "balance/");
    assert_eq!(tree["nodes"]["seen"]["max_steps"], 3);
    assert_eq!(tree["nodes"]["seen"]["answers"][0]["risk"], "high");
    assert_snapshot!(serde_json::to_string_pretty(&tree["nodes"]["relogin"]).unwrap(), @r#"
    {
      "answers": [
        {
          "go": "solved",
          "id": "fixed",
          "text": {
            "en": "It worked",
            "zh-CN": "解决了"
          }
        },
        {
          "go": "support",
          "id": "still",
          "text": {
            "en": "Still not working, or I can't do it",
            "zh-CN": "还是不行，或者做不到"
          }
        }
      ],
      "article": {
        "anchor": "steps",
        "id": "fixes/log-in",
        "title": {
          "en": "Log in again",
          "zh-CN": "重新登录"
        },
        "url": {
          "en": "../en/fixes/log-in/#steps",
          "zh-CN": "../fixes/log-in/#steps"
        }
      },
      "kind": "try",
      "max_steps": 1,
      "steps": {
        "en": [
          "Log out.",
          "Log in."
        ],
        "zh-CN": [
          "退出。",
          "登录。"
        ]
      },
      "text": {
        "en": "Log in again",
        "zh-CN": "重新登录"
      },
      "url": {
        "en": "../en/troubleshoot/balance/relogin/",
        "zh-CN": "balance/relogin/"
      }
    }
    "#);
    assert_snapshot!(tree["nodes"]["freeze"].to_string(), @r#"
    {"channels":[{"id":"chat","kind":"in-app","name":{"en":"Live support","zh-CN":"在线客服"},"note":{"en":"Tap Me","zh-CN":"点“我的”"}}],"kind":"end","outcome":"safety","text":{"en":"Freeze the account first","zh-CN":"先冻结账号"},"url":{"en":"../en/troubleshoot/balance/freeze/","zh-CN":"balance/freeze/"}}
    "#);
}

#[test]
fn a_fix_that_offers_cannot_says_only_still_beside_it() {
    let project = wallet();
    project.write(TREE, edited("still: support}", "still: support, cannot: wait}"));
    let answers = &exported(&project, &["balance"])["nodes"]["relogin"]["answers"];
    let words: Vec<&str> =
        answers.as_array().unwrap().iter().map(|it| it["text"]["en"].as_str().unwrap()).collect();
    assert_eq!(words, ["It worked", "Still not working", "I can't do this"]);
}

fn of_yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

#[test]
fn tree_files_fit_the_schema_for_editors() {
    let schema = schema("tree");
    assert_eq!(mistakes(&schema, &of_yaml(BALANCE)), [""; 0]);
    for (id, text) in own_content() {
        assert_eq!(mistakes(&schema, &of_yaml(&text)), [""; 0], "{id}");
    }
}

#[test]
fn the_schema_for_editors_knows_what_is_wrong() {
    let schema = schema("tree");
    for (from, to) in [
        ("start: seen\n", ""),
        ("money: true", "money: maybe"),
        ("{end: wait,", "{end: later,"),
        ("fixed: solved, ", ""),
        ("{end: wait,", "{end: wait, try: fixes/log-in, fixed: solved, still: solved,"),
        ("go: wait}", "goes: wait, go: wait}"),
        ("share: 60", "share: most"),
        ("  wait: {", "  all: {"),
        ("title: {zh: \"余额不对\", en: \"The balance looks wrong\"}", "title: The balance looks wrong"),
    ] {
        assert_ne!(mistakes(&schema, &of_yaml(&edited(from, to))), [""; 0], "{to}");
    }
}

// ---- diff

/// What `tree diff` prints of the tree after edits, with the exit code.
fn diff(edits: &[(&str, &str)]) -> String {
    let project = wallet();
    let mut text = BALANCE.to_string();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    project.write("new.yaml", text);
    project.run(&["tree", "diff", TREE, "new.yaml"]).shown()
}

#[test]
fn layout_comments_and_the_order_of_nodes_are_no_difference() {
    let wait = "  wait: {end: wait, zh: \"等一天\", en: \"Wait a day\"}\n";
    let solved = "  solved: {end: solved, zh: \"好了\", en: \"Solved\"}\n";
    assert_snapshot!(diff(&[("# 余额\n", ""), (wait, ""), (solved, &format!("\n{wait}{solved}"))]), @r"
    exit 0
    --- stdout
    6 paths unchanged
    ");
}

#[test]
fn an_id_that_is_gone_breaks_links_and_codes() {
    assert_snapshot!(diff(&[("id: has", "id: present"), ("wait: {", "later: {"), ("go: wait", "go: later")]), @r"
    exit 1
    --- stdout
    breaking: new.yaml:2:8: the node `wait` is gone, without an alias [tree-id-gone]
    breaking: new.yaml:15:3: the answer `pending.has` is gone, without an alias [tree-id-gone]
    behaviour: new.yaml:18:14: new answer `pending.present`, leading to `later`
    behaviour: new.yaml:23:3: new node `later`
    5 paths unchanged, 1 has to answer `pending` first
    ");
}

#[test]
fn an_alias_keeps_an_id_alive() {
    assert_snapshot!(diff(&[
        ("go: wait}", "go: later, aliases: [had]}"),
        ("wait: {", "later: {aliases: [wait], "),
        ("id: none", "id: nothing, aliases: [none]"),
    ]), @r"
    exit 0
    --- stdout
    behaviour: new.yaml:19:14: the answer `pending.nothing` was called `none`
    behaviour: new.yaml:23:3: `wait` is called `later` now
    6 paths unchanged
    ");
}

#[test]
fn an_alias_that_was_published_must_stay() {
    let project = wallet();
    project.write("old.yaml", edited("solved: {", "solved: {aliases: [done], "));
    let run = project.run(&["tree", "diff", "old.yaml", TREE]).expect(1);
    assert!(run.stdout.contains("the node `done` is gone"), "{}", run.stdout);
}

#[test]
fn a_path_that_ends_elsewhere_breaks_a_promise() {
    assert_snapshot!(diff(&[("still: support", "still: wait"), ("go: relogin, share: 40", "go: support, share: 40")]), @r"
    exit 1
    --- stdout
    breaking: new.yaml:23:3: 1 path that ended in `support` now ends in `wait`, such as seen.less pending.none relogin.still
    breaking: new.yaml:24:3: 1 path that ended in `solved` now ends in `support`, such as seen.unsure relogin.fixed
    behaviour: new.yaml:14:14: `seen.unsure` leads to `support` instead of `relogin`
    behaviour: new.yaml:21:60: `relogin.still` leads to `wait` instead of `support`
    4 paths unchanged, 1 now ends in `support` instead of `solved`, 1 now ends in `wait` instead of `support`
    ");
}

#[test]
fn an_outcome_of_another_kind_is_another_outcome() {
    assert_snapshot!(diff(&[("wait: {end: wait", "wait: {end: self")]), @r"
    exit 1
    --- stdout
    breaking: new.yaml:23:3: 1 path that ended in `wait (wait)` now ends in `wait (self)`, such as seen.less pending.has
    behaviour: new.yaml:23:3: `wait` is `self` now, it was `wait`
    5 paths unchanged, 1 now ends in `wait (self)` instead of `wait (wait)`
    ");
}

#[test]
fn safety_may_not_move_away() {
    assert_snapshot!(diff(&[
        ("go: freeze, risk: high}", "go: sure, risk: high}"),
        ("  pending:\n", "  sure:\n    ask: {zh: \"确定吗？\", en: \"Are you sure?\"}\n    answers:\n      - {id: yes, zh: \"是\", en: \"Yes\", go: freeze}\n      - {id: unsure, zh: \"不\", en: \"No\", go: freeze}\n  pending:\n"),
    ]), @r"
    exit 1
    --- stdout
    breaking: new.yaml:30:3: the safety outcome is further away: 2 answers at least, it was 1
    behaviour: new.yaml:12:14: `seen.stolen` leads to `sure` instead of `freeze`
    behaviour: new.yaml:15:3: new node `sure`
    5 paths unchanged, 1 has to answer `sure` first
    ");
}

#[test]
fn new_answers_and_another_order_are_behaviour() {
    assert_snapshot!(diff(&[
        ("share: 60", "share: 20"),
        ("share: 40}", "share: 40}\n      - {id: more, zh: \"钱多了\", en: \"More money\", go: wait, share: 40}"),
        ("en: \"Yes\", go: wait}", "en: \"Yes\", go: wait, share: 10}"),
        ("en: \"No\", go: relogin}", "en: \"No\", go: relogin, share: 90}"),
        ("contact: [chat]}\n  freeze", "contact: [chat], article: fixes/other}\n  freeze"),
        ("money: true\n", ""),
    ]), @r"
    exit 0
    --- stdout
    behaviour: new.yaml:2:8: it no longer counts as a tree about money
    behaviour: new.yaml:14:14: new answer `seen.more`, leading to `wait`
    behaviour: new.yaml:15:3: the answers of `pending` come in another order: none has
    behaviour: new.yaml:24:88: `support` shows the document `fixes/other` instead of –
    6 paths unchanged
    ");
}

#[test]
fn words_are_compared_language_by_language() {
    assert_snapshot!(diff(&[("Wait a day", "Wait two days"), ("[\"钱少了\"]", "[\"钱不见了\"]"), ("看首页", "看看首页")]), @r"
    exit 0
    --- stdout
    wording: new.yaml:2:8: the `zh-CN` words that the search knows have changed
    wording: new.yaml:10:16: `zh-CN` of `seen:help`: “看首页” → “看看首页”
    wording: new.yaml:23:36: `en` of `wait`: “Wait a day” → “Wait two days”
    6 paths unchanged
    ");
}

#[test]
fn a_difference_is_json_lines_for_scripts() {
    let project = wallet();
    project.write("new.yaml", edited("still: support", "still: wait"));
    let run = project.run(&["tree", "diff", TREE, "new.yaml", "--format", "json"]).expect(1);
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let classes: Vec<&str> = lines.iter().map(|line| line["class"].as_str().unwrap()).collect();
    assert_eq!(classes, ["breaking", "behaviour", "paths"]);
    assert_eq!(lines[1]["place"]["line"], 21);
    assert_eq!((&lines[2]["total"], &lines[2]["unchanged"]), (&Value::from(6), &Value::from(4)));
}

#[test]
fn of_very_many_paths_a_sample_is_tried_and_it_is_said() {
    let mut text = "title: {zh: \"题\", en: \"Quiz\"}\nstart: q0\nnodes:\n".to_string();
    for at in 0..20 {
        let next = if at == 19 { "end".to_string() } else { format!("q{}", at + 1) };
        text += &format!(
            "  q{at}:\n    ask: {{zh: \"问{at}\", en: \"Q{at}\"}}\n    answers:\n      - {{id: a, zh: \"甲\", en: \"A\", go: {next}}}\n      - {{id: unsure, zh: \"乙\", en: \"B\", go: {next}}}\n",
        );
    }
    text +=
        "  end: {end: solved, zh: \"好\", en: \"Done\"}\n  other: {end: wait, zh: \"等\", en: \"Wait\"}\n";
    let old = text.replace(
        "id: unsure, zh: \"乙\", en: \"B\", go: q1}",
        "id: unsure, zh: \"乙\", en: \"B\", go: other}",
    );
    let new = old.replace("en: \"A\", go: end", "en: \"A\", go: other");
    let project = wallet();
    project.write("old.yaml", old);
    project.write("new.yaml", new);
    let first = project.run(&["tree", "diff", "old.yaml", "new.yaml"]).expect(1);
    let again = project.run(&["tree", "diff", "old.yaml", "new.yaml"]).expect(1);
    assert_eq!(first.stdout, again.stdout, "the sample is the same in every run");
    let summary = first.stdout.lines().last().unwrap();
    assert!(summary.starts_with("a sample of 10000 of 524289 paths: "), "{summary}");
}

#[test]
fn versions_that_cannot_be_walked_are_diagnosed() {
    let project = wallet();
    project.write("new.yaml", edited("go: wait", "go: wayt"));
    let run = project.run(&["tree", "diff", TREE, "new.yaml", "--format", "short"]).expect(1);
    assert_eq!(run.stderr, "new.yaml:18:43: error[tree-target-unknown]: no node `wayt`\n");
    let run = project.run(&["tree", "diff", "nowhere.yaml", TREE]).expect(3);
    assert!(run.stderr.starts_with("error: cannot read `nowhere.yaml`"), "{}", run.stderr);
}

// ---- fmt, accept

#[test]
fn fmt_changes_what_is_not_in_canonical_form_and_nothing_else() {
    let project = wallet();
    project.write("content/bad.md", "[a site that does not build](nowhere.md)\n");
    let before = project.tree("content");
    assert_snapshot!(project.run(&["tree", "fmt"]).shown(), @"exit 0");
    assert_eq!(project.tree("content"), before);
    project.write(TREE, edited("zh: \"等一天\"", "zh:   等一天"));
    assert_snapshot!(project.run(&["tree", "fmt", "--check"]).shown(), @r"
    exit 1
    --- stdout
    content/troubleshooters/balance.yaml would change
    ");
    assert_snapshot!(project.run(&["tree", "fmt"]).shown(), @r"
    exit 0
    --- stdout
    formatted content/troubleshooters/balance.yaml
    ");
    assert_eq!(project.read(TREE), BALANCE);
    assert_eq!(project.tree("content").len(), before.len(), "nothing is left behind");
}

#[test]
fn fmt_takes_files_by_name_and_leaves_broken_ones() {
    let project = wallet();
    project.write("a.yaml", edited("zh: \"等一天\"", "zh:   等一天"));
    project.write("b.yaml", "title: {zh: a: b}\n");
    let run = project.run(&["tree", "fmt", "a.yaml", "b.yaml", "--format", "short"]).expect(1);
    assert_eq!(run.stdout, "formatted a.yaml\n");
    assert!(run.stderr.starts_with("b.yaml:1:"), "{}", run.stderr);
    assert_eq!(
        (project.read("a.yaml").as_str(), project.read("b.yaml").as_str()),
        (BALANCE, "title: {zh: a: b}\n")
    );
}

#[cfg(unix)]
#[test]
fn a_rewritten_file_keeps_its_permissions_and_a_link_stays_one() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let project = wallet();
    project.write("real.yaml", edited("zh: \"等一天\"", "zh:   等一天"));
    fs::set_permissions(project.at("real.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.yaml", project.at("link.yaml")).unwrap();
    project.run(&["tree", "fmt", "link.yaml"]).expect(0);
    assert_eq!(project.read("real.yaml"), BALANCE);
    assert!(project.at("link.yaml").symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::metadata(project.at("real.yaml")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn an_accepted_translation_is_stale_once_its_source_changes() {
    let project = wallet();
    let stale = |project: &Project| project.run(&["check", "--format", "short"]).expect(0).stderr;
    assert_eq!(stale(&project), "");
    assert_snapshot!(project.run(&["tree", "accept"]).shown(), @r"
    exit 0
    --- stdout
    content/troubleshooters/balance.yaml: accepted 13 translations
    ");
    assert_eq!(stale(&project), "");
    let accepted = project.read(TREE);
    assert!(accepted.starts_with(BALANCE), "what was there stays: {accepted}");
    assert_snapshot!(accepted[BALANCE.len()..].lines().take(4).collect::<Vec<_>>().join("\n"), @r#"
    translated:
      en:
        title: 7c97dbc0
        "nodes.seen": 44767d3e
    "#);
    assert_snapshot!(project.run(&["tree", "accept", "balance"]).shown(), @r"
    exit 0
    --- stdout
    content/troubleshooters/balance.yaml: nothing to accept
    ");
    assert_eq!(project.read(TREE), accepted);

    project.write(TREE, accepted.replace("等一天", "等两天"));
    assert_snapshot!(stale(&project), @"content/troubleshooters/balance.yaml:23:36: warning[tree-text-stale]: the `en` text of `nodes.wait` is out of date: the original has changed since");
    assert_snapshot!(project.run(&["tree", "accept", "--locale", "en"]).shown(), @r"
    exit 0
    --- stdout
    content/troubleshooters/balance.yaml: accepted 1 translation
    ");
    assert_eq!(stale(&project), "");
    assert_eq!(project.run(&["tree", "fmt", "--check"]).expect(0).stdout, "");
}

#[test]
fn accept_leaves_a_tree_with_errors_alone() {
    let project = wallet();
    let text = edited("go: wait}", "share: few, go: wait}");
    project.write(TREE, &text);
    let run = project.run(&["tree", "accept", "--format", "short"]).expect(1);
    assert!(run.stderr.contains("error[value-type]"), "{}", run.stderr);
    assert_eq!(project.read(TREE), text);
}

#[test]
fn the_language_of_the_originals_has_nothing_to_accept() {
    let run = wallet().run(&["tree", "accept", "--locale", "zh-CN"]).expect(2);
    assert_eq!(run.stderr, "error: `zh-CN` is the language of the originals: there is nothing to accept\n");
}
