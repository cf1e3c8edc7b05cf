// The budgets of a first view, from a host that compresses: of the document in the middle, and of the largest.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { args, executablePath } from "./chromium.mjs";
import { everyPage, locales } from "./harness.mjs";
import { built, start } from "./server.mjs";
import { firstView } from "./weight.mjs";

const host = await start({ compresses: true });
const browser = await chromium.launch({ executablePath, args });
after(() => Promise.all([browser.close(), host.close()]));

/** Documents lie one folder below the home page of their language. */
const isDocument = (page) => /^\/[^/]+\/[^/]+\/$/.test(page.replace(/^\/en\//, "/")) && !/\/(print|side-by-side|troubleshoot)\//.test(page);

const htmlBytes = (page) => gzipSync(readFileSync(path.join(built, "root", page, "index.html")), { level: 9 }).length;

const shown = ({ url, requests, bytes, total, nodes }) =>
  `${new URL(url).pathname}: ${requests.length} requests, ${Object.entries(bytes).map(([kind, count]) => `${kind} ${count}`).join(", ")}, in all ${total} bytes, ${nodes} nodes`;

describe("the first view", { concurrency: 1 }, () => {
  for (const [locale, prefix] of Object.entries(locales)) {
    const documents = everyPage()
      .filter((page) => isDocument(page) && page.startsWith("/en/") === (prefix !== ""))
      .toSorted((a, b) => htmlBytes(a) - htmlBytes(b));

    test(`of the document in the middle is small (${locale})`, async (context) => {
      const view = await firstView(browser, host.origin + documents[Math.floor(documents.length / 2)]);
      context.diagnostic(shown(view));
      assert.ok(view.requests.length <= 4, shown(view));
      assert.ok(view.bytes.js > 0 && view.bytes.js <= 8000, shown(view));
      assert.ok(view.nodes <= 600, shown(view));
      assert.ok(view.total <= 20_000, shown(view));
      assert.ok(view.bytes.html + view.bytes.css <= 12_000, `HTML and CSS have ${view.bytes.html + view.bytes.css} bytes; ${shown(view)}`);
    });

    test(`of the largest document is not large, and asks no other host (${locale})`, async (context) => {
      const view = await firstView(browser, host.origin + documents.at(-1));
      context.diagnostic(shown(view));
      assert.deepEqual(view.requests.filter((url) => new URL(url).origin !== host.origin), []);
      assert.deepEqual(view.requests.filter((url) => /search/.test(new URL(url).pathname)), [], "the search, before anybody searches");
      assert.ok(view.total <= 20_000, shown(view));
    });
  }
});
