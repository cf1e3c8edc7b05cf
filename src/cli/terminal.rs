//! What a person or a script sees: diagnostics on stderr, data on stdout, in the language asked for.
#![allow(clippy::disallowed_methods, reason = "asks the environment for language and colour")]

use std::io::{self, IsTerminal, Write};

use crate::diag::{self, Diagnostics, Language, Severity};
use crate::source::SourceTree;

use super::arguments::Format;

/// Columns that a place in a file may take.
const WIDTH: usize = 120;

/// The standard streams.
pub struct Terminal {
    /// The language of messages.
    pub language: Language,
    colour: bool,
}

impl Terminal {
    /// Without a language of its own the environment decides.
    pub fn new(language: Option<Language>) -> Terminal {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Terminal {
            language: language.unwrap_or_else(language_of_environment),
            colour: !no_colour && io::stderr().is_terminal(),
        }
    }

    /// One of two wordings.
    pub fn words<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// Whether a person is watching.
    pub fn is_watched(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// Text for stdout. A reader that closes the pipe has seen enough: that is no error.
    pub fn print(&self, text: &str) {
        let mut stdout = io::stdout().lock();
        let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    }

    /// A line for stdout in the language of messages.
    pub fn say(&self, zh: &str, en: &str) {
        self.print(&format!("{}\n", self.words(zh, en)));
    }

    /// A line for stderr about what was printed.
    pub fn remark(&self, zh: &str, en: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", self.words(zh, en));
    }

    /// A line for stderr about something that went wrong outside the content.
    pub fn complain(&self, zh: &str, en: &str) {
        let _ = writeln!(io::stderr().lock(), "{}: {}", self.words("错误", "error"), self.words(zh, en));
    }

    /// All diagnostics in the format asked for, and for people a line that counts them.
    pub fn show(&self, diagnostics: &Diagnostics, tree: &SourceTree, format: Format) {
        let text = match format {
            Format::Json => return self.print(&diag::json(diagnostics, tree, self.language)),
            Format::Short => diag::short(diagnostics, tree, self.language),
            Format::Human => {
                diag::human(diagnostics, tree, self.language, self.colour, WIDTH) + &self.count(diagnostics)
            }
        };
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// All diagnostics as a person sees them, without colour, for a page of the preview.
    #[cfg(feature = "serve")]
    pub fn plain(&self, diagnostics: &Diagnostics, tree: &SourceTree) -> String {
        diag::human(diagnostics, tree, self.language, false, WIDTH)
    }

    fn count(&self, diagnostics: &Diagnostics) -> String {
        let kinds = [
            (Severity::Error, "个错误", "error", "errors"),
            (Severity::Warning, "个警告", "warning", "warnings"),
            (Severity::Hint, "个提示", "hint", "hints"),
        ];
        let mut parts = Vec::new();
        for (severity, zh, one, many) in kinds {
            match (diagnostics.count(severity), self.language) {
                (0, _) => {}
                (count, Language::Chinese) => parts.push(format!("{count} {zh}")),
                (1, Language::English) => parts.push(format!("1 {one}")),
                (count, Language::English) => parts.push(format!("{count} {many}")),
            }
        }
        match parts.is_empty() {
            true => String::new(),
            false => format!("{}\n", parts.join(self.words("，", ", "))),
        }
    }
}

/// `LC_ALL`, `LC_MESSAGES`, `LANG`, in the order that POSIX gives them.
fn language_of_environment() -> Language {
    let value = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match value {
        Some(value) if value.to_ascii_lowercase().starts_with("zh") => Language::Chinese,
        _ => Language::English,
    }
}
