// The analyzer of the browser on the table that src/search/analysis.rs reads as well. In: analysis-cases.json, where `folded`
// is NFKC and lower case, `runs` the stretches of one kind of script, `kinds` what each is (`joined`: a word that a sign joins
// to the one before), `compounds` what joined words make. Out: analysis.js says the same.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { analysis } from "./harness.mjs";

const { compoundOf, cutRuns, fold, isUnspaced, stemOf } = analysis;
const { cases, stems } = JSON.parse(readFileSync(new URL("analysis-cases.json", import.meta.url), "utf8"));

const kindOf = (run) => (run.word === undefined ? "unspaced" : run.joined ? "joined" : "word");

describe("the analyzer cuts text as the table says", () => {
  for (const { note, text, folded, runs, kinds, compounds } of cases) {
    test(`${JSON.stringify(text)}: ${note}`, () => {
      assert.equal(fold(text), folded);
      const cut = cutRuns([...folded]);
      assert.deepEqual(cut.map((run) => run.word ?? run.characters.join("")), runs);
      assert.deepEqual(cut.map(kindOf), kinds);
      assert.deepEqual(cut.map((_, index) => compoundOf(cut, index)).filter((compound) => compound !== null), compounds);
    });
  }
});

test("runs know their places", () => {
  for (const { folded } of cases) {
    const characters = [...folded];
    for (const run of cutRuns(characters)) assert.deepEqual(characters.slice(run.start, run.end), run.characters, folded);
  }
});

test("folding twice changes nothing", () => {
  for (const { folded } of cases) assert.equal(fold(folded), folded);
});

test("a character of an unspaced run is of an unspaced script, and none of a word is", () => {
  for (const { folded } of cases) {
    for (const run of cutRuns([...folded])) for (const character of run.characters) assert.equal(isUnspaced(character), run.word === undefined, character);
  }
});

test("words lose their English endings as the table says", () => {
  for (const [word, stem] of stems) assert.equal(stemOf(word), stem, word);
});

test("the table names nothing twice", () => {
  for (const list of [cases.map(({ text }) => text), stems.map(([word]) => word)]) assert.equal(new Set(list).size, list.length);
});
