import type { Evidence, SignId } from "../diagnose/index.ts";
import type { RemedyEffect } from "./prescription.ts";
import { remedyEffects } from "./remedy-effects.ts";
import { treatedAs } from "./words.ts";

const ofGaps: readonly SignId[] = ["large-gap", "late-rise", "over-confidence"];

/**
 * What may be expected of a technique against what was seen: its measured effect, `unknown` where it was not measured, nothing
 * where what was seen is no gap.
 */
export const expectedOf = (use: string, { sign }: Evidence): RemedyEffect | "unknown" | undefined =>
  (ofGaps as readonly string[]).includes(treatedAs(sign)) ? (remedyEffects[use] ?? "unknown") : undefined;

const share = (value: number): string => `${Math.round(100 * value)} %`.replace(/^-/u, "−");
const signed = (value: number): string => `${value > 0 ? "+" : ""}${share(value)}`;

/** The expectation as a sentence that names where it is from. */
export function expectedText(expected: RemedyEffect | "unknown"): string {
  if (expected === "unknown") return "How much of the gap it closes: cannot tell, it was not measured.";
  const { runs, dataSets, closed, change } = expected;
  return (
    `In ${runs} runs on ${dataSets} made data sets it closed ${share(closed[0])} to ${share(closed[2])} of the loss gap ` +
    `(median ${share(closed[1])}) and changed the validation loss by ${signed(change[0])} to ${signed(change[2])}.`
  );
}
