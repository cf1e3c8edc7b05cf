// The engine of the browser against `wenda search`, which asks tantivy. In: sites, and random queries about them. Out: both
// find the same pages in the same order with the same scores, sections and snippets; where scores tie, order is free.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { assertSame, compare } from "./compare.mjs";
import { buildOwnContent, buildSite } from "./harness.mjs";
import { randomQueries, randomSite } from "./random.mjs";

const perLocale = 260;

for (const [name, locales, build] of [
  ["the repository's own content", ["zh-CN", "en"], buildOwnContent],
  ["a random site in Chinese and English", ["zh-CN", "en"], () => buildSite(randomSite(20261123, ["zh-CN", "en"], 150))],
  ["a random site in English alone", ["en"], () => buildSite(randomSite(7, ["en"], 90))],
  ["a random site in Japanese, English and Chinese", ["ja", "en", "zh-CN"], () => buildSite(randomSite(42, ["ja", "en", "zh-CN"], 60))],
]) {
  describe(`on ${name}`, () => {
    const site = build();
    locales.forEach((locale, at) => {
      describe(`for readers of ${locale}`, () => {
        let compared;
        before(async () => {
          // Readers ask in their own language and in the others.
          const contents = locales.map((each) => site.contents(each));
          const own = randomQueries(1000 + at, [contents[at]], perLocale * 0.7);
          const any = randomQueries(2000 + at, contents, perLocale * 0.3);
          compared = await compare(site, locale, [...own, ...any]);
        });
        test("most queries are answered", () => assert.ok(compared.answered > perLocale / 2, `only ${compared.answered} of ${perLocale}`));
        test("pages, order, scores, sections and twins are those of tantivy", () => assertSame(compared.pages));
        test("snippets are the same, piece by piece", () => assertSame(compared.snippets));
      });
    });
  });
}

describe("on odd texts", () => {
  const long = "余额显示不对的时候先看交易记录，".repeat(30);
  const texts = {
    "spaces at the start": "```\n    indented zebra\n  again\n```",
    "a line break inside of a paragraph": "zebra\nzebra  \nzebra",
    "signs that some take for spaces": "a\ufeffzebra\u0085zebra\u200bzebra\u00a0zebra\u3000zebra\u2003zebra",
    "ligatures and signs that fold to several": "ﬁle oﬃce ㈱会社 ½ İstanbul Straße ﷺ zebra",
    "a word without end": `${"x".repeat(300)}zebra ${"y".repeat(300)}`,
    "a word without end after a mark": `zebra ${"x".repeat(300)}`,
    "a mark far inside": `${long}zebra${long}`,
    "a mark at the very end": `${long}zebra`,
    "a mark after spaced words": `${"many words stand here ".repeat(20)}zebra ${"and others after ".repeat(20)}`,
    "marks all over": "zebra ".repeat(100),
    "two places with marks": `zebra ${long} zebra zebra ${long}`,
    "emoji": `${"👨‍👩‍👧".repeat(30)}zebra${"👛".repeat(90)}`,
    "Devanagari, Thai, Hangul": `${"हिन्दी ".repeat(12)}zebra ${"हिन्दी".repeat(40)} ${"กระเป๋า".repeat(20)} ${"지갑".repeat(40)}`,
    "combining marks": `${"e\u0301x\u0301".repeat(80)} zebra`,
    "Han beyond the basic plane": "在𠮷野家和𡃁仔付款zebra",
    "Hangzhou numerals and iteration marks": "〡〢〣〸 人々 〆切 〇一二zebra",
    "quotation marks and dashes": "“zebra”——‘zebra’……（zebra）",
    "HTML": "`<b>zebra</b> </script> & <!-- zebra`",
  };
  const files = { "content/site.yaml": "locales: [zh-CN, en]\n" };
  Object.values(texts).forEach((text, at) => (files[`content/p${at}.md`] = `---\ntitle: P${at}\n---\n\n${text}\n`));
  const site = buildSite(files);
  const queries = ["zebra", "zebr", "zebras", "zerba", "余额", "交易记录", "file", "office", "会社", "istanbul", "stanbul", "strasse", "Straße", "1", "𠮷野家", "𠮷", "𡃁仔", "人々", "〡〢", "x", "y", "हिन्दी", "กระเป", "지갑", "words", "many here", "不对的时候", "“zebra”", "صلى", "é"];
  for (const locale of ["zh-CN", "en"]) {
    test(`the engine answers readers of ${locale} as tantivy does`, async () => {
      const { pages, snippets } = await compare(site, locale, queries);
      assertSame(pages);
      assertSame(snippets);
    });
  }
});
