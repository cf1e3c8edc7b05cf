//! The index of one locale, built by tantivy in memory.
//!
//! In: the pages of the locale. Out: a [`LocaleSearch`]: one tantivy segment whose document numbers are the sections in
//! the order of the site, and beside it what tantivy does not hold: which sections make up a page, what the words of
//! the vocabulary cost, and which other spellings lead to a term.
//!
//! All of a section goes into one field, titles and headings several times over: a term then counts by where it stands
//! through its frequency, as in BM25F (Robertson, Zaragoza and Taylor, “Simple BM25 extension to multiple weighted
//! fields”, 2004). That ranks better here than a score for each field, and costs one posting list and one length.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{Index, Searcher, TantivyDocument};

use super::analysis::{self, Run, Terms, Words, analyze};
use super::fold;
use super::page::{SearchPage, SearchSection};
use super::pinyin;
use super::synonyms::Synonyms;

/// How often the words of a title are counted, in the section at the start of the page.
const TITLE_TIMES: usize = 3;
/// How often keywords are counted, in the same section.
const KEYWORD_TIMES: usize = 2;
/// How often the words of a heading are counted, in its section.
const HEADING_TIMES: usize = 2;

/// A key of [`LocaleSearch::aliases`] that starts so is full pinyin.
pub const PINYIN_MARK: char = '*';
/// A key that starts so is made of initials. The two are never mixed in one reading: `balance` would be one.
pub const INITIALS_MARK: char = '+';

/// Most terms that one alias leads to.
const MOST_TARGETS: usize = 8;

/// Stands between terms on their way to tantivy; text has no control characters.
const SEPARATOR: char = '\u{1f}';

/// Bytes that tantivy may collect before it writes; a single segment comes out whatever the number.
const MEMORY: usize = 64 << 20;

/// A page of the index.
#[derive(Clone, Debug)]
pub struct IndexedPage {
    /// Id of its document.
    pub id: String,
    /// The number that the page's translations share.
    pub set: usize,
    /// Path on the site, percent-encoded.
    pub url: String,
    /// Title.
    pub title: String,
    /// Whether its text is in this index; a page without a translation is listed for those who find its source.
    pub is_translated: bool,
    /// How many different parts the title has.
    pub title_parts: usize,
    /// Number of its first section.
    pub first_section: usize,
    /// Its sections.
    pub sections: Vec<SearchSection>,
}

/// The index of one locale.
pub struct LocaleSearch {
    /// Code of the locale.
    pub locale: String,
    /// Its pages.
    pub pages: Vec<IndexedPage>,
    /// Page of each section.
    pub page_of: Vec<usize>,
    /// The index; `None` when there is no section at all.
    pub searcher: Option<Searcher>,
    /// Everything that can be found.
    pub text: Field,
    /// The parts of the titles.
    pub titles: Field,
    /// What a word of an unspaced script costs in a segmentation, in half bits: rare words cost more.
    pub costs: FxHashMap<String, u8>,
    /// Other spellings: variants of characters, pinyin of words in titles, keywords and headings.
    pub aliases: BTreeMap<String, Vec<String>>,
}

/// Builds the index of a locale.
///
/// # Errors
/// When tantivy fails, which in memory it does for lack of memory only.
pub fn build(locale: &str, pages: Vec<SearchPage>, synonyms: &Synonyms) -> tantivy::Result<LocaleSearch> {
    let words = words(&pages, synonyms);
    let analyzed: Vec<Analyzed> =
        pages.par_iter().map(|page| Analyzed::new(page, &words, synonyms)).collect();
    let (schema, text, titles) = schema();
    let searcher = tantivy_index(schema, (text, titles), &analyzed)?;
    let costs = costs(&analyzed);
    let aliases = aliases(&pages, &words, searcher.as_ref(), text)?;
    let mut page_of = Vec::new();
    let mut indexed = Vec::with_capacity(pages.len());
    for (number, (page, analyzed)) in pages.into_iter().zip(&analyzed).enumerate() {
        indexed.push(IndexedPage {
            id: page.id,
            set: page.number,
            url: page.url,
            title: page.title,
            is_translated: page.is_translated,
            title_parts: analyzed.title.len(),
            first_section: page_of.len(),
            sections: page.sections,
        });
        page_of.extend(std::iter::repeat_n(number, analyzed.sections.len()));
    }
    let locale = locale.to_string();
    Ok(LocaleSearch { locale, pages: indexed, page_of, searcher, text, titles, costs, aliases })
}

/// jieba's dictionary with the words that the site itself names.
fn words(pages: &[SearchPage], synonyms: &Synonyms) -> Words {
    let keywords = pages.iter().flat_map(|page| page.keywords.iter().map(String::as_str));
    let own = keywords.chain(synonyms.words()).map(fold::fold);
    let is_word = |word: &String| {
        let length = word.chars().count();
        (2..=6).contains(&length) && word.chars().all(analysis::is_unspaced)
    };
    let own: BTreeSet<String> = own.filter(is_word).collect();
    Words::new(own.iter().map(String::as_str))
}

/// What tantivy is given of a page.
struct Analyzed {
    /// Terms of each section, separated.
    sections: Vec<String>,
    /// The different parts of the title.
    title: BTreeSet<String>,
    /// How often each word of an unspaced script occurs.
    counts: FxHashMap<String, u32>,
}

impl Analyzed {
    fn new(page: &SearchPage, words: &Words, synonyms: &Synonyms) -> Analyzed {
        let mut collector = Collector { words, terms: String::new(), counts: FxHashMap::default() };
        let mut sections = Vec::with_capacity(page.sections.len());
        for (index, section) in page.sections.iter().enumerate() {
            if index == 0 {
                collector.page(page, synonyms);
            }
            collector.times(&section.heading, HEADING_TIMES);
            collector.synonyms(&section.heading, synonyms);
            collector.times(&section.text, 1);
            sections.push(std::mem::take(&mut collector.terms));
        }
        Analyzed { sections, title: title_parts(&page.title), counts: collector.counts }
    }
}

/// Collects terms as one string, a separator after each.
struct Collector<'a> {
    words: &'a Words,
    terms: String,
    counts: FxHashMap<String, u32>,
}

impl Collector<'_> {
    /// What is said of a page as a whole stands at its start.
    fn page(&mut self, page: &SearchPage, synonyms: &Synonyms) {
        self.times(&page.title, TITLE_TIMES);
        for keyword in &page.keywords {
            self.times(keyword, KEYWORD_TIMES);
        }
        self.synonyms(&format!("{}\n{}", page.title, page.keywords.join("\n")), synonyms);
        for title in &page.other_titles {
            self.times(title, 1);
        }
    }

    fn synonyms(&mut self, text: &str, synonyms: &Synonyms) {
        for word in synonyms.of(text) {
            self.times(word, 1);
        }
    }

    fn times(&mut self, text: &str, times: usize) {
        let start = self.terms.len();
        let words = self.words;
        analyze(text, words, self);
        let end = self.terms.len();
        for _ in 1..times {
            self.terms.extend_from_within(start..end);
        }
    }
}

impl Terms for Collector<'_> {
    fn term(&mut self, term: &str) {
        self.terms.push_str(term);
        self.terms.push(SEPARATOR);
    }

    fn word(&mut self, word: &str) {
        match self.counts.get_mut(word) {
            Some(count) => *count += 1,
            None => {
                self.counts.insert(word.to_string(), 1);
            }
        }
    }
}

/// The different parts of a title: pairs of neighbours of unspaced scripts, whole words of the others.
fn title_parts(title: &str) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for run in analysis::runs(&fold::fold(title)) {
        match run {
            Run::Unspaced(characters) if characters.len() == 1 => {
                parts.insert(characters[0].to_string());
            }
            Run::Unspaced(characters) => {
                parts.extend(characters.windows(2).map(|pair| pair.iter().collect::<String>()));
            }
            Run::Word { text, .. } => {
                parts.extend(Some(text).filter(|word| analysis::is_term(word)));
            }
        }
    }
    parts
}

fn schema() -> (Schema, Field, Field) {
    let options = |option, norms| {
        let indexing = TextFieldIndexing::default().set_tokenizer("terms").set_index_option(option);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(norms))
    };
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", options(IndexRecordOption::WithFreqs, true));
    let titles = schema.add_text_field("titles", options(IndexRecordOption::Basic, false));
    (schema.build(), text, titles)
}

/// One segment, documents numbered in the order they are given, whatever the machine.
fn tantivy_index(
    schema: Schema,
    (text, titles): (Field, Field),
    pages: &[Analyzed],
) -> tantivy::Result<Option<Searcher>> {
    if pages.is_empty() {
        return Ok(None);
    }
    let tokenizers = TokenizerManager::new();
    tokenizers.register("terms", TextAnalyzer::from(SeparatedTerms::default()));
    let builder = Index::builder().schema(schema).tokenizers(tokenizers);
    let mut writer = builder.single_segment_index_writer(RamDirectory::create(), MEMORY)?;
    for page in pages {
        for (index, section) in page.sections.iter().enumerate() {
            let mut document = TantivyDocument::default();
            document.add_text(text, section);
            if index == 0 {
                let title: String = page.title.iter().flat_map(|word| [word.as_str(), "\u{1f}"]).collect();
                document.add_text(titles, title);
            }
            writer.add_document(document)?;
        }
    }
    let searcher = writer.finalize()?.reader()?.searcher();
    debug_assert_eq!(
        searcher.segment_readers().len(),
        1,
        "the numbers of documents are those of one segment"
    );
    Ok(Some(searcher))
}

/// tantivy's view of terms that are cut already.
#[derive(Clone, Default)]
struct SeparatedTerms {
    token: Token,
}

impl Tokenizer for SeparatedTerms {
    type TokenStream<'a> = SeparatedTermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> SeparatedTermStream<'a> {
        self.token.reset();
        SeparatedTermStream { rest: text, token: &mut self.token }
    }
}

struct SeparatedTermStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for SeparatedTermStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((term, rest)) = self.rest.split_once(SEPARATOR) else { return false };
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// `floor(2 log2(all / count))`, from 1 to 44, in whole numbers so that every machine agrees.
fn costs(pages: &[Analyzed]) -> FxHashMap<String, u8> {
    let mut counts: FxHashMap<&str, u64> = FxHashMap::default();
    for page in pages {
        #[allow(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for (word, count) in &page.counts {
            *counts.entry(word).or_default() += u64::from(*count);
        }
    }
    let all: u64 = counts.values().sum();
    let cost = |count: u64| {
        let ratio = u128::from(all).pow(2) / u128::from(count).pow(2);
        u8::try_from(ratio.ilog2().clamp(1, 44)).expect("it is at most 44")
    };
    counts.into_iter().map(|(word, count)| (word.to_string(), cost(count))).collect()
}

/// Spellings that lead to terms of the index.
fn aliases(
    pages: &[SearchPage],
    words: &Words,
    searcher: Option<&Searcher>,
    text: Field,
) -> tantivy::Result<BTreeMap<String, Vec<String>>> {
    let mut aliases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let Some(searcher) = searcher else { return Ok(aliases) };
    let frequency = |term: &str| searcher.doc_freq(&tantivy::Term::from_field_text(text, term));
    for (variant, usual) in fold::variants() {
        if frequency(&usual.to_string())? > 0 {
            aliases.insert(variant.to_string(), vec![usual.to_string()]);
        }
    }
    let mut by_key: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    for (word, has_initials) in typed_in_pinyin(pages, words) {
        let frequency = frequency(&word)?;
        let keys = pinyin::keys(&word);
        let full = keys.full.iter().map(|key| format!("{PINYIN_MARK}{key}"));
        let initials =
            keys.initials.iter().filter(|_| has_initials).map(|key| format!("{INITIALS_MARK}{key}"));
        for key in full.chain(initials).filter(|_| frequency > 0) {
            by_key.entry(key).or_default().push((frequency, word.clone()));
        }
    }
    for (key, mut found) in by_key {
        // Words before single characters, frequent ones first, then in order of their text.
        let rank = |(frequency, word): &(u64, String)| {
            (std::cmp::Reverse((is_word(word), *frequency)), word.clone())
        };
        found.sort_by_cached_key(rank);
        found.truncate(MOST_TARGETS);
        aliases.insert(key, found.into_iter().map(|(_, word)| word).collect());
    }
    Ok(aliases)
}

/// Whether a term of an unspaced script is more than a character.
pub fn is_word(term: &str) -> bool {
    term.chars().nth(1).is_some()
}

/// What may be typed in pinyin, and whether by its initials as well: the words of titles, keywords and headings; and by full
/// pinyin only, since names are in no dictionary, their pairs and characters.
fn typed_in_pinyin(pages: &[SearchPage], words: &Words) -> BTreeMap<String, bool> {
    let mut found: BTreeMap<String, bool> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.is_translated) {
        let headings = page.sections.iter().map(|section| section.heading.as_str());
        let keywords = page.keywords.iter().map(String::as_str);
        for text in [page.title.as_str()].into_iter().chain(keywords).chain(headings) {
            for run in analysis::runs(&fold::fold(text)) {
                let Run::Unspaced(characters) = run else { continue };
                for part in characters.windows(1).chain(characters.windows(2)) {
                    found.entry(part.iter().collect()).or_default();
                }
                let run: String = characters.into_iter().collect();
                found.extend(words.of(&run).map(|word| (word.to_string(), true)));
            }
        }
    }
    found
}
