import type { Instruction } from "../base/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { LoneResult } from "../train/index.ts";

/** The data of a recipe. */
export interface DataJob {
  readonly recipe: Recipe;
  readonly baseFolder: string;
  readonly dataFolders: readonly string[];
}

/** Trainings without a folder: a recipe, once with each of some sets of strengths. */
export interface MemberJob extends DataJob {
  /** All of the same paths. */
  readonly members: readonly Readonly<Record<string, number>>[];
}

/** How the members of a job were trained. */
export interface Way {
  /** How many at once; 1 is one after another. */
  readonly together: number;
  /** Milliseconds of an update of one member: one after another, and at once where that is possible. */
  readonly aloneMs?: number;
  readonly togetherMs?: number;
}

/** What a process for members hears. */
export type ToMember =
  | { readonly kind: "data"; readonly job: DataJob }
  | { readonly kind: "members"; readonly job: MemberJob }
  | { readonly kind: "stop" };

/**
 * What it says: `hashed` about data, `way` once for each job of members, `trained` for each of them, and `done` after the last of
 * a job.
 */
export type FromMember =
  | { readonly kind: "hashed"; readonly hash: string }
  | { readonly kind: "way"; readonly way: Way }
  | { readonly kind: "trained"; readonly member: number; readonly result: LoneResult }
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly instruction: Instruction; readonly isUnfit: boolean }
  | { readonly kind: "failed"; readonly message: string };
