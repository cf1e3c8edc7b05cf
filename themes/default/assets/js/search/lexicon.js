// @ts-check
// One index: its core, and the shards of its vocabulary as they are needed. Goes in: a function that loads files. Comes
// out: terms with what they cost, their posting lists, and the texts of pages. docs/search-format.md describes the files.

/**
 * @typedef {{ sections: Uint32Array, times: Uint32Array, titles: Uint8Array }} Postings
 * @typedef {{ url: string, title: string, sections: [anchor: string, heading: string, text: string][] }} Page
 * @typedef {(path: string) => Promise<any>} Load
 */

const format = 1;
const digits = " !#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}";
const valueOf = new Uint8Array(128);
[...digits].forEach((digit, value) => (valueOf[digit.charCodeAt(0)] = value));
const half = 45;
const gaps = 22;

/** Reads numbers from a string of digits, one after the other. */
class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
  }
  get done() {
    return this.at >= this.text.length;
  }
  digit() {
    return valueOf[this.text.charCodeAt(this.at++)];
  }
  number() {
    let value = 0;
    for (let scale = 1; ; scale *= half) {
      const digit = this.digit();
      if (digit < half || this.at > this.text.length) return value + digit * scale;
      value += (digit - half) * scale;
    }
  }
  /** @param {number} count */
  numbers(count) {
    return Uint32Array.from({ length: count }, () => this.number());
  }
}

/** What a damaged file lacks altogether throws by itself; this is for what would be found wrongly. @param {any} condition */
function expect(condition, name = "FormatError") {
  if (!condition) throw Object.assign(new Error(name), { name });
}

/** What `make` makes, once for each key; a promise that fails is made anew the next time.
 * @template T @param {Map<string, Promise<T>>} made @param {string} key @param {() => Promise<T>} make @returns {Promise<T>} */
export function once(made, key, make) {
  const known = made.get(key) ?? make();
  made.set(key, known);
  known.catch(() => made.delete(key));
  return known;
}

/** A term: what it costs as a word (0: it is none), and where its postings are. */
class Entry {
  /** @param {string} term @param {number} cost @param {string} list */
  constructor(term, cost, list) {
    this.term = term;
    this.cost = cost;
    this.list = list;
    this.file = -1;
    this.count = -1;
    /** @type {Postings | undefined} */
    this.postings = undefined;
    if (list[0] === "~") {
      const reference = new Reader(list.slice(1));
      this.count = reference.number();
      this.file = reference.number();
    }
  }
  /** In how many sections it stands. */
  get frequency() {
    if (this.count < 0) this.count = countPostings(this.list);
    return this.count;
  }
}

export class Lexicon {
  /** @param {Load} load @param {string} folder @param {any} entry @param {any} core */
  constructor(load, folder, entry, core) {
    this.load = load;
    this.folder = folder;
    this.locale = entry.locale;
    this.others = entry.others;
    this.firsts = core.shards;
    this.pageCount = core.pages;
    this.sectionCount = core.sections;
    this.tokens = core.tokens;
    const reader = new Reader(core.lengths);
    this.lengths = Uint8Array.from({ length: core.sections }, () => {
      const code = reader.digit();
      return code < digits.length - 1 ? code : code + reader.digit();
    });
    const counts = new Reader(core.counts).numbers(core.pages);
    this.titleParts = new Reader(core.titles).numbers(core.pages);
    this.translated = new Reader(core.translated).numbers(core.pages);
    this.first = new Uint32Array(core.pages + 1);
    this.pageOf = new Uint32Array(core.sections);
    counts.forEach((count, page) => {
      this.first[page + 1] = this.first[page] + count;
      this.pageOf.fill(page, this.first[page], this.first[page + 1]);
    });
    let set = 0;
    this.sets = new Reader(core.sets).numbers(core.pages).map((distance) => (set += distance));
    /** First page of each chunk of texts, and the end. */
    this.chunks = [0];
    for (const reader = new Reader(core.chunks); !reader.done; ) this.chunks.push(this.chunks.at(-1) + reader.number());
    expect(this.first[core.pages] === core.sections);
    /** @type {Map<string, Promise<any>>} */
    this.files = new Map();
    /** Terms of each shard that is loaded. @type {Map<number, Entry[]>} */
    this.shards = new Map();
    /** Terms of all of them. @type {Map<string, Entry>} */
    this.entries = new Map();
    /** Other spellings, and the terms that they lead to. @type {Map<string, string[]>} */
    this.aliases = new Map();
    /** @type {Map<number, number> | undefined} */
    this.pageOfSet = undefined;
  }

  /** @param {Load} load @param {string} path */
  static async open(load, path) {
    const entry = await load(path);
    expect(entry?.format === format, "VersionError");
    const above = path.slice(0, path.lastIndexOf("/") + 1);
    const folder = `${above}${entry.folder}/`;
    if (!entry.pack) return new Lexicon(load, folder, entry, await load(`${folder}core.json`));
    const pack = await load(`${folder}pack.json`);
    const member = async (name) => pack[name.slice(folder.length)];
    return new Lexicon(member, folder, entry, pack["core.json"]);
  }

  /** What `read` makes of a file of the folder; one that fails is loaded anew the next time.
   * @template T @param {string} name @param {(json: any) => T} read @returns {Promise<T>} */
  file(name, read) {
    return once(this.files, name, async () => read(await this.load(this.folder + name)));
  }

  // ---- vocabulary

  /** The shard that holds a term if any does. @param {string} term */
  shardOf(term) {
    let [low, high] = [0, this.firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.firsts[middle] <= term) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Loads the shards of these terms. @param {Iterable<string>} terms */
  async need(terms) {
    const wanted = new Set();
    for (const term of terms) wanted.add(this.shardOf(term));
    wanted.delete(-1);
    await Promise.all([...wanted].map((shard) => this.shard(shard)));
  }

  /** All terms that begin so, in order. @param {string} start */
  async beginning(start) {
    const shards = [];
    for (let shard = Math.max(0, this.shardOf(start)); shard <= this.shardOf(`${start}\uffff`); shard++) shards.push(this.shard(shard));
    return (await Promise.all(shards)).flat().filter((entry) => entry.term.startsWith(start));
  }

  /** Loads a shard and gives its terms in order. @param {number} number @returns {Promise<Entry[]>} */
  async shard(number) {
    const known = this.shards.get(number);
    if (known) return known;
    const { entries, aliases } = await this.file(`t${number}.json`, readShard);
    for (const entry of entries) this.entries.set(entry.term, entry);
    for (const [spelling, ...targets] of aliases) this.aliases.set(spelling, targets);
    this.shards.set(number, entries);
    return entries;
  }

  /** The entry of a term whose shard is loaded. @param {string} term */
  entry(term) {
    return this.entries.get(term);
  }

  /** What another spelling leads to, if its shard is loaded. @param {string} spelling */
  alias(spelling) {
    return this.aliases.get(spelling);
  }

  /** The form of a character that the index has, as far as it is known by now. @param {string} char */
  usual(char) {
    return this.aliases.get(char)?.[0] ?? char;
  }

  /** @param {Entry} entry @returns {Promise<Postings>} */
  async postings(entry) {
    const read = (list) => readList(list, entry.frequency, this.sectionCount);
    return (entry.postings ??= entry.file < 0 ? read(entry.list) : await this.file(`l${entry.file}.json`, read));
  }

  // ---- pages

  /** @param {number} page @returns {Promise<Page>} */
  async page(page) {
    let chunk = this.chunks.length - 1;
    while (this.chunks[chunk] > page) chunk--;
    const pages = await this.file(`x${chunk}.json`, ({ pages, variants }) => {
      for (const [variant, usual] of variants) this.aliases.set(variant, [usual]);
      return pages.map(([url, title, sections]) => ({ url, title, sections: [...sections] }));
    });
    return pages[page - this.chunks[chunk]];
  }

  /** The page of a set, or -1. @param {number} set */
  pageWithSet(set) {
    this.pageOfSet ??= new Map([...this.sets].map((each, page) => [each, page]));
    return this.pageOfSet.get(set) ?? -1;
  }
}

/** @param {any} json @returns {{ entries: Entry[], aliases: string[][] }} */
function readShard(json) {
  const costs = new Reader(json.costs);
  const lists = json.lists.split("|");
  /** @type {string[]} */
  let before = [];
  const entries = json.terms.split("|").slice(0, -1).map((written, index) => {
    const reader = new Reader(written);
    const same = reader.number();
    before = [...before.slice(0, same), ...written.slice(reader.at)];
    return new Entry(before.join(""), costs.number(), lists[index] ?? "");
  });
  return { entries, aliases: json.aliases };
}

/** @param {Reader} reader */
function readPosting(reader) {
  const digit = reader.digit();
  const kind = (digit / gaps) | 0;
  let gap = digit % gaps;
  if (gap === gaps - 1) gap += reader.number();
  const times = kind === 2 ? 3 + reader.number() : kind === 3 ? 1 + reader.number() : kind + 1;
  return { gap, times, isTitle: kind === 3 };
}

/** @param {string} list */
function countPostings(list) {
  const reader = new Reader(list);
  let count = 0;
  for (; !reader.done; count++) readPosting(reader);
  return count;
}

/** @param {string} list @param {number} count @param {number} sections @returns {Postings} */
function readList(list, count, sections) {
  const reader = new Reader(list);
  const postings = { sections: new Uint32Array(count), times: new Uint32Array(count), titles: new Uint8Array(count) };
  let section = -1;
  for (let at = 0; at < count; at++) {
    const { gap, times, isTitle } = readPosting(reader);
    section += gap + 1;
    expect(section < sections);
    postings.sections[at] = section;
    postings.times[at] = times;
    postings.titles[at] = Number(isTitle);
  }
  expect(reader.done && reader.at === list.length);
  return postings;
}
