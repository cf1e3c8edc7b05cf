//! `wenda build --offline-zip`: what is in the copy, and when it is not written.

use std::fs::File;
use std::io::Read;

use zip::ZipArchive;

use crate::project::Project;

/// Name and text of every file, in the order of the archive.
fn contents(project: &Project, path: &str) -> Vec<(String, String)> {
    let mut zip = ZipArchive::new(File::open(project.at(path)).unwrap()).unwrap();
    let count = zip.len();
    let file = |at| {
        let mut entry = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), String::from_utf8_lossy(&bytes).into_owned())
    };
    (0..count).map(file).collect()
}

fn bytes(project: &Project, path: &str) -> Vec<u8> {
    std::fs::read(project.at(path)).unwrap()
}

#[test]
fn the_copy_holds_the_site_in_one_folder_without_what_only_hosts_read() {
    let project = Project::small();
    project.write("content/手册.txt", "一\n");
    let run = project.run(&["build", "--offline-zip", "copies/帮助.zip"]).expect(0);
    let files = contents(&project, "copies/帮助.zip");
    assert!(
        run.stdout.ends_with(&format!("\noffline copy → copies/帮助.zip: {} files\n", files.len())),
        "{}",
        run.shown()
    );
    let names: Vec<&str> = files.iter().map(|(name, _)| name.strip_prefix("帮助/").unwrap()).collect();
    for name in ["index.html", "a/index.html", "search/index.html", "手册.txt", "README.txt"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    for name in [
        "_headers",
        "_redirects",
        ".nojekyll",
        "robots.txt",
        "sitemap.xml",
        "404.html",
        ".wenda-manifest.json",
    ] {
        assert!(!names.contains(&name), "{name}: {names:?}");
    }
    let (_, page) = files.iter().find(|(name, _)| name == "帮助/a/index.html").unwrap();
    assert_eq!(*page, project.read("public/a/index.html"));
    // Nothing is left beside it.
    assert_eq!(project.files("copies").len(), 1);
}

#[test]
fn of_pages_called_404_only_those_for_unknown_addresses_are_left_out() {
    let project = Project::small();
    project.write("content/a.en.md", "# A\n");
    project.write("content/assets/404.html", "a sample\n");
    project.run(&["build", "--offline-zip", "help.zip"]).expect(0);
    assert!(project.has("public/404.html") && project.has("public/en/404.html"));
    let names: Vec<String> = contents(&project, "help.zip").into_iter().map(|(name, _)| name).collect();
    let found: Vec<&String> = names.iter().filter(|name| name.ends_with("404.html")).collect();
    assert_eq!(found, ["help/assets/404.html"]);
}

#[test]
fn the_same_site_gives_the_same_copy() {
    let project = Project::small();
    project.run(&["build", "--offline-zip", "one/help.zip"]).expect(0);
    project
        .run(&["build", "--output", "elsewhere", "--jobs", "1", "--offline-zip", "two/help.zip"])
        .expect(0);
    assert_eq!(bytes(&project, "one/help.zip"), bytes(&project, "two/help.zip"));
}

#[test]
fn what_others_put_into_the_output_folder_stays_out_of_the_copy() {
    let project = Project::small();
    project.run(&["build"]).expect(0);
    project.write("public/notes.txt", "private\n");
    project.run(&["build", "--offline-zip", "help.zip"]).expect(0);
    assert!(contents(&project, "help.zip").iter().all(|(name, _)| !name.contains("notes")));
}

#[test]
fn a_readme_of_the_site_takes_the_place_of_ours() {
    let project = Project::small();
    project.write("content/README.txt", "own\n");
    project.run(&["build", "--offline-zip", "help.zip"]).expect(0);
    let files = contents(&project, "help.zip");
    let readmes: Vec<_> = files.iter().filter(|(name, _)| name.ends_with("README.txt")).collect();
    assert_eq!(readmes, [&("help/README.txt".to_string(), "own\n".to_string())]);
}

#[test]
fn a_build_that_fails_leaves_the_old_copy_as_it_was() {
    let project = Project::small();
    project.run(&["build", "--offline-zip", "help.zip"]).expect(0);
    let before = bytes(&project, "help.zip");
    project.write("content/b.md", "# 乙\n\n[甲](missing.md)\n");
    project.run(&["build", "--offline-zip", "help.zip"]).expect(1);
    assert_eq!(bytes(&project, "help.zip"), before);
}

#[test]
fn places_where_it_would_be_published_or_read_are_refused_before_anything_is_built() {
    let project = Project::small();
    for (file, why) in [
        ("public/help.zip", "it would be published with the site"),
        ("public/a/help.zip", "it would be published with the site"),
        ("content/help.zip", "it would be read as a source of the site"),
        ("themes/own/help.zip", "it would be read as a source of the site"),
        (".", "it is not a file"),
        (".zip", "what begins with a dot is hidden on many systems"),
        ("copies/.help.zip", "what begins with a dot is hidden on many systems"),
        ("content/a.md/help.zip", "it would be read"),
    ] {
        let run = project.run(&["build", "--offline-zip", file]).expect(3);
        assert!(
            run.stderr.contains(&format!("`{file}` cannot be the offline copy: {why}")),
            "{}",
            run.shown()
        );
        assert!(!project.has("public"), "{file}");
    }
    let run = project.run_zh(&["build", "--offline-zip", "public/help.zip"]).expect(3);
    assert!(
        run.stderr.contains("`public/help.zip` 不能作为离线副本：这样会和网站一起发布"),
        "{}",
        run.shown()
    );
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let project = Project::small();
    project.write("file", "x");
    for run in [
        project.run(&["build", "--offline-zip", "file/help.zip"]),
        project.run_zh(&["build", "--offline-zip", "file/help.zip"]),
    ] {
        let run = run.expect(3);
        assert!(run.stderr.contains("[root]/file"), "{}", run.shown());
    }
    assert_eq!(project.read("file"), "x");
}
