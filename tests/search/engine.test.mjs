// What a search finds. In: tiny sites, one for each behaviour. Out: hits of the engine in the order that readers want, the same
// after failures, from one file or many, and whatever is typed.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertSame, compare } from "./compare.mjs";
import { buildSite, openIndex } from "./harness.mjs";
import { createRandom, randomQueries, randomSite } from "./random.mjs";

const bilingual = "//- content/site.yaml\nlocales: [zh-CN, en]\n";
const english = "//- content/site.yaml\nlocales: [en]\n";
const all = { limit: Infinity };

/** A file of a fixture. */
const page = (path, title, body = "", ...front) => `//- content/${path}\n${["---", `title: ${JSON.stringify(title)}`, ...front, "---"].join("\n")}\n\n${body}\n`;

const urls = (hits) => hits.map((hit) => hit.url);
const marked = (snippet) => snippet.filter((piece) => piece.marked).map((piece) => piece.text);
const shown = (snippet) => snippet.map(({ text, marked }) => (marked ? `[${text}]` : text)).join("");

/** Builds a site and opens the index of a locale. */
const opened = (fixture, locale = "zh-CN", ...args) => buildSite(fixture, ...args).open(locale);

/** The paths that each query finds, in order. */
async function finds(engine, expected, options) {
  for (const [query, ...paths] of expected) assert.deepEqual(urls(await engine.search(query, options)), paths, query);
}

describe("what is best comes first", () => {
  test("words of a title beat words of a text", async () => {
    const engine = await opened(bilingual + page("a.md", "别的", "这里说到余额，余额，还有余额。") + page("b.md", "余额", "别的东西。"));
    await finds(engine, [["余额", "/b/", "/a/"]]);
  });

  test("a heading beats a text", async () => {
    const engine = await opened(bilingual + page("a.md", "甲", "## 别的\n\n说到退款。") + page("b.md", "乙", "## 退款\n\n说到别的。"));
    await finds(engine, [["退款", "/b/", "/a/"]]);
  });

  test("a page whose sections each hold a part of the query is first, and is linked at its best section", async () => {
    const engine = await opened(
      bilingual +
        page("a.md", "甲", "## 第一 {#one}\n\n说到余额。\n\n## 第二 {#two}\n\n说到退款，退款，退款。") +
        page("b.md", "乙", "## 第三 {#three}\n\n说到余额，没有别的。") +
        page("c.md", "丙", "## 第四 {#four}\n\n说到退款，没有别的。"),
    );
    const hits = await engine.search("余额 退款");
    assert.equal(hits[0].url, "/a/");
    assert.equal(hits[0].anchor, "two");
    assert.equal(hits[0].heading, "第二");
    assert.deepEqual(hits[0].sections.map(({ anchor }) => anchor), ["one"]);
    assert.deepEqual(urls(hits).sort(), ["/a/", "/b/", "/c/"]);
  });

  test("a section that holds all of the query beats two that hold the parts", async () => {
    const filler = "这里说的是别的事情。".repeat(3);
    const engine = await opened(
      bilingual +
        page("a.md", "甲", `## 第一 {#one}\n\n说到余额。${filler}\n\n## 第二 {#two}\n\n说到退款。${filler}`) +
        page("b.md", "乙", `## 第三 {#three}\n\n说到余额，也说到退款。${filler}`),
    );
    await finds(engine, [["余额退款", "/b/", "/a/"]]);
  });

  test("hits say what was found: title, heading, marked snippet, further sections", async () => {
    const engine = await opened(bilingual + page("a.md", "甲", "开头。\n\n## 查 余额 {#check}\n\n先打开钱包，再看余额。\n\n## 再查余额 {#again}\n\n余额在首页。"));
    const [hit] = await engine.search("余额");
    assert.equal(hit.title, "甲");
    assert.equal(hit.twin, false);
    assert.equal(hit.lang, undefined);
    assert.ok(hit.score > 0);
    const found = [hit, ...hit.sections];
    assert.deepEqual(found.map(({ anchor, heading }) => [anchor, heading]).sort(), [["again", "再查余额"], ["check", "查 余额"]]);
    for (const { snippet } of found) assert.deepEqual(marked(snippet), ["余额"]);
    assert.deepEqual(hit.terms, ["余额"]);
  });

  test("there are as many hits as asked for", async () => {
    const engine = await opened(bilingual + Array.from({ length: 14 }, (_, at) => page(`p${at}.md`, `余额 ${at}`)).join(""));
    for (const [limit, count] of [[0, 0], [1, 1], [10, 10], [14, 14], [99, 14]]) assert.equal((await engine.search("余额", { limit })).length, count);
    assert.equal((await engine.search("余额")).length, 10);
  });
});

describe("what may be typed", () => {
  const typed = (expected, ...pages) => async () => finds(await opened(bilingual + pages.join("") + page("other.md", "别的")), expected);

  test("any part of a text", typed([["不刷新", "/a/"], ["额不刷", "/a/"], ["新了", "/a/"], ["刷", "/a/"]], page("a.md", "甲", "余额不刷新了。")));
  test("Traditional characters", typed([["錢包帳號", "/a/"], ["钱包账号", "/a/"], ["餘額", "/b/"], ["余额", "/b/"], ["帐号", "/a/"]], page("a.md", "钱包账号"), page("b.md", "餘額")));
  test("full-width letters and digits", typed([["ＡＰＰ", "/a/"], ["ａｐｐ　２０", "/a/"], ["APP20", "/b/"]], page("a.md", "app 20"), page("b.md", "ＡＰＰ２０")));
  test("capitals or not", typed([["iphone", "/a/"], ["IPHONE", "/a/"]], page("a.md", "iPhone")));
  test("pinyin, in one, with spaces, and by initials", typed([["qianbao", "/a/"], ["qian bao", "/a/"], ["qb", "/a/"], ["QianBao", "/a/"], ["chongzhi", "/b/"], ["cz", "/b/"]], page("a.md", "钱包"), page("b.md", "充值")));
  test("pinyin beside characters", typed([["qianbao 余额", "/a/"]], page("a.md", "钱包", "余额")));
  test("hyphens or none", typed([["wifi", "/a/"], ["wi-fi", "/a/"], ["Wi‑Fi", "/a/"], ["wi fi", "/a/"], ["email", "/b/"]], page("a.md", "Wi-Fi"), page("b.md", "e-mail")));
  test("a compound without its hyphen where the text has none either", typed([["wi-fi", "/a/"]], page("a.md", "WiFi")));
  test("apostrophes, straight and curly", typed([["can't", "/a/"], ["can’t", "/a/"], ["cant", "/a/"]], page("a.md", "can't")));
  test("other endings of English words", typed([["payment", "/a/"], ["stopping", "/b/"], ["stop", "/b/"], ["stops", "/b/"], ["tried", "/c/"], ["addresses", "/c/"]], page("a.md", "payments"), page("b.md", "It stopped"), page("c.md", "tries", "address")));
  test("keywords", typed([["钱少了", "/a/"], ["overcharged", "/a/"]], page("a.md", "甲", "", "keywords: [钱少了, overcharged]")));
  test("summaries", typed([["先看记录", "/a/"]], page("a.md", "甲", "", "summary: 先看记录。")));
  test("text in tables, lists, code and footnotes", typed([["表格里", "/a/"], ["列表里", "/a/"], ["代码里", "/a/"], ["getBalance", "/a/"], ["脚注里", "/a/"]], page("a.md", "甲", "| 表格里 |\n|---|\n| 有 |\n\n- 列表里\n\n```\n代码里 getBalance()\n```\n\n文[^1]\n\n[^1]: 脚注里")));
  test("Japanese, Thai, Korean, Cyrillic", typed([["残高", "/a/"], ["ﾊﾟｽﾜｰﾄﾞ", "/a/"], ["กระเป", "/b/"], ["지갑", "/c/"], ["КОШЕЛЁК", "/d/"]], page("a.md", "残高とパスワード"), page("b.md", "กระเป๋าเงิน"), page("c.md", "지갑"), page("d.md", "кошелёк")));
  test("characters beyond the basic plane", typed([["𠮷野家", "/a/"], ["𠮷", "/a/"]], page("a.md", "甲", "在𠮷野家付款")));

  test("synonyms, by whichever word of a group", async () => {
    const groups = "//- content/synonyms.yaml\ngroups:\n  - [付不了款, 支付失败, payment failed]\n";
    const engine = await opened(bilingual + groups + page("a.md", "付不了款怎么办") + page("b.md", "别的", "## 支付失败 {#failed}\n\n看这里。") + page("c.md", "无关"));
    for (const query of ["付不了款", "支付失败", "payment failed"]) assert.deepEqual(urls(await engine.search(query)).sort(), ["/a/", "/b/"], query);
  });

  test("a word of a group counts as a whole word only", async () => {
    const engine = await opened(bilingual + "//- content/synonyms.yaml\ngroups:\n  - [app, 软件]\n" + page("a.md", "appetite") + page("b.md", "App"));
    await finds(engine, [["软件", "/b/"]]);
  });

  test("words with a letter wrong, missing, too many, or two swapped, and more in long ones", async () => {
    const engine = await opened(english + page("a.md", "wallet") + page("b.md", "fingerprint") + page("c.md", "other"), "en");
    for (const query of ["wallot", "walet", "wallett", "wlalet", "walletx"]) await finds(engine, [[query, "/a/"]]);
    for (const query of ["fingreprit", "finherprimt"]) await finds(engine, [[query, "/b/"]]);
    await finds(engine, [["wollot"], ["xallet"], ["fimherprimt"]]);
  });

  test("what was meant is suggested", async () => {
    const engine = await opened(bilingual + page("a.md", "Wallet 钱包") + page("b.md", "Payment"));
    for (const [query, meant] of [["walet", "wallet"], ["WALET 钱包", "wallet 钱包"], ["qianbao", "钱包"], ["walet paymnet", "wallet payment"], ["wallet", null], ["钱包", null], ["xyzzyx", null], ["", null]]) {
      assert.equal(await engine.suggest(query), meant, query);
    }
  });

  test("what was meant is what the oracle suggests", async () => {
    const site = buildSite(bilingual + page("a.md", "Wallet 钱包") + page("b.md", "Payment 重置密码") + page("a.en.md", "Wallet fingerprint") + page("b.en.md", "Payment"));
    for (const locale of ["zh-CN", "en"]) {
      const engine = await site.open(locale);
      for (const query of ["walet", "paymnet walet", "qianbao", "chongzhi mima", "钱包 walet", "Ｗａｌｅｔ！", "wal", "fingreprit"]) {
        assert.equal(await engine.suggest(query), site.oracleSuggests(query, locale), `${query} (${locale})`);
      }
    }
  });

  test("the beginning of a word finds it, while typing also where the beginning is a word itself", async () => {
    const engine = await opened(english + page("a.md", "pay") + page("b.md", "payroll") + page("c.md", "other"), "en");
    await finds(engine, [["payr", "/b/"], ["pay", "/a/"], ["p"]]);
    await finds(engine, [["pay", "/a/", "/b/"], ["payr", "/b/"]], { typing: true });
    assert.deepEqual(urls(await engine.search("pay ", { typing: true })), ["/a/"], "a word with a space behind it is done");
  });
});

describe("phrases", () => {
  const fixture = bilingual + page("a.md", "甲", "先退款，后余额不足。") + page("b.md", "乙", "余额的退款不足。") + page("c.md", "丙", "balance wrong") + page("d.md", "丁", "wrong balance");

  for (const [open, close] of ['""', "“”", "””", "＂＂"].map((quotes) => [...quotes])) {
    test(`${open}…${close} finds only pages that hold the phrase word for word`, async () => {
      const engine = await opened(fixture);
      await finds(engine, [[`${open}余额不足${close}`, "/a/"], [`${open}wrong balance${close}`, "/d/"], [`${open}Balance  Wrong${close}`, "/c/"]]);
    });
  }

  test("all of several phrases are wanted", async () => {
    const engine = await opened(bilingual + page("a.md", "甲", "余额不足。") + page("b.md", "乙", "余额不足，退款失败。"));
    await finds(engine, [['"余额不足" "退款失败"', "/b/"]]);
  });

  test("a phrase that nothing holds filters nothing", async () => {
    const engine = await opened(fixture);
    assert.deepEqual(urls(await engine.search('"不足余额"')).sort(), urls(await engine.search("不足余额")).sort());
    assert.notEqual((await engine.search('"不足余额"')).length, 0);
  });

  test("one quotation mark, or two with nothing inside, mean nothing", async () => {
    const engine = await opened(fixture);
    for (const query of ['"余额', '余额"', '""余额', "“余额", '" "余额']) assert.deepEqual(urls(await engine.search(query)).sort(), ["/a/", "/b/"], query);
  });

  test("a phrase may be in a title, a heading, and in Traditional characters", async () => {
    const engine = await opened(bilingual + page("a.md", "錢包帳號") + page("b.md", "乙", "## 钱包账号\n\n一") + page("c.md", "丙", "账号，钱包"));
    for (const query of ['"钱包账号"', "“錢包帳號”"]) assert.deepEqual(urls(await engine.search(query)).sort(), ["/a/", "/b/"], query);
  });
});

describe("several languages", () => {
  const missing = bilingual + page("a.md", "余额不对", "开头。\n\n## 退款失败 {#refund}\n\n等一个工作日。") + page("b.md", "别的") + page("b.en.md", "Other");

  test("a page without a translation is found once, at the reader's address, in the language of its text", async () => {
    const engine = await opened(missing, "en");
    for (const [query, anchor] of [["工作日", "refund"], ["余额不对", ""], ["退款失败", "refund"]]) {
      const hits = await engine.search(query);
      assert.deepEqual(urls(hits), ["/en/a/"], query);
      assert.equal(hits[0].lang, "zh-CN");
      assert.equal(hits[0].title, "余额不对");
      assert.equal(hits[0].anchor, anchor);
    }
    const [hit] = await engine.search("工作日");
    assert.equal(hit.heading, "退款失败");
    assert.equal(shown(hit.snippet), "等一个[工作日]。");
    assert.deepEqual(marked(hit.snippet), ["工作日"]);
  });

  test("a translation is found by the text of its source, with its own title, address and text", async () => {
    const fixture = bilingual + page("a.md", "余额不对", "## 退款失败 {#refund}\n\n等一个工作日。") + page("a.en.md", "The balance is wrong", "## Refund failed\n\nWait one day.");
    const site = buildSite(fixture);
    const [hit, ...others] = await (await site.open("en")).search("工作日");
    assert.deepEqual([hit.url, hit.title, hit.anchor, hit.heading, hit.twin, hit.lang], ["/en/a/", "The balance is wrong", "refund", "Refund failed", true, undefined]);
    assert.equal(others.length, 0);
    const [back] = await (await site.open("zh-CN")).search("one day");
    assert.deepEqual([back.url, back.title, back.anchor, back.twin], ["/a/", "余额不对", "refund", true]);
  });

  test("pages in the reader's own language come without twins where they answer", async () => {
    const engine = await opened(bilingual + page("a.md", "余额", "余额") + page("a.en.md", "Balance", "balance"), "en");
    assert.deepEqual((await engine.search("balance")).map((hit) => [hit.url, hit.twin]), [["/en/a/", false]]);
  });

  test("a translation without the section that was found is linked at its start, once", async () => {
    const source = page("a.md", "甲", "开头。");
    const translation = page("a.en.md", "A", "## One\n\nzebra\n\n## Two\n\nzebra\n\n## Three\n\nzebra");
    const engine = await opened(bilingual + source + translation);
    const [hit] = await engine.search("zebra");
    assert.deepEqual([hit.url, hit.anchor, hit.twin], ["/a/", "", true]);
    assert.deepEqual(hit.sections.map(({ anchor }) => anchor), [], "a section is listed twice");
  });

  test("the source may be in a third language", async () => {
    const fixture = "//- content/site.yaml\nlocales: [ja, en, zh-CN]\n" + page("a.md", "残高", "送金できません") + page("b.md", "確認") + page("b.en.md", "Check", "zebra");
    const engine = await buildSite(fixture).open("zh-CN");
    const [hit, ...others] = await engine.search("送金");
    assert.deepEqual([hit.url, hit.lang, others.length], ["/zh-CN/a/", "ja", 0]);
    assert.deepEqual(marked(hit.snippet), ["送金"]);
    await finds(engine, [["zebra", "/zh-CN/b/"]]);
  });
});

describe("drafts", () => {
  const fixture = bilingual + page("a.md", "余额") + page("b.md", "余额草稿", "秘密", "draft: true") + page("a.en.md", "Balance draft", "secret", "draft: true");

  test("are in no file of the index", async () => {
    const site = buildSite(fixture);
    await finds(await site.open("zh-CN"), [["余额", "/a/"], ["秘密"], ["draft"], ["secret"]]);
    for (const locale of ["zh-CN", "en"]) {
      for (const path of [`search/index.${locale}.js`, ...site.files(locale).map((name) => `search/${site.entry(locale).folder}/${name}`)]) assert.doesNotMatch(site.text(path), /草稿|秘密|draft|secret/i, path);
    }
    assert.doesNotMatch(site.text("search/index.html"), /草稿|秘密|secret/);
  });

  test("are found with --drafts", async () => {
    const site = buildSite(fixture, "--drafts");
    await finds(await site.open("zh-CN"), [["秘密", "/b/"]]);
    await finds(await site.open("en"), [["secret", "/en/a/"]]);
  });
});

test("every document that holds a string of two to four characters is found by it", async () => {
  const site = buildSite(randomSite(99, ["zh-CN", "en"], 80));
  const { pages } = site.contents("zh-CN");
  const texts = pages.map(({ url, title, sections }) => [url, [title, ...sections.flatMap(([, heading, text]) => [heading, text])].join("\n")]);
  const random = createRandom(1);
  const engine = await site.open("zh-CN");
  let asked = 0;
  while (asked < 300) {
    const characters = [...random.pick(texts)[1]];
    const start = random.below(characters.length);
    const query = characters.slice(start, start + random.between(2, 4)).join("");
    if (!/^[\u4e00-\u9fff]{2,4}$/.test(query)) continue;
    asked++;
    const found = new Set(urls(await engine.search(query, all)));
    const lost = texts.filter(([url, text]) => text.includes(query) && !found.has(url));
    assert.deepEqual(lost.map(([url]) => url), [], query);
  }
});

describe("answers never change", () => {
  const files = randomSite(5, ["zh-CN", "en"], 120);
  const site = buildSite(files);
  const queries = randomQueries(3, [site.contents("zh-CN")], 136);

  test("two builds make the same files", () => {
    const other = buildSite(files);
    for (const locale of ["zh-CN", "en"]) {
      assert.deepEqual(other.entry(locale), site.entry(locale));
      assert.deepEqual(other.parts(locale), site.parts(locale));
    }
  });

  test("asked twice, and all at once", async () => {
    const engine = await site.open("zh-CN");
    const first = [];
    for (const query of queries) first.push(await engine.search(query));
    assert.deepEqual(await Promise.all(queries.map((query) => engine.search(query))), first);
  });

  test("whatever was asked before", async () => {
    assert.equal(site.entry("zh-CN").pack, false);
    const warm = await site.open("zh-CN");
    for (const query of queries) await warm.search(query);
    for (const query of queries) {
      const cold = await site.open("zh-CN");
      assert.deepEqual(await cold.search(query), await warm.search(query), query);
    }
  });
});

describe("Traditional characters in a text", () => {
  /** Pages without a translation; enough that the vocabulary is cut into many shards. */
  const files = randomSite(8, ["zh-CN"], 120);
  files["content/site.yaml"] = "locales: [zh-CN, en]\n";
  files["content/traditional.md"] = "---\ntitle: 甲\n---\n\n他的錢包丟失臺灣車站。\n";
  files["content/apart.md"] = "---\ntitle: 乙\n---\n\n钱包，不是丢失，台湾，车站。\n";
  const site = buildSite(files);

  test("are marked where Simplified ones are asked for", async () => {
    const hits = await (await site.open("zh-CN")).search("丢失台湾车站");
    const hit = hits.find(({ url }) => url === "/traditional/");
    assert.deepEqual(marked(hit.snippet), ["丟失臺灣車站"]);
  });

  test("are marked on a page that stands in for a translation", async () => {
    const hits = await (await site.open("en")).search("丢失台湾车站");
    const hit = hits.find(({ url }) => url === "/en/traditional/");
    assert.deepEqual(marked(hit.snippet), ["丟失臺灣車站"]);
  });

  test("hold a phrase in Simplified ones", async () => {
    await finds(await site.open("zh-CN"), [["“钱包丢失台湾”", "/traditional/"]]);
  });

  test("are answered like the oracle does, each query to an engine of its own", async () => {
    for (const locale of ["zh-CN", "en"]) {
      for (const query of ["丢失台湾", "“钱包丢失台湾”", "車站", "“车站”"]) {
        const { pages, snippets } = await compare(site, locale, [query]);
        assertSame([...pages, ...snippets]);
      }
    }
  });
});

describe("hostile queries", () => {
  const hostile = {
    "nothing": "",
    "only spaces": " \t\u3000\u00a0 ",
    "only punctuation": "？！，。、…“”‘’《》()[]{}<>~`!@#$%^&*_+=|\\/;:'\",.-",
    "a string of 100 kB": "余额 balance ".repeat(6000),
    "100 kB without a space": "余".repeat(35_000),
    "100 kB of letters": "a".repeat(100_000),
    "100 kB that grow when folded": "ﷺ".repeat(33_000),
    "5,000 quotation marks": '"'.repeat(5000),
    "5,000 curly quotation marks": "“”".repeat(2500),
    "quotation marks around letters": '"a'.repeat(2500),
    "lone surrogates": "\ud83d \udc5b 余\ud800额 \udfff",
    "a surrogate cut in two": "👛".slice(0, 1),
    "__proto__": "__proto__",
    "constructor": "constructor",
    "toString and hasOwnProperty": "toString hasOwnProperty valueOf prototype",
    "characters of regular expressions": "(.*+?^${}()|[\\]\\\\)(?<x>[a-z]+$",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "NUL and other controls": "\u0000余\u0001额\u001f\u007f\u0085",
    "marks of direction": "\u202e\u2066余额\u2069\u202c\u200f",
    "joiners and selectors": "👨‍👩‍👧\ufe0f\u200d\u200b\ufeff",
    "combining marks": "e" + "\u0301".repeat(500),
    "signs of the format": "*qianbao +qb ~ | ! {} }",
    "pinyin without end": "zhuangzhuangzhuang".repeat(50),
    "line breaks": "余额\r\nbalance\n",
  };
  const site = buildSite(randomSite(77, ["zh-CN", "en"], 60));

  for (const [name, query] of Object.entries(hostile)) {
    test(name, { timeout: 10_000 }, async () => {
      for (const locale of ["zh-CN", "en"]) {
        const engine = await site.open(locale);
        for (const typing of [false, true]) assert.ok(Array.isArray(await engine.search(query, { typing })));
        const meant = await engine.suggest(query);
        assert.ok(meant === null || typeof meant === "string");
      }
    });
  }

  test("a query without a letter finds nothing", async () => {
    const engine = await site.open("zh-CN");
    for (const query of ["", " ", "？？", "👛", "\u200b"]) assert.deepEqual(await engine.search(query), [], query);
  });

  test("a query without a letter loads nothing of the other language", async () => {
    const paths = [];
    const engine = await site.open("zh-CN", (path) => (paths.push(path), site.load(path)));
    await engine.search("？");
    assert.deepEqual(paths.filter((path) => /[./]en[.-]/.test(path)), []);
  });

  test("all that a query says beyond 256 characters is ignored", async () => {
    const engine = await opened(bilingual + page("a.md", "余额") + page("b.md", "退款"));
    await finds(engine, [[`${"。".repeat(256)}余额`], [`${"。".repeat(254)}余额退款`, "/a/"]]);
  });

  test("a property of every object is no term", async () => {
    const engine = await opened(english + page("a.md", "wallet"), "en");
    await finds(engine, [["constructor"], ["__proto__"], ["toString"]]);
    assert.deepEqual(urls(await (await opened(english + page("a.md", "The constructor __proto__"), "en")).search("constructor")), ["/a/"]);
  });

  for (const [name, query] of [
    ["words that nobody knows", Array.from({ length: 64 }, (_, at) => String.fromCharCode(97 + (at % 26), 97 + ((at * 7) % 26), 97 + ((at * 11) % 26))).join(" ")],
    ["single letters", "q ".repeat(128)],
  ]) {
    test(`256 characters of ${name} are answered within a second`, async () => {
      const engine = await site.open("zh-CN");
      const start = process.cpuUsage();
      await engine.search(query);
      const duration = Math.round(process.cpuUsage(start).user / 1000);
      assert.ok(duration < 1000, `it took ${duration} ms of computing`);
    });
  }
});

test("a site without documents finds nothing", async () => {
  for (const locale of ["zh-CN", "en"]) {
    const engine = await opened(bilingual, locale);
    for (const query of ["余额", "balance", "qb", "“余额”", ""]) {
      assert.deepEqual(await engine.search(query, { typing: true }), []);
      assert.equal(await engine.suggest(query), null);
    }
  }
});

describe("files that are missing or damaged", () => {
  const files = randomSite(11, ["zh-CN", "en"], 100);
  const site = buildSite(files);
  const limits = { timeout: 10_000 };
  const query = "余额 退款 payment";
  const otherQuery = "转账 qianbao walet";

  /** Loads like the site, but for files whose name matches, while `state.broken`. */
  function breaking(pattern, damage) {
    const state = { broken: true, count: 0 };
    const load = async (path) => {
      const text = site.text(path);
      if (!state.broken || !pattern.test(path)) return JSON.parse(text);
      state.count++;
      return damage(text, path);
    };
    return { state, load };
  }

  /** Fails while the files are broken, and answers when they are mended. */
  async function recovers(pattern, damage, { locale = "zh-CN", asked = query, isReloaded = true } = {}) {
    const { state, load } = breaking(pattern, damage);
    const ask = async (engine) => (await engine).search(asked);
    const expected = await ask(site.open(locale));
    assert.notEqual(expected.length, 0);
    const engine = site.open(locale, load);
    engine.catch(() => {});
    await assert.rejects(ask(engine), Error);
    await assert.rejects(Promise.all([ask(engine), ask(engine)]), Error);
    assert.notEqual(state.count, 0);
    state.broken = false;
    assert.deepEqual(await ask(site.open(locale, load)), expected);
    // An index that could not be opened has to be opened anew; one that could be answers now.
    const isOpen = await engine.then(() => true, () => false);
    if (isOpen && isReloaded) assert.deepEqual(await ask(engine), expected);
  }

  const missing = (_, path) => {
    throw new Error(`404 ${path}`);
  };
  const truncated = (text) => JSON.parse(text.slice(0, text.length / 2));

  for (const [what, pattern] of [["entry", /index\./], ["core", /core\.json/], ["shards", /\/t\d+\.json/], ["texts", /\/x\d+\.json/]]) {
    test(`missing: ${what}`, limits, () => recovers(pattern, missing));
    test(`cut off: ${what}`, limits, () => recovers(pattern, truncated));
    test(`nothing where something should be: ${what}`, limits, () => recovers(pattern, () => undefined, { isReloaded: false }));
    test(`null: ${what}`, limits, () => recovers(pattern, () => null, { isReloaded: false }));
  }
  test("missing: the index of the other language", limits, () => recovers(/index\.en\.json/, missing, { asked: "payment" }));
  test("missing: shards of the other language", limits, () => recovers(/\/en-[^/]+\/t\d+\.json/, missing, { asked: "payment" }));

  for (const wrong of [[], {}, 5, "x", true, { terms: 5, costs: "", lists: "", aliases: [] }, { terms: "!a|", costs: 5, lists: "!|", aliases: [] }, { terms: "!a|", costs: "!", lists: 5, aliases: [] }, { terms: "!a|", costs: "!", lists: "!|", aliases: 5 }, { terms: "!a|", costs: "!", lists: "!|", aliases: [5] }]) {
    test(`shards of the wrong type: ${JSON.stringify(wrong)}`, limits, () => recovers(/\/t\d+\.json/, () => wrong, { isReloaded: false }));
  }
  for (const wrong of [[], {}, 5, "x", true]) {
    test(`a core of the wrong type: ${JSON.stringify(wrong)}`, limits, () => recovers(/core\.json/, () => wrong));
    test(`texts of the wrong type: ${JSON.stringify(wrong)}`, limits, () => recovers(/\/x\d+\.json/, () => wrong, { isReloaded: false }));
  }
  for (const [what, pattern] of [["shards", /\/t\d+\.json/], ["texts", /\/x\d+\.json/]]) {
    test(`what was JSON but no index is loaded anew by an index that is open: ${what}`, limits, () => recovers(pattern, () => ({})));
  }

  for (const key of ["pages", "sections", "lengths", "counts"]) {
    test(`a core that lacks ${key}`, limits, () => recovers(/core\.json/, (text) => ({ ...JSON.parse(text), [key]: undefined })));
  }
  test("a core that counts wrongly", limits, () => recovers(/core\.json/, (text) => ({ ...JSON.parse(text), sections: JSON.parse(text).sections + 1 })));
  test("a core with half of its counts", limits, () => recovers(/core\.json/, (text) => ({ ...JSON.parse(text), counts: JSON.parse(text).counts.slice(0, 20) })));

  for (const format of [0, 2, "1", null, undefined, [1], {}]) {
    test(`another version of the format: ${JSON.stringify(format)}`, limits, async () => {
      const { state, load } = breaking(/index\./, (text) => ({ ...JSON.parse(text), format }));
      await assert.rejects(openIndex(load, "search/index.zh-CN.json"), { name: "VersionError" });
      state.broken = false;
      assert.notEqual((await (await openIndex(load, "search/index.zh-CN.json")).search(query)).length, 0);
    });
  }

  test("files come from the folder beside the entry, wherever that is", async () => {
    const engine = await openIndex((path) => site.load(path.replace(/^help\//, "")), "help/search/index.zh-CN.json");
    assert.deepEqual(await engine.search(otherQuery), await (await site.open("zh-CN")).search(otherQuery));
  });

  test("every file is loaded once", async () => {
    const paths = [];
    const engine = await site.open("zh-CN", (path) => (paths.push(path), site.load(path)));
    await Promise.all([query, otherQuery, query].map((each) => engine.search(each)));
    await engine.search(query);
    assert.deepEqual(paths.length, new Set(paths).size);
  });
});

describe("a large site", () => {
  /** More than 10,000 sections, so that mistyped words need two letters right, and lists that are files of their own. */
  const random = createRandom(4);
  const [nouns, verbs, latin] = ["钱包 余额 账户 密码 银行卡 验证码 手机号 订单 交易 记录 发票 积分 红包 设备 网络".split(" "), "支付 转账 到账 充值 提现 绑定 登录 注册 重置 更新 扣款 退款 冻结 备份 恢复".split(" "), "wallet balance account password payment transfer deposit withdraw refund signal".split(" ")];
  const section = () => `${random.pick(nouns)}${random.pick(verbs)}${random.pick(["失败", "成功", "了", "以后"])}，这个${random.pick(nouns)}${random.chance(0.3) ? ` ${random.pick(latin)} ` : ""}${random.pick(verbs)}不了。编号${random.below(5000)}`;
  const files = { "content/site.yaml": "locales: [zh-CN, en]\n" };
  for (let number = 0; number < 130; number++) {
    const sections = Array.from({ length: 80 }, () => `## ${random.pick(nouns)}${random.pick(verbs)}\n\n${section()}`);
    files[`content/p${number}.md`] = `---\ntitle: ${random.pick(nouns)}${random.pick(verbs)} ${number}\n---\n\n${sections.join("\n\n")}\n`;
    if (number % 10 === 0) files[`content/p${number}.en.md`] = `---\ntitle: ${random.pick(latin)} ${number}\n---\n\n${random.pick(latin)} ${random.pick(latin)}\n`;
  }
  const site = buildSite(files);
  const queries = randomQueries(9, [site.contents("zh-CN")], 102);
  const listFile = /\/l\d+\.json/;

  test("is cut into many files, long posting lists of their own among them", () => {
    assert.equal(site.entry("zh-CN").pack, false);
    assert.ok(site.parts("zh-CN")["core.json"].sections > 10_000);
    for (const letter of ["t", "x", "l"]) assert.ok(site.files("zh-CN").filter((name) => name[0] === letter).length > 1, letter);
    assert.doesNotMatch(site.text("search/index.html"), /data-search-file/);
  });

  for (const locale of ["zh-CN", "en"]) {
    test(`is answered like the oracle does for readers of ${locale}`, async () => {
      const { pages, snippets, answered } = await compare(site, locale, [...queries, "这个", "这个 余额", "walet", "blaance", "的"]);
      assert.ok(answered > queries.length / 2);
      assertSame([...pages, ...snippets]);
    });
  }

  test("a mistyped word must have its first two letters right", async () => {
    const engine = await site.open("zh-CN");
    assert.equal(await engine.suggest("walet"), "wallet");
    assert.equal(await engine.suggest("wlalet"), null);
  });

  test("a rare word loads little", async () => {
    const paths = [];
    const engine = await site.open("zh-CN", (path) => (paths.push(path), site.load(path)));
    paths.length = 0;
    await engine.search("编号4321", { limit: 1 });
    assert.ok(paths.length < 12, paths.join(" "));
  });

  for (const [name, damage] of [["missing", () => { throw new Error("404"); }], ["cut off", (list) => list.slice(0, 100)], ["empty", () => ""], ["null", () => null], ["a number", () => 5], ["an object", () => ({})], ["too long a way", (list) => `7${"}".repeat(8)}!${list}`]]) {
    test(`a posting list that is ${name} fails`, { timeout: 10_000 }, async () => {
      const engine = await site.open("zh-CN", async (path) => (listFile.test(path) ? damage(await site.load(path)) : site.load(path)));
      await assert.rejects(engine.search("这个"), Error);
    });
  }

  for (const [name, damage] of [["missing", () => { throw new Error("404"); }], ["cut off", (list) => list.slice(0, 100)]]) {
    test(`a posting list that was ${name} is loaded anew`, { timeout: 10_000 }, async () => {
      let isBroken = true;
      const engine = await site.open("zh-CN", async (path) => (isBroken && listFile.test(path) ? damage(await site.load(path)) : site.load(path)));
      await assert.rejects(engine.search("这个"), Error);
      isBroken = false;
      assert.deepEqual(await engine.search("这个"), await (await site.open("zh-CN")).search("这个"));
    });
  }
});

describe("the same files in other places", () => {
  const hostile = "</script><!-- <script> ]]> \u2028 & \\u003c";
  const fixture = bilingual + page("a.md", "余额不对", `看记录。${"`"}${hostile}${"`"}\n\n## </script> <!--\n\n退款`) + page("a.en.md", "Wrong balance", "Look at the record.\n\n## </script> <!--\n\nrefund") + page("b.md", "充值 wallet", "余额");
  const site = buildSite(fixture);
  const queries = ["余额", "script", "qianbao", "chongzhi", "walet", "“看记录”", "refund", "餘額", "record"];

  /** Data blocks of a page, by the path of the file that they are. */
  function embedded(html) {
    const blocks = [...html.matchAll(/<script([^>]*\bdata-search-file="([^"]+)"[^>]*)>([\s\S]*?)<\/script>/g)];
    return new Map(blocks.map(([, attributes, path, text]) => [path, { attributes, text }]));
  }

  const loadFrom = (files) => async (path) => {
    assert.ok(path in files, path);
    return files[path];
  };

  async function answersLike(site, locale, load, asked = queries) {
    const [expected, other] = [await site.open(locale), await site.open(locale, load)];
    for (const query of asked) {
      assert.deepEqual(await other.search(query), await expected.search(query), query);
      assert.equal(await other.suggest(query), await expected.suggest(query), query);
    }
  }

  for (const [locale, path] of [["zh-CN", "search/index.html"], ["en", "en/search/index.html"]]) {
    test(`a small site has one file for readers of ${locale}, and the search page holds it`, async () => {
      assert.equal(site.entry(locale).pack, true);
      assert.deepEqual(site.files(locale), ["pack.json"]);
      const blocks = embedded(site.text(path));
      const wanted = [`search/index.${locale}.json`, `search/${site.entry(locale).folder}/pack.json`];
      assert.deepEqual([...blocks.keys()].filter((each) => wanted.includes(each)).sort(), wanted.sort());
      for (const [name, { text, attributes }] of blocks) {
        assert.doesNotMatch(text, /<\/script|<!--|<script/i, name);
        assert.match(attributes, /type="application\/json"/);
        assert.deepEqual(JSON.parse(text), JSON.parse(site.text(name)), name);
      }
      const files = Object.fromEntries([...blocks].map(([name, { text }]) => [name, JSON.parse(text)]));
      await answersLike(site, locale, async (each) => files[each] ?? site.load(each));
    });
  }

  /** What the script of a locale hands over. */
  function brought(site, locale) {
    const files = {};
    new Function("wendaSearch", site.text(`search/index.${locale}.js`))((brought) => Object.assign(files, brought));
    return files;
  }

  test("for pages opened from disk one script brings all files of a locale", async () => {
    for (const locale of ["zh-CN", "en"]) {
      assert.deepEqual(Object.keys(brought(site, locale)).sort(), [`search/index.${locale}.json`, `search/${site.entry(locale).folder}/pack.json`].sort());
      await answersLike(site, locale, loadFrom({ ...brought(site, "zh-CN"), ...brought(site, "en") }));
    }
  });

  test("also where the site has them in many", async () => {
    const large = buildSite(randomSite(31, ["zh-CN", "en"], 120));
    assert.equal(large.entry("zh-CN").pack, false);
    const files = { ...brought(large, "zh-CN"), ...brought(large, "en") };
    assert.equal(files["search/index.zh-CN.json"].pack, true);
    await answersLike(large, "zh-CN", loadFrom(files), randomQueries(6, [large.contents("zh-CN")], 68));
  });

  test("nothing in an address of the index needs an escape", () => {
    for (const locale of ["zh-CN", "en"]) assert.match(site.entry(locale).folder, new RegExp(`^${locale}-[0-9a-f]{10}$`));
  });
});
