import {
  add,
  div,
  floor,
  inBox,
  less,
  max,
  min,
  mul,
  type Shape,
  type Span,
  sub,
  type Tensor,
  where,
} from "../../graph/index.ts";
import { defineRegularizer, live, type Tools } from "../../seams/index.ts";

/** Around a place drawn for each example, a span of a share of an axis, cut off at the edges. */
function spanOf(
  rows: number,
  size: number,
  { share, uniform }: { share: Tensor } & Pick<Tools, "uniform">,
): Span {
  const length = floor(add(mul(share, size), 0.5));
  const from = sub(floor(mul(uniform([rows]), size)), floor(div(length, 2)));
  return { from: max(from, 0), to: min(add(from, length), size) };
}

/** Whether a number is removed. */
function removed(shape: Shape, share: Tensor, { uniform }: Tools): Tensor {
  const [rows = 1, , height = 1, width = 1] = shape;
  if (shape.length !== 4) return less(uniform(shape), share);
  const given = { share, uniform };
  return inBox(spanOf(rows, height, given), spanOf(rows, width, given), [height, width]);
}

export const cutout = defineRegularizer({
  id: "cutout",
  title: "Cutout",
  summary: "Sets a box at a random place of each image to zero, or random columns of each row to their mean.",
  formula: String.raw`(1 - m) \odot x, \quad m = 1 \;\text{in a box with sides of the share } s \text{ of the image's}`,
  params: {
    share: live({
      symbol: "s",
      description:
        "Side of the box as a share of the image's; of a table, the probability that a column is removed.",
      min: 0,
      max: 1,
      default: 0.3,
      off: 0,
      search: { from: 0.1, to: 0.6, scale: "linear" },
    }),
  },
  strength: "share",
  treats: ["large-gap"],
  needs: ["numericInputs"],
  interactions: [
    "It hides inputs as dropout hides units: with both strong the network sees little, and may underfit.",
    "Random erasing does the same with noise in place of zeros.",
  ],
  references: [
    {
      authors: "DeVries and Taylor",
      year: 2017,
      title: "Improved Regularization of Convolutional Neural Networks with Cutout",
      url: "https://arxiv.org/abs/1708.04552",
    },
  ],
  source: ["002 §1.3.10"],
  at: {
    // The columns of a table are standardized, so that 0 is their mean.
    data: (inputs, { share }, tools) => where(removed(inputs.shape, share, tools), 0, inputs),
  },
});
