// Pages opened from a folder on disk: `…/` would list the folder, so `index.html` is added. Nothing happens elsewhere.
(() => {
  "use strict";
  if (location.protocol !== "file:") return;
  const toFile = (address) => {
    const url = new URL(address);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
    return url.href;
  };
  for (const link of document.querySelectorAll("a[href]")) {
    if (link.protocol === "file:") link.href = toFile(link.href);
  }
  for (const form of document.querySelectorAll("form[action]")) form.setAttribute("action", toFile(form.action));
})();
