import { describe, expect, test } from "vitest";
import { z } from "zod";
import { mean } from "../base/index.ts";
import { datasets, type DatasetSource, type Truth } from "./index.ts";

const sources: Readonly<Record<string, DatasetSource>> = datasets;
const made = Object.values(sources).filter(({ truth }) => truth !== undefined);
const nowhere = { baseFolder: "", dataFolders: [] };

interface Table {
  readonly columns: readonly string[];
  readonly row: (i: number) => Float32Array;
  readonly targets: readonly number[];
  readonly truth: Truth;
}

/** A made table and what is known of it. */
async function make(id: string, settings: object = {}): Promise<Table> {
  const source = sources[id];
  if (!source?.truth) throw new Error(`no made table ${id}`);
  const params = z.strictObject(source.params).parse(settings);
  const { inputs, targets } = await source.load(params, nowhere);
  if (inputs.kind !== "table" || !(inputs.values instanceof Float32Array)) throw new Error("not a table");
  const [width = 0] = inputs.shape;
  const { values } = inputs;
  return {
    columns: inputs.columns ?? [],
    row: (i) => values.subarray(i * width, (i + 1) * width),
    targets: [...(targets.kind === "classes" ? targets.labels : targets.values)],
    truth: source.truth(params),
  };
}

const list = (truth: Truth, name: string): readonly number[] => {
  const value = truth[name];
  if (!Array.isArray(value)) throw new Error(`no list ${name}`);
  return value as readonly number[];
};

const variance = (values: readonly number[]): number =>
  mean(values.map((value) => value ** 2)) - mean(values) ** 2;

/** The share of rows for which a rule names another class than the table does. */
const errorOf = (table: Table, rule: (row: Float32Array) => number): number =>
  mean(table.targets.map((label, i) => Number(rule(table.row(i)) !== label)));

describe.each(made.map(({ id }) => id))("%s", (id) => {
  test("depends on its seed alone, and more rows begin with the fewer", async () => {
    const [few, again, many, other] = await Promise.all([
      make(id, { rows: 20 }),
      make(id, { rows: 20 }),
      make(id, { rows: 40 }),
      make(id, { rows: 20, seed: 2 }),
    ]);
    expect(again).toEqual({ ...few, row: expect.any(Function) as unknown });
    for (let i = 0; i < 20; i++) {
      expect(again.row(i)).toEqual(few.row(i));
      expect(many.row(i)).toEqual(few.row(i));
      expect(other.row(i)).not.toEqual(few.row(i));
    }
    expect(many.targets.slice(0, 20)).toEqual(few.targets);
  });
});

describe.each(["friedman-1", "friedman-2", "friedman-3"])("%s", (id) => {
  test("has noise of the deviation asked for around the truth that is told", async () => {
    const table = await make(id, { rows: 4000, noise: 0.5 });
    const rest = table.targets.map((y, i) => y - (list(table.truth, "noiseFree")[i] as number));
    expect(table.truth["leastMse"]).toBe(0.25);
    expect(Math.abs(mean(rest))).toBeLessThan(0.03);
    expect(variance(rest)).toBeCloseTo(0.25, 1);
  });
});

describe("the formulas of Friedman", () => {
  test("are those of the paper, written out anew", async () => {
    const formulas: Readonly<Record<string, (x: readonly number[]) => number>> = {
      "friedman-1": ([a = 0, b = 0, c = 0, d = 0, e = 0]) =>
        10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) * (c - 0.5) + 10 * d + 5 * e,
      "friedman-2": ([a = 0, b = 0, c = 0, d = 0]) => Math.sqrt(a * a + (b * c - 1 / (b * d)) ** 2),
      "friedman-3": ([a = 0, b = 0, c = 0, d = 0]) => Math.atan((b * c - 1 / (b * d)) / a),
    };
    for (const [id, formula] of Object.entries(formulas)) {
      const table = await make(id, { rows: 50, noise: 0 });
      table.targets.forEach((y, i) => {
        const expected = formula([...table.row(i)]);
        expect(Math.abs(y - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
      });
    }
  });

  test("take columns of the ranges of the paper, and others between 0 and 1", async () => {
    const table = await make("friedman-2", { rows: 2000, columns: 5 });
    const ends = [0, 1, 2, 3, 4].map((column) => {
      const values = Array.from({ length: 2000 }, (_, i) => table.row(i)[column] as number);
      return [Math.min(...values), Math.max(...values)] as const;
    });
    const ranges = [
      [0, 100],
      [40 * Math.PI, 560 * Math.PI],
      [0, 1],
      [1, 11],
      [0, 1],
    ] as const;
    ranges.forEach(([low, high], column) => {
      const [least, most] = ends[column] ?? [0, 0];
      const slack = 0.01 * (high - low);
      expect(least).toBeGreaterThanOrEqual(low);
      expect(least).toBeLessThan(low + slack);
      expect(most).toBeLessThanOrEqual(high);
      expect(most).toBeGreaterThan(high - slack);
    });
  });
});

describe("sparse-linear", () => {
  test("has as many coefficients as asked for, and no other reason for y than them", async () => {
    const table = await make("sparse-linear", { rows: 30, columns: 400, nonZero: 7, noise: 0 });
    const beta = list(table.truth, "coefficients");
    expect(table.columns).toHaveLength(400);
    expect(beta.filter((value) => value !== 0)).toHaveLength(7);
    for (const value of beta.filter(Boolean)) {
      expect(Math.abs(value)).toBeGreaterThan(1);
      expect(Math.abs(value)).toBeLessThan(3);
    }
    table.targets.forEach((y, i) => {
      const told = beta.reduce((total, value, column) => total + value * (table.row(i)[column] as number), 0);
      expect(y).toBeCloseTo(told, 4);
    });
  });

  test("correlates neighbours as asked for", async () => {
    const table = await make("sparse-linear", { rows: 5000, columns: 3, nonZero: 1, correlation: 0.8 });
    const column = (at: number) => Array.from({ length: 5000 }, (_, i) => table.row(i)[at] as number);
    const [a, b, c] = [column(0), column(1), column(2)];
    const correlation = (x: number[], y: number[]) => mean(x.map((value, i) => value * (y[i] as number)));
    expect(Math.abs(variance(c) - 1)).toBeLessThan(0.08);
    expect(Math.abs(correlation(a, b) - 0.8)).toBeLessThan(0.06);
    expect(Math.abs(correlation(a, c) - 0.64)).toBeLessThan(0.06);
  });

  test("refuses more columns that matter than there are", async () => {
    await expect(make("sparse-linear", { columns: 5, nonZero: 6 })).rejects.toThrow(
      "data.nonZero: got 6 columns that matter, expected at most 5",
    );
  });
});

describe("classes", () => {
  test("of a rare kind are as many as asked for, and the best rule errs as often as told", async () => {
    const table = await make("imbalanced", { rows: 20_000, rare: 0.1, distance: 2, columns: 4 });
    expect(mean(table.targets)).toBeCloseTo(0.1, 4);
    // The likelihood ratio: the mean of the columns lies 2/√4 apart, with a variance of 1/4.
    const rule = (row: Float32Array) => Number(2 * mean([...row]) * 2 > (2 * Math.log(9)) / 2);
    const error = errorOf(table, rule);
    expect(Math.abs(error - Number(table.truth["bayesError"]))).toBeLessThan(0.006);
  });

  test("of equal size a distance of 2 apart are mistaken with probability Φ(−1)", async () => {
    const { truth } = await make("imbalanced", { rare: 0.5, distance: 2 });
    expect(truth["bayesError"]).toBeCloseTo(0.158655, 5);
  });

  test("of moons lie on their half circles, of spirals on their arms", async () => {
    const moons = await make("two-moons", { noise: 0 });
    moons.targets.forEach((label, i) => {
      const [x = 0, y = 0] = moons.row(i);
      expect(label === 0 ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5)).toBeCloseTo(1, 5);
      expect(label === 0 ? y >= -1e-6 : y <= 0.5 + 1e-6).toBe(true);
    });
    const spirals = await make("spirals", { noise: 0, arms: 3, turns: 0.25 });
    spirals.targets.forEach((label, i) => {
      const [x = 0, y = 0] = spirals.row(i);
      const quarter = (Math.hypot(x, y) - 0.1) / 0.9 / 4;
      const angle = Math.atan2(y, x) / (2 * Math.PI) - label / 3 - quarter;
      expect(Math.abs(angle - Math.round(angle))).toBeLessThan(1e-5);
    });
    expect([moons.truth["bayesError"], spirals.truth["bayesError"]]).toEqual([0, 0]);
  });

  test("that overlap have the error of a rule that knows the curves", async () => {
    const table = await make("two-moons", { rows: 4000, noise: 0.3 });
    // The nearer curve is nearly the likelier one.
    const distance = (x: number, y: number, label: number) =>
      Math.min(
        ...Array.from({ length: 200 }, (_, i) => {
          const [cos, sin] = [Math.cos((Math.PI * i) / 199), Math.sin((Math.PI * i) / 199)];
          return label === 0 ? Math.hypot(x - cos, y - sin) : Math.hypot(x - 1 + cos, y - 0.5 + sin);
        }),
      );
    const error = errorOf(table, ([x = 0, y = 0]) => Number(distance(x, y, 1) < distance(x, y, 0)));
    const least = Number(table.truth["bayesError"]);
    expect(least).toBeGreaterThan(0.05);
    expect(error).toBeGreaterThan(least - 0.01);
    expect(error).toBeLessThan(least + 0.02);
  });

  test("with replaced labels: as many as asked for, each other class alike, and the truth is told", async () => {
    const settings = { rows: 6000, arms: 3, noise: 0 };
    const table = await make("spirals", { ...settings, flipped: 0.3 });
    const truth = list(table.truth, "trueLabels");
    const shifts = table.targets.map((label, i) => (label - (truth[i] as number) + 3) % 3);
    const share = (shift: number) => shifts.filter((value) => value === shift).length / 6000;
    expect(Math.abs(share(1) - 0.15)).toBeLessThan(0.02);
    expect(Math.abs(share(2) - 0.15)).toBeLessThan(0.02);
    expect(table.truth["bayesError"]).toBeCloseTo(0.3, 10);
    const clean = await make("spirals", settings);
    expect(clean.targets).toEqual(truth);
    expect(clean.truth["flippedRows"]).toEqual([]);
    expect(list(table.truth, "flippedRows")).toEqual(
      shifts.flatMap((shift, row) => (shift === 0 ? [] : [row])),
    );
    for (const i of [0, 1, 5999]) expect(clean.row(i)).toEqual(table.row(i));
  });
});
