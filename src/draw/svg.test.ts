import { expect, test } from "vitest";
import type { LineFigure } from "./figure.ts";
import { lineFigure } from "./lineFigure.ts";
import { toSvg } from "./svg.tsx";

const small: LineFigure = {
  title: "Loss",
  xLabel: "epoch",
  yLabel: "loss",
  wholeX: true,
  series: [
    {
      name: "training",
      role: "train",
      points: [
        [1, 2],
        [2, 1],
        [3, 0.5],
      ],
    },
    {
      name: "validation",
      role: "validation",
      points: [
        [1, 2],
        [2, 1.5],
        [3, 1.8],
      ],
      band: [
        [1, 1.9, 2.1],
        [2, 1.4, 1.6],
        [3, 1.7, 1.9],
      ],
    },
  ],
  marks: [{ kind: "best", x: 2, y: 1.5, label: "best epoch 2" }],
};
/** The part that a change of colours does not touch. */
const drawing = (figure: LineFigure): string => toSvg(lineFigure(figure)).replace(/<style>.*<\/style>/s, "");

test("a small figure is drawn as before", () => {
  expect(drawing(small).replaceAll("><", ">\n<")).toMatchSnapshot();
});

test("a picture has a name and a description", () => {
  const svg = toSvg(lineFigure(small));
  expect(svg).toContain('role="img" aria-label="Loss"');
  expect(svg).toContain("<title>Loss</title>");
  expect(svg).toContain(
    "<desc>loss over epoch. training: from 2 at epoch 1 to 0.5 at epoch 3. " +
      "validation: from 2 at epoch 1 to 1.8 at epoch 3. Marked: best epoch 2.</desc>",
  );
});

test("text from outside cannot leave its element", () => {
  const name = `</text><script>alert("1")</script>&\u0000\u001B[31m`;
  const [first] = small.series;
  const svg = drawing({
    ...small,
    title: name,
    yLabel: name,
    xLabel: name,
    note: name,
    series: first === undefined ? [] : [{ ...first, name }],
    marks: [{ kind: "onset", x: 2, label: name }],
  });
  expect(svg).not.toContain("<script");
  expect(svg.match(/<text/g)).toHaveLength(svg.match(/<\/text/g)?.length ?? 0);
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  expect(svg).not.toMatch(/[\u0000\u001B]/);
});

test("values that are not finite leave a gap in the line, and never reach the SVG", () => {
  const points = [1, 2, Number.NaN, 3, Number.POSITIVE_INFINITY, 4].map((y, x) => [x, y] as const);
  const svg = drawing({ ...small, series: [{ name: "a", role: "train", points }], marks: [] });
  expect(svg).not.toMatch(/NaN|Infinity/);
  expect(svg.match(/class="stroke-train"/g)).toHaveLength(1);
  expect(svg.match(/<circle/g)).toHaveLength(4);
});

test("a log scale leaves out what is not positive", () => {
  const points = [0, 1, 10, -1, 100].map((y, x) => [x, y] as const);
  const svg = drawing({ ...small, yScale: "log", series: [{ name: "a", role: "train", points }], marks: [] });
  expect(svg).not.toMatch(/NaN|Infinity/);
  expect(svg.match(/<circle/g)).toHaveLength(3);
});

test("a figure without values says so", () => {
  expect(drawing({ ...small, series: [], marks: [] })).toContain("nothing to draw: no finite values");
});

test("names that do not fit are cut", () => {
  const [first] = small.series;
  const name = "a very long name ".repeat(20);
  const svg = drawing({ ...small, title: name, series: first === undefined ? [] : [{ ...first, name }] });
  for (const [, text = ""] of svg.matchAll(/<text[^>]*>([^<]*)</g)) expect(text.length).toBeLessThan(70);
});
