// An element for other sites that walks a decision tree of this one:
//   <script src="https://help.example/troubleshoot/embed.js" defer></script>
//   <wenda-troubleshooter src="https://help.example/troubleshoot/balance.json" lang="en"><a href="https://help.example/en/troubleshoot/balance/">…</a></wenda-troubleshooter>
// The link inside is what readers get without it. It builds plain elements in the page, so the page's own style sheet applies; parts
// have classes `wenda__…`. Nothing is stored or sent: after each answer it fires a `wenda:answer` event that bubbles.
(() => {
  "use strict";
  const words = {
    zh: { back: "返回", again: "重新开始", open: "打开这一页", left: (count) => `最多还有${count}步` },
    en: { back: "Back", again: "Start again", open: "Open this page", left: (count) => `At most ${count} more step${count === 1 ? "" : "s"}` },
  };

  const element = (name, part, text) => {
    const made = document.createElement(name);
    made.className = `wenda__${part}`;
    if (text) made.textContent = text;
    return made;
  };

  class WendaTroubleshooter extends HTMLElement {
    async connectedCallback() {
      if (this.tree) return;
      this.address = new URL(this.getAttribute("src"), location.href);
      try {
        const response = await fetch(this.address);
        if (!response.ok) return;
        this.tree = await response.json();
      } catch {
        return;
      }
      const wanted = this.closest("[lang]")?.lang ?? "";
      const language = wanted.split("-")[0];
      const { locales } = this.tree;
      this.language = locales.find((it) => it === wanted) ?? locales.find((it) => it.split("-")[0] === language) ?? locales[0];
      this.words = words[this.language.split("-")[0]] ?? words.en;
      this.lang = this.language;
      this.steps = [];
      this.show(this.getAttribute("node") in this.tree.nodes ? this.getAttribute("node") : this.tree.start, false);
    }

    text(texts) {
      return texts?.[this.language] ?? "";
    }

    link(urls, text) {
      const link = element("a", "link", text);
      link.href = new URL(this.text(urls), this.address).href;
      return link;
    }

    button(part, text, act) {
      const button = element("button", part, text);
      button.type = "button";
      button.addEventListener("click", act);
      return button;
    }

    show(id, isAnswer = true) {
      const node = this.tree.nodes[id];
      const heading = element("h2", "heading", this.text(node.text));
      heading.tabIndex = -1;
      const parts = [element("p", "title", this.text(this.tree.title)), heading];
      if (node.help) parts.push(element("p", "help", this.text(node.help)));
      parts.push(...this.details(node), ...this.choices(id, node));
      const last = element("p", "steps");
      if (this.steps.length) {
        last.append(this.button("back", this.words.back, () => this.show(this.steps.pop())), " ");
        last.append(this.button("again", this.words.again, () => this.show(((this.steps = []), this.tree.start))), " ");
      }
      last.append(this.link(node.url, this.words.open));
      this.replaceChildren(...parts, last);
      if (isAnswer) heading.focus();
    }

    // The steps of a fix, what an outcome links to, and whom to contact.
    details(node) {
      const parts = [];
      const steps = node.steps?.[this.language];
      if (steps) {
        const list = element("ol", "fix");
        for (const step of steps) list.append(element("li", "step", step));
        parts.push(list);
      }
      if (node.article) {
        const line = element("p", "article");
        line.append(this.link(node.article.url, this.text(node.article.title)));
        parts.push(line);
      }
      for (const channel of node.channels ?? []) {
        const line = element("p", "channel", `${this.text(channel.name)} `);
        if (channel.href) {
          const link = element("a", "link", channel.value ?? channel.href);
          link.href = channel.href;
          line.append(link, " ");
        }
        line.append([this.text(channel.note), this.text(channel.hours)].filter(Boolean).join(" "));
        parts.push(line);
      }
      return parts;
    }

    choices(id, node) {
      if (!node.answers) return [];
      const list = element("ul", "answers");
      for (const answer of node.answers) {
        const item = element("li", answer.risk ? "answer wenda__answer--risk" : "answer");
        item.append(
          this.button("choice", this.text(answer.text), () => {
            const detail = { tree: this.tree.tree, node: id, answer: answer.id };
            this.dispatchEvent(new CustomEvent("wenda:answer", { bubbles: true, detail }));
            this.steps.push(id);
            this.show(answer.go);
          }),
        );
        list.append(item);
      }
      return [list, element("p", "left", this.words.left(node.max_steps))];
    }
  }

  customElements.define("wenda-troubleshooter", WendaTroubleshooter);
})();
