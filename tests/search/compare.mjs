// Compares answers of the engine with those of `wenda search`, which asks tantivy. In: a site, a locale, queries. Out: what is
// not the same, in words, of pages and of snippets. Where scores tie, order is free.

import assert from "node:assert/strict";

const limit = 20;
const tolerance = 1e-4;
/** Enough to see what is wrong. */
const mostShown = 8;

const differ = (one, other) => Math.abs(one - other) > tolerance * Math.max(1, Math.abs(one), Math.abs(other));

/** Runs of hits whose scores follow each other closely. */
function ties(hits) {
  const groups = [];
  hits.forEach((hit, at) => {
    if (at > 0 && !differ(hits[at - 1].score, hit.score)) groups.at(-1).push(hit);
    else groups.push([hit]);
  });
  return groups;
}

const difference = (what, one, other) => `${what}: engine ${JSON.stringify(one)}, oracle ${JSON.stringify(other)}`;

/** Pages, their order, scores, and the sections they are found by. */
function pagesThatDiffer(found, expected) {
  const said = [];
  const say = (what, one, other) => said.push(difference(what, one, other));
  if (found.length !== expected.length) say("hits", found.map((hit) => hit.url), expected.map((hit) => hit.url));
  expected.forEach((hit, at) => {
    if (found[at] && differ(found[at].score, hit.score)) say(`score ${at + 1}`, found[at].score, hit.score);
  });
  let from = 0;
  for (const group of ties(expected)) {
    const to = from + group.length;
    const urls = (hits) => hits.slice(from, to).map((hit) => hit.url).sort();
    // Hits that tie with the last may have been cut off on either side.
    const isCut = to === limit && group.length > 1;
    if (!isCut && urls(found).join() !== urls(expected).join()) say(`order from ${from + 1}`, urls(found), urls(expected));
    from = to;
  }
  for (const [one, other] of pairs(found, expected)) {
    for (const key of ["title", "twin", "anchor", "heading"]) if (one[key] !== other[key]) say(`${key} of ${other.url}`, one[key], other[key]);
  }
  return said;
}

/** Snippets of the same section. */
function snippetsThatDiffer(found, expected) {
  const text = ({ snippet }) => snippet.map(({ text, marked }) => (marked ? `[${text}]` : text)).join("\u200b");
  const same = pairs(found, expected).filter(([one, other]) => one.anchor === other.anchor && text(one) !== text(other));
  return same.map(([one, other]) => difference(`snippet of ${other.url}`, text(one), text(other)));
}

/** Hits of the same page. */
function pairs(found, expected) {
  const both = expected.map((other) => [found.find((one) => one.url === other.url), other]);
  return both.filter(([one]) => one);
}

/** Asks both. */
export async function compare(site, locale, queries) {
  const expected = site.oracle(queries, locale, limit);
  assert.equal(expected.length, queries.length);
  const engine = await site.open(locale);
  const compared = { pages: [], snippets: [], answered: 0 };
  for (let at = 0; at < queries.length; at++) {
    const found = await engine.search(queries[at], { limit });
    compared.answered += found.length > 0;
    for (const [kind, differences] of [["pages", pagesThatDiffer], ["snippets", snippetsThatDiffer]]) {
      const said = differences(found, expected[at]);
      if (said.length) compared[kind].push([queries[at], ...said]);
    }
  }
  return compared;
}

/** Fails where anything differs. */
export function assertSame(differing) {
  const shown = differing.slice(0, mostShown).map(([query, ...said]) => [JSON.stringify(query), ...said].join("\n    "));
  assert.ok(differing.length === 0, `${differing.length} queries are answered differently:\n${shown.join("\n")}${differing.length > mostShown ? "\n…" : ""}`);
}
