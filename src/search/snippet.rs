//! The part of a text that shows why it was found.
//!
//! In: a text and a plan. Out: pieces, marked or not. `assets/js/search/snippet.js` is the same in the browser.

use std::collections::HashSet;

use serde::Serialize;

use super::analysis::{Run, is_unspaced, placed_runs, stem};
use super::fold::{fold_width_and_case, simplified};
use super::query::{Kind, Plan, QueryTerm};

/// Width of a snippet; a Chinese character is two wide.
const WIDTH: usize = 160;
/// How much of it may stand before the first mark.
const LEAD: usize = 30;
/// Longest stretch of characters that is looked up.
const LONGEST: usize = 8;

/// A piece of a snippet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is what was looked for.
    pub marked: bool,
}

/// Cuts the stretch with the most marks out of a text.
pub fn snippet(text: &str, plan: &Plan) -> Vec<Piece> {
    let shown: Vec<char> = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let marks = marks(&shown, plan);
    let (start, end) = window(&shown, &marks);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut add = |c: char, marked: bool| match pieces.last_mut() {
        Some(last) if last.marked == marked => last.text.push(c),
        _ => pieces.push(Piece { text: c.to_string(), marked }),
    };
    if start > 0 {
        add('…', false);
    }
    for at in start..end {
        add(shown[at], marks[at]);
    }
    if end < shown.len() {
        add('…', false);
    }
    pieces
}

/// For each character whether it is a part of a term.
fn marks(shown: &[char], plan: &Plan) -> Vec<bool> {
    let terms = |wanted: &dyn Fn(&QueryTerm) -> bool| -> HashSet<&str> {
        plan.terms.iter().filter(|term| wanted(term)).map(|term| term.term.as_str()).collect()
    };
    let unspaced = terms(&|term| !term.is_only(Kind::Character) && !term.is_only(Kind::Stem));
    let stems: HashSet<&str> = terms(&|term| {
        let others = [Kind::Latin, Kind::Stem, Kind::Compound, Kind::Completion, Kind::Near, Kind::Pinyin];
        others.into_iter().any(|kind| term.is(kind))
    })
    .into_iter()
    .map(stem)
    .collect();
    let (folded, origin) = folded(shown);
    let mut marks = vec![false; shown.len()];
    for (run, start, _) in placed_runs(&folded) {
        match run {
            Run::Word { text, .. } => {
                if stems.contains(stem(&text)) {
                    mark(&mut marks, &origin, start, text.chars().count());
                }
            }
            Run::Unspaced(characters) => {
                for length in 2..=LONGEST.min(characters.len()) {
                    for at in 0..=characters.len() - length {
                        if unspaced.contains(characters[at..at + length].iter().collect::<String>().as_str())
                        {
                            mark(&mut marks, &origin, start + at, length);
                        }
                    }
                }
            }
        }
    }
    if !marks.contains(&true) {
        let all = terms(&|_| true);
        let is_term = |c: char| is_unspaced(c) && all.contains(c.encode_utf8(&mut [0; 4]) as &str);
        for at in (0..folded.len()).filter(|at| is_term(folded[*at])) {
            marks[origin[at]] = true;
        }
    }
    marks
}

/// A character may fold to several, or to none: each folded one remembers where it comes from.
fn folded(shown: &[char]) -> (Vec<char>, Vec<usize>) {
    let mut folded = Vec::with_capacity(shown.len());
    let mut origin = Vec::with_capacity(shown.len());
    for (at, c) in shown.iter().enumerate() {
        for each in fold_width_and_case(c.encode_utf8(&mut [0; 4])).chars() {
            folded.push(simplified(each));
            origin.push(at);
        }
    }
    (folded, origin)
}

fn mark(marks: &mut [bool], origin: &[usize], start: usize, length: usize) {
    for at in start..start + length {
        marks[origin[at]] = true;
    }
}

fn width(c: char) -> usize {
    let is_wide = c > '\u{2e7f}' || "“”‘’—…".contains(c);
    if is_wide { 2 } else { 1 }
}

/// The stretch with the most marks, from a little before its first.
fn window(shown: &[char], marks: &[bool]) -> (usize, usize) {
    let (mut end, mut wide, mut marked) = (0, 0, 0);
    let mut best: (usize, Option<usize>) = (0, None);
    let marked_width = |at: usize| if marks[at] { width(shown[at]) } else { 0 };
    for start in 0..shown.len() {
        while end < shown.len() && wide + width(shown[end]) <= WIDTH - LEAD {
            wide += width(shown[end]);
            marked += marked_width(end);
            end += 1;
        }
        if (marks[start] || start == 0) && best.1.is_none_or(|most| marked > most) {
            best = (start, Some(marked));
        }
        wide -= width(shown[start]);
        marked -= marked_width(start);
    }
    let start = lead(shown, best.0);
    (start, finish(shown, start))
}

/// A little before the first mark, not in the middle of a word, not before the start of its sentence.
fn lead(shown: &[char], first: usize) -> usize {
    let (mut start, mut lead) = (first, 0);
    let is_end = |c: char| "。！？；.!?;".contains(c);
    while start > 0 && lead + width(shown[start - 1]) <= LEAD && !is_end(shown[start - 1]) {
        start -= 1;
        lead += width(shown[start]);
    }
    while start > 0 && start < first && is_inside_word(shown, start) {
        start += 1;
    }
    while shown.get(start) == Some(&' ') {
        start += 1;
    }
    start
}

fn finish(shown: &[char], start: usize) -> usize {
    let (mut end, mut room) = (start, WIDTH);
    while end < shown.len() && width(shown[end]) <= room {
        room -= width(shown[end]);
        end += 1;
    }
    let mut cut = end;
    while cut < shown.len() && cut > start + 1 && is_inside_word(shown, cut) {
        cut -= 1;
    }
    if end - cut < 20 { cut } else { end }
}

fn is_inside_word(shown: &[char], at: usize) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    is_letter(shown[at - 1]) && is_letter(shown[at])
}
