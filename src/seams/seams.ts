import type { Tensor } from "../graph/index.ts";
import type { History } from "../history/index.ts";
import type { Draws, Own, Role } from "./values.ts";

/** A place in the model that `layers` acts on. */
export interface Site {
  /** The layer's name, such as `dense1`. */
  readonly layer: string;
  /**
   * `product`: what a layer's input comes to with its weight, with the bias, in the output layer too; `sums`: the same
   * before an activation, where hidden units follow; `hidden`: hidden units after their activation; `branch`: what a
   * residual block adds to its shortcut.
   */
  readonly kind: "product" | "sums" | "hidden" | "branch";
  /** How far through the model it lies: l / L for the l-th of the L sites of its kind. */
  readonly depth: number;
  /** How many channels, or units, its values have; absent where the seam is tried without a model. */
  readonly channels?: number;
  /** The axis of its channels: 1 in images, 2 in sequences of vectors; absent where units have no extent. */
  readonly channelAxis?: 1 | 2;
}

/** A site as the layer that has it knows it. */
export type Place = Omit<Site, "depth">;

/** A parameter of the model, such as `dense1.weight`. */
export interface ModelParameter {
  readonly name: string;
  readonly layer: string;
  readonly role: Role;
  /** Whether its layer multiplies it with an input as a whole, at a site `product`. */
  readonly isFactor?: boolean;
  /** How many examples its layer would take a value of their own for; absent where all share one. */
  readonly examples?: number;
  /** Its value at the start of the step. */
  readonly value: Tensor;
}

/** What is multiplied at a site `product`. */
export interface Product {
  readonly input: Tensor;
  readonly weight: ModelParameter;
  /** The layer's linear map, without a bias, of an input with a weight of these shapes. */
  readonly of: (input: Tensor, weight: Tensor) => Tensor;
}

/** What the loss of an example is a sum of, where it compares probabilities: one term, or one for each output. */
export interface LossTerms {
  /** `[batch, terms]`. */
  readonly losses: Tensor;
  /** The probability that the model gives to what the target of each term is not, `[batch, terms]`. */
  readonly missed: Tensor;
}

/** The pass through the model that gave the losses of a batch. */
export interface ForwardPass {
  /** As they entered the model. */
  readonly inputs: Tensor;
  /** Logits, or numbers: `[batch, outputs]`. */
  readonly outputs: Tensor;
  /** What the loss predicts from the outputs, `[batch, outputs]`: probabilities, or numbers. */
  readonly predictions: Tensor;
  /** As the loss sees them. */
  readonly targets: Tensor;
  /** The data loss of each example, `[batch]`. */
  readonly losses: Tensor;
  /** Of a classification. */
  readonly terms: LossTerms | undefined;
  /** Hidden units at the sites that the technique is for. */
  readonly activations: readonly { readonly site: Site; readonly value: Tensor }[];
  /** The data losses of the same outputs, `[batch]`, with other targets. */
  lossesFor(targets: Tensor): Tensor;
  /**
   * The losses of the same examples, `[batch]`, with other inputs, under the same masks and noise, as the techniques
   * before this one leave them.
   */
  lossesAt(inputs: Tensor): Tensor;
}

/** A pass as the model itself makes it. */
export interface ModelPass extends Omit<ForwardPass, "lossesAt"> {
  /** The pass of other inputs. */
  at(inputs: Tensor): ModelPass;
}

export interface Batch {
  /** `[batch, ...shape of one example]`. */
  readonly inputs: Tensor;
  /** Probabilities `[batch, classes]`, or numbers `[batch, columns]`. */
  readonly targets: Tensor;
}

/** What a technique may ask of the step it acts in. Draws are fresh on every step and come from the technique's own stream. */
export interface Tools extends Draws {
  /** Draws that are the same at every seam where the technique asks for them by this name. */
  readonly common: (name: string) => Draws;
  /** What the technique keeps for a parameter or a layer, such as a gain or a running mean. */
  readonly own: (owner: Owner) => Own;
  /** The number of training examples (n of λ/2n), a scalar. */
  readonly trainingRows: Tensor;
  /** The learning rate of this step, a scalar. */
  readonly learningRate: Tensor;
  /** How many updates were made before this one, a scalar. */
  readonly step: Tensor;
  readonly stepsPerEpoch: number;
  /** How many epochs the run has at most. */
  readonly epochs: number;
  /** `[batch]`: 1 for each row that is there, 0 for padding; absent when all rows are there. */
  readonly present: Tensor | undefined;
  /** The sites at which the technique acts on the seam `layers`, in the order of the model. */
  readonly sites: readonly Site[];
  /** Whether it acts on some layers only. */
  readonly isRestricted: boolean;
  /** How many classes there are; 0 for a regression. */
  readonly classes: number;
  /** Tells a number about the step, a scalar: its mean over an epoch stands in the history, such as `clipNorm.clipped`. */
  readonly report: (name: string, value: Tensor) => void;
}

/** A parameter, or a site, which stands for its layer. */
export type Owner = Pick<ModelParameter, "name" | "layer"> | Pick<Site, "layer">;

/** What a technique may ask in evaluation. */
export type EvaluationTools = Pick<Tools, "own">;

/** What happens after an epoch. */
export interface Decision {
  /** The epoch whose weights are the run's result if it ended now. */
  readonly keep: number;
  /** Why training ends here, as a clause without a full stop; absent to go on. */
  readonly stop?: string;
}

/** First and second derivative. */
export interface Slopes {
  readonly slope: number;
  readonly curvature: number;
}

/** What the trained model says about the validation part. */
export interface Validation {
  /** How the mean loss of a classification changes with the scale of the model's outputs, at a scale; 1 is as they are. */
  lossByScale(scale: number): Slopes;
}

/**
 * The training step in order. Each seam is a pure function from a value to a value of the same kind; several techniques
 * on one seam run in the order of the recipe. All but `loop` and `after` act in training only.
 */
export interface Seams<P, S> {
  /** Examples as the data set holds them, after scaling. */
  data(inputs: Tensor, params: P, tools: Tools): Tensor;
  /** Whole batches: inputs and targets together. */
  batch(batch: Batch, params: P, tools: Tools): Batch;
  /** Examples on their way into the model. */
  input(inputs: Tensor, params: P, tools: Tools): Tensor;
  /** Activations at a site, `[batch, units]` or `[batch, channels, ...]`. */
  layers(
    hidden: Tensor,
    params: P,
    tools: Tools & { readonly site: Site; readonly product?: Product },
  ): Tensor;
  /** The view of a weight that the forward pass uses. */
  weights(weight: Tensor, params: P, tools: Tools & { readonly parameter: ModelParameter }): Tensor;
  /** Targets as the loss sees them. */
  targets(targets: Tensor, params: P, tools: Tools): Tensor;
  /** The loss of each example, `[batch]`. */
  losses(losses: Tensor, params: P, tools: Tools & { readonly pass: ForwardPass }): Tensor;
  /** A penalty: a scalar that is added to the data loss. */
  loss(weights: readonly ModelParameter[], params: P, tools: Tools): Tensor;
  /** One gradient for each of `parameters`, of its shape: of weights and biases alike. */
  gradients(
    gradients: readonly Tensor[],
    params: P,
    tools: Tools & {
      readonly parameters: readonly ModelParameter[];
      /** The gradients of the same batch, masks and noise where `parameters` have other values. */
      readonly gradientsAt: (values: readonly Tensor[]) => readonly Tensor[];
    },
  ): readonly Tensor[];
  /**
   * A weight after the optimizer's update, given what it was before. Techniques that decide which values stand for the
   * trained ones in evaluation come last, whatever the recipe's order: they see what the others leave.
   */
  update(
    change: { readonly before: Tensor; readonly after: Tensor },
    params: P,
    tools: Tools & { readonly parameter: ModelParameter },
  ): Tensor;
  /** Between epochs, outside the graph: a pure function of the learning curve. */
  loop(history: Pick<History, "metrics" | "epochs">, settings: S): Decision;
  /**
   * Once after training, outside the graph, on the weights that are kept: the numbers that the technique finds for the
   * model, by the names under which it keeps them for the layer `output`. Until then they have their initial values.
   */
  after(validation: Validation, settings: S): Readonly<Record<string, number>>;
}

/**
 * How a technique acts on the model in evaluation and in the exported file: on what it acts on in training too
 * (a normalization), or as what training made of it (an average of weights).
 */
export interface Evaluation<S> {
  layers?(
    hidden: Tensor,
    settings: S,
    tools: EvaluationTools & { readonly site: Site; readonly product?: Product },
  ): Tensor;
  /**
   * The number that stands for a trained one, such as its average over the steps: of parameters and running values of the
   * model and of the techniques. What acts at `weights` and `layers` sees it in place of the trained one.
   */
  values?(
    value: Tensor,
    settings: S,
    tools: EvaluationTools & { readonly parameter: ModelParameter },
  ): Tensor;
  /** The view of a parameter, or of a running value, that the model uses. */
  weights?(
    weight: Tensor,
    settings: S,
    tools: EvaluationTools & { readonly parameter: ModelParameter },
  ): Tensor;
  /** Logits or numbers `[batch, outputs]`. */
  outputs?(outputs: Tensor, settings: S, tools: EvaluationTools): Tensor;
}

export type Seam = keyof Seams<never, never>;

export const seamOrder = [
  "data",
  "batch",
  "input",
  "layers",
  "weights",
  "targets",
  "losses",
  "loss",
  "gradients",
  "update",
  "loop",
  "after",
] as const satisfies readonly Seam[];
