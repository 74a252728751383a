import { permutation, stream } from "../base/index.ts";

/** Whether the training rows are drawn in a new random order each epoch, or always in the order of the data set. */
export type BatchOrder = "shuffled" | "none";

/** The training rows in the order in which `epoch` visits them; it depends on `seed` and `epoch` only. */
export function epochOrder(
  rows: Int32Array,
  seed: number,
  epoch: number,
  order: BatchOrder = "shuffled",
): Int32Array {
  if (order === "none") return rows.slice();
  return permutation(stream(seed, "batches", epoch), rows.length).map((i) => rows[i] as number);
}
