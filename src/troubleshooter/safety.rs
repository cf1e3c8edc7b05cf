//! The safety contract of trees about money, and texts that ask for a secret.
//!
//! In: a [`TreeFile`] with its [`Graph`], and any text. Out: diagnostics. The words looked for are a short list on purpose:
//! a checker that cries wolf is switched off.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::diag::{Code, Diagnostic, Text};
use crate::source::{FileId, Span};

use super::contact::Contacts;
use super::graph::Graph;
use super::parse::{EndKind, FileKind, TreeFile};

// ---- the safety outcome

/// A tree with `money: true` offers a safety outcome as the first answer of its first question, at most two answers
/// away, and never behind a fix that has to be tried first.
pub(super) fn outcome(tree: &TreeFile, graph: &Graph, found: &mut Vec<Diagnostic>) {
    let Some(money) = tree.money else { return };
    let is_safety = |node: usize| matches!(&tree.nodes[node].kind, Some(FileKind::End(end)) if end.kind == EndKind::Safety);
    if !(0..tree.nodes.len()).any(is_safety) {
        let message = Text::new("涉及钱的树没有安全结果", "a tree about money has no safety outcome");
        found.push(Diagnostic::new(Code::TreeSafety, message).at(money).help(
            "加一个 `end: safety` 的节点，第一问的第一个回答就通向它",
            "add a node with `end: safety`, and let the first answer of the first question lead to it",
        ));
        return;
    }
    let Some(FileKind::Ask(first)) = &tree.nodes[graph.start].kind else {
        let message = Text::new("涉及钱的树要从提问开始", "a tree about money starts with a question");
        found.push(Diagnostic::new(Code::TreeSafety, message).placed(tree.start.as_ref().map(|it| it.span)));
        return;
    };
    let leads = |target: usize| {
        is_safety(target) || (asks(tree, target) && graph.targets[target].iter().any(|next| is_safety(*next)))
    };
    match graph.targets[graph.start].iter().position(|target| leads(*target)) {
        Some(0) => {}
        Some(at) => {
            let id = &first.answers[at].id;
            let message = Text::new(
                format!("通向安全结果的回答 `{}` 要放在最前面", id.value),
                format!("the answer `{}` leads to safety and must come first", id.value),
            );
            found.push(Diagnostic::new(Code::TreeSafety, message).at(id.span));
        }
        None => {
            let message = Text::new(
                "从第一问出发，两步之内到不了安全结果",
                "no safety outcome within two answers of the first question",
            );
            found.push(Diagnostic::new(Code::TreeSafety, message).at(tree.nodes[graph.start].id.span).help(
                "让第一问的第一个回答直接通向 `end: safety`，中间不要先试办法",
                "let its first answer lead straight to `end: safety`, with no fix to try in between",
            ));
        }
    }
}

fn asks(tree: &TreeFile, node: usize) -> bool {
    matches!(tree.nodes[node].kind, Some(FileKind::Ask(_)))
}

// ---- secrets

const SECRETS: [&str; 18] = [
    "密码",
    "验证码",
    "校验码",
    "恢复短语",
    "助记词",
    "私钥",
    "CVV",
    "password",
    "passcode",
    "payment pin",
    "verification code",
    "security code",
    "one-time code",
    "recovery phrase",
    "your pin",
    "the code",
    "seed phrase",
    "private key",
];
/// Words that ask for what follows them.
const GIVE: [&str; 38] = [
    "告诉",
    "提供",
    "发送",
    "发来",
    "念给",
    "报给",
    "提交",
    "上传",
    "转发",
    "give us",
    "give support",
    "give the agent",
    "give an agent",
    "tell us",
    "tell support",
    "tell the agent",
    "send us",
    "send support",
    "send your",
    "send the",
    "send in",
    "share your",
    "share the",
    "provide your",
    "provide the",
    "provide a",
    "read out",
    "forward the",
    "forward your",
    "text us",
    "submit your",
    "submit the",
    "reply with",
    "show us",
    "what is your",
    "what's your",
    "read the",
    "tell me",
];
/// Words that ask for what stands between them: 把验证码发给客服.
const TAKE: [&str; 2] = ["把", "将"];
const AND_GIVE: [&str; 12] =
    ["告诉", "提供给", "发给", "发到", "发送", "发来", "念给", "报给", "说给", "交给", "转发", "上传"];
/// A sentence with one of these warns or reports.
const AGAINST: [&str; 19] = [
    "不", "别", "勿", "绝", "没", "谁", "骗", "假", "冒充", "拒", "never", "n't", "n’t", "not ", "no one",
    "nobody", "scam", "fraud", "without",
];
/// Most characters between the verb and the secret.
const NEAR: usize = 40;

/// Sentences of a text that ask the reader to hand over a secret.
pub(super) fn secrets(file: FileId, text: &str, offset: usize, found: &mut Vec<Diagnostic>) {
    for (start, sentence) in sentences(text).filter(|(_, sentence)| names_secret().is_match(*sentence)) {
        let lower = sentence.to_lowercase();
        let Some((at, secret)) = asked_for(&lower) else { continue };
        // Lower case may change the length of exotic letters; then the sentence as a whole is pointed at.
        let same = lower.len() == sentence.len();
        let range = if same { at..at + secret.len() } else { 0..sentence.len() };
        let span = Span::new(file, offset + start + range.start..offset + start + range.end);
        let message = Text::new(
            format!("这句话要读者交出 `{secret}`"),
            format!("this asks the reader to hand over `{secret}`"),
        );
        found.push(Diagnostic::new(Code::SecretAsked, message).at(span).help(
            "只能写“不要告诉任何人”之类的提醒；办事需要时，写明在自己打开的官方页面里输入",
            "only warnings such as “never tell anyone” may say so; where it is needed, say that it is entered on an official page",
        ));
    }
}

/// Most sentences name none, and this is much the fastest way to see it.
fn names_secret() -> &'static AhoCorasick {
    static SEARCH: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let builder = AhoCorasick::builder().ascii_case_insensitive(true).build(SECRETS);
        builder.expect("sixteen short words make a small automaton")
    });
    &SEARCH
}

fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive(['。', '！', '？', '!', '?', '\n', '；']).map(move |sentence| {
        start += sentence.len();
        (start - sentence.len(), sentence)
    })
}

fn asked_for(sentence: &str) -> Option<(usize, &'static str)> {
    if AGAINST.iter().any(|word| sentence.contains(word)) {
        return None;
    }
    let near = |from: usize, to: usize| {
        from <= to && sentence.get(from..to).is_some_and(|between| between.chars().count() <= NEAR)
    };
    let places = |words: &[&'static str]| -> Vec<usize> {
        words.iter().flat_map(|word| sentence.match_indices(word)).map(|(at, _)| at).collect()
    };
    let (give, take, and_give) = (places(&GIVE), places(&TAKE), places(&AND_GIVE));
    let is_asked = |at: usize| {
        give.iter().any(|verb| near(*verb, at))
            || (take.iter().any(|verb| near(*verb, at)) && and_give.iter().any(|verb| near(at, *verb)))
    };
    let secrets = SECRETS.iter().flat_map(|secret| {
        let lower = if *secret == "CVV" { "cvv" } else { secret };
        sentence.match_indices(lower).map(|(at, _)| (at, *secret))
    });
    secrets.filter(|(at, _)| is_asked(*at)).min()
}

// ---- phone numbers and addresses

/// Phone numbers, addresses and links in a text that are not in `contacts.yaml`.
pub(super) fn contacts(text: &str, span: Span, contacts: &Contacts, found: &mut Vec<Diagnostic>) {
    for written in addresses(text) {
        if contacts.has(written) {
            continue;
        }
        let message = Text::new(
            format!("`{written}` 不在 `contacts.yaml` 里"),
            format!("`{written}` is not in contacts.yaml"),
        );
        found.push(Diagnostic::new(Code::TreeContactUnlisted, message).at(span).help(
            "把渠道写进 content/contacts.yaml，在结果里用 `contact: [id]` 引用",
            "put the channel into content/contacts.yaml and name it with `contact: [id]` at the outcome",
        ));
    }
}

/// Words with `://` or `@`, and runs of at least five digits with spaces and hyphens in them.
fn addresses(text: &str) -> Vec<&str> {
    let is_break = |c: char| c.is_whitespace() || "，。；、（）“”《》,;()<>\"".contains(c);
    let mut found: Vec<&str> = text
        .split(is_break)
        .filter(|word| word.contains("://") || (word.contains('@') && word.len() > 3))
        .collect();
    let is_part = |c: char| c.is_ascii_digit() || c == '-' || c == ' ' || c == '+';
    found.extend(
        text.split(|c: char| !is_part(c))
            .map(|run| run.trim_matches([' ', '-']))
            .filter(|run| run.chars().filter(char::is_ascii_digit).count() >= 5),
    );
    found
}

#[cfg(test)]
mod tests {
    use super::{addresses, asked_for};

    #[test]
    fn only_a_sentence_that_asks_for_a_secret_is_found() {
        for bad in ["请把验证码告诉客服。", "please send us your password.", "提供支付密码后继续"]
        {
            assert!(asked_for(bad).is_some(), "{bad}");
        }
        for good in [
            "不要把验证码告诉任何人。",
            "we never ask you to tell us a password.",
            "输入登录密码。",
            "告诉客服交易单号。",
        ] {
            assert!(asked_for(good).is_none(), "{good}");
        }
    }

    #[test]
    fn numbers_and_links_are_found_in_a_text() {
        assert_eq!(addresses("拨打 95188，或看 https://example.com/a"), ["https://example.com/a", "95188"]);
        assert_eq!(addresses("等24小时，或写信给 a@example.com"), ["a@example.com"]);
    }
}
