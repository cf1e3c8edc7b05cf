//! How text is made comparable: compatibility forms, letter case and Chinese variants are folded away.
//!
//! In: any text. Out: its folded form, in which `ＡＰＰ`, `App` and `app` are one, and `錢包` is `钱包`.
//! `assets/js/search/analysis.js` does the same in the browser, except that it learns the variants of a character
//! from the index (an alias), since the table of all of them would have to be downloaded.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Characters that writers of Simplified Chinese use for one another.
const VARIANTS: [(char, char); 2] = [('帐', '账'), ('捲', '卷')];

/// The blocks that hold every character with a variant: Han extension A and Han.
const HAN: RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

/// The Simplified form of each character of [`HAN`], which is itself for most.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let usual = |c: char| VARIANTS.iter().find(|(variant, _)| *variant == c).map_or(c, |(_, usual)| *usual);
    let simplified = |c: char| fast2s::convert(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c);
    // 帳 is 帐 in Simplified, and that is 账 here.
    HAN.map(|c| usual(simplified(usual(c)))).collect()
});

/// The folded form of a text: NFKC, lower case, Simplified characters.
pub fn fold(text: &str) -> String {
    fold_width_and_case(text).chars().map(simplified).collect()
}

/// NFKC and lower case only.
pub fn fold_width_and_case(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Han characters stay as they are and join with nothing, so what stands between them is folded by itself.
    let mut folded = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c| HAN.contains(&c)) {
        let (others, han) = match piece.char_indices().next_back().filter(|(_, c)| HAN.contains(c)) {
            Some((at, _)) => piece.split_at(at),
            None => (piece, ""),
        };
        if !others.is_empty() {
            folded.push_str(&others.nfkc().collect::<String>().to_lowercase());
        }
        folded.push_str(han);
    }
    folded
}

/// The Simplified form of a character, or itself.
pub fn simplified(c: char) -> char {
    if HAN.contains(&c) { SIMPLIFIED[(u32::from(c) - u32::from(*HAN.start())) as usize] } else { c }
}

/// Every variant with its usual form, in order.
pub fn variants() -> impl Iterator<Item = (char, char)> {
    HAN.map(|c| (c, simplified(c))).filter(|(c, usual)| c != usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_variants_are_folded() {
        assert_eq!(fold("ＡＰＰ １２ 錢包、帳號／Wi‑Fi"), "app 12 钱包、账号/wi‐fi");
        assert_eq!(fold("Straße"), "straße");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        let once = fold("發現帳單 ﬁle ㈱ ½");
        assert_eq!(fold(&once), once);
    }
}
