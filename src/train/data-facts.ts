// What is known of the data of a run, beside what the run makes of it.
import { findLeaks, type Leaks } from "../data/index.ts";
import type { Plan } from "./plan.ts";

/** The data of a run: `result.json` has it as `data`. */
export interface DataFacts {
  readonly leaks: Leaks;
}

export const dataFacts = ({ dataset, rows, recipe }: Plan): DataFacts => ({
  leaks: findLeaks(dataset, rows, recipe.seed),
});
