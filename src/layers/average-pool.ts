import { averagePool as meanOfWindows } from "../graph/index.ts";
import { defineLayer } from "./define.ts";
import { poolingParameters, poolingWindows } from "./pooling.ts";

export const averagePool = defineLayer({
  id: "averagePool",
  title: "Average pooling",
  summary: "Keeps the mean of each window, channel by channel; padding counts as zeros.",
  params: poolingParameters,
  build: (x, settings, tools) => meanOfWindows(x, poolingWindows(x, settings, tools)),
});
