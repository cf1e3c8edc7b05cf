//! Problems in content and configuration, as values.
//!
//! Every stage returns an [`Outcome`]: what it made, and the [`Diagnostic`]s it found on the way. One
//! value has several views: `human` for people, `short` for editors, `json` for machines.

mod code;
mod human;
mod json;
mod reading;
mod short;

use std::collections::BTreeMap;
use std::fmt;

use crate::source::{SourceTree, Span};

pub use code::Code;
pub use human::human;
pub use json::json;
pub use reading::reading_problems;
pub use short::short;

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

/// A message in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Both wordings of one message.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Text {
        Text { zh: zh.into(), en: en.into() }
    }

    /// The wording in `language`.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; never fails a build.
    Hint,
    /// Probably a mistake; fails a build with `--strict`.
    Warning,
    /// Nothing is written.
    Error,
}

impl Severity {
    /// `error`, `warning` or `hint`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of problem.
    pub code: Code,
    /// How bad it is; the code's default until `site.yaml` and `--strict` are applied.
    pub severity: Severity,
    /// What was found and what was expected.
    pub message: Text,
    /// Where, if it is in a file.
    pub span: Option<Span>,
    /// A word or two at the place.
    pub label: Option<Text>,
    /// Other places that matter.
    pub related: Vec<(Span, Text)>,
    /// Something to do.
    pub help: Vec<Text>,
}

impl Diagnostic {
    /// A problem of the code's default severity, without a place.
    pub fn new(code: Code, message: Text) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.default_severity(),
            message,
            span: None,
            label: None,
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Where it is.
    pub fn at(mut self, span: Span) -> Diagnostic {
        self.span = Some(span);
        self
    }

    /// Where it is, if that is known.
    pub fn placed(mut self, span: Option<Span>) -> Diagnostic {
        self.span = span;
        self
    }

    /// A word or two at the place.
    pub fn label(mut self, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        self.label = Some(Text::new(zh, en));
        self
    }

    /// Another place that matters.
    pub fn related(mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        self.related.push((span, Text::new(zh, en)));
        self
    }

    /// Something to do.
    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        self.help.push(Text::new(zh, en));
        self
    }

    /// “Did you mean …?”, when there is a candidate.
    pub fn did_you_mean(self, candidate: Option<impl fmt::Display>) -> Diagnostic {
        match candidate {
            Some(it) => self.help(format!("你是不是想写 `{it}`？"), format!("did you mean `{it}`?")),
            None => self,
        }
    }
}

/// A value and the problems found while making it.
#[derive(Clone, Debug)]
pub struct Outcome<T> {
    /// The value; usable even when there are problems, so that the next stage finds more of them.
    pub value: T,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// The problems of a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Keeps the problems of an outcome and hands on its value.
    pub fn take<T>(&mut self, outcome: Outcome<T>) -> T {
        self.list.extend(outcome.diagnostics);
        outcome.value
    }

    /// Adds problems.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(diagnostics);
    }

    /// Applies the severities of `site.yaml`, then sorts by place and drops repetitions, so that
    /// neither threads nor the order of stages shows.
    pub fn settle(&mut self, tree: &SourceTree, severities: &BTreeMap<Code, Option<Severity>>) {
        self.list.retain_mut(|diagnostic| match severities.get(&diagnostic.code) {
            Some(None) => false,
            Some(Some(severity)) => {
                diagnostic.severity = *severity;
                true
            }
            None => true,
        });
        self.list.sort_by_cached_key(|d| {
            let place = d.span.map(|s| (tree.file(s.file).path.clone(), s.start, s.end));
            (place, d.code, d.message.clone())
        });
        self.list.dedup();
    }

    /// Turns warnings into errors.
    pub fn make_strict(&mut self) {
        for diagnostic in &mut self.list {
            if diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
    }

    /// The problems, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many problems have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether anything forbids writing.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

/// Text from a file made harmless for a terminal: control and direction characters become visible escapes.
fn printable(text: &str) -> std::borrow::Cow<'_, str> {
    let hostile = |c: char| {
        (c.is_control() && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(hostile) {
        return text.into();
    }
    let escape = |c: char| if hostile(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() };
    text.chars().map(escape).collect::<String>().into()
}
