// @ts-check
// The part of a text that shows why it was found. Goes in: a text, the terms of a plan. Comes out: pieces, marked or not.

import { alphanumeric, cutRuns, fold, isHan, isUnspaced, stemOf } from "./analysis.js";
import { kinds } from "./query.js";

/**
 * @typedef {import("./lexicon.js").Lexicon} Lexicon
 * @typedef {import("./query.js").Plan} Plan
 * @typedef {{ text: string, marked: boolean }} Piece
 */

/** Width of a snippet; a Chinese character is two wide. */
const snippetWidth = 160;
const leadWidth = 30;

/** A section keeps its text as it is shown and folded: while somebody types, the same come again and again.
 * @param {[anchor: string, heading: string, text: string] & { ready?: any }} section @param {Plan} plan @param {Lexicon} lexicon @param {Set<string>} words takes what is marked @returns {Piece[]} */
export function makeSnippet(section, plan, lexicon, words) {
  const ready = (section.ready ??= prepare(section[2], lexicon));
  const { shown } = ready;
  const marks = findMarks(ready, plan);
  const [start, end] = bestWindow(shown, marks);
  /** @type {Piece[]} */
  const pieces = [];
  const add = (piece, marked) => {
    const last = pieces[pieces.length - 1];
    if (last && last.marked === marked) last.text += piece;
    else pieces.push({ text: piece, marked });
  };
  if (start > 0) add("…", false);
  for (let at = start; at < end; at++) add(shown[at], marks[at]);
  if (end < shown.length) add("…", false);
  for (const { text, marked } of pieces) if (marked) words.add(text.trim());
  return pieces;
}

/** What is marked: stems of words, and terms of unspaced scripts by their first character. @param {Plan} plan */
function findWanted(plan) {
  /** @type {Map<string, string[][]>} */
  const starts = new Map();
  const stems = new Set();
  for (const { term, kinds: why } of plan.terms.values()) {
    if (why & ~(kinds.character | kinds.pair | kinds.word)) stems.add(stemOf(term));
    // Single characters are marked only where there is nothing better.
    const characters = [...term];
    if (why & ~(kinds.character | kinds.stem) && characters.length > 1) starts.set(characters[0], [...(starts.get(characters[0]) ?? []), characters]);
  }
  return { starts, stems };
}

/** @param {string} text @param {Lexicon} lexicon */
function prepare(text, lexicon) {
  const shown = [...text.replace(/\p{White_Space}+/gu, " ").trim()];
  // A character may fold to several, or to none: each folded character remembers where it comes from.
  const folded = [];
  const origin = [];
  shown.forEach((char, at) => {
    for (const each of isHan(char) ? char : fold(char)) {
      folded.push(lexicon.usual(each));
      origin.push(at);
    }
  });
  return { shown, folded, origin, runs: cutRuns(folded) };
}

/** For each character whether it is a part of a term. @param {ReturnType<typeof prepare>} text @param {Plan} plan */
function findMarks({ shown, folded, origin, runs }, plan) {
  const { starts, stems } = (plan.wanted ??= findWanted(plan));
  const marks = shown.map(() => false);
  const mark = (start, end) => marks.fill(true, origin[start], origin[end - 1] + 1);
  for (const { word, start, end } of runs) {
    if (word) {
      if (stems.has(stemOf(word))) mark(start, end);
      continue;
    }
    for (let at = start; at < end; at++) {
      for (const term of starts.get(folded[at]) ?? []) {
        if (at + term.length <= end && term.every((char, index) => char === folded[at + index])) mark(at, at + term.length);
      }
    }
  }
  if (!marks.includes(true)) folded.forEach((char, at) => isUnspaced(char) && plan.terms.has(char) && mark(at, at + 1));
  return marks;
}

/** The stretch with the most marks, from a little before its first. @param {string[]} shown @param {boolean[]} marks */
function bestWindow(shown, marks) {
  const width = shown.map((char) => (char > "\u2e7f" || "“”‘’—…".includes(char) ? 2 : 1));
  let [start, end, wide, marked] = [0, 0, 0, 0];
  let best = { start: 0, marked: -1 };
  for (; start < shown.length; start++) {
    for (; end < shown.length && wide + width[end] <= snippetWidth - leadWidth; end++) {
      wide += width[end];
      if (marks[end]) marked += width[end];
    }
    if ((marks[start] || start === 0) && marked > best.marked) best = { start, marked };
    wide -= width[start];
    if (marks[start]) marked -= width[start];
  }
  start = best.start;
  for (let room = leadWidth; start > 0 && width[start - 1] <= room && !/[。！？；.!?;]/.test(shown[start - 1]); ) room -= width[--start];
  // Words of spaced scripts are not cut in their middle.
  while (start > 0 && start < best.start && isInsideWord(shown, start)) start++;
  while (shown[start] === " ") start++;
  end = start;
  for (let room = snippetWidth; end < shown.length && width[end] <= room; ) room -= width[end++];
  let cut = end;
  while (cut < shown.length && cut > start + 1 && isInsideWord(shown, cut)) cut--;
  return [start, end - cut < 20 ? cut : end];
}

/** @param {string[]} shown @param {number} at */
const isInsideWord = (shown, at) => [shown[at - 1], shown[at]].every((char) => alphanumeric.test(char) && !isUnspaced(char));
