//! The table of diagnostic codes: name, default severity, one line, long text.
//!
//! `wenda explain` prints it and `docs/diagnostics.md` is generated from it. Names never change their meaning.

use super::{Language, Severity};

/// What the table says about one code.
struct Entry {
    name: &'static str,
    severity: Severity,
    /// One line, Chinese and English.
    summary: [&'static str; 2],
    /// What it means and how to mend it, Chinese and English.
    explanation: [&'static str; 2],
    /// A bad and a good piece of a file.
    example: Option<[&'static str; 2]>,
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident
        $zh:literal $en:literal
        $long_zh:literal $long_en:literal
        $(=> $bad:literal $good:literal)?)*) => {
        /// A kind of problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $en] $variant,)*
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            fn entry(self) -> Entry {
                match self {
                    $(Code::$variant => Entry {
                        name: $name,
                        severity: Severity::$severity,
                        summary: [$zh, $en],
                        explanation: [$long_zh, $long_en],
                        example: [$([$bad, $good])?].into_iter().next(),
                    },)*
                }
            }
        }
    };
}

impl Code {
    /// The kebab-case name: `link-broken`.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The severity unless `site.yaml` says otherwise.
    pub fn default_severity(self) -> Severity {
        self.entry().severity
    }

    /// One line.
    pub fn summary(self, language: Language) -> &'static str {
        self.entry().summary[column(language)]
    }

    /// What it means and how to mend it.
    pub fn explanation(self, language: Language) -> &'static str {
        self.entry().explanation[column(language)]
    }

    /// A bad and a good piece of a file, where the explanation has one.
    pub fn example(self) -> Option<[&'static str; 2]> {
        self.entry().example
    }

    /// Whether `site.yaml` may not change its severity: a build that went on in spite of it would lose what an author
    /// wrote, or could not write its files.
    pub fn is_fixed(self) -> bool {
        use Code::*;
        matches!(
            self,
            EncodingNotUtf8
                | EncodingNul
                | FileTooLarge
                | FileUnreadable
                | PathInvalid
                | YamlSyntax
                | YamlDuplicateKey
                | YamlFullWidth
                | YamlUnquoted
                | YamlTab
                | YamlUnsupported
                | FrontMatterUnclosed
                | FrontMatterMisplaced
                | FrontMatterTooLarge
                | NestingTooDeep
                | OutputCollision
                | PageTooLarge
                | TemplateError
                | TreeStartUnknown
                | TreeTargetUnknown
                | TreeDeadEnd
                | TreeNoOutcome
                | TreeTryIncomplete
                | TreeCycle
                | TreeIdDuplicate
                | TreeIdInvalid
        )
    }

    /// The code with this name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}

fn column(language: Language) -> usize {
    match language {
        Language::Chinese => 0,
        Language::English => 1,
    }
}

codes! {
    EncodingNotUtf8 "encoding-not-utf8" Error
        "文件不是 UTF-8" "a text file is not UTF-8"
        "所有文本文件都要用 UTF-8 保存。旧的 Windows 编辑器常存成 GBK（GB18030）或 UTF-16；wenda 不会猜着转换，以免发布乱码。请在编辑器里“另存为 UTF-8”，或用信息里给出的 iconv 命令转换。"
        "Every text file is saved as UTF-8. Older Windows editors often save GBK (GB18030) or UTF-16; wenda never converts by guessing, so that no garbled page is published. Save the file as UTF-8 in your editor, or run the iconv command that the message gives."
    EncodingNul "encoding-nul" Error
        "文本里有空字符" "a text file holds a NUL character"
        "空字符（NUL）不会出现在正常文本里，多半是文件损坏，或者把别的格式当成了文本。请删掉它或恢复文件。"
        "NUL never occurs in ordinary text: the file is probably damaged, or is not text at all. Delete the character or restore the file."
    FileTooLarge "file-too-large" Error
        "文件太大" "a text file is larger than the limit"
        "一篇文档的文本不能超过上限（默认 4 MiB），这样误放进来的大文件不会拖垮构建。把它拆成几篇。"
        "A text file may not exceed the limit (4 MiB by default), so that a large file put there by mistake cannot stall the build. Split it."
    FileUnreadable "file-unreadable" Error
        "读不了文件" "a file cannot be read"
        "操作系统拒绝读取这个文件，通常是权限问题。"
        "The operating system refused to read the file; usually its permissions are wrong."
    PathCollision "path-collision" Error
        "两个文件名在有些电脑上是同一个" "two file names are the same on some computers"
        "两个文件名只差大小写、全角半角，或 Unicode 编码方式。在 macOS 和 Windows 上它们是同一个文件，其中一篇会丢失。请给其中一个改名。"
        "Two names differ only by case, by full or half width, or by Unicode normalisation. On macOS and Windows they are one file and one of them gets lost. Rename one."
    PathInvalid "path-invalid" Error
        "文件名不能用" "a file name cannot be used"
        "文件名不是有效的 UTF-8、含有控制字符、太长，或者它根本不是普通文件。请用小写字母、数字和连字符命名。"
        "The name is not valid UTF-8, holds control characters or is too long, or the entry is no ordinary file. Use lower-case letters, digits and hyphens."
    SymlinkOutside "symlink-outside" Error
        "符号链接指到了项目外面" "a symbolic link leaves the project"
        "指向项目之外的链接可能把私人文件发布出去，所以不跟随。指向项目之内的链接可以用。"
        "A link out of the project could publish private files, so it is not followed. Links that stay inside are fine."
    YamlSyntax "yaml-syntax" Error
        "YAML 写法有误" "YAML cannot be parsed"
        "常见原因：值里有“冒号加空格”却没加引号；引号没有成对；缩进不齐。把含有特殊符号的值放进英文双引号：title: \"问题: 无法连接\"。"
        "Usual causes: a value with a colon and a space but no quotes; an unclosed quote; uneven indentation. Put a value with special characters in double quotes: title: \"Problem: no connection\"."
    YamlDuplicateKey "yaml-duplicate-key" Error
        "同一个键写了两次" "a key is written twice"
        "同一层里每个键只能写一次，否则不知道该用哪个值。删掉其中一个。"
        "Within one level each key may stand once; otherwise it is unclear which value counts. Delete one."
    YamlFullWidth "yaml-full-width" Error
        "用了全角标点" "full-width punctuation where YAML needs ASCII"
        "键后面要用英文冒号加一个空格（title: …），引号、方括号、逗号也要用英文半角的。中文输入法打出的“：”“，”“【】”对 YAML 来说只是普通文字。"
        "A key is followed by an ASCII colon and a space (title: …); quotes, brackets and commas are ASCII too. The full-width forms that a Chinese input method types are ordinary text to YAML."
    YamlUnquoted "yaml-unquoted" Error
        "文字没加引号，被标点截断" "text without quotes is cut by punctuation"
        "在 {…} 和 […] 里，英文逗号、冒号加空格、括号、空格加 # 都有自己的意思，没加引号的文字会在那里断开。把文字放进英文双引号：{zh: \"请稍等\", en: \"Wait, please\"}。"
        "Inside {…} and […], a comma, a colon and a space, a bracket, and a space and a # have a meaning of their own: text without quotes ends there. Put the text in double quotes: {en: \"Wait, please\", go: start}."
    YamlTab "yaml-tab" Error
        "用了制表符缩进" "a tab is used for indentation"
        "YAML 只允许用空格缩进。把制表符（Tab）换成两个空格。"
        "YAML is indented with spaces only. Replace the tab with two spaces."
    YamlUnsupported "yaml-unsupported" Error
        "不支持的 YAML 写法" "a YAML feature that is not supported"
        "标签（!!x）、锚点与别名（&x、*x）和合并键（<<）在这里不支持：它们让文件难读，还可能让一个很小的文件展开成巨大的内容。请把值直接写出来。"
        "Tags (!!x), anchors and aliases (&x, *x) and merge keys (<<) are not supported: they make files hard to read and can blow up a tiny file into a huge value. Write the value out."
    FrontMatterUnclosed "front-matter-unclosed" Error
        "头部信息没有结束" "front matter has no closing line"
        "头部信息以单独一行 --- 开始，也要以单独一行 --- 结束。结束行漏写时，整篇正文会被当成 YAML。"
        "Front matter starts with a line of --- and ends with a line of ---. When the end is missing, the whole text would be taken for YAML."
    FrontMatterMisplaced "front-matter-misplaced" Error
        "头部信息的位置或分隔线不对" "front matter is not where it should be"
        "头部信息要从文件第一行开始，第一行是单独的三个英文减号 ---，前面没有空格和空行；全角横线、破折号、四个减号都不行。一个文件只有一段头部信息，其余部分会被当成正文显示给读者。"
        "Front matter starts on the very first line with three ASCII hyphens, without spaces or empty lines before them; dashes or four hyphens do not count. A file has one block only: anything else would be shown to readers as text."
    FrontMatterTooLarge "front-matter-too-large" Error
        "头部信息太长" "front matter is larger than 64 KiB"
        "头部信息只放标题、摘要等少量信息，上限 64 KiB。多半是结束行 --- 漏写了。"
        "Front matter holds a title, a summary and the like, at most 64 KiB. Most likely the closing --- is missing."
    SynonymAlone "synonym-alone" Warning
        "同义词组里只有一个词" "a group of synonyms holds one word"
        "synonyms.yaml 里每一组至少写两个意思相同的词，否则这一组不起作用。"
        "Each group of synonyms.yaml holds at least two words that mean the same; otherwise it has no effect."
    SearchTestUnknown "search-test-unknown" Error
        "搜索检查里写了不存在的文档或语言" "a search test names a document or locale that does not exist"
        "检查文件里的 `expect` 要写文档的编号（去掉 content/、扩展名和语言后缀的路径），`locale` 要写网站的语言代码。"
        "In a file of search tests, `expect` takes ids of documents (the path without content/, extension and locale suffix), and `locale` a locale code of the site."
    KeyUnknown "key-unknown" Warning
        "不认识的键" "an unknown key"
        "多半是拼写错误，写错的键不会起作用。自己的数据请放在 extra: 下面。"
        "Most likely a typo; a misspelt key has no effect. Put data of your own under extra:."
    ValueType "value-type" Error
        "值的类型不对" "a value has the wrong type"
        "这个键要的是另一种值，例如要一段文字却写成了列表，或者要整数却写成了文字。信息里写明了要什么、找到了什么。"
        "The key takes another kind of value, for example text where a list stands, or a whole number where text stands. The message says what was expected and found."
    ValueInvalid "value-invalid" Error
        "值不能用" "a value is not allowed"
        "类型对，但内容不行，例如网址缺少协议、大小没有单位。信息里给出了可用的写法。"
        "The type is right but the content is not, such as a URL without a scheme. The message shows what is allowed."
    ValueCut "value-cut" Warning
        "值里的 # 后面被当成注释" "a value is cut off at a #"
        "在 YAML 里，空格加 # 后面是注释。标题或摘要里要用 # 时，把整个值放进英文双引号。"
        "In YAML a space and a # start a comment. If a title or summary holds a #, put the whole value in double quotes."
    DateInvalid "date-invalid" Error
        "日期不对" "a date does not exist or is in another format"
        "日期写成 年-月-日，四位年份，补零：2026-02-03。不存在的日子（2 月 30 日）也会报错。"
        "Dates are written year-month-day with leading zeros: 2026-02-03. A day that does not exist (30 February) is an error as well."
    TitleMissing "title-missing" Error
        "文档没有标题" "a document has no title"
        "在头部信息里写 title:，或者让正文以一级标题（# 标题）开头。空文件也会这样报告。"
        "Write title: in the front matter, or start the text with a level-1 heading (# Title). An empty file is reported this way too."
    DraftLink "link-to-draft" Error
        "链接到了没有发布的文档" "a link to a document that is not published"
        "目标文档是草稿、还没到发布日期，或已过期，读者点进去会找不到。发布目标，或先去掉链接。"
        "The target is a draft, not yet published or expired, so readers would meet a missing page. Publish it, or remove the link for now."
    CodeUnknown "code-unknown" Warning
        "不认识的诊断名" "an unknown diagnostic name"
        "site.yaml 的 diagnostics: 里写了一个不存在的诊断名。运行 wenda explain 可以看到全部。"
        "diagnostics: in site.yaml names a diagnostic that does not exist. Run wenda explain to list them all."
    LocaleInvalid "locale-invalid" Error
        "语言代码不对" "a locale code is not valid"
        "语言代码按 BCP 47 写：zh-CN、en、zh-Hant、pt-BR。不是 zh_CN，也不是 cn。"
        "Locale codes follow BCP 47: zh-CN, en, zh-Hant, pt-BR; not zh_CN and not cn."
    LocaleUnknown "locale-unknown" Warning
        "文件名里的语言没有启用" "a file's locale is not switched on"
        "文件名的后缀看起来是一种语言（例如 a.fr.md），但 site.yaml 的 locales: 里没有它，于是它被当成普通文件名。"
        "The suffix of the file name looks like a locale (such as a.fr.md) that locales: in site.yaml does not list, so it was taken as part of the name."
    CollectionUnknown "collection-unknown" Error
        "没有这个栏目" "no collection of that name"
        "site.yaml 里提到的栏目既没有声明，也没有同名的文件夹。"
        "site.yaml mentions a collection that is neither declared nor a folder."
    HtmlEscaped "html-escaped" Warning
        "HTML 被当成文字显示" "raw HTML is shown as text"
        "为了安全，Markdown 里的 HTML 标签默认按文字显示。用 Markdown 的写法代替；想显示标签本身就放进反引号。确实需要时在 site.yaml 里设 raw_html: true，但只在所有作者都可信时这样做。"
        "For safety, HTML tags in Markdown are shown as text. Use Markdown instead; to show a tag itself, put it in backticks. If you must, set raw_html: true in site.yaml, but only when every author is trusted."
    LinkScheme "link-scheme" Error
        "不允许的链接类型" "a link with a scheme that is not allowed"
        "链接只能是 http、https、mailto、tel，或站内的相对链接。javascript: 和 data: 之类会在读者的浏览器里执行代码。"
        "A link is http, https, mailto, tel, or relative. Schemes such as javascript: or data: would run code in the reader's browser."
    LinkBroken "link-broken" Error
        "链接的文档不存在" "a link to a document that does not exist"
        "相对链接写的是源文件的路径，例如 ../fixes/check-network.md。信息里给出了最接近的文档。"
        "A relative link gives the path of the source file, such as ../fixes/check-network.md. The message names the nearest document."
    LinkAnchorBroken "link-anchor-broken" Error
        "链接的小节不存在" "a link to a section that does not exist"
        "# 后面要写目标文档里某个标题的锚点：标题后写明的 {#id}，否则由标题文字得来。各语言的锚点与源文档相同。"
        "After # comes the anchor of a heading in the target: its explicit {#id}, or else one made from the heading's text. In every locale it is the anchor of the source document."
    AssetMissing "asset-missing" Error
        "图片或文件不存在" "an image or file does not exist"
        "图片和附件放在 content/ 里，用相对路径链接。"
        "Images and other files live in content/ and are linked relatively."
    AssetCase "asset-case" Error
        "文件名大小写不一致" "a link and a file name differ by case"
        "在 macOS 和 Windows 上大小写不同也能打开，发布到 Linux 服务器后就打不开了。请写成和文件名完全一样。"
        "macOS and Windows open it anyway, but a published site does not. Write it exactly like the file name."
    AssetUnlinked "asset-unlinked" Warning
        "没有文档用到的文件也会发布" "a file that no document links to is published"
        "content/ 里的文件都会发布，谁都能下载。没有文档链接它，它又不在 assets/ 里，可能是误放的表格、草稿或备份。链接它，移进 assets/，或移出 content/。"
        "Everything in content/ is published for anyone to download. No document links to this file and it is not in assets/: it may be a spreadsheet, draft or backup left there by mistake. Link to it, move it into assets/, or move it out of content/."
    FileIgnored "file-ignored" Warning
        "文件名不对，没有起作用" "a file has no effect because of its name"
        "文档的文件名以 .md 结尾，设置文件叫 site.yaml。Windows 可能隐藏了真正的扩展名：a.md.txt 看起来像 a.md。"
        "Documents end in .md and the settings are called site.yaml. Windows may hide the real extension: a.md.txt looks like a.md."
    ImageExternal "image-external" Warning
        "站外的图片不会显示" "an image from another site will not be shown"
        "网站只显示自己的图片：这样不会把读者的访问告诉别人，也不会因为别的网站删了图片而缺图。把图片存到 content/assets/ 再引用。"
        "A site shows its own images only, so that no other site learns who reads it and no image disappears with somebody else's server. Save the image in content/assets/ and link to it there."
    ImageAltMissing "image-alt-missing" Warning
        "图片没有替代文字" "an image has no alternative text"
        "用读屏软件的人和图片加载失败的人靠它知道图里有什么：![步骤截图](a.png)。纯装饰的图片请不要放进正文。"
        "It tells people who cannot see the image what it shows: ![screenshot of the step](a.png). Purely decorative images do not belong in the text."
    AnchorDuplicate "anchor-duplicate" Error
        "同一个锚点用了两次" "an explicit anchor is used twice"
        "一篇文档里每个 {#id} 只能出现一次，否则链接不知道该跳到哪里。"
        "Within a document each {#id} may stand once; otherwise a link does not know where to go."
    AnchorInvalid "anchor-invalid" Error
        "锚点不能用" "an explicit anchor is not allowed"
        "{#id} 里用字母（含汉字）、数字、连字符、下划线和点；不能有空格、引号、冒号等符号。"
        "{#id} takes letters (Han included), digits, hyphens, underscores and dots; no spaces, quotes or colons."
    HeadingSkipped "heading-skipped" Hint
        "标题跳级" "a heading skips a level"
        "二级标题下面应是三级，不要直接用四级。读屏软件靠级别理解结构。"
        "Below a level-2 heading comes level 3, not 4. Screen readers use the levels to show the structure."
    FootnoteUndefined "footnote-undefined" Warning
        "脚注没有内容" "a footnote without a definition"
        "正文里用了 [^x]，但没有写 [^x]: 内容。"
        "The text uses [^x] but no line [^x]: … defines it."
    NestingTooDeep "nesting-too-deep" Error
        "嵌套太深" "lists or quotations are nested too deeply"
        "列表和引用的嵌套超过上限（默认 100 层）。多半是误粘贴；浏览器也显示不了。"
        "Lists and quotations are nested beyond the limit (100 by default). Usually a paste accident; browsers could not show it either."
    TextSuspicious "text-suspicious" Warning
        "可疑的看不见的字符" "a suspicious invisible character"
        "文件里有替换符（U+FFFD，说明以前转换编码时丢了字）、文件中间的字节顺序标记、改变显示方向的控制符，或标题里的零宽字符。请删掉并检查附近的文字。"
        "The file holds a replacement character (U+FFFD: a character was lost in an earlier conversion), a byte-order mark in the middle, a direction control, or a zero-width character in a title. Delete it and check the text around it."
    RelationUnknown "relation-unknown" Error
        "没有这种关联" "no relation of that name"
        "relations: 下面的名字要是本栏目在 site.yaml 里声明过的关联，例如症状的 causes、原因的 fixes。"
        "A name below relations: must be a relation that the document's collection declares in site.yaml, such as causes for symptoms or fixes for causes."
    RelationTarget "relation-target" Error
        "关联的文档不存在或不属于该栏目" "a relation to a document that does not exist or is of another collection"
        "关联里写文档的 id：路径去掉扩展名和语言后缀，例如 causes/system-failure。"
        "A relation lists document ids: the path without extension and locale suffix, such as causes/system-failure."
    FieldInTranslation "field-in-translation" Warning
        "译文里写了应由源文档给出的信息" "a translation repeats what belongs to its source"
        "relations、order、reviewed 等共用信息只写在源文档里，译文自动继承。译文里的会被忽略，请删掉以免日后不一致。"
        "Shared facts such as relations, order or reviewed are written in the source document only and inherited. In a translation they are ignored; delete them so that they cannot drift apart."
    TranslationOrphan "translation-orphan" Warning
        "译文没有源文档" "a translation without a source document"
        "有 a.en.md，却没有 a.md。页面仍会以它自己的语言发布，但其他语言的读者看不到它。"
        "There is a.en.md but no a.md. The page is published in its own locale, but readers of other locales do not get it."
    TranslationOutline "translation-outline" Warning
        "译文的结构与源文档不同" "a translation's outline differs from its source"
        "译文的标题应与源文档一一对应（数量和级别相同），这样锚点才能在各语言间通用，也才能按小节判断译文是否过期。"
        "The headings of a translation should match those of the source one to one, in number and level, so that anchors are the same in every locale and staleness can be told by section."
    SlugInvalid "slug-invalid" Error
        "slug 不能用" "a slug is not allowed"
        "slug 是网址的一段：小写字母、数字和连字符最好，也可以用汉字；不能有空格、斜杠和 ? # % 等符号。"
        "A slug is one segment of a URL: lower-case letters, digits and hyphens are best, Han characters are possible; no spaces, slashes or ? # %."
    SlugHint "slug-hint" Hint
        "网址里会有汉字" "the URL will hold Han characters"
        "含汉字的网址能用，但复制到聊天软件里会变成一长串 %E4…。可以在头部信息里用 slug: 写一个拼音或英文的名字。"
        "URLs with Han characters work, but pasted into a chat they turn into a long run of %E4…. You can give a pinyin or English name with slug: in the front matter."
    OutputCollision "output-collision" Error
        "两处内容要写到同一个网址" "two things want the same URL"
        "两个页面、别名或文件会写到同一个位置，其中一个会丢失。改一下其中一个的 slug、别名或文件名。"
        "Two pages, aliases or files would be written to the same place and one would be lost. Change the slug, alias or file name of one."
    AliasInvalid "alias-invalid" Error
        "别名不能用" "an alias is not allowed"
        "别名是这篇文档以前的站内路径，以 / 开头，例如 /old/balance/。"
        "An alias is an old path of the document on this site; it starts with /, such as /old/balance/."
    PageTooLarge "page-too-large" Error
        "页面太大" "a page is larger than the limit"
        "一页 HTML 超过上限（默认 2 MiB）。手机读者打不开这样的页面；把文档拆成几篇，或检查是否有异常大的表格。"
        "A page's HTML exceeds the limit (2 MiB by default). Readers on a phone could not open it; split the document, or look for an oversized table."
    ReviewOverdue "review-overdue" Hint
        "该复查了" "a review is overdue"
        "这篇文档的 reviewed 加上 review_every 已经过了。重新核对内容，然后更新 reviewed。"
        "reviewed plus review_every has passed. Check the document and set reviewed to today."
    BaseUrlMissing "base-url-missing" Hint
        "没有设置 base_url" "base_url is not set"
        "没有完整网址就写不出 canonical、hreflang、sitemap.xml 和订阅源。在 site.yaml 里写 base_url: https://你的域名/，或用 --base-url。"
        "Without the site's address there can be no canonical link, hreflang, sitemap.xml or feed. Write base_url: https://your-domain/ in site.yaml, or use --base-url."
    TreeStartUnknown "tree-start-unknown" Error
        "决策树没有开始节点" "a tree's start node does not exist"
        "`start:` 写第一问的 id。写错时信息会给出最接近的 id。"
        "start: holds the id of the first question. The message names the id that is nearest."
        => "start: sen" "start: seen"
    TreeTargetUnknown "tree-target-unknown" Error
        "回答通向不存在的节点" "an answer leads to a node that does not exist"
        "`go:`、`fixed:`、`still:`、`cannot:` 后面写同一个文件里节点的 id。同一个写错的 id 只报告一次，并列出所有提到它的地方；因为它才走不到的节点不再另外报告。"
        "go:, fixed:, still: and cannot: hold the id of a node in the same file. A misspelt id is reported once, with every place that names it, and nodes that cannot be reached because of it are not reported as well."
        => "- {id: less, zh: \"钱比我想的少\", en: \"Less than I expected\", go: panding}" "- {id: less, zh: \"钱比我想的少\", en: \"Less than I expected\", go: pending}"
    TreeUnreachable "tree-unreachable" Error
        "没有回答通向这个节点" "no answer leads to a node"
        "从第一问出发，怎样回答都走不到这个节点。通常是忘了写通向它的回答，或者改走向时漏了它。"
        "No choice of answers reaches the node from the first question. Usually the answer that should lead to it was forgotten or led elsewhere."
        => "support: {end: contact, …}    # no answer goes to support" "update: {try: fixes/update-app, fixed: solved, still: support}"
    TreeDeadEnd "tree-dead-end" Error
        "节点没有说明它做什么" "a node does not say what it does"
        "每个节点写 ask（提问）、try（试一个办法）、end（结果）中的一个，只写一个。"
        "Every node has exactly one of ask (a question), try (a fix) and end (an outcome)."
        => "solved: {zh: \"已经好了\", en: \"Solved\"}" "solved: {end: solved, zh: \"已经好了\", en: \"Solved\"}"
    TreeNoOutcome "tree-no-outcome" Error
        "从这里走不到任何结果" "no outcome can be reached from a node"
        "提问的节点至少要有两个回答，否则读者走到这里就停住了。"
        "A question needs at least two answers; without any, readers are stuck."
        => "seen: {ask: {…}, answers: []}" "seen: {ask: {…}, answers: [{id: less, …, go: pending}, {id: unsure, …, go: relogin}]}"
    TreeTryIncomplete "tree-try-incomplete" Error
        "试完之后不知道去哪里" "a fix does not say where to go next"
        "试办法的节点要写 `fixed:`（解决了去哪里）和 `still:`（还是不行去哪里）。"
        "A node with try: says where to go when it worked (fixed:) and when it did not (still:)."
        => "relogin: {try: fixes/log-in-again, fixed: solved}" "relogin: {try: fixes/log-in-again, fixed: solved, still: network}"
    TreeCycle "tree-cycle" Error
        "决策树绕成了圈" "a tree goes round in a circle"
        "顺着回答走会回到走过的节点，读者永远走不出去。信息给出整个圈，指出的是往回走的那一步；让它通向还没走过的节点。决策树不允许有圈，所以“最多还有几步”才说得准。"
        "Following the answers leads back to a node, so readers could go round for ever. The message shows the whole circle and points at the step that leads back; let it lead on. Trees have no circles, which is why “at most N more steps” can be exact."
        => "update: {try: fixes/update-app, fixed: solved, still: relogin}    # relogin came before" "update: {try: fixes/update-app, fixed: solved, still: support}"
    TreeIdDuplicate "tree-id-duplicate" Error
        "同一个 id 用了两次" "an id is used twice"
        "同一个问题里每个回答的 id 不能相同；节点的旧名（aliases）也不能和别的节点重名。"
        "Within a question every answer has an id of its own, and a node's old names (aliases) are not those of another node."
        => "- {id: less, …}\n- {id: less, …}" "- {id: less, …}\n- {id: none, …}"
    TreeIdInvalid "tree-id-invalid" Error
        "id 不能用" "an id is not allowed"
        "id 以小写字母开头，只用小写字母、数字和连字符；all、map、embed 是每棵树都有的地址，不能当节点的 id。id 会出现在网址和受理代码里，定了就不要改；要改，就把旧的写进 aliases。"
        "An id starts with a lower-case letter and holds lower-case letters, digits and hyphens; all, map and embed are addresses of every tree. Ids stand in addresses and case codes and are permanent; to rename one, keep the old in aliases."
        => "Check Network: {…}" "check-network: {…}"
    TreeIdGone "tree-id-gone" Error
        "发布过的 id 不见了" "an id that was published is gone"
        "`wenda tree diff` 发现旧版里的节点或回答在新版里没有了，旧的链接和受理代码会失效。把旧 id 写进新节点的 `aliases`。"
        "wenda tree diff found a node or answer of the old version that the new one lacks: old links and case codes would fail. Keep the old id in aliases of what took its place."
        => "waiting: {…}    # was called pending" "waiting: {aliases: [pending], …}"
    TreeAnswerDuplicate "tree-answer-duplicate" Error
        "两个回答读起来一样" "two answers of a question read the same"
        "不计大小写、全角半角和空格，同一语言里两个回答不能一样，读者分不出该选哪个。两句中文不同、译成英文却相同，也算。"
        "Without regard to case, width and spaces, no two answers may read the same in one language: readers could not choose. It also happens when two Chinese answers become one in English."
        => "- {id: has, zh: \"有\", …}\n- {id: none, zh: \"有\", …}" "- {id: has, zh: \"有\", …}\n- {id: none, zh: \"没有\", …}"
    TreeAnswerSingle "tree-answer-single" Error
        "问题只有一个回答" "a question has only one answer"
        "只有一个回答就不是问题。加上别的回答，或者去掉这一问。"
        "With one answer it is no question. Add another, or leave the question out."
        => "answers:\n  - {id: has, …}" "answers:\n  - {id: has, …}\n  - {id: none, …}"
    TreeQuestionIdle "tree-question-idle" Warning
        "怎样回答都通向同一处" "every answer leads to the same node"
        "读者多点了一下，走向却没有变。去掉这一问，或者让回答通向不同的节点。"
        "Readers answer and nothing comes of it. Leave the question out, or let the answers lead to different nodes."
        => "- {id: has, …, go: relogin}\n- {id: none, …, go: relogin}" "- {id: has, …, go: wait}\n- {id: none, …, go: relogin}"
    TreeQuestionRepeated "tree-question-repeated" Warning
        "两个节点问的一样" "two nodes ask the same"
        "两处问题文字一样，看流程图的人分不清，改的时候也容易漏。共用一个节点，或者换个问法。"
        "Two nodes with one question text cannot be told apart on the map, and one is forgotten when the other changes. Share one node, or reword."
        => "pending-2: {ask: {zh: \"有处理中的交易吗？\", …}, …}" "pending-2: {ask: {zh: \"现在还有处理中的交易吗？\", …}, …}"
    TreeArticleUnknown "tree-article-unknown" Error
        "决策树或 `contacts.yaml` 提到的文档不存在" "a tree or contacts.yaml names a document that does not exist"
        "`try:`、`article:`、`about:` 和 `contacts.yaml` 的 `page:` 写文档的 id：路径去掉扩展名和语言后缀，例如 fixes/update-app。草稿和过期的文档也算不存在。"
        "try:, article:, about:, and page: of contacts.yaml, hold a document's id: its path without extension and locale suffix, such as fixes/update-app. Drafts and expired documents do not count."
        => "update: {try: fixes/update-ap, …}" "update: {try: fixes/update-app, …}"
    TreeArticleUntranslated "tree-article-untranslated" Warning
        "决策树或 `contacts.yaml` 提到的文档没有译文" "a document that a tree or contacts.yaml names is not translated"
        "用这种语言的读者走到这里，看到的是原文。补上译文。"
        "Readers of that language get the original there. Add the translation."
        => "fixes/update-app.md    # no fixes/update-app.en.md" "fixes/update-app.md\nfixes/update-app.en.md"
    TreeArticleUnreached "tree-article-unreached" Warning
        "没有决策树通向这篇症状或办法" "no tree leads to a symptom or fix"
        "网站有决策树，可是哪一棵都走不到这篇文档。在树里用 try、article 或 about 提到它；本来就不需要，就在它的头部信息里写 standalone: true。"
        "The site has trees, but none leads to this document. Name it with try, article or about; if that is meant, write standalone: true in its front matter."
        => "fixes/clear-cache.md    # in no tree" "cache: {try: fixes/clear-cache, fixed: solved, still: support}"
    TreeTextMissing "tree-text-missing" Error
        "决策树缺少一种语言的文字" "a text of a tree is missing in a locale"
        "每个问题、回答、结果和标题都要有网站的每种语言；说明（help）要么都写，要么都不写。"
        "Every question, answer, outcome and title is written in each locale of the site; help in all of them or none."
        => "- {id: unsure, zh: \"不知道\", go: relogin}" "- {id: unsure, zh: \"不知道\", en: \"I don't know\", go: relogin}"
    TreeTextStale "tree-text-stale" Warning
        "决策树的译文过期了" "a translation in a tree is out of date"
        "原文在译文确认之后改过。改好译文，再运行 `wenda tree accept`。"
        "The original has changed since the translation was accepted. Mend the translation, then run wenda tree accept."
        => "ask: {zh: \"账单里有“处理中”的交易吗？\", en: \"Is a refund pending?\"}" "ask: {zh: \"账单里有“处理中”的交易吗？\", en: \"Is any payment marked “Pending”?\"}"
    TreeTextSame "tree-text-same" Warning
        "两种语言的文字一样" "a text is the same in two languages"
        "多半是复制后忘了翻译，或者把英文写进了中文的位置。"
        "Probably it was copied and not translated, or English stands in the place of Chinese."
        => "{id: has, zh: \"Yes\", en: \"Yes\", …}" "{id: has, zh: \"有\", en: \"Yes\", …}"
    TreeTextLong "tree-text-long" Warning
        "问题太长，或说明里有链接" "a question is too long, or its help holds a link"
        "问题最好不超过 60 个汉字或 120 个字母，说明只用一句话，不放链接：读者正拿着手机着急。"
        "A question has at most 60 Han or 120 Latin characters, and help is one sentence without links: readers are worried and hold a phone."
        => "help: {zh: \"见 https://example.com/\", …}" "help: {zh: \"打开“我的”，点“账单”\", …}"
    TreePathLong "tree-path-long" Warning
        "走到结果要答太多次" "a path has too many steps"
        "超过 6 步，读者往往中途放弃。合并问题，或者让更多人早一点走到结果。"
        "After six steps readers tend to give up. Merge questions, or let more of them reach an outcome earlier."
        => "seen > less > where > when > relogin > network > update > support" "seen > less > relogin > network > update > support"
    TreeTooLarge "tree-too-large" Warning
        "决策树太大" "a tree or a question is too large"
        "一个问题最好不超过 7 个回答，一棵树最好不超过 150 个节点。拆成几个问题或几棵树。"
        "A question has at most 7 answers and a tree at most 150 nodes. Split it."
        => "seen: {answers: [… nine answers …]}" "seen: {answers: [… four answers, one of them “something else” …]}"
    TreeUnsureMissing "tree-unsure-missing" Warning
        "问题没有“不确定”" "a question has no “not sure”"
        "读者常常真的不知道。加一个 id 为 unsure 的回答，通向稳妥的下一步；确实不需要，就写 no_unsure: 理由。"
        "Readers often do not know. Add an answer with the id unsure that leads to a safe next step; if there is no need, write no_unsure: reason."
        => "answers: [{id: has, …}, {id: none, …}]" "answers: [{id: has, …}, {id: none, …}, {id: unsure, zh: \"不知道\", en: \"I don't know\", go: relogin}]"
    TreeTryOrder "tree-try-order" Hint
        "换个顺序试更省时间" "another order of fixes takes less time"
        "按文档头部信息里的 works（有效的百分比）和 minutes（要几分钟）算，先试每分钟最可能有效的办法，平均用时最短。只是建议。"
        "By works (percent) and minutes in the documents' front matter, trying what helps most per minute first is shortest on average. It is advice only."
        => "update: {try: fixes/update-app, fixed: solved, still: relogin}    # 10 %, 5 minutes" "relogin: {try: fixes/log-in-again, fixed: solved, still: update}    # 40 %, 2 minutes"
    TreeShare "tree-share" Warning
        "回答的比例不对" "the shares of a question do not add up"
        "share 是估计有百分之几的读者选它。要么每个回答都写、加起来是 100，要么都不写；risk: high 的回答不算。"
        "share estimates how many percent of readers choose an answer. Give it to all answers, adding up to 100, or to none; answers with risk: high do not count."
        => "- {id: has, …, share: 70}\n- {id: none, …, share: 20}" "- {id: has, …, share: 70}\n- {id: none, …, share: 30}"
    TreeSafety "tree-safety" Error
        "涉及钱的树没有把安全放在最前面" "a tree about money does not put safety first"
        "写了 money: true 的树，第一问的第一个回答要在两步之内通向 end: safety，中间不能先试办法：账号可能正被别人操作，这样的读者等不起。"
        "In a tree with money: true the first answer of the first question leads to end: safety within two answers, with no fix to try on the way: somebody may be using the account right now."
        => "answers:\n  - {id: less, …, go: pending}\n  - {id: not-mine, …, go: freeze, risk: high}" "answers:\n  - {id: not-mine, …, go: freeze, risk: high}\n  - {id: less, …, go: pending}"
    SecretAsked "secret-asked" Error
        "文字要读者交出密码或验证码" "a text asks the reader for a secret"
        "决策树的文字和它通向的文档不能让读者把密码、验证码、恢复短语等告诉或发给任何人。“不要告诉任何人”之类的提醒可以写。"
        "Trees and the documents they lead to never ask the reader to tell or send a password, code or recovery phrase. Warnings such as “never tell anyone” are fine."
        => "把验证码告诉客服。" "不要把验证码告诉任何人。"
    TreeContactUnlisted "tree-contact-unlisted" Error
        "联系方式不在 `contacts.yaml` 里" "a phone number or link is not in contacts.yaml"
        "电话、邮箱和链接只写在 content/contacts.yaml，由一个人核实；树里用 contact: [渠道的 id] 引用。"
        "Phone numbers, addresses and links stand in content/contacts.yaml only, where one person verifies them; trees name a channel with contact: [id]."
        => "help: {zh: \"拨打 400-000-0000\", …}" "contact: [support-phone]"
    TreeContactMissing "tree-contact-missing" Error
        "联系客服的结果没有渠道" "an outcome sends readers to support without a channel"
        "end: contact 的节点要写 contact: [渠道的 id]，或者它的文档在头部信息里写了 contact。"
        "A node with end: contact names channels with contact: [id], or its document does in its front matter."
        => "support: {end: contact, zh: \"联系客服\", en: \"Contact support\"}" "support: {end: contact, contact: [support-in-app], zh: \"联系客服\", en: \"Contact support\"}"
    ContactUnknown "contact-unknown" Error
        "`contacts.yaml` 里没有这个渠道" "a channel is not in contacts.yaml"
        "contact: 写 content/contacts.yaml 里渠道的 id。"
        "contact: holds the id of a channel in content/contacts.yaml."
        => "contact: [suport-in-app]" "contact: [support-in-app]"
    ThemeMissing "theme-missing" Error
        "找不到主题" "the theme does not exist"
        "site.yaml 的 theme: 要么是 default，要么是 themes/ 里的一个文件夹。"
        "theme: in site.yaml is default or the name of a folder in themes/."
    TemplateError "template-error" Error
        "模板有误" "a template has an error"
        "模板语法不对，或用了不存在的字段。可用的字段见 docs/themes.md。"
        "The template's syntax is wrong, or it uses a field that does not exist. docs/themes.md lists the fields."
    StringsMissing "strings-missing" Warning
        "界面文字缺少翻译" "interface strings are missing for a locale"
        "主题没有这种语言的界面文字，或缺了几条，先用另一种语言代替。在 themes/<主题>/strings/<语言>.yaml 里补上。"
        "The theme has no interface strings for this locale, or lacks some, and another language is used. Add them in themes/<theme>/strings/<locale>.yaml."
}

#[cfg(test)]
mod tests {
    use super::Code;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(
            names
                .iter()
                .all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
        );
    }
}
