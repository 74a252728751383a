import { UserError } from "../base/index.ts";
import { type Run, save } from "./run-state.ts";
import { changeStrengths, type Strengths } from "./techniques.ts";

/** Meets the wishes of the outside; true when the run is to stop here. */
export async function attend(run: Run): Promise<boolean> {
  const { stop = false, strengths } = await run.outside.wishes();
  if (strengths) {
    const changed = changedStrengths(run, strengths);
    if (changed) {
      run.saved = { ...run.saved, position: { ...run.saved.position, strengths: changed } };
      // What was trained before the change must not be trained again under it.
      await save(run);
    }
  }
  return stop;
}

/** The strengths after a wish; nothing when it was refused. */
function changedStrengths({ plan, saved, outside }: Run, wanted: Strengths): Strengths | undefined {
  try {
    return changeStrengths(plan.techniques, saved.position.strengths, wanted);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    outside.refused(error.message);
    return undefined;
  }
}
