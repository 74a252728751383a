import { add, cos, div, mul, sin } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";
import { drawWithin, warped } from "../images.ts";

export const shear = defineRegularizer({
  id: "shear",
  title: "Shear",
  summary:
    "Slants each image by a random angle: rows are moved in proportion to their distance from the middle.",
  formula: String.raw`x(u, v) \leftarrow x(u + v \tan\theta, v), \quad \theta \sim U(-a, a)`,
  params: {
    degrees: live({
      symbol: String.raw`a`,
      description: "Largest angle of the slant, in degrees.",
      min: 0,
      max: 60,
      default: 10,
      off: 0,
      search: { from: 2, to: 30, scale: "linear" },
    }),
  },
  strength: "degrees",
  treats: ["large-gap"],
  needs: ["images"],
  interactions: [
    "It moves pixels by fractions, as rotation, scaling and elastic distortion do: each of them that is at work blurs the image once more.",
  ],
  references: [
    {
      authors: "Simard et al.",
      year: 2003,
      title: "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis",
      url: "https://doi.org/10.1109/ICDAR.2003.1227801",
    },
  ],
  source: [],
  at: {
    data: (x, { degrees }, { uniform }) => {
      const angle = drawWithin(mul(degrees, Math.PI / 180), x, { uniform, rank: 3 });
      const slant = div(sin(angle), cos(angle));
      return warped(x, degrees, ({ across, down }) => ({ across: add(across, mul(down, slant)), down }));
    },
  },
});
