// Ranks the queries of relevance sets and says how well. Beside the table it writes a run file that other tools can score.
//
// node relevance.mjs [--runs FOLDER] SET_DIR...

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildSet, commandLine, means, openSite, printTable, quantile, readSet, scoresOf, timesOf } from "./lib.mjs";

const { values, positionals } = commandLine("relevance.mjs [--runs FOLDER] SET_DIR...", { options: { runs: { type: "string" } } });

for (const folder of positionals) {
  const name = path.basename(path.resolve(folder));
  const set = readSet(folder);
  const site = buildSet(set);
  const index = await openSite(site.folder);
  const groups = new Map([["all", []]]);
  const run = [];
  for (const { qid, text, kind, relevant } of set.queries) {
    const ranked = (await index.search(text, { limit: 10 })).map((hit) => site.idOf(hit.url));
    run.push(...ranked.map((id, rank) => `${qid}\t${id}\t${rank + 1}\n`));
    const scores = scoresOf(ranked, relevant);
    for (const group of ["all", kind ?? "no kind"]) groups.set(group, [...(groups.get(group) ?? []), scores]);
  }
  const times = await timesOf(set.queries.map(({ text }) => text), (text) => index.search(text, { limit: 10 }));
  console.log(`${name}: ${set.docs.length} documents, ${set.queries.length} queries; per query median ${quantile(times, 0.5).toFixed(2)} ms, p99 ${quantile(times, 0.99).toFixed(2)} ms\n`);
  const head = Object.keys(groups.get("all")[0]);
  printTable([name, "n", ...head], [...groups].map(([group, rows]) => [group, rows.length, ...Object.values(means(rows))]));
  if (values.runs) {
    mkdirSync(values.runs, { recursive: true });
    writeFileSync(path.join(values.runs, `${name}.tsv`), run.join(""));
  }
}
