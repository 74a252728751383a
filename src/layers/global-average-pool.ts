import { mean } from "../graph/index.ts";
import { defineLayer } from "./define.ts";
import { spaceOf } from "./window.ts";

export const globalAveragePool = defineLayer({
  id: "globalAveragePool",
  title: "Global average pooling",
  summary: "Keeps the mean of each channel over the whole image or sequence.",
  params: {},
  build: (x, _, tools) => {
    const { space } = spaceOf(x, tools);
    return mean(
      x,
      space.map((_size, axis) => axis + 2),
    );
  },
});
