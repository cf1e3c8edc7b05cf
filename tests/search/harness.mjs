// Sites for the tests of the search. In: the files of a site. Out: a `Site`, built by the binary into a temporary folder, with
// the engine of the browser on its index and `wenda search` as the oracle. The binary is $WENDA, or else the one in target/.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));

const temporary = mkdtempSync(join(tmpdir(), "wenda-search-"));
process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));

const binary = findBinary();

function findBinary() {
  const candidates = process.env.WENDA ? [process.env.WENDA] : ["release", "debug"].map((profile) => join(repository, "target", profile, "wenda"));
  const found = candidates.find((path) => existsSync(path) || existsSync(`${path}.exe`));
  if (!found) throw new Error(`no wenda at ${candidates.join(" or ")}: run \`cargo build\`, or set WENDA to the binary`);
  return found;
}

// The theme has no package.json that would tell Node that its scripts are modules; a copy gets one.
const scripts = join(temporary, "scripts");
cpSync(join(repository, "themes/default/assets/js/search"), scripts, { recursive: true });
writeFileSync(join(scripts, "package.json"), `{"type":"module"}`);
const module = (name) => import(pathToFileURL(join(scripts, name)).href);

export const analysis = await module("analysis.js");
export const { openIndex } = await module("engine.js");

/** Runs the binary; throws with what it said when it fails. */
export function run(args, input = "") {
  const { status, stdout, stderr, error } = spawnSync(binary, [...args, "--date", "2026-11-23"], { input, encoding: "utf8", maxBuffer: 1 << 30 });
  if (error) throw error;
  if (status !== 0) throw new Error(`wenda ${args.join(" ")}: exit ${status}\n${stderr}${stdout}`);
  return stdout;
}

/** Files after `//- path` lines, as in tests/suite/site.rs. */
function filesOf(fixture) {
  const parts = fixture.split(/^\/\/- (.+)\n/m).slice(1);
  const files = {};
  for (let at = 0; at < parts.length; at += 2) files[parts[at].trim()] = parts[at + 1];
  return files;
}

/** Builds a site of these files: a fixture, or an object from path to text. Further arguments go to `wenda build`. */
export function buildSite(files, ...args) {
  const root = mkdtempSync(join(temporary, "site-"));
  for (const [path, text] of Object.entries(typeof files === "string" ? filesOf(files) : files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return new Site(root, args);
}

/** Builds the repository's own content. */
export function buildOwnContent() {
  const root = mkdtempSync(join(temporary, "site-"));
  cpSync(join(repository, "content"), join(root, "content"), { recursive: true });
  return new Site(root, []);
}

class Site {
  constructor(root, args) {
    this.root = root;
    this.args = args;
    run(["build", "--root", root, ...args]);
    this.load = async (path) => JSON.parse(await readFile(join(root, "public", path), "utf8"));
  }

  /** A published file. */
  text(path) {
    return readFileSync(join(this.root, "public", path), "utf8");
  }

  /** The entry of a locale. */
  entry(locale) {
    return JSON.parse(this.text(`search/index.${locale}.json`));
  }

  /** Names of the files in the folder of a locale. */
  files(locale) {
    return readdirSync(join(this.root, "public/search", this.entry(locale).folder));
  }

  /** The engine of the browser. */
  open(locale, load = this.load) {
    return openIndex(load, `search/index.${locale}.json`);
  }

  /** What `wenda search` answers to each query. */
  oracle(queries, locale, limit = 20) {
    const input = queries.map((query) => `${query}\n`).join("");
    const output = run(["search", "-", "--root", this.root, "--locale", locale, "--limit", String(limit), "--format", "json", ...this.args], input);
    return output.split("\n").slice(0, -1).map((line) => JSON.parse(line).hits);
  }

  /** What `wenda search` takes a query to mean, or null. */
  oracleSuggests(query, locale) {
    const output = run(["search", query, "--root", this.root, "--locale", locale, "--language", "en"]);
    return /^did you mean “(.*)”\?$/m.exec(output)?.[1] ?? null;
  }

  /** All of the folder of a locale by name, whether it is in one file or in many. */
  parts(locale) {
    const { folder, pack } = this.entry(locale);
    const read = (name) => JSON.parse(this.text(`search/${folder}/${name}`));
    return pack ? read("pack.json") : Object.fromEntries(this.files(locale).map((name) => [name, read(name)]));
  }

  /** What is in the index of a locale: its pages, and other spellings with what they lead to. */
  contents(locale) {
    const parts = this.parts(locale);
    const all = (letter) => Object.keys(parts).filter((name) => name[0] === letter).sort((one, other) => parseInt(one.slice(1)) - parseInt(other.slice(1))).map((name) => parts[name]);
    const pages = all("x").flatMap((chunk) => chunk.pages).map(([url, title, sections]) => ({ url, title, sections }));
    const aliases = all("t").filter((shard) => shard.aliases).flatMap((shard) => shard.aliases);
    return { pages, aliases };
  }
}
