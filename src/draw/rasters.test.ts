import { expect, test } from "vitest";
import { drawingText, pictureOf, type RasterFigure, toSvg } from "./index.ts";

const size = { columns: 80, rows: 14, color: false };

const grey: RasterFigure = {
  title: "Ramps",
  ink: "grey",
  rows: [
    {
      label: "from paper to ink",
      rasters: [
        { width: 8, height: 4, values: Array.from({ length: 32 }, (_, i) => (i % 8) / 7), caption: "ramp" },
        { width: 2, height: 4, values: Array.from({ length: 8 }, () => 1) },
      ],
    },
  ],
};

const signed: RasterFigure = {
  title: "Signs",
  ink: "signed",
  rows: [
    { label: "as they are", rasters: [{ width: 7, height: 1, values: [-4, -0.5, -0.04, 0, NaN, 0.04, 4] }] },
  ],
  note: "Read it from left to right.",
};

const drawing = (figure: RasterFigure): string =>
  toSvg(pictureOf({ rasters: figure })).replace(/<style>.*<\/style>/s, "");

test("grey is dots, as many as there is ink", () => {
  expect(drawingText({ rasters: grey }, size)).toBe(
    ["Ramps", "from paper to ink", `${expectedRamp()}  ⣿`, "ramp"].join("\n"),
  );
});

/** The ramp by the thresholds themselves: dot (x, y) is set where x / 7 exceeds that of its place. */
function expectedRamp(): string {
  const order = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
  const bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];
  return Array.from({ length: 4 }, (_, column) => {
    const pattern = bits.reduce((sum, bit, i) => {
      const [x, y] = [2 * column + (i % 2), i >> 1];
      return x / 7 > ((order[y * 4 + (x % 4)] as number) + 0.5) / 16 ? sum + bit : sum;
    }, 0);
    return pattern === 0 ? " " : String.fromCodePoint(0x2800 + pattern);
  }).join("");
}

test("signs have shades above 0 and strokes below, by the square root of the share; a gap is blank", () => {
  expect(drawingText({ rasters: signed }, size).split("\n")[2]).toBe("≣=-· ░█");
});

test("rasters that do not fit are left out, and colour changes no character", () => {
  expect(drawingText({ rasters: grey }, { ...size, columns: 5 }).split("\n")[2]).toHaveLength(4);
  const colored = drawingText({ rasters: signed }, { ...size, color: true });
  // oxlint-disable-next-line no-control-regex -- escape codes start with a control character
  expect(colored.replaceAll(/\u001B\[\d+m/g, "")).toBe(drawingText({ rasters: signed }, size));
});

test("a picture is drawn as before, says what it shows, and draws no gap", () => {
  const svg = drawing(signed);
  expect(svg.replaceAll("><", ">\n<")).toMatchSnapshot();
  expect(svg).toContain("<desc>as they are. Read it from left to right.</desc>");
  expect(svg).not.toContain("NaN");
});
