//! `feedback:` and `edit_url:`: where readers say whether a page helped, and where writers mend it.

use crate::diag::{Code, Diagnostic, Text};
use crate::escape;
use crate::source::Spanned;
use crate::yaml::Fields;

use super::external::{https_origin, is_unfit};

/// Where the answers to “Was this page helpful?” go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// Where a reader writes a message that is begun for them.
    pub message: Option<Message>,
    /// What takes the answer itself.
    pub endpoint: Option<Endpoint>,
}

/// What opens with a message that is already begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// An email to this address.
    Email(String),
    /// The form for a new issue at this address.
    Issues(String),
}

/// What takes a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// A path on the site's own host, or an address elsewhere.
    pub url: String,
    /// The origin of an address elsewhere.
    pub origin: Option<String>,
}

/// Where the source of a page is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditUrl(String);

impl EditUrl {
    const PLACEHOLDER: &'static str = "{path}";

    /// The address for the file at `path` in the project.
    pub fn of(&self, path: &str) -> String {
        let path = escape::url_path(path);
        self.0.replace(EditUrl::PLACEHOLDER, &path)
    }
}

/// The value of `feedback:`; `None` when nothing in it can be used.
pub(super) fn parse(fields: &mut Fields) -> Option<Feedback> {
    let node = fields.node("feedback")?;
    let span = node.span;
    let mut inner = Fields::new(Some(node));
    let email = inner.text("email");
    let issues = inner.text("issues");
    if let (Some(_), Some(issues)) = (&email, &issues) {
        let message = Text::new("`email` 和 `issues` 只能写一个", "`email` and `issues` exclude each other");
        inner.diagnostics.push(Diagnostic::new(Code::ValueInvalid, message).at(issues.span));
    }
    let email = email.and_then(|it| {
        checked(&mut inner, it, is_email, "例如 `help@example.com`", "for example `help@example.com`")
    });
    let issues = issues.and_then(|it| {
        checked(
            &mut inner,
            it,
            is_issues,
            "例如 `https://example.com/issues/new`",
            "for example `https://example.com/issues/new`",
        )
    });
    let endpoint = inner.text("endpoint").and_then(|it| {
        checked(&mut inner, it, is_endpoint, "例如 `/api/feedback`", "for example `/api/feedback`")
    });
    let feedback = Feedback {
        message: email.map(Message::Email).or(issues.map(Message::Issues)),
        endpoint: endpoint.map(|url| Endpoint { origin: https_origin(&url).ok().map(str::to_string), url }),
    };
    let is_empty = feedback.message.is_none() && feedback.endpoint.is_none();
    let mut found = inner.finish();
    if is_empty && found.is_empty() {
        let message =
            Text::new("`feedback` 里没有写反馈送到哪里", "`feedback` does not say where feedback goes");
        found.push(
            Diagnostic::new(Code::ValueInvalid, message)
                .at(span)
                .help("写上 `email`、`issues` 或 `endpoint`", "add `email`, `issues` or `endpoint`"),
        );
    }
    fields.diagnostics.extend(found);
    (!is_empty).then_some(feedback)
}

/// The value of `edit_url:`.
pub(super) fn edit_url(fields: &mut Fields) -> Option<EditUrl> {
    let written = fields.text("edit_url")?;
    let example = "https://example.com/edit/main/{path}";
    let (zh, en) = (format!("例如 `{example}`"), format!("for example `{example}`"));
    checked(fields, written, is_edit_url, &zh, &en).map(EditUrl)
}

/// The text, unless `check` says what is wrong with it.
fn checked(
    fields: &mut Fields,
    written: Spanned<String>,
    check: fn(&str) -> Result<(), Text>,
    zh: &str,
    en: &str,
) -> Option<String> {
    match check(&written.value) {
        Ok(()) => Some(written.value),
        Err(message) => {
            fields
                .diagnostics
                .push(Diagnostic::new(Code::ValueInvalid, message).at(written.span).help(zh, en));
            None
        }
    }
}

/// The plain form that every provider hands out; what RFC 5322 allows besides would have to be encoded in a link.
fn is_email(text: &str) -> Result<(), Text> {
    let fits = |part: &str, more: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    match text.split_once('@') {
        Some((local, host)) if fits(local, "._+-") && fits(host, ".-") && host.contains('.') => Ok(()),
        _ => Err(Text::new(format!("`{text}` 不是邮箱地址"), format!("`{text}` is not an email address"))),
    }
}

/// A query of its own stays; a fragment would swallow the one that is added.
fn is_issues(text: &str) -> Result<(), Text> {
    https_origin(text)?;
    without_fragment(text)
}

fn is_endpoint(text: &str) -> Result<(), Text> {
    without_fragment(text)?;
    let is_path = text.starts_with('/') && !text.starts_with("//") && !text.contains(is_unfit);
    if is_path { Ok(()) } else { https_origin(text).map(|_| ()) }
}

fn without_fragment(text: &str) -> Result<(), Text> {
    match text.contains('#') {
        true => Err(Text::new(format!("`{text}` 不能带 `#`"), format!("`{text}` may not hold `#`"))),
        false => Ok(()),
    }
}

fn is_edit_url(text: &str) -> Result<(), Text> {
    if !text.contains(EditUrl::PLACEHOLDER) {
        return Err(Text::new(
            format!("`{text}` 里没有代表文件路径的 `{{path}}`"),
            format!("`{text}` has no `{{path}}` for the path of the file"),
        ));
    }
    let filled = text.replace(EditUrl::PLACEHOLDER, "a");
    let origin = https_origin(&filled)?;
    // In the host the path would choose where the link leads.
    match text.starts_with(origin) {
        true => Ok(()),
        false => Err(Text::new(
            format!("`{text}` 的 `{{path}}` 不能写在域名里"),
            format!("`{text}` has `{{path}}` in its host"),
        )),
    }
}
