//! What can be said after `wenda tree`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::arguments::{Format, SiteArguments};

#[derive(Debug, Subcommand)]
pub enum TreeCommand {
    /// 整理文件：统一格式，注释保留 · put the files into canonical form, comments stay
    Fmt(FmtArguments),
    /// 列出节点、回答和数字；不写 TREE 则列出全部决策树 · show nodes, answers and numbers, or all trees without TREE
    Show(ShowArguments),
    /// 每条路一行，用 id 写 · a line for each path, in ids
    Paths(PathsArguments),
    /// 比较两个版本 · compare two versions
    Diff(DiffArguments),
    /// 输出流程图（SVG） · print the flowchart as SVG
    Map(MapArguments),
    /// 输出 JSON · print the tree as JSON
    Export(ExportArguments),
    /// 确认译文与现在的原文相符 · record that translations match the present source texts
    Accept(AcceptArguments),
}

#[derive(Args, Debug)]
pub struct FmtArguments {
    /// 文件 · files [默认 · default: content/troubleshooters/ 里的全部 · all in it]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// 不写文件，只说哪些会变；有会变的就以 1 退出 · write nothing, name the files that would change, and exit 1 if any
    #[arg(long)]
    pub check: bool,
    #[command(flatten)]
    pub project: ProjectArguments,
}

#[derive(Args, Debug)]
pub struct ShowArguments {
    /// 决策树的名字 · name of a tree
    #[arg(value_name = "TREE")]
    pub tree: Option<String>,
    /// 文字的语言 · locale of the texts [默认 · default: 信息的语言 · the language of messages]
    #[arg(long, value_name = "LOCALE")]
    pub locale: Option<String>,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Args, Debug)]
pub struct PathsArguments {
    /// 决策树的名字 · name of a tree
    #[arg(value_name = "TREE")]
    pub tree: String,
    /// 最多几条 · most paths
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub limit: u16,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Args, Debug)]
pub struct DiffArguments {
    /// 旧版文件，可以在项目之外 · the old file, which may lie outside the project
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// 新版文件 · the new file
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    #[command(flatten)]
    pub project: ProjectArguments,
}

#[derive(Args, Debug)]
pub struct MapArguments {
    /// 决策树的名字 · name of a tree
    #[arg(value_name = "TREE")]
    pub tree: String,
    /// 文字的语言 · locale of the texts [默认 · default: 信息的语言 · the language of messages]
    #[arg(long, value_name = "LOCALE")]
    pub locale: Option<String>,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Args, Debug)]
pub struct ExportArguments {
    /// 决策树的名字 · name of a tree
    #[arg(value_name = "TREE")]
    pub tree: String,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Args, Debug)]
pub struct AcceptArguments {
    /// 决策树的名字 · name of a tree [默认 · default: 全部 · all]
    #[arg(value_name = "TREE")]
    pub tree: Option<String>,
    /// 译文的语言 · locale of the translations [默认 · default: 全部 · all]
    #[arg(long, value_name = "LOCALE")]
    pub locale: Option<String>,
    #[command(flatten)]
    pub project: ProjectArguments,
}

/// For commands that work on files and build nothing.
#[derive(Args, Debug)]
pub struct ProjectArguments {
    /// 项目文件夹，里面有 content/ · project folder, holding content/ [默认 · default: 由当前文件夹向上找 · nearest upwards]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// 诊断的格式 · format of diagnostics
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}
