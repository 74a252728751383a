// A table with gaps and categories, from training to the exported file.
import { expect, test } from "vitest";
import { tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { stream } from "../base/index.ts";
import type { Columns, Dataset } from "../data/index.ts";
import { createSession, float32, texts, type Value } from "../runtime/index.ts";
import { createEngine } from "./engine.ts";
import { checkExport, exportModel } from "./export.ts";

const rows = 80;
const draw = stream(2, "columns");
const of = <T>(value: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => value(row));
const colours = ["red", "green", "blue"];
const codes = of((row) => (row % 9 === 4 ? -1 : row % 3));
const ages = of((row) => (row % 7 === 3 ? NaN : 30 + 10 * draw.normal() + 20 * (row % 3)));

const columns: Columns["columns"] = [
  { kind: "numbers", name: "age", values: Float32Array.from(ages) },
  { kind: "levels", name: "colour", codes: Int32Array.from(codes), levels: colours },
  { kind: "levels", name: "name", codes: Int32Array.from(of((row) => row)), levels: of((row) => `n${row}`) },
];

const dataset = {
  name: "columns",
  rows,
  inputs: { kind: "columns", columns },
  targets: { kind: "classes", classes: ["a", "b", "c"], labels: Int32Array.from(of((row) => row % 3)) },
} as const satisfies Omit<Dataset, "inputs"> & { inputs: Columns };

test("the file takes the columns as they are, gaps and levels never seen included", async () => {
  const plan = tinyPlan({ epochs: 3 }, dataset);
  const { kept } = await trainTiny(plan);
  const engine = await createEngine(plan);
  const model = exportModel(plan, kept);
  expect(await checkExport(plan, engine, { model, state: kept })).toBeLessThan(1e-5);
  await engine.release();
  const session = await createSession(model, { threads: 1, device: "cpu", spin: false });
  expect(session.inputNames.toSorted()).toEqual(["age", "colour"]);
  const ask = async (age: number, colour: string): Promise<number[]> => {
    const results = await session.run({
      age: float32(Float32Array.of(age), [1, 1]),
      colour: texts([colour], [1, 1]),
    });
    return Array.from((results["probabilities"] as Value).values as Float32Array);
  };
  const [unknown, gap, known] = [await ask(40, "violet"), await ask(40, ""), await ask(40, "red")];
  expect(unknown.every(Number.isFinite)).toBe(true);
  expect(unknown).not.toEqual(known);
  expect(gap).not.toEqual(unknown);
  for (const mark of ["NA", "NaN", "?", "null"]) expect(await ask(40, mark)).toEqual(gap);
  expect((await ask(NaN, "red")).every(Number.isFinite)).toBe(true);
  await session.release();
});

test("levels with an order go in as texts; a gap and a text that is no level get the median's place and the flag", async () => {
  const order = ["red", "green", "blue"];
  const ordered = columns.map((column) => (column.name === "colour" ? { ...column, order } : column));
  const plan = tinyPlan({ epochs: 2 }, { ...dataset, inputs: { kind: "columns", columns: ordered } });
  expect(plan.dataset.inputs).toMatchObject({
    columns: ["age", "age is missing", "colour", "colour is missing"],
  });
  const { kept } = await trainTiny(plan);
  const engine = await createEngine(plan);
  const model = exportModel(plan, kept);
  expect(await checkExport(plan, engine, { model, state: kept })).toBeLessThan(1e-5);
  const { predictions } = await engine.evaluate(kept, Int32Array.of(4, 5));
  await engine.release();
  const session = await createSession(model, { threads: 1, device: "cpu", spin: false });
  const ask = async (age: number, colour: string): Promise<number[]> => {
    const feeds = { age: float32(Float32Array.of(age), [1, 1]), colour: texts([colour], [1, 1]) };
    return Array.from(((await session.run(feeds))["probabilities"] as Value).values as Float32Array);
  };
  const close = (values: Float32Array): unknown[] => Array.from(values, (value) => expect.closeTo(value, 5));
  // Row 4 has no colour, row 5 is blue.
  const gap = await ask(ages[4] as number, "");
  expect(gap).toEqual(close(predictions.subarray(0, 3) as Float32Array));
  expect(await ask(ages[5] as number, "blue")).toEqual(close(predictions.subarray(3, 6) as Float32Array));
  expect(await ask(ages[4] as number, "violet")).toEqual(gap);
  expect(await ask(ages[4] as number, "red")).not.toEqual(gap);
  await session.release();
});

test("a table without gaps answers a gap like the mean of its training rows", async () => {
  const plan = tinyPlan({ epochs: 2, model: "logistic" });
  const { kept } = await trainTiny(plan);
  const session = await createSession(exportModel(plan, kept), { threads: 1, device: "cpu", spin: false });
  const ask = async (x: number): Promise<number[]> => {
    const results = await session.run({ input: float32(Float32Array.of(x, 3), [1, 2]) });
    return Array.from((results["probabilities"] as Value).values as Float32Array);
  };
  const mean = plan.inputScaling.shift[0] as number;
  expect(await ask(NaN)).toEqual(await ask(mean));
  expect(await ask(NaN)).not.toEqual(await ask(mean + 1));
  await session.release();
});

test("columns may be called like values of the file", async () => {
  const names = ["c0", "v1", "probabilities"];
  const renamed = columns.map((column, at) => ({ ...column, name: names[at] as string }));
  const plan = tinyPlan({ epochs: 1 }, { ...dataset, inputs: { kind: "columns", columns: renamed } });
  const { kept } = await trainTiny(plan);
  const engine = await createEngine(plan);
  expect(await checkExport(plan, engine, { model: exportModel(plan, kept), state: kept })).toBeLessThan(1e-5);
  await engine.release();
});

test("truth values are known in the letters of any program", async () => {
  const truths = {
    kind: "levels",
    name: "paid",
    codes: Int32Array.from(of((row) => row % 2)),
    levels: ["true", "false"],
  } as const;
  const plan = tinyPlan({ epochs: 2 }, { ...dataset, inputs: { kind: "columns", columns: [truths] } });
  const { kept } = await trainTiny(plan);
  const session = await createSession(exportModel(plan, kept), { threads: 1, device: "cpu", spin: false });
  const ask = async (paid: string): Promise<number[]> => {
    const results = await session.run({ paid: texts([paid], [1, 1]) });
    return Array.from((results["probabilities"] as Value).values as Float32Array);
  };
  const [yes, no] = [await ask("true"), await ask("false")];
  expect(yes).not.toEqual(no);
  for (const spelling of ["True", "TRUE"]) expect(await ask(spelling)).toEqual(yes);
  for (const spelling of ["False", "FALSE"]) expect(await ask(spelling)).toEqual(no);
  expect(await ask("tRue")).not.toEqual(yes);
  await session.release();
});
