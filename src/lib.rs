//! wenda (问答) turns a folder of Chinese Markdown into a bilingual help centre of static files.
//!
//! ```text
//! SourceTree ──parse──▶ Document… ──resolve──▶ Site ──plan──▶ Page… ──render──▶ Artifact… ──write──▶ public/
//!  (only reader)        per file, pure        once   │        borrows Site      per page, pure      (only writer)
//!                                                    └─index─▶ LocaleSearch… ──export──▶ SearchFiles…
//! ```
//!
//! [`pipeline`] is the only file that knows the order of stages. `docs/architecture.md` is the map.

pub mod artifact;
pub mod cli;
pub mod config;
pub mod date;
pub mod diag;
pub mod document;
pub mod escape;
pub mod flowchart;
pub mod output;
pub mod pipeline;
pub mod render;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod suggest;
pub mod theme;
pub mod troubleshooter;
pub mod yaml;
