// Golden numbers of techniques that draw: test/golden/draws.py made them with PyTorch.
import { readFileSync } from "node:fs";
import { evaluate, gradients, input, square, sum, type Tensor } from "../src/graph/index.ts";
import { expectClose } from "./finite-differences.ts";

interface Golden {
  readonly input: readonly number[];
  readonly shape: readonly number[];
  readonly output: readonly number[];
  /** Of the sum of the squared output by the input. */
  readonly gradient: readonly number[];
  /** What was drawn. */
  readonly [drawn: string]: readonly number[];
}

const golden = JSON.parse(readFileSync(new URL("golden/draws.json", import.meta.url), "utf8")) as Readonly<
  Record<string, unknown>
>;

/** The golden case at a path of names. */
export const goldenCase = (...path: readonly string[]): Golden =>
  path.reduce<unknown>((found, name) => (found as Record<string, unknown>)[name], golden) as Golden;

/** Expects a technique to give what PyTorch gave, and the same gradient. */
export function expectGolden(expected: Golden, apply: (x: Tensor) => Tensor): void {
  const x = input("x", expected.shape);
  const y = apply(x);
  const [values = [], slopes = []] = evaluate([y, ...gradients(sum(square(y)), [x])], { x: expected.input });
  expectClose(values, expected.output, 1e-12);
  expectClose(slopes, expected.gradient, 1e-12);
}
