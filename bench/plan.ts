import type { Dataset } from "../src/data/index.ts";
import { parseRecipe, type RecipeInput } from "../src/recipe/index.ts";
import { planRun, type Plan } from "../src/train/index.ts";
import type { Case, Technique } from "./cases.ts";
import type { Rows } from "./problem.ts";

type Measured = Case & Rows & { readonly threads: number };

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

/** Pixels keep their values, so that no scaling comes between. */
function datasetOf({ name, rows, input, inputs, labels, classes }: Measured): Dataset {
  return {
    name,
    rows,
    inputs:
      input.kind === "image"
        ? { kind: "image", shape: input.shape, values: inputs as Float32Array }
        : { ...input, values: inputs as Int32Array, vocabulary: numbered(input.vocabulary), lowerCase: true },
    targets: { kind: "classes", labels, classes: numbered(classes) },
    given: { train: { from: 0, to: rows } },
  };
}

/** What `ockham train` would work out, except that the epoch has the given order of rows. */
export function planOf(measured: Measured): Plan {
  const { model, optimizer, regularizers = [], batch, rows, threads, order, name } = measured;
  const written: RecipeInput = {
    split: { validation: 0, test: 0 },
    scaling: { divisor: 1 },
    model,
    optimizer,
    regularizers: regularizers as readonly Technique[] & RecipeInput["regularizers"] & object,
    batchSize: batch,
    shuffle: false,
    // More than any measurement needs.
    epochs: 1_000_000,
    run: { threads },
  };
  const plan = planRun(parseRecipe(written, name), datasetOf(measured));
  const none = new Int32Array();
  return { ...plan, rows: { train: order, validation: none, test: none }, stepsPerEpoch: rows / batch };
}
