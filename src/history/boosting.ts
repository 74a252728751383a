import { historiesOf, type LogManner } from "./log-history.ts";
import { column, type LogTable, type Recorded } from "./log-table.ts";
import { type LogPart, measureOf } from "./measures.ts";
import type { History } from "./record.ts";

/** One metric on one set of rows, by boosting round. */
export interface BoostingSeries {
  /** As the program calls it: `train`, `validation_0`, `valid_1`. */
  readonly set: string;
  readonly metric: string;
  readonly values: readonly Recorded[];
}

const ofTrain = /^(?:train|training|learn|dtrain|fit|in_?sample)/iu;
const ofTest = /^(?:test|tst|dtest)/iu;

/**
 * What each set is. By its name; of sets that are only numbered, as scikit-learn's interface has it, the first is of
 * training when there are several, since `eval_set=[(train), (validation)]` is how people have both.
 */
function partsOf(sets: readonly string[]): ReadonlyMap<string, LogPart> {
  const hasTrain = sets.some((set) => ofTrain.test(set));
  return new Map(
    sets.map((set, i) => {
      if (ofTrain.test(set)) return [set, "train"];
      if (!hasTrain && i === 0 && sets.length > 1) return [set, "train"];
      return [set, ofTest.test(set) ? "test" : "validation"];
    }),
  );
}

/** The learning curves of boosting: every metric without a penalty, measured on the whole sets after the round. */
export function boostingHistories(
  series: readonly BoostingSeries[],
  rounds: readonly number[],
  manner: Omit<LogManner, "trainLoss" | "validationLoss">,
): History[] {
  const sets = [...new Set(series.map(({ set }) => set))];
  const parts = partsOf(sets);
  const used = new Map<LogPart, string>();
  for (const [set, part] of parts) if (!used.has(part)) used.set(part, set);
  const kept = series.filter(({ set }) => used.get(parts.get(set) as LogPart) === set);
  const others = sets.filter((set) => ![...used.values()].includes(set));
  const table: LogTable = {
    rows: rounds.length,
    columns: [
      column("iteration", rounds),
      ...kept.map(({ set, metric, values }) =>
        column(`${set} ${metric}`, values, measureOf(metric, parts.get(set))),
      ),
    ],
  };
  const guessed = parts.get(sets[0] ?? "") === "train" && !ofTrain.test(sets[0] ?? "");
  return historiesOf(table, {
    ...manner,
    trainLoss: { measured: "evaluation", penalty: "outside" },
    validationLoss: { measured: "evaluation", penalty: "outside" },
    unit: "iteration",
    remarks: [
      ...(manner.remarks ?? []),
      ...(guessed
        ? [
            {
              kind: "guessedParts",
              sentence: `The sets are only numbered: "${sets[0]}" is taken for training, "${sets[1]}" for validation.`,
            } as const,
          ]
        : []),
      ...(others.length > 0
        ? [
            {
              kind: "leftOut",
              sentence: `Further sets are left out: ${others.slice(0, 5).join(", ")}.`,
            } as const,
          ]
        : []),
    ],
  });
}
