//! What one build has put so far: every path once, and no path both a file and a folder.
//!
//! Kept behind one lock; each visit is a few map look-ups, so threads that write files hardly meet here. Only paths,
//! lengths and hashes are kept, never contents.

use std::collections::{BTreeMap, BTreeSet};

use super::error::OutputError;
use super::manifest::{Entry, Manifest};
use super::workspace::Workspace;
use crate::artifact::OutputPath;

/// The state of a build while artifacts come in.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Claimed paths; the value comes when the file is written or found unchanged.
    files: BTreeMap<OutputPath, Option<Planned>>,
    /// The folders those files need, each with one file that needs it.
    folders: BTreeMap<String, OutputPath>,
    failure: Option<OutputError>,
}

/// One file of the new tree.
#[derive(Debug)]
pub(super) struct Planned {
    pub entry: Entry,
    /// Whether it lies in staging; otherwise the published file already has these bytes.
    pub rewritten: bool,
}

/// The whole new tree.
#[derive(Debug)]
pub(super) struct Plan {
    pub manifest: Manifest,
    /// The files that lie in staging.
    pub rewritten: BTreeSet<OutputPath>,
}

impl Ledger {
    /// Claims a path before its file is written, so that two threads never write the same one.
    pub fn claim(&mut self, path: &OutputPath) -> Result<(), OutputError> {
        if is_reserved(path) {
            return Err(OutputError::Reserved { path: path.clone() });
        }
        if self.files.contains_key(path) {
            return Err(OutputError::Duplicate { path: path.clone() });
        }
        if let Some((file, inside)) = self.contradiction(path) {
            return Err(OutputError::FileAndFolder { file, inside });
        }
        for folder in path.folders() {
            self.folders.entry(folder.to_owned()).or_insert_with(|| path.clone());
        }
        self.files.insert(path.clone(), None);
        Ok(())
    }

    /// Records a claimed file as done.
    pub fn record(&mut self, path: OutputPath, planned: Planned) {
        self.files.insert(path, Some(planned));
    }

    /// Remembers the first failure; with one the build cannot be published.
    pub fn fail(&mut self, failure: &OutputError) {
        self.failure.get_or_insert_with(|| failure.clone());
    }

    /// The new tree, if every file of it was written.
    pub fn into_plan(self) -> Result<Plan, OutputError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let (mut files, mut rewritten) = (BTreeMap::new(), BTreeSet::new());
        for (path, planned) in self.files {
            let Some(planned) = planned else {
                return Err(OutputError::Unfinished { path });
            };
            if planned.rewritten {
                rewritten.insert(path.clone());
            }
            files.insert(path, planned.entry);
        }
        Ok(Plan { manifest: Manifest::new(files), rewritten })
    }

    /// The file and the path inside it that cannot both be, if `path` were added.
    fn contradiction(&self, path: &OutputPath) -> Option<(OutputPath, OutputPath)> {
        if let Some(inside) = self.folders.get(path.as_str()) {
            return Some((path.clone(), inside.clone()));
        }
        let file = path.folders().find_map(|folder| self.files.get_key_value(folder));
        file.map(|(file, _)| (file.clone(), path.clone()))
    }
}

impl Plan {
    pub fn bytes_rewritten(&self) -> u64 {
        self.rewritten.iter().map(|path| self.manifest.files[path].bytes).sum()
    }
}

/// Names that publishing keeps at the top of the output, in any case: some disks do not tell the difference.
fn is_reserved(path: &OutputPath) -> bool {
    let top = path.as_str().split('/').next().unwrap_or_default();
    [Manifest::NAME, Workspace::INSIDE].iter().any(|name| top.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> OutputPath {
        OutputPath::new(path).expect("a test names good paths")
    }

    #[test]
    fn a_path_is_claimed_once_and_is_a_file_or_a_folder() {
        let mut ledger = Ledger::default();
        for name in ["a/b/c", "a/b/d", "a/bc", "e"] {
            ledger.claim(&path(name)).expect("is free");
        }
        for (name, message) in [
            ("e", "`e` was written twice"),
            ("a/b", "`a/b` is wanted as a file and as the folder of `a/b/c`"),
            ("e/f/g", "`e` is wanted as a file and as the folder of `e/f/g`"),
            (".wenda-manifest.json", "`.wenda-manifest.json` is a name that wenda keeps"),
            (".Wenda-Staging/x", "`.Wenda-Staging/x` is a name that wenda keeps"),
        ] {
            let error = ledger.claim(&path(name)).expect_err("is refused").to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn a_claimed_file_that_was_never_written_stops_the_build() {
        let mut ledger = Ledger::default();
        ledger.claim(&path("a")).expect("is free");
        assert!(matches!(ledger.into_plan(), Err(OutputError::Unfinished { .. })));
    }

    #[test]
    fn the_first_failure_stops_the_build() {
        let mut ledger = Ledger::default();
        ledger.fail(&OutputError::Duplicate { path: path("one") });
        ledger.fail(&OutputError::Duplicate { path: path("two") });
        let failure = ledger.into_plan().expect_err("has failed");
        assert!(failure.to_string().contains("`one`"));
    }
}
