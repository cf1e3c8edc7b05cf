//! The order of stages, readable as prose. No other file knows it.

use std::collections::BTreeMap;
use std::io;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::artifact::{Artifact, Content, OutputPath, Sink};
use crate::config::{self, BaseUrl};
use crate::date::Date;
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, Severity, reading_problems};
use crate::document;
use crate::render::{self, PageKind, Printable, Renderer, plan};
use crate::search::{self, LocaleSearch, SearchFile, SearchFiles, Synonyms};
use crate::site::{self, Site, SiteOptions};
use crate::source::SourceTree;
use crate::theme::{self, Theme};
use crate::troubleshooter::{self, Troubleshooter};

/// What a build is asked for.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// The build date.
    pub date: Date,
    /// Publish drafts and documents of other days as well.
    pub drafts: bool,
    /// Replaces `base_url` of `site.yaml`.
    pub base_url: Option<BaseUrl>,
    /// Turn warnings into errors.
    pub strict: bool,
    /// Make the page that shows every component of the theme.
    pub style_guide: bool,
}

/// What a build found and did.
#[derive(Debug)]
pub struct Build {
    /// The sources with the built-in theme, which diagnostics refer to.
    pub tree: SourceTree,
    /// Everything found, in order.
    pub diagnostics: Diagnostics,
    /// How many documents and pages there are.
    pub counts: Counts,
    /// The files that hosts show for unknown addresses.
    pub for_unknown: Vec<String>,
    /// How long each stage took; search and render run side by side.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Size of a site.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Markdown files.
    pub documents: usize,
    /// HTML pages.
    pub pages: usize,
    /// Locales.
    pub locales: usize,
}

/// Builds the site that `sources` describes into `sink`. When the diagnostics hold an error, what the sink
/// received must not be published.
///
/// # Errors
/// When the sink cannot take an artifact.
pub fn build(sources: SourceTree, options: &BuildOptions, sink: &dyn Sink) -> io::Result<Build> {
    with_site(sources, options, |stage| {
        let Stage { site, theme, tree, troubleshooter, .. } = stage;
        let printable = Printable::new(site, tree);
        let pages = plan(site, &printable, troubleshooter, options.style_guide);
        stage.counts.pages = pages.len();
        let for_unknown = pages.iter().filter(|page| matches!(page.kind, PageKind::NotFound { .. }));
        let for_unknown = for_unknown.map(|page| page.path.file()).collect();
        let renderer = Renderer::new(site, theme, tree, troubleshooter, &printable);
        // Most of an index is made by one thread for each language; the others make pages meanwhile.
        let ((searches, searching), (rendered, rendering)) = rayon::join(
            || Clock::time(|| publish_search(&stage, sink)),
            || Clock::time(|| renderer.render(&pages, sink)),
        );
        let searches = searches?;
        let (of_search, more) = Clock::time(|| renderer.with_searches(&searches).render_search(&pages, sink));
        stage.clock.laps.extend([("search", searching), ("render", rendering + more)]);
        stage.found.extend(render::each_slip_once([rendered?, of_search?].concat()));
        Ok(for_unknown)
    })
    .map(|(build, for_unknown)| Build { for_unknown: for_unknown.unwrap_or_default(), ..build })
}

/// The search indexes of the site that `sources` describes, and the ids of its documents; `None` when the diagnostics
/// hold an error.
///
/// # Errors
/// When tantivy fails, which in memory it does for lack of memory only.
pub fn index(sources: SourceTree, options: &BuildOptions) -> io::Result<(Build, Option<Vec<LocaleSearch>>)> {
    with_site(sources, options, |stage| {
        search::index(stage.site, stage.troubleshooter, &stage.theme.strings, stage.synonyms)
    })
}

/// The decision trees of a site, with what is needed to show them.
pub struct Trees<'a> {
    /// The trees.
    pub troubleshooter: &'a Troubleshooter,
    /// The site.
    pub site: &'a Site<'a>,
    /// The theme, for the words of the interface.
    pub theme: &'a Theme,
    /// The sources.
    pub sources: &'a SourceTree,
}

/// What `look` makes of the decision trees of the site that `sources` describes; `None` when the diagnostics hold an error.
///
/// # Errors
/// None of its own; what comes after the trees may have some.
pub fn trees<T>(
    sources: SourceTree,
    options: &BuildOptions,
    look: impl FnOnce(&Trees<'_>) -> T,
) -> io::Result<(Build, Option<T>)> {
    with_site(sources, options, |stage| {
        let Stage { troubleshooter, site, theme, tree: sources, .. } = stage;
        Ok(look(&Trees { troubleshooter, site, theme, sources }))
    })
}

/// A resolved site and what goes on with it.
struct Stage<'a> {
    site: &'a Site<'a>,
    theme: &'a Theme,
    troubleshooter: &'a Troubleshooter,
    synonyms: &'a Synonyms,
    tree: &'a SourceTree,
    counts: &'a mut Counts,
    found: &'a mut Found,
    clock: &'a mut Clock,
}

/// Everything up to the resolved site, and then `finish`, unless the sources are broken: nothing would be published, and
/// templates would only add noise.
fn with_site<T>(
    sources: SourceTree,
    options: &BuildOptions,
    finish: impl FnOnce(Stage<'_>) -> io::Result<T>,
) -> io::Result<(Build, Option<T>)> {
    let mut clock = Clock::start();
    let tree = theme::builtin().overlaid_with(sources);
    let mut found = Found::default();
    let mut counts = Counts::default();
    found.extend(reading_problems(&tree));
    let config = found.take(config::parse(&tree));
    if !config.is_readable {
        found.settle(&tree, &config.severities, options.strict);
        return Ok((found.build(tree, counts, clock), None));
    }
    let theme = found.take(theme::load(&tree, &config));
    clock.lap("theme");
    let documents = found.take(document::parse_all(&tree, &config));
    counts = Counts { documents: documents.len(), pages: 0, locales: config.locales.len() };
    clock.lap("parse");
    let wanted =
        SiteOptions { date: options.date, drafts: options.drafts, base_url: options.base_url.clone() };
    let site = found.take(site::resolve(documents, &tree, &config, &wanted));
    let troubleshooter = found.take(troubleshooter::compile(&tree, &site));
    let synonyms = found.take(Synonyms::parse(&tree));
    clock.lap("resolve");
    found.settle(&tree, &config.severities, options.strict);
    let mut made = None;
    if !found.diagnostics.has_errors() {
        made = Some(finish(Stage {
            site: &site,
            theme: &theme,
            troubleshooter: &troubleshooter,
            synonyms: &synonyms,
            tree: &tree,
            counts: &mut counts,
            found: &mut found,
            clock: &mut clock,
        })?);
        found.settle(&tree, &config.severities, options.strict);
    }
    drop(site);
    Ok((found.build(tree, counts, clock), made))
}

/// Makes the search indexes and puts their files into `sink`; what is embedded in search pages is left.
fn publish_search(stage: &Stage<'_>, sink: &dyn Sink) -> io::Result<Vec<SearchFiles>> {
    let indexes = search::index(stage.site, stage.troubleshooter, &stage.theme.strings, stage.synonyms)?;
    let mut searches = search::export(&indexes)?;
    let files: Vec<SearchFile> =
        searches.iter_mut().flat_map(|search| std::mem::take(&mut search.files)).collect();
    files.into_par_iter().try_for_each(|file| {
        let path = OutputPath::new(file.path).map_err(io::Error::other)?;
        sink.put(Artifact { path, content: Content::Bytes(file.text.into_bytes()) })
    })?;
    Ok(searches)
}

/// The diagnostics of a run, stage by stage.
#[derive(Default)]
struct Found {
    diagnostics: Diagnostics,
}

impl Found {
    fn take<T>(&mut self, outcome: Outcome<T>) -> T {
        self.diagnostics.take(outcome)
    }

    fn extend(&mut self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// What there is to say of a build so far.
    fn build(self, tree: SourceTree, counts: Counts, clock: Clock) -> Build {
        Build { tree, diagnostics: self.diagnostics, counts, for_unknown: Vec::new(), timings: clock.laps }
    }

    fn settle(&mut self, tree: &SourceTree, severities: &BTreeMap<Code, Option<Severity>>, strict: bool) {
        self.diagnostics.settle(tree, severities);
        if strict {
            self.diagnostics.make_strict();
        }
    }
}

/// Measures the stages for `--timings`.
struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

#[allow(clippy::disallowed_methods, reason = "durations are shown, never built into a page")]
impl Clock {
    fn start() -> Clock {
        Clock { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }

    /// Of work that other work goes on beside.
    fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
        let start = Instant::now();
        let made = work();
        (made, start.elapsed())
    }
}
