import type { Tensor } from "../graph/index.ts";
import { actsAt, type Chosen, isTarget } from "./chosen.ts";
import { ownOf } from "./own.ts";
import type { Settings } from "./parameters.ts";
import type { ModelParameter, Product, Site } from "./seams.ts";
import type { Holdings } from "./values.ts";

/** What techniques make of a model in evaluation and in the exported file. */
export interface EvaluationSeams {
  layers(hidden: Tensor, site: Site, product?: Product): Tensor;
  weights(parameter: ModelParameter): Tensor;
  outputs(outputs: Tensor): Tensor;
}

/** The techniques of a run in evaluation, in the order of the recipe. */
export function foldEvaluation(
  techniques: readonly (Chosen & { readonly key: string; readonly settings: Settings })[],
  holdings: Holdings,
): EvaluationSeams {
  const acting = techniques.flatMap((technique) => {
    const { evaluation } = technique.regularizer;
    const settings = technique.settings as never;
    return evaluation ? [{ technique, evaluation, settings, own: ownOf(technique.key, holdings) }] : [];
  });
  type Acting = (typeof acting)[number];
  const chain = (start: Tensor, apply: (value: Tensor, acting: Acting) => Tensor | undefined): Tensor =>
    acting.reduce((value, each) => apply(value, each) ?? value, start);
  return {
    layers: (hidden, site, product) =>
      chain(hidden, (h, { technique, evaluation, settings, own }) =>
        actsAt(technique, site)
          ? evaluation.layers?.(h, settings, { own, site, ...(product && { product }) })
          : undefined,
      ),
    weights: (parameter) =>
      chain(parameter.value, (w, { technique, evaluation, settings, own }) =>
        isTarget(technique, parameter) ? evaluation.weights?.(w, settings, { own, parameter }) : undefined,
      ),
    outputs: (outputs) =>
      chain(outputs, (y, { evaluation, settings, own }) => evaluation.outputs?.(y, settings, { own })),
  };
}
