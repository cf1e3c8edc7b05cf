#!/usr/bin/env bash
# Measures one article of ours next to the same article in Starlight and in Material for MkDocs, each as it comes.
#
#   scripts/compare-themes.sh [FOLDER]     builds the sites in FOLDER (default target/compare), prints a table
#
# Not part of the tests: it fetches both generators. Run scripts/test.sh before, which builds our site and installs the
# instruments. The versions below are those of docs/reader-quality.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8

starlight=0.42.4 astro=7.3.5
material=9.8.2 mkdocs=1.6.1
article=symptoms/balance-wrong

root=$PWD
work=$(mkdir -p "${1:-target/compare}" && cd "${1:-target/compare}" && pwd)
browser=$root/tests/browser

[ -f "target/check/root/$article/index.html" ] || { echo "run scripts/test.sh first: target/check/root is missing" >&2 && exit 3; }

# Astro wants a newer Node.js than Debian has; the one of Lighthouse will do.
for node in "$browser"/lighthouse/node_modules/node-linux-*/bin; do
  [ ! -x "$node/node" ] || PATH=$node:$PATH
done

# The article without what only wenda knows: anchors of headings, links to other documents. The warning is written as
# each writes warnings.
convert() {
  node - "$1" "content/$article.md" <<'JS'
const { readFileSync } = require("node:fs");
const [kind, file] = process.argv.slice(2);
const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(file, "utf8"));
const field = (name) => new RegExp(`^${name}: (.*)$`, "m").exec(front)[1];
const alert = (_, text) => {
  const lines = text.replace(/^> ?/gm, "").trim();
  return kind === "starlight" ? `:::caution\n${lines}\n:::\n` : `!!! warning\n\n${lines.replace(/^(?=.)/gm, "    ")}\n`;
};
const plain = body
  .replace(/^> \[!\w+\]\n((?:>.*\n)+)/gm, alert)
  .replace(/^(#+ .*?) *\{#[\w-]+\}$/gm, "$1")
  .replace(/\]\([^)]*\.md[^)]*\)/g, "](/)");
const title = kind === "starlight" ? "" : `# ${field("title")}\n`;
process.stdout.write(`---\ntitle: ${field("title")}\ndescription: ${field("summary")}\n---\n\n${title}${plain}`);
JS
}

starlight_site() {
  mkdir -p "$work/starlight/src/content/docs/symptoms" "$work/starlight/public"
  # Its starter has one of its own there.
  cp themes/default/assets/icons/favicon.svg "$work/starlight/public/"
  cd "$work/starlight"
  cat >package.json <<JSON
{ "private": true, "type": "module", "dependencies": { "astro": "$astro", "@astrojs/starlight": "$starlight" } }
JSON
  cat >astro.config.mjs <<'JS'
import { defineConfig } from "astro/config";
import starlight from "@astrojs/starlight";

export default defineConfig({
  site: "https://example.com",
  integrations: [starlight({ title: "钱包问答", locales: { root: { label: "简体中文", lang: "zh-CN" } } })],
});
JS
  cat >src/content.config.ts <<'TS'
import { defineCollection } from "astro:content";
import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";

export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
TS
  printf -- '---\ntitle: 钱包问答\n---\n\n[余额显示不对](/%s/)\n' "$article" >src/content/docs/index.md
  (cd "$root" && convert starlight) >"src/content/docs/$article.md"
  npm install --no-audit --no-fund
  ASTRO_TELEMETRY_DISABLED=1 npx astro build
}

material_site() {
  mkdir -p "$work/material/docs/symptoms"
  cd "$work/material"
  [ -x python/bin/mkdocs ] || python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check "mkdocs==$mkdocs" "mkdocs-material==$material"
  # Fonts of another host are the default; without them the figures are kinder, and the same for every network.
  cat >mkdocs.yml <<'YAML'
site_name: 钱包问答
site_url: https://example.com/
theme: { name: material, language: zh, font: false }
markdown_extensions: [admonition]
YAML
  printf '# 钱包问答\n\n[余额显示不对](%s.md)\n' "$article" >docs/index.md
  (cd "$root" && convert material) >"docs/$article.md"
  python/bin/mkdocs build --quiet
}

# Errors and warnings of vnu, then of html-validate, of one page.
vnu() {
  java -Xss8m -jar "$browser/node_modules/vnu-jar/build/dist/vnu.jar" --format json --exit-zero-always \
    --filterpattern '.*Content Security Policy.*' "$1" 2>&1 | node -e '
    const { messages } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const errors = messages.filter(({ type }) => type === "error").length;
    const warnings = messages.filter(({ subType }) => subType === "warning").length;
    console.log(`${errors} / ${warnings}`);'
}

rules() {
  (cd "$browser" && node_modules/.bin/html-validate --config .htmlvalidate.mjs --formatter json "$1" || true) | node -e '
    const files = JSON.parse(require("node:fs").readFileSync(0, "utf8") || "[]");
    const sum = (name) => files.reduce((all, file) => all + file[name], 0);
    console.log(`${sum("errorCount")} / ${sum("warningCount")}`);'
}

measure() {
  local name=$1 folder=$2
  cd "$browser"
  NAME=$name AXE=$(node axe.mjs "$folder" "/$article/") VNU=$(vnu "$folder/$article/index.html") \
    RULES=$(rules "$folder/$article/index.html") WEIGHT=$(node weight.mjs "$folder" "/$article/") \
    LIGHTHOUSE=$(node lighthouse/run.mjs --site "$folder" "/$article/") node -e '
    const { NAME, AXE, VNU, RULES } = process.env;
    const [weight, lighthouse] = [process.env.WEIGHT, process.env.LIGHTHOUSE].map((text) => JSON.parse(text));
    const scores = ["performance", "accessibility", "best-practices", "seo"].map((name) => lighthouse[name]).join(" ");
    const violations = AXE.split("\n").filter(Boolean);
    console.log(`| ${[NAME, weight.requests, weight.html, weight.css, weight.js, weight.total, weight.nodes,
      violations.length, VNU, RULES, scores, `${(lighthouse.lcp / 1000).toFixed(2)} s`, `${lighthouse.tbt} ms`, lighthouse.cls].join(" | ")} |`);
    for (const line of [...violations.map((rule) => `axe: ${rule}`), ...lighthouse.costs]) console.error(`${NAME}: ${line}`);'
}

(starlight_site) >"$work/starlight.log" 2>&1 || { cat "$work/starlight.log" >&2 && exit 1; }
(material_site) >"$work/material.log" 2>&1 || { cat "$work/material.log" >&2 && exit 1; }

echo '| site | requests | HTML | CSS | JS | all bytes | elements | axe | vnu | html-validate | Lighthouse | LCP | TBT | CLS |'
echo '|---|---|---|---|---|---|---|---|---|---|---|---|---|---|'
(measure wenda "$root/target/check/root")
(measure "Starlight $starlight" "$work/starlight/dist")
(measure "Material $material" "$work/material/site")
