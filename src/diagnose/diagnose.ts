import type { History } from "../history/index.ts";
import { endWords, noise, pointsForNoise, rangedMetric, validated } from "./curve.ts";
import type { Diagnosis, Severity, Verdict } from "./diagnosis.ts";
import { lossGap, metricGap } from "./gap.ts";
import { riseOf } from "./rise.ts";
import { defaultLimits, type Limits, type Sighting } from "./sign.ts";
import { signs } from "./signs/index.ts";
import { digits, percent } from "./words.ts";

/** Which verdict speaks first: what makes the curves meaningless, what they show, what keeps them from showing it. */
const ranks: Readonly<Record<Verdict, number>> = {
  diverged: 0,
  noValidation: 1,
  suspiciousValidation: 2,
  tooShort: 3,
  // Of these two the one with more at stake decides.
  overfitting: 4,
  stillImproving: 4,
  tooNoisy: 5,
  underfitting: 6,
  healthy: 7,
};

type Seen = Sighting & { readonly sign: string };

/**
 * Judges a learning curve by its signs. Deterministic.
 * @param limits what counts as much; those not given have their defaults.
 */
export function diagnose(history: History, limits: Partial<Limits> = {}): Diagnosis {
  const all: Limits = { ...defaultLimits, ...limits };
  const seen = signs.flatMap((sign) => {
    const sighting = sign.look(history, all);
    return sighting ? [{ sign: sign.id, ...sighting }] : [];
  });
  const explained = new Set(seen.flatMap(({ explains = [] }) => explains));
  const leading = lead(seen.filter(({ sign }) => !explained.has(sign)));
  const verdict = leading?.verdict ?? "healthy";
  const bestEpoch = best(history);
  return {
    verdict,
    ...(verdict === "overfitting" && overfitting(history, seen, all)),
    ...(bestEpoch !== undefined && { bestEpoch }),
    sentence: leading?.sentence ?? healthy(history),
    evidence: telling(seen, verdict).map(({ sign, sentence, numbers }) => ({ sign, sentence, numbers })),
  };
}

/** After a divergence all other numbers are its wreckage: only what proves it is told. */
const telling = (seen: readonly Seen[], verdict: Verdict): readonly Seen[] =>
  verdict === "diverged" ? seen.filter((sighting) => sighting.verdict === verdict) : seen;

/** The sighting that decides; among those of one verdict the first, among equals in rank the one with more at stake. */
function lead(seen: readonly Sighting[]): Sighting | undefined {
  const stakes = new Map<Verdict, number>();
  for (const { verdict, stake = 0 } of seen) {
    if (verdict) stakes.set(verdict, Math.max(stake, stakes.get(verdict) ?? 0));
  }
  const [first] = [...stakes].toSorted(([a, atA], [b, atB]) => ranks[a] - ranks[b] || atB - atA);
  return first && seen.find(({ verdict }) => verdict === first[0]);
}

/** Severity, and the onset where a sign dates one or a short curve turned by as much as a large gap. */
function overfitting(
  history: History,
  seen: readonly Sighting[],
  limits: Limits,
): { readonly severity: Severity; readonly onset?: number } {
  const stake = Math.max(
    ...seen.filter(({ verdict }) => verdict === "overfitting").map((sighting) => sighting.stake ?? 0),
  );
  const severity = stake >= limits.severe ? "severe" : stake >= limits.moderate ? "moderate" : "mild";
  const onset = seen.find((sighting) => sighting.onset !== undefined)?.onset ?? likelyTurn(history, limits);
  return { severity, ...(onset !== undefined && { onset }) };
}

/**
 * Where other signs prove the overfitting, a rise dates it that could not prove it by itself: of a curve that is too short to
 * show its own noise, or by four times that noise.
 */
function likelyTurn(history: History, limits: Limits): number | undefined {
  const rise = riseOf(history, limits);
  const losses = validated(history).map(({ validation }) => validation.loss);
  const isLikely = losses.length < pointsForNoise || (rise !== undefined && rise.size >= 4 * noise(losses));
  return rise && isLikely && rise.share >= limits.largeGap ? rise.onset.epoch : undefined;
}

function best(history: History): number | undefined {
  const records = history.epochs.filter(({ validation }) => Number.isFinite(validation?.loss));
  const lowest = Math.min(...records.map(({ validation }) => validation?.loss ?? Number.POSITIVE_INFINITY));
  return records.find(({ validation }) => validation?.loss === lowest)?.epoch;
}

function healthy(history: History): string {
  const metric = rangedMetric(history);
  const ofMetric = metricGap(history);
  const ofLoss = lossGap(history);
  const scores =
    metric && ofMetric
      ? `${metric.name} ${percent(ofMetric.train)} against ${percent(ofMetric.validation)}`
      : `loss ${digits(ofLoss?.train ?? Number.NaN)} against ${digits(ofLoss?.validation ?? Number.NaN)}`;
  return `${endWords(validated(history))} training and validation agree (${scores}) and validation loss shows no lasting rise.`;
}
