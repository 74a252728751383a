import { add, cos, mul, sin, sub } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";
import { drawWithin, warped } from "../images.ts";

export const rotate = defineRegularizer({
  id: "rotate",
  title: "Rotation",
  summary: "Turns each image around its centre by a random angle; zeros come in at the corners.",
  formula: String.raw`x(z) \leftarrow x(R_{\theta} z), \quad \theta \sim U(-a, a)`,
  params: {
    degrees: live({
      symbol: String.raw`a`,
      description: "Largest angle, in degrees.",
      min: 0,
      max: 180,
      default: 10,
      off: 0,
      search: { from: 2, to: 45, scale: "linear" },
    }),
  },
  strength: "degrees",
  treats: ["large-gap", "late-rise"],
  needs: ["images"],
  interactions: [
    "It moves pixels by fractions, as scaling, shear and elastic distortion do: each of them that is at work blurs the image once more.",
  ],
  references: [
    {
      authors: "Simard et al.",
      year: 2003,
      title: "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis",
      url: "https://doi.org/10.1109/ICDAR.2003.1227801",
    },
  ],
  source: ["002 §1.3.8"],
  elsewhere: {
    keras: () => "keras.layers.RandomRotation(0.03)",
    pytorch: (degrees) => `torchvision.transforms.v2.RandomRotation(${degrees})`,
    ultralytics: (degrees) => `model.train(…, degrees=${degrees})`,
  },
  at: {
    data: (x, { degrees }, { uniform }) => {
      const angle = drawWithin(mul(degrees, Math.PI / 180), x, { uniform, rank: 3 });
      const [cosine, sine] = [cos(angle), sin(angle)];
      return warped(x, degrees, ({ across, down }) => ({
        across: sub(mul(across, cosine), mul(down, sine)),
        down: add(mul(across, sine), mul(down, cosine)),
      }));
    },
  },
});
