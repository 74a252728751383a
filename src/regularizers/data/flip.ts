import { greater, reshape, reverse, where } from "../../graph/index.ts";
import { choice, defineRegularizer, live } from "../../seams/index.ts";

export const flip = defineRegularizer({
  id: "flip",
  title: "Flip",
  summary: "Turns random images from left to right, or from top to bottom.",
  formula: String.raw`x_{i, j} \leftarrow x_{i, W - 1 - j} \;\text{with probability } p`,
  params: {
    probability: live({
      symbol: String.raw`p`,
      description: "Probability that an image is turned.",
      min: 0,
      max: 1,
      default: 0.5,
      off: 0,
      search: { from: 0.1, to: 0.5, scale: "linear" },
    }),
    direction: choice(["horizontal", "vertical"], {
      description: "Whether left and right are exchanged, or top and bottom.",
      default: "horizontal",
    }),
  },
  strength: "probability",
  treats: ["large-gap"],
  needs: ["images"],
  interactions: [
    "It changes what writing says: leave it out for digits and letters, with every other augmentation too.",
  ],
  references: [
    {
      authors: "Krizhevsky et al.",
      year: 2012,
      title: "ImageNet Classification with Deep Convolutional Neural Networks",
      url: "https://papers.nips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html",
    },
  ],
  source: ["002 §1.3.8"],
  elsewhere: {
    keras: () => 'keras.layers.RandomFlip("horizontal")',
    pytorch: (probability) => `torchvision.transforms.v2.RandomHorizontalFlip(${probability})`,
    // It flips left and right already.
    ultralytics: (probability) => `model.train(…, flipud=${probability}), where up and down do not matter`,
    fastai: () => "ImageDataLoaders.from_folder(…, batch_tfms=aug_transforms())",
  },
  at: {
    data: (x, { probability, direction }, { keepMask }) => {
      const isKept = reshape(keepMask([x.shape[0] as number], probability), [x.shape[0] as number, 1, 1, 1]);
      return where(greater(isKept, 0), x, reverse(x, [direction === "horizontal" ? 3 : 2]));
    },
  },
});
