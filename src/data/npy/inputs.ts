// Arrays as what a model learns from.
import { UserError } from "../../base/index.ts";
import type { Columns, NumberInputs } from "../dataset.ts";
import type { NpyArray } from "./array.node.ts";

/** An array with where it is from. */
export interface NamedArray extends NpyArray {
  readonly where: string;
}

/** Which axis of an image holds its colours. */
export type ChannelAxis = "first" | "last";

export type Numbers = Uint8Array | Float32Array | Float64Array;

export const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** @throws UserError for texts. */
export function numbersIn({ values, where }: NamedArray): Numbers {
  if (!Array.isArray(values)) return values as Numbers;
  throw new UserError({ where, got: "texts", expected: "numbers to learn from" });
}

const mostChannels = 4;

/** By the axis that is short; by habit the last one where both are. */
function channelAxis(shape: readonly number[]): ChannelAxis {
  const [first = 0, , last = 0] = shape;
  return first <= mostChannels && last > mostChannels ? "first" : "last";
}

/** `[channels, height, width]` of each example, from `[height, width, channels]`. */
function channelsFirst<V extends Numbers>(values: V, [height, width, channels]: readonly number[]): V {
  const [h, w, c] = [height ?? 0, width ?? 0, channels ?? 0];
  const out = values.slice() as V;
  const size = h * w * c;
  for (let start = 0; start < values.length; start += size)
    for (let pixel = 0; pixel < h * w; pixel++)
      for (let channel = 0; channel < c; channel++)
        out[start + channel * h * w + pixel] = values[start + pixel * c + channel] as number;
  return out;
}

/**
 * The number that is white: 255 of bytes and of what looks like them, 1 of shares, else the most that so many bits hold as the
 * numbers need (1,023, 4,095, 65,535). Coarse on purpose: it is how the file is written, and nothing learned from its rows.
 */
export function whiteOf(values: Numbers): number {
  if (values instanceof Uint8Array) return 255;
  let [least, most] = [0, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= -1 && most <= 1) return 1;
  if (least >= 0 && most <= 255) return 255;
  return 2 ** Math.ceil(Math.log2(Math.max(-least, most) + 1)) - 1;
}

/** What arrays became, and how that was decided, for people. */
export interface ArrayInputs {
  readonly inputs: NumberInputs | Columns;
  readonly reading: string;
}

/** Height, width and channels in the order that a model takes them. */
function sidesOf(shape: readonly number[], axis: ChannelAxis | undefined): readonly [number, number, number] {
  const [a = 1, b = 1, c = 1] = shape;
  if (axis === undefined) return [1, a, b];
  return axis === "first" ? [a, b, c] : [c, a, b];
}

function asImages(
  values: Uint8Array | Float32Array,
  shape: readonly number[],
  asked?: ChannelAxis,
): ArrayInputs {
  const axis = shape.length === 2 ? undefined : (asked ?? channelAxis(shape));
  const white = values instanceof Uint8Array ? undefined : whiteOf(values);
  const [channels, height, width] = sidesOf(shape, axis);
  const by = asked === undefined ? "by the shape" : "as asked";
  const reading = [
    `images of ${height} × ${width} pixels`,
    `${channels} ${channels === 1 ? "channel" : "channels"}`,
    ...(axis === undefined ? [] : [`channels ${axis} (${by})`]),
    white === undefined ? "bytes" : `numbers of which ${white} is white`,
  ];
  return {
    inputs: {
      kind: "image",
      shape: [channels, height, width],
      values: axis === "last" ? channelsFirst(values, shape) : values,
      ...(white !== undefined && { white }),
    },
    reading: reading.join(", "),
  };
}

/** Columns c0, c1, …; those with NaN have gaps. */
function asTable(values: Uint8Array | Float32Array, width: number): ArrayInputs {
  const names = Array.from({ length: width }, (_, at) => `c${at}`);
  const numbers = values instanceof Uint8Array ? Float32Array.from(values) : values;
  const reading = `a table of ${width} ${width === 1 ? "column" : "columns"}`;
  if (!numbers.some(Number.isNaN))
    return { inputs: { kind: "table", shape: [width], values: numbers, columns: names }, reading };
  const columns = names.map((name, at) => ({
    kind: "numbers" as const,
    name,
    values: Float32Array.from(
      { length: numbers.length / width },
      (_, row) => numbers[row * width + at] as number,
    ),
  }));
  return { inputs: { kind: "columns", columns }, reading: `${reading}, NaN for a gap` };
}

/** Infinity, and in images what is no number. @throws UserError that names the first row with such. */
function refuseOdd({ where, shape }: NamedArray, values: Uint8Array | Float32Array, isTable: boolean): void {
  if (values instanceof Uint8Array) return;
  const isOdd = (value: number): boolean =>
    isTable ? Math.abs(value) === Infinity : !Number.isFinite(value);
  const at = values.findIndex(isOdd);
  if (at < 0) return;
  throw new UserError({
    where: `${where}, row ${Math.floor((at * (shape[0] ?? 1)) / values.length)} (from 0)`,
    got: String(values[at]),
    expected: "finite numbers",
    hint: "Correct the value, or leave the row out",
  });
}

/**
 * `[rows, columns]` as a table, `[rows, height, width]` and `[rows, height, width, channels]` (or channels first) as images.
 * @throws UserError for other shapes, and for what is infinite or, in images, no number.
 */
export function toInputs(array: NamedArray, asked?: ChannelAxis): ArrayInputs {
  const { where, shape } = array;
  const values = numbersIn(array) as Uint8Array | Float32Array;
  const sides = shape.slice(1);
  if (sides.length > 3 || sides.includes(0) || shape.length === 0)
    throw new UserError({
      where,
      got: `an array of shape ${shapeText(shape)}`,
      expected: "rows of numbers [rows, columns], or images [rows, height, width] with or without channels",
    });
  const isTable = sides.length < 2;
  refuseOdd(array, values, isTable);
  return isTable ? asTable(values, sides[0] ?? 1) : asImages(values, sides, asked);
}
