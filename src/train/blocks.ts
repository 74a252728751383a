import { hasConvolutions } from "../onnx/index.ts";
import { channelBlock } from "../runtime/index.ts";
import { storageOf } from "./engine-data.ts";
import type { Plan } from "./plan.ts";
import { evaluationStep } from "./step.ts";

/** How many channels make a block in the convolutions of a run; 0 when they are plain or there are none. */
export async function channelBlockOf(plan: Plan): Promise<number> {
  if (plan.recipe.run.device !== "cpu") return 0;
  return hasConvolutions(evaluationStep(plan, storageOf(plan), 1)) ? channelBlock() : 0;
}
