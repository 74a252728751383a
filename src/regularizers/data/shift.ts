import { mul, sub, type Tensor } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";
import { drawWithin, warped } from "../images.ts";

export const shift = defineRegularizer({
  id: "shift",
  title: "Shift",
  summary: "Moves each image by a random distance along both axes; zeros come in from the edges.",
  formula: String.raw`x(u, v) \leftarrow x(u - a, v - b), \quad a \sim U(-sW, sW), \; b \sim U(-sH, sH)`,
  params: {
    share: live({
      symbol: String.raw`s`,
      description: "Longest distance as a share of the image's width, and of its height.",
      min: 0,
      max: 1,
      default: 0.1,
      off: 0,
      search: { from: 0.02, to: 0.3, scale: "linear" },
    }),
  },
  strength: "share",
  treats: ["large-gap", "late-rise"],
  needs: ["images"],
  interactions: ["A random crop does the same by whole pixels, without blurring: one of the two is enough."],
  references: [
    {
      authors: "Simard et al.",
      year: 2003,
      title: "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis",
      url: "https://doi.org/10.1109/ICDAR.2003.1227801",
    },
  ],
  source: [],
  elsewhere: {
    keras: () => "keras.layers.RandomTranslation(0.1, 0.1)",
    pytorch: () => "torchvision.transforms.v2.RandomAffine(0, translate=(0.1, 0.1))",
    ultralytics: () => "model.train(…, translate=0.2), from its 0.1",
  },
  at: {
    data: (x, { share }, { uniform }) => {
      const [height = 1, width = 1] = x.shape.slice(2);
      const [right, below] = [width, height].map((size) =>
        drawWithin(mul(share, size), x, { uniform, rank: 3 }),
      ) as [Tensor, Tensor];
      return warped(x, share, ({ across, down }) => ({ across: sub(across, right), down: sub(down, below) }));
    },
  },
});
