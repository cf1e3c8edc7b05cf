//! One file to be written: where it goes in the output and what it holds.
//!
//! In: whatever the renderer, the search index and the theme produce. Out: an [`Artifact`] handed to a [`Sink`].
//! An [`OutputPath`] can only name a place inside the output folder, whoever made it up: a slug, a theme, or a
//! manifest somebody tampered with. Two things are deliberately not checked here because they need the whole site:
//! paths that differ only in case or Unicode form, and names that other systems reserve (`con`, `aux`).
//!
//! [`MemorySink`] is the one place outside `source` and `output` that reads a file: the preview server has no
//! folder to copy an input into, so it has to hold the bytes.
#![allow(
    clippy::disallowed_methods,
    reason = "the sink in memory reads the inputs that the one on disk copies"
)]

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fmt, fs, io};

use serde::{Deserialize, Serialize};

/// A path in the output: relative, `/` between segments, nothing that leads anywhere else.
///
/// No segment is empty, `.` or `..`; no control character and no backslash occurs; a segment has at most 255 bytes
/// and the whole at most 1024, the limits of every disk and host in use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OutputPath(String);

impl OutputPath {
    /// The longest segment in bytes.
    pub const LONGEST_SEGMENT: usize = 255;
    /// The longest path in bytes.
    pub const LONGEST: usize = 1024;

    /// Checks a path.
    pub fn new(path: impl Into<String>) -> Result<OutputPath, OutputPathError> {
        let path = path.into();
        match complaint(&path) {
            Some(complaint) => Err(OutputPathError { path, complaint }),
            None => Ok(OutputPath(path)),
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folders the file lies in, innermost first: `a/b/c.html` lies in `a/b` and in `a`.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.0.rmatch_indices('/').map(|(end, _)| &self.0[..end])
    }

    /// Where the file is when the output is `folder`.
    pub fn below(&self, folder: &Path) -> PathBuf {
        folder.join(&self.0)
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Lets ordered maps be asked with a `&str`; both sides compare bytes.
impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OutputPath {
    type Error = OutputPathError;

    fn try_from(path: String) -> Result<OutputPath, OutputPathError> {
        OutputPath::new(path)
    }
}

impl From<OutputPath> for String {
    fn from(path: OutputPath) -> String {
        path.0
    }
}

/// Why a text cannot be an [`OutputPath`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputPathError {
    /// The text.
    pub path: String,
    /// What is wrong with it.
    pub complaint: PathComplaint,
}

/// What is wrong with a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathComplaint {
    /// A segment is empty, `.` or `..`; a leading slash makes an empty segment too.
    Segment,
    /// A character that no portable path may hold.
    Character(char),
    /// A segment longer than [`OutputPath::LONGEST_SEGMENT`] bytes.
    LongSegment,
    /// Longer than [`OutputPath::LONGEST`] bytes.
    Long,
}

impl fmt::Display for OutputPathError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.escape_debug();
        write!(out, "`{path}` cannot be a path in the output: ")?;
        match self.complaint {
            PathComplaint::Segment => write!(out, "it has a segment that is empty, `.` or `..`"),
            PathComplaint::Character(found) => write!(out, "it holds the character {found:?}"),
            PathComplaint::LongSegment => {
                write!(out, "a name in it has more than {} bytes", OutputPath::LONGEST_SEGMENT)
            }
            PathComplaint::Long => write!(out, "it has more than {} bytes", OutputPath::LONGEST),
        }
    }
}

impl std::error::Error for OutputPathError {}

fn complaint(path: &str) -> Option<PathComplaint> {
    if let Some(found) = path.chars().find(|&found| is_unportable(found)) {
        return Some(PathComplaint::Character(found));
    }
    if path.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
        return Some(PathComplaint::Segment);
    }
    if path.split('/').any(|segment| segment.len() > OutputPath::LONGEST_SEGMENT) {
        return Some(PathComplaint::LongSegment);
    }
    (path.len() > OutputPath::LONGEST).then_some(PathComplaint::Long)
}

/// A backslash separates segments on Windows, and browsers read it as a slash everywhere; a colon names a drive or a
/// hidden stream, on Windows only. Either would let a path out of the output folder.
fn is_unportable(found: char) -> bool {
    found.is_control() || found == '\\' || (cfg!(windows) && found == ':')
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What an input file holds. It is streamed, never loaded whole.
    Copy {
        /// The input file.
        from: PathBuf,
        /// Its length when it was read; another length at the time of copying is an error.
        bytes: u64,
    },
}

/// One file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Where in the output.
    pub path: OutputPath,
    /// What it holds.
    pub content: Content,
}

/// Takes artifacts.
pub trait Sink: Sync {
    /// Takes one artifact. Called from many threads; the order does not matter; the same path twice is an error.
    fn put(&self, artifact: Artifact) -> io::Result<()>;
}

/// A sink in memory, for the preview server and for tests.
#[derive(Debug, Default)]
pub struct MemorySink {
    files: Mutex<BTreeMap<OutputPath, Vec<u8>>>,
}

impl MemorySink {
    /// An empty sink.
    pub fn new() -> MemorySink {
        MemorySink::default()
    }

    /// Everything that was put.
    pub fn into_files(self) -> BTreeMap<OutputPath, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// A thread that panicked elsewhere has not half-inserted anything: inserting is one step.
    fn files(&self) -> MutexGuard<'_, BTreeMap<OutputPath, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for MemorySink {
    fn put(&self, artifact: Artifact) -> io::Result<()> {
        let bytes = match artifact.content {
            Content::Bytes(bytes) => bytes,
            Content::Copy { from, bytes } => read_input(&from, bytes)?,
        };
        match self.files().entry(artifact.path) {
            Entry::Vacant(place) => {
                place.insert(bytes);
                Ok(())
            }
            Entry::Occupied(place) => {
                let message = format!("`{}` was written twice in one build", place.key());
                Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
            }
        }
    }
}

fn read_input(from: &Path, bytes: u64) -> io::Result<Vec<u8>> {
    let shown = from.display();
    let found = fs::read(from)
        .map_err(|error| io::Error::new(error.kind(), format!("while reading `{shown}`: {error}")))?;
    if found.len() as u64 == bytes {
        return Ok(found);
    }
    Err(io::Error::other(format!("`{shown}` changed while it was being read; build again")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(path: &str, content: Content) -> Artifact {
        Artifact { path: OutputPath::new(path).expect("a test names good paths"), content }
    }

    #[test]
    fn ordinary_paths_are_accepted() {
        for path in [
            "index.html",
            "a/b/c.html",
            "问题/余额 不对/index.html",
            ".nojekyll",
            "a/..b/c...",
            "-x",
            "a b?#%&",
        ] {
            assert_eq!(OutputPath::new(path).expect("is fine").as_str(), path);
        }
        assert!(OutputPath::new(vec!["é".repeat(100); 5].join("/")).is_ok());
    }

    #[test]
    fn paths_that_leave_the_output_or_fit_no_disk_are_refused() {
        let long_segment = "字".repeat(86);
        let long = vec!["a".repeat(200); 6].join("/");
        let table = [
            ("", PathComplaint::Segment),
            ("/etc/passwd", PathComplaint::Segment),
            ("a//b", PathComplaint::Segment),
            ("a/", PathComplaint::Segment),
            ("../x", PathComplaint::Segment),
            ("a/../../x", PathComplaint::Segment),
            ("./a", PathComplaint::Segment),
            ("a\0b", PathComplaint::Character('\0')),
            ("a\nb", PathComplaint::Character('\n')),
            ("a\u{85}b", PathComplaint::Character('\u{85}')),
            ("..\\x", PathComplaint::Character('\\')),
            (&long_segment, PathComplaint::LongSegment),
            (&long, PathComplaint::Long),
        ];
        for (path, complaint) in table {
            assert_eq!(OutputPath::new(path).expect_err("is refused").complaint, complaint, "{path:?}");
        }
    }

    #[test]
    fn the_folders_of_a_path_come_innermost_first() {
        let path = OutputPath::new("a/b/c.html").expect("is fine");
        assert_eq!(path.folders().collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!(path.name(), "c.html");
        assert_eq!(OutputPath::new("x").expect("is fine").folders().count(), 0);
    }

    #[test]
    fn a_refused_path_is_shown_without_control_characters() {
        let error = OutputPath::new("a\u{1b}[31m").expect_err("is refused");
        assert_eq!(
            error.to_string(),
            "`a\\u{1b}[31m` cannot be a path in the output: it holds the character '\\u{1b}'"
        );
    }

    #[test]
    fn the_memory_sink_keeps_bytes_and_copies_sorted_by_path() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let from = folder.path().join("in.png");
        fs::write(&from, b"png").expect("can write");
        let sink = MemorySink::new();
        sink.put(artifact("z", Content::Bytes(b"z".to_vec()))).expect("is new");
        sink.put(artifact("a.png", Content::Copy { from, bytes: 3 })).expect("is new");
        let files: Vec<_> =
            sink.into_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
        assert_eq!(files, [("a.png".to_owned(), b"png".to_vec()), ("z".to_owned(), b"z".to_vec())]);
    }

    #[test]
    fn the_memory_sink_refuses_a_path_twice_and_names_a_missing_input() {
        let sink = MemorySink::new();
        sink.put(artifact("a", Content::Bytes(vec![]))).expect("is new");
        let twice = sink.put(artifact("a", Content::Bytes(vec![]))).expect_err("is refused");
        assert_eq!(twice.kind(), io::ErrorKind::AlreadyExists);
        let missing = sink.put(artifact("b", Content::Copy { from: "no/such.png".into(), bytes: 1 }));
        assert!(missing.expect_err("is missing").to_string().contains("no/such.png"));
    }
}
