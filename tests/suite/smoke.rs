//! The shortest proof that the harness works.

use crate::site::{TestSite, html};

#[test]
fn one_markdown_file_and_nothing_else_is_a_site() {
    let built = TestSite::new("//- content/hello.md\n# 你好\n\n第一段。\n").build();
    assert_eq!(built.diagnostics, "");
    assert_eq!(built.body("hello/index.html"), "<p>第一段。</p>");
}

#[test]
fn bold_beside_full_width_punctuation_is_bold() {
    assert_eq!(html("**真，**她"), "<p><strong>真，</strong>她</p>");
}
