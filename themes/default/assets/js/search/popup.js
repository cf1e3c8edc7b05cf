// Hits below a search field, as an editable combobox with a list (WAI-ARIA Authoring Practices): the focus stays in the
// field, the active option is named by `aria-activedescendant`. In: a form with a list. Out: nothing; it runs by events.

import { addressOf, cleaned, element, extract, languageOf, quoted, searchAddress } from "./hits.js";
import { partOf } from "./panel.js";
import { createSession } from "./session.js";

const PAGES = 5;

/** Starts the popup of a form. */
export function startPopup(form, start) {
  const field = form.q;
  const list = partOf(form, "list");
  const panel = partOf(form, "panel");
  const options = () => [...list.querySelectorAll("[role='option']")];
  let active = -1;
  let shown;

  const choose = (at) => {
    options()[active]?.setAttribute("aria-selected", "false");
    const option = options()[at];
    active = option ? at : -1;
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const session = createSession(form, start, {
    limit: () => PAGES,
    show(query, hits) {
      choose(-1);
      // Before anything changes: afterwards the browser would have to lay out the list at once.
      panel.scrollTop = 0;
      shown = query;
      list.replaceChildren(...hits.map((hit) => groupOf(form, hit)), allOf(form, query));
      options().forEach((option, at) => (option.id = `${field.id}-${at}`));
    },
    clear: () => choose(-1),
    fail: () => choose(-1),
  });
  const close = () => {
    choose(-1);
    session.stop();
  };
  const reopen = () => {
    if (!panel.hidden || !cleaned(field.value)) return;
    if (shown === cleaned(field.value) && options().length > 1) session.reveal("list");
    else session.search(true);
  };
  const move = (step) => {
    reopen();
    const count = list.hidden ? 0 : options().length;
    if (count) choose(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
  };
  const follow = (event) => {
    const option = options()[active];
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      open(option?.href ?? searchAddress(form, field.value), "_blank", "noopener");
    } else if (option) {
      event.preventDefault();
      option.click();
    }
  };

  field.addEventListener("keydown", (event) => {
    if (!session.takesKey(event) || event.altKey || event.shiftKey) return;
    if (event.key === "Enter") follow(event);
    if (event.ctrlKey || event.metaKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  });
  form.addEventListener("keydown", (event) => {
    if (!session.takesKey(event)) return;
    if (event.key === "Tab" && !list.hidden) close();
    if (event.key !== "Escape" || (panel.hidden && !field.value)) return;
    event.preventDefault();
    if (panel.hidden) {
      field.value = "";
      session.search();
    } else {
      field.focus();
      close();
    }
  });
  field.addEventListener("click", reopen);
  // A press on the popup leaves the focus, and on a phone the keyboard, where they are.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.ctrlKey || event.metaKey || close());
  // Not on every loss of focus: putting the keyboard of a phone away, or looking at another window, keeps the list.
  form.addEventListener("focusout", (event) => event.relatedTarget && !form.contains(event.relatedTarget) && close());
  addEventListener("pointerdown", (event) => form.contains(event.target) || close());
  addEventListener("pagehide", close);
  if (form.contains(document.activeElement) && !start.isComposing && field.value) session.search(true);
}

/** A page: itself, and further sections of it, each an option. */
function groupOf(form, hit) {
  const note = hit.twin ? [element("span", { class: "hit__note" }, form.dataset.twin)] : [];
  const title = element("span", { class: "hit__title", ...languageOf(hit) }, hit.title);
  const page = optionOf("hit", addressOf(form, hit, hit.anchor), title, ...extract("hit", hit, hit), ...note);
  const sections = hit.sections.map((section) =>
    optionOf("hit hit--section", addressOf(form, hit, section.anchor), ...extract("hit", hit, section)),
  );
  return element("div", { role: "group", "aria-label": hit.title }, page, ...sections);
}

const allOf = (form, query) => optionOf("hit hit--all", searchAddress(form, query), quoted(form.dataset.all, query));

const optionOf = (names, href, ...children) =>
  element("a", { role: "option", "aria-selected": "false", tabindex: "-1", class: names, href }, ...children);
