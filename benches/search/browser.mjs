// A static host and a Chromium for the measurements that need one. The browser driver is that of tests/browser.

import { execSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { parseHeaders } from "../../tests/browser/server.mjs";

const types = { ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm" };
const isText = (file) => path.extname(file) in types;

/** Serves a folder on a free port, text compressed, with the site's own headers. `made` are files that are not on disk, by path. `sent` collects `[path, bytes]`. */
export async function serve(folder, { made = {}, headers = path.join(folder, "_headers") } = {}) {
  const sent = [];
  const headersOf = existsSync(headers) ? parseHeaders(readFileSync(headers, "utf8")) : () => [];
  const packed = new Map();
  const read = (file, text) => {
    if (!packed.has(file)) {
      const bytes = text === undefined ? readFileSync(file) : Buffer.from(text);
      packed.set(file, isText(file) ? { bytes: gzipSync(bytes, { level: 9 }), coding: "gzip" } : { bytes });
    }
    return packed.get(file);
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    let file = path.join(folder, decodeURIComponent(pathname));
    const text = made[pathname];
    if (text === undefined && file.startsWith(folder) && existsSync(file) && statSync(file).isDirectory()) file = path.join(file, "index.html");
    if (text === undefined && !existsSync(file)) return response.writeHead(404).end();
    for (const [name, value] of headersOf(pathname)) response.setHeader(name, value);
    const { bytes, coding } = read(text === undefined ? file : pathname, text);
    sent.push([pathname, bytes.length]);
    response.writeHead(200, { "content-type": types[path.extname(text === undefined ? file : pathname)] ?? "application/octet-stream", ...(coding && { "content-encoding": coding }) }).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, sent, close: () => (server.closeAllConnections(), server.close()) };
}

/** Starts Chromium; `CHROMIUM` names one that is not found by itself. */
export async function launch() {
  const require = createRequire(new URL("../../tests/browser/package.json", import.meta.url));
  const { chromium } = require("playwright-core");
  const executablePath = process.env.CHROMIUM ?? execSync("command -v chromium || command -v chromium-browser || command -v google-chrome").toString().trim();
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"] });
}

/** Makes the processor of a page so many times slower. */
export async function slowDown(page, rate) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}
