// Numbers for the sample cases of operations.
import { stream } from "../src/base/index.ts";
import { type DataType, type Shape, sizeOf } from "../src/graph/index.ts";

/** The numbers of one input of a case. */
export interface Sample {
  readonly shape: Shape;
  readonly dataType: DataType;
  readonly values: readonly number[];
}

/** Float32 numbers with a sign, at least 0.1 from 0: no function has a kink there. */
export function signed(label: string, shape: Shape): Sample {
  const source = stream(1, label);
  const draw = (): number => {
    const x = source.normal();
    return Math.fround(x + 0.1 * Math.sign(x));
  };
  return { shape, dataType: "float32", values: Array.from({ length: sizeOf(shape) }, draw) };
}

export function positive(label: string, shape: Shape): Sample {
  const { values } = signed(label, shape);
  return { shape, dataType: "float32", values: values.map((x) => Math.abs(x)) };
}

export const float = (values: readonly number[], shape: Shape = [values.length]): Sample => ({
  shape,
  dataType: "float32",
  values: values.map(Math.fround),
});
export const int32 = (values: readonly number[], shape: Shape = [values.length]): Sample => ({
  shape,
  dataType: "int32",
  values,
});
export const uint32 = (values: readonly number[]): Sample => ({
  shape: [values.length],
  dataType: "uint32",
  values,
});
export const uint8 = (values: readonly number[], shape: Shape = [values.length]): Sample => ({
  shape,
  dataType: "uint8",
  values,
});
