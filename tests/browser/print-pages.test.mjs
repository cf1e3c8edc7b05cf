// Documents in two languages and many documents on one page: on the screen and on paper.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { arrived, browserTest, desktop, phone, visible } from "./harness.mjs";

const boxes = (page, row) => page.locator(`${row} > .pair__side`).evaluateAll((sides) => sides.map((side) => side.getBoundingClientRect()).map(({ left, top }) => [Math.round(left), Math.round(top)]));

describe("a document in two languages", { concurrency: 2 }, () => {
  browserTest("is reached from the document, and its sections have the anchors of the document", {}, async (page) => {
    await page.goto("/symptoms/balance-wrong/");
    await page.click("a[href*=side-by-side]");
    await arrived(page, "/side-by-side/symptoms/balance-wrong/");
    await page.goto("/side-by-side/symptoms/balance-wrong/#check-step-by-step");
    await page.click(".language a[hreflang=en]");
    await arrived(page, "/en/side-by-side/symptoms/balance-wrong/#check-step-by-step");
    const top = await page.locator("#check-step-by-step").evaluate((row) => row.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 200, `${top}`);
  });

  for (const [name, viewport, beside] of [["a wide screen", desktop, true], ["a phone", phone, false]]) {
    browserTest(`stands ${beside ? "side by side" : "one below the other, each with its language,"} on ${name}`, { viewport }, async (page) => {
      await page.goto("/side-by-side/symptoms/balance-wrong/");
      const [own, other] = await boxes(page, "#check-step-by-step");
      assert.equal(own[1] === other[1], beside);
      assert.equal(await visible(page, "#check-step-by-step .pair__name").count(), beside ? 0 : 2);
    });
  }

  browserTest("has two columns on paper and nothing around them", {}, async (page) => {
    await page.goto("/en/side-by-side/symptoms/balance-wrong/");
    await page.setViewportSize({ width: 718, height: 1000 });
    await page.emulateMedia({ media: "print" });
    const [own, other] = await boxes(page, "#check-step-by-step");
    assert.ok(own[1] === other[1] && own[0] < other[0]);
    assert.equal(await visible(page, ".header, .breadcrumbs, .help, .footer").count(), 0);
  });
});

describe("a page to print", { concurrency: 2 }, () => {
  browserTest("has a button that prints it", { init: () => (window.print = () => (window.printed = true)) }, async (page) => {
    await page.goto("/print/symptoms/");
    await page.click("main button[data-module=print]");
    assert.equal(await page.evaluate(() => window.printed), true);
  });

  browserTest("shows no button without JavaScript", { javaScriptEnabled: false }, async (page) => {
    await page.goto("/print/");
    assert.equal(await visible(page, "main button").count(), 0);
  });

  browserTest("begins each document on a sheet of its own, without anything around them", {}, async (page) => {
    await page.goto("/en/print/fixes/");
    await page.emulateMedia({ media: "print" });
    assert.equal(await visible(page, ".header, .breadcrumbs, .help, .footer, main button").count(), 0);
    const breaks = await page.locator(".print__document").evaluateAll((all) => all.slice(2).map((one) => getComputedStyle(one).breakBefore));
    assert.ok(breaks.length > 1 && breaks.every((one) => one === "page"), `${breaks}`);
  });
});
