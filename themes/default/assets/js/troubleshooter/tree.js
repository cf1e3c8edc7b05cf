// Pages of decision trees. Everything works without this; it keeps the trail where the address of the page does not name it, keeps
// answers that still hold after a change, copies the summary, and finds the way back to where a reader stopped. Answers stay in
// the browser: in the fragment of the address, which is not sent, and in sessionStorage, which ends with the tab.
(() => {
  "use strict";
  const pairs = (text) => (text ? text.split(",").map((pair) => pair.split(".")) : []);
  const load = (address) => fetch(address).then((response) => (response.ok ? response.json() : Promise.reject(response)));
  const go = (address) => location.assign(address.protocol === "file:" && address.pathname.endsWith("/") ? `${address.href}index.html` : address);

  const nodeOf = (tree, id) => {
    const found = Object.entries(tree.nodes).find(([own, node]) => own === id || node.aliases?.includes(id));
    return found && found[0];
  };
  const answerOf = (tree, node, id) => tree.nodes[node].answers?.find((answer) => answer.id === id || answer.aliases?.includes(id));

  // Follows answers from a node as far as the tree still has them.
  const walk = (tree, start, steps) => {
    let node = start;
    const taken = [];
    for (const [question, id] of steps) {
      const answer = nodeOf(tree, question) === node && answerOf(tree, node, id);
      if (!answer) break;
      taken.push(`${node}.${answer.id}`);
      node = answer.go;
    }
    return { node, taken };
  };

  // ---- a code opens its path

  const form = document.querySelector("[data-module='case-code']");
  const openCode = async (code) => {
    const [, id, steps] = /(?:^|[\s:])([a-z][a-z0-9-]*)@[0-9a-f]+:([a-z0-9.,-]*)$/.exec(code) ?? [];
    const link = id && document.querySelector(`[data-tree="${id}"]`);
    if (!link) return false;
    const base = new URL(link.href.replace(/index\.html$/, ""));
    // A lone id is a node without a trail.
    const named = pairs(steps);
    const wanted = named.filter((pair) => pair.length > 1);
    const direct = new URL(named.map((pair) => `${pair.join(".")}/`).join(""), base);
    try {
      const tree = await load(new URL(`${form.dataset.root}${id}.json`, location));
      const first = (named.length && nodeOf(tree, named[0][0])) || tree.start;
      const { node, taken } = walk(tree, first, wanted);
      const changed = taken.length < wanted.length ? "changed=1" : "";
      const isPath = tree.prefix_pages && first === tree.start;
      const address = isPath ? new URL(taken.map((pair) => `${pair}/`).join(""), base) : new URL(node === tree.start ? "" : `${node}/`, base);
      address.hash = [isPath || !taken.length ? "" : `a=${taken}`, changed].filter(Boolean).join("&");
      go(address);
    } catch {
      go(direct);
    }
    return true;
  };
  if (form) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const status = form.querySelector("[role='status']");
      const known = await openCode(form.elements.code.value.normalize("NFKC").trim());
      status.textContent = known ? "" : form.dataset.invalid;
    });
  }

  // ---- the flowchart, wider than the screen: it opens at its beginning, and shows what has the focus

  const map = document.querySelector("[data-module='tree-map']");
  if (map) {
    const toMiddle = (node) => {
      const [box, frame] = [node.getBoundingClientRect(), map.getBoundingClientRect()];
      map.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
    };
    toMiddle(map.querySelector("a"));
    // Not what a finger presses: it would slip away below it.
    map.addEventListener("focusin", ({ target }) => target.matches("a:focus-visible") && toMiddle(target));
  }

  // ---- a page of a tree

  const root = document.querySelector("[data-module='tree']");
  if (!root) return;
  const { tree: id, node, kind, json, url } = root.dataset;
  const hasTrail = "trail" in root.dataset;
  const isStart = "start" in root.dataset;
  const part = (name) => root.querySelector(`[data-part='${name}']`);
  const show = (name) => part(name) && (part(name).hidden = false);
  const answers = [...root.querySelectorAll("[data-answer]")];
  const fragment = new URLSearchParams(location.hash.slice(1));
  const before = pairs(fragment.get("a"));
  const later = pairs(fragment.get("then"));
  const home = new URL(url, location);
  if (fragment.has("changed")) show("changed");

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-answer]");
    if (!link) return;
    const detail = { tree: id, node, answer: link.dataset.answer };
    root.dispatchEvent(new CustomEvent("wenda:answer", { bubbles: true, detail }));
  });

  // A new page after an answer: its heading is what a screen reader should say first.
  const [navigation] = performance.getEntriesByType("navigation");
  if (document.referrer.startsWith(home.href) && navigation?.type === "navigate") part("heading").focus({ preventScroll: true });

  // ---- the trail of pages whose address does not name it

  // “Change” takes along that answer and those after it.
  const steps = [...root.querySelectorAll("[data-step]")];
  steps.forEach((step, at) => {
    step.querySelector("a").hash = `then=${steps.slice(at).map((it) => it.dataset.step)}`;
  });

  if (!hasTrail) {
    for (const link of answers) {
      link.hash = `a=${[...before.map((pair) => pair.join(".")), `${node}.${link.dataset.answer}`]}`;
    }
  }

  const summary = (tree, steps, language) => {
    const lines = steps.map(([question, answer], at) => {
      const asked = tree.nodes[question];
      return `${at + 1}. ${asked.text[language]}\n   → ${answerOf(tree, question, answer).text[language]}\n`;
    });
    return `${tree.title[language]} [${language}]\n${lines.join("")}\n`;
  };

  const showTrail = (tree) => {
    const language = document.documentElement.lang;
    const first = nodeOf(tree, before[0][0]);
    const walked = walk(tree, first, before);
    const taken = pairs(walked.taken.join(","));
    if (walked.node !== node) show("changed");
    const list = part("trail").querySelector("ol");
    taken.forEach(([question, answer], at) => {
      const row = part("step").content.cloneNode(true);
      const link = row.querySelector("a");
      const kept = taken.slice(0, at).map((pair) => pair.join("."));
      row.querySelector(".trail__question").textContent = tree.nodes[question].text[language];
      row.querySelector(".trail__answer").textContent = answerOf(tree, question, answer).text[language];
      link.querySelector("span").textContent = ` ${tree.nodes[question].text[language]}`;
      link.href = new URL(question === tree.start ? "" : `${question}/`, home);
      // “Back” leads to the question before this page; like “Change” it takes the answers before it along.
      const back = document.querySelector(".back__link");
      back.href = link.href;
      back.hash = kept.length ? `a=${kept}` : "";
      link.hash = [kept.length ? `a=${kept}` : "", `then=${taken.slice(at).map((pair) => pair.join("."))}`].filter(Boolean).join("&");
      list.append(row);
    });
    show("trail");
    const text = part("case");
    if (!text) return;
    const languages = [...new Set([language, tree.locales[0]])];
    const code = `${id}@${tree.version}:${taken.map((pair) => pair.join("."))}`;
    text.textContent = `${languages.map((it) => summary(tree, taken, it)).join("")}${location.href}\n${text.dataset.code.replace("{code}", code)}\n`;
  };

  // After “Change”, answers given later are kept where their question still comes up.
  const keepLater = (tree) => {
    const [, ...rest] = later;
    for (const link of answers) {
      const start = link.dataset.to;
      const { node: end, taken } = walk(tree, start, rest.slice(Math.max(0, rest.findIndex(([question]) => nodeOf(tree, question) === start))));
      if (!taken.length) continue;
      if (hasTrail) link.href = new URL(`${taken.join("/")}/`, link.href.replace(/index\.html$/, ""));
      else {
        const trail = link.hash;
        link.href = new URL(`${end}/`, home);
        link.hash = `${trail.slice(1)},${taken}`;
      }
      show("kept");
    }
  };

  if (later.length) {
    const old = answers.find((link) => link.dataset.answer === later[0][1]);
    if (old) old.parentElement.querySelector("[data-part='before']").hidden = false;
  }
  const needsTrail = !hasTrail && before.length;
  if (needsTrail || later.length) {
    load(json)
      .then((tree) => {
        if (needsTrail && nodeOf(tree, before[0][0])) showTrail(tree);
        if (later.length) keepLater(tree);
      })
      .catch(() => {});
  }

  // ---- copy, and where the reader stopped

  const copy = part("copy");
  if (copy) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const text = part("case");
      try {
        await navigator.clipboard.writeText(text.textContent.trim());
      } catch {
        getSelection().selectAllChildren(text);
        if (!document.execCommand("copy")) return;
      }
      copy.parentElement.querySelector("[role='status']").textContent = copy.dataset.copied;
    });
  }

  const key = `wenda:${id}`;
  try {
    const stopped = sessionStorage.getItem(key);
    if (isStart && stopped) {
      part("resume").querySelector("a").href = new URL(stopped, home);
      show("resume");
    } else if (kind === "safety" || kind === "solved") {
      sessionStorage.removeItem(key);
    } else if (!isStart) {
      sessionStorage.setItem(key, location.href.slice(home.href.length));
    }
  } catch {
    // Storage is switched off: there is nothing to go on with.
  }
})();
