// The language switch keeps the place: the section (anchors are the same in every locale), the query, and the answers of a
// decision tree. A reader whose browser asks for another language is offered it once, and never led away.
(() => {
  "use strict";
  const languages = document.querySelector("[data-module='language']");
  if (!languages) return;
  const keepPlace = (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    // Words to mark are words of this language.
    const query = new URLSearchParams(location.search);
    query.delete("mark");
    link.search = query;
    link.hash = location.hash;
  };
  // Also when it is opened in a new tab.
  const watch = (element) => ["click", "auxclick", "contextmenu"].forEach((type) => element.addEventListener(type, keepPlace));
  watch(languages);

  const key = "wenda-language";
  const remember = () => {
    try {
      localStorage.setItem(key, "asked");
    } catch {
      // Blocked storage: the offer comes again on the next page.
    }
  };
  const isAsked = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return false;
    }
  };
  const primary = (tag) => tag.split("-")[0];
  const own = document.documentElement.lang.toLowerCase();
  const wanted = navigator.languages.map((tag) => tag.toLowerCase());
  const offers = [...languages.querySelectorAll("[data-offer]")];
  const offered = (is) => wanted.map((tag) => offers.find((offer) => is(offer.lang.toLowerCase(), tag))).find(Boolean);
  // Another form of the language of the page, such as the Traditional one, only where it is asked for by name.
  const link = wanted.map(primary).includes(primary(own))
    ? !wanted.includes(own) && offered((lang, tag) => lang === tag && primary(lang) === primary(own))
    : offered((lang, tag) => primary(lang) === primary(tag));
  if (!link || isAsked()) return;
  const bar = document.createElement("aside");
  bar.className = "offer";
  bar.lang = link.lang;
  bar.dir = link.dir;
  bar.setAttribute("aria-label", link.textContent);
  const accept = link.cloneNode();
  accept.className = "offer__link";
  accept.textContent = link.dataset.offer;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "offer__close";
  close.textContent = link.dataset.close;
  close.addEventListener("click", () => {
    bar.remove();
    document.querySelector("main").focus({ preventScroll: true });
  });
  bar.append(accept, close);
  bar.addEventListener("click", remember);
  watch(bar);
  document.body.append(bar);
})();
