// Walking with the keyboard: what each stop must be like for a reader who sees only where the focus is.

import assert from "node:assert/strict";
import { arrived, eventually } from "./harness.mjs";

/** What has the focus: a name for messages, and what would make it invisible. */
export const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    element.dataset.visited = "";
    const name = `${element.localName}.${element.getAttribute("class")} “${(element.textContent || element.getAttribute("aria-label") || element.name || "").trim().slice(0, 30)}”`;
    const troubles = [];
    const shows = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    const styles = [undefined, "::before", "::after"].map((part) => getComputedStyle(element, part));
    if (!styles.some(shows)) troubles.push("no focus ring");
    // A link over two lines has a middle that is not its own.
    const boxes = [...element.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    const seen = boxes.some((box) => {
      const at = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, innerHeight) / 2);
      return at && (element.contains(at) || at.contains(element) || at.closest("label")?.control === element);
    });
    if (!seen) troubles.push("covered or outside the window");
    return { name, troubles, isStop: !element.matches("h1, main") };
  });

/** Whether the focus went on in the order of the document, or back in it. */
const inOrder = (page, backwards) =>
  page.evaluate((backwards) => {
    const [before, now] = [document.lastStop, document.activeElement];
    document.lastStop = now;
    // After the end of a page comes its beginning.
    if (!before?.isConnected || before === now || (!backwards && now.matches(".skip-link"))) return true;
    return Boolean(before.compareDocumentPosition(now) & (backwards ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING));
  }, backwards);

/**
 * Presses Tab until the focus is on what a selector names, and, where they are given, contains `text` and leads to the path
 * `to`. On the way every stop must be in sight, with a ring, uncovered, and after the stop before it.
 */
export async function tabTo(page, selector, { text = "", to, key = "Tab", most = 120 } = {}) {
  const passed = [];
  for (let step = 0; step < most; step++) {
    await page.keyboard.press(key);
    const stop = await focused(page);
    // The page may still have been about to take the focus to its heading, which is no stop of Tab.
    if (!stop?.isStop) continue;
    assert.deepEqual(stop.troubles, [], stop.name);
    assert.equal(await inOrder(page, key !== "Tab"), true, `${stop.name} comes out of order after ${passed.at(-1)}`);
    passed.push(stop.name);
    const isThere = ([selector, text, to]) => {
      const one = document.activeElement;
      const leadsTo = (link) => decodeURI(new URL(link.getAttribute("href"), document.baseURI).href).replace(location.origin, "");
      return one.matches(selector) && one.textContent.includes(text) && (to === null || leadsTo(one) === to);
    };
    if (await page.evaluate(isThere, [selector, text, to ?? null])) return passed;
  }
  assert.fail(`${selector} ${text} ${to ?? ""} is not reached: ${passed.join(", ")}`);
}

/** Follows a link as `tabTo` finds it, by Enter. */
export async function follow(page, to, { within = "", ...options } = {}) {
  await tabTo(page, `${within} a`, { to, ...options });
  await page.keyboard.press("Enter");
  await arrived(page, to);
  await page.waitForLoadState("load");
}

/** Past the header, with the skip link. */
export async function skip(page) {
  await tabTo(page, ".skip-link");
  await page.keyboard.press("Enter");
  await eventually(() => page.evaluate(() => document.activeElement.localName), "main");
}

/** Through a tree: each answer by Tab and Enter, up to the last. */
export async function answerAll(page, root, steps) {
  for (const [at] of steps.entries()) {
    await follow(page, root + steps.slice(0, at + 1).map((step) => `${step}/`).join(""), { within: ".answer" });
  }
}
