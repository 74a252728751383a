import { isConstant, isInput } from "./leaves.ts";
import type { Tensor } from "./tensor.ts";
import { topological } from "./walk.ts";

function leafText(t: Tensor): string | undefined {
  if (isInput(t)) return `input "${t.attributes.name}"`;
  if (!isConstant(t)) return undefined;
  const { values } = t.attributes;
  const shown = Array.from(values.subarray(0, 6)).join(", ");
  return `constant ${values.length > 6 ? `${shown}, …` : shown}`;
}

function attributesText(t: Tensor): string {
  const entries = Object.entries(t.attributes).filter(([, value]) => typeof value !== "function");
  return entries.length
    ? ` {${entries.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ")}}`
    : "";
}

/** A graph as text, one line a value, sources before results: `%3 = add(%1, %2) float32 [128, 10]`. */
export function print(roots: readonly Tensor[]): string {
  const order = topological(roots);
  const numbers = new Map(order.map((t, i) => [t, i]));
  const lines = order.map((t, i) => {
    const operation =
      leafText(t) ??
      `${t.op.name}(${t.sources.map((source) => `%${numbers.get(source)}`).join(", ")})${attributesText(t)}`;
    return `%${i} = ${operation} ${t.dataType} [${t.shape.join(", ")}]`;
  });
  return [...lines, `return ${roots.map((root) => `%${numbers.get(root)}`).join(", ")}`].join("\n");
}
