// Asks the index while a reader types. In: a search form, and a view that shows hits: `{ limit(query), clear(), fail(),
// show(query, hits, { more, typing }) }`. Out: calls of the view, and of the panel for all that is no hit.

import { openIndex } from "./engine.js";
import { cleaned, rootOf } from "./hits.js";
import { createLoader } from "./load.js";
import { createPanel, partOf } from "./panel.js";

const PAUSE = 80;
const PATIENCE = 300;

/** Starts asking. `start` is what search-start.js says. Comes out: `search(typing)`, `stop()`, `reveal(...parts)`, `takesKey(event)`. */
export function createSession(form, start, view) {
  const field = form.q;
  const load = createLoader(rootOf(form), start.load);
  const panel = createPanel(form, (query = field.value) => {
    field.value = query;
    field.focus();
    search(false);
  });
  let isComposing = start.isComposing;
  let wasTyping = false;
  let asked = 0;
  let index;
  let timer;

  const open = () => {
    index ??= openIndex(load, `search/index.${form.dataset.locale}.json`);
    index.catch(() => (index = undefined));
    return index;
  };
  /** Answers still on their way are dropped. */
  const pause = () => {
    clearTimeout(timer);
    return ++asked;
  };
  const stop = () => {
    pause();
    panel.reveal();
  };

  async function search(typing = wasTyping) {
    const ask = pause();
    const query = cleaned(field.value);
    wasTyping = typing;
    if (!query) {
      panel.clear();
      return view.clear();
    }
    const slow = setTimeout(() => ask === asked && panel.wait(), PATIENCE);
    try {
      const limit = view.limit(query);
      const engine = await open();
      const hits = await engine.search(query, { limit: limit + 1, typing });
      const other = hits.length ? null : await engine.suggest(query);
      if (ask !== asked) return;
      view.show(query, hits.slice(0, limit), { more: hits.length > limit, typing });
      if (hits.length) panel.count(Math.min(limit, hits.length), hits.length > limit);
      else panel.none(query, other);
    } catch (error) {
      if (ask !== asked) return;
      panel.fail(error);
      view.fail();
    } finally {
      clearTimeout(slow);
    }
  }

  const later = (event) => {
    if (isComposing || event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE, true);
  };
  field.addEventListener("input", later);
  field.addEventListener("compositionstart", () => {
    isComposing = true;
    pause();
  });
  field.addEventListener("compositionend", (event) => {
    isComposing = false;
    later(event);
  });

  const prepare = () => open().catch(() => {});
  form.addEventListener("focusin", prepare);
  if (form.contains(document.activeElement)) prepare();
  // The button that has brought the script goes away.
  if (partOf(form, "failure").contains(document.activeElement)) field.focus();
  // 229 is a key that an input method has taken for itself.
  return { search, stop, reveal: panel.reveal, takesKey: (event) => !(isComposing || event.isComposing || event.keyCode === 229) };
}
