//! One tiny site for every diagnostic code, and the line that it shows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wenda::artifact::MemorySink;
use wenda::diag::{self, Code, Language};
use wenda::pipeline::{self, Build, BuildOptions};
use wenda::source::{self, ReadLimits};

use crate::project::Project;
use crate::site::TestSite;

/// In place of a site: a test of its own below builds it.
const BELOW: &str = "";

/// A site with one document, one channel and one decision tree.
macro_rules! tree {
    ($yaml:literal) => {
        concat!(
            "//- content/a.md\n# 甲\n",
            "//- content/contacts.yaml\nchannels: {phone: {name: 电话, kind: phone, value: \"95000\"}}\n",
            "//- content/troubleshooters/t.yaml\n",
            $yaml
        )
    };
}

/// Code, site, and the whole of what `--format short` prints in English.
const TABLE: &[(Code, &str, &str)] = &[
    (Code::EncodingNul, BELOW, "content/a.md:3:3: error[encoding-nul]: the text holds a NUL character\n"),
    (
        Code::EncodingNotUtf8,
        BELOW,
        "content/a.md:1:3: error[encoding-not-utf8]: the file is not UTF-8; it looks like GB18030\n",
    ),
    (
        Code::FileTooLarge,
        "//- content/site.yaml\nlimits: {file: 8}\n//- content/a.md\n# A 123456\n",
        "content/a.md:1:1: error[file-too-large]: the file has 11 bytes, more than the limit of 8\n",
    ),
    (
        Code::FileUnreadable,
        BELOW,
        "content/a.md:1:1: error[file-unreadable]: cannot read this file: Permission denied (os error 13)\n",
    ),
    (
        Code::PathCollision,
        BELOW,
        "content/b.md:1:1: error[path-collision]: `content/b.md` and `content/B.md` are the same file on some computers\n\
         content/b.md:1:1: error[output-collision]: `b/index.html` and `B/index.html` are the same file on some computers\n",
    ),
    (
        Code::PathInvalid,
        BELOW,
        "content/a\u{fffd}.md:1:1: error[path-invalid]: the file name is not valid UTF-8 or holds control characters\n",
    ),
    (
        Code::SymlinkOutside,
        BELOW,
        "content/b.md:1:1: error[symlink-outside]: symbolic link leads out of the project or nowhere: `../nowhere`\n",
    ),
    (
        Code::YamlSyntax,
        "//- content/a.md\n---\ntitle: a: b\n---\n",
        "content/a.md:2:9: error[yaml-syntax]: YAML cannot be parsed: a value holds a colon and a space\n",
    ),
    (
        Code::YamlDuplicateKey,
        "//- content/a.md\n---\ntitle: A\ntitle: B\n---\n",
        "content/a.md:3:1: error[yaml-duplicate-key]: the key `title` is written twice\n",
    ),
    (
        Code::YamlFullWidth,
        "//- content/a.md\n---\ntitle：A\norder: 1\n---\n",
        "content/a.md:2:6: error[yaml-full-width]: a full-width colon `：` after a key\n",
    ),
    (
        Code::YamlUnquoted,
        "//- content/a.md\n---\ntitle: A\nextra: {en: Wait, please}\n---\n",
        "content/a.md:3:17: error[yaml-unquoted]: a comma ends the text here\n",
    ),
    (
        Code::YamlTab,
        "//- content/a.md\n---\ntitle: A\nextra:\n\ta: b\n---\n",
        "content/a.md:4:1: error[yaml-tab]: a tab is used for indentation\n",
    ),
    (
        Code::YamlUnsupported,
        "//- content/a.md\n---\ntitle: *A\n---\n",
        "content/a.md:2:8: error[yaml-unsupported]: YAML's `*A` is not supported here\n",
    ),
    (
        Code::FrontMatterUnclosed,
        "//- content/a.md\n---\ntitle: A\n",
        "content/a.md:1:1: error[front-matter-unclosed]: the front matter has no closing `---`\n",
    ),
    (
        Code::FrontMatterTooLarge,
        BELOW,
        "content/a.md:1:1: error[front-matter-too-large]: the front matter has 65545 bytes; the limit is 65536\n",
    ),
    (
        Code::SynonymAlone,
        "//- content/synonyms.yaml\ngroups:\n  - [a, b]\n  - [c]\n//- content/a.md\n# A\n",
        "content/synonyms.yaml:3:5: warning[synonym-alone]: this group holds one word only\n",
    ),
    (
        Code::SearchTestUnknown,
        BELOW,
        "tests.yaml:3:14: error[search-test-unknown]: there is no document `b`\n",
    ),
    (
        Code::KeyUnknown,
        "//- content/a.md\n---\ntitle: A\ntitel: B\n---\n",
        "content/a.md:3:1: warning[key-unknown]: unknown key `titel`\n",
    ),
    (
        Code::ValueType,
        "//- content/a.md\n---\ntitle: A\norder: first\n---\n",
        "content/a.md:3:8: error[value-type]: `order` takes a whole number, found `first`\n",
    ),
    (
        Code::ValueInvalid,
        "//- content/site.yaml\nbase_url: example.com\n",
        "content/site.yaml:1:11: error[value-invalid]: base_url `example.com` has to start with `https://`\n",
    ),
    (
        Code::DateInvalid,
        "//- content/a.md\n---\ntitle: A\nreviewed: 2026-02-30\n---\n",
        "content/a.md:3:11: error[date-invalid]: `2026-02-30` is not a valid date\n",
    ),
    (
        Code::TitleMissing,
        "//- content/a.md\n正文\n",
        "content/a.md:1:1: error[title-missing]: the document has no title\n",
    ),
    (
        Code::DraftLink,
        "//- content/a.md\n# A\n\n[乙](b.md)\n//- content/b.md\n---\ntitle: B\ndraft: true\n---\n",
        "content/a.md:3:5: error[link-to-draft]: `b.md` is not published\n",
    ),
    (
        Code::CodeUnknown,
        "//- content/site.yaml\ndiagnostics: {link-brokn: off}\n",
        "content/site.yaml:1:15: warning[code-unknown]: no diagnostic is called `link-brokn`\n",
    ),
    (
        Code::LocaleInvalid,
        "//- content/site.yaml\nlocales: [zh-CN, zh_TW]\n",
        "content/site.yaml:1:18: error[locale-invalid]: `zh_TW` is not a valid locale code\n",
    ),
    (
        Code::LocaleUnknown,
        "//- content/a.fr.md\n# A\n",
        "content/a.fr.md:1:1: warning[locale-unknown]: the suffix `.fr` looks like a locale, but the site does not have it\n",
    ),
    (
        Code::CollectionUnknown,
        "//- content/site.yaml\nnavigation: [fixs]\n",
        "content/site.yaml:1:14: error[collection-unknown]: there is no collection or document `fixs`\n",
    ),
    (
        Code::HtmlEscaped,
        "//- content/a.md\n# A\n\n<b>x</b>\n",
        "content/a.md:3:1: warning[html-escaped]: the HTML `<b>` will be shown as text\n",
    ),
    (
        Code::LinkScheme,
        "//- content/a.md\n# A\n\n[x](javascript:x)\n",
        "content/a.md:3:5: error[link-scheme]: links that start with `javascript` are not allowed\n",
    ),
    (
        Code::LinkBroken,
        "//- content/a.md\n# A\n\n[x](b.md)\n",
        "content/a.md:3:5: error[link-broken]: no document at `b.md`\n",
    ),
    (
        Code::LinkAnchorBroken,
        "//- content/a.md\n# A\n\n[x](#b)\n",
        "content/a.md:3:5: error[link-anchor-broken]: the target has no section `#b`\n",
    ),
    (
        Code::AssetMissing,
        "//- content/a.md\n# A\n\n![x](x.png)\n",
        "content/a.md:3:6: error[asset-missing]: there is no file `x.png`\n",
    ),
    (
        Code::FrontMatterMisplaced,
        "//- content/a.md\n———\ntitle: A\n———\n",
        "content/a.md:1:1: error[front-matter-misplaced]: the front matter does not start with `---` on the first line\n",
    ),
    (
        Code::ValueCut,
        "//- content/a.md\n---\ntitle: 错误 #404 怎么办\n---\n",
        "content/a.md:2:11: warning[value-cut]: what follows `#` is a comment and will not be shown\n",
    ),
    (
        Code::AssetUnlinked,
        "//- content/k/a.md\n# A\n//- content/k/passwords.xlsx\nx\n",
        "content/k/passwords.xlsx:1:1: warning[asset-unlinked]: no document links to this file, yet it is published\n",
    ),
    (
        Code::FileIgnored,
        "//- content/a.md\n# A\n//- content/b.md.txt\n# B\n",
        "content/b.md.txt:1:1: warning[file-ignored]: it looks like a document, but does not end in `.md`\n",
    ),
    (
        Code::ImageExternal,
        "//- content/a.md\n# A\n\n![x](https://example.com/a.png)\n",
        "content/a.md:3:1: warning[image-external]: an image from another site will not be shown\n",
    ),
    (
        Code::AssetCase,
        "//- content/a.md\n# A\n\n![x](x.png)\n//- content/X.png\nx\n",
        "content/a.md:3:6: error[asset-case]: the file name differs by case: it is `X.png`\n",
    ),
    (
        Code::ImageAltMissing,
        "//- content/a.md\n# A\n\n![](x.png)\n//- content/x.png\nx\n",
        "content/a.md:3:1: warning[image-alt-missing]: the image has no alternative text\n",
    ),
    (
        Code::AnchorDuplicate,
        "//- content/a.md\n# A\n\n## 一 {#x}\n\n## 二 {#x}\n",
        "content/a.md:5:1: error[anchor-duplicate]: the anchor `x` is used twice\n",
    ),
    (
        Code::AnchorInvalid,
        "//- content/a.md\n# A\n\n## 一 {#a:b}\n",
        "content/a.md:3:1: error[anchor-invalid]: the anchor `a:b` is not allowed\n",
    ),
    (
        Code::HeadingSkipped,
        "//- content/a.md\n# A\n\n### 一\n",
        "content/a.md:3:1: hint[heading-skipped]: the heading jumps from level 1 to 3\n",
    ),
    (
        Code::FootnoteUndefined,
        "//- content/a.md\n# A\n\n一[^x]\n",
        "content/a.md:3:2: warning[footnote-undefined]: the footnote `[^x]` is not defined\n",
    ),
    (
        Code::NestingTooDeep,
        "//- content/site.yaml\nlimits: {nesting: 1}\n//- content/a.md\n# A\n\n> > 一\n",
        "content/a.md:3:3: error[nesting-too-deep]: lists or quotations nest deeper than 1\n",
    ),
    (
        Code::TextSuspicious,
        "//- content/a.md\n# A\n\n一\u{202e}二\n",
        "content/a.md:3:2: warning[text-suspicious]: a control character that changes the reading direction\n",
    ),
    (
        Code::RelationUnknown,
        "//- content/symptoms/a.md\n---\ntitle: A\nrelations: {cause: [x]}\n---\n",
        "content/symptoms/a.md:3:13: error[relation-unknown]: this collection has no relation `cause`\n",
    ),
    (
        Code::RelationTarget,
        "//- content/symptoms/a.md\n---\ntitle: A\nrelations: {causes: [causes/x]}\n---\n",
        "content/symptoms/a.md:3:22: error[relation-target]: there is no document `causes/x`\n",
    ),
    (
        Code::FieldInTranslation,
        "//- content/a.md\n# A\n//- content/a.en.md\n---\ntitle: A\norder: 1\n---\n",
        "content/a.en.md:3:1: warning[field-in-translation]: `order` has no effect in a translation\n",
    ),
    (
        Code::TranslationOrphan,
        "//- content/a.en.md\n# A\n",
        "content/a.en.md:1:1: warning[translation-orphan]: the translation has no source document `a.md`\n",
    ),
    (
        Code::TranslationOutline,
        "//- content/a.md\n# A\n\n## 一\n//- content/a.en.md\n# A\n",
        "content/a.en.md:1:1: warning[translation-outline]: the translation has 0 headings, its source 1; they part at number 1\n",
    ),
    (
        Code::SlugInvalid,
        "//- content/a.md\n---\ntitle: A\nslug: a b\n---\n",
        "content/a.md:3:7: error[slug-invalid]: the slug `a b` is not allowed\n",
    ),
    (
        Code::SlugHint,
        "//- content/一.md\n# A\n",
        "content/一.md:1:1: hint[slug-hint]: the URL will hold non-ASCII characters: `一`\n",
    ),
    (
        Code::OutputCollision,
        "//- content/a.md\n# A\n//- content/b.md\n---\ntitle: B\nslug: a\n---\n",
        "content/b.md:3:7: error[output-collision]: two things would be written to `a/index.html`\n",
    ),
    (
        Code::AliasInvalid,
        "//- content/a.md\n---\ntitle: A\naliases: [old]\n---\n",
        "content/a.md:3:11: error[alias-invalid]: the alias `old` is not allowed\n",
    ),
    (Code::PageTooLarge, BELOW, "content/a.md:1:1: error[page-too-large]: the page `/a/` has "),
    (
        Code::ReviewOverdue,
        "//- content/a.md\n---\ntitle: A\nreviewed: 2026-01-01\nreview_every: 30d\n---\n",
        "content/a.md:3:11: hint[review-overdue]: this document was due for review by 2026-01-31\n",
    ),
    (
        Code::BaseUrlMissing,
        BELOW,
        "hint[base-url-missing]: base_url is not set: no sitemap.xml, feed, canonical or hreflang will be written\n",
    ),
    (
        Code::TreeStartUnknown,
        tree!(
            "title: {zh: \"题\"}\nstart: p\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:2:8: error[tree-start-unknown]: the start node `p` does not exist\n",
    ),
    (
        Code::TreeTargetUnknown,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: xx}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:4:55: error[tree-target-unknown]: no node `xx`\n",
    ),
    (
        Code::TreeUnreachable,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n  z: {end: wait, zh: \"再等\"}\n"
        ),
        "content/troubleshooters/t.yaml:7:3: error[tree-unreachable]: no answer leads to `z`\n",
    ),
    (
        Code::TreeDeadEnd,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:5:3: error[tree-dead-end]: `x` is a dead end: it asks nothing, tries nothing and is not an outcome\n",
    ),
    (
        Code::TreeNoOutcome,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {ask: {zh: \"又问？\"}, answers: []}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:5:3: error[tree-no-outcome]: no outcome can be reached from `x`: it has no answers\n",
    ),
    (
        Code::TreeTryIncomplete,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {try: a, fixed: y}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:5:3: error[tree-try-incomplete]: `x` does not say where to go when the answer is “still not working” (`still`)\n",
    ),
    (
        Code::TreeCycle,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {try: a, fixed: y, still: q}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:5:32: error[tree-cycle]: goes round in a circle: q -> x -> q\n",
    ),
    (
        Code::TreeIdDuplicate,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: a, zh: \"不是\", go: y}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:4:64: error[tree-id-duplicate]: the id `a` is used twice\n",
    ),
    (
        Code::TreeIdInvalid,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: all}]}\n  x: {end: solved, zh: \"好了\"}\n  all: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:6:3: error[tree-id-invalid]: `all` is reserved: it is an address of every tree\n",
    ),
    (
        Code::TreeAnswerDuplicate,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"是 \", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:4:76: error[tree-answer-duplicate]: two answers of `q` read the same in `zh-CN`: `是`\n",
    ),
    (
        Code::TreeAnswerSingle,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: unsure, zh: \"是\", go: x}]}\n  x: {end: solved, zh: \"好了\"}\n"
        ),
        "content/troubleshooters/t.yaml:4:3: error[tree-answer-single]: question `q` has only one answer\n",
    ),
    (
        Code::TreeQuestionIdle,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: x}]}\n  x: {end: solved, zh: \"好了\"}\n"
        ),
        "content/troubleshooters/t.yaml:4:3: warning[tree-question-idle]: every answer of `q` leads to `x`: the question decides nothing\n",
    ),
    (
        Code::TreeQuestionRepeated,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: p}, {id: unsure, zh: \"不知道\", go: y}]}\n  p: {ask: {zh: \"问?\"}, answers: [{id: b, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:5:17: warning[tree-question-repeated]: `p` asks the same as `q`\n",
    ),
    (
        Code::TreeArticleUnknown,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, article: b, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:5:29: error[tree-article-unknown]: there is no document `b`\n",
    ),
    (
        Code::TreeTextSame,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"Yes\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:4:46: warning[tree-text-same]: the Chinese text of the answer `a` has no Han character: `Yes`\n",
    ),
    (
        Code::TreeTextLong,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, help: {zh: \"见 [这里](a)\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:4:35: warning[tree-text-long]: there is a link in the help\n",
    ),
    (
        Code::TreePathLong,
        tree!(
            "title: {zh: \"题\"}\nstart: q1\nnodes:\n  q1: {ask: {zh: \"问1？\"}, answers: [{id: a, zh: \"是\", go: q2}, {id: unsure, zh: \"不知道\", go: y}]}\n  q2: {ask: {zh: \"问2？\"}, answers: [{id: a, zh: \"是\", go: q3}, {id: unsure, zh: \"不知道\", go: y}]}\n  q3: {ask: {zh: \"问3？\"}, answers: [{id: a, zh: \"是\", go: q4}, {id: unsure, zh: \"不知道\", go: y}]}\n  q4: {ask: {zh: \"问4？\"}, answers: [{id: a, zh: \"是\", go: q5}, {id: unsure, zh: \"不知道\", go: y}]}\n  q5: {ask: {zh: \"问5？\"}, answers: [{id: a, zh: \"是\", go: q6}, {id: unsure, zh: \"不知道\", go: y}]}\n  q6: {ask: {zh: \"问6？\"}, answers: [{id: a, zh: \"是\", go: q7}, {id: unsure, zh: \"不知道\", go: y}]}\n  q7: {ask: {zh: \"问7？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:2:8: warning[tree-path-long]: the longest path has 7 steps, more than 6: q1 > q2 > q3 > q4 > q5 > q6 > q7 > x\n",
    ),
    (
        Code::TreeTooLarge,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a1, zh: \"第1\", go: x}, {id: a2, zh: \"第2\", go: x}, {id: a3, zh: \"第3\", go: x}, {id: a4, zh: \"第4\", go: x}, {id: a5, zh: \"第5\", go: x}, {id: a6, zh: \"第6\", go: x}, {id: a7, zh: \"第7\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:4:3: warning[tree-too-large]: question `q` has 8 answers; 7 are enough for anyone\n",
    ),
    (
        Code::TreeUnsureMissing,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: b, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:4:3: warning[tree-unsure-missing]: question `q` has no “not sure” answer\n",
    ),
    (
        Code::TreeShare,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x, share: 60}, {id: unsure, zh: \"不知道\", go: y, share: 30}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:4:3: warning[tree-share]: the shares of `q` add up to 90, not 100\n",
    ),
    (
        Code::TreeSafety,
        tree!(
            "title: {zh: \"题\"}\nmoney: true\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:2:1: error[tree-safety]: a tree about money has no safety outcome\n",
    ),
    (
        Code::SecretAsked,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"把验证码发给客服\"}\n"
        ),
        "content/troubleshooters/t.yaml:6:24: error[secret-asked]: this asks the reader to hand over `验证码`\n",
    ),
    (
        Code::TreeContactUnlisted,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"拨打 95588\"}\n"
        ),
        "content/troubleshooters/t.yaml:6:22: error[tree-contact-unlisted]: `95588` is not in contacts.yaml\n",
    ),
    (
        Code::TreeContactMissing,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: contact, zh: \"找客服\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:5:3: error[tree-contact-missing]: the outcome `x` offers no channel of contacts.yaml\n",
    ),
    (
        Code::ContactUnknown,
        tree!(
            "title: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: contact, contact: phon, zh: \"找客服\"}\n  y: {end: wait, zh: \"等\"}\n"
        ),
        "content/troubleshooters/t.yaml:5:30: error[contact-unknown]: contacts.yaml has no channel `phon`\n",
    ),
    (
        Code::TreeArticleUnreached,
        "//- content/a.md\n# 甲\n//- content/contacts.yaml\nchannels: {phone: {name: 电话, kind: phone, value: \"95000\"}}\n//- content/fixes/b.md\n# 乙\n//- content/troubleshooters/t.yaml\ntitle: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", go: y}]}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n",
        "content/fixes/b.md:1:1: warning[tree-article-unreached]: no tree leads to this document\n",
    ),
    (
        Code::TreeTextMissing,
        "//- content/a.md\n# 甲\n//- content/contacts.yaml\nchannels: {phone: {name: 电话, kind: phone, value: \"95000\"}}\n//- content/site.yaml\nlocales: [zh-CN, en]\n//- content/a.en.md\n# A\n//- content/troubleshooters/t.yaml\ntitle: {zh: \"题\", en: \"T\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\", en: \"Q?\"}, answers: [{id: a, zh: \"是\", go: x}, {id: unsure, zh: \"不知道\", en: \"No idea\", go: y}]}\n  x: {end: solved, zh: \"好了\", en: \"Done\"}\n  y: {end: wait, zh: \"等\", en: \"Wait\"}\n",
        "content/troubleshooters/t.yaml:4:44: error[tree-text-missing]: the answer `a` has no text for `en`\n",
    ),
    (
        Code::TreeTextStale,
        "//- content/a.md\n# 甲\n//- content/contacts.yaml\nchannels: {phone: {name: 电话, kind: phone, value: \"95000\"}}\n//- content/site.yaml\nlocales: [zh-CN, en]\n//- content/a.en.md\n# A\n//- content/troubleshooters/t.yaml\ntitle: {zh: \"题\", en: \"T\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\", en: \"Q?\"}, answers: [{id: a, zh: \"是\", en: \"Yes\", go: x}, {id: unsure, zh: \"不知道\", en: \"No idea\", go: y}]}\n  x: {end: solved, zh: \"好了\", en: \"Done\"}\n  y: {end: wait, zh: \"等\", en: \"Wait\"}\ntranslated: {en: {title: 00000000}}\n",
        "content/troubleshooters/t.yaml:1:22: warning[tree-text-stale]: the `en` text of `title` is out of date: the original has changed since\n",
    ),
    (
        Code::TreeArticleUntranslated,
        "//- content/a.md\n# 甲\n//- content/contacts.yaml\nchannels: {phone: {name: 电话, kind: phone, value: \"95000\"}}\n//- content/site.yaml\nlocales: [zh-CN, en]\n//- content/troubleshooters/t.yaml\ntitle: {zh: \"题\", en: \"T\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\", en: \"Q?\"}, answers: [{id: a, zh: \"是\", en: \"Yes\", go: x}, {id: unsure, zh: \"不知道\", en: \"No idea\", go: y}]}\n  x: {end: solved, article: a, zh: \"好了\", en: \"Done\"}\n  y: {end: wait, zh: \"等\", en: \"Wait\"}\n",
        "content/troubleshooters/t.yaml:5:29: warning[tree-article-untranslated]: the document `a` has no `en` version: those readers get the original\n",
    ),
    (
        Code::TreeTryOrder,
        "//- content/a.md\n# 甲\n//- content/contacts.yaml\nchannels: {phone: {name: 电话, kind: phone, value: \"95000\"}}\n//- content/b.md\n---\ntitle: 乙\nworks: 10\nminutes: 5\n---\n//- content/c.md\n---\ntitle: 丙\nworks: 40\nminutes: 2\n---\n//- content/troubleshooters/t.yaml\ntitle: {zh: \"题\"}\nstart: q\nnodes:\n  q: {ask: {zh: \"问？\"}, answers: [{id: a, zh: \"是\", go: b}, {id: unsure, zh: \"不知道\", go: y}]}\n  b: {try: b, fixed: x, still: c}\n  c: {try: c, fixed: x, still: y}\n  x: {end: solved, zh: \"好了\"}\n  y: {end: wait, zh: \"等\"}\n",
        "content/troubleshooters/t.yaml:5:3: hint[tree-try-order]: trying c > b saves 1.8 minutes on average\n",
    ),
    (
        Code::TreeIdGone,
        BELOW,
        "content/troubleshooters/t.yaml:1:1: error[tree-id-gone]: the node `q` of the published tree is gone\n",
    ),
    (
        Code::ThemeMissing,
        "//- content/site.yaml\ntheme: nope\n",
        "content/site.yaml:1:8: error[theme-missing]: there is no theme `nope`\n",
    ),
    (
        Code::TemplateError,
        BELOW,
        "themes/default/templates/404.html:1:6: error[template-error]: there is no variable `nope`",
    ),
    (Code::StringsMissing, BELOW, "warning[strings-missing]: "),
];

#[test]
fn the_table_names_every_code_once() {
    let named: BTreeSet<Code> = TABLE.iter().map(|(code, ..)| *code).collect();
    assert_eq!(named.len(), TABLE.len());
    let missing: Vec<&str> =
        Code::ALL.iter().filter(|code| !named.contains(code)).map(|code| code.name()).collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}

#[test]
fn every_code_is_shown_as_its_line_says() {
    for (code, fixture, expected) in TABLE.iter().filter(|(_, fixture, _)| *fixture != BELOW) {
        let built = TestSite::new(fixture).build();
        assert_eq!(built.diagnostics, *expected, "{}", code.name());
    }
}

fn expected(code: Code) -> &'static str {
    TABLE.iter().find(|(other, ..)| *other == code).unwrap().2
}

#[test]
fn long_front_matter_and_pages_are_shown_as_their_lines_say() {
    let long = format!("//- content/a.md\n---\ntitle: {}\n---\n", "x".repeat(65_537));
    assert_eq!(TestSite::new(&long).build().diagnostics, expected(Code::FrontMatterTooLarge));
    let large = format!(
        "//- content/site.yaml\nlimits: {{page: 64 KiB}}\n//- content/a.md\n# A\n\n{}\n",
        "&".repeat(20_000)
    );
    let shown = TestSite::new(&large).build().diagnostics;
    assert!(shown.starts_with(expected(Code::PageTooLarge)), "{shown}");
    assert!(
        shown.ends_with(" bytes, more than the limit of 65536\n") && shown.lines().count() == 1,
        "{shown}"
    );
}

#[test]
fn a_search_test_for_a_document_that_is_not_there_is_shown_as_its_line_says() {
    let project = Project::new("//- content/a.md\n# A\n");
    project.write("tests.yaml", "tests:\n  - query: x\n    expect: [b]\n");
    let run = project.run(&["search", "test", "tests.yaml", "--format", "short"]).expect(1);
    assert!(run.stderr.contains(expected(Code::SearchTestUnknown)), "{}", run.stderr);
}

#[test]
fn a_site_without_an_address_is_told_so() {
    let built = TestSite::new("//- content/a.md\n# A\n").options(|options| options.base_url = None).build();
    assert_eq!(built.diagnostics, expected(Code::BaseUrlMissing));
    let with_file =
        TestSite::new("//- content/site.yaml\ntitle: 甲\n").options(|options| options.base_url = None);
    assert_eq!(
        with_file.build().diagnostics,
        format!("content/site.yaml:1:1: {}", expected(Code::BaseUrlMissing))
    );
}

#[test]
fn an_error_of_a_template_names_the_page_and_the_place() {
    let built = TestSite::new("//- themes/default/templates/404.html\n甲 {{ nope }}\n").build();
    assert!(built.failed);
    assert_eq!(built.diagnostics.trim_end(), expected(Code::TemplateError));
    assert!(built.human.contains("= help: found while the page `/404.html` was made"), "{}", built.human);
    let broken = TestSite::new("//- themes/default/templates/404.html\n甲 {% if %}\n").build();
    assert_eq!(
        broken.diagnostics,
        "themes/default/templates/404.html:1:9: error[template-error]: expected a value (a field, a number, text in quotes …), found `%}`\n"
    );
}

#[test]
fn a_locale_without_interface_strings_is_a_warning() {
    let built = TestSite::new("//- content/site.yaml\nlocales: [zh-CN, fr]\n//- content/a.md\n# A\n").build();
    assert!(built.diagnostics.starts_with(expected(Code::StringsMissing)), "{}", built.diagnostics);
    assert!(
        built.diagnostics.ends_with(" interface strings are missing for `fr`\n"),
        "{}",
        built.diagnostics
    );
    assert!(!built.failed);
}

// ---- codes that need a disk

fn on_disk(write: impl FnOnce(&Path), limits: ReadLimits) -> Build {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("content")).unwrap();
    write(&root.path().join("content"));
    let tree = source::read(root.path(), limits).unwrap();
    let options = BuildOptions {
        date: "2026-11-23".parse().unwrap(),
        drafts: false,
        base_url: wenda::config::BaseUrl::parse("https://example.com/").ok(),
        strict: false,
        style_guide: false,
    };
    pipeline::build(tree, &options, &MemorySink::new()).unwrap()
}

#[track_caller]
fn check_disk(code: Code, write: impl FnOnce(&Path)) {
    let build = on_disk(write, ReadLimits::default());
    assert_eq!(diag::short(&build.diagnostics, &build.tree, Language::English), expected(code));
    assert!(build.diagnostics.has_errors());
    let human = diag::human(&build.diagnostics, &build.tree, Language::Chinese, false, 80);
    assert!(human.contains(code.name()), "{human}");
}

#[test]
fn a_gbk_file_is_named_as_such() {
    check_disk(Code::EncodingNotUtf8, |content| {
        fs::write(content.join("a.md"), b"# \xce\xde\xb7\xa8\xc1\xac\xbd\xd3\n").unwrap();
    });
}

#[test]
fn zero_width_characters_in_a_title_are_suspicious() {
    assert_eq!(
        TestSite::new("//- content/a.md\n---\ntitle: 零\u{200b}宽\n---\n").build().diagnostics,
        "content/a.md:2:8: warning[text-suspicious]: a zero-width character in the title\n"
    );
    assert_eq!(TestSite::new("//- content/a.md\n# 家👨\u{200d}👩\n").build().diagnostics, "");
}

#[test]
fn a_nul_is_pointed_at() {
    check_disk(Code::EncodingNul, |content| fs::write(content.join("a.md"), "# A\n\n一二\0三\n").unwrap());
}

#[test]
fn a_file_too_large_to_be_read_is_an_error() {
    let build = on_disk(
        |content| fs::write(content.join("a.md"), "# A 12345678\n").unwrap(),
        ReadLimits { text_bytes: 8 },
    );
    assert_eq!(
        diag::short(&build.diagnostics, &build.tree, Language::English),
        "content/a.md:1:1: error[file-too-large]: the file has 0.0 MiB, more than the limit of 0.0 MiB\n"
    );
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("probe");
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if fs::read(&path).is_ok() {
        return;
    }
    check_disk(Code::FileUnreadable, |content| {
        let path = content.join("a.md");
        fs::write(&path, "# A\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    });
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf8_is_an_error() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    check_disk(Code::PathInvalid, |content| {
        fs::write(content.join(OsStr::from_bytes(b"a\xff.md")), "# A\n").unwrap();
    });
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_an_error() {
    check_disk(Code::SymlinkOutside, |content| {
        fs::write(content.join("a.md"), "# A\n").unwrap();
        std::os::unix::fs::symlink("../nowhere", content.join("b.md")).unwrap();
    });
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_an_error_and_its_target_is_not_published() {
    let secret = tempfile::tempdir().unwrap();
    let target = secret.path().join("secret.md");
    fs::write(&target, "# 密\n").unwrap();
    let build = on_disk(
        |content| std::os::unix::fs::symlink(&target, content.join("b.md")).unwrap(),
        ReadLimits::default(),
    );
    let shown = diag::short(&build.diagnostics, &build.tree, Language::English);
    assert!(shown.starts_with("content/b.md:1:1: error[symlink-outside]: "), "{shown}");
    assert_eq!(build.tree.find("content/b.md").unwrap().1.as_text(), Some(""));
}

#[cfg(target_os = "linux")]
#[test]
fn two_names_that_differ_by_case_are_an_error() {
    check_disk(Code::PathCollision, |content| {
        fs::write(content.join("B.md"), "# A\n").unwrap();
        fs::write(content.join("b.md"), "# A\n").unwrap();
    });
}

// ---- words

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Words of the Latin alphabet that are neither in backticks nor names a writer meets in both languages.
fn english_words(text: &str) -> Vec<String> {
    let outside: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let words = outside.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2);
    let known = [
        "HTML",
        "YAML",
        "UTF",
        "NUL",
        "GBK",
        "URL",
        "BCP",
        "MiB",
        "KiB",
        "slug",
        "wenda",
        "yaml",
        "site",
        "base",
        "url",
        "locales",
        "sitemap",
        "xml",
        "canonical",
        "hreflang",
        "content",
        "iconv",
        "Unicode",
        "Tab",
        "macOS",
        "Windows",
        "Linux",
        "title",
        "extra",
        "GB",
        "BIG",
    ];
    words.filter(|word| !known.contains(word)).map(str::to_string).collect()
}

#[test]
fn every_code_is_worded_in_both_languages() {
    for code in Code::ALL {
        let (zh, en) = (Language::Chinese, Language::English);
        for text in [code.summary(zh), code.explanation(zh)] {
            assert!(text.contains(is_han), "{}: {text}", code.name());
        }
        for text in [code.summary(en), code.explanation(en)] {
            assert!(!text.is_empty() && !text.contains(is_han), "{}: {text}", code.name());
        }
        assert_eq!(english_words(code.summary(zh)), Vec::<String>::new(), "{}", code.name());
        assert!(!code.summary(en).ends_with('.') && !code.summary(zh).ends_with('。'), "{}", code.name());
        assert!(
            code.explanation(en).ends_with('.') && code.explanation(zh).ends_with(['。', '/', '"', '…']),
            "{}",
            code.name()
        );
    }
}

#[test]
fn every_message_is_worded_in_both_languages() {
    for (code, fixture, _) in TABLE.iter().filter(|(_, fixture, _)| *fixture != BELOW) {
        let built = TestSite::new(fixture).build();
        let message = built.diagnostics_zh.split("]: ").nth(1).unwrap_or_default();
        assert!(message.contains(is_han), "{}: {message}", code.name());
        assert_eq!(english_words(message), Vec::<String>::new(), "{}: {message}", code.name());
        let english: String = built.diagnostics.split('`').step_by(2).collect();
        let path_free: String = english.split("]: ").skip(1).collect();
        assert!(!path_free.contains(is_han), "{}: {english}", code.name());
    }
}

#[test]
fn every_code_can_be_found_by_its_name_and_switched_off() {
    for code in Code::ALL {
        assert_eq!(Code::from_name(code.name()), Some(*code));
    }
    let fixture = "//- content/site.yaml\ndiagnostics: {link-broken: warning, heading-skipped: off}\n\
                   //- content/a.md\n# A\n\n### [x](b.md)\n";
    assert_eq!(
        TestSite::new(fixture).build().diagnostics,
        "content/a.md:3:9: warning[link-broken]: no document at `b.md`\n"
    );
}

#[test]
fn help_is_something_to_do_in_both_languages() {
    for (code, fixture, _) in TABLE.iter().filter(|(_, fixture, _)| *fixture != BELOW) {
        let human = TestSite::new(fixture).build().human;
        assert!(!human.contains("help: \n") && !human.contains("``"), "{}: {human}", code.name());
    }
}
