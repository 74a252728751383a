// Sampling images between their pixels. The engine has the forward pass in one operation; the gradients are made of the four
// pixels around each place and their weights.
import { node, type Operation, type Shape, sizeOf, sourceOf, type Tensor, type Values } from "../tensor.ts";
import { constant } from "../leaves.ts";
import { add, max, min, mul, sub } from "./arithmetic.ts";
import { equal } from "./compare.ts";
import type { None } from "./elementwise.ts";
import { floor } from "./functions.ts";
import { concat, gather, scatterAdd, slice, transpose } from "./rearrange.ts";
import { reshape, sum } from "./spread.ts";
import { cast } from "./types.ts";

interface Sizes {
  readonly batch: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

const sizesOf = ([batch = 0, channels = 0, height = 0, width = 0]: Shape): Sizes => ({
  batch,
  channels,
  height,
  width,
});

/** From −1 … 1, the outer edges of the image, to pixels counted from the centre of the first. */
const toPixels = (place: number, size: number): number => ((place + 1) * size - 1) / 2;

function sampled(
  x: Values,
  at: number,
  { height, width }: Sizes,
  [left, top]: readonly [number, number],
): number {
  const [column, row] = [Math.floor(left), Math.floor(top)];
  const pixel = (i: number, j: number): number =>
    i < 0 || j < 0 || i >= height || j >= width ? 0 : (x[at + i * width + j] as number);
  const [right, below] = [left - column, top - row];
  return (
    pixel(row, column) * (1 - right) * (1 - below) +
    pixel(row, column + 1) * right * (1 - below) +
    pixel(row + 1, column) * (1 - right) * below +
    pixel(row + 1, column + 1) * right * below
  );
}

/** One of the four pixels around each place, as `[places]` vectors. */
interface Corner {
  /** Of rows `[batch · height · width, channels]`. */
  readonly row: Tensor;
  /** How much it counts; 0 outside of the image. */
  readonly weight: Tensor;
  /** How its weight changes as the place moves right, and down, by a pixel. */
  readonly slopes: readonly [Tensor, Tensor];
}

/** The coordinate of all places along one axis in pixels, its whole part, and what is left. */
function split(grid: Tensor, axis: number, size: number): { readonly whole: Tensor; readonly rest: Tensor } {
  const places = sizeOf(grid.shape) / 2;
  const place = reshape(slice(reshape(grid, [places, 2]), 1, axis, axis + 1), [places]);
  const pixels = sub(mul(add(place, 1), size / 2), 0.5);
  const whole = floor(pixels);
  return { whole, rest: sub(pixels, whole) };
}

/** 1 where a coordinate lies in the image. */
const isInside = (coordinate: Tensor, size: number): Tensor =>
  cast(equal(coordinate, min(max(coordinate, 0), size - 1)), "float32");

function cornersOf(grid: Tensor, { height, width, batch }: Sizes): Corner[] {
  const [across, down] = [split(grid, 0, width), split(grid, 1, height)];
  const places = sizeOf(grid.shape) / 2 / batch;
  const images = constant(
    Array.from({ length: batch * places }, (_, i) => Math.floor(i / places) * height * width),
    [batch * places],
    "int32",
  );
  return [0, 1].flatMap((below) =>
    [0, 1].map((right) => {
      const [column, row] = [add(across.whole, right), add(down.whole, below)];
      const there = mul(isInside(column, width), isInside(row, height));
      const [i, j] = [min(max(row, 0), height - 1), min(max(column, 0), width - 1)];
      const share = right ? across.rest : sub(1, across.rest);
      const part = below ? down.rest : sub(1, down.rest);
      return {
        row: add(images, cast(add(mul(i, width), j), "int32")),
        weight: mul(there, mul(share, part)),
        slopes: [mul(there, mul(part, right ? 1 : -1)), mul(there, mul(share, below ? 1 : -1))] as const,
      };
    }),
  );
}

/** `[batch, channels, height, width]` as `[batch · height · width, channels]`, and back. */
const pixelRows = (x: Tensor): Tensor => {
  const { batch, channels, height, width } = sizesOf(x.shape);
  return reshape(transpose(x, [0, 2, 3, 1]), [batch * height * width, channels]);
};
const fromRows = (rows: Tensor, { batch, channels, height, width }: Sizes): Tensor =>
  transpose(reshape(rows, [batch, height, width, channels]), [0, 3, 1, 2]);

const column = (vector: Tensor): Tensor => reshape(vector, [vector.shape[0] as number, 1]);

const gridSampleOperation: Operation<None> = {
  name: "gridSample",
  shape: ([x, grid]) => {
    const [image, places] = [(x as Tensor).shape, (grid as Tensor).shape];
    if (image.length !== 4 || places.length !== 4 || places[3] !== 2 || places[0] !== image[0])
      throw new Error(`places [${places}] are not pairs for each of the images [${image}]`);
    return [image[0] as number, image[1] as number, places[1] as number, places[2] as number];
  },
  evaluate: ([x, grid], y) => {
    const sizes = sizesOf(sourceOf(y).shape);
    const [places, area] = [sizeOf(y.shape.slice(2)), sizes.height * sizes.width];
    return Float64Array.from({ length: sizeOf(y.shape) }, (_, i) => {
      const image = Math.floor(i / places);
      const at = 2 * (Math.floor(image / sizes.channels) * places + (i % places));
      const [left, top] = [(grid as Values)[at] as number, (grid as Values)[at + 1] as number];
      const pixels = [toPixels(left, sizes.width), toPixels(top, sizes.height)] as const;
      return sampled(x as Values, image * area, sizes, pixels);
    });
  },
  gradient: (dy, y) => {
    const [x, grid] = [sourceOf(y, 0), sourceOf(y, 1)];
    const sizes = sizesOf(x.shape);
    const corners = cornersOf(grid, sizes);
    const [rows, flow] = [pixelRows(x), pixelRows(dy)];
    const spread = corners
      .map(({ row, weight }) => scatterAdd(mul(flow, column(weight)), row, rows.shape[0] as number))
      .reduce((total, part) => add(total, part));
    const pulls = ([0, 1] as const).map((axis) => {
      const pull = corners
        .map(({ row, slopes }) => mul(sum(mul(flow, gather(rows, row)), [1]), slopes[axis]))
        .reduce((total, part) => add(total, part));
      return column(mul(pull, (axis === 0 ? sizes.width : sizes.height) / 2));
    });
    return [fromRows(spread, sizes), reshape(concat(pulls, 1), grid.shape)];
  },
  onnx: (y) => ({
    operator: "GridSample",
    inputs: y.sources,
    attributes: { mode: "linear", padding_mode: "zeros", align_corners: 0 },
  }),
};

/**
 * Images x `[batch, channels, height, width]` read at the places of a grid `[batch, rows, columns, 2]`: pairs (across, down)
 * from −1 to 1, the outer edges of the image. Between pixels it interpolates linearly; outside there are zeros.
 */
export const gridSample = (x: Tensor, grid: Tensor): Tensor => node(gridSampleOperation, [x, grid], {});

export const gridSampleOperations = [gridSampleOperation] as const;
