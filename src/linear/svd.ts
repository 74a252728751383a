// The singular value decomposition by one-sided Jacobi rotations (Hestenes 1958), behind a QR decomposition where there are
// many more rows than columns: as accurate as there is, for small singular values as well (Demmel & Veselić 1992).
import { newVectors } from "./design.ts";
import { Directions } from "./directions.ts";
import { addScaled, dot } from "./kernels.ts";

/** `A = U D Vᵀ`. */
export interface SingularValues {
  /** Descending, as many as the smaller side of `A` has. */
  readonly values: Float64Array;
  /** `U`: `[rows]` for each singular value; zeros where that is 0. */
  readonly left: Directions;
  /** `V`: `[columns]` for each singular value. */
  readonly right: Directions;
}

/** Columns are orthogonal enough where their cosine is below it. */
const tolerance = 1e-15;
/** Sweeps over all pairs; the usual number is below ten. */
const mostSweeps = 60;

/** How many of descending singular values rounding alone does not explain: those of dependent columns are a little above 0. */
export const rankOf = (values: Float64Array): number =>
  values.findLastIndex((value) => value > 1e-13 * (values[0] as number)) + 1;

/** @param vectors the columns of `A`, `[rows]` each; they stay as they are. */
export function singularValues(vectors: readonly Float64Array[]): SingularValues {
  const rows = vectors[0]?.length ?? 0;
  const columns = vectors.length;
  if (columns > rows) {
    const { values, left, right } = singularValues(transposed(vectors));
    return { values, left: right, right: left };
  }
  const copies = vectors.map((vector) => vector.slice());
  if (rows < 2 * columns) return jacobi(copies);
  const { triangle, turn } = triangular(copies);
  const { values, left, right } = jacobi(triangle);
  return { values, right, left: new Directions(left.vectors, turn) };
}

export function transposed(vectors: readonly Float64Array[]): readonly Float64Array[] {
  const turned = newVectors(vectors.length, vectors[0]?.length ?? 0);
  vectors.forEach((vector, i) => vector.forEach((value, j) => ((turned[j] as Float64Array)[i] = value)));
  return turned;
}

/** Householder's `A = Q R` (Golub & Van Loan, algorithm 5.2.1): the columns of `R`, and `Q` as what it does to a vector. */
function triangular(vectors: readonly Float64Array[]) {
  const reflections: { readonly from: number; readonly normal: Float64Array }[] = [];
  const reflect = (target: Float64Array, { from, normal }: (typeof reflections)[number]): void => {
    const part = target.subarray(from);
    addScaled(part, -2 * dot(normal, part), normal);
  };
  vectors.forEach((vector, from) => {
    for (const reflection of reflections) reflect(vector, reflection);
    const part = vector.subarray(from);
    const length = Math.sqrt(dot(part, part));
    if (length === 0) return;
    const normal = part.slice();
    normal[0] = (normal[0] as number) + ((normal[0] as number) < 0 ? -length : length);
    const size = Math.sqrt(dot(normal, normal));
    const reflection = { from, normal: normal.map((value) => value / size) };
    reflections.push(reflection);
    reflect(vector, reflection);
  });
  return {
    triangle: vectors.map((vector, column) => {
      const own = vector.slice(0, vectors.length);
      return own.fill(0, column + 1);
    }),
    turn: {
      rows: vectors[0]?.length ?? 0,
      apply: (target: Float64Array): void => {
        for (const reflection of reflections.toReversed()) reflect(target, reflection);
      },
      undo: (target: Float64Array): void => {
        for (const reflection of reflections) reflect(target, reflection);
      },
    },
  };
}

/** Turns two vectors by an angle. */
function rotate(a: Float64Array, b: Float64Array, { cosine, sine }: { cosine: number; sine: number }): void {
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
}

/** Rotates pairs of columns until all are orthogonal; overwrites them. */
function jacobi(vectors: Float64Array[]): SingularValues {
  const turns = vectors.map((_, i) => {
    const unit = new Float64Array(vectors.length);
    unit[i] = 1;
    return unit;
  });
  for (let sweep = 0, isDone = false; sweep < mostSweeps && !isDone; sweep++) {
    isDone = true;
    for (let i = 0; i < vectors.length; i++)
      for (let j = i + 1; j < vectors.length; j++) if (straighten(vectors, turns, [i, j])) isDone = false;
  }
  const sizes = vectors.map((vector) => Math.sqrt(dot(vector, vector)));
  const order = Array.from(sizes.keys()).toSorted((a, b) => (sizes[b] as number) - (sizes[a] as number));
  return {
    values: Float64Array.from(order, (i) => sizes[i] as number),
    left: new Directions(
      order.map((i) => {
        const size = sizes[i] as number;
        return (vectors[i] as Float64Array).map((value) => (size === 0 ? 0 : value / size));
      }),
    ),
    right: new Directions(order.map((i) => turns[i] as Float64Array)),
  };
}

/** Makes two columns orthogonal. @returns whether they were not. */
function straighten(
  vectors: readonly Float64Array[],
  turns: readonly Float64Array[],
  [i, j]: readonly [number, number],
): boolean {
  const a = vectors[i] as Float64Array;
  const b = vectors[j] as Float64Array;
  const product = dot(a, b);
  const first = dot(a, a);
  const second = dot(b, b);
  if (Math.abs(product) <= tolerance * Math.sqrt(first * second)) return false;
  const slope = (second - first) / (2 * product);
  const tangent = Math.sign(slope || 1) / (Math.abs(slope) + Math.sqrt(1 + slope * slope));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const angle = { cosine, sine: cosine * tangent };
  rotate(a, b, angle);
  rotate(turns[i] as Float64Array, turns[j] as Float64Array, angle);
  return true;
}
