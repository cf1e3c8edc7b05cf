// Asks for strings of four Han characters cut from the text of sections, at random places, and looks for where they are from.
// Several pages may hold a string; the ceiling is what an engine would get that finds all of them and orders them by chance.
//
// node substrings.mjs [--count N] [--seed N] SITE_DIR

import { chance, commandLine, mean, openSite, pagesOf, printTable } from "./lib.mjs";

const options = { count: { type: "string", default: "300" }, seed: { type: "string", default: "1" } };
const { values, positionals } = commandLine("substrings.mjs [--count N] [--seed N] SITE_DIR", { options });
const length = 4;

const [folder] = positionals;
const index = await openSite(folder);
const pages = await pagesOf(index);
const sections = pages.flatMap((page) => page.sections.map(([anchor, heading, text]) => ({ page, anchor, text: `${heading}\n${text}`, body: text })));
const runsOf = (text) => [...text.matchAll(/[\u4e00-\u9fff]{4,}/g)].map(([run]) => run);
const sources = sections.map((section) => ({ section, runs: runsOf(section.body) })).filter(({ runs }) => runs.length);

const random = chance(Number(values.seed));
const pick = (list) => list[Math.floor(random() * list.length)];
/** A place among all places of a section. */
function substringOf(runs) {
  let place = Math.floor(random() * runs.reduce((sum, run) => sum + run.length - length + 1, 0));
  for (const run of runs) {
    const places = run.length - length + 1;
    if (place < places) return run.slice(place, place + length);
    place -= places;
  }
}

const gains = Array.from({ length: 10 }, (_, rank) => 1 / (rank + 1));
const rows = { page: [], section: [] };
const ceilings = { page: [], section: [] };
for (let count = 0; count < Number(values.count); count++) {
  const { section, runs } = pick(sources);
  const query = substringOf(runs);
  const hits = await index.search(query, { limit: 10 });
  const rank = hits.findIndex((hit) => hit.url === section.page.url);
  const isShown = rank >= 0 && [hits[rank], ...hits[rank].sections].some(({ anchor }) => anchor === section.anchor);
  rows.page.push(rank < 0 ? [0, 0] : [gains[rank], 1]);
  rows.section.push(isShown ? [gains[rank], 1] : [0, 0]);

  const holders = sections.filter(({ text }) => text.includes(query));
  const among = new Set(holders.map(({ page }) => page.url)).size;
  const within = holders.filter(({ page }) => page === section.page).length;
  const found = Math.min(10, among);
  const best = [gains.slice(0, found).reduce((sum, gain) => sum + gain, 0) / among, found / among];
  const shown = Math.min(3, within) / within;
  ceilings.page.push(best);
  ceilings.section.push(best.map((value) => value * shown));
}
const column = (list, at) => mean(list.map((each) => each[at]));
console.log(`${values.count} strings from ${pages.length} pages, ${sections.length} sections\n`);
printTable(
  ["", "MRR@10", "R@10", "ceiling MRR@10", "ceiling R@10"],
  ["page", "section"].map((level) => [level, column(rows[level], 0), column(rows[level], 1), column(ceilings[level], 0), column(ceilings[level], 1)]),
);
