//! How text is made comparable: compatibility forms, letter case and Chinese variants are folded away.
//!
//! In: any text. Out: its folded form, in which `ＡＰＰ`, `App` and `app` are one, and `錢包` is `钱包`.
//! `assets/js/search/analysis.js` does the same in the browser, except that it learns the variants of a character
//! from the index (an alias), since the table of all of them would have to be downloaded.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Characters that writers of Simplified Chinese use for one another.
const VARIANTS: [(char, char); 2] = [('帐', '账'), ('捲', '卷')];

/// Traditional character to Simplified, for every character that has one.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let blocks = ['\u{3400}'..='\u{4dbf}', '\u{4e00}'..='\u{9fff}'];
    let mut map: HashMap<char, char> = HashMap::new();
    for traditional in blocks.into_iter().flatten() {
        let simplified = fast2s::convert(traditional.encode_utf8(&mut [0; 4]));
        if let Some(simplified) = simplified.chars().next().filter(|it| *it != traditional) {
            map.insert(traditional, simplified);
        }
    }
    for (variant, usual) in VARIANTS {
        map.insert(variant, usual);
    }
    // 帳 is 帐 in Simplified, and that is 账 here.
    for simplified in map.values().copied().collect::<Vec<_>>() {
        if let Some((_, usual)) = VARIANTS.iter().find(|(variant, _)| *variant == simplified) {
            map.iter_mut().filter(|(_, to)| **to == simplified).for_each(|(_, to)| *to = *usual);
        }
    }
    map
});

/// The folded form of a text: NFKC, lower case, Simplified characters.
pub fn fold(text: &str) -> String {
    fold_width_and_case(text).chars().map(simplified).collect()
}

/// NFKC and lower case only.
pub fn fold_width_and_case(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => text.nfkc().collect::<String>().to_lowercase(),
    }
}

/// The Simplified form of a character, or itself.
pub fn simplified(c: char) -> char {
    if c < '\u{3400}' { c } else { SIMPLIFIED.get(&c).copied().unwrap_or(c) }
}

/// Every variant with its usual form, in order.
pub fn variants() -> Vec<(char, char)> {
    let mut variants: Vec<(char, char)> =
        SIMPLIFIED.iter().map(|(variant, usual)| (*variant, *usual)).collect();
    variants.sort_unstable();
    variants
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
