//! What readers would notice in a tree: missing and repeated texts, questions that decide nothing, paths that are too long.
//!
//! In: a [`TreeFile`], the locales of the site and, where it is whole, the [`Graph`]. Out: diagnostics.
//! The limits are practice, not measured optima (GOV.UK Smart Answers, Zingtree's “click fatigue”).

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::config::Locale;
use crate::diag::{Code, Diagnostic, Text};
use crate::source::{Span, Spanned};

use super::graph::{Graph, written_targets};
use super::parse::{FileAnswer, FileAsk, FileKind, FileNode, LocalText, TreeFile, text_hash};
use super::paths;

const MOST_ANSWERS: usize = 7;
const MOST_NODES: usize = 150;
const MOST_STEPS: usize = 6;
/// Longest question, in characters.
const LONGEST_HAN: usize = 60;
const LONGEST_LATIN: usize = 120;

/// Everything that needs the tree alone.
pub(super) fn check(tree: &TreeFile, graph: Option<&Graph>, locales: &[Locale], found: &mut Vec<Diagnostic>) {
    texts(tree, locales, found);
    ids(tree, found);
    for node in &tree.nodes {
        if let Some(FileKind::Ask(ask)) = &node.kind {
            question(node, ask, found);
        }
        help_links(node, found);
    }
    repeated_questions(tree, found);
    stale(tree, locales, found);
    if let Some(graph) = graph {
        sizes(tree, graph, found);
    }
}

// ---- texts

fn texts(tree: &TreeFile, locales: &[Locale], found: &mut Vec<Diagnostic>) {
    let mut whole = |name: Text, text: &LocalText, is_needed: bool| {
        if (is_needed || !text.texts.is_empty()) && !text.is_broken {
            missing(&name, text, locales, found);
        }
        same(&name, text, found);
    };
    whole(Text::new("树的标题", "the tree's title"), &tree.title, true);
    whole(Text::new("树的介绍", "the tree's summary"), &tree.summary, false);
    for node in &tree.nodes {
        let id = &node.id.value;
        match &node.kind {
            Some(FileKind::Ask(ask)) => {
                let name = Text::new(format!("问题 `{id}`"), format!("the question `{id}`"));
                whole(name, &ask.text, true);
                for answer in &ask.answers {
                    let name = format!("`{}`", answer.id.value);
                    whole(
                        Text::new(format!("回答 {name}"), format!("the answer {name}")),
                        &answer.text,
                        true,
                    );
                }
            }
            Some(FileKind::Try(fix)) => {
                let name = Text::new(format!("`{id}` 的标题"), format!("the heading of `{id}`"));
                whole(name, &fix.text, false);
            }
            Some(FileKind::End(end)) => {
                let name = Text::new(format!("结果 `{id}`"), format!("the outcome `{id}`"));
                whole(name, &end.text, true);
            }
            None => {}
        }
        let name = Text::new(format!("`{id}` 的说明"), format!("the help of `{id}`"));
        whole(name, &node.help, node.help.span.is_some());
    }
}

fn missing(name: &Text, text: &LocalText, locales: &[Locale], found: &mut Vec<Diagnostic>) {
    for locale in locales.iter().filter(|locale| !text.texts.contains_key(*locale)) {
        let message = Text::new(
            format!("{}没有 `{locale}` 的文字", name.zh),
            format!("{} has no text for `{locale}`", name.en),
        );
        let key = locale.language();
        found.push(
            Diagnostic::new(Code::TreeTextMissing, message)
                .placed(text.span)
                .help(format!("写上 `{key}: \"…\"`"), format!("write `{key}: \"…\"`")),
        );
    }
}

/// A text that was copied and not translated, or sits in the other language's place.
fn same(name: &Text, text: &LocalText, found: &mut Vec<Diagnostic>) {
    let has_letters = |text: &str| text.chars().any(char::is_alphabetic);
    let mut seen: BTreeMap<&str, &Locale> = BTreeMap::new();
    for (locale, written) in text.texts.iter().filter(|(_, text)| has_letters(&text.value)) {
        let value = written.value.trim();
        if let Some(other) = seen.get(value).filter(|other| other.language() != locale.language()) {
            let message = Text::new(
                format!("{}的 `{other}` 和 `{locale}` 是同样的文字", name.zh),
                format!("{} reads the same in `{other}` and `{locale}`", name.en),
            );
            found.push(Diagnostic::new(Code::TreeTextSame, message).at(written.span));
        } else if locale.language() == "zh" && !value.chars().any(is_han) {
            let message = Text::new(
                format!("{}的中文里没有汉字：`{value}`", name.zh),
                format!("the Chinese text of {} has no Han character: `{value}`", name.en),
            );
            found.push(Diagnostic::new(Code::TreeTextSame, message).at(written.span));
        }
        seen.insert(value, locale);
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Translations made from a text that has changed since.
fn stale(tree: &TreeFile, locales: &[Locale], found: &mut Vec<Diagnostic>) {
    let Some(source) = locales.first() else { return };
    for (name, text) in tree.texts() {
        let Some(original) = text.texts.get(source) else { continue };
        let now = text_hash(&original.value);
        for (locale, written) in text.texts.iter().filter(|(locale, _)| *locale != source) {
            let recorded = tree.translated.get(locale).and_then(|hashes| hashes.get(&name));
            if recorded.is_some_and(|recorded| *recorded != now) {
                found.push(stale_text(&name, locale, written, original));
            }
        }
    }
}

fn stale_text(name: &str, locale: &Locale, text: &Spanned<String>, source: &Spanned<String>) -> Diagnostic {
    let message = Text::new(
        format!("`{name}` 的 `{locale}` 译文过期了：原文后来改过"),
        format!("the `{locale}` text of `{name}` is out of date: the original has changed since"),
    );
    Diagnostic::new(Code::TreeTextStale, message)
        .at(text.span)
        .related(source.span, "改过的原文", "the original, which has changed")
        .help(
            "改好译文，再运行 `wenda tree accept`；译文仍然对，也运行它",
            "mend the translation, then run `wenda tree accept`; run it also when the translation still holds",
        )
}

// ---- ids

fn ids(tree: &TreeFile, found: &mut Vec<Diagnostic>) {
    let mut nodes: BTreeMap<&str, Span> = BTreeMap::new();
    for id in tree.nodes.iter().map(|node| &node.id) {
        nodes.insert(&id.value, id.span);
    }
    for alias in tree.nodes.iter().flat_map(|node| &node.aliases) {
        twice(&mut nodes, alias, found);
    }
    for node in &tree.nodes {
        if let Some(FileKind::Ask(ask)) = &node.kind {
            let mut answers: BTreeMap<&str, Span> = BTreeMap::new();
            let ids = ask.answers.iter().filter(|answer| !answer.id.value.is_empty());
            for id in ids.flat_map(|answer| std::iter::once(&answer.id).chain(&answer.aliases)) {
                twice(&mut answers, id, found);
            }
        }
    }
}

fn twice<'a>(seen: &mut BTreeMap<&'a str, Span>, id: &'a Spanned<String>, found: &mut Vec<Diagnostic>) {
    if let Some(first) = seen.insert(&id.value, id.span) {
        let name = &id.value;
        let message = Text::new(format!("id `{name}` 用了两次"), format!("the id `{name}` is used twice"));
        found.push(
            Diagnostic::new(Code::TreeIdDuplicate, message)
                .at(id.span)
                .related(first, "第一次", "the first time")
                .help("给其中一个换个 id", "give one of them another id"),
        );
    }
}

// ---- questions

fn question(node: &FileNode, ask: &FileAsk, found: &mut Vec<Diagnostic>) {
    let (id, span) = (&node.id.value, node.id.span);
    let answers = &ask.answers;
    let targets = written_targets(node);
    if let [_] = answers.as_slice() {
        let message =
            Text::new(format!("问题 `{id}` 只有一个回答"), format!("question `{id}` has only one answer"));
        found.push(
            Diagnostic::new(Code::TreeAnswerSingle, message)
                .at(span)
                .help("加上别的回答，或去掉这个问题", "add another answer, or leave the question out"),
        );
    } else if targets.len() == answers.len()
        && targets.windows(2).all(|two| two[0].value == two[1].value)
        && let Some(target) = targets.first()
    {
        let target = &target.value;
        let message = Text::new(
            format!("`{id}` 的每个回答都通向 `{target}`，问了也没用"),
            format!("every answer of `{id}` leads to `{target}`: the question decides nothing"),
        );
        found.push(Diagnostic::new(Code::TreeQuestionIdle, message).at(span));
    }
    if answers.len() > MOST_ANSWERS {
        let count = answers.len();
        let message = Text::new(
            format!("问题 `{id}` 有 {count} 个回答，最好不超过 {MOST_ANSWERS} 个"),
            format!("question `{id}` has {count} answers; {MOST_ANSWERS} are enough for anyone"),
        );
        found.push(Diagnostic::new(Code::TreeTooLarge, message).at(span));
    }
    if answers.len() > 1 && !ask.no_unsure && !answers.iter().any(|answer| answer.id.value == "unsure") {
        let message = Text::new(
            format!("问题 `{id}` 没有“不确定”这个回答"),
            format!("question `{id}` has no “not sure” answer"),
        );
        found.push(Diagnostic::new(Code::TreeUnsureMissing, message).at(span).help(
            "加上 `id: unsure` 的回答；确实不需要，就写 `no_unsure: 理由`",
            "add an answer with `id: unsure`; if it is not needed, write `no_unsure: reason`",
        ));
    }
    for answer in answers {
        long_text(
            &Text::new(format!("回答 `{}`", answer.id.value), format!("the answer `{}`", answer.id.value)),
            &answer.text,
            found,
        );
    }
    equal_answers(id, answers, found);
    shares(id, answers, span, found);
    long_text(&Text::new(format!("问题 `{id}`"), format!("question `{id}`")), &ask.text, found);
}

fn long_text(name: &Text, text: &LocalText, found: &mut Vec<Diagnostic>) {
    for (locale, text) in &text.texts {
        let limit = if locale.language() == "zh" { LONGEST_HAN } else { LONGEST_LATIN };
        let length = text.value.trim().chars().count();
        if length > limit {
            let message = Text::new(
                format!("{}有 {length} 个字符，最好不超过 {limit} 个", name.zh),
                format!("{} has {length} characters, more than {limit}", name.en),
            );
            found.push(Diagnostic::new(Code::TreeTextLong, message).at(text.span).help(
                "写短一些，细节放进 `help` 或文档",
                "keep it short; details go into `help` or a document",
            ));
        }
    }
}

fn equal_answers(question: &str, answers: &[FileAnswer], found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(&Locale, String), Span> = BTreeMap::new();
    for (locale, text) in answers.iter().flat_map(|answer| &answer.text.texts) {
        if let Some(first) = seen.insert((locale, folded(&text.value)), text.span) {
            let value = text.value.trim();
            let message = Text::new(
                format!("`{question}` 有两个回答的 `{locale}` 文字一样：`{value}`"),
                format!("two answers of `{question}` read the same in `{locale}`: `{value}`"),
            );
            found.push(Diagnostic::new(Code::TreeAnswerDuplicate, message).at(text.span).related(
                first,
                "第一个",
                "the first",
            ));
        }
    }
}

/// As readers compare: without case, width, spaces and closing punctuation.
fn folded(text: &str) -> String {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches(['.', '。', '!', '?']).to_string()
}

fn shares(question: &str, answers: &[FileAnswer], span: Span, found: &mut Vec<Diagnostic>) {
    let ordinary: Vec<&FileAnswer> = answers.iter().filter(|answer| !answer.is_risk).collect();
    let given: Vec<i64> =
        ordinary.iter().filter_map(|answer| answer.share.as_ref()).map(|share| share.value).collect();
    if given.is_empty() {
        return;
    }
    let sum = given.iter().fold(0i64, |sum, share| sum.saturating_add(*share));
    let message = if given.len() < ordinary.len() {
        Text::new(
            format!("`{question}` 只有一部分回答写了 `share`"),
            format!("only some answers of `{question}` have a `share`"),
        )
    } else if !(99..=101).contains(&sum) || given.iter().any(|share| *share < 0) {
        Text::new(
            format!("`{question}` 的 `share` 加起来是 {sum}，应该是 100"),
            format!("the shares of `{question}` add up to {sum}, not 100"),
        )
    } else {
        return;
    };
    found.push(Diagnostic::new(Code::TreeShare, message).at(span));
}

fn repeated_questions(tree: &TreeFile, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(&Locale, String), &Spanned<String>> = BTreeMap::new();
    for node in &tree.nodes {
        let Some(FileKind::Ask(ask)) = &node.kind else { continue };
        for (locale, text) in &ask.text.texts {
            let Some(first) = seen.insert((locale, folded(&text.value)), &node.id) else { continue };
            let (id, other) = (&node.id.value, &first.value);
            let message = Text::new(
                format!("`{id}` 和 `{other}` 问的一样"),
                format!("`{id}` asks the same as `{other}`"),
            );
            found.push(
                Diagnostic::new(Code::TreeQuestionRepeated, message)
                    .at(text.span)
                    .related(first.span, "第一次问", "asked first here")
                    .help(
                        format!("改个问法，或者都去 `{other}`"),
                        format!("reword it, or let both lead to `{other}`"),
                    ),
            );
            break;
        }
    }
}

fn help_links(node: &FileNode, found: &mut Vec<Diagnostic>) {
    for text in
        node.help.texts.values().filter(|text| text.value.contains("://") || text.value.contains("]("))
    {
        let message = Text::new("说明里有链接", "there is a link in the help");
        found.push(Diagnostic::new(Code::TreeTextLong, message).at(text.span).help(
            "说明只用一句话；要读的文章放在结果里",
            "help is one sentence; what there is to read belongs to the outcome",
        ));
    }
}

// ---- sizes

fn sizes(tree: &TreeFile, graph: &Graph, found: &mut Vec<Diagnostic>) {
    let count = tree.nodes.len();
    if count > MOST_NODES {
        let message = Text::new(
            format!("这棵树有 {count} 个节点，最好不超过 {MOST_NODES} 个"),
            format!("the tree has {count} nodes, more than {MOST_NODES}"),
        );
        found.push(
            Diagnostic::new(Code::TreeTooLarge, message)
                .placed(tree.title.span)
                .help("拆成几棵树", "split it into several trees"),
        );
    }
    let path = paths::longest_path(graph);
    let steps = path.len() - 1;
    if steps > MOST_STEPS {
        let names: Vec<&str> = path.iter().take(20).map(|node| tree.nodes[*node].id.value.as_str()).collect();
        let more = if path.len() > 20 { " > …" } else { "" };
        let names = names.join(" > ") + more;
        let message = Text::new(
            format!("最长的路有 {steps} 步，最好不超过 {MOST_STEPS} 步：{names}"),
            format!("the longest path has {steps} steps, more than {MOST_STEPS}: {names}"),
        );
        found
            .push(Diagnostic::new(Code::TreePathLong, message).placed(tree.start.as_ref().map(|it| it.span)));
    }
}
