// What helps reading: links to sections, the outline, questions that fold, another language, feedback.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe } from "node:test";
import { fileURLToPath } from "node:url";
import { arrived, browserTest, desktop, eventually, narrow, origin, phone, searchInHeader, visible } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const violations = async (page) => {
  await page.evaluate(axe);
  return page.evaluate(async () => (await window.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`));
};

/** Notes what moves after it was painted, from the beginning of the page on; the tools of the header make room for a button. */
const watchShifts = () => {
  window.shifted = [];
  new PerformanceObserver((list) => {
    const moved = list.getEntries().flatMap(({ sources }) => sources.map(({ node }) => (node?.nodeType === 1 ? node : node?.parentElement)));
    window.shifted.push(...moved.filter((one) => one && !one.closest(".tools")).map((one) => one.outerHTML.slice(0, 80)));
  }).observe({ type: "layout-shift", buffered: true });
};
const shifted = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.shifted)))));

const article = "/symptoms/balance-wrong/";
const button = "#check-step-by-step .section-link";

describe("a link to a section", { concurrency: 2 }, () => {
  browserTest("is copied whole, and said to be", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.goto(`/en${article}?mark=x#what-you-see`);
    await page.focus(button);
    await page.keyboard.press("Enter");
    await eventually(() => page.locator(".document__body + [role=status]").textContent(), "Link copied");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${origin}/en${article}#check-step-by-step`);
    assert.equal(await page.getByRole("button", { name: "Copy link to this section" }).count(), await page.locator(".document__body [id]:is(h2, h3, h4)").count());
  });

  browserTest("is put into the address where pages may not copy", { init: () => Object.defineProperty(navigator, "clipboard", { value: undefined }) }, async (page) => {
    await page.goto(article);
    await page.hover("#check-step-by-step");
    await page.click(button);
    await arrived(page, `${article}#check-step-by-step`);
    await eventually(() => page.locator(".document__body + [role=status]").textContent(), "链接在地址栏里");
  });

  browserTest("takes a thumb on a phone and moves nothing", { viewport: phone, hasTouch: true, isMobile: true, init: watchShifts }, async (page) => {
    for (const viewport of [phone, narrow]) {
      await page.setViewportSize(viewport);
      await page.goto(article);
      await page.waitForLoadState("load");
      assert.deepEqual(await shifted(page), []);
      for (const one of await page.locator(".section-link").all()) {
        const box = await one.boundingBox();
        assert.ok(box.width >= 44 && box.height >= 44 && box.x + box.width <= viewport.width, JSON.stringify(box));
        assert.equal(await one.evaluate((it) => getComputedStyle(it).opacity), "1");
        // At the end of the last line, whose height it does not change.
        const heading = await one.locator("..").evaluate((it) => [it.getBoundingClientRect().bottom + scrollY, it.offsetHeight / parseFloat(getComputedStyle(it).lineHeight)]);
        assert.ok(Math.abs(heading[1] - Math.round(heading[1])) < 0.05, `${heading[1]} lines`);
        assert.ok(box.y < heading[0] - 10, JSON.stringify([box, heading]));
      }
    }
  });

  browserTest("is seen by who points at the heading or comes by keyboard", {}, async (page) => {
    await page.goto(article);
    const opacity = () => page.locator(button).evaluate((it) => getComputedStyle(it).opacity);
    assert.equal(await opacity(), "0");
    await page.hover("#check-step-by-step");
    assert.equal(await opacity(), "1");
    await page.mouse.move(0, 0);
    await page.keyboard.press("Tab");
    await page.focus(button);
    assert.equal(await opacity(), "1");
  });

  browserTest("is not on paper, nor in the text of the heading", {}, async (page) => {
    await page.goto(article);
    assert.equal(await page.locator("#what-you-see").textContent(), "对照你看到的情况");
    await page.emulateMedia({ media: "print" });
    assert.equal(await visible(page, ".section-link, .feedback").count(), 0);
  });
});

describe("the outline", { concurrency: 2 }, () => {
  browserTest("marks the section being read", {}, async (page) => {
    await page.goto(article);
    const marked = () => page.locator(".outline [aria-current]").evaluateAll((all) => all.map((one) => [decodeURIComponent(one.hash), one.ariaCurrent]));
    await eventually(marked, []);
    for (const id of ["check-step-by-step", "what-you-see"]) {
      await page.evaluate((id) => document.getElementById(id).scrollIntoView(), id);
      await eventually(marked, [[`#${id}`, "true"]]);
    }
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await eventually(async () => (await marked()).length, 1);
    await page.evaluate(() => scrollTo(0, 0));
    await eventually(marked, []);
  });
});

describe("questions that fold", { concurrency: 2 }, () => {
  const open = (page) => page.locator(".question[open] .question__answer").evaluateAll((all) => all.map((one) => one.id));
  const count = (page) => page.locator(".question").count();

  browserTest("open and close all at once", {}, async (page) => {
    await page.goto("/questions/");
    assert.deepEqual(await open(page), []);
    await page.click("text=全部展开");
    assert.equal((await open(page)).length, await count(page));
    await page.click("text=全部收起");
    assert.deepEqual(await open(page), []);
    await page.click(".question summary >> nth=1");
    await page.click(".question[open] a");
    await arrived(page, "/questions/fix-quickly/");
  });

  browserTest("open where the address says, also later", {}, async (page) => {
    await page.goto("/en/questions/#fix-quickly");
    await eventually(() => open(page), ["fix-quickly"]);
    await eventually(() => page.locator(".question[open] summary").evaluate((one) => one.getBoundingClientRect().top >= 0), true);
    await page.evaluate(() => (location.hash = "common-causes"));
    await eventually(() => open(page), ["common-causes", "fix-quickly"]);
  });

  browserTest("name the one that was opened in the address, to be handed on", {}, async (page) => {
    await page.goto("/questions/");
    await page.click(".question summary >> nth=1");
    await arrived(page, "/questions/#fix-quickly");
    await page.reload();
    await eventually(() => open(page), ["fix-quickly"]);
    await page.click(".question summary >> nth=1");
    await arrived(page, "/questions/");
  });

  browserTest("work without JavaScript, and show themselves on paper", { javaScriptEnabled: false }, async (page) => {
    await page.goto("/questions/");
    assert.equal(await visible(page, "[data-part=buttons]").count(), 0);
    await page.click(".question summary >> nth=0");
    assert.ok(await page.locator(".question__answer").first().isVisible());
    await page.emulateMedia({ media: "print" });
    const box = await page.locator(".question__answer").last().boundingBox();
    assert.ok(box && box.height > 40, JSON.stringify(box));
  });

  browserTest("are all open while the page is printed", {}, async (page) => {
    await page.goto("/questions/#fix-quickly");
    await eventually(() => open(page), ["fix-quickly"]);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal((await open(page)).length, await count(page));
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.deepEqual(await open(page), ["fix-quickly"]);
  });

  browserTest("leave nothing for axe to find", {}, async (page) => {
    for (const viewport of [desktop, narrow]) {
      await page.setViewportSize(viewport);
      await page.goto("/questions/");
      assert.deepEqual(await violations(page), []);
      await page.click("text=全部展开");
      assert.deepEqual(await violations(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    }
  });
});

describe("another language", { concurrency: 2 }, () => {
  const english = { locale: "en-GB", firstVisit: true };

  browserTest("is offered in its own words, leads to the same place, and is offered once", english, async (page) => {
    await page.goto(`${article}?mark=余额#what-you-see`);
    const bar = page.locator(".offer");
    assert.deepEqual(await bar.evaluate((one) => [one.lang, one.innerText.split("\n").filter(Boolean)]), ["en", ["Read this page in English", "No, thanks"]]);
    await page.click(".offer a");
    await arrived(page, `/en${article}#what-you-see`);
    await page.goto(article);
    assert.equal(await page.locator(".offer").count(), 0);
  });

  browserTest("is not offered again after a no, and the focus is not lost", english, async (page) => {
    await page.goto("/");
    await page.click(".offer button");
    assert.equal(await page.evaluate(() => document.activeElement.localName), "main");
    await page.goto(article);
    assert.equal(await page.locator(".offer").count(), 0);
  });

  browserTest("is offered in Chinese too", { locale: "zh-TW", firstVisit: true }, async (page) => {
    await page.goto("/en/");
    assert.equal(await page.locator(".offer a").textContent(), "用中文阅读这一页");
  });

  for (const [name, locale, address] of [
    ["the page is in a language of the browser", "zh-CN", article],
    ["the site does not have the language", "fr-FR", article],
    ["the address is unknown", "en-GB", "/no/such/page/"],
  ]) {
    browserTest(`is not offered when ${name}`, { locale, firstVisit: true }, async (page) => {
      await page.goto(address);
      assert.equal(await page.locator(".offer").count(), 0);
    });
  }

  browserTest("is not offered to who has the page's language second", { firstVisit: true, init: () => Object.defineProperty(navigator, "languages", { value: ["en", "zh-CN"] }) }, async (page) => {
    await page.goto(article);
    assert.equal(await page.locator(".offer").count(), 0);
  });

  for (const [name, viewport] of Object.entries({ phone, narrow, desktop })) {
    browserTest(`moves nothing and hides no focus (${name})`, { ...english, viewport, init: watchShifts }, async (page) => {
      for (const address of [article, "/", "/troubleshoot/balance/"]) {
        await page.goto(address);
        await page.waitForLoadState("load");
        assert.ok(await page.locator(".offer").isVisible());
        assert.deepEqual(await shifted(page), [], address);
        assert.deepEqual(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
        for (let step = 0; step < 80; step += 1) {
          await page.keyboard.press("Tab");
          const hidden = await page.evaluate(() => {
            const one = document.activeElement;
            if (one === document.body || one.closest(".offer, .skip-link")) return "";
            const [box, bar] = [one, document.querySelector(".offer")].map((it) => it.getBoundingClientRect());
            return box.top >= bar.top - 1 ? one.outerHTML.slice(0, 80) : "";
          });
          assert.equal(hidden, "", `${address} ${step}`);
        }
      }
      assert.deepEqual(await violations(page), []);
    });
  }

  browserTest("keeps the answers of a decision tree", {}, async (page) => {
    await page.goto("/troubleshoot/balance/seen.less/");
    await page.click(".language a[hreflang=en]");
    await arrived(page, "/en/troubleshoot/balance/seen.less/");
    await page.goto("/troubleshoot/balance/due/#a=seen.less,records.processing");
    await page.click(".language a[hreflang=en]");
    await arrived(page, "/en/troubleshoot/balance/due/#a=seen.less,records.processing");
    await eventually(() => visible(page, ".trail__step").count(), 2);
  });

  browserTest("keeps the words of a search, typed or named, and in a new tab", {}, async (page) => {
    await page.goto("/search/?q=wifi");
    await page.fill("main input[type=search]", "余额");
    await eventually(() => new URL(page.url()).searchParams.get("q"), "余额");
    const [tab] = await Promise.all([page.context().waitForEvent("page"), page.click(".language a[hreflang=en]", { modifiers: ["ControlOrMeta"] })]);
    await eventually(() => new URL(tab.url()).searchParams.get("q"), "余额");
    await tab.close();
  });
});

// ---- a site of its own, since the demonstration has no endpoint

const wenda = process.env.WENDA ?? fileURLToPath(new URL("../../target/tools/wenda", import.meta.url));
const project = mkdtempSync(path.join(tmpdir(), "wenda-aids-"));
after(() => rmSync(project, { recursive: true }));
mkdirSync(path.join(project, "content"));
writeFileSync(path.join(project, "content/site.yaml"), "locales: [en]\nfeedback: {endpoint: /api/feedback, email: help@example.com}\n");
writeFileSync(path.join(project, "content/a.md"), "# A\n\nText.\n");
execFileSync(wenda, ["build", "--root", project, "--format", "short"], { stdio: "ignore" });

/** Shows that site at `/feedback/`, and gives what its endpoint receives. */
async function feedbackSite(page, status) {
  const received = [];
  await page.route("**/feedback/**", (route) => {
    let file = path.join(project, "public", new URL(route.request().url()).pathname.replace("/feedback/", ""));
    if (file.endsWith("/")) file += "index.html";
    return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
  });
  await page.route("**/api/feedback", (route) => {
    received.push(Object.fromEntries(new URLSearchParams(route.request().postData())));
    return status ? route.fulfill({ status, contentType: "text/html", body: "<!doctype html><title>Thanks</title>" }) : route.abort();
  });
  await page.goto("/feedback/a/");
  return received;
}

describe("the offline copy", { concurrency: 2 }, () => {
  const unpacked = path.join(project, "unpacked");
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const zip = path.join(project, "钱包问答.zip");
  execFileSync(wenda, ["build", "--root", root, "--output", path.join(project, "offline"), "--offline-zip", zip], { stdio: "ignore" });
  execFileSync("python3", ["-m", "zipfile", "-e", zip, unpacked]);
  const below = (page) => decodeURI(page.url()).split("unpacked")[1];

  browserTest("is read and searched from a folder", {}, async (page) => {
    await page.goto(`file://${unpacked}/钱包问答/index.html`);
    await searchInHeader(page, "余额", "余额显示不对");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await eventually(() => below(page).replace(/[?#].*/, ""), "/钱包问答/symptoms/balance-wrong/index.html");
    await page.click(".language a[hreflang=en]");
    await eventually(() => below(page).replace(/[?#].*/, ""), "/钱包问答/en/symptoms/balance-wrong/index.html");
    const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href.split("#")[0]).filter((link) => link.startsWith("file:")));
    assert.deepEqual(links.filter((link) => !existsSync(fileURLToPath(link))), []);
  });
});

describe("feedback", { concurrency: 2 }, () => {
  browserTest("is sent without leaving the page, and nothing before the answer", {}, async (page) => {
    const received = await feedbackSite(page, 200);
    assert.deepEqual(received, []);
    await page.click("text=Yes");
    await eventually(() => page.locator(".feedback [role=status]").textContent(), "Thank you for letting us know.");
    assert.equal(await page.locator(".feedback form").isVisible(), false);
    assert.equal(await visible(page, ".feedback a").count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.role), "status");
    assert.deepEqual(Object.keys(received[0]), ["document", "locale", "page", "edition", "answer"]);
    assert.deepEqual([received.length, received[0].document, received[0].answer], [1, "a", "yes"]);
    assert.deepEqual(await violations(page), []);
  });

  browserTest("offers to say more after a no", {}, async (page) => {
    const received = await feedbackSite(page, 204);
    await page.click(".feedback >> text=No");
    await page.locator(".feedback a").waitFor();
    assert.match(await page.getAttribute(".feedback a", "href"), /^mailto:help@example\.com\?subject=Not%20helpful/);
    assert.equal(received[0].answer, "no");
  });

  browserTest("says when it did not get through, and can be tried again", { provoked: /./ }, async (page) => {
    for (const status of [500, 0]) {
      await feedbackSite(page, status);
      await page.click("text=Yes");
      await eventually(() => page.locator(".feedback [role=status]").textContent(), "That couldn't be sent. Please try again later.");
      assert.ok(await page.locator(".feedback form").isVisible());
    }
  });

  browserTest("is an ordinary form without JavaScript", { javaScriptEnabled: false }, async (page) => {
    const received = await feedbackSite(page, 200);
    await page.click("text=Yes");
    await eventually(() => page.title(), "Thanks");
    assert.equal(received[0].answer, "yes");
  });

  browserTest("is a message where the site was opened from a folder", {}, async (page) => {
    await page.goto(`file://${project}/public/a/index.html`);
    await page.locator(".feedback a").waitFor();
    assert.equal(await page.locator(".feedback form").count(), 0);
  });
});
