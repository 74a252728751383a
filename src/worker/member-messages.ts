import type { Instruction } from "../base/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { LoneResult } from "../train/index.ts";

/** A training without a folder: a recipe with some strengths changed. */
export interface MemberJob {
  readonly id: number;
  readonly recipe: Recipe;
  readonly strengths: Readonly<Record<string, number>>;
  readonly baseFolder: string;
  readonly dataFolders: readonly string[];
}

/** What a process for members hears. */
export type ToMember = { readonly kind: "member"; readonly job: MemberJob } | { readonly kind: "stop" };

/** What it says: one answer for each job, in order. */
export type FromMember =
  | { readonly kind: "trained"; readonly id: number; readonly result: LoneResult; readonly ms: number }
  | { readonly kind: "stopped"; readonly id: number }
  | { readonly kind: "refused"; readonly instruction: Instruction; readonly isUnfit: boolean }
  | { readonly kind: "failed"; readonly message: string };
