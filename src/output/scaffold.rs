//! New source files for `wenda init` and `wenda new`; nothing that exists is ever changed.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Writes each text to its path below `root`, creating folders as needed.
///
/// # Errors
/// When a file exists already (the ones before it stay) or cannot be written.
pub fn create_files(root: &Path, files: &[(&str, &str)]) -> io::Result<()> {
    for (path, text) in files {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new().write(true).create_new(true).open(&path)?.write_all(text.as_bytes())?;
    }
    Ok(())
}
