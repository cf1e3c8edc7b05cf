// The language switch keeps the place: the section (anchors are the same in every locale) and the query.
(() => {
  "use strict";
  const languages = document.querySelector("[data-module='language']");
  languages?.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    link.search = location.search;
    link.hash = location.hash;
  });
})();
