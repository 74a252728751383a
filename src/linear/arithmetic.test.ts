import { expect, test } from "vitest";
import { stream } from "../base/index.ts";
import { type Arithmetic, withArithmetic } from "./arithmetic.ts";

/** What each function makes of equal numbers. */
function results({ vectors, dot, addScaled, addWeighted, tile }: Arithmetic, rows: number): number[] {
  const draws = stream(3, "arithmetic", rows);
  const columns = vectors(rows, 6);
  for (const column of columns) for (let i = 0; i < rows; i++) column[i] = draws.normal();
  const [a, b, c] = columns as [Float64Array, Float64Array, Float64Array];
  const [room] = vectors(8, 1) as [Float64Array];
  tile(columns.slice(0, 2), columns.slice(2), room);
  const product = dot(a, b);
  addScaled(a, 0.3, b, rows);
  addScaled(b, -2, c, rows >> 1);
  addWeighted(c, 1.7, a, b);
  return [product, ...room, ...a, ...b, ...c];
}

test.each([1, 2, 3, 7, 8, 9, 16, 31, 100])(
  "%i numbers: two at a time give what one at a time gives",
  (rows) => {
    const size = 6 * rows + 8;
    const fast = withArithmetic(size, (arithmetic) => results(arithmetic, rows));
    // Inside of another fit the memory is in use.
    const plain = withArithmetic(size, () => withArithmetic(size, (arithmetic) => results(arithmetic, rows)));
    expect(fast).toHaveLength(plain.length);
    for (const [i, value] of plain.entries()) expect(fast[i]).toBeCloseTo(value, 12);
  },
);

test("new vectors are zeros, also where an earlier fit left numbers", () => {
  const after = (): number[] =>
    withArithmetic(10, ({ vectors }) => {
      const [vector] = vectors(10, 1) as [Float64Array];
      const before = [...vector];
      vector.fill(5);
      return before;
    });
  expect(after()).toEqual(Array.from({ length: 10 }, () => 0));
  expect(after()).toEqual(Array.from({ length: 10 }, () => 0));
});

test("a fit that fails leaves the memory to the next one", () => {
  expect(() =>
    withArithmetic(8, () => {
      throw new Error("no");
    }),
  ).toThrow("no");
  const isSimd = withArithmetic(8, ({ vectors }) => vectors(4, 1)[0]?.buffer.byteLength) as number;
  expect(isSimd).toBeGreaterThanOrEqual(65_536);
});
