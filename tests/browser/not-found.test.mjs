// One file answers every unknown address, however deep.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { arrived, browserTest, eventually, listed, offered, styled, visible } from "./harness.mjs";

const cases = [
  ["/x/y/z/", "zh-CN", "/", "/search/"],
  ["/x", "zh-CN", "/", "/search/"],
  ["/english/", "zh-CN", "/", "/search/"],
  ["/en/x/", "en", "/en/", "/en/search/"],
  ["/en/symptoms/x/y", "en", "/en/", "/en/search/"],
  ["/help/x/y/", "zh-CN", "/help/", "/help/search/"],
  ["/help/en/x/y/", "en", "/help/en/", "/help/en/search/"],
  ["/%E4%BD%99%E9%A2%9D/", "zh-CN", "/", "/search/"],
  ["/x/%3Cimg%20src=x%20onerror=alert(1)%3E/", "zh-CN", "/", "/search/"],
];

describe("an unknown address", { concurrency: 2 }, () => {
  for (const [path, language, home, search] of cases) {
    browserTest(`${decodeURI(path)} is answered in ${language}`, {}, async (page) => {
      const answer = await page.goto(path);
      assert.equal(answer.status(), 404);
      assert.equal(await styled(page), true);
      assert.deepEqual(await visible(page, "main h1 [lang]").evaluateAll((all) => all.map((one) => one.lang)), [language]);
      assert.deepEqual(await visible(page, "main section[lang]").evaluateAll((all) => all.map((one) => one.lang)), [language]);
      const links = await visible(page, "main a").evaluateAll((all) => all.map((one) => new URL(one.href).pathname));
      assert.deepEqual(links, [home, search]);
      await visible(page, "main a").first().click();
      await arrived(page, home);
      assert.equal(await page.getAttribute("html", "lang"), language);
    });
  }

  browserTest("offers a search that works", {}, async (page) => {
    await page.goto("/help/en/x/y/");
    await visible(page, "main input[type=search]").fill("password");
    await visible(page, "main button[type=submit]").click();
    await page.waitForURL("**/help/en/search/?q=password");
    await eventually(async () => (await listed(page)).length > 0, true);
  });

  for (const [path, query, first, target] of [
    ["/x/y/", "余额", "余额显示不对", "/symptoms/balance-wrong/"],
    ["/help/en/x/y/", "balance", "The balance looks wrong", "/help/en/symptoms/balance-wrong/"],
  ]) {
    browserTest(`has a search box that answers, on ${path}`, {}, async (page) => {
      await page.goto(path);
      await page.keyboard.press("/");
      await page.keyboard.type(query);
      await eventually(async () => (await offered(page))[0], first);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await eventually(() => new URL(page.url()).pathname, target);
    });
  }

  browserTest("is answered by a page all of whose links lead somewhere", {}, async (page) => {
    for (const path of ["/x/y/z/", "/help/x/y/"]) {
      await page.goto(path);
      const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href));
      for (const link of new Set(links)) {
        if (link.includes("#")) continue;
        assert.equal((await page.request.get(link)).status(), 200, `${path} → ${link}`);
      }
    }
  });
});
