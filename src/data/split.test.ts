import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Dataset, type Part, parts, type RowRange } from "./dataset.ts";
import { split, type SplitSpec } from "./split.ts";

const shuffled: SplitSpec = { order: "shuffled", stratify: true };

function classes(labels: readonly number[], given?: Partial<Record<Part, RowRange>>): Dataset {
  return {
    name: "made for this test",
    rows: labels.length,
    inputs: { kind: "table", shape: [1], values: new Float32Array(labels.length), columns: ["x"] },
    targets: {
      kind: "classes",
      labels: Int32Array.from(labels),
      classes: Array.from({ length: Math.max(...labels) + 1 }, (_, i) => `class ${i}`),
    },
    ...(given ? { given } : {}),
  };
}

const numbers = (rows: number): Dataset => ({
  ...classes(Array.from({ length: rows }, () => 0)),
  targets: { kind: "numbers", values: new Float32Array(rows), columns: ["y"] },
});

const cycling = (rows: number, k: number): number[] => Array.from({ length: rows }, (_, i) => i % k);
const sizes = (taken: Record<Part, Int32Array>) => parts.map((part) => taken[part].length);

describe("split", () => {
  test("parts are disjoint, ascending, within the rows, and the same for the same seed", () => {
    const someSpec = fc.record({
      rows: fc.integer({ min: 20, max: 400 }),
      k: fc.integer({ min: 2, max: 4 }),
      validation: fc.double({ min: 0.1, max: 0.4, noNaN: true }),
      test: fc.double({ min: 0.1, max: 0.4, noNaN: true }),
      order: fc.constantFrom("shuffled" as const, "file" as const),
      stratify: fc.boolean(),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(someSpec, ({ rows, k, seed, ...spec }) => {
        const dataset = classes(cycling(rows, k));
        const taken = split(dataset, spec, seed);
        const all = parts.flatMap((part) => [...taken[part]]);
        expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
        for (const part of parts) expect(taken[part]).toEqual(taken[part].toSorted());
        expect(split(dataset, spec, seed)).toEqual(taken);
      }),
    );
  });

  test("a stratified split keeps every class in proportion to within two rows", () => {
    const labelsOf = fc.array(fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 2), { minLength: 60, maxLength: 300 });
    fc.assert(
      fc.property(labelsOf, fc.nat(), (labels, seed) => {
        fc.pre(new Set(labels).size === 3);
        const taken = split(classes(labels), shuffled, seed);
        for (const part of parts) {
          for (const k of [0, 1, 2]) {
            const share = taken[part].length / labels.length;
            const expected = share * labels.filter((label) => label === k).length;
            const found = taken[part].filter((row) => labels[row] === k).length;
            expect(Math.abs(found - expected)).toBeLessThanOrEqual(2);
          }
        }
      }),
    );
  });

  test("takes a fifth for validation and a fifth for test", () => {
    expect(sizes(split(numbers(1000), shuffled, 1))).toEqual([600, 200, 200]);
  });

  test("takes a sixth for validation where the source gives the test part, which is used whole", () => {
    const dataset = classes(cycling(70, 2), { test: { from: 60, to: 70 } });
    const taken = split(dataset, shuffled, 1);
    expect(sizes(taken)).toEqual([50, 10, 10]);
    expect([...taken.test]).toEqual([60, 61, 62, 63, 64, 65, 66, 67, 68, 69]);
  });

  test("in file order, training takes the first rows and validation the last free ones", () => {
    const dataset = classes(cycling(70, 2), { test: { from: 60, to: 70 } });
    const taken = split(dataset, { train: 3, order: "file", stratify: true }, 1);
    expect([...taken.train]).toEqual([0, 1, 2]);
    expect([...taken.validation]).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
  });

  test("a count limits a given part", () => {
    const dataset = classes(cycling(70, 2), { test: { from: 60, to: 70 } });
    expect([...split(dataset, { test: 4, order: "file", stratify: false }, 1).test]).toEqual([
      60, 61, 62, 63,
    ]);
    expect(split(dataset, { ...shuffled, test: 4 }, 1).test.every((row) => row >= 60)).toBe(true);
  });

  test("a smaller training part lies within a larger one, beside the same validation rows", () => {
    const dataset = classes(cycling(300, 3));
    const few = split(dataset, { ...shuffled, train: 20 }, 5);
    const many = split(dataset, { ...shuffled, train: 100 }, 5);
    expect([...few.train].every((row) => many.train.includes(row))).toBe(true);
    expect(few.validation).toEqual(many.validation);
  });

  test("another seed splits otherwise", () => {
    expect(split(numbers(100), shuffled, 1).test).not.toEqual(split(numbers(100), shuffled, 2).test);
  });

  test("shares that add up to one never ask for too many rows by rounding", () => {
    const spec: SplitSpec = { train: 0.5, validation: 0.25, test: 0.25, order: "shuffled", stratify: false };
    for (let rows = 3; rows < 40; rows++) {
      expect(sizes(split(numbers(rows), spec, 1)).reduce((a, b) => a + b)).toBeLessThanOrEqual(rows);
    }
  });

  test("1 and above is a count of rows", () => {
    expect(sizes(split(numbers(10), { ...shuffled, validation: 1, test: 2 }, 1))).toEqual([7, 1, 2]);
  });

  test("0 leaves a part out", () => {
    expect(sizes(split(numbers(10), { ...shuffled, validation: 0, test: 0 }, 1))).toEqual([10, 0, 0]);
  });

  test.each([
    [
      "too many rows",
      numbers(100),
      { train: 90 },
      /90 training, 20 validation and 20 test rows, expected at most 100 rows/,
    ],
    ["shares above one", numbers(100), { train: 0.9, validation: 0.9 }, /90 training, 90 validation/],
    [
      "too many rows of a given part",
      classes(cycling(20, 2), { test: { from: 15, to: 20 } }),
      { test: 6 },
      /6 test rows.*5/,
    ],
    ["an empty part", numbers(4), { validation: 0.01 }, /no rows for validation.*set it to 0 to go without/],
    ["no training rows", numbers(4), { validation: 2, test: 2 }, /no rows for train/],
    ["fewer rows than classes", classes([0, 1, 2, 3, 4, 0]), { train: 4 }, /4 rows for 5 classes/],
    [
      "one class only",
      classes([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]),
      { order: "file" as const },
      /one class only \("class 0"\).*Use order "shuffled"/,
    ],
  ])("refuses %s", (_, dataset, spec, message) => {
    expect(() => split(dataset, { ...shuffled, ...spec }, 1)).toThrow(message);
  });

  test("says that a class has too few rows where training got none of it", () => {
    const refusals = Array.from({ length: 9 }, (_, seed) => {
      try {
        split(classes([0, 0, 1, 0]), shuffled, seed);
        return "";
      } catch (error) {
        return String(error);
      }
    }).filter((message) => message !== "");
    expect(refusals.length).toBeGreaterThan(0);
    for (const message of refusals)
      expect(message).toMatch(
        /one class only \("class 0"\), .* 1 of all 4 rows is of another class: use more data/,
      );
  });
});
