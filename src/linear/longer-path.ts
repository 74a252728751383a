import { type CrossValidation, crossValidatePath } from "./cross-validation.ts";
import type { Examples } from "./examples.ts";
import type { FoldOptions } from "./folds.ts";
import type { PathOptions } from "./options.ts";
import type { Response } from "./response.ts";

/** A cross-validation whose sequence of strengths went on where the best one was its last. */
export interface LongerCrossValidation extends CrossValidation {
  /** The last λ of the usual sequence, where it went on beyond that. */
  readonly usualEnd?: number;
}

/** At most so often, each time to a hundredth of the smallest λ, in so many steps. */
const [mostRounds, steps, share] = [3, 20, 0.01];
/** An error that changes by less than this share of its standard error is level. */
const negligible = 0.01;

/** Whether the best strength is the weakest, and about as good as those up to ten times as strong: hardly any penalty is needed. */
export function isLevelAtEnd({
  path: { lambdas },
  means,
  standardErrors,
  best,
}: Pick<CrossValidation, "path" | "means" | "standardErrors" | "best">): boolean {
  if (best === 0 || best < lambdas.length - 1) return false;
  const before = lambdas.findIndex((lambda) => lambda <= 10 * (lambdas[best] as number));
  const change = (means[before] as number) - (means[best] as number);
  return before < best && change <= negligible * (standardErrors[best] as number);
}

function goesOn(found: CrossValidation): boolean {
  const { path, best } = found;
  const last = path.lambdas.length - 1;
  // What explains hardly more from one strength to the next may do so further on.
  const isOpen = path.ending === "complete" || path.ending === "saturated";
  return best === last && isOpen && !isLevelAtEnd(found);
}

/**
 * Cross-validates a path as {@link crossValidatePath} does; where the weakest strength of its own sequence is the best, it goes on
 * to weaker ones, which all folds are fitted at, until the best lies before the end, the error is level, or a millionth of the
 * usual end is reached. Strengths that are given stay as they are.
 */
export function crossValidateLonger(
  examples: Examples,
  response: Response,
  options: PathOptions & FoldOptions = {},
): LongerCrossValidation {
  let found = crossValidatePath(examples, response, options);
  if (options.lambdas) return found;
  const usual = found.path.lambdas;
  const usualEnd = usual.at(-1) as number;
  for (let round = 0; round < mostRounds && goesOn(found); round++) {
    const { lambdas } = found.path;
    const last = lambdas.at(-1) as number;
    const more = Array.from({ length: steps }, (_, i) => last * share ** ((i + 1) / steps));
    found = crossValidatePath(examples, response, { ...options, lambdas: [...lambdas, ...more] });
  }
  return found.path.lambdas.length > usual.length ? { ...found, usualEnd } : found;
}
