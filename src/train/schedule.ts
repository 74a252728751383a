import { shareIn, switchOf } from "../recipe/index.ts";
import type { Strengths, Technique } from "./techniques.ts";

/**
 * The strengths at work in an epoch: those of techniques with epochs of their own lie between off and full.
 * @param full as the recipe or a wish sets them.
 */
export function strengthsIn(epoch: number, techniques: readonly Technique[], full: Strengths): Strengths {
  const moved = techniques.flatMap(({ key, regularizer, timing }): [string, number][] => {
    const strength = switchOf(regularizer);
    const share = shareIn(epoch, timing);
    if (!strength || share === 1) return [];
    const { name, off } = strength;
    const path = `${key}.${name}`;
    return [[path, off + share * ((full[path] as number) - off)]];
  });
  return { ...full, ...Object.fromEntries(moved) };
}
