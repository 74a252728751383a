import { expect, test } from "vitest";
import { overfittingRun, singleEpochRun } from "../../test/samples/reports.ts";
import { columnsOf } from "../draw/index.ts";
import { terminalSummary } from "./terminal.ts";

test("a summary is drawn as before", () => {
  expect(`\n${terminalSummary(overfittingRun(), { columns: 80, color: false })}\n`).toMatchSnapshot();
});

test("without remedies the list is left out", () => {
  expect(terminalSummary(singleEpochRun(), { columns: 80, color: false })).not.toContain("What to try");
});

test("no line but a command to copy is wider than the terminal", () => {
  const commands = overfittingRun().prescriptions.map(({ command }) => command);
  for (const columns of [40, 60, 100]) {
    const lines = terminalSummary(overfittingRun(), { columns, color: false }).split("\n");
    const prose = lines.filter((line) => !commands.includes(line.trim()));
    expect(Math.max(...prose.map(columnsOf))).toBeLessThanOrEqual(columns);
  }
});

test("text from outside cannot send escape codes", () => {
  const run = overfittingRun();
  const [first] = run.prescriptions;
  const bad = "\u001B[2J\u0007";
  const hostile = {
    ...run,
    diagnosis: { ...run.diagnosis, sentence: bad },
    prescriptions: first === undefined ? [] : [{ ...first, title: bad, reason: bad, command: bad }],
  };
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  expect(terminalSummary(hostile, { columns: 80, color: false })).not.toMatch(/[\u001B\u0007]/);
});
