//! The test suite: one binary, one module per topic. `tests/README.md` says where a new test goes.
#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing fails, which is what it should do")]
#![allow(missing_docs, reason = "test names are sentences")]

mod browser;
mod site;

mod collections;
mod links;
mod locales;
mod publishing;
mod relations;
mod smoke;
mod themes;
