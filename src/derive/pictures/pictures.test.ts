import { expect, test } from "vitest";
import { type Drawing, drawingText, pictureOf, toSvg } from "../../draw/index.ts";
import { add, constant, mul, sub, sum, type Tensor } from "../../graph/index.ts";
import { defineRegularizer, live, type Regularizer, type Seam, seamOrder } from "../../seams/index.ts";
import { techniques } from "../parameters.ts";
import { drawTechnique } from "./index.ts";

const size = { columns: 80, rows: 14, color: false };

/** What is shown without the technique, and with it. */
function shownIn(drawing: Drawing): { before: readonly number[]; after: readonly (readonly number[])[] } {
  const shown =
    "lines" in drawing
      ? drawing.lines.series.map(({ points }) => points.map(([, y]) => y))
      : "bars" in drawing
        ? drawing.bars.series.map(({ values }) => values)
        : drawing.rasters.rows.map(({ rasters }) => rasters.flatMap(({ values }) => Array.from(values)));
  const [before = [], ...after] = shown;
  return { before, after };
}

test.each(techniques.map((technique) => [technique.id, technique] as const))(
  "%s: its picture shows that it does something, and is the same again",
  async (_, technique) => {
    const drawing = await drawTechnique(technique);
    const { before, after } = shownIn(drawing);
    const marks = "lines" in drawing ? (drawing.lines.marks ?? []) : [];
    expect(marks.length > 0 || after.some((values) => String(values) !== String(before))).toBe(true);
    if (!("rasters" in drawing)) expect([before, ...after].flat().every(Number.isFinite)).toBe(true);
    const text = drawingText(drawing, size);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(size.columns);
    const svg = toSvg(pictureOf(drawing));
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const again = await drawTechnique(technique);
    expect([drawingText(again, size), toSvg(pictureOf(again))]).toEqual([text, svg]);
  },
);

// One for each seam.
test.each([
  "flip",
  "mixup",
  "inputNoise",
  "dropout",
  "dropConnect",
  "labelSmoothing",
  "l2",
  "clipNorm",
  "maxNorm",
  "earlyStopping",
  "temperatureScaling",
])("%s looks as before", async (name) => {
  const technique = techniques.find(({ id }) => id === name) as Regularizer;
  expect(`\n${drawingText(await drawTechnique(technique), size)}\n`).toMatchSnapshot();
});

const twice = (value: Tensor): Tensor => mul(value, 2);

/** What a technique of tomorrow does at each seam, named by nobody. */
const behaviours: Regularizer["at"] = {
  data: twice,
  batch: ({ inputs, targets }) => ({ inputs: twice(inputs), targets }),
  input: twice,
  layers: twice,
  weights: twice,
  targets: twice,
  losses: twice,
  loss: (weights) => weights.reduce<Tensor>((total, { value }) => add(total, sum(value)), constant(0)),
  gradients: (all) => all.map(twice),
  update: ({ after }) => twice(after),
  after: () => ({}),
  loop: ({ epochs }) => ({ keep: 1, ...(epochs.length > 3 && { stop: "it is enough" }) }),
};

test.each(seamOrder)("a technique of tomorrow has a picture at the seam %s", async (seam: Seam) => {
  const technique = defineRegularizer({
    id: "ofTomorrow",
    title: "Of tomorrow",
    summary: "Does something.",
    formula: "2 x",
    params: { strength: live({ description: "How much.", default: 0.01, off: 0 }) },
    strength: "strength",
    treats: [],
    needs: [],
    interactions: [],
    references: [],
    source: [],
    at: { [seam]: behaviours[seam] },
  }) as Regularizer;
  expect(toSvg(pictureOf(await drawTechnique(technique)))).toContain("<title>Of tomorrow: ");
});

test("what a technique keeps goes on from update to update, and evaluation sees what it makes of it", async () => {
  const shared = { shape: [1, 1], initial: { like: "dense1.weight" } } as const;
  const averaged = defineRegularizer({
    id: "averaged",
    title: "Averaged",
    summary: "Evaluates a running average of the weights.",
    formula: "a",
    params: { share: live({ description: "Share of the newest weights.", default: 0.1 }) },
    strength: "share",
    treats: [],
    needs: [],
    interactions: [],
    references: [],
    source: [],
    at: {
      update: ({ after }, { share }, { own, parameter }) => {
        const next = (before: Tensor): Tensor => add(before, mul(share, sub(after, before)));
        own(parameter).running("average", { ...shared, after: next });
        return after;
      },
    },
    evaluation: { weights: (_, _settings, { own, parameter }) => own(parameter).running("average", shared) },
  }) as Regularizer;
  const { before, after } = shownIn(await drawTechnique(averaged));
  let average = 0;
  const expected = before.map((weight) => (average += 0.1 * (weight - average)));
  expect(after[0]).toEqual(expected.map((value) => expect.closeTo(value, 9)));
});
