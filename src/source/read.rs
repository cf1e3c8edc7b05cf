//! The only reader of the project: walks `content/` and `themes/`, reads text, lists the rest.
#![allow(clippy::disallowed_methods, reason = "this stage is the one that reads the project")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use super::{ReadProblem, SourceContent, SourceFile, SourcePath, SourceTree, encoding};

/// Bounds that protect a build from a file that does not belong there.
#[derive(Clone, Copy, Debug)]
pub struct ReadLimits {
    /// Largest text file, in bytes: far more than `limits: {file: …}` allows by default, so that a site may raise it.
    pub text_bytes: u64,
}

impl Default for ReadLimits {
    fn default() -> ReadLimits {
        ReadLimits { text_bytes: 64 * 1024 * 1024 }
    }
}

/// A file found by the walk, not opened yet.
struct Found {
    path: SourcePath,
    disk: PathBuf,
    kind: Kind,
}

enum Kind {
    Text,
    ThemeFile,
    Copied { bytes: u64 },
    Problem(ReadProblem),
}

/// Reads `root/content` and `root/themes` (either may be missing).
///
/// # Errors
/// When a folder itself cannot be listed. A problem with a single file is kept beside it.
pub fn read(root: &Path, limits: ReadLimits) -> io::Result<SourceTree> {
    let root = fs::canonicalize(root)?;
    let mut found = Vec::new();
    for folder in ["content", "themes"] {
        let folder = root.join(folder);
        if folder.is_dir() {
            walk(&root, &folder, &mut found)?;
        }
    }
    let mut files: Vec<SourceFile> = found.into_par_iter().map(|file| read_file(file, limits)).collect();
    mark_same_names(&mut files);
    Ok(SourceTree::new(files))
}

/// Reads one text file, which need not lie in a project, as the source `shown`.
///
/// # Errors
/// When the operating system refuses. What is wrong with the text is kept beside it.
pub fn read_one(disk: &Path, shown: &str, limits: ReadLimits) -> io::Result<SourceFile> {
    let (text, problem) = read_text(disk, limits)?;
    let (path, content) = (SourcePath::new(shown), SourceContent::Text(text));
    Ok(SourceFile { path, content, problems: problem.into_iter().collect() })
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Found>) -> io::Result<()> {
    let mut entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_ignored(&entry.file_name().to_string_lossy()));
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                if entry.path_is_symlink()
                    && let Some(problem) = link_problem(root, entry.path())
                {
                    // Not entered either: behind it may lie a whole disk.
                    found.push(failed(root, entry.path(), problem));
                    entries.skip_current_dir();
                }
            }
            Ok(entry) => found.push(classify(root, entry.path(), entry.path_is_symlink())),
            Err(error) => match error.path() {
                // The folder itself vanished or is closed to us: nothing useful can be built.
                Some(path) if path == folder => return Err(error.into()),
                Some(path) => found.push(failed(root, path, link_or_unreadable(path, &error.to_string()))),
                None => return Err(error.into()),
            },
        }
    }
    Ok(())
}

/// Hidden files, and what editors leave behind while a file is open.
fn is_ignored(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || [".bak", ".tmp", ".swp", ".orig"].iter().any(|ending| name.ends_with(ending))
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini")
}

fn classify(root: &Path, disk: &Path, is_link: bool) -> Found {
    if is_link && let Some(problem) = link_problem(root, disk) {
        return failed(root, disk, problem);
    }
    let metadata = match fs::metadata(disk) {
        Ok(metadata) => metadata,
        Err(error) => {
            return failed(root, disk, ReadProblem::Unreadable { reason: error.to_string() });
        }
    };
    if !metadata.is_file() {
        return failed(root, disk, ReadProblem::NotAFile);
    }
    let Some(path) = source_path(root, disk) else {
        return failed(root, disk, ReadProblem::BadName);
    };
    let kind = match (path.in_content().is_some(), path.extension().as_str()) {
        (_, "md" | "yaml" | "yml") => Kind::Text,
        (false, "html" | "css" | "js" | "svg" | "xml" | "txt") => Kind::Text,
        (false, _) => Kind::ThemeFile,
        (true, _) => Kind::Copied { bytes: metadata.len() },
    };
    Found { path, disk: disk.to_path_buf(), kind }
}

/// A link may point to anything inside the project that is not hidden; outside lies what was never meant to be
/// published, and so do `.git` and `.env`.
fn link_problem(root: &Path, disk: &Path) -> Option<ReadProblem> {
    let is_hidden = |part: Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
    let may_be_published =
        |target: &Path| target.strip_prefix(root).is_ok_and(|inside| !inside.components().any(is_hidden));
    match fs::canonicalize(disk) {
        Ok(target) if may_be_published(&target) => None,
        Ok(target) => Some(ReadProblem::BadLink { target: target.display().to_string() }),
        Err(_) => Some(link_or_unreadable(disk, "")),
    }
}

fn link_or_unreadable(disk: &Path, reason: &str) -> ReadProblem {
    match fs::read_link(disk) {
        Ok(target) => ReadProblem::BadLink { target: target.display().to_string() },
        Err(_) => ReadProblem::Unreadable { reason: reason.to_string() },
    }
}

fn failed(root: &Path, disk: &Path, problem: ReadProblem) -> Found {
    let relative = disk.strip_prefix(root).unwrap_or(disk).to_string_lossy().replace('\\', "/");
    Found { path: SourcePath::new(&relative), disk: disk.to_path_buf(), kind: Kind::Problem(problem) }
}

/// `None` when the name is not UTF-8 or holds control characters.
fn source_path(root: &Path, disk: &Path) -> Option<SourcePath> {
    let parts: Option<Vec<&str>> =
        disk.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    let path = parts?.join("/");
    (!path.chars().any(char::is_control)).then(|| SourcePath::new(&path))
}

fn read_file(found: Found, limits: ReadLimits) -> SourceFile {
    let Found { path, disk, kind } = found;
    let (content, problem) = match kind {
        Kind::Copied { bytes } => (SourceContent::OnDisk { path: disk, bytes }, None),
        Kind::Problem(problem) => (SourceContent::Text(String::new()), Some(problem)),
        Kind::ThemeFile => match fs::read(&disk) {
            Ok(bytes) => (SourceContent::Bytes(bytes), None),
            Err(error) => unreadable(&error),
        },
        Kind::Text => match read_text(&disk, limits) {
            Ok((text, problem)) => (SourceContent::Text(text), problem),
            Err(error) => unreadable(&error),
        },
    };
    SourceFile { path, content, problems: problem.into_iter().collect() }
}

fn unreadable(error: &io::Error) -> (SourceContent, Option<ReadProblem>) {
    let reason = error.to_string();
    (SourceContent::Text(String::new()), Some(ReadProblem::Unreadable { reason }))
}

fn read_text(disk: &Path, limits: ReadLimits) -> io::Result<(String, Option<ReadProblem>)> {
    let bytes = fs::metadata(disk)?.len();
    if bytes > limits.text_bytes {
        let problem = ReadProblem::TooLarge { bytes, limit: limits.text_bytes };
        return Ok((String::new(), Some(problem)));
    }
    Ok(encoding::decode(fs::read(disk)?))
}

/// Names that differ only by case, width or normalisation are one file on other people's disks.
fn mark_same_names(files: &mut [SourceFile]) {
    let mut seen: BTreeMap<String, SourcePath> = BTreeMap::new();
    for file in files {
        let folded: String = file.path.as_str().nfkc().flat_map(char::to_lowercase).collect();
        match seen.get(&folded) {
            Some(other) => file.problems.push(ReadProblem::SameName { other: other.clone() }),
            None => {
                seen.insert(folded, file.path.clone());
            }
        }
    }
}
