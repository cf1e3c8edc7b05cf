// Small screens, large text, touch.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { browserTest, desktop, everyKind, narrow, phone, visible } from "./harness.mjs";

/** How far the page can be scrolled sideways, and what sticks out. */
const sideways = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const inside = (one) => one.parentElement?.closest(".table, pre");
    const out = [...document.body.querySelectorAll("*")].filter((one) => !inside(one) && one.getBoundingClientRect().right > width + 0.5);
    return [`${document.documentElement.scrollWidth} px wide`, ...out.map((one) => `${one.localName}.${one.getAttribute("class")}`)];
  });

/** Text that is cut off by its own box. */
const cut = (page) =>
  page.evaluate(() =>
    [...document.body.querySelectorAll("*")]
      .filter((one) => !one.matches(".visually-hidden, .visually-hidden *, .table, pre, svg, svg *, input, summary") && one.checkVisibility())
      .filter((one) => ["hidden", "clip"].includes(getComputedStyle(one).overflowX) && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
      .map((one) => `${one.localName}.${one.className}`),
  );

/** WCAG 2.5.8: 24 by 24 CSS px, but for links in a line of text. */
const small = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, input, summary")]
      .filter((one) => one.checkVisibility() && !one.matches(".skip-link, [type=checkbox][disabled]"))
      .filter((one) => !(getComputedStyle(one).display === "inline" && one.closest("p, li, td, dd, h1, h2, h3")?.textContent.trim() !== one.textContent.trim()))
      .map((one) => [one, one.matches(".card__link") ? one.closest(".card") : one])
      .map(([one, box]) => [one, box.getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 24)
      .map(([one, box]) => `${one.localName}.${one.className} “${one.textContent.trim().slice(0, 20)}” ${Math.round(box.width)} × ${Math.round(box.height)}`),
  );

const openAll = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));

/** The spacing that WCAG 1.4.12 lets a reader ask for. */
const wideText = (page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
    document.adoptedStyleSheets.push(sheet);
  });

describe("the layout", { concurrency: 2 }, () => {
  for (const [name, path] of everyKind) {
    browserTest(`of ${name} fits 320 and 390 px, with spaced text too`, { viewport: narrow }, async (page) => {
      for (const viewport of [narrow, phone]) {
        await page.setViewportSize(viewport);
        await page.goto(path);
        assert.deepEqual(await sideways(page), [], `${viewport.width}`);
        assert.deepEqual(await small(page), [], `${viewport.width}`);
        await openAll(page);
        assert.deepEqual(await sideways(page), [], `${viewport.width}, menus open`);
        assert.deepEqual(await small(page), [], `${viewport.width}, menus open`);
      }
      await wideText(page);
      assert.deepEqual(await sideways(page), [], "spaced text");
      assert.deepEqual(await cut(page), [], "spaced text");
    });

    browserTest(`of ${name} fits a phone and a wide screen with text of twice the size`, { largeText: true }, async (page) => {
      for (const viewport of [phone, desktop]) {
        await page.setViewportSize(viewport);
        await page.goto(path);
        assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px");
        assert.deepEqual(await sideways(page), [], `${viewport.width}`);
        assert.deepEqual(await cut(page), [], `${viewport.width}`);
        await openAll(page);
        assert.deepEqual(await sideways(page), [], `${viewport.width}, menus open`);
      }
    });
  }

  for (const [name, path] of everyKind) {
    browserTest(`of ${name} uses a screen of 1920 px without stretching lines`, { viewport: { width: 1920, height: 1080 } }, async (page) => {
      await page.goto(path);
      assert.deepEqual(await sideways(page), []);
      // Some 45 characters of Han or 90 of Latin a line.
      const wide = await page.locator("main :is(p, li)").evaluateAll((all) =>
        all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 52 * parseFloat(getComputedStyle(one).fontSize) && one.textContent.trim().length > 120).map((one) => one.textContent.trim().slice(0, 40)),
      );
      assert.deepEqual(wide, []);
    });
  }

  browserTest("has the main controls at least 44 px high on a phone", { viewport: phone, hasTouch: true }, async (page) => {
    await page.goto("/symptoms/balance-wrong/");
    const heights = await visible(page, ".menu summary, .outline summary, .scheme, .language a, header input, header button[type=submit], .pager a").evaluateAll((all) =>
      all.map((one) => [one.className, Math.round(one.getBoundingClientRect().height)]),
    );
    assert.ok(heights.length >= 6);
    assert.deepEqual(heights.filter(([, height]) => height < 44), []);
  });

  browserTest("shows a section that is jumped to, heading first", { viewport: phone }, async (page) => {
    await page.goto("/symptoms/balance-wrong/#check-step-by-step");
    const top = await page.locator("#check-step-by-step").evaluate((one) => {
      const box = one.getBoundingClientRect();
      return one.contains(document.elementFromPoint(box.left + 5, box.top + box.height / 2)) ? box.top : "covered";
    });
    assert.ok(top >= 0 && top < 200, `${top}`);
  });
});
