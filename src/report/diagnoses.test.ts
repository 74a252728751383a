import { expect, test } from "vitest";
import { healthyHistory, overfittingHistory } from "../../test/samples/histories.ts";
import { healthyRun, overfittingRun } from "../../test/samples/reports.ts";
import type { Origin } from "../history/index.ts";
import { diagnosesHtml } from "./diagnoses.tsx";
import type { JudgedRun } from "./input.ts";
import { originFacts } from "./origin.ts";

const origin: Origin = {
  format: "keras-csv",
  title: "Keras CSVLogger",
  program: "keras",
  file: "logs/a.csv",
  columns: { epoch: "epoch", train: "loss", validation: "val_loss" },
  trainLoss: { measured: "running", penalty: "inside" },
  validationLoss: { measured: "evaluation", penalty: "inside" },
  remarks: [{ kind: "averaged", sentence: "Two points were averaged." }],
};

const ofLog = (): JudgedRun => {
  const { recipe: _, techniques: __, stopped: ___, test: ____, ...run } = overfittingRun();
  const { epochs, ...rest } = overfittingHistory();
  // A log does not hold the standard errors of its losses.
  const bare = epochs.map(({ epoch, train, validation }) => ({
    epoch,
    train: { ...train, lossStandardError: Number.NaN },
    ...(validation && { validation: { ...validation, lossStandardError: Number.NaN } }),
  }));
  const history = { ...rest, origin, epochs: bare };
  return { ...run, name: "a.csv", history, facts: originFacts(origin, history) };
};

const one = diagnosesHtml({ title: "Diagnosis of a.csv", runs: [ofLog()], unread: [] });
const two = diagnosesHtml({
  title: "Diagnosis of 2 curves",
  runs: [ofLog(), { ...healthyRun(), name: "b" }],
  unread: ["c.csv: got a table, expected a log."],
});

const places = (html: string, parts: readonly string[]): number[] => parts.map((part) => html.indexOf(part));

test("one log: verdict, curves, evidence, remedies, replayed stopping, where it comes from, in that order", () => {
  const found = places(one, [
    "<strong>Overfitting, severe.</strong>",
    "<svg",
    "Evidence</h3>",
    "What to try next</h3>",
    "Early stopping, replayed</h3>",
    "Where it comes from</h3>",
  ]);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(found).not.toContain(-1);
  expect(one).toContain(
    "<dd>&quot;loss&quot;: a mean over the epoch while the weights moved, noise on, penalties of the weights inside</dd>",
  );
  expect(one).toContain("<li>Two points were averaged.</li>");
});

test("the replay tells what each rule keeps and its regret, and which would not have stopped", () => {
  expect(one).toMatch(
    /<th scope="row">patience 5<\/th><td>20<\/td><td>15<\/td><td>1\.26\d*<\/td><td>0\.0+<\/td>/u,
  );
  expect(one).toMatch(/<th scope="row">to the end<\/th><td>–<\/td><td>60<\/td>/u);
  expect(one).toContain("Would not have stopped: patience 20.");
});

test("a band is drawn and told where it is known, and only there", () => {
  const ofRows = "The band is the 95 % interval that 500 validation rows leave open.";
  const [run] = [ofLog()];
  const metrics = [{ id: "accuracy", title: "Accuracy", better: "higher", isShareOfRows: true }] as const;
  const banded = diagnosesHtml({
    title: "t",
    runs: [{ ...run, history: { ...run.history, metrics } }],
    unread: [],
  });
  expect(banded).toContain(ofRows);
  expect(banded.match(/fill-opacity="0.2"/gu)).toHaveLength(1);
  expect(one).not.toContain("The band is");
  expect(one).not.toContain("fill-opacity");
  const own = diagnosesHtml({
    title: "t",
    runs: [{ ...healthyRun(), history: healthyHistory() }],
    unread: [],
  });
  expect(own).toContain("one standard error of the validation loss");
});

test("a log whose training loss is a running mean promises nothing of a gap of zero", () => {
  expect(one).toContain("zero is no exact mark");
  expect(one).not.toContain("as good on new data as on training data");
});

test("several: a count, what was not read, and a table that leads to each", () => {
  expect(two).toContain("<strong>2 curves: 1 overfitting, 1 healthy.</strong>");
  expect(two).toContain("Not read: c.csv: got a table, expected a log.");
  const ids = [...two.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
  const links = [...two.matchAll(/href="#([^"]+)"/gu)].map(([, id]) => id);
  expect(links).toEqual(["run-1", "run-2"]);
  expect(ids).toEqual(expect.arrayContaining(links));
});

test("nothing is loaded, no script runs, headings descend one level at a time, and no value lacks its words", () => {
  for (const html of [one, two]) {
    expect(html).not.toMatch(/<script|<link|<img|\ssrc=|url\(|@import|\son\w+=/u);
    expect(html.replace(/<style>.*?<\/style>/su, "")).not.toMatch(/NaN|undefined|\[object|Infinity|null/u);
    const levels = [...html.matchAll(/<h([1-6])/gu)].map(([, level]) => Number(level));
    expect(levels.every((level, i) => level - (levels[i - 1] ?? 0) <= 1)).toBe(true);
  }
});

test("text of a log cannot become markup", () => {
  const hostile = `</style><script>alert(1)</script>" onload="b`;
  const run = ofLog();
  const remarks = [{ kind: "averaged", sentence: hostile }] as const;
  const history = { ...run.history, origin: { ...origin, remarks } };
  const html = diagnosesHtml({
    title: hostile,
    runs: [{ ...run, name: hostile, history, facts: [{ label: hostile, value: hostile }] }],
    unread: [hostile],
  });
  expect(html).toContain("&lt;script");
  expect(html).not.toMatch(/<script|"\s*onload="/u);
});
