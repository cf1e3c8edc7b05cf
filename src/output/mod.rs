//! Publishing: the only writer.
//!
//! In: [`Artifact`](crate::artifact::Artifact)s, in any order and from any thread. Out: a folder that is either the
//! old tree or the new one, and a [`Report`].
//!
//! ```text
//! OutputFolder::check ─▶ Staging::open ─▶ put … put ─▶ commit ─▶ Report
//! ```
//!
//! # What is guaranteed
//!
//! Always, whatever happens (error, full disk, `kill -9`, two builds at once):
//! - until `commit` the published tree is untouched, byte for byte and time for time; a build that fails or is
//!   dropped leaves it so and removes its staging folder, a killed one leaves that for the next `open` to remove;
//! - only files that the manifest lists are ever removed or replaced. Everything else is *foreign* and stays, with
//!   identity and time: `.git`, `CNAME`, what users put there. Nothing is reached through a symbolic link;
//! - a file with the same bytes is not written again and keeps its time. A build that changes nothing touches
//!   nothing, not even the time of a folder, and so also works on a disk that is read-only.
//!
//! While `commit` runs, and if it is killed then, it depends on how the tree can be replaced ([`How`]):
//!
//! | how | when | who looks meanwhile sees | killed meanwhile |
//! |---|---|---|---|
//! | `First` | no output yet | nothing, then the new tree | nothing, or the new tree |
//! | `Exchanged` | Linux and macOS, ordinary disks | the old tree, then the new one | one of the two |
//! | `Renamed` | Windows, disks that cannot exchange | the old tree, for a moment none, the new one | one of the two or none; then the next `open` puts the old one back |
//! | `InPlace` | the folder must stay the same folder | each file old or new, none torn; a mixture of both | a mixture; the next `open` completes the new tree |
//!
//! A folder must stay when it is a mount point or holds one, when it is part of a container image's layer, when its
//! parent may not be written, when its owner or something foreign in it cannot be reproduced, when a program holds it
//! open (Windows), or when [`Way::InPlace`] asks for it.
//!
//! That last is for what nobody can detect: an exchanged or renamed output is *another folder under the same name*. A
//! server started inside it, or a container that mounts it from outside, keeps the old one, which is then deleted.
//! Owner and permissions of the output and of foreign folders are kept; access control lists of folders are not.
//!
//! # What was measured and left out
//!
//! - Waiting until the disk has everything (`syncfs` before the exchange) took 37 to 185 ms for 2,000 files on ext4. It
//!   would help against power cuts only, never against kills. After a power cut files may be empty; the next build
//!   compares with what is on disk and writes them again.
//! - Keeping the old tree as a spare to start the next one from. Every publishing that changes something gives each
//!   unchanged file a second name in a new folder and deletes the old ones: some 0.1 ms per page on ext4, 0.2 s for
//!   2,000 pages. A spare would save most of that and leave a hidden twin of the site beside it for ever, with pages
//!   that were taken down. In place it is a third, without the guarantee.
//!
//! # Files
//!
//! `target` checks the folder · `staging` takes artifacts · `ledger` what was taken · `input` copies ·
//! `workspace` the staging folder · `edition` publishes · `in_place` file by file · `recovery` after a kill ·
//! `snapshot` what stands there · `manifest` what is ours · `lock` one at a time · `disk` single steps ·
//! `error` words · `scaffold` new source files, for `wenda init` and `wenda new` ·
//! `offline` the published site as one file, for `--offline-zip` ·
//! `rewrite` a changed source file, for `wenda tree fmt` and `wenda tree accept`

#![allow(clippy::disallowed_methods, reason = "this stage is the one that writes")]

mod disk;
mod edition;
mod error;
mod in_place;
mod input;
mod ledger;
mod lock;
mod manifest;
mod offline;
mod recovery;
mod rewrite;
mod scaffold;
mod snapshot;
mod staging;
mod target;
mod workspace;

#[cfg(test)]
mod tests;

pub use error::{OfflineRefusal, OutputError, Refusal, Step};
pub use offline::OfflineCopy;
pub use rewrite::replace_file;
pub use scaffold::create_files;
pub use staging::Staging;
pub use target::{OutputFolder, Way};

use std::path::PathBuf;

/// What a build did to the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or have new bytes.
    pub written: usize,
    /// Files that already had these bytes.
    pub unchanged: usize,
    /// Files of the last build that are gone.
    pub removed: usize,
    /// The bytes of the written files.
    pub bytes_written: u64,
    /// Things that are not ours and stayed; a folder counts once with all that is in it.
    pub foreign: usize,
    /// The manifest of the last build could not be read. Files that this build makes were taken over, all other files
    /// of the last build now count as foreign.
    pub manifest_recovered: bool,
    /// How the new tree took its place, and so what was guaranteed meanwhile.
    pub how: How,
    /// The site is published, but this staging folder could not be tidied up; the next build will try again.
    pub leftover: Option<PathBuf>,
}

/// How a new tree took the place of the old one. See the table at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Not at all: the published tree already was the new one.
    Unchanged,
    /// There was no old one.
    First,
    /// In one step.
    Exchanged,
    /// In two steps.
    Renamed,
    /// File by file.
    InPlace,
}
