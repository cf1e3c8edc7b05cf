// What a page costs a reader who has never been here: requests, bytes of bodies as they were sent, and elements.
//
//   node weight.mjs FOLDER PATH     prints them for a page of a site in a folder, as JSON
//
// Pictures below the first screens are loaded later and do not count.

import { fileURLToPath } from "node:url";
import path from "node:path";
import { chromium } from "playwright-core";
import { args, executablePath } from "./chromium.mjs";
import { start } from "./server.mjs";

const kinds = { document: "html", stylesheet: "css", script: "js", image: "images", font: "fonts" };
const phone = { width: 390, height: 844 };

/** What `browser` loads for an address. */
export async function firstView(browser, url) {
  const profile = await browser.newContext({ viewport: phone });
  try {
    const page = await profile.newPage();
    const sent = [];
    page.on("requestfinished", (request) => sent.push(request.sizes().then((sizes) => ({ request, bytes: sizes.responseBodySize }))));
    await page.goto(url, { waitUntil: "networkidle" });
    // The icon of the tab comes from memory where the page shows it too; nothing is sent, not even headers.
    const answers = (await Promise.all(sent)).filter(({ bytes }) => bytes >= 0);
    const bytes = { html: 0, css: 0, js: 0 };
    for (const answer of answers) {
      const kind = kinds[answer.request.resourceType()] ?? "other";
      bytes[kind] = (bytes[kind] ?? 0) + answer.bytes;
    }
    const total = answers.reduce((sum, answer) => sum + answer.bytes, 0);
    const requests = answers.map(({ request }) => request.url());
    return { url, requests, bytes, total, nodes: await page.evaluate(() => document.querySelectorAll("*").length) };
  } finally {
    await profile.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, page] = process.argv.slice(2);
  const host = await start({ compresses: true, folders: { "/": path.resolve(folder) } });
  const browser = await chromium.launch({ executablePath, args });
  const { requests, bytes, total, nodes } = await firstView(browser, host.origin + page);
  console.log(JSON.stringify({ requests: requests.length, hosts: new Set(requests.map((url) => new URL(url).origin)).size, ...bytes, total, nodes }));
  await browser.close();
  await host.close();
}
