//! Style sheets, scripts and other files of a theme, ready to publish.
//!
//! `theme.yaml` names the style sheets and scripts and lists the files that each is made of, in order. All files lie in a
//! folder named by a hash of everything in it, so browsers may keep them for ever and relative `url(…)` keep working.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::{Artifact, Content, OutputPath};
use crate::config::Locale;
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{FileId, SourceContent, SourceTree, Span, Spanned};
use crate::suggest::nearest;
use crate::yaml::{self, Fields};

use super::{Strings, ThemeFiles, script, style};

/// Assets and where they go.
pub(super) struct Assets {
    /// Name of each style sheet → its path on the site.
    pub styles: BTreeMap<String, String>,
    /// Name of each script → its path on the site.
    pub scripts: BTreeMap<String, String>,
    /// Path of the icon on the site.
    pub favicon: String,
    pub artifacts: Vec<Artifact>,
    /// The script for other sites, which has a fixed address outside the folder.
    pub embed: String,
}

/// Where a theme says what its style sheets and scripts are made of.
pub(super) const MANIFEST: &str = "theme.yaml";

/// Among the files of a style sheet or script: all that the theme `default` lists there.
const DEFAULT: &str = "default";

/// What a `theme.yaml` says.
#[derive(Default)]
struct Manifest {
    joined: Vec<Joined>,
    embed: Vec<Spanned<String>>,
    /// Strings that scripts show.
    words: Vec<Spanned<String>>,
}

/// A file that is joined from others.
struct Joined {
    kind: Kind,
    name: String,
    files: Vec<Spanned<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Style,
    Script,
    Modules,
}

/// The keys of `theme.yaml` that name joined files.
const KEYS: [(&str, Kind); 3] =
    [("styles", Kind::Style), ("scripts", Kind::Script), ("modules", Kind::Modules)];

impl Joined {
    /// Puts `files` in the place of the word that stands for what `default` lists.
    fn insert(&mut self, files: &[Spanned<String>]) {
        if let Some(at) = self.files.iter().position(|file| file.value == DEFAULT) {
            self.files.splice(at..=at, files.iter().cloned());
        }
    }

    /// Below the folder of the assets.
    fn path(&self) -> String {
        match self.kind {
            Kind::Style => format!("css/{}.css", self.name),
            Kind::Script | Kind::Modules => format!("js/{}.js", self.name),
        }
    }

    fn text(&self, texts: Vec<&str>) -> String {
        match self.kind {
            Kind::Style => style::joined(&texts),
            Kind::Script => script::joined(texts.into_iter()),
            Kind::Modules => script::joined_modules(texts.into_iter()),
        }
    }
}

/// Builds the assets. What the theme's own manifest does not name is taken from that of `default`.
pub(super) fn build(
    tree: &SourceTree,
    files: &ThemeFiles,
    default_manifest: Option<FileId>,
    strings: &BTreeMap<Locale, Strings>,
) -> Outcome<Assets> {
    let mut diagnostics = Vec::new();
    let own = files.get(MANIFEST).copied();
    let manifests = [own, default_manifest.filter(|default| own != Some(*default))];
    let manifests = manifests.into_iter().flatten().map(|file| manifest(tree, file, &mut diagnostics));
    let manifests: Vec<Manifest> = manifests.collect();
    let parts: BTreeSet<String> = manifests.iter().flat_map(Manifest::parts).collect();
    let Manifest { joined, embed, words } = manifests.into_iter().reduce(Manifest::or).unwrap_or_default();
    diagnostics.extend(unknown_words(&words, strings));
    diagnostics.extend(ambiguous_words(&words));
    let mut texts = |listed: &[Spanned<String>]| texts_of(tree, files, listed, &mut diagnostics);
    let mut published: Vec<(String, Vec<u8>)> =
        joined.iter().map(|one| (one.path(), one.text(texts(&one.files)).into_bytes())).collect();
    published.extend(strings.iter().map(|(locale, strings)| words_of(locale, strings, &words)));
    let for_others = script::joined(texts(&embed).into_iter());
    for (path, id) in files {
        if let Some(name) = path.strip_prefix("assets/")
            && !parts.contains(path)
        {
            if published.iter().any(|(other, _)| other == name) {
                diagnostics.push(taken(path, *id));
                continue;
            }
            published.push((name.to_string(), bytes_of(&tree.file(*id).content)));
        }
    }
    let folder = format!("_theme/{}", hash(&published));
    let mut artifacts = Vec::new();
    for (name, bytes) in published {
        match OutputPath::new(format!("{folder}/{name}")) {
            Ok(path) => artifacts.push(Artifact { path, content: Content::Bytes(bytes) }),
            Err(error) => diagnostics.push(Diagnostic::new(
                Code::PathInvalid,
                Text::new(format!("主题文件 `{name}` 的名字不能用"), format!("theme file `{name}`: {error}")),
            )),
        }
    }
    let paths = |wanted: fn(Kind) -> bool| {
        let wanted = joined.iter().filter(|one| wanted(one.kind));
        wanted.map(|one| (one.name.clone(), format!("{folder}/{}", one.path()))).collect()
    };
    let assets = Assets {
        styles: paths(|kind| kind == Kind::Style),
        scripts: paths(|kind| kind != Kind::Style),
        favicon: format!("{folder}/icons/favicon.svg"),
        artifacts,
        embed: for_others,
    };
    Outcome { value: assets, diagnostics }
}

/// Reads one `theme.yaml`.
fn manifest(tree: &SourceTree, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Manifest {
    let text = tree.text(file);
    let parsed = yaml::parse(file, text, 0..text.len());
    diagnostics.extend(parsed.diagnostics);
    let mut fields = Fields::new(parsed.value);
    fields.text("name");
    fields.text("version");
    let joined = KEYS.iter().flat_map(|(key, kind)| named(&mut fields, key, *kind)).collect();
    let embed = fields.texts("embed");
    let words = fields.texts("words");
    diagnostics.extend(fields.finish());
    Manifest { joined, embed, words }
}

impl Manifest {
    /// The files that it has joined, which are not published one by one, whether another manifest joins others or not.
    fn parts(&self) -> impl Iterator<Item = String> {
        let listed = self.joined.iter().flat_map(|one| &one.files).chain(&self.embed);
        listed.map(|file| file.value.clone())
    }

    /// With what only `other` names.
    fn or(mut self, other: Manifest) -> Manifest {
        for own in &mut self.joined {
            let of_other = other.joined.iter().find(|one| one.path() == own.path());
            own.insert(of_other.map_or(&[], |one| one.files.as_slice()));
        }
        for one in other.joined {
            if self.joined.iter().all(|own| own.path() != one.path()) {
                self.joined.push(one);
            }
        }
        if self.embed.is_empty() {
            self.embed = other.embed;
        }
        if self.words.is_empty() {
            self.words = other.words;
        }
        self
    }
}

/// The joined files below one key: a mapping from names to lists.
fn named(fields: &mut Fields, key: &'static str, kind: Kind) -> Vec<Joined> {
    let entries = fields.mapping(key);
    let joined = |(name, node): (Spanned<String>, yaml::Node)| Joined {
        kind,
        files: fields.texts_of(&name.value, node),
        name: name.value,
    };
    entries.into_iter().map(joined).collect()
}

/// `js/words.<locale>.js`: strings for scripts, which no page has to carry. It hands them over in an event, since a script
/// can be loaded where nothing else can, from `file:`.
fn words_of(locale: &Locale, strings: &Strings, keys: &[Spanned<String>]) -> (String, Vec<u8>) {
    let known = keys.iter().filter(|key| strings.entries().contains_key(&key.value));
    let words: BTreeMap<&str, &str> = known.map(|key| (word(&key.value), strings.get(&key.value))).collect();
    let detail = serde_json::json!({ "locale": locale.as_str(), "words": words });
    let text = format!("dispatchEvent(new CustomEvent(\"wenda:words\",{{detail:{detail}}}));\n");
    (format!("js/words.{locale}.js"), text.into_bytes())
}

/// What a script calls the string of a key: its last part.
fn word(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or_default()
}

fn unknown_words(keys: &[Spanned<String>], strings: &BTreeMap<Locale, Strings>) -> Vec<Diagnostic> {
    let Some(known) = strings.values().next().map(Strings::entries) else { return Vec::new() };
    let unknown = keys.iter().filter(|key| !known.contains_key(&key.value));
    let diagnostic = |key: &Spanned<String>| {
        let message = Text::new(
            format!("没有叫 `{}` 的界面文字", key.value),
            format!("no interface string is called `{}`", key.value),
        );
        let nearest = nearest(&key.value, known.keys().map(String::as_str));
        Diagnostic::new(Code::ValueInvalid, message).at(key.span).did_you_mean(nearest)
    };
    unknown.map(diagnostic).collect()
}

/// Of two keys with the same last part, scripts would get one only.
fn ambiguous_words(keys: &[Spanned<String>]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for key in keys {
        let name = word(&key.value);
        let Some(other) = first.insert(name, key).filter(|other| other.value != key.value) else { continue };
        let message = Text::new(
            format!("`{}` 和 `{}` 在脚本里都叫 `{name}`", other.value, key.value),
            format!("scripts know both `{}` and `{}` as `{name}`", other.value, key.value),
        );
        let diagnostic = Diagnostic::new(Code::ValueInvalid, message)
            .at(key.span)
            .related(other.span, "先列出的", "listed first")
            .help("让其中一个的最后一段不同", "give one of them another last part");
        diagnostics.push(diagnostic);
    }
    diagnostics
}

/// `css/main.css`, `js/main.js` and their like are joined from what `theme.yaml` lists.
fn taken(path: &str, file: FileId) -> Diagnostic {
    let message = Text::new(
        format!("`{path}` 的位置由 theme.yaml 里列出的文件合并而成"),
        format!("the place of `{path}` is taken by the files that theme.yaml lists, joined"),
    );
    Diagnostic::new(Code::OutputCollision, message).at(Span::new(file, 0..0)).help(
        "给它改名，或把它列进 theme.yaml 的 `styles:` 或 `scripts:`",
        "rename it, or list it in theme.yaml under `styles:` or `scripts:`",
    )
}

/// The texts of the listed files, in order.
fn texts_of<'a>(
    tree: &'a SourceTree,
    files: &ThemeFiles,
    listed: &[Spanned<String>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'a str> {
    let mut texts = Vec::new();
    for entry in listed {
        match files.get(&entry.value) {
            Some(id) => texts.push(tree.text(*id)),
            None => diagnostics.push(missing(entry, files)),
        }
    }
    texts
}

fn missing(entry: &Spanned<String>, files: &ThemeFiles) -> Diagnostic {
    let message = Text::new(
        format!("主题里没有文件 `{}`", entry.value),
        format!("the theme has no file `{}`", entry.value),
    );
    Diagnostic::new(Code::AssetMissing, message)
        .at(entry.span)
        .did_you_mean(nearest(&entry.value, files.keys().map(String::as_str)))
}

fn bytes_of(content: &SourceContent) -> Vec<u8> {
    match content {
        SourceContent::Text(text) => text.clone().into_bytes(),
        SourceContent::Bytes(bytes) => bytes.clone(),
        SourceContent::OnDisk { .. } => Vec::new(),
    }
}

/// Twelve hex digits over all names and contents.
fn hash(published: &[(String, Vec<u8>)]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in published {
        hasher.update(name.as_bytes()).update(&[0]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    hasher.finalize().to_hex()[..12].to_string()
}
