/** The shapes that a node of the compiled graph works on. */
export type Shapes = {
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
};

type Shape = readonly number[];

const size = (shape: Shape): number => shape.reduce((product, side) => product * side, 1);

/** The length that a product sums over: of the last two axes of the left side, that which the result does not have. */
function summed(left: Shape, result: Shape): number {
  const [rows = 1, columns = 1] = left.slice(-2);
  return result.at(-2) === rows ? columns : rows;
}

const product = ({ inputs: [left = []], outputs: [y = []] }: Shapes): number => 2 * size(y) * summed(left, y);

/**
 * Every result sums over the kernel `[outputs, channels per group, ...]` of one output; a kernel of a single number only
 * scales a channel.
 */
function convolution({ inputs: [, kernel = []], outputs: [y = []] }: Shapes): number | undefined {
  const terms = size(kernel.slice(1));
  return terms === 1 ? undefined : 2 * size(y) * terms;
}

/** Every input spreads over the kernel `[channels, outputs per group, ...]` of one channel. */
const transposed = ({ inputs: [x = [], kernel = []] }: Shapes): number => 2 * size(x) * size(kernel.slice(1));

const counts: Readonly<Record<string, (shapes: Shapes) => number | undefined>> = {
  Gemm: product,
  MatMul: product,
  FusedGemm: product,
  FusedMatMul: product,
  Conv: convolution,
  FusedConv: convolution,
  ConvTranspose: transposed,
};

/** Whether an operation is usually a product or a convolution. */
export const isMatrixWork = (operation: string): boolean => Object.hasOwn(counts, operation);

/** The multiplications and additions of a product or convolution; nothing for other operations. */
export const flopsOf = (operation: string, shapes: Shapes): number | undefined =>
  isMatrixWork(operation) ? counts[operation]?.(shapes) : undefined;
