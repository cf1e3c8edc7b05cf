//! How Chinese words are typed in Latin letters: full pinyin (`qianbao`) and initials (`qb`).
//!
//! In: a word. Out: its keys. Characters with several readings give all of them, up to a bound.

use pinyin::ToPinyinMulti;

/// Most ways to read one word.
const MOST_READINGS: usize = 4;

/// Every way to type a word.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Full pinyin, without tones.
    pub full: Vec<String>,
    /// The first letter of each syllable.
    pub initials: Vec<String>,
}

/// The keys of a word; none when a character has no reading.
pub fn keys(word: &str) -> Keys {
    let mut readings: Vec<(String, String)> = vec![(String::new(), String::new())];
    for c in word.chars() {
        let Some(multi) = c.to_pinyin_multi() else { return Keys::default() };
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
    let (full, mut initials): (Vec<String>, Vec<String>) = readings.into_iter().unzip();
    initials.sort();
    initials.dedup();
    Keys { full, initials }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_pinyin_and_its_initials() {
        assert_eq!(keys("钱包").full[0], "qianbao", "the usual reading comes first");
        assert!(keys("钱包").initials.contains(&"qb".to_string()));
        assert!(keys("重置").full.contains(&"chongzhi".to_string()));
        assert_eq!(keys("App钱包"), Keys::default());
    }
}
