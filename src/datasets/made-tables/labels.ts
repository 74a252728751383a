import { stream } from "../../base/index.ts";

/** Whose labels, and how many of them, are replaced. */
export interface Flips {
  readonly seed: number;
  /** The source's name: it names the stream of random numbers. */
  readonly id: string;
  readonly share: number;
}

/** Labels of which a share is replaced by another class, each other class as likely. */
export function flipLabels(labels: Int32Array, classes: number, { seed, id, share }: Flips): Int32Array {
  if (share === 0) return labels;
  return labels.map((label, row) => {
    const draws = stream(seed, id, "flipped", row);
    return draws.uniform() < share ? (label + 1 + draws.below(classes - 1)) % classes : label;
  });
}

/**
 * The error of the best rule on replaced labels, from that on true ones: the class it names is right with
 * probability 1 − error, and a replaced label is each other class alike.
 */
export function flippedError(error: number, classes: number, share: number): number {
  return (1 - error) * share + error * (1 - share / (classes - 1));
}

/** What is known of labels that may have been replaced: those before, and the rows whose label is another one now. */
export function labelTruth(
  labels: Int32Array,
  classes: number,
  flips: Flips,
): { readonly trueLabels: readonly number[]; readonly flippedRows: readonly number[] } {
  const given = flipLabels(labels, classes, flips);
  const flippedRows = Array.from(labels.keys()).filter((row) => given[row] !== labels[row]);
  return { trueLabels: [...labels], flippedRows };
}
