//! Words for what went wrong while reading files.

use super::{Code, Diagnostic, Text};
use crate::source::{Encoding, FileId, ReadProblem, SourceFile, SourceTree, Span};

/// The problems that the reader left beside the files.
pub fn reading_problems(tree: &SourceTree) -> Vec<Diagnostic> {
    let word_all = |(id, file): (FileId, &SourceFile)| {
        file.problems.iter().map(|problem| word(id, file, problem)).collect::<Vec<_>>()
    };
    tree.files().flat_map(word_all).collect()
}

fn word(id: FileId, file: &SourceFile, problem: &ReadProblem) -> Diagnostic {
    let start = Span::new(id, 0..0);
    let make = |code, zh: String, en: String| Diagnostic::new(code, Text::new(zh, en)).at(start);
    match problem {
        ReadProblem::NotUtf8 { at, guess, preview } => not_utf8(id, file, *at, *guess, preview),
        ReadProblem::Nul { at } => {
            make(Code::EncodingNul, "文本里有空字符（NUL）".into(), "the text holds a NUL character".into())
                .at(Span::new(id, *at..*at + 1))
                .help(
                    "删掉这个字符；文件可能已损坏或不是文本",
                    "delete it; the file may be damaged or not be text",
                )
        }
        ReadProblem::TooLarge { bytes, limit } => make(
            Code::FileTooLarge,
            format!("文件有 {}，超过上限 {}", mebibytes(*bytes), mebibytes(*limit)),
            format!("the file has {}, more than the limit of {}", mebibytes(*bytes), mebibytes(*limit)),
        )
        .help("把文件拆成几篇", "split it into several documents"),
        ReadProblem::SameName { other } => make(
            Code::PathCollision,
            format!("`{}` 和 `{other}` 在有些电脑上是同一个文件", file.path),
            format!("`{}` and `{other}` are the same file on some computers", file.path),
        )
        .help(
            "它们只差大小写、全角半角或字符编码方式；给其中一个改名",
            "they differ only by case, width or Unicode normalisation; rename one",
        ),
        ReadProblem::BadLink { target } => make(
            Code::SymlinkOutside,
            format!("符号链接指向项目之外或不存在的地方：`{target}`"),
            format!("symbolic link leads out of the project or nowhere: `{target}`"),
        )
        .help("把文件复制到 content/ 里", "copy the file into content/"),
        ReadProblem::BadName => make(
            Code::PathInvalid,
            "文件名不是有效的 UTF-8，或含有控制字符".into(),
            "the file name is not valid UTF-8 or holds control characters".into(),
        )
        .help("给文件改名，只用字母、数字、连字符", "rename it with letters, digits and hyphens"),
        ReadProblem::NotAFile => {
            make(Code::PathInvalid, "既不是文件也不是文件夹".into(), "neither a file nor a folder".into())
                .help("把它移出 content/", "move it out of content/")
        }
        ReadProblem::Unreadable { reason } => make(
            Code::FileUnreadable,
            format!("读不了这个文件：{reason}"),
            format!("cannot read this file: {reason}"),
        )
        .help("检查文件的权限", "check the permissions of the file"),
    }
}

fn not_utf8(id: FileId, file: &SourceFile, at: usize, guess: Option<Encoding>, preview: &str) -> Diagnostic {
    let diagnostic = match guess {
        Some(encoding) => {
            let name = encoding.iconv_name();
            let message = Text::new(
                format!("文件不是 UTF-8，看起来是 {name}"),
                format!("the file is not UTF-8; it looks like {name}"),
            );
            let command = format!("iconv -f {name} -t UTF-8 {0} > {0}.utf8 && mv {0}.utf8 {0}", file.path);
            Diagnostic::new(Code::EncodingNotUtf8, message)
                .help(format!("按 {name} 读出来是：{preview}"), format!("read as {name} it says: {preview}"))
                .help(
                    format!("在编辑器里“另存为 UTF-8”，或运行：{command}"),
                    format!("save it as UTF-8 in your editor, or run: {command}"),
                )
        }
        None => Diagnostic::new(Code::EncodingNotUtf8, Text::new("文件不是 UTF-8", "the file is not UTF-8"))
            .help(
                "从这里开始无法读取；在编辑器里“另存为 UTF-8”",
                "it cannot be read from here on; save it as UTF-8 in your editor",
            ),
    };
    diagnostic.at(Span::new(id, at..at))
}

fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
