// Starts the search of every form when search-start.js says so, which brings `{ load, isComposing }`: how to load a script of
// the index, and whether an input method is composing.

import { startPage } from "./page.js";
import { startPopup } from "./popup.js";
import { partOf } from "./session.js";

addEventListener("wenda:search", ({ detail }) => {
  for (const form of document.querySelectorAll("[data-module='search']")) (partOf(form, "list") ? startPopup : startPage)(form, detail);
});
