//! Replacing files one by one, for an output folder that itself must stay where it is.
//!
//! ```text
//! assets and hashed files ─ pages ─ entry files (start page, feeds, sitemap, search entry) ─ removals ─ manifest
//! ```
//!
//! Each file is replaced in one step and is never seen half written; a page is replaced after what it loads, and what
//! an old page loads is removed last. The tree as a whole is a mixture while this runs. Everything is in staging
//! before the first file moves, the old manifest stays until the last, and every step may be done again, so a killed
//! run is finished by the next `open`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::disk::{self, Identity};
use super::error::{OutputError, Step};
use super::manifest::{Found, Manifest};
use super::workspace::Workspace;
use crate::artifact::OutputPath;

/// Moves what is left in staging into `output`.
pub(super) fn finish(workspace: &Workspace, output: &Path, adopt: bool) -> Result<(), OutputError> {
    let staged = workspace.new_tree();
    // The manifest is moved last: without it everything else has been done.
    let Found::Intact(new) = Manifest::find(&staged)? else {
        return Ok(());
    };
    let old = Manifest::find(output)?.into_manifest();
    Replacement { output, staged, old, new, adopt }.run()
}

struct Replacement<'a> {
    output: &'a Path,
    staged: PathBuf,
    old: Manifest,
    new: Manifest,
    adopt: bool,
}

impl Replacement<'_> {
    fn run(&self) -> Result<(), OutputError> {
        let (recased, gone) = self.removals();
        for path in recased {
            self.remove(path)?;
        }
        for path in upload_order(&self.new) {
            self.bring(path)?;
        }
        for path in gone {
            self.remove(path)?;
        }
        let manifest = self.output.join(Manifest::NAME);
        fs::rename(self.staged.join(Manifest::NAME), &manifest).map_err(Step::Replace.at(&manifest))
    }

    /// Files of the old tree that the new one lacks. Those that differ from a new file only in case come first: where
    /// the disk does not tell the two apart, removing the old one later would remove the new one.
    fn removals(&self) -> (Vec<&OutputPath>, Vec<&OutputPath>) {
        let folded: BTreeSet<String> =
            self.new.files.keys().map(|path| path.as_str().to_lowercase()).collect();
        let gone = self.old.files.keys().filter(|path| !self.new.files.contains_key(*path));
        gone.partition(|path| folded.contains(&path.as_str().to_lowercase()))
    }

    /// Moves one file from staging to its place, unless it is there already.
    fn bring(&self, path: &OutputPath) -> Result<(), OutputError> {
        let (from, to) = (path.below(&self.staged), path.below(self.output));
        if disk::standing(&from).map_err(Step::Look.at(&to))?.is_none() || self.is_same(&from, &to) {
            return Ok(());
        }
        self.make_folders(path)?;
        self.make_room(path, &to)?;
        fs::rename(&from, &to).map_err(Step::Replace.at(&to))
    }

    /// An unchanged file that was linked into staging before it turned out that the folder must stay, or a foreign
    /// one with the same bytes.
    fn is_same(&self, from: &Path, to: &Path) -> bool {
        let (Ok(Some(staged)), Ok(Some(there))) = (disk::standing(from), disk::standing(to)) else {
            return false;
        };
        if Identity::of(&staged).is_some() && Identity::of(&staged) == Identity::of(&there) {
            return true;
        }
        let open = || Some((disk::open_itself(from).ok()?, disk::open_itself(to).ok()?));
        staged.len() == there.len()
            && there.is_file()
            && open().is_some_and(|(one, other)| disk::same_bytes(one, other).unwrap_or(false))
    }

    /// Makes the folders of a file; one of our old files in the place of a folder goes.
    fn make_folders(&self, path: &OutputPath) -> Result<(), OutputError> {
        let mut folders: Vec<&str> = path.folders().collect();
        folders.reverse();
        for name in folders {
            let folder = self.output.join(name);
            match disk::standing(&folder).map_err(Step::Look.at(&folder))? {
                Some(standing) if standing.is_dir() => continue,
                Some(standing) if standing.is_file() && self.old.files.contains_key(name) => {
                    fs::remove_file(&folder).map_err(Step::Remove.at(&folder))?;
                }
                Some(_) => return Err(self.foreign(name)),
                None => {}
            }
            fs::create_dir(&folder).map_err(Step::MakeFolder.at(&folder))?;
        }
        Ok(())
    }

    /// Leaves nothing at `to` but what may be replaced: a file of ours, or any file if that was agreed to.
    fn make_room(&self, path: &OutputPath, to: &Path) -> Result<(), OutputError> {
        let look = || disk::standing(to).map_err(Step::Look.at(to));
        if look()?.is_some_and(|standing| standing.is_dir()) {
            self.empty(path)?;
        }
        match look()? {
            None => Ok(()),
            Some(standing) if standing.is_dir() => Err(self.foreign(path.as_str())),
            Some(_) if self.adopt => Ok(()),
            Some(standing) if standing.is_file() && self.old.files.contains_key(path) => Ok(()),
            Some(_) => Err(self.foreign(path.as_str())),
        }
    }

    /// Removes our old files from a folder whose place a new file takes; with anything else in it the folder stays.
    fn empty(&self, folder: &OutputPath) -> Result<(), OutputError> {
        let inside = |path: &&OutputPath| path.folders().any(|above| above == folder.as_str());
        for path in self.old.files.keys().filter(inside) {
            self.remove(path)?;
        }
        Ok(())
    }

    /// Removes a file of ours if it still is one, and the folders that are empty then.
    fn remove(&self, path: &OutputPath) -> Result<(), OutputError> {
        let place = path.below(self.output);
        let standing = disk::standing_in(self.output, path).map_err(Step::Look.at(&place))?;
        if standing.is_some_and(|standing| standing.is_file()) {
            fs::remove_file(&place).map_err(Step::Remove.at(&place))?;
            for folder in path.folders() {
                // Refused for a folder that still holds something, and so are then all around it.
                if fs::remove_dir(self.output.join(folder)).is_err() {
                    break;
                }
            }
        }
        Ok(())
    }

    fn foreign(&self, path: &str) -> OutputError {
        OutputError::ForeignFile { folder: self.output.to_owned(), paths: vec![path.into()] }
    }
}

/// What is loaded comes before what loads it.
fn upload_order(manifest: &Manifest) -> Vec<&OutputPath> {
    let mut paths: Vec<&OutputPath> = manifest.files.keys().collect();
    paths.sort_by_key(|path| rank(path));
    paths
}

fn rank(path: &OutputPath) -> u8 {
    let (name, is_top) = (path.name(), path.folders().next().is_none());
    let is_page = name.ends_with(".html");
    let is_entry = name.ends_with(".xml") || name.starts_with("index.") && name.ends_with(".json");
    match (is_page, is_entry || is_top) {
        (_, true) => 2,
        (true, false) => 1,
        (false, false) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::manifest::Entry;
    use super::*;

    #[test]
    fn what_is_loaded_comes_before_what_loads_it() {
        let entry = Entry { blake3: String::new(), bytes: 0 };
        let files = [
            "404.html",
            "a/index.html",
            "assets/x.css",
            "en/feed.xml",
            "index.html",
            "robots.txt",
            "search/core.1f.json",
            "search/index.en.json",
            "sitemap.xml",
            "z/index.html",
        ];
        let path = |path: &str| OutputPath::new(path).expect("a test names good paths");
        let manifest = Manifest::new(files.iter().map(|name| (path(name), entry.clone())).collect());
        let order: Vec<_> = upload_order(&manifest).into_iter().map(OutputPath::as_str).collect();
        assert_eq!(
            order,
            [
                "assets/x.css",
                "search/core.1f.json",
                "a/index.html",
                "z/index.html",
                "404.html",
                "en/feed.xml",
                "index.html",
                "robots.txt",
                "search/index.en.json",
                "sitemap.xml",
            ]
        );
    }
}
