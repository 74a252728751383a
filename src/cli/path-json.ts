import { coefficientsAt, type LongerCrossValidation } from "../linear/index.ts";
import {
  columnCounts,
  pathRemarks,
  type PathTold,
  penaltyDifferences,
  type PenaltyModel,
} from "../report/index.ts";
import type { PathTable } from "./path-table.node.ts";

/** A penalty, and what came of it. */
export interface FittedPenalty extends PenaltyModel {
  readonly alpha: number;
}

function modelJson(validation: LongerCrossValidation, told: PathTold, twins: readonly string[]) {
  const { path, means, standardErrors, measure, folds, lambdaMin, lambda1se } = validation;
  const counts = columnCounts(path);
  const at = (lambda: number) => {
    const { intercepts, coefficients } = coefficientsAt(path, lambda);
    const outputs = Array.from(intercepts, (intercept, output) => ({
      intercept,
      coefficients: Array.from(coefficients.subarray(output * path.columns, (output + 1) * path.columns)),
    }));
    return { lambda, isExact: path.exact[path.lambdas.indexOf(lambda)], outputs };
  };
  return {
    alpha: path.alpha,
    folds: folds.length,
    measure,
    path: Array.from(path.lambdas, (lambda, i) => ({
      lambda,
      columns: counts[i],
      devianceRatio: path.devianceRatios[i],
      mean: means[i],
      standardError: standardErrors[i],
    })),
    ending: path.ending,
    foldPaths: folds,
    lambdaMin: at(lambdaMin),
    lambda1se: at(lambda1se),
    ...(validation.usualEnd !== undefined && { usualEnd: validation.usualEnd }),
    isAtEdge: validation.isAtEdge,
    remarks: [...pathRemarks(path, told, validation), ...twins],
  };
}

/** What `ockham path --json` prints: one model, or several side by side. */
export function pathJson(
  { dataset, examples }: PathTable,
  models: readonly FittedPenalty[],
  told: PathTold,
  twins: readonly string[],
) {
  const data = {
    name: dataset.name,
    rows: dataset.rows,
    columns: examples.names ?? [],
    target: dataset.target?.name ?? null,
  };
  const classes = dataset.targets.kind === "classes" ? dataset.targets.classes : null;
  const family = models[0]?.validation.path.family;
  const all = models.map(({ title, validation }) => ({ title, ...modelJson(validation, told, twins) }));
  if (all.length > 1)
    return { data, family, classes, penalties: all, differences: penaltyDifferences(models) };
  const { title: penalty, ...only } = all[0] as (typeof all)[number];
  return { data, family, classes, penalty, ...only };
}
