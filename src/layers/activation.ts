import { activationParameter } from "./activations.ts";
import { defineLayer } from "./define.ts";
import { hiddenUnits } from "./hidden.ts";

export const activation = defineLayer({
  id: "activation",
  title: "Activation",
  summary: "Applies an activation on its own, such as after a normalization.",
  params: { activation: activationParameter("Function applied to each number.") },
  build: (x, { activation: kind }, tools) => hiddenUnits(x, kind, tools),
});
