// Seams that take examples: digits before and after.
import type { Raster, RasterFigure } from "../../draw/index.ts";
import { constant, type Tensor } from "../../graph/index.ts";
import { madeDigits } from "../../datasets/index.ts";
import type { Regularizer, StepSeams } from "../../seams/index.ts";
import { scene, seamsOf, seamsWithout, usualAndStrong, valuesOf } from "./trial.ts";

const [side, shown, contrast] = [28, 5, 3];

interface Example {
  readonly images: readonly number[];
  readonly labels: readonly number[];
}

/** Some digits as a step sees them, from 0 to 1 here. */
async function digits(): Promise<Example> {
  const made = await madeDigits.load({ size: 10, seed: 1 }, { baseFolder: "", dataFolders: [] });
  const { inputs, targets } = made;
  const labels = targets.kind === "classes" ? Array.from(targets.labels.subarray(0, shown)) : [];
  const grey = "values" in inputs ? inputs.values.slice(0, shown * side * side) : [];
  const images = Array.from(grey, (value) => value / 255);
  return { images, labels };
}

const rastersOf = (values: readonly number[], captions: readonly string[] = []): Raster[] =>
  Array.from({ length: shown }, (_, i) => ({
    width: side,
    height: side,
    values: values.slice(i * side * side, (i + 1) * side * side),
    ...(captions[i] !== undefined && { caption: captions[i] }),
  }));

interface Changed {
  readonly images: Tensor;
  readonly targets?: Tensor;
}

type Change = (seams: StepSeams, x: Tensor, labels: readonly number[]) => Changed;

const steps = Array.from({ length: 24 }, (_, i) => i + 3);

/** How much a step changes each example. */
function changes(before: readonly number[], { images }: Changed): number[] {
  const sums = Array.from({ length: shown }, () => 0);
  valuesOf(images).forEach((value, i) => {
    const example = Math.floor(i / (side * side));
    sums[example] = (sums[example] as number) + Math.abs(value - (before[i] as number));
  });
  return sums;
}

/** Which of some steps is shown, by how much each changes the examples. */
type Choice = (all: readonly (readonly number[])[]) => number;

/** The first that does anything: techniques may leave a step out. */
const first: Choice = (all) =>
  Math.max(
    0,
    all.findIndex((each) => each.some((change) => change > 0)),
  );

/** As much as a few black pixels. */
const visible = 10;

/** The first of those that change most examples visibly: a box of blank paper shows nothing. */
const fullest: Choice = (all) => {
  const counts = all.map((each) => each.filter((change) => change > visible).length);
  return counts.indexOf(Math.max(...counts));
};

const oneHot = (labels: readonly number[]): Tensor =>
  constant(
    labels.flatMap((label) => Array.from({ length: scene.classes }, (_, k) => Number(k === label))),
    [labels.length, scene.classes],
  );

/** What a row of targets says: `71 % 3, 29 % 8`. */
function targetText(row: readonly number[]): string {
  const parts = row.flatMap((share, label) => (share > 0.005 ? [{ share, label }] : []));
  return parts
    .toSorted((a, b) => b.share - a.share)
    .map(({ share, label }) => (share > 0.995 ? String(label) : `${Math.round(100 * share)}% ${label}`))
    .join(", ");
}

const captionsOf = (targets: Tensor | undefined): string[] | undefined => {
  const values = targets && valuesOf(targets);
  return (
    values &&
    Array.from({ length: shown }, (_, i) =>
      targetText(values.slice(i * scene.classes, (i + 1) * scene.classes)),
    )
  );
};

const changed =
  (what: string, note: string, change: Change, choose: Choice = first) =>
  async (technique: Regularizer): Promise<RasterFigure> => {
    const { images, labels } = await digits();
    // Techniques see pixels that spread by about 1, and paper at 0.
    const pixels = images.map((value) => value * contrast);
    const x = constant(pixels, [shown, 1, side, side]);
    const rows = usualAndStrong(technique).map((subject) => {
      const made = steps.map((step) => change(seamsOf(subject, { step }), x, labels));
      const after = made[choose(made.map((each) => changes(pixels, each)))] as Changed;
      const inks = valuesOf(after.images).map((value) => value / contrast);
      return { label: subject.label, rasters: rastersOf(inks, captionsOf(after.targets)) };
    });
    const before = change(seamsWithout, x, labels);
    return {
      title: `${technique.title}: ${what}`,
      ink: "grey",
      rows: [{ label: "as they are", rasters: rastersOf(images, captionsOf(before.targets)) }, ...rows],
      note,
    };
  };

export const dataFigure = changed(
  "examples of the data set",
  "Each example is drawn anew in every epoch.",
  (seams, x) => ({ images: seams.data(x) }),
);

export const batchFigure = changed(
  "examples of a batch, with what they are called",
  "The other example is drawn anew at every step.",
  (seams, x, labels) => {
    const { inputs, targets } = seams.batch({ inputs: x, targets: oneHot(labels) });
    return { images: inputs, targets };
  },
  fullest,
);

export const inputFigure = changed(
  "examples on their way into the model",
  "Drawn anew at every step.",
  (seams, x) => ({ images: seams.input(x) }),
);
