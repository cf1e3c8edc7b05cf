//! An input file while it is copied: hashed as it goes by, and held to the length it had when it was read.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::Path;

use super::disk::{self, BLOCK};
use super::error::{OutputError, Step};
use super::manifest::Entry;

/// An open input file.
pub(super) struct Input<'a> {
    path: &'a Path,
    file: File,
    hasher: blake3::Hasher,
    read: u64,
}

impl<'a> Input<'a> {
    pub fn open(path: &'a Path) -> Result<Input<'a>, OutputError> {
        let open = || {
            // Asked before opening: opening a pipe would wait for somebody to write into it.
            if !fs::metadata(path)?.is_file() {
                return Err(io::Error::from(ErrorKind::IsADirectory));
            }
            File::open(path)
        };
        let file = open().map_err(Step::Read.at(path))?;
        Ok(Input { path, file, hasher: blake3::Hasher::new(), read: 0 })
    }

    /// The entry of the file if `published` already holds the same bytes; afterwards the input is at its start.
    pub fn matches(&mut self, published: File, bytes: u64) -> Result<Option<Entry>, OutputError> {
        // A published file that cannot be read is simply written anew; the input is read again then and reports.
        let is_same = disk::same_bytes(&mut *self, published).unwrap_or(false);
        if is_same && self.read == bytes {
            return Ok(Some(self.entry()));
        }
        self.file.rewind().map_err(Step::Read.at(self.path))?;
        self.hasher.reset();
        self.read = 0;
        Ok(None)
    }

    /// Copies the input to `target`, which is called `shown`, and says what it held.
    pub fn copy(mut self, mut target: File, shown: &Path, bytes: u64) -> Result<Entry, OutputError> {
        let mut block = vec![0; BLOCK];
        loop {
            match disk::fill(&mut self, &mut block).map_err(Step::Read.at(self.path))? {
                0 => break,
                length => target.write_all(&block[..length]).map_err(Step::Write.at(shown))?,
            }
        }
        if self.read != bytes {
            return Err(OutputError::SourceChanged { path: self.path.to_owned() });
        }
        Ok(self.entry())
    }

    fn entry(&self) -> Entry {
        Entry { blake3: self.hasher.finalize().to_hex().to_string(), bytes: self.read }
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(into)?;
        self.hasher.update(&into[..length]);
        self.read += length as u64;
        Ok(length)
    }
}
