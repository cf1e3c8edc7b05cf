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
  // The address names the question that was opened, to be handed on.
  root.addEventListener("click", (event) => {
    const question = event.target.closest("summary")?.parentElement;
    if (!question) return;
    const { id } = question.querySelector("[id]");
    try {
      history.replaceState(null, "", question.open ? location.pathname + location.search : `#${id}`);
    } catch {
      // Not allowed from a file in some browsers.
    }
  });
  // Newer browsers open it themselves.
  const openNamed = () => {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // An address may come from anywhere.
    }
    const answer = document.getElementById(id);
    const question = answer?.closest("details");
    if (!root.contains(question) || question.open) return;
    question.open = true;
    answer.scrollIntoView();
  };
  addEventListener("hashchange", openNamed);
  openNamed();
  let closed = [];
  addEventListener("beforeprint", () => set((closed = all.filter((question) => !question.open)), true));
  addEventListener("afterprint", () => set(closed, false));
})();
