// WCAG 2.2 AA and good practice as far as axe-core can see them.
//
//   node axe.mjs FOLDER PATH     prints what it finds on a page of a site in a folder, a line each
//
// On a phone and a wide screen, light and dark.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { chromium } from "playwright-core";
import { args, executablePath } from "./chromium.mjs";
import { start } from "./server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is wrong with a page, by the rules above or by others that are named. */
export async function violations(page, rules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: tags };
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
  }, runOnly);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, address] = process.argv.slice(2);
  const host = await start({ folders: { "/": path.resolve(folder) } });
  const browser = await chromium.launch({ executablePath, args });
  const rules = new Set();
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
      const profile = await browser.newContext({ colorScheme, viewport, reducedMotion: "reduce" });
      const page = await profile.newPage();
      await page.goto(host.origin + address, { waitUntil: "networkidle" });
      for (const found of await violations(page)) rules.add(found.split(":")[0]);
      await profile.close();
    }
  }
  console.log([...rules].sort().join("\n"));
  await browser.close();
  await host.close();
}
