// Classes that held-out rows have and the training rows beside them do not: no model can tell them.
import { type SourceDataset, split } from "../data/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { Plan } from "./plan.ts";

/** More of them nobody reads one by one. */
const mostTold = 5;

function unseenAmong(
  { targets }: Pick<SourceDataset, "targets">,
  { train, validation, test }: Plan["rows"],
): string[] {
  if (targets.kind !== "classes") return [];
  const { labels, classes } = targets;
  const [seen, judging] = [new Set<number>(), new Set<number>()];
  for (const row of train) seen.add(labels[row] as number);
  for (const part of [validation, test]) for (const row of part) judging.add(labels[row] as number);
  return classes.filter((_, label) => judging.has(label) && !seen.has(label));
}

/** "class a", "classes a, b, … (7)". */
function named(classes: readonly string[]): string {
  const more = classes.length > mostTold ? `, … (${classes.length})` : "";
  return `class${classes.length === 1 ? "" : "es"} ${classes.slice(0, mostTold).join(", ")}${more}`;
}

/** Classes that a run is judged by and learns nothing of, as a sentence or none. */
export function unseenClasses(dataset: Pick<SourceDataset, "targets">, rows: Plan["rows"]): string[] {
  const unseen = unseenAmong(dataset, rows);
  return unseen.length === 0
    ? []
    : [`no training row is of ${named(unseen)}, validation or test rows are: no model can tell them`];
}

/**
 * The same of the folds of a cross-validation.
 * @param recipe of one of the folds.
 * @throws UserError where the rows beside a fold cannot train a model.
 */
export function unseenInFolds(source: SourceDataset, { split: spec, seed }: Recipe): string[] {
  const { folds } = spec;
  if (!folds) return [];
  const found = Array.from({ length: folds.count }, (_, i) => i + 1).flatMap((number) => {
    const rows = split(source, { ...spec, folds: { ...folds, number } }, spec.seed ?? seed);
    const unseen = unseenAmong(source, { ...rows, test: new Int32Array() });
    return unseen.length === 0
      ? []
      : [
          `no row beside fold ${number} of ${folds.count} is of ${named(unseen)}: no model can tell them there`,
        ];
  });
  return found.length > mostTold
    ? [...found.slice(0, mostTold), `… and ${found.length - mostTold} more folds`]
    : found;
}
