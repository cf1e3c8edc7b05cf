// WCAG 2.2 AA and good practice as far as axe-core can see them, in every state that changes colours or order.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { violations } from "./axe.mjs";
import { browserTest, desktop, eventually, everyKind, everyOutcome, headerField, listed, locales, manyHits, narrow, phone, searchInHeader, visible, withEngine } from "./harness.mjs";

async function inEveryDress(page, state = "") {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [desktop, narrow]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      found.push(...(await violations(page)).map((text) => `${colorScheme} ${viewport.width} ${state}: ${text}`));
    }
  }
  return found;
}

describe("axe finds nothing", { concurrency: 2 }, () => {
  for (const [name, path] of [...everyKind, ...everyOutcome]) {
    browserTest(`on ${name}, light and dark, wide and narrow`, {}, async (page) => {
      await page.goto(path);
      assert.deepEqual(await inEveryDress(page), []);
    });
  }

  browserTest("with menu and outline open on a phone", { viewport: phone }, async (page) => {
    await page.goto("/symptoms/balance-wrong/");
    await visible(page, ".outline summary").click();
    assert.deepEqual(await violations(page), []);
    await visible(page, ".menu summary").click();
    assert.deepEqual(await violations(page), []);
  });

  for (const [locale, prefix] of Object.entries(locales)) {
    browserTest(`with results below the search box (${locale})`, {}, async (page) => {
      await withEngine(page, manyHits(6));
      await page.goto(`/${prefix}symptoms/balance-wrong/`);
      await searchInHeader(page, "甲", "标题 1");
      assert.deepEqual(await inEveryDress(page, "list"), []);
      await page.keyboard.press("ArrowDown");
      assert.deepEqual(await inEveryDress(page, "active option"), []);
    });

    browserTest(`with nothing found, and with a failure, below the search box (${locale})`, { provoked: /ERR_FAILED/ }, async (page) => {
      await withEngine(page, `{ search: async () => [], suggest: async () => "甲" }`);
      await page.goto(`/${prefix}`);
      await page.fill(headerField, "xyzzy");
      await visible(page, "header [data-part=none]").waitFor();
      assert.deepEqual(await inEveryDress(page, "nothing"), []);
      await page.route("**/js/search.js", (route) => route.abort());
      await page.goto(`/${prefix}`);
      await page.fill(headerField, "xyzzy");
      await visible(page, "header [data-part=failure]").waitFor();
      assert.deepEqual(await inEveryDress(page, "failure"), []);
    });

    browserTest(`on a search with results and without (${locale})`, {}, async (page) => {
      await withEngine(page, `{ suggest: async () => "甲", search: async (query, options) => (query === "甲" ? (${manyHits(12)}).search(query, options) : []) }`);
      await page.goto(`/${prefix}search/?q=甲`);
      await eventually(async () => (await listed(page)).length, 10);
      assert.deepEqual(await inEveryDress(page, "results"), []);
      await page.goto(`/${prefix}search/?q=xyzzy`);
      await visible(page, "[data-part=none]").waitFor();
      assert.deepEqual(await inEveryDress(page, "no results"), []);
    });

    browserTest(`on a page with marked words (${locale})`, {}, async (page) => {
      await page.goto(`/${prefix}symptoms/balance-wrong/?mark=余额+balance+warning+警告`);
      await visible(page, "mark").first().waitFor();
      assert.deepEqual(await inEveryDress(page, "marks"), []);
    });
  }
});
