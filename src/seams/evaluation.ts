import type { Tensor } from "../graph/index.ts";
import { actsAt, type Chosen, isTarget } from "./chosen.ts";
import { ownOf } from "./own.ts";
import type { Settings } from "./parameters.ts";
import type { ModelParameter, Product, Site } from "./seams.ts";
import type { Holdings } from "./values.ts";

/** What techniques make of a model in evaluation and in the exported file. */
export interface EvaluationSeams {
  /** What stands for a trained number. */
  values(parameter: ModelParameter): Tensor;
  layers(hidden: Tensor, site: Site, product?: Product): Tensor;
  /** @param parameter with the value that stands for the trained one. */
  weights(parameter: ModelParameter): Tensor;
  outputs(outputs: Tensor): Tensor;
}

type Technique = Chosen & { readonly key: string; readonly settings: Settings };

/** Those with a part in evaluation; `own` is what they keep, as `holdings` has it. */
const actingIn = (techniques: readonly Technique[], holdings: Holdings) =>
  techniques.flatMap((technique) => {
    const { evaluation } = technique.regularizer;
    const settings = technique.settings as never;
    return evaluation ? [{ technique, evaluation, settings, own: ownOf(technique.key, holdings) }] : [];
  });

type Acting = ReturnType<typeof actingIn>[number];

const chain = (
  all: readonly Acting[],
  start: Tensor,
  apply: (value: Tensor, acting: Acting) => Tensor | undefined,
): Tensor => all.reduce((value, each) => apply(value, each) ?? value, start);

/** What stands for trained numbers, an average. It works with what was trained, the others with what stands for it. */
function standIns(techniques: readonly Technique[], holdings: Holdings): EvaluationSeams["values"] {
  const acting = actingIn(techniques, holdings);
  return (parameter) =>
    chain(acting, parameter.value, (value, { technique, evaluation, settings, own }) =>
      isTarget(technique, parameter) ? evaluation.values?.(value, settings, { own, parameter }) : undefined,
    );
}

/** The techniques of a run in evaluation, in the order of the recipe. */
export function foldEvaluation(techniques: readonly Technique[], holdings: Holdings): EvaluationSeams {
  const values = standIns(techniques, holdings);
  // What a technique keeps is a part of the model like any other: averages of weights are also of its gains.
  const acting = actingIn(techniques, {
    parameter: (spec) => values({ ...spec, value: holdings.parameter(spec) }),
    running: (spec, after) => values({ ...spec, role: "statistic", value: holdings.running(spec, after) }),
  });
  return {
    values,
    layers: (hidden, site, product) =>
      chain(acting, hidden, (h, { technique, evaluation, settings, own }) =>
        actsAt(technique, site)
          ? evaluation.layers?.(h, settings, { own, site, ...(product && { product }) })
          : undefined,
      ),
    weights: (parameter) =>
      chain(acting, parameter.value, (w, { technique, evaluation, settings, own }) =>
        isTarget(technique, parameter) ? evaluation.weights?.(w, settings, { own, parameter }) : undefined,
      ),
    outputs: (outputs) =>
      chain(acting, outputs, (y, { evaluation, settings, own }) =>
        evaluation.outputs?.(y, settings, { own }),
      ),
  };
}
