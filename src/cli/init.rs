//! `wenda init`: a small site that builds, to be changed by its writers.
#![allow(clippy::disallowed_methods, reason = "looks at what a new site would meet")]

use crate::output::create_files;

use super::arguments::InitArguments;
use super::terminal::Terminal;
use super::{Exit, Failure};

/// Path in the new site and text.
const STARTER: [(&str, &str); 7] = [
    ("content/site.yaml", include_str!("starter/site.yaml")),
    ("content/index.md", include_str!("starter/index.md")),
    ("content/index.en.md", include_str!("starter/index.en.md")),
    ("content/questions/first-question.md", include_str!("starter/first-question.md")),
    ("content/questions/first-question.en.md", include_str!("starter/first-question.en.md")),
    ("content/symptoms/example.md", include_str!("starter/example.md")),
    ("public/.gitignore", "*\n!.gitignore\n"),
];

/// Runs the command.
pub fn run(arguments: &InitArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let folder = arguments.folder.display().to_string();
    if arguments.folder.join("content").exists() {
        return Err(Failure::new(
            Exit::Usage,
            format!("`{folder}` 里已经有 content/，没有改动任何文件"),
            format!("`{folder}` already holds content/; nothing was changed"),
        ));
    }
    // A `.gitignore` that is there already says what its owner wants.
    let is_new = |path: &str| path.starts_with("content/") || !arguments.folder.join(path).exists();
    let files: Vec<_> = STARTER.into_iter().filter(|(path, _)| is_new(path)).collect();
    create_files(&arguments.folder, &files).map_err(|error| {
        Failure::environment(&format!("无法建立 `{folder}`"), &format!("cannot create `{folder}`"), &error)
    })?;
    terminal.say(
        &format!("已在 `{folder}` 建立网站。接下来：\n  cd {folder}\n  wenda serve --open"),
        &format!("created a site in `{folder}`. Next:\n  cd {folder}\n  wenda serve --open"),
    );
    Ok(Exit::Fine)
}
