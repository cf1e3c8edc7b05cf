//! Which pages answer a plan, best first.
//!
//! In: an index and a [`Plan`]. Out: [`Ranked`] pages. Stage 1 is BM25 as tantivy computes it, each term by tantivy's own
//! scorer; stage 2 prefers sections that hold all of the query, and pages whose title the query names.
//! `assets/js/search/rank.js` is the same on the exported lists.

use tantivy::query::{EnableScoring, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, TERMINATED};

use super::index::LocaleSearch;
use super::query::{Kind, Plan, QueryTerm, frequency, text_term};

/// A character in more than this share of all sections, or in more than [`MOST_COMMON`], says too little for the length of
/// its list when there is anything else to go by.
const COMMON_SHARE: f64 = 0.3;
const MOST_COMMON: f64 = 15_000.0;
/// How much more a section counts that holds every pair and word of the query.
const ALL_BONUS: f64 = 3.0;
/// How much more a page counts whose title consists of words of the query; by a power of the share that does, since half a
/// title is much less than half of the evidence.
const TITLE_BONUS: f64 = 2.0;
const TITLE_POWER: f64 = 2.1;
/// How much of what a page's other sections add to its best one counts.
const SPREAD: f64 = 0.6;
/// A further section of a page is shown when it is at least this good beside the best.
const FURTHER_SHARE: f64 = 0.5;
/// Most sections of a page that are shown.
const MOST_SECTIONS: usize = 3;

/// tantivy's K1.
const K1: f32 = 1.2;

/// A page and how well it answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Number of the page.
    pub page: usize,
    /// Higher is better.
    pub score: f64,
    /// Numbers of its best sections, best first.
    pub sections: Vec<usize>,
}

/// Sums over all terms.
struct Found {
    /// Per section: its BM25.
    sections: Vec<f32>,
    /// Per section: how many of the required terms it holds.
    held: Vec<usize>,
    /// Per page: the sum over the terms of what each counts in the section where it counts most.
    pages: Vec<f64>,
    /// Per page: how many parts of its title the query names.
    titles: Vec<usize>,
}

/// The pages that answer, best first, and the score of a section that could not be better.
///
/// # Errors
/// When tantivy cannot read its own index.
pub fn rank(search: &LocaleSearch, plan: &Plan) -> tantivy::Result<(Vec<Ranked>, f64)> {
    let Some(searcher) = &search.searcher else { return Ok((Vec::new(), 0.0)) };
    let count = search.page_of.len();
    let used = used_terms(search, plan)?;
    let mut found = Found {
        sections: vec![0.0; count],
        held: vec![0; count],
        pages: vec![0.0; search.pages.len()],
        titles: vec![0; search.pages.len()],
    };
    let mut ideal = 0.0;
    for (term, frequency) in used {
        ideal += f64::from(idf(frequency, count as u64) * (1.0 + K1) * term.weight());
        if frequency > 0 {
            add_scores(search, searcher, term, &mut found)?;
        }
    }
    let required = plan.terms.iter().filter(|term| term.is_required).count();
    Ok((order(search, &found, required), ideal))
}

/// The terms that count, with their frequencies: very common characters do not where there is anything else.
fn used_terms<'a>(search: &LocaleSearch, plan: &'a Plan) -> tantivy::Result<Vec<(&'a QueryTerm, u64)>> {
    let mut known = Vec::new();
    for term in &plan.terms {
        known.push((term, frequency(search, &term.term)?));
    }
    let limit = (search.page_of.len() as f64 * COMMON_SHARE).min(MOST_COMMON);
    let is_common =
        |term: &QueryTerm, frequency: u64| term.is_only(Kind::Character) && frequency as f64 > limit;
    if known.iter().any(|(term, frequency)| *frequency > 0 && !is_common(term, *frequency)) {
        known.retain(|(term, frequency)| !is_common(term, *frequency));
    }
    Ok(known)
}

/// As tantivy computes it, which keeps the function to itself; needed for terms that no section has.
fn idf(frequency: u64, count: u64) -> f32 {
    let x = ((count - frequency) as f32 + 0.5) / (frequency as f32 + 0.5);
    (1.0 + x).ln()
}

fn add_scores(
    search: &LocaleSearch,
    searcher: &Searcher,
    term: &QueryTerm,
    found: &mut Found,
) -> tantivy::Result<()> {
    let query = TermQuery::new(text_term(search.text, &term.term), IndexRecordOption::WithFreqs);
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut scorer = weight.scorer(searcher.segment_reader(0), term.weight())?;
    let mut best: Option<(usize, f32)> = None;
    while scorer.doc() != TERMINATED {
        let (section, score) = (scorer.doc() as usize, scorer.score());
        let page = search.page_of[section];
        found.sections[section] += score;
        found.held[section] += usize::from(term.is_required);
        best = match best {
            Some((last, most)) if last == page => Some((page, most.max(score))),
            last => {
                add_best(&mut found.pages, last);
                Some((page, score))
            }
        };
        scorer.advance();
    }
    add_best(&mut found.pages, best);
    if term.is_title_part() {
        add_titles(search, searcher, &term.term, &mut found.titles)?;
    }
    Ok(())
}

fn add_best(pages: &mut [f64], best: Option<(usize, f32)>) {
    if let Some((page, score)) = best {
        pages[page] += f64::from(score);
    }
}

fn add_titles(
    search: &LocaleSearch,
    searcher: &Searcher,
    term: &str,
    titles: &mut [usize],
) -> tantivy::Result<()> {
    let inverted = searcher.segment_reader(0).inverted_index(search.titles)?;
    let Some(mut postings) =
        inverted.read_postings(&text_term(search.titles, term), IndexRecordOption::Basic)?
    else {
        return Ok(());
    };
    while postings.doc() != TERMINATED {
        titles[search.page_of[postings.doc() as usize]] += 1;
        postings.advance();
    }
    Ok(())
}

fn order(search: &LocaleSearch, found: &Found, required: usize) -> Vec<Ranked> {
    let pages = (0..search.pages.len()).filter(|page| found.pages[*page] > 0.0);
    let mut ranked: Vec<Ranked> = pages.map(|page| ranked(search, found, required, page)).collect();
    ranked.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.page.cmp(&other.page)));
    ranked
}

fn ranked(search: &LocaleSearch, found: &Found, required: usize, page: usize) -> Ranked {
    let indexed = &search.pages[page];
    let sections = indexed.first_section..indexed.first_section + indexed.sections.len();
    let mut scored: Vec<(f64, f64, usize)> = sections
        .filter(|section| found.sections[*section] > 0.0)
        .map(|section| {
            let plain = f64::from(found.sections[section]);
            let holds_all = required > 0 && found.held[section] == required;
            (if holds_all { plain * (1.0 + ALL_BONUS) } else { plain }, plain, section)
        })
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.2.cmp(&other.2)));
    let (best, plain, _) = scored[0];
    let title = (found.titles[page] as f64 / indexed.title_parts.max(1) as f64).min(1.0);
    let score = (best + SPREAD * (found.pages[page] - plain).max(0.0))
        * (1.0 + TITLE_BONUS * title.powf(TITLE_POWER));
    let further = scored.iter().filter(|(score, ..)| *score >= best * FURTHER_SHARE);
    Ranked { page, score, sections: further.take(MOST_SECTIONS).map(|(.., section)| *section).collect() }
}
