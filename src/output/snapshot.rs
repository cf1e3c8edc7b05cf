//! What stands in a folder: names and kinds, nothing else.
//!
//! Taken once when a build begins, to compare with, and once more when it is about to publish, to carry over. Links
//! are entries of their own and are never followed, so nothing here can lead out of the folder.

use std::collections::HashMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::disk::Mount;
use super::error::{OutputError, Step};
use super::manifest::Manifest;
use super::workspace::Workspace;
use crate::artifact::OutputPath;

/// Something that is not ours, by path relative to the output.
pub(super) type Foreign<'a> = (&'a Path, Kind);

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// A symbolic link, a pipe, a device.
    Other,
}

/// All entries of a folder at one moment, by path relative to it.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    entries: HashMap<PathBuf, Kind>,
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
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(snapshot),
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
        for entry in self.read_folder(path, is_root, mount)?.into_iter().flatten() {
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

    /// The entries of a folder; none if they are not ours to carry anywhere, or went away meanwhile.
    fn read_folder(&mut self, path: &Path, is_root: bool, mount: Mount) -> io::Result<Option<fs::ReadDir>> {
        match read_on_mount(path, mount) {
            Err(error) if is_root => Err(error),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() != ErrorKind::PermissionDenied => Err(error),
            Ok(Some(entries)) => Ok(Some(entries)),
            Ok(None) | Err(_) => {
                self.is_pinned = true;
                Ok(None)
            }
        }
    }

    /// What stands at a path.
    pub fn kind(&self, path: &OutputPath) -> Option<Kind> {
        self.entries.get(Path::new(path.as_str())).copied()
    }

    /// Everything that `ours` does not account for, sorted, a folder before what it holds: other files, and folders
    /// that hold no file of ours.
    ///
    /// A file of ours that somebody turned into a link or a folder is no longer ours.
    pub fn foreign(&self, ours: &Manifest) -> Vec<Foreign<'_>> {
        let (files, folders) = (ours.paths(), ours.folders());
        let is_foreign = |path: &Path, kind: Kind| match kind {
            Kind::File => !files.contains(path),
            Kind::Folder => !folders.contains(path),
            Kind::Other => true,
        };
        let entries = self.entries.iter().map(|(path, kind)| (path.as_path(), *kind));
        let mut foreign: Vec<Foreign<'_>> = entries.filter(|(path, kind)| is_foreign(path, *kind)).collect();
        foreign.sort_unstable_by_key(|(path, _)| *path);
        foreign
    }
}

/// What lies in a folder; nothing if it is where another disk or folder is mounted.
fn read_on_mount(path: &Path, mount: Mount) -> io::Result<Option<fs::ReadDir>> {
    if Mount::of(path)? == mount { fs::read_dir(path).map(Some) } else { Ok(None) }
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
pub(super) fn count_whole(foreign: &[Foreign<'_>]) -> usize {
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
