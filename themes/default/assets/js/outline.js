// Marks in the outline the section being read: the last one whose heading has passed into the upper third of the window.
(() => {
  "use strict";
  const links = new Map();
  for (const link of document.querySelectorAll("[data-module='outline'] a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const passed = new Set();
  const follow = (entries) => {
    for (const { isIntersecting, target } of entries) passed[isIntersecting ? "add" : "delete"](target);
    let current;
    for (const [heading, link] of links) {
      link.removeAttribute("aria-current");
      if (passed.has(heading)) current = link;
    }
    current?.setAttribute("aria-current", "true");
  };
  // What has left the window at its top still counts, however far it is.
  const observer = new IntersectionObserver(follow, { rootMargin: "999999px 0px -67%" });
  for (const heading of links.keys()) observer.observe(heading);
})();
