import { defineSchedule, floor } from "./define.ts";

export const cosine = defineSchedule({
  id: "cosine",
  title: "Cosine decay",
  summary:
    "Lowers the learning rate along half a cosine, from its full value at the start to a floor at the end.",
  formula: String.raw`f + \frac{1 - f}{2} \left( 1 + \cos \frac{\pi t}{T} \right)`,
  references: [
    {
      authors: "Loshchilov and Hutter",
      year: 2017,
      title: "SGDR: Stochastic Gradient Descent with Warm Restarts",
      url: "https://arxiv.org/abs/1608.03983",
    },
  ],
  params: {
    floor,
  },
  factor: (progress, { floor }) => {
    const share = Math.min(1, progress.step / progress.totalSteps);
    return floor + ((1 - floor) / 2) * (1 + Math.cos(Math.PI * share));
  },
});
