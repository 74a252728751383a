import type { Stream } from "../base/index.ts";
import type { Shape, Tensor } from "../graph/index.ts";

/** Random numbers; every call gives its own. */
export interface Draws {
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
}

/**
 * What a number of the model is for; penalties and decay act on weights alone. `spread`: how far a weight scatters;
 * `statistic`: a running value, which no gradient moves.
 */
export type Role = "weight" | "bias" | "gain" | "offset" | "spread" | "statistic";

/** The numbers a parameter starts from. */
export type Initializer = (shape: Shape, draw: Stream) => Float32Array;

/** What a value starts from: one number everywhere, numbers of its own, or those of a parameter of the model. */
export type Start = number | Initializer | { readonly like: string };

/** A value that is carried from step to step without a gradient. */
export interface Running {
  readonly shape: Shape;
  readonly initial: Start;
  /** Its value after a training step, given that before; absent where nothing moves it. */
  readonly after?: ((before: Tensor) => Tensor) | undefined;
}

/** What belongs to a technique or a layer. */
export interface Own {
  /** A parameter that the optimizer trains. */
  parameter(name: string, spec: Omit<ParameterSpec, "name" | "layer" | "isFactor">): Tensor;
  /** A value that no gradient moves; gives that before the step. */
  running(name: string, running: Running): Tensor;
}

/** A parameter before it has a value, by its name in the model. */
export interface ParameterSpec {
  readonly name: string;
  readonly layer: string;
  readonly role: Role;
  readonly isFactor?: boolean;
  /** Whether its layer can do with a value for each example, `[batch, ...shape]`. */
  readonly perExample?: boolean;
  readonly shape: Shape;
  readonly initializer: Initializer;
}

/** A running value, such as `batchNorm1.mean`. */
export interface RunningSpec {
  readonly name: string;
  readonly layer: string;
  readonly shape: Shape;
  readonly initial: Start;
}

/** Where parameters and running values of a model are found by their specification. */
export interface Holdings {
  parameter(spec: ParameterSpec): Tensor;
  /** @param after the value after a training step, given that before. */
  running(spec: RunningSpec, after: ((before: Tensor) => Tensor) | undefined): Tensor;
}
