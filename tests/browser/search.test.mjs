// The search page filters its own list.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { address, arrived, browserTest, eventually, visible } from "./harness.mjs";

const field = "main input[type=search]";
const titles = (page) => visible(page, "[data-part=hits] .card__link").allTextContents();
const status = (page) => page.locator("[role=status]").textContent();
const pause = (page) => page.waitForTimeout(400);

const nasty = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(1)</script>",
  "\"><svg onload=alert(1)>",
  "javascript:alert(1)",
  "{{7*7}}",
  "$&$1$`",
  "a.*(+?[",
  "__proto__ constructor",
  "%",
  "\u202e\u0000\ud800",
];

describe("the search page", { concurrency: 2 }, () => {
  browserTest("answers a query in its address, best first, and says how many there are", {}, async (page) => {
    await page.goto("/search/?q=余额");
    await eventually(async () => (await titles(page))[0], "余额显示不对");
    const shown = await titles(page);
    assert.equal(await status(page), `找到${shown.length}条`);
    assert.equal(await page.inputValue(field), "余额");
    assert.equal(await page.locator("[data-part=all]").isVisible(), false);
    await page.click("[data-part=hits] a >> nth=0");
    await arrived(page, "/symptoms/balance-wrong/");
  });

  browserTest("follows the typing, keeps the address, and gives back the list", {}, async (page) => {
    await page.goto("/en/search/");
    const all = await visible(page, "[data-part=all] .card").count();
    await page.locator(field).pressSequentially("balance");
    await eventually(async () => (await titles(page))[0], "The balance looks wrong");
    assert.match(await status(page), /^\d+ /);
    await arrived(page, "/en/search/?q=balance");
    await page.fill(field, "");
    await eventually(() => visible(page, "[data-part=all] .card").count(), all);
    assert.equal(await status(page), "");
    await arrived(page, "/en/search/");
  });

  browserTest("counts one hit in the singular", {}, async (page) => {
    await page.goto("/en/search/?q=pushback");
    const text = await page.locator("[role=status]").evaluate((element) => [element.dataset.one, element.dataset.other]);
    assert.notEqual(text[0], text[1]);
  });

  browserTest("can be gone back to with its query", {}, async (page) => {
    await page.goto("/search/");
    await page.fill(field, "密码");
    await eventually(async () => (await titles(page)).length > 0, true);
    const before = await titles(page);
    await page.click("[data-part=hits] a >> nth=0");
    await page.goBack();
    await eventually(() => titles(page), before);
    assert.equal(await page.inputValue(field), "密码");
  });

  browserTest("waits for the end of a composition", {}, async (page) => {
    await page.goto("/search/");
    await page.focus(field);
    const keys = await page.context().newCDPSession(page);
    for (const text of ["y", "yu", "yue", "yu'e"]) {
      await keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
      await pause(page);
      assert.deepEqual([await status(page), await page.locator("[data-part=results]").isVisible(), address(page)], ["", false, "/search/"], text);
    }
    await keys.send("Input.insertText", { text: "余额" });
    await eventually(async () => (await titles(page))[0], "余额显示不对");
  });

  browserTest("says that nothing was found, and leads back to everything", {}, async (page) => {
    await page.goto("/search/?q=xyzzy");
    await eventually(() => status(page), "没有找到与“xyzzy”有关的内容。");
    assert.equal(await page.locator("[data-part=retry]").isVisible(), true);
    assert.deepEqual(await titles(page), []);
    await page.click(".finder__all a");
    await arrived(page, "/search/");
    assert.equal(await page.locator("[data-part=all]").isVisible(), true);
  });

  for (const query of nasty) {
    browserTest(`shows ${JSON.stringify(query)} as text`, {}, async (page) => {
      for (const path of ["/search/", "/en/search/"]) {
        await page.goto(`${path}?q=${encodeURIComponent(query.toWellFormed?.() ?? query.replace(/[\ud800-\udfff]/g, "\ufffd"))}`);
        await eventually(async () => (await status(page)) !== "", true);
        assert.equal(await page.locator("main img, main script").count(), 0);
        if ((await titles(page)).length === 0 && !/[\u0000-\u001f\ud800-\udfff]/.test(query)) {
          assert.ok((await status(page)).includes(query), await status(page));
        }
      }
    });
  }

  browserTest("survives a query that is not UTF-8 and one that is very long", {}, async (page) => {
    for (const query of ["%E4%BD", "%FF%FE", `${"a".repeat(5000)}`, "+", "%20%20", "&q=", "余额&q=密码"]) {
      await page.goto(`/search/?q=${query}`);
      assert.equal(await page.locator("h1").isVisible(), true);
    }
  });

  browserTest("finds full-width, upper-case and hyphenated spellings alike", {}, async (page) => {
    const found = [];
    for (const query of ["wi-fi", "WIFI", "ｗｉｆｉ", "Wi-Fi"]) {
      await page.goto(`/search/?q=${encodeURIComponent(query)}`);
      await eventually(async () => (await titles(page)).includes("检查网络"), true);
      found.push((await titles(page)).length);
    }
  });
});
