//! Locales (BCP 47 codes) and texts in several of them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::source::SourceTree;

/// A BCP 47 code in canonical case: `zh-CN`, `en`, `zh-Hant`. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(Arc<str>);

impl Locale {
    /// Accepts language, optional script and optional region in canonical case.
    ///
    /// # Errors
    /// The code that was probably meant, if there is one.
    pub fn parse(text: &str) -> Result<Locale, Option<String>> {
        let canonical = canonical(text);
        match canonical {
            Some(code) if code == text && common_mistake(text).is_none() => Ok(Locale(text.into())),
            other => Err(common_mistake(text).map(str::to_string).or(other)),
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary language: `zh` of `zh-CN`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// The script that the code names or, for Chinese, implies by its region; empty for the usual one.
    pub fn script(&self) -> &str {
        let mut subtags = self.0.split('-').skip(1);
        match subtags.clone().find(|subtag| subtag.len() == 4) {
            Some(script) => script,
            None if self.language() != "zh" => "",
            None if subtags.any(|subtag| matches!(subtag, "TW" | "HK" | "MO")) => "Hant",
            None => "Hans",
        }
    }

    /// Whether the language is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        match self.script() {
            "" => matches!(
                self.language(),
                "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi"
            ),
            script => matches!(script, "Adlm" | "Arab" | "Hebr" | "Nkoo" | "Rohg" | "Syrc" | "Thaa"),
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Language in lower case, script in title case, region in upper case; `None` if it has another shape.
fn canonical(text: &str) -> Option<String> {
    let mut parts = text.split(['-', '_']);
    let letters = |part: &str| part.chars().all(|c| c.is_ascii_alphabetic());
    let language = parts.next().filter(|part| (2..=3).contains(&part.len()) && letters(part))?;
    let mut code = language.to_ascii_lowercase();
    for part in parts {
        code.push('-');
        match part.len() {
            4 if letters(part) => {
                code.push_str(&part[..1].to_ascii_uppercase());
                code.push_str(&part[1..].to_ascii_lowercase());
            }
            2 if letters(part) => code.push_str(&part.to_ascii_uppercase()),
            3 if part.chars().all(|c| c.is_ascii_digit()) => code.push_str(part),
            _ => return None,
        }
    }
    Some(code)
}

/// Country codes that people write for a language.
fn common_mistake(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "cn" | "chinese" => Some("zh-CN"),
        "tw" => Some("zh-TW"),
        "jp" => Some("ja"),
        "kr" => Some("ko"),
        "english" | "us" | "uk-en" => Some("en"),
        _ => None,
    }
}

/// Without `locales:` a site is Chinese, and English as well when it holds English files.
pub(super) fn default_locales(tree: &SourceTree) -> Vec<Locale> {
    let has_english = tree.files().any(|(_, file)| file.path.as_str().ends_with(".en.md"));
    let codes: &[&str] = if has_english { &["zh-CN", "en"] } else { &["zh-CN"] };
    codes.iter().map(|code| Locale((*code).into())).collect()
}

/// A text in several locales.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localised(BTreeMap<Locale, String>);

impl Localised {
    /// From pairs of code and text.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Localised {
        let pair = |(code, text): (&str, &str)| (Locale(code.into()), text.to_string());
        Localised(pairs.into_iter().map(pair).collect())
    }

    /// Sets the text of one locale.
    pub fn insert(&mut self, locale: Locale, text: String) {
        self.0.insert(locale, text);
    }

    /// The locales that have a text, sorted.
    pub fn locales(&self) -> impl Iterator<Item = &Locale> {
        self.0.keys()
    }

    /// The text in exactly this locale.
    pub fn exact(&self, locale: &Locale) -> Option<&str> {
        self.0.get(locale).map(String::as_str)
    }

    /// The locale of the text that [`Localised::get`] gives.
    pub fn locale_of(&self, locale: &Locale) -> Option<&Locale> {
        self.choice(locale).map(|(own, _)| own)
    }

    /// The text in this locale, else in one of the same language, else in any.
    pub fn get(&self, locale: &Locale) -> &str {
        self.choice(locale).map_or("", |(_, text)| text)
    }

    fn choice(&self, locale: &Locale) -> Option<(&Locale, &str)> {
        let same_language = || self.0.iter().find(|(other, _)| other.language() == locale.language());
        let found = self.0.get_key_value(locale).or_else(same_language).or_else(|| self.0.iter().next());
        found.map(|(own, text)| (own, text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn codes_are_bcp_47_in_canonical_case() {
        for good in ["zh-CN", "en", "zh-Hant", "zh-Hant-TW", "pt-BR", "es-419", "yue"] {
            assert!(Locale::parse(good).is_ok(), "{good}");
        }
        for (bad, meant) in
            [("zh_CN", Some("zh-CN")), ("zh-cn", Some("zh-CN")), ("cn", Some("zh-CN")), ("中文", None)]
        {
            assert_eq!(Locale::parse(bad), Err(meant.map(str::to_string)), "{bad}");
        }
    }
}
