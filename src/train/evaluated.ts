import { bug } from "../base/index.ts";
import type { Shape, Tensor } from "../graph/index.ts";
import {
  type EvaluationSeams,
  foldEvaluation,
  type ModelParameter,
  type Role,
  type RunningSpec,
  type StepSeams,
} from "../seams/index.ts";
import { evaluationPass, forward, siteAt } from "./model.ts";
import type { Plan } from "./plan.ts";

/** A parameter or a running value without a value. */
export interface Spec {
  readonly name: string;
  readonly layer: string;
  readonly shape: Shape;
}

/** What gives the value of a parameter or a running value. */
type ValueOf = (spec: Omit<Spec, "layer">) => Tensor;

/** The techniques of a run in evaluation. */
export function evaluationSeams({ model, techniques }: Plan, valueOf: ValueOf): EvaluationSeams {
  const known = new Set(model.running.map(({ name }) => name));
  const running = ({ name, shape, initial }: RunningSpec): Tensor => {
    if (known.has(name)) return valueOf({ name, shape });
    // What no update moves has no average either: it stands for itself.
    if (typeof initial === "object") return valueOf({ name: initial.like, shape });
    return bug(`The model has no running value ${name}`);
  };
  return foldEvaluation(techniques, { parameter: valueOf, running });
}

/** The weights that the trained model uses, as techniques leave them, by name. */
export function evaluatedWeights(plan: Plan, valueOf: ValueOf): Record<string, Tensor> {
  const seams = evaluationSeams(plan, valueOf);
  const weights = plan.model.parameters.filter(({ role }) => role === "weight");
  return Object.fromEntries(
    weights.map((spec) => {
      const value = seams.values({ ...spec, value: valueOf(spec) });
      return [spec.name, seams.weights({ ...spec, value })];
    }),
  );
}

interface Evaluated {
  /** The value of a parameter or a running value. */
  readonly valueOf: ValueOf;
  /** May simplify the weights and running values that the model uses. */
  readonly simplified?: (view: Tensor) => Tensor;
  /** Noise of training on top, of techniques that `plan` is then to be without. */
  readonly noise?: Pick<StepSeams, "weights" | "layers">;
}

/**
 * What the trained model gives for examples, `[batch, outputs]`: free of noise, masks and penalties, with what techniques
 * leave of themselves in it (normalization, averages of weights).
 */
export function evaluatedOutputs(
  plan: Plan,
  inputs: Tensor,
  { valueOf, simplified = (view) => view, noise }: Evaluated,
): Tensor {
  const seams = evaluationSeams(plan, valueOf);
  const examples = inputs.shape[0] ?? 1;
  const known = new Map(plan.model.parameters.map((spec) => [spec.name, spec]));
  const standing = (spec: Spec, role: Role): ModelParameter => {
    const parameter = { ...(known.get(spec.name) ?? spec), role };
    return { ...parameter, value: seams.values({ ...parameter, value: valueOf(spec) }) };
  };
  const view = (spec: Spec, role: Role): Tensor => {
    const parameter = standing(spec, role);
    const value = simplified(seams.weights(parameter));
    const own = known.get(spec.name)?.perExample && { examples };
    return noise?.weights({ ...parameter, ...own, value }) ?? value;
  };
  const factor = (name: string): ModelParameter => {
    const spec = known.get(name) ?? bug(`No weight ${name}`);
    return standing(spec, spec.role);
  };
  const pass = evaluationPass({
    parameter: (spec) => view(spec, spec.role),
    running: (spec) => view(spec, "statistic"),
    site: (hidden, place, product) => {
      const site = siteAt(plan.model, place);
      const multiplied = product && { ...product, weight: factor(product.weight) };
      const value = seams.layers(hidden, site, multiplied);
      return noise?.layers(value, site, multiplied) ?? value;
    },
  });
  return seams.outputs(forward(plan.model, inputs, pass));
}
