import fc from "fast-check";
import { expect, test } from "vitest";
import { randomExpression } from "../../test/random-expressions.ts";
import {
  add,
  cast,
  constant,
  evaluate,
  exp,
  gradients,
  input,
  mul,
  neg,
  share,
  slice,
  square,
  stopGradient,
  sum,
  type Tensor,
  topological,
  withGradient,
} from "./index.ts";

/** How often each operation is in a graph. */
function census(roots: readonly Tensor[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { op } of topological(roots)) counts[op.name] = (counts[op.name] ?? 0) + 1;
  return counts;
}

const x = input("x", [2, 3]);

test("equal values are computed once, also when they stand in different roots", () => {
  const roots = [add(exp(x), exp(x)), neg(exp(input("x", [2, 3])))];
  expect(census(roots)).toMatchObject({ exp: 3, input: 2 });
  expect(census(share(roots))).toEqual({ input: 1, exp: 1, add: 1, neg: 1 });
});

test("values that differ in an attribute, a type, a number or the order of sources stay apart", () => {
  const roots = [
    slice(x, 1, 0, 1),
    slice(x, 1, 1, 2),
    cast(x, "int32"),
    cast(x, "bool"),
    mul(x, constant(0)),
    mul(x, constant(-0)),
    mul(x, constant([2])),
    mul(x, constant(2)),
    mul(cast(x, "int32"), constant(2, [], "int32")),
  ];
  const shared = share(roots);
  expect(new Set(shared).size).toBe(roots.length);
});

test("aliases are gone, and a rule has done its work before", () => {
  const y = withGradient(square(x), [x], (dy) => [mul(dy, 7)]);
  const [slope = x] = gradients(sum(stopGradient(exp(y))), [x]);
  const shared = share([exp(y), slope, ...gradients(sum(y), [x])]);
  expect(census(shared)["alias"]).toBeUndefined();
  const [values, none, ruled] = evaluate(shared, { x: [1, 2, 0, 0, 0, 0] });
  expect(values?.[1]).toBeCloseTo(Math.exp(4), 9);
  expect(new Set(none)).toEqual(new Set([0]));
  expect(new Set(ruled)).toEqual(new Set([7]));
});

test("an alias as a root is its value", () => {
  expect(share([stopGradient(x)])[0]).toBe(x);
});

test("large constants are told apart by identity alone", () => {
  const many = (): Tensor => constant(new Float64Array(100), [100]);
  const one = many();
  expect(new Set(share([neg(one), neg(one)])).size).toBe(1);
  expect(new Set(share([neg(many()), neg(many())])).size).toBe(2);
});

test("law: sharing changes no number and never adds a node, and a second time nothing", () => {
  fc.assert(
    fc.property(randomExpression, ({ scalar, input: of, feeds }) => {
      const roots = [scalar, ...gradients(scalar, [of])];
      const shared = share(roots);
      expect(evaluate(shared, feeds)).toEqual(evaluate(roots, feeds));
      expect(topological(shared).length).toBeLessThanOrEqual(topological(roots).length);
      expect(topological(share(shared))).toHaveLength(topological(shared).length);
    }),
    { numRuns: 60 },
  );
});
