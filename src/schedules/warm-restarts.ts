import { count, fixed } from "../seams/index.ts";
import { defineSchedule } from "./define.ts";

/** How far the current period has run, in [0, 1), after `epochs` (a real number) of the run. */
function shareOfPeriod(epochs: number, period: number, stretch: number): number {
  if (stretch === 1) return (epochs % period) / period;
  // Before period k lie period · (stretchᵏ − 1) / (stretch − 1) epochs; the rounding guards whole periods.
  const periods = Math.log(1 + (epochs / period) * (stretch - 1)) / Math.log(stretch);
  const scale = stretch ** Math.floor(periods + 1e-12);
  return (epochs - (period * (scale - 1)) / (stretch - 1)) / (period * scale);
}

export const warmRestarts = defineSchedule({
  id: "warmRestarts",
  title: "Cosine decay with warm restarts",
  summary: "Lowers the learning rate along half a cosine again and again, in periods that may grow.",
  formula: String.raw`f + \frac{1 - f}{2} \left( 1 + \cos \frac{\pi t_i}{T_i} \right), \quad T_i = k s^i`,
  references: [
    {
      authors: "Loshchilov and Hutter",
      year: 2017,
      title: "SGDR: Stochastic Gradient Descent with Warm Restarts",
      url: "https://arxiv.org/abs/1608.03983",
    },
  ],
  params: {
    period: count({
      symbol: "k",
      description: "Number of epochs until the first restart.",
      min: 1,
      default: 10,
    }),
    stretch: count({
      symbol: "s",
      description: "How many times longer each period is than the one before.",
      min: 1,
      default: 2,
    }),
    floor: fixed({
      symbol: "f",
      description: "Share of the learning rate that is left before a restart.",
      min: 0,
      max: 1,
      default: 0,
      off: 1,
    }),
  },
  factor: (progress, { period, stretch, floor }) => {
    const share = shareOfPeriod(progress.step / progress.stepsPerEpoch, period, stretch);
    return floor + ((1 - floor) / 2) * (1 + Math.cos(Math.PI * share));
  },
});
