import type { Diagnosis, Evidence } from "../diagnose/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { Prescription } from "./prescription.ts";
import type { FieldChange } from "./recipe-changes.ts";
import { changesFor, goesFirst } from "./run-changes.ts";
import { settingText } from "./words.ts";

/** `optimizer.learningRate` and 0.1 as `{ optimizer: { learningRate: 0.1 } }`. */
const nested = ([path, value]: FieldChange): Record<string, unknown> =>
  path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;

/** The changes of a run of our own that treat what was seen: those that go before techniques, and those after them. */
export function runRemedies(
  { evidence, verdict }: Diagnosis,
  recipe: Recipe,
): Readonly<Record<"before" | "after", readonly Prescription[]>> {
  const all = evidence.flatMap((fact) =>
    changesFor(fact, verdict).flatMap((change) => {
      const changed = change.inRecipe?.(recipe, fact);
      return changed ? [{ change, prescription: prescriptionOf(change, fact, changed) }] : [];
    }),
  );
  // One field has one new value: that of the sign told first.
  const found = all.filter(
    ({ prescription: { use } }, i) => all.findIndex((other) => other.prescription.use === use) === i,
  );
  const [before, after] = [true, false].map((isBefore) =>
    found
      .filter(({ change }) => goesFirst(change, verdict) === isBefore)
      .map(({ prescription }) => prescription),
  );
  return { before: before ?? [], after: after ?? [] };
}

const prescriptionOf = (
  { title, reason, watch }: Pick<Prescription, "title" | "reason" | "watch">,
  fact: Evidence,
  changed: FieldChange,
): Prescription => ({
  use: changed[0],
  title,
  reason: `${fact.sentence} ${reason}`,
  setting: nested(changed),
  flag: `--set ${changed[0]}=${settingText(changed[1])}`,
  watch,
});
