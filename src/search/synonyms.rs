//! `content/synonyms.yaml`: words that mean the same, and how a page is found under all of them.
//!
//! In: the source tree. Out: [`Synonyms`], which names the other words of every group that a text mentions. The build
//! uses them (a title that says 付不了款 is also indexed under 支付失败), so that readers download none of them.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::SourceTree;
use crate::yaml::{self, Fields, Value};

use super::analysis::is_unspaced;
use super::fold::fold;

/// Where the groups are written.
pub const PATH: &str = "content/synonyms.yaml";

/// The groups, ready to be looked for.
pub struct Synonyms {
    /// Words of each group, as written.
    groups: Vec<Vec<String>>,
    /// Group of each pattern of the automaton.
    group_of: Vec<usize>,
    automaton: Option<AhoCorasick>,
}

impl Synonyms {
    /// Reads the file; without one there are none.
    pub fn parse(tree: &SourceTree) -> Outcome<Synonyms> {
        let Outcome { value: root, mut diagnostics } = yaml::parse_file(tree, PATH);
        let mut fields = Fields::new(root);
        let mut groups: Vec<Vec<String>> = Vec::new();
        let mut lonely = Vec::new();
        for node in fields.sequence("groups") {
            let (span, is_list) = (node.span, matches!(node.value, Value::Sequence(_)));
            let words: Vec<String> =
                fields.texts_of("groups", node).into_iter().map(|word| word.value).collect();
            match words.len() {
                0 => {}
                1 if is_list => lonely.push(span),
                _ => groups.push(words),
            }
        }
        diagnostics.extend(fields.finish());
        diagnostics.extend(lonely.into_iter().map(|span| {
            let message = Text::new("这一组只有一个词", "this group holds one word only");
            Diagnostic::new(Code::SynonymAlone, message)
                .at(span)
                .help("加上意思相同的词，或删掉这一行", "add words that mean the same, or delete the line")
        }));
        Outcome { value: Synonyms::new(groups), diagnostics }
    }

    fn new(groups: Vec<Vec<String>>) -> Synonyms {
        let mut patterns = Vec::new();
        let mut group_of = Vec::new();
        for (group, words) in groups.iter().enumerate() {
            for word in words {
                patterns.push(fold(word));
                group_of.push(group);
            }
        }
        // Overlapping matches are wanted: 余额不对 also mentions what 余额 stands for. None of it can fail but by size.
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok();
        Synonyms { groups, group_of, automaton: automaton.filter(|_| !patterns.is_empty()) }
    }

    /// Every word of the groups.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flatten().map(String::as_str)
    }

    /// The words of all groups that the text mentions, in the order of the file.
    pub fn of(&self, text: &str) -> Vec<&str> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let folded = fold(text);
        let found = automaton.find_overlapping_iter(&folded);
        let whole = found.filter(|found| is_whole(&folded, found.start(), found.end()));
        let groups: BTreeSet<usize> = whole.map(|found| self.group_of[found.pattern().as_usize()]).collect();
        groups.into_iter().flat_map(|group| &self.groups[group]).map(String::as_str).collect()
    }
}

/// A word of a spaced script counts only where it is not a part of a longer one.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let continues = |inside: Option<char>, outside: Option<char>| {
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c));
        is_letter(inside) && is_letter(outside)
    };
    let word = &text[start..end];
    !continues(word.chars().next(), text[..start].chars().next_back())
        && !continues(word.chars().next_back(), text[end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_under_the_other_words_of_its_groups() {
        let groups = [vec!["付不了款", "支付失败"], vec!["App", "软件"]];
        let synonyms = Synonyms::new(
            groups.iter().map(|words| words.iter().map(ToString::to_string).collect()).collect(),
        );
        assert_eq!(synonyms.of("為什麼付不了款？"), ["付不了款", "支付失败"]);
        assert_eq!(synonyms.of("更新app的办法"), ["App", "软件"]);
        assert!(synonyms.of("appetite").is_empty());
    }
}
