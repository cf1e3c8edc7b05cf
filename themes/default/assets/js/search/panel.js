// What a search form says besides its hits: how many, none, please wait, failed. In: the form, and `search(query)` for a
// query that the reader takes up. Out: what `createPanel` gives; everything said is also in the form's live region.

import { counted, element, quoted, searchAddress } from "./hits.js";

/** The parts of a search form. */
export const partOf = (form, name) => form.querySelector(`[data-part='${name}']`);

const PARTS = ["message", "list", "none", "failure"];

/** A form without a list, that of the search page, shows its live region instead of a message. */
export function createPanel(form, search) {
  const words = form.dataset;
  const part = (name) => partOf(form, name);
  const list = part("list");
  const message = part("message");
  const unreachable = part("reason").textContent;
  let isOutdated = false;

  const reveal = (...names) => {
    for (const name of PARTS) if (part(name)) part(name).hidden = !names.includes(name);
    part("panel").hidden = names.length === 0;
    if (list) form.q.setAttribute("aria-expanded", names.includes("list"));
  };
  const say = (text) => (part("status").textContent = text);
  const sayAlso = (text) => {
    say(text);
    if (message) message.textContent = text;
  };

  part("again").addEventListener("click", () => {
    // A page older than the index has an old script too.
    if (isOutdated) location.assign(searchAddress(form, form.q.value));
    else search();
  });
  return {
    reveal,
    clear() {
      say("");
      reveal();
    },
    wait() {
      const shows = !part("panel").hidden;
      sayAlso(words.loading);
      if (message && !shows) reveal("message");
    },
    count(count, more) {
      say(counted(words, count, more));
      if (list) reveal("list");
      else reveal();
    },
    none(query, other) {
      sayAlso(quoted(words.none, query));
      part("suggestion").hidden = !other;
      if (other) part("suggestion").replaceChildren(suggestionOf(form, other, search));
      reveal("message", "none");
    },
    fail(error) {
      isOutdated = error.name === "VersionError";
      part("reason").textContent = isOutdated ? words.outdated : unreachable;
      say(part("reason").textContent);
      reveal("failure");
    },
  };
}

function suggestionOf(form, other, search) {
  const link = element("a", { class: "search-panel__suggestion", href: searchAddress(form, other) }, quoted(form.dataset.suggest, other));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    search(other);
  });
  return link;
}
