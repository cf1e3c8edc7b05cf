// The search page: hits in the page, the query in its address. In: the form of that page. Out: nothing; it runs by events.

import { addressOf, cleaned, element, extract, languageOf } from "./hits.js";
import { createSession } from "./session.js";

const STEP = 10;

/** Starts the search page. */
export function startPage(form, start) {
  const root = form.closest("[data-module='finder']");
  const [results, list, moreButton, all] = ["results", "hits", "more", "all"].map((name) => root.querySelector(`[data-part='${name}']`));
  // What the reader saw before going to a result and back.
  const before = history.state ?? {};
  const now = { shown: before.shown ?? STEP, typing: before.typing ?? form.contains(document.activeElement) };
  let last = cleaned(form.q.value);

  const reset = () => {
    results.hidden = true;
    all.hidden = false;
  };
  const session = createSession(form, start, {
    limit(query) {
      if (query !== last) now.shown = STEP;
      last = query;
      return now.shown;
    },
    show(query, hits, { more, typing }) {
      list.replaceChildren(...hits.map((hit) => resultOf(form, hit)));
      results.hidden = hits.length === 0;
      all.hidden = true;
      moreButton.hidden = !more;
      now.typing = typing;
      remember(query, now);
    },
    clear() {
      reset();
      remember("", null);
    },
    fail: reset,
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    session.search(false);
  });
  moreButton.addEventListener("click", async () => {
    const next = list.children.length;
    now.shown += STEP;
    await session.search();
    list.children[next]?.querySelector("a").focus();
  });
  list.addEventListener("click", () => remember(last, { ...now, top: scrollY }));
  if (!start.isComposing) session.search(now.typing).then(() => before.top && scrollTo(0, before.top));
}

function remember(query, state) {
  const url = new URL(location.href);
  if (query) url.searchParams.set("q", query);
  else url.searchParams.delete("q");
  try {
    history.replaceState(state, "", url);
  } catch {
    // Not allowed from a file in some browsers; the search itself does not need it.
  }
}

function resultOf(form, hit) {
  const title = element("h2", { class: "result__title" }, linkOf(form, hit, hit.anchor, hit.title));
  const note = hit.twin ? [element("p", { class: "result__note" }, form.dataset.twin)] : [];
  const sections = hit.sections.map(({ anchor, heading, snippet }) =>
    element("li", {}, linkOf(form, hit, anchor, heading || hit.title), ...extract("result", hit, { snippet })),
  );
  const list = sections.length ? [element("ul", { class: "result__sections" }, ...sections)] : [];
  return element("li", { class: "result" }, title, ...extract("result", hit, hit), ...note, ...list);
}

const linkOf = (form, hit, anchor, text) => element("a", { class: "result__link", href: addressOf(form, hit, anchor), ...languageOf(hit) }, text);
