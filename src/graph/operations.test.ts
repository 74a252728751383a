import { expect, test } from "vitest";
import { stream } from "../base/index.ts";
import { expectGradient } from "../../test/finite-differences.ts";
import type { OperationCase } from "../../test/operation-case.ts";
import { operationCases } from "../../test/operation-cases.ts";
import {
  add,
  cast,
  constant,
  evaluate,
  type Feeds,
  gradients,
  input,
  mul,
  operations,
  sizeOf,
  sum,
  type Tensor,
} from "./index.ts";

const cases = Object.entries(operationCases).flatMap(([name, list]) =>
  list.map((sample) => ({ name, ...sample })),
);

interface Prepared {
  readonly inputs: readonly Tensor[];
  readonly feeds: Feeds;
  readonly result: Tensor;
}

function prepare({ samples, build }: OperationCase): Prepared {
  const inputs = samples.map(({ shape, dataType }, i) => input(`x${i}`, shape, dataType));
  const feeds = Object.fromEntries(samples.map(({ values }, i) => [`x${i}`, values]));
  return { inputs, feeds, result: build(...inputs) };
}

/** A scalar in which each number of a tensor has a weight of its own. */
function weighted(t: Tensor, label: string): Tensor {
  const draw = stream(7, label);
  const weights = Array.from({ length: sizeOf(t.shape) }, () => draw.normal());
  return sum(mul(t, constant(weights, t.shape)));
}

test("every operation has a sample case, and no case is left over", () => {
  expect(Object.keys(operationCases).toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
});

const isFloat = ({ dataType }: { readonly dataType: Tensor["dataType"] }): boolean => dataType === "float32";
const [smooth, flat] = [true, false].map((wanted) =>
  cases.filter((sample) => {
    const { result } = prepare(sample);
    const flows = result.op.gradient !== undefined && isFloat(result) && sample.samples.some(isFloat);
    return flows === wanted;
  }),
);

test.each(cases)("$name, $title: is a value of its operation, of the shape it states", (sample) => {
  const { feeds, result } = prepare(sample);
  expect(result.op.name).toBe(sample.name);
  expect(evaluate([result], feeds)[0]).toHaveLength(sizeOf(result.shape));
});

test.each(smooth ?? [])("$name, $title: first and second derivatives are right", (sample) => {
  const { inputs, feeds, result } = prepare(sample);
  const variable = inputs.filter(isFloat);
  const scalar = weighted(result, "first");
  expectGradient(scalar, variable, feeds);
  const slopes = gradients(scalar, variable).map((slope, i) => weighted(slope, `second/${i}`));
  expectGradient(
    slopes.reduce((a, b) => add(a, b)),
    variable,
    feeds,
  );
});

test.each(flat ?? [])("$name, $title: nothing flows back", (sample) => {
  const { inputs, feeds, result } = prepare(sample);
  const found = gradients(sum(cast(result, "float32")), inputs.filter(isFloat));
  for (const values of evaluate(found, feeds)) expect(values.every((value) => value === 0)).toBe(true);
});
