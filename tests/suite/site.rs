//! Tiny sites in one string, built in memory.
//!
//! ```text
//! //- content/a.md
//! # A
//! //- content/b.md
//! # B
//! ```

use std::collections::BTreeMap;

use wenda::artifact::{MemorySink, OutputPath};
use wenda::config::BaseUrl;
use wenda::diag::{self, Language};
use wenda::pipeline::{self, BuildOptions};
use wenda::source::SourceTree;

/// A site to build.
pub struct TestSite {
    files: Vec<(String, String)>,
    options: BuildOptions,
}

/// What came of it.
pub struct Built {
    files: BTreeMap<OutputPath, Vec<u8>>,
    /// One line per problem, in English.
    pub diagnostics: String,
    /// The same in Chinese.
    pub diagnostics_zh: String,
    /// The view for people, in English.
    pub human: String,
    /// Whether nothing would have been written.
    pub failed: bool,
}

impl TestSite {
    /// Files after `//- path` lines. The build date is 2026-11-23.
    pub fn new(fixture: &str) -> TestSite {
        let mut files: Vec<(String, String)> = Vec::new();
        for line in fixture.split_inclusive('\n') {
            match (line.strip_prefix("//- "), files.last_mut()) {
                (Some(path), _) => files.push((path.trim().to_string(), String::new())),
                (None, Some((_, text))) => text.push_str(line),
                (None, None) => assert!(line.trim().is_empty(), "text before the first `//- path`"),
            }
        }
        let options = BuildOptions {
            date: "2026-11-23".parse().unwrap(),
            drafts: false,
            base_url: BaseUrl::parse("https://example.com/").ok(),
            strict: false,
            style_guide: false,
        };
        TestSite { files, options }
    }

    /// A site of one document, `content/a.md`, with the title A and this body.
    pub fn of_body(body: &str) -> TestSite {
        // Images from elsewhere need no file; that they are reported has its own test.
        TestSite::new(&format!(
            "//- content/site.yaml\ndiagnostics: {{image-external: off}}\n//- content/a.md\n---\ntitle: A\n---\n{body}\n"
        ))
    }

    /// The same with one more file, whose text may hold anything.
    pub fn with(mut self, path: &str, text: &str) -> TestSite {
        self.files.push((path.to_string(), text.to_string()));
        self
    }

    pub fn options(mut self, change: impl FnOnce(&mut BuildOptions)) -> TestSite {
        change(&mut self.options);
        self
    }

    pub fn build(&self) -> Built {
        let sources =
            SourceTree::from_texts(self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        Built::from_sources(sources, &self.options)
    }
}

impl Built {
    /// Builds sources that are no fixture, such as the repository's own content.
    pub fn from_sources(sources: SourceTree, options: &BuildOptions) -> Built {
        let sink = MemorySink::new();
        let build = pipeline::build(sources, options, &sink).unwrap();
        let short = |language| diag::short(&build.diagnostics, &build.tree, language);
        Built {
            diagnostics: short(Language::English),
            diagnostics_zh: short(Language::Chinese),
            human: diag::human(&build.diagnostics, &build.tree, Language::English, false, 100),
            failed: build.diagnostics.has_errors(),
            files: sink.into_files(),
        }
    }

    /// Every path, the theme's included.
    pub fn all_paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(OutputPath::as_str)
    }

    /// The text of a file.
    pub fn file(&self, path: &str) -> String {
        match self.files.get(path) {
            Some(bytes) => String::from_utf8(bytes.clone()).unwrap(),
            None => panic!("no file `{path}`; there are {:#?}\n{}", self.paths(), self.diagnostics),
        }
    }

    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// All paths but the theme's.
    pub fn paths(&self) -> Vec<&str> {
        self.files.keys().map(OutputPath::as_str).filter(|path| !path.starts_with("_theme/")).collect()
    }

    /// What is inside `<main>`.
    pub fn main(&self, path: &str) -> String {
        between(&self.file(path), "<main", "</main>").to_string()
    }

    /// The document's own HTML.
    pub fn body(&self, path: &str) -> String {
        let file = self.file(path);
        let start = file.find("document__body").expect("the page shows a document");
        let html = &file[start..];
        let html = &html[html.find('>').unwrap() + 1..];
        html[..html.find("\n</div>\n").expect("the body is closed")].trim().to_string()
    }

    /// What is inside `<head>`.
    pub fn head(&self, path: &str) -> String {
        between(&self.file(path), "<head", "</head>").to_string()
    }
}

fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let html = &html[html.find(start).unwrap_or_else(|| panic!("no {start}"))..];
    &html[..html.find(end).unwrap_or_else(|| panic!("no {end}"))]
}

/// The HTML of one document's body, which must have no problems.
#[track_caller]
pub fn html(body: &str) -> String {
    let built = TestSite::of_body(body).build();
    assert_eq!(built.diagnostics, "");
    built.body("a/index.html")
}
