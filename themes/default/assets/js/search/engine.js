// @ts-check
// The search: opens an index and answers queries. Free of the DOM; runs in a browser as in Node. docs/search-format.md
// describes the files that it loads.

import { fold } from "./analysis.js";
import { Lexicon, once } from "./lexicon.js";
import { planQuery } from "./query.js";
import { bestSections, rankPages } from "./rank.js";
import { makeSnippet } from "./snippet.js";

/**
 * @typedef {(path: string) => Promise<any>} Load loads a JSON file by its path on the site
 * @typedef {{ text: string, marked: boolean }} Piece
 * @typedef {{ anchor: string, heading: string, snippet: Piece[] }} Section
 * @typedef {object} Hit a page
 * @property {string} url its path on the site, percent-encoded
 * @property {string} title
 * @property {string} anchor of its best section; empty for the start of the page
 * @property {string} heading of that section
 * @property {number} score
 * @property {Piece[]} snippet of that section
 * @property {Section[]} sections up to two more sections
 * @property {string[]} terms the words that were marked
 * @property {boolean} twin whether it was found by its text in another language
 * @property {string} [lang] of heading and snippet, where it is not the language of the index
 * @typedef {import("./query.js").Plan} Plan
 * @typedef {import("./rank.js").Ranked} Ranked
 * @typedef {Ranked & { twin?: { lexicon: Lexicon, plan: Plan, ranked: Ranked } }} Found
 */

/** How many candidates are read in search of a phrase. */
const mostRead = 200;
/** How much of what the lesser of two languages says of a page is added to what the other says. */
const otherShare = 0.2;
/** Languages that are written without spaces, as in src/search/analysis.rs. */
const isUnspacedLocale = (locale) => /^(zh|ja|th|lo|km|my)\b/.test(locale);

/** Opens the index whose entry is at `entry`. @param {Load} load @param {string} entry */
export async function openIndex(load, entry) {
  return new Index(load, entry, await Lexicon.open(load, entry));
}

class Index {
  /** @param {Load} load @param {string} entry @param {Lexicon} lexicon */
  constructor(load, entry, lexicon) {
    this.load = load;
    this.folder = entry.slice(0, entry.lastIndexOf("/") + 1);
    this.lexicon = lexicon;
    /** @type {Map<string, Promise<Lexicon>>} */
    this.others = new Map();
  }

  /** The pages that answer a query, best first. While `typing`, the last word is taken for a beginning.
   * @param {string} query @param {{ limit?: number, typing?: boolean }} [options] @returns {Promise<Hit[]>} */
  async search(query, { limit = 10, typing = false } = {}) {
    const plan = await planQuery(this.lexicon, query, typing);
    let found = await this.find(plan, query, typing);
    if (plan.phrases.length) found = await this.withPhrases(found, plan, limit);
    return Promise.all(found.slice(0, limit).map((each) => this.hit(each, plan)));
  }

  /** What the query may have been meant to say, or null. @param {string} query @returns {Promise<string | null>} */
  async suggest(query) {
    const { corrections, characters } = await planQuery(this.lexicon, query, false);
    if (!corrections.length) return null;
    const meant = [...characters];
    for (const { start, end, text } of [...corrections].sort((one, other) => other.start - one.start)) meant.splice(start, end - start, text);
    return meant.join("");
  }

  /** @param {Plan} plan @param {string} query @param {boolean} typing @returns {Promise<Found[]>} */
  async find(plan, query, typing) {
    const { ranked, ideal } = await rankPages(this.lexicon, plan);
    const isUnspaced = isUnspacedLocale(this.lexicon.locale);
    // A character that nobody uses here may be one of another language that is written like this one.
    const isOther = plan.isStrange && this.lexicon.others.some(({ locale }) => isUnspacedLocale(locale));
    const isForeign = plan.hasUnspaced !== isUnspaced || plan.hasUnknown || isOther;
    if (!plan.runs.length || (ranked.length && !isForeign)) return ranked;
    /** @type {Map<number, Found>} */
    const byPage = new Map(ranked.map((each) => [each.page, each]));
    for (const { entry } of this.lexicon.others) {
      const lexicon = await once(this.others, entry, () => Lexicon.open(this.load, this.folder + entry));
      const otherPlan = await planQuery(lexicon, query, typing);
      const other = await rankPages(lexicon, otherPlan);
      // Scores of two indexes compare by the share they are of what a perfect page would get.
      const scale = other.ideal > 0 ? ideal / other.ideal : 0;
      for (const each of other.ranked) {
        const page = this.lexicon.pageWithSet(lexicon.sets[each.page]);
        if (page < 0) continue;
        const known = byPage.get(page) ?? { page, score: 0 };
        const theirs = each.score * scale;
        const score = Math.max(known.score, theirs) + otherShare * Math.min(known.score, theirs);
        byPage.set(page, theirs > known.score ? { page, score, twin: { lexicon, plan: otherPlan, ranked: each } } : { ...known, score });
      }
    }
    return [...byPage.values()].sort((one, other) => other.score - one.score || one.page - other.page);
  }

  /** Only pages that hold the phrases word for word; all of them when none does. @param {Found[]} found @param {Plan} plan @param {number} limit */
  async withPhrases(found, plan, limit) {
    const kept = [];
    for (const each of found.slice(0, mostRead)) {
      const { title, sections } = await this.lexicon.page(each.page);
      const text = this.comparable([title, ...sections.flatMap(([, heading, body]) => [heading, body])].join("\n"));
      if (plan.phrases.every((phrase) => text.includes(this.comparable(phrase)))) kept.push(each);
      if (kept.length === limit) break;
    }
    return kept.length ? kept : found;
  }

  /** @param {string} text */
  comparable(text) {
    return [...fold(text).replace(/\p{White_Space}/gu, "")].map((char) => this.lexicon.usual(char)).join("");
  }

  /** @param {Found} found @param {Plan} plan @returns {Promise<Hit>} */
  async hit(found, plan) {
    const { page, score, twin } = found;
    const own = await this.lexicon.page(page);
    let shown = bestSections(this.lexicon, found).map((section) => own.sections[section - this.lexicon.first[page]]);
    let [marking, lexicon] = [plan, this.lexicon];
    // A page that stands in for a missing translation shows its source, which is in the first language of the site.
    const isStandIn = this.lexicon.translated[page] === 0;
    let lang = isStandIn ? this.lexicon.others[0]?.locale : undefined;
    if (twin) {
      const other = await twin.lexicon.page(twin.ranked.page);
      const theirs = bestSections(twin.lexicon, twin.ranked).map((section) => other.sections[section - twin.lexicon.first[twin.ranked.page]]);
      // A translation has the anchors of its source.
      shown = [...new Set(theirs.map(([anchor]) => own.sections.find((section) => section[0] === anchor) ?? own.sections[0]))];
      if (isStandIn) [shown, marking, lexicon, lang] = [theirs, twin.plan, twin.lexicon, twin.lexicon.locale];
    }
    /** @type {Set<string>} */
    const terms = new Set();
    const views = shown.map((section) => ({ anchor: section[0], heading: section[1], snippet: makeSnippet(section, marking, lexicon, terms) }));
    const [best, ...further] = views;
    return { url: own.url, title: own.title, ...best, score, sections: further, terms: [...terms], twin: !!twin, ...(lang ? { lang } : {}) };
  }
}
