//! File changes as single events: a burst of them (an editor saving, a branch being checked out) counts once.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::event::{EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// A burst is over when nothing has happened for this long.
const QUIET: Duration = Duration::from_millis(60);

/// A running watch.
pub(super) struct Changes {
    events: Receiver<()>,
    /// Stops watching when dropped.
    _watcher: RecommendedWatcher,
}

/// Starts watching the folders that exist.
pub(super) fn watch(folders: &[PathBuf]) -> io::Result<Changes> {
    let (send, events) = channel();
    let on_event = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| changes_content(&event.kind)) {
            // The receiver is gone only when the server is.
            let _ = send.send(());
        }
    };
    let mut watcher = notify::recommended_watcher(on_event).map_err(io::Error::other)?;
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        watcher.watch(folder, RecursiveMode::Recursive).map_err(io::Error::other)?;
    }
    Ok(Changes { events, _watcher: watcher })
}

/// Reading a file is no change to it, and our own builds read all of them.
fn changes_content(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => true,
    }
}

impl Changes {
    /// Waits for the next burst to end; `false` when watching has stopped.
    pub(super) fn wait(&self) -> bool {
        if self.events.recv().is_err() {
            return false;
        }
        loop {
            match self.events.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}
