import type { Shape } from "../graph/index.ts";
import type { TextValue, Value } from "./session.ts";

export const float32 = (values: Float32Array, shape: Shape): Value => ({
  dataType: "float32",
  values,
  shape,
});
export const int32 = (values: Int32Array, shape: Shape): Value => ({ dataType: "int32", values, shape });
export const uint8 = (values: Uint8Array, shape: Shape): Value => ({ dataType: "uint8", values, shape });

export const texts = (values: readonly string[], shape: Shape): TextValue => ({
  dataType: "string",
  values,
  shape,
});

/** A float32 scalar. */
export const scalar = (value: number): Value => float32(Float32Array.of(value), []);
export const int64Scalar = (value: number): Value => ({
  dataType: "int64",
  values: BigInt64Array.of(BigInt(value)),
  shape: [],
});
