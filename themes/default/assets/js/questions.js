// Opens and closes all questions of a list, opens the one that the address names, and all of them on paper.
(() => {
  "use strict";
  const root = document.querySelector("[data-module='questions']");
  if (!root) return;
  const all = [...root.querySelectorAll("details")];
  const set = (questions, open) => questions.forEach((question) => (question.open = open));
  for (const button of root.querySelectorAll("button")) {
    button.addEventListener("click", () => set(all, button.dataset.part === "open"));
  }
  root.querySelector("[data-part='buttons']").hidden = false;
  // Newer browsers open it themselves.
  const openNamed = () => {
    // The address may come from anywhere and decode to nothing.
    const answer = root.querySelector(":target");
    const question = answer?.closest("details");
    if (!question || question.open) return;
    question.open = true;
    answer.scrollIntoView();
  };
  addEventListener("hashchange", openNamed);
  openNamed();
  let closed = [];
  addEventListener("beforeprint", () => set((closed = all.filter((question) => !question.open)), true));
  addEventListener("afterprint", () => set(closed, false));
})();
