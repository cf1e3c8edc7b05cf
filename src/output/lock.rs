//! One build at a time per output folder.
//!
//! The lock is the operating system's, held on an open file, so a killed build leaves nothing to clean up. On Unix
//! that file is the folder *around* the output: it survives the exchange of the output itself and nothing has to be
//! written for it, not even on a read-only disk. Two outputs side by side therefore wait for each other, which costs
//! a moment and no correctness. Where folders cannot be locked (Windows, some network disks, a parent that may not
//! be read) an empty file in the temporary folder, named after the path, is locked instead and stays there.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use super::error::{OutputError, Step};

/// Held from `open` to the end of `commit`; dropping it lets the next build in.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits up to `wait` for the output folder `output`, whose parent exists.
    pub fn take(output: &Path, wait: Duration) -> Result<Lock, OutputError> {
        let parent = output.parent().unwrap_or(output);
        let taken = match File::open(parent).and_then(|file| wait_for(file, wait)) {
            Err(_) => open_stand_in(output).and_then(|file| wait_for(file, wait)),
            taken => taken,
        };
        match taken.map_err(Step::Lock.at(output))? {
            Some(file) => Ok(Lock { _file: file }),
            None => Err(OutputError::Locked { path: output.to_owned(), waited: wait }),
        }
    }
}

/// The file once it is locked, nothing when the time is over, an error when it cannot be locked at all.
fn wait_for(file: File, wait: Duration) -> io::Result<Option<File>> {
    const PAUSE: Duration = Duration::from_millis(20);
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if start.elapsed() >= wait => return Ok(None),
            Err(TryLockError::WouldBlock) => {
                thread::sleep(PAUSE.min(wait.saturating_sub(start.elapsed())));
            }
        }
    }
}

/// Never truncated and never written: if somebody made the name a link, locking its target harms nothing.
fn open_stand_in(output: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(stand_in(output))
}

fn stand_in(output: &Path) -> PathBuf {
    let hash = blake3::hash(output.as_os_str().as_encoded_bytes()).to_hex();
    env::temp_dir().join(format!("wenda-{}.lock", &hash[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_until_the_first_lets_go() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        let first = Lock::take(&output, Duration::ZERO).expect("is free");
        let start = Instant::now();
        let refused = Lock::take(&output, Duration::from_millis(60)).expect_err("is taken");
        assert!(matches!(refused, OutputError::Locked { .. }));
        assert!(start.elapsed() >= Duration::from_millis(60));
        let release = thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            drop(first);
        });
        Lock::take(&output, Duration::from_secs(10)).expect("becomes free");
        release.join().expect("does not panic");
    }

    #[test]
    fn the_stand_in_locks_as_well_and_differs_by_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        let file = open_stand_in(&one).expect("can be made");
        let held = wait_for(file, Duration::ZERO).expect("can be locked").expect("is free");
        let again = open_stand_in(&one).expect("is there");
        assert!(wait_for(again, Duration::ZERO).expect("can be locked").is_none());
        assert_ne!(stand_in(&one), stand_in(&two));
        drop(held);
        std::fs::remove_file(stand_in(&one)).expect("tidies up");
    }
}
