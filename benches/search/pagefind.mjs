// The same pages searched with Pagefind (extended build), side by side with ours, both in Chromium on a Chinese page.
//
// node pagefind.mjs SET_DIR...                a relevance set: how well its queries are answered
// node pagefind.mjs PUBLIC_DIR QUERY...       a built site: bytes, time, size
//
// Pagefind gets the pages that our index holds, with the article marked as what to index, as its manual asks.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launch, serve, slowDown } from "./browser.mjs";
import { buildSet, commandLine, engineScript, isSet, means, openSite, pagesOf, printTable, quantile, readSet, scoresOf, temporaryFolder } from "./lib.mjs";

const options = { slow: { type: "string", default: "4" } };
const { values, positionals } = commandLine("pagefind.mjs SET_DIR... | pagefind.mjs [--slow N] PUBLIC_DIR QUERY...", { options });

const SHOWN = 5;
const packages = fileURLToPath(new URL("node_modules", import.meta.url));
const binary = path.join(packages, "@pagefind", `${process.platform}-${process.arch}`, "bin/pagefind_extended");
if (!existsSync(binary)) throw new Error("Pagefind is not there: npm ci --ignore-scripts beside this file");
const { version } = JSON.parse(readFileSync(path.join(packages, "pagefind/package.json"), "utf8"));

/** A folder with the index and its files, the pages and theirs, and how long Pagefind took. */
async function prepare(folder) {
  const pages = await pagesOf(await openSite(folder));
  const root = temporaryFolder();
  for (const { url } of pages) {
    const file = path.join(decodeURIComponent(url), "index.html");
    const html = readFileSync(path.join(folder, file), "utf8");
    const marked = html.replace(/<article\b/, "<article data-pagefind-body").replace(/<nav\b/g, "<nav data-pagefind-ignore");
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, file), marked);
  }
  const start = performance.now();
  execFileSync(binary, ["--site", root, "--silent"]);
  const seconds = (performance.now() - start) / 1000;
  // Scripts that hold a whole index are for pages opened from disk only.
  cpSync(path.join(folder, "search"), path.join(root, "search"), { recursive: true, filter: (file) => !file.endsWith(".js") });
  return { root, seconds, pages: pages.length };
}

/** Bytes and number of the files below a folder whose paths fit. */
function sizeOf(folder, pattern = /./) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => pattern.test(file) && statSync(path.join(folder, file)).isFile());
  return `${files.reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0)} in ${files.length} files`;
}

/** A host and a page that knows both engines: `ask.wenda(query, count)` and `ask.pagefind(query, count)` give addresses. */
async function open(folder, root, browser) {
  const made = {
    "/bench.html": `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>bench</title></html>`,
    "/bench-engine.js": `const engine = {};\n${engineScript(folder)}\nexport default engine.openIndex;\n`,
  };
  const host = await serve(root, { made, headers: "" });
  const fresh = async () => {
    const page = await browser.newPage();
    await page.goto(`${host.origin}/bench.html`);
    await page.evaluate(() => {
      const once = (make) => {
        let made;
        return () => (made ??= make());
      };
      const wenda = once(async () => {
        const { default: openIndex } = await import("/bench-engine.js");
        return openIndex(async (file) => (await fetch(`/${file}`)).json(), "search/index.zh-CN.json");
      });
      const pagefind = once(() => import("/pagefind/pagefind.js"));
      globalThis.ask = {
        wenda: async (query, count) => (await (await wenda()).search(query, { limit: count })).map(({ url }) => url),
        pagefind: async (query, count) => {
          const { results } = await (await pagefind()).search(query);
          return (await Promise.all(results.slice(0, count).map((each) => each.data()))).map(({ url }) => url);
        },
      };
    });
    return page;
  };
  return { host, fresh };
}

const engines = ["wenda", "pagefind"];
const ask = (page, engine, query, count) => page.evaluate(([engine, query, count]) => globalThis.ask[engine](query, count), [engine, query, count]);

async function relevance(folder, browser) {
  const name = path.basename(path.resolve(folder));
  const set = readSet(folder);
  const site = buildSet(set);
  const { root } = await prepare(site.folder);
  const { host, fresh } = await open(site.folder, root, browser);
  const page = await fresh();
  const rows = {};
  for (const engine of engines) {
    rows[engine] = [];
    for (const { text, relevant } of set.queries) rows[engine].push(scoresOf((await ask(page, engine, text, 10)).map(site.idOf), relevant));
  }
  await page.close();
  host.close();
  const [ours, theirs] = engines.map((engine) => means(rows[engine]));
  printTable([`${name}, ${set.queries.length} queries`, "wenda", `Pagefind ${version}`], Object.keys(ours).map((key) => [key, ours[key], theirs[key]]));
}

async function cost(folder, queries, browser) {
  const { root, seconds, pages } = await prepare(folder);
  const { host, fresh } = await open(folder, root, browser);
  const rows = [];
  for (const query of queries) {
    const bytes = {};
    const hits = {};
    for (const engine of engines) {
      // A page of its own: nothing is loaded yet.
      const page = await fresh();
      host.sent.length = 0;
      hits[engine] = (await ask(page, engine, query, SHOWN)).length;
      bytes[engine] = host.sent.reduce((sum, [, size]) => sum + size, 0);
      await page.close();
    }
    rows.push([`bytes until ${SHOWN} hits: ${query}`, ...engines.map((engine) => (hits[engine] ? bytes[engine] : `${bytes[engine]}, no hit`))]);
  }
  const times = {};
  const empty = {};
  for (const engine of engines) {
    const page = await fresh();
    await slowDown(page, Number(values.slow));
    const measured = await page.evaluate(
      async ([engine, queries, count]) => {
        for (const query of queries) await globalThis.ask[engine](query, count);
        const times = [];
        let empty = 0;
        for (let round = 0; round < 5; round++) {
          for (const query of queries) {
            const start = performance.now();
            const found = await globalThis.ask[engine](query, count);
            times.push(performance.now() - start);
            if (round === 0 && !found.length) empty++;
          }
        }
        return { times, empty };
      },
      [engine, queries, SHOWN],
    );
    times[engine] = measured.times;
    empty[engine] = measured.empty / queries.length;
    await page.close();
  }
  host.close();
  const time = (share) => engines.map((engine) => quantile(times[engine], share));
  rows.push(["queries without a hit", ...engines.map((engine) => empty[engine])]);
  rows.push([`ms to ${SHOWN} hits, files loaded, processor ${values.slow} times slower, median`, ...time(0.5)]);
  rows.push(["the same, p95", ...time(0.95)]);
  rows.push(["Chinese index on disk, bytes", sizeOf(path.join(root, "search"), /zh-CN[-.]/), sizeOf(path.join(root, "pagefind"))]);
  rows.push(["seconds to index", "see wenda build --timings", seconds]);
  printTable([`${pages} pages`, "wenda", `Pagefind ${version}`], rows);
}

const browser = await launch();
if (positionals.every(isSet)) for (const folder of positionals) await relevance(folder, browser);
else await cost(positionals[0], positionals.slice(1), browser);
await browser.close();
