import type { Tensor } from "../graph/index.ts";
import type { ModelParameter, Parameters, Reference, Settings } from "../seams/index.ts";

export interface Change {
  readonly weight: Tensor;
  /** Of the objective: data loss and penalties. */
  readonly gradient: Tensor;
  /** By the names of `slots`, of the weight's shape; zero at the start of the run. */
  readonly slots: Readonly<Record<string, Tensor>>;
  /** What is updated: decay acts on weights, not on biases, gains and offsets. */
  readonly parameter: ModelParameter;
  /** A scalar. */
  readonly learningRate: Tensor;
  /** By the names that `scalars` gives. */
  readonly scalars: Readonly<Record<string, Tensor>>;
}

/** One kind of optimizer. */
export interface Optimizer<P extends Parameters = Parameters> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly formula: string;
  readonly references: readonly Reference[];
  readonly params: P;
  readonly defaultLearningRate: number;
  /** The names of what it remembers about each parameter under these settings. */
  slots(settings: Settings<P>): readonly string[];
  /**
   * Whether the weight moves by −learning rate · gradient and nothing remembers the gradient: then it may be given both
   * multiplied already, with a learning rate of 1.
   */
  isProportional?(settings: Settings<P>): boolean;
  /** Numbers that depend on the count of updates alone (1 for the first), computed in double precision outside the graph. */
  scalars?(update: number, settings: Settings<P>): Readonly<Record<string, number>>;
  update(
    change: Change,
    settings: Settings<P>,
  ): { readonly weight: Tensor; readonly slots: Readonly<Record<string, Tensor>> };
}

export const defineOptimizer = <const P extends Parameters>(optimizer: Optimizer<P>): Optimizer<P> =>
  optimizer;
