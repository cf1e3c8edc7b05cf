// Beside each heading of a text a button that copies the address of its section. Where the clipboard is closed to pages, as it
// is without https, the address bar shows the address.
(() => {
  "use strict";
  const text = document.querySelector("[data-module='sections']");
  if (!text) return;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  text.after(status);
  const copy = async (button, id) => {
    const { copied, shown } = text.dataset;
    const address = new URL(location.href);
    address.search = "";
    address.hash = id;
    // The same words twice are announced twice.
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(address.href);
      status.textContent = copied;
      button.toggleAttribute("data-done", true);
      setTimeout(() => button.removeAttribute("data-done"), 3000);
    } catch {
      location.hash = id;
      status.textContent = shown;
    }
  };
  for (const heading of text.querySelectorAll(":is(h2, h3, h4, h5, h6)[id]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "section-link";
    button.lang = document.documentElement.lang;
    button.setAttribute("aria-label", text.dataset.copy);
    button.addEventListener("click", () => copy(button, heading.id));
    // The heading is called as before, without the button in it.
    heading.setAttribute("aria-label", heading.textContent);
    heading.append(button);
  }
})();
