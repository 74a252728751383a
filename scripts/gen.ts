// Writes everything that derives from the elements; with --check, says what is stale instead and fails.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { indexOf } from "./indexes.ts";
import { kinds } from "./kinds.ts";

const root = process.cwd();
const check = process.argv.includes("--check");

/** Whether the file was as it should be. */
function emit(file: string, text: string): boolean {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, "utf8") === text) return true;
  if (check) {
    console.error(`${file} is stale: run "npm run gen" and commit it`);
    return false;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${file}`);
  return true;
}

const indexes = kinds.map((kind) => emit(`${kind.folder}/index.ts`, indexOf(root, kind)));

// Loaded only now, because it reads the indexes that were just written.
const { generatedFiles } = await import("../src/derive/index.ts");
const derived = Object.entries(generatedFiles()).map(([file, text]) => emit(file, text));

if (![...indexes, ...derived].every(Boolean)) process.exitCode = 1;
