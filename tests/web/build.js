/* Bundles the scripts and the styles of the map page into the two files that netgov puts into it.
   With --check nothing is written: it fails where a built file is not what its sources make. */

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PAGE = fileURLToPath(new URL("../../netgov/drawing/page/", import.meta.url));
// What would end the inline script or style early, or name an address of the web.
const FORBIDDEN = ["</script", "</style", "<!--", "https://"];

const { outputFiles } = await build({
  entryPoints: [
    { in: `${PAGE}start.js`, out: "map.min" },
    { in: `${PAGE}map.css`, out: "map.min" },
  ],
  bundle: true,
  format: "iife",
  minify: true,
  target: ["chrome80", "safari14", "firefox78"],
  // These browsers all know it, save for a corner that the scripts leave alone.
  supported: { destructuring: true },
  charset: "utf8",
  legalComments: "none",
  outdir: PAGE,
  nodePaths: [`${HERE}node_modules`],
  write: false,
});

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

for (const { path, text } of outputFiles) {
  const found = FORBIDDEN.filter((sign) => text.toLowerCase().includes(sign));
  if (found.length) fail(`${path} must not hold ${found.join(", ")}`);
  else if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text)
    fail(`${path} is older than its sources: make map-page`);
}
