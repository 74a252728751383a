import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { activeOf, stepWith, valuesOf } from "../../../test/techniques.ts";
import { phrases, tinyPlan } from "../../../test/tiny-runs.ts";
import { stepKey } from "../../base/index.ts";
import { constant, evaluate, type Tensor } from "../../graph/index.ts";
import { foldSeams, type Site } from "../../seams/index.ts";
import { manifoldMixup } from "../index.ts";

const sites = ["dense1", "dense2"].map((layer): Site => ({ layer, kind: "hidden", depth: 1 }));
const values = constant([4, 8], [2, 1]);
const mixed = [7, 4];

/** What passes each place, for a draw in (0, 1) of which one it is. */
function places(drawn: number, isRestricted = false): Record<string, number[]> {
  const tools = {
    ...drawnTools({ uniform: [[drawn]], beta: [[0.25, 0]], partners: [1, 0], sites }),
    isRestricted,
  };
  const { input, layers, targets } = manifoldMixup.at;
  const params = { alpha: constant(1) };
  const at = (site: Site): Tensor => layers?.(values, params, { ...tools, site }) as Tensor;
  const found = {
    input: input?.(values, params, tools) as Tensor,
    ...Object.fromEntries(sites.map((site) => [site.layer, at(site)])),
    targets: targets?.(values, params, tools) as Tensor,
  };
  return Object.fromEntries(
    Object.entries(found).map(([name, tensor]) => [name, Array.from(evaluate([tensor])[0] ?? [])]),
  );
}

test.each([
  [0.2, "input"],
  [0.5, "dense1"],
  [0.9, "dense2"],
])("a draw of %d mixes at %s alone, and the targets alike", (drawn, place) => {
  expect(places(drawn)).toEqual({
    input: [4, 8],
    dense1: [4, 8],
    dense2: [4, 8],
    [place]: mixed,
    targets: mixed,
  });
});

test("restricted to layers it leaves the inputs alone", () => {
  expect(places(0.2, true)).toEqual({ input: [4, 8], dense1: mixed, dense2: [4, 8], targets: mixed });
  expect(places(0.9, true)).toEqual({ input: [4, 8], dense1: [4, 8], dense2: mixed, targets: mixed });
});

test("every place has its turn equally often", () => {
  const rows = constant([1, 2, 3, 4, 5, 6], [6, 1]);
  const isAtInput = (step: number): boolean =>
    valuesOf(stepWith(manifoldMixup, { step }).input(rows)).some((value, i) => value !== i + 1);
  const share =
    Array.from({ length: 400 }, (_, step) => Number(isAtInput(step))).reduce((a, b) => a + b) / 400;
  // Five standard errors: the test's model has one hidden layer.
  expect(Math.abs(share - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 400));
});

test("padding is nobody's partner", () => {
  const seams = foldSeams([activeOf(manifoldMixup, { layers: ["dense1"] })], {
    key: (name) => constant(stepKey(1, name, 1), [], "int32"),
    present: constant([1, 1, 1, 0], [4]),
    trainingRows: constant(50),
    learningRate: constant(0.1),
    step: constant(0),
    stepsPerEpoch: 10,
    epochs: 4,
    classes: 3,
    sites,
  });
  const rows = constant([1, 2, 3, 1000], [4, 1]);
  const found = valuesOf(seams.layers(rows, sites[0] as Site)).slice(0, 3);
  expect(found).not.toEqual([1, 2, 3]);
  expect(Math.max(...found)).toBeLessThanOrEqual(3);
});

test("texts are refused, and layers without hidden units", () => {
  expect(() => tinyPlan({ model: "text-embedding", regularizers: ["manifoldMixup"] }, phrases(40))).toThrow(
    'regularizers[0]: got "manifoldMixup" for texts, expected inputs that are numbers',
  );
  expect(() => tinyPlan({ regularizers: [{ use: "manifoldMixup", layers: ["output"] }] })).toThrow(
    'regularizers[0].layers: got "output", expected names of hidden layers of this model: dense1',
  );
});
