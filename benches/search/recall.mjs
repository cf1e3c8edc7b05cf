// Is everything found? For every topic of the corpus generator, all documents whose Chinese text holds it must be among the
// hits. For compounds, the documents that hold the whole must come before those that hold only its parts.
//
// node recall.mjs PUBLIC_DIR CONTENT_DIR GENERATOR_FILE [COMPOUND...]

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { commandLine, openSite, pagesOf, printTable } from "./lib.mjs";

const { positionals } = commandLine("recall.mjs PUBLIC_DIR CONTENT_DIR GENERATOR_FILE [COMPOUND...]", { least: 3 });
const [folder, content, generator, ...asked] = positionals;

const list = /^TOPICS = \[(.*?)^\]/ms.exec(readFileSync(generator, "utf8"))[1];
const topics = [...list.matchAll(/\("([^"]+)", "[^"]+"\)/g)].map((match) => match[1]);

/** Title and text of every Chinese document, by address. Marks of emphasis and code are no text. */
const documents = new Map();
for (const entry of readdirSync(content, { recursive: true })) {
  if (!entry.endsWith(".md") || entry.endsWith(".en.md")) continue;
  const source = readFileSync(path.join(content, entry), "utf8");
  const [, matter = "", body] = /^---\n(.*?)\n---\n(.*)$/s.exec(source) ?? [, "", source];
  const title = /^title: "?(.*?)"?$/m.exec(matter)?.[1] ?? "";
  documents.set(`/${entry.replace(/\.md$/, "/").replace(/(^|\/)index\/$/, "$1")}`, `${title}\n${body}`.replace(/[*`]/g, ""));
}
const holding = (text) => new Set([...documents].filter(([, source]) => source.includes(text)).map(([url]) => url));

const index = await openSite(folder);
const search = async (query) => (await index.search(query, { limit: Infinity })).map(({ url }) => url);

const incomplete = [];
let sum = 0;
for (const topic of topics) {
  const wanted = holding(topic);
  const found = new Set(await search(topic));
  const kept = [...wanted].filter((url) => found.has(url)).length;
  sum += wanted.size ? kept / wanted.size : 1;
  if (kept < wanted.size) incomplete.push([topic, wanted.size, kept, [...wanted].find((url) => !found.has(url))]);
}
console.log(`recall of ${topics.length} topics in ${documents.size} documents: ${(sum / topics.length).toFixed(4)}\n`);
if (incomplete.length) printTable(["topic", "documents", "found", "missing, for example"], incomplete);

/** Words of more than one part that the generated corpus holds, and whose parts it holds apart. */
const known = ["转账失败", "充值失败", "节点失败", "配置文件", "状态管理", "数据类型", "类型检查", "备份设置", "恢复设置", "密码设置", "检查地址", "语言设置失败"];

/** Sections of a page, the title with the first. */
const sections = new Map((await pagesOf(index)).map(({ url, title, sections }) => [url, sections.map(([, heading, text], at) => `${at ? "" : title}\n${heading}\n${text}`)]));
const pairsOf = (text) => Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));
/** Whether one section holds all pairs of neighbours, each somewhere: for the index that is the whole. */
const holdsPairs = (url, compound) => sections.get(url)?.some((text) => pairsOf(compound).every((pair) => text.includes(pair)));

const rows = [];
for (const compound of asked.length ? asked : known.filter((word) => holding(word).size)) {
  const wanted = holding(compound);
  const ranked = await search(compound);
  const last = ranked.findLastIndex((url) => wanted.has(url));
  const before = ranked.slice(0, last + 1).filter((url) => !wanted.has(url));
  rows.push([compound, wanted.size, [...wanted].filter((url) => ranked.includes(url)).length, ranked.length, before.length, before.filter((url) => holdsPairs(url, compound)).length]);
}
printTable(["compound", "documents with the whole", "found", "hits", "others before the last of them", "of those with all pairs in one section"], rows);
