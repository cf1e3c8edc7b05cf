// Takes the title of every document for a query: as it is, in Traditional characters, in full-width letters, in pinyin.
// A page is first when the first hit has the title that was asked for, since several documents of a set may share one.
//
// node mutations.mjs [--most N] SET_DIR...

import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSet, chance, commandLine, mean, openSite, printTable, readSet } from "./lib.mjs";

const { values, positionals } = commandLine("mutations.mjs [--most N] SET_DIR...", { options: { most: { type: "string", default: "500" } } });
const most = Number(values.most);

const han = /[\u3400-\u9fff]/g;
const wide = (text) => text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));

/** Traditional and pinyin forms by the Python helper; null where Python lacks what it needs. */
function otherSpellings(titles) {
  const script = fileURLToPath(new URL("mutations.py", import.meta.url));
  const { status, stdout } = spawnSync("python3", [script], { input: JSON.stringify(titles), encoding: "utf8", maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "ignore"] });
  return status === 0 ? JSON.parse(stdout) : null;
}

for (const folder of positionals) {
  const name = path.basename(path.resolve(folder));
  const set = readSet(folder);
  const site = buildSet(set);
  const index = await openSite(site.folder);
  const random = chance(1);
  const titled = set.docs.filter(({ title }) => title?.trim());
  const chosen = titled.map((doc) => [random(), doc]).sort(([one], [other]) => one - other).slice(0, most).map(([, doc]) => doc);
  const spellings = otherSpellings(chosen.map(({ title }) => title));
  if (!spellings) console.log("python3 lacks opencc-python-reimplemented, pypinyin or jieba: no Traditional, no pinyin\n");

  /** Rank of the title's own page, and whether the first hit has the title. */
  const ask = async (doc, query) => {
    const hits = await index.search(query, { limit: 10 });
    return { first: Number(hits[0]?.title.trim() === doc.title.trim()), found: Number(hits.some((hit) => site.idOf(hit.url) === doc.id)) };
  };
  const plain = [];
  for (const doc of chosen) plain.push(await ask(doc, doc.title));
  const rows = [["as it is", chosen.length, mean(plain.map(({ first }) => first)), mean(plain.map(({ found }) => found)), "", ""]];
  const isChinese = ({ title }) => (title.match(han)?.length ?? 0) >= 2;
  const kinds = [
    ["Traditional", (at) => spellings?.[at][0]],
    ["full-width", (at) => wide(chosen[at].title)],
    ["pinyin by syllable", (at) => isChinese(chosen[at]) && spellings?.[at][1]],
    ["pinyin by word", (at) => isChinese(chosen[at]) && spellings?.[at][2]],
  ];
  for (const [kind, mutate] of kinds) {
    // Only titles that the mutation changes, beside the same titles as they are.
    const changed = chosen.map((doc, at) => ({ doc, at, query: mutate(at) })).filter(({ doc, query }) => query && query !== doc.title);
    if (!changed.length) continue;
    const found = [];
    for (const { doc, query } of changed) found.push(await ask(doc, query));
    const before = mean(changed.map(({ at }) => plain[at].found));
    const after = mean(found.map((each) => each.found));
    rows.push([kind, changed.length, mean(found.map(({ first }) => first)), after, before, `${((after - before) * 100).toFixed(1)} points`]);
  }
  printTable([name, "titles", "first", "R@10", "R@10 as it is", "change"], rows);
}
