// What holds on every page of the site. The harness adds: no error, no breach of the policy, no other host.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { browserTest, everyPage, narrow, origin, styled } from "./harness.mjs";

const all = new Set(everyPage());
// A tree has a page for each beginning of a path, all of one kind: every tenth will do.
const chosen = [...all].filter((page, at) => !/\/troubleshoot\/.*\./.test(page) || at % 10 === 0);
const halves = chosen.reduce((both, page, at) => (both[at % 2].push(page), both), [[], []]);

/** Where the language switch of a page leads: itself and its twin, both of which are among the pages. */
function bothLanguages(base, path) {
  const chinese = path.replace(/^\/en\//, "/");
  const twins = [["zh-CN", chinese], ["en", `/en${chinese}`]];
  assert.deepEqual(twins.filter(([, twin]) => !all.has(twin)), []);
  return twins.map(([language, twin]) => [language, language, origin + base + twin]);
}

describe("every page", { concurrency: 2 }, () => {
  for (const base of ["", "/help"]) {
    halves.forEach((pages, half) => {
      browserTest(`loads, is styled, stays within 320 px and leads to its other language, at ${base}/ (${half + 1} of 2)`, { viewport: narrow }, async (page) => {
        for (const path of pages) {
          const answer = await page.goto(base + path);
          assert.equal(answer.status(), 200, path);
          assert.equal(await styled(page), true, path);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), narrow.width, path);
          const links = await page.locator(".language a").evaluateAll((all) => all.map((one) => [one.lang, one.hreflang, one.href]));
          assert.deepEqual(links, bothLanguages(base, path), path);
        }
      });
    });
  }

  browserTest("has its Markdown beside it, with a charset and out of the way of search engines", {}, async (page) => {
    for (const path of ["/", "/symptoms/balance-wrong/", "/help/en/fixes/check-network/"]) {
      await page.goto(path);
      const address = await page.locator("link[type='text/markdown']").evaluate((link) => link.href);
      const answer = await fetch(address);
      assert.deepEqual([answer.status, answer.headers.get("content-type"), answer.headers.get("x-robots-tag")], [200, "text/markdown; charset=utf-8", "noindex"], path);
      assert.match(await answer.text(), /^# .+\n\n/, path);
    }
  });

  browserTest("gets the site's policy from the host", {}, async (page) => {
    for (const [path, status] of [["/", 200], ["/help/en/search/", 200], ["/x/y/", 404], ["/help/x/", 404]]) {
      const answer = await page.goto(path);
      assert.equal(answer.status(), status, path);
      assert.match(answer.headers()["content-security-policy"], /default-src 'none'.*frame-ancestors 'none'/, path);
    }
  });
});
