import * as plain from "./kernels.ts";
import { simdModule } from "./simd-module.ts";

/** The inner loops of a fit, and the arrays that they work on. */
export interface Arithmetic {
  /** Columns of zeros: the only arrays that the other functions take, and valid as long as the fit lasts. */
  vectors(rows: number, columns: number): readonly Float64Array[];
  /** `Σ a[i] b[i]`. */
  dot(a: Float64Array, b: Float64Array): number;
  /** `target[i] += factor · source[i]` for the first `length` numbers. */
  addScaled(target: Float64Array, factor: number, source: Float64Array, length: number): void;
  /** `target[i] += factor · v[i] · source[i]`. */
  addWeighted(target: Float64Array, factor: number, v: Float64Array, source: Float64Array): void;
  /** The products of two columns with four, `[8]`. */
  tile(a: readonly Float64Array[], b: readonly Float64Array[], into: Float64Array): void;
}

/** For fits that are larger than a WebAssembly memory can be: the same, slower. */
const plainArithmetic: Arithmetic = {
  vectors(rows, columns) {
    const values = new Float64Array(rows * columns);
    return Array.from({ length: columns }, (_, column) =>
      values.subarray(column * rows, (column + 1) * rows),
    );
  },
  dot: plain.dot,
  addScaled(target, factor, source, length) {
    plain.addScaled(target, factor, source.length === length ? source : source.subarray(0, length));
  },
  addWeighted: plain.addWeighted,
  tile(a, b, into) {
    a.forEach((first, i) => b.forEach((second, j) => (into[i * b.length + j] = plain.dot(first, second))));
  },
};

type Pointer = number;
interface Routines {
  dot(this: void, a: Pointer, b: Pointer, length: number): number;
  addScaled(this: void, target: Pointer, factor: number, source: Pointer, length: number): void;
  addWeighted(this: void, target: Pointer, factor: number, source: Pointer, length: number, v: Pointer): void;
  // One more than the linter's limit would be no clearer in parts: WebAssembly takes numbers only.
  tile(this: void, ...pointers: readonly number[]): void;
}

const pageBytes = 65_536;
const mostPages = 65_536;
/** A memory that is larger is given back after the fit. */
const keptPages = 1024;

interface Opened {
  readonly memory: WebAssembly.Memory;
  readonly routines: Routines;
  /** Bytes that an earlier fit may have written. */
  used: number;
}

let kept: Opened | undefined;
let isBusy = false;

function openedFor(pages: number): Opened {
  if (kept && kept.memory.buffer.byteLength >= pages * pageBytes) return kept;
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(simdModule()), { numbers: { memory } });
  return { memory, routines: exports as unknown as Routines, used: 0 };
}

function simdArithmetic(opened: Opened): Arithmetic {
  const { routines } = opened;
  const { buffer } = opened.memory;
  let used = 0;
  return {
    vectors: (rows, columns) =>
      Array.from({ length: columns }, () => {
        const vector = new Float64Array(buffer, used, rows);
        if (used < opened.used) vector.fill(0);
        used += 8 * rows;
        opened.used = Math.max(opened.used, used);
        return vector;
      }),
    dot: (a, b) => routines.dot(a.byteOffset, b.byteOffset, a.length),
    addScaled(target, factor, source, length) {
      routines.addScaled(target.byteOffset, factor, source.byteOffset, length);
    },
    addWeighted(target, factor, v, source) {
      routines.addWeighted(target.byteOffset, factor, source.byteOffset, source.length, v.byteOffset);
    },
    tile([a0, a1], [b0, b1, b2, b3], into) {
      const columns = [a0, a1, b0, b1, b2, b3] as readonly Float64Array[];
      routines.tile(
        ...columns.map(({ byteOffset }) => byteOffset),
        (a0 as Float64Array).length,
        into.byteOffset,
      );
    },
  };
}

/**
 * Does a fit with room for so many numbers; what it gives back must hold none of its vectors.
 * @param size how many numbers all vectors have together, at most.
 */
export function withArithmetic<T>(size: number, fit: (arithmetic: Arithmetic) => T): T {
  const pages = Math.ceil((8 * size) / pageBytes) + 1;
  if (isBusy || pages > mostPages) return fit(plainArithmetic);
  isBusy = true;
  try {
    kept = openedFor(pages);
    return fit(simdArithmetic(kept));
  } finally {
    if (kept && kept.memory.buffer.byteLength > keptPages * pageBytes) kept = undefined;
    isBusy = false;
  }
}
