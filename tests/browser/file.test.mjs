// The built folder, opened from disk by a double click.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe } from "node:test";
import { browserTest, eventually, fileUrl, styled } from "./harness.mjs";

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
    await page.fill("header input[type=search]", "balance");
    await page.press("header input[type=search]", "Enter");
    await page.waitForURL(/search\/index\.html\?q=balance$/);
    await eventually(async () => (await page.locator("[data-part=hits] a").count()) > 0, true);
    await page.click("[data-part=hits] a >> nth=0");
    assert.match(below(page), /^en\/[a-z-]+\/[a-z-]+\/index\.html$/);
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
