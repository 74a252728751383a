import { bug } from "../base/index.ts";
import { noise, pointsForNoise } from "../diagnose/index.ts";
import type { History } from "../history/index.ts";
import type { Decision, Regularizer } from "../seams/index.ts";
import { rowsOf, techniques } from "./parameters.ts";
import { settingText } from "./words.ts";

/** What a rule of stopping would have made of a finished learning curve. */
export interface Replay {
  /** The technique's id; absent for training to the end. */
  readonly use?: string;
  /** For people, such as "patience 5, smoothing 0.6". */
  readonly title: string;
  /** What differs from the technique's defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The point of the curve after which it ends training, and why; absent where it never does. */
  readonly stopped?: { readonly epoch: number; readonly reason: string };
  /** The point whose weights it keeps. */
  readonly kept: number;
  /** The validation loss there. */
  readonly loss: number;
  /** How far `loss` lies above the lowest validation loss of the whole curve. */
  readonly regret: number;
  /** How far the leading metric at `kept` lies from its best on the curve; 0 or more, absent where the curve lacks it. */
  readonly metricRegret?: number;
  /** Of training to the end: a patience that keeps the lowest loss, the longest that ends training where any of them does. */
  readonly patience?: number;
  /** Of training to the end: the standard deviation of the validation loss from point to point; 0 where too few tell it. */
  readonly noise?: number;
  /** The share of the curve's points that need not have been trained. */
  readonly saved: number;
}

/** A rule looks at every beginning of a curve, so that the work grows with the square of its length. */
const longest = 3000;

/**
 * What training to the end, and every rule of stopping with the settings that its technique names, would have kept, in that
 * order: nothing without finite validation losses or beyond 3,000 points.
 */
export function replay(history: History): Replay[] {
  const { epochs } = history;
  const recorded = epochs.flatMap(({ validation }) => validation?.loss ?? []);
  const losses = new Map(epochs.map(({ epoch, validation }) => [epoch, validation?.loss ?? Number.NaN]));
  const last = epochs.findLast(({ epoch }) => Number.isFinite(losses.get(epoch)));
  if (last === undefined || epochs.length > longest) return [];
  const judged = ({ epoch, keep, stop }: FirstDecision): Outcome => ({
    ...(stop !== undefined && { stopped: { epoch, reason: stop } }),
    kept: keep,
    saved: stop === undefined ? 0 : epochs.filter((point) => point.epoch > epoch).length / epochs.length,
    ...regrets(history, keep),
  });
  const rules = techniques.flatMap((technique) =>
    (technique.replays?.settings ?? [])
      .filter((settings) => isPossible(technique, settings, history))
      .map((settings) => ({
        use: technique.id,
        title: titleOf(settings),
        settings,
        ...judged(firstDecision(technique, settings, history)),
      })),
  );
  return [
    {
      title: "to the end",
      settings: {},
      ...judged({ epoch: last.epoch, keep: last.epoch }),
      patience: patienceOf(recorded),
      noise: recorded.length < pointsForNoise ? 0 : noise(recorded.filter(Number.isFinite)),
    },
    ...rules,
  ];
}

/** As many points as follow the lowest one; one more than passed without a lower one before it, where they are more. */
function patienceOf(losses: readonly number[]): number {
  const at = losses.indexOf(Math.min(...losses.filter(Number.isFinite)));
  let [lowest, waited, longestWait] = [Infinity, 0, 0];
  for (const loss of losses.slice(0, at)) {
    waited = loss < lowest ? 0 : waited + 1;
    lowest = loss < lowest ? loss : lowest;
    longestWait = Math.max(longestWait, waited);
  }
  return Math.max(losses.length - 1 - at, longestWait + 1);
}

type FirstDecision = Decision & { readonly epoch: number };
type Outcome = Omit<Replay, "use" | "title" | "settings">;

const titleOf = (settings: Readonly<Record<string, unknown>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${settingText(value)}`)
    .join(", ");

const defaultsOf = (technique: Regularizer): Record<string, unknown> =>
  Object.fromEntries(rowsOf(technique).map((row) => [row.name, row.default]));

/** Rules that watch a metric need one. */
const isPossible = (technique: Regularizer, settings: object, { metrics, epochs }: History): boolean =>
  rowsOf(technique).every(
    ({ kind, name }) =>
      kind !== "scores" ||
      !(name in settings) ||
      epochs.some(({ validation }) => Number.isFinite(validation?.metrics[metrics[0]?.id ?? ""])),
  );

const firstDecision = (technique: Regularizer, settings: object, history: History): FirstDecision =>
  technique.replays?.first(history, { ...defaultsOf(technique), ...settings } as never) ?? bug("no replays");

function regrets(
  { metrics, epochs }: History,
  kept: number,
): Pick<Replay, "loss" | "regret" | "metricRegret"> {
  const scores = epochs.find(({ epoch }) => epoch === kept)?.validation;
  const loss = scores?.loss ?? Number.NaN;
  const lowest = Math.min(
    ...epochs.map(({ validation }) => validation?.loss ?? Number.NaN).filter(Number.isFinite),
  );
  const metric = metrics[0];
  if (metric === undefined) return { loss, regret: loss - lowest };
  const sign = metric.better === "higher" ? -1 : 1;
  const errors = epochs.map(({ validation }) => sign * (validation?.metrics[metric.id] ?? Number.NaN));
  const best = Math.min(...errors.filter(Number.isFinite));
  const metricRegret = sign * (scores?.metrics[metric.id] ?? Number.NaN) - best;
  return { loss, regret: loss - lowest, ...(Number.isFinite(metricRegret) && { metricRegret }) };
}
