// Walking with the keyboard: what each stop must be like for a reader who sees only where the focus is.

import assert from "node:assert/strict";

/** What has the focus: a name for messages, and what would make it invisible. */
export const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    element.dataset.visited = "";
    const name = `${element.localName}.${element.className} “${(element.textContent || element.getAttribute("aria-label") || element.name || "").trim().slice(0, 30)}”`;
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
    return { name, troubles };
  });

/** Whether the focus went on in the order of the document, or back in it. */
const inOrder = (page, backwards) =>
  page.evaluate((backwards) => {
    const [before, now] = [document.lastStop, document.activeElement];
    document.lastStop = now;
    if (!before?.isConnected || before === now) return true;
    return Boolean(before.compareDocumentPosition(now) & (backwards ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING));
  }, backwards);

/**
 * Presses Tab until what a selector names has the focus. On the way every stop must be in sight, with a ring, uncovered,
 * and after the stop before it. `text` is what it must contain besides.
 */
export async function tabTo(page, selector, { text = "", key = "Tab", most = 90 } = {}) {
  const passed = [];
  for (let step = 0; step < most; step++) {
    await page.keyboard.press(key);
    const stop = await focused(page);
    if (!stop) continue;
    assert.deepEqual(stop.troubles, [], stop.name);
    assert.equal(await inOrder(page, key !== "Tab"), true, `${stop.name} comes out of order after ${passed.at(-1)}`);
    passed.push(stop.name);
    const isThere = await page.evaluate(([selector, text]) => document.activeElement.matches(selector) && document.activeElement.textContent.includes(text), [selector, text]);
    if (isThere) return passed;
  }
  assert.fail(`${selector} “${text}” is not reached: ${passed.join(", ")}`);
}

/** Tabs there and presses Enter, and waits until the page at `path` is open if one is named. */
export async function enter(page, selector, options) {
  await tabTo(page, selector, options);
  await page.keyboard.press("Enter");
}
