import fc from "fast-check";
import { expect, test } from "vitest";
import { broadcastAxes, broadcastPositions, broadcastShape, broadcastValues } from "./broadcast.ts";
import {
  add,
  affine,
  cast,
  concat,
  constant,
  evaluate,
  expand,
  full,
  gather,
  gradients,
  greater,
  input,
  matmul,
  mean,
  reshape,
  type Shape,
  sizeOf,
  slice,
  sub,
  sum,
} from "./index.ts";

test("broadcasting aligns axes at the end and repeats those of size 1", () => {
  expect(broadcastShape([2, 3], [3])).toEqual([2, 3]);
  expect(broadcastShape([2, 1, 4], [3, 1])).toEqual([2, 3, 4]);
  expect(broadcastShape([], [5])).toEqual([5]);
});

/** Two shapes that broadcast together, with what they give. */
const compatible = fc
  .array(fc.record({ size: fc.integer({ min: 1, max: 3 }), mode: fc.constantFrom("both", "a", "b") }), {
    maxLength: 4,
  })
  .chain((axes) =>
    fc.record({
      a: fc.constant(axes.map(({ size, mode }) => (mode === "b" ? 1 : size))),
      b: fc.constant(axes.map(({ size, mode }) => (mode === "a" ? 1 : size))),
      cut: fc.nat({ max: axes.length }),
      whole: fc.constant(axes.map(({ size }) => size)),
    }),
  )
  .map(({ a, b, cut, whole }) => {
    // Leading axes of size 1 may as well be missing.
    const ones = b.findIndex((size) => size !== 1);
    return { a, b: b.slice(Math.min(cut, ones < 0 ? b.length : ones)), whole };
  });

test("law: broadcasting is symmetric, and positions undo it", () => {
  fc.assert(
    fc.property(compatible, ({ a, b, whole }) => {
      expect(broadcastShape(a, b)).toEqual(whole);
      expect(broadcastShape(b, a)).toEqual(whole);
      const numbers = Float64Array.from({ length: sizeOf(b) }, (_, i) => i);
      const repeated = broadcastValues(numbers, b, whole);
      expect(repeated).toHaveLength(sizeOf(whole));
      expect(new Set(repeated).size).toBe(sizeOf(b));
      expect(Math.max(...broadcastPositions(b, whole))).toBe(sizeOf(b) - 1);
    }),
  );
});

test("law: the gradient of a broadcast operand has its shape and counts its repetitions", () => {
  fc.assert(
    fc.property(compatible, ({ a, b, whole }) => {
      const [x, y] = [input("x", a), input("y", b)];
      const [dx, dy] = gradients(sum(sub(x, y)), [x, y]);
      expect([dx?.shape, dy?.shape]).toEqual([a, b]);
      const [forX, forY] = evaluate([dx ?? x, dy ?? y]);
      expect(new Set(forX)).toEqual(new Set([sizeOf(whole) / sizeOf(a)]));
      expect(new Set(forY)).toEqual(new Set([-sizeOf(whole) / sizeOf(b)]));
    }),
  );
});

test("axes that were repeated are those to sum away", () => {
  expect(broadcastAxes([3], [2, 3])).toEqual([0]);
  expect(broadcastAxes([2, 1], [2, 3])).toEqual([1]);
  expect(broadcastAxes([1, 3], [1, 3])).toEqual([]);
  expect(broadcastAxes([3], [1, 3])).toEqual([0]);
});

const of = (shape: Shape) => input(`of ${shape.join()}`, shape);

test.each([
  ["add", () => add(of([2, 3]), of([2])), /shapes \[2,3\] and \[2\] do not fit: 3 and 2 differ at axis 1/],
  ["matmul", () => matmul(of([2, 3]), of([2, 3])), /cannot multiply matrices \[2,3\] and \[2,3\]/],
  ["matmul, transposed", () => matmul(of([2, 3]), of([2, 4]), false, true), /\[2,3\] and \[2,4\]ᵀ/],
  ["matmul of a vector", () => matmul(of([2, 3]), of([3])), /cannot multiply/],
  ["affine", () => affine(of([4, 3]), of([2, 5]), of([5])), /cannot multiply/],
  ["affine with a wrong bias", () => affine(of([4, 3]), of([3, 5]), of([4])), /bias/],
  ["affine of a batch of matrices", () => affine(of([2, 4, 3]), of([3, 5]), of([5])), /does not take a bias/],
  ["reshape", () => reshape(of([2, 3]), [4]), /cannot reshape \[2,3\] to \[4\]/],
  ["expand", () => expand(of([3]), [2, 4]), /do not fit/],
  ["expand to less", () => expand(of([2, 3]), [3]), /cannot expand \[2,3\] to \[3\]/],
  ["slice", () => slice(of([2, 3]), 1, 2, 4), /cannot take \[2, 4\) of axis 1 of \[2,3\]/],
  ["slice of nothing", () => slice(of([2, 3]), 1, 2, 2), /cannot take/],
  ["slice of a missing axis", () => slice(of([2]), 1, 0, 1), /cannot take/],
  ["concat", () => concat([of([2, 3]), of([2, 4])], 0), /cannot join/],
  ["constant", () => constant([1, 2, 3], [2, 2]), /needs 4 numbers, got 3/],
  ["gradient", () => gradients(of([2]), []), /needs a scalar/],
])("%s refuses shapes that do not fit", (_, build, message) => {
  expect(build).toThrow(message);
});

test("an input that is not fed is named", () => {
  expect(() => evaluate([input("rate", [])])).toThrow('no value was fed for input "rate"');
});

test("types follow from the operation", () => {
  expect(greater(of([2]), 0).dataType).toBe("bool");
  expect(gather(input("x", [3, 2], "uint8"), input("rows", [5], "int32"))).toMatchObject({
    dataType: "uint8",
    shape: [5, 2],
  });
  expect(cast(of([2]), "int32").dataType).toBe("int32");
  expect(add(input("i", [2], "int32"), 1).sources[1]?.dataType).toBe("int32");
});

test("means divide by what they sum over", () => {
  const x = constant([1, 2, 3, 4, 5, 6], [2, 3]);
  const [all, rows, columns] = evaluate([mean(x), mean(x, [1]), mean(x, [0], true)]);
  expect(all?.[0]).toBeCloseTo(3.5, 12);
  expect(Array.from(rows ?? [])).toEqual([expect.closeTo(2, 12), expect.closeTo(5, 12)]);
  expect(mean(x, [0], true).shape).toEqual([1, 3]);
  expect(columns?.[1]).toBeCloseTo(3.5, 12);
});

test("full repeats a number", () => {
  expect(Array.from(evaluate([full(2, [2, 2])])[0] ?? [])).toEqual([2, 2, 2, 2]);
});
