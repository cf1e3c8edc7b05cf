//! “Was this page helpful?”: a message that is begun for the reader, and the fields of a form.
//!
//! Nothing here is sent by itself. What is named is the document, its language, the address, and an edition: a hash
//! of the text, so that a complaint about a sentence that is mended by now is recognised as one.

use serde::Serialize;

use crate::config::Message;
use crate::escape;
use crate::site::{DocumentIndex, SetIndex};

use super::frame::ViewBuilder;

#[derive(Serialize)]
pub(super) struct FeedbackView<'a> {
    pub yes_url: Option<String>,
    pub no_url: Option<String>,
    /// Whether the two open an email.
    pub by_email: bool,
    pub endpoint: Option<&'a str>,
    pub fields: Vec<FieldView>,
}

#[derive(Serialize)]
pub(super) struct FieldView {
    pub name: &'static str,
    pub value: String,
}

impl<'a> ViewBuilder<'a> {
    pub(super) fn feedback(&self, set: SetIndex, document: DocumentIndex) -> Option<FeedbackView<'a>> {
        let feedback = self.site.config.feedback.as_ref()?;
        let fields = self.feedback_fields(set, document);
        let url = |key| Some(self.message_url(feedback.message.as_ref()?, key, set, &fields));
        Some(FeedbackView {
            yes_url: url("feedback.subject_yes"),
            no_url: url("feedback.subject_no"),
            by_email: matches!(feedback.message, Some(Message::Email(_))),
            endpoint: feedback.endpoint.as_ref().map(|endpoint| endpoint.url.as_str()),
            fields,
        })
    }

    fn feedback_fields(&self, set: SetIndex, document: DocumentIndex) -> Vec<FieldView> {
        let shown = self.site.document(document);
        let edition = blake3::hash(self.renderer.tree.text(shown.file).as_bytes()).to_hex();
        let address = self.absolute(&self.page.path).unwrap_or_else(|| self.page.path.encoded());
        let field = |name, value| FieldView { name, value };
        vec![
            field("document", self.site.set(set).id.to_string()),
            field("locale", shown.locale.to_string()),
            field("page", address),
            field("edition", edition[..8].to_string()),
        ]
    }

    fn message_url(&self, message: &Message, subject: &str, set: SetIndex, fields: &[FieldView]) -> String {
        // A subject is one line, whatever a title holds.
        let title =
            self.title_of(set).replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ");
        let subject = escape::url_value(&self.strings.fill(subject, &[("title", &title)]));
        let body = |line_break: &str| {
            let mut lines = vec![
                String::new(),
                String::new(),
                self.strings.get("feedback.secret").to_string(),
                String::new(),
            ];
            // The address names the document and its language too.
            let told = fields.iter().filter(|field| matches!(field.name, "page" | "edition"));
            lines.extend(told.map(|field| format!("{}: {}", field.name, field.value)));
            escape::url_value(&lines.join(line_break))
        };
        match message {
            Message::Email(address) => format!("mailto:{address}?subject={subject}&body={}", body("\r\n")),
            Message::Issues(address) => {
                let separator = if address.contains('?') { '&' } else { '?' };
                format!("{address}{separator}title={subject}&body={}", body("\n"))
            }
        }
    }
}
