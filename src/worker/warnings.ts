import { type Plan, scaleOf } from "../train/index.ts";

/** What is known before a run starts and hardly meant: strengths that do nothing or too much, techniques that never act. */
export const warningsOf = (plan: Plan): string[] =>
  plan.techniques.flatMap(({ key, regularizer, settings, timing }) => {
    const { from = 1 } = timing;
    const { epochs } = plan.recipe;
    const late =
      from > epochs ? `it acts from epoch ${from} on, and the run ends with epoch ${epochs}` : undefined;
    const warning = late ?? regularizer.effect?.(settings, scaleOf(plan)).warning;
    return warning === undefined ? [] : [`${key}: ${warning}.`];
  });
