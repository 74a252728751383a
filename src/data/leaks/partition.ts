// Trees of one variable: where to cut it so that each piece says as much as possible about the target.

/** What is to be told: classes by number, or numbers. */
export type Wanted =
  | { readonly kind: "classes"; readonly labels: Int32Array; readonly classes: number }
  | { readonly kind: "numbers"; readonly values: Float64Array };

/** What some rows hold of the target, one row more or less at a time. */
interface Tally {
  move(row: number, by: 1 | -1): void;
  /** Squared sums over rows: what the sum of squared errors lacks to that of all rows by themselves. */
  value(): number;
}

function tallyOf(wanted: Wanted): Tally {
  let [rows, squares, total] = [0, 0, 0];
  if (wanted.kind === "numbers")
    return {
      move: (row, by) => {
        rows += by;
        total += by * (wanted.values[row] as number);
      },
      value: () => (rows > 0 ? total ** 2 / rows : 0),
    };
  const counts = new Float64Array(wanted.classes);
  return {
    move: (row, by) => {
      const label = wanted.labels[row] as number;
      const count = counts[label] as number;
      rows += by;
      squares += by * 2 * count + 1;
      counts[label] = count + by;
    },
    value: () => (rows > 0 ? squares / rows : 0),
  };
}

/** What is answered for some rows: their most frequent class, or their mean. */
export function answerOf(wanted: Wanted, rows: Int32Array): number {
  if (wanted.kind === "numbers")
    return rows.reduce((sum, row) => sum + (wanted.values[row] as number), 0) / rows.length;
  const counts = new Float64Array(wanted.classes);
  for (const row of rows) counts[wanted.labels[row] as number]! += 1;
  return counts.indexOf(Math.max(...counts));
}

/** A stretch of rows in the order of the variable, and its best cut. */
interface Piece {
  readonly rows: Int32Array;
  /** How many rows go to the left; 0 where no cut gains anything. */
  readonly cut: number;
  readonly gain: number;
}

function bestCut(cells: Float64Array, wanted: Wanted, rows: Int32Array, least: number): Piece {
  const [left, right] = [tallyOf(wanted), tallyOf(wanted)];
  for (const row of rows) right.move(row, 1);
  const whole = right.value();
  // What rounding alone may gain.
  const leastGain = 1e-9 * Math.abs(whole);
  let [cut, gain] = [0, 0];
  for (let at = 1; at < rows.length; at++) {
    const moved = rows[at - 1] as number;
    left.move(moved, 1);
    right.move(moved, -1);
    if (at < least || rows.length - at < least || cells[moved] === cells[rows[at] as number]) continue;
    const gained = left.value() + right.value() - whole;
    if (gained > Math.max(gain, leastGain)) [cut, gain] = [at, gained];
  }
  return { rows, cut, gain };
}

/** Below each border an answer, and one above the last. */
export interface Partition {
  readonly borders: readonly number[];
  readonly answers: readonly number[];
}

const mostPieces = 16;

/**
 * Cuts numbers into at most 16 pieces, the most telling cut first (Breiman et al., 1984: by Gini's impurity or by variance).
 * @param cells the variable, for each row.
 * @param rows those to learn from, all with a number.
 */
export function partitionOf(cells: Float64Array, wanted: Wanted, rows: Int32Array): Partition {
  const least = Math.max(2, Math.ceil(rows.length / 500));
  const inOrder = rows.toSorted((a, b) => (cells[a] as number) - (cells[b] as number));
  const pieces = [bestCut(cells, wanted, inOrder, least)];
  while (pieces.length < mostPieces) {
    const at = pieces.reduce((best, { gain }, i) => (gain > (pieces[best] as Piece).gain ? i : best), 0);
    const piece = pieces[at] as Piece;
    if (piece.cut === 0) break;
    const halves = [piece.rows.subarray(0, piece.cut), piece.rows.subarray(piece.cut)];
    pieces.splice(at, 1, ...halves.map((half) => bestCut(cells, wanted, half, least)));
  }
  const firstOf = (piece: Piece): number => cells[piece.rows[0] as number] as number;
  const lastOf = (piece: Piece): number => cells[piece.rows.at(-1) as number] as number;
  return {
    borders: pieces.slice(1).map((piece, i) => (lastOf(pieces[i] as Piece) + firstOf(piece)) / 2),
    answers: pieces.map((piece) => answerOf(wanted, piece.rows)),
  };
}

/** The answer for a number. */
export function answerAt({ borders, answers }: Partition, cell: number): number {
  const at = borders.findIndex((border) => cell < border);
  return answers[at < 0 ? borders.length : at] as number;
}
