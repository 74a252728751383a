import type { DataType, Shape } from "../graph/index.ts";

/** Numbers in the memory layout that the engine reads without copying. */
export type TypedValues = Float32Array | Int32Array | BigInt64Array | Uint32Array | Uint8Array;

export interface Value {
  readonly dataType: DataType;
  readonly shape: Shape;
  readonly values: TypedValues;
}

/** Texts, as model files take them for categories. */
export interface TextValue {
  readonly dataType: "string";
  readonly shape: Shape;
  readonly values: readonly string[];
}

export interface SessionOptions {
  /** Threads that work on one operation; more than one changes the last bits of some sums. */
  readonly threads: number;
  /** Where it runs, as ONNX Runtime names its execution providers. */
  readonly device: "cpu" | "webgpu" | "cuda";
  /** Whether idle threads wait busily: faster alone on a machine, much slower beside other work. */
  readonly spin: boolean;
  /** Whether the engine looks for operations to fuse; with thousands of them that takes most of the compile time. */
  readonly fuse?: boolean;
  /**
   * How the name of a file begins into which the engine writes, on release, how long each operation of each run took.
   * Writing that down slows it.
   */
  readonly profile?: string;
}

/** A compiled model, ready to run. */
export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the model; inputs that it does not have are left out. Blocks the thread it is called on until done. */
  run(feeds: Readonly<Record<string, Value | TextValue>>): Promise<Record<string, Value>>;
  /** Gives its memory back. */
  release(): Promise<void>;
}
