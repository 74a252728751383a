import type { LogColumn } from "./log-table.ts";
import type { Roles } from "./log-roles.ts";

/** The leading score that lies between 0 and 1. */
const scoreIn = (columns: readonly LogColumn[]): LogColumn | undefined =>
  columns.find(
    ({ measure, values }) => measure.isShare && values.every((value) => value === undefined || value <= 1),
  );

/** Roles of a log without any loss but with a score between 0 and 1: what is missing to 1 stands for the loss. */
export function lossFromScore(roles: Roles): Roles | undefined {
  const leading = scoreIn([...roles.metrics.validation, ...roles.metrics.test, ...roles.metrics.train]);
  if (leading === undefined) return undefined;
  const missing = (columns: readonly LogColumn[]): LogColumn | undefined => {
    const score = columns.find(({ measure }) => measure.id === leading.measure.id);
    return (
      score && {
        ...score,
        name: `1 − ${score.name}`,
        values: score.values.map((value) => (value === undefined ? undefined : 1 - value)),
      }
    );
  };
  const validation = missing(roles.metrics.validation) ?? missing(roles.metrics.test);
  return { ...roles, train: missing(roles.metrics.train), validation };
}
