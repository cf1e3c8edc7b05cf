//! Answers queries from the indexes of all locales, as the page in the browser does.
//!
//! In: indexes, a query, the locale of the reader. Out: [`Hit`]s. The same as `assets/js/search/engine.js`.

use std::collections::HashMap;

use serde::Serialize;

use super::analysis::is_unspaced_locale;
use super::fold::fold;
use super::index::LocaleSearch;
use super::page::SearchSection;
use super::query::{Plan, plan};
use super::rank::{Ranked, rank};
use super::snippet::{Piece, snippet};

/// How many candidates are read in search of a phrase.
const MOST_PHRASE_CANDIDATES: usize = 200;

/// How much of what the lesser of two languages says of a page is added to what the other says.
const OTHER_SHARE: f64 = 0.2;

/// A page that answers.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// Id of its document.
    pub id: String,
    /// Path on the site, percent-encoded.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Anchor of its best section; empty for the start of the page.
    pub anchor: String,
    /// Heading of that section.
    pub heading: String,
    /// Higher is better.
    pub score: f64,
    /// From the text of that section.
    pub snippet: Vec<Piece>,
    /// Whether it was found by its text in another language.
    pub twin: bool,
}

/// A page on its way to be a hit.
struct Found {
    page: usize,
    score: f64,
    sections: Vec<usize>,
    twin: Option<Twin>,
}

/// The page of another locale by which a page was found.
struct Twin {
    locale: usize,
    page: usize,
    sections: Vec<usize>,
    plan: Plan,
}

impl Found {
    fn own(ranked: Ranked) -> Found {
        Found { page: ranked.page, score: ranked.score, sections: ranked.sections, twin: None }
    }
}

/// The indexes of a site.
#[derive(Clone, Copy)]
pub struct Engine<'a> {
    /// In the order of the site's locales.
    pub indexes: &'a [LocaleSearch],
}

impl Engine<'_> {
    /// The pages that answer a query for readers of a locale, best first.
    ///
    /// # Errors
    /// When tantivy cannot read its own index.
    pub fn search(&self, locale: usize, query: &str, limit: usize) -> tantivy::Result<Vec<Hit>> {
        let own = &self.indexes[locale];
        let plan = plan(own, query, false)?;
        let mut found = self.find(locale, &plan, query)?;
        if !plan.phrases.is_empty() {
            found = with_phrases(own, found, &plan, limit);
        }
        Ok(found.into_iter().take(limit).map(|found| self.hit(own, &plan, found)).collect())
    }

    /// What a query may have been meant to say.
    ///
    /// # Errors
    /// When tantivy cannot read its own index.
    pub fn suggest(&self, locale: usize, query: &str) -> tantivy::Result<Option<String>> {
        Ok(plan(&self.indexes[locale], query, false)?.suggestion())
    }

    fn find(&self, locale: usize, plan: &Plan, query: &str) -> tantivy::Result<Vec<Found>> {
        let own = &self.indexes[locale];
        let (ranked, ideal) = rank(own, plan)?;
        let mut found: Vec<Found> = ranked.into_iter().map(Found::own).collect();
        // A character that nobody uses here may be one of another language that is written like this one.
        let mut others = (0..self.indexes.len()).filter(|other| *other != locale);
        let is_other =
            plan.has_strange && others.any(|other| is_unspaced_locale(&self.indexes[other].locale));
        let is_foreign = plan.has_unspaced != is_unspaced_locale(&own.locale) || plan.has_unknown || is_other;
        if plan.is_empty() || (!found.is_empty() && !is_foreign) {
            return Ok(found);
        }
        for other in (0..self.indexes.len()).filter(|other| *other != locale) {
            self.add_twins(&mut found, (locale, ideal), other, query)?;
        }
        found.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.page.cmp(&other.page)));
        Ok(found)
    }

    /// Scores of two indexes compare by the share they are of what a perfect page would get.
    fn add_twins(
        &self,
        found: &mut Vec<Found>,
        (locale, ideal): (usize, f64),
        other: usize,
        query: &str,
    ) -> tantivy::Result<()> {
        let (own, theirs) = (&self.indexes[locale], &self.indexes[other]);
        let plan = plan(theirs, query, false)?;
        let (ranked, other_ideal) = rank(theirs, &plan)?;
        let scale = if other_ideal > 0.0 { ideal / other_ideal } else { 0.0 };
        let at: HashMap<usize, usize> =
            found.iter().enumerate().map(|(at, found)| (found.page, at)).collect();
        for Ranked { page, score, sections } in ranked {
            let set = theirs.pages[page].set;
            // Pages are in the order of their sets.
            let Ok(twin_page) = own.pages.binary_search_by_key(&set, |page| page.set) else { continue };
            let theirs = score * scale;
            let known = at.get(&twin_page).copied();
            let ours = known.map_or(0.0, |at| found[at].score);
            let score = ours.max(theirs) + OTHER_SHARE * ours.min(theirs);
            match known {
                Some(at) if theirs <= ours => found[at].score = score,
                _ => {
                    let twin = Some(Twin { locale: other, page, sections, plan: plan.clone() });
                    let twin = Found { page: twin_page, score, sections: Vec::new(), twin };
                    match known {
                        Some(at) => found[at] = twin,
                        None => found.push(twin),
                    }
                }
            }
        }
        Ok(())
    }

    fn hit(&self, own: &LocaleSearch, plan: &Plan, found: Found) -> Hit {
        let page = &own.pages[found.page];
        let section = found.sections.first().map(|section| &page.sections[*section - page.first_section]);
        let (section, plan) = match &found.twin {
            None => (section, plan),
            Some(twin) => self.twin_section(own, found.page, twin, plan),
        };
        let section = section.unwrap_or(&page.sections[0]);
        Hit {
            id: page.id.clone(),
            url: page.url.clone(),
            title: page.title.clone(),
            anchor: section.anchor.clone(),
            heading: section.heading.clone(),
            score: found.score,
            snippet: snippet(&section.text, plan),
            twin: found.twin.is_some(),
        }
    }

    /// A translation has the anchors of its source; a page without one shows the source itself.
    fn twin_section<'a>(
        &'a self,
        own: &'a LocaleSearch,
        page: usize,
        twin: &'a Twin,
        plan: &'a Plan,
    ) -> (Option<&'a SearchSection>, &'a Plan) {
        let other = &self.indexes[twin.locale].pages[twin.page];
        let theirs = twin.sections.first().map(|section| &other.sections[*section - other.first_section]);
        let page = &own.pages[page];
        if !page.is_translated {
            return (theirs, &twin.plan);
        }
        (theirs.and_then(|theirs| page.sections.iter().find(|section| section.anchor == theirs.anchor)), plan)
    }
}

/// Only pages that hold the phrases word for word; all of them when none does.
fn with_phrases(own: &LocaleSearch, found: Vec<Found>, plan: &Plan, limit: usize) -> Vec<Found> {
    let comparable = |text: &str| fold(text).chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let phrases: Vec<String> =
        plan.phrases.iter().map(|phrase| comparable(phrase)).filter(|phrase| !phrase.is_empty()).collect();
    let holds = |found: &Found| {
        let page = &own.pages[found.page];
        let mut text = page.title.clone();
        for section in &page.sections {
            text.push_str(&format!("\n{}\n{}", section.heading, section.text));
        }
        let text = comparable(&text);
        phrases.iter().all(|phrase| text.contains(phrase.as_str()))
    };
    let kept: Vec<usize> =
        (0..found.len().min(MOST_PHRASE_CANDIDATES)).filter(|at| holds(&found[*at])).take(limit).collect();
    if kept.is_empty() {
        return found;
    }
    let mut at = 0..;
    found.into_iter().filter(|_| at.next().is_some_and(|at| kept.binary_search(&at).is_ok())).collect()
}
