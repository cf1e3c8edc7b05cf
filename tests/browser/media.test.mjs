// Paper, and readers who are made ill by motion.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { browserTest, visible } from "./harness.mjs";

describe("on paper", { concurrency: 2 }, () => {
  browserTest("navigation is left out and the text is there, dark on white", { colorScheme: "dark" }, async (page) => {
    await page.goto("/symptoms/balance-wrong/");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    for (const gone of [".menu", ".tools", ".search-form", ".outline", ".pager", ".skip-link"]) {
      assert.equal(await visible(page, gone).count(), 0, gone);
    }
    for (const kept of ["h1", "#check-step-by-step", ".prose table", ".prose ol", ".help__safety"]) {
      assert.ok((await visible(page, kept).count()) > 0, kept);
    }
    const [text, paper] = await page.evaluate(() => [getComputedStyle(document.querySelector(".prose > p")).color, getComputedStyle(document.body).backgroundColor]);
    assert.deepEqual([text, paper], ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]);
  });

  browserTest("a reader who chose the dark scheme prints dark on white too", {}, async (page) => {
    await page.goto("/en/symptoms/balance-wrong/");
    await page.click("button.scheme");
    await page.click("button.scheme");
    await page.emulateMedia({ media: "print" });
    const colors = await page.locator("main :is(h1, h2, p, li, td, th, a)").evaluateAll((all) => [
      ...new Set(all.map((one) => getComputedStyle(one).color.match(/[\d.]+/g).slice(0, 3).map(Number)).filter((rgb) => rgb.reduce((sum, part) => sum + part) > 450).map(String)),
    ]);
    assert.deepEqual(colors, [], "pale text");
  });

  browserTest("a page becomes a document of some pages", {}, async (page) => {
    await page.goto("/symptoms/balance-wrong/");
    const pdf = await page.pdf({ format: "A4" });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    assert.ok(pages >= 2 && pages <= 8, `${pages}`);
  });
});

describe("motion", { concurrency: 2 }, () => {
  const moving = (page) =>
    page.evaluate(() =>
      [document.documentElement, ...document.body.querySelectorAll("*")]
        .filter((one) => {
          const style = getComputedStyle(one);
          return /[1-9]/.test(style.transitionDuration) || style.animationName !== "none" || style.scrollBehavior === "smooth";
        })
        .map((one) => `${one.localName}.${one.className}`),
    );

  for (const path of ["/", "/en/symptoms/balance-wrong/", "/search/?q=密码"]) {
    browserTest(`is absent from ${path} when less of it is wanted`, { reducedMotion: "reduce" }, async (page) => {
      await page.goto(path);
      assert.deepEqual(await moving(page), []);
    });
  }
});
