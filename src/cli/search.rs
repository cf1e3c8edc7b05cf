//! `wenda search`: answers a query from tantivy's index as the page does, or checks a file of queries.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use crate::diag::Diagnostics;
use crate::pipeline::Build;
use crate::search::{Engine, Gate, GateReport, Hit, LocaleSearch};
use crate::source::{self, ReadLimits, SourceTree};
use crate::suggest::nearest;

use super::arguments::{Format, SearchArguments, SearchCommand, SearchTestArguments};
use super::project::Project;
use super::terminal::Terminal;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(arguments: &SearchArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    match (&arguments.test, &arguments.query) {
        (Some(SearchCommand::Test(arguments)), _) => test(arguments, terminal),
        (None, query) => search(arguments, query.as_deref().unwrap_or_default(), terminal),
    }
}

// ---- one query

fn search(arguments: &SearchArguments, query: &str, terminal: &Terminal) -> Result<Exit, Failure> {
    let (build, indexes) = Project::open(&arguments.site)?.index(SourceTree::default())?;
    let Some(indexes) = indexes.filter(|_| !build.diagnostics.has_errors()) else {
        terminal.show(&build.diagnostics, &build.tree, arguments.site.format);
        return Ok(Exit::Problems);
    };
    let locale = locale(&indexes, arguments.locale.as_deref())?;
    let engine = Engine { indexes: &indexes };
    if query == "-" {
        return answer_lines(engine, locale, arguments.limit.into(), terminal);
    }
    let hits = engine.search(locale, query, arguments.limit.into()).map_err(unreadable)?;
    if arguments.site.format == Format::Json {
        let lines: String = hits
            .iter()
            .map(|hit| serde_json::to_string(hit).expect("a hit is text and numbers") + "\n")
            .collect();
        terminal.print(&lines);
        return Ok(Exit::Fine);
    }
    if let Some(meant) = engine.suggest(locale, query).map_err(unreadable)? {
        terminal.say(&format!("你是不是要找“{meant}”？"), &format!("did you mean “{meant}”?"));
    }
    if hits.is_empty() {
        terminal.say("没有找到", "nothing found");
    }
    terminal.print(&hits.iter().enumerate().map(|(at, hit)| shown(at + 1, hit)).collect::<String>());
    Ok(Exit::Fine)
}

/// A line of JSON for each line of stdin: `{"query": …, "hits": […]}`.
fn answer_lines(
    engine: Engine<'_>,
    locale: usize,
    limit: usize,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    for line in io::stdin().lines() {
        let query = line
            .map_err(|error| Failure::environment("读不了标准输入", "cannot read standard input", &error))?;
        let hits = engine.search(locale, &query, limit).map_err(unreadable)?;
        terminal.print(&format!("{}\n", serde_json::json!({ "query": query, "hits": hits })));
    }
    Ok(Exit::Fine)
}

fn locale(indexes: &[LocaleSearch], wanted: Option<&str>) -> Result<usize, Failure> {
    let Some(wanted) = wanted else { return Ok(0) };
    let codes = || indexes.iter().map(|index| index.locale.as_str());
    codes().position(|code| code == wanted).ok_or_else(|| {
        let near = nearest(wanted, codes()).or(codes().next()).unwrap_or_default().to_string();
        Failure::new(
            Exit::Usage,
            format!("网站没有语言 `{wanted}`；你是不是想写 `{near}`？"),
            format!("the site has no locale `{wanted}`; did you mean `{near}`?"),
        )
    })
}

/// Two or three lines: title and heading, address, snippet.
fn shown(rank: usize, hit: &Hit) -> String {
    let heading = if hit.heading.is_empty() { String::new() } else { format!(" › {}", hit.heading) };
    let anchor = if hit.anchor.is_empty() { String::new() } else { format!("#{}", hit.anchor) };
    let mut text = format!("{rank:>2}. {}{heading}\n    {}{anchor}  {:.3}\n", hit.title, hit.url, hit.score);
    let snippet: String = hit
        .snippet
        .iter()
        .map(|piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() })
        .collect();
    if !snippet.is_empty() {
        let _ = writeln!(text, "    {snippet}");
    }
    text
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::environment("搜索索引读不出来", "the search index cannot be read", &io::Error::other(error))
}

// ---- a file of queries

fn test(arguments: &SearchTestArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let (name, file) = gate_file(&arguments.file)?;
    let (mut build, indexes) = Project::open(&arguments.site)?.index(file)?;
    let Some(indexes) = indexes else {
        terminal.show(&build.diagnostics, &build.tree, arguments.site.format);
        return Ok(Exit::Problems);
    };
    let gate = gate(&mut build, &name, &indexes, arguments.site.strict);
    terminal.show(&build.diagnostics, &build.tree, arguments.site.format);
    if build.diagnostics.has_errors() {
        return Ok(Exit::Problems);
    }
    let report = gate.run(Engine { indexes: &indexes }).map_err(unreadable)?;
    let passes = gate.is_met_by(&report);
    terminal.print(&misses(&gate, &report, &indexes, terminal));
    let (count, within) = (gate.tests.len(), gate.within);
    let (recall, mrr, least_recall, least_mrr) =
        (report.recall, report.mrr, gate.least_recall, gate.least_mrr);
    terminal.say(
        &format!("{count} 个问题：前 {within} 条找到 {recall:.3}（至少 {least_recall}），MRR {mrr:.3}（至少 {least_mrr}）"),
        &format!("{count} queries: recall@{within} {recall:.3} (at least {least_recall}), MRR {mrr:.3} (at least {least_mrr})"),
    );
    Ok(if passes { Exit::Fine } else { Exit::Problems })
}

/// The file as a source of its own name, so that diagnostics can point into it.
fn gate_file(path: &Path) -> Result<(String, SourceTree), Failure> {
    let shown = path.display().to_string();
    let file = source::read_one(path, &shown, ReadLimits::default()).map_err(|error| {
        Failure::environment(&format!("读不了 `{shown}`"), &format!("cannot read `{shown}`"), &error)
    })?;
    Ok((file.path.to_string(), SourceTree::new(vec![file])))
}

fn gate(build: &mut Build, name: &str, indexes: &[LocaleSearch], strict: bool) -> Gate {
    let locales: Vec<String> = indexes.iter().map(|index| index.locale.clone()).collect();
    let ids: BTreeSet<&str> =
        indexes.iter().flat_map(|index| &index.pages).map(|page| page.id.as_str()).collect();
    let (file, _) = build.tree.find(name).expect("it was laid over the sources");
    let outcome = Gate::parse(file, build.tree.text(file), &locales, &ids);
    let mut found = Diagnostics::default();
    let gate = found.take(outcome);
    if strict {
        found.make_strict();
    }
    build.diagnostics.extend(found.iter().cloned());
    gate
}

/// The queries that did not pass, with what was found instead.
fn misses(gate: &Gate, report: &GateReport, indexes: &[LocaleSearch], terminal: &Terminal) -> String {
    let mut text = String::new();
    for (test, result) in gate.tests.iter().zip(&report.results) {
        if result.rank.is_some_and(|rank| rank <= gate.within) {
            continue;
        }
        let rank = result.rank.map_or_else(|| "–".to_string(), |rank| rank.to_string());
        let first = result.hits.first().map_or("–", |hit| hit.id.as_str());
        let locale = &indexes[test.locale].locale;
        let (wanted, got) = (terminal.words("应找到", "wants"), terminal.words("第一条是", "first hit"));
        let _ = writeln!(
            text,
            "{rank:>3}  {} ({locale})  {wanted} {}  {got} {first}",
            test.query.value,
            test.expected.join(", ")
        );
    }
    text
}
