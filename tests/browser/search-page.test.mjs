// The search page: the query in its address, the hits in the page.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { address, arrived, browserTest, eventually, listed, manyHits, narrow, offered, pageField, phone, said, visible, withEngine } from "./harness.mjs";

const field = pageField;
const anywhere = (page) => page.evaluate(() => document.activeElement.closest(".result") !== null);
const pause = (page) => page.waitForTimeout(400);
const words = (text) => new RegExp(`^(${text})$`);

const nasty = [
  "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "\"><svg onload=alert(1)>", "javascript:alert(1)", "{{7*7}}",
  "$&$1$`", "a.*(+?[", "__proto__ constructor", "%", "\u202e\u0000\ufffd",
];

describe("the search page", { concurrency: 2 }, () => {
  browserTest("answers a query in its address, best first, and says how many there are", {}, async (page) => {
    await page.goto("/search/?q=余额");
    await eventually(async () => (await listed(page))[0], "余额显示不对");
    assert.match(await said(page, "main"), words("(最接近的)?\\d+条结果"));
    assert.equal(await page.inputValue(field), "余额");
    assert.equal(await page.locator("[data-part=all]").isVisible(), false);
    assert.ok((await page.locator(".result mark").allTextContents()).includes("余额"));
    await page.click(".result a >> nth=0");
    await eventually(() => new URL(page.url()).pathname, "/symptoms/balance-wrong/");
  });

  browserTest("shows page, section, what was found, further sections and the other language", {}, async (page) => {
    await withEngine(page, manyHits(2));
    await page.goto("/help/search/?q=<i>");
    await eventually(() => listed(page), ["标题 1", "标题 2"]);
    const [first, second] = await page.locator(".result").all();
    assert.deepEqual(await first.locator("a").evaluateAll((all) => all.map((one) => [one.textContent, decodeURIComponent(one.href.replace(location.origin, ""))])), [
      ["标题 1", "/help/symptoms/balance-wrong/?mark=<i>#check-step-by-step"],
      ["看到什么", "/help/symptoms/balance-wrong/?mark=<i>#what-you-see"],
    ]);
    assert.match(await first.textContent(), /一步步核对.*先看<i>/);
    assert.deepEqual([await first.locator(".result__note").count(), await second.locator(".result__note").textContent()], [0, "在另一种语言的版本里找到"]);
    assert.deepEqual(await page.locator(".results [lang]").evaluateAll((all) => all.map((one) => [one.lang, one.dir, one.textContent])), ["标题 2", "一步步核对", "先看<i>", "看到什么", "别的"].map((text) => ["ja", "auto", text]));
    assert.deepEqual(await page.locator(".results").evaluate((list) => [list.localName, list.closest("section").getAttribute("aria-label")]), ["ol", "搜索结果"]);
  });

  browserTest("follows the typing, keeps the address, and gives back the list", {}, async (page) => {
    await page.goto("/en/search/");
    const all = await visible(page, "[data-part=all] .card").count();
    assert.ok(all > 10);
    await page.locator(field).pressSequentially("balance");
    await eventually(async () => (await listed(page))[0], "The balance looks wrong");
    assert.match(await said(page, "main"), words("(The )?\\d+ (closest )?results?"));
    await arrived(page, "/en/search/?q=balance");
    await page.fill(field, "");
    await eventually(() => visible(page, "[data-part=all] .card").count(), all);
    assert.deepEqual([await said(page, "main"), await listed(page)], ["", []]);
    await arrived(page, "/en/search/");
  });

  browserTest("loads nothing while nobody searches", {}, async (page) => {
    const urls = [];
    page.on("request", (request) => /search\.js|search\/.*\.js(on)?$/.test(request.url()) && urls.push(request.url()));
    await page.goto("/search/", { waitUntil: "networkidle" });
    assert.deepEqual(urls, []);
    await page.focus(field);
    await eventually(() => urls.length > 0, true);
  });

  browserTest("can be gone back to, to the place where the reader was", {}, async (page) => {
    await withEngine(page, manyHits(30));
    await page.goto("/search/");
    await page.fill(field, "密码");
    await eventually(async () => (await listed(page)).length, 10);
    await page.click("text=显示更多结果");
    await eventually(async () => (await listed(page)).length, 20);
    await page.locator(".result a >> text=标题 17").scrollIntoViewIfNeeded();
    const top = await page.evaluate(() => scrollY);
    await page.click(".result a >> text=标题 17");
    await eventually(() => new URL(page.url()).pathname, "/symptoms/balance-wrong/");
    await page.goBack();
    await eventually(async () => (await listed(page)).length, 20);
    assert.equal(await page.inputValue(field), "密码");
    await eventually(async () => Math.abs((await page.evaluate(() => scrollY)) - top) < 5, true);
  });

  browserTest("gives what half a word has found again when the reader comes back", {}, async (page) => {
    await withEngine(page, `{ suggest: async () => null, search: async (query, options) => (${manyHits(1)}).search(String(options.typing), options) }`);
    await page.goto("/search/");
    await page.fill(field, "pass");
    await eventually(() => page.locator(".result mark").first().textContent(), "true");
    await page.click(".result a >> nth=0");
    await page.goBack();
    await eventually(() => page.locator(".result mark").first().textContent(), "true");
    await page.press(field, "Enter");
    await eventually(() => page.locator(".result mark").first().textContent(), "false");
  });

  browserTest("shows more on request, and leads the keyboard there", {}, async (page) => {
    await withEngine(page, manyHits(23));
    await page.goto("/en/search/?q=甲");
    await eventually(async () => (await listed(page)).length, 10);
    assert.equal(await said(page, "main"), "The 10 closest results");
    await page.click("text=Show more results");
    await eventually(async () => (await listed(page)).length, 20);
    await eventually(() => page.evaluate(() => document.activeElement.textContent), "标题 11");
    await page.click("text=Show more results");
    await eventually(() => said(page, "main"), "23 results");
    assert.equal(await page.locator("[data-part=more]").isVisible(), false);
    await page.fill(field, "乙");
    await eventually(async () => (await listed(page)).length, 10);
  });

  browserTest("shows the same to whoever gets its address", {}, async (page) => {
    await page.goto("/search/");
    await page.locator(field).pressSequentially("余额");
    await eventually(() => address(page), "/search/?q=余额");
    const [shared, before] = [page.url(), await listed(page)];
    const other = await page.context().newPage();
    await other.goto(shared);
    await eventually(() => listed(other), before);
    await other.close();
  });

  browserTest("goes with its query to the other language", {}, async (page) => {
    await page.goto("/search/?q=app");
    await eventually(async () => (await listed(page)).length > 0, true);
    await page.click(".language a[hreflang=en]");
    await arrived(page, "/en/search/?q=app");
    await eventually(async () => (await listed(page)).length > 0, true);
  });

  browserTest("waits for the end of a composition", {}, async (page) => {
    await page.goto("/search/");
    await page.focus(field);
    const keys = await page.context().newCDPSession(page);
    for (const text of ["y", "yu", "yue", "yu'e"]) {
      await keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
      await pause(page);
      assert.deepEqual([await said(page, "main"), await page.locator("[data-part=results]").isVisible(), address(page)], ["", false, "/search/"], text);
    }
    await keys.send("Input.insertText", { text: "余额" });
    await eventually(async () => (await listed(page))[0], "余额显示不对");
  });

  browserTest("does not search for half a composition when the search arrives in the middle of it", {}, async (page) => {
    let answer;
    await page.route("**/js/search.js", (route) => new Promise((resolve) => (answer = resolve)).then(() => route.continue()));
    await page.goto("/search/");
    await page.focus(field);
    const keys = await page.context().newCDPSession(page);
    await keys.send("Input.imeSetComposition", { text: "yu'e", selectionStart: 4, selectionEnd: 4 });
    answer();
    await pause(page);
    assert.deepEqual([await said(page, "main"), address(page)], ["", "/search/"]);
    await keys.send("Input.insertText", { text: "余额" });
    await eventually(async () => (await listed(page))[0], "余额显示不对");
  });

  browserTest("says that nothing was found, and leads back to everything", {}, async (page) => {
    await page.goto("/search/?q=xyzzy");
    await eventually(() => said(page, "main"), "没有找到与“xyzzy”有关的内容。");
    assert.deepEqual(await listed(page), []);
    assert.deepEqual(await visible(page, "[data-part=none] a").allTextContents(), ["一步步排查", "联系客服", "查看全部内容"]);
    await page.click("[data-part=none] >> text=查看全部内容");
    await arrived(page, "/search/");
    assert.equal(await page.locator("[data-part=all]").isVisible(), true);
  });

  browserTest("offers what the reader may have meant, with an address of its own", {}, async (page) => {
    await withEngine(page, `{ suggest: async () => "余额", search: async (query, options) => (query === "余额" ? (${manyHits(2)}).search(query, options) : []) }`);
    await page.goto("/search/?q=佘额");
    const link = page.locator("main a >> text=你要找的是“余额”吗？");
    assert.equal(decodeURI(await link.evaluate((one) => one.search)), "?q=余额");
    await link.click();
    await eventually(() => listed(page), ["标题 1", "标题 2"]);
    await arrived(page, "/search/?q=余额");
  });

  for (const [path, text, again] of [["/search/?q=余额", "搜索没能打开，请看看网络是否连上了。", "再试一次"], ["/en/search/?q=余额", "The search couldn't be loaded. Are you online?", "Try again"]]) {
    for (const [what, broken] of [["the script", "**/js/search.js"], ["the index", null]]) {
      browserTest(`says so when ${what} cannot be had, keeps the list of everything, and tries again, on ${path}`, { provoked: /ERR_FAILED/ }, async (page) => {
        if (broken) await page.route(broken, (route) => route.abort());
        else await withEngine(page, `globalThis.works ? ${manyHits(2)} : Promise.reject(new TypeError("no network"))`);
        await page.goto(path);
        await eventually(() => said(page, "main"), text);
        assert.equal(await page.locator("[data-part=all]").isVisible(), true);
        if (broken) await page.unroute(broken);
        else await page.evaluate(() => (globalThis.works = true));
        await page.click(`main button >> text=${again}`);
        await eventually(async () => (await listed(page)).length + (await visible(page, "[data-part=none]").count()) > 0, true);
        assert.equal(await visible(page, "[data-part=failure]").count(), 0);
        assert.equal(await page.evaluate((field) => document.activeElement.matches(field), field), true);
      });
    }
  }

  for (const query of nasty) {
    browserTest(`shows ${JSON.stringify(query)} as text`, {}, async (page) => {
      for (const path of ["/search/", "/en/search/"]) {
        await page.goto(`${path}?q=${encodeURIComponent(query)}`);
        await eventually(async () => ["", "正在搜索……", "Searching…"].includes(await said(page, "main")), false);
        assert.equal(await page.locator("main img, main script:not([type='application/json'])").count(), 0);
        if ((await listed(page)).length === 0 && !/[\u0000-\u001f]/.test(query)) assert.ok((await said(page, "main")).includes(query), await said(page, "main"));
      }
    });
  }

  browserTest("survives a query that is not UTF-8 and one that is very long", {}, async (page) => {
    for (const query of ["%E4%BD", "%FF%FE", `${"a".repeat(5000)}`, "+", "%20%20", "&q=", "余额&q=密码"]) {
      await page.goto(`/search/?q=${query}`);
      assert.equal(await page.locator("h1").isVisible(), true);
    }
  });

  browserTest("survives 100 kB and half a character, and cuts them to size", {}, async (page) => {
    await page.goto("/search/");
    await page.focus(field);
    for (const query of ["长".repeat(100_000), "\ud800x"]) {
      await page.locator(field).evaluate((one, value) => {
        one.value = value;
        one.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }, query);
      await eventually(() => address(page).length > 10 && address(page).length < 300, true);
      assert.ok((await said(page, "main")).length < 100);
    }
  });

  for (const viewport of [narrow, phone]) {
    browserTest(`fits ${viewport.width} px with everything a result can have`, { viewport }, async (page) => {
      await withEngine(page, manyHits(12));
      await page.goto(`/search/?q=${"verylongword".repeat(9)}`);
      await eventually(async () => (await listed(page)).length, 10);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width);
      const heights = await visible(page, ".result a").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      assert.ok(Math.min(...heights) >= 24);
    });
  }

  browserTest("has no list below its box: the results are in the page", {}, async (page) => {
    await page.goto("/search/?q=余额");
    await eventually(async () => (await listed(page)).length > 0, true);
    assert.deepEqual([await page.getAttribute(field, "role"), await offered(page), await anywhere(page)], [null, [], false]);
  });
});
