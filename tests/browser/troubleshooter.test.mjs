// Decision trees as readers walk them: by links alone, with the script, from a code, and on other sites.
// What the pages should say is read from the published JSON of the trees.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { after, describe } from "node:test";
import { address, arrived, browserTest, eventually, origin, phone, visible } from "./harness.mjs";
import { built } from "./server.mjs";

const off = { javaScriptEnabled: false };
const outcomes = ["solved", "wait", "self", "contact", "safety"];
const tree = (id) => JSON.parse(readFileSync(path.join(built, "root/troubleshoot", `${id}.json`), "utf8"));
const balance = tree("balance");

/** The shortest way from the start to a node that is as wanted: pairs of question and answer. */
function way(tree, isWanted) {
  const waiting = [[tree.start, []]];
  for (const [node, steps] of waiting) {
    if (isWanted(tree.nodes[node])) return steps;
    for (const { id, go } of tree.nodes[node].answers ?? []) waiting.push([go, [...steps, [node, id]]]);
  }
  throw new Error("no way leads there");
}

/** The node that answers lead to. */
const end = (tree, steps) => steps.reduce((node, [, id]) => tree.nodes[node].answers.find((answer) => answer.id === id).go, tree.start);
const parse = (text) => text.split(",").map((pair) => pair.split("."));
const said = (tree, steps, language) =>
  steps.map(([node, id]) => [tree.nodes[node].text[language], tree.nodes[node].answers.find((answer) => answer.id === id).text[language]]);
const joined = (steps, separator, last = "") => steps.map((step) => step.join(".")).join(separator) + (steps.length ? last : "");

/** What support should get, for answers given in a language. */
function summary(tree, steps, language, place) {
  const block = (language) => {
    const lines = said(tree, steps, language).map(([question, answer], at) => `${at + 1}. ${question}\n   → ${answer}\n`);
    return `${tree.title[language]} [${language}]\n${lines.join("")}\n`;
  };
  const code = `${tree.tree}@${tree.version}:${joined(steps, ",")}`;
  return `${[...new Set([language, "zh-CN"])].map(block).join("")}${place}\n${language === "en" ? "Code: " : "代码："}${code}\n`;
}

const heading = "[data-part=heading]";
const answer = (id) => `[data-answer="${id}"]`;
const part = (page, name) => page.locator(`[data-part=${name}]`).first();
const hasFocus = (page, selector) => page.evaluate((selector) => document.activeElement.matches(selector), selector);
const leadsTo = (page, id) => page.locator(answer(id)).evaluate((link) => decodeURI(link.href).replace(location.origin, ""));
const caseText = (page) => page.locator("pre[data-part=case]").textContent();

/** “Your answers”, as they are seen. */
const answersShown = (page) =>
  visible(page, ".trail__step").evaluateAll((rows) => rows.map((row) => [".trail__question", ".trail__answer"].map((part) => row.querySelector(part).textContent)));

/** Clicks through answers from the first page of a tree. */
async function walk(page, root, steps, afterEach = () => {}) {
  await page.goto(root);
  for (const [at, [, id]] of steps.entries()) {
    await page.click(answer(id));
    await arrived(page, root + joined(steps.slice(0, at + 1), "/", "/"));
    await afterEach();
  }
}

describe("a decision tree", { concurrency: 2 }, () => {
  for (const [language, prefix, own] of [["zh-CN", "/", balance], ["en", "/help/en/", tree("login")]]) {
    browserTest(`leads to every kind of outcome, heading first (${language})`, {}, async (page) => {
      for (const outcome of outcomes) {
        const steps = way(own, (node) => node.outcome === outcome);
        await walk(page, `${prefix}troubleshoot/${own.tree}/`, steps, () => eventually(() => hasFocus(page, heading), true));
        assert.equal(await page.textContent(heading), own.nodes[end(own, steps)].text[language]);
        assert.equal(await visible(page, `.tree__title .outcome--${outcome}`).count(), 1, outcome);
        assert.deepEqual(await answersShown(page), said(own, steps, language), outcome);
      }
    });
  }

  browserTest("is walked back, loaded again and read in the other language without losing the place", {}, async (page) => {
    const steps = parse("seen.less,records.processing,due.passed");
    const [root, deep] = ["/troubleshoot/balance/", "seen.less/records.processing/due.passed/"];
    await walk(page, root, steps);
    await page.reload();
    assert.deepEqual(await answersShown(page), said(balance, steps, "zh-CN"));
    assert.equal(await hasFocus(page, "body"), true, "a page loaded again is read from its beginning");
    await page.click(".language a[hreflang=en]");
    await arrived(page, `/en${root}${deep}`);
    assert.deepEqual(await answersShown(page), said(balance, steps, "en"));
    await page.goBack();
    await page.goBack();
    await arrived(page, `${root}seen.less/records.processing/`);
    await page.click(".back__link");
    await arrived(page, `${root}seen.less/`);
    await page.click("text=重新开始");
    await arrived(page, root);
  });

  browserTest("needs no script", off, async (page) => {
    const steps = way(balance, (node) => node.outcome === "contact");
    const root = "/help/en/troubleshoot/balance/";
    await page.goto("/help/en/troubleshoot/");
    const hidden = async () => assert.deepEqual(await visible(page, "main :is(button, input, .notice:not(.notice--warning), .answer__before)").count(), 0, page.url());
    await hidden();
    await page.click(`main >> text=${balance.title.en}`);
    await arrived(page, root);
    assert.equal(await visible(page, ".trail").count(), 0);
    for (const [at, [, id]] of steps.entries()) {
      await hidden();
      await page.click(answer(id));
      await arrived(page, root + joined(steps.slice(0, at + 1), "/", "/"));
      assert.deepEqual(await answersShown(page), said(balance, steps.slice(0, at + 1), "en"));
    }
    await hidden();
    const place = page.url();
    assert.equal(await caseText(page), summary(balance, steps, "en", place.replace(origin, "https://wenda.example")));
    for (const at of steps.keys()) {
      await page.goto(place);
      await page.locator(".trail__change").nth(at).click();
      await arrived(page, root + joined(steps.slice(0, at), "/", "/"));
      assert.equal(await page.textContent(heading), balance.nodes[steps[at][0]].text.en);
    }
  });

  browserTest("has its summary in Chinese alone for readers of Chinese", off, async (page) => {
    const steps = parse("seen.less,records.processing,due.passed");
    const place = `/troubleshoot/balance/${joined(steps, "/", "/")}`;
    await page.goto(place);
    assert.equal(await caseText(page), summary(balance, steps, "zh-CN", `https://wenda.example${place}`));
  });

  browserTest("keeps what was answered after a changed answer, where it still applies", {}, async (page) => {
    const root = "/troubleshoot/balance/";
    await page.goto(`${root}seen.less/records.processing/due.passed/`);
    await page.locator(".trail__change").first().click();
    await arrived(page, `${root}#then=seen.less,records.processing,due.passed`);
    await part(page, "kept").waitFor();
    assert.equal(await leadsTo(page, "less"), `${root}seen.less/records.processing/due.passed/`);
    assert.equal(await leadsTo(page, "unsure"), `${root}seen.unsure/records.processing/due.passed/`);
    assert.equal(await leadsTo(page, "arrival"), `${root}seen.arrival/`, "its question was never asked");
    assert.equal(await leadsTo(page, "not-mine"), `${root}seen.not-mine/`);
    const marked = await page.locator(".answer").filter({ has: page.locator(".answer__before:visible") }).locator("a").evaluateAll((all) => all.map((one) => one.dataset.answer));
    assert.deepEqual(marked, ["less"]);
    await page.click(answer("unsure"));
    await arrived(page, `${root}seen.unsure/records.processing/due.passed/`);
    assert.deepEqual(await answersShown(page), said(balance, parse("seen.unsure,records.processing,due.passed"), "zh-CN"));
  });

  browserTest("drops an answer in between that a change makes needless, and keeps the next", {}, async (page) => {
    const root = "/en/troubleshoot/balance/";
    await page.goto(`${root}seen.arrival/arrival.sent/payee.right/due.passed/`);
    await page.locator(".trail__change").nth(1).click();
    await part(page, "kept").waitFor();
    assert.equal(await leadsTo(page, "top-up"), `${root}seen.arrival/arrival.top-up/due.passed/`);
    assert.equal(await leadsTo(page, "received"), `${root}seen.arrival/arrival.received/`);
    await page.goto(`${root}seen.less/records.processing/due.passed/`);
    await page.locator(".trail__change").last().click();
    await visible(page, ".answer__before").waitFor();
    assert.equal(await visible(page, "[data-part=kept]").count(), 0, "nothing was answered later");
  });

  browserTest("says which code to give support, and takes it", {}, async (page) => {
    const root = "/en/troubleshoot/";
    const open = async (code) => {
      await page.goto(root);
      await page.fill("[name=code]", code);
      await page.press("[name=code]", "Enter");
    };
    await page.goto(`${root}balance/seen.less/records.processing/due.passed/`);
    const [, line] = /^(Code: .*)$/m.exec(await caseText(page));
    for (const code of [line, line.replace("Code: ", ""), ` ${line.replace("Code: ", "代码：")} `]) {
      await open(code);
      await arrived(page, `${root}balance/seen.less/records.processing/due.passed/`);
    }
    assert.equal(await part(page, "changed").isVisible(), false);
    await open(`balance@${balance.version}:`);
    await arrived(page, `${root}balance/`);

    await open("balance@000000:seen.less,records.gone,due.passed");
    await arrived(page, `${root}balance/seen.less/#changed=1`);
    assert.equal(await part(page, "changed").isVisible(), true);
    // A whole summary, as it comes out of a chat: in one line, with what an input method makes of the punctuation.
    await open("1. 看到什么？ https://wenda.example/troubleshoot/balance/seen.less/代码：balance@000000：seen.less，records.processing");
    await arrived(page, `${root}balance/seen.less/records.processing/`);
    // A node without a trail.
    await open("balance@000000:support");
    await arrived(page, `${root}balance/support/`);

    await open("balance@000000:gone.less");
    await arrived(page, `${root}balance/#changed=1`);
    assert.equal(await part(page, "changed").isVisible(), true);

    await open("balance@000000:records.processing,due.passed");
    await arrived(page, `${root}balance/support/#a=records.processing,due.passed`);
    await eventually(() => answersShown(page), said(balance, parse("records.processing,due.passed"), "en"));
  });

  browserTest("says that it does not know a code", {}, async (page) => {
    await page.goto("/troubleshoot/");
    const status = page.locator(".case-code [role=status]");
    for (const code of ["nothing@123abc:seen.less", "余额", "balance", "balance@3f2a1c:<b>", "../balance@1:"]) {
      await page.fill("[name=code]", code);
      await page.click(".case-code button");
      await eventually(() => status.textContent(), await page.getAttribute(".case-code", "data-invalid"));
      await status.evaluate((one) => (one.textContent = ""));
    }
    assert.equal(address(page), "/troubleshoot/");
  });

  browserTest("opens the page that a code names when the tree cannot be had", { provoked: /ERR_FAILED/ }, async (page) => {
    await page.route("**/balance.json", (route) => route.abort());
    await page.goto("/help/troubleshoot/");
    await page.fill("[name=code]", "balance@000000:seen.less,records.processing");
    await page.press("[name=code]", "Enter");
    await arrived(page, "/help/troubleshoot/balance/seen.less/records.processing/");
  });

  browserTest("offers to go on where the reader left it, in either language", {}, async (page) => {
    await page.goto("/troubleshoot/balance/");
    assert.equal(await part(page, "resume").isVisible(), false);
    const isRead = () => eventually(() => hasFocus(page, heading), true);
    await page.click(answer("less"));
    await arrived(page, "/troubleshoot/balance/seen.less/");
    await isRead();
    await page.goto("/symptoms/");
    await page.goto("/en/troubleshoot/balance/");
    await part(page, "resume").locator("a").click();
    await arrived(page, "/en/troubleshoot/balance/seen.less/");
    await page.goto("/troubleshoot/login/");
    assert.equal(await part(page, "resume").isVisible(), false, "another tree");
    for (const outcome of ["solved", "safety"]) {
      await walk(page, "/troubleshoot/balance/", way(balance, (node) => node.outcome === outcome), isRead);
      await page.goto("/troubleshoot/balance/");
      assert.equal(await part(page, "resume").isVisible(), false, outcome);
    }
    await page.goto("/troubleshoot/balance/due/#a=seen.less,records.processing");
    await page.goto("/troubleshoot/balance/");
    await part(page, "resume").locator("a").click();
    await arrived(page, "/troubleshoot/balance/due/#a=seen.less,records.processing");
  });

  browserTest("works when storage is blocked", {
    init: () => Object.defineProperty(window, "sessionStorage", { get: () => { throw new DOMException("blocked", "SecurityError"); } }),
  }, async (page) => {
    await walk(page, "/troubleshoot/balance/", parse("seen.less,records.processing,due.passed"));
    assert.equal(await visible(page, "[data-part=copy]").count(), 1);
  });

  browserTest("tells the page what was answered, and the host nothing on pages of nodes", {
    init: () => document.addEventListener("wenda:answer", ({ detail }) => (sessionStorage.heard = JSON.stringify([...JSON.parse(sessionStorage.heard ?? "[]"), detail]))),
  }, async (page) => {
    const requests = [];
    page.on("request", (request) => requests.push(`${request.url()} ${request.headers().referer ?? ""} ${request.postData() ?? ""}`));
    const root = "/en/troubleshoot/balance/";
    await page.goto(`${root}records/`);
    for (const id of ["processing", "passed"]) await Promise.all([page.waitForURL(/#a=/), page.click(answer(id))]);
    await eventually(() => answersShown(page), said(balance, parse("records.processing,due.passed"), "en"));
    await page.click("[data-part=copy]");
    await page.locator(".trail__change").first().click();
    await part(page, "kept").waitFor();
    await page.goto(root);
    await part(page, "resume").locator("a").click();
    await page.waitForURL(/#then=/);
    assert.deepEqual(JSON.parse(await page.evaluate(() => sessionStorage.heard)), [
      { tree: "balance", node: "records", answer: "processing" },
      { tree: "balance", node: "due", answer: "passed" },
    ]);
    assert.ok(requests.length > 10);
    assert.deepEqual(requests.filter((line) => !line.startsWith(`${origin}/`) || /processing|passed|then/.test(line)), []);
  });

  browserTest("is walked with Tab and Enter", {}, async (page) => {
    const steps = way(balance, (node) => node.outcome === "solved");
    await page.goto("/en/troubleshoot/balance/");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await hasFocus(page, "main"), true);
    for (const [at, [, id]] of steps.entries()) {
      for (let count = 0; !(await hasFocus(page, answer(id))); count++) {
        assert.ok(count < 20, `${id} is not reached`);
        await page.keyboard.press("Tab");
      }
      await page.keyboard.press("Enter");
      await arrived(page, `/en/troubleshoot/balance/${joined(steps.slice(0, at + 1), "/", "/")}`);
      await eventually(() => hasFocus(page, heading), true);
    }
    assert.equal(await visible(page, ".outcome--solved").count(), 1);
  });

  browserTest("has answers and ways out that a thumb can hit", { viewport: phone, hasTouch: true }, async (page) => {
    for (const prefix of ["/", "/en/"]) {
      for (const place of ["", "seen.less/", "seen.less/records.processing/due.passed/"]) {
        await page.goto(`${prefix}troubleshoot/balance/${place}`);
        const heights = await visible(page, ".answer, .safety__link, .back__link, .trail__change, .tree__links a, .channel a, main button").evaluateAll((all) => all.map((one) => [one.textContent.trim(), one.getBoundingClientRect().height]));
        assert.ok(heights.length > 4);
        assert.deepEqual(heights.filter(([, height]) => height < 44), []);
      }
    }
  });

  // One test: tabs share the clipboard.
  browserTest("has its summary copied to the letter, also by a browser without the newer way", {
    permissions: ["clipboard-read", "clipboard-write"],
    init: () => {
      window.clipboard = navigator.clipboard;
      if (location.search === "?old") Object.defineProperty(navigator, "clipboard", { value: undefined });
    },
  }, async (page) => {
    for (const place of ["seen.less/records.processing/due.passed/", "seen.less/records.processing/due.passed/?old", "support/?old#a=records.processing,due.passed"]) {
      await page.goto(`/en/troubleshoot/balance/${place}`);
      await eventually(async () => (await answersShown(page)).length > 1, true);
      const status = page.locator(".case [role=status]");
      assert.equal(await status.textContent(), "");
      await page.evaluate(() => window.clipboard.writeText("before"));
      await page.click("[data-part=copy]");
      await eventually(() => status.textContent(), "Copied");
      assert.equal(await page.evaluate(() => window.clipboard.readText()), (await caseText(page)).trim(), place);
    }
  });
});

describe("a page of a node", { concurrency: 2 }, () => {
  const root = "/en/troubleshoot/balance/";

  browserTest("keeps the answers in the fragment, lists them, and puts them into the summary", {}, async (page) => {
    await page.goto(`${root}records/`);
    assert.equal(await visible(page, ".trail").count(), 0);
    await page.click(answer("processing"));
    await arrived(page, `${root}due/#a=records.processing`);
    assert.equal(await hasFocus(page, heading), true);
    await page.click(answer("passed"));
    await arrived(page, `${root}support/#a=records.processing,due.passed`);
    const steps = parse("records.processing,due.passed");
    await eventually(() => answersShown(page), said(balance, steps, "en"));
    assert.equal(await caseText(page), summary(balance, steps, "en", page.url()));
    await page.reload();
    await eventually(() => answersShown(page), said(balance, steps, "en"));
    await page.click(".language a[hreflang=zh-CN]");
    await arrived(page, "/troubleshoot/balance/support/#a=records.processing,due.passed");
    await eventually(() => answersShown(page), said(balance, steps, "zh-CN"));
    assert.equal(await caseText(page), summary(balance, steps, "zh-CN", page.url()));
  });

  browserTest("leads back to the question before, with the answers before it", {}, async (page) => {
    await page.goto(`${root}support/#a=records.processing,due.passed`);
    await eventually(async () => (await answersShown(page)).length, 2);
    await page.click(".back__link");
    await arrived(page, `${root}due/#a=records.processing`);
    await eventually(async () => (await answersShown(page)).length, 1);
    await page.click(".back__link");
    await arrived(page, `${root}records/`);
    await page.click(".back__link");
    await arrived(page, root);
  });

  browserTest("keeps later answers through a change", {}, async (page) => {
    await page.goto(`${root}support/#a=arrival.sent,payee.right,due.passed`);
    await eventually(async () => (await answersShown(page)).length, 3);
    await page.locator(".trail__change").nth(1).click();
    await arrived(page, `${root}payee/#a=arrival.sent&then=payee.right,due.passed`);
    await part(page, "kept").waitFor();
    assert.equal(await leadsTo(page, "unsure"), `${root}support/#a=arrival.sent,payee.unsure,due.passed`);
    assert.equal(await leadsTo(page, "wrong"), `${root}mistake/#a=arrival.sent,payee.wrong`);
    assert.equal(await visible(page, ".answer__before").count(), 1);
    await page.click(answer("unsure"));
    await eventually(() => answersShown(page), said(balance, parse("arrival.sent,payee.unsure,due.passed"), "en"));
  });

  browserTest("says so when its answers no longer lead to it", {}, async (page) => {
    await page.goto(`${root}support/#a=records.processing,due.gone`);
    await part(page, "changed").waitFor();
    assert.deepEqual(await answersShown(page), said(balance, parse("records.processing"), "en"));
  });

  browserTest("takes no markup from the fragment", {}, async (page) => {
    for (const fragment of ["#a=<b>.<i>", "#a=records.processing,%3Cimg%20src=x%3E.x", "#a=,,.", "#then=<b>.x", "#a=__proto__.constructor"]) {
      await page.goto("/en/");
      await page.goto(`${root}due/${fragment}`);
      await page.waitForLoadState("networkidle");
      assert.equal(await page.locator("main :is(b, i, img)").count(), 0, fragment);
    }
  });
});

describe("the flowchart", { concurrency: 2 }, () => {
  for (const [language, prefix] of [["zh-CN", "/"], ["en", "/en/"]]) {
    browserTest(`has a name, a description, and a link for every node (${language})`, {}, async (page) => {
      const root = `${prefix}troubleshoot/balance/`;
      await page.goto(`${root}map/`);
      const svg = page.locator(".map-box svg");
      const labels = await svg.evaluate((svg) => ["aria-labelledby", "aria-describedby"].map((name) => (svg.getAttribute(name) ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim()));
      assert.ok(labels[0].includes(balance.title[language]), `${labels}`);
      assert.ok(labels.join(" ").length > balance.title[language].length + 10, "a description");
      const links = await svg.locator("a").evaluateAll((all) => all.map((one) => new URL(one.getAttribute("href"), document.baseURI).pathname));
      const wanted = Object.keys(balance.nodes).map((id) => root + (id === balance.start ? "" : `${id}/`));
      assert.deepEqual(links.toSorted(), wanted.toSorted());
      for (const link of links) assert.equal((await page.request.head(link)).status(), 200, link);
      const safety = Object.keys(balance.nodes).find((id) => balance.nodes[id].outcome === "safety");
      await svg.locator(`a[href*="/${safety}/"]`).click();
      await arrived(page, `${root}${safety}/`);
      assert.equal(await page.textContent(heading), balance.nodes[safety].text[language]);
    });
  }

  browserTest("opens at its beginning on a phone", { viewport: phone }, async (page) => {
    await page.goto("/troubleshoot/balance/map/");
    const box = await page.locator(".map-box svg a").first().boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= phone.width, `${box.x}`);
  });

  // axe does not look at text in an SVG.
  for (const colorScheme of ["light", "dark"]) {
    browserTest(`has text and lines that can be read (${colorScheme})`, { colorScheme }, async (page) => {
      await page.goto("/troubleshoot/balance/map/");
      const low = await page.evaluate(() => {
        const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const light = (color) => {
          paint.fillStyle = color;
          paint.fillRect(0, 0, 1, 1);
          const [red, green, blue] = [...paint.getImageData(0, 0, 1, 1).data].map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const contrast = (one, other) => {
          const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
          return (high + 0.05) / (low + 0.05);
        };
        const ground = getComputedStyle(document.body).backgroundColor;
        const problems = [];
        for (const text of document.querySelectorAll(".map-box svg text")) {
          const box = text.closest("a")?.querySelector("g > :is(rect, path, polygon, ellipse)");
          const found = contrast(getComputedStyle(text).fill, box ? getComputedStyle(box).fill : ground);
          if (found < 4.5) problems.push(`${text.textContent}: ${found.toFixed(2)}`);
        }
        for (const shape of document.querySelectorAll(".map-box svg :is(rect, path, line, polygon)")) {
          const { stroke, strokeWidth } = getComputedStyle(shape);
          if (stroke !== "none" && parseFloat(strokeWidth) > 0 && contrast(stroke, ground) < 3) problems.push(`${shape.outerHTML.slice(0, 60)}: ${contrast(stroke, ground).toFixed(2)}`);
        }
        return problems;
      });
      assert.deepEqual(low, []);
    });
  }
});

// ---- on another site

const other = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://other");
  if (pathname !== "/") return response.writeHead(204).end();
  const lang = searchParams.get("lang");
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(`<!doctype html><html lang="${lang}"><title>Other</title>
<script src="${origin}/troubleshoot/embed.js" defer></script><script>addEventListener("wenda:answer", ({ detail }) => (window.heard ??= []).push(detail))</script>
<main><h1>Other</h1><wenda-troubleshooter src="${origin}/troubleshoot/balance.json"><a href="${origin}/en/troubleshoot/balance/">Go there</a></wenda-troubleshooter></main>`);
});
await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
after(() => (other.closeAllConnections(), new Promise((resolve) => other.close(resolve))));
const otherSite = `http://127.0.0.1:${other.address().port}`;

describe("the element for other sites", { concurrency: 2 }, () => {
  const visit = new RegExp(`^request to another host: ${otherSite}/`);
  const title = (page) => page.textContent(".wenda__heading");

  for (const language of ["zh-CN", "en"]) {
    browserTest(`shows the tree, is walked with the keyboard and tells what was answered (${language})`, { provoked: visit }, async (page) => {
      await page.goto(`${otherSite}/?lang=${language}`);
      await page.locator(".wenda__heading").waitFor();
      assert.equal(await page.getByText("Go there").count(), 0);
      const steps = way(balance, (node) => node.outcome === "contact");
      for (const [node, id] of steps) {
        const { text, answers } = balance.nodes[node];
        assert.equal(await title(page), text[language]);
        const wanted = answers.find((answer) => answer.id === id).text[language];
        for (let count = 0; (await page.evaluate(() => document.activeElement.textContent)) !== wanted; count++) {
          assert.ok(count < 12, `${id} is not reached`);
          await page.keyboard.press("Tab");
        }
        await page.keyboard.press("Enter");
        assert.equal(await hasFocus(page, ".wenda__heading"), true);
      }
      assert.deepEqual(await page.evaluate(() => window.heard), steps.map(([node, id]) => ({ tree: "balance", node, answer: id })));
      const last = balance.nodes[end(balance, steps)];
      assert.equal(await title(page), last.text[language]);
      assert.equal(await page.locator(".wenda__channel").count(), last.channels.length);
      const links = await page.locator("wenda-troubleshooter a").evaluateAll((all) => all.map((one) => [one.textContent.trim(), one.protocol, one.href]));
      assert.ok(links.length > 2);
      assert.deepEqual(links.filter(([text]) => !text), [], "links without words");
      assert.equal(links.at(-1)[2], new URL(last.url[language], `${origin}/troubleshoot/balance.json`).href);
      await page.click(".wenda__back");
      assert.equal(await title(page), balance.nodes[steps.at(-1)[0]].text[language]);
      await page.click(".wenda__again");
      assert.equal(await title(page), balance.nodes[balance.start].text[language]);
    });
  }

  browserTest("says in which language it speaks on a page of a third", { provoked: visit }, async (page) => {
    await page.goto(`${otherSite}/?lang=fr`);
    await eventually(() => page.locator("wenda-troubleshooter").getAttribute("lang"), "zh-CN");
  });

  browserTest("lists the steps of a fix", { provoked: visit }, async (page) => {
    await page.goto(`${otherSite}/?lang=en`);
    const steps = way(balance, (node) => node.kind === "try");
    for (const [, text] of said(balance, steps, "en")) await page.getByRole("button", { name: text, exact: true }).click();
    assert.deepEqual(await page.locator(".wenda__fix li").allTextContents(), balance.nodes[end(balance, steps)].steps.en);
  });

  for (const [what, address] of [["script", "**/embed.js"], ["tree", "**/balance.json"]]) {
    browserTest(`is a link without its ${what}`, { provoked: new RegExp(`${visit.source}|ERR_FAILED`) }, async (page) => {
      await page.route(address, (route) => route.abort());
      await page.goto(`${otherSite}/?lang=en`);
      await page.waitForLoadState("networkidle");
      assert.equal(await page.getByText("Go there").isVisible(), true);
      assert.equal(await page.locator(".wenda__heading").count(), 0);
    });
  }
});
