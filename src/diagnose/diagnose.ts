import { type History, unitWord } from "../history/index.ts";
import { baselineOf } from "./baseline.ts";
import { evaluated, noise, pointsForNoise } from "./curve.ts";
import type { Diagnosis, Verdict } from "./diagnosis.ts";
import { healthySentence } from "./healthy.ts";
import { riseOf } from "./rise.ts";
import { severityOf } from "./severity.ts";
import { defaultLimits, type Limits, type Sighting } from "./sign.ts";
import { signs } from "./signs/index.ts";

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
  noTraining: 6,
  underfitting: 7,
  healthy: 8,
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
  const { loss, source } = baselineOf(history);
  const sentence = leading?.sentence ?? healthySentence(history, all);
  return {
    verdict,
    ...(bestEpoch !== undefined && { bestEpoch }),
    baseline: { loss, source },
    sentence,
    ...(verdict === "overfitting" && overfitting(history, seen, all, sentence)),
    evidence: telling(seen, verdict).map(({ sign, ...fact }) => ({
      sign,
      sentence: fact.sentence,
      numbers: fact.numbers,
      ...(fact.metric !== undefined && { metric: fact.metric }),
    })),
  };
}

/** How severe overfitting is and when it began, with what is no more than likely of it told after the sentence. */
function overfitting(
  history: History,
  seen: readonly Sighting[],
  limits: Limits,
  told: string,
): Pick<Diagnosis, "severity" | "uncertainSeverity" | "onset" | "sentence"> {
  const { remark, ...severity } = severityOf(history, seen, limits, told);
  const onset = onsetOf(history, seen, limits);
  const isLikely = onset !== undefined && !seen.some((sighting) => sighting.onset === onset);
  return {
    ...severity,
    ...(onset !== undefined && { onset }),
    sentence: `${told}${isLikely ? likely(history, onset) : ""}${remark}`,
  };
}

/** An onset that no sign proves by itself. */
const likely = (history: History, onset: number): string =>
  ` It likely began at ${unitWord(history)} ${onset}, from which on the validation loss is higher.`;

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

/** Where a sign dates one or a short curve turned by as much as a large gap. */
const onsetOf = (history: History, seen: readonly Sighting[], limits: Limits): number | undefined =>
  seen.find(({ onset }) => onset !== undefined)?.onset ?? likelyTurn(history, limits);

/**
 * Where other signs prove the overfitting, a rise dates it that could not prove it by itself: of a curve that is too short to
 * show its own noise, or by four times that noise.
 */
function likelyTurn(history: History, limits: Limits): number | undefined {
  const rise = riseOf(history, limits);
  const losses = evaluated(history).map(({ validation }) => validation.loss);
  const isLikely = losses.length < pointsForNoise || (rise !== undefined && rise.size >= 4 * noise(losses));
  return rise && isLikely && rise.share >= limits.largeGap ? rise.onset.epoch : undefined;
}

function best(history: History): number | undefined {
  const records = history.epochs.filter(({ validation }) => Number.isFinite(validation?.loss));
  const lowest = Math.min(...records.map(({ validation }) => validation?.loss ?? Number.POSITIVE_INFINITY));
  return records.find(({ validation }) => validation?.loss === lowest)?.epoch;
}
