import { dense } from "../layers/index.ts";
import { definePreset } from "./define.ts";

export const logistic = definePreset({
  id: "logistic",
  title: "Logistic or linear regression",
  summary: "Maps the inputs straight to the outputs, without hidden layers.",
  params: { initializer: dense.params.initializer },
  layers: () => [],
});
