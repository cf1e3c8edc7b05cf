//! “Did you mean …?”: the candidate nearest to what was typed.

/// The candidate with the smallest edit distance, if it is near enough to be what was meant: at
/// most a third of the longer text, and one edit for very short words. Ties go to the first in order.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed_folded = typed.to_lowercase();
    let length = typed.chars().count();
    candidates
        .into_iter()
        // The distance is at least the difference in length: most candidates need no closer look.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed(typed, candidate))
        .map(|candidate| (distance(&typed_folded, &candidate.to_lowercase()), candidate))
        .filter(|(edits, candidate)| *edits <= allowed(typed, candidate))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

fn allowed(typed: &str, candidate: &str) -> usize {
    let longer = typed.chars().count().max(candidate.chars().count());
    (longer / 3).max(1)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_finds_the_word_and_nonsense_finds_nothing() {
        let keys = ["title", "summary", "slug"];
        assert_eq!(nearest("tilte", keys), Some("title"));
        assert_eq!(nearest("Summery", keys), Some("summary"));
        assert_eq!(nearest("weight", keys), None);
    }
}
