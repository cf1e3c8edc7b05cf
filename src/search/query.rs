//! What a query asks for: terms with weights.
//!
//! In: what was typed. Out: a [`Plan`]. `assets/js/search/query.js` is the same, step by step and in the same order, so
//! that sums come out the same to the last bit; the browser only has to wait for files where this module does not.

use tantivy::Term;
use tantivy::schema::Field;

use super::analysis::{self, LONGEST_UNSPACED, LONGEST_WORD, Run, compound, is_term, stem};
use super::fold::fold_width_and_case;
use super::index::{INITIALS_MARK, LocaleSearch, PINYIN_MARK, is_word};

/// Characters of a query that count.
const LONGEST_QUERY: usize = 256;
/// What a single character costs in a segmentation, in half bits.
const SINGLE_COST: u32 = 24;
const MOST_COMPLETIONS: usize = 5;
const MOST_NEAR: usize = 3;
const MOST_PINYIN: usize = 3;
const LONGEST_PINYIN: usize = 24;
/// Most words before and after a word that may be pinyin with it.
const MOST_AROUND: usize = 15;
/// In an index of more sections than this, a mistyped word must have its first two letters right, not only its first.
const LARGE_INDEX: usize = 10_000;

/// Why a term is asked for. A term may have several reasons, whose weights add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A word of the segmentation.
    Word,
    /// Two neighbours.
    Pair,
    /// One character.
    Character,
    /// A word of a spaced script as it was typed.
    Latin,
    /// Its stem.
    Stem,
    /// Several words without their hyphens.
    Compound,
    /// A word that begins as was typed.
    Completion,
    /// A word that differs by a letter or two.
    Near,
    /// A word that was typed in pinyin.
    Pinyin,
}

impl Kind {
    /// In the order of the table in `query.js`; weights are explained in `docs/search-quality.md`.
    const ALL: [(Kind, f32); 9] = [
        (Kind::Word, 0.12),
        (Kind::Pair, 0.52),
        (Kind::Character, 0.57),
        (Kind::Latin, 1.1),
        (Kind::Stem, 0.5),
        (Kind::Compound, 1.1),
        (Kind::Completion, 0.6),
        (Kind::Near, 1.1),
        (Kind::Pinyin, 0.8),
    ];

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A term that a query asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryTerm {
    /// The term.
    pub term: String,
    kinds: u16,
    /// Whether a section must hold it to hold all of the query.
    pub is_required: bool,
}

impl QueryTerm {
    /// Whether it is asked for as `kind`.
    pub fn is(&self, kind: Kind) -> bool {
        self.kinds & kind.bit() != 0
    }

    /// Whether it is asked for as `kind` only.
    pub fn is_only(&self, kind: Kind) -> bool {
        self.kinds == kind.bit()
    }

    /// Whether it counts as a part of a title that holds it.
    pub fn is_title_part(&self) -> bool {
        [Kind::Pair, Kind::Latin, Kind::Completion, Kind::Near, Kind::Pinyin]
            .into_iter()
            .any(|kind| self.is(kind))
    }

    /// The sum of the weights of its kinds.
    pub fn weight(&self) -> f32 {
        Kind::ALL.iter().filter(|(kind, _)| self.is(*kind)).fold(0.0, |sum, (_, weight)| sum + weight)
    }
}

/// What to look for.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Terms in the order they were first asked for.
    pub terms: Vec<QueryTerm>,
    /// What stands in quotation marks.
    pub phrases: Vec<String>,
    /// Parts of the query that mean something else than they say: from, to, and what is meant.
    pub corrections: Vec<(usize, usize, String)>,
    /// Whether there is text of a script without spaces.
    pub has_unspaced: bool,
    /// Whether there is a word that the index does not know.
    pub has_unknown: bool,
    /// Whether there is a character of an unspaced script that the index does not know.
    pub has_strange: bool,
    /// The query, folded.
    pub characters: Vec<char>,
    runs: Vec<(Run, usize, usize)>,
}

impl Plan {
    /// Whether the query holds a letter or digit at all.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The query with its corrections, if there are any.
    pub fn suggestion(&self) -> Option<String> {
        let mut corrections = self.corrections.clone();
        corrections.sort_by_key(|(start, ..)| std::cmp::Reverse(*start));
        let mut meant = self.characters.clone();
        for (start, end, text) in &corrections {
            meant.splice(start..end, text.chars());
        }
        (!corrections.is_empty()).then(|| meant.into_iter().collect())
    }

    fn add(&mut self, text: &str, kind: Kind, is_required: bool) {
        match self.terms.iter_mut().find(|term| term.term == text) {
            Some(term) => {
                term.kinds |= kind.bit();
                term.is_required |= is_required;
            }
            None => self.terms.push(QueryTerm { term: text.to_string(), kinds: kind.bit(), is_required }),
        }
    }

    fn word(&self, index: usize) -> Option<&str> {
        match self.runs.get(index) {
            Some((Run::Word { text, .. }, ..)) => Some(text),
            _ => None,
        }
    }
}

/// The vocabulary as a query sees it.
struct Vocabulary<'a> {
    search: &'a LocaleSearch,
}

impl Vocabulary<'_> {
    fn frequency(&self, term: &str) -> tantivy::Result<u64> {
        frequency(self.search, term)
    }

    fn knows(&self, term: &str) -> tantivy::Result<bool> {
        Ok(self.frequency(term)? > 0)
    }

    fn cost(&self, term: &str) -> Option<u32> {
        self.search.costs.get(term).map(|cost| u32::from(*cost))
    }

    fn usual(&self, c: char) -> char {
        let alias = self.search.aliases.get(c.encode_utf8(&mut [0; 4]) as &str);
        alias.and_then(|targets| targets.first()?.chars().next()).unwrap_or(c)
    }

    fn pinyin(&self, mark: char, letters: &str) -> Option<&Vec<String>> {
        self.search.aliases.get(&format!("{mark}{letters}"))
    }

    /// All terms that begin so, with their frequency, in the order of the exported files.
    fn beginning(&self, start: &str) -> tantivy::Result<Vec<(String, u64)>> {
        let mut found = Vec::new();
        let Some(searcher) = &self.search.searcher else { return Ok(found) };
        let inverted = searcher.segment_reader(0).inverted_index(self.search.text)?;
        let mut stream = inverted.terms().range().ge(start).into_stream()?;
        while let Some((key, info)) = stream.next() {
            let term = String::from_utf8_lossy(key);
            if !term.starts_with(start) {
                break;
            }
            found.push((term.into_owned(), u64::from(info.doc_freq)));
        }
        found.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
        Ok(found)
    }
}

/// In how many sections a term stands.
pub fn frequency(search: &LocaleSearch, term: &str) -> tantivy::Result<u64> {
    match &search.searcher {
        Some(searcher) => searcher.doc_freq(&text_term(search.text, term)),
        None => Ok(0),
    }
}

/// A term as tantivy wants it.
pub fn text_term(field: Field, term: &str) -> Term {
    Term::from_field_text(field, term)
}

/// Reads a query. While `typing`, its last word is taken for a beginning.
///
/// # Errors
/// When tantivy cannot read its own index.
pub fn plan(search: &LocaleSearch, query: &str, typing: bool) -> tantivy::Result<Plan> {
    let vocabulary = Vocabulary { search };
    let typed: String = query.chars().take(LONGEST_QUERY).collect();
    let characters: Vec<char> = fold_width_and_case(&typed).chars().take(LONGEST_QUERY).collect();
    let mut plan =
        Plan { phrases: phrases(&characters), runs: analysis::placed_runs(&characters), ..Plan::default() };
    plan.characters = characters;
    plan.has_unspaced = plan.runs.iter().any(|(run, ..)| matches!(run, Run::Unspaced(_)));
    fold_variants(&vocabulary, &mut plan);
    for index in 0..plan.runs.len() {
        match plan.runs[index].0.clone() {
            Run::Unspaced(characters) => add_unspaced(&vocabulary, &mut plan, &characters)?,
            Run::Word { text, .. } => add_words(&vocabulary, &mut plan, index, &text, typing)?,
        }
    }
    Ok(plan)
}

/// What stands in quotation marks.
fn phrases(characters: &[char]) -> Vec<String> {
    let text: String = characters.iter().collect();
    let parts: Vec<&str> = text.split(['"', '“', '”']).collect();
    let mut phrases = Vec::new();
    let mut at = 1;
    while at + 1 < parts.len() {
        // Two marks with nothing between them are no phrase; the second may begin one.
        if !parts[at].is_empty() {
            phrases.push(parts[at].to_string());
            at += 1;
        }
        at += 1;
    }
    phrases
}

/// Traditional characters and other variants become those of the index.
fn fold_variants(vocabulary: &Vocabulary<'_>, plan: &mut Plan) {
    for (run, ..) in &mut plan.runs {
        if let Run::Unspaced(characters) = run {
            characters.iter_mut().for_each(|c| *c = vocabulary.usual(*c));
        }
    }
}

// ---- scripts without spaces

fn add_unspaced(vocabulary: &Vocabulary<'_>, plan: &mut Plan, characters: &[char]) -> tantivy::Result<()> {
    let text = |start: usize, end: usize| characters[start..end].iter().collect::<String>();
    let cost_of = |start: usize, end: usize| match end - start {
        1 => Some(SINGLE_COST),
        _ => vocabulary.cost(&text(start, end)),
    };
    // Single characters cost too, so there is always a way.
    for (start, end) in cheapest_path(characters.len(), LONGEST_UNSPACED, cost_of).unwrap_or_default() {
        if end - start < 2 {
            continue;
        }
        plan.add(&text(start, end), Kind::Word, false);
        // The words inside a word, as the index has them.
        for length in [2, 3].into_iter().filter(|length| *length < end - start) {
            for at in start..=end - length {
                let part = text(at, at + length);
                if vocabulary.cost(&part).is_some() {
                    plan.add(&part, Kind::Word, false);
                }
            }
        }
    }
    for at in 0..characters.len() {
        let character = text(at, at + 1);
        plan.has_strange |= !vocabulary.knows(&character)?;
        plan.add(&character, Kind::Character, characters.len() == 1);
    }
    for at in 0..characters.len().saturating_sub(1) {
        plan.add(&text(at, at + 2), Kind::Pair, true);
    }
    Ok(())
}

/// The cheapest way to cut a text of `count` characters into pieces of at most `longest`: shortest path, from left to right;
/// of equally cheap ways the one whose last piece is longest.
fn cheapest_path(
    count: usize,
    longest: usize,
    cost_of: impl Fn(usize, usize) -> Option<u32>,
) -> Option<Vec<(usize, usize)>> {
    let mut best: Vec<Option<(u32, usize)>> = vec![Some((0, 0))];
    for end in 1..=count {
        let mut cheapest: Option<(u32, usize)> = None;
        for start in (end.saturating_sub(longest)..end).rev() {
            let Some((before, _)) = best[start] else { continue };
            let Some(cost) = cost_of(start, end).map(|cost| before + cost) else { continue };
            if cheapest.is_none_or(|(known, _)| cost <= known) {
                cheapest = Some((cost, start));
            }
        }
        best.push(cheapest);
    }
    let mut path = Vec::new();
    let mut end = count;
    while end > 0 {
        let (_, start) = best[end]?;
        path.push((start, end));
        end = start;
    }
    path.reverse();
    Some(path)
}

// ---- scripts with spaces

fn add_words(
    vocabulary: &Vocabulary<'_>,
    plan: &mut Plan,
    index: usize,
    word: &str,
    typing: bool,
) -> tantivy::Result<()> {
    if !is_term(word) {
        return Ok(());
    }
    let stem = stem(word);
    let is_known = vocabulary.knows(word)? || vocabulary.knows(stem)?;
    plan.add(word, Kind::Latin, stem == word);
    if stem != word {
        plan.add(stem, Kind::Stem, true);
    }
    let runs: Vec<Run> = plan.runs.iter().map(|(run, ..)| run.clone()).collect();
    if let Some(compound) = compound(&runs, index).filter(|it| it.chars().count() <= LONGEST_WORD)
        && vocabulary.knows(&compound)?
    {
        plan.add(&compound, Kind::Compound, false);
    }
    let is_last = index + 1 == plan.runs.len() && plan.runs[index].2 == plan.characters.len();
    if is_known && !(typing && is_last) {
        return Ok(());
    }
    let completions = if word.chars().nth(1).is_none() { Vec::new() } else { vocabulary.beginning(word)? };
    let others = completions.into_iter().filter(|(term, _)| term != word && term != stem).collect();
    let frequent = most_frequent(others, MOST_COMPLETIONS);
    for (term, _) in &frequent {
        plan.add(term, Kind::Completion, false);
    }
    if is_known {
        return Ok(());
    }
    plan.has_unknown = true;
    if !add_pinyin(vocabulary, plan, index) && frequent.is_empty() {
        add_near(vocabulary, plan, index, word)?;
    }
    Ok(())
}

/// The most frequent terms; among equals the first in order.
fn most_frequent(mut terms: Vec<(String, u64)>, most: usize) -> Vec<(String, u64)> {
    terms.sort_by_key(|(_, frequency)| std::cmp::Reverse(*frequency));
    terms.truncate(most);
    terms
}

/// Words that differ by a letter or two.
fn add_near(vocabulary: &Vocabulary<'_>, plan: &mut Plan, index: usize, word: &str) -> tantivy::Result<()> {
    let letters = word.chars().count();
    if letters < 4 {
        return Ok(());
    }
    let most = if letters < 8 { 1 } else { 2 };
    let sure = if vocabulary.search.page_of.len() > LARGE_INDEX { 2 } else { 1 };
    let start: String = word.chars().take(sure).collect();
    let terms = vocabulary.beginning(&start)?.into_iter();
    let distances: Vec<(usize, (String, u64))> = terms
        .map(|term| (strsim::osa_distance(word, &term.0), term))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    let Some(best) = distances.iter().map(|(distance, _)| *distance).min() else { return Ok(()) };
    let nearest =
        distances.into_iter().filter(|(distance, _)| *distance == best).map(|(_, term)| term).collect();
    let nearest = most_frequent(nearest, MOST_NEAR);
    for (term, _) in &nearest {
        plan.add(term, Kind::Near, false);
    }
    let (_, start, end) = plan.runs[index];
    plan.corrections.extend(nearest.into_iter().next().map(|(term, _)| (start, end, term)));
    Ok(())
}

// ---- pinyin

/// Chinese typed in Latin letters: with as many of the words around it as can be read so.
fn add_pinyin(vocabulary: &Vocabulary<'_>, plan: &mut Plan, index: usize) -> bool {
    let is_letters =
        |at: usize| plan.word(at).is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
    if !is_letters(index) {
        return false;
    }
    let (_, start, end) = plan.runs[index];
    if plan.corrections.iter().any(|(from, to, _)| *from <= start && end <= *to) {
        return true;
    }
    let (mut first, mut last) = (index, index);
    while first > 0 && is_letters(first - 1) && index - first < MOST_AROUND {
        first -= 1;
    }
    while is_letters(last + 1) && last - index < MOST_AROUND {
        last += 1;
    }
    let mut firsts = vec![first, index];
    firsts.dedup();
    let stretches = firsts.into_iter().flat_map(|first| (index..=last).rev().map(move |last| (first, last)));
    for (first, last) in stretches {
        let letters: String = (first..=last).filter_map(|at| plan.word(at)).collect();
        let readings =
            [PINYIN_MARK, INITIALS_MARK].into_iter().find_map(|mark| read_pinyin(vocabulary, mark, &letters));
        let Some(words) = readings else { continue };
        for word in words.iter().flatten() {
            plan.add(word, Kind::Pinyin, false);
        }
        // The best reading counts as if it had been typed in characters, but a page need not hold all of it.
        for best in words.iter().filter_map(|words| words.first()) {
            let characters: Vec<char> = best.chars().collect();
            for start in 0..characters.len() {
                plan.add(&characters[start].to_string(), Kind::Character, false);
                if let Some(next) = characters.get(start + 1) {
                    plan.add(&format!("{}{next}", characters[start]), Kind::Pair, false);
                }
            }
        }
        let (start, end) = (plan.runs[first].1, plan.runs[last].2);
        let best = words.iter().filter_map(|words| words.first().map(String::as_str)).collect();
        plan.corrections.push((start, end, best));
        return true;
    }
    false
}

/// Cuts letters into as few readings as possible, words rather than single characters; most of the letters must be words.
fn read_pinyin(vocabulary: &Vocabulary<'_>, mark: char, letters: &str) -> Option<Vec<Vec<String>>> {
    if letters.len() > LONGEST_WORD {
        return None;
    }
    let words_of = |start: usize, end: usize| vocabulary.pinyin(mark, &letters[start..end]);
    let cost_of =
        |start: usize, end: usize| words_of(start, end).map(|words| if is_word(&words[0]) { 2 } else { 3 });
    let path = cheapest_path(letters.len(), LONGEST_PINYIN, cost_of)?;
    // Initials in several words have no vowel, or every other English word would be some.
    if mark == INITIALS_MARK && path.len() > 1 && letters.contains(['a', 'e', 'o']) {
        return None;
    }
    let mut in_words = 0;
    let mut readings = Vec::with_capacity(path.len());
    for (start, end) in path {
        let words = words_of(start, end)?;
        in_words += if is_word(&words[0]) { end - start } else { 0 };
        readings.push(words.iter().take(MOST_PINYIN).cloned().collect());
    }
    (in_words * 2 >= letters.len()).then_some(readings)
}
