import { expect, test } from "vitest";
import { overfittingHistory, singleEpochHistory, unvalidatedHistory } from "../../test/samples/histories.ts";
import { gapCurve, lossCurves } from "./curves.ts";
import { terminalPlot } from "./terminal.ts";
import { columnsOf } from "./text.ts";

const figure = lossCurves(overfittingHistory(), { bestEpoch: 15, onset: 18 });

test("a plot in plain text is drawn as before", () => {
  expect(`\n${terminalPlot(figure, { columns: 60, rows: 14, color: false })}\n`).toMatchSnapshot();
});

test("without colour there are no escape codes; with colour the characters are the same", () => {
  const size = { columns: 60, rows: 14 };
  const plain = terminalPlot(figure, { ...size, color: false });
  const colored = terminalPlot(figure, { ...size, color: true });
  expect(plain).not.toContain("\u001B");
  expect(colored).toContain("\u001B");
  // oxlint-disable-next-line no-control-regex -- escape codes start with a control character
  expect(colored.replaceAll(/\u001B\[\d+m/g, "")).toBe(plain);
});

test.each([
  [24, 8],
  [40, 10],
  [80, 20],
  [200, 50],
])("a plot fits into %i columns and %i rows", (columns, rows) => {
  for (const each of [figure, lossCurves(singleEpochHistory()), gapCurve(unvalidatedHistory())]) {
    const lines = terminalPlot(each, { columns, rows, color: false }).split("\n");
    expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(columns);
    if (rows > 8) expect(lines.length).toBeLessThanOrEqual(rows);
  }
});

test("two moments in one place share one mark, and the legend lists that mark", () => {
  const same = lossCurves(overfittingHistory(), { bestEpoch: 15, onset: 15 });
  const plot = terminalPlot(same, { columns: 80, rows: 14, color: false });
  expect(plot).toContain("◈ best epoch 15, onset epoch 15");
  expect(plot.match(/◈/gu)).toHaveLength(2);
  expect(plot).not.toMatch(/[◆▲]/u);
});

test("names from outside cannot send escape codes", () => {
  const hostile = { ...figure, title: "\u001B[2J", xLabel: "\u001B]0;x\u0007", series: [] };
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  expect(terminalPlot(hostile, { columns: 60, rows: 14, color: false })).not.toMatch(/[\u001B\u0007]/);
});

test("lines that share a colour have letters on them; a level is drawn and named", () => {
  const roles = ["train", "train"] as const;
  const plot = terminalPlot(
    {
      title: "Two",
      xLabel: "x",
      yLabel: "y",
      series: roles.map((role, i) => ({
        name: `line ${i}`,
        role,
        points: [
          [0, i],
          [1, i],
        ],
      })),
      references: [{ y: 0.5, label: "off" }],
    },
    { columns: 40, rows: 14, color: false },
  );
  const rows = plot.split("\n");
  expect(rows.filter((row) => /[│┤].*a⠤*/u.test(row))).toHaveLength(1);
  expect(rows.filter((row) => /[│┤].*b/u.test(row))).toHaveLength(1);
  expect(rows.filter((row) => row.includes("╌╌╌╌"))).toHaveLength(1);
  expect(plot).toContain("a line 0   b line 1   ╌╌╌ off");
});
