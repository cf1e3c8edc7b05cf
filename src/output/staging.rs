//! Staging: takes artifacts from many threads, writes those that differ from the published ones, publishes them all.
//!
//! ```text
//! open    takes the lock, finishes what a killed build left, looks at the published tree
//! put     same bytes as published: noted as unchanged; otherwise written to the staging folder
//! commit  nothing changed: touches nothing; otherwise `Edition` puts the new tree in place
//! drop    without commit: removes the staging folder, the published tree stays as it was
//! ```
//!
//! A file that could not be written makes the whole build unpublishable: `commit` returns that error again, so
//! forgetting the result of `put` cannot publish half a site. Clashes with files that are not ours are collected and
//! reported together by `commit`, because which thread meets one first is chance.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use super::Report;
use super::disk;
use super::edition::{Edition, Published};
use super::error::{OutputError, Step};
use super::input::Input;
use super::ledger::{Ledger, Plan, Planned};
use super::lock::Lock;
use super::manifest::{Entry, Found, Manifest};
use super::recovery;
use super::snapshot::{Kind, Snapshot, count_whole};
use super::target::OutputFolder;
use super::workspace::Workspace;
use crate::artifact::{Artifact, Content, OutputPath, Sink};

/// One build on its way to the output folder.
#[derive(Debug)]
pub struct Staging {
    folder: OutputFolder,
    found: Found,
    published: Snapshot,
    ledger: Mutex<Ledger>,
    workspace: OnceLock<Workspace>,
    making: Mutex<()>,
    /// The staging folder has done its duty, or holds what only the next build can finish.
    is_settled: bool,
    /// Last, so that it is let go when everything else is over.
    _lock: Lock,
}

impl Staging {
    /// Waits up to `wait` for other builds into the same folder.
    pub fn open(folder: &OutputFolder, wait: Duration) -> Result<Staging, OutputError> {
        let parent = folder.parent();
        fs::create_dir_all(parent).map_err(Step::MakeFolder.at(parent))?;
        let lock = Lock::take(folder.path(), wait)?;
        recovery::recover(folder)?;
        Ok(Staging {
            folder: folder.clone(),
            found: Manifest::find(folder.path())?,
            published: Snapshot::take(folder.path())?,
            ledger: Mutex::default(),
            workspace: OnceLock::new(),
            making: Mutex::default(),
            is_settled: false,
            _lock: lock,
        })
    }

    /// Publishes everything that was put; files of the last build that were not put again are removed.
    pub fn commit(mut self) -> Result<Report, OutputError> {
        let plan = std::mem::take(&mut *self.ledger()).into_plan()?;
        if self.is_published(&plan) {
            let foreign = count_whole(&self.published.foreign(&plan.manifest));
            return Ok(self.report(&plan, Published { foreign, ..Published::nothing() }));
        }
        let published = self.publish(&plan);
        self.is_settled = matches!(published, Ok(_) | Err(OutputError::HalfMoved { .. }));
        Ok(self.report(&plan, published?))
    }

    fn publish(&self, plan: &Plan) -> Result<Published, OutputError> {
        let nothing = Manifest::new(Default::default());
        let edition = Edition {
            folder: &self.folder,
            workspace: self.workspace()?,
            old: match &self.found {
                Found::Intact(manifest) => manifest,
                Found::Absent | Found::Damaged => &nothing,
            },
            plan,
            // With the manifest lost, files of ours look foreign; the new build may take them over.
            adopt: self.folder.adopts() || matches!(self.found, Found::Damaged),
        };
        edition.publish()
    }

    /// Whether the published tree already is the new one, byte for byte.
    fn is_published(&self, plan: &Plan) -> bool {
        let is_same = matches!(&self.found, Found::Intact(old) if *old == plan.manifest);
        is_same && plan.rewritten.is_empty()
    }

    fn report(&self, plan: &Plan, published: Published) -> Report {
        Report {
            written: plan.rewritten.len(),
            unchanged: plan.manifest.files.len() - plan.rewritten.len(),
            removed: published.removed,
            bytes_written: plan.bytes_rewritten(),
            foreign: published.foreign,
            manifest_recovered: matches!(self.found, Found::Damaged),
            how: published.how,
            leftover: published.leftover,
        }
    }

    /// A thread that panicked has left its path claimed but not recorded, which `into_plan` notices.
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The staging folder, made by the first who needs it.
    fn workspace(&self) -> Result<&Workspace, OutputError> {
        if let Some(workspace) = self.workspace.get() {
            return Ok(workspace);
        }
        let _one_at_a_time = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(workspace) = self.workspace.get() {
            return Ok(workspace);
        }
        let workspace = Workspace::make(&self.folder)?;
        Ok(self.workspace.get_or_init(|| workspace))
    }

    fn stage(&self, artifact: &Artifact) -> Result<Planned, OutputError> {
        match &artifact.content {
            Content::Bytes(bytes) => self.stage_bytes(&artifact.path, bytes),
            Content::Copy { from, bytes } => self.stage_copy(&artifact.path, from, *bytes),
        }
    }

    fn stage_bytes(&self, path: &OutputPath, bytes: &[u8]) -> Result<Planned, OutputError> {
        let length = bytes.len() as u64;
        let entry = Entry { blake3: blake3::hash(bytes).to_hex().to_string(), bytes: length };
        // A published file that cannot be read to its end is simply written anew.
        let is_same = |published| disk::same_bytes(published, bytes).unwrap_or(false);
        let rewritten = !self.published_file(path, length).is_some_and(is_same);
        if rewritten {
            let (mut file, shown) = (self.start_file(path)?, path.below(self.folder.path()));
            file.write_all(bytes).map_err(Step::Write.at(&shown))?;
        }
        Ok(Planned { entry, rewritten })
    }

    fn stage_copy(&self, path: &OutputPath, from: &Path, bytes: u64) -> Result<Planned, OutputError> {
        let mut input = Input::open(from)?;
        if let Some(published) = self.published_file(path, bytes)
            && let Some(entry) = input.matches(published, bytes)?
        {
            return Ok(Planned { entry, rewritten: false });
        }
        let (file, shown) = (self.start_file(path)?, path.below(self.folder.path()));
        Ok(Planned { entry: input.copy(file, &shown, bytes)?, rewritten: true })
    }

    /// The published file if it could be the same: a file, reached without links, of that length.
    fn published_file(&self, path: &OutputPath, bytes: u64) -> Option<File> {
        if self.published.kind(path) != Some(Kind::File) {
            return None;
        }
        let file = disk::open_itself(&path.below(self.folder.path())).ok()?;
        let standing = file.metadata().ok()?;
        (standing.is_file() && standing.len() == bytes).then_some(file)
    }

    /// Errors name the file as the writer knows it, in the output, not in staging.
    fn start_file(&self, path: &OutputPath) -> Result<File, OutputError> {
        let started = self.workspace()?.start_file(path.as_str());
        started.map_err(Step::Write.at(&path.below(self.folder.path())))
    }
}

impl Sink for Staging {
    fn put(&self, artifact: Artifact) -> io::Result<()> {
        let claimed = self.ledger().claim(&artifact.path);
        match claimed.and_then(|()| self.stage(&artifact)) {
            Ok(planned) => {
                self.ledger().record(artifact.path, planned);
                Ok(())
            }
            Err(error) => {
                self.ledger().fail(&error);
                Err(error.into())
            }
        }
    }
}

impl Drop for Staging {
    /// Nobody is left to tell about a failure here; the next build removes what this one could not.
    fn drop(&mut self) {
        if let (false, Some(workspace)) = (self.is_settled, self.workspace.get()) {
            let _ = workspace.abandon();
        }
    }
}
