import { reshape, type Shape, sqrt, square, sum, type Tensor } from "../graph/index.ts";

/** The axes over which the weights of one unit run: all but the channel that a convolution gives, or the column of a matrix. */
function axesOfUnit({ shape }: Tensor): readonly number[] {
  const unit = shape.length < 2 ? undefined : shape.length === 2 ? 1 : 0;
  return shape.flatMap((_, axis) => (axis === unit ? [] : [axis]));
}

/** A shape with one number for each unit of a weight that spreads over it, such as `[1, units]`. */
export function unitShape(weight: Tensor): Shape {
  const axes = axesOfUnit(weight);
  return weight.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

/**
 * The norm of the weights that lead into each unit, of a shape that spreads over the weight: `[1, units]` for
 * `[inputs, units]`, `[channels, 1, 1, 1]` for the kernels of an image; a vector is taken as one unit.
 */
export function unitNorms(weight: Tensor): Tensor {
  return reshape(sqrt(sum(square(weight), axesOfUnit(weight))), unitShape(weight));
}
