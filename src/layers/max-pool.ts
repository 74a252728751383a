import { maxPool as largestOfWindows } from "../graph/index.ts";
import { defineLayer } from "./define.ts";
import { poolingParameters, poolingWindows } from "./pooling.ts";

export const maxPool = defineLayer({
  id: "maxPool",
  title: "Max pooling",
  summary: "Keeps the largest number of each window, channel by channel.",
  params: poolingParameters,
  build: (x, settings, tools) => largestOfWindows(x, poolingWindows(x, settings, tools)),
});
