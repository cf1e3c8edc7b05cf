// Everything is reached, seen and left with the keyboard alone.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { arrived, browserTest, desktop, eventually, everyKind, phone, visible } from "./harness.mjs";
import { focused } from "./keys.mjs";

/** Tabs through the page to its end, and says what was wrong on the way. */
async function walk(page) {
  const [names, troubles] = [[], []];
  for (let step = 0; step < 400; step++) {
    await page.keyboard.press("Tab");
    const again = await page.evaluate(() => document.activeElement?.dataset.visited !== undefined);
    const now = again ? null : await focused(page);
    if (!now) return { names, troubles };
    names.push(now.name);
    troubles.push(...now.troubles.map((trouble) => `${now.name}: ${trouble}`));
  }
  return { names, troubles: [...troubles, "there is no end: a trap"] };
}

const unvisited = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
      .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && one.tabIndex >= 0 && one.dataset.visited === undefined)
      .map((one) => one.outerHTML.slice(0, 80)),
  );

describe("with the keyboard alone", { concurrency: 2 }, () => {
  for (const [screen, viewport] of [["wide", desktop], ["narrow", phone]]) {
    for (const [name, path] of everyKind) {
      browserTest(`the focus goes through ${name}, always in sight, on a ${screen} screen`, { viewport }, async (page) => {
        await page.goto(path);
        const { names, troubles } = await walk(page);
        assert.deepEqual(troubles, []);
        assert.match(names[0], /skip-link/);
        assert.deepEqual(await unvisited(page), []);
      });
    }
  }

  browserTest("the focus stays in sight going backwards", { viewport: phone }, async (page) => {
    await page.goto("/symptoms/balance-wrong/");
    const count = (await walk(page)).names.length;
    const troubles = [];
    for (let step = 0; step < count; step++) {
      await page.keyboard.press("Shift+Tab");
      const now = await focused(page);
      if (now) troubles.push(...now.troubles.map((trouble) => `${now.name}: ${trouble}`));
    }
    assert.deepEqual(troubles, []);
  });

  for (const viewport of [desktop, phone]) {
    browserTest(`the skip link comes first, shows, and leads past the header (${viewport.width} px)`, { viewport }, async (page) => {
      await page.goto("/symptoms/");
      const link = page.locator(".skip-link");
      const outside = await link.boundingBox();
      assert.ok(outside.y + outside.height <= 0, "hidden until focused");
      await page.keyboard.press("Tab");
      const inside = await link.boundingBox();
      assert.ok(inside.x >= 0 && inside.y >= 0 && inside.y + inside.height <= viewport.height, "shown when focused");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.localName), "main");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), true);
    });
  }

  browserTest("the menu opens, is gone through, and closes on a phone", { viewport: phone }, async (page) => {
    await page.goto("/");
    await page.focus(".menu summary");
    await page.keyboard.press("Enter");
    assert.equal(await visible(page, ".menu__link").count(), 7);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.matches(".menu__link")), true);
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Space");
    assert.equal(await visible(page, ".menu__link").count(), 0);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/troubleshoot/");
  });

  browserTest("a wide table is scrolled", { viewport: { ...phone, width: 240 } }, async (page) => {
    await page.goto("/en/symptoms/balance-wrong/");
    const table = page.locator(".prose .table");
    assert.equal(await table.evaluate((box) => box.scrollWidth > box.clientWidth), true, "the table is wider than the screen");
    await table.focus();
    for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
    await eventually(() => table.evaluate((box) => box.scrollLeft > 0), true);
  });

  browserTest("the search of the header is sent by Enter", {}, async (page) => {
    await page.goto("/en/guide/");
    await page.focus("header input[type=search]");
    await page.keyboard.type("network");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/en/search/?q=network");
    await arrived(page, "/en/search/?q=network");
  });
});
