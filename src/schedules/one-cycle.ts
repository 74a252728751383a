import { fixed } from "../seams/index.ts";
import { defineSchedule } from "./define.ts";

/** From one value to another along half a cosine; `share` in [0, 1]. */
const glide = (from: number, to: number, share: number): number =>
  to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));

export const oneCycle = defineSchedule({
  id: "oneCycle",
  title: "One cycle",
  summary:
    "Raises the learning rate to its full value and lowers it far below the start; as in PyTorch, without its momentum cycle.",
  formula: String.raw`\tfrac{1}{d} \to 1 \text{ until } t = pT - 1, \quad 1 \to \tfrac{1}{d e} \text{ until } t = T - 1, \text{ each along half a cosine}`,
  references: [
    {
      authors: "Smith and Topin",
      year: 2018,
      title: "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates",
      url: "https://arxiv.org/abs/1708.07120",
    },
  ],
  params: {
    peak: fixed({
      symbol: "p",
      description: "Share of the run after which the learning rate is at its full value.",
      min: 0,
      max: 1,
      default: 0.3,
    }),
    startDivisor: fixed({
      symbol: "d",
      description: "How many times smaller the first learning rate is than the full one.",
      min: 1,
      default: 25,
    }),
    endDivisor: fixed({
      symbol: "e",
      description: "How many times smaller the last learning rate is than the first one.",
      min: 1,
      default: 1e4,
    }),
  },
  factor: ({ step, totalSteps }, { peak, startDivisor, endDivisor }) => {
    const top = peak * totalSteps - 1;
    const last = totalSteps - 1;
    const start = 1 / startDivisor;
    if (step < top) return glide(start, 1, step / top);
    // A peak at the very end leaves no room for the way down, and the full rate is its last value.
    return top >= last ? 1 : glide(1, start / endDivisor, Math.min(1, (step - top) / (last - top)));
  },
});
