// Leads to the search (`/`, Ctrl-K, ⌘-K) and loads it when a reader reaches for it. In: the search forms of the page. Out: the
// event `wenda:search` once js/search.js is there, with a way to load a script of the index and whether an input method is
// composing. Until then, and when loading fails, a form is a form.
(() => {
  "use strict";
  const forms = [...document.querySelectorAll("[data-module='search']")];
  const part = (form, name) => form.querySelector(`[data-part='${name}']`);
  const absolute = (address) => new URL(address, location.href).href;
  let isComposing, policy, ready;

  // The policy of the site asks that addresses of scripts come from here: three kinds of file of the site, no others.
  const createScriptURL = (address) => {
    const [url, root] = [address, forms[0].dataset.root].map(absolute);
    if (url.startsWith(root) && /^(_theme\/\w+\/js\/(search|words\.[\w-]+)|search\/index\.[\w-]+)\.js$/.test(url.slice(root.length))) return url;
    throw new TypeError(url);
  };
  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      policy ??= window.trustedTypes?.createPolicy?.("wenda", { createScriptURL }) ?? { createScriptURL };
      script.src = policy.createScriptURL(address);
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  // The words of the search do not lie in the pages, which would all have to carry them.
  addEventListener("wenda:words", ({ detail }) => {
    for (const { dataset } of forms) if (dataset.locale === detail.locale) Object.assign(dataset, detail.words);
  });
  const beside = (file) => forms[0].dataset.script.replace("search.js", file);
  const words = () => [...new Set(forms.map((form) => form.dataset.locale))].map((locale) => load(beside(`words.${locale}.js`)));
  // Pages whose main matter is the search have its style sheet already. Without it the search still works.
  const dress = () =>
    new Promise((resolve) => {
      const href = absolute(beside("../css/search.css"));
      if ([...document.styleSheets].some((sheet) => sheet.href === href)) return resolve();
      const link = document.createElement("link");
      Object.assign(link, { rel: "stylesheet", href, onload: resolve, onerror: resolve });
      document.head.append(link);
    });
  const start = () => {
    ready ??= Promise.all([load(forms[0].dataset.script), dress(), ...words()]).then(
      () => dispatchEvent(new CustomEvent("wenda:search", { detail: { load, isComposing } })),
      () => {
        ready = null;
        for (const form of forms) {
          if (!form.q.value) continue;
          for (const name of ["panel", "failure"]) part(form, name).hidden = false;
          part(form, "status").textContent = part(form, "reason").textContent;
        }
      },
    );
  };

  for (const type of ["focusin", "input", "compositionend", "click"]) {
    addEventListener(type, (event) => {
      isComposing = event.isComposing;
      if (event.target.closest?.("[data-module='search']")) start();
    });
  }
  addEventListener("keydown", (event) => {
    const isWanted = event.ctrlKey || event.metaKey ? event.key === "k" : event.key === "/" && !event.target.closest("input, select, textarea, [contenteditable]");
    const form = forms.find((one) => one.getClientRects().length);
    if (!isWanted || !form) return;
    event.preventDefault();
    form.q.focus();
    form.q.select();
  });
  for (const form of forms) {
    const ways = (form.closest("section") ?? document).querySelectorAll("[data-part='actions'] a");
    part(form, "ways")?.append(...[...ways].map((link) => link.cloneNode(true)));
    const list = part(form, "list");
    const query = new URLSearchParams(location.search).get("q");
    if (list) {
      const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": list.id };
      for (const name in roles) form.q.setAttribute(name, roles[name]);
    } else if (query) {
      form.q.value = query;
      start();
    }
  }
})();
