//! Publishing to a real disk: what a build may touch, and what it must never touch.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use insta::assert_snapshot;

use crate::project::Project;

fn three_pages() -> Project {
    Project::new(
        "//- content/site.yaml\nbase_url: https://example.com/\nlocales: [zh-CN, en]\n\
         //- content/guide/a.md\n# 甲\n\n第一段。\n\
         //- content/guide/b.md\n# 乙\n\n请看[甲](a.md)。\n\
         //- content/guide/b.en.md\n# B\n\nSee [A](a.md).\n\
         //- content/questions/c.md\n# 丙\n\n第一段。\n",
    )
}

/// Sets the time of everything in the folder back, so that a write within the clock's resolution shows.
#[cfg(unix)]
fn age(project: &Project, folder: &str) {
    let past = SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000);
    for path in project.tree(folder).keys() {
        let path = project.at(folder).join(path);
        if !path.is_symlink() {
            File::open(path).unwrap().set_modified(past).unwrap();
        }
    }
}

#[cfg(unix)]
#[test]
fn a_failing_build_leaves_every_byte_and_every_time() {
    let project = three_pages();
    project.run(&["build"]).expect(0);
    age(&project, "public");
    let before = project.tree("public");
    project.write("content/guide/a.md", "# 甲\n\n[坏](missing.md)\n");
    project.run(&["build"]).expect(1);
    assert_eq!(project.tree("public"), before);
    assert!(!project.has(".public.wenda-staging"));
}

#[cfg(unix)]
#[test]
fn a_template_that_fails_while_rendering_leaves_what_was_published() {
    let project = three_pages();
    project.run(&["build"]).expect(0);
    age(&project, "public");
    let before = project.tree("public");
    project.write("content/guide/a.md", "# 甲\n\n新的文字。\n");
    project.write("themes/mine/templates/document.html", "{{ nothing.of.this }}\n");
    project.write("content/site.yaml", "base_url: https://example.com/\nlocales: [zh-CN, en]\ntheme: mine\n");
    project.run(&["build"]).expect(1);
    assert_eq!(project.tree("public"), before);
    assert!(!project.has(".public.wenda-staging"));
}

#[cfg(unix)]
#[test]
fn a_second_build_touches_neither_files_nor_folders() {
    let project = three_pages();
    project.run(&["build"]).expect(0);
    age(&project, "public");
    let before = project.tree("public");
    let run = project.run(&["build"]).expect(0);
    assert_eq!(project.tree("public"), before);
    assert!(run.stdout.contains(": 0 written, ") && run.stdout.contains(", 0 removed, "), "{}", run.shown());
    // Nor does the day of the build show.
    project.run(&["build", "--date", "2030-01-01"]).expect(0);
    assert_eq!(project.tree("public"), before);
}

/// Paths whose bytes differ between two trees.
fn changed(old: &BTreeMap<String, Vec<u8>>, new: &BTreeMap<String, Vec<u8>>) -> String {
    let mut paths: Vec<&str> = old.keys().chain(new.keys()).map(String::as_str).collect();
    paths.sort_unstable();
    paths.dedup();
    let line = |path: &&str| match (old.get(*path), new.get(*path)) {
        (None, _) => Some(format!("+ {path}\n")),
        (_, None) => Some(format!("- {path}\n")),
        (old, new) => (old != new).then(|| format!("  {path}\n")),
    };
    paths.iter().filter_map(line).collect()
}

#[cfg(unix)]
#[test]
fn one_edited_page_changes_that_page_where_it_is_printed_and_nothing_else() {
    let project = three_pages();
    project.run(&["build"]).expect(0);
    age(&project, "public");
    let before = project.tree("public");
    let files = project.files("public");
    project.write("content/questions/c.md", "# 丙\n\n第二段。\n");
    project.run(&["build"]).expect(0);
    // The English address shows the Chinese text until there is a translation; the search finds the new words.
    let shown = changed(&files, &project.files("public"));
    let pages: Vec<&str> = shown
        .lines()
        .filter(|line| !line.trim_start_matches(['+', '-', ' ']).starts_with("search/"))
        .collect();
    assert_snapshot!(pages.join("\n"), @"
    .wenda-manifest.json
    en/print/index.html
    en/print/questions/index.html
    en/questions/c/index.html
    print/index.html
    print/questions/index.html
    questions/c/index.html
    questions/c/index.md
    ");
    assert!(shown.contains("search/index.zh-CN.json"));
    let after = project.tree("public");
    for (path, standing) in after.iter().filter(|(_, standing)| standing.bytes.is_some()) {
        let is_same = before.get(path).is_some_and(|old| old.bytes == standing.bytes);
        assert_eq!(is_same, before.get(path).is_some_and(|old| old.modified == standing.modified), "{path}");
    }
}

#[test]
fn a_deleted_document_takes_its_pages_and_empty_folders_along() {
    let project = three_pages();
    project.run(&["build"]).expect(0);
    let files = project.files("public");
    fs::remove_file(project.at("content/questions/c.md")).unwrap();
    project.run(&["build"]).expect(0);
    let shown = changed(&files, &project.files("public"));
    let is_page = |line: &&str| line.starts_with('-') && !line.contains("search/");
    let removed: String = shown.lines().filter(is_page).collect::<Vec<_>>().join("\n");
    assert_snapshot!(removed, @"
    - en/print/questions/index.html
    - en/questions/c/index.html
    - en/questions/index.html
    - print/questions/index.html
    - questions/c/index.html
    - questions/c/index.md
    - questions/index.html
    ");
    assert!(!project.has("public/questions/c"));
}

#[cfg(unix)]
#[test]
fn what_others_put_into_the_output_stays() {
    use std::os::unix::fs::symlink;
    let project = three_pages();
    project.run(&["build"]).expect(0);
    project.write("public/.git/objects/ab/cd", "blob");
    project.write("public/CNAME", "help.example");
    project.write("public/guide/a/notes.txt", "mine");
    project.write("public/mine/deep/x", "mine");
    symlink("/nowhere", project.at("public/link")).unwrap();
    let foreign = [".git/objects/ab/cd", "CNAME", "guide/a/notes.txt", "mine/deep/x", "link"];
    let before = project.tree("public");
    fs::remove_file(project.at("content/guide/a.md")).unwrap();
    project.write("content/guide/b.md", "# 乙\n");
    project.write("content/guide/b.en.md", "# B\n");
    project.run(&["build"]).expect(0);
    assert!(!project.has("public/guide/a/index.html"));
    let after = project.tree("public");
    for path in foreign {
        assert_eq!(after[path], before[path], "{path}");
    }
}

#[test]
fn a_folder_with_other_peoples_files_is_refused_until_it_is_adopted() {
    let project = three_pages();
    project.write("dist/thesis.txt", "mine");
    assert_snapshot!(project.run(&["build", "--output", "dist"]).shown(), @"
    exit 3
    --- stderr
    error: `dist` cannot be the output folder: wenda did not make it and it holds 1 thing; name an empty folder, or adopt it with `--adopt`
    ");
    assert_eq!(project.files("dist").len(), 1);
    project.run(&["build", "--output", "dist", "--adopt"]).expect(0);
    assert_eq!(project.read("dist/thesis.txt"), "mine");
    assert!(project.has("dist/guide/a/index.html"));
}

#[test]
fn a_file_that_is_not_ours_is_not_overwritten() {
    let project = three_pages();
    project.run(&["build"]).expect(0);
    project.write("public/guide/new/index.html", "mine");
    project.write("content/guide/new.md", "# 新\n");
    let before = project.files("public");
    assert_snapshot!(project.run(&["build"]).shown(), @"
    exit 3
    --- stderr
    error: `[root]/public` holds a file that wenda did not make and this build would overwrite: `guide/new/index.html`; move or rename, or overwrite with `--adopt`; the published site was not changed
    ");
    assert_eq!(project.files("public"), before);
}

#[test]
fn folders_that_a_build_could_damage_are_refused() {
    let project = three_pages();
    project.write("home/x", "");
    let before = project.files("");
    let home = project.at("home").display().to_string();
    let home = [("HOME", home.as_str()), ("USERPROFILE", home.as_str())];
    for output in [".", "..", "content", "content/guide", "content/new", "home", "/", "content/guide/a.md"] {
        for adopt in [&["build", "--output", output][..], &["build", "--output", output, "--adopt"]] {
            let run = project.run_with(&home, adopt).expect(3);
            assert!(run.stderr.contains("cannot be the output folder"), "{output}: {}", run.shown());
        }
    }
    assert_eq!(project.files(""), before);
}

#[test]
fn a_gbk_file_stops_the_build_with_a_command_that_mends_it() {
    let project = three_pages();
    project.run(&["build"]).expect(0);
    let before = project.files("public");
    // 你好，世界
    project.write("content/guide/a.md", b"# \xc4\xe3\xba\xc3\xa3\xac\xca\xc0\xbd\xe7\n");
    assert_snapshot!(project.run(&["build"]).shown(), @"
    exit 1
    --- stderr
    error[encoding-not-utf8]: the file is not UTF-8; it looks like GB18030
     --> content/guide/a.md:1:3
      |
    1 | # ��ã�����
      |   ^
      |
      = help: read as GB18030 it says: # 你好，世界
      = help: save it as UTF-8 in your editor, or run: iconv -f GB18030 -t UTF-8 content/guide/a.md > content/guide/a.md.utf8 && mv content/guide/a.md.utf8 content/guide/a.md

    1 error
    error: nothing was written; `public` is as it was
    ");
    assert_snapshot!(project.run_zh(&["build", "--format", "short"]).shown(), @"
    exit 1
    --- stderr
    content/guide/a.md:1:3: error[encoding-not-utf8]: 文件不是 UTF-8，看起来是 GB18030
    ");
    assert_eq!(project.files("public"), before);
}

#[test]
fn a_utf_16_file_stops_the_build_in_either_byte_order() {
    for (mark, bytes, name) in [
        (b"\xff\xfe", u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"),
        (b"\xfe\xff", u16::to_be_bytes, "UTF-16BE"),
    ] {
        let project = three_pages();
        let text: Vec<u8> = mark.iter().copied().chain("# 你好\n".encode_utf16().flat_map(bytes)).collect();
        project.write("content/guide/a.md", text);
        let run = project.run(&["build"]).expect(1);
        let command = format!("iconv -f {name} -t UTF-8 content/guide/a.md");
        assert!(run.stderr.contains(&command) && run.stderr.contains("# 你好"), "{}", run.shown());
        assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.shown());
        assert!(!project.has("public"));
    }
}

#[test]
fn the_iconv_command_of_the_message_works() {
    let project = three_pages();
    project.write("content/guide/a.md", b"# \xc4\xe3\xba\xc3\xa3\xac\xca\xc0\xbd\xe7\n");
    let stderr = project.run(&["check"]).expect(1).stderr;
    let command = &stderr[stderr.find("iconv -f").unwrap()..];
    let command = &command[..command.find('\n').unwrap()];
    let mut shell = std::process::Command::new("sh");
    match shell.args(["-c", command]).current_dir(project.root()).output() {
        Ok(output) if output.status.success() => {}
        _ => return, // No iconv here.
    }
    assert_eq!(project.read("content/guide/a.md"), "# 你好，世界\n");
    project.run(&["build"]).expect(0);
}

#[cfg(target_os = "linux")]
#[test]
fn odd_names_are_reported_and_never_panic() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let project = three_pages();
    for name in
        [&b"\xff.md"[..], b"a\nb.md", b"tab\t.md", b"\x1b[31m.md", b"\xed\xa0\x80.md", b"\xc4\xe3.png"]
    {
        fs::write(project.at("content").join(OsStr::from_bytes(name)), "# 甲\n").unwrap();
    }
    let run = project.run(&["check", "--format", "short"]).expect(1);
    assert_eq!(run.stderr.matches("error[path-invalid]").count(), 6, "{}", run.shown());
    assert_eq!(run.stderr.lines().filter(|line| line.contains("error[")).count(), 6, "{}", run.shown());
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_merely_unusual_are_published() {
    let project = three_pages();
    let long = "长".repeat(80);
    for name in ["a b", "100%", "#hash", "question?", "a&b", "q\"uote", "'", "-dash", "空 格", "😀", &long]
    {
        project.write(
            &format!("content/guide/{name}.md"),
            format!("---\ntitle: x\nslug: s{}\n---\n", name.len()),
        );
        project.write(&format!("content/guide/{name}.bin"), "bytes");
    }
    let run = project.run(&["build", "--format", "short"]);
    assert_ne!(run.code, Some(70), "{}", run.shown());
    assert!(run.code == Some(0) || run.stderr.contains("error["), "{}", run.shown());
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_sources_is_reported_and_not_waited_for() {
    let project = three_pages();
    let made = std::process::Command::new("mkfifo").arg(project.at("content/pipe.md")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let run = project.run(&["build", "--format", "short"]).expect(1);
    assert!(run.stderr.contains("content/pipe.md:1:1: error[path-invalid]"), "{}", run.shown());
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let project = three_pages();
    let path = project.at("content/guide/a.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        return; // Root may read everything.
    }
    let run = project.run(&["build", "--format", "short"]).expect(1);
    assert!(run.stderr.contains("content/guide/a.md:1:1: error[file-unreadable]"), "{}", run.shown());
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let project = three_pages();
    let path = project.at("content/guide");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = fs::read_dir(&path).is_ok();
    let run = project.run(&["build", "--format", "short"]);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    if !is_root {
        assert!(run.stderr.contains("content/guide:1:1: error[file-unreadable]"), "{}", run.shown());
        assert_eq!(run.code, Some(1));
    }
}

#[cfg(unix)]
#[test]
fn a_link_inside_the_project_is_the_file_it_points_to() {
    use std::os::unix::fs::symlink;
    let project = three_pages();
    project.write("content/guide/pictures/p.png", "png");
    symlink("a.md", project.at("content/guide/z.md")).unwrap();
    symlink("guide/pictures", project.at("content/shared")).unwrap();
    project.run(&["build"]).expect(0);
    assert!(project.read("public/guide/z/index.html").contains("第一段。"));
    assert_eq!(project.read("public/shared/p.png"), "png");
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_project_or_nowhere_are_reported_and_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = Project::new("//- secret.md\n# 密码\n//- folder/secret.txt\n密码\n");
    let project = three_pages();
    symlink(outside.at("secret.md"), project.at("content/file.md")).unwrap();
    symlink(outside.at("folder"), project.at("content/folder")).unwrap();
    symlink("/", project.at("content/disk")).unwrap();
    symlink("nowhere", project.at("content/dangling.md")).unwrap();
    symlink("loop.md", project.at("content/loop.md")).unwrap();
    symlink(".", project.at("content/guide/again")).unwrap();
    let run = project.run(&["build", "--format", "short"]).expect(1);
    let places: Vec<&str> = run.stderr.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_snapshot!(places.join("\n"), @"
    content/dangling.md:1:1
    content/disk:1:1
    content/file.md:1:1
    content/folder:1:1
    content/guide/again:1:1
    content/loop.md:1:1
    ");
    // Not even when the writer has made it a warning.
    project
        .write("content/site.yaml", "base_url: https://example.com/\ndiagnostics: {symlink-outside: off}\n");
    project.run(&["build"]);
    let published: Vec<String> =
        if project.has("public") { project.files("public").into_keys().collect() } else { Vec::new() };
    assert!(!published.iter().any(|path| path.contains("secret")), "{published:?}");
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_link_publishes_to_where_it_points() {
    use std::os::unix::fs::symlink;
    let project = three_pages();
    fs::create_dir(project.at("real")).unwrap();
    symlink("real", project.at("public")).unwrap();
    project.run(&["build"]).expect(0);
    assert!(project.at("public").is_symlink());
    assert!(project.has("real/guide/a/index.html"));
}

#[cfg(unix)]
#[test]
fn a_source_tree_that_nobody_may_write_is_built_and_left_alone() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new("//- root/content/a.md\n# 甲\n//- root/content/guide/b.md\n# 乙\n");
    let folders = ["root", "root/content", "root/content/guide"];
    let allow = |mode| {
        for folder in folders {
            fs::set_permissions(project.at(folder), fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    allow(0o555);
    let before = project.tree("root");
    let run = project.run(&["build", "--root", "root", "--output", "dist"]);
    let after = project.tree("root");
    allow(0o755);
    run.expect(0);
    assert_eq!(after, before);
    assert!(project.has("dist/a/index.html"));
}

/// `pages` documents whose text names the version; version `b` lacks one and has another instead.
fn write_version(project: &Project, version: &str, pages: usize) {
    project.write(&format!("{version}/content/site.yaml"), "base_url: https://example.com/\n");
    for number in 0..pages {
        let text = format!("# 问题 {number}\n\n版本 {version}。\n\n## 小节\n\n- 一\n- 二\n");
        project.write(&format!("{version}/content/questions/q{number}.md"), text);
    }
    project.write(&format!("{version}/content/questions/only-{version}.md"), "# 其他\n");
}

fn build_version(version: &str) -> [&str; 5] {
    ["build", "--root", version, "--output", "public"]
}

#[test]
fn two_builds_at_once_both_succeed_and_leave_one_whole_tree() {
    let project = Project::empty();
    for version in ["a", "b"] {
        write_version(&project, version, 60);
    }
    let whole = ["a", "b"].map(|version| {
        project.run(&build_version(version)).expect(0);
        project.files("public")
    });
    assert!(whole[0] != whole[1]);
    for _ in 0..3 {
        let both = ["a", "b"].map(|version| project.start(&build_version(version)));
        for mut build in both {
            assert_eq!(build.wait().unwrap().code(), Some(0));
        }
        assert!(whole.contains(&project.files("public")), "a mixture was published");
        assert!(!project.has(".public.wenda-staging"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_build_killed_at_any_moment_leaves_the_old_or_the_new_tree_whole() {
    kill_builds(120, 20);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes; run it before a release and after changes to src/output"]
fn a_large_build_killed_at_any_moment_leaves_the_old_or_the_new_tree_whole() {
    kill_builds(1000, 60);
}

#[cfg(target_os = "linux")]
fn kill_builds(pages: usize, kills: u32) {
    let project = Project::empty();
    let versions = ["a", "b"];
    for version in versions {
        write_version(&project, version, pages);
    }
    let mut took = Duration::ZERO;
    let whole = versions.map(|version| {
        let start = Instant::now();
        project.run(&build_version(version)).expect(0);
        took = start.elapsed();
        project.files("public")
    });
    let journal = project.at(".public.wenda-staging/journal");
    for kill in 0..kills {
        let wanted = (kill % 2) as usize;
        let mut build = project.start(&build_version(versions[wanted]));
        let start = Instant::now();
        if kill % 4 < 2 {
            // Evenly over the whole build.
            thread::sleep(took * kill / kills);
        } else {
            // While trees are exchanged and the old one is deleted.
            while !journal.exists() && start.elapsed() < took * 3 {
                thread::yield_now();
            }
            thread::sleep(Duration::from_micros(u64::from(kill) * 200));
        }
        build.kill().unwrap();
        build.wait().unwrap();
        let left = project.files("public");
        assert!(whole.contains(&left), "kill {kill}: {}", changed(&whole[wanted], &left));
        if kill % 5 == 4 {
            project.run(&build_version(versions[wanted])).expect(0);
            assert!(project.files("public") == whole[wanted], "kill {kill}");
            assert!(!project.has(".public.wenda-staging"));
        }
    }
    project.run(&build_version("a")).expect(0);
    assert!(project.files("public") == whole[0]);
    let here: Vec<String> = project.tree("").into_keys().filter(|path| !path.contains('/')).collect();
    assert_eq!(here, ["", "a", "b", "public"]);
}
