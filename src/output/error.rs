//! What can go wrong while publishing, in English and in plain Chinese.
//!
//! Every message names the path, says what was being done and what to do now. These are about the machine (disk,
//! permission, lock, a folder that is not ours), never about content, so they are not diagnostics. The error is
//! `Clone` because the thread that meets it reports it to the renderer while `commit` reports it to the caller.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use crate::artifact::OutputPath;

/// Why nothing was published.
#[derive(Debug, Clone)]
pub enum OutputError {
    /// The folder must not be an output folder.
    Refused {
        /// The folder.
        path: PathBuf,
        /// Why.
        refusal: Refusal,
    },
    /// The offline copy must not be written there.
    OfflineRefused {
        /// The file.
        path: PathBuf,
        /// Why.
        refusal: OfflineRefusal,
    },
    /// Another build is publishing beside or into the same folder.
    Locked {
        /// The output folder.
        path: PathBuf,
        /// How long it was waited for.
        waited: Duration,
    },
    /// The build would overwrite files it did not make; all of them are named, sorted.
    ForeignFile {
        /// The output folder.
        folder: PathBuf,
        /// The files, relative to it.
        paths: Vec<PathBuf>,
    },
    /// The build wants a name that publishing keeps for itself.
    Reserved {
        /// The name.
        path: OutputPath,
    },
    /// One build wrote a path twice.
    Duplicate {
        /// The path.
        path: OutputPath,
    },
    /// One build wants a path as a file and as a folder.
    FileAndFolder {
        /// Wanted as a file.
        file: OutputPath,
        /// Lies in a folder of that name.
        inside: OutputPath,
    },
    /// An input file got another length between being read and being copied.
    SourceChanged {
        /// The input file.
        path: PathBuf,
    },
    /// A published file is no longer what the build wrote.
    PublishedChanged {
        /// The published file.
        path: PathBuf,
    },
    /// Ctrl-C came while a file was written.
    Stopped {
        /// The file.
        path: PathBuf,
    },
    /// A thread died while it wrote a file, so the new tree is incomplete.
    Unfinished {
        /// The file.
        path: OutputPath,
    },
    /// Publishing stopped after the first move. The next `open` finishes it.
    HalfMoved {
        /// Why it stopped.
        because: Box<OutputError>,
    },
    /// The system refused something.
    Io {
        /// What was being done.
        step: Step,
        /// To which file or folder.
        path: PathBuf,
        /// What the system said.
        error: Arc<io::Error>,
    },
}

/// Why a folder must not be an output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is the project folder.
    Project,
    /// The project lies in it.
    HoldsProject,
    /// It is in `content/`.
    InContent,
    /// It is in `themes/`.
    InThemes,
    /// It is the home folder, or the home folder lies in it.
    Home,
    /// It is the top of the file system.
    FilesystemRoot,
    /// It exists and is not a folder.
    NotAFolder,
    /// Its path has no last name.
    Nameless,
    /// It is not empty and no build of ours made it.
    NotOurs {
        /// How many things are in it.
        entries: usize,
    },
    /// Something that is not a file stands where the manifest goes.
    ManifestNotAFile,
}

/// Why a file must not be the offline copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfflineRefusal {
    /// It lies in the output folder.
    InOutput,
    /// It lies in `content/` or `themes/`.
    InSources,
    /// It is a folder, or its path has no last name.
    NotAFile,
    /// Its name begins with a dot.
    Hidden,
}

/// What was being done when the system refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Looking at what is there.
    Look,
    /// Reading a file.
    Read,
    /// Writing a file.
    Write,
    /// Making a folder.
    MakeFolder,
    /// Carrying over something that stays.
    Keep,
    /// Moving the new tree or file into place.
    Replace,
    /// Removing something.
    Remove,
    /// Waiting for other builds.
    Lock,
}

impl OutputError {
    /// The message in plain Chinese.
    pub fn zh(&self) -> String {
        self.words().zh
    }

    /// The error inside an error of [`Sink::put`](crate::artifact::Sink::put); another sink's error comes back.
    pub fn of(error: io::Error) -> Result<OutputError, io::Error> {
        error.downcast()
    }

    /// The error of a publishing that had begun to move things.
    pub(super) fn half_moved(self) -> OutputError {
        OutputError::HalfMoved { because: Box::new(self) }
    }

    /// What the system said, if it was the system.
    pub(super) fn kind(&self) -> Option<io::ErrorKind> {
        match self {
            OutputError::Io { error, .. } => Some(error.kind()),
            _ => None,
        }
    }

    fn words(&self) -> Words {
        match self {
            OutputError::Refused { path, refusal } => refused(path, *refusal),
            OutputError::OfflineRefused { path, refusal } => offline_refused(path, *refusal),
            OutputError::Locked { path, waited } => locked(path, *waited),
            OutputError::ForeignFile { folder, paths } => foreign_file(folder, paths, true),
            OutputError::Reserved { path } => reserved(path),
            OutputError::Duplicate { path } => duplicate(path),
            OutputError::FileAndFolder { file, inside } => file_and_folder(file, inside),
            OutputError::SourceChanged { path } => source_changed(path),
            OutputError::PublishedChanged { path } => published_changed(path),
            OutputError::Stopped { path } => stopped(path),
            OutputError::Unfinished { path } => unfinished(path),
            OutputError::HalfMoved { because } => half_moved(because),
            OutputError::Io { step, path, error } => refused_by_system(*step, path, error),
        }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words().en)
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OutputError::Io { error, .. } => Some(&**error),
            OutputError::HalfMoved { because } => Some(&**because),
            _ => None,
        }
    }
}

impl From<OutputError> for io::Error {
    fn from(error: OutputError) -> io::Error {
        io::Error::new(error.kind().unwrap_or(io::ErrorKind::Other), error)
    }
}

impl Step {
    /// For `map_err`: the system refused this step at `path`.
    pub(super) fn at(self, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
        move |error| OutputError::Io { step: self, path: path.to_owned(), error: Arc::new(error) }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Step::Look => ("looking at", "查看"),
            Step::Read => ("reading", "读取"),
            Step::Write => ("writing", "写入"),
            Step::MakeFolder => ("making the folder", "创建文件夹"),
            Step::Keep => ("carrying over", "保留"),
            Step::Replace => ("replacing", "替换"),
            Step::Remove => ("removing", "删除"),
            Step::Lock => ("locking", "锁定"),
        }
    }
}

/// One message in both languages.
struct Words {
    en: String,
    zh: String,
}

fn refused(path: &Path, refusal: Refusal) -> Words {
    let (path, words) = (path.display(), refusal.words());
    Words {
        en: format!("`{path}` cannot be the output folder: {}", words.en),
        zh: format!("`{path}` 不能作为输出文件夹：{}", words.zh),
    }
}

fn offline_refused(path: &Path, refusal: OfflineRefusal) -> Words {
    let path = path.display();
    let (en, zh) = match refusal {
        OfflineRefusal::InOutput => (
            "it would be published with the site; name a file outside the output folder",
            "这样会和网站一起发布；请指定输出文件夹以外的文件",
        ),
        OfflineRefusal::InSources => (
            "it would be read as a source of the site; name a file outside `content` and `themes`",
            "这样会被当成网站的源文件；请指定 `content` 和 `themes` 以外的文件",
        ),
        OfflineRefusal::NotAFile => (
            "it is not a file; name a file, such as `help.zip`",
            "它不是文件；请指定一个文件，例如 `help.zip`",
        ),
        OfflineRefusal::Hidden => (
            "what begins with a dot is hidden on many systems, and so would the folder in it be; \
             choose a name such as `help.zip`",
            "以点开头的名字在很多系统上会被隐藏，解压出来的文件夹也看不到；请换一个名字，例如 `help.zip`",
        ),
    };
    Words {
        en: format!("`{path}` cannot be the offline copy: {en}"),
        zh: format!("`{path}` 不能作为离线副本：{zh}"),
    }
}

fn locked(path: &Path, waited: Duration) -> Words {
    let (path, waited) = (path.display(), waited.as_secs());
    Words {
        en: format!(
            "another build is publishing `{path}`, waited {waited} s; \
             build again when it has ended"
        ),
        zh: format!("另一个构建正在发布 `{path}`，已等待 {waited} 秒；请等它结束后再构建"),
    }
}

/// `is_whole` says that nothing was moved yet.
fn foreign_file(folder: &Path, paths: &[PathBuf], is_whole: bool) -> Words {
    let (folder, count) = (folder.display(), paths.len());
    let files = if count == 1 { "a file".to_owned() } else { format!("{count} files") };
    let (en, zh) = (list(paths, ", ", " and more"), list(paths, "、", " 等"));
    let (end, end_zh) = match is_whole {
        true => ("; the published site was not changed", "。已发布的网站没有改动"),
        false => ("", ""),
    };
    Words {
        en: format!(
            "`{folder}` holds {files} that wenda did not make and this build would overwrite: {en}; \
             move or rename, or overwrite with `--adopt`{end}"
        ),
        zh: format!(
            "`{folder}` 里有 {count} 个文件不是由 wenda 生成的，构建会覆盖它们：{zh}；\
             请把它们移走或改名，或者确认后用 `--adopt` 覆盖{end_zh}"
        ),
    }
}

fn reserved(path: &OutputPath) -> Words {
    Words {
        en: format!("`{path}` is a name that wenda keeps for itself; give the file another name"),
        zh: format!("`{path}` 是 wenda 自己要用的名字；请给这个文件换一个名字"),
    }
}

fn duplicate(path: &OutputPath) -> Words {
    Words {
        en: format!(
            "`{path}` was written twice in one build; \
             give one of the two another slug or name"
        ),
        zh: format!("一次构建中 `{path}` 被写了两次；请给其中一个换一个 slug 或文件名"),
    }
}

fn file_and_folder(file: &OutputPath, inside: &OutputPath) -> Words {
    Words {
        en: format!(
            "`{file}` is wanted as a file and as the folder of `{inside}`; \
             give one of the two another name"
        ),
        zh: format!(
            "`{file}` 既要作为文件，又要作为 `{inside}` 所在的文件夹；\
             请给其中一个换一个名字"
        ),
    }
}

fn source_changed(path: &Path) -> Words {
    let path = path.display();
    Words {
        en: format!("`{path}` changed while it was being read; build again"),
        zh: format!("`{path}` 在读取过程中被改动；请重新构建"),
    }
}

fn published_changed(path: &Path) -> Words {
    let path = path.display();
    Words {
        en: format!(
            "`{path}` is not what this build published: something else changed it, \
             so there is no new offline copy; build again"
        ),
        zh: format!("`{path}` 不是这次构建发布的内容，已被其他程序改动，因此没有写新的离线副本；请重新构建"),
    }
}

fn stopped(path: &Path) -> Words {
    let path = path.display();
    Words {
        en: format!("interrupted; the site is published, `{path}` is as it was"),
        zh: format!("已中断；网站已经发布，`{path}` 保持原样"),
    }
}

fn unfinished(path: &OutputPath) -> Words {
    Words {
        en: format!(
            "`{path}` was not written to its end, so nothing was published; \
             build again and report it if it happens twice"
        ),
        zh: format!(
            "`{path}` 没有写完，因此什么都没有发布；\
             请重新构建，如果再次出现，请报告这个问题"
        ),
    }
}

fn half_moved(because: &OutputError) -> Words {
    let because = match because {
        OutputError::ForeignFile { folder, paths } => foreign_file(folder, paths, false),
        other => other.words(),
    };
    Words {
        en: format!(
            "publishing stopped half way; mend this and build again, which finishes it first: {}",
            because.en
        ),
        zh: format!("发布到一半中断了；请排除下面的原因后再构建一次，会先把这次发布完成：{}", because.zh),
    }
}

fn refused_by_system(step: Step, path: &Path, error: &io::Error) -> Words {
    let (path, (doing, doing_zh)) = (path.display(), step.words());
    match PLAIN.iter().find(|plain| plain.kinds.contains(&error.kind())) {
        Some(Plain { en: (en, advice), zh: (zh, advice_zh), .. }) => Words {
            en: format!("{en} while {doing} `{path}`; {advice}"),
            zh: format!("{doing_zh} `{path}` 时{zh}；{advice_zh}"),
        },
        None => Words {
            en: format!("{error} while {doing} `{path}`; check the disk and build again"),
            zh: format!("{doing_zh} `{path}` 时出错（{error}）；请检查磁盘后重新构建"),
        },
    }
}

/// The first few of many paths.
fn list(paths: &[PathBuf], between: &str, more: &str) -> String {
    const SHOWN: usize = 5;
    let shown = paths.iter().take(SHOWN).map(|path| format!("`{}`", path.display()));
    let shown = shown.collect::<Vec<_>>().join(between);
    shown + if paths.len() > SHOWN { more } else { "" }
}

impl Refusal {
    fn words(self) -> Words {
        if let Refusal::NotOurs { entries } = self {
            let things = if entries == 1 { "1 thing".to_owned() } else { format!("{entries} things") };
            return Words {
                en: format!(
                    "wenda did not make it and it holds {things}; \
                     name an empty folder, or adopt it with `--adopt`"
                ),
                zh: format!(
                    "它不是由 wenda 生成的，里面有 {entries} 项内容；\
                     请指定一个空文件夹，或者确认后用 `--adopt` 接管"
                ),
            };
        }
        let (is, is_zh) = self.nature();
        let (remedy, remedy_zh) = self.remedy();
        Words { en: format!("{is}; {remedy}"), zh: format!("{is_zh}；{remedy_zh}") }
    }

    fn nature(self) -> (&'static str, &'static str) {
        match self {
            Refusal::Project => ("it is the project folder", "它是项目文件夹本身"),
            Refusal::HoldsProject => ("the project lies in it", "项目就在它里面"),
            Refusal::InContent => ("it is where the content is read from", "这里存放文章"),
            Refusal::InThemes => ("it is where themes are read from", "这里存放主题"),
            Refusal::Home => ("the home folder would be overwritten", "这样会覆盖个人主目录"),
            Refusal::FilesystemRoot => ("it is the top of the file system", "它是整个文件系统的最上层"),
            Refusal::NotAFolder => ("it is not a folder", "它不是文件夹"),
            Refusal::Nameless => (
                "the path ends in `..` behind a folder that does not exist",
                "路径以 `..` 结尾，而前面的文件夹不存在",
            ),
            Refusal::NotOurs { .. } => ("wenda did not make it", "它不是由 wenda 生成的"),
            Refusal::ManifestNotAFile => {
                ("its `.wenda-manifest.json` is not a file", "其中的 `.wenda-manifest.json` 不是文件")
            }
        }
    }

    fn remedy(self) -> (&'static str, &'static str) {
        match self {
            Refusal::Project => {
                ("name a folder in it, such as `public`", "请指定其中的一个文件夹，例如 `public`")
            }
            Refusal::InContent => ("name a folder outside `content`", "请指定 `content` 以外的文件夹"),
            Refusal::InThemes => ("name a folder outside `themes`", "请指定 `themes` 以外的文件夹"),
            Refusal::HoldsProject | Refusal::Home | Refusal::FilesystemRoot | Refusal::NotOurs { .. } => {
                ("name a folder that holds nothing else", "请指定一个没有其他东西的文件夹")
            }
            Refusal::NotAFolder => ("name another or remove it", "请换一个名字，或先删除它"),
            Refusal::Nameless => ("write it out", "请写出完整的路径"),
            Refusal::ManifestNotAFile => ("remove that first", "请先删除它"),
        }
    }
}

/// What a system error means to somebody who does not know its name, and what to do.
struct Plain {
    kinds: &'static [io::ErrorKind],
    en: (&'static str, &'static str),
    zh: (&'static str, &'static str),
}

const PLAIN: &[Plain] = &[
    Plain {
        kinds: &[io::ErrorKind::StorageFull],
        en: ("no space left on the disk", "make room and build again"),
        zh: ("磁盘空间不足", "请腾出空间后重新构建"),
    },
    Plain {
        kinds: &[io::ErrorKind::QuotaExceeded],
        en: ("the disk quota is used up", "make room and build again"),
        zh: ("磁盘配额已用完", "请腾出空间后重新构建"),
    },
    Plain {
        kinds: &[io::ErrorKind::FileTooLarge],
        en: ("the file is larger than the system allows", "make it smaller or raise the limit"),
        zh: ("文件超过系统允许的大小", "请缩小文件或放宽限制"),
    },
    Plain {
        kinds: &[io::ErrorKind::PermissionDenied],
        en: ("permission denied", "check who owns it and who may write there"),
        zh: ("没有权限", "请检查它的所有者和写入权限"),
    },
    Plain {
        kinds: &[io::ErrorKind::ReadOnlyFilesystem],
        en: ("the disk is read-only", "name an output folder on a disk that can be written"),
        zh: ("磁盘是只读的", "请把输出文件夹放到可以写入的磁盘上"),
    },
    Plain {
        kinds: &[io::ErrorKind::InvalidFilename],
        en: (
            "the name is longer than the disk allows",
            "give the page a shorter slug, or publish to a folder with a shorter path",
        ),
        zh: ("名字超过磁盘允许的长度", "请给页面设置更短的 slug，或换一个路径更短的输出文件夹"),
    },
    Plain {
        kinds: &[io::ErrorKind::NotFound],
        en: ("the file or folder is gone", "check that nothing else changes it, then build again"),
        zh: ("文件或文件夹不见了", "请确认没有其他程序在改动它，然后重新构建"),
    },
    Plain {
        kinds: &[io::ErrorKind::AlreadyExists, io::ErrorKind::DirectoryNotEmpty],
        en: ("something of that name is already there", "move it away, then build again"),
        zh: ("同名的文件或文件夹已经存在", "请把它移走，然后重新构建"),
    },
    Plain {
        kinds: &[io::ErrorKind::IsADirectory, io::ErrorKind::NotADirectory],
        en: (
            "a file stands where a folder is needed, or the other way round",
            "move it away, then build again",
        ),
        zh: ("需要文件的地方是文件夹，或者相反", "请把它移走，然后重新构建"),
    },
];
