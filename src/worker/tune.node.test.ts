// The processes that train members, as the built package starts them.
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseRecipe } from "../recipe/index.ts";
import { axisOf } from "../search/index.ts";
import type * as worker from "./index.ts";

const built = new URL("../../dist/worker/index.js", import.meta.url).href;
const { learnRecipe, train, tuneRecipe } = (await import(built)) as typeof worker;

const root = mkdtempSync(join(tmpdir(), "ockham-tune-"));
afterAll(() => rmSync(root, { recursive: true }));

const input = {
  data: { source: "made-digits", size: 300, seed: 2 },
  model: { preset: "mlp", hidden: [8] },
  regularizers: [{ use: "l2", lambda: 1 }],
  epochs: 2,
  batchSize: 20,
} as const;
const recipe = parseRecipe(input, "recipe");
const options = {
  axes: [axisOf("l2=0,1,10", 3)],
  folds: 2,
  processes: 2,
  baseFolder: ".",
  extensions: 0,
  isRace: true,
};

test("stopped and gone on with, by one process or several: what separate runs give", async () => {
  const abort = new AbortController();
  const folder = join(root, "stopped");
  const stopped = await tuneRecipe(recipe, {
    ...options,
    folder,
    signal: abort.signal,
    onTrained: () => abort.abort(),
  });
  expect(stopped).toBeUndefined();
  const members = join(folder, "members.jsonl");
  const before = readFileSync(members, "utf8").trim().split("\n").length;
  expect(before).toBeLessThan(6);
  // As a kill may leave it.
  appendFileSync(members, '{"fold":1,"stren');
  const wanted: number[] = [];
  const tuned = await tuneRecipe(recipe, {
    ...options,
    folder,
    processes: 1,
    onWanted: (...counts) => wanted.push(...counts),
  });
  expect(wanted).toEqual([6, before]);
  const again = await tuneRecipe(recipe, { ...options, folder: join(root, "again") });
  expect(tuned?.curve).toEqual(again?.curve);
  const second = { ...input, split: { folds: { count: 2, number: 2, part: "validation" } } } as const;
  const run = await train(
    { ...second, regularizers: [{ use: "l2", lambda: 10 }] },
    { out: join(root, "run") },
  );
  const point = tuned?.curve.points.find(({ strengths }) => strengths["l2.lambda"] === 10);
  expect(point?.losses[1]).toBe(run?.epochs.at(-1)?.validation?.loss);
}, 30_000);

test("refuses folders of other searches and of runs, damaged members, and data without validation rows", async () => {
  const folder = join(root, "again");
  await expect(tuneRecipe(recipe, { ...options, folds: 3, folder })).rejects.toThrow(
    /the folder of another search/,
  );
  await expect(tuneRecipe(recipe, { ...options, folder: join(root, "run") })).rejects.toThrow(
    /the folder of a run/,
  );
  writeFileSync(join(folder, "members.jsonl"), "{}\n");
  await expect(tuneRecipe(recipe, { ...options, folder })).rejects.toThrow(
    /members.jsonl, line 1: got no trained member/,
  );
  const blind = parseRecipe({ ...input, split: { validation: 0 } }, "recipe");
  await expect(tuneRecipe(blind, { ...options, folds: 1, folder: join(root, "blind") })).rejects.toThrow(
    /split.validation: got 0, expected validation rows/,
  );
  expect(existsSync(join(root, "blind"))).toBe(false);
}, 30_000);

test("strengths learned in a process of its own come back with a recipe that has them by layer", async () => {
  const heard: string[] = [];
  const learned = await learnRecipe(recipe, {
    axes: [axisOf("l2=0.01..10", 3)],
    folder: join(root, "learned"),
    baseFolder: ".",
    onPlanned: ({ data }) => heard.push(data),
  });
  expect(heard).toHaveLength(1);
  expect(learned?.layers).toEqual({ "l2.lambda": "dense1", "l2#2.lambda": "output" });
  expect(learned?.recipe.regularizers).toMatchObject(
    ["dense1", "output"].map((layer, i) => ({
      use: "l2",
      layers: [layer],
      lambda: expect.closeTo(Object.values(learned?.strengths ?? {})[i] as number, 4) as number,
    })),
  );
  expect(learned?.path).toHaveLength(2);
  // It began at the recipe's 1, and moved.
  for (const value of Object.values(learned?.strengths ?? {})) expect(value).not.toBeCloseTo(1, 3);
  const over = { axes: options.axes, folder: join(root, "again"), baseFolder: "." };
  await expect(learnRecipe(recipe, over)).rejects.toThrow(
    /a folder with question\.json in it, expected a new folder/,
  );
  const watched = { ...recipe, regularizers: [...recipe.regularizers, { use: "earlyStopping" }] } as const;
  const refused = { ...over, folder: join(root, "watched") };
  await expect(learnRecipe(watched as never, refused)).rejects.toThrow(/technique that watches the epochs/);
  expect(existsSync(refused.folder)).toBe(false);
}, 30_000);
