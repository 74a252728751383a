import type { Stream } from "../base/index.ts";
import { type Shape, sizeOf } from "../graph/index.ts";
import type { Initializer } from "../seams/index.ts";

/** Over how many inputs a unit sums, and how many units an input reaches. */
export interface Fans {
  readonly inputs: number;
  readonly outputs: number;
}

/** Numbers for a weight; without fans it is a matrix `[inputs, outputs]`. */
export type WeightInitializer = (shape: Shape, draw: Stream, fans?: Fans) => Float32Array;

const fill = (shape: Shape, next: () => number): Float32Array =>
  Float32Array.from({ length: sizeOf(shape) }, next);

const matrixFans = (shape: Shape): Fans => ({
  inputs: sizeOf(shape.slice(0, -1)),
  outputs: shape.at(-1) ?? 1,
});

export const zeros: Initializer = (shape) => new Float32Array(sizeOf(shape));
export const ones: Initializer = (shape) => new Float32Array(sizeOf(shape)).fill(1);

/** N(0, 1 / width) for a table `[rows, width]`, so that each row has a length of about 1. */
export const unitVectors: Initializer = (shape, draw) => {
  const deviation = 1 / Math.sqrt(shape.at(-1) ?? 1);
  return fill(shape, () => draw.normal() * deviation);
};

/** N(0, gain / inputs). */
const normals =
  (gain: number): WeightInitializer =>
  (shape, draw, { inputs } = matrixFans(shape)) => {
    const deviation = Math.sqrt(gain / inputs);
    return fill(shape, () => draw.normal() * deviation);
  };

/** Where weights and biases may start. */
export const initializers = {
  /** N(0, 2 / inputs), biases 0 (He et al. 2015): for relu and its kin. */
  he: { weight: normals(2), bias: zeros },
  /** U(−a, a) with a = √(6 / (inputs + outputs)), biases 0 (Glorot & Bengio 2010): for tanh and sigmoid. */
  glorot: {
    weight: (shape, draw, { inputs, outputs } = matrixFans(shape)) => {
      const limit = Math.sqrt(6 / (inputs + outputs));
      return fill(shape, () => (2 * draw.uniform() - 1) * limit);
    },
    bias: zeros,
  },
  /** N(0, 1 / inputs), biases 0 (LeCun et al. 1998): sums keep the variance of their inputs, as selu wants it. */
  lecun: { weight: normals(1), bias: zeros },
  /** N(0, 1 / inputs), biases N(0, 1) (Nielsen 2015, chapter 3). */
  nielsen: {
    weight: normals(1),
    bias: (shape, draw) => fill(shape, draw.normal),
  },
  /** N(0, 1) for weights and biases (Nielsen 2015, chapter 1): too large, to show what it does. */
  large: {
    weight: (shape, draw) => fill(shape, draw.normal),
    bias: (shape, draw) => fill(shape, draw.normal),
  },
} as const satisfies Record<string, { readonly weight: WeightInitializer; readonly bias: Initializer }>;

export type InitializerId = keyof typeof initializers;

export const initializerIds = Object.keys(initializers) as readonly string[] as readonly InitializerId[];
