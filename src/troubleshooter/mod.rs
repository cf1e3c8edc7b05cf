//! Decision trees: one question at a time, until a fix has worked or somebody else can help.

mod format;
mod format_comments;
mod format_rules;

pub use format::format;

/// Most YAML nodes of a file: a tree of 10,000 questions has some 200,000.
pub const MOST_YAML_NODES: usize = 2_000_000;
