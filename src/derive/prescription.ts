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
}
