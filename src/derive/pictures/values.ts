// Seams that take activations or weights: their values before and after.
import type { Raster, RasterFigure } from "../../draw/index.ts";
import { constant, matmul, type Tensor } from "../../graph/index.ts";
import type { Product, Regularizer, Site } from "../../seams/index.ts";
import { numbers, seamsOf, type Subject, usual, usualAndStrong, valuesOf, weightOf } from "./trial.ts";

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

/**
 * Hidden units after relu are never below 0. What keeps their variance is shown on numbers that have mean 0 and variance
 * 1, and what gives it to weighted sums on numbers that have not.
 */
function hiddenValues({ sites = "hidden", keeps }: Regularizer): number[] {
  const values = numbers("hidden", hiddenShape);
  if (sites === "sums")
    return values.map((value, i) => {
      const example = Math.floor(i / (channels * side * side));
      const channel = Math.floor(i / (side * side)) % channels;
      return (0.3 + 0.5 * channel) * value + 1.5 * (example - 1);
    });
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

const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

/** Sums of inputs with a weight, and what a technique adds to them in three steps: enlarged, since that may be little. */
function productFigure(technique: Regularizer, site: Site): RasterFigure {
  const subject = usual(technique);
  const product = exampleProduct();
  const before = valuesOf(product.output);
  const added = [3, 4, 5].map((step) => {
    const after = valuesOf(seamsOf(subject, { step, sites: [site] }).layers(product.output, site, product));
    return after.map((value, i) => value - (before[i] as number));
  });
  const factor = Math.max(1, Math.floor(largest(before) / largest(added.flat())));
  return {
    title: `${technique.title}: sums of ${units} units`,
    ink: "signed",
    rows: [
      { label: `as they are, for ${batch} examples`, rasters: [matrix(before, units)] },
      {
        label: `what three steps add to them, ${factor} times enlarged`,
        rasters: added.map((values) =>
          matrix(
            values.map((value) => factor * value),
            units,
          ),
        ),
      },
    ],
    note: `At ${subject.label}, as training starts; how much noise there is, is learned. It is drawn anew for each example at every step.`,
  };
}

/** Examples of several channels, or what is multiplied. */
export function layersFigure(technique: Regularizer): RasterFigure {
  const site: Site = { layer: "dense1", kind: technique.sites ?? "hidden", depth: 1, channelAxis: 1 };
  if (site.kind === "product") return productFigure(technique, site);
  const sites = [site];
  const before = constant(hiddenValues(technique), hiddenShape);
  const rastersOf = (t: Tensor): Raster[] => hiddenRasters(valuesOf(t));
  const rows = usualAndStrong(technique).map((subject) => ({
    label: subject.label,
    rasters: rastersOf(seamsOf(subject, { sites }).layers(before, site)),
  }));
  return {
    title: `${technique.title}: ${channels} channels of ${examples} examples`,
    ink: "signed",
    rows: [{ label: "as they are", rasters: rastersOf(before) }, ...rows],
    note: "In evaluation values stay as the technique says there; what is random is drawn anew at every step.",
  };
}

const weightShape = [6, 16];

/** The same weight at three steps in a row; once where no step differs from another. */
export function weightsFigure(technique: Regularizer): RasterFigure {
  const value = constant(numbers("weight", weightShape), weightShape);
  const weight = weightOf(value);
  const at = (subject: Subject, step: number): Raster =>
    matrix(valuesOf(seamsOf(subject, { step }).weights(weight)), 16);
  const rows = usualAndStrong(technique).map((subject) => ({
    label: subject.label,
    rasters: [3, 4, 5].map((step) => at(subject, step)),
  }));
  const isDrawn = rows.some(({ rasters }) =>
    rasters.some(({ values }) => Array.from(values).some((value, i) => value !== rasters[0]?.values[i])),
  );
  return {
    title: `${technique.title}: a weight ${isDrawn ? "at three steps" : "in training"}`,
    ink: "signed",
    rows: [
      { label: "as it is", rasters: [matrix(valuesOf(value), 16)] },
      ...rows.map(({ label, rasters }) => ({ label, rasters: isDrawn ? rasters : rasters.slice(0, 1) })),
    ],
  };
}
