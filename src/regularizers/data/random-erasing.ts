import {
  add,
  div,
  exp,
  floor,
  inBox,
  less,
  log,
  min,
  mul,
  reshape,
  type Span,
  sqrt,
  sub,
  type Tensor,
  where,
} from "../../graph/index.ts";
import { choice, defineRegularizer, live, type Tools } from "../../seams/index.ts";

/** A span of a length at a place drawn for each example such that it fits in. */
function spanOf(length: Tensor, size: number, { uniform }: Tools): Span {
  const whole = min(floor(add(length, 0.5)), size);
  const from = floor(mul(uniform(length.shape), add(sub(size, whole), 1)));
  return { from, to: add(from, whole) };
}

/** Which pixels lie in a box of the wanted share of the image's area, with sides in a ratio drawn for each example. */
function boxOf({ shape }: Tensor, wanted: Tensor, { ratio, tools }: { ratio: Tensor; tools: Tools }): Tensor {
  const [height = 1, width = 1] = shape.slice(2);
  const area = mul(wanted, height * width);
  const proportion = exp(mul(log(ratio), sub(mul(tools.uniform(wanted.shape), 2), 1)));
  const rows = spanOf(sqrt(mul(area, proportion)), height, tools);
  const columns = spanOf(sqrt(div(area, proportion)), width, tools);
  return inBox(rows, columns, [height, width]);
}

export const randomErasing = defineRegularizer({
  id: "randomErasing",
  title: "Random erasing",
  summary:
    "Fills a box of random size, shape and place of some images, or random columns of some rows, with noise or zeros.",
  formula: String.raw`(1 - m) \odot x + m \odot z \;\text{with probability } q, \quad \bar{m} \sim U(a, b), \quad \log \tfrac{\text{height}}{\text{width}} \sim U(-\log r, \log r)`,
  params: {
    probability: live({
      symbol: "q",
      description: "Share of the examples that it acts on.",
      min: 0,
      max: 1,
      default: 0.5,
      off: 0,
      search: { from: 0.1, to: 1, scale: "linear" },
    }),
    smallest: live({
      symbol: "a",
      description: "Smallest share of an image's area, or of a table's columns, that is erased.",
      min: 0,
      max: 1,
      default: 0.02,
    }),
    largest: live({
      symbol: "b",
      description: "Largest such share.",
      min: 0,
      max: 1,
      default: 0.33,
    }),
    ratio: live({
      symbol: "r",
      description: "Largest ratio of a box's longer side to its shorter one.",
      min: 1,
      default: 3.3,
    }),
    fill: choice(["noise", "zero"], {
      description: "What is put there: uniform noise from 0 to 1 (for tables standard normal), or zeros.",
      default: "noise",
    }),
  },
  strength: "probability",
  treats: ["large-gap"],
  needs: ["numericInputs"],
  interactions: [
    "It hides inputs as dropout hides units: with both strong the network sees little, and may underfit.",
    "Cutout does the same with zeros in place of noise.",
  ],
  references: [
    {
      authors: "Zhong et al.",
      year: 2020,
      title: "Random Erasing Data Augmentation",
      url: "https://arxiv.org/abs/1708.04896",
    },
  ],
  source: ["002 §1.3.10"],
  elsewhere: {
    pytorch: () => "torchvision.transforms.v2.RandomErasing()",
  },
  at: {
    data: (inputs, { probability, smallest, largest, ratio, fill }, tools) => {
      const { shape } = inputs;
      const rows = shape[0] as number;
      const isSpared = tools.keepMask([rows], probability);
      const drawn = add(smallest, mul(tools.uniform([rows]), sub(largest, smallest)));
      const wanted = mul(drawn, sub(1, isSpared));
      const isImage = shape.length === 4;
      const erased = isImage
        ? boxOf(inputs, wanted, { ratio, tools })
        : less(tools.uniform(shape), reshape(wanted, [rows, 1]));
      const noise = isImage ? tools.uniform : tools.normal;
      return where(erased, fill === "noise" ? noise(shape) : 0, inputs);
    },
  },
});
