/**
 * Moves labels that stand in one column apart, as little as a simple sweep can.
 * @param wanted the places wanted, in any order
 * @returns the places given, in the same order, at least `distance` apart, within `[low, high]` as long as they fit
 */
export function spread(
  wanted: readonly number[],
  distance: number,
  [low, high]: readonly [number, number],
): number[] {
  const order = wanted.map((_, i) => i).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const given = wanted.slice();
  let free = low;
  for (const i of order) {
    given[i] = Math.max(given[i] ?? 0, free);
    free = (given[i] ?? 0) + distance;
  }
  let ceiling = high;
  for (const i of order.toReversed()) {
    given[i] = Math.min(given[i] ?? 0, ceiling);
    ceiling = (given[i] ?? 0) - distance;
  }
  return given;
}

/** A label beside the top of a vertical line that runs down from it. */
export interface Flag {
  /** Where the line is. */
  readonly x: number;
  /** How far the label reaches from the line. */
  readonly width: number;
}

export interface PlacedFlag {
  readonly side: "right" | "left";
  /** Counted from 0, the uppermost. */
  readonly row: number;
}

type Span = readonly [low: number, high: number];

const spanOf = ({ x, width }: Flag, side: "right" | "left"): Span =>
  side === "right" ? [x, x + width] : [x - width, x];

const overlap = (a: Span, b: Span): boolean => a[0] < b[1] && b[0] < a[1];

/** Whether two flags leave each other alone: no label on a label, no line through a label of a lower row. */
function agree(a: Flag & PlacedFlag, b: Flag & PlacedFlag): boolean {
  const [upper, lower] = a.row <= b.row ? [a, b] : [b, a];
  const lowerSpan = spanOf(lower, lower.side);
  if (upper.row === lower.row && overlap(spanOf(upper, upper.side), lowerSpan)) return false;
  return !(upper.x > lowerSpan[0] && upper.x < lowerSpan[1]);
}

/**
 * Places flags in rows so that neither labels nor lines cross a label.
 * @param right where the room ends: a label that would pass it stands to the left of its line
 * @returns side and row of each flag, in the order given
 */
export function placeFlags(flags: readonly Flag[], right: number): PlacedFlag[] {
  const sided = flags.map((flag) => ({
    flag,
    side: flag.x + flag.width > right ? ("left" as const) : ("right" as const),
  }));
  const order = [
    ...sided.filter(({ side }) => side === "right").toSorted((a, b) => a.flag.x - b.flag.x),
    ...sided.filter(({ side }) => side === "left").toSorted((a, b) => b.flag.x - a.flag.x),
  ];
  const placed = new Map<Flag, Flag & PlacedFlag>();
  for (const { flag, side } of order) {
    let row = 0;
    const isFree = (at: number): boolean =>
      [...placed.values()].every((other) => agree(other, { ...flag, side, row: at }));
    while (row < flags.length + 1 && !isFree(row)) row++;
    placed.set(flag, { ...flag, side, row });
  }
  return flags.map((flag) => {
    const { side, row } = placed.get(flag) ?? { side: "right", row: 0 };
    return { side, row };
  });
}
