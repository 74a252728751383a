// Values that stand for trained ones in evaluation: averages of where training has been.
import type { Tensor } from "../graph/index.ts";
import type { EvaluationTools, ModelParameter, Role, Running } from "../seams/index.ts";

/** What a whole model consists of. */
export const everyRole = [
  "weight",
  "bias",
  "gain",
  "offset",
  "spread",
  "statistic",
] as const satisfies readonly Role[];

/** As the end of "both decide …": one value stands for a weight. */
export const standing = "the weights that are evaluated";

/** The running value that stands for a parameter; it starts like it. */
export const standIn = (
  name: string,
  { own, parameter }: EvaluationTools & { readonly parameter: ModelParameter },
  after?: Running["after"],
): Tensor =>
  own(parameter).running(name, {
    shape: parameter.value.shape,
    initial: { like: parameter.name },
    after,
  });
