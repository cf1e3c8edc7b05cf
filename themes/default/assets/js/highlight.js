// Marks the words that led a reader here: a result of the search hands them over in `?mark=`, which then leaves the address.
// Escape or the button takes the marks away.
(() => {
  "use strict";
  const address = new URL(location.href);
  const words = address.searchParams.get("mark")?.slice(0, 300).match(/\S+/g);
  if (!words) return;
  const main = document.querySelector("main");
  const button = document.querySelector("[data-module='highlight']");
  address.searchParams.delete("mark");
  try {
    history.replaceState(null, "", address);
  } catch {
    // Not allowed from a file in some browsers.
  }

  // What no letter of ours is gets a backslash, so no word means more than itself. “in” is not marked inside “begin”.
  const either = words.map((word) => word.replace(/\W/g, "\\$&").replace(/^\w/, "\\b$&")).join("|");
  const pattern = new RegExp(`(${either})`, "i");
  const marked = (word) => {
    const mark = document.createElement("mark");
    mark.className = "found";
    mark.textContent = word;
    return mark;
  };
  const texts = [];
  for (const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT); walker.nextNode(); ) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = text.data.split(pattern);
    if (parts.length === 1 || text.parentElement.closest("script, style, svg, button")) continue;
    text.replaceWith(...parts.map((part, at) => (at % 2 ? marked(part) : part)));
  }

  const clear = () => {
    button.hidden = true;
    for (const mark of main.querySelectorAll(".found")) mark.replaceWith(mark.textContent);
    main.normalize();
  };
  button.hidden = !main.querySelector(".found");
  button.addEventListener("click", () => {
    clear();
    main.focus({ preventScroll: true });
  });
  addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && clear());
})();
