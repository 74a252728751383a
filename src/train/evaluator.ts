import { sizeOf } from "../graph/index.ts";
import { loopNames } from "../onnx/index.ts";
import { int32, int64Scalar, type Session, type Value } from "../runtime/index.ts";
import { makePace } from "./pace.ts";
import type { State } from "./state.ts";
import { inputNames } from "./step.ts";

/** What the model says about some rows in evaluation mode. */
export interface Answers {
  /** `[rows]`. */
  readonly losses: Float32Array;
  /** `[rows, outputs]`: probabilities, or numbers in the scale of the loss. */
  readonly predictions: Float32Array;
  /** `[rows, outputs]`: what the predictions were made from, where a technique looks at it after training. */
  readonly outputs?: Float32Array;
}

/** Rows in whole batches; the last batch is filled up with its first row. */
function paddedRows(rows: Int32Array, batch: number): Int32Array {
  const padded = new Int32Array(Math.ceil(rows.length / batch) * batch).fill(rows[0] ?? 0);
  padded.set(rows);
  return padded;
}

/** The numbers of several values one after another, without what padding added at the end. */
function joined(values: readonly Value[], length: number): Float32Array {
  const parts = values.map((value) => value.values as Float32Array);
  const whole = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(0, length);
}

/**
 * Asks a compiled evaluation step about rows, a few batches a call, so that calls stay short whatever the model.
 * @param fixed what is fed at every call.
 * @param batch how many rows the step takes at once.
 * @param feedsOf what each of some batches is fed beside its rows, by their numbers.
 */
export function evaluator(
  session: Session,
  fixed: Readonly<Record<string, Value>>,
  batch: number,
  feedsOf: (batches: readonly number[]) => Readonly<Record<string, Value>> = () => ({}),
): (state: State, rows: Int32Array) => Promise<Answers> {
  const pace = makePace();
  const ask = async (state: State, rows: Int32Array, first: number): Promise<Record<string, Value>> => {
    const count = rows.length / batch;
    const started = performance.now();
    const results = await session.run({
      ...fixed,
      ...state,
      ...feedsOf(Array.from({ length: count }, (_, i) => first + i)),
      [loopNames.perStep(inputNames.rows)]: int32(rows, [count, batch]),
      [loopNames.steps]: int64Scalar(count),
    });
    pace.measured(count, performance.now() - started);
    return results;
  };
  return async (state, rows) => {
    const padded = paddedRows(rows, batch);
    const results: Record<string, Value>[] = [];
    for (let from = 0; from < padded.length; ) {
      const to = from + batch * pace.next((padded.length - from) / batch);
      results.push(await ask(state, padded.subarray(from, to), from / batch));
      from = to;
    }
    const all = (scan: string): Value[] => results.map((result) => result[loopNames.scan(scan)] as Value);
    const predictions = all("predictions");
    const width = sizeOf(predictions[0]?.shape.slice(2) ?? []);
    const length = rows.length * width;
    const hasOutputs = loopNames.scan("outputs") in (results[0] ?? {});
    return {
      losses: joined(all("losses"), rows.length),
      predictions: joined(predictions, length),
      ...(hasOutputs && { outputs: joined(all("outputs"), length) }),
    };
  };
}
