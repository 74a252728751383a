// Examples as the engine is fed them: all at once, or a window at a time.
import { applyPreprocessing, type RowLoader, rowStreamOf } from "../data/index.ts";
import { sizeOf } from "../graph/index.ts";
import { float32, uint8, type Value } from "../runtime/index.ts";
import { inputsOf, storageOf, targetsOf } from "./engine-data.ts";
import type { Plan } from "./plan.ts";
import { inputNames, type Storage } from "./step.ts";

/** Rows that are asked for one after another. */
export interface Window {
  /** Equal for equal rows. */
  readonly key: string;
  readonly rows: Int32Array;
}

/** A window that the engine can work on. */
export interface Held {
  readonly feeds: Readonly<Record<string, Value>>;
  /** Where in the arrays that are fed each row of the window is. */
  readonly places: Int32Array;
}

/** The examples of a run for one who goes through them in windows. */
export interface Examples {
  /** How many rows a window may have. */
  readonly most: number;
  /** @param next the window after this one, as far as that is known: it is fetched meanwhile. */
  hold(window: Window, next: () => Window | undefined): Promise<Held>;
}

/** Fetches the inputs of some rows, `[rows, ...shape]` one after another: pixels as they are, the numbers of a table scaled. */
export type ReadRows = (this: void, rows: Int32Array) => Promise<Float32Array | Uint8Array>;

/** Where the examples of a run come from. */
export interface ExampleSource {
  readonly storage: Storage;
  /** For one who goes through them in an order of his own. */
  open(): Examples;
  readonly read: ReadRows;
  /** How many milliseconds were spent waiting for examples so far. */
  waitedMs(): number;
  close(): Promise<void>;
}

/** The inputs of some rows in memory, as {@link ReadRows} gives them. */
function someInputs({ dataset: { inputs }, inputScaling }: Plan, rows: Int32Array): Float32Array {
  const size = sizeOf(inputs.shape);
  const some = new Float32Array(rows.length * size);
  rows.forEach((row, at) => some.set(inputs.values.subarray(row * size, (row + 1) * size), at * size));
  return inputs.kind === "table" ? applyPreprocessing(some, inputScaling) : some;
}

/** Examples in memory: fed by reference at every call, never copied. */
function inMemory(plan: Plan, storage: Storage): ExampleSource {
  const feeds = {
    [inputNames.inputs]: inputsOf(plan, storage),
    [inputNames.targets]: targetsOf(plan, storage),
  };
  return {
    storage,
    open: () => ({
      most: Infinity,
      hold: ({ rows }) => Promise.resolve({ feeds, places: rows }),
    }),
    read: (rows) => Promise.resolve(someInputs(plan, rows)),
    waitedMs: () => 0,
    close: () => Promise.resolve(),
  };
}

/** Two windows: the one at work, and the one that is fetched meanwhile. */
function windows(load: (window: Window) => Promise<Held>, most: number): Examples {
  let known = new Map<string, Promise<Held>>();
  const ask = (window: Window): Promise<Held> => {
    const found = known.get(window.key) ?? load(window);
    // Who waits for it hears of a fault; that nobody waits yet is no fault of its own.
    found.catch(() => undefined);
    return found;
  };
  return {
    most,
    hold: (window, next) => {
      const following = next();
      const wanted = following ? [window, following] : [window];
      known = new Map(wanted.map((each) => [each.key, ask(each)]));
      return known.get(window.key) as Promise<Held>;
    },
  };
}

function streamed(plan: Plan, storage: Storage, loader: RowLoader): ExampleSource {
  const size = sizeOf(plan.dataset.inputs.shape);
  let waited = 0;
  const load = async ({ rows }: Window): Promise<Held> => {
    const values = await loader.load(rows, storage.rows);
    const shape = [storage.rows, size];
    return {
      feeds: {
        [inputNames.inputs]: values instanceof Uint8Array ? uint8(values, shape) : float32(values, shape),
        [inputNames.targets]: targetsOf(plan, storage, rows),
      },
      places: Int32Array.from(rows.keys()),
    };
  };
  return {
    storage,
    open: () => {
      const examples = windows(load, storage.rows);
      const hold: Examples["hold"] = async (window, next) => {
        const started = performance.now();
        const held = await examples.hold(window, next);
        waited += performance.now() - started;
        return held;
      };
      return { most: examples.most, hold };
    },
    read: (rows) => loader.load(rows, rows.length),
    waitedMs: () => waited,
    close: () => loader.close(),
  };
}

export function exampleSource(plan: Plan): ExampleSource {
  const storage = storageOf(plan);
  const stream = rowStreamOf(plan.dataset.inputs);
  return stream ? streamed(plan, storage, stream.open(plan.inputScaling)) : inMemory(plan, storage);
}
