import { createHash } from "node:crypto";
import type { Dataset } from "./dataset.ts";
import { rowStreamOf } from "./streamed-inputs.ts";

const arrayOf = { float32: Float32Array, uint8: Uint8Array };

/** SHA-256 (hexadecimal) of what a run learns from: shapes, values, targets, given parts and what is said
 * about rows; not the name. */
export function hashDataset(dataset: Dataset): string {
  const { rows, inputs, targets, given } = dataset;
  const stream = rowStreamOf(inputs);
  // What encoded columns were before, their numbers tell.
  const { values, encoded, ...shape } = {
    encoded: undefined,
    ...inputs,
    ...(stream && { stream: undefined, values: new arrayOf[stream.type]() }),
  };
  const { numbers, ...form } =
    targets.kind === "classes"
      ? { kind: targets.kind, classes: targets.classes, numbers: targets.labels }
      : { kind: targets.kind, columns: targets.columns, numbers: targets.values };
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify({
      rows,
      shape,
      encoding: encoded?.by,
      type: values.constructor.name,
      form,
      given: given ?? {},
    }),
  );
  for (const bytes of stream?.bytes() ?? [bytesOf(values)]) hash.update(bytes);
  hash.update(bytesOf(numbers));
  for (const role of ["groups", "times", "weights"] as const) {
    const said = dataset[role];
    if (said) hash.update(role).update(bytesOf(said));
  }
  return hash.digest("hex");
}

const bytesOf = (view: ArrayBufferView): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
