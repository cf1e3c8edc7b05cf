// One browser and one host for all tests of a process. Each test gets a fresh profile, and fails when the page
// reports any error, breaks its policy or asks another host for anything.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { args, executablePath } from "./chromium.mjs";
import { built, start } from "./server.mjs";

const host = await start();
const browser = await chromium.launch({ executablePath, args });
// A reader's own text size is a setting of the browser; it counts in media queries, unlike a style of the page.
const largeTextBrowser = await chromium.launch({ executablePath, args: [...args, "--blink-settings=defaultFontSize=32"] });
after(async () => {
  await Promise.all([browser.close(), largeTextBrowser.close(), host.close()]);
});

export const origin = host.origin;
export const phone = { width: 390, height: 844 };
export const narrow = { width: 320, height: 640 };
export const desktop = { width: 1280, height: 800 };

/** One address of each kind of page, without the locale. */
export const kinds = {
  home: "",
  collection: "symptoms/",
  "list of questions": "questions/",
  document: "guide/money-and-transactions/",
  table: "symptoms/balance-wrong/",
  "two languages": "side-by-side/symptoms/balance-wrong/",
  "folder to print": "print/symptoms/",
  "site to print": "print/",
  "style guide": "style-guide/",
  search: "search/",
  missing: "no/such/page/",
  "list of trees": "troubleshoot/",
  "first question": "troubleshoot/balance/",
  question: "troubleshoot/balance/seen.less/",
  "fix in a tree": "troubleshoot/balance/seen.zero/zero.loading/",
  "outcome contact": "troubleshoot/balance/seen.less/records.processing/due.passed/",
  "node of a tree": "troubleshoot/balance/due/#a=seen.less,records.processing",
  "outline of a tree": "troubleshoot/balance/all/",
  "map of a tree": "troubleshoot/balance/map/",
};
/** The other outcomes of a tree: other colours, no other parts. */
const outcomes = {
  "outcome solved": "troubleshoot/balance/seen.zero/zero.loading/network.fixed/",
  "outcome wait": "troubleshoot/balance/seen.arrival/arrival.top-up/due.not-yet/",
  "outcome self": "troubleshoot/balance/seen.less/records.mistake/",
  "outcome safety": "troubleshoot/balance/seen.not-mine/",
};
export const locales = { "zh-CN": "", en: "en/" };

const inBothLanguages = (kinds) =>
  Object.entries(locales).flatMap(([locale, prefix]) => Object.entries(kinds).map(([kind, address]) => [`${kind} (${locale})`, `/${prefix}${address}`]));

/** `[name, path]` of every kind of page in both languages. */
export const everyKind = inBothLanguages(kinds);
export const everyOutcome = inBothLanguages(outcomes);

/** The path of every page of the built site, from its files. */
export function everyPage(folder = path.join(built, "root")) {
  const list = (below) =>
    readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? list(`${below}${entry.name}/`) : entry.name === "index.html" ? [`/${below}`] : [],
    );
  return list("").sort();
}

export const fileUrl = (below) => new URL(below, `file://${built}`).href;

function watch(page) {
  const problems = [];
  page.on("pageerror", (error) => problems.push(`error in ${page.url()}: ${error.message}`));
  page.on("dialog", (dialog) => (problems.push(`dialog in ${page.url()}: ${dialog.message()}`), dialog.dismiss()));
  page.on("request", (request) => {
    if (!/^(data|blob|file|about):/.test(request.url()) && new URL(request.url()).origin !== origin) {
      problems.push(`request to another host: ${request.url()}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) {
      problems.push(`${response.status()} for ${response.url()}`);
    }
  });
  page.on("console", (message) => {
    // The browser notes that a page was not found; where that is wrong, `response` or the test itself says so.
    const missing = /^Failed to load resource: .* 404/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !missing) {
      problems.push(`console in ${page.url()}: ${message.text()}`);
    }
  });
  return problems;
}

/** A reader who has been here before: the offer of another language would lie over what other tests are about. */
function wasAsked() {
  try {
    localStorage.setItem("wenda-language", "asked");
  } catch {
    // Blocked storage, or a page without an address.
  }
}

/**
 * A test with a page of its own. `options` are those of a browser context, and `init`, a function that runs in each
 * page before its scripts, `largeText`, for a reader who has set the browser to text of twice the size, `firstVisit`, for one
 * who may be offered another language, and `provoked`, a pattern of the problems that the test brings about itself.
 */
export function browserTest(name, options, body) {
  const { init, largeText, firstVisit, provoked, ...context } = options;
  test(name, async () => {
    const profile = await (largeText ? largeTextBrowser : browser).newContext({ viewport: desktop, baseURL: origin, reducedMotion: "reduce", ...context });
    profile.setDefaultTimeout(10_000);
    try {
      if (!firstVisit) await profile.addInitScript(wasAsked);
      if (init) await profile.addInitScript(init);
      const page = await profile.newPage();
      const problems = watch(page);
      await body(page);
      assert.deepEqual(problems.filter((problem) => !provoked?.test(problem)), []);
    } finally {
      await profile.close();
    }
  });
}

/** Waits until `read` gives what is expected; after five seconds, fails with what it gives. */
export async function eventually(read, expected) {
  const end = Date.now() + 5000;
  for (;;) {
    try {
      return assert.deepEqual(await read(), expected);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export const visible = (page, selector) => page.locator(selector).filter({ visible: true });

/** Whether the stylesheet has arrived: the page's own background instead of the browser's. */
export const styled = (page) =>
  page.evaluate(() => getComputedStyle(document.body).display === "flex" && document.styleSheets.length > 0);

/** The path of the page now open, with query and fragment. */
export const address = (page) => decodeURI(page.url()).replace(origin, "");

/** Waits until the page at a path is open. */
export const arrived = (page, path) => eventually(() => address(page), path);

// ---- the search

export const headerField = "header input[type=search]";
export const pageField = "main input[type=search]";

/** What the live region of the visible search form says. */
export const said = (page, place = "") => page.locator(`${place} [role=status]`).first().textContent();

/** The titles of the pages that the popup shows. */
export const offered = (page) => visible(page, "[role=option] .hit__title").allTextContents();

/** The titles of the pages that the search page shows. */
export const listed = (page) => visible(page, ".result h2").allTextContents();

/** A search in the header, up to its answer. */
export async function searchInHeader(page, query, first) {
  await page.fill(headerField, query);
  await eventually(async () => (await offered(page))[0], first);
}

/**
 * Another engine in the place of ours, for what depends on its answers: `index` is the text of an object with `search` and
 * `suggest`. The interface around it is the one that readers get.
 */
export const withEngine = (page, index) =>
  page.route("**/js/search.js", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/\}\)\(\);\s*$/, () => `\nfunction openIndex() { return Promise.resolve(${index}); }\n})();\n`);
    await route.fulfill({ response, body });
  });

/** Text of an engine that finds `count` pages with everything a hit can have. */
export const manyHits = (count) => `{
  suggest: async () => null,
  search: async (query, { limit }) => Array.from({ length: ${count} }, (_, at) => ({
    url: at % 2 ? "/causes/system-failure/" : "/symptoms/balance-wrong/", title: "标题 " + (at + 1), anchor: "check-step-by-step",
    heading: "一步步核对", score: 1, snippet: [{ text: "先看", marked: false }, { text: query, marked: true }],
    sections: [{ anchor: "what-you-see", heading: "看到什么", snippet: [{ text: "别的", marked: false }] }], terms: [query], twin: at === 1, lang: at === 1 ? "ja" : undefined,
  })).slice(0, limit),
}`;
