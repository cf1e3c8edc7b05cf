// The colour-scheme button goes round device, light, dark.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { browserTest, eventually } from "./harness.mjs";

const isDark = (page) =>
  page.evaluate(() => Number(getComputedStyle(document.body).backgroundColor.match(/\d+/)[0]) < 128);
const names = { system: "配色：跟随系统", light: "配色：浅色", dark: "配色：深色" };
const button = (page) => page.locator("button.scheme");

async function assertScheme(page, scheme, dark) {
  await eventually(() => button(page).textContent().then((text) => text.trim()), names[scheme]);
  assert.equal(await isDark(page), dark, scheme);
}

async function blockStorage() {
  Object.defineProperty(window, "localStorage", {
    get() {
      throw new DOMException("blocked", "SecurityError");
    },
  });
}

describe("the colour-scheme button", { concurrency: 2 }, () => {
  for (const [device, dark] of [["light", false], ["dark", true]]) {
    browserTest(`goes round its three states on a ${device} device, and each survives a reload`, { colorScheme: device }, async (page) => {
      await page.goto("/");
      await assertScheme(page, "system", dark);
      for (const [scheme, isDarkNow] of [["light", false], ["dark", true], ["system", dark]]) {
        await button(page).click();
        await assertScheme(page, scheme, isDarkNow);
        await page.reload();
        await assertScheme(page, scheme, isDarkNow);
      }
    });
  }

  browserTest("keeps its choice on other pages and in the other language", {}, async (page) => {
    await page.goto("/");
    await button(page).click();
    await button(page).click();
    await page.goto("/en/symptoms/balance-wrong/");
    assert.equal(await isDark(page), true);
    await page.goto("/no/such/page/");
    assert.equal(await isDark(page), true);
  });

  browserTest("works for the page when storage is blocked", { init: blockStorage }, async (page) => {
    await page.goto("/");
    await assertScheme(page, "system", false);
    await button(page).click();
    await button(page).click();
    await assertScheme(page, "dark", true);
    await page.reload();
    await assertScheme(page, "system", false);
  });

  browserTest("ignores a stored value that it did not write", { init: () => localStorage.setItem("wenda-color-scheme", "<b>purple") }, async (page) => {
    await page.goto("/");
    await assertScheme(page, "system", false);
  });

  browserTest("follows the device while it is left alone", { colorScheme: "light" }, async (page) => {
    await page.goto("/");
    await page.emulateMedia({ colorScheme: "dark" });
    await eventually(() => isDark(page), true);
  });

  browserTest("is in force on the first frame of a page that goes back to it", { colorScheme: "light" }, async (page) => {
    await page.goto("/");
    await page.goto("/symptoms/");
    await button(page).click();
    await button(page).click();
    await page.goBack();
    await eventually(() => isDark(page), true);
  });
});
