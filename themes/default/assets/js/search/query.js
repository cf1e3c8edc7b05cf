// @ts-check
// What a query asks for: terms with weights. The same as src/search/query.rs, step by step and in the same order, so that
// sums come out the same to the last bit. Goes in: what was typed. Comes out: a plan.

import { cutRuns, compoundOf, fold, isUnspaced, longestUnspaced, longestWord, stemOf } from "./analysis.js";

/**
 * @typedef {import("./lexicon.js").Lexicon} Lexicon
 * @typedef {import("./analysis.js").Run} Run
 * @typedef {{ term: string, kinds: number, isRequired: boolean }} Term
 * @typedef {{ terms: Map<string, Term>, runs: Run[], phrases: string[], corrections: { start: number, end: number, text: string }[], hasUnspaced: boolean, hasUnknown: boolean, characters: string[] }} Plan
 */

/** Characters of a query that count. */
const longestQuery = 256;

/** Why a term is asked for, and how much it weighs for that reason; reasons add up. The weights are explained in docs/search-quality.md. */
export const kinds = { word: 1, pair: 2, character: 4, latin: 8, stem: 16, compound: 32, completion: 64, near: 128, pinyin: 256 };
/** @type {[number, number][]} */
const weights = [
  [kinds.word, 0.1], [kinds.pair, 0.5], [kinds.character, 0.55], [kinds.latin, 1.2], [kinds.stem, 0.4],
  [kinds.compound, 1.2], [kinds.completion, 0.6], [kinds.near, 0.7], [kinds.pinyin, 0.8],
];
/** Reasons that make a term a part of a title, if it is in one. */
export const titleKinds = kinds.pair | kinds.latin | kinds.completion | kinds.near | kinds.pinyin;

/** @param {Term} term */
export const weightOf = (term) => weights.reduce((sum, [kind, weight]) => (term.kinds & kind ? Math.fround(sum + Math.fround(weight)) : sum), 0);

/** What a single character costs in a segmentation, in half bits. */
const singleCost = 24;
const mostCompletions = 5;
const mostNear = 3;
const mostPinyin = 3;
const longestPinyin = 24;
/** In an index of more sections than this, a mistyped word must have its first two letters right, not only its first. */
const largeIndex = 10_000;

/** @param {Lexicon} lexicon @param {string} query @param {boolean} typing @returns {Promise<Plan>} */
export async function planQuery(lexicon, query, typing) {
  const characters = [...fold([...query].slice(0, longestQuery).join(""))].slice(0, longestQuery);
  /** @type {Plan} */
  const plan = { terms: new Map(), runs: cutRuns(characters), phrases: phrasesOf(characters), corrections: [], hasUnspaced: false, hasUnknown: false, characters };
  plan.hasUnspaced = plan.runs.some((run) => "characters" in run);
  await lexicon.need(plan.runs.flatMap((run, index) => spellings(plan.runs, run, index)));
  await foldVariants(lexicon, plan);
  for (let index = 0; index < plan.runs.length; index += 1) {
    const run = plan.runs[index];
    if ("characters" in run) addUnspaced(lexicon, plan, run.characters);
    else await addWords(lexicon, plan, index, typing);
  }
  return plan;
}

/** What stands in quotation marks, folded. @param {string[]} characters */
function phrasesOf(characters) {
  const phrases = [];
  for (const [, quoted] of characters.join("").matchAll(/["“”]([^"“”]+)["“”]/g)) if (quoted.trim()) phrases.push(quoted.trim());
  return phrases;
}

/** Everything that may stand in the vocabulary for a run. @param {Run[]} runs @param {Run} run @param {number} index */
function spellings(runs, run, index) {
  if ("word" in run) return [run.word, stemOf(run.word), compoundOf(runs, index) ?? run.word];
  const found = [];
  for (let start = 0; start < run.characters.length; start += 1) {
    for (let end = start + 1; end <= Math.min(run.characters.length, start + longestUnspaced); end += 1) found.push(run.characters.slice(start, end).join(""));
  }
  return found;
}

/** Traditional characters and other variants become those of the index. @param {Lexicon} lexicon @param {Plan} plan */
async function foldVariants(lexicon, plan) {
  /** @type {string[]} */
  const changed = [];
  for (const run of plan.runs) {
    if (!("characters" in run)) continue;
    const usual = run.characters.map((character) => lexicon.alias(character)?.[0] ?? character);
    if (usual.every((character, at) => character === run.characters[at])) continue;
    run.characters = usual;
    changed.push(...spellings(plan.runs, run, 0));
  }
  if (!changed.length) return;
  await lexicon.need(changed);
  plan.phrases = plan.phrases.map((phrase) => [...phrase].map((character) => lexicon.alias(character)?.[0] ?? character).join(""));
}

/** @param {Plan} plan @param {string} text @param {number} kind @param {boolean} isRequired */
function addTerm(plan, text, kind, isRequired = false) {
  const term = plan.terms.get(text) ?? { term: text, kinds: 0, isRequired: false };
  term.kinds |= kind;
  term.isRequired ||= isRequired;
  plan.terms.set(text, term);
}

// ---- scripts without spaces

/** @param {Lexicon} lexicon @param {Plan} plan @param {string[]} characters */
function addUnspaced(lexicon, plan, characters) {
  const text = (/** @type {number} */ start, /** @type {number} */ end) => characters.slice(start, end).join("");
  for (const [start, end] of segment(lexicon, characters)) {
    if (end - start < 2) continue;
    addTerm(plan, text(start, end), kinds.word);
    // The words inside a word, as the index has them.
    for (const length of [2, 3]) {
      for (let at = start; at + length <= end && length < end - start; at += 1) {
        if (lexicon.entry(text(at, at + length))?.cost) addTerm(plan, text(at, at + length), kinds.word);
      }
    }
  }
  for (let at = 0; at < characters.length; at += 1) addTerm(plan, characters[at], kinds.character, characters.length === 1);
  for (let at = 0; at + 2 <= characters.length; at += 1) addTerm(plan, text(at, at + 2), kinds.pair, true);
}

/** The cheapest way to cut a run into words of the index and single characters: shortest path, from left to right.
 * @param {Lexicon} lexicon @param {string[]} characters @returns {[start: number, end: number][]} */
function segment(lexicon, characters) {
  const costs = [0];
  const starts = [0];
  for (let end = 1; end <= characters.length; end += 1) {
    costs[end] = Infinity;
    for (let length = 1; length <= Math.min(longestUnspaced, end); length += 1) {
      const cost = length === 1 ? singleCost : (lexicon.entry(characters.slice(end - length, end).join(""))?.cost ?? 0);
      // Of equally cheap ways the one with the longer last word.
      if (cost && costs[end - length] + cost <= costs[end]) {
        costs[end] = costs[end - length] + cost;
        starts[end] = end - length;
      }
    }
  }
  /** @type {[number, number][]} */
  const path = [];
  for (let end = characters.length; end > 0; end = starts[end]) path.unshift([starts[end], end]);
  return path;
}

// ---- scripts with spaces

/** @param {Lexicon} lexicon @param {Plan} plan @param {number} index @param {boolean} typing */
async function addWords(lexicon, plan, index, typing) {
  const run = plan.runs[index];
  if (!("word" in run) || [...run.word].length > longestWord) return;
  const { word } = run;
  const stem = stemOf(word);
  const compound = compoundOf(plan.runs, index);
  const isKnown = lexicon.entry(word) !== undefined || lexicon.entry(stem) !== undefined;
  addTerm(plan, word, kinds.latin, stem === word);
  if (stem !== word) addTerm(plan, stem, kinds.stem, true);
  if (compound !== null && lexicon.entry(compound)) addTerm(plan, compound, kinds.compound);
  const isLast = index === plan.runs.length - 1 && run.end === plan.characters.length;
  if (isKnown && !(typing && isLast)) return;
  const completions = [...word].length < 2 ? [] : await lexicon.between(word, `${word}\u{10ffff}`);
  const frequent = mostFrequent(completions.filter((entry) => entry.term !== word && entry.term !== stem), mostCompletions);
  for (const entry of frequent) addTerm(plan, entry.term, kinds.completion);
  if (isKnown) return;
  plan.hasUnknown = true;
  if (await addPinyin(lexicon, plan, index)) return;
  if (frequent.length === 0) await addNear(lexicon, plan, run);
}

/** The most frequent entries; among equals the first in order. @param {Lexicon["shards"] extends Map<number, infer S> ? S["sorted"] : never} entries @param {number} most */
function mostFrequent(entries, most) {
  return [...entries].sort((one, other) => other.frequency - one.frequency).slice(0, most);
}

/** Words that differ by a letter or two. @param {Lexicon} lexicon @param {Plan} plan @param {{ word: string, start: number, end: number }} run */
async function addNear(lexicon, plan, { word, start, end }) {
  const letters = [...word];
  if (letters.length < 4) return;
  const most = letters.length < 8 ? 1 : 2;
  const sure = letters.slice(0, lexicon.sectionCount > largeIndex ? 2 : 1).join("");
  const entries = await lexicon.between(sure, `${sure}\u{10ffff}`);
  const distances = entries.map((entry) => ({ entry, distance: editDistance(letters, [...entry.term], most) }));
  const best = Math.min(...distances.map(({ distance }) => distance));
  if (!(best <= most)) return;
  const near = mostFrequent(distances.filter(({ distance }) => distance === best).map(({ entry }) => entry), mostNear);
  for (const entry of near) addTerm(plan, entry.term, kinds.near);
  plan.corrections.push({ start, end, text: near[0].term });
}

/** Letters to change, add, leave out or swap with their neighbour (optimal string alignment); Infinity above `most`.
 * @param {string[]} one @param {string[]} other @param {number} most */
function editDistance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let [before, last] = [/** @type {number[]} */ ([]), other.concat("").map((_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[other.length] <= most ? last[other.length] : Infinity;
}

// ---- pinyin

/** Chinese typed in Latin letters: with the words around it, else by itself. @param {Lexicon} lexicon @param {Plan} plan @param {number} index */
async function addPinyin(lexicon, plan, index) {
  const isLetters = (/** @type {number} */ at) => plan.runs[at] !== undefined && "word" in plan.runs[at] && /^[a-z]+$/.test(plan.runs[at].word);
  if (!isLetters(index)) return false;
  let [first, last] = [index, index];
  while (isLetters(first - 1)) first -= 1;
  while (isLetters(last + 1)) last += 1;
  for (const [from, to] of first < last ? [[first, last], [index, index]] : [[index, index]]) {
    const letters = plan.runs.slice(from, to + 1).map((run) => ("word" in run ? run.word : "")).join("");
    const words = await readPinyin(lexicon, letters);
    if (!words) continue;
    await lexicon.need(words.flat());
    for (const word of words.flat()) addTerm(plan, word, kinds.pinyin);
    const [start, end] = [plan.runs[from].start, plan.runs[to].end];
    if (!plan.corrections.some((known) => known.start === start)) plan.corrections.push({ start, end, text: words.map(([best]) => best).join("") });
    return true;
  }
  return false;
}

/** Cuts letters into as few readings of words as possible; of equals the one whose last piece is longest.
 * @param {Lexicon} lexicon @param {string} letters @returns {Promise<string[][] | null>} */
async function readPinyin(lexicon, letters) {
  if (letters.length < 2 || letters.length > longestWord) return null;
  const key = (/** @type {number} */ start, /** @type {number} */ end) => `*${letters.slice(start, end)}`;
  const keys = [];
  for (let start = 0; start < letters.length; start += 1) {
    for (let end = start + 2; end <= Math.min(letters.length, start + longestPinyin); end += 1) keys.push(key(start, end));
  }
  await lexicon.need(keys);
  const pieces = [0];
  const starts = [0];
  for (let end = 1; end <= letters.length; end += 1) {
    pieces[end] = Infinity;
    for (let length = 2; length <= Math.min(longestPinyin, end); length += 1) {
      if (pieces[end - length] + 1 <= pieces[end] && lexicon.alias(key(end - length, end))) {
        pieces[end] = pieces[end - length] + 1;
        starts[end] = end - length;
      }
    }
  }
  if (pieces[letters.length] === Infinity) return null;
  /** @type {string[][]} */
  const words = [];
  for (let end = letters.length; end > 0; end = starts[end]) words.unshift((lexicon.alias(key(starts[end], end)) ?? []).slice(0, mostPinyin));
  return words;
}
