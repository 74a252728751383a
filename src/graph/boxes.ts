import { constant } from "./leaves.ts";
import { cast, greater, greaterOrEqual, less, mul, reshape } from "./ops/index.ts";
import type { Tensor } from "./tensor.ts";

/** For each example the numbers `[from, to)` along one axis, both `[batch]`. */
export interface Span {
  readonly from: Tensor;
  readonly to: Tensor;
}

/** 1 within each example's span of `size` places, else 0, `[batch, size]`. */
function within({ from, to }: Span, size: number): Tensor {
  const places = constant(
    Array.from({ length: size }, (_, i) => i),
    [1, size],
  );
  const column = (t: Tensor): Tensor => reshape(t, [t.shape[0] as number, 1]);
  return mul(
    cast(greaterOrEqual(places, column(from)), "float32"),
    cast(less(places, column(to)), "float32"),
  );
}

/** Whether a pixel lies in its example's box, bool `[batch, 1, height, width]`. */
export function inBox(rows: Span, columns: Span, [height, width]: readonly [number, number]): Tensor {
  const [batch = 1] = rows.from.shape;
  const down = reshape(within(rows, height), [batch, 1, height, 1]);
  const across = reshape(within(columns, width), [batch, 1, 1, width]);
  return greater(mul(down, across), 0);
}
