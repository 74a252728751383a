/** One thing to try in another program. */
export interface Advice {
  readonly title: string;
  /** What was seen, and what the remedy does about it. */
  readonly reason: string;
  /** What to write there: a line of code for each program that it is worded for. */
  readonly code: readonly { readonly program: string; readonly line: string }[];
  readonly watch: string;
}
