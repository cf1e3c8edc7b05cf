//! Finishing what was begun, by the same build or by the next one after a kill.
//!
//! | journal | output | staging holds | means | done |
//! |---|---|---|---|---|
//! | none | any | anything | killed before publishing, or while deleting | delete staging |
//! | swap | missing | `old/` | killed between two renames | put `old/` back, delete staging |
//! | swap | there | `old/` | two renames done | sweep `old/`, delete staging |
//! | swap | is the new tree | `new/` | exchange done: `new/` now is the old tree | sweep `new/`, delete staging |
//! | swap | is another | `new/` | killed before the exchange | delete staging |
//! | in place | there | the rest of `new/` | killed while replacing files | replace the rest, delete staging |
//!
//! Sweeping moves foreign things that are in the old tree only (they came after the look that carried things over)
//! into the new one. Of a file that was changed meanwhile the newer version stays; one that was deleted meanwhile is
//! still there. The one loss that remains possible: a foreign file that appears *under the name of a file of the new
//! build* in the milliseconds between that look and the exchange goes with the old tree, as an edit of our own file
//! would.
//!
//! The journal is struck before staging is deleted, so a half-deleted old tree is never swept or put back.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use super::disk::{self, Identity};
use super::error::{OutputError, Step};
use super::in_place;
use super::manifest::Manifest;
use super::snapshot::{Kind, Snapshot};
use super::target::OutputFolder;
use super::workspace::{Journal, Workspace};

/// Finishes whatever a killed build left at either place.
pub(super) fn recover(folder: &OutputFolder) -> Result<(), OutputError> {
    for workspace in [Workspace::beside(folder.path()), Workspace::inside(folder.path())] {
        settle(&workspace, folder.path())?;
    }
    Ok(())
}

/// Finishes what the journal says and removes the staging folder. Doing it twice does nothing.
pub(super) fn settle(workspace: &Workspace, output: &Path) -> Result<(), OutputError> {
    if !workspace.exists() {
        return Ok(());
    }
    if let Some(journal) = workspace.journal()? {
        match journal {
            Journal::InPlace { adopt } => {
                in_place::finish(workspace, output, adopt).map_err(OutputError::half_moved)?
            }
            Journal::Swap { new } => finish_swap(workspace, output, new)?,
        }
        workspace.strike_journal()?;
    }
    workspace.remove()
}

fn finish_swap(workspace: &Workspace, output: &Path, new: Option<Identity>) -> Result<(), OutputError> {
    let look = |path: &Path| disk::standing(path).map_err(Step::Look.at(path));
    let (standing, old) = (look(output)?, look(&workspace.old_tree())?);
    match (standing, old) {
        (None, Some(_)) => fs::rename(workspace.old_tree(), output).map_err(Step::Replace.at(output)),
        (Some(_), Some(_)) => sweep(&workspace.old_tree(), output),
        (Some(standing), None) if new.is_some() && Identity::of(&standing) == new => {
            sweep(&workspace.new_tree(), output)
        }
        _ => Ok(()),
    }
}

fn sweep(left: &Path, output: &Path) -> Result<(), OutputError> {
    let old = Manifest::find(left)?.into_manifest();
    let new = Manifest::find(output)?.into_manifest();
    let (ours, snapshot) = (new.paths(), Snapshot::take(left)?);
    for (path, kind) in snapshot.foreign(&old) {
        if !ours.contains(path) {
            let (from, to) = (left.join(path), output.join(path));
            rescue(&from, &to, kind).map_err(Step::Keep.at(&to))?;
        }
    }
    Ok(())
}

fn rescue(from: &Path, to: &Path, kind: Kind) -> io::Result<()> {
    // Gone when the folder around it was moved as a whole.
    let Some(left) = disk::standing(from)? else {
        return Ok(());
    };
    match disk::standing(to)? {
        None => {
            fs::create_dir_all(to.parent().unwrap_or(to))?;
            fs::rename(from, to)
        }
        Some(there) if kind != Kind::Folder && is_outdated(&there, &left) => fs::rename(from, to),
        Some(_) => Ok(()),
    }
}

fn is_outdated(there: &Metadata, left: &Metadata) -> bool {
    let same = Identity::of(there).is_some() && Identity::of(there) == Identity::of(left);
    let times = there.modified().ok().zip(left.modified().ok());
    !same && !there.is_dir() && times.is_some_and(|(there, left)| left > there)
}
