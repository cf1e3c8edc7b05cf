//! The test suite: one binary, one module per topic. `tests/README.md` says where a new test goes.
#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing fails, which is what it should do")]
#![allow(clippy::disallowed_methods, reason = "tests build on real disks and run the binary")]
#![allow(missing_docs, reason = "test names are sentences")]

mod browser;
mod json_schema;
mod project;
mod site;

mod cli;
mod codes;
mod collections;
mod contacts;
mod determinism;
mod feedback;
mod flowchart;
mod front_matter;
mod links;
mod locales;
mod machines;
mod markdown;
mod offline;
mod print;
mod properties;
mod publish;
mod publishing;
mod relations;
#[cfg(feature = "serve")]
mod search;
mod serve;
mod side_by_side;
mod style_guide;
mod template_errors;
mod themes;
mod tidy;
mod tree_cli;
mod tree_mutations;
mod tree_paths;
mod troubleshooter;
mod troubleshooter_format;
mod yaml;
