import { add, constant, matmul, mul, type Tensor } from "../../graph/index.ts";
import { defineRegularizer, fixed, live } from "../../seams/index.ts";
import { warped } from "../images.ts";

/**
 * A Gaussian filter along an axis as a matrix `[size, size]`. Its rows have norm 1, so that noise of variance 1 keeps this
 * variance everywhere, at the edges too.
 */
function smoothing(size: number, sigma: number): Tensor {
  const places = Array.from({ length: size }, (_, i) => i);
  const rows = places.map((i) => {
    const row = places.map((j) => Math.exp(-((i - j) ** 2) / (2 * sigma ** 2)));
    const norm = Math.hypot(...row);
    return row.map((value) => value / norm);
  });
  return constant(rows.flat(), [size, size]);
}

export const elastic = defineRegularizer({
  id: "elastic",
  title: "Elastic distortion",
  summary: "Moves the pixels of each image by a smooth random field, as handwriting varies.",
  formula: String.raw`x(z) \leftarrow x\left(z + \alpha\, (G_\sigma * \xi)(z)\right), \quad \xi \sim \mathcal{N}(0, 1)`,
  params: {
    displacement: live({
      symbol: String.raw`\alpha`,
      description: "Standard deviation of the displacement along each axis, in pixels.",
      min: 0,

      default: 1,
      off: 0,
      search: { from: 0.2, to: 4, scale: "log" },
    }),
    smoothness: fixed({
      symbol: String.raw`\sigma`,
      description: "Standard deviation of the Gaussian that smooths the field, in pixels.",
      min: 0,
      aboveMin: true,
      default: 4,
    }),
  },
  strength: "displacement",
  treats: ["large-gap"],
  needs: ["images"],
  interactions: [
    "It moves pixels by fractions, as rotation, scaling and shear do: each of them that is at work blurs the image once more.",
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
    data: (x, { displacement, smoothness }, { normal }) => {
      const [batch = 1, , height = 1, width = 1] = x.shape;
      const [vertical, horizontal] = [smoothing(height, smoothness), smoothing(width, smoothness)];
      const field = (): Tensor =>
        mul(matmul(matmul(vertical, normal([batch, height, width])), horizontal, false, true), displacement);
      const [right, below] = [field(), field()];
      return warped(x, displacement, ({ across, down }) => ({
        across: add(across, right),
        down: add(down, below),
      }));
    },
  },
});
