// Files of the index in a browser. In: a path below the root of the site. Out: what its JSON says.
// A page may hold a file itself; from `file:`, where nothing can be fetched, one script brings all files of a locale.

const LONGEST_WAIT = 20_000;

const isEntry = /^search\/index\.([\w-]+)\.json$/;

/** A function that loads; concurrent calls for one file share a promise, failed ones are tried anew. */
export function createLoader(root, loadScript) {
  const files = new Map();
  const bundle = {};
  const read = async (path) => {
    const embedded = [...document.querySelectorAll("script[data-search-file]")].find((one) => one.dataset.searchFile === path);
    if (embedded) return JSON.parse(embedded.textContent);
    if (location.protocol !== "file:") return fetched(new URL(path, root));
    // An entry brings the script that holds all files of its locale.
    const [, locale] = isEntry.exec(path) ?? [];
    if (locale) Object.assign(bundle, await bundleOf(new URL(`search/index.${locale}.js`, root), loadScript));
    if (!Object.hasOwn(bundle, path)) throw new Error(`no file of the index: ${path}`);
    return bundle[path];
  };
  return (path) => shared(files, path, () => read(path))();
}

function shared(promises, key, make) {
  return () => {
    if (!promises.has(key)) {
      promises.set(key, make());
      promises.get(key).catch(() => promises.delete(key));
    }
    return promises.get(key);
  };
}

async function fetched(url) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LONGEST_WAIT);
  try {
    const response = await fetch(url, { signal: stop.signal });
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}

/** The script hands its files to `wendaSearch` while it runs, before it counts as loaded. */
async function bundleOf(url, loadScript) {
  let files;
  globalThis.wendaSearch = (all) => {
    files = all;
  };
  await loadScript(url.href);
  if (!files) throw new Error(`nothing in ${url}`);
  return files;
}
