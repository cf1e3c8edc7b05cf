// Runs every test of this folder in one process, so that they share one browser.

import { readdirSync } from "node:fs";

for (const file of readdirSync(new URL(".", import.meta.url)).sort()) {
  if (file.endsWith(".test.mjs")) await import(new URL(file, import.meta.url));
}
