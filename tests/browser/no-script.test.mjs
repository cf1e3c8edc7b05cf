// Readers without JavaScript miss conveniences, never content.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { arrived, browserTest, desktop, everyPage, phone, visible } from "./harness.mjs";

const off = { javaScriptEnabled: false };
const mainText = (page) => page.locator("main").evaluate((main) => main.textContent.replace(/\s+/g, " "));

describe("without JavaScript", { concurrency: 2 }, () => {
  const texts = new Map();
  const documents = ["/", "/symptoms/", "/symptoms/balance-wrong/", "/en/", "/en/guide/", "/en/guide/money-and-transactions/", "/troubleshoot/balance/seen.less/", "/en/troubleshoot/balance/all/", "/en/troubleshoot/balance/map/"];

  browserTest("the text of a page is the same as with it", {}, async (page) => {
    for (const path of documents) {
      await page.goto(path);
      texts.set(path, await mainText(page));
    }
    const plain = await page.context().browser().newContext({ ...off, baseURL: new URL(page.url()).origin });
    try {
      const other = await plain.newPage();
      for (const path of documents) {
        await other.goto(path);
        assert.equal(await mainText(other), texts.get(path), path);
        const hidden = await other.locator("main :is(p, li, td, h2, h3):not(.notice)").evaluateAll((all) => all.filter((one) => !one.checkVisibility()).map((one) => one.textContent));
        assert.deepEqual(hidden.filter((text) => texts.get(path).split(text).length < 3), [], path);
      }
    } finally {
      await plain.close();
    }
  });

  browserTest("the menu opens on a phone and leads on", { ...off, viewport: phone }, async (page) => {
    await page.goto("/");
    assert.equal(await visible(page, ".menu__link").count(), 0);
    await page.click(".menu summary");
    assert.equal(await visible(page, ".menu__link").count(), 7);
    await page.click(".menu__link >> text=解决办法");
    await arrived(page, "/fixes/");
  });

  browserTest("the menu is laid open on a wide screen", { ...off, viewport: desktop }, async (page) => {
    await page.goto("/en/");
    assert.equal(await visible(page, ".menu__link").count(), 7);
    await page.click(".menu__link >> text=Fixes");
    await arrived(page, "/en/fixes/");
  });

  browserTest("the outline opens on a phone and leads to its section", { ...off, viewport: phone }, async (page) => {
    await page.goto("/symptoms/balance-wrong/");
    await page.click(".outline summary");
    await page.click(".outline__link >> nth=2");
    await arrived(page, "/symptoms/balance-wrong/#why-the-figure-differs");
  });

  browserTest("the language switch leads to the same page", off, async (page) => {
    await page.goto("/help/fixes/check-network/");
    await page.click(".language a[hreflang=en]");
    await arrived(page, "/help/en/fixes/check-network/");
  });

  browserTest("no button is shown that needs it", off, async (page) => {
    await page.goto("/");
    assert.equal(await page.locator(".scheme").isVisible(), false);
  });

  for (const [path, listed] of [["/", "/search/"], ["/en/", "/en/search/"], ["/help/en/", "/help/en/search/"]]) {
    browserTest(`the search form of ${path} leads to the list of everything`, off, async (page) => {
      await page.goto(path);
      await page.fill("header input[type=search]", "wifi");
      await page.press("header input[type=search]", "Enter");
      await page.waitForURL(`**${listed}?q=wifi`);
      assert.equal(await page.locator("noscript p").isVisible(), true);
      const english = listed.includes("/en/");
      // Every document: the pages two levels below the home page, but for the trees and what shows documents once more.
      const documents = everyPage().filter((page) => !/\/(troubleshoot|side-by-side|print|style-guide)\//.test(page));
      const wanted = documents.filter((page) => page.startsWith("/en/") === english).filter((page) => page.replace("/en/", "/").split("/").length === 4);
      const shown = await visible(page, "main .card a").evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
      assert.deepEqual(shown.map((path) => path.replace(/^\/help/, "")).sort(), wanted);
    });
  }

  browserTest("the page for unknown addresses speaks every language", off, async (page) => {
    await page.goto("/en/x/");
    assert.equal(await page.getByText("没有找到这个页面").isVisible(), true);
    assert.equal(await page.locator("h1 [lang=en]").isVisible(), true);
    assert.equal(await visible(page, "main form").count(), 2);
  });

  for (const [scheme, dark] of [["light", false], ["dark", true]]) {
    browserTest(`a device set to ${scheme} gets a ${scheme} page`, { ...off, colorScheme: scheme }, async (page) => {
      await page.goto("/");
      const [red] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
      assert.equal(red < 128, dark);
    });
  }
});
