//! What the terms of a text are: the analyzer, the same for documents and, in the browser, for queries.
//!
//! In: text. Out: a list of [`Run`]s; from those the terms that are indexed. Text in scripts that are written without
//! spaces (Chinese, Japanese, Thai, …) gives its characters, its pairs of neighbours (bigrams) and its words of three
//! characters and more; everything else gives words, their stems, and compounds without their hyphen.
//!
//! Pairs stand for words of two characters, which most Chinese words are: so any part of a text can be found, and
//! only the weight of a pair in a query says whether it is a word there (see `query.rs`).
//!
//! `assets/js/search/analysis.js` is the same in JavaScript; `tests/search/analysis-cases.json` holds the two together.

use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::fold::fold;

/// Longest word of a spaced script, in characters; what is longer is no word anybody types.
pub const LONGEST_WORD: usize = 64;

/// Longest word of an unspaced script, in characters.
pub const LONGEST_UNSPACED: usize = 8;

/// Scripts that are written without spaces between words, as ranges of code points; signs and numbers that happen to lie
/// between them do no harm.
const UNSPACED: [(u32, u32); 9] = [
    (0x0e00, 0x0eff),   // Thai, Lao
    (0x1000, 0x109f),   // Myanmar
    (0x1780, 0x17ff),   // Khmer
    (0x3005, 0x30ff),   // 々〆〇, Hiragana, Katakana
    (0x31f0, 0x31ff),   // Katakana extensions
    (0x3400, 0x9fff),   // Han and Han A
    (0xf900, 0xfaff),   // Han, compatibility
    (0x1b000, 0x1b16f), // Kana supplements
    (0x20000, 0x3ffff), // Han B and later
];

/// Signs that join two words into one: `wi-fi` is also found as `wifi`.
const JOINTS: [char; 5] = ['-', '_', '\'', '’', '‐'];

/// The longest stretch of one kind of script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Characters of a script without spaces.
    Unspaced(Vec<char>),
    /// A word.
    Word {
        /// The word.
        text: String,
        /// Whether a joint, and nothing else, stands between it and the word before.
        joined: bool,
    },
}

/// Whether a character belongs to a script that is written without spaces.
pub fn is_unspaced(c: char) -> bool {
    let code = u32::from(c);
    // Told apart without looking further, since there are many of the one and of the other.
    let is_usual_han = (0x4e00..=0x9fff).contains(&code);
    let is_listed = || UNSPACED.iter().any(|(first, last)| (*first..=*last).contains(&code));
    is_usual_han || (code >= 0x0e00 && is_listed() && c.is_alphanumeric())
}

/// Whether a language is written without spaces.
pub fn is_unspaced_locale(locale: &str) -> bool {
    let language = locale.split('-').next().unwrap_or_default();
    matches!(language, "zh" | "ja" | "th" | "lo" | "km" | "my")
}

/// Cuts folded text into runs.
pub fn runs(folded: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    // What stands between the last run and here.
    let mut gap: Vec<char> = Vec::new();
    for c in folded.chars() {
        let unspaced = is_unspaced(c);
        if !unspaced && !c.is_alphanumeric() {
            if gap.len() < 2 {
                gap.push(c);
            }
            continue;
        }
        let after_word = matches!(runs.last(), Some(Run::Word { .. }));
        match runs.last_mut().filter(|_| gap.is_empty()) {
            Some(Run::Unspaced(characters)) if unspaced => characters.push(c),
            Some(Run::Word { text, .. }) if !unspaced => text.push(c),
            _ if unspaced => runs.push(Run::Unspaced(vec![c])),
            _ => {
                let joined = after_word && gap.len() == 1 && JOINTS.contains(&gap[0]);
                runs.push(Run::Word { text: c.to_string(), joined });
            }
        }
        gap.clear();
    }
    runs
}

/// The runs of folded text with the places where they start and end, in characters.
pub fn placed_runs(characters: &[char]) -> Vec<(Run, usize, usize)> {
    let text: String = characters.iter().collect();
    let mut at = 0;
    let place = |run: Run| {
        while !characters[at].is_alphanumeric() {
            at += 1;
        }
        let start = at;
        at += match &run {
            Run::Unspaced(characters) => characters.len(),
            Run::Word { text, .. } => text.chars().count(),
        };
        (run, start, at)
    };
    runs(&text).into_iter().map(place).collect()
}

/// The compound that ends in the run at `index`, without its joints, if there is one: `wifi` for `wi-fi`.
pub fn compound(runs: &[Run], index: usize) -> Option<String> {
    let is_joined = |run: Option<&Run>| matches!(run, Some(Run::Word { joined: true, .. }));
    if !is_joined(runs.get(index)) || is_joined(runs.get(index + 1)) {
        return None;
    }
    let mut first = index;
    while is_joined(runs.get(first)) {
        first -= 1;
    }
    let words = runs[first..=index].iter().map(|run| match run {
        Run::Word { text, .. } => text.as_str(),
        Run::Unspaced(_) => "",
    });
    Some(words.collect())
}

/// Whether a word can be a term.
pub fn is_term(word: &str) -> bool {
    word.len() <= LONGEST_WORD || word.chars().count() <= LONGEST_WORD
}

/// A light stem of an English word: plurals and the endings -ed and -ing go. Other words are their own stem.
pub fn stem(word: &str) -> &str {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word;
    }
    let cut = |ending: &str, least: usize| {
        word.strip_suffix(ending)
            .filter(|rest| rest.len() >= least && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']))
    };
    let rest = match () {
        () if word.ends_with("ss") || word.ends_with("us") => None,
        () if word.ends_with("ing") => cut("ing", 3),
        () if word.ends_with("eed") => None,
        () if word.ends_with("ed") => cut("ed", 3),
        () if word.ends_with("es") && !word.ends_with("ees") => cut("es", 3),
        () if word.ends_with('s') => cut("s", 3),
        () => None,
    };
    let rest = rest.unwrap_or(word);
    // running → run, moved and moving and move → mov, tries and tried and try → tri
    let doubled = rest.len() < word.len() && rest.len() > 3 && is_doubled(rest.as_bytes());
    match () {
        () if doubled => &rest[..rest.len() - 1],
        () if rest.len() > 3 && rest.ends_with('e') => &rest[..rest.len() - 1],
        () => rest,
    }
}

fn is_doubled(word: &[u8]) -> bool {
    let [.., before, last] = word else { return false };
    before == last && !b"lsz".contains(last)
}

/// Cuts Chinese into words, with the dictionary of jieba and the words of the site.
pub struct Words {
    /// The dictionary with the site's words, where it has some that are not in it.
    own: Option<Jieba>,
}

/// Loading the dictionary takes a tenth of a second, so it happens once, and only where there is Chinese.
static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);

impl Words {
    /// The dictionary with words of the site's own.
    pub fn new<'a>(own: impl IntoIterator<Item = &'a str>) -> Words {
        let mut own = own.into_iter().filter(|word| !DICTIONARY.has_word(word)).peekable();
        let own = own.peek().is_some().then(|| {
            let mut jieba = DICTIONARY.clone();
            own.for_each(|word| {
                jieba.add_word(word, None, None);
            });
            jieba
        });
        Words { own }
    }

    /// The words of a run, longer ones after the shorter ones inside them, single characters left out.
    pub fn of<'a>(&self, run: &'a str) -> impl Iterator<Item = &'a str> {
        let tokens = self.own.as_ref().unwrap_or(&DICTIONARY).cut_for_search(run, false).into_iter();
        tokens.map(|token| token.word).filter(|word| {
            let characters = word.chars().count();
            (2..=LONGEST_UNSPACED).contains(&characters)
        })
    }
}

/// Takes the terms of a text one by one.
pub trait Terms {
    /// A term of the index.
    fn term(&mut self, term: &str);
    /// A word of an unspaced script; one of two characters is a term already, as a pair.
    fn word(&mut self, word: &str);
}

/// Hands every term of a text to `terms`.
pub fn analyze(text: &str, words: &Words, terms: &mut impl Terms) {
    let runs = runs(&fold(text));
    for (index, run) in runs.iter().enumerate() {
        match run {
            Run::Unspaced(characters) => unspaced_terms(characters, words, terms),
            Run::Word { text, .. } => {
                for term in
                    word_terms(text).into_iter().chain(compound(&runs, index)).filter(|it| is_term(it))
                {
                    terms.term(&term);
                }
            }
        }
    }
}

/// A word and, where it differs, its stem.
fn word_terms(word: &str) -> Vec<String> {
    let stem = stem(word);
    let mut terms = vec![word.to_string()];
    if stem != word {
        terms.push(stem.to_string());
    }
    terms
}

fn unspaced_terms(characters: &[char], words: &Words, terms: &mut impl Terms) {
    let run: String = characters.iter().collect();
    for (at, c) in run.char_indices() {
        terms.term(&run[at..at + c.len_utf8()]);
        if let Some(next) = run[at + c.len_utf8()..].chars().next() {
            terms.term(&run[at..at + c.len_utf8() + next.len_utf8()]);
        }
    }
    for word in words.of(&run) {
        terms.word(word);
        if word.chars().nth(2).is_some() {
            terms.term(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::fold::fold_width_and_case;
    use super::*;

    /// The table that `tests/search/analysis.test.mjs` runs in JavaScript.
    const CASES: &str = include_str!("../../tests/search/analysis-cases.json");

    fn texts(value: &Value) -> Vec<String> {
        let list = value.as_array().expect("a list");
        list.iter().map(|text| text.as_str().expect("a text").to_string()).collect()
    }

    #[test]
    fn every_text_of_the_table_is_cut_as_it_says() {
        let table: Value = serde_json::from_str(CASES).expect("JSON");
        for case in table["cases"].as_array().expect("a list") {
            let folded = fold_width_and_case(case["text"].as_str().expect("a text"));
            assert_eq!(folded, case["folded"].as_str().expect("a text"), "{case}");
            let runs = runs(&folded);
            let shown: Vec<(String, &str)> = runs
                .iter()
                .map(|run| match run {
                    Run::Unspaced(characters) => (characters.iter().collect(), "unspaced"),
                    Run::Word { text, joined: false } => (text.clone(), "word"),
                    Run::Word { text, joined: true } => (text.clone(), "joined"),
                })
                .collect();
            let kinds = texts(&case["kinds"]);
            let expected: Vec<(String, &str)> =
                texts(&case["runs"]).into_iter().zip(kinds.iter().map(String::as_str)).collect();
            assert_eq!(shown, expected, "{case}");
            let compounds: Vec<String> = (0..runs.len()).filter_map(|at| compound(&runs, at)).collect();
            assert_eq!(compounds, texts(&case["compounds"]), "{case}");
        }
    }

    #[test]
    fn every_word_of_the_table_has_the_stem_it_says() {
        let table: Value = serde_json::from_str(CASES).expect("JSON");
        for pair in table["stems"].as_array().expect("a list") {
            let pair = texts(pair);
            assert_eq!(stem(&pair[0]), pair[1], "{}", pair[0]);
        }
    }
}
