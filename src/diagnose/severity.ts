import type { History } from "../history/index.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import type { Diagnosis, Severity } from "./diagnosis.ts";
import type { Limits, Sighting } from "./sign.ts";
import { digits } from "./words.ts";

/** Half to double: a guess among ten classes costs 3.3 times, among four twice as much as one among two. */
const reach = 2;

type Found = Required<Pick<Diagnosis, "severity">> &
  Pick<Diagnosis, "uncertainSeverity"> & {
    /** A sentence with a space before it, where the severity hinges on a guess. */
    readonly remark: string;
  };

/**
 * How severe overfitting is: by the sighting with most at stake.
 * @param told the sentence that the remark follows
 */
export function severityOf(history: History, seen: readonly Sighting[], limits: Limits, told: string): Found {
  const sightings = seen.filter(({ verdict }) => verdict === "overfitting");
  const stake = Math.max(...sightings.map((sighting) => sighting.stake ?? 0));
  const severity = stake >= limits.severe ? "severe" : stake >= limits.moderate ? "moderate" : "mild";
  const baseline = baselineOf(history);
  const { loss, source, basis } = baseline;
  if (source !== "guessed") return { severity, remark: "" };
  // What does not hinge on the guess has this much at stake whatever it is.
  const sure = Math.max(0, ...sightings.map(({ stake: own = 0, stakeAt }) => (stakeAt ? 0 : own)));
  const least = leastLoss(baseline, stake, limits);
  const turnAt = (share: number): number | undefined => {
    if (sure >= share) return undefined;
    const at = Math.max(...sightings.map(({ stakeAt }) => stakeAt?.(share) ?? 0));
    return at > least && at < loss * reach ? at : undefined;
  };
  const [severeBelow, mildAbove] = [turnAt(limits.severe), turnAt(limits.moderate)];
  const turns = [
    ...(severeBelow === undefined ? [] : [aroundSevere(severity, digits(severeBelow))]),
    ...(mildAbove === undefined ? [] : [aroundMild(severity, digits(mildAbove))]),
  ];
  if (turns.length === 0) return { severity, remark: "" };
  const guess = told.includes("guessed at") ? "The guess" : `The guess for nothing learned (${digits(loss)})`;
  return {
    severity,
    uncertainSeverity: {
      ...(severeBelow !== undefined && { severeBelow }),
      ...(mildAbove !== undefined && { mildAbove }),
    },
    remark: ` ${guess} is ${basis}: the overfitting would be ${turns.join(", ")}.`,
  };
}

/** How low nothing learned may score: a start so high that hardly anything seems at stake tells nothing of how much is. */
const leastLoss = ({ loss, isByStart }: Baseline, stake: number, { smallest }: Limits): number =>
  isByStart && stake < smallest ? 0 : loss / reach;

const aroundSevere = (now: Severity, loss: string): string =>
  now === "severe" ? `moderate above ${loss}` : `severe below ${loss}`;

const aroundMild = (now: Severity, loss: string): string =>
  now === "mild" ? `moderate below ${loss}` : `mild above ${loss}`;
