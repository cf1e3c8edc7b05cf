//! What CommonMark leaves to chance when the text is Chinese: emphasis beside full-width
//! punctuation, line breaks between ideographs, and web addresses written into a sentence.
//!
//! CommonMark decides by spaces and punctuation where emphasis may start and end, so in
//! `**真，**她` the second run cannot close. The CJK-friendly amendment
//! (tats-u/markdown-cjk-friendly, specification.md) repairs the rule; pulldown-cmark does not
//! implement it. [`prepare`] takes Markdown and returns Markdown in which the parser, following
//! its own rule, reaches the amended answer; [`strip_marks`] cleans whatever the parser returns.
//! [`joins_without_space`] and [`bare_links`] look at parsed text and need no preparation.
//!
//! Deliberately absent: `_`, for which the amendment changes nothing, a single `~`, which the
//! parser keeps out of the middle of words, and any knowledge of blocks, code or links.
//!
//! To be deleted, all but [`joins_without_space`], [`one_line`] and [`bare_links`], once pulldown-cmark has a
//! flag for the amendment of its own.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};
use unicode_width::UnicodeWidthChar;

/// A noncharacter: never valid in HTML, so it can stand for "no character" inside the parser.
pub(crate) const MARK: char = '\u{FDD0}';

/// What is inserted: the commas make a delimiter run next to them see punctuation, and
/// [`MARK`] tells them from the author's. A letter-like mark on the inner side of the run
/// would do as well, but there it can come between two runs: in `字**_a_**字` it would stop
/// `_` from opening. The outer side always has a character of text, and it stays outside even
/// where the parser has rules of its own, at the edges of table cells and at line starts.
const GUARD: &str = ",\u{FDD0},";

/// Markdown prepared for pulldown-cmark.
pub(crate) struct Prepared<'a> {
    pub text: Cow<'a, str>,
    /// Where in `text` a guard was inserted, ascending.
    guards: Vec<usize>,
}

impl Prepared<'_> {
    /// Byte offset in the text handed to the parser to byte offset in the source.
    /// Every offset inside a guard is the place in the source where the guard was put.
    pub fn source_offset(&self, offset: usize) -> usize {
        let passed = self.guards.partition_point(|&guard| guard < offset);
        let Some(last) = passed.checked_sub(1) else {
            return offset;
        };
        let inside = (offset - self.guards[last]).min(GUARD.len());
        offset - last * GUARD.len() - inside
    }

    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.source_offset(range.start)..self.source_offset(range.end)
    }
}

/// Inserts a guard beside every `*` or `~~` run that CommonMark would not let open or close
/// but the amendment does. Text without such a run, all plain English for one, is borrowed.
///
/// A guard in code, a link destination or raw HTML does no harm: `strip_marks` is applied to
/// those too. It cannot change blocks either. It stands next to a run and, on its other side,
/// next to a character that is neither white space nor the edge of a line, so no marker,
/// thematic break or delimiter row can be involved.
pub(crate) fn prepare(source: &str) -> Prepared<'_> {
    let mut text = String::new();
    let mut guards = Vec::new();
    let mut copied = 0;
    for run in delimiter_runs(source) {
        let Some(place) = guard_place(source, run) else {
            continue;
        };
        text.push_str(&source[copied..place]);
        guards.push(text.len());
        text.push_str(GUARD);
        copied = place;
    }
    let text = if guards.is_empty() { Cow::Borrowed(source) } else { Cow::Owned(text + &source[copied..]) };
    Prepared { text, guards }
}

/// Removes marks from what the parser returns (borrows when there are none).
pub(crate) fn strip_marks(text: &str) -> Cow<'_, str> {
    if !text.contains(MARK) {
        return Cow::Borrowed(text);
    }
    // Marks that were in the source have no commas of ours around them and go alone.
    Cow::Owned(text.replace(GUARD, "").replace(MARK, ""))
}

/// Maximal runs of `*` or `~`. Backslashes need no care: in `\**` the parser sees a shorter run
/// after an escaped `*`, here it is a longer one after `\`, and either way punctuation is before.
/// (With `~` the lengths matter, but beside an escaped `~` the parser opens and closes anyway.)
fn delimiter_runs(source: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = source.as_bytes();
    let delimiter = |byte: &u8| matches!(byte, b'*' | b'~');
    let mut at = 0;
    iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(delimiter)?;
        let same = |byte: &&u8| **byte == bytes[start];
        at = start + bytes[start..].iter().take_while(same).count();
        Some(start..at)
    })
}

/// What the flanking rules distinguish. `Punctuation` includes symbols and excludes CJK.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    Space,
    Punctuation,
    CjkPunctuation,
    Cjk,
    Other,
    /// Before a run only: punctuation and a variation selector. The amendment sees
    /// punctuation, the parser looks at the selector and sees a letter.
    SelectedPunctuation,
}

/// Where a guard is needed. With B before the run, A after it and P any punctuation,
/// CommonMark and the amendment say
///
/// ```text
/// left   A≠Space and (A∉P               or B∈Space,P)
///        A≠Space and (A≠Punctuation     or B∈Space,P,Cjk)
/// right  the same with A and B exchanged
/// ```
///
/// so the amendment adds left-flanking where B is text and A is punctuation, and
/// right-flanking the other way round, never both. Turning the outer side into punctuation
/// gives the missing flag and keeps the other one, which the run has in either case.
/// (`SelectedPunctuation` before a letter is the one place where a flag is taken away.)
///
/// `_` needs no guard: it opens if left-flanking and (not right-flanking or B∈P). A run that
/// the amendment makes left-flanking has text for B and is right-flanking, so it opens no
/// more than before, and it closes as before because A∈P. The mirror image holds too. Only
/// punctuation with a variation selector before `_`, as in `⚠︎_字_`, is left to CommonMark.
///
/// The parser lets `~~` open before anything but a space, and a guard changes nothing there.
/// A single `~` it keeps out of the middle of words, which suits `3~5天`; three are a fence.
fn guard_place(source: &str, run: Range<usize>) -> Option<usize> {
    use Class::{Cjk, CjkPunctuation, Other, Punctuation, SelectedPunctuation};
    if source[run.clone()].starts_with('~') && run.len() != 2 {
        return None;
    }
    let before = class_before(&source[..run.start]);
    let after = source[run.end..].chars().next().map_or(Class::Space, class);
    match (before, after) {
        (Cjk, Punctuation) | (Cjk | Other, CjkPunctuation) => Some(run.start),
        (SelectedPunctuation, Punctuation | CjkPunctuation | Other) => Some(run.start),
        (Punctuation, Cjk) | (CjkPunctuation, Cjk | Other) => Some(run.end),
        _ => None,
    }
}

fn class_before(text: &str) -> Class {
    let mut chars = text.chars().rev();
    match chars.next() {
        None => Class::Space,
        Some('\u{E0100}'..='\u{E01EF}') => Class::Cjk,
        Some(selector @ '\u{FE00}'..='\u{FE0E}') => {
            chars.next().map_or(Class::Other, |c| selected(c, selector))
        }
        Some(c) => class(c),
    }
}

/// The class of a character with a general-use variation selector. The selector turns CJK
/// punctuation into a letter for the parser, which is how the amendment treats `Cjk` already.
/// Quotation marks asked to be full-width are the only CJK that a selector makes.
fn selected(c: char, selector: char) -> Class {
    match (c, class(c)) {
        ('‘' | '’' | '“' | '”', _) if selector == '\u{FE01}' => Class::Cjk,
        (_, Class::Cjk | Class::CjkPunctuation) => Class::Cjk,
        (_, Class::Punctuation) => Class::SelectedPunctuation,
        _ => Class::Other,
    }
}

fn class(c: char) -> Class {
    if c.is_whitespace() {
        return Class::Space;
    }
    match (is_parser_punctuation(c), is_cjk(c)) {
        (true, true) => Class::CjkPunctuation,
        (true, false) => Class::Punctuation,
        (false, true) => Class::Cjk,
        (false, false) => Class::Other,
    }
}

/// Punctuation or symbol, exactly as the parser has it. Its table is private and follows some
/// version of Unicode, so for rare characters the parser itself is asked.
fn is_parser_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    match c {
        // Circled and squared letters are alphabetic symbols.
        'Ⓐ'..='ⓩ' | '🄰'..='🆉' => parser_says_punctuation(c),
        _ if c.is_alphanumeric() => false,
        '\u{2010}'..='\u{2027}' | '、'..='〠' | '！'..='･' => true,
        _ => parser_says_punctuation(c),
    }
}

fn parser_says_punctuation(c: char) -> bool {
    // After a letter, `*` opens before anything but punctuation.
    let probe = format!("a*{c}b*");
    !Parser::new(&probe).any(|event| matches!(event, Event::Start(Tag::Emphasis)))
}

/// The amendment's "CJK character".
fn is_cjk(c: char) -> bool {
    is_wide(c) && !is_emoji(c) || is_hangul(c)
}

/// `East_Asian_Width` W, F or H (EastAsianWidth.txt). The crate measures columns instead, so
/// the half-width forms and the wide combining marks, which take none, are added. Below
/// U+2000 only Hangul is wide, and the crate gives two columns to a Khmer letter.
fn is_wide(c: char) -> bool {
    matches!(
        c,
        '₩' | '\u{FF61}'..='\u{FFDC}' | '\u{FFE8}'..='\u{FFEE}'
            | '\u{302A}'..='\u{302D}' | '\u{3099}' | '\u{309A}'
            | '\u{16FE4}' | '\u{16FF0}' | '\u{16FF1}'
    ) || c >= '\u{2000}' && c.width() == Some(2)
}

/// Among wide characters, those with `Emoji_Presentation` (emoji-data.txt). Only the ends of
/// the ranges are exact: what lies between and is no emoji is not wide.
fn is_emoji(c: char) -> bool {
    matches!(
        c,
        '\u{231A}'..='\u{231B}' | '\u{23E9}'..='\u{2615}' | '\u{2648}'..='\u{267F}'
            | '\u{2693}'..='\u{2B55}' | '\u{1F004}'..='\u{1F1FF}' | '\u{1F201}'
            | '\u{1F21A}' | '\u{1F22F}' | '\u{1F232}'..='\u{1F236}'
            | '\u{1F238}'..='\u{1F23A}' | '\u{1F250}'..='\u{1F251}'
            | '\u{1F300}'..='\u{1FAFF}'
    )
}

/// Script Hangul (Scripts.txt); gaps that are unassigned are included.
fn is_hangul(c: char) -> bool {
    matches!(
        c,
        '\u{1100}'..='\u{11FF}' | '\u{302E}'..='\u{302F}' | '\u{3131}'..='\u{318E}'
            | '\u{3200}'..='\u{321E}' | '\u{3260}'..='\u{327E}' | '\u{A960}'..='\u{A97C}'
            | '\u{AC00}'..='\u{D7FB}' | '\u{FFA0}'..='\u{FFDC}'
    )
}

/// Whether a line break between the two characters disappears instead of becoming a space:
/// the segment break rule of css-text-4, wide on both sides and no Hangul.
pub(crate) fn joins_without_space(before: char, after: char) -> bool {
    // An ideographic variation selector has no width of its own and belongs to an ideograph.
    let ideograph_ends = matches!(before, '\u{E0100}'..='\u{E01EF}');
    let joins = |c| is_wide(c) && !is_hangul(c);
    (ideograph_ends || joins(before)) && joins(after)
}

/// Lines of text as one, for places that cannot show a line break: titles, alternative texts.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let joins = match (out.chars().next_back(), line.chars().next()) {
            (Some(before), Some(after)) => joins_without_space(before, after),
            _ => true,
        };
        if !joins {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// Full-width or CJK punctuation. Unlike in the amendment, the quotation marks, dashes and
/// ellipses that Chinese shares with other languages count: this asks what ends a phrase.
pub(crate) fn is_cjk_punctuation(c: char) -> bool {
    matches!(
        c,
        '—' | '―' | '‘' | '’' | '“' | '”' | '‥' | '…' | '⸺' | '⸻'
            | '、'..='〃' | '〈'..='】' | '〔'..='〟' | '〰' | '〽' | '゠' | '・'
            | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE6B}'
            | '！'..='／' | '：'..='＠' | '［'..='｀' | '｛'..='･'
    )
}

/// A web address in plain text and where it leads.
pub(crate) struct BareLink {
    pub range: Range<usize>,
    pub href: String,
}

/// Bare links: GFM autolink literals (`http://`, `https://`, `www.`), with ends that suit text
/// without spaces. An address may follow an ideograph directly and ends before full-width
/// punctuation; ideographs belong to a path but not to an ASCII host.
///
/// ```text
/// link  = ("http://" | "https://") host [port] [tail]  |  "www." host [port] [tail]
/// host  = label {"." label}        at least two labels, or "localhost" after a scheme
/// port  = ":" digit {digit}
/// tail  = ("/" | "?" | "#") …      up to a space, "<" or full-width punctuation; trimmed
/// ```
pub(crate) fn bare_links(text: &str) -> Vec<BareLink> {
    let mut links = Vec::new();
    let mut at = 0;
    let initial = |byte: &u8| b"hHwW".contains(byte);
    while let Some(skipped) = text.as_bytes()[at..].iter().position(initial) {
        let start = at + skipped;
        let Some(prefix) = prefix_length(text, start) else {
            at = start + 1;
            continue;
        };
        let host_start = start + prefix;
        let host = &text[host_start..][..host_length(&text[host_start..])];
        let host_end = host_start + host.len();
        if is_link_host(host, text.as_bytes()[host_start - 1] == b'/') {
            at = host_end + tail_length(&text[host_end..]);
            links.push(bare_link(text, start..at));
        } else {
            // A single label may be another link's scheme, `http://http://a.cn`. More than
            // one is not read again, or a long bad host would be read from each of its parts.
            at = if host.contains('.') { host_end } else { host_start };
        }
    }
    links
}

fn bare_link(text: &str, range: Range<usize>) -> BareLink {
    let written = &text[range.clone()];
    let scheme = if written.starts_with(['h', 'H']) { "" } else { "https://" };
    let href = format!("{scheme}{written}");
    BareLink { range, href }
}

/// The length of a scheme or `www.` at `start`, if a link may start there.
fn prefix_length(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let previous = bytes[..start].last().copied().unwrap_or(b' ');
    let prefixes: [&[u8]; 3] = [b"https://", b"http://", b"www."];
    let prefix = prefixes.into_iter().find(|prefix| {
        let written = bytes[start..].get(..prefix.len());
        written.is_some_and(|written| written.eq_ignore_ascii_case(prefix))
    })?;
    // In `ftp://www.a.cn` and `me@www.a.cn` the host has an owner already.
    let inside = previous.is_ascii_alphanumeric()
        || prefix == b"www." && matches!(previous, b'/' | b'@' | b'.' | b'-' | b'_');
    (!inside).then_some(prefix.len())
}

/// As many labels as follow one another. A label of ideographs may come first or after one
/// other label, `www.例子.中国`; after two it is the next sentence, `example.com.然后`.
fn host_length(text: &str) -> usize {
    let (mut length, mut labels, mut cjk) = (0, 0, false);
    loop {
        let dot = usize::from(labels > 0 && text[length..].starts_with('.'));
        let label = &text[length + dot..];
        let starts_cjk = label.starts_with(is_cjk);
        if labels > 0 && dot == 0 || starts_cjk && labels > 1 && !cjk {
            return length;
        }
        let label_length = label_length(label, starts_cjk);
        if label_length == 0 {
            return length;
        }
        length += dot + label_length;
        labels += 1;
        cjk = starts_cjk;
    }
}

fn label_length(text: &str, with_cjk: bool) -> usize {
    let ends = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')) || !with_cjk && is_cjk(c);
    text.find(ends).unwrap_or(text.len())
}

/// GFM wants a dot, and no underscore in the last two labels.
fn is_link_host(host: &str, after_scheme: bool) -> bool {
    if after_scheme && host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    host.contains('.') && !host.rsplit('.').take(2).any(|label| label.contains('_'))
}

fn tail_length(text: &str) -> usize {
    let port = port_length(text);
    let tail = &text[port..];
    if !tail.starts_with(['/', '?', '#']) {
        return port;
    }
    let ends =
        |c: char| c.is_whitespace() || c.is_control() || c == '<' || c == MARK || is_cjk_punctuation(c);
    port + trimmed_length(&tail[..tail.find(ends).unwrap_or(tail.len())])
}

fn port_length(text: &str) -> usize {
    let Some(port) = text.strip_prefix(':') else {
        return 0;
    };
    let digits = port.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { 0 } else { 1 + digits }
}

/// Leaves out what more likely belongs to the sentence, as GFM does. Brackets are counted once
/// and then kept count of, so a long row of `)` is not counted again for each.
fn trimmed_length(mut tail: &str) -> usize {
    let opened = tail.matches('(').count();
    let mut closed = tail.matches(')').count();
    loop {
        let cut = match tail.bytes().next_back() {
            Some(b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"') => 1,
            Some(b')') if closed > opened => 1,
            Some(b';') => entity_length(tail),
            _ => 0,
        };
        if cut == 0 {
            return tail.len();
        }
        closed -= usize::from(tail.ends_with(')'));
        tail = &tail[..tail.len() - cut];
    }
}

/// The length of something like `&amp;` at the end of `text`, which ends in `;`.
fn entity_length(text: &str) -> usize {
    let before = text[..text.len() - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let named = text.len() - before.len() > 1;
    if named && before.ends_with('&') { text.len() - before.len() + 1 } else { 0 }
}

#[cfg(test)]
mod tests {

    use proptest::prelude::*;
    use pulldown_cmark::{Options, TagEnd};

    use super::*;

    /// Events as text: `<b>`, `<i>`, `<s>`, `[text](url)`, `` `code` ``, `⏎` for a soft break;
    /// every other block opens with a sign of its own.
    fn rendered(source: &str) -> String {
        let prepared = prepare(source);
        let mut out = String::new();
        for event in Parser::new_ext(&prepared.text, options()) {
            match event {
                Event::Start(tag) => out.push_str(opening(&tag)),
                Event::End(tag) => out.push_str(closing(tag)),
                Event::Code(text) => out.push_str(&format!("`{}`", strip_marks(&text))),
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                    out.push_str(&strip_marks(&text));
                }
                Event::SoftBreak => out.push('⏎'),
                Event::HardBreak => out.push('↵'),
                other => panic!("no sign for {other:?}"),
            }
        }
        out
    }

    fn options() -> Options {
        Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_GFM
    }

    fn opening(tag: &Tag) -> &'static str {
        match tag {
            Tag::Strong => "<b>",
            Tag::Emphasis => "<i>",
            Tag::Strikethrough => "<s>",
            Tag::Link { .. } => "[",
            Tag::Image { .. } => "![",
            Tag::Heading { .. } => "# ",
            Tag::Item => "- ",
            Tag::BlockQuote(_) => "> ",
            Tag::TableCell => "|",
            Tag::CodeBlock(_) => "{",
            _ => "",
        }
    }

    fn closing(tag: TagEnd) -> &'static str {
        match tag {
            TagEnd::Strong => "</b>",
            TagEnd::Emphasis => "</i>",
            TagEnd::Strikethrough => "</s>",
            TagEnd::Link | TagEnd::Image => "]",
            TagEnd::CodeBlock => "}",
            _ => "",
        }
    }

    fn check_rendered(cases: &[(&str, &str)]) {
        for (source, expected) in cases {
            assert_eq!(rendered(source), *expected, "for `{source}`");
        }
    }

    #[test]
    fn full_width_punctuation_may_stand_inside_emphasis() {
        check_rendered(&[
            ("**真，**她", "<b>真，</b>她"),
            ("*真，*她", "<i>真，</i>她"),
            ("***真，***她", "<i><b>真，</b></i>她"),
            ("请**先备份。**然后升级", "请<b>先备份。</b>然后升级"),
            ("注意**（重要）**事项", "注意<b>（重要）</b>事项"),
            ("点击**「确定」**按钮", "点击<b>「确定」</b>按钮"),
            ("点击*『确定』*按钮", "点击<i>『确定』</i>按钮"),
            ("阅读**《用户手册》**一书", "阅读<b>《用户手册》</b>一书"),
            ("他说**“你好”**就走了", "他说<b>“你好”</b>就走了"),
            ("他说**‘你好’**就走了", "他说<b>‘你好’</b>就走了"),
            ("版本**【新】**发布", "版本<b>【新】</b>发布"),
            ("等一等**……**再说", "等一等<b>……</b>再说"),
            ("价格**￥５**起", "价格<b>￥５</b>起"),
            ("真的**吗？**是的", "真的<b>吗？</b>是的"),
            ("Wi**「Fi」**Fi", "Wi<b>「Fi」</b>Fi"),
        ]);
    }

    #[test]
    fn full_width_punctuation_may_stand_outside_emphasis() {
        check_rendered(&[
            ("他说：**好**。", "他说：<b>好</b>。"),
            ("（**重要**）", "（<b>重要</b>）"),
            ("「**「甲」**」", "「<b>「甲」</b>」"),
            ("，**「甲」**，", "，<b>「甲」</b>，"),
            ("“**甲**”", "“<b>甲</b>”"),
        ]);
    }

    #[test]
    fn ascii_punctuation_beside_ideographs_does_not_block_emphasis() {
        check_rendered(&[
            ("点击**\"确定\"**按钮", "点击<b>\"确定\"</b>按钮"),
            ("使用**(可选)**参数", "使用<b>(可选)</b>参数"),
            ("增长**50%**左右", "增长<b>50%</b>左右"),
            ("变量**$HOME**的值", "变量<b>$HOME</b>的值"),
            ("共**100元.**谢谢", "共<b>100元.</b>谢谢"),
            ("按**|**键", "按<b>|</b>键"),
            ("按**\\***键", "按<b>*</b>键"),
        ]);
    }

    #[test]
    fn links_code_html_and_emoji_may_touch_a_delimiter() {
        check_rendered(&[
            ("参见**[手册](/a)**一节", "参见<b>[手册]</b>一节"),
            ("参见[**「手册」**一节](/a)", "参见[<b>「手册」</b>一节]"),
            ("见**![图](/a.png)**所示", "见<b>![图]</b>所示"),
            ("运行**`ls`**命令", "运行<b>`ls`</b>命令"),
            ("这是**<kbd>A</kbd>**键", "这是<b><kbd>A</kbd></b>键"),
            ("完成**🎉**了", "完成<b>🎉</b>了"),
            ("完成**🎉好**了", "完成<b>🎉好</b>了"),
            ("打开**<https://a.cn>**网站", "打开<b>[https://a.cn]</b>网站"),
        ]);
    }

    #[test]
    fn korean_japanese_and_half_width_kana_are_cjk() {
        check_rendered(&[
            ("**스크립트(script)**라고", "<b>스크립트(script)</b>라고"),
            ("패키지를 **\"설치\"**하세요", "패키지를 <b>\"설치\"</b>하세요"),
            ("これは**私のやりたかったこと。**だから", "これは<b>私のやりたかったこと。</b>だから"),
            ("ﾊﾝｶｸ**「ｶﾅ」**ﾃﾞｽ", "ﾊﾝｶｸ<b>「ｶﾅ」</b>ﾃﾞｽ"),
            ("ﾊﾝｶｸ**(ｶﾅ)**ﾃﾞｽ", "ﾊﾝｶｸ<b>(ｶﾅ)</b>ﾃﾞｽ"),
            ("ㄅ**(ㄆ)**ㄇ", "ㄅ<b>(ㄆ)</b>ㄇ"),
            ("𠮷**(𠮷)**𠮷", "𠮷<b>(𠮷)</b>𠮷"),
        ]);
    }

    #[test]
    fn variation_selectors_belong_to_the_character_before_them() {
        check_rendered(&[
            ("葛\u{E0100}**(葛)**城", "葛\u{E0100}<b>(葛)</b>城"),
            ("社\u{FE00}**(社)**长", "社\u{FE00}<b>(社)</b>长"),
            ("，\u{FE00}**(甲)**乙", "，\u{FE00}<b>(甲)</b>乙"),
            ("“\u{FE01}**(甲)**乙", "“\u{FE01}<b>(甲)</b>乙"),
            ("⚠\u{FE0E}**(甲)**乙", "⚠\u{FE0E}<b>(甲)</b>乙"),
            // Emoji presentation is left to CommonMark, which sees a letter.
            ("a⚠\u{FE0F}**(甲)**乙", "a⚠\u{FE0F}**(甲)**乙"),
            // Text presentation remains punctuation: it cannot close before a letter.
            ("甲**乙⚠\u{FE0E}**b", "甲**乙⚠\u{FE0E}**b"),
        ]);
    }

    #[test]
    fn double_tilde_strikes_through_and_single_tilde_stays_out_of_words() {
        check_rendered(&[
            ("~~旧的，~~新的", "<s>旧的，</s>新的"),
            ("价格~~「旧」~~新", "价格<s>「旧」</s>新"),
            ("价格~~(旧)~~新", "价格<s>(旧)</s>新"),
            ("~~旧。~~new", "<s>旧。</s>new"),
            ("~~旧\\~~~新", "<s>旧~</s>新"),
            ("需要3~5天，或者7~9天", "需要3~5天，或者7~9天"),
            ("甲~「乙」~丙", "甲~「乙」~丙"),
            ("甲~~~「乙」~~~丙", "甲~~~「乙」~~~丙"),
        ]);
    }

    #[test]
    fn underscores_do_what_they_did() {
        check_rendered(&[
            ("_真，_她", "_真，_她"),
            ("点击_「确定」_按钮", "点击_「确定」_按钮"),
            ("点击 _「确定」_ 按钮", "点击 <i>「确定」</i> 按钮"),
            ("__真，__，她", "<b>真，</b>，她"),
        ]);
        assert!(prepare("点击_「确定」_按钮，__真，__她").guards.is_empty());
    }

    #[test]
    fn neighbouring_runs_do_not_disturb_each_other() {
        check_rendered(&[
            ("甲**_乙_**丙", "甲<b><i>乙</i></b>丙"),
            ("甲**_「乙」_**丙", "甲<b><i>「乙」</i></b>丙"),
            ("甲**~~乙~~**丙", "甲<b><s>乙</s></b>丙"),
            ("甲**~~「乙」~~**丙", "甲<b><s>「乙」</s></b>丙"),
            ("甲~~**「乙」**~~丙", "甲<s><b>「乙」</b></s>丙"),
            ("甲**~乙~**丙", "甲<b><s>乙</s></b>丙"),
            ("。**中**「丙」**丁", "。<b>中</b>「丙」**丁"),
            ("甲***「乙」*丙**丁", "甲<b><i>「乙」</i>丙</b>丁"),
            ("甲***「乙」**丙*丁", "甲<i><b>「乙」</b>丙</i>丁"),
            ("甲**乙*「丙」*丁**戊", "甲<b>乙<i>「丙」</i>丁</b>戊"),
        ]);
    }

    #[test]
    fn emphasis_is_found_in_every_block() {
        check_rendered(&[
            ("# **真，**她", "# <b>真，</b>她"),
            ("## 点击**「确定」**按钮 ##", "# 点击<b>「确定」</b>按钮"),
            ("真，**她。**\n===", "# 真，<b>她。</b>"),
            ("- **真，**她\n* *「甲」*乙", "- <b>真，</b>她- <i>「甲」</i>乙"),
            ("1. 甲**「乙」**丙", "- 甲<b>「乙」</b>丙"),
            (">**真，**她", "> <b>真，</b>她"),
            (">**她*", "> *<i>她</i>"),
            ("甲**「乙\n丙」**丁", "甲<b>「乙⏎丙」</b>丁"),
            ("甲**「乙」**\n丙", "甲<b>「乙」</b>⏎丙"),
            ("甲\n**「乙」**丙", "甲⏎<b>「乙」</b>丙"),
        ]);
    }

    #[test]
    fn table_cells_end_where_the_parser_ends_them() {
        let table = |cells: &str| rendered(&format!("|甲|乙|\n|-|-|\n{cells}"));
        assert_eq!(table("|**真，**她|*「丙」*丁|"), "|甲|乙|<b>真，</b>她|<i>「丙」</i>丁");
        assert_eq!(table("|**她**|**她*|"), "|甲|乙|<b>她</b>|*<i>她</i>");
        assert_eq!(table("|她**|**她|"), "|甲|乙|她**|**她");
        assert_eq!(table("丙**「丁」**戊|己\\|**「庚」**辛"), "|甲|乙|丙<b>「丁」</b>戊|己|<b>「庚」</b>辛");
    }

    #[test]
    fn escapes_code_and_addresses_come_out_as_written() {
        check_rendered(&[
            ("\\**真，*她", "*<i>真，</i>她"),
            ("甲\\*「乙」\\*丙", "甲*「乙」*丙"),
            ("甲\\\\**「乙」**丙", "甲\\<b>「乙」</b>丙"),
            ("`甲**「乙」**丙`", "`甲**「乙」**丙`"),
            ("`甲\\`**「乙」**丙", "`甲\\`<b>「乙」</b>丙"),
            ("    甲**「乙」**丙", "{甲**「乙」**丙}"),
            ("```\n甲**「乙」**丙\n```", "{甲**「乙」**丙\n}"),
            ("~~~甲\n乙~~「丙」~~丁\n~~~", "{乙~~「丙」~~丁\n}"),
            ("<p>甲**「乙」**丙</p>", "<p>甲**「乙」**丙</p>"),
            ("甲<b title=甲**「乙」**>乙</b>", "甲<b title=甲**「乙」**>乙</b>"),
        ]);
        let prepared = prepare("[甲](/a**「b」**c) [丁][甲**「乙」**丙]\n\n[甲**「乙」**丙]: /d**「e」**f");
        let mut links = Vec::new();
        for event in Parser::new(&prepared.text) {
            if let Event::Start(Tag::Link { dest_url, .. }) = event {
                links.push(strip_marks(&dest_url).into_owned());
            }
        }
        assert_eq!(links, ["/a**「b」**c", "/d**「e」**f"]);
    }

    #[test]
    fn what_is_no_emphasis_stays_literal() {
        check_rendered(&[
            ("** 不是**", "** 不是**"),
            ("不**是 **吗", "不**是 **吗"),
            ("甲 ** 乙 ** 丙", "甲 ** 乙 ** 丙"),
            ("甲**\u{3000}乙**丙", "甲**\u{3000}乙**丙"),
            ("甲**「乙」 **丙", "甲**「乙」 **丙"),
            ("**「乙」", "**「乙」"),
            ("abc**(def)**ghi", "abc**(def)**ghi"),
            ("abc**“def”**ghi", "abc**“def”**ghi"),
            ("3 * 4，5 * 6", "3 * 4，5 * 6"),
        ]);
    }

    #[test]
    fn text_that_needs_no_guard_is_borrowed() {
        for source in [
            "",
            "plain",
            "Some **bold**, *italic* and ~~struck~~ text (**really**).",
            "abc**(def)**ghi, 2*3*4, snake_case_name, a ~ b, \\*no\\*, **\"quoted\"**",
            "- * - *\n***\n~~~\ncode\n~~~",
            "**粗体**文字和*斜体*文字，也有**粗体**的。",
            "路径是 C:\\目录\\",
        ] {
            let prepared = prepare(source);
            assert!(matches!(prepared.text, Cow::Borrowed(_)), "for `{source}`");
            assert_eq!(prepared.source_offset(source.len()), source.len());
        }
        assert!(matches!(strip_marks("，**「plain」**"), Cow::Borrowed(_)));
    }

    #[test]
    fn events_lead_back_to_their_place_in_the_source() {
        let source = "甲**「乙」**丙*丁。*戊";
        let prepared = prepare(source);
        let found: Vec<_> = Parser::new(&prepared.text)
            .into_offset_iter()
            .filter(|(event, _)| matches!(event, Event::Start(Tag::Strong | Tag::Emphasis)))
            .map(|(_, range)| &source[prepared.source_range(range)])
            .collect();
        assert_eq!(found, ["**「乙」**", "*丁。*"]);
    }

    #[test]
    fn marks_of_the_source_are_dropped_but_counted() {
        let source = "\u{FDD0}甲\u{FDD0}**「乙」\u{FDD0}**，\u{FDD0},丙**「";
        let prepared = prepare(source);
        assert_eq!(strip_marks(&prepared.text), source.replace(MARK, ""));
        assert!(!prepared.guards.is_empty());
        let found = prepared.text.find('丙').map(|at| prepared.source_offset(at));
        assert_eq!(found, source.find('丙'));
        assert_eq!(prepared.source_offset(prepared.text.len()), source.len());
    }

    #[test]
    fn quick_answers_about_punctuation_agree_with_the_parser() {
        for c in '\u{80}'..='\u{1FFFF}' {
            let quick = c.is_alphanumeric() || matches!(c, '\u{2010}'..='\u{303F}' | '！'..='･');
            if quick && !c.is_whitespace() {
                assert_eq!(is_parser_punctuation(c), parser_says_punctuation(c), "for {c:?}");
            }
        }
        for c in '!'..='~' {
            assert_eq!(is_parser_punctuation(c), c.is_ascii_punctuation());
        }
    }

    #[test]
    fn characters_have_the_class_the_amendment_gives_them() {
        let cases = [
            (Class::Space, " \t\n\u{3000}\u{A0}\u{2003}"),
            (Class::Punctuation, "!*~$“”‘’—…·→©🎉👍☎⚠✅🈚🈶"),
            (Class::CjkPunctuation, "，。！（）「」《》【】、～＄￥￦₩｡｢〜〰・㊗㊙🈂🈷☰"),
            (Class::Cjk, "漢字々〇かナーㄅ한글가ﾱｱﾞＡ１𠮷㐀豈\u{302A}\u{3099}\u{31350}ꥠ"),
            (Class::Other, "aZ09éяα\u{200B}\u{FE0F}\u{0301}\u{FDD0}ក\u{17A4}"),
        ];
        for (expected, characters) in cases {
            for c in characters.chars() {
                assert_eq!(class(c), expected, "for {c:?}");
            }
        }
    }

    #[test]
    fn line_breaks_vanish_between_wide_characters_only() {
        for (before, after) in [
            ('汉', '字'),
            ('汉', '，'),
            ('，', '汉'),
            ('。', '「'),
            ('か', 'ナ'),
            ('ｱ', 'ｲ'),
            ('ー', '漢'),
            ('Ａ', '漢'),
            ('𠮷', '野'),
            ('\u{3099}', 'か'),
            ('\u{E0100}', '城'),
            ('汉', '🎉'),
            ('🎉', '🎉'),
        ] {
            assert!(joins_without_space(before, after), "{before}{after}");
        }
        for (before, after) in [
            ('한', '국'),
            ('汉', '한'),
            ('ﾱ', '汉'),
            ('a', 'b'),
            ('汉', 'a'),
            ('a', '汉'),
            ('1', '月'),
            ('，', 'a'),
            ('.', '汉'),
            ('”', '汉'),
            ('☎', '汉'),
            ('\u{17A4}', '汉'),
            ('汉', '\u{E0100}'),
        ] {
            assert!(!joins_without_space(before, after), "{before}{after}");
        }
    }

    #[test]
    fn cjk_punctuation_includes_what_chinese_shares_with_latin() {
        for c in "，。；：！？（）【】《》“”‘’、…—「」『』〈〉〔〕～".chars()
        {
            assert!(is_cjk_punctuation(c), "{c}");
        }
        for c in ",.;:!?()\"'-漢ー々A１Ａ한🎉 \u{3000}".chars() {
            assert!(!is_cjk_punctuation(c), "{c}");
        }
    }

    /// The text with `⟦` and `⟧` around every link.
    fn linked(text: &str) -> String {
        let mut out = String::new();
        let mut copied = 0;
        for link in bare_links(text) {
            out.push_str(&text[copied..link.range.start]);
            out.push_str(&format!("⟦{}⟧", &text[link.range.clone()]));
            copied = link.range.end;
        }
        out + &text[copied..]
    }

    fn check_links(cases: &[&str]) {
        for case in cases {
            assert_eq!(linked(&case.replace(['⟦', '⟧'], "")), *case);
        }
    }

    #[test]
    fn addresses_are_found_inside_chinese_sentences() {
        check_links(&[
            "请看⟦https://example.com⟧了解",
            "请看⟦https://example.com⟧，谢谢",
            "（⟦https://example.com/a⟧）",
            "《⟦https://example.com/a?b=c#d⟧》",
            "“⟦https://example.com/a⟧”",
            "网址：⟦www.example.com⟧。",
            "网址:⟦www.example.com/a⟧、⟦www.example.org⟧……",
            "⟦https://example.com/a⟧——官网",
            "⟦https://zh.wikipedia.org/wiki/数字钱包⟧。",
            "⟦https://zh.wikipedia.org/wiki/数字钱包?语言=中文#历史⟧；",
            "⟦https://例子.中国/路径⟧！",
            "⟦https://www.例子.中国⟧ 和 ⟦https://例子.com⟧了解",
            "见⟦https://example.com⟧.然后",
            "本机⟦http://localhost:8080/预览⟧，⟦http://localhost⟧上",
            "端口⟦https://example.com:8443⟧以上",
            "⟦https://a.cn/x⟧\u{3000}⟦https://b.cn/y⟧\u{FDD0}z",
        ]);
    }

    #[test]
    fn addresses_are_found_inside_latin_sentences() {
        check_links(&[
            "⟦http://example.com⟧",
            "See ⟦https://example.com/a_b/c-d.html?x=1&y=2#z⟧.",
            "(⟦https://example.com/a⟧) and ⟦https://example.com/a_(b)⟧",
            "(⟦https://example.com/a_(b)⟧), ⟦https://example.com/((a))⟧))",
            "⟦https://example.com/a⟧?! ⟦https://example.com⟧: ⟦https://example.com/⟧*_~",
            "\"⟦https://example.com/a⟧\" '⟦https://example.com/b⟧'",
            "⟦https://example.com/a⟧&amp; ⟦https://example.com/a&b⟧&copy;&hl;",
            "⟦https://example.com/a;⟧ ⟦https://example.com/?a;b⟧",
            "⟦https://example.com/a⟧<b> ⟦www.example.com⟧<b>",
            "⟦HTTPS://Example.COM/A⟧ ⟦Www.Example.com⟧",
            "http://⟦http://example.com⟧",
            "⟦https://bücher.de/ü⟧ ⟦https://пример.рф⟧",
            "⟦https://a_b.example.com⟧",
        ]);
    }

    #[test]
    fn what_is_no_address_is_left_alone() {
        check_links(&[
            "",
            "http:// https://example https://。 www. www.example",
            "xhttps://example.com 1www.example.com",
            "ftp://www.example.com me@www.example.com a.www.example.com",
            "https://exa_mple.com https://a.b_c",
            "https://.com https://-、www.。www..com",
            "localhost:8080 www.localhost example.com mailto:a@b.cn",
        ]);
    }

    #[test]
    fn an_address_without_scheme_leads_to_https() {
        let links = bare_links("www.a.cn/x HTTP://b.cn https://例子.中国/路径，");
        let hrefs: Vec<_> = links.iter().map(|link| link.href.as_str()).collect();
        assert_eq!(hrefs, ["https://www.a.cn/x", "HTTP://b.cn", "https://例子.中国/路径"]);
    }

    /// A scan that is quadratic in any of these would take minutes, and the suite with it.
    #[test]
    fn hostile_text_is_read_to_its_end() {
        for part in [
            "http://",
            "www.",
            "http://a_b.",
            "http://甲",
            "甲www.",
            "_www.a_b",
            "http://a_.-www.",
            ")",
            "(",
            "&a;",
            ";",
            ".",
            "&aaaa",
            "a&",
            ":8",
            "h",
            "a.",
            "*",
        ] {
            let row = part.repeat(100_000);
            bare_links(&row);
            bare_links(&format!("https://a.cn/{row}"));
            bare_links(&format!("https://a.cn{row}"));
        }
        for part in ["*，", "*甲", "~~「甲", "\\", "\\*「", "*", "甲**「", ">", ">*甲", "\u{FE00}*"] {
            let row = part.repeat(100_000);
            let prepared = prepare(&row);
            assert_eq!(strip_marks(&prepared.text), row);
        }
    }

    /// Whether two equal runs make emphasis, read off the amendment. It shares nothing with
    /// the code above: characters are looked up in short lists.
    mod amendment {
        const PUNCTUATION: &str = "\".*~“⚠🎉";
        const CJK_PUNCTUATION: &str = "，「￦";
        const CJK_LETTERS: &str = "漢한ｶ";

        fn non_cjk_punctuation(c: char) -> bool {
            PUNCTUATION.contains(c)
        }

        fn cjk(c: char) -> bool {
            CJK_LETTERS.contains(c) || CJK_PUNCTUATION.contains(c)
        }

        fn selector(c: char) -> bool {
            ('\u{FE00}'..='\u{FE0E}').contains(&c)
        }

        /// The last character, or the one before a selector, and whether the pair is one of
        /// the "CJK ambiguous punctuation sequences".
        fn sequence(before: &str) -> (char, bool) {
            let mut last = before.chars().rev();
            let (c, base) = (last.next().unwrap_or(' '), last.next());
            match base {
                Some(base) if selector(c) => (base, base == '“' && c == '\u{FE01}'),
                _ => (c, false),
            }
        }

        pub(super) fn left_flanking(before: &str, after: &str) -> bool {
            let next = after.chars().next().unwrap_or(' ');
            let previous = before.chars().next_back().unwrap_or(' ');
            let (base, ambiguous) = sequence(before);
            next != ' '
                && (!non_cjk_punctuation(next)
                    || previous == ' '
                    || non_cjk_punctuation(base)
                    || cjk(base)
                    || ambiguous
                    || previous == '\u{E0100}')
        }

        pub(super) fn right_flanking(before: &str, after: &str) -> bool {
            let next = after.chars().next().unwrap_or(' ');
            let previous = before.chars().next_back().unwrap_or(' ');
            let (base, ambiguous) = sequence(before);
            previous != ' '
                && (!non_cjk_punctuation(base)
                    || ambiguous
                    || next == ' '
                    || non_cjk_punctuation(next)
                    || cjk(next))
        }
    }

    fn is_emphasis(event: &Event) -> bool {
        matches!(event, Event::Start(Tag::Strong | Tag::Emphasis | Tag::Strikethrough))
    }

    /// Blocks and where they are in the source.
    fn blocks(prepared: &Prepared) -> Vec<(String, Range<usize>)> {
        let mut blocks = Vec::new();
        for (event, range) in Parser::new_ext(&prepared.text, options()).into_offset_iter() {
            let block = match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => continue,
                Event::Start(Tag::CodeBlock(_)) => "code".to_owned(),
                Event::Start(Tag::Heading { id, .. }) => {
                    format!("heading {:?}", id.as_deref().map(strip_marks))
                }
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    format!("footnote {}", strip_marks(&label))
                }
                Event::Start(ref tag) if !is_emphasis(&event) => format!("{tag:?}"),
                Event::Rule | Event::TaskListMarker(_) => format!("{event:?}"),
                _ => continue,
            };
            blocks.push((block, prepared.source_range(range)));
        }
        blocks
    }

    proptest! {
        #[test]
        fn preparation_can_be_taken_back_and_offsets_are_exact(
            source in "[*~ \na漢한，「\".\\\\`😀\u{FE00}\u{FE0E}]{0,40}",
        ) {
            let prepared = prepare(&source);
            prop_assert_eq!(strip_marks(&prepared.text), source.as_str());
            let text = prepared.text.as_ref();
            let (mut at, mut expected) = (0, 0);
            while let Some(c) = text[at..].chars().next() {
                if text[at..].starts_with(GUARD) {
                    for inside in at..at + GUARD.len() {
                        prop_assert_eq!(prepared.source_offset(inside), expected);
                    }
                    at += GUARD.len();
                    continue;
                }
                prop_assert_eq!(prepared.source_offset(at), expected);
                at += c.len_utf8();
                expected += c.len_utf8();
            }
            prop_assert_eq!(prepared.source_offset(text.len()), source.len());
            let offsets: Vec<_> = (0..=text.len()).map(|at| prepared.source_offset(at)).collect();
            prop_assert!(offsets.is_sorted());
        }

        #[test]
        fn two_runs_make_emphasis_exactly_where_the_amendment_says(
            run in "[*]{1,3}|~~",
            before in "x[ a漢한ｶ，「￦\".“⚠🎉\u{FE00}\u{FE01}\u{FE0E}\u{E0100}]{0,3}(\\\\[*\"])?",
            inside in "[ a漢한ｶ，「￦\".“⚠🎉\u{FE00}\u{FE01}\u{FE0E}\u{E0100}]{1,4}(\\\\[*\"])?",
            after in "[ a漢한ｶ，「￦\".“⚠🎉\u{FE00}\u{FE01}\u{FE0E}\u{E0100}]{0,3}",
        ) {
            let source = format!("{before}{run}{inside}{run}{after}");
            let opens = amendment::left_flanking(&before, &inside)
                // The parser lets `~~` open before anything but a space.
                || run == "~~" && !inside.starts_with(' ');
            let up_to_close = format!("{before}{run}{inside}");
            let closes = amendment::right_flanking(&up_to_close, &after);
            let found = Parser::new_ext(&prepare(&source).text, options()).any(|e| is_emphasis(&e));
            prop_assert_eq!(found, opens && closes, "for `{}`", source);
        }

        #[test]
        fn marks_never_change_blocks(
            source in "([*~]{1,4}|[\n>|#:=a漢，「\"1-]|\\[|\\]|\\(|\\)|<|`|\\\\| |  |- |1\\. |    |```|\n\\|-\\|-\\|\n|\\[a\\]: |\\[\\^a[*漢「]{0,3}\\]:? ?|\\[x\\] |> \\[!NOTE\\]\n| \\{#a[*漢「]{0,3}\\}\n){0,30}",
        ) {
            let plain = Prepared { text: Cow::Borrowed(&source), guards: Vec::new() };
            prop_assert_eq!(blocks(&prepare(&source)), blocks(&plain));
        }

        #[test]
        fn links_lie_in_order_within_the_text(
            text in "(https?://|www\\.|[a漢.。，/:?&;()_-]|例子|\\.cn| |&amp;){0,30}",
        ) {
            let mut end = 0;
            for link in bare_links(&text) {
                prop_assert!(end <= link.range.start && link.range.start < link.range.end);
                prop_assert!(link.href.ends_with(&text[link.range.clone()]));
                end = link.range.end;
            }
        }
    }
}
