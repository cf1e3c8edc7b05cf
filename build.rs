//! Lists the files of `themes/default` for `src/theme/builtin.rs`, so that the folder is embedded whole
//! and a new file in it needs no code.
#![allow(
    clippy::disallowed_methods,
    reason = "a build script reads the theme and is told where by the environment"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let mut files = Vec::new();
    list(&root.join("themes/default"), &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for file in &files {
        let relative = file.strip_prefix(&root).expect("listed below the root");
        let path = relative.to_str().expect("the theme's names are ASCII").replace('\\', "/");
        writeln!(table, "    ({path:?}, include_bytes!({:?})),", file).expect("writing to a string");
    }
    table.push(']');
    println!("cargo::rerun-if-changed=themes/default");
    fs::write(PathBuf::from(env::var("OUT_DIR").expect("set by cargo")).join("builtin_theme.rs"), table)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { list(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
