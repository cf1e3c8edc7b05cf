// Pictures of every kind of page, to be looked at: node contact-sheet.mjs FOLDER
//
// In FOLDER a sheet for each language and colour scheme, with every kind of page on a desktop and on a phone. The site must have
// been built for the tests, see ../README.md.

import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { browserTest, desktop, kinds, locales, phone } from "./harness.mjs";

const folder = process.argv[2];
if (!folder) throw new Error("usage: node contact-sheet.mjs FOLDER");
mkdirSync(folder, { recursive: true });

const sizes = { desktop: { ...desktop, height: 1000 }, phone: { ...phone, height: 1000 } };
const data = (file) => `data:image/png;base64,${readFileSync(file).toString("base64")}`;

for (const [locale, prefix] of Object.entries(locales)) {
  for (const colorScheme of ["light", "dark"]) {
    const name = `${locale}-${colorScheme}`;
    browserTest(name, { locale, colorScheme }, async (page) => {
      const cells = [];
      for (const [kind, address] of Object.entries(kinds)) {
        const pictures = [];
        for (const [size, viewport] of Object.entries(sizes)) {
          await page.setViewportSize(viewport);
          await page.goto(`/${prefix}${address}`);
          const file = path.join(folder, `${name}-${kind.replaceAll(" ", "-")}-${size}.png`);
          await page.screenshot({ path: file });
          pictures.push(`<img src="${data(file)}" height="480">`);
        }
        cells.push(`<figure style="margin:0"><figcaption>${kind}</figcaption>${pictures.join(" ")}</figure>`);
      }
      const sheet = await page.context().browser().newPage({ viewport: { width: 2500, height: 1000 } });
      try {
        await sheet.setContent(`<body style="display:flex;flex-wrap:wrap;gap:12px;font:16px sans-serif;background:#888">${cells.join("")}`);
        await sheet.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
      } finally {
        await sheet.close();
      }
    });
  }
}
