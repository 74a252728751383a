import { count, fixed } from "../seams/index.ts";
import { defineSchedule } from "./define.ts";

export const step = defineSchedule({
  id: "step",
  title: "Step decay",
  summary: "Multiplies the learning rate with the same factor every few epochs.",
  formula: String.raw`\gamma^{\lfloor \mathrm{epoch} / k \rfloor}`,
  references: [],
  params: {
    every: count({ symbol: "k", description: "Number of epochs between two drops.", min: 1, default: 10 }),
    factor: fixed({
      symbol: String.raw`\gamma`,
      description: "Share of the learning rate that a drop leaves.",
      min: 0,
      aboveMin: true,
      max: 1,
      default: 0.1,
      off: 1,
    }),
  },
  factor: (progress, { every, factor }) => {
    const epoch = Math.floor(progress.step / progress.stepsPerEpoch);
    return factor ** Math.floor(epoch / every);
  },
});
