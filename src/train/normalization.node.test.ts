// A normalization as a technique is the layer of the same name, put between the weighted sums and their activation.
import { expect, test } from "vitest";
import { blobs, numbersOf, striped, tinyPlan } from "../../test/tiny-runs.ts";
import type { RecipeInput } from "../recipe/index.ts";
import { createEngine } from "./engine.ts";
import type { Plan } from "./plan.ts";
import { initialState, type State } from "./state.ts";

type Layers = Extract<NonNullable<RecipeInput["model"]>, { layers: unknown }>["layers"];

/** The plan with a technique, and that with layers of the same name instead. */
function bothPlans(norm: { readonly use: string }, isImages: boolean): readonly [Plan, Plan] {
  const weighted = isImages
    ? ([
        { use: "conv", filters: 8 },
        { use: "conv", filters: 4 },
      ] as const)
    : ([
        { use: "dense", units: 6 },
        { use: "dense", units: 4 },
      ] as const);
  const plan = (layers: Layers, regularizers: readonly object[]): Plan =>
    tinyPlan(
      {
        model: { layers },
        optimizer: { use: "sgd", learningRate: 0.05, momentum: 0.9 },
        regularizers: regularizers as NonNullable<RecipeInput["regularizers"]>,
      },
      isImages ? striped(60) : blobs(60),
    );
  const apart = weighted.flatMap((layer) => [
    { ...layer, activation: "linear" } as const,
    norm as { use: "batchNorm" },
    { use: "activation", activation: "tanh" } as const,
  ]);
  return [
    plan(
      weighted.map((layer) => ({ ...layer, activation: "tanh" })),
      [norm],
    ),
    plan(apart, []),
  ];
}

/** A state under the names that the layers have. */
const asLayers = (state: State, use: string): State =>
  Object.fromEntries(
    Object.entries(state).map(([name, value]) => [
      name.replace(new RegExp(`^(?:dense|conv)(\\d)\\.${use}`), `${use}$1`),
      value,
    ]),
  );

test.each(
  [
    { use: "batchNorm" },
    { use: "layerNorm" },
    { use: "groupNorm", groups: 2 },
    { use: "batchNorm", scale: false },
  ].flatMap(
    (norm) =>
      [
        [JSON.stringify(norm), "tables", norm],
        [JSON.stringify(norm), "images", norm],
      ] as const,
  ),
)("%s of %s", async (_, of, norm) => {
  const [technique, layers] = bothPlans(norm, of === "images");
  const start = initialState(technique);
  // 48 rows in batches of 8, less what is held out: the last batch is smaller.
  expect(technique.rows.train.length % technique.batchSize).not.toBe(0);
  expect(Object.keys(asLayers(start, norm.use)).toSorted()).toEqual(
    Object.keys(initialState(layers)).toSorted(),
  );
  const [mine, theirs] = [await createEngine(technique), await createEngine(layers)];
  const stretch = { from: 0, count: 2 * technique.stepsPerEpoch };
  const [found, expected] = [
    await mine.train(start, {}, stretch),
    await theirs.train(asLayers(start, norm.use), {}, stretch),
  ];
  expect(numbersOf(asLayers(found.state, norm.use))).toEqual(numbersOf(expected.state));
  expect(found.losses).toEqual(expected.losses);
  const rows = technique.rows.validation;
  expect(await mine.evaluate(found.state, rows)).toEqual(await theirs.evaluate(expected.state, rows));
  await mine.release();
  await theirs.release();
});
