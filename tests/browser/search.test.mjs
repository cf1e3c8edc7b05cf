// The search box of every page: a combobox whose list shows what an index answers.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { address, arrived, browserTest, desktop, eventually, headerField, manyHits, narrow, offered, origin, phone, said, searchInHeader, visible, withEngine } from "./harness.mjs";

const [balance, anyQuery] = [["余额", "余额显示不对"], ["甲", "标题 1"]];
const isOpen = (page) => page.locator("header [data-part=panel]").isVisible();
const attribute = (page, name) => page.getAttribute(headerField, name);
const active = (page) => page.evaluate(() => document.getElementById(document.querySelector("header [aria-activedescendant]")?.getAttribute("aria-activedescendant"))?.textContent ?? null);
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const isIndex = (url) => /\/js\/search\.js$|\/search\/[^/]*\.js(on)?$/.test(new URL(url).pathname);
const pause = (page) => page.waitForTimeout(400);

function requests(page) {
  const urls = [];
  page.on("request", (request) => isIndex(request.url()) && urls.push(new URL(request.url()).pathname));
  return urls;
}

/** A composition as an input method sends it. */
async function composing(page) {
  const keys = await page.context().newCDPSession(page);
  return {
    preedit: (text) => keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length }),
    commit: (text) => keys.send("Input.insertText", { text }),
  };
}

describe("the search box", { concurrency: 2 }, () => {
  for (const [how, path, reach] of [
    ["the focus", "/", (page) => page.focus(headerField)],
    ["a slash", "/en/", (page) => page.keyboard.press("/")],
    ["Ctrl-K", "/help/guide/", (page) => page.keyboard.press("Control+k")],
    ["a tap", "/help/en/", (page) => page.click(headerField)],
  ]) {
    browserTest(`loads nothing before it is reached by ${how}`, {}, async (page) => {
      const urls = requests(page);
      await page.goto(path, { waitUntil: "networkidle" });
      await page.mouse.move(300, 300);
      await page.keyboard.press("Tab");
      assert.deepEqual(urls, []);
      await reach(page);
      await eventually(() => page.evaluate((field) => document.activeElement.matches(field), headerField), true);
      await eventually(() => urls.some((url) => url.endsWith("/js/search.js")), true);
      const base = path.startsWith("/help/") ? "/help/" : "/";
      const locale = path.includes("/en/") ? "en" : "zh-CN";
      await eventually(() => urls.some((url) => url === `${base}search/index.${locale}.json`), true);
    });
  }

  browserTest("is a combobox for assistive technology, before and after typing", {}, async (page) => {
    await page.goto("/fixes/");
    const before = [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-activedescendant", null]];
    for (const [name, value] of before) assert.equal(await attribute(page, name), value, name);
    await searchInHeader(page, ...balance);
    assert.equal(await attribute(page, "aria-expanded"), "true");
    const list = page.locator(`[id="${await attribute(page, "aria-controls")}"]`);
    assert.deepEqual([await list.getAttribute("role"), await list.getAttribute("aria-label")], ["listbox", "搜索结果"]);
    const options = await list.locator("[role=option]").evaluateAll((all) => all.map((one) => [one.id, one.getAttribute("aria-selected"), one.tabIndex, one.localName]));
    assert.ok(options.length > 2);
    assert.equal(new Set(options.map(([id]) => id)).size, options.length, "ids are unique");
    for (const [, ...rest] of options) assert.deepEqual(rest, ["false", -1, "a"]);
    const groups = await list.locator("[role=group]").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    assert.deepEqual(groups, await offered(page));
  });

  browserTest("works where there are no trusted types", { init: () => delete window.trustedTypes }, async (page) => {
    await page.route("**/fixes/", async (route) => {
      const response = await route.fetch();
      const without = (text) => text.replace(/; require-trusted-types-for 'script'; trusted-types wenda/, "");
      const headers = Object.fromEntries(Object.entries(response.headers()).map(([name, value]) => [name, without(value)]));
      await route.fulfill({ response, headers, body: without(await response.text()) });
    });
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
  });

  browserTest("shows pages and further sections, with what was found marked, as text", {}, async (page) => {
    await withEngine(page, manyHits(2));
    await page.goto("/fixes/");
    await searchInHeader(page, "<b>&", "标题 1");
    assert.deepEqual(await page.locator("header [role=option] mark").allTextContents(), ["<b>&", "<b>&"]);
    const hrefs = await page.locator("header [role=option]").evaluateAll((all) => all.map((one) => decodeURIComponent(one.href)));
    assert.deepEqual(hrefs, [
      `${origin}/symptoms/balance-wrong/?mark=<b>&#check-step-by-step`,
      `${origin}/symptoms/balance-wrong/?mark=<b>&#what-you-see`,
      `${origin}/causes/system-failure/?mark=<b>&#check-step-by-step`,
      `${origin}/causes/system-failure/?mark=<b>&#what-you-see`,
      `${origin}/search/?q=<b>&`,
    ]);
    assert.deepEqual(await page.locator(".hit__note").allTextContents(), ["在另一种语言的版本里找到"]);
  });

  browserTest("is gone through with the arrows, round and round", {}, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    const texts = await visible(page, "[role=option]").allTextContents();
    await press(page, "ArrowDown");
    assert.equal(await active(page), texts[0]);
    assert.equal(await page.locator("[aria-selected=true]").count(), 1);
    await press(page, "ArrowDown");
    assert.equal(await active(page), texts[1]);
    await press(page, "ArrowUp", "ArrowUp");
    assert.equal(await active(page), texts.at(-1), "from the first to the last");
    assert.equal(texts.at(-1), "“余额”的全部结果");
    assert.equal(await page.locator("[aria-selected=true]").evaluate((one) => one.getBoundingClientRect().bottom <= innerHeight), true, "in sight");
    await press(page, "ArrowDown");
    assert.equal(await active(page), texts[0], "from the last to the first");
    assert.equal(await page.evaluate((field) => document.activeElement.matches(field), headerField), true);
  });

  browserTest("leaves Home, End and the sideways arrows to the text", {}, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    const caret = () => page.locator(headerField).evaluate((field) => field.selectionStart);
    await press(page, "ArrowDown", "Home");
    assert.equal(await caret(), 0);
    await press(page, "End");
    assert.equal(await caret(), 2);
    await press(page, "ArrowLeft");
    assert.equal(await caret(), 1);
    assert.equal(await isOpen(page), true);
  });

  browserTest("opens the active option by Enter, at its section, words marked", {}, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    await press(page, "ArrowDown", "ArrowDown");
    const { pathname, hash } = new URL(await page.locator("[aria-selected=true]").evaluate((one) => one.href));
    await press(page, "Enter");
    await arrived(page, pathname + decodeURIComponent(hash));
    assert.ok((await page.locator("main mark").allTextContents()).includes("余额"));
  });

  for (const [path, results] of [["/fixes/", "/search/"], ["/help/en/fixes/", "/help/en/search/"]]) {
    browserTest(`leads to the results by Enter when no option is active, from ${path}`, {}, async (page) => {
      await page.goto(path);
      await page.focus(headerField);
      await page.keyboard.type("app");
      await press(page, "Enter");
      await arrived(page, `${results}?q=app`);
    });
  }

  browserTest("opens a new tab by Ctrl-Enter and stays", {}, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    for (const [keys, path] of [[["ArrowDown"], "/symptoms/balance-wrong/"], [["ArrowUp"], "/search/"]]) {
      await press(page, ...keys);
      const [tab] = await Promise.all([page.context().waitForEvent("page"), press(page, "Control+Enter")]);
      await tab.waitForLoadState();
      assert.equal(new URL(tab.url()).pathname, path);
      await tab.close();
    }
    assert.equal(address(page), "/fixes/");
    assert.deepEqual([await isOpen(page), await page.inputValue(headerField)], [true, "余额"]);
  });

  browserTest("closes by Escape and clears by a second one", {}, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    await press(page, "ArrowDown", "Escape");
    assert.deepEqual([await isOpen(page), await attribute(page, "aria-expanded"), await active(page)], [false, "false", null]);
    assert.equal(await page.inputValue(headerField), "余额");
    await press(page, "ArrowDown");
    assert.equal(await isOpen(page), true, "opened again by an arrow");
    await press(page, "Escape", "Escape");
    assert.equal(await page.inputValue(headerField), "");
    assert.equal(await said(page, "header"), "");
  });

  browserTest("closes when the reader tabs on, to the button and not into the list", {}, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    await press(page, "ArrowDown", "Tab");
    assert.equal(await isOpen(page), false);
    assert.equal(await page.evaluate(() => document.activeElement.matches("header button[type=submit]")), true);
  });

  browserTest("closes by a press elsewhere, and opens again by one on the field", {}, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    await page.mouse.click(20, 700);
    assert.equal(await isOpen(page), false);
    await page.click(headerField);
    assert.equal(await isOpen(page), true);
  });

  browserTest("opens an option by a click", {}, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    await visible(page, "[role=option]").first().click();
    await eventually(() => new URL(page.url()).pathname, "/symptoms/balance-wrong/");
    await page.goBack();
    assert.equal(await isOpen(page), false, "closed when the reader comes back");
  });

  browserTest("ends with a way to all results", {}, async (page) => {
    await page.goto("/en/fixes/");
    await searchInHeader(page, "balance", "The balance looks wrong");
    await page.click("text=All results for \"balance\"");
    await arrived(page, "/en/search/?q=balance");
  });

  browserTest("is for a finger too, with its own scrolling, as wide as the screen", { viewport: phone, hasTouch: true, isMobile: true }, async (page) => {
    await withEngine(page, manyHits(9));
    await page.goto("/fixes/");
    await page.tap(headerField);
    await searchInHeader(page, ...anyQuery);
    const panel = page.locator("header [data-part=panel]");
    const box = await panel.boundingBox();
    assert.deepEqual([box.x, box.width], [0, phone.width]);
    assert.ok(box.y + box.height <= phone.height, "ends above the edge of the screen");
    assert.equal(await panel.evaluate((one) => one.scrollHeight > one.clientHeight && getComputedStyle(one).overscrollBehaviorY === "contain"), true);
    const heights = await visible(page, "[role=option]").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    assert.ok(Math.min(...heights) >= 44, `${heights}`);
    // The keyboard of the phone is put away: the list stays.
    await page.evaluate(() => document.activeElement.blur());
    assert.equal(await isOpen(page), true);
    await visible(page, "[role=option]").nth(1).tap();
    await arrived(page, "/symptoms/balance-wrong/#what-you-see");
  });

  browserTest("has its keys on every page: the box of the search page there, none where someone writes", {}, async (page) => {
    await page.goto("/en/search/");
    await press(page, "/");
    assert.equal(await page.evaluate(() => document.activeElement.matches("main input[type=search]")), true);
    await page.keyboard.type("a/b");
    assert.equal(await page.inputValue("main input[type=search]"), "a/b");
    await page.goto("/fixes/");
    await page.evaluate(() => document.querySelector("main").append(document.createElement("textarea")));
    await page.focus("textarea");
    await page.keyboard.type("/");
    assert.equal(await page.inputValue("textarea"), "/");
    await press(page, "Control+k");
    assert.equal(await page.evaluate((field) => document.activeElement.matches(field), headerField), true);
  });

  browserTest("shows nothing before there is something to search for", {}, async (page) => {
    await page.goto("/fixes/");
    await page.click(headerField);
    for (const nothing of ["", "   ", "\t"]) {
      await page.fill(headerField, nothing);
      await pause(page);
      assert.deepEqual([await isOpen(page), await said(page, "header")], [false, ""]);
    }
  });

  browserTest("says how many results there are, and in the singular", {}, async (page) => {
    await withEngine(page, `{ suggest: async () => null, search: async (query, { limit }) => (${manyHits(9)}).search(query, { limit: Number(query) }) }`);
    await page.goto("/en/fixes/");
    for (const [query, text] of [["3", "3 results"], ["1", "1 result"], ["9", "The 5 closest results"]]) {
      await page.fill(headerField, query);
      await eventually(() => said(page, "header"), text);
    }
    assert.equal(await page.locator("header [role=status]").getAttribute("aria-live"), null, "a status is polite by itself");
  });

  browserTest("waits for the end of a composition", {}, async (page) => {
    await page.goto("/fixes/");
    await page.focus(headerField);
    const method = await composing(page);
    for (const text of ["y", "yu", "yue", "yu'e"]) {
      await method.preedit(text);
      await pause(page);
      assert.deepEqual([await isOpen(page), await said(page, "header")], [false, ""], text);
    }
    await method.commit("余额");
    await eventually(async () => (await offered(page))[0], "余额显示不对");
  });

  browserTest("leaves the keys to a composition in an open list", {}, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    const method = await composing(page);
    await method.preedit("mi");
    for (const key of ["ArrowDown", "Enter", "Escape"]) {
      await page.locator(headerField).evaluate((field, key) => {
        for (const kind of [{ isComposing: true }, { keyCode: 229 }]) field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...kind }));
      }, key);
    }
    await pause(page);
    assert.deepEqual([await isOpen(page), await active(page), address(page)], [true, null, "/fixes/"]);
    assert.equal((await offered(page))[0], "余额显示不对", "no search in the middle of a composition");
  });

  browserTest("does not search for half a composition when the search arrives in the middle of it", {}, async (page) => {
    let answer;
    await page.route("**/js/search.js", (route) => new Promise((resolve) => (answer = resolve)).then(() => route.continue()));
    await page.goto("/fixes/");
    await page.focus(headerField);
    const method = await composing(page);
    await method.preedit("yu'e");
    answer();
    await pause(page);
    assert.equal(await isOpen(page), false);
    await method.commit("余额");
    await eventually(async () => (await offered(page))[0], "余额显示不对");
  });

  browserTest("drops answers that come late", {}, async (page) => {
    const slow = `{ suggest: async () => null, search: (query, options) => new Promise((answer) => setTimeout(answer, query === "慢" ? 600 : 0, (${manyHits(1)}).search(query, options))) }`;
    await withEngine(page, slow);
    await page.goto("/fixes/");
    await page.fill(headerField, "慢");
    await page.waitForTimeout(150);
    await page.fill(headerField, "快");
    await eventually(() => page.locator("header mark").allTextContents(), ["快"]);
    await page.waitForTimeout(800);
    assert.deepEqual(await page.locator("header mark").allTextContents(), ["快"]);
    await page.fill(headerField, "慢");
    await page.waitForTimeout(150);
    await press(page, "Escape");
    await page.waitForTimeout(800);
    assert.equal(await isOpen(page), false, "nor do they open what the reader has closed");
  });

  browserTest("says that it is searching when that takes long, not before", {}, async (page) => {
    await withEngine(page, `{ suggest: async () => null, search: (query, options) => new Promise((answer) => setTimeout(answer, Number(query), (${manyHits(1)}).search(query, options))) }`);
    await page.goto("/fixes/");
    await page.evaluate(() => {
      window.heard = [];
      new MutationObserver(([{ target }]) => window.heard.push(target.textContent)).observe(document.querySelector("header [role=status]"), { childList: true });
    });
    await searchInHeader(page, "100", "标题 1");
    await page.fill(headerField, "");
    await page.fill(headerField, "900");
    await eventually(() => page.textContent("header [data-part=message]"), "正在搜索……");
    await eventually(() => page.evaluate(() => window.heard.filter(Boolean)), ["1条结果", "正在搜索……", "1条结果"]);
  });

  for (const [path, text, home, list] of [
    ["/help/fixes/", "没有找到与“xyzzy”有关的内容。", "/help/", "/help/search/"],
    ["/en/fixes/", "Nothing found for \"xyzzy\".", "/en/", "/en/search/"],
  ]) {
    browserTest(`says that nothing was found, and what to do now, on ${path}`, {}, async (page) => {
      await page.goto(path);
      await page.fill(headerField, "xyzzy");
      await eventually(() => said(page, "header"), text);
      assert.equal(await page.textContent("header [data-part=message]"), text);
      assert.equal(await attribute(page, "aria-expanded"), "false");
      const links = await visible(page, "header [data-part=none] a").evaluateAll((all) => all.map((one) => new URL(one.href).pathname));
      assert.deepEqual(links, [`${home}troubleshoot/`, `${home}fixes/contact-support/`, list]);
      await press(page, "Tab", "Tab");
      await eventually(() => page.evaluate(() => document.activeElement.closest("[data-part=none]") !== null), true);
      await press(page, "Escape");
      assert.deepEqual([await isOpen(page), await page.evaluate((field) => document.activeElement.matches(field), headerField)], [false, true]);
    });
  }

  browserTest("offers what the reader may have meant, and searches for it", {}, async (page) => {
    await withEngine(page, `{ suggest: async () => "余额", search: async (query, options) => (query === "余额" ? (${manyHits(2)}).search(query, options) : []) }`);
    await page.goto("/fixes/");
    await page.fill(headerField, "佘额");
    await page.click("text=你要找的是“余额”吗？");
    await eventually(() => offered(page), ["标题 1", "标题 2"]);
    assert.equal(await page.inputValue(headerField), "余额");
    assert.equal(await page.evaluate((field) => document.activeElement.matches(field), headerField), true);
  });

  browserTest("finds what half a word begins also when it is sent", {}, async (page) => {
    await page.goto("/en/search/?q=passw");
    await eventually(async () => (await visible(page, ".result mark").allTextContents()).some((text) => /^passwords?$/i.test(text)), true);
  });

  const broken = { "is not there": (route) => route.abort(), "ends in the middle": (route) => route.fulfill({ contentType: "application/json", body: "{\"pages\": [" }), "is a page of the host": (route) => route.fulfill({ status: 503, body: "<h1>busy</h1>" }) };
  for (const [what, answer] of Object.entries(broken)) {
    for (const [path, text, again] of [["/fixes/", "搜索没能打开，请看看网络是否连上了。", "再试一次"], ["/en/fixes/", "The search couldn't be loaded. Are you online?", "Try again"]]) {
      browserTest(`says so when the index ${what}, and tries again, on ${path}`, { provoked: /ERR_FAILED|503/ }, async (page) => {
        const isFile = (url) => /\/search\/[^/]*\.json$/.test(url.pathname);
        await page.route(isFile, answer);
        await page.goto(path);
        await page.fill(headerField, path === "/fixes/" ? "余额" : "balance");
        await eventually(() => visible(page, "header [data-part=reason]").allTextContents(), [text]);
        assert.equal(await said(page, "header"), text);
        await page.unroute(isFile);
        await page.click(`header button >> text=${again}`);
        await eventually(async () => (await offered(page)).length > 0, true);
        assert.equal(await visible(page, "header [data-part=failure]").count(), 0);
        assert.equal(await page.evaluate((field) => document.activeElement.matches(field), headerField), true);
      });
    }
  }

  browserTest("says so when its script cannot be had, and tries again", { provoked: /ERR_FAILED/ }, async (page) => {
    await page.route("**/js/search.js", (route) => route.abort());
    await page.goto("/fixes/");
    await page.focus(headerField);
    await pause(page);
    assert.equal(await isOpen(page), false, "silent as long as nothing is asked");
    await page.keyboard.type("余额");
    await eventually(() => said(page, "header"), "搜索没能打开，请看看网络是否连上了。");
    await page.unroute("**/js/search.js");
    await page.click("header button >> text=再试一次");
    await eventually(async () => (await offered(page))[0], "余额显示不对");
    assert.equal(await page.evaluate((field) => document.activeElement.matches(field), headerField), true);
  });

  browserTest("starts afresh on a page older than the index", {}, async (page) => {
    await withEngine(page, `{ suggest: async () => null, search: async () => { throw Object.assign(new Error("2"), { name: "VersionError" }); } }`);
    await page.goto("/fixes/");
    await page.fill(headerField, "余额");
    await eventually(() => said(page, "header"), "网站刚刚更新过，请重新打开搜索。");
    await page.unroute("**/js/search.js");
    await page.click("header button >> text=再试一次");
    await arrived(page, "/search/?q=余额");
  });

  const nasty = ["<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "javascript:alert(1)", "{query}{count}", "$&$1$`", "a.*(+?[", "__proto__", "constructor", "%", "%E4%BD", "\u202e\u0000\ud800", "😀".repeat(150), "长".repeat(100_000), "\ud800".repeat(500), "-", "\"'", "a b ".repeat(90)];
  browserTest("takes any text for text", {}, async (page) => {
    await page.goto("/fixes/");
    await page.focus(headerField);
    for (const query of nasty) {
      await page.locator(headerField).evaluate((field, value) => {
        field.value = value;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }, query);
      await eventually(async () => ["", "正在搜索……"].includes(await said(page, "header")), false);
      assert.equal(await page.locator("header img:not(.brand__mark), header script").count(), 0);
      const shown = await page.textContent("header [data-part=panel]");
      if (query.length < 30 && !/[\u0000\ud800]/.test(query)) assert.ok(shown.includes(query), shown);
      assert.ok(shown.length < 10_000);
      await page.locator(headerField).evaluate((field) => {
        field.value = "";
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      });
      await eventually(() => said(page, "header"), "");
    }
  });

  for (const [what, options] of [["a screen of 320 px", { viewport: narrow }], ["text of twice the size", { viewport: phone, largeText: true }], ["text of twice the size on a wide screen", { largeText: true }], ["a wide screen", { viewport: desktop }]]) {
    browserTest(`stays within ${what}, in either direction`, options, async (page) => {
      await withEngine(page, manyHits(6));
      await page.goto("/en/fixes/");
      for (const direction of ["ltr", "rtl"]) {
        await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
        await searchInHeader(page, ...anyQuery);
        const width = await page.evaluate(() => document.documentElement.clientWidth);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, direction);
        const box = await page.locator("header [data-part=panel]").boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= width, `${direction} ${JSON.stringify(box)}`);
      }
    });
  }

  browserTest("shows the active option where colours are the reader's", { forcedColors: "active" }, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    await press(page, "ArrowDown");
    assert.deepEqual(await page.locator("[aria-selected=true]").evaluate((one) => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth]), ["solid", "3px"]);
  });

  browserTest("leaves its list out on paper", {}, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    await page.emulateMedia({ media: "print" });
    assert.equal(await isOpen(page), false);
  });

  browserTest("adds nothing to what pages may do but the address of its own scripts", { provoked: /Content Security|TrustedTypePolicy|TrustedScriptURL/ }, async (page) => {
    await page.goto("/fixes/");
    await searchInHeader(page, ...balance);
    const refused = await page.evaluate(() => ["wenda", "other", "default"].map((name) => {
      try {
        trustedTypes.createPolicy(name, { createScriptURL: (url) => url });
        return "made";
      } catch {
        return "refused";
      }
    }));
    assert.deepEqual(refused, ["refused", "refused", "refused"]);
    assert.equal(await page.evaluate(() => {
      try {
        document.createElement("script").src = "/x.js";
        return "taken";
      } catch {
        return "refused";
      }
    }), "refused");
  });

  for (const [address, passes] of [
    ["_theme/0123456789ab/js/search.js", true],
    ["search/index.zh-CN.js", true],
    ["assets/js/search.js", false],
    ["_theme/0123456789ab/js/main.js", false],
    ["_theme/0123456789ab/js/search.js?x", false],
    ["_theme/../x/js/search.js", false],
    ["search/index.zh-CN.js/x", false],
    ["search/../search/index/x.js", false],
    ["https://example.com/search/index.en.js", false],
    ["//example.com/_theme/0/js/search.js", false],
    ["data:text/javascript,1", false],
  ]) {
    browserTest(`${passes ? "loads" : "does not load"} a script from ${address}`, { init: () => addEventListener("wenda:search", ({ detail }) => (window.loadScript = detail.load)) }, async (page) => {
      await page.goto("/fixes/");
      await page.focus(headerField);
      await eventually(() => page.evaluate(() => typeof window.loadScript), "function");
      await page.route((url) => url.pathname.startsWith("/_theme/0") || url.pathname.endsWith("zh-CN.js"), (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
      const url = /^(https:|\/\/|data:)/.test(address) ? address : `/${address}`;
      assert.equal(await page.evaluate((url) => window.loadScript(url).then(() => true, () => false), url), passes);
    });
  }
});

test("numbers of results take the plural of their language", async () => {
  const text = readFileSync(new URL("../../themes/default/assets/js/search/hits.js", import.meta.url), "utf8");
  const { counted, cleaned, quoted, fill } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  const words = { locale: "en", one: "{count} result", other: "{count} results", best: "The {count} closest results" };
  assert.deepEqual([0, 1, 2, 1200].map((count) => counted(words, count, false)), ["0 results", "1 result", "2 results", "1,200 results"]);
  assert.equal(counted(words, 10, true), "The 10 closest results");
  assert.equal(counted({ ...words, locale: "pl", few: "{count} wyniki" }, 3, false), "3 wyniki");
  assert.equal(cleaned("  a\ud800b  "), "a\ufffdb");
  assert.equal(cleaned("😀".repeat(150)), "😀".repeat(100));
  assert.equal(cleaned(`a${"😀".repeat(150)}`), `a${"😀".repeat(99)}\ufffd`);
  assert.equal(quoted("“{query}”", "x".repeat(61)), `“${"x".repeat(60)}…”`);
  assert.equal(fill("{a} {c}", { a: "{b}" }), "{b} {c}");
});
