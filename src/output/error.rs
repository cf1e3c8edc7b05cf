//! What can go wrong while publishing, in English and in plain Chinese.
//!
//! Every message names the path, says what was being done and what to do now. These are about the machine (disk,
//! permission, lock, a folder that is not ours), never about content, so they are not diagnostics. The error is
//! `Clone` because the thread that meets it reports it to the renderer while `commit` reports it to the caller.

use crate::artifact::OutputPath;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

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
        match self {
            OutputError::Refused { path, refusal } => {
                format!("`{}` 不能作为输出文件夹：{}", path.display(), refusal.zh())
            }
            OutputError::Locked { path, waited } => format!(
                "另一个构建正在发布 `{}`，已等待 {} 秒；请等它结束后再构建",
                path.display(),
                waited.as_secs()
            ),
            OutputError::ForeignFile { folder, paths } => format!(
                "`{}` 里有 {} 个文件不是由 wenda 生成的，构建会覆盖它们：{}；请把它们移走或改名，或者确认后允许覆盖。已发布的网站没有改动",
                folder.display(),
                paths.len(),
                list(paths, "、", " 等")
            ),
            OutputError::Reserved { path } => {
                format!("`{path}` 是 wenda 自己要用的名字；请给这个文件换一个名字")
            }
            OutputError::Duplicate { path } => {
                format!("一次构建中 `{path}` 被写了两次；请给其中一个换一个 slug 或文件名")
            }
            OutputError::FileAndFolder { file, inside } => {
                format!("`{file}` 既要作为文件，又要作为 `{inside}` 所在的文件夹；请给其中一个换一个名字")
            }
            OutputError::SourceChanged { path } => {
                format!("`{}` 在读取过程中被改动；请重新构建", path.display())
            }
            OutputError::Unfinished { path } => {
                format!("`{path}` 没有写完，因此什么都没有发布；请重新构建，如果再次出现，请报告这个问题")
            }
            OutputError::HalfMoved { because } => {
                format!(
                    "发布到一半中断了；请排除下面的原因后再构建一次，会先把这次发布完成。{}",
                    because.zh()
                )
            }
            OutputError::Io { step, path, error } => {
                let plain = Plain::of(error);
                format!("{} `{}` 时{}；{}", step.zh(), path.display(), plain.zh, plain.zh_advice)
            }
        }
    }

    /// The error inside an error of [`Sink::put`](crate::artifact::Sink::put); another sink's error comes back.
    pub fn of(error: io::Error) -> Result<OutputError, io::Error> {
        error.downcast()
    }

    /// What the system said, if it was the system.
    pub(super) fn kind(&self) -> Option<io::ErrorKind> {
        match self {
            OutputError::Io { error, .. } => Some(error.kind()),
            _ => None,
        }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::Refused { path, refusal } => {
                write!(out, "`{}` cannot be the output folder: {}", path.display(), refusal.en())
            }
            OutputError::Locked { path, waited } => write!(
                out,
                "another build is publishing `{}`, waited {} s; build again when it has ended",
                path.display(),
                waited.as_secs()
            ),
            OutputError::ForeignFile { folder, paths } => write!(
                out,
                "`{}` holds {} that wenda did not make and this build would overwrite: {}; \
                 move or rename, or allow overwriting; the published site was not changed",
                folder.display(),
                if paths.len() == 1 { "a file".to_owned() } else { format!("{} files", paths.len()) },
                list(paths, ", ", " and more")
            ),
            OutputError::Reserved { path } => {
                write!(out, "`{path}` is a name that wenda keeps for itself; give the file another name")
            }
            OutputError::Duplicate { path } => write!(
                out,
                "`{path}` was written twice in one build; give one of the two another slug or name"
            ),
            OutputError::FileAndFolder { file, inside } => write!(
                out,
                "`{file}` is wanted as a file and as the folder of `{inside}`; give one of the two another name"
            ),
            OutputError::SourceChanged { path } => {
                write!(out, "`{}` changed while it was being read; build again", path.display())
            }
            OutputError::Unfinished { path } => write!(
                out,
                "`{path}` was not written to its end, so nothing was published; build again and report it if it happens twice"
            ),
            OutputError::HalfMoved { because } => write!(
                out,
                "publishing stopped half way; mend this and build again, which finishes it first: {because}"
            ),
            OutputError::Io { step, path, error } => {
                let plain = Plain::of(error);
                write!(out, "{} while {} `{}`; {}", plain.en, step.en(), path.display(), plain.en_advice)
            }
        }
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

    fn en(self) -> &'static str {
        match self {
            Step::Look => "looking at",
            Step::Read => "reading",
            Step::Write => "writing",
            Step::MakeFolder => "making the folder",
            Step::Keep => "carrying over",
            Step::Replace => "replacing",
            Step::Remove => "removing",
            Step::Lock => "locking",
        }
    }

    fn zh(self) -> &'static str {
        match self {
            Step::Look => "查看",
            Step::Read => "读取",
            Step::Write => "写入",
            Step::MakeFolder => "创建文件夹",
            Step::Keep => "保留",
            Step::Replace => "替换",
            Step::Remove => "删除",
            Step::Lock => "锁定",
        }
    }
}

impl Refusal {
    fn en(self) -> String {
        let text = match self {
            Refusal::Project => "it is the project folder; name a folder in it, such as `public`",
            Refusal::HoldsProject => "the project lies in it; name a folder that holds nothing else",
            Refusal::InContent => "it is where the content is read from; name a folder outside `content`",
            Refusal::InThemes => "it is where themes are read from; name a folder outside `themes`",
            Refusal::Home => "the home folder would be overwritten; name a folder that holds nothing else",
            Refusal::FilesystemRoot => {
                "it is the top of the file system; name a folder that holds nothing else"
            }
            Refusal::NotAFolder => "it is not a folder; name another or remove it",
            Refusal::Nameless => "the path ends in `..` behind a folder that does not exist; write it out",
            Refusal::NotOurs { entries } => {
                let things = if entries == 1 { "1 thing".to_owned() } else { format!("{entries} things") };
                return format!(
                    "wenda did not make it and it holds {things}; name an empty folder, or allow adopting it"
                );
            }
            Refusal::ManifestNotAFile => "its `.wenda-manifest.json` is not a file; remove that first",
        };
        text.to_owned()
    }

    fn zh(self) -> String {
        let text = match self {
            Refusal::Project => "它是项目文件夹本身；请指定其中的一个文件夹，例如 `public`",
            Refusal::HoldsProject => "项目就在它里面；请指定一个没有其他东西的文件夹",
            Refusal::InContent => "这里存放文章；请指定 `content` 以外的文件夹",
            Refusal::InThemes => "这里存放主题；请指定 `themes` 以外的文件夹",
            Refusal::Home => "这样会覆盖个人主目录；请指定一个没有其他东西的文件夹",
            Refusal::FilesystemRoot => "它是整个文件系统的最上层；请指定一个没有其他东西的文件夹",
            Refusal::NotAFolder => "它不是文件夹；请换一个名字，或先删除它",
            Refusal::Nameless => "路径以 `..` 结尾，而前面的文件夹不存在；请写出完整的路径",
            Refusal::NotOurs { entries } => {
                return format!(
                    "它不是由 wenda 生成的，里面有 {entries} 项内容；请指定一个空文件夹，或者确认后允许接管"
                );
            }
            Refusal::ManifestNotAFile => "其中的 `.wenda-manifest.json` 不是文件；请先删除它",
        };
        text.to_owned()
    }
}

/// What a system error means to somebody who does not know its name.
struct Plain {
    en: String,
    en_advice: &'static str,
    zh: String,
    zh_advice: &'static str,
}

impl Plain {
    fn of(error: &io::Error) -> Plain {
        let (en, en_advice, zh, zh_advice) = match error.kind() {
            io::ErrorKind::StorageFull => (
                "no space left on the disk",
                "make room and build again",
                "磁盘空间不足",
                "请腾出空间后重新构建",
            ),
            io::ErrorKind::QuotaExceeded => (
                "the disk quota is used up",
                "make room and build again",
                "磁盘配额已用完",
                "请腾出空间后重新构建",
            ),
            io::ErrorKind::FileTooLarge => (
                "the file is larger than the system allows",
                "make the file smaller or raise the limit",
                "文件超过系统允许的大小",
                "请缩小文件或放宽限制",
            ),
            io::ErrorKind::PermissionDenied => (
                "permission denied",
                "check who owns it and who may write there",
                "没有权限",
                "请检查它的所有者和写入权限",
            ),
            io::ErrorKind::ReadOnlyFilesystem => (
                "the disk is read-only",
                "name an output folder on a disk that can be written",
                "磁盘是只读的",
                "请把输出文件夹放到可以写入的磁盘上",
            ),
            io::ErrorKind::InvalidFilename => (
                "the name is longer than the disk allows",
                "give the page a shorter slug, or publish to a folder with a shorter path",
                "名字超过磁盘允许的长度",
                "请给页面设置更短的 slug，或换一个路径更短的输出文件夹",
            ),
            io::ErrorKind::NotFound => (
                "the file or folder is gone",
                "check that nothing else changes it, then build again",
                "文件或文件夹不见了",
                "请确认没有其他程序在改动它，然后重新构建",
            ),
            io::ErrorKind::AlreadyExists | io::ErrorKind::DirectoryNotEmpty => (
                "something of that name is already there",
                "move it away, then build again",
                "同名的文件或文件夹已经存在",
                "请把它移走，然后重新构建",
            ),
            io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory => (
                "a file stands where a folder is needed, or the other way round",
                "move it away, then build again",
                "需要文件的地方是文件夹，或者相反",
                "请把它移走，然后重新构建",
            ),
            _ => return Plain::unknown(error),
        };
        Plain { en: en.to_owned(), en_advice, zh: zh.to_owned(), zh_advice }
    }

    fn unknown(error: &io::Error) -> Plain {
        Plain {
            en: error.to_string(),
            en_advice: "check the disk and build again",
            zh: format!("出错（{error}）"),
            zh_advice: "请检查磁盘后重新构建",
        }
    }
}

/// The first few of many paths.
fn list(paths: &[PathBuf], between: &str, more: &str) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = paths.iter().take(SHOWN).map(|path| format!("`{}`", path.display())).collect();
    let more = if paths.len() > SHOWN { more } else { "" };
    shown.join(between) + more
}
