import {
  add,
  cast,
  div,
  floor,
  gather,
  inBox,
  less,
  max,
  mean,
  min,
  mul,
  reshape,
  type Span,
  sqrt,
  sub,
  type Tensor,
  where,
} from "../../graph/index.ts";
import { defineRegularizer, live, type Tools } from "../../seams/index.ts";

/** What is taken from the partner: which numbers (bool, of a shape that spreads over the inputs), and which share of all. */
interface Cut {
  readonly taken: Tensor;
  /** `[batch]` */
  readonly share: Tensor;
}

/** A span of `share` of an axis around a place drawn for each example, cut off at the edges. */
function spanAround(size: number, share: Tensor, { uniform }: Tools): Span {
  const centre = floor(mul(uniform(share.shape), size));
  const half = floor(div(floor(mul(share, size)), 2));
  return { from: max(sub(centre, half), 0), to: min(add(centre, half), size) };
}

/** A box of an image, whose sides have the same share of the image's. */
function boxOf(shape: Tensor["shape"], wanted: Tensor, tools: Tools): Cut {
  const [height = 1, width = 1] = shape.slice(2);
  const side = sqrt(wanted);
  const [rows, columns] = [spanAround(height, side, tools), spanAround(width, side, tools)];
  const area = mul(sub(rows.to, rows.from), sub(columns.to, columns.from));
  return { taken: inBox(rows, columns, [height, width]), share: div(area, height * width) };
}

/** Columns of a table, each by a draw of its own. */
function columnsOf(shape: Tensor["shape"], wanted: Tensor, { uniform }: Tools): Cut {
  const taken = less(uniform(shape), reshape(wanted, [shape[0] as number, 1]));
  return { taken, share: mean(cast(taken, "float32"), [1]) };
}

export const cutMix = defineRegularizer({
  id: "cutMix",
  title: "CutMix",
  summary:
    "Replaces a random box of each image, or random columns of each row, by those of another example, and mixes the targets by the share replaced.",
  formula: String.raw`\tilde{x} = (1 - m) \odot x_i + m \odot x_j, \quad \tilde{y} = (1 - \bar{m})\, y_i + \bar{m}\, y_j, \quad \mathrm{E}\,\bar{m} \le 1 - \lambda, \; \lambda \sim \mathrm{Beta}(\alpha, \alpha)`,
  params: {
    alpha: live({
      symbol: String.raw`\alpha`,
      description:
        "Shape of the distribution of the share that is kept, before boxes are cut off at the edges.",
      min: 0,
      max: 100,
      default: 1,
      off: 0,
      search: { from: 0.1, to: 4, scale: "log" },
    }),
    probability: live({
      symbol: "q",
      description: "Share of the examples that it acts on.",
      min: 0,
      max: 1,
      default: 0.5,
      off: 0,
    }),
  },
  strength: "alpha",
  treats: ["large-gap", "over-confidence"],
  needs: ["numericInputs"],
  interactions: [
    "It softens targets, as mixup and label smoothing do: with several of them probabilities come out too low, so weaken one.",
    "What mixup has mixed before is mixed again: lower the share of examples that it acts on.",
  ],
  references: [
    {
      authors: "Yun et al.",
      year: 2019,
      title: "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features",
      url: "https://arxiv.org/abs/1905.04899",
    },
  ],
  source: ["002 §1.3.10"],
  elsewhere: {
    keras: () => "keras.layers.CutMix()",
    pytorch: (alpha) => `torchvision.transforms.v2.CutMix(alpha=${alpha}, num_classes=…)`,
    fastai: (alpha) => `Learner(…, cbs=CutMix(${alpha}))`,
  },
  at: {
    batch: ({ inputs, targets }, { alpha, probability }, tools) => {
      const rows = inputs.shape[0] as number;
      const other = tools.partners(rows);
      const isSpared = tools.keepMask([rows], probability);
      const wanted = mul(sub(1, tools.beta(rows, alpha)), sub(1, isSpared));
      const cut = inputs.shape.length === 4 ? boxOf : columnsOf;
      const { taken, share } = cut(inputs.shape, wanted, tools);
      const each = reshape(share, [rows, 1]);
      return {
        inputs: where(taken, gather(inputs, other), inputs),
        targets: add(mul(targets, sub(1, each)), mul(gather(targets, other), each)),
      };
    },
  },
});
