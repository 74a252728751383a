import { add, mean, mul, reshape, sub } from "../../graph/index.ts";
import { defineRegularizer } from "../../seams/index.ts";
import { drawWithin, factorRange } from "../images.ts";

export const contrast = defineRegularizer({
  id: "contrast",
  title: "Contrast",
  summary:
    "Multiplies the distance of all pixels from the mean of their image by a random factor around one.",
  formula: String.raw`x \leftarrow f x + (1 - f) \bar{x}, \quad f \sim U(1 - c, 1 + c)`,
  params: {
    range: factorRange("c"),
  },
  strength: "range",
  treats: ["large-gap"],
  needs: ["images"],
  interactions: [
    "A normalization behind the first layer that acts on each example, such as layer or group normalization, takes much of it back.",
  ],
  references: [
    {
      authors: "Shorten and Khoshgoftaar",
      year: 2019,
      title: "A survey on Image Data Augmentation for Deep Learning",
      url: "https://doi.org/10.1186/s40537-019-0197-0",
    },
  ],
  source: [],
  at: {
    data: (x, { range }, { uniform }) => {
      const change = drawWithin(range, x, { uniform, rank: 4 });
      const center = reshape(mean(x, [1, 2, 3]), change.shape);
      return sub(mul(x, add(change, 1)), mul(center, change));
    },
  },
});
