// A fresh element of every kind compiles and is registered, before anybody has filled it in.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createElement } from "../scripts/create.ts";
import { seamOrder } from "../src/seams/index.ts";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "ockham-new-"));
  for (const path of ["src", "scripts", "test", "package.json", "tsconfig.json"]) {
    cpSync(path, join(root, path), { recursive: true });
  }
  symlinkSync(resolve("node_modules"), join(root, "node_modules"), "junction");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const run = (...command: readonly string[]) =>
  spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
const tool = (name: string): string => resolve("node_modules", name);

const fresh = [
  ...seamOrder.map((seam) => ["regularizer", seam, `fresh-${seam}`]),
  ...["layer", "model", "loss", "optimizer", "schedule", "metric", "dataset", "sign"].map((kind) => [
    kind,
    `fresh-${kind}`,
  ]),
];

test("a fresh element of every kind and seam compiles after npm run gen", () => {
  for (const [kind = "", ...words] of fresh) {
    expect(createElement(root, kind, words).at(-1)).toMatch(/^next: /);
  }
  const generated = run(tool("tsx/dist/cli.mjs"), "scripts/gen.ts");
  expect(generated.status, generated.stderr).toBe(0);
  const compiled = run(tool("typescript/bin/tsc"), "-p", ".");
  expect(compiled.error).toBeUndefined();
  const faults = compiled.stdout.split("\n").filter((line) => /fresh|index\.ts/.test(line));
  expect(faults).toEqual([]);
  expect(readFileSync(join(root, "src/regularizers/index.ts"), "utf8")).toContain('"./loss/fresh-loss.ts"');
  expect(readFileSync(join(root, "docs/reference/regularizers.md"), "utf8")).toContain("`freshLoss`");
  expect(readFileSync(join(root, "schema/recipe.schema.json"), "utf8")).toContain('"freshOptimizer"');
}, 240_000);

test("the generated files of the project are as the elements say", () => {
  const checked = spawnSync(process.execPath, [tool("tsx/dist/cli.mjs"), "scripts/gen.ts", "--check"], {
    encoding: "utf8",
  });
  expect(checked.stderr).toBe("");
  expect(checked.status).toBe(0);
});

test.each([
  [["regularizer", "lose", "x"], /The seam: got "lose", expected one of data, .*Did you mean "loss"/],
  [["regularizr", "x"], /The kind: got "regularizr"/],
  [["layer"], /The command line: got 0 names/],
  [["layer", "Über"], /The name: got "Über"/],
  [["layer", "dense"], /dense\.ts: got a file that exists, expected a new name/],
])("npm run new -- %j is refused", ([kind = "", ...words], message) => {
  expect(() => createElement(root, kind, words)).toThrow(message);
});

test("a refusal is one line, and the command was misused", () => {
  const { status, stderr } = run(tool("tsx/dist/cli.mjs"), "scripts/new.ts", "layer", "dense");
  expect(stderr.trim().split("\n")).toEqual([expect.stringMatching(/dense\.ts: got a file that exists/)]);
  expect(status).toBe(2);
});
