import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { silent, slopes } from "../../test/tiny-runs.ts";
import { UserError } from "../base/index.ts";
import { parseRecipe, type Recipe, type RecipeInput } from "../recipe/index.ts";
import { runPaths } from "./run-files.node.ts";
import {
  type FinishedRun,
  readResult,
  resumeRun,
  type RunContext,
  type RunOutside,
  startRun,
} from "./run.node.ts";

const root = mkdtempSync(join(tmpdir(), "ockham-run-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A table of numbers as a file. */
function writeTable(name: string, rows: number): string {
  const { inputs, targets } = slopes(rows);
  const wide = targets.kind === "numbers" ? targets.values : [];
  const lines = Array.from({ length: rows }, (_, row) =>
    [...inputs.values.subarray(3 * row, 3 * row + 3), wide[2 * row]].join(","),
  );
  writeFileSync(join(root, name), ["a,b,c,y", ...lines, ""].join("\n"));
  return name;
}

const recipe = (changes: RecipeInput = {}): Recipe =>
  parseRecipe(
    {
      data: { source: "csv", path: writeTable("table.csv", 80), target: "y" },
      model: { preset: "mlp", hidden: [6] },
      optimizer: "sgd",
      regularizers: [
        { use: "l2", lambda: 0.1 },
        { use: "dropout", rate: 0.1 },
      ],
      batchSize: 10,
      epochs: 4,
      ...changes,
    },
    "recipe",
  );

let folders = 0;
function context(outside: Partial<RunOutside> = {}, folder = join(root, `run${++folders}`)): RunContext {
  const listening = { ...silent, planned: () => undefined, warned: () => undefined, ...outside };
  return { folder, baseFolder: root, dataFolders: [], outside: listening };
}

async function finished(changes: RecipeInput = {}): Promise<FinishedRun & { folder: string }> {
  const where = context();
  const run = await startRun(recipe(changes), where);
  if (!run) throw new Error("the run was interrupted");
  return { ...run, folder: where.folder };
}

const lasting = (folder: string): Record<string, string> =>
  Object.fromEntries(
    [
      "last.safetensors",
      "best.safetensors",
      "model.onnx",
      "metrics.jsonl",
      "weights.jsonl",
      "recipe.json",
    ].map((name) => [name, readFileSync(join(folder, name)).toString("base64")]),
  );

test("leaves the files of a run, and nothing else", async () => {
  const { folder, result, weights } = await finished();
  expect(readdirSync(folder).toSorted()).toEqual([
    "best.safetensors",
    "last.safetensors",
    "manifest.json",
    "metrics.jsonl",
    "model.onnx",
    "recipe.json",
    "result.json",
    "timing.jsonl",
    "weights.jsonl",
  ]);
  expect(result).toMatchObject({
    dir: folder,
    stopped: { epoch: 4, kind: "completed" },
    timing: { steps: 20 },
  });
  expect(result.epochs).toHaveLength(4);
  expect(weights.records.map(({ step }) => step)).toEqual([5, 10, 15, 20]);
  expect(weights.slice?.way).toHaveLength(5);
  expect(await readResult(folder)).toEqual(JSON.parse(JSON.stringify(result)));
});

test("two runs of one recipe write the same bytes, and another seed writes others", async () => {
  const [a, b, c] = [await finished(), await finished(), await finished({ seed: 2 })];
  expect(lasting(b.folder)).toEqual(lasting(a.folder));
  expect(lasting(c.folder)["metrics.jsonl"]).not.toBe(lasting(a.folder)["metrics.jsonl"]);
});

test("a folder that holds a run is not trained into", async () => {
  const { folder } = await finished();
  const before = lasting(folder);
  await expect(startRun(recipe({ seed: 9 }), context({}, folder))).rejects.toThrow(
    "got a folder that already holds a run",
  );
  expect(lasting(folder)).toEqual(before);
});

test("a recipe that does not fit the data leaves no folder behind", async () => {
  const where = context();
  await expect(startRun(recipe({ loss: "crossEntropy" }), where)).rejects.toThrow(UserError);
  expect(existsSync(where.folder)).toBe(false);
});

test("a finished run that is resumed is the same run", async () => {
  const { folder, result } = await finished();
  const before = lasting(folder);
  const again = await resumeRun(context({}, folder));
  const { timing: _, ...facts } = again?.result ?? result;
  expect(result).toMatchObject(facts);
  expect(lasting(folder)).toEqual(before);
});

/** A run that stops after a number of stretches. */
async function stopped(stretches: number): Promise<string> {
  let asked = 0;
  const where = context({ wishes: () => Promise.resolve({ stop: asked++ >= stretches }) });
  expect(await startRun(recipe(), where)).toBeUndefined();
  return where.folder;
}

test("a stopped run goes on to the end of an uninterrupted one, and counts all of its time", async () => {
  const whole = await finished();
  const folder = await stopped(3);
  expect(existsSync(runPaths(folder).model)).toBe(false);
  let from = -1;
  const again = await resumeRun(context({ planned: (_, __, epoch) => (from = epoch) }, folder));
  expect(from).toBeGreaterThan(0);
  expect(lasting(folder)).toEqual(lasting(whole.folder));
  const lines = readFileSync(runPaths(folder).timing, "utf8").trim().split("\n");
  expect(lines).toHaveLength(2);
  const total = lines.reduce((sum, line) => sum + (JSON.parse(line) as { totalMs: number }).totalMs, 0);
  expect(again?.result.timing.totalMs).toBe(total);
});

test.each([
  ["a torn line", '{"epoch":3,"st'],
  ["a whole line too many", ""],
])("records that a killed process wrote last, %s, are made again", async (_, torn) => {
  const whole = await finished();
  const folder = await stopped(3);
  const { metrics } = runPaths(folder);
  const known = readFileSync(metrics, "utf8").split("\n").length - 1;
  const next = readFileSync(runPaths(whole.folder).metrics, "utf8").split("\n")[known] ?? "";
  appendFileSync(metrics, torn || `${next}\n`);
  await resumeRun(context({}, folder));
  expect(lasting(folder)).toEqual(lasting(whole.folder));
});

test("a run that was killed before its first save starts again, manifest or not", async () => {
  const whole = await finished();
  for (const lost of [["last"], ["last", "manifest"]] as const) {
    const folder = await stopped(3);
    for (const file of lost) rmSync(runPaths(folder)[file]);
    await resumeRun(context({}, folder));
    expect(lasting(folder)).toEqual(lasting(whole.folder));
  }
});

const damages: readonly (readonly [string, (folder: string) => void, string])[] = [
  [
    "weights that were changed",
    (folder) => {
      const { last } = runPaths(folder);
      const bytes = readFileSync(last);
      bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
      writeFileSync(last, bytes);
    },
    "weights that do not match the checksum",
  ],
  [
    "weights that were cut off",
    (folder) => writeFileSync(runPaths(folder).last, readFileSync(runPaths(folder).last).subarray(0, 300)),
    "last.safetensors: got",
  ],
  [
    "a manifest that is none",
    (folder) => writeFileSync(runPaths(folder).manifest, "{"),
    "got a text that is no manifest",
  ],
  [
    "a recipe that was edited",
    (folder) =>
      writeFileSync(
        runPaths(folder).recipe,
        readFileSync(runPaths(folder).recipe, "utf8").replace('"epochs": 4', '"epochs": 5'),
      ),
    "got a recipe that has changed",
  ],
  ["no recipe", (folder) => rmSync(runPaths(folder).recipe), "got no recipe.json"],
  [
    "records of something else",
    (folder) => writeFileSync(runPaths(folder).metrics, "{}\n{}\n"),
    "metrics.jsonl, line 1",
  ],
];

test.each(damages)("resume refuses %s in one sentence, and loses nothing", async (_, damage, message) => {
  const folder = await stopped(3);
  damage(folder);
  const files = () =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const before = files();
  const error: unknown = await resumeRun(context({}, folder)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toContain(message);
  expect((error as Error).message).not.toContain("\n");
  expect(files()).toEqual(before);
});

test("best weights of another epoch than the run keeps are refused", async () => {
  const a = await finished({ regularizers: [{ use: "earlyStopping", patience: 3 }], epochs: 200 });
  expect(a.result.stopped.kind).toBe("stoppedEarly");
  expect(a.result.kept.epoch).toBeGreaterThan(1);
  const b = await finished({ regularizers: [], epochs: 1 });
  writeFileSync(runPaths(a.folder).best, readFileSync(runPaths(b.folder).best));
  await expect(resumeRun(context({}, a.folder))).rejects.toThrow(
    `got the weights of epoch 1, expected those of epoch ${a.result.kept.epoch}, which the run keeps`,
  );
});

test("resume refuses data that has changed", async () => {
  const folder = await stopped(3);
  writeTable("table.csv", 81);
  await expect(resumeRun(context({}, folder))).rejects.toThrow("got data whose content has changed");
});

test("resume says what may change the last bits", async () => {
  const folder = await stopped(3);
  recipe();
  const { manifest } = runPaths(folder);
  writeFileSync(
    manifest,
    readFileSync(manifest, "utf8").replace(/"instructions": "[^"]*"/, '"instructions": "abacus"'),
  );
  const warnings: string[] = [];
  await resumeRun(context({ warned: (message) => warnings.push(message) }, folder));
  expect(warnings[0]).toMatch(
    /^The last bits may differ from an uninterrupted run: instructions: abacus before, \w+ now\.$/,
  );
});

test("a run that diverges leaves its last good weights as a model, and says what happened", async () => {
  const { result, folder } = await finished({ optimizer: { use: "sgd", learningRate: 1e6 } });
  expect(result.stopped.kind).toBe("diverged");
  expect(result.stopped.reason).toMatch(/at step \d+ \(epoch 1\)/);
  expect(result.diagnosis.verdict).toBe("diverged");
  expect(existsSync(runPaths(folder).model)).toBe(true);
  const before = readFileSync(runPaths(folder).model);
  const again = await resumeRun(context({}, folder));
  expect(again?.result.stopped).toEqual(result.stopped);
  expect(readFileSync(runPaths(folder).model).equals(before)).toBe(true);
});
