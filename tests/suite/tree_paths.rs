//! Every path of every tree, walked over the built pages by their links alone, as a reader without JavaScript would.
//!
//! What is expected comes from the files as they are written, not from what the renderer makes of them.

use std::collections::BTreeMap;
use std::path::Path;

use wenda::config::Locale;
use wenda::pipeline::BuildOptions;
use wenda::source::{ReadLimits, SourceTree, read};
use wenda::troubleshooter::{FOLDER, FileKind, TreeFile, parse_file};

use crate::site::{Built, TestSite};

/// One path: the answers as pairs, and the outcome's node.
struct ExpectedPath {
    steps: Vec<(String, String)>,
    end: String,
}

fn repository() -> (SourceTree, Built) {
    let sources = read(Path::new(env!("CARGO_MANIFEST_DIR")), ReadLimits::default()).unwrap();
    let options = BuildOptions {
        date: "2026-11-23".parse().unwrap(),
        drafts: false,
        base_url: wenda::config::BaseUrl::parse("https://example.com/").ok(),
        strict: true,
        style_guide: false,
    };
    let built = Built::from_sources(sources.clone(), &options);
    (sources, built)
}

fn locales() -> Vec<Locale> {
    ["zh-CN", "en"].map(|code| Locale::parse(code).unwrap()).to_vec()
}

fn trees(sources: &SourceTree) -> Vec<TreeFile> {
    let files = sources.files().filter_map(|(id, file)| {
        Some((id, file.path.as_str().strip_prefix(FOLDER)?.strip_suffix(".yaml")?.to_string()))
    });
    files.map(|(file, id)| parse_file(file, &id, sources.text(file), &locales()).value.unwrap()).collect()
}

/// Pairs of an answer's id and the node it leads to.
fn ways(tree: &TreeFile, node: &str) -> Vec<(String, String)> {
    let node = tree.nodes.iter().find(|other| other.id.value == node).unwrap();
    match node.kind.as_ref().unwrap() {
        FileKind::Ask(ask) => ask
            .answers
            .iter()
            .map(|answer| (answer.id.value.clone(), answer.go.as_ref().unwrap().value.clone()))
            .collect(),
        FileKind::Try(fix) => fix.ways.iter().map(|(way, to)| (way.to_string(), to.value.clone())).collect(),
        FileKind::End(_) => Vec::new(),
    }
}

fn paths(tree: &TreeFile) -> Vec<ExpectedPath> {
    let mut paths = Vec::new();
    let mut open = vec![(Vec::new(), tree.start.as_ref().unwrap().value.clone())];
    while let Some((steps, node)) = open.pop() {
        let ways = ways(tree, &node);
        for (answer, to) in &ways {
            let step = (node.clone(), answer.clone());
            open.push((steps.iter().cloned().chain([step]).collect(), to.clone()));
        }
        if ways.is_empty() {
            paths.push(ExpectedPath { steps, end: node });
        }
    }
    paths
}

/// The words that a page must show for a node: its own text, if it has one.
fn words(tree: &TreeFile, node: &str, locale: &Locale) -> Option<String> {
    let node = tree.nodes.iter().find(|other| other.id.value == node).unwrap();
    let text = match node.kind.as_ref().unwrap() {
        FileKind::Ask(ask) => &ask.text,
        FileKind::Try(fix) => &fix.text,
        FileKind::End(end) => &end.text,
    };
    text.texts.get(locale).map(|text| text.value.clone())
}

fn outcome(tree: &TreeFile, node: &str) -> &'static str {
    let node = tree.nodes.iter().find(|other| other.id.value == node).unwrap();
    match node.kind.as_ref().unwrap() {
        FileKind::End(end) => end.kind.name(),
        _ => panic!("{} is no outcome", node.id.value),
    }
}

// ---- a page as a reader without JavaScript has it

struct Page<'a> {
    path: String,
    html: &'a str,
}

impl Page<'_> {
    fn between(&self, start: &str, end: &str) -> Option<&str> {
        let html = &self.html[self.html.find(start)? + start.len()..];
        Some(&html[..html.find(end)?])
    }

    fn heading(&self) -> String {
        assert_eq!(self.html.matches("<h1").count(), 1, "{}", self.path);
        let heading = self.between("<h1", "</h1>").unwrap();
        unescaped(&heading[heading.find('>').unwrap() + 1..])
    }

    /// The value of an attribute of the first tag after `marker`, or before it within that tag.
    fn tag_with(&self, marker: &str) -> Option<&str> {
        let at = self.html.find(marker)?;
        let start = self.html[..at].rfind('<')?;
        Some(&self.html[start..start + self.html[start..].find('>')?])
    }

    fn link(&self, marker: &str) -> Option<String> {
        let tag = self.tag_with(marker).unwrap_or_else(|| panic!("no {marker} on {}", self.path));
        Some(resolved(&self.path, attribute(tag, "href")?))
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?;
    value.split('"').next()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// A relative address from a folder of the site.
fn resolved(from: &str, to: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').filter(|folder| !folder.is_empty()).collect();
    for part in to.split('#').next().unwrap().split('/') {
        match part {
            ".." => {
                folders.pop();
            }
            "." | "" => {}
            name => folders.push(name),
        }
    }
    folders.iter().map(|folder| format!("{folder}/")).collect()
}

fn page<'a>(files: &'a BTreeMap<String, String>, path: &str) -> Page<'a> {
    let html = files.get(path).unwrap_or_else(|| panic!("no page {path}"));
    Page { path: path.to_string(), html }
}

/// The HTML of all pages by address.
fn pages(built: &Built) -> BTreeMap<String, String> {
    let paths = built.all_paths().filter_map(|path| Some((path.strip_suffix("index.html")?, path)));
    paths.map(|(address, path)| (address.to_string(), built.file(path))).collect()
}

// ---- the walk

/// Walks one path and gives the number of pages seen.
fn walk(tree: &TreeFile, path: &ExpectedPath, locale: &Locale, files: &BTreeMap<String, String>) -> usize {
    let prefix = if locale.as_str() == "en" { "en/" } else { "" };
    let mut here = page(files, &format!("{prefix}troubleshoot/{}/", tree.id));
    let longest = longest(tree);
    for (at, (node, answer)) in path.steps.iter().enumerate() {
        check_node(&here, tree, node, locale, path, at);
        let left = if longest[node] == 1 { "1 ".to_string() } else { longest[node].to_string() };
        let shown = here.between("<p class=\"tree__left\">", "</p>").unwrap();
        assert!(shown.contains(left.trim()), "{} says {shown}, not {left}", here.path);
        let next = here.link(&format!("data-answer=\"{answer}\"")).unwrap();
        let back = here.path.clone();
        here = page(files, &next);
        assert_eq!(here.link("class=\"back__link\""), Some(back), "back from {next}");
    }
    check_node(&here, tree, &path.end, locale, path, path.steps.len());
    check_end(&here, tree, path, locale);
    path.steps.len() + 1
}

fn check_node(here: &Page<'_>, tree: &TreeFile, node: &str, locale: &Locale, path: &ExpectedPath, at: usize) {
    if let Some(words) = words(tree, node, locale) {
        assert_eq!(here.heading(), words, "{}", here.path);
    }
    // “Your answers”: every answer so far, each with the way to its own question.
    let start = format!("/{}/", tree.id);
    let base = &here.path[..here.path.find(&start).unwrap() + start.len()];
    let rows: Vec<&str> = here.html.split("<li class=\"trail__step\" data-step=\"").skip(1).collect();
    assert_eq!(rows.len(), at, "{}", here.path);
    for (row, (asked, answer)) in rows.iter().zip(&path.steps) {
        assert!(row.starts_with(&format!("{asked}.{answer}\"")), "{}: {row}", here.path);
    }
    for (index, row) in rows.iter().enumerate() {
        let change = attribute(row, "href").unwrap();
        let before: String =
            path.steps[..index].iter().map(|(node, answer)| format!("{node}.{answer}/")).collect();
        assert_eq!(resolved(&here.path, change), format!("{base}{before}"), "change on {}", here.path);
    }
}

fn check_end(here: &Page<'_>, tree: &TreeFile, path: &ExpectedPath, locale: &Locale) {
    let kind = outcome(tree, &path.end);
    let main = here.tag_with("data-module=\"tree\"").unwrap();
    assert_eq!(attribute(main, "data-kind"), Some(kind), "{}", here.path);
    assert_eq!(attribute(main, "data-node"), Some(path.end.as_str()), "{}", here.path);
    assert!(!here.html.contains("data-answer="), "{}", here.path);
    let case = here.between("data-part=\"case\"", "</pre>");
    assert_eq!(case.is_some(), kind == "contact", "{}", here.path);
    let Some(case) = case.map(unescaped) else { return };
    // In the reader's language and in that of the sources.
    for locale in [locale, &locales()[0]] {
        let questions = path.steps.iter().filter_map(|(node, _)| words(tree, node, locale));
        for question in questions {
            assert!(case.contains(&question), "{} lacks {question}", here.path);
        }
    }
    let pairs: Vec<String> = path.steps.iter().map(|(node, answer)| format!("{node}.{answer}")).collect();
    let address = format!("https://example.com/{}\n", here.path);
    assert!(case.contains(&address) && case.ends_with(&format!("{}\n", pairs.join(","))), "{case}");
}

/// The most answers that may follow at each node, by walking, since these trees are small.
fn longest(tree: &TreeFile) -> BTreeMap<String, usize> {
    let mut longest = BTreeMap::new();
    while longest.len() < tree.nodes.len() {
        for node in &tree.nodes {
            let ways = ways(tree, &node.id.value);
            let next: Option<Vec<usize>> = ways.iter().map(|(_, to)| longest.get(to).copied()).collect();
            if let Some(next) = next {
                longest.insert(node.id.value.clone(), next.iter().max().map_or(0, |most| most + 1));
            }
        }
    }
    longest
}

#[test]
#[allow(clippy::print_stdout, reason = "the table is for people who ask for it with --no-capture")]
fn every_path_of_every_tree_leads_to_its_outcome_in_both_languages() {
    let (sources, built) = repository();
    assert_eq!(built.diagnostics, "");
    let files = pages(&built);
    let mut table = String::new();
    for tree in trees(&sources) {
        let paths = paths(&tree);
        for locale in locales() {
            let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
            let mut seen = 0;
            for path in &paths {
                seen += walk(&tree, path, &locale, &files);
                *ends.entry(outcome(&tree, &path.end)).or_default() += 1;
            }
            let (count, nodes) = (paths.len(), tree.nodes.len());
            table.push_str(&format!(
                "{} {locale}: {nodes} nodes, {count} paths, {seen} pages, {ends:?}\n",
                tree.id
            ));
        }
    }
    assert!(!table.is_empty());
    // Shown with `--no-capture`.
    println!("{table}");
}

#[test]
fn every_outcome_of_the_trees_is_reached_and_leads_to_pages_that_exist() {
    let (sources, built) = repository();
    let files = pages(&built);
    for tree in trees(&sources) {
        let ends: Vec<String> = paths(&tree).into_iter().map(|path| path.end).collect();
        for node in &tree.nodes {
            if matches!(node.kind, Some(FileKind::End(_))) {
                assert!(ends.contains(&node.id.value), "{} of {}", node.id.value, tree.id);
            }
            for prefix in ["", "en/"] {
                let path = match Some(&node.id.value) == tree.start.as_ref().map(|start| &start.value) {
                    true => format!("{prefix}troubleshoot/{}/", tree.id),
                    false => format!("{prefix}troubleshoot/{}/{}/", tree.id, node.id.value),
                };
                assert!(files.contains_key(&path), "{path}");
            }
        }
    }
}

#[test]
fn a_tree_with_too_many_paths_has_pages_of_nodes_only() {
    // Each question doubles the paths: 9 of them make 511 beginnings.
    let mut yaml = String::from("title: {zh: \"题\"}\nstart: q1\nnodes:\n");
    for number in 1..=9 {
        let to = if number == 9 { "x".to_string() } else { format!("q{}", number + 1) };
        yaml.push_str(&format!(
            "  q{number}: {{ask: {{zh: \"问{number}\"}}, answers: [{{id: a, zh: \"是\", go: {to}}}, {{id: unsure, zh: \"不知道\", go: {to}}}]}}\n"
        ));
    }
    yaml.push_str("  x: {end: solved, zh: \"好了\"}\n");
    let built = TestSite::new(&format!(
        "//- content/site.yaml\ndiagnostics: {{tree-question-idle: off, tree-path-long: off}}\n//- content/a.md\n# A\n//- content/troubleshooters/t.yaml\n{yaml}"
    ))
    .build();
    assert_eq!(built.diagnostics, "");
    assert!(built.has("troubleshoot/t/q2/index.html") && !built.has("troubleshoot/t/q1.a/index.html"));
    assert!(built.main("troubleshoot/t/index.html").contains("href=\"q2/\" data-answer=\"a\""));
}
