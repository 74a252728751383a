/** A raster of dots shown as braille characters: each character holds 2 × 4 dots and remembers who drew there last. */
export interface Raster {
  /** Dots across and down. */
  readonly width: number;
  readonly height: number;
  /** Sets the dot nearest to `x`, `y`, counted from the upper left; places outside are ignored. */
  set(x: number, y: number, owner: number): void;
  /** The character of a cell with its owner, or nothing where no dot is set. */
  cell(column: number, row: number): { readonly character: string; readonly owner: number } | undefined;
}

/** The bit of each dot in Unicode's braille block: by row, then by column. */
const bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80] as const;

/** An empty raster of `columns` × `rows` characters. */
export function raster(columns: number, rows: number): Raster {
  const patterns = new Uint8Array(columns * rows);
  const owners = new Int32Array(columns * rows);
  const [width, height] = [columns * 2, rows * 4];
  return {
    width,
    height,
    set(x, y, owner) {
      const [column, row] = [Math.round(x), Math.round(y)];
      if (!(column >= 0 && column < width && row >= 0 && row < height)) return;
      const at = (row >> 2) * columns + (column >> 1);
      patterns[at] = (patterns[at] ?? 0) | (bits[(row & 3) * 2 + (column & 1)] ?? 0);
      owners[at] = owner;
    },
    cell(column, row) {
      const at = row * columns + column;
      const pattern = patterns[at] ?? 0;
      if (pattern === 0) return undefined;
      return { character: String.fromCodePoint(0x2800 + pattern), owner: owners[at] ?? 0 };
    },
  };
}
