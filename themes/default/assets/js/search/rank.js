// @ts-check
// Which pages answer a plan, best first. The same as src/search/rank.rs. Stage 1 is BM25 exactly as tantivy computes it,
// in numbers of 32 bits; stage 2 prefers sections that hold all of the query, and pages whose title the query names.

import { kinds, weightOf, titleKinds } from "./query.js";

/**
 * @typedef {import("./lexicon.js").Lexicon} Lexicon
 * @typedef {import("./query.js").Plan} Plan
 * @typedef {{ page: number, score: number, sections: number[] }} Ranked
 */

const { fround } = Math;
const k1 = fround(1.2);
const b = fround(0.75);
/** A character in more than this share of all sections, or in more than this many, says too little for the length of its
 * list when there is anything else to go by. */
const commonShare = 0.3;
const mostCommon = 15_000;
/** How much more a section counts that holds every pair and word of the query. */
const allBonus = 3;
/** How much more a page counts whose title consists of words of the query; by the square of the share that does. */
const titleBonus = 1.8;
/** How much of what a page's other sections add to its best one counts. */
const spread = 0.6;
/** A further section of a page is shown when it is at least this good beside the best. */
const furtherShare = 0.5;

/** tantivy's code of a length, back into the length: exact to 40, then eight steps to each doubling. @param {number} code */
const lengthOf = (code) => (code < 40 ? code : 24 + (16 + 2 * ((code - 40) & 7)) * 2 ** ((code - 40) >> 3));

/** @param {number} frequency @param {number} count */
const idf = (frequency, count) => fround(Math.log(fround(1 + fround(fround(count - frequency + 0.5) / fround(frequency + 0.5)))));

/** @param {Lexicon} lexicon @param {Plan} plan @returns {Promise<{ ranked: Ranked[], ideal: number }>} */
export async function rankPages(lexicon, plan) {
  const count = lexicon.sectionCount;
  const known = [...plan.terms.values()].map((term) => ({ ...term, entry: lexicon.entry(term.term) }));
  const isCommon = (term) => term.kinds === kinds.character && (term.entry?.frequency ?? 0) > Math.min(mostCommon, count * commonShare);
  const others = known.filter((term) => term.entry && !isCommon(term));
  const used = others.length ? known.filter((term) => !isCommon(term)) : known;
  const required = known.filter((term) => term.isRequired);
  const lists = await Promise.all(used.map((term) => (term.entry ? lexicon.postings(term.entry) : undefined)));

  const norms = Float32Array.from({ length: 256 }, (_, code) => k1 * fround(fround(1 - b) + fround(fround(b * lengthOf(code)) / fround(lexicon.tokens / count))));
  const sections = new Float32Array(count);
  const held = new Uint16Array(count);
  const pages = new Float64Array(lexicon.pageCount);
  const titles = new Uint32Array(lexicon.pageCount);
  let ideal = 0;
  used.forEach((term, index) => {
    const factor = fround(fround(idf(term.entry?.frequency ?? 0, count) * fround(1 + k1)) * weightOf(term));
    ideal += factor;
    const postings = lists[index];
    if (!postings) return;
    const isPart = (term.kinds & titleKinds) !== 0;
    // Of all sections of a page the one counts in which the term counts most.
    let [last, most] = [-1, 0];
    const close = () => last >= 0 && (pages[last] += most);
    for (let at = 0; at < postings.sections.length; at++) {
      const section = postings.sections[at];
      const page = lexicon.pageOf[section];
      const times = postings.times[at];
      const score = fround(factor * fround(times / fround(times + norms[lexicon.lengths[section]])));
      sections[section] += score;
      if (term.isRequired) held[section]++;
      if (isPart && postings.titles[at]) titles[page]++;
      if (page === last) most = Math.max(most, score);
      else {
        close();
        [last, most] = [page, score];
      }
    }
    close();
  });
  return { ranked: order(lexicon, { sections, held, pages, titles }, required.length), ideal };
}

/** @param {Lexicon} lexicon @param {{ sections: Float32Array, held: Uint16Array, pages: Float64Array, titles: Uint32Array }} found @param {number} required @returns {Ranked[]} */
function order(lexicon, found, required) {
  const ranked = [];
  for (let page = 0; page < lexicon.pageCount; page++) {
    if (found.pages[page] === 0) continue;
    const scored = [];
    for (let section = lexicon.firstSection[page]; section < lexicon.firstSection[page + 1]; section++) {
      const score = found.sections[section];
      const holdsAll = required > 0 && found.held[section] === required;
      if (score > 0) scored.push({ section, plain: score, score: holdsAll ? score * (1 + allBonus) : score });
    }
    scored.sort((one, other) => other.score - one.score || one.section - other.section);
    const [best] = scored;
    const title = Math.min(1, found.titles[page] / Math.max(1, lexicon.titleParts[page]));
    const score = (best.score + spread * Math.max(0, found.pages[page] - best.plain)) * (1 + titleBonus * title * title);
    const further = scored.filter((each) => each.score >= best.score * furtherShare);
    ranked.push({ page, score, sections: further.slice(0, 3).map(({ section }) => section) });
  }
  return ranked.sort((one, other) => other.score - one.score || one.page - other.page);
}
