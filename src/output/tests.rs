//! Whole builds on a real disk: every way of publishing, every kind of neighbour, every point of a crash.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::*;
use crate::artifact::{Artifact, Content, OutputPath, Sink};

const WAYS: [Way; 3] = [Way::Exchange, Way::TwoRenames, Way::InPlace];

/// What one entry looks like: anything here that differs is a change somebody could notice.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    content: String,
    modified: SystemTime,
    number: u64,
}

/// A project in a temporary folder, published to `site/public`.
struct Site {
    folder: tempfile::TempDir,
    way: Way,
    adopt: bool,
}

impl Site {
    fn new() -> Site {
        Site::by(Way::Exchange)
    }

    fn by(way: Way) -> Site {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(folder.path().join("site/content")).expect("can make");
        Site { folder, way, adopt: false }
    }

    /// A site that is published already, with all times set to long ago.
    fn published(way: Way, files: &[(&str, &str)]) -> Site {
        let site = Site::by(way);
        site.build(files).expect("is published");
        site.age();
        site
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    fn public(&self, path: &str) -> PathBuf {
        self.at("public").join(path)
    }

    fn output(&self) -> OutputFolder {
        self.checked().expect("is accepted")
    }

    fn checked(&self) -> Result<OutputFolder, OutputError> {
        let root = self.at("");
        OutputFolder::check(&self.at("public"), &root, None, self.adopt).map(|folder| folder.by(self.way))
    }

    fn open(&self) -> Staging {
        Staging::open(&self.output(), Duration::ZERO).expect("opens")
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<Report, OutputError> {
        let staging = Staging::open(&self.checked()?, Duration::ZERO)?;
        for (path, text) in files {
            put(&staging, path, text).map_err(|error| OutputError::of(error).expect("is ours"))?;
        }
        staging.commit()
    }

    /// Writes a file as a user would, with its folders.
    fn write(&self, path: &str, text: &str) {
        let path = self.public(path);
        fs::create_dir_all(path.parent().expect("has a parent")).expect("can make");
        fs::write(path, text).expect("can write");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.public(path)).unwrap_or_else(|error| format!("{path}: {error}"))
    }

    /// Everything below the project but `public` itself and the manifest.
    fn looks(&self) -> BTreeMap<String, Look> {
        looks(&self.at("public"))
    }

    /// The names of all files and links.
    fn names(&self) -> Vec<String> {
        let looks = self.looks().into_iter();
        looks.filter(|(_, look)| look.content != "folder").map(|(name, _)| name).collect()
    }

    /// Sets the time of everything back, so that the slightest touch shows.
    fn age(&self) {
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        for name in looks(&self.at("")).keys().rev() {
            let path = self.at(name);
            if !path.is_symlink() && (cfg!(unix) || path.is_file()) {
                let file = fs::OpenOptions::new().read(true).write(cfg!(windows)).open(path);
                file.and_then(|file| file.set_modified(old)).expect("can set");
            }
        }
    }

    fn is_tidy(&self) -> bool {
        !self.at(".public.wenda-staging").exists() && !self.public(".wenda-staging").exists()
    }
}

fn looks(root: &Path) -> BTreeMap<String, Look> {
    let mut looks = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("can look") {
            let path = entry.expect("can look").path();
            if path.is_dir() && !path.is_symlink() {
                open.push(path.clone());
            }
            let name = path.strip_prefix(root).expect("lies below").display().to_string();
            looks.insert(name.replace('\\', "/"), look(&path));
        }
    }
    looks
}

fn look(path: &Path) -> Look {
    let standing = fs::symlink_metadata(path).expect("can look");
    let content = if standing.is_dir() {
        "folder".to_owned()
    } else if standing.is_symlink() {
        format!("link to {}", fs::read_link(path).expect("is a link").display())
    } else {
        String::from_utf8_lossy(&fs::read(path).expect("can read")).into_owned()
    };
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&standing);
    #[cfg(not(unix))]
    let number = 0;
    Look { content, modified: standing.modified().expect("has a time"), number }
}

fn put(sink: &Staging, path: &str, text: &str) -> std::io::Result<()> {
    put_content(sink, path, Content::Bytes(text.as_bytes().to_vec()))
}

fn put_content(sink: &Staging, path: &str, content: Content) -> std::io::Result<()> {
    let path = OutputPath::new(path).expect("a test names good paths");
    sink.put(Artifact { path, content })
}

/// The published site must not have changed in the least.
fn assert_untouched(before: &BTreeMap<String, Look>, site: &Site) {
    assert_eq!(before, &site.looks(), "{:?}", site.way);
    assert!(site.is_tidy(), "{:?}", site.way);
}

// What a build writes.

#[test]
fn the_first_build_publishes_everything() {
    for way in WAYS {
        let site = Site::by(way);
        let report = site.build(&[("index.html", "start"), ("a/b/index.html", "page")]);
        let report = report.expect("is published");
        assert_eq!(site.names(), [".wenda-manifest.json", "a/b/index.html", "index.html"]);
        assert_eq!(site.read("a/b/index.html"), "page");
        assert_eq!((report.written, report.unchanged, report.removed), (2, 0, 0));
        assert_eq!((report.bytes_written, report.foreign, report.how), (9, 0, How::First));
        assert!(site.is_tidy());
    }
}

#[test]
fn each_way_replaces_the_tree_and_says_how() {
    let ways = [How::Exchanged, How::Renamed, How::InPlace];
    for (way, how) in WAYS.into_iter().zip(ways) {
        let site = Site::published(way, &[("a", "1"), ("b", "1"), ("gone/x", "1")]);
        let report = site.build(&[("a", "2"), ("b", "1"), ("c", "1")]).expect("is published");
        assert_eq!((report.written, report.unchanged, report.removed), (2, 1, 1));
        if cfg!(any(target_os = "linux", target_os = "macos")) {
            assert_eq!(report.how, how);
        }
        assert_eq!(site.names(), [".wenda-manifest.json", "a", "b", "c"]);
        assert_eq!((site.read("a"), site.read("b")), ("2".into(), "1".into()));
        assert_eq!(report.leftover, None);
        assert!(site.is_tidy());
    }
}

#[test]
fn a_second_build_of_the_same_site_touches_nothing_at_all() {
    for way in WAYS {
        let files = [("index.html", "start"), ("a/index.html", "page")];
        let site = Site::published(way, &files);
        site.write("CNAME", "example.com");
        site.age();
        let before = looks(&site.at(".."));
        let report = site.build(&files).expect("is published");
        assert_eq!((report.written, report.unchanged, report.how), (0, 2, How::Unchanged));
        assert_eq!(report.foreign, 1);
        assert_eq!(before, looks(&site.at("..")));
    }
}

#[test]
fn editing_one_page_leaves_all_other_files_alone() {
    for way in WAYS {
        let site = Site::published(way, &[("a/1", "one"), ("a/2", "two"), ("3", "three")]);
        let before = site.looks();
        let report = site.build(&[("a/1", "ONE"), ("a/2", "two"), ("3", "three")]);
        let report = report.expect("is published");
        assert_eq!((report.written, report.unchanged, report.bytes_written), (1, 2, 3));
        let after = site.looks();
        assert_eq!((&before["a/2"], &before["3"]), (&after["a/2"], &after["3"]));
        assert_eq!(after["a/1"].content, "ONE");
        assert_ne!(before["a/1"].modified, after["a/1"].modified);
    }
}

#[test]
fn a_removed_page_goes_with_its_empty_folders_but_not_with_folders_in_use() {
    for way in WAYS {
        let site = Site::published(way, &[("a/b/c", "1"), ("d/e", "1"), ("f/g/h", "1")]);
        site.write("d/mine.txt", "mine");
        fs::create_dir(site.public("f/empty")).expect("can make");
        let report = site.build(&[("z", "1")]).expect("is published");
        assert_eq!((report.removed, report.foreign), (3, 2));
        let names: Vec<_> = site.looks().into_keys().collect();
        assert_eq!(names, [".wenda-manifest.json", "d", "d/mine.txt", "f", "f/empty", "z"]);
    }
}

#[test]
fn a_published_file_that_was_damaged_by_hand_is_healed() {
    let site = Site::published(Way::Exchange, &[("a", "text"), ("b", "text")]);
    site.write("a", "tixt");
    fs::remove_file(site.public("b")).expect("can remove");
    let report = site.build(&[("a", "text"), ("b", "text")]).expect("is published");
    assert_eq!((report.written, report.unchanged), (2, 0));
    assert_eq!((site.read("a"), site.read("b")), ("text".into(), "text".into()));
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    for way in WAYS {
        let site = Site::published(way, &[("a", "file"), ("b/c/d", "file"), ("b/e", "file")]);
        site.build(&[("a/x/y", "file"), ("b", "file")]).expect("is published");
        assert_eq!(site.names(), [".wenda-manifest.json", "a/x/y", "b"], "{way:?}");
    }
}

#[test]
fn a_file_may_change_only_the_case_of_its_name() {
    for way in WAYS {
        let site = Site::published(way, &[("Page.html", "old"), ("x", "x")]);
        site.build(&[("page.html", "new"), ("x", "x")]).expect("is published");
        assert_eq!(site.names(), [".wenda-manifest.json", "page.html", "x"]);
        assert_eq!(site.read("page.html"), "new");
    }
}

#[test]
fn an_empty_site_is_a_site() {
    let site = Site::published(Way::Exchange, &[]);
    assert_eq!(site.names(), [".wenda-manifest.json"]);
    assert_eq!(site.build(&[]).expect("is published").how, How::Unchanged);
}

#[test]
fn inputs_are_copied_once_and_compared_afterwards() {
    for way in WAYS {
        let site = Site::by(way);
        let (from, long) = (site.at("content/picture.png"), "像素".repeat(100_000));
        fs::write(&from, &long).expect("can write");
        let build = || {
            let staging = site.open();
            let content = Content::Copy { from: from.clone(), bytes: long.len() as u64 };
            put_content(&staging, "a/picture.png", content).expect("is copied");
            put(&staging, "index.html", "start").expect("is written");
            staging.commit().expect("is published")
        };
        assert_eq!(build().bytes_written, long.len() as u64 + 5);
        assert_eq!(build().how, How::Unchanged);
        site.write("a/picture.png", &long.replace("素", "數"));
        assert_eq!(build().written, 1);
        assert_eq!(site.read("a/picture.png"), long);
        let hash = blake3::hash(long.as_bytes()).to_hex();
        assert!(site.read(".wenda-manifest.json").contains(hash.as_str()));
    }
}

#[cfg(unix)]
#[test]
fn published_files_have_ordinary_permissions_whatever_the_input_has() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    let from = site.at("content/private.png");
    fs::write(&from, "png").expect("can write");
    fs::set_permissions(&from, fs::Permissions::from_mode(0o700)).expect("can set");
    let staging = site.open();
    put_content(&staging, "private.png", Content::Copy { from, bytes: 3 }).expect("is copied");
    put(&staging, "index.html", "start").expect("is written");
    staging.commit().expect("is published");
    let mode = |name: &str| fs::metadata(site.public(name)).expect("is there").permissions().mode() & 0o777;
    assert_eq!(mode("private.png"), mode("index.html"));
    assert_eq!(mode("private.png") & 0o111, 0);
}

#[test]
fn the_manifest_does_not_depend_on_threads_or_order() {
    let names: Vec<String> = (0..400).map(|i| format!("{}/{}/{i}.html", i % 7, i % 3)).collect();
    let publish = |threads: usize| {
        let site = Site::new();
        let staging = site.open();
        std::thread::scope(|scope| {
            for part in 0..threads {
                let (staging, names) = (&staging, &names);
                scope.spawn(move || {
                    for name in names.iter().rev().skip(part).step_by(threads) {
                        put(staging, name, name).expect("is written");
                    }
                });
            }
        });
        let report = staging.commit().expect("is published");
        assert_eq!(report.written, 400);
        assert!(names.iter().all(|name| site.read(name) == *name));
        site.read(".wenda-manifest.json")
    };
    assert_eq!(publish(1), publish(8));
}

// What a build leaves alone.

#[test]
fn foreign_things_stay_as_they_are() {
    for way in WAYS {
        let site = Site::published(way, &[("a/page", "1"), ("b", "1")]);
        for (path, text) in [
            (".git/HEAD", "ref"),
            (".git/objects/aa/1", "object"),
            ("CNAME", "example.com"),
            ("a/mine.txt", "mine"),
            ("own/deep/file", "own"),
        ] {
            site.write(path, text);
        }
        fs::create_dir_all(site.public(".git/refs/empty")).expect("can make");
        #[cfg(unix)]
        std::os::unix::fs::symlink("nowhere/at/all", site.public("a/link")).expect("can link");
        site.age();
        let before = site.looks();
        let report = site.build(&[("a/page", "2"), ("c/new", "1")]).expect("is published");
        assert_eq!(report.foreign, if cfg!(unix) { 5 } else { 4 });
        let after = site.looks();
        for (name, look) in before.iter().filter(|(name, _)| is_foreign(name)) {
            let found = &after[name];
            assert_eq!((&look.content, look.modified), (&found.content, found.modified), "{name}");
            // A folder that only holds foreign things is made anew around them; what it holds is not.
            assert!(look.content == "folder" || look.number == found.number, "{name}");
        }
    }
}

fn is_foreign(name: &str) -> bool {
    [".git", "CNAME", "a/mine.txt", "a/link", "own"].iter().any(|own| name.starts_with(own))
}

#[cfg(unix)]
#[test]
fn permissions_of_the_output_and_of_foreign_folders_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    for way in WAYS {
        let site = Site::published(way, &[("a", "1")]);
        site.write("shut/inner/file", "text");
        let set = |name: &str, mode| {
            fs::set_permissions(site.public(name), fs::Permissions::from_mode(mode)).expect("set");
        };
        set("", 0o2750);
        set("shut/inner", 0o500);
        site.build(&[("a", "2")]).expect("is published");
        site.build(&[("a", "3")]).expect("is published again");
        let mode =
            |name: &str| fs::metadata(site.public(name)).expect("is there").permissions().mode() & 0o7777;
        assert_eq!((mode(""), mode("shut/inner")), (0o2750, 0o500), "{way:?}");
        assert_eq!(site.read("shut/inner/file"), "text");
        assert!(site.is_tidy());
        set("shut/inner", 0o700);
    }
}

#[test]
fn a_build_that_would_overwrite_foreign_files_names_them_all_and_changes_nothing() {
    for way in WAYS {
        let site = Site::published(way, &[("a", "1"), ("d/e", "1")]);
        for (path, text) in [("b", "mine"), ("c/x", "mine"), ("d/f/g", "mine"), ("same", "2")] {
            site.write(path, text);
        }
        site.age();
        let before = site.looks();
        let files = [("a", "2"), ("b", "2"), ("c", "2"), ("d/f/g/h", "2"), ("same", "2")];
        match site.build(&files) {
            Err(OutputError::ForeignFile { paths, .. }) => {
                assert_eq!(paths, ["b", "c", "c/x", "d/f/g"].map(PathBuf::from));
            }
            other => panic!("{other:?}"),
        }
        assert_untouched(&before, &site);
    }
}

#[test]
fn a_foreign_folder_never_gives_way_to_a_file() {
    for way in WAYS {
        let mut site = Site::published(way, &[("a", "1")]);
        fs::create_dir(site.public("b")).expect("can make");
        for adopt in [false, true] {
            site.adopt = adopt;
            let error = site.build(&[("a", "1"), ("b", "2")]).expect_err("is refused");
            assert!(matches!(error, OutputError::ForeignFile { .. }), "{error}");
            assert!(site.public("b").is_dir());
        }
    }
}

#[test]
fn a_foreign_file_with_the_wanted_bytes_is_taken_over() {
    for way in WAYS {
        let site = Site::published(way, &[("a", "1")]);
        site.write("b", "text");
        site.age();
        let before = site.looks();
        let report = site.build(&[("a", "1"), ("b", "text")]).expect("is published");
        assert_eq!((report.written, report.unchanged, report.foreign), (0, 2, 0));
        assert_eq!(before["b"], site.looks()["b"]);
        let report = site.build(&[("a", "1")]).expect("is published");
        assert_eq!((report.removed, site.names().len()), (1, 2));
    }
}

#[test]
fn adopting_overwrites_files_of_the_same_path_and_keeps_the_rest() {
    for way in WAYS {
        let mut site = Site::by(way);
        site.write("index.html", "old site");
        site.write("old.html", "old site");
        let refused = site.build(&[("index.html", "new")]).expect_err("is refused");
        assert!(matches!(refused, OutputError::Refused { refusal: Refusal::NotOurs { entries: 2 }, .. }));
        site.adopt = true;
        let report = site.build(&[("index.html", "new")]).expect("is published");
        assert_eq!((report.written, report.foreign), (1, 1));
        assert_eq!((site.read("index.html"), site.read("old.html")), ("new".into(), "old site".into()));
        site.adopt = false;
        assert_eq!(site.build(&[("x", "1")]).expect("is ours now").foreign, 1);
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_compared_replaced_or_removed_through_a_link() {
    use std::os::unix::fs::symlink;
    for way in WAYS {
        let site = Site::published(way, &[("a/page", "1"), ("b/page", "1"), ("c", "1"), ("d", "1")]);
        fs::create_dir(site.at("elsewhere")).expect("can make");
        fs::write(site.at("elsewhere/page"), "1").expect("can write");
        for (name, target) in [("a", "elsewhere"), ("b", "elsewhere"), ("c", "elsewhere/page")] {
            let path = site.public(name);
            let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
            symlink(site.at(target), path).expect("can link");
        }
        let clash = site.build(&[("a/page", "1"), ("c", "1"), ("d", "1")]).expect_err("is refused");
        assert!(
            matches!(&clash, OutputError::ForeignFile { paths, .. } if *paths == ["a", "c"].map(PathBuf::from)),
            "{clash}"
        );
        let report = site.build(&[("d", "2")]).expect("is published");
        assert_eq!((report.removed, report.foreign), (0, 3));
        assert_eq!(fs::read_to_string(site.at("elsewhere/page")).expect("is there"), "1");
        assert!(["a", "b", "c"].iter().all(|name| site.public(name).is_symlink()));
    }
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_link_stays_one() {
    let site = Site::new();
    fs::create_dir(site.at("real")).expect("can make");
    std::os::unix::fs::symlink("real", site.at("public")).expect("can link");
    site.build(&[("a", "1")]).expect("is published");
    site.build(&[("a", "2")]).expect("is published");
    assert!(site.at("public").is_symlink());
    assert_eq!(fs::read_to_string(site.at("real/a")).expect("is there"), "2");
    assert!(!site.at(".real.wenda-staging").exists() && site.is_tidy());
}

// What a failing build leaves.

#[test]
fn dropping_a_build_half_way_leaves_the_old_site() {
    for way in WAYS {
        let site = Site::published(way, &[("a", "1"), ("b/c", "1")]);
        site.write("CNAME", "mine");
        site.age();
        let before = site.looks();
        let staging = site.open();
        put(&staging, "a", "2").expect("is written");
        put(&staging, "x/y/z", "2").expect("is written");
        assert!(!site.is_tidy());
        drop(staging);
        assert_untouched(&before, &site);
    }
}

#[test]
fn dropping_the_very_first_build_leaves_no_folder() {
    let site = Site::new();
    let staging = site.open();
    put(&staging, "a", "1").expect("is written");
    drop(staging);
    assert!(!site.at("public").exists() && site.is_tidy());
}

#[test]
fn an_input_that_cannot_be_copied_stops_the_build_and_is_named() {
    for way in WAYS {
        let site = Site::published(way, &[("a", "1")]);
        let before = site.looks();
        fs::write(site.at("content/short.png"), "png").expect("can write");
        for (name, bytes, message) in [
            ("missing.png", 1, "the file or folder is gone while reading"),
            ("", 1, "a file stands where a folder is needed"),
            ("short.png", 4, "changed while it was being read"),
            ("short.png", 2, "changed while it was being read"),
        ] {
            let from = site.at("content").join(name);
            let staging = site.open();
            put(&staging, "a", "2").expect("is written");
            let content = Content::Copy { from: from.clone(), bytes };
            let error = put_content(&staging, "b.png", content).expect_err("fails");
            let again = staging.commit().expect_err("cannot be published");
            assert_eq!(error.to_string(), again.to_string());
            assert!(error.to_string().contains(message), "{error}");
            assert!(error.to_string().contains(&from.display().to_string()), "{error}");
            assert_untouched(&before, &site);
        }
    }
}

#[test]
fn a_path_put_twice_stops_the_build() {
    let site = Site::published(Way::Exchange, &[("a", "1")]);
    let before = site.looks();
    let error = site.build(&[("b", "2"), ("a", "2"), ("b", "2")]).expect_err("fails");
    assert!(matches!(&error, OutputError::Duplicate { path } if path.as_str() == "b"));
    let error = site.build(&[("b", "2"), ("b/c", "2")]).expect_err("fails");
    assert!(matches!(error, OutputError::FileAndFolder { .. }));
    assert_untouched(&before, &site);
}

#[test]
fn forgetting_the_error_of_put_cannot_publish_half_a_site() {
    let site = Site::published(Way::Exchange, &[("a", "1")]);
    let staging = site.open();
    put(&staging, "b", "2").expect("is written");
    let _ = put(&staging, "b", "3");
    assert!(matches!(staging.commit(), Err(OutputError::Duplicate { .. })));
    assert_eq!(site.names(), [".wenda-manifest.json", "a"]);
}

#[test]
fn an_output_that_appears_during_the_first_build_is_not_overwritten() {
    let site = Site::new();
    let staging = site.open();
    put(&staging, "a", "1").expect("is written");
    site.write("a", "mine");
    assert!(matches!(staging.commit(), Err(OutputError::ForeignFile { .. })));
    assert_eq!((site.names(), site.read("a")), (vec!["a".to_owned()], "mine".into()));
    assert!(site.is_tidy());
}

#[test]
fn a_second_build_waits_for_the_first() {
    let site = Site::published(Way::Exchange, &[("a", "1")]);
    let output = site.output();
    let first = site.open();
    put(&first, "a", "2").expect("is written");
    let error = Staging::open(&output, Duration::from_millis(40)).expect_err("is taken");
    assert!(matches!(error, OutputError::Locked { .. }));
    std::thread::scope(|scope| {
        let second = scope.spawn(|| {
            let second = Staging::open(&output, Duration::from_secs(20)).expect("gets its turn");
            put(&second, "a", "3").expect("is written");
            second.commit().expect("is published")
        });
        std::thread::sleep(Duration::from_millis(60));
        first.commit().expect("is published");
        assert_eq!(second.join().expect("does not panic").written, 1);
    });
    assert_eq!(site.read("a"), "3");
}

// Manifests that cannot be believed.

#[test]
fn without_a_readable_manifest_nothing_is_removed_and_the_same_files_are_taken_over() {
    let newer = r#"{"version":2,"files":{}}"#;
    for (way, manifest) in WAYS.into_iter().zip(["", "\u{1}\u{2}garbage", newer]) {
        let site = Site::published(way, &[("a", "1"), ("b", "1"), ("c", "1")]);
        site.write(".wenda-manifest.json", manifest);
        let report = site.build(&[("a", "1"), ("b", "2")]).expect("is published");
        assert!(report.manifest_recovered);
        assert_eq!((report.written, report.unchanged, report.removed), (1, 1, 0));
        assert_eq!((report.foreign, site.read("b"), site.read("c")), (1, "2".into(), "1".into()));
        let report = site.build(&[("a", "1")]).expect("is published");
        assert_eq!((report.manifest_recovered, report.removed, report.foreign), (false, 1, 1));
    }
}

#[test]
fn a_crafted_manifest_removes_nothing_outside_or_inside() {
    for way in WAYS {
        let site = Site::published(way, &[("a", "1")]);
        fs::write(site.at("x"), "precious").expect("can write");
        let absolute = site.at("x").display().to_string().replace('\\', "\\\\");
        for path in ["../x", "a/../../x", "/etc/hostname", &absolute, "..\\\\x", ""] {
            let entry = format!(r#""{path}": {{"blake3": "", "bytes": 8}}"#);
            let mine = r#""mine": {"blake3": "", "bytes": 4}"#;
            site.write("mine", "mine");
            site.write(".wenda-manifest.json", &format!(r#"{{"version": 1, "files": {{{mine}, {entry}}}}}"#));
            let report = site.build(&[("a", "1")]).expect("is published");
            assert!(report.manifest_recovered && report.removed == 0);
            assert_eq!(fs::read_to_string(site.at("x")).expect("is there"), "precious");
            assert_eq!(site.read("mine"), "mine");
        }
    }
}

// What a killed build leaves. Each test makes the state on disk by hand and lets the next `open` find it.

const OLD: [(&str, &str); 3] = [("a", "old"), ("gone", "old"), ("p/q", "same")];
const NEW: [(&str, &str); 4] = [("a", "new"), ("n/m", "new"), ("index.html", "new"), ("p/q", "same")];

/// A published old tree, and a staging folder that holds a complete new one.
fn with_staged(way: Way) -> (Site, PathBuf) {
    let site = Site::published(way, &OLD);
    site.write("CNAME", "mine");
    let donor = Site::published(Way::Exchange, &NEW);
    let staging = match way {
        Way::InPlace => site.public(".wenda-staging"),
        _ => site.at(".public.wenda-staging"),
    };
    fs::create_dir(&staging).expect("can make");
    copy_tree(&donor.at("public"), &staging.join("new"));
    if way != Way::InPlace {
        fs::write(staging.join("new/CNAME"), "mine").expect("can write");
    }
    (site, staging)
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("can make");
    for (name, look) in looks(from) {
        match look.content.as_str() {
            "folder" => fs::create_dir_all(to.join(name)).expect("can make"),
            text => {
                let path = to.join(name);
                fs::create_dir_all(path.parent().expect("has a parent")).expect("can make");
                fs::write(path, text).expect("can write");
            }
        }
    }
}

fn write_journal(staging: &Path, journal: &str) {
    fs::write(staging.join("journal"), journal).expect("can write");
}

#[cfg(unix)]
fn swap_journal(new: &Path) -> String {
    use std::os::unix::fs::MetadataExt;
    let standing = fs::metadata(new).expect("is there");
    format!(r#"{{"swap":{{"new":{{"disk":{},"number":{}}}}}}}"#, standing.dev(), standing.ino())
}

#[cfg(not(unix))]
fn swap_journal(_: &Path) -> String {
    r#"{"swap":{"new":null}}"#.to_owned()
}

/// Opens and drops a build: only the recovery is left to see.
fn recover(site: &Site) {
    drop(site.open());
    assert!(site.is_tidy());
}

fn texts(site: &Site) -> Vec<(String, String)> {
    let looks = site.looks().into_iter();
    let files = looks
        .filter(|(name, look)| look.content != "folder" && name != ".wenda-manifest.json" && name != "CNAME");
    files.map(|(name, look)| (name, look.content)).collect()
}

fn assert_is(site: &Site, files: &[(&str, &str)]) {
    let mut wanted: Vec<_> = files.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
    wanted.sort();
    assert_eq!(texts(site), wanted);
    assert_eq!(site.read("CNAME"), "mine");
    let report = site.build(files).expect("the next build works");
    assert_eq!(report.how, How::Unchanged, "the manifest fits the tree");
}

#[test]
fn killed_while_staging_leaves_the_old_tree() {
    for way in WAYS {
        let (site, staging) = with_staged(way);
        fs::write(staging.join("journal.part"), "{").expect("can write");
        recover(&site);
        assert_is(&site, &OLD);
    }
}

#[test]
fn killed_after_the_journal_but_before_the_exchange_leaves_the_old_tree() {
    let (site, staging) = with_staged(Way::Exchange);
    write_journal(&staging, &swap_journal(&staging.join("new")));
    recover(&site);
    assert_is(&site, &OLD);
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn killed_after_the_exchange_leaves_the_new_tree_and_sweeps_the_old_one() {
    let (site, staging) = with_staged(Way::Exchange);
    site.write("late/file", "came late");
    site.write("p/late", "came late");
    site.write("gone-folder/deep/late", "came late");
    write_journal(&staging, &swap_journal(&staging.join("new")));
    disk::exchange(&staging.join("new"), &site.at("public")).expect("can exchange");
    recover(&site);
    for late in ["late/file", "p/late", "gone-folder/deep/late"] {
        assert_eq!(site.read(late), "came late");
        fs::remove_file(site.public(late)).expect("can remove");
    }
    assert_is(&site, &NEW);
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn of_a_foreign_file_in_both_trees_the_newer_one_stays() {
    for (left_is_newer, expected) in [(true, "changed late"), (false, "mine")] {
        let (site, staging) = with_staged(Way::Exchange);
        site.write("CNAME", "changed late");
        let (kept, left) = (staging.join("new/CNAME"), site.public("CNAME"));
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let older = if left_is_newer { &kept } else { &left };
        let file = fs::File::options().write(true).open(older);
        file.and_then(|file| file.set_modified(old)).expect("can set");
        write_journal(&staging, &swap_journal(&staging.join("new")));
        disk::exchange(&staging.join("new"), &site.at("public")).expect("can exchange");
        recover(&site);
        assert_eq!(site.read("CNAME"), expected);
    }
}

#[test]
fn killed_between_two_renames_brings_the_old_tree_back() {
    let (site, staging) = with_staged(Way::TwoRenames);
    write_journal(&staging, &swap_journal(&staging.join("new")));
    fs::rename(site.at("public"), staging.join("old")).expect("can rename");
    recover(&site);
    assert_is(&site, &OLD);
}

#[test]
fn killed_after_two_renames_leaves_the_new_tree_and_sweeps_the_old_one() {
    let (site, staging) = with_staged(Way::TwoRenames);
    site.write("late/file", "came late");
    write_journal(&staging, &swap_journal(&staging.join("new")));
    fs::rename(site.at("public"), staging.join("old")).expect("can rename");
    fs::rename(staging.join("new"), site.at("public")).expect("can rename");
    recover(&site);
    assert_eq!(site.read("late/file"), "came late");
    fs::remove_file(site.public("late/file")).expect("can remove");
    fs::remove_dir(site.public("late")).expect("can remove");
    assert_is(&site, &NEW);
}

#[test]
fn killed_while_the_old_tree_was_being_deleted_brings_nothing_back() {
    let (site, staging) = with_staged(Way::TwoRenames);
    fs::rename(site.at("public"), staging.join("old")).expect("can rename");
    fs::rename(staging.join("new"), site.at("public")).expect("can rename");
    fs::remove_file(staging.join("old/.wenda-manifest.json")).expect("can remove");
    recover(&site);
    assert_is(&site, &NEW);
}

#[test]
fn killed_at_any_step_in_place_is_finished_by_the_next_open() {
    let staged: Vec<&str> = vec!["a", "n/m", "p/q", "index.html", "(removal)", ".wenda-manifest.json"];
    for done in 0..=staged.len() {
        let (site, staging) = with_staged(Way::InPlace);
        write_journal(&staging, r#"{"in-place":{"adopt":false}}"#);
        for step in &staged[..done] {
            if *step == "(removal)" {
                fs::remove_file(site.public("gone")).expect("can remove");
            } else {
                let to = site.public(step);
                fs::create_dir_all(to.parent().expect("has a parent")).expect("can make");
                fs::rename(staging.join("new").join(step), to).expect("can move");
            }
        }
        recover(&site);
        assert_is(&site, &NEW);
    }
}

#[test]
fn killed_while_publishing_in_place_for_the_first_time_is_still_accepted_as_ours() {
    for beside in [false, true] {
        let (site, mut staging) = with_staged(Way::InPlace);
        for (name, _) in OLD {
            fs::remove_file(site.public(name)).expect("can remove");
        }
        fs::remove_dir(site.public("p")).expect("can remove");
        fs::remove_file(site.public(".wenda-manifest.json")).expect("can remove");
        write_journal(&staging, r#"{"in-place":{"adopt":false}}"#);
        fs::rename(staging.join("new/a"), site.public("a")).expect("can move");
        if beside {
            let there = site.at(".public.wenda-staging");
            fs::rename(&staging, &there).expect("can move");
            staging = there;
        }
        assert!(staging.exists());
        recover(&site);
        assert_is(&site, &NEW);
    }
}

#[test]
fn a_foreign_file_that_blocks_finishing_in_place_is_named_until_it_is_moved() {
    for late in ["n", "index.html", "index.html/x"] {
        let (site, staging) = with_staged(Way::InPlace);
        write_journal(&staging, r#"{"in-place":{"adopt":false}}"#);
        site.write(late, "came late");
        let blocked = Staging::open(&site.output(), Duration::ZERO).expect_err("is blocked");
        let name = late.trim_end_matches("/x");
        let OutputError::HalfMoved { because } = &blocked else { panic!("{blocked}") };
        let is_named = |paths: &[PathBuf]| paths == [Path::new(name)];
        assert!(matches!(&**because, OutputError::ForeignFile { paths, .. } if is_named(paths)));
        assert!(!blocked.to_string().contains("not changed"), "{blocked}");
        assert_eq!(site.read(late), "came late");
        fs::rename(site.public(name), site.at("moved")).expect("can move");
        recover(&site);
        assert_is(&site, &NEW);
    }
}

#[test]
fn a_foreign_file_with_the_wanted_bytes_does_not_block_finishing_in_place() {
    let (site, staging) = with_staged(Way::InPlace);
    write_journal(&staging, r#"{"in-place":{"adopt":false}}"#);
    site.write("index.html", "new");
    recover(&site);
    assert_is(&site, &NEW);
}

#[test]
fn a_journal_that_cannot_be_read_is_not_taken_for_none() {
    // It was: an input error then threw away a finished build, or an old tree that was not swept yet.
    let (site, staging) = with_staged(Way::InPlace);
    let before = site.looks();
    fs::create_dir(staging.join("journal")).expect("can make");
    let error = site.checked().and_then(|output| Staging::open(&output, Duration::ZERO));
    let error = error.expect_err("cannot be read");
    assert!(error.to_string().contains("journal"), "{error}");
    assert_eq!(before.len() + 1, site.looks().len());
    fs::remove_dir(staging.join("journal")).expect("can remove");
    recover(&site);
    assert_is(&site, &OLD);
}

// The offline copy.

fn write_copy(site: &Site, is_stopped: &dyn Fn() -> bool) -> Result<usize, OutputError> {
    let copy = OfflineCopy::check(&site.at("help.zip"), &site.output(), &site.at(""));
    copy.expect("is accepted").write(&site.output(), &[], is_stopped)
}

#[test]
fn a_copy_that_is_stopped_leaves_the_old_one_and_nothing_else() {
    let site = Site::published(Way::Exchange, &[("index.html", "old"), ("z.html", "z")]);
    write_copy(&site, &|| false).expect("is written");
    let before = fs::read(site.at("help.zip")).expect("is there");
    site.build(&[("index.html", "new"), ("z.html", "z")]).expect("is published");
    let asked = std::cell::Cell::new(0);
    let error = write_copy(&site, &|| asked.replace(asked.get() + 1) == 2).expect_err("is stopped");
    assert!(error.to_string().starts_with("interrupted; the site is published"), "{error}");
    assert_eq!(fs::read(site.at("help.zip")).expect("is there"), before);
    assert_eq!(fs::read_dir(site.at("")).expect("is there").count(), 3);
}

#[test]
fn a_published_file_that_something_else_changed_is_named_and_not_copied() {
    let site = Site::published(Way::Exchange, &[("index.html", "text")]);
    site.write("index.html", "tixt");
    let error = write_copy(&site, &|| false).expect_err("is refused");
    assert!(error.to_string().contains("index.html` is not what this build published"), "{error}");
    assert!(error.zh().contains("不是这次构建发布的内容"), "{}", error.zh());
    assert!(!site.at("help.zip").exists());
}

// What people are told.

#[test]
fn system_errors_name_the_path_the_step_and_the_remedy_in_two_languages() {
    let path = Path::new("public/a.html");
    let full = Step::Write.at(path)(std::io::ErrorKind::StorageFull.into());
    assert_eq!(
        full.to_string(),
        "no space left on the disk while writing `public/a.html`; make room and build again"
    );
    assert_eq!(full.zh(), "写入 `public/a.html` 时磁盘空间不足；请腾出空间后重新构建");
    let half = OutputError::HalfMoved { because: Box::new(full) };
    assert!(half.to_string().contains("build again, which finishes it first: no space left"));
    assert!(half.zh().contains("磁盘空间不足"));
}

#[test]
fn clashes_are_listed_up_to_five() {
    let paths = (1..=7).map(|number| PathBuf::from(format!("{number}.html"))).collect();
    let error = OutputError::ForeignFile { folder: "public".into(), paths };
    assert!(error.to_string().contains("7 files that wenda did not make"));
    assert!(error.to_string().contains("`5.html` and more; move"), "{error}");
    assert!(error.to_string().ends_with("; the published site was not changed"));
    assert!(error.zh().contains("有 7 个文件不是由 wenda 生成的"), "{}", error.zh());
}
