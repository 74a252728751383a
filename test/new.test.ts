// A fresh element of every kind compiles and is registered, before anybody has filled it in.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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

/** Every file under the copy, by its path. */
const filesOf = (): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((file) => !file.startsWith("node_modules") && statSync(join(root, file)).isFile())
      .map((file) => [file.replaceAll("\\", "/"), readFileSync(join(root, file), "utf8")]),
  );

test("a technique is one file: all that tells of it is generated, and all that can use it does", () => {
  const generate = (): void => {
    const generated = run(tool("tsx/dist/cli.mjs"), "scripts/gen.ts");
    expect(generated.status, generated.stderr).toBe(0);
  };
  generate();
  const before = filesOf();
  createElement(root, "regularizer", ["weights", "shrunk-view"]);
  const file = join(root, "src/regularizers/weights/shrunk-view.ts");
  const filled = readFileSync(file, "utf8")
    .replace(
      "weights: (weight) => weight",
      "weights: (weight, { strength }) => mul(weight, add(1, strength))",
    )
    .replace("interactions: []", 'interactions: ["It goes with everything."]')
    .replace("treats: []", 'treats: ["large-gap"]')
    .replace(
      "references: []",
      'references: [{ authors: "A", year: 2024, title: "B", url: "https://c.org" }]',
    );
  writeFileSync(file, `import { add, mul } from "../../graph/index.ts";\n${filled}`);
  generate();
  const changed = [...filesOf()].flatMap(([path, text]) => (before.get(path) === text ? [] : [path]));
  expect(changed.toSorted()).toEqual([
    "docs/reference/regularizers.md",
    "schema/recipe.schema.json",
    "src/regularizers/index.ts",
    "src/regularizers/weights/shrunk-view.test.ts",
    "src/regularizers/weights/shrunk-view.ts",
  ]);
  const told = (...words: string[]): string => {
    const { stdout, stderr } = run(tool("tsx/dist/cli.mjs"), "src/cli/main.node.ts", ...words);
    expect(stderr).toBe("");
    return stdout;
  };
  expect(told("train", "--help")).toContain("shrunkView");
  expect(told("regularizers")).toMatch(/^shrunkView +weights +strength +≥ 0 +1 +large-gap$/m);
  const page = told("regularizers", "shrunkView");
  expect(page).toContain("Try: --with shrunkView=1");
  expect(page).toContain("Shrunk view: a weight in training\n");
  const recipe = readFileSync(join(root, "schema/recipe.schema.json"), "utf8");
  expect(recipe).toContain('"shrunkView"');
  const tested = run(tool("vitest/vitest.mjs"), "run", "test/conformance.test.ts", "-t", "shrunkView");
  expect(tested.stdout).toMatch(/Tests .*\d+ passed/);
  expect(tested.stdout).not.toMatch(/\d+ failed/);
}, 360_000);

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
