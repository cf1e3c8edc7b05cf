//! Slugs: text into one segment of a URL or an anchor.

use unicode_normalization::UnicodeNormalization;

/// Lower case, letters and digits of any script kept, everything else a single hyphen; never empty.
///
/// `为什么会这样？ (1)` becomes `为什么会这样-1`.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    // Lower-casing can leave a text that NFKC would change again (`İ`); a second pass settles it.
    let slug: String = slug.trim_end_matches('-').nfkc().collect();
    if slug.is_empty() { "section".to_string() } else { slug }
}

/// Whether an author's slug can be a segment of a URL as it stands.
pub fn is_valid_slug(text: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "-_.~".contains(c);
    !text.is_empty()
        && text.len() <= 255
        && text.chars().all(allowed)
        && !text.starts_with('.')
        && !text.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::{is_valid_slug, slugify};
    use proptest::prelude::*;

    #[test]
    fn chinese_is_kept_and_punctuation_goes() {
        assert_eq!(slugify("为什么会这样？ (1)"), "为什么会这样-1");
        assert_eq!(slugify("  API & Ｗeb "), "api-web");
        assert_eq!(slugify("？！"), "section");
    }

    proptest! {
        #[test]
        fn slugs_are_idempotent_valid_and_never_empty(text in "\\PC*") {
            let slug = slugify(&text);
            prop_assert!(!slug.is_empty());
            prop_assert_eq!(slugify(&slug), slug.clone());
            prop_assert!(slug.len() > 255 || is_valid_slug(&slug), "{}", slug);
        }
    }
}
