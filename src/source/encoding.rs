//! Bytes into text: strict UTF-8, and a good guess at what a file is when it is not.
//!
//! A GBK file must never be published as garbage, so nothing is converted silently: the guess only
//! words the diagnostic.

use encoding_rs::{BIG5, GB18030, UTF_16BE, UTF_16LE};

use super::ReadProblem;

/// An encoding that Chinese text files come in, besides UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// GBK and its superset GB18030.
    Gb18030,
    /// Big5 (Traditional Chinese).
    Big5,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
}

impl Encoding {
    /// The name that `iconv -f` takes.
    pub fn iconv_name(self) -> &'static str {
        match self {
            Encoding::Gb18030 => "GB18030",
            Encoding::Big5 => "BIG5",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
        }
    }

    fn decode(self, bytes: &[u8]) -> Option<String> {
        let table = match self {
            Encoding::Gb18030 => GB18030,
            Encoding::Big5 => BIG5,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
        };
        let text = table.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.trim_start_matches('\u{feff}').to_string())
    }
}

/// The text of a file and what is wrong with it. Broken text is kept in lossy form up to its end so
/// that offsets before the first bad byte stay right.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Option<ReadProblem>) {
    if let Some(encoding) = utf16(&bytes) {
        return broken(&bytes, 0, Some(encoding));
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = normalise_owned(text);
            let nul = text.find('\0').map(|at| ReadProblem::Nul { at });
            (text, nul)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let guess = guess_legacy(&bytes);
            broken(&bytes, at, guess)
        }
    }
}

/// Drops a byte-order mark and turns CR LF and lone CR into LF.
pub(super) fn normalise_lines(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_string() }
}

fn normalise_owned(text: String) -> String {
    if text.starts_with('\u{feff}') || text.contains('\r') { normalise_lines(&text) } else { text }
}

fn broken(bytes: &[u8], at: usize, guess: Option<Encoding>) -> (String, Option<ReadProblem>) {
    let preview = guess
        .and_then(|encoding| encoding.decode(bytes))
        .map(|text| first_telling_line(&text))
        .unwrap_or_default();
    let before = normalise_lines(&String::from_utf8_lossy(&bytes[..at]));
    let at = before.len();
    let after = normalise_lines(&String::from_utf8_lossy(&bytes[bytes.len().min(at)..]));
    (before + &after, Some(ReadProblem::NotUtf8 { at, guess, preview }))
}

/// The first line with something beyond ASCII: the one that shows whether the guess is right.
fn first_telling_line(text: &str) -> String {
    let line = text.lines().find(|line| !line.is_ascii()).or_else(|| text.lines().next());
    line.unwrap_or_default().chars().filter(|c| !c.is_control()).take(40).collect()
}

/// UTF-16 by its byte-order mark, or by many NULs on one side of each pair.
fn utf16(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => return Some(Encoding::Utf16Be),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(512)];
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let few = sample.len() / 8;
    match (zeros(0), zeros(1)) {
        (even, odd) if odd > few.max(1) && even == 0 => Some(Encoding::Utf16Le),
        (even, odd) if even > few.max(1) && odd == 0 => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// GB18030 or Big5, whichever makes more everyday characters of the bytes. Both standards put their
/// most frequent characters in one block of lead bytes: level 1 of GB 2312 in B0–D7, of Big5 in A4–C6.
fn guess_legacy(bytes: &[u8]) -> Option<Encoding> {
    [(Encoding::Gb18030, 0xb0..=0xd7, 0xa1), (Encoding::Big5, 0xa4..=0xc6, 0x40)]
        .into_iter()
        .filter(|(encoding, _, _)| encoding.decode(bytes).is_some())
        .map(|(encoding, leads, least_trail)| (everyday_share(bytes, &leads, least_trail), encoding))
        .filter(|(share, _)| *share >= 60)
        .max_by_key(|(share, encoding)| (*share, *encoding == Encoding::Gb18030))
        .map(|(_, encoding)| encoding)
}

/// Per cent of the two-byte characters whose lead byte lies in the frequent block.
fn everyday_share(bytes: &[u8], leads: &std::ops::RangeInclusive<u8>, least_trail: u8) -> usize {
    let (mut all, mut everyday, mut at) = (0usize, 0usize, 0usize);
    while at < bytes.len() {
        if bytes[at] < 0x80 {
            at += 1;
            continue;
        }
        let trail = bytes.get(at + 1).copied().unwrap_or_default();
        all += 1;
        everyday += usize::from(leads.contains(&bytes[at]) && trail >= least_trail);
        at += 2;
    }
    (everyday * 100).checked_div(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(bytes: &[u8]) -> (usize, Option<Encoding>, String) {
        match decode(bytes.to_vec()).1 {
            Some(ReadProblem::NotUtf8 { at, guess, preview }) => (at, guess, preview),
            other => panic!("expected a not-UTF-8 problem, found {other:?}"),
        }
    }

    #[test]
    fn a_gbk_file_is_named_with_its_first_telling_line() {
        let bytes = GB18030.encode("---\ntitle: 无法连接网络怎么办\n").0.into_owned();
        assert_eq!(problem(&bytes), (11, Some(Encoding::Gb18030), "title: 无法连接网络怎么办".into()));
    }

    #[test]
    fn a_big5_file_is_not_taken_for_gbk() {
        let bytes = BIG5.encode("無法連線時該怎麼辦，請先檢查網路設定。").0.into_owned();
        assert_eq!(problem(&bytes).1, Some(Encoding::Big5));
    }

    #[test]
    fn utf16_is_recognised_with_and_without_a_mark() {
        let mut with_mark = vec![0xff, 0xfe];
        with_mark.extend("title: 你好".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(problem(&with_mark).1, Some(Encoding::Utf16Le));
        assert_eq!(problem(&with_mark[2..]).1, Some(Encoding::Utf16Le));
    }

    #[test]
    fn a_truncated_character_is_reported_at_its_first_byte() {
        let (at, guess, _) = problem(&"好好".as_bytes()[..5]);
        assert_eq!((at, guess), (3, None));
    }

    #[test]
    fn byte_order_mark_and_carriage_returns_do_not_matter() {
        let (text, problem) = decode("\u{feff}a\r\nb\rc\n".as_bytes().to_vec());
        assert_eq!((text.as_str(), problem), ("a\nb\nc\n", None));
    }

    #[test]
    fn a_nul_is_reported_where_it_stands() {
        assert_eq!(decode(b"ab\0c plain text".to_vec()).1, Some(ReadProblem::Nul { at: 2 }));
    }
}
