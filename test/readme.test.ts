// What README and guide tell to type exists, and what is quick is run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readRecipeText } from "../src/recipe/index.ts";

const program = resolve("dist/cli/main.node.js");
const folder = mkdtempSync(join(tmpdir(), "ockham-readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pages = ["README.md", ...readdirSync("docs/guide").map((name) => join("docs/guide", name))];
const textOf = (page: string): string => readFileSync(page, "utf8");

const run = (file: string, args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
};

const help = (command: string): string => run(program, [...command.split(" "), "--help"]).stdout;

/** The command of a line: of `data` its second word belongs to it. */
const commandOf = (line: string): string => /^data \w+|^\w+/.exec(line)?.[0] ?? "";

/** The `npx ockham …` and `ockham …` command lines of a page, without comments and prompts. */
const commandsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^(?:\$ )?npx ockham (.+?)(?: +#.*)?$/gm)].map(([, line = ""]) => line);

describe("commands", () => {
  const lines = [...new Set(pages.flatMap(commandsOf))];

  test("there are some", () => expect(lines.length).toBeGreaterThan(5));

  test("each command and flag exists", () => {
    const known = new Map<string, string>();
    for (const line of lines) {
      const command = commandOf(line);
      if (!known.has(command)) known.set(command, help(command));
      expect(known.get(command), line).toContain(`Usage: ockham ${command}`);
      for (const [flag] of line.matchAll(/--[\w-]+/g)) expect(known.get(command), line).toContain(flag);
    }
  });

  test("each command of the program is in the README", () => {
    const listed = run(program, ["--help"]).stdout.split("Commands:")[1] ?? "";
    const names = [...listed.matchAll(/^ {2}([a-z]+) /gm)]
      .map(([, name]) => name)
      .filter((name) => name !== "help");
    for (const name of names)
      expect(textOf("README.md"), name).toMatch(new RegExp(`ockham ${name}|npm start`));
  });

  test("each guide is in the README", () => {
    for (const page of pages.slice(1)) expect(textOf("README.md")).toContain(`(${page})`);
  });

  test("npm scripts that are named exist", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) => [
      ...textOf(page).matchAll(/npm (?:run )?(start|test|build|gen|check)/g),
    ]);
    for (const [, name = ""] of named) expect(Object.keys(scripts)).toContain(name);
  });

  test("the errors that the guide shows are those that come", () => {
    const shown = [...textOf("docs/guide/errors.md").matchAll(/\$ npx ockham (.*)\n(error: .*)\n/g)];
    expect(shown.length).toBeGreaterThan(1);
    for (const [, command = "", error] of shown) {
      const { status, stderr } = run(program, command.split(" "));
      expect(stderr.trimEnd()).toBe(error);
      expect(status).toBe(2);
    }
  });
});

test("the recipe of the guide is a recipe", () => {
  const json = /```json\n([\s\S]*?)```/.exec(textOf("docs/guide/recipes.md"))?.[1] ?? "";
  writeFileSync(join(folder, "guide.json"), json);
  const edits = [
    "--set",
    "data.size=200",
    "--set",
    "model.hidden=[8]",
    "--set",
    "l2.lambda=1",
    "--epochs",
    "1",
  ];
  const { status, stderr } = run(program, ["train", "guide.json", ...edits, "--out", "guide"]);
  expect(status, stderr).toBe(0);
});

test("what the guide makes is made, with the fields that it tells of", () => {
  const made = commandsOf("docs/guide/data.md").filter((line) => line.startsWith("data make"));
  expect(made.length).toBeGreaterThan(3);
  for (const line of made) {
    const { status, stderr } = run(program, line.split(" "));
    expect(status, stderr).toBe(0);
  }
  const page = textOf("docs/guide/data.md");
  const truths = [...page.matchAll(/`([\w/.]*truth\.json)`/g)].map(([, path = ""]) => path);
  expect(truths.length).toBe(made.length);
  const fields = new Set(
    truths.flatMap((path) => Object.keys(JSON.parse(readFileSync(join(folder, path), "utf8")) as object)),
  );
  const told = page.split("| field |")[1]?.matchAll(/^\| (`[^|]*`) \|/gm) ?? [];
  const names = [...told].flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(new Set(names)).toEqual(fields);
});

test("what the guide on tables makes is trained on, and its first lines are told", () => {
  const [make = "", train = ""] = commandsOf("docs/guide/tables.md").filter((line) =>
    line.includes("crescents.csv"),
  );
  expect(run(program, make.split(" ")).status).toBe(0);
  const { status, stderr } = run(program, [...train.split(" "), "--epochs", "1", "--out", "crescents"]);
  expect(status, stderr).toBe(0);
  for (const line of ["Data", "Reading", "Target", "Split"])
    expect(stderr).toMatch(new RegExp(`^${line} +\\S`, "m"));
});

test("the guide shows what a run with mcSamples says: the mean of its passes and their uncertainty", () => {
  const page = textOf("docs/guide/recipes.md");
  const [, command = "", test = "", sampled = ""] =
    /\$ npx ockham (train .*mcSamples.*)\n(Test .*)\n(Sampled .*)\n/.exec(page) ?? [];
  const { stdout, stderr } = run(program, [...command.split(" "), "--out", "sampled"]);
  // The last digits depend on the machine.
  const words = (line: string): string => line.replaceAll(/[\d.]+/g, "N").trim();
  const lines = stdout.split("\n");
  expect(lines.map(words), stderr).toEqual(expect.arrayContaining([words(test), words(sampled)]));
});

test("every recipe of the guide is read", () => {
  const blocks = [...textOf("docs/guide/recipes.md").matchAll(/```json\n([\s\S]*?)```/g)];
  expect(blocks.length).toBeGreaterThan(2);
  for (const [, json = ""] of blocks) readRecipeText(json, "the guide");
});

test("the ten lines of the library run", () => {
  const code = /```ts\n([\s\S]*?)```/.exec(textOf("README.md"))?.[1] ?? "";
  const script = resolve("dist/.readme.ts");
  try {
    writeFileSync(
      script,
      code.replace(
        "await train(recipe, {",
        `await train(recipe, { out: ${JSON.stringify(join(folder, "library"))},`,
      ),
    );
    const { status, stdout, stderr } = spawnSync("npx", ["tsx", script], { encoding: "utf8" });
    expect(stderr).not.toContain("Error");
    expect(stdout).toMatch(/^1 [\d.]+$/m);
    expect(status).toBe(0);
  } finally {
    rmSync(script, { force: true });
  }
});

test("a run leaves the files that README and guide name, and no others", () => {
  const files = readdirSync(join(folder, "guide")).toSorted();
  for (const page of ["README.md", "docs/guide/run-folder.md"]) {
    const rows = [...textOf(page).matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell = ""]) => [
      ...cell.matchAll(/`([\w.]+\.(?:json|jsonl|html|onnx|safetensors))`/g),
    ]);
    expect(rows.map(([, name = ""]) => name).toSorted(), page).toEqual(files);
  }
});

test("every runtime dependency has its line in the README", () => {
  const { dependencies, peerDependencies } = JSON.parse(textOf("package.json")) as {
    [kind in "dependencies" | "peerDependencies"]: Record<string, string>;
  };
  const table = textOf("README.md").split("## What it stands on")[1] ?? "";
  const named = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = ""]) => [
    ...cell.matchAll(/`(.+?)`/g),
  ]);
  expect(named.map(([, name = ""]) => name).toSorted()).toEqual(
    Object.keys({ ...dependencies, ...peerDependencies }).toSorted(),
  );
});

test("files and folders that are named exist", () => {
  for (const page of [...pages, "ARCHITECTURE.md"])
    for (const [, path = ""] of textOf(page).matchAll(/`((?:docs|examples|schema|bench|src)\/[\w./-]*)`/g))
      expect(existsSync(path), `${page}: ${path}`).toBe(true);
});
