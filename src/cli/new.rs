//! `wenda new`: a new document with the front matter that it needs.

use std::io;

use crate::config::{self, SiteConfig};
use crate::document::is_valid_slug;
use crate::output::create_files;
use crate::source::{self, ReadLimits};
use crate::suggest::nearest;

use super::arguments::NewArguments;
use super::project::find_root;
use super::terminal::Terminal;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(arguments: &NewArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let root = find_root(arguments.root.as_deref())?;
    let tree = source::read(&root, ReadLimits::default())
        .map_err(|error| Failure::environment("读不了项目", "cannot read the project", &error))?;
    let config = config::parse(&tree).value;
    let (collection, slug) = split(&arguments.id)?;
    let folders = tree
        .files()
        .filter_map(|(_, file)| file.path.in_content()?.rsplit_once('/').map(|(folder, _)| folder));
    let folder = folder_of(collection, &config, folders.collect())?;
    let path = format!("content/{folder}/{slug}.md");
    let title = arguments.title.as_deref().map(on_one_line).filter(|title| !title.is_empty());
    let text = document(title.as_deref().unwrap_or(slug), &folder, &config);
    create_files(&root, &[(path.as_str(), text.as_str())]).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(
            Exit::Usage,
            format!("`{path}` 已经存在，没有改动"),
            format!("`{path}` exists already; it was not changed"),
        ),
        _ => Failure::environment(&format!("无法建立 `{path}`"), &format!("cannot create `{path}`"), &error),
    })?;
    terminal.say(
        &format!("已建立 {path}\n这是草稿：写完后删掉 `draft: true`；预览草稿用 `wenda serve --drafts`"),
        &format!("created {path}\nit is a draft: delete `draft: true` when it is done; `wenda serve --drafts` shows drafts"),
    );
    Ok(Exit::Fine)
}

fn split(id: &str) -> Result<(&str, &str), Failure> {
    let id = id.trim_end_matches(".md");
    match id.rsplit_once('/') {
        Some((collection, slug)) if !collection.is_empty() && is_valid_slug(slug) && !slug.contains('.') => {
            Ok((collection.trim_start_matches("content/"), slug))
        }
        _ => Err(Failure::new(
            Exit::Usage,
            format!(
                "`{id}` 应写成 栏目/文件名，例如 `symptoms/card-declined`；文件名用小写字母、数字和连字符"
            ),
            format!(
                "`{id}` should be COLLECTION/SLUG, such as `symptoms/card-declined`; use lower-case letters, digits and hyphens"
            ),
        )),
    }
}

/// A declared collection's folder, or a folder that exists.
fn folder_of(collection: &str, config: &SiteConfig, folders: Vec<&str>) -> Result<String, Failure> {
    if let Some(declared) = config.collections.iter().find(|declared| declared.id == collection) {
        return Ok(declared.folder.clone());
    }
    if folders.contains(&collection) {
        return Ok(collection.to_string());
    }
    let ids = config.collections.iter().map(|declared| declared.id.as_str());
    let (zh, en) = match nearest(collection, ids.clone().chain(folders)) {
        Some(meant) => (format!("你是不是想写 `{meant}`？"), format!("did you mean `{meant}`?")),
        None => {
            let list = ids.collect::<Vec<_>>().join("`, `");
            (format!("可用的有：`{list}`"), format!("there are: `{list}`"))
        }
    };
    Err(Failure::new(
        Exit::Usage,
        format!("没有栏目 `{collection}`；{zh}"),
        format!("there is no collection `{collection}`; {en}"),
    ))
}

fn document(title: &str, folder: &str, config: &SiteConfig) -> String {
    let quoted = title.replace('\\', "\\\\").replace('"', "\\\"");
    let kind = config.collections.iter().find(|declared| declared.folder == folder);
    let relations: String = kind
        .map(|kind| kind.relations.iter().map(|relation| format!("  {}: []\n", relation.name)).collect())
        .unwrap_or_default();
    let relations = if relations.is_empty() { relations } else { format!("relations:\n{relations}") };
    format!(
        "---\ntitle: \"{quoted}\"\nsummary: \"\"\nkeywords: []\n{relations}draft: true\n---\n\n## 先看看 {{#first}}\n\n"
    )
}

/// Any run of white space becomes one space, other control characters go.
fn on_one_line(title: &str) -> String {
    let text = title.replace(|c: char| c.is_control() && !c.is_whitespace(), "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
