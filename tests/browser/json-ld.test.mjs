// What every page says in JSON-LD, checked against the types of schema.org and against what Google asks for. No browser is
// needed: the blocks of each page become one TypeScript file, and the compiler knows every property of every type.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { built } from "./server.mjs";

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);

function* pages(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const below = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* pages(below);
    else if (entry.name.endsWith(".html")) yield below;
  }
}

/** `[page, block]` of every page of both builds. */
const blocks = ["root", "help"].flatMap((site) =>
  [...pages(path.join(built, site))].flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)].map(([, json]) => [
      path.relative(built, page),
      JSON.parse(json),
    ]),
  ),
);

/**
 * A TypeScript declaration of a block. What an action asks for (`query-input`) is known to the type of that action only, so
 * actions are declared by themselves, before.
 */
function declare(name, block) {
  const actions = [];
  const text = JSON.stringify(block, (key, value) => {
    if (key !== "potentialAction") return value;
    actions.push(`const ${name}_${actions.length}: WithActionConstraints<SearchAction> = ${JSON.stringify(value)};\n`);
    return `#${name}_${actions.length - 1}#`;
  });
  return `${actions.join("")}const ${name}: Graph = ${text.replace(/"#(\w+)#"/g, "$1")};\n`;
}

/** What the compiler finds wrong with named blocks. */
function complaints(named) {
  const lines = named.map(([, block], at) => declare(`block${at}`, block)).join("");
  const file = path.join(here, "json-ld.generated.ts");
  const text = `import type { Graph, SearchAction, WithActionConstraints } from "schema-dts";\n${lines}`;
  const options = { noEmit: true, strict: true, types: [], skipLibCheck: true, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? text : readFile(name));
  host.getSourceFile = (name, version) => (name === file ? ts.createSourceFile(name, text, version) : getSourceFile.call(host, name, version));
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file: where, start = 0, messageText }) => {
    const declared = where?.text.slice(0, start).match(/const block\d+/g)?.at(-1).slice("const block".length);
    return `${declared ? named[declared][0] : where?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

/**
 * What Google asks for of each type, beyond schema.org: developers.google.com/search/docs/appearance/structured-data/
 * breadcrumb, faqpage and how-to (the last as it was when that result was retired in 2023), and site-names.
 */
const required = {
  BreadcrumbList: (it) => [it.itemListElement.length >= 2, it.itemListElement.every((one, at) => one.position === at + 1 && one.name), it.itemListElement.slice(0, -1).every((one) => isAddress(one.item))],
  FAQPage: (it) => [it.mainEntity.length >= 1, it.mainEntity.every((one) => one["@type"] === "Question" && one.name && one.acceptedAnswer["@type"] === "Answer" && one.acceptedAnswer.text)],
  HowTo: (it) => [it.name, it.step.length >= 2, it.step.every((one) => one["@type"] === "HowToStep" && one.text)],
  Article: (it) => [it.headline, it.headline.length <= 110, isAddress(it.url)],
  CollectionPage: (it) => [it.name, isAddress(it.url)],
  WebSite: (it) => [it.name, isAddress(it.url), /^https:.*\?q=\{search_term_string\}$/.test(it.potentialAction.target.urlTemplate)],
};
const isAddress = (text) => URL.canParse(text) && text.startsWith("https://");

test("every block has the properties that schema.org knows, with values of the right type", () => {
  assert.ok(blocks.length > 0);
  assert.deepEqual(complaints(blocks), []);
});

test("every thing has the properties that search engines ask for", () => {
  const lacking = blocks.flatMap(([page, block]) =>
    block["@graph"].filter((thing) => !required[thing["@type"]]?.(thing).every(Boolean)).map((thing) => `${page}: ${thing["@type"]}`),
  );
  assert.deepEqual(lacking, []);
  const kinds = new Set(blocks.flatMap(([, block]) => block["@graph"].map((thing) => thing["@type"])));
  assert.deepEqual([...kinds].sort(), Object.keys(required).sort());
});

test("a mistake would be found", () => {
  const graph = (thing) => ({ "@context": "https://schema.org", "@graph": [thing] });
  const mistakes = [
    { "@type": "HowTo", stepp: [] },
    { "@type": "Articel", headline: "x" },
    { "@type": "FAQPage", mainEntity: [{ "@type": "Question", acceptedAnswer: { "@type": "Answer", txt: "x" } }] },
    { "@type": "BreadcrumbList", itemListElement: [{ "@type": "ListItem", position: { "@type": "Thing" } }] },
  ];
  const found = complaints(mistakes.map((thing, at) => [`mistake ${at}`, graph(thing)]));
  for (const at of mistakes.keys()) assert.ok(found.some((complaint) => complaint.startsWith(`mistake ${at}:`)), `${at}: ${found.join("\n")}`);
});
