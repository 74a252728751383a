import { sizeOf } from "../graph/index.ts";
import { loopNames } from "../onnx/index.ts";
import { int32, int64Scalar, type Session, type Value } from "../runtime/index.ts";
import type { Examples, Window } from "./examples.ts";
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

/** The rows in windows of whole batches. */
function windowsOf(rows: Int32Array, whole: number, name: string): Window[] {
  const size = Math.min(whole, Math.max(rows.length, 1));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => ({
    key: `${name}, ${i}`,
    rows: rows.subarray(i * size, (i + 1) * size),
  }));
}

const names = new WeakMap<Int32Array, string>();
let named = 0;

/** A name for some rows: the same array has the same one, wherever it is asked about. */
function nameOf(rows: Int32Array): string {
  const name = names.get(rows) ?? `rows ${named++}`;
  names.set(rows, name);
  return name;
}

/** What an evaluation is made of. */
export interface Evaluation {
  /** What is fed at every call. */
  readonly fixed: Readonly<Record<string, Value>>;
  /** How many rows the step takes at once. */
  readonly batch: number;
  readonly examples: Examples;
  /** What each of some batches is fed beside its rows, by their numbers. */
  readonly feedsOf?: (batches: readonly number[]) => Readonly<Record<string, Value>>;
}

/** Asks a compiled evaluation step about rows, a few batches a call, so that calls stay short whatever the model. */
export function evaluator(
  session: Session,
  { fixed, batch, examples, feedsOf = () => ({}) }: Evaluation,
): (state: State, rows: Int32Array) => Promise<Answers> {
  const pace = makePace();
  // The same parts are measured after every epoch: what followed a window follows it again.
  const followers = new Map<string, Window>();
  let last = "";
  const ask = async (feeds: Readonly<Record<string, Value>>, places: Int32Array, first: number) => {
    const count = places.length / batch;
    const started = performance.now();
    const results = await session.run({
      ...fixed,
      ...feeds,
      ...feedsOf(Array.from({ length: count }, (_, i) => first + i)),
      [loopNames.perStep(inputNames.rows)]: int32(places, [count, batch]),
      [loopNames.steps]: int64Scalar(count),
    });
    pace.measured(count, performance.now() - started);
    return results;
  };
  return async (state, rows) => {
    const whole = Math.floor(examples.most / batch) * batch;
    const results: Record<string, Value>[] = [];
    let first = 0;
    for (const window of windowsOf(rows, whole, nameOf(rows))) {
      followers.set(last, window);
      last = window.key;
      const held = await examples.hold(window, () => followers.get(window.key));
      const places = paddedRows(held.places, batch);
      for (let from = 0; from < places.length; ) {
        const to = from + batch * pace.next((places.length - from) / batch);
        results.push(await ask({ ...held.feeds, ...state }, places.subarray(from, to), first));
        first += (to - from) / batch;
        from = to;
      }
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
