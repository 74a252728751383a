import { bug } from "../base/index.ts";
import type { Shape, Tensor } from "../graph/index.ts";
import { foldEvaluation, type ModelParameter, type Role } from "../seams/index.ts";
import { evaluationPass, forward, siteAt } from "./model.ts";
import type { Plan } from "./plan.ts";

/** A parameter or a running value without a value. */
interface Spec {
  readonly name: string;
  readonly layer: string;
  readonly shape: Shape;
}

/**
 * What the trained model gives for examples, `[batch, outputs]`: free of noise, masks and penalties, with what techniques
 * leave of themselves in it (normalization, averages of weights).
 * @param valueOf the value of a parameter or a running value.
 * @param simplified may simplify the weights and running values that the model uses.
 */
export function evaluatedOutputs(
  plan: Plan,
  inputs: Tensor,
  valueOf: (spec: Omit<Spec, "layer">) => Tensor,
  simplified = (view: Tensor): Tensor => view,
): Tensor {
  const seams = foldEvaluation(plan.techniques, { parameter: valueOf, running: valueOf });
  const view = ({ name, layer, shape }: Spec, role: Role): Tensor =>
    simplified(seams.weights({ name, layer, role, value: valueOf({ name, shape }) }));
  const factor = (name: string): ModelParameter => {
    const spec =
      plan.model.parameters.find((parameter) => parameter.name === name) ?? bug(`No weight ${name}`);
    return { ...spec, value: valueOf(spec) };
  };
  const pass = evaluationPass({
    parameter: (spec) => view(spec, spec.role),
    running: (spec) => view(spec, "statistic"),
    site: (hidden, place, product) =>
      seams.layers(
        hidden,
        siteAt(plan.model, place),
        product && { ...product, weight: factor(product.weight) },
      ),
  });
  return seams.outputs(forward(plan.model, inputs, pass));
}
