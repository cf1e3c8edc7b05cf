//! The same sources give the same bytes, wherever and however they are built.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use crate::project::Project;

/// Path and text of every source, with everything that has an order: links both ways, relations, two languages.
fn sources() -> Vec<(String, String)> {
    let mut sources = vec![(
        "content/site.yaml".to_string(),
        "base_url: https://example.com/help/\nlocales: [zh-CN, en]\ntitle: {zh-CN: 帮助, en: Help}\n"
            .to_string(),
    )];
    for number in 0..40 {
        let next = (number + 7) % 40;
        sources.push((
            format!("content/symptoms/s{number}.md"),
            format!(
                "---\ntitle: 症状 {number}\nkeywords: [卡住, 慢]\nrelations:\n  causes: [causes/c{next}, causes/c{number}]\n\
                 aliases: [/old/{number}/]\nreviewed: 2026-01-01\nreview_every: 30d\n---\n\n请看[下一个](s{next}.md)。\n"
            ),
        ));
        sources.push((
            format!("content/symptoms/s{number}.en.md"),
            format!("---\ntitle: Symptom {number}\n---\n\nSee [the next](s{next}.md).\n"),
        ));
        sources.push((
            format!("content/causes/c{number}.md"),
            format!("# 原因 {number}\n\n| 列 | 行 |\n|---|---|\n| 一 | 二 |\n\n脚注[^a]。\n\n[^a]: 文字。\n"),
        ));
    }
    sources
}

fn project(sources: &[(String, String)]) -> Project {
    let project = Project::empty();
    for (path, text) in sources {
        project.write(path, text);
    }
    project
}

const BUILD: [&str; 3] = ["build", "--date", "2026-11-23"];

fn published(project: &Project, settings: &[(&str, &str)], more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let arguments: Vec<&str> = BUILD.iter().chain(more).copied().collect();
    project.run_with(settings, &arguments).expect(0);
    project.files("public")
}

/// Names what differs instead of printing both trees.
#[track_caller]
fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    let differ: Vec<&String> =
        one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).collect();
    assert!(differ.is_empty(), "{differ:?}");
    assert!(one.len() > 200, "the site was not built");
}

#[test]
fn the_number_of_threads_does_not_show() {
    let sources = sources();
    let one = published(&project(&sources), &[], &["--jobs", "1"]);
    for jobs in ["2", "8"] {
        assert_same(&one, &published(&project(&sources), &[], &["--jobs", jobs]));
    }
}

#[test]
fn the_folder_and_the_settings_of_the_machine_do_not_show() {
    let sources = sources();
    let plain = published(&project(&sources), &[], &[]);
    let elsewhere = project(&sources);
    let settings = [
        ("TZ", "Pacific/Kiritimati"),
        ("LANG", "zh_CN.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("HOME", "/nowhere"),
        ("USER", "somebody"),
        ("SOURCE_DATE_EPOCH", "86400"),
    ];
    assert_same(&plain, &published(&elsewhere, &settings, &["--language", "zh"]));
    let root = elsewhere.root().display().to_string();
    for (path, bytes) in &plain {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(&root) && !text.contains("wenda-test-"), "{path} names the folder");
    }
}

#[test]
fn the_order_in_which_files_were_made_does_not_show() {
    let mut sources = sources();
    let one = published(&project(&sources), &[], &[]);
    sources.reverse();
    assert_same(&one, &published(&project(&sources), &[], &[]));
    // A fixed shuffle: 53 and the number of sources have no common factor.
    let shuffled: Vec<_> = (0..sources.len()).map(|n| sources[n * 53 % sources.len()].clone()).collect();
    assert_same(&one, &published(&project(&shuffled), &[], &[]));
}

#[cfg(unix)]
#[test]
fn the_times_of_files_do_not_show() {
    let project = project(&sources());
    let one = published(&project, &[], &[]);
    let day = Duration::from_secs(86_400);
    for (number, path) in project.files("content").keys().enumerate() {
        let time = SystemTime::UNIX_EPOCH + day * u32::try_from(number).unwrap();
        File::open(project.at("content").join(path)).unwrap().set_modified(time).unwrap();
    }
    fs::remove_dir_all(project.at("public")).unwrap();
    assert_same(&one, &published(&project, &[], &[]));
}

#[test]
fn a_build_over_an_older_one_equals_a_build_from_nothing() {
    let sources = sources();
    let fresh = published(&project(&sources), &[], &[]);
    let grown = project(&sources[..sources.len() - 3]);
    grown.write("content/guide/gone.md", "# 过时\n");
    grown.run(&["build", "--date", "2020-01-01"]);
    fs::remove_dir_all(grown.at("content/guide")).unwrap();
    for (path, text) in &sources {
        grown.write(path, text);
    }
    assert_same(&fresh, &published(&grown, &[], &[]));
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_show() {
    let sources = sources();
    let windows: Vec<_> = sources
        .iter()
        .map(|(path, text)| (path.clone(), format!("\u{feff}{}", text.replace('\n', "\r\n"))))
        .collect();
    assert_same(&published(&project(&sources), &[], &[]), &published(&project(&windows), &[], &[]));
}

#[test]
fn diagnostics_come_in_the_same_order_from_any_number_of_threads() {
    let mut sources = sources();
    for (_, text) in sources.iter_mut().skip(1) {
        text.push_str("\n[坏](missing.md) ![](nothing.png) [^x] [y](javascript:z)\n");
    }
    let project = project(&sources);
    let one = project.run(&["check", "--format", "json", "--jobs", "1"]).expect(1).stdout;
    assert!(one.lines().count() > 300);
    for jobs in ["2", "8"] {
        assert_eq!(project.run(&["check", "--format", "json", "--jobs", jobs]).expect(1).stdout, one);
    }
}
