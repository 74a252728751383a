import type { Tensor } from "./tensor.ts";

/**
 * Everything that the roots are computed from, each once, sources before results. What no root needs is not in it:
 * that is all the dead-code elimination there has to be.
 */
export function topological(
  roots: readonly Tensor[],
  sourcesOf: (t: Tensor) => readonly Tensor[] = (t) => t.sources,
): Tensor[] {
  const order: Tensor[] = [];
  const seen = new Set<Tensor>();
  // An explicit stack: deep graphs overflow the call stack.
  const stack: { t: Tensor; next: number }[] = [];
  const enter = (t: Tensor): void => {
    if (seen.has(t)) return;
    seen.add(t);
    stack.push({ t, next: 0 });
  };
  for (const root of roots) {
    enter(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const source = sourcesOf(top.t)[top.next++];
      if (source) enter(source);
      else order.push((stack.pop() as { t: Tensor }).t);
    }
  }
  return order;
}
