//! The staging folder: where a build prepares what it will publish.
//!
//! ```text
//! .public.wenda-staging/      beside the output, on the same disk   (in-place only: public/.wenda-staging/)
//!   new/                      the tree being built
//!   old/                      the tree it replaced, until it is swept and deleted
//!   journal                   what the next build has to finish if this one dies; absent while nothing is published
//! ```
//!
//! The names are fixed because the lock allows one build at a time, so what a killed build leaves is found again and
//! never more than one. The folder is made when the first file has to be written: a build that changes nothing
//! touches nothing, not even the time of a folder.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::disk::{self, Identity, Mount};
use super::error::{OutputError, Step};
use super::target::{OutputFolder, Way};

/// A staging folder, made or yet to be made.
#[derive(Debug)]
pub(super) struct Workspace {
    folder: PathBuf,
    /// The output as it looked before the staging folder was made in it; its time is set back if nothing comes of it.
    host: Option<Metadata>,
    /// Folders known to exist in `new/`, relative to it.
    made: Mutex<HashSet<PathBuf>>,
}

/// What was being done to the published tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Journal {
    /// Folders change places. The identity is that of the complete new tree: whoever has it is the new one.
    Swap { new: Option<Identity> },
    /// Files are moved one by one. `adopt` allows replacing files that are not ours.
    InPlace { adopt: bool },
}

impl Workspace {
    /// The name when it lies in the output.
    pub const INSIDE: &str = ".wenda-staging";

    /// The staging folder beside the output.
    pub fn beside(output: &Path) -> Workspace {
        let mut name = OsString::from(".");
        name.push(output.file_name().unwrap_or_default());
        name.push(".wenda-staging");
        Workspace::at(output.with_file_name(name))
    }

    /// The staging folder in the output.
    pub fn inside(output: &Path) -> Workspace {
        Workspace::at(output.join(Workspace::INSIDE))
    }

    fn at(folder: PathBuf) -> Workspace {
        Workspace { folder, host: None, made: Mutex::default() }
    }

    /// Makes the folder, beside the output if the output could be swapped from there, else in it.
    pub fn make(output: &OutputFolder) -> Result<Workspace, OutputError> {
        let standing = disk::standing(output.path()).map_err(Step::Look.at(output.path()))?;
        let Some(standing) = standing else {
            return Workspace::make_beside(output, None);
        };
        if output.way() == Way::InPlace || is_mounted(output)? {
            return Workspace::make_inside(output, standing);
        }
        match Workspace::make_beside(output, Some(&standing)) {
            Err(error) if error.kind().is_some_and(rules_out_beside) => {
                Workspace::make_inside(output, standing)
            }
            made => made,
        }
    }

    /// The new tree starts as a folder like the old one, so that exchanging them keeps owner and permissions.
    fn make_beside(output: &OutputFolder, model: Option<&Metadata>) -> Result<Workspace, OutputError> {
        let workspace = Workspace::beside(output.path()).made()?;
        if let Some(model) = model
            && let Err(error) = disk::take_after(model, &workspace.new_tree())
        {
            workspace.remove()?;
            return Err(Step::MakeFolder.at(&workspace.new_tree())(error));
        }
        Ok(workspace)
    }

    fn make_inside(output: &OutputFolder, standing: Metadata) -> Result<Workspace, OutputError> {
        Workspace { host: Some(standing), ..Workspace::inside(output.path()) }.made()
    }

    fn made(self) -> Result<Workspace, OutputError> {
        let new = self.new_tree();
        fs::create_dir(&self.folder).map_err(Step::MakeFolder.at(&self.folder))?;
        match fs::create_dir(&new) {
            Ok(()) => Ok(self),
            Err(error) => {
                self.abandon()?;
                Err(Step::MakeFolder.at(&new)(error))
            }
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn new_tree(&self) -> PathBuf {
        self.folder.join("new")
    }

    pub fn old_tree(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// Whether it lies in the output, from where only single files can be moved.
    pub fn is_inside(&self) -> bool {
        self.host.is_some()
    }

    pub fn exists(&self) -> bool {
        self.folder.symlink_metadata().is_ok()
    }

    /// Makes a folder of the new tree, once; from any thread.
    pub fn make_folder(&self, folder: &Path) -> io::Result<()> {
        if self.made.lock().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(self.new_tree().join(folder))?;
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.extend(folder.ancestors().map(Path::to_owned));
        Ok(())
    }

    /// Starts a file of the new tree, whose folder is made.
    pub fn start_file(&self, path: &str) -> io::Result<File> {
        let path = Path::new(path);
        self.make_folder(path.parent().unwrap_or(Path::new("")))?;
        File::create_new(self.new_tree().join(path))
    }

    /// Writes the journal. It appears whole: the rename is one step.
    pub fn write_journal(&self, journal: Journal) -> Result<(), OutputError> {
        let (part, path) = (self.folder.join("journal.part"), self.journal_path());
        let bytes =
            serde_json::to_vec(&journal).map_err(|error| Step::Write.at(&path)(io::Error::other(error)))?;
        fs::write(&part, bytes).and_then(|()| fs::rename(&part, &path)).map_err(Step::Write.at(&path))
    }

    /// Takes the journal back: nothing came of what it announced.
    pub fn strike_journal(&self) -> Result<(), OutputError> {
        fs::remove_file(self.journal_path()).map_err(Step::Remove.at(&self.journal_path()))
    }

    /// The journal, if there is one. One that cannot be read is an error: taking it for none would drop what it
    /// announces. One that makes no sense is none; ours appears whole, so only a power cut leaves such a file.
    pub fn journal(&self) -> Result<Option<Journal>, OutputError> {
        if !self.exists() {
            return Ok(None);
        }
        match fs::read(self.journal_path()) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(Step::Read.at(&self.journal_path())(error)),
        }
    }

    fn journal_path(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// Removes the staging folder with all that is in it.
    pub fn remove(&self) -> Result<(), OutputError> {
        disk::remove_tree(&self.folder).map_err(Step::Remove.at(&self.folder))
    }

    /// Removes the staging folder and the traces of its having been there.
    pub fn abandon(&self) -> Result<(), OutputError> {
        self.remove()?;
        if let (Some(host), Some(folder)) = (&self.host, self.folder.parent()) {
            disk::restore_time(folder, host);
        }
        Ok(())
    }
}

/// A mount point can be neither renamed nor linked into from beside it.
fn is_mounted(output: &OutputFolder) -> Result<bool, OutputError> {
    let mount = |folder: &Path| Mount::of(folder).map_err(Step::Look.at(folder));
    Ok(mount(output.parent())? != mount(output.path())?)
}

/// Beside is no place for us: not allowed to write there, or to give the folder its owner, or the name gets too long.
fn rules_out_beside(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::InvalidFilename)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(folder: &Path) -> OutputFolder {
        OutputFolder::check(&folder.join("public"), &folder.join("site"), None, false).expect("is fine")
    }

    #[test]
    fn the_staging_folder_lies_beside_the_output_and_leaves_no_trace() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let workspace = Workspace::make(&output(folder.path())).expect("can be made");
        let beside = fs::canonicalize(folder.path()).expect("is there").join(".public.wenda-staging");
        assert_eq!(workspace.folder(), beside);
        assert!(!workspace.is_inside());
        workspace.start_file("a/b/c.html").expect("can be made");
        workspace.start_file("a/d.html").expect("can be made");
        workspace.abandon().expect("can be removed");
        assert_eq!(fs::read_dir(folder.path()).expect("is there").count(), 0);
    }

    #[test]
    fn in_the_output_it_sets_the_time_of_the_output_back() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let public = folder.path().join("public");
        fs::create_dir(&public).expect("can make");
        let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        if cfg!(unix) {
            File::open(&public).and_then(|public| public.set_modified(old)).expect("can set");
        }
        let before = fs::metadata(&public).and_then(|public| public.modified()).expect("has a time");
        let workspace = Workspace::make(&output(folder.path()).by(Way::InPlace)).expect("can be made");
        assert!(workspace.is_inside() && public.join(Workspace::INSIDE).exists());
        workspace.abandon().expect("can be removed");
        let after = fs::metadata(&public).and_then(|public| public.modified()).expect("has a time");
        assert!(cfg!(not(unix)) || before == after);
    }

    #[test]
    fn a_journal_is_read_as_it_was_written_and_nonsense_is_none() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let workspace = Workspace::make(&output(folder.path())).expect("can be made");
        let new = Identity::of(&fs::metadata(folder.path()).expect("is there"));
        for journal in [Journal::Swap { new }, Journal::InPlace { adopt: true }] {
            workspace.write_journal(journal).expect("can be written");
            assert_eq!(workspace.journal().expect("can be read"), Some(journal));
        }
        fs::write(workspace.journal_path(), b"{").expect("can write");
        assert_eq!(workspace.journal().expect("can be read"), None);
    }
}
