import { expect, test } from "vitest";
import { stream } from "../base/index.ts";
import { evaluate, forMembers, type Feeds, gradients, input, sizeOf, type Tensor } from "./index.ts";
import * as g from "./index.ts";

const count = 3;
const draw = stream(1, "members");
const numbers = (size: number): Float64Array => Float64Array.from({ length: size }, () => draw.normal());

/** Each member's values one by one, and all at once. */
function both(roots: readonly Tensor[], owned: readonly Tensor[], shared: Feeds) {
  const own = new Map(
    owned.map((t) => [g.inputName(t), input(`all.${g.inputName(t)}`, [count, ...t.shape])]),
  );
  const all = Object.fromEntries(
    owned.map((t) => [`all.${g.inputName(t)}`, numbers(count * sizeOf(t.shape))]),
  );
  const together = evaluate(forMembers(roots, own, count), { ...shared, ...all });
  const singly = Array.from({ length: count }, (_, member) =>
    evaluate(roots, {
      ...shared,
      ...Object.fromEntries(
        owned.map((t) => {
          const size = sizeOf(t.shape);
          return [
            g.inputName(t),
            (all[`all.${g.inputName(t)}`] as Float64Array).slice(member * size, (member + 1) * size),
          ];
        }),
      ),
    }),
  );
  const expected = roots.map((_, i) => singly.flatMap((values) => Array.from(values[i] as Float64Array)));
  return { together: together.map((values) => Array.from(values as Float64Array)), expected };
}

function expectSame({ together, expected }: ReturnType<typeof both>): void {
  expect(together.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  together.forEach((values, i) =>
    values.forEach((value, at) => expect(value).toBeCloseTo(expected[i]?.[at] as number, 10)),
  );
}

test("a network with its gradients: members have weights and a strength, and share the batch", () => {
  const [x, y] = [input("x", [4, 5]), input("y", [4, 2])];
  const [w, b, v] = [input("w", [5, 3]), input("b", [3]), input("v", [3, 2])];
  const lambda = input("lambda", []);
  const hidden = g.tanh(g.affine(x, w, b));
  const loss = g.neg(g.mean(g.mul(g.logSoftmax(g.matmul(hidden, v)), y)));
  const objective = g.add(loss, g.mul(lambda, g.sum(g.square(w))));
  const roots = [loss, ...gradients(objective, [w, b, v])];
  expectSame(both(roots, [w, b, v, lambda], { x: numbers(20), y: numbers(8) }));
});

test("axes keep their places: reductions, rearrangements, parts and joins", () => {
  const [a, c] = [input("a", [2, 3, 4]), input("c", [4])];
  const shared = input("s", [2, 3, 4]);
  const places = g.constant([0, 2, 1, 1, 0, 2, 2, 0], [2, 1, 4], "int32");
  const roots = [
    g.sum(a, [0]),
    g.sum(a, [1], true),
    g.sum(a),
    g.maxAlong(a, [2]),
    g.minAlong(a, [0, 1], true),
    g.transpose(a, [2, 0, 1]),
    g.reshape(a, [6, 4]),
    g.slice(a, 1, 1, 3),
    g.concat([a, shared], 2),
    g.concat([shared, g.mul(a, c)], 0),
    g.expand(c, [2, 4]),
    g.takeAlong(a, places, 1),
    g.softmax(g.add(a, c)),
    g.where(g.greater(a, 0), shared, c),
    g.stopGradient(g.add(a, 1)),
    shared,
  ];
  expectSame(both(roots, [a, c], { s: numbers(24) }));
});

test("names the operation that knows no members", () => {
  const table = input("table", [5, 2]);
  const own = new Map([["table", input("all", [count, 5, 2])]]);
  const rows = g.constant([0, 1], [2], "int32");
  expect(() => forMembers([g.gather(table, rows)], own, count)).toThrow(/gather cannot be done for several/);
});
