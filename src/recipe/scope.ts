// Where and when a technique acts: what its entry may say beside its own parameters.
import { z } from "zod";
import type { Instruction } from "../base/index.ts";
import type { Regularizer, Seam } from "../seams/index.ts";
import { registry } from "./draft.ts";
import { isFields } from "./shorthand.ts";
import type { Timing } from "./types.ts";

/** The strength that a schedule can move: fed at run time, with a value at which the technique changes nothing. */
export function switchOf({ params, strength }: Regularizer): { name: string; off: number } | undefined {
  const { kind, facts } = params[strength] ?? {};
  return kind === "live" && facts?.off !== undefined ? { name: strength, off: facts.off } : undefined;
}

/** How much of its strength is at work in an epoch: 0 outside of its epochs, 1 for the whole. */
export function shareIn(epoch: number, { from = 1, until = Infinity, ramp = 1 }: Timing): number {
  return epoch < from || epoch > until ? 0 : Math.min(1, (epoch - from + 1) / ramp);
}

const epochs = z.int().min(1).optional();
const timingShape = {
  from: epochs.meta({
    description: "The first epoch in which it acts, counted from 1; the first of all when absent.",
  }),
  until: epochs.meta({ description: "The last epoch in which it acts; the last of all when absent." }),
  ramp: epochs.meta({
    description:
      "Number of epochs over which its strength rises evenly to its full value, which the last of them has; it acts in full at once when absent.",
  }),
};

const layersShape = {
  layers: z.array(z.string().min(1)).min(1).optional().meta({
    description:
      "The layers it acts on, by name, and for L1, L2, elastic net and decay single parameters too, such as dense1.bias; the weights of all layers when absent.",
  }),
};

/** All that entries may say beside parameters, for documentation. */
export const scopeFields: Readonly<Record<keyof Timing | "layers", z.ZodType>> = {
  ...layersShape,
  ...timingShape,
};

const besideLayers: readonly Seam[] = ["data", "batch", "input", "targets", "loop", "after"];

// On the losses of examples acts on layers what says at which sites of theirs.
const actsOnLayers = ({ at, sites }: Regularizer): boolean =>
  Object.keys(at).some(
    (seam) => !besideLayers.includes(seam as Seam) && (seam !== "losses" || sites !== undefined),
  );

// Switched off, an average would be the weights of the last update: what it has gathered would be lost.
const timingOf = ({ evaluation }: Regularizer): z.ZodRawShape => {
  const { until, ...others } = timingShape;
  return evaluation?.values ? others : { ...others, until };
};

/** What the entry of a technique may say beside its parameters. */
export const scopeOf = (technique: Regularizer): z.ZodRawShape => ({
  ...(actsOnLayers(technique) && layersShape),
  ...(switchOf(technique) && timingOf(technique)),
});

/** Why an entry cannot say something that others may; nothing where it can, or where none may. */
export function scopeFault(entry: unknown, field: string): Pick<Instruction, "got" | "expected"> | undefined {
  const use = isFields(entry) ? String(entry["use"]) : "";
  const technique = Object.hasOwn(registry, use) ? registry[use] : undefined;
  if (!technique || !Object.hasOwn(scopeFields, field) || field in scopeOf(technique)) return undefined;
  if (field in layersShape)
    return { got: "names of layers", expected: `none: ${use} does not act on layers` };
  return switchOf(technique)
    ? { got: "an end", expected: `none: switched off, ${use} would lose what it has gathered` }
    : { got: "a schedule", expected: `none: ${use} has no strength that can be switched off` };
}
