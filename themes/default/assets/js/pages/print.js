// The button that prints the page.
(() => {
  "use strict";
  const button = document.querySelector("[data-module='print']");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => print());
})();
