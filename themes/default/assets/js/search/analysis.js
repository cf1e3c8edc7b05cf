// @ts-check
// The analyzer: text into runs of characters and words. The same as src/search/analysis.rs and fold.rs, held together
// by tests/search/analysis-cases.json. Chinese variants are not folded here: the index knows those it needs (see lexicon.js).

/**
 * A stretch of one kind of script, with its place: characters of one without spaces, or a word, which may be joined to the
 * one before by a sign.
 * @typedef {{ characters: string[], word?: string, joined?: boolean, start: number, end: number }} Run
 */

const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]/u;
/** Letters and digits. */
export const alphanumeric = /[\p{Alphabetic}\p{N}]/u;
const joints = "-_'’‐";

/** Longest word of a spaced script that can be a term, in characters. */
export const longestWord = 64;
/** Longest word of an unspaced script, in characters. */
export const longestUnspaced = 8;

/** NFKC and lower case. @param {string} text */
export const fold = (text) => text.normalize("NFKC").toLowerCase();

/** Most Chinese characters: told apart without a regular expression, since there are many. @param {string} char */
export const isHan = (char) => char.charCodeAt(0) >= 0x4e00 && char.charCodeAt(0) <= 0x9fff;
/** Whether a character belongs to a script that is written without spaces. @param {string} char */
export const isUnspaced = (char) => isHan(char) || (char > "\u0dff" && unspaced.test(char) && alphanumeric.test(char));

/** Cuts folded text, given as its characters, into runs. @param {string[]} characters @returns {Run[]} */
export function cutRuns(characters) {
  /** @type {Run[]} */
  const runs = [];
  let gap = "";
  characters.forEach((char, at) => {
    if (!isHan(char) && !alphanumeric.test(char)) return (gap += char);
    const isWord = !isUnspaced(char);
    const before = runs.at(-1);
    const isNew = !before || gap || isWord !== (before.word !== undefined);
    const joined = !!(isWord && before?.word && [...gap].length === 1 && joints.includes(gap));
    const run = isNew ? { characters: [], word: isWord ? "" : undefined, joined, start: at, end: at } : before;
    run.characters.push(char);
    if (isWord) run.word += char;
    run.end = at + 1;
    if (isNew) runs.push(run);
    gap = "";
  });
  return runs;
}

/** The compound that ends in a run, without its joints: `wifi` for `wi-fi`. @param {Run[]} runs @param {number} index */
export function compoundOf(runs, index) {
  if (!runs[index].joined || runs[index + 1]?.joined) return null;
  let first = index;
  while (runs[first].joined) first--;
  return runs.slice(first, index + 1).map((run) => run.word).join("");
}

/** A light stem: plurals and the endings -ed and -ing of English words go. @param {string} word */
export function stemOf(word) {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  const cut = (letters) => {
    const rest = word.slice(0, -letters);
    return rest.length >= 3 && /[aeiouy]/.test(rest) ? rest : word;
  };
  let rest = word;
  if (/ing$/.test(word)) rest = cut(3);
  else if (/([^e]es|[^e]ed)$/.test(word)) rest = cut(2);
  else if (/[^su]s$/.test(word)) rest = cut(1);
  if (rest !== word && rest.length > 3 && /([^lsz])\1$/.test(rest)) return rest.slice(0, -1);
  return rest.length > 3 && rest.endsWith("e") ? rest.slice(0, -1) : rest;
}
