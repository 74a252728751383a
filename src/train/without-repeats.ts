// What a run scores on held-out rows that training has not seen.
import { newRows, type Part, type Repeats } from "../data/index.ts";
import type { Scores } from "../history/index.ts";
import type { Engine } from "./engine.ts";
import type { Plan } from "./plan.ts";
import { lossOf, predictionsOf, scoresBy } from "./scores.ts";
import type { State } from "./state.ts";

/** The scores of a part without the rows whose inputs a training row has too. */
export interface ScoresWithoutRepeats extends Scores {
  readonly part: Exclude<Part, "train">;
  readonly rows: number;
}

/** Measures the part that judges a run, the test part where there is one; nothing where none or all of its rows repeat. */
export async function scoresWithoutRepeats(
  plan: Plan,
  engine: Engine,
  state: State,
  { pairs }: Repeats,
): Promise<{ readonly withoutRepeats?: ScoresWithoutRepeats }> {
  const part = plan.rows.test.length > 0 ? "test" : "validation";
  const found = pairs.find((pair) => pair.part === part && pair.with === "train");
  if (!found || found.shared === 0 || found.shared === found.rows) return {};
  const rows = newRows(plan.dataset, plan.rows[part], plan.rows.train);
  const { losses, predictions } = await engine.evaluate(state, rows);
  const beside = predictionsOf(plan, rows, predictions);
  const scores = { ...lossOf(losses, beside.weights), metrics: scoresBy(plan.metrics, beside) };
  return { withoutRepeats: { part, rows: rows.length, ...scores } };
}
