//! The search gate: queries and the documents they must find.
//!
//! In: a YAML file of a writer (`docs/search.md` describes it) and the indexes. Out: a [`Gate`], and after running it a
//! [`GateReport`] with the rank of each expected document, recall and mean reciprocal rank.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{FileId, Spanned};
use crate::suggest::nearest;
use crate::yaml::{self, Fields, Node};

use super::engine::{Engine, Hit};

/// How far down an expected document may stand unless the file says otherwise.
const WITHIN: usize = 5;

/// Queries and what they must find.
#[derive(Clone, Debug)]
pub struct Gate {
    /// A query passes when one of its documents is among so many hits.
    pub within: usize,
    /// Least share of queries that pass.
    pub least_recall: f64,
    /// Least mean reciprocal rank.
    pub least_mrr: f64,
    /// The queries.
    pub tests: Vec<GateTest>,
}

/// One query.
#[derive(Clone, Debug)]
pub struct GateTest {
    /// What a reader types.
    pub query: Spanned<String>,
    /// Index of the reader's locale.
    pub locale: usize,
    /// Ids of the documents that answer it.
    pub expected: Vec<String>,
}

/// How a query went.
#[derive(Clone, Debug)]
pub struct GateResult {
    /// Rank of the first expected document, from 1.
    pub rank: Option<usize>,
    /// The hits, best first.
    pub hits: Vec<Hit>,
}

/// How the gate went.
#[derive(Clone, Debug)]
pub struct GateReport {
    /// In the order of the tests.
    pub results: Vec<GateResult>,
    /// Share of queries that passed.
    pub recall: f64,
    /// Mean of 1 ÷ rank, 0 for what is not among the first ten.
    pub mrr: f64,
}

/// How many hits are looked at for the mean reciprocal rank.
const DEPTH: usize = 10;

impl Gate {
    /// Reads a gate. `locales` are those of the site, `ids` its documents.
    pub fn parse(file: FileId, text: &str, locales: &[String], ids: &BTreeSet<&str>) -> Outcome<Gate> {
        let parsed = yaml::parse(file, text, 0..text.len());
        let mut diagnostics = parsed.diagnostics;
        let mut fields = Fields::new(parsed.value);
        let within =
            fields.integer("within").map_or(WITHIN, |it| usize::try_from(it.value).unwrap_or(WITHIN).max(1));
        let mut minimum = Fields::new(fields.node("minimum"));
        let (least_recall, least_mrr) = (share(&mut minimum, "recall"), share(&mut minimum, "mrr"));
        diagnostics.extend(minimum.finish());
        let nodes = fields.sequence("tests");
        let tests = nodes.into_iter().filter_map(|node| test(node, locales, ids, &mut diagnostics)).collect();
        diagnostics.extend(fields.finish());
        Outcome { value: Gate { within, least_recall, least_mrr, tests }, diagnostics }
    }

    /// Asks every query.
    ///
    /// # Errors
    /// When tantivy cannot read its own index.
    pub fn run(&self, engine: Engine<'_>) -> tantivy::Result<GateReport> {
        let mut results = Vec::with_capacity(self.tests.len());
        for test in &self.tests {
            let hits = engine.search(test.locale, &test.query.value, DEPTH.max(self.within))?;
            let rank = hits.iter().position(|hit| test.expected.contains(&hit.id)).map(|at| at + 1);
            results.push(GateResult { rank, hits });
        }
        let count = results.len().max(1) as f64;
        let passed =
            results.iter().filter(|result| result.rank.is_some_and(|rank| rank <= self.within)).count();
        let ranks = results.iter().filter_map(|result| result.rank).filter(|rank| *rank <= DEPTH);
        let mrr = ranks.map(|rank| 1.0 / rank as f64).sum::<f64>() / count;
        Ok(GateReport { recall: passed as f64 / count, mrr, results })
    }

    /// Whether a report is good enough.
    pub fn is_met_by(&self, report: &GateReport) -> bool {
        report.recall >= self.least_recall && report.mrr >= self.least_mrr
    }
}

/// A number from 0 to 1; 0 when it is not given.
fn share(fields: &mut Fields, key: &'static str) -> f64 {
    let Some(node) = fields.node(key) else { return 0.0 };
    match node.as_text().and_then(|text| text.parse::<f64>().ok()).filter(|share| (0.0..=1.0).contains(share))
    {
        Some(share) => share,
        None => {
            fields.wrong_type(
                key,
                &node,
                "0 到 1 之间的数，例如 `0.95`",
                "a number from 0 to 1, such as `0.95`",
            );
            0.0
        }
    }
}

fn test(
    node: Node,
    locales: &[String],
    ids: &BTreeSet<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<GateTest> {
    let span = node.span;
    let mut fields = Fields::new(Some(node));
    let query = fields.text("query");
    let locale = fields.text("locale");
    let expected = fields.texts("expect");
    diagnostics.extend(fields.finish());
    if query.is_none() || expected.is_empty() {
        let message = Text::new("缺少 `query` 或 `expect`", "`query` or `expect` is missing");
        diagnostics.push(Diagnostic::new(Code::ValueType, message).at(span).help(
            "例如 `- query: 钱没到账` 和下一行的 `expect: [symptoms/balance-wrong]`",
            "for example `- query: 钱没到账` and on the next line `expect: [symptoms/balance-wrong]`",
        ));
    }
    for id in expected.iter().filter(|id| !ids.contains(id.value.as_str())) {
        let message =
            Text::new(format!("没有文档 `{}`", id.value), format!("there is no document `{}`", id.value));
        let near = nearest(&id.value, ids.iter().copied());
        diagnostics.push(Diagnostic::new(Code::SearchTestUnknown, message).at(id.span).did_you_mean(near));
    }
    let locale = locale.map_or(Some(0), |written| {
        let found = locales.iter().position(|locale| *locale == written.value);
        if found.is_none() {
            let message = Text::new(
                format!("网站没有语言 `{}`", written.value),
                format!("the site has no locale `{}`", written.value),
            );
            let near = nearest(&written.value, locales.iter().map(String::as_str));
            diagnostics
                .push(Diagnostic::new(Code::SearchTestUnknown, message).at(written.span).did_you_mean(near));
        }
        found
    });
    let expected: Vec<String> = expected.into_iter().map(|id| id.value).collect();
    Some(GateTest { query: query?, locale: locale?, expected }).filter(|test| !test.expected.is_empty())
}
