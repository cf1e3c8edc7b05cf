//! A changed source file, for `wenda tree fmt` and `wenda tree accept`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Replaces the text of the file at `path` in one step: whoever reads it meanwhile, or after a crash, finds the old text
/// or the new one. Its permissions stay, and a symbolic link stays one.
///
/// # Errors
/// When the file is not there, or its folder cannot be written; then it is as it was.
pub fn replace_file(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // A hidden name: `source` and the preview pass over it.
    let staged = path.with_file_name(format!(".{name}.wenda-{}", std::process::id()));
    let replaced = write_like(&staged, &path, text).and_then(|()| fs::rename(&staged, &path));
    if replaced.is_err() {
        let _ = fs::remove_file(&staged);
    }
    replaced
}

fn write_like(staged: &Path, model: &Path, text: &str) -> io::Result<()> {
    let permissions = fs::metadata(model)?.permissions();
    // Rename would replace a file that its owner has closed to writing.
    OpenOptions::new().append(true).open(model)?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(staged)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::set_permissions(staged, permissions)
}
