import { expect } from "vitest";
import { evaluate, type Feeds, gradients, isInput, type Tensor } from "../src/graph/index.ts";

const nameOf = (t: Tensor): string => {
  if (!isInput(t)) throw new Error("only inputs can be varied");
  return t.attributes.name;
};

const valueOf = (scalar: Tensor, feeds: Feeds): number => evaluate([scalar], feeds)[0]?.[0] ?? NaN;

/** The derivatives of a scalar by each number of an input, from central differences. */
export function differences(scalar: Tensor, of: Tensor, feeds: Feeds, step = 1e-5): number[] {
  const name = nameOf(of);
  const start = Array.from(feeds[name] ?? []);
  const at = (position: number, shift: number): number =>
    valueOf(scalar, { ...feeds, [name]: start.with(position, (start[position] as number) + shift) });
  return start.map((_, position) => (at(position, step) - at(position, -step)) / (2 * step));
}

/** Expects two lists of numbers to agree, relative to the largest of them, or to 0.01 where all are small. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(0.01, ...Array.from(expected, Math.abs));
  const worst = Math.max(0, ...Array.from(expected, (e, i) => Math.abs((actual[i] as number) - e)));
  if (!(worst <= tolerance * scale))
    expect(Array.from(actual), `differs by ${worst}, scale ${scale}`).toEqual(Array.from(expected));
}

/** Expects the gradient of a scalar by each input to agree with central differences. */
export function expectGradient(scalar: Tensor, inputs: readonly Tensor[], feeds: Feeds): void {
  const found = evaluate(gradients(scalar, inputs), feeds);
  inputs.forEach((x, i) => {
    expectClose(found[i] as ArrayLike<number>, differences(scalar, x, feeds), 1e-6);
  });
}
