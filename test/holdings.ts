// What techniques keep, at the values that a run would start from.
import { stream } from "../src/base/index.ts";
import { constant, type Shape, type Tensor } from "../src/graph/index.ts";
import type { Holdings, Initializer } from "../src/seams/index.ts";

/**
 * @param known values of the model by name, which running values may start like.
 * @param carried hears what running values become.
 */
export function startingHoldings(
  known: Readonly<Record<string, Tensor>> = {},
  carried: (name: string, after: Tensor) => void = () => undefined,
): Holdings {
  const drawn = (name: string, shape: Shape, initializer: Initializer): Tensor =>
    constant(initializer(shape, stream(11, name)), shape);
  return {
    parameter: ({ name, shape, initializer }) => known[name] ?? drawn(name, shape, initializer),
    running: ({ name, shape, initial }, after) => {
      const before =
        known[name] ??
        (typeof initial === "object"
          ? (known[initial.like] as Tensor)
          : drawn(
              name,
              shape,
              typeof initial === "number"
                ? (of) => new Float32Array(of.reduce((a, b) => a * b, 1)).fill(initial)
                : initial,
            ));
      carried(name, after?.(before) ?? before);
      return before;
    },
  };
}
