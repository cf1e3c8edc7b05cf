// The browser of this machine, and how it is started to see nothing but what it is shown.

import { execSync } from "node:child_process";

export const executablePath =
  process.env.CHROMIUM ?? execSync("command -v chromium || command -v chromium-browser || command -v google-chrome").toString().trim();

// A container has no sandbox of its own to give; nothing but sites of ours are opened.
export const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
