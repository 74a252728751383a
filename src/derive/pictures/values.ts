// Seams that take activations or weights: their values before and after.
import type { Raster, RasterFigure } from "../../draw/index.ts";
import { constant, matmul, type Tensor } from "../../graph/index.ts";
import type { Product, Regularizer, Site } from "../../seams/index.ts";
import { numbers, seamsOf, type Subject, usualAndStrong, valuesOf, weightOf } from "./trial.ts";

const [examples, channels, side] = [3, 4, 4];

/** One example as its channels side by side, a gap between two. */
function exampleRaster(values: readonly number[]): Raster {
  const width = channels * (side + 1) - 1;
  const cells = Array.from({ length: side * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    const [channel, column] = [Math.floor(x / (side + 1)), x % (side + 1)];
    return column === side ? Number.NaN : (values[(channel * side + y) * side + column] as number);
  });
  return { width, height: side, values: cells };
}

const matrix = (values: readonly number[], width: number): Raster => ({
  width,
  height: values.length / width,
  values,
});

const hiddenShape = [examples, channels, side, side];

/** Hidden units after relu are never below 0; what keeps its variance is shown on numbers that have one. */
function hiddenValues({ sites = "hidden", keeps }: Regularizer): number[] {
  const values = numbers("hidden", hiddenShape);
  return sites === "hidden" && keeps === undefined ? values.map((value) => Math.abs(value) + 0.2) : values;
}

function hiddenRasters(values: readonly number[]): Raster[] {
  const size = values.length / examples;
  return Array.from({ length: examples }, (_, i) => exampleRaster(values.slice(i * size, (i + 1) * size)));
}

const [batch, units] = [8, 16];

/** What is multiplied at a site `product`. */
function exampleProduct(): Product & { readonly output: Tensor } {
  const input = constant(numbers("product", [batch, units]), [batch, units]);
  const weight = weightOf(constant(numbers("factor", [units, units]), [units, units]));
  return { input, weight, of: matmul, output: matmul(input, weight.value) };
}

/** A product is a matrix of examples by units; other activations are examples of several channels. */
export function layersFigure(technique: Regularizer): RasterFigure {
  const site: Site = { layer: "dense1", kind: technique.sites ?? "hidden", depth: 1, channelAxis: 1 };
  const sites = [site];
  const product = site.kind === "product" ? exampleProduct() : undefined;
  const before = product?.output ?? constant(hiddenValues(technique), hiddenShape);
  const rastersOf = (t: Tensor): Raster[] =>
    product ? [matrix(valuesOf(t), units)] : hiddenRasters(valuesOf(t));
  const rows = usualAndStrong(technique).map((subject) => ({
    label: subject.label,
    rasters: rastersOf(seamsOf(subject, { sites }).layers(before, site, product)),
  }));
  return {
    title: `${technique.title}: ${product ? `sums of ${units} units for ${batch} examples` : `${channels} channels of ${examples} examples`}`,
    ink: "signed",
    rows: [{ label: "as they are", rasters: rastersOf(before) }, ...rows],
    note: "In evaluation values stay as the technique says there; what is random is drawn anew at every step.",
  };
}

const weightShape = [6, 16];

/** The same weight at three steps in a row. */
export function weightsFigure(technique: Regularizer): RasterFigure {
  const value = constant(numbers("weight", weightShape), weightShape);
  const weight = weightOf(value);
  const at = (subject: Subject, step: number): Raster =>
    matrix(valuesOf(seamsOf(subject, { step }).weights(weight)), 16);
  return {
    title: `${technique.title}: a weight as three steps in a row see it`,
    ink: "signed",
    rows: [
      { label: "as it is", rasters: [matrix(valuesOf(value), 16)] },
      ...usualAndStrong(technique).map((subject) => ({
        label: subject.label,
        rasters: [3, 4, 5].map((step) => at(subject, step)),
      })),
    ],
  };
}
