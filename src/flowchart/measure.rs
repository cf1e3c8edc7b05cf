//! Text measured and wrapped.
//!
//! In: what a box or an answer says. Out: its lines, and the room they need. Widths come from a table, rather
//! too large than too small, because nobody knows the reader's fonts. Absent: words of Chinese; lines prefer
//! to end at punctuation and at particles.

use unicode_width::UnicodeWidthChar;

use super::{MapKind, MapNode};

/// Wrapped text and the room it needs.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub lines: Vec<String>,
    pub width: f64,
    pub height: f64,
}

/// Size of letters and distance of lines.
pub(super) const OF_NODES: (f64, f64) = (15.0, 21.0);
/// The same for answers.
pub(super) const OF_ANSWERS: (f64, f64) = (13.0, 18.0);

/// Where the text of a node and an answer breaks, in em.
const HAN_MEASURES: [f64; 2] = [12.0, 10.0];
const LATIN_MEASURES: [f64; 2] = [13.0, 9.0];

impl Text {
    /// A node's text with the padding its shape asks for.
    pub fn of_node(node: &MapNode) -> Text {
        let padding = match node.kind {
            MapKind::Ask => 16.0,
            MapKind::Try | MapKind::Solved | MapKind::Wait => 20.0,
            MapKind::Own | MapKind::Contact | MapKind::Safety => 24.0,
        };
        let mut text = Text::wrapped(&node.text, 0, OF_NODES, 1.0);
        text.width = (text.width + 2.0 * padding).max(96.0);
        text.height += 20.0;
        text
    }

    /// An answer's text with a little air, so that the line does not touch it. A risk is printed in bold.
    pub fn of_answer(answer: &str, bold: bool) -> Text {
        let mut text = Text::wrapped(answer, 1, OF_ANSWERS, if bold { 1.08 } else { 1.0 });
        text.width += 8.0;
        text.height += 4.0;
        text
    }

    fn wrapped(text: &str, what: usize, (size, line): (f64, f64), stretch: f64) -> Text {
        let measures = if is_han(text) { HAN_MEASURES } else { LATIN_MEASURES };
        let (lines, widest) = wrap(text, measures[what]);
        let height = lines.len() as f64 * line;
        Text { width: (widest * size * stretch).ceil(), height, lines }
    }
}

/// Breaks text into lines of about equal length, none longer than `measure`; the second value is the widest.
pub(super) fn wrap(text: &str, measure: f64) -> (Vec<String>, f64) {
    let atoms = atoms(text, measure);
    let (mut lines, mut widest) = (Vec::new(), 0.0_f64);
    for pair in best_breaks(&atoms, measure).windows(2) {
        let line = &atoms[pair[0]..pair[1]];
        let words: String = line.iter().map(|atom| [atom.space(), &atom.text].concat()).collect();
        // Not drawn, but without it the words around a break would read as one.
        let space = atoms.get(pair[1]).map_or("", Atom::space);
        lines.push(words.trim_start().to_string() + space);
        widest = widest.max(width(line));
    }
    (lines, widest)
}

/// Where the lines begin, and the end: the breaks that cost least. A line costs the square of what it lacks
/// or has over the average, and its break.
fn best_breaks(atoms: &[Atom], measure: f64) -> Vec<usize> {
    let total = width(atoms);
    let target = total / (total / measure).ceil().max(1.0);
    // For every number of atoms the least cost of breaking them, and where their last line begins.
    let mut best = vec![(0.0, 0)];
    for end in 1..=atoms.len() {
        let mut found = (f64::INFINITY, end - 1);
        for start in (0..end).rev() {
            let width = width(&atoms[start..end]);
            if width > measure && start + 1 < end {
                break;
            }
            let cost = best[start].0 + (width - target).powi(2) + break_cost(atoms, start, end) + measure;
            if cost < found.0 {
                found = (cost, start);
            }
        }
        best.push(found);
    }
    let mut breaks = vec![atoms.len()];
    while breaks[breaks.len() - 1] > 0 {
        breaks.push(best[breaks[breaks.len() - 1]].1);
    }
    breaks.reverse();
    breaks
}

/// How much a line should not be `atoms[start..end]`: one ideograph alone, or an end within a Chinese word.
fn break_cost(atoms: &[Atom], start: usize, end: usize) -> f64 {
    let is_alone = end - start == 1 && atoms.len() > 1 && atoms[start].width <= 1.0;
    let end_cost = match atoms.get(end) {
        None => 0.0,
        Some(next) if next.spaced || atoms[end - 1].text.ends_with(NO_START) => 0.0,
        Some(next) if next.text.starts_with(BEGINS) || atoms[end - 1].text.ends_with(ENDS) => 8.0,
        Some(_) => 30.0,
    };
    end_cost + if is_alone { 50.0 } else { 0.0 }
}

/// Words a Chinese line may well begin with.
const BEGINS: [char; 13] = ['和', '与', '或', '跟', '及', '还', '也', '都', '先', '再', '就', '但', '只'];
/// Particles a Chinese line may well end with.
const ENDS: [char; 8] = ['的', '了', '着', '过', '得', '吗', '呢', '吧'];
/// Never at the start of a line.
pub(super) const NO_START: [char; 25] = [
    '，', '。', '、', '？', '！', '：', '；', '）', '”', '’', '》', '〉', '」', '』', '】', '…', '—', '·',
    ',', '.', '?', '!', ')', '%', '/',
];
/// Never at the end of a line.
pub(super) const NO_END: [char; 10] = ['（', '“', '‘', '《', '〈', '「', '『', '【', '(', '['];

/// A piece of text that is never broken.
#[derive(Default)]
struct Atom {
    text: String,
    width: f64,
    /// Whether a space comes before it.
    spaced: bool,
}

impl Atom {
    fn space(&self) -> &'static str {
        if self.spaced { " " } else { "" }
    }
}

/// The width of a line.
fn width(atoms: &[Atom]) -> f64 {
    let spaces = atoms.iter().skip(1).filter(|atom| atom.spaced).count();
    atoms.iter().map(|atom| atom.width).sum::<f64>() + spaces as f64 * SPACE
}

/// Words, and single ideographs with the punctuation that belongs to them.
fn atoms(text: &str, measure: f64) -> Vec<Atom> {
    let han = is_han(text);
    let mut atoms = vec![Atom::default()];
    let (mut spaced, mut before) = (false, None);
    for c in text.trim_start().chars() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let glued = before.is_none_or(|before| holds_together(before, c, han, spaced));
        let last = atoms.len() - 1;
        if glued && atoms[last].width + em(c, han) <= measure {
            if spaced {
                atoms[last].text.push(' ');
                atoms[last].width += SPACE;
            }
            atoms[last].text.push(c);
            atoms[last].width += em(c, han);
        } else {
            atoms.push(Atom { text: c.to_string(), width: em(c, han), spaced });
        }
        (spaced, before) = (false, Some(c));
    }
    atoms
}

/// Whether no line may end between two characters that follow each other.
fn holds_together(before: char, c: char, han: bool, spaced: bool) -> bool {
    let joined = before == '\u{200D}' || c.width() == Some(0);
    let word = em(c, han) < 1.0 && em(before, han) < 1.0;
    NO_START.contains(&c) || (!spaced && (joined || word || NO_END.contains(&before)))
}

pub(super) fn is_han(text: &str) -> bool {
    text.chars().any(|c| c.width() == Some(2))
}

const SPACE: f64 = 0.28;

/// The width of a character in em, in a text with ideographs or without.
pub(super) fn em(c: char, han: bool) -> f64 {
    match c {
        ' ' => SPACE,
        // A Chinese font draws these as wide as an ideograph.
        '“' | '”' | '‘' | '’' | '…' | '—' | '·' if han => 1.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | '(' | ')' | '[' | ']' => {
            0.3
        }
        'f' | 'r' | 't' | '/' | '-' => 0.38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 0.88,
        'A'..='Z' => 0.68,
        _ => match c.width() {
            Some(2) => 1.0,
            Some(0) | None => 0.0,
            _ => 0.56,
        },
    }
}
