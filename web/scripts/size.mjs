// Fails the build when what the first page needs is larger than we promise: everything that its entry imports, gzipped,
// without the font (48 KB of Latin letters), which text does not wait for.
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const MOST = 200 * 1024; // bytes
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", dist), "utf8"));

const files = new Set(["theme.js"]);
const visit = (name) => {
  const chunk = manifest[name];
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const next of chunk.imports ?? []) visit(next);
};
visit("index.html");

const sizes = await Promise.all(
  [...files].map(async (file) => [file, gzipSync(await readFile(new URL(file, dist))).length]),
);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
const shown = (size) => `${(size / 1024).toFixed(1)} KB`;
console.log(`first load: ${shown(total)} gzipped of ${shown(MOST)} allowed`);
if (total > MOST) {
  for (const [file, size] of sizes.sort(([, a], [, b]) => b - a)) console.error(`  ${shown(size).padStart(9)}  ${file}`);
  console.error("the first load is too large: import lazily what only some pages need");
  process.exitCode = 1;
}
