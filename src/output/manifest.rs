//! The manifest: what the last build wrote, kept in the output as `.wenda-manifest.json`.
//!
//! ```text
//! { "version": 1,
//!   "files": { "<path>": { "blake3": "<64 hex digits>", "bytes": <length> }, … } }     sorted by path
//! ```
//!
//! It is the only ground on which a file may be removed, so reading is strict: one bad path, another version or a
//! broken byte and the whole manifest counts as [`Found::Damaged`], which owns nothing and so removes nothing.
//! Hashes are for people and deploy scripts; whether a file changed is decided by comparing bytes on disk. There is
//! no date in it: the same site gives the same bytes.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::{fs, io};

use serde::{Deserialize, Serialize};

use super::error::{OutputError, Step};
use crate::artifact::OutputPath;

const VERSION: u32 = 1;

/// What one build wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    version: u32,
    pub files: BTreeMap<OutputPath, Entry>,
}

/// One file of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub blake3: String,
    pub bytes: u64,
}

/// What stands where a manifest would.
#[derive(Debug)]
pub(super) enum Found {
    /// Nothing: no build of ours was here.
    Absent,
    /// A file that is no manifest of this version. The folder is ours, but which files are is lost.
    Damaged,
    /// A manifest.
    Intact(Manifest),
}

impl Manifest {
    /// The name in the output folder.
    pub const NAME: &str = ".wenda-manifest.json";

    pub fn new(files: BTreeMap<OutputPath, Entry>) -> Manifest {
        Manifest { version: VERSION, files }
    }

    /// What `folder` says about itself. A symbolic link or a folder under the name counts as absent.
    pub fn find(folder: &Path) -> Result<Found, OutputError> {
        let path = folder.join(Manifest::NAME);
        match fs::symlink_metadata(&path) {
            Ok(standing) if standing.is_file() => {
                let bytes = fs::read(&path).map_err(Step::Read.at(&path))?;
                Ok(Manifest::parse(&bytes).map_or(Found::Damaged, Found::Intact))
            }
            Ok(_) => Ok(Found::Absent),
            Err(error) if is_nothing(&error) => Ok(Found::Absent),
            Err(error) => Err(Step::Look.at(&path)(error)),
        }
    }

    /// The bytes of the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes =
            serde_json::to_vec_pretty(self).expect("a map with text keys can always be written as JSON");
        bytes.push(b'\n');
        bytes
    }

    /// Every file, compared as paths, which on Windows includes the other separator.
    pub fn paths(&self) -> HashSet<&Path> {
        let paths = self.files.keys();
        paths.map(|path| Path::new(path.as_str())).collect()
    }

    /// Every folder that a file lies in.
    pub fn folders(&self) -> HashSet<&Path> {
        let mut folders = HashSet::new();
        for path in self.files.keys() {
            // Where one folder is known, so are all around it.
            for folder in path.folders() {
                if !folders.insert(Path::new(folder)) {
                    break;
                }
            }
        }
        folders
    }

    fn parse(bytes: &[u8]) -> Option<Manifest> {
        serde_json::from_slice::<Manifest>(bytes).ok().filter(|manifest| manifest.version == VERSION)
    }
}

impl Found {
    /// The files that are ours; none when the manifest is absent or damaged.
    pub fn into_manifest(self) -> Manifest {
        match self {
            Found::Intact(manifest) => manifest,
            Found::Absent | Found::Damaged => Manifest::new(BTreeMap::new()),
        }
    }
}

/// Whether looking found that there is nothing; a file in the place of a parent folder says so too.
fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(paths: &[&str]) -> Manifest {
        let entry = Entry { blake3: "00".repeat(32), bytes: 1 };
        let files = paths
            .iter()
            .map(|path| (OutputPath::new(*path).expect("a test names good paths"), entry.clone()));
        Manifest::new(files.collect())
    }

    #[test]
    fn what_is_written_is_read_again_and_is_sorted() {
        let written = manifest(&["z", "a/b", "问/index.html"]);
        let text = String::from_utf8(written.to_bytes()).expect("JSON is UTF-8");
        assert_eq!(Manifest::parse(text.as_bytes()), Some(written));
        assert!(text.find("a/b") < text.find("\"z\"") && text.find("\"z\"") < text.find("问"));
    }

    #[test]
    fn anything_strange_makes_the_whole_manifest_worthless() {
        let good = String::from_utf8(manifest(&["a"]).to_bytes()).expect("JSON is UTF-8");
        for (from, to) in [
            ("\"version\": 1", "\"version\": 2"),
            ("\"a\"", "\"../a\""),
            ("\"a\"", "\"/etc/passwd\""),
            ("\"a\"", "\"a//b\""),
            ("\"a\"", "\"..\\\\a\""),
            ("\"bytes\": 1", "\"bytes\": -1"),
            ("\"files\"", "\"pages\""),
            ("}", ""),
        ] {
            let bad = good.replacen(from, to, 1);
            assert_ne!(bad, good);
            assert_eq!(Manifest::parse(bad.as_bytes()), None, "{bad}");
        }
        for bad in [&b""[..], b"\xff\xfe", b"[]", b"null", b"{}"] {
            assert_eq!(Manifest::parse(bad), None);
        }
    }

    #[test]
    fn folders_are_those_that_files_lie_in() {
        let manifest = manifest(&["a/b/c", "d"]);
        assert_eq!(manifest.folders(), ["a", "a/b"].map(Path::new).into());
    }
}
