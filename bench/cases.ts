import type { RecipeInput } from "../src/recipe/index.ts";

type Written = Required<RecipeInput>;

/** A technique as a recipe has it. */
export type Technique = { readonly use: string; readonly [setting: string]: unknown };

/** A net, its data and its optimizer to measure. The loss is softmax cross-entropy. */
export type Case = {
  readonly name: string;
  /** What most of its work is. */
  readonly kind: "dense" | "convolution" | "attention";
  /** `[channels, height, width]` of an image, or how many tokens a text has and how many there are. */
  readonly input:
    | { readonly kind: "image"; readonly shape: readonly number[] }
    | { readonly kind: "tokens"; readonly shape: readonly number[]; readonly vocabulary: number };
  readonly classes: number;
  /** The hidden layers as a recipe has them; a dense output layer follows. */
  readonly model: Written["model"];
  readonly optimizer: Exclude<Written["optimizer"], string>;
  /** The techniques at work; none when absent. */
  readonly regularizers?: readonly Technique[];
  readonly batch: number;
  /** Divisible by the batch size, so that each contender's epoch has equal batches. */
  readonly rows: number;
};

const denseCase = (sizes: readonly number[], batch: number): Case => ({
  name: sizes.join("-"),
  kind: "dense",
  input: { kind: "image", shape: [1, 1, sizes[0] ?? 1] },
  classes: sizes.at(-1) ?? 1,
  model: { layers: sizes.slice(1, -1).map((units) => ({ use: "dense", units, activation: "relu" })) },
  optimizer: { use: "sgd", learningRate: 0.01 },
  batch,
  rows: 7680,
});

const image = (channels: number, side: number): Case["input"] => ({
  kind: "image",
  shape: [channels, side, side],
});

/** Few rows, so that the peak of memory is the net's and not the data's. */
const fewRows = 1280;

const cnn: Case = {
  name: "cnn",
  kind: "convolution",
  input: image(1, 28),
  classes: 10,
  model: "cnn",
  optimizer: { use: "sgd", learningRate: 0.01 },
  batch: 128,
  rows: fewRows,
};

const lenet: Case = { ...cnn, name: "lenet", model: "lenet" };

const resnet20: Case = {
  ...cnn,
  name: "resnet-20",
  input: image(3, 32),
  model: { preset: "resnet", depth: 20 },
  optimizer: { use: "sgd", learningRate: 0.01, momentum: 0.9 },
};

/** Its texts have no padding, but neither side knows that beforehand. */
const transformer: Case = {
  name: "transformer",
  kind: "attention",
  input: { kind: "tokens", shape: [128], vocabulary: 256 },
  classes: 10,
  model: { preset: "transformer", width: 128, heads: 4, units: 512, blocks: 2, positions: 128 },
  optimizer: { use: "adam", learningRate: 0.001 },
  batch: 32,
  rows: fewRows,
};

export const cases: readonly Case[] = [
  denseCase([784, 30, 10], 10),
  denseCase([20, 64, 64, 2], 32),
  denseCase([784, 256, 10], 128),
  denseCase([784, 1024, 1024, 10], 128),
  cnn,
  lenet,
  resnet20,
  transformer,
];

const dense1024 = denseCase([784, 1024, 1024, 10], 128);

const convolution = (filters: number, activation: "relu" | "linear", stride = 1) =>
  ({ use: "conv", filters, kernel: 3, stride, padding: 1, activation }) as const;

const block = (filters: number, stride = 1) =>
  ({
    use: "residual",
    layers: [convolution(filters, "relu", stride), convolution(filters, "linear")],
  }) as const;

/** The nets that every technique is tried on: they have no normalization of their own, and take images. */
export const techniqueCases: readonly Case[] = [
  { ...dense1024, input: image(1, 28), rows: 2560 },
  {
    name: "residual-cnn",
    kind: "convolution",
    input: image(1, 28),
    classes: 10,
    model: {
      layers: [convolution(16, "relu"), block(16), block(32, 2), block(32), { use: "globalAveragePool" }],
    },
    optimizer: { use: "sgd", learningRate: 0.01 },
    batch: 128,
    rows: fewRows,
  },
];

/** Those of some names, all when there are none. */
export function chosen<T extends { readonly name: string }>(
  list: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  const unknown = names?.find((name) => !list.some((each) => each.name === name));
  if (unknown !== undefined) {
    throw new Error(`"${unknown}" is none of ${list.map((each) => each.name).join(", ")}.`);
  }
  return names === undefined ? list : list.filter((each) => names.includes(each.name));
}
