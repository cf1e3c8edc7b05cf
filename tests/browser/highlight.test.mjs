// The words that led a reader to a page are marked there, until they are no longer wanted.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { address, arrived, browserTest, eventually, phone, visible } from "./harness.mjs";

const marked = (page) => page.locator("main mark").allTextContents();
const text = (page) => page.locator("main article").evaluate((article) => article.textContent);
const button = (page) => visible(page, ".unmark");

describe("marked words", { concurrency: 2 }, () => {
  browserTest("are those of the address, which then forgets them", {}, async (page) => {
    await page.goto("/symptoms/balance-wrong/?mark=余额+交易记录");
    assert.deepEqual([...new Set(await marked(page))].sort(), ["交易记录", "余额"]);
    await arrived(page, "/symptoms/balance-wrong/");
    await page.reload();
    assert.deepEqual(await marked(page), []);
    assert.equal(await button(page).count(), 0);
  });

  browserTest("are found in any case, at beginnings of words, the longer first", {}, async (page) => {
    await page.goto("/en/symptoms/balance-wrong/?mark=transactions+transaction+BALANCE+al");
    const words = new Set(await marked(page));
    for (const word of ["Balance", "balance", "transaction", "transactions"]) assert.ok(words.has(word) || word === "Balance", `${word} of ${[...words]}`);
    const inside = await page.locator("main mark").evaluateAll((all) => all.filter((one) => /\w$/.test(one.previousSibling?.data ?? "")).length);
    assert.equal(inside, 0);
  });

  browserTest("leave the text, the section and the scrolling as they are", { viewport: phone }, async (page) => {
    await page.goto("/symptoms/balance-wrong/#check-step-by-step");
    const [plain, top] = [await text(page), await page.evaluate(() => scrollY)];
    await page.goto("/fixes/");
    await page.goto("/symptoms/balance-wrong/?mark=余额#check-step-by-step");
    await eventually(() => address(page), "/symptoms/balance-wrong/#check-step-by-step");
    assert.ok((await marked(page)).length > 3);
    assert.equal(await text(page), plain);
    await eventually(() => page.evaluate(() => scrollY), top);
    assert.equal(await page.evaluate(() => document.querySelector(":target")?.id), "check-step-by-step");
  });

  for (const [how, clear] of [["Escape", (page) => page.keyboard.press("Escape")], ["their button", (page) => button(page).click()]]) {
    browserTest(`go away by ${how}`, {}, async (page) => {
      await page.goto("/en/symptoms/balance-wrong/");
      const count = () => page.evaluate(() => document.createNodeIterator(document.querySelector("main"), NodeFilter.SHOW_ELEMENT) && document.querySelectorAll("main *").length);
      const before = [await count(), await text(page)];
      await page.goto("/en/symptoms/balance-wrong/?mark=balance");
      assert.equal(await button(page).textContent(), "Clear highlights");
      await clear(page);
      assert.deepEqual([await count(), await text(page)], before);
      assert.equal(await button(page).count(), 0);
    });
  }

  browserTest("stay while Escape has something else to close", {}, async (page) => {
    await page.goto("/symptoms/balance-wrong/?mark=余额");
    await page.fill("header input[type=search]", "余额");
    await visible(page, "[role=option]").first().waitFor();
    await page.keyboard.press("Escape");
    assert.ok((await marked(page)).length > 0);
    await page.keyboard.press("Escape");
    assert.ok((await marked(page)).length > 0, "the second one clears the field");
    await page.keyboard.press("Escape");
    assert.deepEqual(await marked(page), []);
  });

  browserTest("have a button that the keyboard reaches and a finger hits", { viewport: phone }, async (page) => {
    await page.goto("/symptoms/balance-wrong/?mark=余额");
    const box = await button(page).boundingBox();
    assert.ok(box.height >= 44 && box.width >= 44 && box.y + box.height <= phone.height);
    await button(page).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await marked(page), []);
    assert.equal(await page.evaluate(() => document.activeElement.localName), "main");
  });

  browserTest("are not carried to the other language", {}, async (page) => {
    await page.goto("/symptoms/balance-wrong/?mark=余额&x=1#check-step-by-step");
    await page.click(".language a[hreflang=en]");
    await arrived(page, "/en/symptoms/balance-wrong/?x=1#check-step-by-step");
    assert.deepEqual(await marked(page), []);
  });

  browserTest("are not carried there either where the address cannot be changed", { init: () => (History.prototype.replaceState = () => { throw new DOMException("no", "SecurityError"); }) }, async (page) => {
    await page.goto("/symptoms/balance-wrong/?mark=余额");
    assert.ok((await marked(page)).length > 0);
    await page.click(".language a[hreflang=en]");
    await arrived(page, "/en/symptoms/balance-wrong/");
  });

  browserTest("are not on paper", {}, async (page) => {
    await page.goto("/symptoms/balance-wrong/?mark=余额");
    await page.emulateMedia({ media: "print" });
    assert.equal(await button(page).count(), 0);
    assert.equal(await page.locator("main mark").first().evaluate((one) => getComputedStyle(one).backgroundColor), "rgba(0, 0, 0, 0)");
  });

  for (const hostile of ["<img src=x onerror=alert(1)>", ".*", "(", "[a-", "\\", "^$|", "a|", "(?<x>", "$&", "\u0000", "%", "%ED%A0%80", "constructor", "长".repeat(1000), "a ".repeat(2000), " ", ""]) {
    browserTest(`may be ${JSON.stringify(hostile.slice(0, 30))}`, {}, async (page) => {
      await page.goto("/en/symptoms/balance-wrong/");
      const plain = await text(page);
      await page.goto(`/en/symptoms/balance-wrong/?mark=${encodeURIComponent(hostile)}`);
      assert.equal(await text(page), plain);
      assert.equal(await page.locator("main img[onerror], main mark:empty").count(), 0);
      assert.ok((await page.locator("main mark").count()) < 500);
    });
  }
});
