//! Addresses: where each page, asset and alias goes, and that no two things want the same place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::artifact::OutputPath;
use crate::diag::{Code, Diagnostic, Text};
use crate::document::is_valid_slug;
use crate::escape;
use crate::source::{Span, Spanned};

use super::{Alias, CollectionIndex, SetIndex, Site};

/// Path of a page on the site, not encoded: starts with `/`; a folder ends with `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(String);

impl UrlPath {
    /// Takes a path that starts with `/`.
    pub fn new(path: &str) -> UrlPath {
        debug_assert!(path.starts_with('/'), "site paths start at the root");
        UrlPath(path.to_string())
    }

    /// The path, not encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path, percent-encoded.
    pub fn encoded(&self) -> String {
        escape::url_path(&self.0)
    }

    /// The file that serves it: `/a/b/` is `a/b/index.html`.
    pub fn file(&self) -> String {
        let path = self.0.trim_start_matches('/');
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_string() }
    }

    /// A relative, encoded URL from the page at `self` to `target`.
    pub fn relative_to(&self, target: &UrlPath) -> String {
        let folder = &self.0[..=self.0.rfind('/').unwrap_or(0)];
        let common = common_folder(folder, &target.0);
        let up = folder[common..].matches('/').count();
        let url = "../".repeat(up) + &escape::url_path(&target.0[common..]);
        if url.is_empty() { "./".to_string() } else { url }
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Length of the longest common beginning that ends in `/`.
fn common_folder(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    a.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1)
}

/// Gives every collection and set its path, and checks all of them against each other.
pub(super) fn assign(site: &mut Site<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for index in 0..site.collections.len() {
        site.collections[index].path = collection_path(site, CollectionIndex(index), diagnostics);
    }
    for index in 0..site.sets.len() {
        site.sets[index].path = set_path(site, SetIndex(index), diagnostics);
    }
    let mut places = Places::default();
    places.claim_pages(site, diagnostics);
    let aliases = aliases(site, diagnostics);
    site.aliases = places.claim_aliases(site, aliases, diagnostics);
}

fn collection_path(site: &Site<'_>, index: CollectionIndex, diagnostics: &mut Vec<Diagnostic>) -> String {
    let collection = site.collection(index);
    let Some(parent) = collection.parent else { return "/".to_string() };
    let name = collection.folder.rsplit('/').next().unwrap_or_default();
    let slug = collection.index.map(|set| site.set(set).lead).and_then(|lead| {
        let document = site.document(lead);
        checked_slug(document.front_matter.slug.as_ref(), diagnostics)
    });
    format!("{}{}/", site.collection(parent).path, slug.unwrap_or_else(|| name.nfc().collect()))
}

fn set_path(site: &Site<'_>, index: SetIndex, diagnostics: &mut Vec<Diagnostic>) -> String {
    let set = site.set(index);
    let folder = &site.collection(set.collection).path;
    if set.is_index {
        return folder.clone();
    }
    let lead = site.document(set.lead);
    let slug = checked_slug(lead.front_matter.slug.as_ref(), diagnostics);
    if slug.is_none() && !set.id.stem().is_ascii() {
        diagnostics.push(slug_hint(set.id.stem(), Span::new(lead.file, 0..0)));
    }
    format!("{folder}{}/", slug.unwrap_or_else(|| set.id.stem().to_string()))
}

fn checked_slug(slug: Option<&Spanned<String>>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let slug = slug?;
    let value: String = slug.value.nfc().collect();
    if is_valid_slug(&value) {
        return Some(value);
    }
    let suggestion = crate::document::slugify(&value);
    let message = Text::new(format!("slug `{value}` 不能用"), format!("the slug `{value}` is not allowed"));
    diagnostics.push(
        Diagnostic::new(Code::SlugInvalid, message)
            .at(slug.span)
            .help(format!("例如 `{suggestion}`"), format!("for example `{suggestion}`")),
    );
    None
}

fn slug_hint(stem: &str, span: Span) -> Diagnostic {
    let message = Text::new(
        format!("网址里会有非英文字符：`{stem}`"),
        format!("the URL will hold non-ASCII characters: `{stem}`"),
    );
    Diagnostic::new(Code::SlugHint, message).at(span).help(
        "在头部信息里写 `slug:`，用拼音或英文",
        "give a pinyin or English name with `slug:` in the front matter",
    )
}

fn aliases(site: &Site<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<(Alias, Span)> {
    let mut aliases = Vec::new();
    for (index, set) in site.sets.iter().enumerate() {
        for written in &site.document(set.lead).front_matter.aliases {
            let Some(path) = alias_path(&written.value) else {
                diagnostics.push(alias_invalid(written));
                continue;
            };
            // `/en/old/` is an address of the English site only; `/old/` stands for the address in every locale.
            let own = site.locales().skip(1).find(|(_, code)| path.starts_with(&format!("/{code}/")));
            for (locale, _) in site.locales().filter(|(locale, _)| own.is_none_or(|(own, _)| own == *locale))
            {
                if site.document_in(SetIndex(index), locale).is_some() {
                    let from =
                        if own.is_some() { UrlPath::new(&path) } else { site.localised_path(&path, locale) };
                    aliases.push((Alias { from, set: SetIndex(index), locale }, written.span));
                }
            }
        }
    }
    aliases
}

/// `/old/page/` and `/old/page.html` stay; `/old/page` becomes a folder.
fn alias_path(text: &str) -> Option<String> {
    let path: String = escape::percent_decode(text).nfc().collect();
    let segments = path.strip_prefix('/')?.trim_end_matches('/');
    let valid = !segments.is_empty()
        && !path.contains(['#', '?', '\\', '*', ':'])
        && !path.chars().any(|c| c.is_control() || c.is_whitespace())
        && segments.split('/').all(|segment| !segment.is_empty() && segment != "." && segment != "..");
    let folder = !segments.ends_with(".html");
    valid.then(|| if folder { format!("/{segments}/") } else { format!("/{segments}") })
}

fn alias_invalid(written: &Spanned<String>) -> Diagnostic {
    let message = Text::new(
        format!("别名 `{}` 不能用", written.value),
        format!("the alias `{}` is not allowed", written.value),
    );
    Diagnostic::new(Code::AliasInvalid, message).at(written.span).help(
        "写以前的站内路径，例如 `/old/balance/`",
        "write the old path on this site, such as `/old/balance/`",
    )
}

/// Output files and who writes them, keyed without regard to case: some disks have none.
#[derive(Default)]
struct Places {
    taken: BTreeMap<String, (String, Option<Span>)>,
}

impl Places {
    /// Records one claim; the diagnostic says who came first.
    fn claim(&mut self, file: &str, span: Option<Span>) -> Option<Diagnostic> {
        let key: String = file.nfkc().flat_map(char::to_lowercase).collect();
        let Some((first_key, (first, first_span))) = self.rival(&key) else {
            self.taken.insert(key, (file.to_string(), span));
            return None;
        };
        let message = if first == file {
            Text::new(
                format!("两处内容都要写到 `{file}`"),
                format!("two things would be written to `{file}`"),
            )
        } else if *first_key != key {
            Text::new(
                format!("`{file}` 和 `{first}` 不能同时存在：同一个名字不能既是文件又是文件夹"),
                format!(
                    "`{file}` and `{first}` cannot both exist: one needs a folder where the other is a file"
                ),
            )
        } else {
            Text::new(
                format!("`{file}` 和 `{first}` 在有些电脑上是同一个文件"),
                format!("`{file}` and `{first}` are the same file on some computers"),
            )
        };
        let mut diagnostic = Diagnostic::new(Code::OutputCollision, message)
            .help("改一下其中一个的 slug、别名或文件名", "change the slug, alias or name of one of them");
        diagnostic.span = span;
        if let Some(first_span) = first_span {
            diagnostic = diagnostic.related(*first_span, "已被它占用", "taken by this one");
        }
        Some(diagnostic)
    }

    /// What is in the way of a file: itself, a file where it needs a folder, or a file below it.
    fn rival(&self, key: &str) -> Option<(&String, &(String, Option<Span>))> {
        let folders = key.match_indices('/').map(|(at, _)| &key[..at]);
        let below = format!("{key}/");
        folders.chain([key]).find_map(|taken| self.taken.get_key_value(taken)).or_else(|| {
            self.taken.range(below.clone()..).next().filter(|(taken, _)| taken.starts_with(&below))
        })
    }

    /// A page and the Markdown beside it, which may one day be there even if now it is not.
    fn claim_page(&mut self, file: &str, span: Option<Span>) -> Option<Diagnostic> {
        let twin = file.strip_suffix(".html").map(|stem| format!("{stem}.md"));
        self.claim(file, span).or_else(|| self.claim(&twin?, span))
    }

    fn claim_pages(&mut self, site: &Site<'_>, diagnostics: &mut Vec<Diagnostic>) {
        let own = |path: &str| site.assets.iter().any(|asset| asset.path == path);
        for path in GENERATED.into_iter().chain(REPLACEABLE.into_iter().filter(|path| !own(path))) {
            self.claim(path, None);
        }
        for (locale, _) in site.locales() {
            for path in ["/404.html", "/feed.xml", "/opensearch.xml"] {
                let file = site.localised_path(path, locale).file();
                if !GENERATED.contains(&file.as_str()) {
                    self.claim(&file, None);
                }
            }
            let models = site.localised_path("/llms.txt", locale).file();
            if !own(&models) {
                self.claim(&models, None);
            }
            diagnostics.extend(self.claim(&site.localised_path("/search/", locale).file(), None));
            for index in 0..site.collections.len() {
                let file = site.collection_path(CollectionIndex(index), locale).file();
                let span = first_file(site, CollectionIndex(index));
                diagnostics.extend(span.and_then(|span| path_too_long(&file, span)));
                diagnostics.extend(self.claim_page(&file, span));
            }
        }
        for (index, set) in site.sets.iter().enumerate().filter(|(_, set)| !set.is_index) {
            let lead = site.document(set.lead);
            let span = lead.front_matter.slug.as_ref().map_or(Span::new(lead.file, 0..0), |slug| slug.span);
            let locales = site.locales().map(|(locale, _)| locale);
            for locale in locales.filter(|locale| site.document_in(SetIndex(index), *locale).is_some()) {
                let file = site.set_path(SetIndex(index), locale).file();
                diagnostics.extend(path_too_long(&file, span));
                diagnostics.extend(self.claim_page(&file, Some(span)));
            }
        }
        for asset in &site.assets {
            let span = Span::new(asset.file, 0..0);
            diagnostics.extend(path_too_long(&asset.path, span));
            diagnostics.extend(self.claim(&asset.path, Some(span)));
        }
    }

    fn claim_aliases(
        &mut self,
        site: &Site<'_>,
        aliases: Vec<(Alias, Span)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Alias> {
        let mut kept = Vec::new();
        let mut reported = BTreeSet::new();
        for (alias, span) in aliases {
            if alias.from == site.set_path(alias.set, alias.locale) {
                continue;
            }
            let file = alias.from.file();
            if let Some(diagnostic) = path_too_long(&file, span) {
                diagnostics.push(diagnostic);
                continue;
            }
            match self.claim(&file, Some(span)) {
                // The same alias collides once per locale; one report will do.
                Some(diagnostic) if reported.insert(span) => diagnostics.push(diagnostic),
                Some(_) => {}
                None => kept.push(alias),
            }
        }
        kept
    }
}

/// Files that wenda writes by itself.
const GENERATED: [&str; 3] = ["404.html", "sitemap.xml", "_redirects"];

/// Files that wenda writes unless the site brings its own in `content/`.
pub(crate) const REPLACEABLE: [&str; 3] = ["robots.txt", "_headers", ".nojekyll"];

/// A file of a folder, to point at when the folder's address is wrong.
fn first_file(site: &Site<'_>, index: CollectionIndex) -> Option<Span> {
    let collection = site.collection(index);
    let set = collection.index.or_else(|| collection.documents.first().copied());
    match set {
        Some(set) => Some(Span::new(site.document(site.set(set).lead).file, 0..0)),
        None => collection.children.iter().find_map(|child| first_file(site, *child)),
    }
}

fn path_too_long(file: &str, span: Span) -> Option<Diagnostic> {
    let error = OutputPath::new(file).err()?;
    let message = Text::new(
        format!("输出路径 `{file}` 不能用"),
        format!("the output path `{file}` cannot be used: {error}"),
    );
    Some(Diagnostic::new(Code::PathInvalid, message).at(span).help(
        "给文件改个短名字，或在头部信息里写 `slug:`",
        "give the file a short name, or write `slug:` in the front matter",
    ))
}

#[cfg(test)]
mod tests {
    use super::UrlPath;

    #[test]
    fn relative_urls_lead_from_any_page_to_any_other() {
        let cases = [
            ("/", "/", "./"),
            ("/", "/a/b/", "a/b/"),
            ("/a/b/", "/", "../../"),
            ("/a/b/", "/a/c/", "../c/"),
            ("/a/b/", "/a/b/", "./"),
            ("/a/", "/ab/", "../ab/"),
            ("/en/a/", "/a/", "../../a/"),
            ("/a.html", "/b/", "b/"),
            ("/a/", "/新 手/", "../%E6%96%B0%20%E6%89%8B/"),
        ];
        for (from, to, expected) in cases {
            assert_eq!(UrlPath::new(from).relative_to(&UrlPath::new(to)), expected, "{from} to {to}");
        }
    }
}
