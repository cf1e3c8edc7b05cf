//! The repository holds its own rules: layers, who touches the disk, generated pages, no leftovers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Lowest first. A module uses modules of lower layers; modules of one layer do not use each other.
/// `docs/architecture.md` shows the same table.
const LAYERS: [&[&str]; 12] = [
    &["source", "date", "escape", "suggest"],
    &["diag", "flowchart"],
    &["yaml", "artifact"],
    &["config"],
    &["document", "theme"],
    &["site"],
    &["troubleshooter"],
    &["search"],
    &["render"],
    &["output", "pipeline"],
    &["serve"],
    &["cli"],
];

/// Files that may, with the modules in them, call what `clippy.toml` forbids; each gives its reason itself.
const MAY_TOUCH_THE_MACHINE: [&str; 10] = [
    "artifact.rs",
    "cli/build.rs",
    "cli/init.rs",
    "cli/project.rs",
    "cli/serve.rs",
    "cli/terminal.rs",
    "output/mod.rs",
    "pipeline.rs",
    "serve/mod.rs",
    "source/read.rs",
];

/// What a function may be longer for, with its length in lines.
const LONG_FUNCTIONS: [(&str, &str); 0] = [];
const LONGEST_FUNCTION: usize = 60;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Text of every file with this extension below a folder of the repository, by path in that folder.
fn texts(folder: &str, extension: &str) -> BTreeMap<String, String> {
    let top = root().join(folder);
    let mut texts = BTreeMap::new();
    let mut open = vec![top.clone()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|found| found == extension) {
            let name = path.strip_prefix(&top).unwrap().to_str().unwrap().replace('\\', "/");
            texts.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    assert!(!texts.is_empty(), "nothing in {folder}");
    texts
}

fn sources() -> BTreeMap<String, String> {
    texts("src", "rs")
}

fn architecture() -> Option<String> {
    fs::read_to_string(root().join("docs/architecture.md")).ok()
}

/// The code of a source file up to its tests, without comments. Good enough for code that rustfmt has laid out.
fn code(text: &str) -> String {
    let mut code = String::new();
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    for line in text.lines() {
        if !line.trim_start().starts_with("//") {
            writeln!(code, "{line}").unwrap();
        }
    }
    code
}

fn module_of(path: &str) -> &str {
    let end = path.find(['/', '.']).unwrap();
    &path[..end]
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// The modules that a text names as `crate::module`, also in `use crate::{a, b::C}`.
fn modules_used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut name = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => used.extend(first_name(&std::mem::take(&mut name))),
                    _ if depth == 0 => name.push(c),
                    _ => {}
                }
            }
            used.extend(first_name(&name));
        } else {
            used.extend(first_name(rest));
        }
    }
    used
}

fn first_name(path: &str) -> Option<String> {
    let name: String = path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

#[test]
fn the_names_in_a_use_list_are_all_found() {
    let used = modules_used("use crate::{a, b::{C, D}, e::F};\nuse crate::g::h;\ncrate::i::j();");
    assert_eq!(Vec::from_iter(used), ["a", "b", "e", "g", "i"]);
}

#[test]
fn modules_use_lower_layers_only() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        if matches!(module, "lib" | "main") {
            continue;
        }
        let layer = layer_of(module).unwrap_or_else(|| panic!("{module} has no layer"));
        for used in modules_used(&code(&text)) {
            if used != module && layer_of(&used).is_none_or(|used| used >= layer) {
                wrong.push(format!("{path} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_has_a_layer_and_every_layer_its_modules() {
    let modules: BTreeSet<String> = sources().keys().map(|path| module_of(path).to_string()).collect();
    let listed: BTreeSet<String> = LAYERS
        .iter()
        .flat_map(|modules| modules.iter())
        .chain(&["lib", "main"])
        .map(|m| m.to_string())
        .collect();
    assert_eq!(modules, listed);
}

#[test]
fn the_table_of_layers_is_the_one_in_the_documentation() {
    let Some(text) = architecture() else { return };
    let section = text.split("\n## ").find(|section| section.starts_with("Layers\n")).expect("## Layers");
    let rows =
        section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    let shown: Vec<(String, String)> =
        rows.skip(1).map(|(layer, modules)| (layer.to_string(), modules.replace('`', ""))).collect();
    let listed: Vec<(String, String)> = LAYERS
        .iter()
        .enumerate()
        .map(|(index, modules)| ((index + 1).to_string(), modules.join(", ")))
        .collect();
    assert_eq!(shown, listed);
}

#[test]
fn every_source_file_says_what_it_is_for() {
    let all = [("src", sources()), ("tests/suite", texts("tests/suite", "rs"))];
    for (folder, files) in all {
        for (path, text) in files {
            assert!(text.starts_with("//! "), "{folder}/{path} does not start with //!");
        }
    }
}

#[test]
fn only_listed_modules_may_touch_the_machine() {
    let allowing: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| text.contains("clippy::disallowed_methods"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(allowing, MAY_TOUCH_THE_MACHINE);
}

/// Clippy knows the functions; this also finds the names, should a new function of theirs be missing in clippy.toml.
#[test]
fn disk_clock_environment_and_streams_are_named_only_where_they_belong() {
    let table: [(&str, &[&str]); 5] = [
        ("std::fs|fs::|File::|OpenOptions", &["source/", "output/", "artifact.rs"]),
        ("std::env|env::", &["cli/", "output/lock.rs", "theme/builtin.rs"]),
        ("SystemTime", &["cli/"]),
        ("println!|print!|stdout()|stderr()", &["cli/"]),
        ("TcpListener|TcpStream", &["serve/"]),
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let code = code(&text);
        for (names, places) in &table {
            // `env!` is answered by the compiler, `SourceFile::` is ours.
            let found = names.split('|').find(|name| {
                code.match_indices(*name).any(|(at, _)| {
                    let before = code[..at].chars().next_back();
                    !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
                })
            });
            if let Some(name) = found
                && !places.iter().any(|place| path.starts_with(place))
                && path != "output/tests.rs"
            {
                wrong.push(format!("{path} names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn unsafe_code_is_forbidden_for_the_whole_package() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let lints = manifest.split("\n[").find(|section| section.starts_with("lints.rust]")).unwrap();
    assert!(lints.contains("\nunsafe_code = \"forbid\"\n"));
}

#[test]
fn every_dependency_is_named_in_the_documentation() {
    let Some(architecture) = architecture() else { return };
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let tables = manifest.split("\n[").filter(|section| {
        let name = section.split(']').next().unwrap();
        name.ends_with("dependencies") || name.ends_with("dependencies\"")
    });
    let lines = tables.flat_map(|table| table.lines().skip(1));
    let names: BTreeSet<&str> = lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| Some(line.split_once(" = ")?.0))
        .collect();
    assert!(names.contains("clap") && names.contains("insta") && names.contains("rustix"), "{names:?}");
    let missing: Vec<&&str> =
        names.iter().filter(|name| !architecture.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "not in docs/architecture.md: {missing:?}");
    let section = architecture.split("\n## ").find(|section| section.starts_with("Dependencies\n")).unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let shown = rows.flat_map(|row| row.split(" | ").next().unwrap().split(", "));
    let gone: Vec<&str> =
        shown.map(|name| name.trim_matches('`')).filter(|name| !names.contains(name)).collect();
    assert!(gone.is_empty(), "no longer in Cargo.toml: {gone:?}");
}

#[test]
fn the_reference_of_diagnostics_is_current() {
    let path = root().join("docs/diagnostics.md");
    let reference = wenda::cli::reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &reference).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == reference, "docs/diagnostics.md is out of date; run the tests with UPDATE_DOCS=1");
}

/// The names that theme authors can read of: fields of views, tokens, blocks.
#[test]
fn what_a_theme_can_use_is_documented() {
    let docs = fs::read_to_string(root().join("docs/themes.md")).unwrap();
    let words: BTreeSet<&str> =
        docs.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).collect();
    let mut names = Vec::new();
    for (path, text) in texts("src/render", "rs") {
        // A view is a struct that serialises; its fields are what its template sees.
        for view in text.split("Serialize)]").skip(1).filter_map(|it| it.split("\n}").next()) {
            let fields = view.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": "));
            names.extend(fields.map(|(field, _)| (path.clone(), field.to_string())));
        }
    }
    for (path, text) in texts("themes/default", "css") {
        let tokens = text.lines().filter_map(|line| line.trim().split_once(':'));
        let tokens = tokens.filter(|(name, _)| name.starts_with("--") && path.ends_with("tokens.css"));
        names.extend(tokens.map(|(name, _)| (path.clone(), name.to_string())));
    }
    for (path, text) in texts("themes/default/templates", "html") {
        let blocks = text.split("{% block ").skip(1).filter_map(|it| it.split(' ').next());
        names.extend(blocks.map(|name| (path.clone(), name.to_string())));
    }
    let unknown: Vec<_> = names.iter().filter(|(_, name)| !words.contains(name.as_str())).collect();
    assert!(names.len() > 200 && unknown.is_empty(), "not in docs/themes.md: {unknown:#?}");
}

#[test]
fn every_test_module_is_declared() {
    let main = fs::read_to_string(root().join("tests/suite/main.rs")).unwrap();
    let declared: BTreeSet<String> = main
        .lines()
        .filter_map(|line| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_string()))
        .collect();
    let written: BTreeSet<String> = texts("tests/suite", "rs")
        .into_keys()
        .map(|path| module_of(&path).to_string())
        .filter(|name| name != "main")
        .collect();
    assert_eq!(declared, written);
}

#[test]
fn functions_are_short_enough_to_be_read_at_once() {
    let mut long = Vec::new();
    for (path, text) in sources() {
        for (name, lines) in functions(&text) {
            if lines > LONGEST_FUNCTION && !LONG_FUNCTIONS.contains(&(path.as_str(), name.as_str())) {
                long.push(format!("{path}: {name} has {lines} lines"));
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

/// Name and length of every function, by the indentation that rustfmt gives its last brace.
fn functions(text: &str) -> Vec<(String, usize)> {
    let mut functions = Vec::new();
    let mut open: Option<(String, String, usize)> = None;
    for (number, line) in text.lines().enumerate() {
        let indent = &line[..line.len() - line.trim_start().len()];
        match &open {
            Some((end, name, start)) => {
                if line == end {
                    functions.push((name.clone(), number - start + 1));
                    open = None;
                }
            }
            None => {
                let is_start = line.split("fn ").next().unwrap().split_whitespace().all(is_qualifier);
                if let Some((_, rest)) = line.split_once("fn ").filter(|_| is_start)
                    && !line.ends_with(['}', ';'])
                {
                    let name = first_name(rest).unwrap_or_default();
                    open = Some((format!("{indent}}}"), name, number));
                }
            }
        }
    }
    functions
}

fn is_qualifier(word: &str) -> bool {
    matches!(word, "pub" | "pub(super)" | "pub(crate)" | "const" | "async")
}

#[test]
fn functions_are_measured_from_head_to_last_brace() {
    let text = "pub fn a() {\n    if x {\n    }\n}\n\nimpl A {\n    fn b(&self);\n    async fn c(\n    ) {\n    }\n}\n";
    assert_eq!(functions(text), [("a".to_string(), 4), ("c".to_string(), 3)]);
}

#[test]
fn nothing_is_left_to_do_in_a_comment() {
    // Built of parts, so that this file does not find itself.
    let words = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"], ["HA", "CK"]].map(|parts| parts.concat());
    let mut left = Vec::new();
    for (folder, extension) in [
        ("src", "rs"),
        ("tests", "rs"),
        ("themes", "html"),
        ("themes", "css"),
        ("themes", "js"),
        ("content", "md"),
    ] {
        for (path, text) in texts(folder, extension) {
            for (number, line) in text.lines().enumerate() {
                let mut found = line.split(|c: char| !c.is_ascii_alphanumeric());
                if found.any(|word| words.iter().any(|unwanted| unwanted == word)) {
                    left.push(format!("{folder}/{path}:{}: {line}", number + 1));
                }
            }
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn no_file_names_a_folder_of_somebodys_machine() {
    let homes = [["/ho", "me/"], ["/Us", "ers/"], ["C:\\Us", "ers"]].map(|parts| parts.concat());
    for folder in ["src", "tests"] {
        for (path, text) in texts(folder, "rs") {
            assert!(!homes.iter().any(|home| text.contains(home)), "{folder}/{path}");
        }
    }
}

#[test]
fn every_allowed_lint_gives_its_reason() {
    for folder in ["src", "tests"] {
        for (path, text) in texts(folder, "rs") {
            // An attribute starts with `#` or `#!`; this very line does not.
            for (at, _) in text.match_indices("[allow(").filter(|(at, _)| text[..*at].ends_with(['#', '!'])) {
                let end = at + text[at..].find(")]").unwrap();
                assert!(text[at..end].contains("reason = "), "{folder}/{path}: {}", &text[at..end]);
            }
        }
    }
}

#[test]
fn every_page_of_the_documentation_links_to_pages_that_exist() {
    let docs = root().join("docs");
    if !docs.is_dir() {
        return;
    }
    for (path, text) in texts("docs", "md") {
        let folder: PathBuf = docs.join(&path).parent().unwrap().to_path_buf();
        // Examples in code are no links.
        let text: String = text.split('`').step_by(2).collect();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let is_local = !target.is_empty() && !target.contains(':') && !target.contains(' ');
            if is_local && target.ends_with(".md") && !path.starts_with("diagnostics") {
                assert!(folder.join(target).exists(), "docs/{path} links to {target}");
            }
        }
    }
}
