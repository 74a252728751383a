import type { LogFile } from "../log-file.ts";
import type { History, LossConvention } from "../record.ts";

/** A way in which a program writes the log of a training. */
export interface LogFormat {
  readonly id: string;
  /** For people, such as "Keras CSVLogger". */
  readonly title: string;
  /** What it looks for, as a phrase. */
  readonly looksFor: string;
  /** Whether a file is such a log. Cheap, and true only for what {@link read} can be held to. */
  recognises(this: void, log: LogFile): boolean;
  /** Of a format that spreads a run over several files: files of one run have the same key. Those without one stand alone. */
  runOf?(this: void, path: string): string | undefined;
  /**
   * The learning curves: one a run.
   * @param logs one file, or those of one run.
   * @throws UserError for a fault, naming the file and, where there is one, the line.
   */
  read(this: void, logs: readonly LogFile[]): readonly History[];
}

/** Declares a format: the one value that its file exports. */
export const defineLogFormat = (format: LogFormat): LogFormat => format;

/** What most frameworks log of validation: the loss at the end of an epoch, noise off. */
export const evaluated = (penalty: LossConvention["penalty"]): LossConvention => ({
  measured: "evaluation",
  penalty,
});

export const running = (penalty: LossConvention["penalty"]): LossConvention => ({
  measured: "running",
  penalty,
});

export const unknownLoss: LossConvention = { measured: "unknown", penalty: "unknown" };

/** How Keras measures: training while the weights move, validation after the epoch, penalties in both. */
export const kerasManner = {
  program: "keras",
  trainLoss: running("inside"),
  validationLoss: evaluated("inside"),
} as const;

/** Where nothing tells which program it was. */
export const unknownManner = { trainLoss: unknownLoss, validationLoss: unknownLoss } as const;
