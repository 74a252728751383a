// Techniques on images with draws that a test gives.
import { constant, evaluate, type Tensor } from "../src/graph/index.ts";
import type { Regularizer } from "../src/seams/index.ts";
import { drawnTools } from "./drawn-tools.ts";
import { settingsOf } from "./techniques.ts";

type Given = Parameters<typeof drawnTools>[0];

/** What a technique on `data` makes of images at a strength, the other parameters at their defaults or as given. */
export function augmented(
  technique: Regularizer,
  images: Tensor,
  { strength, given, settings = {} }: { strength: number; given: Given; settings?: Record<string, unknown> },
): Tensor {
  const params = { ...settingsOf(technique, settings), [technique.strength]: constant(strength) };
  return technique.at.data?.(images, params as never, drawnTools(given)) ?? images;
}

/** Images `[count, 1, rows, columns]`. */
export const imagesOf = (...images: readonly (readonly (readonly number[])[])[]): Tensor =>
  constant(images.flat(2), [images.length, 1, images[0]?.length ?? 0, images[0]?.[0]?.length ?? 0]);

export const pixelsOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);
