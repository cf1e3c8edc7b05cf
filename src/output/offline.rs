//! One zip of the published site, to be read from a folder: for a USB stick, a messenger, a place without network.
//!
//! In: the output folder after a build. Out: a file that has the same bytes whenever the site has: sorted, without
//! times, in the name of one system. Files are read back one by one and compared with the manifest, so no site lies in
//! memory and no half of another build gets in. What only hosts read is left out.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::disk;
use super::error::{OfflineRefusal, OutputError, Step};
use super::manifest::{Entry, Manifest};
use super::target::{OutputFolder, resolve};
use crate::artifact::OutputPath;

/// Read by hosts and by search engines.
const FOR_HOSTS: [&str; 5] = ["_headers", "_redirects", ".nojekyll", "robots.txt", "sitemap.xml"];

const README: &str = "README.txt";

/// For whoever unpacks it. Some editors want both line ends.
const README_TEXT: &str = "双击 index.html，在浏览器里打开，不需要网络。\r\n请先解压整个压缩包。\r\n\r\nOpen index.html in a browser; no connection is needed.\r\nUnpack the whole archive first.\r\n";

/// A file that may become the offline copy.
#[derive(Debug, Clone)]
pub struct OfflineCopy {
    path: PathBuf,
}

impl OfflineCopy {
    /// Refuses places where the file would become part of the next build, and those that cannot be written.
    pub fn check(file: &Path, folder: &OutputFolder, root: &Path) -> Result<OfflineCopy, OutputError> {
        let refuse = |refusal| OutputError::OfflineRefused { path: file.to_owned(), refusal };
        let path = resolve(file).map_err(Step::Look.at(file))?.ok_or(refuse(OfflineRefusal::NotAFile))?;
        // The folder in it would be called the same, and whoever unpacks it would see nothing.
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            return Err(refuse(OfflineRefusal::Hidden));
        }
        let parent = path.parent().ok_or(refuse(OfflineRefusal::NotAFile))?;
        if path.is_dir() {
            return Err(refuse(OfflineRefusal::NotAFile));
        }
        if path.starts_with(folder.path()) {
            return Err(refuse(OfflineRefusal::InOutput));
        }
        let sources = ["content", "themes"].map(|name| resolve(&root.join(name)).ok().flatten());
        if sources.into_iter().flatten().any(|source| path.starts_with(source)) {
            return Err(refuse(OfflineRefusal::InSources));
        }
        // Better now than after the build.
        if let Some(standing) = parent.ancestors().find(|folder| folder.exists()) {
            disk::check_writable(standing).map_err(Step::Write.at(&path))?;
        }
        Ok(OfflineCopy { path })
    }

    /// Writes the copy beside its place and moves it there when it is whole; gives the number of files in it.
    /// `for_unknown` are the pages for unknown addresses, whose links start at the root of a host, and `is_stopped` is
    /// asked again and again.
    ///
    /// # Errors
    /// When it is stopped, the published files are not those of the last build, or the disk refuses; an older copy stays
    /// as it was.
    pub fn write(
        &self,
        folder: &OutputFolder,
        for_unknown: &[String],
        is_stopped: &dyn Fn() -> bool,
    ) -> Result<usize, OutputError> {
        let mut manifest = Manifest::find(folder.path())?.into_manifest();
        manifest.files.retain(|path, _| {
            let path = path.as_str();
            !FOR_HOSTS.contains(&path) && !for_unknown.iter().any(|other| other == path)
        });
        let parent = self.path.parent().unwrap_or(&self.path);
        fs::create_dir_all(parent).map_err(Step::MakeFolder.at(parent))?;
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let staged = parent.join(format!(".{name}.wenda-{}", std::process::id()));
        let written = self.write_to(&staged, folder, &manifest, is_stopped).and_then(|count| {
            fs::rename(&staged, &self.path).map_err(Step::Replace.at(&self.path))?;
            Ok(count)
        });
        if written.is_err() {
            let _ = fs::remove_file(&staged);
        }
        written
    }

    fn write_to(
        &self,
        staged: &Path,
        folder: &OutputFolder,
        manifest: &Manifest,
        is_stopped: &dyn Fn() -> bool,
    ) -> Result<usize, OutputError> {
        let file = File::create(staged).map_err(Step::Write.at(&self.path))?;
        let zip = ZipWriter::new(BufWriter::new(file));
        let mut archive = Archive { zip, path: &self.path, top: self.top(), is_stopped };
        let needs_readme = manifest.files.keys().all(|path| path.as_str() != README);
        if needs_readme {
            archive.start(README, 0)?;
            archive.append(README_TEXT.as_bytes())?;
        }
        for (path, entry) in &manifest.files {
            archive.copy(path, entry, folder.path())?;
        }
        let file = archive.zip.finish().map_err(io::Error::from).map_err(Step::Write.at(&self.path))?;
        let file = file.into_inner().map_err(|error| Step::Write.at(&self.path)(error.into_error()))?;
        file.sync_all().map_err(Step::Write.at(&self.path))?;
        Ok(manifest.files.len() + usize::from(needs_readme))
    }

    /// The folder that everything in the archive lies in: the name of the file, so that unpacking scatters nothing.
    fn top(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// A zip being written.
struct Archive<'a> {
    zip: ZipWriter<BufWriter<File>>,
    /// For messages.
    path: &'a Path,
    top: String,
    is_stopped: &'a dyn Fn() -> bool,
}

impl Archive<'_> {
    fn start(&mut self, name: &str, bytes: u64) -> Result<(), OutputError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Unix)
            .unix_permissions(0o644)
            .large_file(bytes > u64::from(u32::MAX));
        let started = self.zip.start_file(format!("{}/{name}", self.top), options);
        started.map_err(io::Error::from).map_err(Step::Write.at(self.path))
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.zip.write_all(bytes).map_err(Step::Write.at(self.path))
    }

    fn copy(&mut self, path: &OutputPath, entry: &Entry, folder: &Path) -> Result<(), OutputError> {
        let source = folder.join(path.as_str());
        let mut file = File::open(&source).map_err(Step::Read.at(&source))?;
        self.start(path.as_str(), entry.bytes)?;
        let mut hasher = blake3::Hasher::new();
        let mut block = vec![0; 64 * 1024];
        loop {
            if (self.is_stopped)() {
                return Err(OutputError::Stopped { path: self.path.to_owned() });
            }
            let length = file.read(&mut block).map_err(Step::Read.at(&source))?;
            if length == 0 {
                break;
            }
            hasher.update(&block[..length]);
            self.append(&block[..length])?;
        }
        match hasher.finalize().to_hex().as_str() == entry.blake3 {
            true => Ok(()),
            false => Err(OutputError::PublishedChanged { path: source }),
        }
    }
}
