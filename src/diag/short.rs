//! The view for editors and `grep`: one line per problem, `path:line:column: severity[code]: message`.

use super::{Diagnostics, Language, printable};
use crate::source::{LineIndex, SourceTree};

/// All problems, a line each.
pub fn short(diagnostics: &Diagnostics, tree: &SourceTree, language: Language) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        if let Some(span) = diagnostic.span {
            let position = LineIndex::new(tree.text(span.file)).position(span.start);
            let path = printable(tree.file(span.file).path.as_str());
            out.push_str(&format!("{path}:{}:{}: ", position.line, position.column));
        }
        let (severity, code) = (diagnostic.severity.name(), diagnostic.code.name());
        let message = printable(diagnostic.message.in_language(language));
        out.push_str(&format!("{severity}[{code}]: {message}\n"));
    }
    out
}
