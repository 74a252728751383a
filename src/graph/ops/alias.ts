import { node, type Operation, sourceOf, type Tensor, type Values } from "../tensor.ts";

interface Alias {
  /** The gradient for each of the sources after the first. */
  readonly rule: (dy: Tensor) => readonly (Tensor | undefined)[];
}

/** Another name for its first source; its gradient flows by its own rule to the other sources. It is never emitted. */
export const aliasOperation: Operation<Alias> = {
  name: "alias",
  shape: ([value]) => (value as Tensor).shape,
  evaluate: ([value]) => value as Values,
  gradient: (dy, y) => [undefined, ...y.attributes.rule(dy)],
  onnx: (y) => ({ operator: "Identity", inputs: [sourceOf(y)] }),
  members: ([value]) => value?.all as Tensor,
};

/**
 * `value` with a gradient rule of its own in place of the one that follows from how it was computed.
 * @param parents the tensors that the rule gives gradients for, in its order.
 */
export const withGradient = (value: Tensor, parents: readonly Tensor[], rule: Alias["rule"]): Tensor =>
  node(aliasOperation, [value, ...parents], { rule });

/** `value` as a tensor of its own: gradients by it are found, whatever is simplified in what is made of it. */
export const distinct = (value: Tensor): Tensor => withGradient(value, [value], (dy) => [dy]);

/** `value` with nothing flowing back through it. */
export const stopGradient = (value: Tensor): Tensor => withGradient(value, [], () => []);

/** What a value is computed from: of an alias only what it is another name for. */
export const valueSources = (t: Tensor): readonly Tensor[] =>
  t.op === aliasOperation ? [sourceOf(t)] : t.sources;
