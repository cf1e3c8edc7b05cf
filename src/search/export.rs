//! The index as files that a browser reads.
//!
//! In: a [`LocaleSearch`]. Out: [`SearchFiles`]: an entry with a fixed name, a folder named by a hash of all that is in
//! it, and one script with all of it for pages opened from disk. `docs/search-format.md` describes the format for
//! whoever writes another reader; a change to it raises [`FORMAT`].

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::fold;
use super::index::{IndexedPage, LocaleSearch};

/// Version of the format.
pub const FORMAT: u32 = 1;

/// A shard closes when its terms and lists reach this many bytes: small enough that a query of two characters loads
/// little, large enough that a question of fifteen does not load too many.
const SHARD: usize = 10_000;
/// A posting list of more bytes than this is a file of its own, so that who asks for a rare word does not load it.
const LONG_LIST: usize = 3_000;
/// A chunk of text closes when it reaches this many bytes.
const CHUNK: usize = 8_000;
/// An index of at most this many bytes is one file.
const PACK: usize = 60_000;

/// The digits that numbers are written in: every printable ASCII character but the ones that JSON or HTML would escape
/// (`"`, `\`, `<`) and the two that separate (`|`, `~`).
const DIGITS: &[u8; 90] =
    b" !#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}";
/// A digit below this ends a number; the others say that another digit follows.
const HALF: usize = 45;
/// How many gaps a posting's first digit tells apart.
const GAPS: usize = 22;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchFile {
    /// Path on the site, without a slash at its start.
    pub path: String,
    /// JSON, or for pages opened from disk JavaScript.
    pub text: String,
}

/// The files of one locale.
#[derive(Clone, Debug)]
pub struct SearchFiles {
    /// All of them, the entry first.
    pub files: Vec<SearchFile>,
    /// Those that the search page carries within itself, since together they are small; `<` is escaped.
    pub embedded: Vec<SearchFile>,
}

/// Writes the index of a locale; `locales` are those of the whole site.
///
/// # Errors
/// When tantivy cannot read its own index.
pub fn export(search: &LocaleSearch, locales: &[String]) -> tantivy::Result<SearchFiles> {
    let mut parts = Parts::default();
    let lexicon = Lexicon::of(search)?;
    let firsts = shards(lexicon, &mut parts);
    let chunks = chunks(search, &mut parts);
    let core = core(search, firsts, &chunks);
    parts.files.insert(0, ("core.json".to_string(), core));
    Ok(parts.finish(&search.locale, locales))
}

/// The files inside the folder, in the making.
#[derive(Default)]
struct Parts {
    files: Vec<(String, Value)>,
}

impl Parts {
    fn finish(self, locale: &str, locales: &[String]) -> SearchFiles {
        let texts: Vec<(String, String)> =
            self.files.iter().map(|(name, value)| (name.clone(), value.to_string())).collect();
        let mut hasher = blake3::Hasher::new();
        for (name, text) in &texts {
            hasher.update(name.as_bytes()).update(&[0]).update(text.as_bytes()).update(&[0]);
        }
        let folder = format!("{locale}-{}", &hasher.finalize().to_hex()[..10]);
        let is_small = texts.iter().map(|(_, text)| text.len()).sum::<usize>() <= PACK;
        let others: Vec<Value> = locales
            .iter()
            .filter(|other| *other != locale)
            .map(|other| json!({ "locale": other, "entry": format!("index.{other}.json") }))
            .collect();
        let entry = |pack: bool| {
            SearchFile {
            path: format!("search/index.{locale}.json"),
            text: json!({ "format": FORMAT, "locale": locale, "folder": folder, "pack": pack, "others": others })
                .to_string(),
        }
        };
        let local = local_script(locale, &folder, entry(true), &texts);
        let entry = entry(is_small);
        let parts = match is_small {
            true => vec![SearchFile { path: format!("search/{folder}/pack.json"), text: pack(&texts) }],
            false => texts
                .into_iter()
                .map(|(name, text)| SearchFile { path: format!("search/{folder}/{name}"), text })
                .collect(),
        };
        let embedded = match is_small {
            true => [&entry, &parts[0]].map(embeddable).to_vec(),
            false => Vec::new(),
        };
        let files = [entry].into_iter().chain(parts).chain([local]).collect();
        SearchFiles { files, embedded }
    }
}

/// All files in one, by name.
fn pack(texts: &[(String, String)]) -> String {
    let members: Vec<String> =
        texts.iter().map(|(name, text)| format!("{}:{text}", Value::from(name.as_str()))).collect();
    format!("{{{}}}", members.join(","))
}

/// A call with all files, by path: pages opened from disk may load scripts, but no data.
fn local_script(locale: &str, folder: &str, entry: SearchFile, texts: &[(String, String)]) -> SearchFile {
    let files = [(entry.path, entry.text), (format!("search/{folder}/pack.json"), pack(texts))];
    let path = format!("search/index.{locale}.js");
    SearchFile { path, text: format!("wendaSearch({});\n", pack(&files)) }
}

/// For a data block in HTML, where `</script>` and `<!--` would mean something.
fn embeddable(file: &SearchFile) -> SearchFile {
    SearchFile { path: file.path.clone(), text: file.text.replace('<', "\\u003c") }
}

// ---- numbers

/// Writes a number: digits in base 45, the lowest first.
fn number(out: &mut String, mut value: usize) {
    while value >= HALF {
        out.push(char::from(DIGITS[HALF + value % HALF]));
        value /= HALF;
    }
    out.push(char::from(DIGITS[value]));
}

fn numbers(values: impl IntoIterator<Item = usize>) -> String {
    let mut out = String::new();
    values.into_iter().for_each(|value| number(&mut out, value));
    out
}

// ---- core

#[derive(Serialize)]
struct Core {
    format: u32,
    /// Number of pages.
    pages: usize,
    /// Number of sections.
    sections: usize,
    /// Number of terms in all sections together.
    tokens: u64,
    /// Per section: tantivy's code for its number of terms.
    lengths: String,
    /// Per page: its number of sections.
    counts: String,
    /// Per page: the number of different parts of its title.
    titles: String,
    /// Per page: its set, as the distance from the set before; a page and its translations have the same.
    sets: String,
    /// Per page: 1 when its text is here, 0 when it stands in for a missing translation.
    translated: String,
    /// First term of each shard.
    shards: Vec<String>,
    /// Per chunk of text: its number of pages.
    chunks: String,
}

fn core(search: &LocaleSearch, shards: Vec<String>, chunks: &[usize]) -> Value {
    let segment = search.searcher.as_ref().map(|searcher| searcher.segment_reader(0));
    let norms = segment.and_then(|segment| segment.get_fieldnorms_reader(search.text).ok());
    let tokens =
        segment.and_then(|segment| Some(segment.inverted_index(search.text).ok()?.total_num_tokens()));
    let mut lengths = String::new();
    for section in 0..search.page_of.len() {
        let document = u32::try_from(section).expect("tantivy numbers documents with 32 bits");
        length(&mut lengths, usize::from(norms.as_ref().map_or(0, |norms| norms.fieldnorm_id(document))));
    }
    let mut last = None;
    let distances = search.pages.iter().map(|page| {
        let distance = last.map_or(page.set, |last: usize| page.set - last);
        last = Some(page.set);
        distance
    });
    let sets = numbers(distances);
    let core = Core {
        format: FORMAT,
        pages: search.pages.len(),
        sections: search.page_of.len(),
        tokens: tokens.unwrap_or(0),
        lengths,
        counts: numbers(search.pages.iter().map(|page| page.sections.len())),
        titles: numbers(search.pages.iter().map(|page| page.title_parts)),
        sets,
        translated: numbers(search.pages.iter().map(|page| usize::from(page.is_translated))),
        shards,
        chunks: numbers(chunks.iter().copied()),
    };
    serde_json::to_value(core).expect("strings and numbers are JSON")
}

/// One digit for the lengths that sections have, two for the others: lengths are the bulk of the core.
fn length(out: &mut String, code: usize) {
    let most = DIGITS.len() - 1;
    if code >= most {
        out.push(char::from(DIGITS[most]));
    }
    out.push(char::from(DIGITS[code % most]));
}

// ---- terms and their lists

/// A term or another spelling of one.
enum Entry {
    Term { text: String, cost: u8, frequency: usize, list: String },
    Alias { text: String, targets: Vec<String> },
}

impl Entry {
    fn text(&self) -> &str {
        match self {
            Entry::Term { text, .. } | Entry::Alias { text, .. } => text,
        }
    }

    fn size(&self) -> usize {
        match self {
            Entry::Term { text, list, .. } => {
                text.len() + 2 + if list.len() > LONG_LIST { 6 } else { list.len() }
            }
            Entry::Alias { text, targets } => {
                text.len() + 6 + targets.iter().map(|it| it.len() + 3).sum::<usize>()
            }
        }
    }
}

/// All entries in the order of their UTF-16 code units, which is how JavaScript compares strings.
struct Lexicon;

impl Lexicon {
    fn of(search: &LocaleSearch) -> tantivy::Result<Vec<Entry>> {
        let alias = |(text, targets): (&String, &Vec<String>)| Entry::Alias {
            text: text.clone(),
            targets: targets.clone(),
        };
        let mut entries: Vec<Entry> = search.aliases.iter().map(alias).collect();
        if let Some(searcher) = &search.searcher {
            terms(search, searcher.segment_reader(0), &mut entries)?;
        }
        entries.sort_by(|one, other| one.text().encode_utf16().cmp(other.text().encode_utf16()));
        Ok(entries)
    }
}

fn terms(search: &LocaleSearch, segment: &SegmentReader, entries: &mut Vec<Entry>) -> tantivy::Result<()> {
    let text = segment.inverted_index(search.text)?;
    let titles = segment.inverted_index(search.titles)?;
    let mut stream = text.terms().stream()?;
    while let Some((key, info)) = stream.next() {
        let Ok(term) = std::str::from_utf8(key) else { continue };
        let postings = text.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let list = list(postings, &in_titles(&titles, key)?);
        entries.push(Entry::Term {
            text: term.to_string(),
            cost: search.costs.get(term).copied().unwrap_or(0),
            frequency: info.doc_freq as usize,
            list,
        });
    }
    Ok(())
}

/// The sections in whose title a term stands, in order.
fn in_titles(titles: &InvertedIndexReader, key: &[u8]) -> tantivy::Result<Vec<u32>> {
    let Some(info) = titles.terms().get(key)? else { return Ok(Vec::new()) };
    let mut postings = titles.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
    let mut sections = Vec::new();
    while postings.doc() != TERMINATED {
        sections.push(postings.doc());
        postings.advance();
    }
    Ok(sections)
}

/// Postings, each as the distance from the one before (from −1), its frequency, and whether the term is in the title.
/// The first digit holds what is common: 22 distances (the last for “longer, a number follows”) times four kinds: once,
/// twice, three times or more (a number of those above three follows), in the title (a number of times follows).
fn list(mut postings: impl Postings, titles: &[u32]) -> String {
    let mut out = String::new();
    let mut before: Option<u32> = None;
    let mut titles = titles.iter().peekable();
    while postings.doc() != TERMINATED {
        let section = postings.doc();
        let gap = before.map_or(section as usize, |before| (section - before - 1) as usize);
        let times = postings.term_freq() as usize;
        let in_title = titles.next_if(|it| **it == section).is_some();
        let kind = if in_title { 3 } else { times.min(3) - 1 };
        out.push(char::from(DIGITS[kind * GAPS + gap.min(GAPS - 1)]));
        if gap >= GAPS - 1 {
            number(&mut out, gap - (GAPS - 1));
        }
        match kind {
            2 => number(&mut out, times - 3),
            3 => number(&mut out, times - 1),
            _ => {}
        }
        before = Some(section);
        postings.advance();
    }
    out
}

/// Cuts the lexicon into shards; returns the first term of each.
fn shards(entries: Vec<Entry>, parts: &mut Parts) -> Vec<String> {
    let mut firsts = Vec::new();
    let mut shard = Shard::default();
    let mut lists = 0;
    for entry in entries {
        if shard.size > 0 && shard.size + entry.size() > SHARD {
            parts.files.push((format!("t{}.json", firsts.len() - 1), std::mem::take(&mut shard).json()));
        }
        if shard.size == 0 {
            firsts.push(entry.text().to_string());
        }
        shard.size += entry.size();
        match entry {
            Entry::Alias { text, targets } => shard.aliases.push([vec![text], targets].concat()),
            Entry::Term { text, cost, frequency, list } => {
                shard.term(&text, cost);
                if list.len() > LONG_LIST {
                    // `~`, how many postings, which file: both are needed before the file is loaded.
                    shard.lists.push('~');
                    number(&mut shard.lists, frequency);
                    number(&mut shard.lists, lists);
                    parts.files.push((format!("l{lists}.json"), Value::from(list)));
                    lists += 1;
                } else {
                    shard.lists.push_str(&list);
                }
                shard.lists.push('|');
            }
        }
    }
    if shard.size > 0 {
        parts.files.push((format!("t{}.json", firsts.len() - 1), shard.json()));
    }
    firsts
}

#[derive(Default)]
struct Shard {
    size: usize,
    last: Vec<char>,
    terms: String,
    costs: String,
    lists: String,
    aliases: Vec<Vec<String>>,
}

impl Shard {
    /// Only what differs from the term before is written, after the number of characters that do not.
    fn term(&mut self, text: &str, cost: u8) {
        let characters: Vec<char> = text.chars().collect();
        let same =
            self.last.iter().zip(&characters).take_while(|(one, other)| one == other).count().min(HALF - 1);
        number(&mut self.terms, same);
        self.terms.extend(&characters[same..]);
        self.terms.push('|');
        number(&mut self.costs, usize::from(cost));
        self.last = characters;
    }

    fn json(self) -> Value {
        json!({ "terms": self.terms, "costs": self.costs, "lists": self.lists, "aliases": self.aliases })
    }
}

// ---- text

/// Writes titles, addresses and texts in chunks; returns the number of pages in each.
fn chunks(search: &LocaleSearch, parts: &mut Parts) -> Vec<usize> {
    let mut chunks: Vec<Vec<&IndexedPage>> = Vec::new();
    let mut size = 0;
    for page in &search.pages {
        let sections = page.sections.iter();
        let bytes: usize = sections.map(|it| it.text.len() + it.heading.len() + it.anchor.len()).sum();
        match chunks.last_mut().filter(|_| size + bytes <= CHUNK) {
            Some(chunk) => chunk.push(page),
            None => {
                chunks.push(vec![page]);
                size = 0;
            }
        }
        size += bytes + page.title.len() + page.url.len();
    }
    for (number, chunk) in chunks.iter().enumerate() {
        parts.files.push((format!("x{number}.json"), chunk_of(chunk)));
    }
    chunks.iter().map(Vec::len).collect()
}

/// Pages, and the variants of characters in them, which a reader needs to mark what was found.
fn chunk_of(pages: &[&IndexedPage]) -> Value {
    let mut variants: BTreeMap<char, char> = BTreeMap::new();
    let mut views = Vec::with_capacity(pages.len());
    for page in pages {
        let sections: Vec<Value> = page
            .sections
            .iter()
            .map(|section| json!([section.anchor, section.heading, section.text]))
            .collect();
        let texts = page.sections.iter().flat_map(|section| [&section.heading, &section.text]);
        for text in texts.chain([&page.title]) {
            let folded = fold::fold_width_and_case(text);
            let changed = folded.chars().map(|c| (c, fold::simplified(c))).filter(|(c, usual)| c != usual);
            variants.extend(changed);
        }
        views.push(json!([page.url, page.title, sections]));
    }
    let variants: Vec<[String; 2]> =
        variants.into_iter().map(|(c, usual)| [c.to_string(), usual.to_string()]).collect();
    json!({ "pages": views, "variants": variants })
}
