// What a residual block adds its branch to.
import { matmul, sameShape, type Shape, type Tensor } from "../graph/index.ts";
import type { UserError } from "../base/index.ts";
import { batchNormalized, usualBatchSettings } from "./batch-statistics.ts";
import { convolve } from "./convolution.ts";
import type { LayerTools } from "./define.ts";
import { initializers } from "./initializers.ts";
import { misfit, shapeText } from "./misfit.ts";

/** The same layer, with what it asks for named after a place in it: `residual1.shortcut.weight`. */
const within = (tools: LayerTools, place: string): LayerTools => ({
  ...tools,
  parameter: (name, spec) => tools.parameter(`${place}.${name}`, spec),
  running: (name, running) => tools.running(`${place}.${name}`, running),
  product: (sums, product) => tools.product(sums, { ...product, weight: `${place}.${product.weight}` }),
});

/** The strides that lead from one space to another; nothing when none do. */
function stridesBetween(from: Shape, to: Shape): readonly number[] | undefined {
  const strides = from.map((size, axis) => Math.ceil(size / (to[axis] as number)));
  return strides.every((stride, axis) => Math.ceil((from[axis] as number) / stride) === to[axis])
    ? strides
    : undefined;
}

const unequal = (x: Tensor, branch: Tensor, tools: LayerTools, hint: string): UserError =>
  misfit(tools, {
    got: `a branch that gives ${shapeText(branch.shape.slice(1))} beside a shortcut of ${shapeText(x.shape.slice(1))}`,
    expected: "equal shapes to add up",
    hint,
  });

/** A linear map of the channels that gives the shape of the branch. */
function projected(x: Tensor, branch: Tensor, tools: LayerTools): Tensor {
  const [channels = 1, ...space] = x.shape.slice(1);
  const [filters = 1, ...target] = branch.shape.slice(1);
  if (space.length !== target.length)
    throw unequal(
      x,
      branch,
      tools,
      "Leave out of the branch what flattens the input or pools it to one number",
    );
  const stride = stridesBetween(space, target);
  if (!stride)
    throw unequal(
      x,
      branch,
      tools,
      'A projection shrinks by whole strides: set the padding of the branch to "same", or change its strides',
    );
  if (space.length === 0) {
    const { weight } = initializers.he;
    return matmul(
      x,
      tools.parameter("weight", { shape: [channels, filters], role: "weight", initializer: weight }),
    );
  }
  const settings = {
    filters,
    kernel: 1,
    stride,
    padding: "valid",
    groups: 1,
    bias: false,
    activation: "linear",
    initializer: "he",
  } as const;
  return convolve(x, settings, tools);
}

export type ShortcutSetting = "auto" | "identity" | "projection";

/**
 * The shortcut beside a branch: the input itself, or a projection of it, normalized on request.
 * @throws UserError when it cannot have the shape of the branch.
 */
export function shortcutBeside(
  branch: Tensor,
  x: Tensor,
  { shortcut, normalized }: { readonly shortcut: ShortcutSetting; readonly normalized: boolean },
  tools: LayerTools,
): Tensor {
  const fits = sameShape(x.shape, branch.shape);
  if (shortcut === "projection" || (shortcut === "auto" && !fits)) {
    const place = within(tools, "shortcut");
    const projection = projected(x, branch, place);
    return normalized ? batchNormalized(projection, usualBatchSettings, place) : projection;
  }
  if (fits) return x;
  throw unequal(
    x,
    branch,
    tools,
    'Set shortcut to "projection", or let the branch keep the shape of its input',
  );
}
