// The language switch keeps the place: the section (anchors are the same in every locale) and the query.
(() => {
  "use strict";
  const languages = document.querySelector("[data-module='language']");
  languages?.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    // Words to mark are words of this language.
    const query = new URLSearchParams(location.search);
    query.delete("mark");
    link.search = query;
    link.hash = location.hash;
  });
})();
