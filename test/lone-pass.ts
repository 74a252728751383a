// The pass of a model with one weight and nothing else, for techniques on the losses of examples.
import { constant, evaluate, gradients, input, matmul, sum, type Tensor } from "../src/graph/index.ts";
import { type Loss, losses } from "../src/losses/index.ts";
import type { ModelPass, Regularizer } from "../src/seams/index.ts";
import { seamsWith } from "./lone-technique.ts";

type Rows = readonly (readonly number[])[];

export interface LonePass {
  /** One row for each example. */
  readonly inputs: Rows;
  /** One row for each input. */
  readonly weight: Rows;
  readonly targets: Rows;
  readonly loss?: Pick<Loss, "perExample" | "predict" | "terms">;
}

const shapeOf = (rows: Rows): readonly number[] => [rows.length, rows[0]?.length ?? 0];

/** A pass of inputs `x` through a weight `w`. */
function passOf(x: Tensor, w: Tensor, { targets, loss = losses.crossEntropy }: LonePass): ModelPass {
  const outputs = matmul(x, w);
  const known = constant(targets.flat(), shapeOf(targets));
  const site = { layer: "dense1", kind: "hidden", depth: 1 } as const;
  return {
    inputs: x,
    outputs,
    predictions: loss.predict(outputs),
    targets: known,
    losses: loss.perExample(outputs, known, {}),
    terms: loss.terms?.(outputs, known, {}),
    activations: [{ site, value: outputs }],
    lossesFor: (others) => loss.perExample(outputs, others, {}),
    at: (others) => passOf(others, w, { inputs: [], weight: [], targets, loss }),
  };
}

/** What some techniques make of the losses of examples, and the gradient of their sum by the weight. */
export function lossesWith(
  regularizer: Regularizer,
  given: Readonly<Record<string, unknown>>,
  pass: LonePass,
): { readonly before: number[]; readonly after: number[]; readonly slope: number[] } {
  const [x, w] = [input("x", shapeOf(pass.inputs)), input("w", shapeOf(pass.weight))];
  const alone = passOf(x, w, pass);
  const changed = seamsWith(regularizer, given).losses(alone);
  const [before = [], after = [], slope = []] = evaluate(
    [alone.losses, changed, ...gradients(sum(changed), [w])],
    { x: pass.inputs.flat(), w: pass.weight.flat() },
  ).map((values) => Array.from(values));
  return { before, after, slope };
}
