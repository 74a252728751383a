import { add, div } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";
import { drawWithin, warped } from "../images.ts";

export const scale = defineRegularizer({
  id: "scale",
  title: "Scaling",
  summary: "Makes each image larger or smaller around its centre by a random factor.",
  formula: String.raw`x(z) \leftarrow x(z / f), \quad f \sim U(1 - s, 1 + s)`,
  params: {
    range: live({
      symbol: String.raw`s`,
      description: "Largest change of the size, as a share of it.",
      min: 0,
      max: 0.9,
      default: 0.1,
      off: 0,
      search: { from: 0.02, to: 0.5, scale: "linear" },
    }),
  },
  strength: "range",
  treats: ["large-gap"],
  needs: ["images"],
  interactions: [
    "It moves pixels by fractions, as rotation, shear and elastic distortion do: each of them that is at work blurs the image once more.",
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
  elsewhere: {
    keras: () => "keras.layers.RandomZoom(0.1)",
    pytorch: () => "torchvision.transforms.v2.RandomAffine(0, scale=(0.9, 1.1))",
    ultralytics: () => "model.train(…, scale=0.9), from its 0.5",
  },
  at: {
    data: (x, { range }, { uniform }) => {
      const factor = add(drawWithin(range, x, { uniform, rank: 3 }), 1);
      return warped(x, range, ({ across, down }) => ({
        across: div(across, factor),
        down: div(down, factor),
      }));
    },
  },
});
