// @ts-check
// The part of a text that shows why it was found. Goes in: a text, the terms of a plan. Comes out: pieces, marked or not.

import { cutRuns, fold, isUnspaced, stemOf } from "./analysis.js";
import { kinds } from "./query.js";

/**
 * @typedef {import("./query.js").Plan} Plan
 * @typedef {{ text: string, marked: boolean }} Piece
 */

/** Width of a snippet; a Chinese character is two wide. */
const snippetWidth = 160;
const leadWidth = 30;

/** @param {string} text @param {Plan} plan @param {(character: string) => string} usual @returns {{ pieces: Piece[], words: string[] }} */
export function makeSnippet(text, plan, usual) {
  const shown = [...text.replace(/\s+/g, " ")];
  const marks = findMarks(shown, plan, usual);
  const [start, end] = bestWindow(shown, marks);
  /** @type {Piece[]} */
  const pieces = [];
  const add = (piece, marked) => {
    const last = pieces[pieces.length - 1];
    if (last && last.marked === marked) last.text += piece;
    else pieces.push({ text: piece, marked });
  };
  if (start > 0) add("…", false);
  for (let at = start; at < end; at++) add(shown[at], marks[at] > 0);
  if (end < shown.length) add("…", false);
  const words = [...new Set(pieces.filter((piece) => piece.marked).map((piece) => piece.text.trim()))];
  return { pieces, words };
}

/** For each character the number of the term that it is a part of, or 0. @param {string[]} shown @param {Plan} plan @param {(character: string) => string} usual */
function findMarks(shown, plan, usual) {
  const terms = [...plan.terms.values()];
  const strong = new Set(terms.filter((term) => term.kinds & ~(kinds.character | kinds.pair | kinds.stem)).map((term) => term.term));
  const pairs = new Set(terms.filter((term) => term.kinds & kinds.pair).map((term) => term.term));
  const single = new Set(terms.filter((term) => term.kinds & kinds.character).map((term) => term.term));
  const stems = new Set(terms.filter((term) => term.kinds & (kinds.latin | kinds.stem | kinds.near | kinds.completion)).map((term) => stemOf(term.term)));
  // A character may fold to several, or to none: each folded character remembers where it comes from.
  /** @type {string[]} */
  const folded = [];
  /** @type {number[]} */
  const origin = [];
  shown.forEach((character, at) => {
    for (const each of fold(character)) {
      folded.push(usual(each));
      origin.push(at);
    }
  });
  const marks = new Uint32Array(shown.length);
  let term = 0;
  const mark = (start, end) => {
    term++;
    for (let at = start; at < end; at++) marks[origin[at]] ||= term;
  };
  for (const run of cutRuns(folded)) {
    if (run.word) {
      if (strong.has(run.word) || stems.has(stemOf(run.word))) mark(run.start, run.end);
      continue;
    }
    for (let length = Math.min(8, run.characters.length); length >= 2; length--) {
      for (let at = 0; at + length <= run.characters.length; at++) {
        const word = run.characters.slice(at, at + length).join("");
        if (strong.has(word) || (length === 2 && pairs.has(word))) mark(run.start + at, run.start + at + length);
      }
    }
  }
  if (term === 0) folded.forEach((character, at) => single.has(character) && mark(at, at + 1));
  return marks;
}

/** The stretch with the most marks, from a little before its first. @param {string[]} shown @param {Uint32Array} marks */
function bestWindow(shown, marks) {
  const width = shown.map((character) => (isUnspaced(character) || /[\u3000-\u303f\uff00-\uffef“”‘’—…]/.test(character) ? 2 : 1));
  let [start, end, wide, marked] = [0, 0, 0, 0];
  let best = { start: 0, marked: -1 };
  for (; start < shown.length; start++) {
    for (; end < shown.length && wide + width[end] <= snippetWidth - leadWidth; end++) {
      wide += width[end];
      marked += marks[end] > 0 ? width[end] : 0;
    }
    if (marks[start] > 0 || start === 0) if (marked > best.marked) best = { start, marked };
    wide -= width[start];
    marked -= marks[start] > 0 ? width[start] : 0;
  }
  start = best.start;
  for (let room = leadWidth; start > 0 && width[start - 1] <= room && !/[。！？；.!?;]/.test(shown[start - 1]); ) room -= width[(start--)];
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
const isInsideWord = (shown, at) => [shown[at - 1], shown[at]].every((character) => /[\p{L}\p{N}]/u.test(character) && !isUnspaced(character));
