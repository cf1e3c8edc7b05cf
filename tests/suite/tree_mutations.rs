//! Every small mistake in the trees of this repository is found where it is.
//!
//! Each mutation changes one place of one file: a target is misspelt, a node is taken out, two labels are made equal,
//! a translation is taken out, an answer is led back in a circle. It counts as caught when some error stands on the right
//! line and, where the mistake has a column, at it.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use wenda::config::{self, Locale, SiteConfig};
use wenda::diag::{Code, Diagnostic};
use wenda::document;
use wenda::site::{self, Site, SiteOptions};
use wenda::source::{FileId, ReadLimits, SourceTree, read};
use wenda::troubleshooter::{FOLDER, FileKind, LocalText, TreeFile, compile, parse_file};

/// One changed file and where the mistake must be reported.
struct Mutation {
    kind: &'static str,
    /// What was done, for the failure message.
    what: String,
    text: String,
    /// Byte offsets in the changed text; any of them will do.
    places: Vec<usize>,
    codes: &'static [Code],
}

struct TreeText<'a> {
    tree: TreeFile,
    text: &'a str,
}

impl TreeText<'_> {
    fn replaced(&self, start: usize, end: usize, with: &str) -> String {
        format!("{}{with}{}", &self.text[..start], &self.text[end..])
    }

    fn targets(&self) -> Vec<(usize, &str, usize, usize)> {
        let mut targets = Vec::new();
        for (at, node) in self.tree.nodes.iter().enumerate() {
            let written = match node.kind.as_ref().unwrap() {
                FileKind::Ask(ask) => ask.answers.iter().filter_map(|answer| answer.go.as_ref()).collect(),
                FileKind::Try(fix) => fix.ways.iter().map(|(_, target)| target).collect(),
                FileKind::End(_) => Vec::new(),
            };
            targets.extend(written.into_iter().map(|it| (at, it.value.as_str(), it.span.start, it.span.end)));
        }
        targets
    }

    fn misspelt_targets(&self) -> Vec<Mutation> {
        let misspelt = |(_, name, start, end): (usize, &str, usize, usize)| {
            // Two letters change places; an x is put in where that changes nothing.
            let mut letters: Vec<char> = name.chars().collect();
            let swap = (0..letters.len() - 1).rev().find(|at| letters[*at] != letters[at + 1] && *at > 0);
            match swap {
                Some(at) => letters.swap(at, at + 1),
                None => letters.insert(1, 'x'),
            }
            let wrong: String = letters.into_iter().collect();
            Mutation {
                kind: "target misspelt",
                what: format!("{name} -> {wrong}"),
                text: self.replaced(start, end, &wrong),
                places: vec![start],
                codes: &[Code::TreeTargetUnknown],
            }
        };
        self.targets().into_iter().map(misspelt).collect()
    }

    /// From its id to the id of the next node.
    fn removed_nodes(&self) -> Vec<Mutation> {
        let nodes = &self.tree.nodes;
        let removed = |at: usize| {
            let (id, start) = (&nodes[at].id.value, nodes[at].id.span.start);
            let end = nodes.get(at + 1).map_or(self.text.len(), |next| next.id.span.start);
            let moved = |place: usize| if place >= end { place - (end - start) } else { place };
            let named = self.targets().into_iter().filter(|(from, name, ..)| name == id && *from != at);
            let mut places: Vec<usize> = named.map(|(_, _, place, _)| moved(place)).collect();
            let is_start = self.tree.start.as_ref().unwrap().value == *id;
            if is_start {
                places.push(self.tree.start.as_ref().unwrap().span.start);
            }
            Mutation {
                kind: "node removed",
                what: id.clone(),
                text: self.replaced(start, end, ""),
                places,
                codes: &[Code::TreeTargetUnknown, Code::TreeStartUnknown],
            }
        };
        (0..nodes.len()).map(removed).collect()
    }

    fn doubled_labels(&self) -> Vec<Mutation> {
        let mut mutations = Vec::new();
        for node in &self.tree.nodes {
            let FileKind::Ask(ask) = node.kind.as_ref().unwrap() else { continue };
            for two in ask.answers.windows(2) {
                for (locale, second) in &two[1].text.texts {
                    let first = &two[0].text.texts[locale];
                    let quoted = &self.text[first.span.start..first.span.end];
                    mutations.push(Mutation {
                        kind: "label doubled",
                        what: format!("{} {locale}", two[1].id.value),
                        text: self.replaced(second.span.start, second.span.end, quoted),
                        places: vec![second.span.start],
                        codes: &[Code::TreeAnswerDuplicate],
                    });
                }
            }
        }
        mutations
    }

    /// `en: "…", ` goes, key and comma with it, or the line that holds nothing else.
    fn removed_translations(&self) -> Vec<Mutation> {
        let removed = |(name, text, locale): (String, &LocalText, &Locale)| {
            let written = &text.texts[locale];
            let before = &self.text[..written.span.start];
            let line = before.rfind('\n').unwrap() + 1;
            if !before[line..].contains(['{', ',']) {
                let end = written.span.end + 1;
                return self.removed(line, end, &name, locale, text.span.unwrap().start);
            }
            let start = before.rfind([',', '{']).unwrap();
            // The first entry of a mapping keeps its bracket and gives up its comma.
            let (start, end) = match self.text[start..].starts_with('{') {
                true => (
                    start + 1,
                    written.span.end + self.text[written.span.end..].find(',').map_or(0, |at| at + 2),
                ),
                false => (start, written.span.end),
            };
            self.removed(start, end, &name, locale, text.span.unwrap().start)
        };
        let texts = self.tree.texts();
        let pairs = texts.into_iter().flat_map(|(name, text)| {
            text.texts.keys().map(move |locale| (name.clone(), text, locale)).collect::<Vec<_>>()
        });
        pairs.map(removed).collect()
    }

    fn removed(&self, start: usize, end: usize, name: &str, locale: &Locale, place: usize) -> Mutation {
        Mutation {
            kind: "translation removed",
            what: format!("{name} {locale}"),
            text: self.replaced(start, end, ""),
            places: vec![if place >= end { place - (end - start) } else { place }],
            codes: &[Code::TreeTextMissing],
        }
    }

    /// Every answer is led back to each node that leads to it.
    fn circles(&self) -> Vec<Mutation> {
        let mut mutations = Vec::new();
        for (from, name, start, end) in self.targets() {
            for back in self.ancestors(from) {
                let id = &self.tree.nodes[back].id.value;
                mutations.push(Mutation {
                    kind: "led in a circle",
                    what: format!("{} -> {id} instead of {name}", self.tree.nodes[from].id.value),
                    text: self.replaced(start, end, id),
                    places: vec![start],
                    codes: &[Code::TreeCycle],
                });
            }
        }
        mutations
    }

    /// A node and all that lead to it.
    fn ancestors(&self, node: usize) -> Vec<usize> {
        let targets = self.targets();
        let mut found = vec![node];
        let mut at = 0;
        while at < found.len() {
            let id = &self.tree.nodes[found[at]].id.value;
            for (from, name, ..) in &targets {
                if name == id && !found.contains(from) {
                    found.push(*from);
                }
            }
            at += 1;
        }
        found
    }
}

/// The project, and the site that its documents make; the trees are compiled against it again and again.
struct Project {
    sources: SourceTree,
    config: SiteConfig,
}

impl Project {
    fn read() -> Project {
        let sources = read(Path::new(env!("CARGO_MANIFEST_DIR")), ReadLimits::default()).unwrap();
        let config = config::parse(&sources).value;
        Project { sources, config }
    }

    fn site(&self) -> Site<'_> {
        let options = SiteOptions { date: "2026-11-23".parse().unwrap(), drafts: false, base_url: None };
        let documents = document::parse_all(&self.sources, &self.config).value;
        site::resolve(documents, &self.sources, &self.config, &options).value
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "the table is for people who ask for it with --no-capture")]
fn every_single_mistake_in_the_trees_is_found_at_its_place() {
    let project = Project::read();
    let site = project.site();
    assert_eq!(compile(&project.sources, &site).diagnostics, []);
    let locales = ["zh-CN", "en"].map(|code| Locale::parse(code).unwrap());
    let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
    let mut missed = Vec::new();
    for (_, file) in project.sources.files() {
        let (path, text) = (file.path.as_str(), file.as_text().unwrap_or_default());
        if !path.starts_with(FOLDER) {
            continue;
        }
        let id = path.strip_prefix(FOLDER).unwrap().strip_suffix(".yaml").unwrap();
        let tree = parse_file(FileId(0), id, text, &locales).value.unwrap();
        let tree = TreeText { tree, text };
        let all = [
            tree.misspelt_targets(),
            tree.removed_nodes(),
            tree.doubled_labels(),
            tree.removed_translations(),
            tree.circles(),
        ];
        let all: Vec<Mutation> = all.into_iter().flatten().collect();
        for mutation in &all {
            *tried.entry(mutation.kind).or_default() += 1;
        }
        let check = |mutation: &Mutation| check(&project.sources, &site, path, mutation);
        missed.extend(all.par_iter().filter_map(check).collect::<Vec<_>>());
    }
    let table: String = tried
        .iter()
        .map(|(kind, count)| {
            let missed = missed.iter().filter(|(other, _)| other == kind).count();
            format!("{kind}: {count} tried, {} caught, {missed} missed\n", count - missed)
        })
        .collect();
    assert!(missed.is_empty(), "{table}{missed:#?}");
    assert_eq!(tried.len(), 5, "{table}");
    // Shown with `--no-capture`.
    println!("{table}");
}

fn check(
    sources: &SourceTree,
    site: &Site<'_>,
    path: &str,
    mutation: &Mutation,
) -> Option<(&'static str, String)> {
    let changed = sources.clone().overlaid_with(SourceTree::from_texts([(path, mutation.text.as_str())]));
    let (file, _) = changed.find(path).unwrap();
    let errors = compile(&changed, site).diagnostics;
    let hits = |it: &Diagnostic| {
        let places = it.span.into_iter().chain(it.related.iter().map(|(span, _)| *span));
        let mut places = places.filter(|span| span.file == file);
        mutation.codes.contains(&it.code) && places.any(|span| mutation.places.contains(&span.start))
    };
    if errors.iter().any(hits) {
        return None;
    }
    let shown: Vec<String> =
        errors.iter().map(|it| format!("{}: {}", it.code.name(), it.message.en)).collect();
    Some((mutation.kind, format!("{path}: {}: {shown:?}", mutation.what)))
}
