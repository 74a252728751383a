import {
  add,
  cast,
  constant,
  equal,
  matmul,
  mul,
  reshape,
  sizeOf,
  square,
  sub,
  sum,
  type Tensor,
  withGradient,
} from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";
import { digits } from "../decay.ts";

const numbers = (size: number, shape: readonly number[]): Tensor =>
  constant(
    Array.from({ length: size }, (_, i) => i),
    shape,
    "int32",
  );

/** The identity matrix, worked out in the graph: as a constant it would be as large as the largest weights. */
const identity = (size: number): Tensor =>
  cast(equal(numbers(size, [size, 1]), numbers(size, [1, size])), "float32");

/** ‖G − I‖² of a weight as a matrix, kernels flattened to a row for each filter; G is its smaller Gram matrix. */
function distance(w: Tensor): Tensor {
  const [rows = 1, ...rest] = w.shape;
  const columns = sizeOf(rest);
  const matrix = reshape(w, [rows, columns]);
  const isTall = columns <= rows;
  const gram = isTall ? matmul(matrix, matrix, true) : matmul(matrix, matrix, false, true);
  const error = sub(gram, identity(Math.min(rows, columns)));
  // G is symmetric: one product gives the whole gradient, where both factors of G would ask for one each.
  return withGradient(sum(square(error)), [w], (dy) => {
    const slope = mul(error, mul(dy, 4));
    return [reshape(isTall ? matmul(matrix, slope) : matmul(slope, matrix), w.shape)];
  });
}

export const orthogonal = defineRegularizer({
  id: "orthogonal",
  title: "Soft orthogonality",
  summary:
    "Adds the distance of every weight matrix from one with orthonormal columns to the objective, or rows where there are fewer of them.",
  formula: String.raw`\lambda \sum_W \|W^\top W - I\|_F^2, \quad \lambda \sum_W \|W W^\top - I\|_F^2 \;\text{for more columns than rows}`,
  params: {
    lambda: live({
      symbol: String.raw`\lambda`,
      description:
        "What the sum of the squared distances is multiplied with; kernels are matrices with a row for each filter.",
      min: 0,
      default: 0.001,
      off: 0,
      search: { from: 1e-6, to: 0.1, scale: "log" },
    }),
  },
  strength: "lambda",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "It pulls the norm of units towards 1, and L2 and weight decay pull it towards 0: beside it they work against each other.",
  ],
  references: [
    {
      authors: "Brock et al.",
      year: 2017,
      title: "Neural Photo Editing with Introspective Adversarial Networks",
      url: "https://arxiv.org/abs/1609.07093",
    },
    {
      authors: "Bansal, Chen and Wang",
      year: 2018,
      title: "Can We Gain More from Orthogonality Regularizations in Training Deep CNNs?",
      url: "https://arxiv.org/abs/1810.09102",
    },
  ],
  source: [],
  effect: ({ lambda }, { learningRate }) => {
    // A singular value s has the slope 4λ s (s² − 1), which near 1 is 8λ (s − 1).
    const pull = 8 * learningRate * lambda;
    const text = `Near 1, each update of plain SGD moves singular values by the share ${digits(pull)} of their distance from 1`;
    return pull >= 2
      ? { text, warning: "That is past 1 and further away than before: the run diverges" }
      : { text };
  },
  at: {
    loss: (weights, { lambda }) =>
      mul(
        lambda,
        weights
          .filter(({ value }) => value.shape.length > 1)
          .map(({ value }) => distance(value))
          .reduce((a, b) => add(a, b), constant(0)),
      ),
  },
});
