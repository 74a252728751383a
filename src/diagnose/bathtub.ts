/** A curve that falls (or rests) up to its turn and rises (or rests) from there on: least squares to some values. */
export interface Bathtub {
  /** The fitted value of each point. */
  readonly fit: Float64Array;
  /** The index of the last point on the lowest level. */
  readonly turn: number;
  /** Sum of squared residuals. */
  readonly squares: number;
  /** The same for the best curve that never rises. */
  readonly fallingSquares: number;
}

interface Block {
  readonly sum: number;
  readonly count: number;
}

/** The levels of the least-squares curve that never rises, and its squared error for every prefix: pool adjacent violators. */
function falling(values: ArrayLike<number>): {
  readonly blocks: readonly Block[];
  readonly squares: Float64Array;
} {
  const blocks: Block[] = [];
  const squares = new Float64Array(values.length);
  let error = 0;
  for (let i = 0; i < values.length; i++) {
    let block: Block = { sum: values[i] as number, count: 1 };
    for (
      let left = blocks.at(-1);
      left && left.sum * block.count <= block.sum * left.count;
      left = blocks.at(-1)
    ) {
      const step = left.sum / left.count - block.sum / block.count;
      error += (step * step * left.count * block.count) / (left.count + block.count);
      block = { sum: left.sum + block.sum, count: left.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
    squares[i] = error;
  }
  return { blocks, squares };
}

const levels = (values: ArrayLike<number>): number[] =>
  falling(values).blocks.flatMap(({ sum, count }) => Array.from<number>({ length: count }).fill(sum / count));

interface BathtubError {
  readonly squares: number;
  readonly fallingSquares: number;
  /** The last index of the falling part. */
  readonly split: number;
}

/** The errors of the fit without the fit itself. */
export function bathtubError(values: readonly number[]): BathtubError {
  const before = falling(values).squares;
  const after = falling(values.toReversed()).squares;
  const last = values.length - 1;
  const total = (split: number): number =>
    (before[split] as number) + (split === last ? 0 : (after[last - 1 - split] as number));
  let split = last;
  for (let i = last - 1; i >= 0; i--) if (total(i) < total(split)) split = i;
  return { squares: total(split), fallingSquares: before[last] as number, split };
}

/** Fits the falling-then-rising curve (unimodal regression, no bandwidth to choose) to at least one finite value. */
export function bathtub(values: readonly number[]): Bathtub {
  const { squares, fallingSquares, split } = bathtubError(values);
  const fit = Float64Array.from([
    ...levels(values.slice(0, split + 1)),
    ...levels(values.slice(split + 1).toReversed()).toReversed(),
  ]);
  const lowest = fit.reduce((low, value) => Math.min(low, value));
  return { fit, turn: fit.lastIndexOf(lowest), squares, fallingSquares };
}
