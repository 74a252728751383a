import { fixed } from "../seams/index.ts";
import { defineSchedule } from "./define.ts";

export const warmUp = defineSchedule({
  id: "warmUp",
  title: "Warm-up",
  summary: "Raises the learning rate in equal steps over the first epochs, then keeps it.",
  formula: String.raw`\min(1, (t + 1) / t_w)`,
  references: [
    {
      authors: "Goyal et al.",
      year: 2017,
      title: "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour",
      url: "https://arxiv.org/abs/1706.02677",
    },
  ],
  params: {
    epochs: fixed({
      description: "Number of epochs, or a part of one, until the full learning rate is reached.",
      min: 0,
      default: 1,
      off: 0,
    }),
  },
  factor: (progress, { epochs }) => {
    const steps = Math.max(1, Math.round(epochs * progress.stepsPerEpoch));
    return Math.min(1, (progress.step + 1) / steps);
  },
});
