// Asks the index while a reader types. In: a search form, and a view that shows hits: `{ limit(query), clear(), fail(),
// show(query, hits, { more, typing }) }`. Out: calls of the view; what is said in the form itself (status, nothing found, failure) is done here.

import { openIndex } from "./engine.js";
import { createLoader } from "./load.js";
import { cleaned, counted, quoted, rootOf, searchAddress } from "./hits.js";

const PAUSE = 80;
const PATIENCE = 300;

/** The parts of a search form. */
export const partOf = (form, name) => form.querySelector(`[data-part='${name}']`);

/** Starts asking. `start` is what search-start.js says. Comes out: `search(typing)`, `stop()`, `reveal(...parts)`, `takesKey(event)`. */
export function createSession(form, start, view) {
  const words = form.dataset;
  const field = form.q;
  const part = (name) => partOf(form, name);
  const load = createLoader(rootOf(form), words.locale, start.load);
  const unreachable = part("reason").textContent;
  let isComposing = start.isComposing;
  let asked = 0;
  let wasTyping = false;
  let isOutdated = false;
  let index;
  let timer;

  const open = () => {
    index ??= openIndex(load, `search/index.${words.locale}.json`);
    index.catch(() => (index = undefined));
    return index;
  };
  const say = (text) => (part("status").textContent = text);
  const reveal = (...names) => {
    for (const name of ["message", "list", "none", "failure"]) {
      if (part(name)) part(name).hidden = !names.includes(name);
    }
    part("panel").hidden = names.length === 0;
    if (part("list")) field.setAttribute("aria-expanded", names.includes("list"));
  };
  const tell = (text, ...names) => {
    say(text);
    if (part("message")) part("message").textContent = text;
    if (part("message") || names.length) reveal("message", ...names);
  };

  const wait = () => (part("panel").hidden ? tell(words.loading) : say(words.loading));
  const showNone = (query, other) => {
    const suggestion = part("suggestion");
    suggestion.hidden = !other;
    if (other) {
      suggestion.textContent = quoted(words.suggest, other);
      suggestion.dataset.query = other;
      suggestion.href = searchAddress(form, other);
    }
    tell(quoted(words.none, query), "none");
  };
  const show = (query, hits, more, other, typing) => {
    if (hits.length) {
      say(counted(words, hits.length, more));
      reveal(...(part("list") ? ["list"] : []));
    } else {
      showNone(query, other);
    }
    view.show(query, hits, { more, typing });
  };
  const fail = (error) => {
    isOutdated = error.name === "VersionError";
    part("reason").textContent = isOutdated ? words.outdated : unreachable;
    say(part("reason").textContent);
    reveal("failure");
    view.fail();
  };

  /** Someone who has typed half a word and pressed Enter still gets what it begins. */
  const find = async (query, limit, typing) => {
    const engine = await open();
    const hits = await engine.search(query, { limit, typing });
    if (hits.length || typing) return [hits, hits.length ? null : await engine.suggest(query)];
    return find(query, limit, true);
  };
  async function search(typing = wasTyping) {
    clearTimeout(timer);
    wasTyping = typing;
    const query = cleaned(field.value);
    const ask = ++asked;
    if (!query) {
      say("");
      reveal();
      return view.clear();
    }
    const slow = setTimeout(() => ask === asked && wait(), PATIENCE);
    try {
      const limit = view.limit(query);
      const [hits, other] = await find(query, limit + 1, typing);
      if (ask === asked) show(query, hits.slice(0, limit), hits.length > limit, other, typing);
    } catch (error) {
      if (ask === asked) fail(error);
    } finally {
      clearTimeout(slow);
    }
  }
  /** Answers still on their way are dropped. */
  const pause = () => {
    clearTimeout(timer);
    asked++;
  };
  const stop = () => {
    pause();
    reveal();
  };
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
  part("again").addEventListener("click", () => {
    if (isOutdated) return location.assign(searchAddress(form, field.value));
    field.focus();
    search();
  });
  part("suggestion").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    field.value = event.currentTarget.dataset.query;
    field.focus();
    search(false);
  });
  const prepare = () => open().catch(() => {});
  form.addEventListener("focusin", prepare);
  if (form.contains(document.activeElement)) prepare();
  // The button that has brought the script goes away.
  if (part("failure").contains(document.activeElement)) field.focus();
  // 229 is a key that an input method has taken for itself.
  return { search, stop, reveal, takesKey: (event) => !(isComposing || event.isComposing || event.keyCode === 229) };
}
