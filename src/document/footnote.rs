//! Footnotes of a document while it is parsed: numbered when the text first refers to them.

use std::collections::HashMap;

use super::body::{Footnote, Node};

/// Footnotes by label, numbered when the text first refers to them.
#[derive(Default)]
pub(super) struct Footnotes {
    pub numbers: HashMap<String, usize>,
    pub list: Vec<Footnote>,
    /// Labels in order of definition, with their text.
    pub defined: Vec<(String, Vec<Node>)>,
    /// The text that goes on after each definition being read.
    pub outer: Vec<(String, Vec<Node>)>,
}

impl Footnotes {
    pub(super) fn refer(&mut self, label: &str) -> usize {
        let next = self.list.len();
        let index = *self.numbers.entry(label_key(label)).or_insert(next);
        if index == next {
            self.list.push(Footnote::default());
        }
        self.list[index].references += 1;
        index
    }

    /// Puts each definition under its number; unused ones follow. Their text stays visible.
    pub(super) fn settle(mut self) -> Vec<Footnote> {
        for (label, nodes) in self.defined {
            match self.numbers.get(&label) {
                Some(index) if self.list[*index].nodes.is_empty() => self.list[*index].nodes = nodes,
                _ => self.list.push(Footnote { nodes, references: 0 }),
            }
        }
        self.list
    }
}

/// Labels are compared as the parser does it: without regard to case.
pub(super) fn label_key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
