import { expect, test } from "vitest";
import { overfittingHistory } from "../../test/samples/histories.ts";
import {
  comparedReport,
  leakyRun,
  overfittingRun,
  singleEpochRun,
  singleReport,
  unvalidatedRun,
} from "../../test/samples/reports.ts";
import { reportHtml } from "./html.tsx";
import type { ReportInput } from "./input.ts";

const single = reportHtml(singleReport());
const compared = reportHtml(comparedReport());
const everyReport: readonly (readonly [string, string])[] = [
  ["one run", single],
  ["two runs", compared],
  ["one epoch", reportHtml({ title: "t", runs: [singleEpochRun()] })],
  ["no validation", reportHtml({ title: "t", runs: [unvalidatedRun()] })],
  ["data", reportHtml({ title: "t", runs: [leakyRun()] })],
  ["data of two runs", reportHtml({ title: "t", runs: [leakyRun(), leakyRun()] })],
  ["400 epochs", reportHtml({ title: "t", runs: [overfittingRun(400)] })],
];

/** The parts in the order in which their first words appear. */
const inOrder = (html: string, parts: readonly string[]): boolean => {
  const places = parts.map((part) => html.indexOf(part));
  return places.every((place, i) => place >= 0 && place > (places[i - 1] ?? -1));
};

test("a report opens with the verdict, then curves, evidence, remedies, scores, facts and details", () => {
  const { runs } = singleReport();
  const sentence = runs[0]?.diagnosis.sentence ?? "";
  const parts = [
    "<h1>",
    "Overfitting, severe.",
    sentence,
    "<svg",
    "Evidence",
    "What to try next",
    "Scores",
    "Facts",
  ];
  expect(inOrder(single, [...parts, "All epochs in numbers", "Recipe"])).toBe(true);
  expect(single.match(/<svg/g)).toHaveLength(3);
});

test("with all scores known, classes are told one by one, beside what a constant prediction scores", () => {
  const scores = {
    loss: 0.5,
    lossStandardError: 0.1,
    metrics: { accuracy: 0.75, rocAuc: 0.875, positiveF1: 0.686 },
    baseline: { accuracy: 0.625, rocAuc: 0.5 },
    linear: { accuracy: 0.6875, rocAuc: 0.75 },
    classes: { precision: [0.8, 0.7], recall: [0.6, 0.9], f1: [0.686, 0.788] },
    confusion: [
      [31, 21],
      [11, 91],
    ],
  };
  const html = reportHtml({
    title: "t",
    runs: [
      {
        ...overfittingRun(),
        scores: { validation: scores },
        baselines: {
          always: '"spam"',
          linear: { title: "Logistic regression", rows: 50 },
          sentence: "It knows more.",
        },
        classNames: ["ham", "spam"],
        positive: 0,
      },
    ],
  });
  expect(html).toContain('<th scope="row">Always &quot;spam&quot; (validation)</th><td>–</td><td>0.625</td>');
  expect(html).toContain(
    '<th scope="row">Logistic regression, fitted to 50 of 1,000 rows (validation)</th><td>–</td><td>0.6875</td>',
  );
  expect(html).toContain("<p>It knows more.</p>");
  expect(html).toContain('<th scope="row">spam</th><td>102</td><td>0.700</td><td>0.900</td><td>0.788</td>');
  expect(html).toContain('<span class="miss" style="--share: 100%">21</span>');
  expect(html).toContain('<th scope="row">F1 of ham</th><td>0.686</td>');
  expect(html).toContain('<th scope="row">ROC-AUC</th><td>0.875</td><td>0.5</td><td>0.75</td>');
});

/** Without tags. */
const words = (html: string): string => html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

test("the data is told: how it was read, divided and spread, what leaks, and column by column", () => {
  const html = reportHtml({ title: "t", runs: [leakyRun()] });
  const text = words(html).replaceAll("&quot;", '"');
  for (const told of [
    "orders.csv: 1,000 rows",
    "cells separated by semicolons (detected); decimal commas in price",
    "3 columns, which become 5 numbers",
    '"bought": 2 classes (its values are texts)',
    'groups of "customer" (300) dealt whole at random; seed 1',
    '"state" alone predicts the target: accuracy 0.995 on 200 validation rows, where the most frequent class has 0.8; leave it out',
    "30 of 200 test rows (15 %) have the inputs of a training row, 28 of them its target too; within training, 10 of 600 rows (1.7 %) repeat each other; they may be one thing measured twice, or alike by nature.",
    '-9 stands in 7 of 988 rows of "price", whose other numbers are 0.5 to 99; if it means that there is no value, say --missing -9.',
    "None of 200 validation rows has the inputs of a training row.",
    "4 of 200 test rows (2.0 %) have the inputs of a validation row.",
    "No group has rows in several parts (300 groups).",
    "Training 600 60.0 % Validation 200 20.0 % Test 200 20.0 %",
    "12 missing values in 1 of 3 columns",
    "id numbers – 1 to 1000, mean 500.5 left out: nearly every value occurs once",
    "price numbers 12 (1.2 %) 0.5 to 99, mean 20.25 2 numbers",
    "state categories – open (400), paid (350), sent (100), 2 more 3 numbers",
    "customer says which rows belong together",
  ])
    expect(text).toContain(told);
  expect(text).toContain("training: 80, 20. validation: 80, 20. test: 75, 25.");
  expect(html.match(/<svg/g)).toHaveLength(4);
  expect(html).toContain('may owe something to a leak: see <a href="#run-1-data">the data</a>');
  expect(single).not.toContain("-data");
});

test("scores are those of the best epoch, and test scores stand apart", () => {
  const best = overfittingHistory().epochs[14];
  expect(single).toContain("Scores after epoch 15, the epoch with the best validation loss");
  expect(single).toContain(`<td>${best?.validation?.loss.toPrecision(4)} ± 0.03</td>`);
  expect(single).toContain('<th scope="row">Test</th><td>1.29 ± 0.031</td><td>0.49</td>');
});

test("with the kept epoch known, all scores are those of its weights", () => {
  const kept = { epoch: 40 };
  const { train, validation } = overfittingHistory().epochs[39] ?? {};
  const html = reportHtml({ title: "t", runs: [{ ...overfittingRun(), kept }] });
  expect(html).toContain("Scores of the kept weights, those of epoch 40");
  expect(html).toContain(`<td>${validation?.loss.toPrecision(4)} ± 0.03</td>`);
  const [first, second] = comparedReport().runs.map((run) => ({ ...run, kept }));
  const both = reportHtml({ title: "t", runs: first && second ? [first, second] : [] });
  expect(both).toContain("<caption>Each run with the weights that it kept</caption>");
  expect(both).toContain('<th scope="col">Weights of epoch</th>');
  const gap = ((validation?.loss ?? 0) - (train?.loss ?? 0)).toFixed(3);
  expect(both).toMatch(
    new RegExp(`<td>40 of 60</td><td>${validation?.loss.toFixed(3)}\\d*</td><td>${gap.slice(0, -1)}`),
  );
});

test("remedies can be copied as recipe and as command", () => {
  expect(single).toContain("<code>ockham train recipe.json --with l2=5</code>");
  expect(single).toContain('{ "regularizers": [ { "use": "l2", "lambda": 5 } ] }'.replaceAll('"', "&quot;"));
});

test("several runs come side by side, with the table first and no claim of significance", () => {
  expect(
    inOrder(compared, [
      "<h2",
      "Comparison</h2>",
      "Difference",
      "One seed each: the difference may be luck",
      "<svg",
    ]),
  ).toBe(true);
  expect(compared.match(/<svg/g)).toHaveLength(6);
  expect(compared).not.toMatch(/significan/i);
});

test.each(everyReport)("%s: headings descend one level at a time, and there is one h1", (_, html) => {
  const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
});

test.each(everyReport)("%s: nothing is loaded and no script runs", (_, html) => {
  expect(html).not.toMatch(/<script|<link|<img|\ssrc=|url\(|@import|\son\w+=/);
  expect(html.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:/);
});

test.each(everyReport)("%s: every table has a caption and scopes, every picture a name", (_, html) => {
  expect(html.match(/<table>/g)).toHaveLength(html.match(/<table><caption>/g)?.length ?? 0);
  expect(html).not.toMatch(/<th>/);
  expect(html.match(/<svg/g)).toHaveLength(html.match(/role="img" aria-label="[^"]+"/g)?.length ?? 0);
});

test.each(everyReport)("%s: ids are unique and links lead somewhere", (_, html) => {
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
});

test.each(everyReport)("%s: no value is missing its words", (_, html) => {
  expect(html.replace(/<style>.*?<\/style>/s, "")).not.toMatch(/NaN|undefined|\[object|Infinity|null/);
});

const contracts = new Set(["task", "better", "verdict", "severity"]);

/** The same value with every text from outside replaced, keys of records included. */
function poison(value: unknown, text: string, key = ""): unknown {
  if (typeof value === "string") return contracts.has(key) ? value : text;
  if (Array.isArray(value)) return value.map((item) => poison(item, text));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, item]) => [key === "metrics" ? text : name, poison(item, text, name)]),
  );
}

const tagsOf = (html: string): string[] => [
  ...new Set([...html.matchAll(/<\/?[a-z][a-z0-9]*/g)].map(([tag]) => tag)),
];

test("text from outside cannot become markup", () => {
  const text = `</style></title></code><script>alert(1)</script><img src=x onerror='a'>" onload="b`;
  // oxlint-disable-next-line no-unsafe-type-assertion -- the shape is kept, only texts are replaced
  const hostile = poison(comparedReport(), text) as ReportInput;
  const html = reportHtml(hostile);
  expect(html).toContain("&lt;script");
  expect(tagsOf(compared)).toEqual(expect.arrayContaining(tagsOf(html)));
  expect(html.match(/<script|<img|"\s*onload="/g)).toBeNull();
});

test("equal inputs give equal text", () => {
  expect(reportHtml(comparedReport())).toBe(compared);
});

test("long histories keep their first, last and marked epochs in the table", () => {
  const html = reportHtml({ title: "t", runs: [overfittingRun(1610)] });
  expect(html).toContain("of 1610 epochs");
  for (const header of ["1", "15 (best)", "18 (onset)", "1610"])
    expect(html).toContain(`<th scope="row">${header}</th>`);
  expect(html.length).toBeLessThan(400_000);
});

test("tells of how many rows scores are, and names a lone run once", () => {
  const run = overfittingRun();
  const rowsOf = (train: number, trainMeasured: number): string => {
    const history = { ...run.history, rows: { ...run.history.rows, train, trainMeasured } };
    return reportHtml({ title: run.name, runs: [{ ...run, history }] });
  };
  expect(rowsOf(3600, 3600)).toContain("Training (3,600 rows)");
  expect(rowsOf(3600, 1200)).toContain("Training (1,200 of 3,600 rows)");
  expect(rowsOf(3600, 3600)).not.toContain(`>${run.name}</h2>`);
  expect(compared).toContain(`>${comparedReport().runs[0]?.name}</h2>`);
});
