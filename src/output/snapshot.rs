//! What stands in a folder: names and kinds, nothing else.
//!
//! Taken once when a build begins, to compare with, and once more when it is about to publish, to carry over. Links
//! are entries of their own and are never followed, so nothing here can lead out of the folder.

use super::disk::Mount;
use super::error::{OutputError, Step};
use super::manifest::Manifest;
use super::workspace::Workspace;
use crate::artifact::OutputPath;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// A symbolic link, a pipe, a device.
    Other,
}

/// All entries of a folder at one moment, by path relative to it; a folder comes before what it holds.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    entries: BTreeMap<PathBuf, Kind>,
    /// Whether there was a folder at all.
    pub exists: bool,
    /// Whether something in it cannot be carried over into another tree: another disk, a folder that may not be read.
    pub is_pinned: bool,
}

impl Snapshot {
    /// Looks at `root`; a missing folder is an empty snapshot. What publishing itself keeps there is left out.
    pub fn take(root: &Path) -> Result<Snapshot, OutputError> {
        let mut snapshot = Snapshot::default();
        let mount = match Mount::of(root) {
            Ok(mount) => mount,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(snapshot),
            Err(error) => return Err(Step::Look.at(root)(error)),
        };
        snapshot.exists = true;
        let mut open = vec![PathBuf::new()];
        while let Some(folder) = open.pop() {
            let path = root.join(&folder);
            let found = snapshot.add_entries(&path, &folder, mount, &mut open);
            found.map_err(Step::Look.at(&path))?;
        }
        Ok(snapshot)
    }

    /// Adds what lies in one folder and puts its folders on the list.
    fn add_entries(
        &mut self,
        path: &Path,
        folder: &Path,
        mount: Mount,
        open: &mut Vec<PathBuf>,
    ) -> io::Result<()> {
        let is_root = folder.as_os_str().is_empty();
        if !is_root && Mount::of(path)? != mount {
            self.is_pinned = true;
            return Ok(());
        }
        let entries = match fs::read_dir(path) {
            Err(error) if !is_root && error.kind() == io::ErrorKind::PermissionDenied => {
                self.is_pinned = true;
                return Ok(());
            }
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            if is_root && (name == Manifest::NAME || name == Workspace::INSIDE) {
                continue;
            }
            let (kind, relative) = (Kind::of(entry.file_type()?), folder.join(name));
            if kind == Kind::Folder {
                open.push(relative.clone());
            }
            self.entries.insert(relative, kind);
        }
        Ok(())
    }

    /// What stands at a path.
    pub fn kind(&self, path: &OutputPath) -> Option<Kind> {
        self.entries.get(Path::new(path.as_str())).copied()
    }

    /// Everything that `ours` does not account for: other files, and folders that hold no file of ours.
    ///
    /// A file of ours that somebody turned into a link or a folder is no longer ours.
    pub fn foreign(&self, ours: &Manifest) -> Vec<(&Path, Kind)> {
        let (files, folders) = (ours.paths(), ours.folders());
        let entries = self.entries.iter().map(|(path, kind)| (path.as_path(), *kind));
        entries
            .filter(|(path, kind)| match kind {
                Kind::File => !files.contains(path),
                Kind::Folder => !folders.contains(path),
                Kind::Other => true,
            })
            .collect()
    }
}

impl Kind {
    fn of(kind: fs::FileType) -> Kind {
        if kind.is_file() {
            Kind::File
        } else if kind.is_dir() {
            Kind::Folder
        } else {
            Kind::Other
        }
    }
}

/// How many separate things that is: a folder and all that is in it count once.
pub(super) fn count_whole(foreign: &[(&Path, Kind)]) -> usize {
    let mut count = 0;
    let mut last: Option<&Path> = None;
    for (path, kind) in foreign {
        if last.is_some_and(|last| path.starts_with(last)) {
            continue;
        }
        count += 1;
        if *kind == Kind::Folder {
            last = Some(path);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::manifest::Entry;
    use super::*;

    fn manifest(paths: &[&str]) -> Manifest {
        let entry = Entry { blake3: String::new(), bytes: 0 };
        let path = |path: &&str| OutputPath::new(*path).expect("a test names good paths");
        Manifest::new(paths.iter().map(|name| (path(name), entry.clone())).collect())
    }

    fn folder_with(paths: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for path in paths {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("has a parent")).expect("can make");
            fs::write(path, b"").expect("can write");
        }
        folder
    }

    fn foreign(folder: &Path, ours: &[&str]) -> (Vec<String>, usize) {
        let snapshot = Snapshot::take(folder).expect("can look");
        let ours = manifest(ours);
        let foreign = snapshot.foreign(&ours);
        let shown = |path: &Path| path.display().to_string().replace('\\', "/");
        let count = count_whole(&foreign);
        (foreign.iter().map(|(path, _)| shown(path)).collect(), count)
    }

    #[test]
    fn foreign_is_what_the_manifest_does_not_list() {
        let folder = folder_with(&["a/ours", "a/mine", ".git/x/y", "CNAME", ".wenda-manifest.json"]);
        fs::create_dir(folder.path().join("a/empty")).expect("can make");
        let (paths, count) = foreign(folder.path(), &["a/ours", "gone/too"]);
        assert_eq!(paths, [".git", ".git/x", ".git/x/y", "CNAME", "a/empty", "a/mine"]);
        assert_eq!(count, 4);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_foreign_and_are_not_entered() {
        let folder = folder_with(&["real/file"]);
        std::os::unix::fs::symlink("real", folder.path().join("link")).expect("can link");
        let (paths, _) = foreign(folder.path(), &["link", "link/file", "real/file"]);
        assert_eq!(paths, ["link"]);
    }

    #[test]
    fn a_missing_folder_is_an_empty_snapshot() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let snapshot = Snapshot::take(&folder.path().join("public")).expect("can look");
        assert!(!snapshot.exists && snapshot.entries.is_empty());
    }
}
