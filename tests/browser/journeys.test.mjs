// Readers on their way from a start to an answer: with the keyboard alone, without JavaScript, on paper, enlarged, in the
// colours of their system. Every stop of the focus is looked at on the way (keys.mjs); the harness adds: no error, no breach of
// the policy.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe } from "node:test";
import { violations } from "./axe.mjs";
import { address, arrived, browserTest, desktop, eventually, headerField, listed, offered, phone, visible } from "./harness.mjs";
import { answerAll, focused, follow, skip, tabTo } from "./keys.mjs";
import { built } from "./server.mjs";

const off = { javaScriptEnabled: false };
const readers = [
  { language: "zh-CN", home: "/", other: "/en/", otherLanguage: "en", query: "余额", title: "余额显示不对", caseLine: "代码：balance@", nonsense: "qqxxzz" },
  { language: "en", home: "/en/", other: "/", otherLanguage: "zh-CN", query: "balance", title: "The balance looks wrong", caseLine: "Code: balance@", nonsense: "qqxxzz" },
];
const tree = (id) => JSON.parse(readFileSync(path.join(built, "root/troubleshoot", `${id}.json`), "utf8"));

const heading = (page) => page.locator("h1").first().textContent();
const active = (page, selector) => page.evaluate((selector) => document.activeElement.matches(selector), selector);
const activeOption = (page) => page.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-activedescendant") ?? "")?.textContent ?? "");
const enter = async (page, selector, options) => (await tabTo(page, selector, options), page.keyboard.press("Enter"));
/** Below a heading and before the next. */
const isInSection = (page, id) =>
  page.evaluate((id) => {
    const headings = [...document.querySelectorAll("main :is(h2, h3)[id]")];
    const before = headings.filter((one) => one.contains(document.activeElement) || one.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING);
    return before.at(-1)?.id === id;
  }, id);

describe("keyboard:", { concurrency: 2 }, () => {
  for (const { language, home, other, otherLanguage, query, title, caseLine, nonsense } of readers) {
    const journey = (name, options, body) => browserTest(`${name} (${language})`, { locale: language, ...options }, body);

    journey("from the home page to the fix for a failed payment through the questions, and back to where it began", {}, async (page) => {
      const { nodes } = tree("pay");
      await page.goto(home);
      await skip(page);
      await follow(page, `${home}troubleshoot/`, { within: "main" });
      await follow(page, `${home}troubleshoot/pay/`, { within: "main" });
      await answerAll(page, `${home}troubleshoot/pay/`, ["status.failed", "message.network"]);
      assert.ok((await heading(page)).includes(nodes.network.text[language]));
      assert.ok((await visible(page, "main ol li").count()) >= nodes.network.steps[language].length);
      await follow(page, `${home}fixes/check-network/#steps`, { within: "main" });
      assert.equal(await heading(page), nodes.network.article.title[language]);
      for (const back of ["pay/status.failed/message.network/", "pay/status.failed/", "pay/", ""]) {
        // What Alt and the left arrow do; without a window there is nobody to take the keys.
        await page.goBack();
        await arrived(page, `${home}troubleshoot/${back}`);
      }
    });

    journey("on a phone through the menu and a topic to a section of a document", { viewport: phone }, async (page) => {
      await page.goto(home);
      await enter(page, ".menu summary");
      await follow(page, `${home}fixes/`, { within: ".menu" });
      await skip(page);
      await follow(page, `${home}fixes/contact-support/`, { within: "main" });
      await skip(page);
      await enter(page, ".outline summary");
      await follow(page, `${home}fixes/contact-support/#prepare`, { within: ".outline" });
      await page.keyboard.press("Tab");
      assert.equal(await isInSection(page, "prepare"), true);
      assert.deepEqual((await focused(page)).troubles, []);
    });

    journey("by the search box to a section with the words marked, which Escape leaves alone", {}, async (page) => {
      await page.goto(`${home}guide/`);
      await tabTo(page, headerField);
      if (language === "en") {
        await page.keyboard.type(query);
      } else {
        // An input method takes Enter and the arrows for itself while it composes.
        const keys = await page.context().newCDPSession(page);
        await keys.send("Input.imeSetComposition", { text: "yu e", selectionStart: 4, selectionEnd: 4 });
        await keys.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", windowsVirtualKeyCode: 229 });
        assert.equal(address(page), `${home}guide/`);
        await keys.send("Input.insertText", { text: query });
      }
      await eventually(async () => (await offered(page))[0], title);
      await page.keyboard.press("Escape");
      assert.equal(await visible(page, "[role=option]").count(), 0);
      await page.keyboard.press("ArrowDown");
      if (!(await activeOption(page))) await page.keyboard.press("ArrowDown");
      await eventually(async () => (await activeOption(page)).includes(title), true);
      await page.keyboard.press("Enter");
      await page.waitForURL(/balance-wrong/);
      assert.equal(await heading(page), title);
      await visible(page, "main mark").first().waitFor();
    });

    journey("from a search without results to the questions", {}, async (page) => {
      await page.goto(`${home}symptoms/`);
      await page.keyboard.press("/");
      await page.keyboard.type(nonsense);
      await visible(page, "header [data-part=none]").waitFor();
      await follow(page, `${home}troubleshoot/`, { within: "header" });
      await follow(page, `${home}troubleshoot/login/`, { within: "main" });
    });

    journey("from the search box to the page of all results, and to the first", {}, async (page) => {
      await page.goto(home);
      await tabTo(page, headerField);
      await page.keyboard.type(query);
      await page.keyboard.press("Enter");
      await arrived(page, `${home}search/?q=${query}`);
      await eventually(async () => (await listed(page))[0], title);
      await enter(page, ".result a", { text: title });
      await page.waitForURL(/balance-wrong/);
    });

    journey("the other language keeps the section, the query and the step of a tree", {}, async (page) => {
      for (const place of ["symptoms/balance-wrong/#what-you-see", `search/?q=${query}`, "troubleshoot/balance/seen.less/records.processing/", "troubleshoot/balance/due/#a=seen.less,records.processing"]) {
        await page.goto(home + place);
        await page.waitForLoadState("networkidle");
        await enter(page, `.language a[hreflang="${otherLanguage}"]`);
        await arrived(page, other + place);
        assert.equal(await page.getAttribute("html", "lang"), otherLanguage);
      }
    });

    journey("to the summary for support, copied, and back to an earlier answer", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      const root = `${home}troubleshoot/balance/`;
      await page.goto(root);
      await answerAll(page, root, ["seen.less", "records.processing", "due.passed"]);
      await tabTo(page, "[data-part=copy]");
      await page.keyboard.press("Space");
      await eventually(async () => (await page.locator(".case [role=status]").textContent()).length > 0, true);
      assert.equal(await active(page, "[data-part=copy]"), true, "the focus stays");
      // What was copied is seen by pasting it.
      await page.goto(`${home}troubleshoot/`);
      await tabTo(page, "[name=code]");
      await page.keyboard.press("Control+V");
      assert.ok((await page.inputValue("[name=code]")).includes(caseLine));
      await page.keyboard.press("Enter");
      await arrived(page, `${root}seen.less/records.processing/due.passed/`);
      await enter(page, ".trail__change");
      await arrived(page, `${root}#then=seen.less,records.processing,due.passed`);
    });

    journey("along the outline of a wide screen: Tab goes on in the section", {}, async (page) => {
      await page.goto(`${home}symptoms/balance-wrong/`);
      await skip(page);
      await follow(page, `${home}symptoms/balance-wrong/#check-step-by-step`, { within: ".outline" });
      await page.keyboard.press("Tab");
      assert.equal(await isInSection(page, "check-step-by-step"), true);
      assert.deepEqual((await focused(page)).troubles, []);
    });

    journey("the address of a section is copied, and leads to it", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await page.goto(`${home}symptoms/balance-wrong/`);
      await skip(page);
      await tabTo(page, "#what-you-see button");
      await page.keyboard.press("Enter");
      await eventually(async () => (await page.evaluate(() => navigator.clipboard.readText())).endsWith(`${home}symptoms/balance-wrong/#what-you-see`), true);
      assert.equal(await active(page, "#what-you-see button"), true);
    });

    journey("questions are opened and closed, all and one, and lead to the whole answer", {}, async (page) => {
      const open = () => page.locator("[data-module=questions] details[open]").count();
      await page.goto(`${home}questions/`);
      await skip(page);
      await tabTo(page, "[data-module=questions] button[data-part=open]");
      await page.keyboard.press("Space");
      const all = await page.locator("[data-module=questions] details").count();
      assert.equal(await open(), all);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      assert.equal(await open(), 0);
      await enter(page, "[data-module=questions] summary");
      assert.equal(await open(), 1);
      await enter(page, "[data-module=questions] details[open] a");
      await page.waitForURL((url) => url.pathname.startsWith(`${home}questions/`) && url.pathname !== `${home}questions/`);
    });

    journey("from a document to the same in both languages, and from a link in the other one into its section", {}, async (page) => {
      await page.goto(`${home}symptoms/balance-wrong/`);
      await skip(page);
      await follow(page, `${home}side-by-side/symptoms/balance-wrong/`, { within: "main" });
      const titles = readers.map((reader) => reader.title);
      const shown = await page.locator("main").textContent();
      for (const title of titles) assert.ok(shown.includes(title), title);
      await skip(page);
      await enter(page, `main [lang] a[href*="../"]`);
      await page.waitForURL((url) => !url.pathname.includes("side-by-side"));
      assert.equal(await page.getAttribute("html", "lang"), language, "the language of the page leads");
    });

    journey("to everything about fixes on one page, and from its contents to a document", {}, async (page) => {
      await page.goto(`${home}fixes/`);
      await enter(page, `.footer a[href*="print/"]`);
      await page.waitForURL(/\/print\//);
      await skip(page);
      await enter(page, "main nav a");
      await page.waitForURL(/#/);
      const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
      assert.equal(await page.locator(`[id="${id}"]`).isVisible(), true);
      await page.keyboard.press("Tab");
      assert.deepEqual((await focused(page)).troubles, []);
    });

    journey("a word of praise or blame is a message that is already begun", {}, async (page) => {
      await page.goto(`${home}fixes/check-network/`);
      await skip(page);
      await tabTo(page, ".feedback a");
      const message = await page.evaluate(() => decodeURIComponent(document.activeElement.href));
      assert.match(message, /^mailto:[^?]+\?subject=.*fixes\/check-network/s);
    });

    journey("somebody who was robbed is two keys behind the skip link from what to do first", {}, async (page) => {
      await page.goto(home);
      await skip(page);
      const stops = await tabTo(page, "main .safety a");
      assert.ok(stops.length <= 2, stops.join(", "));
      await page.keyboard.press("Enter");
      await page.waitForURL("**/troubleshoot/balance/freeze/");
      assert.ok((await visible(page, "main a[href^='tel:']").count()) > 0, "a number to call");
    });

    journey("from an unknown address by the search to an answer", {}, async (page) => {
      await page.goto(`${home}no/such/page/`);
      await tabTo(page, `main form:lang(${language}) input[type=search]`);
      await page.keyboard.type(query);
      await page.keyboard.press("Enter");
      await arrived(page, `${home}search/?q=${query}`);
      await eventually(async () => (await listed(page))[0], title);
    });
  }

  browserTest("the colour scheme is chosen by keyboard and kept on the next page", { colorScheme: "light" }, async (page) => {
    const background = () => page.evaluate(() => Number(getComputedStyle(document.body).backgroundColor.match(/\d+/)[0]));
    await page.goto("/");
    await tabTo(page, "button.scheme");
    const name = () => page.locator("button.scheme").textContent();
    const before = (await name()).trim();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    assert.notEqual((await name()).trim(), before, "its name says what is on");
    assert.ok((await background()) < 128);
    await follow(page, "/symptoms/", { within: "header" });
    assert.ok((await background()) < 128);
  });

  browserTest("a box of the flowchart leads to its step, and the step to all questions on one page", {}, async (page) => {
    await page.goto("/en/troubleshoot/balance/map/");
    await skip(page);
    await follow(page, "/en/troubleshoot/balance/records/", { within: "svg" });
    await follow(page, "/en/troubleshoot/balance/all/", { within: "main" });
    await skip(page);
    await follow(page, "/en/troubleshoot/balance/due/", { within: "main" });
  });

  browserTest("from one document to the next, and up by the trail of breadcrumbs", {}, async (page) => {
    await page.goto("/symptoms/balance-wrong/");
    await follow(page, "/symptoms/cannot-transact/", { within: ".pager" });
    await follow(page, "/symptoms/", { within: ".breadcrumbs" });
    await follow(page, "/", { within: ".breadcrumbs" });
  });

  browserTest("back through a whole document, in the order of its text", { viewport: phone }, async (page) => {
    await page.goto("/en/causes/account-security/");
    await tabTo(page, ".footer a");
    await tabTo(page, ".skip-link", { key: "Shift+Tab" });
  });
});

describe("no JavaScript:", { concurrency: 2 }, () => {
  for (const { language, home, other, otherLanguage, caseLine } of readers) {
    const journey = (name, options, body) => browserTest(`${name} (${language})`, { locale: language, ...options }, body);

    journey("on a phone by menu, topic and document to a fix, then in the other language", { ...off, viewport: phone, hasTouch: true }, async (page) => {
      await page.goto(home);
      await page.tap(".menu summary");
      await page.tap(".menu__link[href$='symptoms/']");
      await arrived(page, `${home}symptoms/`);
      await page.tap("main .card a[href*=cannot-transact]");
      await arrived(page, `${home}symptoms/cannot-transact/`);
      await page.tap("main a[href*='fixes/update-app']");
      await arrived(page, `${home}fixes/update-app/`);
      const before = await heading(page);
      await page.tap(`.language a[hreflang="${otherLanguage}"]`);
      await arrived(page, `${other}fixes/update-app/`);
      assert.notEqual(await heading(page), before);
      assert.equal(await page.getAttribute("html", "lang"), otherLanguage);
    });

    journey("with the keyboard through the questions to support, with a summary to read out", off, async (page) => {
      const root = `${home}troubleshoot/balance/`;
      await page.goto(root);
      await answerAll(page, root, ["seen.less", "records.processing", "due.passed"]);
      assert.ok((await page.locator("pre").textContent()).includes(caseLine));
      assert.equal(await visible(page, "main button").count(), 0, "nothing that would need it");
      await tabTo(page, "main a[href^='tel:']");
    });

    journey("with the keyboard from the search form to the list of everything and a document", off, async (page) => {
      await page.goto(`${home}guide/closing/`);
      await tabTo(page, headerField);
      await page.keyboard.type("wifi");
      await page.keyboard.press("Enter");
      await arrived(page, `${home}search/?q=wifi`);
      await skip(page);
      await follow(page, `${home}fixes/check-network/`, { within: "main" });
    });

    journey("the answers to questions fold and unfold", off, async (page) => {
      await page.goto(`${home}questions/`);
      await skip(page);
      await enter(page, "main summary");
      assert.equal(await page.locator("main details[open]").count(), 1);
    });
  }
});

// ---- what a reader's device is set to

/** Whether something in a box stands out against its ground, as WCAG 1.4.11 asks of icons: 3 to 1. */
async function isDrawn(page, locator) {
  const picture = (await locator.screenshot()).toString("base64");
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const paint = new OffscreenCanvas(image.width, image.height).getContext("2d");
    paint.drawImage(image, 0, 0);
    const { data: bytes } = paint.getImageData(0, 0, image.width, image.height);
    const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const light = [];
    for (let at = 0; at < bytes.length; at += 4) light.push(0.2126 * linear(bytes[at]) + 0.7152 * linear(bytes[at + 1]) + 0.0722 * linear(bytes[at + 2]));
    const times = new Map();
    for (const one of light) times.set(one, (times.get(one) ?? 0) + 1);
    const [[ground]] = [...times].sort((a, b) => b[1] - a[1]);
    const standOut = light.filter((one) => (Math.max(one, ground) + 0.05) / (Math.min(one, ground) + 0.05) >= 3);
    return standOut.length / light.length > 0.02;
  }, picture);
}

describe("a device set to", { concurrency: 2 }, () => {
  for (const { language, home } of readers) {
    const journey = (name, options, body) => browserTest(`${name} (${language})`, { locale: language, ...options }, body);

    for (const colorScheme of ["light", "dark"]) {
      journey(`colours of its own, ${colorScheme}: the ring, the icons and the edges of controls are seen`, { forcedColors: "active", colorScheme, viewport: phone }, async (page) => {
        await page.goto(`${home}symptoms/balance-wrong/`);
        for (const icon of [".scheme__icon", ".search-form__icon", ".brand__mark", ".menu__button"]) {
          assert.equal(await isDrawn(page, visible(page, icon).first()), true, icon);
        }
        const edges = await visible(page, "header input[type=search], .menu summary, .help a").evaluateAll((all) => all.map((one) => [one.className, parseFloat(getComputedStyle(one).borderBlockEndWidth)]));
        assert.ok(edges.length > 2);
        assert.deepEqual(edges.filter(([, width]) => width < 1), []);
        await tabTo(page, ".footer a");
        await page.goto(`${home}troubleshoot/balance/seen.less/records.processing/due.passed/`);
        await tabTo(page, ".footer a");
        assert.equal(await isDrawn(page, visible(page, ".outcome").first()), true, "the kind of outcome");
      });

      journey(`more contrast, ${colorScheme}: text has 7 to 1`, { contrast: "more", colorScheme }, async (page) => {
        for (const place of ["", "symptoms/balance-wrong/", "troubleshoot/balance/seen.less/records.processing/due.passed/"]) {
          await page.goto(home + place);
          assert.deepEqual(await violations(page, ["color-contrast-enhanced"]), [], place);
        }
      });
    }

    journey("twice the size: the questions are answered by keyboard, and nothing is covered", { viewport: { width: desktop.width / 2, height: desktop.height / 2 }, deviceScaleFactor: 2 }, async (page) => {
      await page.goto(home);
      await skip(page);
      await follow(page, `${home}troubleshoot/`, { within: "main" });
      await follow(page, `${home}troubleshoot/login/`, { within: "main" });
      await answerAll(page, `${home}troubleshoot/login/`, ["seen.password", "password.have-number"]);
      await tabTo(page, ".footer a");
    });

    journey("less motion: nothing moves on the way to an answer", { reducedMotion: "reduce" }, async (page) => {
      const still = async () => assert.deepEqual(await page.evaluate(() => document.getAnimations().map((one) => `${one.constructor.name} ${one.effect?.target?.className}`)), []);
      await page.goto(`${home}symptoms/balance-wrong/`);
      await follow(page, `${home}symptoms/balance-wrong/#still-wrong`, { within: ".outline" });
      await still();
      await page.goto(`${home}questions/`);
      await enter(page, "main summary");
      await still();
      await follow(page, `${home}troubleshoot/`, { within: ".help" });
      await still();
    });

    journey("paper: the fix and the number of support are read, without what only a screen can use", {}, async (page) => {
      await page.goto(`${home}troubleshoot/balance/seen.less/records.processing/due.passed/`);
      await page.emulateMedia({ media: "print" });
      for (const gone of ["header form", ".menu", ".tools", ".skip-link", "[data-part=copy]", ".help__actions"]) assert.equal(await visible(page, gone).count(), 0, gone);
      for (const kept of ["h1", "pre", "a[href^='tel:']"]) assert.equal((await visible(page, kept).count()) > 0, true, kept);
      await page.emulateMedia({ media: null });
      await page.goto(`${home}questions/`);
      await page.emulateMedia({ media: "print" });
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      const closed = await page.locator("main details").evaluateAll((all) => all.filter((one) => !one.lastElementChild.checkVisibility()).length);
      assert.equal(closed, 0, "questions print with their answers");
    });
  }
});
