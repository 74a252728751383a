import { type Shape, sizeOf } from "../graph/index.ts";
import type { Plan } from "./plan.ts";
import type { State } from "./state.ts";
import { valuesOf, weightParameters } from "./weight-records.ts";

/** What the units of a first layer look for, as images. */
export interface Filters {
  /** The parameter that they are. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** For each shown unit its number, and its weights `[channels, height, width]`. */
  readonly shown: readonly { readonly unit: number; readonly values: readonly number[] }[];
  readonly channels: number;
  /** How many units there are. */
  readonly units: number;
}

/** So many pixels are shown at most, of all units together. */
const mostPixels = 10_000;
const mostUnits = 32;

/** The height and width of what the weights of a first layer cover; nothing where that is no image. */
function coveredBy(shape: Shape, inputShape: Shape): readonly [height: number, width: number] | undefined {
  const [channels, rows = 0, columns = 0] = inputShape;
  if (shape.length === 2 && shape[0] === sizeOf(inputShape)) return [rows, columns];
  const [, own, height = 1, width = 1] = shape;
  // A kernel of one pixel is no image.
  return shape.length === 4 && own === channels && height * width > 1 ? [height, width] : undefined;
}

/** The first layer's weights of a model of images, the units with the largest ones first; nothing for other models. */
export function filtersOf({ dataset, model }: Plan, state: State): Filters | undefined {
  const { inputShape } = model;
  const [first] = weightParameters({ model });
  const covered = first && coveredBy(first.shape, inputShape);
  if (dataset.inputs.kind !== "image" || inputShape.length !== 3 || !covered) return undefined;
  const { name, shape } = first;
  const [height, width] = covered;
  const [channels = 1] = inputShape;
  const isDense = shape.length === 2;
  const units = (isDense ? shape[1] : shape[0]) as number;
  const size = channels * height * width;
  const all = valuesOf(state, name);
  const weightsOf = (unit: number): number[] =>
    Array.from({ length: size }, (_, i) => all[isDense ? i * units + unit : unit * size + i] as number);
  const sizes = Array.from({ length: units }, (_, unit) =>
    weightsOf(unit).reduce((sum, value) => sum + value * value, 0),
  );
  const count = Math.min(units, mostUnits, Math.max(4, Math.floor(mostPixels / size)));
  const shown = Array.from(sizes.keys())
    .toSorted((a, b) => (sizes[b] as number) - (sizes[a] as number))
    .slice(0, count)
    .map((unit) => ({ unit, values: weightsOf(unit).map((value) => Number(value.toPrecision(3))) }));
  return { name, width, height, channels, shown, units };
}
