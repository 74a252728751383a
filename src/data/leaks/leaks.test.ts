import fc from "fast-check";
import { expect, test } from "vitest";
import { stream } from "../../base/index.ts";
import type { Dataset, Part, Targets } from "../dataset.ts";
import { toNumbers } from "../numbers.ts";
import { findLeaks, leakSentences, repeatSentences } from "./leaks.ts";
import { rowKeys } from "./row-keys.ts";

const places = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to - from }, (_, i) => from + i);
const partsOf = (train: number, validation: number, test: number): Record<Part, Int32Array> => ({
  train: places(0, train),
  validation: places(train, train + validation),
  test: places(train + validation, train + validation + test),
});

const classes = (labels: readonly number[]): Targets => ({
  kind: "classes",
  labels: Int32Array.from(labels),
  classes: ["no", "yes"],
});

/** A table of numbers, its rows one after another. */
const table = (rows: readonly (readonly number[])[], targets: Targets): Dataset => ({
  name: "t",
  rows: rows.length,
  inputs: {
    kind: "table",
    shape: [rows[0]?.length ?? 0],
    columns: rows[0]?.map((_, i) => `x${i}`) ?? [],
    values: Float32Array.from(rows.flat()),
  },
  targets,
});

/** 300 rows of a coin, noise, and what is made of both. */
function drawn<T>(make: (coin: number, noise: number) => T): { rows: T[]; coins: number[] } {
  const draw = stream(1, "leaks");
  const coins = Array.from({ length: 300 }, () => draw.below(2));
  return { coins, rows: coins.map((coin) => make(coin, draw.normal())) };
}

test("equal rows have equal keys, and others have not", () => {
  const inputs = table(
    [
      [1, 2, 3],
      [1, 2, 4],
      [1, 2, 3],
      [2, 1, 3],
    ],
    classes([0, 1, 0, 1]),
  ).inputs;
  const keys = rowKeys(inputs);
  expect(keys[0]).toBe(keys[2]);
  expect(new Set(keys).size).toBe(3);
  const bytes = rowKeys({
    kind: "image",
    shape: [1, 1, 3],
    values: Uint8Array.of(1, 2, 3, 3, 2, 1, 1, 2, 3),
  });
  expect(bytes[0]).toBe(bytes[2]);
  expect(bytes[0]).not.toBe(bytes[1]);
});

test("a hundred thousand different rows have as many keys", () => {
  const values = Float32Array.from({ length: 200_000 }, (_, i) =>
    i % 2 ? Math.floor(i / 2) % 316 : Math.floor(i / 632),
  );
  const inputs = { kind: "table", shape: [2], values } as const;
  expect(new Set(rowKeys(inputs)).size).toBe(100_000);
});

test("rows that other parts have too are counted as a look at all pairs counts them", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 }), fc.boolean()), {
        minLength: 12,
        maxLength: 40,
      }),
      (all) => {
        const rows = all.map(([a, b]) => [a, b]);
        const labels = all.map(([, , yes]) => Number(yes));
        const parts = partsOf(all.length - 8, 4, 4);
        const { repeats } = findLeaks(table(rows, classes(labels)), parts, 1);
        const equal = (a: number, b: number): boolean => String(rows[a]) === String(rows[b]);
        for (const { part, with: other, shared, sameTarget } of repeats.pairs) {
          const twins = [...parts[part]].map((row) => [...parts[other]].filter((twin) => equal(row, twin)));
          expect(shared).toBe(twins.filter(({ length }) => length > 0).length);
          const alike = twins.filter((own, i) =>
            own.some((twin) => labels[twin] === labels[parts[part][i] ?? -1]),
          );
          expect(sameTarget).toBe(alike.length);
        }
        const repeated = [...parts.train].filter((a) => parts.train.some((b) => a !== b && equal(a, b)));
        expect(repeats.training.repeated).toBe(repeated.length);
        expect(repeats.pairs).toHaveLength(3);
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});

test("numbers to predict count as equal when all of them are", () => {
  const targets = {
    kind: "numbers",
    columns: ["a", "b"],
    values: Float32Array.of(1, 2, 3, 4, 1, 2, 3, 5),
  } as const;
  const { repeats } = findLeaks(table([[1], [2], [1], [2]], targets), partsOf(2, 0, 2), 1);
  expect(repeats.pairs).toEqual([{ part: "test", with: "train", rows: 2, shared: 2, sameTarget: 1 }]);
});

test("a column that is the target under another name is told with its score, and none beside it", () => {
  const { rows, coins } = drawn((coin, noise) => [noise, coin + noise / 10, coin + 2 * noise]);
  const leaks = findLeaks(table(rows, classes(coins)), partsOf(180, 60, 60), 1);
  const { columns } = leaks;
  expect(columns).toMatchObject({
    measure: "accuracy",
    fitted: 180,
    part: "validation",
    rows: 60,
    columns: 3,
  });
  expect(columns && "best" in columns && columns.best).toEqual({ name: "x1", score: 1 });
  const yes = coins.slice(180, 240).filter(Boolean).length / 60;
  expect(columns && "constant" in columns && [yes, 1 - yes]).toContainEqual(
    columns && "constant" in columns && expect.closeTo(columns.constant, 9),
  );
  expect(leakSentences(leaks)).toEqual([
    expect.stringMatching(
      /^"x1" alone predicts the target: accuracy 1 on 60 validation rows, where the most frequent class has 0\.\d+; leave it out by --ignore/,
    ),
  ]);
});

test("columns of texts and gaps can tell the target too", () => {
  const { coins } = drawn(() => 0);
  const codes = Int32Array.from(coins, (coin, i) => (coin ? i % 3 : 3 + (i % 2)));
  const holes = Float32Array.from(coins, (coin) => (coin ? Number.NaN : 1));
  const dataset = toNumbers(
    {
      name: "t",
      rows: 300,
      inputs: {
        kind: "columns",
        columns: [
          { kind: "levels", name: "code", codes, levels: ["a", "b", "c", "d", "e"] },
          { kind: "numbers", name: "hole", values: holes },
        ],
      },
      targets: classes(coins),
    },
    places(0, 180),
  );
  const { columns } = findLeaks(dataset, partsOf(180, 60, 60), 1);
  expect(columns && "telling" in columns && columns.telling).toEqual([
    { name: "code", score: 1 },
    { name: "hole", score: 1 },
  ]);
});

test("of numbers to predict, a straight line and a curve are told, and a noisy one is not", () => {
  const draw = stream(2, "leaks");
  const wanted = Array.from({ length: 400 }, () => draw.normal());
  const rows = wanted.map((y) => [3 - 1e4 * y, Math.exp(y), y + draw.normal()]);
  const targets = { kind: "numbers", columns: ["y"], values: Float32Array.from(wanted) } as const;
  const leaks = findLeaks(table(rows, targets), partsOf(240, 80, 80), 1);
  const telling = leaks.columns && "telling" in leaks.columns ? leaks.columns.telling : [];
  expect(telling.map(({ name }) => name)).toEqual(["x0", "x1"]);
  expect(telling[0]?.score).toBeCloseTo(1, 9);
  expect(leakSentences(leaks)[0]).toContain("R² ");
});

test("perfect scores on few rows, or where nearly all rows are of one class, accuse nobody", () => {
  const { rows, coins } = drawn((coin) => [coin]);
  const few = findLeaks(table(rows, classes(coins)), partsOf(240, 35, 25), 1);
  expect(few.columns).toMatchObject({ best: { name: "x0", score: 1 }, telling: [] });
  const fewer = findLeaks(table(rows, classes(coins)), partsOf(280, 20, 0), 1);
  expect(fewer.columns).toEqual({ why: expect.stringContaining("fewer than 30 rows") });
  const rare = coins.map((_, i) => Number(i % 50 === 0));
  const seldom = findLeaks(
    table(
      rare.map((one) => [one]),
      classes(rare),
    ),
    partsOf(180, 60, 60),
    1,
  );
  expect(seldom.columns).toMatchObject({ telling: [] });
});

test("noise is never told, however many columns there are", () => {
  const draw = stream(3, "leaks");
  const labels = Array.from({ length: 200 }, () => draw.below(2));
  const rows = labels.map(() => Array.from({ length: 500 }, () => draw.normal()));
  const leaks = findLeaks(table(rows, classes(labels)), partsOf(100, 50, 50), 1);
  expect(leakSentences(leaks)).toEqual([]);
});

test("groups of which several parts have rows are counted", () => {
  const groups = Int32Array.of(1, 1, 2, 2, 3, 1);
  const rows = [[1], [2], [3], [4], [5], [6]];
  const dataset = { ...table(rows, classes([0, 1, 0, 1, 0, 1])), groups };
  const leaks = findLeaks(dataset, partsOf(4, 0, 2), 1);
  expect(leaks.groups).toEqual({ groups: 1, all: 3 });
  expect(leakSentences(leaks)).toEqual(["1 of 3 groups have rows in several parts: the source fixes these"]);
  expect(findLeaks(dataset, partsOf(2, 0, 2), 1).groups).toEqual({ groups: 0, all: 2 });
});

test("repeated rows are told in one sentence, with how often training repeats itself", () => {
  const rows = [[1], [1], [2], [3], [1], [2], [9], [3]];
  const leaks = findLeaks(table(rows, classes([0, 0, 1, 0, 0, 0, 1, 1])), partsOf(4, 2, 2), 1);
  expect(leakSentences(leaks)).toEqual([]);
  expect(repeatSentences(leaks)).toEqual([
    "2 of 2 validation rows (100 %) and 1 of 2 test rows (50 %) have the inputs of a training row, 1 and 0 of them its target too; within training, 2 of 4 rows (50 %) repeat each other",
  ]);
});
