// WCAG 2.2 AA and good practice as far as axe-core can see them, in every state that changes colours or order.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe } from "node:test";
import { browserTest, desktop, everyKind, phone, visible } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function violations(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (values) => {
    const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
  }, tags);
}

async function inEveryDress(page, state = "") {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [desktop, phone]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      found.push(...(await violations(page)).map((text) => `${colorScheme} ${viewport.width} ${state}: ${text}`));
    }
  }
  return found;
}

describe("axe finds nothing", { concurrency: 2 }, () => {
  for (const [name, path] of everyKind) {
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

  for (const [state, query] of [["results", "密码"], ["no results", "xyzzy"]]) {
    browserTest(`on a search with ${state}`, {}, async (page) => {
      await page.goto(`/search/?q=${encodeURIComponent(query)}`);
      assert.deepEqual(await inEveryDress(page, state), []);
    });
  }
});
