//! One tree file as it is written: every value with its place, nothing looked up yet.
//!
//! In: `content/troubleshooters/<tree>.yaml`. Out: a [`TreeFile`]. `docs/troubleshooters.md` describes the keys.
//! The kind of a node is decided by its key (`ask`, `try` or `end`), never guessed from what else it holds.

use std::collections::BTreeMap;

use crate::config::{Locale, Localised};
use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::source::{FileId, Span, Spanned};
use crate::yaml::{self, Fields, Node, Value};

use super::MOST_YAML_NODES;

/// Addresses below a tree that are no nodes.
pub(super) const RESERVED: [&str; 3] = ["all", "map", "embed"];

/// Longest id, in bytes: ids stand in addresses and codes.
pub(super) const LONGEST_ID: usize = 60;

/// A tree file.
#[derive(Clone, Debug)]
pub struct TreeFile {
    /// Where it lies.
    pub file: FileId,
    /// Its name without extension.
    pub id: String,
    /// `title`
    pub title: LocalText,
    /// `summary`
    pub summary: LocalText,
    /// `symptoms`: what readers type, by locale.
    pub symptoms: BTreeMap<Locale, Vec<String>>,
    /// `about`: ids of documents that lead into the tree.
    pub about: Vec<Spanned<String>>,
    /// `money`: where it is written, if it is `true`.
    pub money: Option<Span>,
    /// `order`
    pub order: Option<i64>,
    /// `start`
    pub start: Option<Spanned<String>>,
    /// `nodes`, in written order.
    pub nodes: Vec<FileNode>,
    /// `translated`: hash of the source text by locale and name of the text.
    pub translated: BTreeMap<Locale, BTreeMap<String, String>>,
}

/// A node.
#[derive(Clone, Debug)]
pub struct FileNode {
    /// Its id.
    pub id: Spanned<String>,
    /// `aliases`: ids it had before.
    pub aliases: Vec<Spanned<String>>,
    /// `help`
    pub help: LocalText,
    /// What it does; `None` for a dead end.
    pub kind: Option<FileKind>,
}

/// What a node does.
#[derive(Clone, Debug)]
pub enum FileKind {
    /// A question.
    Ask(FileAsk),
    /// A fix, and whether it helped.
    Try(FileTry),
    /// An outcome.
    End(FileEnd),
}

/// `ask`
#[derive(Clone, Debug)]
pub struct FileAsk {
    /// The question.
    pub text: LocalText,
    /// `answers`
    pub answers: Vec<FileAnswer>,
    /// `no_unsure`: why there is no “not sure”.
    pub no_unsure: bool,
}

/// One of `answers`.
#[derive(Clone, Debug)]
pub struct FileAnswer {
    /// `id`
    pub id: Spanned<String>,
    /// `aliases`
    pub aliases: Vec<Spanned<String>>,
    /// The answer's words.
    pub text: LocalText,
    /// `go`: a node's id.
    pub go: Option<Spanned<String>>,
    /// `share`: percent of readers, an estimate.
    pub share: Option<Spanned<i64>>,
    /// `risk: high`
    pub is_risk: bool,
}

/// `try`
#[derive(Clone, Debug)]
pub struct FileTry {
    /// A document's id, and `#` with an anchor of it.
    pub article: Spanned<String>,
    /// A heading of its own.
    pub text: LocalText,
    /// `fixed`, `still` and `cannot`, as far as they are written.
    pub ways: Vec<(&'static str, Spanned<String>)>,
}

/// `end`
#[derive(Clone, Debug)]
pub struct FileEnd {
    /// Which kind of outcome.
    pub kind: EndKind,
    /// Its heading.
    pub text: LocalText,
    /// A document's id, and `#` with an anchor of it.
    pub article: Option<Spanned<String>>,
    /// Channels of `contacts.yaml`.
    pub contact: Vec<Spanned<String>>,
}

/// The kinds of outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndKind {
    /// The problem is gone.
    Solved,
    /// It goes away by itself.
    Wait,
    /// The reader can do it alone.
    OnOwn,
    /// Support has to help.
    Contact,
    /// Money or account are in danger.
    Safety,
}

impl EndKind {
    /// All kinds, with the words that stand for them.
    pub const ALL: [(EndKind, &'static str); 5] = [
        (EndKind::Solved, "solved"),
        (EndKind::Wait, "wait"),
        (EndKind::OnOwn, "self"),
        (EndKind::Contact, "contact"),
        (EndKind::Safety, "safety"),
    ];

    /// The word in the file.
    pub fn name(self) -> &'static str {
        EndKind::ALL[self as usize].1
    }
}

/// A text in the locales it is written in.
#[derive(Clone, Debug, Default)]
pub struct LocalText {
    /// Where the text, or the mapping that lacks it, stands; `None` when there is nothing.
    pub span: Option<Span>,
    /// The texts.
    pub texts: BTreeMap<Locale, Spanned<String>>,
    /// Whether something else stands there, which has been reported.
    pub is_broken: bool,
}

impl LocalText {
    /// Without the places.
    pub fn localised(&self) -> Localised {
        let mut localised = Localised::default();
        for (locale, text) in &self.texts {
            localised.insert(locale.clone(), text.value.trim().to_string());
        }
        localised
    }
}

impl TreeFile {
    /// Every text of the file under the name it has in `translated`: `title`, `seen`, `seen.help`, `seen.less`.
    pub fn texts(&self) -> Vec<(String, &LocalText)> {
        let mut texts = vec![("title".to_string(), &self.title), ("summary".to_string(), &self.summary)];
        for node in &self.nodes {
            let id = &node.id.value;
            match &node.kind {
                Some(FileKind::Ask(ask)) => {
                    texts.push((format!("nodes.{id}"), &ask.text));
                    let named = |answer: &'_ FileAnswer| format!("nodes.{id}.{}", answer.id.value);
                    texts.extend(ask.answers.iter().map(|answer| (named(answer), &answer.text)));
                }
                Some(FileKind::Try(fix)) => texts.push((format!("nodes.{id}"), &fix.text)),
                Some(FileKind::End(end)) => texts.push((format!("nodes.{id}"), &end.text)),
                None => {}
            }
            texts.push((format!("nodes.{id}:help"), &node.help));
        }
        texts.retain(|(_, text)| !text.texts.is_empty());
        texts
    }
}

/// What `translated` keeps of a source text: eight hex digits of its BLAKE3 hash.
pub fn text_hash(text: &str) -> String {
    blake3::hash(text.trim().as_bytes()).to_hex()[..8].to_string()
}

/// Reads a tree file. `locales` are those of the site; `None` when the YAML is broken.
pub fn parse(file: FileId, id: &str, text: &str, locales: &[Locale]) -> Outcome<Option<TreeFile>> {
    let mut parser = Parser { locales: locale_keys(locales), diagnostics: Vec::new() };
    let parsed = yaml::parse_within(file, text, 0..text.len(), MOST_YAML_NODES);
    parser.diagnostics.extend(parsed.diagnostics);
    let value = parsed.value.map(|root| parser.tree(file, id, root));
    Outcome { value, diagnostics: parser.diagnostics }
}

/// The keys that stand for a locale: its code, and its bare language where only one locale has it.
pub(super) fn locale_keys(locales: &[Locale]) -> Vec<(String, Locale)> {
    let mut keys = Vec::new();
    for locale in locales {
        let language = locale.language();
        let is_plain = locale.as_str() == language;
        let is_alone = locales.iter().filter(|other| other.language() == language).count() == 1;
        if !is_plain && is_alone {
            keys.push((language.to_string(), locale.clone()));
        }
        keys.push((locale.to_string(), locale.clone()));
    }
    keys
}

struct Parser {
    locales: Vec<(String, Locale)>,
    diagnostics: Vec<Diagnostic>,
}

impl Parser {
    fn tree(&mut self, file: FileId, id: &str, root: Node) -> TreeFile {
        let place = Span::new(file, 0..0);
        let mut fields = Fields::new(Some(root));
        if let Some(name) = fields.text("tree").filter(|name| name.value != id) {
            self.diagnostics.push(wrong_name(&name, id));
        }
        let title = self.localised(&mut fields, "title");
        let summary = self.localised(&mut fields, "summary");
        let symptoms = self.lists(&mut fields, "symptoms");
        let about = fields.texts("about");
        let money = fields.place_of("money");
        let money = fields.boolean("money").unwrap_or(false).then_some(money).flatten();
        let order = fields.integer("order").map(|order| order.value);
        let start = fields.text("start");
        let nodes = fields.mapping("nodes");
        let translated = self.translated(&mut fields);
        self.diagnostics.extend(fields.finish());
        let nodes: Vec<FileNode> = nodes.into_iter().map(|(id, node)| self.node(id, node)).collect();
        let title = LocalText { span: title.span.or(Some(place)), ..title };
        TreeFile {
            file,
            id: id.to_string(),
            title,
            summary,
            symptoms,
            about,
            money,
            order,
            start,
            nodes,
            translated,
        }
    }

    fn node(&mut self, id: Spanned<String>, node: Node) -> FileNode {
        self.check_id(&id, true);
        let mut fields = Fields::new(Some(node));
        let aliases = fields.texts("aliases");
        let help = self.localised(&mut fields, "help");
        let kinds: Vec<&str> =
            ["ask", "try", "end"].into_iter().filter(|key| fields.place_of(key).is_some()).collect();
        let kind = match kinds.as_slice() {
            ["ask"] => Some(FileKind::Ask(self.ask(&mut fields))),
            ["try"] => self.fix(&mut fields, id.span).map(FileKind::Try),
            ["end"] => self.end(&mut fields, id.span).map(FileKind::End),
            found => {
                let meant = fields.keys().find_map(misspelt_kind);
                self.diagnostics.push(dead_end(&id, found).did_you_mean(meant));
                // Its keys are not unknown, only without effect until the node says what it is.
                fields.diagnostics.clear();
                return FileNode { id, aliases, help, kind: None };
            }
        };
        self.diagnostics.extend(fields.finish());
        FileNode { id, aliases, help, kind }
    }

    fn ask(&mut self, fields: &mut Fields) -> FileAsk {
        let text = self.localised(fields, "ask");
        let no_unsure = fields.text("no_unsure").is_some();
        let answers = fields.sequence("answers").into_iter().map(|node| self.answer(node)).collect();
        FileAsk { text, answers, no_unsure }
    }

    fn answer(&mut self, node: Node) -> FileAnswer {
        let place = node.span;
        let mut fields = Fields::new(Some(node));
        let id = fields.text("id").unwrap_or_else(|| {
            let message = Text::new("这个回答没有 id", "this answer has no id");
            self.diagnostics.push(Diagnostic::new(Code::TreeIdInvalid, message).at(place).help(
                "写上 `id: …`，用小写字母、数字和连字符",
                "write `id: …` in lower-case letters, digits and hyphens",
            ));
            Spanned { value: String::new(), span: place }
        });
        if !id.value.is_empty() {
            self.check_id(&id, false);
        }
        let text = self.texts(&mut fields, place);
        let go = fields.text("go");
        if go.is_none() && fields.diagnostics.is_empty() {
            self.diagnostics.push(no_target(&id, place));
        }
        let share = fields.integer("share");
        let risk = fields.text("risk");
        if let Some(risk) = risk.as_ref().filter(|risk| risk.value != "high") {
            let message = Text::new(
                format!("`risk` 只能是 `high`，这里是 `{}`", risk.value),
                format!("`risk` is `high` or nothing, found `{}`", risk.value),
            );
            self.diagnostics.push(Diagnostic::new(Code::ValueInvalid, message).at(risk.span));
        }
        let aliases = fields.texts("aliases");
        self.diagnostics.extend(fields.finish());
        FileAnswer { id, aliases, text, go, share, is_risk: risk.is_some() }
    }

    fn fix(&mut self, fields: &mut Fields, place: Span) -> Option<FileTry> {
        let text = self.texts(fields, place);
        let article = fields.text("try");
        let ways = ["fixed", "still", "cannot"].into_iter().filter_map(|key| Some((key, fields.text(key)?)));
        let ways = ways.collect();
        if article.is_none() && fields.diagnostics.is_empty() {
            self.diagnostics.push(empty_kind("try", place));
        }
        Some(FileTry { article: article?, text, ways })
    }

    fn end(&mut self, fields: &mut Fields, place: Span) -> Option<FileEnd> {
        let text = self.texts(fields, place);
        let (word, article, contact) = (fields.text("end"), fields.text("article"), fields.texts("contact"));
        if word.is_none() && fields.diagnostics.is_empty() {
            self.diagnostics.push(empty_kind("end", place));
        }
        let word = word?;
        let Some((kind, _)) = EndKind::ALL.into_iter().find(|(_, name)| *name == word.value) else {
            self.diagnostics.push(unknown_end(&word));
            return None;
        };
        Some(FileEnd { kind, text, article, contact })
    }

    // ---- texts

    /// The text of a key, in several locales.
    fn localised(&mut self, fields: &mut Fields, key: &str) -> LocalText {
        let Some(node) = fields.node(key) else { return LocalText::default() };
        let span = node.span;
        if !matches!(node.value, Value::Mapping(_)) {
            let example = self.example();
            fields.wrong_type(
                key,
                &node,
                &format!("各语言的文字：`{example}`"),
                &format!("a text for each locale: `{example}`"),
            );
            return LocalText { span: Some(span), texts: BTreeMap::new(), is_broken: true };
        }
        let mut inner = Fields::new(Some(node));
        let text = self.texts(&mut inner, span);
        self.diagnostics.extend(inner.finish());
        text
    }

    /// The texts that stand under the keys of locales.
    fn texts(&mut self, fields: &mut Fields, place: Span) -> LocalText {
        let mut texts: BTreeMap<Locale, Spanned<String>> = BTreeMap::new();
        for (key, locale) in &self.locales {
            let Some(text) = fields.text(key).filter(|text| !text.value.trim().is_empty()) else { continue };
            if text.value.contains(is_hidden) {
                self.diagnostics.push(hidden_character(text.span));
            }
            if let Some(first) = texts.get(locale) {
                self.diagnostics.push(same_language(key, locale, text.span, first.span));
                continue;
            }
            texts.insert(locale.clone(), text);
        }
        LocalText { span: Some(place), texts, is_broken: false }
    }

    fn lists(&mut self, fields: &mut Fields, key: &str) -> BTreeMap<Locale, Vec<String>> {
        let Some(node) = fields.node(key) else { return BTreeMap::new() };
        let mut inner = Fields::new(Some(node));
        let mut lists = BTreeMap::new();
        for (key, locale) in &self.locales {
            if let Some(node) = inner.node(key) {
                let words = inner.texts_of(key, node);
                lists.insert(locale.clone(), words.into_iter().map(|word| word.value).collect());
            }
        }
        self.diagnostics.extend(inner.finish());
        lists
    }

    fn translated(&mut self, fields: &mut Fields) -> BTreeMap<Locale, BTreeMap<String, String>> {
        let Some(node) = fields.node("translated") else { return BTreeMap::new() };
        let mut inner = Fields::new(Some(node));
        let mut translated = BTreeMap::new();
        for (key, locale) in &self.locales {
            if let Some(Node { value: Value::Mapping(entries), .. }) = inner.node(key) {
                let hash = |(name, node): &(Spanned<String>, Node)| {
                    Some((name.value.clone(), node.as_text()?.to_string()))
                };
                translated.insert(locale.clone(), entries.iter().filter_map(hash).collect());
            }
        }
        self.diagnostics.extend(inner.finish());
        translated
    }

    fn example(&self) -> String {
        let mut locales: Vec<&str> = Vec::new();
        for (key, locale) in &self.locales {
            if !locales
                .iter()
                .any(|known| Locale::parse(known).is_ok_and(|it| it.language() == locale.language()))
            {
                locales.push(key);
            }
        }
        let texts: Vec<String> = locales.iter().map(|key| format!("{key}: \"…\"")).collect();
        format!("{{{}}}", texts.join(", "))
    }

    fn check_id(&mut self, id: &Spanned<String>, is_node: bool) {
        let text = &id.value;
        let valid = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && text.len() <= LONGEST_ID;
        let reserved = is_node && RESERVED.contains(&text.as_str());
        if valid && !reserved {
            return;
        }
        let message = match reserved {
            true => Text::new(
                format!("`{text}` 是保留的名字"),
                format!("`{text}` is reserved: it is an address of every tree"),
            ),
            false => {
                let text = shortened(text);
                Text::new(format!("id `{text}` 不能用"), format!("the id `{text}` is not allowed"))
            }
        };
        self.diagnostics.push(Diagnostic::new(Code::TreeIdInvalid, message).at(id.span).help(
            "以小写字母开头，只用小写字母、数字和连字符，最多 60 个，例如 `check-network`",
            "start with a lower-case letter, then lower-case letters, digits and hyphens, at most 60: `check-network`",
        ));
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_string(),
    }
}

fn wrong_name(name: &Spanned<String>, id: &str) -> Diagnostic {
    let message = Text::new(
        format!("`tree` 是 `{}`，文件名却是 `{id}`", name.value),
        format!("`tree` is `{}`, but the file is called `{id}`", name.value),
    );
    Diagnostic::new(Code::ValueInvalid, message)
        .at(name.span)
        .help("删掉这一行，或改成和文件名一样", "delete the line, or make it the name of the file")
}

fn dead_end(id: &Spanned<String>, kinds: &[&str]) -> Diagnostic {
    let name = &id.value;
    let message = match kinds {
        [] => Text::new(
            format!("`{name}` 走到这里就断了：它不提问、不让人试办法，也不是结果"),
            format!("`{name}` is a dead end: it asks nothing, tries nothing and is not an outcome"),
        ),
        kinds => Text::new(
            format!("`{name}` 同时写了 `{}`", kinds.join("`、`")),
            format!("`{name}` has `{}` at once", kinds.join("` and `")),
        ),
    };
    Diagnostic::new(Code::TreeDeadEnd, message)
        .at(id.span)
        .help("每个节点写 `ask`、`try`、`end` 中的一个", "every node has one of `ask`, `try` and `end`")
}

/// Control and direction characters, and those without width.
fn is_hidden(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn hidden_character(span: Span) -> Diagnostic {
    let message = Text::new("文字里有看不见的字符", "there is an invisible character in this text");
    Diagnostic::new(Code::TextSuspicious, message)
        .at(span)
        .help("删掉这段文字，重新打一遍", "delete the text and type it again")
}

fn same_language(key: &str, locale: &Locale, second: Span, first: Span) -> Diagnostic {
    let message = Text::new(
        format!("`{locale}` 的文字写了两次，一次用的是 `{key}`"),
        format!("the text for `{locale}` is written twice, once as `{key}`"),
    );
    Diagnostic::new(Code::YamlDuplicateKey, message)
        .at(second)
        .related(first, "第一次", "the first time")
        .help("删掉其中一个", "delete one of them")
}

/// `aks` means `ask`, and so does 问.
fn misspelt_kind(key: &str) -> Option<&'static str> {
    let chinese =
        [("问", "ask"), ("提问", "ask"), ("试", "try"), ("办法", "try"), ("结果", "end"), ("结束", "end")];
    let translated = chinese.iter().find(|(word, _)| *word == key).map(|(_, kind)| *kind);
    translated.or_else(|| crate::suggest::nearest(key, ["ask", "try", "end"]))
}

fn empty_kind(key: &str, place: Span) -> Diagnostic {
    let message = Text::new(format!("`{key}:` 后面是空的"), format!("nothing stands after `{key}:`"));
    let (zh, en) = match key {
        "try" => (
            "写一篇文档的 id，例如 `fixes/log-in-again#steps`",
            "write the id of a document, such as `fixes/log-in-again#steps`",
        ),
        _ => ("写结果的种类，例如 `solved`", "write the kind of outcome, such as `solved`"),
    };
    Diagnostic::new(Code::TreeDeadEnd, message).at(place).help(zh, en)
}

fn no_target(id: &Spanned<String>, place: Span) -> Diagnostic {
    let message = Text::new(
        format!("回答 `{}` 没有写去哪里", id.value),
        format!("the answer `{}` does not say where to go", id.value),
    );
    Diagnostic::new(Code::TreeTargetUnknown, message)
        .at(place)
        .help("写上 `go: 节点的 id`", "write `go:` and the id of a node")
}

fn unknown_end(word: &Spanned<String>) -> Diagnostic {
    let names = EndKind::ALL.map(|(_, name)| name);
    let message = Text::new(
        format!("没有 `{}` 这种结果", word.value),
        format!("`{}` is no kind of outcome", word.value),
    );
    let list = names.join("`, `");
    Diagnostic::new(Code::ValueInvalid, message)
        .at(word.span)
        .did_you_mean(crate::suggest::nearest(&word.value, names))
        .help(format!("可以是 `{}`", names.join("`、`")), format!("it is one of `{list}`"))
}
