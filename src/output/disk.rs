//! The few steps on disk that differ between systems, or that must not follow symbolic links.
//!
//! Everything here is one small step without a policy; who calls it when is decided in `edition` and `recovery`.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::artifact::OutputPath;

/// Bytes read at once.
pub(super) const BLOCK: usize = 64 * 1024;

/// What the system calls a file or folder, whatever its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    disk: u64,
    number: u64,
}

impl Identity {
    /// Nothing on systems where std does not tell.
    #[cfg(unix)]
    pub fn of(standing: &Metadata) -> Option<Identity> {
        use std::os::unix::fs::MetadataExt;
        Some(Identity { disk: standing.dev(), number: standing.ino() })
    }

    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<Identity> {
        None
    }
}

/// The mount a folder belongs to; two paths with different mounts cannot be exchanged or linked. The disk alone does
/// not tell: a bind mount of a folder of the same disk has the same device number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mount {
    disk: u64,
    mount: u64,
}

impl Mount {
    #[cfg(target_os = "linux")]
    pub fn of(folder: &Path) -> io::Result<Mount> {
        use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
        let found = match statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::MNT_ID) {
            Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {
                return Mount::by_disk(folder);
            }
            found => found?,
        };
        // A kernel before 5.8 does not say; the disk is compared as well.
        let is_known = found.stx_mask & StatxFlags::MNT_ID.bits() != 0;
        Ok(Mount {
            disk: (u64::from(found.stx_dev_major) << 32) | u64::from(found.stx_dev_minor),
            mount: if is_known { found.stx_mnt_id } else { 0 },
        })
    }

    #[cfg(not(target_os = "linux"))]
    pub fn of(folder: &Path) -> io::Result<Mount> {
        Mount::by_disk(folder)
    }

    fn by_disk(folder: &Path) -> io::Result<Mount> {
        let standing = fs::symlink_metadata(folder)?;
        Ok(Mount { disk: Identity::of(&standing).map_or(0, |identity| identity.disk), mount: 0 })
    }
}

/// Swaps two folders in one step: at no moment is either name missing.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Gives a folder a name that must be free.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE).map_err(io::Error::from) {
        Err(error) if cannot(&error) => fs::rename(from, to),
        done => done,
    }
}

/// Without the flag a rename still refuses to replace a folder that holds something.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// The system or the disk knows no such step (ENOSYS, ENOTSUP, EINVAL).
pub(super) fn cannot(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

/// The folder itself must stay where it is: a mount point, a layer of a container image, a parent that may not be
/// written, a folder that another program holds open (Windows, error 32).
pub(super) fn is_pinned(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ResourceBusy | ErrorKind::CrossesDevices | ErrorKind::PermissionDenied)
        || (cfg!(windows) && error.raw_os_error() == Some(32))
}

/// Opens a file for reading, never through a symbolic link as the last segment.
pub(super) fn open_itself(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    options.open(path)
}

/// What stands at `path`, nothing when nothing does.
pub(super) fn standing(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(standing) => Ok(Some(standing)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What stands at `path` in `root` if every folder on the way is a real one, so that acting on it stays in `root`.
pub(super) fn standing_in(root: &Path, path: &OutputPath) -> io::Result<Option<Metadata>> {
    for folder in path.folders() {
        if !standing(&root.join(folder))?.is_some_and(|standing| standing.is_dir()) {
            return Ok(None);
        }
    }
    standing(&path.below(root))
}

/// Whether two streams hold the same bytes; each is read in blocks.
pub(super) fn same_bytes(mut one: impl Read, mut other: impl Read) -> io::Result<bool> {
    let (mut left, mut right) = (vec![0; BLOCK], vec![0; BLOCK]);
    loop {
        let length = fill(&mut one, &mut left)?;
        if fill(&mut other, &mut right)? != length || left[..length] != right[..length] {
            return Ok(false);
        }
        if length == 0 {
            return Ok(true);
        }
    }
}

/// Reads until the block is full or the stream ends; a single `read` may stop anywhere.
pub(super) fn fill(stream: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < block.len() {
        match stream.read(&mut block[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// An error if files in this folder may not be replaced; what is no folder (yet) is no obstacle.
#[cfg(unix)]
pub(super) fn check_writable(folder: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    if !standing(folder)?.is_some_and(|standing| standing.is_dir()) {
        return Ok(());
    }
    Ok(access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// Elsewhere permissions belong to files and only trying tells.
#[cfg(not(unix))]
pub(super) fn check_writable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Gives the file or link a second name. Where the disk cannot do that, a copy that nobody can tell apart is made,
/// or it is an error: half a copy (another owner, a pipe) would not be what was there.
pub(super) fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if worth_copying(&error) => copy_faithfully(from, to),
        done => done,
    }
}

fn worth_copying(error: &io::Error) -> bool {
    !matches!(
        error.kind(),
        ErrorKind::StorageFull
            | ErrorKind::QuotaExceeded
            | ErrorKind::NotFound
            | ErrorKind::AlreadyExists
            | ErrorKind::InvalidFilename
            | ErrorKind::ReadOnlyFilesystem
    )
}

fn copy_faithfully(from: &Path, to: &Path) -> io::Result<()> {
    let standing = fs::symlink_metadata(from)?;
    if standing.is_symlink() {
        return copy_link(from, to);
    }
    if !standing.is_file() {
        return Err(ErrorKind::Unsupported.into());
    }
    fs::copy(from, to)?;
    take_owner(&standing, to)?;
    // Unix lets the owner set the time through a reader, Windows only through a writer.
    let copy = OpenOptions::new().read(true).write(cfg!(windows)).open(to)?;
    copy.set_modified(standing.modified()?)
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn copy_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Makes `folder` look like the one `model` describes: owner, permissions and, once it is filled, time.
pub(super) fn take_after(model: &Metadata, folder: &Path) -> io::Result<()> {
    take_owner(model, folder)?;
    // After the owner: changing it clears the set-group bit.
    if fs::symlink_metadata(folder)?.permissions() != model.permissions() {
        fs::set_permissions(folder, model.permissions())?;
    }
    Ok(())
}

/// Only root can give things away; anybody else gets the error unless the owner already fits.
#[cfg(unix)]
fn take_owner(model: &Metadata, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, lchown};
    let standing = fs::symlink_metadata(path)?;
    if (standing.uid(), standing.gid()) == (model.uid(), model.gid()) {
        return Ok(());
    }
    lchown(path, Some(model.uid()), Some(model.gid()))
}

#[cfg(not(unix))]
fn take_owner(_: &Metadata, _: &Path) -> io::Result<()> {
    Ok(())
}

/// Sets the time of a folder back. Nothing depends on it, so a system that will not is not argued with.
pub(super) fn restore_time(folder: &Path, model: &Metadata) {
    if let (Ok(opened), Ok(time)) = (open_itself(folder), model.modified()) {
        let _ = opened.set_modified(time);
    }
}

/// Removes a folder of ours with all that is in it, links as links. A folder somebody made read-only inside it is
/// made writable first, or it would stay for ever.
pub(super) fn remove_tree(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            unlock_folders(folder)?;
            fs::remove_dir_all(folder)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(unix)]
fn unlock_folders(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
            }
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn unlock_folders(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives at most three bytes at a time, as a slow disk may.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = into.len().min(3);
            self.0.read(&mut into[..most])
        }
    }

    #[test]
    fn streams_are_compared_by_bytes_however_they_arrive() {
        let long = vec![7; BLOCK + 5];
        let mut other = long.clone();
        assert!(same_bytes(Slow(&long), &other[..]).expect("reads"));
        other[BLOCK + 4] = 8;
        assert!(!same_bytes(&long[..], Slow(&other)).expect("reads"));
        assert!(!same_bytes(&long[..BLOCK], &long[..]).expect("reads"));
        assert!(same_bytes(&b""[..], &b""[..]).expect("reads"));
    }

    #[cfg(unix)]
    #[test]
    fn a_faithful_copy_keeps_time_permissions_and_links() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("from"), b"text").expect("can write");
        fs::set_permissions(at("from"), fs::Permissions::from_mode(0o444)).expect("can set");
        let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        File::open(at("from")).and_then(|file| file.set_modified(old)).expect("can set");
        copy_faithfully(&at("from"), &at("to")).expect("copies");
        let copy = fs::metadata(at("to")).expect("is there");
        assert_eq!(copy.permissions().mode() & 0o777, 0o444);
        assert_eq!(copy.modified().expect("has a time"), old);
        symlink("nowhere", at("link")).expect("can link");
        copy_faithfully(&at("link"), &at("copy")).expect("copies");
        assert_eq!(fs::read_link(at("copy")).expect("is a link"), Path::new("nowhere"));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_seen_or_opened_through_a_link() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("real")).expect("can make");
        fs::write(at("real/file"), b"text").expect("can write");
        symlink("real", at("linked")).expect("can link");
        symlink("real/file", at("alias")).expect("can link");
        let path = |path: &str| OutputPath::new(path).expect("a test names good paths");
        let seen = |name| standing_in(folder.path(), &path(name)).expect("can look");
        assert!(seen("real/file").is_some_and(|standing| standing.is_file()));
        assert!(seen("linked/file").is_none());
        assert!(seen("real/file/below").is_none());
        assert!(open_itself(&at("alias")).is_err());
    }
}
