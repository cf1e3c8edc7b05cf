//! What can be said on the command line. Help texts are in both languages, since clap fixes them before
//! the language of messages is known.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::BaseUrl;
use crate::date::Date;
use crate::diag::Language;

use super::tree::TreeCommand;

/// wenda 问答：把一个文件夹的中文 Markdown 变成双语帮助中心 · turns a folder of Chinese Markdown into a bilingual help centre
#[derive(Debug, Parser)]
#[command(name = "wenda", version, max_term_width = 100)]
pub struct Arguments {
    /// 信息的语言 · language of messages [默认取自环境 · default: from the environment]
    #[arg(long, global = true, value_name = "zh|en", value_parser = parse_language)]
    pub language: Option<Language>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// 生成网站到 public/ · build the site into public/
    Build(BuildArguments),
    /// 检查全部内容，不写任何文件 · check everything, write nothing
    Check(CheckArguments),
    /// 本机预览，保存后自动刷新 · preview on this machine, reloading on change
    Serve(ServeArguments),
    /// 像页面上那样搜索 · search as the site does
    Search(SearchArguments),
    /// 决策树：查看、比较、整理 · decision trees: show, compare, format
    #[command(subcommand)]
    Tree(TreeCommand),
    /// 建立一个新网站 · create a new site
    Init(InitArguments),
    /// 建立一篇新文档 · create a new document
    New(NewArguments),
    /// 解释一条诊断 · explain a diagnostic
    Explain(ExplainArguments),
    /// 输出 JSON Schema · print a JSON Schema
    Schema(SchemaArguments),
    /// 生成命令行补全脚本 · print a completion script
    Completions(CompletionsArguments),
}

/// Where the project is and what of it to build.
#[derive(Args, Debug)]
pub struct SiteArguments {
    /// 项目文件夹，里面有 content/ · project folder, holding content/ [默认 · default: 由当前文件夹向上找 · nearest upwards]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// 网站的完整网址，可带路径 · the site's full address, may carry a path
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    pub base_url: Option<BaseUrl>,
    /// 包含草稿、未到期和已过期的文档 · include drafts, future and expired documents
    #[arg(long)]
    pub drafts: bool,
    /// 把警告当作错误 · turn warnings into errors
    #[arg(long)]
    pub strict: bool,
    /// 构建日期 · build date [默认 · default: SOURCE_DATE_EPOCH 或今天 · or today, UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    pub date: Option<Date>,
    /// 线程数 · number of threads [默认 · default: 全部核心 · all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// 诊断的格式 · format of diagnostics
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

#[derive(Args, Debug)]
pub struct BuildArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// 输出文件夹 · output folder [默认 · default: ROOT/public]
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// 输出文件夹里已有不是 wenda 写的文件时仍然使用它；同名文件会被覆盖，其余保留
    /// · use the output folder although it holds other files; same names are overwritten, the rest is kept
    #[arg(long)]
    pub adopt: bool,
    /// 同时生成 /style-guide/，一页看全主题的所有部件 · also make /style-guide/, a page with every part of the theme
    #[arg(long)]
    pub style_guide: bool,
    /// 另存一份离线副本：解压后不用网络就能看的 zip 文件 · also write an offline copy: a zip to be read from a folder
    #[arg(long, value_name = "FILE")]
    pub offline_zip: Option<PathBuf>,
    /// 显示各阶段用时（search 和 render 同时进行） · show how long each stage took (search and render run side by side)
    #[arg(long)]
    pub timings: bool,
}

#[derive(Args, Debug)]
pub struct CheckArguments {
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Args, Debug)]
pub struct ServeArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// 端口，0 表示任意空闲端口 · port, 0 for any that is free
    #[arg(long, default_value_t = 4000)]
    pub port: u16,
    /// 打开浏览器 · open the browser
    #[arg(long)]
    pub open: bool,
}

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct SearchArguments {
    #[command(subcommand)]
    pub test: Option<SearchCommand>,
    /// 读者输入的内容；`-` 从标准输入逐行读取，输出 JSON · what a reader types; `-` reads lines from stdin and prints JSON
    #[arg(value_name = "QUERY", required = true)]
    pub query: Option<String>,
    /// 读者的语言 · the reader's locale [默认 · default: 网站的默认语言 · the site's default locale]
    #[arg(long, value_name = "LOCALE")]
    pub locale: Option<String>,
    /// 最多几条 · most hits
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Debug, Subcommand)]
pub enum SearchCommand {
    /// 检查每个问题能不能找到该找到的文档 · check that queries find the documents they should
    Test(SearchTestArguments),
}

#[derive(Args, Debug)]
pub struct SearchTestArguments {
    /// 检查文件，例如 content/search-tests.yaml · file of tests
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Args, Debug)]
pub struct InitArguments {
    /// 新网站的文件夹 · folder of the new site
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

#[derive(Args, Debug)]
pub struct NewArguments {
    /// 栏目和文件名，例如 symptoms/card-declined · collection and slug
    #[arg(value_name = "COLLECTION/SLUG")]
    pub id: String,
    /// 标题 · title
    #[arg(long)]
    pub title: Option<String>,
    /// 项目文件夹 · project folder
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct ExplainArguments {
    /// 诊断名，例如 link-broken；不写则列出全部 · a name such as link-broken; all are listed without it
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

#[derive(Args, Debug)]
pub struct SchemaArguments {
    /// 哪一个 · which one
    #[arg(value_enum, value_name = "NAME")]
    pub name: SchemaName,
}

/// A JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    /// 决策树的 YAML 文件 · the YAML file of a decision tree
    Tree,
    /// 导出的决策树 · an exported decision tree
    TreeExport,
}

#[derive(Args, Debug)]
pub struct CompletionsArguments {
    /// 命令行程序 · shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// A view of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 给人看 · for people, on stderr
    Human,
    /// 每条一行 · a line each, on stderr
    Short,
    /// 每条一行 JSON · JSON lines, on stdout
    Json,
}

fn parse_language(text: &str) -> Result<Language, String> {
    match text {
        "zh" => Ok(Language::Chinese),
        "en" => Ok(Language::English),
        _ => Err("zh | en".to_string()),
    }
}

fn parse_base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).map_err(|message| format!("{} · {}", message.zh, message.en))
}

fn parse_date(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|()| "年-月-日，例如 2026-02-03 · year-month-day, for example 2026-02-03".to_string())
}
