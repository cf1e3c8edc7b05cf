// @ts-check
// Which pages answer a plan, best first. The same as src/search/rank.rs. Stage 1 is BM25 exactly as tantivy computes it,
// in numbers of 32 bits; stage 2 prefers sections that hold all of the query, and pages whose title the query names.

import { kinds, weightOf, titleKinds } from "./query.js";

/**
 * @typedef {import("./lexicon.js").Lexicon} Lexicon
 * @typedef {import("./query.js").Plan} Plan
 * @typedef {{ sections: Float32Array, held: Uint16Array, pages: Float64Array, titles: Uint32Array, required: number }} Sums
 * @typedef {{ page: number, score: number, sums?: Sums }} Ranked
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
/** How much more a page counts whose title consists of words of the query; by a power of the share that does, since half a title
 * is much less than half of the evidence. */
const titleBonus = 2;
const titlePower = 2.1;
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
  const rare = known.filter((term) => !isCommon(term));
  const used = rare.some((term) => term.entry) ? rare : known;
  const required = known.filter((term) => term.isRequired);
  const lists = await Promise.all(used.map((term) => (term.entry ? lexicon.postings(term.entry) : undefined)));

  const { pageOf, lengths } = lexicon;
  const norms = (lexicon.norms ??= Float32Array.from({ length: 256 }, (_, code) => k1 * fround(fround(1 - b) + fround(fround(b * lengthOf(code)) / fround(lexicon.tokens / count)))));
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
    let last = -1;
    let most = 0;
    for (let at = 0; at < postings.sections.length; at++) {
      const section = postings.sections[at];
      const page = pageOf[section];
      const times = postings.times[at];
      const score = fround(factor * fround(times / fround(times + norms[lengths[section]])));
      sections[section] += score;
      if (term.isRequired) held[section]++;
      if (isPart && postings.titles[at]) titles[page]++;
      if (page === last) most = Math.max(most, score);
      else {
        if (last >= 0) pages[last] += most;
        last = page;
        most = score;
      }
    }
    pages[last] += most;
  });
  return { ranked: order(lexicon, { sections, held, pages, titles, required: required.length }), ideal };
}

/** A section that holds every pair and word counts more. @param {Sums} sums @param {number} section */
const scoreOf = (sums, section) => sums.sections[section] * (sums.required > 0 && sums.held[section] === sums.required ? 1 + allBonus : 1);

/** @param {Lexicon} lexicon @param {Sums} sums @returns {Ranked[]} */
function order(lexicon, sums) {
  const { first, titleParts } = lexicon;
  const ranked = [];
  for (let page = 0; page < lexicon.pageCount; page++) {
    if (sums.pages[page] === 0) continue;
    let [best, most] = [0, -1];
    for (let section = first[page]; section < first[page + 1]; section++) {
      const score = scoreOf(sums, section);
      if (score > most) [best, most] = [section, score];
    }
    const title = Math.min(1, sums.titles[page] / Math.max(1, titleParts[page]));
    const score = (most + spread * Math.max(0, sums.pages[page] - sums.sections[best])) * (1 + titleBonus * title ** titlePower);
    ranked.push({ page, score, sums });
  }
  return ranked.sort((one, other) => other.score - one.score || one.page - other.page);
}

/** The best sections of a page, best first. @param {Lexicon} lexicon @param {Ranked} ranked */
export function bestSections({ first }, { page, sums }) {
  const sections = [];
  for (let section = first[page]; sums && section < first[page + 1]; section++) sections.push(section);
  sections.sort((one, other) => scoreOf(sums, other) - scoreOf(sums, one) || one - other);
  return sections.filter((section) => scoreOf(sums, section) >= scoreOf(sums, sections[0]) * furtherShare).slice(0, 3);
}
