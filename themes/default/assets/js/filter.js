// The search page: keeps the documents that share words with the query, best first. Chinese is compared by pairs of
// characters, other scripts by beginnings of words. Goes in: the list in the page. Comes out: the same items, reordered.
(() => {
  "use strict";
  const root = document.querySelector("[data-module='filter']");
  if (!root) return;
  const part = (name) => root.querySelector(`[data-part='${name}']`);
  const [hint, status, results, retry, hits, all] = ["hint", "status", "results", "retry", "hits", "all"].map(part);
  const form = root.querySelector("form");
  const field = root.querySelector("input[name='q']");
  const locale = document.documentElement.lang;
  const plural = new Intl.PluralRules(locale);
  const han = /\p{Script=Han}/u;

  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const runs = (text) => text.match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu) ?? [];
  const pairs = (run) => (run.length < 3 ? [run] : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)));
  const terms = (text) => [...new Set(runs(fold(text)).flatMap((run) => (han.test(run) ? pairs(run) : [run])))];

  const items = [...all.querySelectorAll("li")].map((element) => {
    const text = fold(`${element.textContent} ${element.dataset.keywords}`);
    // “Wi-Fi” is also found as “wifi”.
    return { element, text, words: runs(`${text} ${text.replaceAll("-", "")}`) };
  });
  const holds = (item, term) => (han.test(term) ? item.text.includes(term) : item.words.some((word) => word.startsWith(term)));
  const share = (item, wanted) => wanted.filter((term) => holds(item, term)).length / wanted.length;

  // Half as good as the best is the least that is shown, or one common pair of characters would bring everything.
  const find = (wanted) => {
    const scored = items.map((item) => ({ item, score: share(item, wanted) })).sort((one, other) => other.score - one.score);
    return scored.filter(({ score }) => score > 0 && score >= scored[0].score / 2);
  };
  const announce = (count, query) => {
    const text = count === 0 ? status.dataset.none : (status.dataset[plural.select(count)] ?? status.dataset.other);
    status.textContent = text.replace("{count}", () => count.toLocaleString(locale)).replace("{query}", () => query);
  };
  const remember = (query) => {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    try {
      history.replaceState(null, "", url);
    } catch {
      // Not allowed from a file in some browsers; the search itself does not need it.
    }
  };
  const show = () => {
    const query = field.value.trim();
    const wanted = terms(query);
    const found = wanted.length ? find(wanted) : [];
    results.hidden = query === "";
    all.hidden = query !== "";
    retry.hidden = found.length > 0;
    hits.replaceChildren(...found.map(({ item }) => item.element.cloneNode(true)));
    if (query) announce(found.length, query);
    else status.textContent = "";
    remember(query);
  };

  let waiting;
  const later = (event) => {
    if (event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  };
  hint.hidden = false;
  field.addEventListener("input", later);
  field.addEventListener("compositionend", later);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) show();
})();
