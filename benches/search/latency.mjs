// How long a query takes: in Node, the engine alone, after everything that it loads is there; and in Chromium on a slow processor,
// from the press of a key to the list. The search waits PAUSE after the last key; times are given with and without.
//
// node latency.mjs [--slow N] [--typed N] [--no-browser] PUBLIC_DIR QUERIES_FILE
//
// QUERIES_FILE has a query on each line, or is the queries.jsonl of a relevance set.

import { readFileSync } from "node:fs";
import { launch, serve, slowDown } from "./browser.mjs";
import { commandLine, openSite, printTable, quantile, timesOf } from "./lib.mjs";

const options = { slow: { type: "string", default: "4" }, typed: { type: "string", default: "20" }, "no-browser": { type: "boolean" } };
const { values, positionals } = commandLine("latency.mjs [--slow N] [--typed N] [--no-browser] PUBLIC_DIR QUERIES_FILE", { least: 2, options });
const [folder, file] = positionals;
const queries = readFileSync(file, "utf8").split("\n").map((line) => line.trim()).filter(Boolean).map((line) => (line.startsWith("{") ? JSON.parse(line).text : line));
/** As in session.js. */
const PAUSE = 80;

// ---- in Node

const index = await openSite(folder);
const rows = [];
for (const [name, ask] of [["ten hits", { limit: 10 }], ["as the box asks, six hits", { limit: 6, typing: true }]]) {
  const times = await timesOf(queries, (query) => index.search(query, ask), 5);
  rows.push([name, queries.length, quantile(times, 0.5), quantile(times, 0.99), Math.max(...times)]);
}
printTable(["Node, ms per query", "queries", "median", "p99", "max"], rows);
if (values["no-browser"]) process.exit();

// ---- in Chromium

const [host, browser] = [await serve(folder), await launch()];
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
// Each change of the field is timed until its list is there, and until the frame with the list has been drawn.
await page.addInitScript(() => {
  addEventListener("beforeinput", (event) => (globalThis.pressed = event.timeStamp), true);
  addEventListener("DOMContentLoaded", () => {
    const list = document.querySelector("header [data-part=list]");
    const panel = document.querySelector("header [data-part=panel]");
    // The list of an earlier query stays until the next one comes, so its change counts, or a message for none.
    const shown = () => {
      if (globalThis.pressed === undefined || panel.hidden) return;
      const [start, there] = [globalThis.pressed, performance.now()];
      globalThis.pressed = undefined;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => globalThis.answer?.({ list: there - start, drawn: performance.now() - start });
        port2.postMessage(null);
      });
    };
    new MutationObserver(shown).observe(list, { childList: true });
    new MutationObserver(shown).observe(document.querySelector("header [data-part=none]"), { attributes: true, attributeFilter: ["hidden"] });
  });
});
await page.goto(`${host.origin}/`);
await slowDown(page, Number(values.slow));
const field = page.locator("header input[type=search]");
await field.focus();
await page.waitForTimeout(1500);

const typed = [...new Set(queries)].filter((query) => [...query].length <= 24).slice(0, Number(values.typed));
const passes = { "files not loaded yet": [], "files loaded": [] };
for (const times of Object.values(passes)) {
  for (const query of typed) {
    await field.fill("");
    await page.waitForTimeout(100);
    // A space at the end changes nothing.
    for (const key of query.match(/\s*\S/gu)) {
      const answer = page.evaluate(() => Promise.race([new Promise((resolve) => (globalThis.answer = resolve)), new Promise((resolve) => setTimeout(resolve, 3000))]));
      await page.keyboard.insertText(key);
      const took = await answer;
      if (took) times.push(took);
    }
  }
}
await browser.close();
host.close();
const cells = (times, what) => [0.5, 0.95].flatMap((share) => [quantile(times.map((each) => each[what]), share), quantile(times.map((each) => each[what] - PAUSE), share)]);
printTable(
  [`Chromium, processor ${values.slow} times slower, ms from key`, "keys", "p50", `p50 less ${PAUSE}`, "p95", `p95 less ${PAUSE}`],
  Object.entries(passes).flatMap(([name, times]) => [["to the list", "list"], ["to the frame", "drawn"]].map(([until, what]) => [`${until}, ${name}`, times.length, ...cells(times, what)])),
);
