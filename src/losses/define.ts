import type { Tensor } from "../graph/index.ts";
import type { LossTerms, Parameters, Reference, Settings, Slopes } from "../seams/index.ts";

/** Plain numbers of many rows: outputs of a model, all multiplied with one number, beside their targets. */
export interface ScaledRows {
  /** Row by row, as `targets`. */
  readonly outputs: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
  /** Numbers in a row. */
  readonly width: number;
  readonly scale: number;
}

/** One kind of data loss. */
export interface Loss<P extends Parameters = Parameters> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** LaTeX, for one example. */
  readonly formula: string;
  readonly references: readonly Reference[];
  readonly task: "classification" | "regression";
  readonly params: P;
  /** The loss of each example, `[batch]`, from the model's outputs and the targets, both `[batch, outputs]`. */
  perExample(outputs: Tensor, targets: Tensor, settings: Settings<P>): Tensor;
  /** What the loss of an example is a sum of, where it compares probabilities. */
  terms?(outputs: Tensor, targets: Tensor, settings: Settings<P>): LossTerms;
  /**
   * How the sum of the losses of all rows changes with their scale, of a classification: plain loops, for a search that
   * looks at many scales.
   */
  byScale?(rows: ScaledRows): Slopes;
  /** What the model predicts, `[batch, outputs]`: probabilities, or numbers. */
  predict(outputs: Tensor): Tensor;
  /** The output that predicts `prediction`, a probability strictly between 0 and 1 or a number: `predict` the other way. */
  link(prediction: number): number;
}

export const defineLoss = <const P extends Parameters>(loss: Loss<P>): Loss<P> => loss;
