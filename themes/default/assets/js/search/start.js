// Starts the search of every form when search-start.js says so, which brings `{ load, isComposing }`: how to load a script of
// the index, and whether an input method is composing.

import { startPage } from "./page.js";
import { partOf } from "./panel.js";
import { startPopup } from "./popup.js";

addEventListener("wenda:search", ({ detail }) => {
  for (const form of document.querySelectorAll("[data-module='search']")) (partOf(form, "list") ? startPopup : startPage)(form, detail);
});
