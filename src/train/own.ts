import { constant, input } from "../graph/index.ts";
import {
  foldEvaluation,
  foldSeams,
  type Holdings,
  type ModelParameter,
  type ParameterSpec,
  type RunningSpec,
  type StepSeams,
  type StepValues,
} from "../seams/index.ts";
import { forward, inputTypeOf, type Model, siteAt } from "./model.ts";
import { activate, type Technique } from "./techniques.ts";

type RunValues = Pick<StepValues, "classes" | "stepsPerEpoch" | "epochs">;

/** Seams that hear what techniques ask for. */
function listeningSeams(model: Model, techniques: readonly Technique[], run: RunValues) {
  const parameters = new Map<string, ParameterSpec>();
  const running = new Map<string, RunningSpec>();
  const holdings: Holdings = {
    parameter: (spec) => {
      parameters.set(spec.name, spec);
      return input(spec.name, spec.shape);
    },
    running: (spec) => {
      running.set(spec.name, spec);
      return input(spec.name, spec.shape);
    },
  };
  const seams = foldSeams(activate(techniques), {
    ...run,
    key: () => constant(0, [], "int32"),
    trainingRows: constant(1),
    learningRate: constant(1),
    step: constant(0),
    sites: model.sites,
    holdings,
  });
  return { parameters, running, seams, holdings };
}

/** As in a batch of one example. */
const valueOf = (spec: ParameterSpec): ModelParameter => ({
  ...spec,
  ...(spec.perExample && { examples: 1 }),
  value: input(spec.name, spec.shape),
});

/** Lets techniques act on one example's way through the model. */
function pass(model: Model, weights: readonly ModelParameter[], seams: StepSeams): void {
  const byName = new Map(weights.map((weight) => [weight.name, weight]));
  const weightOf = (name: string): ModelParameter => byName.get(name) as ModelParameter;
  forward(model, input("example", [1, ...model.inputShape], inputTypeOf(model)), {
    isTraining: true,
    present: undefined,
    parameter: ({ name }) => seams.weights(weightOf(name)),
    running: ({ name, shape }) => input(name, shape),
    site: (hidden, place, product) =>
      seams.layers(hidden, siteAt(model, place), product && { ...product, weight: weightOf(product.weight) }),
  });
}

/** A model with the parameters and running values that its techniques keep, found by letting them act once. */
export function withTechniques(model: Model, techniques: readonly Technique[], run: RunValues): Model {
  const { parameters, running, seams, holdings } = listeningSeams(model, techniques, run);
  const weights = model.parameters.map(valueOf);
  pass(model, weights, seams);
  seams.penalty(weights);
  const statistics = [...model.running, ...running.values()].map(
    ({ name, layer, shape }): ModelParameter => ({
      name,
      layer,
      role: "statistic",
      value: input(name, shape),
    }),
  );
  for (const parameter of [...weights, ...[...parameters.values()].map(valueOf), ...statistics])
    seams.update(parameter, parameter.value);
  // One by one and last: what is found after training has no average.
  for (const technique of techniques)
    foldEvaluation([technique], holdings).outputs(input("outputs", [1, model.outputs]));
  return {
    ...model,
    parameters: [...model.parameters, ...parameters.values()],
    running: [...model.running, ...running.values()],
  };
}
