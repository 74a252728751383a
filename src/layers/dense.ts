import {
  affine,
  gelu,
  matmul,
  relu,
  reshape,
  sigmoid,
  silu,
  sizeOf,
  tanh,
  type Tensor,
} from "../graph/index.ts";
import { choice, count, flag } from "../seams/index.ts";
import { defineLayer } from "./define.ts";
import { type InitializerId, initializerIds, initializers } from "./initializers.ts";

/** What each activation does, and the initial weights that suit it. */
const activations = {
  linear: { apply: (z: Tensor) => z, suited: "glorot" },
  relu: { apply: relu, suited: "he" },
  sigmoid: { apply: sigmoid, suited: "glorot" },
  tanh: { apply: tanh, suited: "glorot" },
  gelu: { apply: gelu, suited: "he" },
  silu: { apply: silu, suited: "he" },
} as const satisfies Record<string, { apply: (z: Tensor) => Tensor; suited: InitializerId }>;

export const dense = defineLayer({
  id: "dense",
  title: "Dense layer",
  summary: "Connects every input to every unit: an affine map followed by an activation.",
  params: {
    units: count({ description: "Number of units.", min: 1, default: 100 }),
    activation: choice(["linear", "relu", "sigmoid", "tanh", "gelu", "silu"], {
      description: "Function applied to each unit's weighted sum.",
      default: "relu",
    }),
    initializer: choice(["auto", ...initializerIds], {
      description: "Where weights and biases start; auto takes He's for relu, gelu and silu, else Glorot's.",
      default: "auto",
    }),
    bias: flag({ description: "Whether each unit adds a trainable bias.", default: true }),
  },
  build: (x, { units, activation, initializer, bias }, tools) => {
    const [batch = 1, ...example] = x.shape;
    const inputs = sizeOf(example);
    const flat = reshape(x, [batch, inputs]);
    const { apply, suited } = activations[activation];
    const start = initializers[initializer === "auto" ? suited : initializer];
    const weight = tools.parameter("weight", {
      shape: [inputs, units],
      role: "weight",
      initializer: start.weight,
    });
    const sums = bias
      ? affine(
          flat,
          weight,
          tools.parameter("bias", { shape: [units], role: "bias", initializer: start.bias }),
        )
      : matmul(flat, weight);
    return tools.site(apply(sums), "hidden");
  },
});
