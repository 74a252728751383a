import { node, type Operation, type Shape, sizeOf, sourceOf, type Tensor, type Values } from "../tensor.ts";
import { mul, sub } from "./arithmetic.ts";
import { full } from "./full.ts";
import { matmul } from "./matmul.ts";
import { reshape, sum } from "./spread.ts";

interface Normalization {
  /** Added to the variance. */
  readonly epsilon: number;
}

const widthOf = (t: Tensor): number => t.shape.at(-1) as number;

/** The mean and 1 / √(variance + ε) of each run of `width` numbers. */
function momentsOf(x: Values, width: number, epsilon: number): { mean: number; scale: number }[] {
  return Array.from({ length: x.length / width }, (_, row) => {
    const run = x.subarray(row * width, (row + 1) * width);
    const mean = run.reduce((total, value) => total + value, 0) / width;
    const variance = run.reduce((total, value) => total + (value - mean) ** 2, 0) / width;
    return { mean, scale: 1 / Math.sqrt(variance + epsilon) };
  });
}

const spelling = (x: Tensor, scaling: readonly Tensor[], { epsilon }: Normalization) => ({
  operator: "LayerNormalization",
  inputs: [x, ...scaling],
  attributes: { axis: -1, epsilon: { float: epsilon } },
});

const keptShape = ({ shape }: Tensor): Shape => [...shape.slice(0, -1), 1];

const inverseDeviationOperation: Operation<Normalization> = {
  name: "inverseDeviation",
  shape: ([x]) => keptShape(x as Tensor),
  evaluate: ([x], y) =>
    Float64Array.from(
      momentsOf(x as Values, widthOf(sourceOf(y)), y.attributes.epsilon),
      ({ scale }) => scale,
    ),
  gradient: (dy, y) => {
    const x = sourceOf(y);
    const unit = standardized(x, y.attributes);
    return [mul(mul(dy, mul(mul(y, y), -1 / widthOf(x))), unit)];
  },
  // The second result of three is the mean.
  onnx: (y) => ({ ...spelling(sourceOf(y), [full(1, [widthOf(sourceOf(y))])], y.attributes), output: 2 }),
};

/** 1 / √(variance + ε) along the last axis, which is kept with size 1. */
export const inverseDeviation = (x: Tensor, epsilon: number): Tensor =>
  node(inverseDeviationOperation, [x], { epsilon });

const standardized = (x: Tensor, { epsilon }: Normalization): Tensor =>
  layerNormalize(x, full(1, [widthOf(x)]), full(0, [widthOf(x)]), epsilon);

const layerNormOperation: Operation<Normalization> = {
  name: "layerNormalize",
  shape: ([x, gain, offset]) => {
    const { shape } = x as Tensor;
    for (const { shape: own } of [gain, offset] as [Tensor, Tensor])
      if (own.length !== 1 || own[0] !== shape.at(-1))
        throw new Error(`a layer normalization of [${shape}] does not take a gain or offset [${own}]`);
    return shape;
  },
  evaluate: ([x, gain, offset], y) => {
    const width = widthOf(y);
    const moments = momentsOf(x as Values, width, y.attributes.epsilon);
    return (x as Values).map((value, i) => {
      const { mean, scale } = moments[Math.floor(i / width)] as { mean: number; scale: number };
      return (value - mean) * scale * (gain?.[i % width] ?? 1) + (offset?.[i % width] ?? 0);
    });
  },
  gradient: (dy, y) => {
    const [x, gain] = [sourceOf(y, 0), sourceOf(y, 1)];
    const width = widthOf(y);
    const rows = sizeOf(y.shape.slice(0, -1));
    const unit = standardized(x, y.attributes);
    const weighted = mul(dy, unit);
    // Sums of products with the gain are products with a column, which need no pass of their own over the matrix.
    const column = reshape(mul(gain, 1 / width), [width, 1]);
    const alongRow = (t: Tensor): Tensor => reshape(matmul(reshape(t, [rows, width]), column), keptShape(y));
    const over = y.shape.slice(0, -1).map((_, axis) => axis);
    return [
      mul(
        sub(sub(mul(dy, gain), alongRow(dy)), mul(unit, alongRow(weighted))),
        inverseDeviation(x, y.attributes.epsilon),
      ),
      sum(weighted, over),
      sum(dy, over),
    ];
  },
  onnx: (y) => spelling(sourceOf(y), y.sources.slice(1), y.attributes),
};

/** (x − mean) / √(variance + ε) · gain + offset along the last axis; gain and offset `[size of that axis]`. */
export const layerNormalize = (x: Tensor, gain: Tensor, offset: Tensor, epsilon: number): Tensor =>
  node(layerNormOperation, [x, gain, offset], { epsilon });

export const layerNormOperations = [layerNormOperation, inverseDeviationOperation] as const;
