// What holds on every page of the site. The harness adds: no error, no breach of the policy, no other host.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { browserTest, everyPage, narrow, origin, styled } from "./harness.mjs";

const halves = everyPage().reduce((both, page, at) => (both[at % 2].push(page), both), [[], []]);

describe("every page", { concurrency: 2 }, () => {
  for (const base of ["", "/help"]) {
    halves.forEach((pages, half) => {
      browserTest(`loads, is styled and stays within 320 px, at ${base}/ (${half + 1} of 2)`, { viewport: narrow }, async (page) => {
        for (const path of pages) {
          const answer = await page.goto(base + path);
          assert.equal(answer.status(), 200, path);
          assert.equal(await styled(page), true, path);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), narrow.width, path);
        }
      });

      browserTest(`leads to its other language and is led back to, at ${base}/ (${half + 1} of 2)`, { javaScriptEnabled: false }, async (page) => {
        for (const path of pages) {
          await page.goto(base + path);
          const [own, other] = [path.startsWith("/en/") ? "en" : "zh-CN", path.startsWith("/en/") ? "zh-CN" : "en"];
          assert.equal(await page.getAttribute("html", "lang"), own, path);
          const link = page.locator(`.language a[hreflang="${other}"]`);
          assert.equal(await link.getAttribute("lang"), other, path);
          const target = await link.evaluate((element) => element.href);
          const answer = await page.goto(target);
          assert.equal(answer.status(), 200, `${path} → ${target}`);
          assert.equal(await page.getAttribute("html", "lang"), other, target);
          const back = await page.locator(`.language a[hreflang="${own}"]`).evaluate((element) => element.href);
          assert.equal(back, origin + base + path, `back from ${target}`);
        }
      });
    });
  }

  browserTest("gets the site's policy from the host", {}, async (page) => {
    for (const [path, status] of [["/", 200], ["/help/en/search/", 200], ["/x/y/", 404], ["/help/x/", 404]]) {
      const answer = await page.goto(path);
      assert.equal(answer.status(), status, path);
      assert.match(answer.headers()["content-security-policy"], /default-src 'none'.*frame-ancestors 'none'/, path);
    }
  });
});
