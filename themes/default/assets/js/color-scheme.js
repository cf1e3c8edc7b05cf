// The colour-scheme button: device, light, dark. The choice is one attribute on `html` and outlives the page where storage is allowed.
(() => {
  "use strict";
  // Older browsers have the light scheme only, see tokens.css.
  if (!CSS.supports("color", "light-dark(#000, #fff)")) return;
  const button = document.querySelector("[data-module='color-scheme']");
  const root = document.documentElement;
  const schemes = ["system", "light", "dark"];
  const key = "wenda-color-scheme";

  const read = () => {
    try {
      const stored = localStorage.getItem(key);
      return schemes.includes(stored) ? stored : "system";
    } catch {
      return "system";
    }
  };
  const keep = (scheme) => {
    try {
      localStorage.setItem(key, scheme);
    } catch {
      // Blocked storage: the choice lasts for this page.
    }
  };
  const apply = (scheme) => {
    if (scheme === "system") root.removeAttribute("data-scheme");
    else root.dataset.scheme = scheme;
    if (button) button.querySelector("[data-part='name']").textContent = button.dataset[scheme];
  };

  // The first look into storage waits for another process, 10 ms and more on a phone: not while the page is being built.
  setTimeout(() => apply(read()));
  // Going back may show a page kept in memory from before the last choice.
  addEventListener("pageshow", (event) => event.persisted && apply(read()));
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const scheme = schemes[(schemes.indexOf(root.dataset.scheme ?? "system") + 1) % schemes.length];
    keep(scheme);
    apply(scheme);
  });
})();
