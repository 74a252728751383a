import { fixed } from "../seams/index.ts";
import { defineSchedule, floor } from "./define.ts";

export const linear = defineSchedule({
  id: "linear",
  title: "Linear decay",
  summary: "Keeps the full learning rate for a share of the run, then lowers it in equal steps to a floor.",
  formula: String.raw`1 - (1 - f) \max\left(0, \frac{t / T - h}{1 - h}\right)`,
  references: [],
  params: {
    hold: fixed({
      symbol: "h",
      description: "Share of the run with the full learning rate, before it falls.",
      min: 0,
      max: 1,
      default: 0,
      off: 1,
    }),
    floor,
  },
  factor: (progress, { hold, floor }) => {
    const share = Math.min(1, progress.step / progress.totalSteps);
    return share <= hold ? 1 : 1 - ((1 - floor) * (share - hold)) / (1 - hold);
  },
});
