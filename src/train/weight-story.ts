import type { Engine } from "./engine.ts";
import { type Filters, filtersOf } from "./filters.ts";
import type { Plan } from "./plan.ts";
import type { State } from "./state.ts";
import type { Strengths } from "./techniques.ts";
import type { WeightRecord } from "./weight-records.ts";
import { type WeightSlice, weightSlice } from "./weight-slice.ts";

/** What the weights of a run did and became, for its pictures. */
export interface WeightStory {
  /** Epoch by epoch. */
  readonly records: readonly WeightRecord[];
  /** Of models of images. */
  readonly filters?: Filters;
  /** Where it is affordable. */
  readonly slice?: WeightSlice;
}

/** @param kept the weights that the run keeps, and the strengths in force with them. */
export async function weightStory(
  run: { readonly plan: Plan; readonly engine: Engine },
  kept: { readonly kept: State; readonly strengths: Strengths },
  records: readonly WeightRecord[],
): Promise<WeightStory> {
  const filters = filtersOf(run.plan, kept.kept);
  const slice = await weightSlice(run, kept, records);
  return { records, ...(filters && { filters }), ...(slice && { slice }) };
}
