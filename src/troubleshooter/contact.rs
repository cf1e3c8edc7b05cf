//! `content/contacts.yaml`: the only place for phone numbers, links and hours of support.

use crate::config::{Locale, Localised};
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::site::{SetIndex, Site};
use crate::source::{SourceTree, Span, Spanned};
use crate::suggest::nearest;
use crate::yaml::{self, Fields, Node};

use super::article::whole_document;

/// Where the channels are written.
pub const PATH: &str = "content/contacts.yaml";

/// All channels, in written order.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    /// The channels.
    pub channels: Vec<Channel>,
    /// `page`: the document about getting help. It shows the channels, and every page leads to it.
    pub page: Option<SetIndex>,
}

/// One way to reach somebody.
#[derive(Clone, Debug)]
pub struct Channel {
    /// What trees and front matter call it.
    pub id: String,
    /// Its name for readers.
    pub name: Localised,
    /// What `value` or `url` is.
    pub kind: ChannelKind,
    /// A phone number or e-mail address.
    pub value: Option<String>,
    /// A web address.
    pub url: Option<String>,
    /// When somebody answers.
    pub hours: Localised,
    /// What else readers should know.
    pub note: Localised,
    /// Whether it is made up and has to be replaced before a site goes public.
    pub is_example: bool,
}

/// The kinds of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// Inside the app; `note` says where.
    InApp,
    /// `value` is a phone number.
    Phone,
    /// `value` is an e-mail address.
    Email,
    /// `url` is a web address.
    Web,
}

impl ChannelKind {
    const ALL: [(ChannelKind, &'static str); 4] = [
        (ChannelKind::InApp, "in-app"),
        (ChannelKind::Phone, "phone"),
        (ChannelKind::Email, "email"),
        (ChannelKind::Web, "web"),
    ];

    /// The word in the file.
    pub fn name(self) -> &'static str {
        ChannelKind::ALL[self as usize].1
    }
}

impl Channel {
    /// Where a tap leads: `tel:`, `mailto:` or the address itself.
    pub fn href(&self) -> Option<String> {
        match self.kind {
            ChannelKind::InApp => None,
            ChannelKind::Phone => {
                let number: String = self.value.as_ref()?.chars().filter(|c| !c.is_whitespace()).collect();
                Some(format!("tel:{number}"))
            }
            ChannelKind::Email => Some(format!("mailto:{}", self.value.as_ref()?)),
            ChannelKind::Web => self.url.clone(),
        }
    }
}

impl Contacts {
    /// Reads the file; without one there are no channels.
    pub fn parse(tree: &SourceTree, site: &Site<'_>) -> Outcome<Contacts> {
        let default = &site.config.locales[0];
        let Outcome { value: root, mut diagnostics } = yaml::parse_file(tree, PATH);
        let mut fields = Fields::new(root);
        let page = fields.text("page");
        let entries = fields.mapping("channels");
        diagnostics.extend(fields.finish());
        let channels = entries.into_iter().map(|(id, node)| channel(&id, node, default, &mut diagnostics));
        let channels = channels.collect();
        let page = page.and_then(|id| whole_document(site, &id, &mut diagnostics));
        Outcome { value: Contacts { channels, page }, diagnostics }
    }

    /// Indices of the channels with these ids; the others are reported.
    pub(super) fn find(&self, ids: &[Spanned<String>], found: &mut Vec<Diagnostic>) -> Vec<usize> {
        let mut channels = Vec::new();
        for id in ids {
            match self.channels.iter().position(|channel| channel.id == id.value) {
                Some(channel) => channels.push(channel),
                None => found.push(self.unknown(id)),
            }
        }
        channels
    }

    fn unknown(&self, id: &Spanned<String>) -> Diagnostic {
        let name = &id.value;
        let message = Text::new(
            format!("`contacts.yaml` 里没有渠道 `{name}`"),
            format!("contacts.yaml has no channel `{name}`"),
        );
        let names = self.channels.iter().map(|channel| channel.id.as_str());
        Diagnostic::new(Code::ContactUnknown, message).at(id.span).did_you_mean(nearest(name, names))
    }

    /// Whether a phone number, address or link of a text is one of the channels'.
    pub(super) fn has(&self, written: &str) -> bool {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        self.channels.iter().any(|channel| {
            let same_number = channel.kind == ChannelKind::Phone
                && channel.value.as_ref().is_some_and(|value| digits(value) == digits(written));
            let same_text =
                [&channel.value, &channel.url].into_iter().flatten().any(|value| value == written);
            same_number || same_text
        })
    }
}

fn channel(id: &Spanned<String>, node: Node, default: &Locale, found: &mut Vec<Diagnostic>) -> Channel {
    let mut fields = Fields::new(Some(node));
    let channel = Channel {
        id: id.value.clone(),
        name: fields
            .localised("name", default)
            .unwrap_or_else(|| Localised::of([(default.as_str(), id.value.as_str())])),
        kind: kind(&mut fields, id.span),
        value: fields.text("value").map(|value| value.value),
        url: fields.text("url").map(|url| url.value),
        hours: fields.localised("hours", default).unwrap_or_default(),
        note: fields.localised("note", default).unwrap_or_default(),
        is_example: fields.boolean("example").unwrap_or(false),
    };
    fields.text("country");
    if channel.kind != ChannelKind::InApp && channel.href().is_none() {
        let key = if channel.kind == ChannelKind::Web { "url" } else { "value" };
        let message = Text::new(
            format!("渠道 `{}` 缺少 `{key}`", id.value),
            format!("the channel `{}` has no `{key}`", id.value),
        );
        found.push(Diagnostic::new(Code::ValueInvalid, message).at(id.span));
    }
    if let Some(url) =
        channel.url.as_ref().filter(|url| !url.starts_with("https://") && !url.starts_with("http://"))
    {
        let message = Text::new(
            format!("`url` 应以 `https://` 开头，这里是 `{url}`"),
            format!("`url` has to start with `https://`, found `{url}`"),
        );
        found.push(Diagnostic::new(Code::LinkScheme, message).at(id.span));
    }
    found.extend(fields.finish());
    channel
}

fn kind(fields: &mut Fields, place: Span) -> ChannelKind {
    let Some(word) = fields.text("kind") else {
        return if fields.place_of("url").is_some() { ChannelKind::Web } else { ChannelKind::InApp };
    };
    let found = ChannelKind::ALL.into_iter().find(|(_, name)| *name == word.value);
    found.map_or_else(
        || {
            let names = ChannelKind::ALL.map(|(_, name)| name);
            let message = Text::new(
                format!("没有 `{}` 这种渠道", word.value),
                format!("`{}` is no kind of channel", word.value),
            );
            let list = names.join("`, `");
            fields.diagnostics.push(
                Diagnostic::new(Code::ValueInvalid, message)
                    .at(Span { file: place.file, ..word.span })
                    .did_you_mean(nearest(&word.value, names))
                    .help(format!("可以是 `{}`", names.join("`、`")), format!("it is one of `{list}`")),
            );
            ChannelKind::InApp
        },
        |(kind, _)| kind,
    )
}
