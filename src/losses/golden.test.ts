import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectClose, expectGradient } from "../../test/finite-differences.ts";
import { add, constant, evaluate, gradients, input, mul, sum } from "../graph/index.ts";
import { type Loss, losses } from "./index.ts";

interface Golden {
  readonly outputs: readonly number[][];
  readonly kinds: Readonly<
    Record<string, { targets: readonly number[][]; loss: readonly number[]; gradient: readonly number[][] }>
  >;
}
const golden = (
  JSON.parse(readFileSync(new URL("../../test/golden/elements.json", import.meta.url), "utf8")) as {
    losses: Golden;
  }
).losses;
/** As the golden numbers were made; the others have no settings. */
const settings = { delta: 0.7 };

const registry: Readonly<Record<string, Loss>> = losses;

test("every loss has golden numbers", () => {
  expect(Object.keys(golden.kinds).toSorted()).toEqual(Object.keys(registry).toSorted());
});

test.each(Object.entries(golden.kinds))("%s agrees with PyTorch, and its gradient too", (id, expected) => {
  const z = input("z", [3, 3]);
  const y = input("y", [3, 3]);
  const feeds = { z: golden.outputs.flat(), y: expected.targets.flat() };
  const each = (registry[id] as Loss).perExample(z, y, settings);
  expect(each.shape).toEqual([3]);
  const [values, slopes] = evaluate([each, ...gradients(sum(each), [z])], feeds);
  expectClose(values ?? [], expected.loss, 1e-12);
  expectClose(slopes ?? [], expected.gradient.flat(), 1e-12);
});

test.each(Object.entries(registry))("%s: derivatives by outputs and targets, twice", (_, loss) => {
  const z = input("z", [2, 3]);
  const y = input("y", [2, 3]);
  const feeds = { z: [1, -2, 0.5, 3, 0.25, -1], y: [0.2, 0.5, 0.3, 0.7, 0.1, 0.2] };
  const total = sum(loss.perExample(z, y, settings));
  expectGradient(total, [z, y], feeds);
  const squares = gradients(total, [z, y]).map((slope) => sum(slope, [0, 1]));
  expectGradient(
    squares.reduce((a, b) => add(a, b)),
    [z, y],
    feeds,
  );
});

const scalable = Object.values(registry).filter(({ task }) => task === "classification");

test.each(scalable.map((loss) => [loss.id, loss] as const))(
  "%s: how it changes with the scale of outputs, as the graph's own derivatives say",
  (_, { byScale, perExample }) => {
    const outputs = [1, -2, 0.5, 300, 0.25, -1];
    const targets = [0.2, 0.5, 0.3, 0, 1, 0];
    const s = input("s", []);
    const loss = sum(perExample(mul(constant(outputs, [2, 3]), s), constant(targets, [2, 3]), settings));
    const [slope = s] = gradients(loss, [s]);
    const [curvature = s] = gradients(slope, [s]);
    for (const scale of [0.01, 1, 4]) {
      const expected = evaluate([slope, curvature], { s: [scale] }).map(([value]) => value ?? Number.NaN);
      const found = byScale?.({ outputs, targets, width: 3, scale });
      expectClose([found?.slope ?? 0, found?.curvature ?? 0], expected, 1e-9);
    }
  },
);
