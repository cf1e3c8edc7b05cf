// Files of the index in a browser. In: a path below the root of the site. Out: what its JSON says.
// A page may hold a file itself; from `file:`, where nothing can be fetched, one script brings all files of a locale.

const LONGEST_WAIT = 20_000;

const isEntry = /^search\/index\.([\w-]+)\.json$/;

/** A function that loads; whoever calls it keeps what came. */
export function createLoader(root, loadScript) {
  const bundle = {};
  return async (path) => {
    const embedded = document.querySelector(`script[data-search-file='${path}']`);
    if (embedded) return JSON.parse(embedded.textContent);
    if (location.protocol !== "file:") return fetched(new URL(path, root));
    // An entry brings the script that holds all files of its locale.
    const [, locale] = isEntry.exec(path) ?? [];
    if (locale) await bringFiles(bundle, new URL(`search/index.${locale}.js`, root), loadScript);
    return bundle[path];
  };
}

async function fetched(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout?.(LONGEST_WAIT) });
  if (!response.ok) throw new Error(response.status);
  return response.json();
}

/** The script hands its files to `wendaSearch` while it runs, before it counts as loaded. */
async function bringFiles(bundle, url, loadScript) {
  globalThis.wendaSearch = (files) => Object.assign(bundle, files);
  await loadScript(url.href);
}
