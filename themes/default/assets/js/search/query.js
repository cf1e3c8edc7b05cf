// @ts-check
// What a query asks for: terms with weights. The same as src/search/query.rs, step by step and in the same order, so that
// sums come out the same to the last bit. Goes in: what was typed. Comes out: a plan.

import { cutRuns, compoundOf, fold, isUnspaced, longestUnspaced, longestWord, stemOf } from "./analysis.js";

/**
 * @typedef {import("./lexicon.js").Lexicon} Lexicon
 * @typedef {import("./lexicon.js").Entry} Entry
 * @typedef {import("./analysis.js").Run} Run
 * @typedef {{ term: string, kinds: number, isRequired: boolean }} Term
 * @typedef {{ terms: Map<string, Term>, runs: Run[], phrases: string[], corrections: { start: number, end: number, text: string }[], hasUnspaced: boolean, hasUnknown: boolean, isStrange: boolean, characters: string[], wanted?: any }} Plan
 */

/** Characters of a query that count. */
const longestQuery = 256;

/** Why a term is asked for: bits, since it may be for several reasons. */
export const kinds = { word: 1, pair: 2, character: 4, latin: 8, stem: 16, compound: 32, completion: 64, near: 128, pinyin: 256 };
/** How much a term weighs for each reason, in their order; they add up. docs/search-quality.md explains the numbers. */
const weights = [0.12, 0.52, 0.57, 1.1, 0.5, 1.1, 0.6, 1.1, 0.8];
/** Reasons that make a term a part of a title, if it is in one. */
export const titleKinds = kinds.pair | kinds.latin | kinds.completion | kinds.near | kinds.pinyin;

/** @param {Term} term */
export const weightOf = (term) => weights.reduce((sum, weight, bit) => ((term.kinds >> bit) & 1 ? Math.fround(sum + Math.fround(weight)) : sum), 0);

/** What a single character costs in a segmentation, in half bits. */
const singleCost = 24;
const mostCompletions = 5;
const mostNear = 3;
const mostPinyin = 3;
const longestPinyin = 24;
/** Most words before and after a word that may be pinyin with it. */
const mostAround = 15;
/** In an index of more sections than this, a mistyped word must have its first two letters right, not only its first. */
const largeIndex = 10_000;

/** @param {Lexicon} lexicon @param {string} query @param {boolean} typing @returns {Promise<Plan>} */
export async function planQuery(lexicon, query, typing) {
  const characters = [...fold([...query].slice(0, longestQuery).join(""))].slice(0, longestQuery);
  /** @type {Plan} */
  const plan = { terms: new Map(), runs: cutRuns(characters), phrases: [...characters.join("").matchAll(/["“”]([^"“”]+)["“”]/g)].map((match) => match[1]), corrections: [], hasUnspaced: false, hasUnknown: false, isStrange: false, characters };
  plan.hasUnspaced = plan.runs.some((run) => !run.word);
  await lexicon.need(plan.runs.flatMap((run, index) => spellings(plan.runs, run, index)));
  await foldVariants(lexicon, plan);
  for (let index = 0; index < plan.runs.length; index++) {
    const run = plan.runs[index];
    if (run.word) await addWords(lexicon, plan, index, typing);
    else addUnspaced(lexicon, plan, run.characters);
  }
  return plan;
}

/** Everything that may stand in the vocabulary for a run. @param {Run[]} runs @param {Run} run @param {number} index */
function spellings(runs, run, index) {
  if (run.word) return [run.word, stemOf(run.word), compoundOf(runs, index) ?? run.word];
  return stretches(run.characters, 1, longestUnspaced);
}

/** Every stretch of neighbours of a length between two. @param {string[]} characters @param {number} least @param {number} most */
function stretches(characters, least, most) {
  const found = [];
  for (let start = 0; start < characters.length; start++) {
    for (let end = start + least; end <= Math.min(characters.length, start + most); end++) found.push(characters.slice(start, end).join(""));
  }
  return found;
}

/** Traditional characters and other variants become those of the index. @param {Lexicon} lexicon @param {Plan} plan */
async function foldVariants(lexicon, plan) {
  const changed = [];
  for (const run of plan.runs) {
    if (run.word) continue;
    run.characters = run.characters.map((char) => lexicon.usual(char));
    changed.push(...spellings(plan.runs, run, 0));
  }
  await lexicon.need(changed);
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
  const text = (start, end) => characters.slice(start, end).join("");
  const costOf = (start, end) => (end - start === 1 ? singleCost : (lexicon.entry(text(start, end))?.cost ?? 0));
  // Single characters cost too, so there is always a way.
  for (const [start, end] of cheapestPath(characters.length, longestUnspaced, costOf) ?? []) {
    if (end - start < 2) continue;
    addTerm(plan, text(start, end), kinds.word);
    // The words inside a word, as the index has them.
    for (const length of [2, 3]) {
      for (let at = start; at + length <= end && length < end - start; at++) {
        if (lexicon.entry(text(at, at + length))?.cost) addTerm(plan, text(at, at + length), kinds.word);
      }
    }
  }
  for (const char of characters) {
    addTerm(plan, char, kinds.character, characters.length === 1);
    plan.isStrange ||= !lexicon.entry(char);
  }
  for (let at = 0; at + 2 <= characters.length; at++) addTerm(plan, text(at, at + 2), kinds.pair, true);
}

/** The cheapest way to cut a text into pieces: shortest path, from left to right; of equally cheap ways the one whose last
 * piece is longest. @param {number} count characters @param {number} longest piece
 * @param {(start: number, end: number) => number} costOf a piece; 0 if there is no such piece
 * @returns {[start: number, end: number][] | null} */
function cheapestPath(count, longest, costOf) {
  const costs = [0];
  const starts = [0];
  for (let end = 1; end <= count; end++) {
    costs[end] = Infinity;
    for (let start = end - 1; start >= Math.max(0, end - longest); start--) {
      const cost = costs[start] < Infinity ? costOf(start, end) : 0;
      if (cost && costs[start] + cost <= costs[end]) [costs[end], starts[end]] = [costs[start] + cost, start];
    }
  }
  if (costs[count] === Infinity) return null;
  /** @type {[number, number][]} */
  const path = [];
  for (let end = count; end > 0; end = starts[end]) path.unshift([starts[end], end]);
  return path;
}

// ---- scripts with spaces

/** @param {Lexicon} lexicon @param {Plan} plan @param {number} index @param {boolean} typing */
async function addWords(lexicon, plan, index, typing) {
  const run = plan.runs[index];
  const { word, characters } = run;
  if (!word || characters.length > longestWord) return;
  const stem = stemOf(word);
  const compound = compoundOf(plan.runs, index);
  const isKnown = lexicon.entry(word) !== undefined || lexicon.entry(stem) !== undefined;
  addTerm(plan, word, kinds.latin, stem === word);
  if (stem !== word) addTerm(plan, stem, kinds.stem, true);
  if (compound !== null && lexicon.entry(compound)) addTerm(plan, compound, kinds.compound);
  const isLast = index === plan.runs.length - 1 && run.end === plan.characters.length;
  if (isKnown && !(typing && isLast)) return;
  const completions = characters.length < 2 ? [] : await lexicon.beginning(word);
  const frequent = mostFrequent(completions.filter((entry) => entry.term !== word && entry.term !== stem), mostCompletions);
  for (const entry of frequent) addTerm(plan, entry.term, kinds.completion);
  if (isKnown) return;
  plan.hasUnknown = true;
  if (!(await addPinyin(lexicon, plan, index)) && !frequent.length) await addNear(lexicon, plan, run);
}

/** The most frequent entries; among equals the first in order. @param {Entry[]} entries @param {number} most */
const mostFrequent = (entries, most) => entries.sort((one, other) => other.frequency - one.frequency).slice(0, most);

/** Words that differ by a letter or two. @param {Lexicon} lexicon @param {Plan} plan @param {Run} run */
async function addNear(lexicon, plan, { characters: letters, start, end }) {
  if (letters.length < 4) return;
  const entries = await lexicon.beginning(letters.slice(0, lexicon.sectionCount > largeIndex ? 2 : 1).join(""));
  for (let edits = 1; edits <= (letters.length < 8 ? 1 : 2); edits++) {
    const near = mostFrequent(entries.filter((entry) => isNear(letters, [...entry.term], edits)), mostNear);
    for (const entry of near) addTerm(plan, entry.term, kinds.near);
    if (near.length) return plan.corrections.push({ start, end, text: near[0].term });
  }
}

/** Whether so many edits make one word the other: a letter changed, added, left out, or swapped with its neighbour.
 * @param {string[]} one @param {string[]} other @param {number} edits @returns {boolean} */
function isNear(one, other, edits) {
  if (Math.abs(one.length - other.length) > edits) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const [a, b] = [one.slice(at), other.slice(at)];
  if (!a.length || !b.length) return a.length + b.length <= edits;
  const next = edits - 1;
  return (
    next >= 0 &&
    (isNear(a.slice(1), b.slice(1), next) || isNear(a.slice(1), b, next) || isNear(a, b.slice(1), next) ||
      (a[0] === b[1] && a[1] === b[0] && isNear(a.slice(2), b.slice(2), next)))
  );
}

// ---- pinyin

/** Chinese typed in Latin letters: with as many of the words around it as can be read so. @param {Lexicon} lexicon @param {Plan} plan @param {number} index */
async function addPinyin(lexicon, plan, index) {
  const isLetters = (at) => /^[a-z]+$/.test(plan.runs[at]?.word ?? "");
  if (!isLetters(index)) return false;
  if (plan.corrections.some(({ start, end }) => start <= plan.runs[index].start && plan.runs[index].end <= end)) return true;
  let [first, last] = [index, index];
  while (isLetters(first - 1) && index - first < mostAround) first--;
  while (isLetters(last + 1) && last - index < mostAround) last++;
  const lettersOf = (from, to) => plan.runs.slice(from, to + 1).map((run) => run.word).join("");
  const pieces = stretches([...lettersOf(first, last)], 1, longestPinyin);
  await lexicon.need(pieces.flatMap((piece) => [`*${piece}`, `+${piece}`]));
  const attempts = [];
  for (const from of first < index ? [first, index] : [index]) for (let to = last; to >= index; to--) attempts.push([from, to]);
  for (const [from, to] of attempts) {
    const letters = lettersOf(from, to);
    const words = readPinyin(lexicon, "*", letters) ?? readPinyin(lexicon, "+", letters);
    if (!words) continue;
    await lexicon.need(words.flat().flatMap((word) => [word, ...stretches([...word], 1, 2)]));
    for (const word of words.flat()) addTerm(plan, word, kinds.pinyin);
    // The best reading counts as if it had been typed in characters, but a page need not hold all of it.
    for (const [best] of words) for (const part of stretches([...best], 1, 2)) addTerm(plan, part, [...part].length > 1 ? kinds.pair : kinds.character);
    const [start, end] = [plan.runs[from].start, plan.runs[to].end];
    plan.corrections.push({ start, end, text: words.map(([best]) => best).join("") });
    return true;
  }
  return false;
}

/** Cuts letters into as few readings as possible, words rather than single characters; most of the letters must be words.
 * @param {Lexicon} lexicon @param {string} mark of full pinyin or of initials @param {string} letters @returns {string[][] | null} */
function readPinyin(lexicon, mark, letters) {
  if (letters.length > longestWord) return null;
  const wordsOf = (start, end) => lexicon.alias(mark + letters.slice(start, end)) ?? [];
  const isWord = (start, end) => [...(wordsOf(start, end)[0] ?? "")].length > 1;
  const path = cheapestPath(letters.length, longestPinyin, (start, end) => (isWord(start, end) ? 2 : wordsOf(start, end).length && 3)) ?? [];
  // Initials in several words have no vowel, or every other English word would be some.
  if (mark === "+" && path.length > 1 && /[aeo]/.test(letters)) return null;
  const inWords = path.reduce((sum, [start, end]) => sum + (isWord(start, end) ? end - start : 0), 0);
  return inWords && inWords * 2 >= letters.length ? path.map(([start, end]) => wordsOf(start, end).slice(0, mostPinyin)) : null;
}
