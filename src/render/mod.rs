//! Pages: which exist, what each shows, and the files they become.
//!
//! In: a resolved [`Site`] and a [`Theme`]. Out: [`Artifact`]s, handed to a [`Sink`] one by one as they are
//! made, so that a large site never lies in memory as a whole. Each page is rendered on its own, in parallel.

mod contents;
mod feed;
mod feedback;
mod frame;
mod hosting;
mod html;
mod json_ld;
mod listed;
mod llms;
mod machines;
mod markdown;
mod open_search;
mod page;
mod print;
mod setting;
mod side_by_side;
mod sitemap;
mod tree;
mod view;

use std::collections::HashSet;
use std::io;

use rayon::prelude::*;

use crate::artifact::{Artifact, Content, OutputPath, Sink};
use crate::diag::{Code, Diagnostic, Text};
use crate::search::{SearchFile, SearchFiles};
use crate::site::{LocaleIndex, Site};
use crate::source::{SourceContent, SourceTree};
use crate::theme::Theme;
use crate::troubleshooter::{self, EXPORT_SCHEMA, Labels, Troubleshooter};

pub use page::{Page, PageKind, plan};
pub use print::Printable;
pub use tree::TreePage;

/// What rendering needs besides the pages.
pub struct Renderer<'a> {
    /// The site.
    pub site: &'a Site<'a>,
    /// The theme.
    pub theme: &'a Theme,
    /// The sources, for the paths and sizes of files to copy.
    pub tree: &'a SourceTree,
    troubleshooter: &'a Troubleshooter,
    labels: Labels,
    searches: &'a [SearchFiles],
    shared: Vec<frame::Shared>,
    printable: &'a Printable,
    listed: listed::Listed,
}

impl<'a> Renderer<'a> {
    /// Prepares what all pages of a locale share.
    pub fn new(
        site: &'a Site<'a>,
        theme: &'a Theme,
        tree: &'a SourceTree,
        troubleshooter: &'a Troubleshooter,
        printable: &'a Printable,
    ) -> Renderer<'a> {
        let shared = site.locales().map(|(locale, _)| frame::Shared::new(site, theme, locale)).collect();
        let (labels, listed) = (Labels::new(theme), listed::Listed::new(site));
        let searches = &[];
        Renderer { site, theme, tree, troubleshooter, labels, searches, shared, printable, listed }
    }

    /// With the search index of each locale, which the search pages need.
    #[must_use]
    pub fn with_searches(self, searches: &'a [SearchFiles]) -> Renderer<'a> {
        Renderer { searches, ..self }
    }

    /// Renders everything but the search pages into `sink`, so that the index can be made at the same time. Problems of
    /// templates and limits are returned; the rest of the pages are rendered all the same, so that one run shows all of them.
    ///
    /// # Errors
    /// When the sink cannot take an artifact.
    pub fn render(&self, pages: &[Page], sink: &dyn Sink) -> io::Result<Vec<Diagnostic>> {
        let diagnostics = self.render_those(pages, |page| page.kind != PageKind::Search, sink)?;
        self.files(pages)?.into_par_iter().try_for_each(|artifact| sink.put(artifact))?;
        let unused = self.unused(pages);
        let assets =
            self.theme.assets.par_iter().filter(|artifact| !unused.contains(&artifact.path.as_str()));
        assets.try_for_each(|artifact| sink.put(artifact.clone()))?;
        Ok(diagnostics)
    }

    /// Renders the search pages into `sink`.
    ///
    /// # Errors
    /// When the sink cannot take an artifact.
    pub fn render_search(&self, pages: &[Page], sink: &dyn Sink) -> io::Result<Vec<Diagnostic>> {
        self.render_those(pages, |page| page.kind == PageKind::Search, sink)
    }

    fn render_those(
        &self,
        pages: &[Page],
        wanted: fn(&Page) -> bool,
        sink: &dyn Sink,
    ) -> io::Result<Vec<Diagnostic>> {
        let rendered: Vec<Option<Diagnostic>> = pages
            .par_iter()
            .filter(|page| wanted(page))
            .map(|page| {
                markdown::twin(self, page).map_or(Ok(()), |twin| sink.put(twin))?;
                match self.page(page) {
                    Ok(artifact) => sink.put(artifact).map(|()| None),
                    Err(diagnostic) => Ok(Some(*diagnostic)),
                }
            })
            .collect::<io::Result<_>>()?;
        Ok(rendered.into_iter().flatten().collect())
    }

    /// Style sheets and scripts of pages that the site does not have.
    fn unused(&self, pages: &[Page]) -> Vec<&str> {
        let has = |wanted: fn(PageKind) -> bool| pages.iter().any(|page| wanted(page.kind));
        // The style guide shows what other pages have, whether there are any or not.
        let guide = has(|kind| kind == PageKind::StyleGuide);
        let Troubleshooter { trees, contacts, .. } = self.troubleshooter;
        let needed = [
            ("troubleshooter", guide || !trees.is_empty() || contacts.page.is_some()),
            ("side-by-side", guide || has(|kind| matches!(kind, PageKind::SideBySide(_)))),
            ("print-page", has(|kind| matches!(kind, PageKind::Print(_)))),
            ("style-guide", guide),
        ];
        let of_theme = self.theme.styles.iter().chain(&self.theme.scripts);
        let unused = of_theme.filter(|(name, _)| needed.contains(&(name.as_str(), false)));
        unused.map(|(_, path)| path.as_str()).collect()
    }

    fn page(&self, page: &Page) -> Result<Artifact, Box<Diagnostic>> {
        let view = frame::view(self, page);
        let html = self.theme.templates.render(page.kind.template(), &view, page.path.as_str(), self.tree)?;
        let limit = self.site.config.limits.page;
        // Pages that only list others grow with the site, and no author could shorten them.
        if html.len() > limit && page.document(self.site).is_some() {
            return Err(Box::new(self.too_large(page, html.len(), limit)));
        }
        Ok(artifact(&page.path.file(), html.into_bytes()))
    }

    /// Everything that is no page: feeds, sitemap, files for hosts, copied assets.
    fn files(&self, pages: &[Page]) -> io::Result<Vec<Artifact>> {
        let mut files = hosting::files(self, pages);
        files.extend(self.tree_files());
        if let Some(base_url) = &self.site.base_url {
            files.push(artifact("sitemap.xml", sitemap::xml(self.site, pages, base_url).into_bytes()));
            for (locale, _) in self.site.locales() {
                let path = feed::path(self.site, locale).file();
                files.push(artifact(&path, feed::xml(self, locale, base_url).into_bytes()));
                let path = open_search::path(self.site, locale).file();
                files.push(artifact(&path, open_search::xml(self, locale, base_url).into_bytes()));
            }
        }
        for (locale, _) in self.site.locales() {
            let path = llms::path(self.site, locale).file();
            if !self.site.assets.iter().any(|asset| asset.path == path) {
                files.push(artifact(&path, llms::text(self, locale).into_bytes()));
            }
        }
        for asset in &self.site.assets {
            let content = match &self.tree.file(asset.file).content {
                SourceContent::OnDisk { path, bytes } => Content::Copy { from: path.clone(), bytes: *bytes },
                SourceContent::Text(text) => Content::Bytes(text.clone().into_bytes()),
                SourceContent::Bytes(bytes) => Content::Bytes(bytes.clone()),
            };
            let path = OutputPath::new(asset.path.as_str()).map_err(io::Error::other)?;
            files.push(Artifact { path, content });
        }
        Ok(files)
    }

    /// What other programs and other sites read of the decision trees.
    fn tree_files(&self) -> Vec<Artifact> {
        let trees = &self.troubleshooter.trees;
        if trees.is_empty() {
            return Vec::new();
        }
        let file = |name: &str, text: String| artifact(&format!("troubleshoot/{name}"), text.into_bytes());
        let exports = trees.iter().map(|tree| {
            let text = troubleshooter::export(tree, self.troubleshooter, self.site, &self.labels);
            file(&format!("{}.json", tree.id), text)
        });
        let others =
            [file("schema.json", EXPORT_SCHEMA.to_string()), file("embed.js", self.theme.embed.clone())];
        exports.chain(others).collect()
    }

    fn too_large(&self, page: &Page, bytes: usize, limit: usize) -> Diagnostic {
        let message = Text::new(
            format!("页面 `{}` 有 {bytes} 字节，超过上限 {limit}", page.path),
            format!("the page `{}` has {bytes} bytes, more than the limit of {limit}", page.path),
        );
        let diagnostic = Diagnostic::new(Code::PageTooLarge, message).help(
            "把文档拆成几篇，或在 site.yaml 里调高 `limits: {page: …}`",
            "split the document, or raise `limits: {page: …}` in site.yaml",
        );
        match page.document(self.site).map(|document| self.site.document(document).file) {
            Some(file) => diagnostic.at(crate::source::Span::new(file, 0..0)),
            None => diagnostic,
        }
    }

    /// The files of the search index that the search page of a locale holds itself.
    fn embedded(&self, locale: LocaleIndex) -> &'a [SearchFile] {
        self.searches.get(locale.0).map_or(&[], |search| search.embedded.as_slice())
    }

    fn shared(&self, locale: LocaleIndex) -> &frame::Shared {
        &self.shared[locale.0]
    }
}

/// A slip in a template that pages share is one slip, shown with the first page that has it.
pub fn each_slip_once(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut is_new = |it: &Diagnostic| match it.span {
        Some(span) => seen.insert((Some(span), None)),
        None => seen.insert((None, Some(it.message.en.clone()))),
    };
    diagnostics.retain(|it| it.code != Code::TemplateError || is_new(it));
    diagnostics
}

/// An artifact of ours at a path that the site stage has checked.
fn artifact(path: &str, bytes: Vec<u8>) -> Artifact {
    let path = OutputPath::new(path).expect("the site stage refuses paths that cannot be written");
    Artifact { path, content: Content::Bytes(bytes) }
}
