// The built folder, opened from disk by a double click.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe } from "node:test";
import { browserTest, eventually, fileUrl, headerField, listed, searchInHeader, styled } from "./harness.mjs";

const below = (page) => decodeURI(page.url()).replace(fileUrl("root/"), "");

describe("opened from a folder on disk", { concurrency: 2 }, () => {
  browserTest("a reader gets from home to a cause, back, to English and to the search page", {}, async (page) => {
    await page.goto(fileUrl("root/index.html"));
    await eventually(() => styled(page), true);
    await page.click("main .card a >> text=余额显示不对");
    await eventually(() => below(page), "symptoms/balance-wrong/index.html");
    await eventually(() => styled(page), true);
    await page.click("main a >> text=系统故障");
    await eventually(() => below(page), "causes/system-failure/index.html");
    await page.click("a.brand");
    await eventually(() => below(page), "index.html");
    await page.click(".language a[hreflang=en]");
    await eventually(() => below(page), "en/index.html");
    await eventually(() => styled(page), true);
    await page.fill(headerField, "balance");
    await page.press(headerField, "Enter");
    await page.waitForURL(/search\/index\.html\?q=balance$/);
    await eventually(async () => (await listed(page))[0], "The balance looks wrong");
    await page.click(".result a >> nth=0");
    await eventually(() => below(page).replace(/#.*/, ""), "en/symptoms/balance-wrong/index.html");
    assert.ok((await page.locator("main mark").count()) > 0);
  });

  browserTest("the search box answers, and leads to a page", {}, async (page) => {
    await page.goto(fileUrl("root/guide/closing/index.html"));
    await searchInHeader(page, "余额", "余额显示不对");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await eventually(() => below(page).replace(/[?#].*/, ""), "symptoms/balance-wrong/index.html");
    assert.ok((await page.locator("main mark").allTextContents()).includes("余额"));
    assert.equal(new URL(page.url()).search, "");
  });

  browserTest("every link of every kind of page leads to a page", {}, async (page) => {
    const seen = new Set();
    for (const start of ["", "symptoms/", "symptoms/balance-wrong/", "search/", "en/"]) {
      await page.goto(fileUrl(`root/${start}index.html`));
      const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href.split("#")[0]));
      const local = links.filter((link) => link.startsWith("file:") && !link.endsWith(".xml"));
      assert.ok(local.length > 10, start);
      assert.deepEqual(local.filter((link) => !link.endsWith("/index.html") || !existsSync(fileURLToPath(link))), [], start);
      local.forEach((link) => seen.add(link));
    }
    assert.ok(seen.size > 30);
    const [one] = seen;
    await page.goto(one);
    assert.equal(await page.locator("h1").count(), 1);
  });

  browserTest("the language switch keeps the section", {}, async (page) => {
    await page.goto(fileUrl("root/symptoms/balance-wrong/index.html#what-you-see"));
    await page.click(".language a[hreflang=en]");
    await eventually(() => below(page), "en/symptoms/balance-wrong/index.html#what-you-see");
  });
});
