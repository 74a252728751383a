import {
  embedding,
  feedForward,
  layerNorm,
  positionEmbedding,
  residual,
  selfAttention,
  tokenPooling,
} from "../layers/index.ts";
import { choice, count, type LayerEntry } from "../seams/index.ts";
import { definePreset } from "./define.ts";

const norm: LayerEntry = { use: layerNorm.id, over: "last" };
const added = (layers: readonly LayerEntry[]): LayerEntry => ({
  use: residual.id,
  layers,
  shortcut: "identity",
  activation: "linear",
});

/** The layers of one block around what it computes, and those after the last block. */
const norms = {
  pre: { around: (part: LayerEntry) => [added([norm, part])], last: [norm] },
  post: { around: (part: LayerEntry) => [added([part]), norm], last: [] },
} as const satisfies Record<string, { around(part: LayerEntry): LayerEntry[]; last: readonly LayerEntry[] }>;

export const transformer = definePreset({
  id: "transformer",
  title: "Transformer encoder",
  summary: "Reads a text by blocks of self-attention and feed-forward layers over its token vectors.",
  params: {
    width: embedding.params.width,
    blocks: count({ description: "Number of blocks.", min: 1, default: 2 }),
    heads: selfAttention.params.heads,
    units: count({
      description: "Width of the hidden layer of each feed-forward layer.",
      min: 1,
      default: 128,
    }),
    activation: feedForward.params.activation,
    norm: choice(["pre", "post"], {
      description: "Whether normalization comes before what a block computes, or after it is added.",
      default: "pre",
    }),
    positions: positionEmbedding.params.positions,
    pooling: tokenPooling.params.by,
  },
  layers: ({ width, blocks, heads, units, activation, norm: place, positions, pooling }) => {
    const { around, last } = norms[place];
    const block = [
      ...around({ use: selfAttention.id, heads }),
      ...around({ use: feedForward.id, units, activation }),
    ];
    return [
      { use: embedding.id, width },
      { use: positionEmbedding.id, positions },
      ...Array.from({ length: blocks }, () => block).flat(),
      ...last,
      { use: tokenPooling.id, by: pooling },
    ];
  },
});
