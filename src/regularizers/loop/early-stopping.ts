import type { Direction, EpochRecord, History } from "../../history/index.ts";
import { choice, count, type Decision, defineRegularizer, fixed } from "../../seams/index.ts";

interface Monitor {
  readonly name: string;
  readonly better: Direction;
  /** The value after an epoch; absent when it was not measured. */
  readonly of: (epoch: EpochRecord) => number | undefined;
}

function monitorOf(metrics: History["metrics"], wanted: "loss" | "metric"): Monitor {
  const metric = wanted === "metric" ? metrics[0] : undefined;
  return metric
    ? {
        name: `the validation metric "${metric.title}"`,
        better: metric.better,
        of: ({ validation }) => validation?.metrics[metric.id],
      }
    : { name: "the validation loss", better: "lower", of: ({ validation }) => validation?.loss };
}

interface Waiting {
  /** The epoch with the best value. */
  readonly keep: number;
  readonly best: number;
  /** The value that an epoch has to beat, by the least improvement, to count as progress. */
  readonly toBeat: number;
  readonly epochsWithout: number;
}

/** One epoch further; values are signed so that lower is better. A value that is no number is no improvement. */
function wait(
  before: Waiting,
  value: number,
  { epoch, minDelta }: { epoch: number; minDelta: number },
): Waiting {
  const isBest = value < before.best;
  const isProgress = value < before.toBeat - minDelta;
  return {
    keep: isBest ? epoch : before.keep,
    best: isBest ? value : before.best,
    toBeat: isProgress ? value : before.toBeat,
    epochsWithout: isProgress ? 0 : before.epochsWithout + 1,
  };
}

const shown = (value: number): string => String(Number(value.toPrecision(4)));

export const earlyStopping = defineRegularizer({
  id: "earlyStopping",
  title: "Early stopping",
  summary:
    "Ends training when the validation score no longer improves, and goes back to the weights of its best epoch.",
  formula: String.raw`\text{stop when } \min_{s \le t - k} L_s - \min_{s \le t} L_s \le \delta, \quad \text{keep } \arg\min_s L_s`,
  params: {
    patience: count({
      symbol: "k",
      description: "Number of epochs in a row without improvement after which training ends.",
      min: 1,
      default: 10,
      search: { from: 2, to: 50, scale: "log" },
    }),
    minDelta: fixed({
      symbol: String.raw`\delta`,
      description: "Least change of the monitored value, in its own unit, that counts as an improvement.",
      min: 0,
      default: 0,
    }),
    monitor: choice(["loss", "metric"], {
      description: "Which validation value is watched: the loss, or the leading metric of the run.",
      default: "loss",
    }),
    warmUp: count({
      description: "Number of epochs at the start that do not count.",
      min: 0,
      default: 0,
      off: 0,
    }),
  },
  strength: "patience",
  treats: ["large-gap", "late-rise", "over-confidence"],
  needs: ["validation"],
  references: [
    {
      authors: "Prechelt",
      year: 1998,
      title: "Automatic early stopping using cross validation: quantifying the criteria",
      url: "https://doi.org/10.1016/S0893-6080(98)00010-0",
    },
  ],
  source: ["002 §1.4.11"],
  at: {
    loop: ({ metrics, epochs }, { patience, minDelta, monitor, warmUp }): Decision => {
      const { name, better, of } = monitorOf(metrics, monitor);
      const sign = better === "lower" ? 1 : -1;
      const start: Waiting = {
        keep: epochs.at(-1)?.epoch ?? 0,
        best: Infinity,
        toBeat: Infinity,
        epochsWithout: 0,
      };
      const { keep, best, epochsWithout } = epochs
        .filter(({ epoch }) => epoch > warmUp)
        .reduce((before, record) => {
          const value = of(record);
          return value === undefined ? before : wait(before, sign * value, { epoch: record.epoch, minDelta });
        }, start);
      if (epochsWithout < patience) return { keep };
      const by = minDelta > 0 ? ` by more than ${minDelta}` : "";
      const where = Number.isFinite(best) ? `; it was best at epoch ${keep} (${shown(sign * best)})` : "";
      return { keep, stop: `for ${epochsWithout} epochs ${name} did not improve${by}${where}` };
    },
  },
});
