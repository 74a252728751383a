import { reshape, sqrt, square, sum, type Tensor } from "../graph/index.ts";

/** The axes over which the weights of one unit run: all but the channel that a convolution gives, or the column of a matrix. */
function axesOfUnit({ shape }: Tensor): readonly number[] {
  const unit = shape.length < 2 ? undefined : shape.length === 2 ? 1 : 0;
  return shape.flatMap((_, axis) => (axis === unit ? [] : [axis]));
}

/**
 * The norm of the weights that lead into each unit, of a shape that spreads over the weight: `[1, units]` for
 * `[inputs, units]`, `[channels, 1, 1, 1]` for the kernels of an image; a vector is taken as one unit.
 */
export function unitNorms(weight: Tensor): Tensor {
  const axes = axesOfUnit(weight);
  const kept = weight.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return reshape(sqrt(sum(square(weight), axes)), kept);
}
