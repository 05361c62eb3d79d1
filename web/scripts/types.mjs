// Writes src/api/schema.d.ts from the service's OpenAPI document; with --check it only says whether that is up to date.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const DOCUMENT = new URL("../../docs/reference/openapi.json", import.meta.url);
const TYPES = new URL("../src/api/schema.d.ts", import.meta.url);
const HEAD = "// What the service takes and answers, made from docs/reference/openapi.json by `npm run types`: do not edit.\n";

const wanted = HEAD + astToString(await openapiTS(JSON.parse(await readFile(DOCUMENT, "utf8")), { defaultNonNullable: false }));
if (!process.argv.includes("--check")) {
  await writeFile(TYPES, wanted);
} else if ((await readFile(TYPES, "utf8").catch(() => "")) !== wanted) {
  console.error("web/src/api/schema.d.ts is not what docs/reference/openapi.json says: run `npm run types` in web/ and commit it");
  process.exitCode = 1;
}
