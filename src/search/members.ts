// Trainings of a search, each a set of strengths on a fold.
import type { LoneResult } from "../train/index.ts";

/** One training: a set of strengths on one fold. */
export interface Member {
  /** From 1; 1 of a hold-out too. */
  readonly fold: number;
  readonly strengths: Readonly<Record<string, number>>;
}

/** A member with what it came to. */
export interface TrainedMember extends Member {
  readonly result: LoneResult;
}

/**
 * Trains members, in any order and several at once as it likes.
 * @returns those that are done; fewer than were asked for where it was told to stop.
 */
export type TrainMembers = (members: readonly Member[]) => Promise<readonly TrainedMember[]>;

/** Equal for members of the same fold and strengths. */
export const memberKey = ({ fold, strengths }: Member): string =>
  JSON.stringify([fold, Object.entries(strengths).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

/** By their keys. */
export type Done = ReadonlyMap<string, TrainedMember>;

/** The members of a strength on the first folds, up to the first that it was not trained on. */
export function membersOf(strengths: Member["strengths"], done: Done, folds: number): TrainedMember[] {
  const all = Array.from({ length: folds }, (_, i) => done.get(memberKey({ fold: i + 1, strengths })));
  const missing = all.indexOf(undefined);
  return all.slice(0, missing < 0 ? folds : missing) as TrainedMember[];
}

/** Strengths on the first folds, each with each. */
export const pairs = (strengths: readonly Member["strengths"][], folds: number): Member[] =>
  strengths.flatMap((own) => Array.from({ length: folds }, (_, i) => ({ fold: i + 1, strengths: own })));

/** Trains what is missing of some members. @returns whether all are done. */
export async function trained(
  members: readonly Member[],
  train: TrainMembers,
  done: Map<string, TrainedMember>,
): Promise<boolean> {
  const open = members.filter((member) => !done.has(memberKey(member)));
  if (open.length > 0) for (const member of await train(open)) done.set(memberKey(member), member);
  return members.every((member) => done.has(memberKey(member)));
}
