import { reshape, sizeOf } from "../graph/index.ts";
import { defineLayer } from "./define.ts";

export const flatten = defineLayer({
  id: "flatten",
  title: "Flatten",
  summary: "Lays out each example as one row of numbers; a dense layer does so by itself.",
  params: {},
  build: (x) => reshape(x, [x.shape[0] as number, sizeOf(x.shape.slice(1))]),
});
