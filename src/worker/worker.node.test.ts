// The process that trains, as the built package starts it.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { EpochRecord } from "../history/index.ts";
import type { RecipeInput } from "../recipe/index.ts";
import type * as worker from "./index.ts";

const built = new URL("../../dist/worker/index.js", import.meta.url).href;
const { dataFolders, freshRunFolder, resume, runJob, train } = (await import(built)) as typeof worker;

const root = mkdtempSync(join(tmpdir(), "ockham-worker-"));
afterAll(() => rmSync(root, { recursive: true }));

const recipe: RecipeInput = {
  data: { source: "made-digits", size: 300, seed: 2 },
  model: { preset: "mlp", hidden: [8] },
  regularizers: [{ use: "l2", lambda: 1 }],
  epochs: 3,
  batchSize: 20,
};

/** Enough epochs that it can be stopped in the middle. */
const long: RecipeInput = { ...recipe, epochs: 5000 };

const linesOf = (folder: string): EpochRecord[] =>
  readFileSync(join(folder, "metrics.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as EpochRecord);

test("tells of every epoch, and ends with the result that it writes", async () => {
  const out = join(root, "whole");
  const epochs: number[] = [];
  const planned: number[] = [];
  let reported = "";
  const result = await train(recipe, {
    out,
    onPlanned: ({ rows, from }) => planned.push(rows.train, from),
    onEpoch: ({ epoch }) => epochs.push(epoch),
    onReport: ({ name }) => (reported = name),
  });
  expect(planned).toEqual([180, 0]);
  expect(epochs).toEqual([1, 2, 3]);
  expect(result?.dir).toBe(out);
  expect(reported).toBe(result?.name);
  expect(JSON.parse(readFileSync(join(out, "result.json"), "utf8"))).toMatchObject({
    seed: 1,
    kept: { epoch: 3 },
  });
  expect(existsSync(join(out, "report.html"))).toBe(true);
});

test("a preset is called by the number that people know it by", async () => {
  const models: string[] = [];
  const net: RecipeInput = {
    data: { source: "made-digits", size: 100 },
    model: { preset: "resnet", depth: 8, filters: 1 },
    epochs: 1,
  };
  await train(net, { out: join(root, "numbered"), onPlanned: ({ model }) => models.push(model) });
  expect(models).toEqual([expect.stringMatching(/^resnet-8 \(/)]);
});

test("a signal stops it, what it did is saved, and it resumes", async () => {
  const out = join(root, "stopped");
  const stop = new AbortController();
  const onEpoch = ({ epoch }: EpochRecord): void => {
    if (epoch === 3) stop.abort();
  };
  expect(await train(long, { out, signal: stop.signal, onEpoch })).toBeUndefined();
  const done = linesOf(out).length;
  expect(done).toBeGreaterThanOrEqual(3);
  expect(done).toBeLessThan(5000);
  let from = 0;
  const again = AbortSignal.abort();
  expect(await resume(out, { signal: again, onPlanned: (planned) => (from = planned.from) })).toBeUndefined();
  expect(from).toBe(done);
});

test("strengths change while it trains, and a wish out of range is refused", async () => {
  const out = join(root, "wishes");
  const warnings: string[] = [];
  const job = runJob(
    {
      recipe: (await import("../recipe/index.ts")).parseRecipe(long, "recipe"),
      folder: out,
      baseFolder: ".",
      dataFolders: [],
    },
    {
      onWarning: (message) => warnings.push(message),
      onEpoch: ({ epoch, strengths }) => {
        if (epoch === 2) job.wish({ strengths: { "l2.lambda": 7 } });
        if (epoch === 4) job.wish({ strengths: { "l2.lambda": -7 } });
        if (strengths["l2.lambda"] === 7 && warnings.length > 0) job.wish({ stop: true });
      },
    },
  );
  expect(await job.done).toBeUndefined();
  const strengths = linesOf(out).map((record) => record.strengths["l2.lambda"]);
  expect(strengths[0]).toBe(1);
  expect(strengths.at(-1)).toBe(7);
  expect(warnings.at(-1)).toBe("l2.lambda: got -7, expected a number from 0 to ∞.");
});

test("a process that is killed is named, with what to do", async () => {
  const folder = join(root, "killed");
  const { parseRecipe } = await import("../recipe/index.ts");
  const job = runJob(
    { recipe: parseRecipe(long, "recipe"), folder, baseFolder: ".", dataFolders: [] },
    { onEpoch: () => job.kill() },
  );
  await expect(job.done).rejects.toThrow(
    `${folder}: got a training process that ended by SIGKILL, expected a run that completes. Go on with it by "ockham resume ${folder}"`,
  );
  // Words to a process that is gone are lost, and nothing breaks.
  job.wish({ stop: true });
  job.kill();
});

test("a fault of the user arrives as one sentence, and one of the recipe as a rejection", async () => {
  await expect(
    train(
      { ...recipe, data: { source: "csv", path: "none.csv", target: "y" } },
      { out: join(root, "fault"), baseFolder: root },
    ),
  ).rejects.toThrow(join(root, "none.csv"));
  await expect(train({ epochs: -1 })).rejects.toThrow("recipe, epochs: got -1");
  await expect(resume(join(root, "nowhere"))).rejects.toThrow("got no recipe.json");
});

test("a long result arrives whole", async () => {
  const result = await train(
    { ...recipe, data: { source: "made-digits", size: 60, seed: 2 }, epochs: 1500 },
    { out: join(root, "long") },
  );
  expect(result?.epochs).toHaveLength(1500);
});

test("two processes do not write one run at once", async () => {
  const out = join(root, "both");
  const stop = new AbortController();
  let second: Promise<unknown> | undefined;
  const first = train(long, {
    out,
    signal: stop.signal,
    onEpoch: ({ epoch }) => {
      if (epoch !== 1) return;
      // It waits for the first one to end.
      second = resume(out, { signal: AbortSignal.abort() });
      setTimeout(() => stop.abort(), 1500);
    },
  });
  expect(await first).toBeUndefined();
  expect(await second).toBeUndefined();
  const epochs = linesOf(out).map(({ epoch }) => epoch);
  expect(epochs).toEqual(epochs.map((_, i) => i + 1));
  expect(readdirSync(out).filter((name) => name.includes(".lock"))).toEqual([]);
});

test("folders: the next number, and the data folders of the environment first", () => {
  const folders = [1, 2].map(() => freshRunFolder("Made digits (20,000)!"));
  for (const folder of folders) expect(folder).toMatch(/^runs\/\d{3,}-made-digits-20-000$/);
  expect(folders[0]).not.toBe(folders[1]);
  folders.forEach((folder) => rmdirSync(folder));
  const before = process.env["OCKHAM_DATA"];
  process.env["OCKHAM_DATA"] = "/a:/b";
  expect(dataFolders().slice(0, 2)).toEqual(["/a", "/b"]);
  if (before === undefined) delete process.env["OCKHAM_DATA"];
  else process.env["OCKHAM_DATA"] = before;
});
