//! The words of the interface in every locale: `strings/<locale>.yaml`, flat dotted keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Locale, SiteConfig};
use crate::date::Date;
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{SourceTree, Spanned};
use crate::suggest::nearest;
use crate::yaml::{self, Fields, Value};

use super::ThemeFiles;

/// The offer to read a page in this language, and what closes it.
const OFFER: &str = "language.offer";
const OFFER_CLOSE: &str = "language.offer_close";

/// The interface strings of one locale; complete, since gaps are filled from another language.
#[derive(Clone, Debug, Default)]
pub struct Strings(BTreeMap<String, String>);

impl Strings {
    /// The text of a key; the key itself if no language of the theme has it.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The text with named placeholders filled in: `{count}`.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let value =
            |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string());
        fill(self.get(key), value)
    }

    /// A date as people of this locale write it.
    pub fn date(&self, date: Date) -> String {
        let months =
            self.get("date.months").split('|').nth(usize::from(date.month()) - 1).unwrap_or_default();
        let (year, month, day) = (date.year().to_string(), date.month().to_string(), date.day().to_string());
        self.fill("date.format", &[("year", &year), ("month", &month), ("day", &day), ("month_name", months)])
    }

    /// The offer to read a page in this language, and what closes it; `None` where the theme has no words of this language
    /// for them, since those of another would offer that one.
    pub fn offer(&self) -> Option<[&str; 2]> {
        let words = [OFFER, OFFER_CLOSE].map(|key| self.get(key));
        words.iter().all(|text| !text.is_empty()).then_some(words)
    }

    /// All keys and texts, for templates.
    pub fn entries(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}

/// Fills `{name}` placeholders from left to right; a value that looks like a placeholder stays as it is.
pub(super) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let close = rest.find('}').map_or(0, |close| close + 1);
        let known = if close > 2 { value(&rest[1..close - 1]) } else { None };
        match known {
            Some(value) => {
                filled.push_str(&value);
                rest = &rest[close..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled + rest
}

/// The strings of every locale of the site: those of the later theme over those of the earlier, key by key.
pub(super) fn load(
    tree: &SourceTree,
    themes: [&ThemeFiles; 2],
    config: &SiteConfig,
) -> Outcome<BTreeMap<Locale, Strings>> {
    let mut diagnostics = Vec::new();
    let mut available: BTreeMap<Locale, BTreeMap<String, String>> = BTreeMap::new();
    let mut known = BTreeSet::new();
    let [default, own] = themes.map(|theme| theme.iter());
    for (is_own, (path, id)) in default.map(|file| (false, file)).chain(own.map(|file| (true, file))) {
        let code = path.strip_prefix("strings/").and_then(|name| name.strip_suffix(".yaml"));
        let Some(Ok(locale)) = code.map(Locale::parse) else { continue };
        let text = tree.text(*id);
        let parsed = yaml::parse(*id, text, 0..text.len());
        diagnostics.extend(parsed.diagnostics);
        let strings = available.entry(locale).or_default();
        if let Some(Value::Mapping(entries)) = parsed.value.map(|node| node.value) {
            for (key, node) in entries {
                if !is_own {
                    known.insert(key.value.clone());
                } else if let Some(nearest) = misspelt(&key.value, &known) {
                    diagnostics.push(unknown(&key, nearest));
                    continue;
                }
                match node.as_text() {
                    Some(text) => {
                        strings.insert(key.value, text.to_string());
                    }
                    None => {
                        let mut fields = Fields::new(None);
                        fields.wrong_type(&key.value, &node, "一段文字", "text");
                        diagnostics.extend(fields.finish());
                    }
                }
            }
        }
    }
    let mut all = BTreeMap::new();
    for locale in &config.locales {
        let (strings, missing) = complete(locale, &available);
        diagnostics.extend(missing);
        all.insert(locale.clone(), strings);
    }
    Outcome { value: all, diagnostics }
}

/// The key of `default` that a theme's own key seems to mean. Keys that are like no other are words of its own templates.
fn misspelt<'a>(key: &str, known: &'a BTreeSet<String>) -> Option<&'a str> {
    if known.contains(key) { None } else { nearest(key, known.iter().map(String::as_str)) }
}

fn unknown(key: &Spanned<String>, nearest: &str) -> Diagnostic {
    let message = Text::new(
        format!("默认主题没有叫 `{}` 的界面文字", key.value),
        format!("the default theme has no string `{}`", key.value),
    );
    Diagnostic::new(Code::KeyUnknown, message).at(key.span).did_you_mean(Some(nearest))
}

/// The locale's own strings over those of its language and script, of its language, of English, of any.
fn complete(
    locale: &Locale,
    available: &BTreeMap<Locale, BTreeMap<String, String>>,
) -> (Strings, Option<Diagnostic>) {
    // Traditional and Simplified Chinese can stand in for each other, but a reader sees the difference.
    let is_same = |other: &Locale| other.language() == locale.language() && other.script() == locale.script();
    let rank = |other: &Locale| {
        let same_language = other.language() == locale.language();
        (other == locale, is_same(other), same_language, other.language() == "en")
    };
    let mut ranked: Vec<(&Locale, &BTreeMap<String, String>)> = available.iter().collect();
    ranked.sort_by_key(|(other, _)| rank(other));
    let mut strings = BTreeMap::new();
    for (_, texts) in &ranked {
        strings.extend(texts.iter().map(|(key, text)| (key.clone(), text.clone())));
    }
    let own =
        ranked.iter().filter(|(other, _)| is_same(other)).map(|(_, texts)| texts.len()).max().unwrap_or(0);
    let missing = strings.len().saturating_sub(own);
    let diagnostic = (missing > 0).then(|| {
        Diagnostic::new(
            Code::StringsMissing,
            Text::new(
                format!("`{locale}` 的界面文字缺 {missing} 条"),
                format!("{missing} interface strings are missing for `{locale}`"),
            ),
        )
        .help(
            format!("复制 themes/default/strings/en.yaml 为 themes/<主题>/strings/{locale}.yaml 并翻译"),
            format!(
                "copy themes/default/strings/en.yaml to themes/<theme>/strings/{locale}.yaml and translate it"
            ),
        )
    });
    // What the language says about itself must not come from another language.
    let is_own = |key: &str| ranked.iter().any(|(other, texts)| is_same(other) && texts.contains_key(key));
    let direction = if locale.is_right_to_left() { "rtl" } else { "ltr" };
    for (key, text) in
        [("language.name", locale.as_str()), ("language.dir", direction), (OFFER, ""), (OFFER_CLOSE, "")]
    {
        if !is_own(key) {
            strings.insert(key.to_string(), text.to_string());
        }
    }
    (Strings(strings), diagnostic)
}
