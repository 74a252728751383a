// Which strengths need not be trained on the folds that remain.
import { mean, standardError } from "../base/index.ts";
import {
  type Done,
  type Member,
  memberKey,
  membersOf,
  pairs,
  trained,
  type TrainedMember,
  type TrainMembers,
} from "./members.ts";

/** What a strength came to on a fold. */
export interface FoldScore {
  /** Infinity where training diverged. */
  readonly loss: number;
  /** The standard error of the loss over the rows of the fold. */
  readonly error: number;
}

/** On so many folds every strength is trained before one may be stopped. */
export const leastFolds = 2;
/**
 * So many further folds are trained between two looks at what may be stopped: for each, processes that are ready wait for the
 * last one, and steps are compiled again.
 */
const foldsBetween = 2;
const errorsApart = 3;

/** Of a mean over folds: as large as the folds or the rows within them make it, whichever is larger. */
const errorOf = (losses: readonly number[], rowErrors: readonly number[]): number =>
  Math.max(standardError(losses), Math.hypot(...rowErrors) / losses.length);

/**
 * Whether a strength is so much worse than the best one on the same folds that the others cannot bring it within one standard
 * error: worse by that error and three standard errors of the difference, fold by fold. Two folds alone may agree by chance,
 * so that the errors over their rows count too, as if the rows were not the same for both: which makes them too large.
 * @param best of the same folds in the same order, and maybe of more.
 */
export function isHopeless(own: readonly FoldScore[], best: readonly FoldScore[]): boolean {
  if (own.some(({ loss }) => !Number.isFinite(loss))) return true;
  if (own.length < leastFolds) return false;
  const differences = own.map(({ loss }, fold) => loss - (best[fold] as FoldScore).loss);
  const ofDifference = errorOf(
    differences,
    [...own, ...best.slice(0, own.length)].map(({ error }) => error),
  );
  const ofBest = errorOf(
    best.map(({ loss }) => loss),
    best.map(({ error }) => error),
  );
  return mean(differences) > ofBest + errorsApart * ofDifference;
}

/** Trainings of one grid: the strengths, those that are never stopped among them, and what is known so far. */
export interface Field {
  readonly strengths: readonly Member["strengths"][];
  /** What the technique is compared with when it is asked whether it helps at all. */
  readonly isKept: (strengths: Member["strengths"]) => boolean;
  readonly done: Map<string, TrainedMember>;
}

/** What a strength came to on the first folds. */
const scoresOn = (strengths: Member["strengths"], done: Done, folds: number): FoldScore[] =>
  membersOf(strengths, done, folds).map(({ result: { validation } }) => ({
    loss: validation?.loss ?? Infinity,
    error: validation?.lossStandardError ?? 0,
  }));

/** The strengths that may still be best after some folds. */
function hopefuls({ strengths, isKept, done }: Field, folds: number): readonly Member["strengths"][] {
  const scored = strengths.map((own) => ({ own, scores: scoresOn(own, done, folds) }));
  const whole = scored.filter(({ scores }) => scores.length === folds);
  const means = whole.map(({ scores }) => mean(scores.map(({ loss }) => loss)));
  const best = whole[means.indexOf(Math.min(...means))]?.scores ?? [];
  return scored.filter(({ own, scores }) => isKept(own) || !isHopeless(scores, best)).map(({ own }) => own);
}

/**
 * Some folds after others, strengths that cannot be best any more left out. One that looks hopeful again beside what is best in the end
 * is trained on all folds after all.
 * @returns whether all was done.
 */
export async function race(
  field: Field,
  folds: number,
  train: TrainMembers,
  onStopped: (strengths: number, folds: number, spared: number) => void,
): Promise<boolean> {
  let alive = field.strengths;
  for (let fold = leastFolds; fold < folds; fold += foldsBetween) {
    if (!(await trained(pairs(alive, fold), train, field.done))) return false;
    const next = hopefuls({ ...field, strengths: alive }, fold);
    const stopped = alive.length - next.length;
    if (stopped > 0) onStopped(stopped, fold, stopped * (folds - fold));
    alive = next;
  }
  if (!(await trained(pairs(alive, folds), train, field.done))) return false;
  for (;;) {
    const again = pairs(hopefuls(field, folds), folds).filter((member) => !field.done.has(memberKey(member)));
    if (again.length === 0) return true;
    if (!(await trained(again, train, field.done))) return false;
  }
}
