import { add, mul } from "../../graph/index.ts";
import { defineRegularizer } from "../../seams/index.ts";
import { drawWithin, factorRange } from "../images.ts";

export const brightness = defineRegularizer({
  id: "brightness",
  title: "Brightness",
  summary: "Multiplies all pixels of each image by a random factor around one.",
  formula: String.raw`x \leftarrow f x, \quad f \sim U(1 - b, 1 + b)`,
  params: {
    range: factorRange("b"),
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
    data: (x, { range }, { uniform }) => mul(x, add(drawWithin(range, x, { uniform, rank: 4 }), 1)),
  },
});
