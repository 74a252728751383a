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

type ValueOf = (spec: Omit<Spec, "layer">) => Tensor;

/** The weights that the trained model uses, as techniques leave them, by name. */
export function evaluatedWeights(plan: Plan, valueOf: ValueOf): Record<string, Tensor> {
  const seams = foldEvaluation(plan.techniques, { parameter: valueOf, running: valueOf });
  const weights = plan.model.parameters.filter(({ role }) => role === "weight");
  return Object.fromEntries(
    weights.map((spec) => [spec.name, seams.weights({ ...spec, value: valueOf(spec) })]),
  );
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
  valueOf: ValueOf,
  simplified = (view: Tensor): Tensor => view,
): Tensor {
  const seams = foldEvaluation(plan.techniques, { parameter: valueOf, running: valueOf });
  const known = new Map(plan.model.parameters.map((spec) => [spec.name, spec]));
  const view = (spec: Spec, role: Role): Tensor =>
    simplified(seams.weights({ ...(known.get(spec.name) ?? spec), role, value: valueOf(spec) }));
  const factor = (name: string): ModelParameter => {
    const spec = known.get(name) ?? bug(`No weight ${name}`);
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
