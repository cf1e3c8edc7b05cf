//! How Chinese words are typed in Latin letters: full pinyin (`qianbao`) and initials (`qb`).
//!
//! In: a word. Out: its keys. Characters with several readings give all of them, up to a bound.

use pinyin::ToPinyinMulti;

/// Most ways to read one word.
const MOST_READINGS: usize = 4;

/// Full pinyin of a word, then if wanted its initials; empty when a character has no reading.
pub fn keys(word: &str, with_initials: bool) -> Vec<String> {
    let mut readings: Vec<(String, String)> = vec![(String::new(), String::new())];
    for c in word.chars() {
        let Some(multi) = c.to_pinyin_multi() else { return Vec::new() };
        let mut syllables: Vec<String> = Vec::new();
        for reading in multi {
            let plain = reading.plain().replace('ü', "v");
            if !syllables.contains(&plain) {
                syllables.push(plain);
            }
        }
        let longer = readings.iter().flat_map(|(full, initials)| {
            syllables
                .iter()
                .map(move |syllable| (format!("{full}{syllable}"), format!("{initials}{}", &syllable[..1])))
        });
        readings = longer.take(MOST_READINGS).collect();
    }
    let mut keys: Vec<String> = Vec::new();
    let (full, initials): (Vec<String>, Vec<String>) = readings.into_iter().unzip();
    for key in full.into_iter().chain(initials.into_iter().filter(|_| with_initials)) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_pinyin_and_its_initials() {
        assert_eq!(keys("钱包", true), ["qianbao", "qb"]);
        assert!(keys("重置", false).contains(&"chongzhi".to_string()));
        assert!(keys("App钱包", true).is_empty());
    }
}
