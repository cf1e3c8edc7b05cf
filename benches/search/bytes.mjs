// What a reader downloads until the first five results are shown, each file as `gzip -9` sends it: the script of the search, and
// every file of the index that a search from a fresh start loads. The script of every page is there before and is listed apart.
//
// node bytes.mjs [--limit N] [--locale LOCALE] PUBLIC_DIR QUERY...

import path from "node:path";
import { commandLine, openSite, printTable, scriptOf, sentBytes } from "./lib.mjs";

const options = { limit: { type: "string", default: "5" }, locale: { type: "string", default: "zh-CN" } };
const { values, positionals } = commandLine("bytes.mjs [--limit N] [--locale LOCALE] PUBLIC_DIR QUERY...", { least: 2, options });
const [folder, ...queries] = positionals;

const kinds = [
  ["entry", /^index\./],
  ["pack", /^pack\./],
  ["core", /^core\./],
  ["terms", /^t\d+\./],
  ["long lists", /^l\d+\./],
  ["text", /^x\d+\./],
];
const script = sentBytes(scriptOf(folder, "search.js"));
const rows = [];
for (const query of queries) {
  const loaded = [];
  const index = await openSite(folder, loaded, values.locale);
  const hits = await index.search(query, { limit: Number(values.limit), typing: true });
  const files = [...new Set(loaded)].map((file) => [path.basename(file), sentBytes(path.join(folder, file))]);
  const perKind = kinds.map(([, pattern]) => files.filter(([name]) => pattern.test(name)));
  const sum = (list) => list.reduce((total, [, bytes]) => total + bytes, 0);
  rows.push([query, hits.length, ...perKind.map((list) => `${sum(list)} (${list.length})`), script, sum(files) + script]);
}
printTable(["query", "hits", ...kinds.map(([kind]) => `${kind} (files)`), "search.js", "bytes"], rows);
console.log(`main.js, which every page has: ${sentBytes(scriptOf(folder, "main.js"))} bytes`);
