//! `wenda explain`: what a diagnostic means and how to mend it.

use crate::diag::{Code, Language};
use crate::suggest::nearest;

use super::arguments::ExplainArguments;
use super::terminal::Terminal;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let Some(name) = &arguments.name else {
        terminal.print(&list(terminal.language));
        return Ok(Exit::Fine);
    };
    let Some(code) = Code::from_name(name) else {
        let meant = nearest(name, Code::ALL.iter().map(|code| code.name()));
        let (zh, en) = match meant {
            Some(meant) => (format!("；你是不是想写 `{meant}`？"), format!("; did you mean `{meant}`?")),
            None => Default::default(),
        };
        return Err(Failure::new(
            Exit::Usage,
            format!("没有叫 `{name}` 的诊断{zh}"),
            format!("no diagnostic is called `{name}`{en}"),
        ));
    };
    let (summary, explanation) = (code.summary(terminal.language), code.explanation(terminal.language));
    let severity = code.default_severity().name();
    terminal.print(&format!("{severity}[{}]: {summary}\n\n{explanation}\n", code.name()));
    if let Some([bad, good]) = code.example() {
        let (wrong, right) = (terminal.words("不对", "wrong"), terminal.words("对", "right"));
        terminal.print(&format!("\n{wrong}:\n{}\n\n{right}:\n{}\n", indented(bad), indented(good)));
    }
    Ok(Exit::Fine)
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

fn list(language: Language) -> String {
    let widest = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let line = |code: &Code| {
        format!("{:widest$}  {:7}  {}\n", code.name(), code.default_severity().name(), code.summary(language))
    };
    Code::ALL.iter().map(line).collect()
}

/// `docs/diagnostics.md`, made of the table so that it cannot fall behind.
pub fn reference() -> String {
    let mut out = String::from(
        "# Diagnostics · 诊断\n\n<!-- Generated from src/diag/code.rs; a test keeps it current. -->\n\n\
         Every problem that wenda reports has a name. `wenda explain NAME` prints what stands here.\n\
         `site.yaml` can change a severity: `diagnostics: {link-broken: warning}`; \
         the values are `error`, `warning`, `hint` and `off`.\n",
    );
    for code in Code::ALL {
        out.push_str(&format!(
            "\n## `{}` ({})\n\n{}. {}\n\n{}。{}\n",
            code.name(),
            code.default_severity().name(),
            capitalised(code.summary(Language::English)),
            code.explanation(Language::English),
            code.summary(Language::Chinese),
            code.explanation(Language::Chinese),
        ));
        if let Some([bad, good]) = code.example() {
            out.push_str(&format!("\n```yaml\n# wrong · 不对\n{bad}\n# right · 对\n{good}\n```\n"));
        }
    }
    out
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
