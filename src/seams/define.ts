import type { SignId } from "../diagnose/index.ts";
import type { Direction, History } from "../history/index.ts";
import type { Convention } from "./conventions.ts";
import type { Applied, Parameters, Settings } from "./parameters.ts";
import { type Decision, type Evaluation, type Seam, type Seams, seamOrder, type Site } from "./seams.ts";
import type { Role } from "./values.ts";

export interface Reference {
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  readonly url: string;
}

/** What a technique needs of the task or the run to make sense. */
export type Need =
  | "classification"
  | "images"
  | "validation"
  | "hiddenLayers"
  | "channels"
  | "residualBlocks"
  | "weightedSums"
  | "numericInputs";

/** The numbers of a run that a strength is measured against. */
export interface Scale {
  /** Of the first update. */
  readonly learningRate: number;
  readonly trainingRows: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
}

/** What a strength amounts to in a run. */
export interface Effect {
  /** For people, such as the factor by which weights shrink. */
  readonly text: string;
  /** Why the strength can hardly be meant: it does nothing measurable, or overwhelms the loss. */
  readonly warning?: string;
}

/** Programs that advice can be worded for. */
export const programs = ["keras", "pytorch", "lightning", "huggingFace", "ultralytics", "fastai"] as const;
export type Program = (typeof programs)[number];

/** A series of a learning curve that a callback watches, as the log that it stands in calls it. */
export interface Watched {
  readonly name: string;
  readonly better: Direction;
}

/** How a technique that decides between epochs is tried on a finished learning curve. */
export interface Replays<S> {
  /** Settings that are worth trying: what differs from the defaults. */
  readonly settings: readonly Partial<S>[];
  /** What it decides after the first epoch that it would have ended training at, else after the last one. */
  first(history: Pick<History, "metrics" | "epochs">, settings: S): Decision & { readonly epoch: number };
}

/** Everything the product knows about one technique; flags, schema, docs, pictures, searches and advice derive from it. */
export interface Regularizer<P extends Parameters = Parameters> {
  /** Its name in recipes and flags: the file's name in camel case. */
  readonly id: string;
  readonly title: string;
  /** One sentence, starting with a verb. */
  readonly summary: string;
  /** LaTeX, in the symbols of the parameters. */
  readonly formula: string;
  readonly params: P;
  /** The parameter that `--with id=value` sets. */
  readonly strength: string;
  /** The signs of trouble it is a remedy for. */
  readonly treats: readonly SignId[];
  readonly needs: readonly Need[];
  /** What it goes with and what it works against, in sentences; that nothing is known where it is so. */
  readonly interactions: readonly string[];
  readonly references: readonly Reference[];
  /** Where the project's source documents describe it. */
  readonly source: readonly string[];
  /**
   * The kind of site that it acts at on the seam `layers`; hidden units when absent. On `losses`, of the activations that
   * it reads: without it the technique has no layers to choose from.
   */
  readonly sites?: Site["kind"];
  /**
   * What it leaves as it is on the way forward: the mean of any numbers when absent; `standardized`: mean 0 and
   * variance 1; `direction`: all but the scale of a weight, which vectors that are kept from step to step decide.
   */
  readonly keeps?: "standardized" | "direction";
  /** What its strength means where it shrinks weights, by the value of its parameter `convention` where it has several. */
  readonly conventions?: Readonly<Record<string, Convention>>;
  /** What its strength amounts to in a run, where that is known beforehand. */
  effect?(settings: Settings<P>, scale: Scale): Effect;
  /** What it acts on at the seams `weights` and `update`, and in evaluation; weights alone when absent. */
  readonly roles?: readonly Role[];
  /** Whether `layers` may name single parameters too, such as `dense1.bias`, which it then treats like weights. */
  readonly takesParameters?: boolean;
  /**
   * Whether its noise stands for a distribution of models: predictions may then be the mean of passes with it, and their
   * scatter tells how uncertain they are.
   */
  readonly samplesPrediction?: boolean;
  /** What only one technique of a run can decide, as the end of "both decide …". */
  readonly decides?: string;
  /**
   * What one writes in other programs for it, given its strength, where the strength means the same there, and what the log
   * calls the validation loss, where there is a log.
   */
  readonly elsewhere?: { readonly [Name in Program]?: (strength: number, loss?: Watched) => string };
  /** Of a technique on `loop`: how it goes over a finished learning curve. */
  readonly replays?: Replays<Settings<P>>;
  /** How it acts in evaluation; absent where it acts in training alone. */
  readonly evaluation?: Evaluation<Settings<P>>;
  /** The seams it acts at, and how: usually one. */
  readonly at: Partial<Seams<Applied<P>, Settings<P>>>;
}

// The strength is checked here and not in the record, so that every technique is a `Regularizer` to shared code.
export const defineRegularizer = <const P extends Parameters>(
  regularizer: Regularizer<P> & { readonly strength: keyof P & string },
): Regularizer<P> => regularizer;

/** The first seam of the step that a technique acts at. */
export const homeOf = (regularizer: Regularizer): Seam =>
  seamOrder.find((seam) => seam in regularizer.at) as Seam;
