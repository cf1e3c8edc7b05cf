// What the measurements share: opening a built index, building a site from a relevance set, means, chance, tables.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import vm from "node:vm";
import { gzipSync } from "node:zlib";

const repository = fileURLToPath(new URL("../../", import.meta.url));
/** The binary that builds sites; `WENDA` names another. */
export const wenda = path.resolve(process.env.WENDA ?? path.join(repository, "target/release/wenda"));

/** Arguments of the command line; says how to use it and leaves when there are too few. */
export function commandLine(usage, { least = 1, options = {} } = {}) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  if (positionals.length < least) {
    console.error(`usage: ${usage}`);
    process.exit(2);
  }
  return { values, positionals };
}

// ---- folders that go away

const temporary = [];
process.on("exit", () => temporary.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/** A folder that is removed when the process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "wenda-bench-"));
  temporary.push(folder);
  return folder;
}

// ---- relevance sets

const lines = (file) => readFileSync(file, "utf8").split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));

/** Documents and queries of a set. */
export const readSet = (folder) => ({ docs: lines(path.join(folder, "docs.jsonl")), queries: lines(path.join(folder, "queries.jsonl")) });

/** Text that Markdown shows as it is; every line is a paragraph. */
function markdownOf(text) {
  const escaped = text.split(/\r?\n/).map((line) => line.trim().replace(/[!-/:-@[-`{-~]/g, "\\$&"));
  return escaped.filter(Boolean).join("\n\n");
}

const nameOf = (number) => `doc${String(number).padStart(5, "0")}`;

/** Builds a set as a site: one page per document, its English side as the translation. Returns where, and the id of a page's address. */
export function buildSet({ docs }) {
  const root = temporaryFolder();
  mkdirSync(path.join(root, "content/set"), { recursive: true });
  const locales = docs.some((doc) => doc.title_en ?? doc.body_en) ? "[zh-CN, en]" : "[zh-CN]";
  writeFileSync(path.join(root, "content/site.yaml"), `title: 相关性\nbase_url: https://bench.example/\nlocales: ${locales}\n`);
  docs.forEach((doc, number) => {
    const write = (suffix, title, body) => writeFileSync(path.join(root, `content/set/${nameOf(number)}${suffix}`), `---\ntitle: ${JSON.stringify(title || doc.id)}\n---\n\n${markdownOf(body ?? "")}\n`);
    write(".md", doc.title, doc.body);
    if (doc.title_en ?? doc.body_en) write(".en.md", doc.title_en, doc.body_en);
  });
  const folder = buildSite(root);
  const idOf = (url) => docs[Number(/\/set\/doc(\d+)\/$/.exec(url)?.[1])]?.id;
  return { folder, idOf };
}

/** Builds a project and returns the folder of the site. */
export function buildSite(root) {
  if (!existsSync(wenda)) throw new Error(`${wenda} is not there: cargo build --release, or name a binary in WENDA`);
  const folder = path.join(temporaryFolder(), "public");
  execFileSync(wenda, ["build", "--root", root, "--output", folder, "--format", "short"], { stdio: ["ignore", "ignore", "inherit"] });
  return folder;
}

/** Whether a folder is a relevance set. */
export const isSet = (folder) => existsSync(path.join(folder, "queries.jsonl"));

// ---- the index

/** Loads files of a built site; `loaded` collects their paths. */
export function loaderOf(folder, loaded = []) {
  return async (file) => {
    loaded.push(file);
    return JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  };
}

/** The script that readers get, with a last line that hands its engine to `engine`. */
export function engineScript(folder) {
  const script = readFileSync(scriptOf(folder, "search.js"), "utf8");
  const ending = /\}\)\(\);\s*$/;
  if (!ending.test(script)) throw new Error("search.js does not end as expected");
  return script.replace(ending, ";engine.openIndex = openIndex;\n})();\n");
}

/** Opens the index of a built site with the engine that the site brings; `loaded` collects the files. */
export function openSite(folder, loaded, locale = "zh-CN") {
  const engine = {};
  vm.compileFunction(engineScript(folder), ["engine", "addEventListener"], { filename: "search.js" })(engine, () => {});
  return engine.openIndex(loaderOf(folder, loaded), `search/index.${locale}.json`);
}

/** Every page of an index whose text is in its language. */
export async function pagesOf({ lexicon }) {
  const pages = [];
  for (let page = 0; page < lexicon.pageCount; page++) if (lexicon.translated[page]) pages.push(await lexicon.page(page));
  return pages;
}

/** Bytes of a file as a host sends it. */
export function sentBytes(file) {
  const bytes = readFileSync(file);
  return Math.min(bytes.length, gzipSync(bytes, { level: 9 }).length);
}

/** A script of the theme that a site was built with. */
export function scriptOf(folder, name) {
  const [theme] = readdirSync(path.join(folder, "_theme"));
  return path.join(folder, "_theme", theme, "js", name);
}

// ---- figures

/** What a ranking is worth, as score.py has it. */
export function scoresOf(ranked, relevant) {
  const wanted = new Set(relevant);
  const top = ranked.slice(0, 10);
  const first = top.findIndex((id) => wanted.has(id));
  const recall = (most) => ranked.slice(0, most).filter((id) => wanted.has(id)).length / wanted.size;
  const gain = (rank) => 1 / Math.log2(rank + 2);
  const dcg = top.reduce((sum, id, rank) => sum + (wanted.has(id) ? gain(rank) : 0), 0);
  const ideal = Array.from({ length: Math.min(10, wanted.size) }, (_, rank) => gain(rank)).reduce((sum, each) => sum + each, 0);
  return { "MRR@10": first < 0 ? 0 : 1 / (first + 1), "R@1": recall(1), "R@10": recall(10), "nDCG@10": dcg / ideal, zero: Number(ranked.length === 0) };
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** The value below which a share of all lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? NaN;
}

/** Means of objects with the same keys. */
export const means = (rows) => Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, mean(rows.map((row) => row[key]))]));

/** The time that each query takes: all of them once to load what they need, then each one `rounds` times, the middle counts. */
export async function timesOf(queries, search, rounds = 3) {
  for (const query of queries) await search(query);
  const times = queries.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, query] of queries.entries()) {
      const start = performance.now();
      await search(query);
      times[at].push(performance.now() - start);
    }
  }
  return times.map((each) => quantile(each, 0.5));
}

/** Chance with a seed (mulberry32), from 0 to 1. */
export function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// ---- output

const shown = (value) => (typeof value !== "number" ? String(value) : Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 3 : 1));

/** Prints rows as a Markdown table. */
export function printTable(head, rows) {
  const cells = [head, ...rows.map((row) => row.map(shown))];
  const print = (row) => console.log(`| ${row.join(" | ")} |`);
  print(cells[0]);
  print(head.map((_, at) => (at === 0 ? "---" : "---:")));
  cells.slice(1).forEach(print);
  console.log();
}
