import { gelu, relu, selu, sigmoid, silu, tanh, type Tensor } from "../graph/index.ts";
import { choice } from "../seams/index.ts";
import { type InitializerId, initializerIds, initializers } from "./initializers.ts";

/** What each activation does, and the initial weights that suit it. */
const activations = {
  linear: { apply: (z: Tensor) => z, suited: "glorot" },
  relu: { apply: relu, suited: "he" },
  sigmoid: { apply: sigmoid, suited: "glorot" },
  tanh: { apply: tanh, suited: "glorot" },
  gelu: { apply: gelu, suited: "he" },
  silu: { apply: silu, suited: "he" },
  selu: { apply: selu, suited: "lecun" },
} as const satisfies Record<string, { apply: (z: Tensor) => Tensor; suited: InitializerId }>;

export type ActivationId = keyof typeof activations;

/** The parameter that chooses an activation. */
export const activationParameter = (description: string) =>
  choice(["linear", "relu", "sigmoid", "tanh", "gelu", "silu", "selu"], { description, default: "relu" });

/** The parameter that chooses where weights and biases start. */
export const initializerParameter = choice(["auto", ...initializerIds], {
  description:
    "Where weights and biases start; auto takes He's for relu, gelu and silu, LeCun's for selu, else Glorot's.",
  default: "auto",
});

export const activate = (z: Tensor, activation: ActivationId): Tensor => activations[activation].apply(z);

/** Where the weights before an activation start. */
export const startOf = (initializer: InitializerId | "auto", activation: ActivationId) =>
  initializers[initializer === "auto" ? activations[activation].suited : initializer];
