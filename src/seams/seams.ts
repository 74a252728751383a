import type { Shape, Tensor } from "../graph/index.ts";
import type { EpochRecord, History } from "../history/index.ts";

/** A place in the model that `layers` acts on. */
export interface Site {
  /** The layer's name, such as `dense1`. */
  readonly layer: string;
  /** `hidden`: hidden units after their activation; `branch`: what a residual block adds to its shortcut. */
  readonly kind: "hidden" | "branch";
  /** How far through the model it lies: l / L for the l-th of the L sites of its kind. */
  readonly depth: number;
  /** The axis of its channels: 1 in images, 2 in sequences of vectors; absent where units have no extent. */
  readonly channelAxis?: 1 | 2;
}

/** A site as the layer that has it knows it. */
export type Place = Omit<Site, "depth">;

/** What a parameter of the model is for; penalties and decay act on weights alone unless a user selects others. */
export type Role = "weight" | "bias" | "gain" | "offset";

/** A parameter of the model, such as `dense1.weight`. */
export interface ModelParameter {
  readonly name: string;
  readonly layer: string;
  readonly role: Role;
  /** Its value at the start of the step. */
  readonly value: Tensor;
}

export interface Batch {
  /** `[batch, ...shape of one example]`. */
  readonly inputs: Tensor;
  /** Probabilities `[batch, classes]`, or numbers `[batch, columns]`. */
  readonly targets: Tensor;
}

/** What a technique may ask of the step it acts in. Draws are fresh on every step and come from the technique's own stream. */
export interface Tools {
  /** Uniform in (0, 1). */
  readonly uniform: (shape: Shape) => Tensor;
  /** Standard normal. */
  readonly normal: (shape: Shape) => Tensor;
  /** 1 with probability 1 − `rate`, else 0. */
  readonly keepMask: (shape: Shape, rate: Tensor) => Tensor;
  /** Numbers `[count]` with the distribution Beta(α, α); 1 where α is 0. */
  readonly beta: (count: number, alpha: Tensor) => Tensor;
  /** For each row of a batch another one at random, int32 `[rows]`; padding is nobody's. */
  readonly partners: (rows: number) => Tensor;
  /** The number of training examples (n of λ/2n), a scalar. */
  readonly trainingRows: Tensor;
  /** The learning rate of this step, a scalar. */
  readonly learningRate: Tensor;
  /** How many classes there are; 0 for a regression. */
  readonly classes: number;
  /** Tells a number about the step, a scalar: its mean over an epoch stands in the history, such as `clipNorm.clipped`. */
  readonly report: (name: string, value: Tensor) => void;
}

/** What happens after an epoch. */
export interface Decision {
  /** The epoch whose weights are the run's result if it ended now. */
  readonly keep: number;
  /** Why training ends here, as a clause without a full stop; absent to go on. */
  readonly stop?: string;
}

/**
 * The training step in order. Each seam is a pure function from a value to a value of the same kind; several techniques
 * on one seam run in the order of the recipe. All but `loop` act in training only.
 */
export interface Seams<P, S> {
  /** Examples as the data set holds them, after scaling. */
  data(inputs: Tensor, params: P, tools: Tools): Tensor;
  /** Whole batches: inputs and targets together. */
  batch(batch: Batch, params: P, tools: Tools): Batch;
  /** Examples on their way into the model. */
  input(inputs: Tensor, params: P, tools: Tools): Tensor;
  /** Activations at a site, `[batch, units]` or `[batch, channels, ...]`. */
  layers(hidden: Tensor, params: P, tools: Tools & { readonly site: Site }): Tensor;
  /** The view of a weight that the forward pass uses. */
  weights(weight: Tensor, params: P, tools: Tools & { readonly parameter: ModelParameter }): Tensor;
  /** Targets as the loss sees them. */
  targets(targets: Tensor, params: P, tools: Tools): Tensor;
  /** A penalty: a scalar that is added to the data loss. */
  loss(weights: readonly ModelParameter[], params: P, tools: Tools): Tensor;
  /** One gradient for each of `parameters`, of its shape: of weights and biases alike. */
  gradients(
    gradients: readonly Tensor[],
    params: P,
    tools: Tools & { readonly parameters: readonly ModelParameter[] },
  ): readonly Tensor[];
  /** A weight after the optimizer's update, given what it was before. */
  update(
    change: { readonly before: Tensor; readonly after: Tensor },
    params: P,
    tools: Tools & { readonly parameter: ModelParameter },
  ): Tensor;
  /** Between epochs, outside the graph: a pure function of the learning curve. */
  loop(
    history: Pick<History, "metrics"> & { readonly epochs: readonly EpochRecord[] },
    settings: S,
  ): Decision;
}

export type Seam = keyof Seams<never, never>;

export const seamOrder = [
  "data",
  "batch",
  "input",
  "layers",
  "weights",
  "targets",
  "loss",
  "gradients",
  "update",
  "loop",
] as const satisfies readonly Seam[];
