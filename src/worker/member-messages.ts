import type { Instruction } from "../base/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { Planned } from "./messages.ts";
import type { LearnedRun, LoneResult } from "../train/index.ts";

/** The data of a recipe. */
export interface DataJob {
  readonly recipe: Recipe;
  readonly baseFolder: string;
  readonly dataFolders: readonly string[];
}

/** What there is to know of data before anything is trained. */
export interface Looked {
  /** SHA-256 of the data. */
  readonly hash: string;
  /** A run of the recipe, as it would start. */
  readonly planned: Planned;
}

/** Trainings without a folder: a recipe, once with each of some sets of strengths. */
export interface MemberJob extends DataJob {
  /** All of the same paths. */
  readonly members: readonly Readonly<Record<string, number>>[];
}

/** A strength to be learned, of a penalty of the recipe, and between which values it stays. */
export interface Learnable {
  /** The penalty. */
  readonly use: string;
  /** Its parameter. */
  readonly name: string;
  readonly least: number;
  readonly most: number;
}

/** One training that learns strengths, layer by layer. */
export interface LearnJob extends DataJob {
  readonly strengths: readonly Learnable[];
}

/** What a training that learned strengths came to. */
export interface Learned extends LearnedRun {
  /** The recipe with the penalties divided by layer, at the learned strengths. */
  readonly recipe: Recipe;
  /** Which layer each strength is of, by its path. */
  readonly layers: Readonly<Record<string, string>>;
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
  | { readonly kind: "load"; readonly job: DataJob }
  | { readonly kind: "look"; readonly job: DataJob | LearnJob }
  | { readonly kind: "members"; readonly job: MemberJob }
  | { readonly kind: "learn"; readonly job: LearnJob }
  | { readonly kind: "stop" };

/**
 * What it says: `looked` about data where it was to look, `learned` about a training that learns, `way` once for each job of members, `trained` for each of them, and `done` after the last of
 * a job.
 */
export type FromMember =
  | { readonly kind: "looked"; readonly looked: Looked }
  | { readonly kind: "way"; readonly way: Way }
  | { readonly kind: "trained"; readonly member: number; readonly result: LoneResult }
  /** Nothing where training was stopped. */
  | { readonly kind: "learned"; readonly learned: Learned | undefined }
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly instruction: Instruction; readonly isUnfit: boolean }
  | { readonly kind: "failed"; readonly message: string };
