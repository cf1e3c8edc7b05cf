// @ts-check
// The analyzer: text into runs of characters and words. The same as src/search/analysis.rs and fold.rs, held together
// by tests/analysis-cases.json. Chinese variants are not folded here: the index knows those it needs (see lexicon.js).

/** @typedef {{ characters: string[], start: number, end: number } | { word: string, joined: boolean, start: number, end: number }} Run */

const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{1b000}-\u{1b16f}\u{20000}-\u{2fa1f}\u{30000}-\u{3ffff}]/u;
const alphanumeric = /[\p{Alphabetic}\p{N}]/u;
const joints = "-_'’‐";

/** Longest word of a spaced script that can be a term, in characters. */
export const longestWord = 64;
/** Longest word of an unspaced script, in characters. */
export const longestUnspaced = 8;

/** NFKC and lower case. @param {string} text */
export const fold = (text) => text.normalize("NFKC").toLowerCase();

/** Whether a character belongs to a script that is written without spaces. @param {string} character */
export const isUnspaced = (character) => unspaced.test(character) && alphanumeric.test(character);

/** Cuts folded text, given as its characters, into runs with their places. @param {string[]} characters @returns {Run[]} */
export function cutRuns(characters) {
  /** @type {Run[]} */
  const runs = [];
  let gap = "";
  characters.forEach((character, at) => {
    if (!alphanumeric.test(character)) {
      gap += character;
      return;
    }
    const last = gap === "" ? runs.at(-1) : undefined;
    const before = runs.at(-1);
    if (isUnspaced(character)) {
      if (last && "characters" in last) last.characters.push(character);
      else runs.push({ characters: [character], start: at, end: at });
    } else if (last && "word" in last) {
      last.word += character;
    } else {
      const joined = before !== undefined && "word" in before && [...gap].length === 1 && joints.includes(gap);
      runs.push({ word: character, joined, start: at, end: at });
    }
    runs[runs.length - 1].end = at + 1;
    gap = "";
  });
  return runs;
}

/** The compound that ends in a run, without its joints: `wifi` for `wi-fi`. @param {Run[]} runs @param {number} index */
export function compoundOf(runs, index) {
  const isJoined = (/** @type {number} */ at) => runs[at] !== undefined && "word" in runs[at] && runs[at].joined;
  if (!isJoined(index) || isJoined(index + 1)) return null;
  let first = index;
  while (isJoined(first)) first -= 1;
  return runs.slice(first, index + 1).map((run) => ("word" in run ? run.word : "")).join("");
}

/** A light stem: plurals and the endings -ed and -ing of English words go. @param {string} word */
export function stemOf(word) {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  const cut = (/** @type {number} */ letters) => {
    const rest = word.slice(0, -letters);
    return rest.length >= 3 && /[aeiouy]/.test(rest) ? rest : word;
  };
  let rest = word;
  if (/(ies|sses)$/.test(word)) rest = cut(2);
  else if (/(ss|us)$/.test(word)) rest = word;
  else if (/ing$/.test(word)) rest = cut(3);
  else if (/(ed|es)$/.test(word)) rest = cut(2);
  else if (/s$/.test(word)) rest = cut(1);
  if (rest !== word && rest.length > 3 && /([^lsz])\1$/.test(rest)) return rest.slice(0, -1);
  return rest.length > 3 && rest.endsWith("e") ? rest.slice(0, -1) : rest;
}
