import {
  add,
  cast,
  crop as cut,
  floor,
  inBox,
  mul,
  neg,
  type Span,
  sub,
  type Tensor,
  where,
} from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

/** Where an axis of an image lies in one that starts at an offset. */
const spanOf = (offset: Tensor, size: number): Span => ({ from: neg(offset), to: sub(size, offset) });

export const crop = defineRegularizer({
  id: "crop",
  title: "Random crop",
  summary:
    "Pads each image with zeros and cuts its own size out of that at a random place: a shift by whole pixels.",
  formula: String.raw`x_{i, j} \leftarrow x_{i + a, j + b}, \quad a, b \sim U\{-p, \dots, p\}`,
  params: {
    padding: live({
      symbol: String.raw`p`,
      description: "Width of the padding on every side, in whole pixels.",
      min: 0,

      default: 2,
      off: 0,
      search: { from: 1, to: 8, scale: "linear" },
    }),
  },
  strength: "padding",
  treats: ["large-gap", "late-rise"],
  needs: ["images"],
  interactions: ["Random shifts do the same by fractions of pixels: one of the two is enough."],
  references: [
    {
      authors: "He et al.",
      year: 2016,
      title: "Deep Residual Learning for Image Recognition",
      url: "https://arxiv.org/abs/1512.03385",
    },
  ],
  source: ["002 §1.3.8"],
  elsewhere: {
    pytorch: (padding) => `torchvision.transforms.v2.RandomCrop(…, padding=${padding})`,
  },
  at: {
    data: (x, { padding }, { uniform }) => {
      const [batch = 1, , height = 1, width = 1] = x.shape;
      const whole = floor(padding);
      const offset = (): Tensor => sub(floor(mul(uniform([batch]), add(mul(whole, 2), 1))), whole);
      const [top, left] = [offset(), offset()];
      const part = cut(x, { top: cast(top, "int32"), left: cast(left, "int32") }, [height, width]);
      // What the image itself fills, in pixels of the result.
      const [rows, columns] = [spanOf(top, height), spanOf(left, width)];
      return where(inBox(rows, columns, [height, width]), part, 0);
    },
  },
});
