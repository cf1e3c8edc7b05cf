//! Links between sources into links between pages, and everything that can be wrong with them.

use std::collections::BTreeMap;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::document::{DocumentId, Link, LinkTarget, slugify};
use crate::escape;
use crate::source::SourceTree;
use crate::suggest::nearest;

use super::{AssetIndex, CollectionIndex, DocumentIndex, LocaleIndex, SetIndex, Site, translation};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Out of the site.
    External(String),
    /// A document's page in the reader's locale.
    Set {
        /// The set.
        set: SetIndex,
        /// The anchor on its page.
        anchor: Option<String>,
    },
    /// A collection's page in the reader's locale.
    Collection {
        /// The collection.
        collection: CollectionIndex,
        /// The anchor on its page.
        anchor: Option<String>,
    },
    /// A section of the same page; empty for its top.
    SamePage(String),
    /// A file.
    Asset(AssetIndex),
}

/// Looking for what was meant compares with every document. A site with more broken links than this has another
/// problem, such as a folder that was renamed.
pub(super) const MOST_SUGGESTIONS: usize = 200;

/// Resolves the links of every document; `None` where a diagnostic says why not.
pub(super) fn resolve(
    site: &Site<'_>,
    tree: &SourceTree,
    unpublished: &[DocumentId],
) -> Outcome<Vec<Vec<Option<Destination>>>> {
    let mut resolver = Resolver::new(site, tree, unpublished);
    let resolved: Vec<Outcome<Vec<Option<Destination>>>> = (0..site.documents.len())
        .into_par_iter()
        .map(|index| resolver.document(DocumentIndex(index)))
        .collect();
    resolver.suggests = true;
    let mut left = MOST_SUGGESTIONS;
    let mut outcome = Outcome { value: Vec::with_capacity(resolved.len()), diagnostics: Vec::new() };
    for (index, mut document) in resolved.into_iter().enumerate() {
        left -= resolver.add_suggestions(DocumentIndex(index), &mut document, left);
        outcome.value.push(document.value);
        outcome.diagnostics.extend(document.diagnostics);
    }
    outcome
}

/// Lookup tables over the whole site.
struct Resolver<'a> {
    site: &'a Site<'a>,
    tree: &'a SourceTree,
    unpublished: &'a [DocumentId],
    collections: BTreeMap<&'a str, CollectionIndex>,
    assets: BTreeMap<&'a str, AssetIndex>,
    /// The same in lower case.
    assets_by_lower_case: BTreeMap<String, &'a str>,
    /// Whether problems come with what was probably meant.
    suggests: bool,
    /// By address without locale prefix: `/symptoms/`.
    by_path: BTreeMap<&'a str, Page>,
}

/// A page that a link may lead to.
#[derive(Clone, Copy)]
enum Page {
    Set(SetIndex),
    Collection(CollectionIndex),
}

impl<'a> Resolver<'a> {
    fn new(site: &'a Site<'a>, tree: &'a SourceTree, unpublished: &'a [DocumentId]) -> Resolver<'a> {
        let collections = site.collections.iter().enumerate();
        let sets = site.sets.iter().enumerate().filter(|(_, set)| !set.is_index);
        let aliases = site.aliases.iter().filter(|alias| alias.locale == LocaleIndex(0));
        let mut by_path: BTreeMap<&str, Page> = BTreeMap::new();
        by_path.extend(aliases.map(|alias| (alias.from.as_str(), Page::Set(alias.set))));
        by_path.extend(sets.map(|(index, set)| (set.path.as_str(), Page::Set(SetIndex(index)))));
        by_path.extend(
            collections
                .clone()
                .map(|(index, it)| (it.path.as_str(), Page::Collection(CollectionIndex(index)))),
        );
        Resolver {
            site,
            tree,
            unpublished,
            collections: collections
                .map(|(index, it)| (it.folder.as_str(), CollectionIndex(index)))
                .collect(),
            assets: site
                .assets
                .iter()
                .enumerate()
                .map(|(index, it)| (it.path.as_str(), AssetIndex(index)))
                .collect(),
            assets_by_lower_case: site
                .assets
                .iter()
                .map(|it| (it.path.to_lowercase(), it.path.as_str()))
                .collect(),
            suggests: false,
            by_path,
        }
    }

    /// Replaces the first `most` problems of a document by ones that say what was probably meant, and tells how many.
    fn add_suggestions(
        &self,
        index: DocumentIndex,
        outcome: &mut Outcome<Vec<Option<Destination>>>,
        most: usize,
    ) -> usize {
        let links = &self.site.document(index).body.links;
        let is_local = |link: &Link| matches!(link.target, LinkTarget::Local { .. });
        let failed = links.iter().zip(&outcome.value).filter(|(link, to)| to.is_none() && is_local(link));
        let mut replaced = 0;
        for (diagnostic, (link, _)) in outcome.diagnostics.iter_mut().zip(failed).take(most) {
            if let Err(with_suggestion) = self.link(index, link) {
                *diagnostic = *with_suggestion;
            }
            replaced += 1;
        }
        replaced
    }

    fn nearest<'c>(&self, typed: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        if self.suggests { nearest(typed, candidates) } else { None }
    }

    fn document(&self, index: DocumentIndex) -> Outcome<Vec<Option<Destination>>> {
        let mut outcome = Outcome { value: Vec::new(), diagnostics: Vec::new() };
        for link in &self.site.document(index).body.links {
            match self.link(index, link) {
                Ok(destination) => outcome.value.push(destination),
                Err(diagnostic) => {
                    outcome.value.push(None);
                    outcome.diagnostics.push(*diagnostic);
                }
            }
        }
        outcome
    }

    fn link(&self, from: DocumentIndex, link: &Link) -> Result<Option<Destination>, Box<Diagnostic>> {
        match &link.target {
            LinkTarget::External(url) => Ok(Some(Destination::External(url.clone()))),
            LinkTarget::Refused { .. } => Ok(None),
            LinkTarget::Local { path, anchor } if path.is_empty() => match anchor {
                None => Ok(Some(Destination::SamePage(String::new()))),
                Some(anchor) => {
                    let anchor = self.anchor(from, anchor, link)?;
                    Ok(Some(Destination::SamePage(anchor)))
                }
            },
            LinkTarget::Local { path, anchor } => {
                let resolved = self.join(from, path).ok_or_else(|| Box::new(self.outside(link, path)))?;
                if link.alt.is_some() {
                    return self.asset(from, &resolved, link).map(Some);
                }
                self.local(from, &resolved, anchor.as_deref(), link).map(Some)
            }
        }
    }

    /// The path below `content/`; `None` when it leaves it.
    fn join(&self, from: DocumentIndex, path: &str) -> Option<String> {
        let path: String = path.nfc().collect();
        let folder = self.source_path(from).rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut segments: Vec<&str> = match path.starts_with('/') {
            true => Vec::new(),
            false => folder.split('/').filter(|segment| !segment.is_empty()).collect(),
        };
        for segment in path.split('/') {
            match segment {
                "" | "." => {}
                ".." => {
                    segments.pop()?;
                }
                name => segments.push(name),
            }
        }
        Some(segments.join("/"))
    }

    fn local(
        &self,
        from: DocumentIndex,
        path: &str,
        anchor: Option<&str>,
        link: &Link,
    ) -> Result<Destination, Box<Diagnostic>> {
        if let Some(page) = self.page(path) {
            return self.to_page(from, page, anchor, link);
        }
        if let Some(asset) = self.assets.get(path) {
            return Ok(Destination::Asset(*asset));
        }
        let id = self.id_of(path);
        if self.unpublished.iter().any(|other| other.as_str() == id) {
            return Err(Box::new(self.draft(link, path)));
        }
        if has_file_extension(path) {
            return self.asset(from, path, link);
        }
        Err(Box::new(self.broken(from, link, path)))
    }

    /// A source file, a document id, a folder, or an address on the site, in this order.
    fn page(&self, path: &str) -> Option<Page> {
        let id = self.id_of(path);
        if let Some(set) = translation::find(&self.site.sets, &id) {
            let found = self.site.set(set);
            return Some(if found.is_index { Page::Collection(found.collection) } else { Page::Set(set) });
        }
        if let Some(collection) = self.collections.get(id.as_str()) {
            return Some(Page::Collection(*collection));
        }
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let path = if self.site.config.locale(first).is_some() { rest } else { path };
        let address =
            if path.is_empty() { "/".to_string() } else { format!("/{}/", path.trim_end_matches(".html")) };
        self.by_path.get(address.as_str()).copied()
    }

    /// `fixes/check-network.en.md` is the document `fixes/check-network`, `guide/index.md` is `guide`.
    fn id_of(&self, path: &str) -> String {
        let stem = match path.rsplit_once('.') {
            Some((stem, extension)) if is_page_extension(extension) => stem,
            _ => path,
        };
        let stem = match stem.rsplit_once('.') {
            Some((stem, suffix)) if self.site.config.locale(suffix).is_some() => stem,
            _ => stem,
        };
        match stem.strip_suffix("index") {
            Some("") => String::new(),
            Some(folder) if folder.ends_with('/') => folder.trim_end_matches('/').to_string(),
            _ => stem.to_string(),
        }
    }

    fn to_page(
        &self,
        from: DocumentIndex,
        page: Page,
        anchor: Option<&str>,
        link: &Link,
    ) -> Result<Destination, Box<Diagnostic>> {
        let locale = self.site.locale_of(from);
        let set = match page {
            Page::Set(set) => Some(set),
            Page::Collection(collection) => self.site.collection(collection).index,
        };
        let target = set.map(|set| {
            let lead = self.site.set(set).lead;
            self.site.document_in(set, locale).unwrap_or(lead)
        });
        let anchor = match (anchor, target) {
            (Some(anchor), Some(target)) => Some(self.anchor(target, anchor, link)?),
            (Some(anchor), None) => return Err(Box::new(anchor_broken(link, anchor, None))),
            (None, _) => None,
        };
        Ok(match page {
            Page::Set(set) => Destination::Set { set, anchor },
            Page::Collection(collection) => Destination::Collection { collection, anchor },
        })
    }

    /// The anchor on the page. In a translation the name made from its own heading works too, since that
    /// is what its writer sees.
    fn anchor(&self, target: DocumentIndex, anchor: &str, link: &Link) -> Result<String, Box<Diagnostic>> {
        let anchors = &self.site.anchors[target.0];
        let document = self.site.document(target);
        let is_title = document.body.title_anchor.as_deref() == Some(anchor);
        if is_title || anchors.iter().any(|it| it == anchor) {
            return Ok(anchor.to_string());
        }
        let own = document.body.headings.iter().position(|heading| heading.anchor == anchor);
        match own {
            Some(position) => Ok(anchors[position].clone()),
            None => {
                let wanted = slugify(anchor);
                let by_text = document.body.headings.iter().position(|it| slugify(&it.text) == wanted);
                let candidates = anchors.iter().map(String::as_str);
                let meant =
                    by_text.map(|at| anchors[at].as_str()).or_else(|| self.nearest(anchor, candidates));
                Err(Box::new(anchor_broken(link, anchor, meant)))
            }
        }
    }

    fn asset(&self, from: DocumentIndex, path: &str, link: &Link) -> Result<Destination, Box<Diagnostic>> {
        if let Some(asset) = self.assets.get(path) {
            return Ok(Destination::Asset(*asset));
        }
        Err(Box::new(match self.assets_by_lower_case.get(&path.to_lowercase()) {
            Some(found) => {
                let written = self.relative_path(from, found);
                let message = Text::new(
                    format!("文件名的大小写不一致：实际是 `{found}`"),
                    format!("the file name differs by case: it is `{found}`"),
                );
                Diagnostic::new(Code::AssetCase, message)
                    .at(link.span)
                    .help(format!("写成 `{written}`"), format!("write `{written}`"))
            }
            None => {
                let found = self.nearest(path, self.assets.keys().copied());
                let message = Text::new(format!("没有文件 `{path}`"), format!("there is no file `{path}`"));
                let meant = outside_address(path).or_else(|| Some(self.relative_path(from, found?)));
                Diagnostic::new(Code::AssetMissing, message).at(link.span).did_you_mean(meant)
            }
        }))
    }

    fn broken(&self, from: DocumentIndex, link: &Link, path: &str) -> Diagnostic {
        let message = Text::new(format!("没有文档 `{path}`"), format!("no document at `{path}`"));
        let diagnostic =
            Diagnostic::new(Code::LinkBroken, message).at(link.span).label("链接在这里", "linked here");
        let id = self.id_of(path);
        let ids = || self.site.sets.iter().map(|set| set.id.as_str());
        let stem = id.rsplit('/').next().unwrap_or(&id);
        let same_stem = || ids().find(|other| self.suggests && other.rsplit('/').next() == Some(stem));
        let found = self.nearest(&id, ids()).or_else(same_stem);
        let Some(set) = found.and_then(|found| translation::find(&self.site.sets, found)) else {
            return diagnostic.help(
                "检查路径；链接写的是源文件的相对路径，例如 `../fixes/check-network.md`",
                "check the path; links give the source file's relative path, such as `../fixes/check-network.md`",
            );
        };
        diagnostic.did_you_mean(Some(self.relative_path(from, self.source_path(self.site.set(set).lead))))
    }

    /// Path of a document's file below `content/`.
    fn source_path(&self, document: DocumentIndex) -> &str {
        self.tree.file(self.site.document(document).file).path.in_content().unwrap_or_default()
    }

    /// What to write in the document `from` to link to the file at `to` below `content/`.
    fn relative_path(&self, from: DocumentIndex, to: &str) -> String {
        let from = self.source_path(from);
        let from_folders: Vec<&str> =
            from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
        let to_segments: Vec<&str> = to.split('/').collect();
        let common = from_folders.iter().zip(&to_segments).take_while(|(a, b)| a == b).count();
        "../".repeat(from_folders.len() - common)
            + &escape::markdown_destination(&to_segments[common..].join("/"))
    }

    fn draft(&self, link: &Link, path: &str) -> Diagnostic {
        let message = Text::new(format!("`{path}` 没有发布"), format!("`{path}` is not published"));
        Diagnostic::new(Code::DraftLink, message).at(link.span).help(
            "它是草稿、还没到发布日期或已过期；发布它，或先去掉链接",
            "it is a draft, not yet due or expired; publish it, or remove the link for now",
        )
    }

    fn outside(&self, link: &Link, path: &str) -> Diagnostic {
        let code = if link.alt.is_some() { Code::AssetMissing } else { Code::LinkBroken };
        let message =
            Text::new(format!("`{path}` 指到了 content/ 外面"), format!("`{path}` leads out of content/"));
        Diagnostic::new(code, message)
            .at(link.span)
            .help("把文件放进 content/ 再链接", "put the file into content/ and link to it there")
    }
}

/// `www.example.com` and `a@example.com` want a scheme; the last segment of the path is what was typed.
fn outside_address(path: &str) -> Option<String> {
    let typed = path.rsplit('/').next().unwrap_or(path);
    match typed.split_once('@') {
        Some((name, host)) if !name.is_empty() && host.contains('.') => Some(format!("mailto:{typed}")),
        _ => path.split('/').find(|part| part.starts_with("www.")).and_then(|part| {
            let at = path.find(part)?;
            Some(format!("https://{}", &path[at..]))
        }),
    }
}

/// Whether a path names a file rather than a page: `form.pdf`, but not `v2.1` or `page.md`.
fn has_file_extension(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, extension)) => {
            !stem.is_empty()
                && !is_page_extension(extension)
                && (2..=5).contains(&extension.len())
                && extension.chars().all(|c| c.is_ascii_alphanumeric())
                && extension.chars().any(|c| c.is_ascii_alphabetic())
        }
        None => false,
    }
}

fn is_page_extension(extension: &str) -> bool {
    extension.eq_ignore_ascii_case("md") || extension == "html"
}

fn anchor_broken(link: &Link, anchor: &str, nearest: Option<&str>) -> Diagnostic {
    let message =
        Text::new(format!("目标文档没有小节 `#{anchor}`"), format!("the target has no section `#{anchor}`"));
    let diagnostic =
        Diagnostic::new(Code::LinkAnchorBroken, message).at(link.span).label("链接在这里", "linked here");
    diagnostic.did_you_mean(nearest.map(|anchor| format!("#{anchor}")))
}
