/** What a technique did to networks that overfit made data, at the strength at which it is prescribed. */
export interface RemedyEffect {
  /** How many runs, on how many data sets: several seeds each. */
  readonly runs: number;
  readonly dataSets: number;
  /** Lowest, median and highest share of the gap between training and validation loss that it closed; below 0 it grew. */
  readonly closed: readonly [low: number, middle: number, high: number];
  /** Lowest, median and highest relative change of the validation loss. */
  readonly change: readonly [low: number, middle: number, high: number];
}

/** One thing to try, that runs as it stands. */
export interface Prescription {
  /** The technique's id, or the recipe's field. */
  readonly use: string;
  readonly title: string;
  /** What was seen, and what the remedy does about it. */
  readonly reason: string;
  /** The piece of recipe that it amounts to. */
  readonly setting: Readonly<Record<string, unknown>>;
  /** For the command line, such as `--with l2=5`. */
  readonly flag: string;
  /** What to look at in the next run, and what to do then. */
  readonly watch: string;
  /** What the technique did elsewhere, of remedies for a gap; no promise for this run. */
  readonly expected?: RemedyEffect | "unknown";
}
