//! Commands as processes: exit code, stdout and stderr together.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use serde_json::Value;
use wenda::diag::Code;

use crate::project::Project;

fn broken() -> Project {
    let project = Project::small();
    project.write("content/a.md", "# 甲\n\n请看[乙](b.md)。\n");
    project
}

/// A picture without a description, which is a warning.
fn warned() -> Project {
    let project = Project::small();
    project.write("content/a.md", "# 甲\n\n![](p.png)\n");
    project.write("content/p.png", b"png");
    project
}

#[test]
fn a_build_says_what_it_did() {
    let project = Project::small();
    assert_snapshot!(project.run(&["build"]).shown(), @"
    exit 0
    --- stdout
    1 document, 5 pages, 1 locale → public: 27 written, 0 unchanged, 0 removed, N ms
    ");
    assert_snapshot!(project.run_zh(&["build"]).shown(), @"
    exit 0
    --- stdout
    1 篇文档，5 页，1 种语言 → public：新写 0，未变 27，删除 0，用时 N ms
    ");
    assert!(project.has("public/a/index.html"));
}

#[test]
fn a_build_with_an_error_writes_nothing_and_exits_with_1() {
    let project = broken();
    assert_snapshot!(project.run(&["build"]).shown(), @"
    exit 1
    --- stderr
    error[link-broken]: no document at `b.md`
     --> content/a.md:3:7
      |
    3 | 请看[乙](b.md)。
      |          ^^^^ linked here
      |
      = help: did you mean `a.md`?

    1 error
    error: nothing was written; `public` is as it was
    ");
    assert_snapshot!(project.run_zh(&["build"]).shown(), @"
    exit 1
    --- stderr
    error[link-broken]: 没有文档 `b.md`
     --> content/a.md:3:7
      |
    3 | 请看[乙](b.md)。
      |          ^^^^ 链接在这里
      |
      = help: 你是不是想写 `a.md`？

    1 个错误
    错误: 没有写入，`public` 保持原样
    ");
    assert!(!project.has("public"));
}

#[test]
fn a_check_writes_nothing() {
    let project = Project::small();
    let before = project.tree("");
    assert_snapshot!(project.run(&["check"]).shown(), @"
    exit 0
    --- stdout
    checked: 1 document, 5 pages, 1 locale
    ");
    assert_snapshot!(project.run_zh(&["check"]).shown(), @"
    exit 0
    --- stdout
    检查通过：1 篇文档，5 页，1 种语言
    ");
    assert_eq!(project.tree(""), before);
}

#[test]
fn a_check_finds_what_a_build_finds() {
    let project = broken();
    let check = project.run(&["check", "--format", "short"]).expect(1);
    let build = project.run(&["build", "--format", "short"]).expect(1);
    assert_eq!(check.stderr, build.stderr);
}

#[test]
fn a_warning_fails_only_a_strict_build() {
    let project = warned();
    assert_snapshot!(project.run(&["build", "--format", "short", "--strict"]).shown(), @"
    exit 1
    --- stderr
    content/a.md:3:1: error[image-alt-missing]: the image has no alternative text
    ");
    assert!(!project.has("public"));
    assert_snapshot!(project.run(&["build", "--format", "short"]).shown(), @"
    exit 0
    --- stdout
    1 document, 5 pages, 1 locale → public: 28 written, 0 unchanged, 0 removed, N ms
    --- stderr
    content/a.md:3:1: warning[image-alt-missing]: the image has no alternative text
    ");
    assert!(project.has("public/a/index.html"));
}

#[test]
fn json_is_one_object_per_line_on_stdout() {
    let run = broken().run(&["check", "--format", "json"]).expect(1);
    assert_eq!(run.stderr, "");
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1);
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(line["code"], "link-broken");
    assert_eq!(line["severity"], "error");
    assert_eq!(line["message"], "no document at `b.md`");
    let place = &line["place"];
    assert_eq!(place["path"], "content/a.md");
    assert_eq!((&place["line"], &place["column"]), (&3.into(), &7.into()));
    assert_eq!((&place["end_line"], &place["end_column"]), (&3.into(), &11.into()));
    let text = "# 甲\n\n请看[乙](b.md)。\n";
    let range = place["start"].as_u64().unwrap() as usize..place["end"].as_u64().unwrap() as usize;
    assert_eq!(&text[range], "b.md");
}

#[test]
fn json_of_a_build_without_problems_is_empty() {
    assert_snapshot!(Project::small().run(&["build", "--format", "json"]).shown(), @"exit 0");
}

#[test]
fn json_keeps_odd_names_and_messages_parseable() {
    let project = Project::small();
    project.write("content/\"引号\".md", "# 甲\n\n[x](\"\\u{1}.md)[y](<a\u{1b}b.md>)\n");
    let run = project.run(&["check", "--format", "json"]).expect(1);
    for line in run.stdout.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
}

#[test]
fn drafts_are_published_only_when_asked_for() {
    let project = Project::small();
    project.write("content/b.md", "---\ntitle: 乙\ndraft: true\n---\n");
    project.run(&["build"]).expect(0);
    assert!(!project.has("public/b"));
    project.run(&["build", "--drafts"]).expect(0);
    assert!(project.has("public/b/index.html"));
}

#[test]
fn the_build_date_decides_what_is_published() {
    let project = Project::small();
    project.write("content/b.md", "---\ntitle: 乙\npublish_at: 2026-02-03\n---\n");
    project.run(&["build", "--date", "2026-02-02"]).expect(0);
    assert!(!project.has("public/b"));
    project.run(&["build", "--date", "2026-02-03"]).expect(0);
    assert!(project.has("public/b/index.html"));
}

#[test]
fn source_date_epoch_is_the_build_date_in_utc() {
    let project = Project::small();
    project.write("content/b.md", "---\ntitle: 乙\npublish_at: 2026-02-03\n---\n");
    // 2026-02-02 23:59:59 and one second later, in UTC; the time zone must not matter.
    let zone = ("TZ", "Asia/Shanghai");
    project.run_with(&[("SOURCE_DATE_EPOCH", "1770076799"), zone], &["build"]).expect(0);
    assert!(!project.has("public/b"));
    project.run_with(&[("SOURCE_DATE_EPOCH", "1770076800"), zone], &["build"]).expect(0);
    assert!(project.has("public/b/index.html"));
}

#[test]
fn the_date_named_wins_over_source_date_epoch() {
    let project = Project::small();
    project.write("content/b.md", "---\ntitle: 乙\npublish_at: 2026-02-03\n---\n");
    let epoch = [("SOURCE_DATE_EPOCH", "0")];
    project.run_with(&epoch, &["build", "--date", "2026-02-03"]).expect(0);
    assert!(project.has("public/b/index.html"));
}

#[test]
fn a_source_date_epoch_that_is_no_number_is_refused() {
    let project = Project::small();
    for value in ["yesterday", "-1", "1e9", "99999999999999999999"] {
        let run = project.run_with(&[("SOURCE_DATE_EPOCH", value)], &["build"]).expect(2);
        assert!(run.stderr.contains(value), "{}", run.shown());
    }
    project.run_with(&[("SOURCE_DATE_EPOCH", "18446744073709551615")], &["build"]).expect(0);
    project.run_with(&[("SOURCE_DATE_EPOCH", "")], &["build"]).expect(0);
}

#[test]
fn a_date_that_does_not_exist_is_a_usage_error() {
    let project = Project::small();
    for date in ["2026-02-30", "2026-2-3", "today", "", "0000-01-01", "２０２６-02-03"] {
        project.run(&["build", "--date", date]).expect(2);
    }
    assert_snapshot!(project.run(&["build", "--date", "2026-02-30"]).shown(), @"
    exit 2
    --- stderr
    error: invalid value '2026-02-30' for '--date <YYYY-MM-DD>': 年-月-日，例如 2026-02-03 · year-month-day, for example 2026-02-03

    For more information, try '--help'.
    ");
}

#[test]
fn the_base_url_of_the_command_replaces_that_of_the_site() {
    let project = Project::small();
    project.run(&["build", "--base-url", "https://help.example/de"]).expect(0);
    let page = project.read("public/a/index.html");
    assert!(page.contains("https://help.example/de/a/"), "{page}");
    assert!(!page.contains("https://example.com/"), "{page}");
}

#[test]
fn an_address_that_is_no_site_is_a_usage_error() {
    let project = Project::small();
    for bad in ["", "example.com", "ftp://a/", "https://", "https://a b/", "https://a/?q", "javascript:x"] {
        project.run(&["build", "--base-url", bad]).expect(2);
    }
    assert_snapshot!(project.run(&["build", "--base-url", "example.com"]).shown(), @"
    exit 2
    --- stderr
    error: invalid value 'example.com' for '--base-url <URL>': base_url `example.com` 要以 `https://` 开头 · base_url `example.com` has to start with `https://`

    For more information, try '--help'.
    ");
}

#[test]
fn the_number_of_threads_is_at_least_one_and_not_absurd() {
    let project = Project::small();
    for good in ["1", "2", "64"] {
        project.run(&["build", "--jobs", good]).expect(0);
    }
    for bad in ["0", "-1", "1025", "99999999", "two", ""] {
        project.run(&["build", "--jobs", bad]).expect(2);
    }
}

#[test]
fn timings_name_the_stages() {
    let project = Project::small();
    assert_snapshot!(project.run(&["build", "--timings"]).shown(), @"
    exit 0
    --- stdout
    1 document, 5 pages, 1 locale → public: 27 written, 0 unchanged, 0 removed, N ms
       theme N ms
       parse N ms
     resolve N ms
      search N ms
      render N ms
     publish N ms
    ");
}

#[test]
fn the_project_is_found_upwards_from_any_folder_in_it() {
    let project = Project::small();
    project.write("content/questions/b.md", "# 乙\n");
    for folder in ["content", "content/questions"] {
        let status = project.command(&["check"]).current_dir(project.at(folder)).output().unwrap();
        assert_eq!(status.status.code(), Some(0), "{folder}");
    }
}

#[test]
fn the_root_named_is_taken_and_not_searched_upwards() {
    let project = Project::small();
    project.write("elsewhere/x", "");
    let root = project.root().display().to_string();
    let build = ["build", "--root", &root];
    let run = project.command(&build).current_dir(project.at("elsewhere")).output().unwrap();
    assert_eq!(run.status.code(), Some(0));
    assert!(project.has("public/a/index.html"));
    let up =
        project.command(&["check", "--root", ".."]).current_dir(project.at("elsewhere")).output().unwrap();
    assert_eq!(up.status.code(), Some(0));
    assert_snapshot!(project.run(&["check", "--root", "elsewhere"]).shown(), @"
    exit 2
    --- stderr
    error: there is no content/ folder in `[root]/elsewhere`; create a site with `wenda init DIR`
    ");
    project.run(&["check", "--root", "nowhere"]).expect(2);
}

#[test]
fn without_content_there_is_no_project() {
    let project = Project::empty();
    assert_snapshot!(project.run(&["build"]).shown(), @"
    exit 2
    --- stderr
    error: there is no content/ folder in `[root]`; create a site with `wenda init DIR`
    ");
    assert_snapshot!(project.run_zh(&["build"]).shown(), @"
    exit 2
    --- stderr
    错误: `[root]` 里没有 content/ 文件夹；用 `wenda init 文件夹` 建立一个网站
    ");
    project.write("content", "a file");
    project.run(&["check"]).expect(2);
}

#[test]
fn an_empty_content_folder_builds_a_site() {
    let project = Project::new("//- content/.keep\n");
    project.run(&["build"]).expect(0);
    assert!(project.has("public/index.html"));
}

#[test]
fn the_output_folder_can_be_chosen() {
    let project = Project::small();
    project.run(&["build", "--output", "dist/deep"]).expect(0);
    assert!(project.has("dist/deep/a/index.html"));
    assert!(!project.has("public"));
}

#[test]
fn what_is_not_understood_is_a_usage_error() {
    let project = Project::small();
    for arguments in [
        &["bild"][..],
        &[],
        &["build", "extra"],
        &["build", "--wrong"],
        &["build", "--format", "xml"],
        &["build", "--language", "fr"],
        &["check", "--output", "x"],
        &["serve", "--port", "99999"],
        &["init"],
        &["new"],
        &["completions", "basic"],
    ] {
        let output = project.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
    assert_snapshot!(project.run(&["bild"]).shown(), @"
    exit 2
    --- stderr
    error: unrecognized subcommand 'bild'

      tip: a similar subcommand exists: 'build'

    Usage: wenda [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn help_and_version_are_no_errors() {
    let project = Project::empty();
    for arguments in [&["--help"][..], &["help"], &["help", "build"], &["build", "--help"], &["new", "-h"]] {
        let run = project.run_with(&[], arguments).expect(0);
        assert!(run.stderr.is_empty() && run.stdout.contains("Usage: wenda"), "{}", run.shown());
    }
    let version = project.run_with(&[], &["--version"]).expect(0);
    assert_eq!(version.stdout, concat!("wenda ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn every_command_is_explained_in_both_languages() {
    let help = Project::empty().run_with(&[], &["--help"]).expect(0).stdout;
    for command in ["build", "check", "serve", "init", "new", "explain", "completions"] {
        let line = help.lines().find(|line| line.trim_start().starts_with(&format!("{command} "))).unwrap();
        assert!(line.contains(" · "), "{line}");
    }
}

#[test]
fn a_new_site_builds_without_a_warning() {
    let project = Project::empty();
    assert_snapshot!(project.run(&["init", "help"]).shown(), @"
    exit 0
    --- stdout
    created a site in `help`. Next:
      cd help
      wenda serve --open
    ");
    let run = project.run(&["build", "--root", "help", "--strict", "--format", "short"]).expect(0);
    assert!(!run.stderr.contains("warning") && !run.stderr.contains("error"), "{}", run.shown());
    for page in ["index.html", "en/index.html", "questions/first-question/index.html", "404.html"] {
        assert!(project.has(&format!("help/public/{page}")), "{page}");
    }
    project.run(&["build", "--root", "help", "--strict", "--drafts"]).expect(0);
}

#[test]
fn a_new_site_in_the_current_folder_builds_too() {
    let project = Project::empty();
    project.run_zh(&["init", "."]).expect(0);
    project.run(&["build", "--strict"]).expect(0);
}

#[test]
fn init_refuses_a_folder_that_has_content() {
    let project = Project::small();
    let before = project.tree("");
    assert_snapshot!(project.run(&["init", "."]).shown(), @"
    exit 2
    --- stderr
    error: `.` already holds content/; nothing was changed
    ");
    assert_snapshot!(project.run_zh(&["init", "."]).shown(), @"
    exit 2
    --- stderr
    错误: `.` 里已经有 content/，没有改动任何文件
    ");
    assert_eq!(project.tree(""), before);
}

#[test]
fn init_keeps_an_existing_gitignore() {
    let project = Project::new("//- public/.gitignore\nmine\n");
    project.run(&["init", "."]).expect(0);
    assert_eq!(project.read("public/.gitignore"), "mine\n");
    project.run(&["build", "--strict"]).expect(0);
}

#[test]
fn init_below_a_file_is_a_problem_of_the_environment() {
    let project = Project::new("//- file\n");
    let run = project.run(&["init", "file/site"]).expect(3);
    assert!(run.stderr.starts_with("error: cannot create `file/site`"), "{}", run.shown());
}

#[test]
fn a_new_document_is_a_draft_with_what_its_collection_needs() {
    let project = Project::small();
    assert_snapshot!(project.run(&["new", "symptoms/card-declined", "--title", "刷卡被拒"]).shown(), @"
    exit 0
    --- stdout
    created content/symptoms/card-declined.md
    it is a draft: delete `draft: true` when it is done; `wenda serve --drafts` shows drafts
    ");
    assert_snapshot!(project.read("content/symptoms/card-declined.md"), @r#"
    ---
    title: "刷卡被拒"
    summary: ""
    keywords: []
    relations:
      causes: []
    draft: true
    ---

    ## 先看看 {#first}
    "#);
    project.run(&["build", "--strict"]).expect(0);
    assert!(!project.has("public/symptoms/card-declined"));
    project.run(&["build", "--strict", "--drafts"]).expect(0);
    assert!(project.has("public/symptoms/card-declined/index.html"));
}

#[test]
fn any_title_makes_a_document_that_can_be_read() {
    let titles = [
        "a: b # c",
        "\"quoted\" \\ back",
        "- - ---",
        "two\nlines\n---\n",
        "\u{1}\u{1b}[31m",
        "\u{1}",
        "{{ 7*7 }}",
        "'",
        "   ",
        "",
        "null",
    ];
    for (number, title) in titles.into_iter().enumerate() {
        let project = Project::small();
        project.run(&["new", &format!("guide/n{number}"), &format!("--title={title}")]).expect(0);
        let run = project.run(&["check", "--drafts", "--format", "short"]).expect(0);
        assert!(!run.stderr.contains("yaml"), "{title:?}: {}", run.shown());
    }
}

#[test]
fn new_refuses_what_it_cannot_place() {
    let project = Project::small();
    project.write("content/plain/x.md", "# X\n");
    let before = project.tree("");
    for id in [
        "symptoms",
        "symptoms/",
        "/a",
        "/etc/passwd",
        "../b",
        "../../b/c",
        "symptoms/..",
        "symptoms/../x",
        "symptoms/.hidden",
        "symptoms/a b",
        "symptoms/a.en",
        "symptoms/a?b",
        "symptoms/a\\b",
        "nowhere/b",
        "",
    ] {
        let run = project.run(&["new", "--", id]);
        assert_eq!(run.code, Some(2), "{id}: {}", run.shown());
    }
    assert_eq!(project.tree(""), before);
    assert_snapshot!(project.run(&["new", "symptom/a"]).shown(), @"
    exit 2
    --- stderr
    error: there is no collection `symptom`; did you mean `symptoms`?
    ");
    assert_snapshot!(project.run_zh(&["new", "symptom/a"]).shown(), @"
    exit 2
    --- stderr
    错误: 没有栏目 `symptom`；你是不是想写 `symptoms`？
    ");
    assert_snapshot!(project.run(&["new", "symptoms"]).shown(), @"
    exit 2
    --- stderr
    error: `symptoms` should be COLLECTION/SLUG, such as `symptoms/card-declined`; use lower-case letters, digits and hyphens
    ");
    assert_snapshot!(project.run(&["new", "xyzxyz/a"]).shown(), @"
    exit 2
    --- stderr
    error: there is no collection `xyzxyz`; there are: `symptoms`, `causes`, `fixes`, `prevention`, `questions`, `guide`
    ");
}

#[test]
fn new_takes_a_plain_folder_and_a_path_as_a_shell_completes_it() {
    let project = Project::small();
    project.write("content/plain/x.md", "# X\n");
    project.run(&["new", "plain/y"]).expect(0);
    project.run(&["new", "content/plain/z.md"]).expect(0);
    assert!(project.has("content/plain/y.md") && project.has("content/plain/z.md"));
}

#[test]
fn new_never_changes_a_document() {
    let project = Project::new("//- content/guide/a.md\n# 甲\n");
    assert_snapshot!(project.run(&["new", "guide/a"]).shown(), @"
    exit 2
    --- stderr
    error: `content/guide/a.md` exists already; it was not changed
    ");
    assert_snapshot!(project.run_zh(&["new", "guide/a"]).shown(), @"
    exit 2
    --- stderr
    错误: `content/guide/a.md` 已经存在，没有改动
    ");
    assert_eq!(project.read("content/guide/a.md"), "# 甲\n");
}

#[test]
fn every_diagnostic_is_explained_in_both_languages() {
    let project = Project::empty();
    let list = project.run(&["explain"]).expect(0).stdout;
    assert_eq!(list.lines().count(), Code::ALL.len());
    for code in Code::ALL {
        assert!(list.lines().any(|line| line.starts_with(&format!("{} ", code.name()))), "{}", code.name());
        for run in [project.run(&["explain", code.name()]), project.run_zh(&["explain", code.name()])] {
            let run = run.expect(0);
            let first = format!("{}[{}]: ", code.default_severity().name(), code.name());
            assert!(run.stdout.starts_with(&first), "{}", run.shown());
            let lines = run.stdout.lines().count();
            let has_example = code.example().is_some();
            assert!(if has_example { lines >= 9 } else { lines == 3 }, "{}", run.shown());
        }
    }
}

#[test]
fn an_explanation_says_what_to_do() {
    assert_snapshot!(Project::empty().run(&["explain", "image-alt-missing"]).shown(), @"
    exit 0
    --- stdout
    warning[image-alt-missing]: an image has no alternative text

    It tells people who cannot see the image what it shows: ![screenshot of the step](a.png). Purely decorative images do not belong in the text.
    ");
}

#[test]
fn a_misspelt_diagnostic_gets_a_suggestion() {
    let project = Project::empty();
    assert_snapshot!(project.run(&["explain", "link-brokn"]).shown(), @"
    exit 2
    --- stderr
    error: no diagnostic is called `link-brokn`; did you mean `link-broken`?
    ");
    assert_snapshot!(project.run_zh(&["explain", "link-brokn"]).shown(), @"
    exit 2
    --- stderr
    错误: 没有叫 `link-brokn` 的诊断；你是不是想写 `link-broken`？
    ");
    assert_snapshot!(project.run(&["explain", "完全不同"]).shown(), @"
    exit 2
    --- stderr
    error: no diagnostic is called `完全不同`
    ");
}

#[test]
fn every_shell_gets_a_completion_script() {
    let project = Project::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = project.run(&["completions", shell]).expect(0);
        assert!(run.stdout.contains("wenda") && run.stdout.contains("completions"), "{shell}");
        assert_eq!(run.stderr, "", "{shell}");
    }
}

#[test]
fn the_bash_script_is_bash() {
    let script = Project::empty().run(&["completions", "bash"]).expect(0).stdout;
    let Ok(output) = Command::new("bash").args(["-n", "-c", &script]).output() else {
        return; // No bash here.
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_reader_that_closes_the_pipe_has_seen_enough() {
    let project = Project::empty();
    for arguments in [&["explain"][..], &["completions", "zsh"], &["--help"], &["explain", "link-broken"]] {
        let mut command = project.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn a_build_into_a_closed_pipe_still_builds() {
    let project = warned();
    let mut command = project.command(&["build"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(project.has("public/a/index.html"));
}

#[test]
fn what_is_no_terminal_gets_no_colours() {
    let project = broken();
    for setting in [&[][..], &[("NO_COLOR", "1")], &[("NO_COLOR", "")]] {
        for arguments in [&["check"][..], &["bild"], &["--help"]] {
            let run = project.run_with(setting, arguments);
            assert!(!(run.stdout + &run.stderr).contains('\u{1b}'), "{setting:?} {arguments:?}");
        }
    }
}

#[test]
fn the_language_comes_from_the_environment_in_the_order_of_posix() {
    let project = Project::empty();
    let chinese = |settings: &[(&str, &str)]| {
        project.run_with(settings, &["explain", "link-broken"]).expect(0).stdout.contains("链接的文档不存在")
    };
    assert!(!chinese(&[]));
    assert!(chinese(&[("LANG", "zh_CN.UTF-8")]));
    assert!(chinese(&[("LANG", "zh")]));
    assert!(chinese(&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "zh_CN")]));
    assert!(chinese(&[("LANG", "en_US"), ("LC_MESSAGES", "en_US"), ("LC_ALL", "zh_TW.UTF-8")]));
    assert!(!chinese(&[("LANG", "zh_CN"), ("LC_ALL", "C")]));
    assert!(chinese(&[("LANG", "zh_CN"), ("LC_ALL", "")]));
    assert!(!chinese(&[("LANG", "en_US.UTF-8")]));
    assert!(!chinese(&[("LANG", "\u{1b}")]));
    let english = project.run_with(&[("LANG", "zh_CN")], &["--language", "en", "explain", "link-broken"]);
    assert!(english.expect(0).stdout.contains("a link to a document that does not exist"));
}

#[test]
fn a_refused_output_folder_is_explained_in_both_languages() {
    let project = Project::small();
    assert_snapshot!(project.run(&["build", "--output", "."]).shown(), @"
    exit 3
    --- stderr
    error: `.` cannot be the output folder: it is the project folder; name a folder in it, such as `public`
    ");
    assert_snapshot!(project.run_zh(&["build", "--output", "."]).shown(), @"
    exit 3
    --- stderr
    错误: `.` 不能作为输出文件夹：它是项目文件夹本身；请指定其中的一个文件夹，例如 `public`
    ");
}

#[test]
fn control_characters_of_a_document_do_not_reach_the_terminal() {
    let project = Project::small();
    project.write("content/a.md", "# 甲\n\n[x](\u{1b}[2J\u{9b}31m.md) [y](<\u{202e}gnp.md>)\n");
    #[cfg(unix)]
    project.write("content/\u{1b}[2J.md", "# 乙\n");
    for format in ["human", "short"] {
        let run = project.run(&["check", "--format", format]);
        let hostile = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!run.stderr.contains(hostile), "{format}: {:?}", run.stderr);
    }
}

/// A site that takes a noticeable time to render.
#[cfg(unix)]
fn large() -> Project {
    let project = Project::small();
    for number in 0..1500 {
        project.write(&format!("content/questions/q{number}.md"), format!("# 问题 {number}\n\n第一段。\n"));
    }
    project
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_build_with_130_and_leaves_what_was_published() {
    let project = large();
    project.write("public/.nojekyll", "");
    project.write("public/CNAME", "example.com");
    let before = project.tree("public");
    let mut command = project.command(&["build", "--jobs", "1", "--language", "en"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Pages are being rendered from the moment the staging folder is there.
    let start = Instant::now();
    while !project.has(".public.wenda-staging") {
        assert!(start.elapsed() < Duration::from_secs(60), "the build never started to render");
        thread::sleep(Duration::from_millis(1));
    }
    let interrupt = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
    let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(stderr.next().unwrap().unwrap(), "error: interrupted; nothing was written");
    assert_eq!(project.tree("public"), before);
    assert!(!project.has(".public.wenda-staging"));
}
