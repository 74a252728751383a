import { UserError } from "../base/index.ts";
import { activation, batchNorm, conv, globalAveragePool, residual } from "../layers/index.ts";
import { choice, count, type LayerEntry } from "../seams/index.ts";
import { definePreset } from "./define.ts";

/** A convolution that a normalization follows, so that it needs no bias. */
const convolution = (filters: number, stride = 1): LayerEntry => ({
  use: conv.id,
  filters,
  kernel: 3,
  stride,
  padding: 1,
  bias: false,
  activation: "linear",
  initializer: "he",
});

const normalization: readonly LayerEntry[] = [{ use: batchNorm.id }, { use: activation.id }];

const blocks = {
  basic: (filters: number, stride: number): LayerEntry => ({
    use: residual.id,
    layers: [convolution(filters, stride), ...normalization, convolution(filters), { use: batchNorm.id }],
    normalized: true,
  }),
  preActivation: (filters: number, stride: number): LayerEntry => ({
    use: residual.id,
    layers: [...normalization, convolution(filters, stride), ...normalization, convolution(filters)],
    activation: "linear",
  }),
};

const layersOfStage = 6;
const layersOutside = 2;

/** How many blocks each of the three stages has. */
function blocksPerStage(depth: number): number {
  const number = (depth - layersOutside) / layersOfStage;
  if (Number.isInteger(number)) return number;
  const nearest = layersOfStage * Math.max(1, Math.round(number)) + layersOutside;
  throw new UserError({
    where: "model.depth",
    got: String(depth),
    expected: "6n + 2 for n blocks in each of the three stages, such as 20, 32, 44, 56 or 110",
    hint: `The nearest one is ${nearest}`,
  });
}

export const resnet = definePreset({
  id: "resnet",
  title: "Residual net",
  summary:
    "Three stages of residual blocks with batch normalization, each with half the size and twice the filters of the one before, as made for CIFAR.",
  params: {
    depth: count({
      description: "Number of weighted layers, 6n + 2 for n blocks in each stage.",
      min: 8,
      default: 20,
    }),
    filters: count({ description: "Number of filters of the first stage.", min: 1, default: 16 }),
    block: choice(["basic", "preActivation"], {
      description: "Whether normalization and activation come after each convolution, or before it.",
      default: "basic",
    }),
  },
  numbered: "depth",
  layers: ({ depth, filters, block }) => {
    const perStage = blocksPerStage(depth);
    const stages = [1, 2, 4].flatMap((factor) =>
      Array.from({ length: perStage }, (_, i) =>
        blocks[block](filters * factor, factor > 1 && i === 0 ? 2 : 1),
      ),
    );
    const around = {
      basic: { first: normalization, last: [] },
      preActivation: { first: [], last: normalization },
    }[block];
    return [convolution(filters), ...around.first, ...stages, ...around.last, { use: globalAveragePool.id }];
  },
});
