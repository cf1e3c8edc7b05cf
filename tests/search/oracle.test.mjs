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
