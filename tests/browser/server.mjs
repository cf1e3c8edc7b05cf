// A plain static host, as strict as the strictest: no listing, no guessing, the policy of `_headers` on every answer.
// `/` is the site built for a domain of its own, `/help/` the one built for a folder of a domain.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { gzipSync } from "node:zlib";

export const built = fileURLToPath(new URL("../../target/check/", import.meta.url));

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

/** Reads the form that Netlify and Cloudflare Pages share: a pattern, then indented headers. */
export function parseHeaders(text) {
  const rules = [];
  for (const line of text.split("\n")) {
    if (!line.trim()) continue;
    if (!/^\s/.test(line)) {
      // A placeholder stands for one segment, `*` at the end for whatever follows.
      const pattern = line.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+").replace(/\*$/, ".*");
      rules.push({ pattern: new RegExp(`^${pattern}$`), headers: [] });
    } else {
      const colon = line.indexOf(":");
      rules.at(-1).headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
    }
  }
  return (pathname) => rules.filter(({ pattern }) => pattern.test(pathname)).flatMap(({ headers }) => headers);
}

async function site(prefix, folder) {
  // Another generator's site may have none.
  const headers = parseHeaders(await readFile(path.join(folder, "_headers"), "utf8").catch(() => ""));
  return { prefix, folder, headers };
}

async function answer(request, response, sites, compresses) {
  const { pathname } = new URL(request.url, "http://host");
  const { prefix, folder, headers } = sites.find(({ prefix }) => pathname.startsWith(prefix));
  for (const [name, value] of headers(pathname)) response.setHeader(name, value);
  let file = path.join(folder, decodeURIComponent(pathname.slice(prefix.length)));
  let found = file.startsWith(folder) && (await stat(file).catch(() => null));
  if (found && found.isDirectory()) {
    if (!pathname.endsWith("/")) return response.writeHead(301, { location: `${pathname}/` }).end();
    file = path.join(file, "index.html");
    found = await stat(file).catch(() => null);
  } else if (found && pathname.endsWith("/")) {
    found = null;
  }
  if (!found) file = path.join(folder, "404.html");
  let body = await readFile(file);
  if (compresses && isText(file) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
    body = gzipSync(body, { level: 9 });
    response.setHeader("content-encoding", "gzip");
    response.setHeader("vary", "accept-encoding");
  }
  response.setHeader("content-length", body.length);
  if (!found || !response.hasHeader("content-type")) response.setHeader("content-type", types[path.extname(file)] ?? "application/octet-stream");
  response.writeHead(found ? 200 : 404);
  response.end(request.method === "HEAD" ? undefined : body);
}

const isText = (file) => /^text|json|svg|xml/.test(types[path.extname(file)] ?? "");

/**
 * Starts the host on a free port of this machine. It sends files as they are, or, where bytes are counted, compressed as
 * hosts do. `folders` names what is served instead of our sites: a folder for each path that it is put at.
 */
export async function start({ compresses = false, folders = { "/help/": path.join(built, "help"), "/": path.join(built, "root") } } = {}) {
  const sites = await Promise.all(Object.entries(folders).map(([prefix, folder]) => site(prefix, folder)));
  const server = createServer((request, response) => {
    answer(request, response, sites, compresses).catch((error) => response.writeHead(400).end(String(error)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))),
  };
}
