// The language switch keeps the reader's place.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { arrived, browserTest, eventually } from "./harness.mjs";

describe("the language switch", { concurrency: 2 }, () => {
  browserTest("keeps the section", {}, async (page) => {
    await page.goto("/symptoms/balance-wrong/#check-step-by-step");
    await page.click(".language a[hreflang=en]");
    await arrived(page, "/en/symptoms/balance-wrong/#check-step-by-step");
    assert.equal(await page.locator("#check-step-by-step").count(), 1);
    await page.click(".language a[hreflang=zh-CN]");
    await arrived(page, "/symptoms/balance-wrong/#check-step-by-step");
  });

  browserTest("keeps a section chosen after the page was opened, below a path", {}, async (page) => {
    await page.goto("/help/symptoms/balance-wrong/");
    await page.click(".outline__link >> nth=1");
    await page.click(".language a[hreflang=en]");
    await arrived(page, "/help/en/symptoms/balance-wrong/#what-you-see");
  });

  browserTest("keeps the query on the search page", {}, async (page) => {
    await page.goto("/search/?q=wifi");
    await page.click(".language a[hreflang=en]");
    await arrived(page, "/en/search/?q=wifi");
    await eventually(() => page.inputValue("main input[type=search]"), "wifi");
  });

  browserTest("goes to a plain address when there is nothing to keep", {}, async (page) => {
    await page.goto("/en/fixes/check-network/");
    await page.click(".language a[hreflang=zh-CN]");
    await arrived(page, "/fixes/check-network/");
  });

  browserTest("works on the page for unknown addresses", {}, async (page) => {
    await page.goto("/en/x/y/");
    const answer = page.waitForResponse((response) => response.request().isNavigationRequest());
    await page.locator(".language a").last().click();
    assert.equal((await answer).status(), 200);
  });
});
