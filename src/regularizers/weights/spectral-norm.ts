import {
  div,
  greater,
  matmul,
  max,
  mul,
  reshape,
  sizeOf,
  sqrt,
  square,
  sum,
  type Tensor,
  where,
  withGradient,
} from "../../graph/index.ts";
import { count, defineRegularizer, fixed, type Initializer, type Own } from "../../seams/index.ts";

/** A length below this is none. */
const tiny = 1e-12;

/** A weight as a linear map: kernels have a row for each filter, a matrix a column for each unit. */
interface Map {
  readonly matrix: Tensor;
  readonly unitsAre: "rows" | "columns";
}

/** Unit vectors that approach the first pair of singular vectors. */
interface Pair {
  /** `[units]`. */
  readonly u: Tensor;
  /** `[inputs]`. */
  readonly v: Tensor;
}

function mapOf(weight: Tensor): Map {
  const { shape } = weight;
  if (shape.length === 2) return { matrix: weight, unitsAre: "columns" };
  const [units = 1, ...rest] = shape;
  return { matrix: reshape(weight, [units, sizeOf(rest)]), unitsAre: "rows" };
}

const row = (vector: Tensor): Tensor => reshape(vector, [1, ...vector.shape]);
const column = (vector: Tensor): Tensor => reshape(vector, [...vector.shape, 1]);

/** The sum of the rows, or of the columns, weighted by a vector along them. */
const contracted = (matrix: Tensor, along: Map["unitsAre"], vector: Tensor): Tensor =>
  along === "rows"
    ? reshape(matmul(row(vector), matrix), [matrix.shape[1] as number])
    : reshape(matmul(matrix, column(vector)), [matrix.shape[0] as number]);

const other = { rows: "columns", columns: "rows" } as const;
const toUnits = ({ matrix, unitsAre }: Map, v: Tensor): Tensor => contracted(matrix, other[unitsAre], v);
const toInputs = ({ matrix, unitsAre }: Map, u: Tensor): Tensor => contracted(matrix, unitsAre, u);

const lengthOf = (vector: Tensor): Tensor => sqrt(sum(square(vector)));

/** The pair after some iterations from `v`; where W v is 0, as with weights that are all 0, u is 0 and `v` stays. */
function iterated(map: Map, start: Tensor, iterations: number): Pair {
  let [u, v] = [start, start];
  for (let i = 0; i < iterations; i++) {
    const ofUnits = toUnits(map, v);
    u = div(ofUnits, max(lengthOf(ofUnits), tiny));
    const ofInputs = toInputs(map, u);
    const length = lengthOf(ofInputs);
    v = where(greater(length, tiny), div(ofInputs, max(length, tiny)), v);
  }
  return { u, v };
}

/** uᵀ W v, with u and v as constants. */
function singularValue(map: Map, { u, v }: Pair): Tensor {
  const [down, across] = map.unitsAre === "rows" ? [u, v] : [v, u];
  return withGradient(sum(mul(toInputs(map, u), v)), [map.matrix], (slope) => [
    matmul(column(mul(down, slope)), row(across)),
  ]);
}

/** The weight scaled to a singular value of `norm`; as it is where it has none. */
function scaled(weight: Tensor, norm: number, pairOf: (map: Map) => Pair): Tensor {
  const map = mapOf(weight);
  const sigma = singularValue(map, pairOf(map));
  return mul(weight, where(greater(sigma, tiny), div(norm, max(sigma, tiny)), 1));
}

/** N(0, 1) brought to length 1. */
const randomDirection: Initializer = (shape, draw) => {
  const values = Float32Array.from({ length: sizeOf(shape) }, () => draw.normal());
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
};

/** What a technique keeps for a weight, before the step. */
function vectors({ matrix, unitsAre }: Map, own: Own, after?: (v: Tensor) => Pair): Pair {
  const [rows = 1, columns = 1] = matrix.shape;
  const [units, inputs] = unitsAre === "rows" ? [rows, columns] : [columns, rows];
  const initial = randomDirection;
  const v = own.running("v", { shape: [inputs], initial, after: after && ((before) => after(before).v) });
  const u = own.running("u", { shape: [units], initial, after: after && (() => after(v).u) });
  return { u, v };
}

export const spectralNorm = defineRegularizer({
  id: "spectralNorm",
  title: "Spectral normalization",
  summary:
    "Divides each weight matrix by its largest singular value, kernels as a matrix with a row for each filter, and keeps the value up to date by one power iteration a step.",
  formula: String.raw`c \, W / \sigma(W), \quad \sigma(W) = u^\top W v, \quad u \leftarrow \frac{W v}{\|W v\|}, \; v \leftarrow \frac{W^\top u}{\|W^\top u\|}`,
  params: {
    norm: fixed({
      symbol: "c",
      description: "Largest singular value that each weight is scaled to.",
      min: 0,
      aboveMin: true,
      default: 1,
      search: { from: 0.5, to: 10, scale: "log" },
    }),
    iterations: count({
      description: "Number of power iterations in a step.",
      min: 1,
      max: 20,
      default: 1,
    }),
  },
  strength: "norm",
  treats: ["large-gap", "over-confidence", "diverged"],
  needs: [],
  interactions: [
    "It takes the scale of a weight away: L2, weight decay and max-norm on the same weights change nothing but how far a step turns them.",
    "Normalization of the sums behind a weight undoes its scale, and with it the bound on the model's slopes.",
    "Batch normalization in evaluation multiplies by a factor of its own, which it knows nothing of.",
    "It bounds each layer's slope, which the gradient penalty and adversarial examples work on too: with them a larger norm is enough.",
  ],
  keeps: "direction",
  references: [
    {
      authors: "Miyato et al.",
      year: 2018,
      title: "Spectral Normalization for Generative Adversarial Networks",
      url: "https://arxiv.org/abs/1802.05957",
    },
  ],
  source: [],
  elsewhere: {
    keras: () => "keras.layers.SpectralNormalization(…)",
    pytorch: () => "torch.nn.utils.parametrizations.spectral_norm(…)",
  },
  at: {
    weights: (weight, { norm, iterations }, { own, parameter }) =>
      scaled(weight, norm, (map) => {
        const after = (v: Tensor): Pair => iterated(map, v, iterations);
        return after(vectors(map, own(parameter), after).v);
      }),
  },
  // As the last step left the vectors: an answer does not depend on how often the model was asked.
  evaluation: {
    weights: (weight, { norm }, { own, parameter }) =>
      scaled(weight, norm, (map) => vectors(map, own(parameter))),
  },
});
