//! An edition: a complete new tree, about to take the place of the old one.
//!
//! ```text
//! look once more ─ clash with a foreign file? stop ─ write the manifest
//!    no output yet       one rename
//!    swap                carry over what stays ─ journal ─ exchange (or two renames) ─ sweep ─ delete old
//!    in place            journal ─ replace file by file
//! ```
//!
//! Carrying over gives files a second name (a hard link) instead of copying them: time, owner and identity stay and
//! nothing is written. The first name goes with the old tree, so a published file ends with one name again.
//!
//! Not done: waiting for the disk (`fsync`). See the note in `mod.rs`.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::How;
use super::disk::{self, Identity};
use super::error::{OutputError, Step};
use super::in_place;
use super::ledger::Plan;
use super::manifest::Manifest;
use super::recovery;
use super::snapshot::{Foreign, Kind, Snapshot, count_whole};
use super::target::{OutputFolder, Way};
use super::workspace::{Journal, Workspace};
use crate::artifact::OutputPath;

/// A new tree in staging, and the old one it replaces.
pub(super) struct Edition<'a> {
    pub folder: &'a OutputFolder,
    pub workspace: &'a Workspace,
    pub old: &'a Manifest,
    pub plan: &'a Plan,
    /// Whether foreign files may be overwritten.
    pub adopt: bool,
}

/// What publishing did.
pub(super) struct Published {
    pub how: How,
    pub removed: usize,
    pub foreign: usize,
    pub leftover: Option<PathBuf>,
}

impl Published {
    pub fn nothing() -> Published {
        Published { how: How::Unchanged, removed: 0, foreign: 0, leftover: None }
    }
}

impl Edition<'_> {
    /// Puts the new tree in place. After an error other than `HalfMoved` the old tree is untouched.
    pub fn publish(&self) -> Result<Published, OutputError> {
        let now = Snapshot::take(self.folder.path())?;
        let foreign = now.foreign(self.old);
        self.refuse_clashes(&foreign)?;
        self.write_manifest()?;
        let how = self.replace(&now, &foreign)?;
        // The new tree is published: what cannot be tidied up now is no error but work for the next build.
        let tidied = recovery::settle(self.workspace, self.folder.path());
        Ok(Published {
            how,
            removed: self.count_removed(&now),
            foreign: self.count_foreign(foreign),
            leftover: tidied.is_err().then(|| self.workspace.folder().to_owned()),
        })
    }

    fn replace(&self, now: &Snapshot, foreign: &[Foreign<'_>]) -> Result<How, OutputError> {
        if !now.exists {
            return self.publish_first();
        }
        let may_swap = self.folder.way() < Way::InPlace && !self.workspace.is_inside();
        if may_swap
            && !now.is_pinned
            && self.carry_over(foreign)?
            && let Some(how) = self.swap()?
        {
            return Ok(how);
        }
        self.publish_in_place()
    }

    fn refuse_clashes(&self, foreign: &[Foreign<'_>]) -> Result<(), OutputError> {
        let paths = self.clashes(foreign);
        if paths.is_empty() {
            return Ok(());
        }
        Err(OutputError::ForeignFile { folder: self.folder.path().to_owned(), paths })
    }

    /// Foreign things where the new tree needs the place. One that holds the very bytes wanted is no clash.
    fn clashes(&self, foreign: &[Foreign<'_>]) -> Vec<PathBuf> {
        let (files, folders) = (self.plan.manifest.paths(), self.plan.manifest.folders());
        let rewritten = self.plan.rewritten.iter();
        let rewritten: HashSet<&Path> = rewritten.map(|path| Path::new(path.as_str())).collect();
        let is_clash = |path: &Path, kind: Kind| {
            if files.contains(path) {
                return kind == Kind::Folder || (rewritten.contains(path) && !self.adopt);
            }
            let blocks_folder = kind != Kind::Folder && folders.contains(path);
            blocks_folder || path.ancestors().skip(1).any(|above| files.contains(above))
        };
        let clashes = foreign.iter().filter(|(path, kind)| is_clash(path, *kind));
        clashes.map(|(path, _)| path.to_path_buf()).collect()
    }

    fn write_manifest(&self) -> Result<(), OutputError> {
        let shown = self.folder.path().join(Manifest::NAME);
        fs::write(self.workspace.new_tree().join(Manifest::NAME), self.plan.manifest.to_bytes())
            .map_err(Step::Write.at(&shown))
    }

    fn publish_first(&self) -> Result<How, OutputError> {
        let output = self.folder.path();
        disk::rename_to_free(&self.workspace.new_tree(), output).map_err(Step::Replace.at(output))?;
        Ok(How::First)
    }

    /// Gives everything that stays a place in the new tree. `false`: something cannot be carried over as it is, and
    /// the files have to be replaced in place.
    fn carry_over(&self, foreign: &[Foreign<'_>]) -> Result<bool, OutputError> {
        let carried = self.carry_foreign(foreign);
        match carried.and_then(|()| self.carry_unchanged()) {
            Ok(()) => Ok(true),
            Err(error) if error.kind().is_some_and(rules_out_carrying) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn carry_foreign(&self, foreign: &[Foreign<'_>]) -> Result<(), OutputError> {
        let taken = self.plan.manifest.paths();
        for (path, kind) in foreign.iter().filter(|(path, _)| !taken.contains(path)) {
            let carried = match kind {
                Kind::Folder => self.workspace.make_folder(path),
                Kind::File | Kind::Other => self.carry(path),
            };
            self.unless_gone(path, carried)?;
        }
        // Innermost first and after they are filled: filling changes the time, and a read-only one cannot be filled.
        let folders = foreign.iter().rev();
        for (path, _) in folders.filter(|(_, kind)| *kind == Kind::Folder) {
            self.unless_gone(path, self.carry_looks(path))?;
        }
        Ok(())
    }

    fn carry_unchanged(&self) -> Result<(), OutputError> {
        let is_unchanged = |path: &&OutputPath| !self.plan.rewritten.contains(*path);
        for path in self.plan.manifest.files.keys().filter(is_unchanged) {
            let path = Path::new(path.as_str());
            self.carry(path).map_err(|error| self.keeping(path, error))?;
        }
        Ok(())
    }

    fn carry(&self, path: &Path) -> io::Result<()> {
        self.workspace.make_folder(path.parent().unwrap_or(Path::new("")))?;
        disk::link_or_copy(&self.folder.path().join(path), &self.workspace.new_tree().join(path))
    }

    fn carry_looks(&self, path: &Path) -> io::Result<()> {
        let model = fs::symlink_metadata(self.folder.path().join(path))?;
        let folder = self.workspace.new_tree().join(path);
        disk::restore_time(&folder, &model);
        disk::take_after(&model, &folder)
    }

    /// A foreign thing may go away at any time, which is no failure of ours. One that meets a file of ours only now
    /// does so because the disk ignores case.
    fn unless_gone(&self, path: &Path, carried: io::Result<()>) -> Result<(), OutputError> {
        let from = self.folder.path().join(path);
        match carried {
            Err(error) if error.kind() == ErrorKind::NotFound && !is_there(&from) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(OutputError::ForeignFile {
                folder: self.folder.path().to_owned(),
                paths: vec![path.to_owned()],
            }),
            Err(error) => Err(self.keeping(path, error)),
            Ok(()) => Ok(()),
        }
    }

    fn keeping(&self, path: &Path, error: io::Error) -> OutputError {
        Step::Keep.at(&self.folder.path().join(path))(error)
    }

    /// Lets the trees change places; nothing when the output folder must stay where it is.
    fn swap(&self) -> Result<Option<How>, OutputError> {
        let (new, output) = (self.workspace.new_tree(), self.folder.path());
        let standing = fs::symlink_metadata(&new).map_err(Step::Look.at(&new))?;
        self.workspace.write_journal(Journal::Swap { new: Identity::of(&standing) })?;
        let exchanged = match self.folder.way() {
            Way::Exchange => disk::exchange(&new, output),
            Way::TwoRenames | Way::InPlace => Err(ErrorKind::Unsupported.into()),
        };
        match exchanged {
            Ok(()) => Ok(Some(How::Exchanged)),
            Err(error) if disk::cannot(&error) => self.rename_twice(),
            Err(error) if disk::is_pinned(&error) => Ok(None),
            Err(error) => Err(Step::Replace.at(output)(error)),
        }
    }

    fn rename_twice(&self) -> Result<Option<How>, OutputError> {
        let (new, old, output) = (self.workspace.new_tree(), self.workspace.old_tree(), self.folder.path());
        match fs::rename(output, &old) {
            Ok(()) => {}
            Err(error) if disk::is_pinned(&error) => return Ok(None),
            Err(error) => return Err(Step::Replace.at(output)(error)),
        }
        let Err(error) = fs::rename(&new, output) else {
            return Ok(Some(How::Renamed));
        };
        // Back again. If even that fails, the next build does it: the journal and `old/` stay.
        fs::rename(&old, output).map_err(|error| Step::Replace.at(output)(error).half_moved())?;
        if disk::is_pinned(&error) { Ok(None) } else { Err(Step::Replace.at(output)(error)) }
    }

    /// The journal makes the next build finish what this one may not get to.
    fn publish_in_place(&self) -> Result<How, OutputError> {
        self.check_writable()?;
        self.workspace.write_journal(Journal::InPlace { adopt: self.adopt })?;
        let finished = in_place::finish(self.workspace, self.folder.path(), self.adopt);
        finished.map_err(OutputError::half_moved)?;
        Ok(How::InPlace)
    }

    /// Finds a folder that may not be written before the first file is moved rather than after.
    fn check_writable(&self) -> Result<(), OutputError> {
        let new = &self.plan.manifest.files;
        let removed = self.old.files.keys();
        let removed = removed.filter(|path| !new.contains_key(*path));
        let moved = self.plan.rewritten.iter().chain(removed);
        let mut folders: BTreeSet<&str> = moved.flat_map(OutputPath::folders).collect();
        folders.insert("");
        for folder in folders {
            let folder = self.folder.path().join(folder);
            disk::check_writable(&folder).map_err(Step::Write.at(&folder))?;
        }
        Ok(())
    }

    fn count_removed(&self, now: &Snapshot) -> usize {
        let is_gone = |path: &&OutputPath| {
            !self.plan.manifest.files.contains_key(*path) && now.kind(path) == Some(Kind::File)
        };
        self.old.files.keys().filter(is_gone).count()
    }

    /// Foreign things that stayed foreign; one that the new tree has too is ours from now on.
    fn count_foreign(&self, mut foreign: Vec<Foreign<'_>>) -> usize {
        let ours = self.plan.manifest.paths();
        foreign.retain(|(path, _)| !ours.contains(path));
        count_whole(&foreign)
    }
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The disk or the permissions do not let a thing be in two trees; room and vanished files are another matter.
fn rules_out_carrying(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::PermissionDenied | ErrorKind::CrossesDevices | ErrorKind::Unsupported)
}
