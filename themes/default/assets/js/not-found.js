// The page for unknown addresses holds one variant per locale; the longest prefix of the address decides.
(() => {
  "use strict";
  const root = document.querySelector("[data-module='not-found']");
  if (!root) return;
  const variants = [...root.querySelectorAll("[data-prefix]")];
  const path = (variant) => new URL(variant.dataset.prefix, location.href).pathname;
  const fitting = variants.map(path).filter((prefix) => location.pathname.startsWith(prefix));
  if (fitting.length === 0) return;
  const best = fitting.reduce((one, other) => (other.length > one.length ? other : one));
  for (const variant of variants) variant.hidden = path(variant) !== best;
})();
