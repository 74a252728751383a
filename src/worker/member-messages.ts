import type { Instruction } from "../base/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { LoneResult } from "../train/index.ts";

/** Trainings without a folder: a recipe, once with each of some sets of strengths. */
export interface MemberJob {
  readonly recipe: Recipe;
  /** All of the same paths. */
  readonly members: readonly Readonly<Record<string, number>>[];
  readonly baseFolder: string;
  readonly dataFolders: readonly string[];
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
export type ToMember = { readonly kind: "members"; readonly job: MemberJob } | { readonly kind: "stop" };

/** What it says: `way` once for each job, `trained` for each member, and `done` after the last of a job. */
export type FromMember =
  | { readonly kind: "way"; readonly way: Way }
  | { readonly kind: "trained"; readonly member: number; readonly result: LoneResult }
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly instruction: Instruction; readonly isUnfit: boolean }
  | { readonly kind: "failed"; readonly message: string };
