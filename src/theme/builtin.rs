//! The default theme, compiled into the binary.

use crate::source::{SourceContent, SourceFile, SourcePath, SourceTree};

/// Path below the project root and content of every file of `themes/default`; made by `build.rs`.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/builtin_theme.rs"));

/// The built-in theme as sources; a site's own files are laid over it.
pub fn builtin() -> SourceTree {
    let file = |(path, bytes): &(&str, &[u8])| match std::str::from_utf8(bytes) {
        Ok(text) => SourceFile::text(path, text),
        Err(_) => SourceFile {
            path: SourcePath::new(path),
            content: SourceContent::Bytes(bytes.to_vec()),
            problems: Vec::new(),
        },
    };
    SourceTree::new(FILES.iter().map(file).collect())
}
