// Hits as elements. In: hits of the engine, words of the interface. Out: nodes; text stays text, whatever it holds.

/** An element with attributes and children. */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  made.append(...children);
  return made;
}

/** Fills `{name}` in a text of the interface. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

/** A query as the engine gets it: of a sane length, well-formed, without the space around it. */
export const cleaned = (query) => query.trim().slice(0, 200).replace(/\p{Surrogate}/gu, "\ufffd");

/** A query in a sentence of the interface. */
export function quoted(text, query) {
  const letters = [...query];
  return fill(text, { query: letters.length > 60 ? `${letters.slice(0, 60).join("")}…` : query });
}

const plurals = {};

/** “8 results”; `more`: there are others. */
export function counted(words, count, more) {
  const text = words[(plurals[words.locale] ??= new Intl.PluralRules(words.locale)).select(count)] ?? words.other;
  return fill(more ? words.best : text, { count: count.toLocaleString(words.locale) });
}

/** The root of the site. */
export const rootOf = (form) => new URL(form.dataset.root, location.href).href;

/** Where a section of a hit is found, with the words to mark there: longer ones first, for they may hold shorter ones. */
export function addressOf(form, hit, anchor) {
  const words = [...hit.terms].sort((one, other) => other.length - one.length);
  const url = new URL(`.${hit.url}`, rootOf(form));
  if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
  if (words.length) url.searchParams.set("mark", words.join(" "));
  url.hash = anchor;
  return url.href;
}

/** The search page with a query. */
export function searchAddress(form, query) {
  const url = new URL(form.getAttribute("action"), location.href);
  url.searchParams.set("q", query);
  return url.href;
}

const textOf = (snippet) => snippet.map(({ text, marked }) => (marked ? element("mark", {}, text) : text));

/** Attributes for the text of a hit where it is not in the language of the page: `hit.lang`. */
export const languageOf = (hit) => (hit.lang ? { lang: hit.lang, dir: "auto" } : {});

/** What a section of a hit shows: heading and snippet, each where there is one. */
export function extract(block, hit, { heading, snippet }) {
  const part = (name, ...texts) => element("span", { class: `${block}__${name}`, ...languageOf(hit) }, ...texts);
  return [...(heading ? [part("heading", heading)] : []), ...(snippet.length ? [part("snippet", ...textOf(snippet))] : [])];
}
