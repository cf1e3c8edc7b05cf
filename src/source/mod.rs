//! Every input of a build, read once.
//!
//! In: a project folder (`content/`, `themes/`). Out: a [`SourceTree`], sorted by path, text in memory,
//! other content files as path and length. Nothing after this stage opens a file of the project.
//! Problems of reading (wrong encoding, a link out of the project, …) are kept beside the file as
//! [`ReadProblem`]; `diag` words them.

mod encoding;
mod lines;
mod read;

use std::fmt;
use std::path::PathBuf;

pub use encoding::Encoding;
pub use lines::{LineIndex, Position};
pub use read::{ReadLimits, read, read_one};

/// Path of an input relative to the project root, with `/`, in Unicode NFC: `content/fixes/update-app.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(String);

impl SourcePath {
    /// Normalises to NFC; the text must already be relative and use `/`.
    pub fn new(text: &str) -> SourcePath {
        use unicode_normalization::UnicodeNormalization;
        SourcePath(text.nfc().collect())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part below `content/`, if the file lies there.
    pub fn in_content(&self) -> Option<&str> {
        self.0.strip_prefix("content/")
    }

    /// The extension without the dot, in lower case; empty when there is none.
    pub fn extension(&self) -> String {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or_else(String::new, |(_, ext)| ext.to_ascii_lowercase())
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Index of a file in its [`SourceTree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range of one file, counted from the start of the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `range` of `file`.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Span {
        Span { file, start: range.start, end: range.end.max(range.start) }
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// One input file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it is.
    pub path: SourcePath,
    /// What it holds.
    pub content: SourceContent,
    /// What went wrong while reading it; empty for almost every file.
    pub problems: Vec<ReadProblem>,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum SourceContent {
    /// UTF-8 text, without byte-order mark, lines ending in `\n`.
    Text(String),
    /// A theme's binary file.
    Bytes(Vec<u8>),
    /// A file that is copied as it is.
    OnDisk {
        /// Absolute path on disk.
        path: PathBuf,
        /// Length in bytes when it was listed.
        bytes: u64,
    },
}

/// What can go wrong while reading one file; `at` is a byte offset into the text that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadProblem {
    /// Not UTF-8; `guess` is the encoding that fits, `preview` its first line decoded that way.
    NotUtf8 {
        /// First byte that is not UTF-8.
        at: usize,
        /// The encoding that fits, if one clearly does.
        guess: Option<Encoding>,
        /// A line of the text, decoded by `guess`.
        preview: String,
    },
    /// A NUL character in a text file.
    Nul {
        /// Where it is.
        at: usize,
    },
    /// Larger than the limit.
    TooLarge {
        /// Length in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// Two names that are the same on some systems (case, width or Unicode normalisation).
    SameName {
        /// The other file.
        other: SourcePath,
    },
    /// A symbolic link that leaves the project, loops or leads nowhere.
    BadLink {
        /// Where the link points, as far as it can be told.
        target: String,
    },
    /// The name is not UTF-8 or holds control characters.
    BadName,
    /// Neither a file nor a folder (a pipe, a socket, a device).
    NotAFile,
    /// The operating system refused.
    Unreadable {
        /// What it said.
        reason: String,
    },
}

/// Every input of a build, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct SourceTree {
    files: Vec<SourceFile>,
}

impl SourceTree {
    /// Sorts the files; of two with the same path the later one in `files` wins, which is how a
    /// site's theme file replaces the built-in one.
    pub fn new(files: Vec<SourceFile>) -> SourceTree {
        let mut by_path = std::collections::BTreeMap::new();
        for file in files {
            by_path.insert(file.path.clone(), file);
        }
        SourceTree { files: by_path.into_values().collect() }
    }

    /// A tree in memory, for tests: pairs of path and text.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> SourceTree {
        SourceTree::new(texts.into_iter().map(|(path, text)| SourceFile::text(path, text)).collect())
    }

    /// The files below both trees; `other` wins where paths are equal.
    pub fn overlaid_with(self, other: SourceTree) -> SourceTree {
        SourceTree::new(self.files.into_iter().chain(other.files).collect())
    }

    /// All files with their ids, in order of path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (file_id(index), file))
    }

    /// The file with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The text of a file; empty when it is not text.
    pub fn text(&self, id: FileId) -> &str {
        self.file(id).as_text().unwrap_or_default()
    }

    /// The file at a path.
    pub fn find(&self, path: &str) -> Option<(FileId, &SourceFile)> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some((file_id(index), &self.files[index]))
    }
}

fn file_id(index: usize) -> FileId {
    FileId(u32::try_from(index).expect("a source tree has fewer than four billion files"))
}

impl SourceFile {
    /// A text file without problems. Line ends become `\n`, a byte-order mark goes.
    pub fn text(path: &str, text: &str) -> SourceFile {
        SourceFile {
            path: SourcePath::new(path),
            content: SourceContent::Text(encoding::normalise_lines(text)),
            problems: Vec::new(),
        }
    }

    /// The text, if the file is text.
    pub fn as_text(&self) -> Option<&str> {
        match &self.content {
            SourceContent::Text(text) => Some(text),
            SourceContent::Bytes(_) | SourceContent::OnDisk { .. } => None,
        }
    }
}
