// A technique whose running values stand for weights in evaluation, followed from update to update.
import { constant, evaluate, type Tensor } from "../src/graph/index.ts";
import { foldEvaluation, foldSeams, type Holdings, type Regularizer } from "../src/seams/index.ts";
import { weightOf } from "./lone-technique.ts";
import { activeOf } from "./techniques.ts";

interface Walk {
  readonly given?: Readonly<Record<string, unknown>>;
  readonly start: readonly number[];
  /** What the optimizer makes of the weights, one function for each update. */
  readonly updates: readonly ((weight: number) => number)[];
  readonly stepsPerEpoch?: number;
  readonly epochs?: number;
}

/** After each update: the weights that training goes on from, and those that are evaluated. */
export interface Place {
  readonly trained: readonly number[];
  readonly evaluated: readonly number[];
}

export function walk(technique: Regularizer, { given = {}, start, updates, ...run }: Walk): Place[] {
  const shape = [start.length];
  const { name } = weightOf(shape);
  const active = activeOf(technique, { given });
  let state: Readonly<Record<string, readonly number[]>> = { [name]: start };
  const valueOf = (wanted: string): Tensor => constant(state[wanted] ?? start, shape);
  return updates.map((optimized, step) => {
    const carried: Record<string, Tensor> = {};
    const holdings: Holdings = {
      parameter: (spec) => valueOf(spec.name),
      running: (spec, after) => {
        const before = valueOf(spec.name);
        if (after) carried[spec.name] = after(before);
        return before;
      },
    };
    const seams = foldSeams([active], {
      key: () => constant(0, [], "int32"),
      trainingRows: constant(1),
      learningRate: constant(1),
      step: constant(step),
      stepsPerEpoch: 2,
      epochs: 4,
      classes: 0,
      ...run,
      holdings,
    });
    const parameter = { ...weightOf(shape), value: valueOf(name) };
    const optimizedWeight = constant((state[name] ?? start).map(optimized), shape);
    carried[name] = seams.update(parameter, optimizedWeight);
    const values = evaluate(Object.values(carried));
    state = Object.fromEntries(Object.keys(carried).map((key, i) => [key, Array.from(values[i] ?? [])]));
    const evaluated = foldEvaluation([active], holdings).values({ ...parameter, value: valueOf(name) });
    return { trained: state[name] ?? [], evaluated: Array.from(evaluate([evaluated])[0] ?? []) };
  });
}
