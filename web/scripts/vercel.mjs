// Fails when vercel.json, here or at the top, is not what Vercel's own types allow: a key that it does not know, too.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const FILES = ["../../vercel.json", "../vercel.json"].map((name) => fileURLToPath(new URL(name, import.meta.url)));
const OPTIONS = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] };

// As text of a program: imported as JSON, every word in it would be any string to the compiler.
const written = async (file) => {
  const { $schema: _, ...settings } = JSON.parse(await readFile(file, "utf8"));
  return `import type { VercelConfig } from "@vercel/config/v1/types";\nexport default ${JSON.stringify(settings, null, 2)} satisfies VercelConfig;\n`;
};
// A program of each stands in this folder, where the types are found, in memory alone.
const texts = new Map(await Promise.all(FILES.map(async (file, place) => [fileURLToPath(new URL(`vercel-${place}.ts`, import.meta.url)), await written(file)])));
const host = ts.createCompilerHost(OPTIONS);
const { getSourceFile, fileExists, readFile: read } = host;
host.fileExists = (name) => texts.has(name) || fileExists(name);
host.readFile = (name) => texts.get(name) ?? read(name);
host.getSourceFile = (name, ...rest) =>
  texts.has(name) ? ts.createSourceFile(name, texts.get(name), ...rest) : getSourceFile(name, ...rest);

[...texts.keys()].forEach((name, place) => {
  const program = ts.createProgram([name], OPTIONS, host);
  for (const { messageText, file, start } of ts.getPreEmitDiagnostics(program)) {
    const at = file && start !== undefined ? `: ${file.text.slice(start).split("\n", 1)[0]}` : "";
    console.error(`${FILES[place]}${at}\n  ${ts.flattenDiagnosticMessageText(messageText, "\n  ")}`);
    process.exitCode = 1;
  }
});
