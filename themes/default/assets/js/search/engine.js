// A stand-in for the engine: finds pages whose text holds every word of the query.
// In: an index `{ pages: [{ url, title, sections: [{ anchor, heading, text }] }] }`. Out: hits, in the order of the index.

/** Opens the index that `entry` names. */
export async function openIndex(load, entry) {
  const { pages } = await load(entry);
  const search = async (query, { limit = 10 } = {}) => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return pages.map((page) => hitOf(page, words)).filter(Boolean).sort((one, other) => other.score - one.score).slice(0, limit);
  };
  return { search, suggest: async (query) => (query.length > 1 ? (pages.find((page) => page.title.startsWith(query[0]))?.title ?? null) : null) };
}

function hitOf(page, words) {
  const holds = (text) => words.every((word) => text.toLowerCase().includes(word));
  const found = page.sections.filter((section) => holds(page.title + section.heading + section.text));
  if (!words.length || !found.length) return null;
  const [best, ...others] = found.map((section) => ({ ...section, snippet: snippetOf(section.text, words[0]) }));
  return { ...page, ...best, score: holds(page.title) ? 1 : 0, sections: others.slice(0, 2), terms: words, twin: false };
}

function snippetOf(text, word) {
  const at = text.toLowerCase().indexOf(word);
  if (at < 0) return [{ text: text.slice(0, 90), marked: false }];
  const end = at + word.length;
  return [[Math.max(0, at - 30), at], [at, end], [end, end + 60]].map(([from, to], part) => ({ text: text.slice(from, to), marked: part === 1 }));
}
