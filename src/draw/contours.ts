import type { Point } from "./picture.ts";

/** Values over a grid. */
export interface Field {
  /** Ascending. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** `[ys, xs]`. */
  readonly values: ArrayLike<number>;
}

/** Where a contour crosses an edge of the grid, and which crossings it is joined to. */
interface Crossing {
  readonly point: Point;
  readonly next: number[];
}

/** The lines along which a field has a level, by linear interpolation on the edges of the grid (marching squares). */
export function contourLines(field: Field, levels: readonly number[]): Point[][] {
  return levels.flatMap((level) => joined(crossings(field, level)));
}

function crossings({ xs, ys, values }: Field, level: number): Map<number, Crossing> {
  const width = xs.length;
  const found = new Map<number, Crossing>();
  const value = (corner: number): number => values[corner] as number;
  const place = (corner: number): Point => [
    xs[corner % width] as number,
    ys[Math.floor(corner / width)] as number,
  ];
  /** The crossing on the edge between two corners, by a number of its own. */
  const cross = (a: number, b: number): number[] => {
    const [low, high] = [value(a), value(b)];
    if (low < level === high < level || !Number.isFinite(low + high)) return [];
    const key = 2 * a + Number(b !== a + 1);
    if (!found.has(key)) {
      const share = (level - low) / (high - low);
      const [from, to] = [place(a), place(b)];
      found.set(key, {
        point: [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])],
        next: [],
      });
    }
    return [key];
  };
  const join = ([a, b]: readonly number[]): void => {
    if (a === undefined || b === undefined) return;
    found.get(a)?.next.push(b);
    found.get(b)?.next.push(a);
  };
  for (let row = 0; row + 1 < ys.length; row++)
    for (let column = 0; column + 1 < width; column++) {
      const corner = row * width + column;
      // Around the cell, so that in a saddle neighbours are joined.
      const around = [
        ...cross(corner, corner + 1),
        ...cross(corner + 1, corner + 1 + width),
        ...cross(corner + width, corner + 1 + width),
        ...cross(corner, corner + width),
      ];
      join(around.slice(0, 2));
      join(around.slice(2, 4));
    }
  return found;
}

/** Crossings in the order of the lines through them: open lines from their ends, then closed ones. */
function joined(found: Map<number, Crossing>): Point[][] {
  const left = new Set(found.keys());
  const ends = [...left].filter((key) => found.get(key)?.next.length === 1);
  const lines: Point[][] = [];
  for (const start of [...ends, ...left]) {
    if (!left.has(start)) continue;
    const keys: number[] = [];
    for (let at: number | undefined = start; at !== undefined; ) {
      keys.push(at);
      left.delete(at);
      at = found.get(at)?.next.find((key) => left.has(key));
    }
    const isClosed = keys.length > 2 && found.get(start)?.next.includes(keys.at(-1) as number);
    lines.push([...keys, ...(isClosed ? [start] : [])].map((key) => (found.get(key) as Crossing).point));
  }
  return lines;
}
