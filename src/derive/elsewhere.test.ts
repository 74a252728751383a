import { expect, test } from "vitest";
import { historyOf } from "../../test/support/histories.ts";
import type { Diagnosis } from "../diagnose/index.ts";
import { programs } from "../seams/index.ts";
import { adviseElsewhere } from "./elsewhere.ts";
import { strengthOf, techniques } from "./parameters.ts";
import { replay } from "./replay.ts";

const seen = (verdict: Diagnosis["verdict"], ...signs: string[]): Diagnosis => ({
  verdict,
  sentence: "It is so.",
  evidence: signs.map((sign) => ({ sign, sentence: `Seen: ${sign}.`, numbers: {} })),
});
const overfit = seen("overfitting", "late-rise", "large-gap");

test("advice for a log is worded for the program that wrote it", () => {
  const lines = (program: (typeof programs)[number]) =>
    adviseElsewhere(overfit, program).flatMap(({ code }) => code.map(({ line }) => line));
  expect(lines("keras")).toContain("keras.layers.Dropout(0.5)");
  expect(lines("pytorch")).toContain("torch.nn.Dropout(p=0.5)");
  // Lightning trains PyTorch's modules.
  expect(lines("lightning")).toContain("torch.nn.Dropout(p=0.5)");
  expect(lines("lightning").join()).toContain('EarlyStopping(monitor="val_loss", patience=10)');
  expect(lines("huggingFace").join()).toContain("TrainingArguments(…, weight_decay=");
  expect(lines("ultralytics").every((line) => line.startsWith("model.train("))).toBe(true);
});

test("where the program is not known, Keras and PyTorch are both told", () => {
  const dropout = adviseElsewhere(overfit).find(({ title }) => title === "Dropout");
  expect(dropout?.code.map(({ program }) => program)).toEqual(["Keras", "PyTorch"]);
  expect(dropout?.reason).toMatch(/^Seen: late-rise\. Dropout: sets/);
});

test("what only images can use comes after what any data can, and says so, unless the log is of images", () => {
  const titles = adviseElsewhere(overfit).map(({ title }) => title);
  const first = titles.findIndex((title) => title.endsWith("for images"));
  expect(first).toBeGreaterThan(2);
  expect(titles.slice(first).every((title) => title.includes(", for "))).toBe(true);
  expect(adviseElsewhere(overfit, "ultralytics").map(({ title }) => title)).toContain("Flip");
});

test("verdicts that say nothing about techniques get changes of the run alone", () => {
  for (const [verdict, sign, title] of [
    ["noValidation", "no-validation", "Hold out a validation part"],
    ["tooShort", "too-short", "Train longer"],
    ["suspiciousValidation", "suspicious-validation", "Check what validation is measured on"],
  ] as const)
    expect(adviseElsewhere(seen(verdict, sign), "keras").map((one) => one.title)).toEqual([title]);
  expect(adviseElsewhere(seen("diverged", "diverged"), "pytorch")[0]?.title).toBe("Take smaller steps");
  expect(adviseElsewhere(seen("healthy"), "keras")).toEqual([]);
});

test("every line of code can be written for the default strength", () => {
  for (const technique of techniques)
    for (const [program, line] of Object.entries(technique.elsewhere ?? {}))
      expect(line(Number(strengthOf(technique).default)), `${technique.id} in ${program}`).not.toMatch(
        /NaN|undefined/,
      );
});

test("a score that holds while the loss rises is kept before anything is stopped by the loss", () => {
  const confident = seen("overfitting", "late-rise", "over-confidence");
  const [first, second] = adviseElsewhere(confident, "huggingFace").map(({ title }) => title);
  expect(first).toBe("Keep the weights of the best score, and calibrate them");
  expect(second).not.toBe(first);
  expect(adviseElsewhere(overfit, "huggingFace")[0]?.title).not.toBe(first);
});

test("of equals a program's own words come before those that it shares", () => {
  const lines = adviseElsewhere(overfit, "huggingFace").flatMap(({ title, code }) =>
    title.includes(", for ") ? [] : code.map(({ program }) => program),
  );
  expect(lines.slice(0, 2)).toEqual(["Hugging Face", "Hugging Face"]);
});

const curveOf = (validation: readonly number[]) =>
  historyOf({ train: validation.map((loss) => loss / 2), validation });
const stoppers = (replays: ReturnType<typeof replay>, program: string) =>
  adviseElsewhere(overfit, program, { replays }).flatMap(({ code }) =>
    code.flatMap(({ line }) => /(?:patience=|early_stopping_rounds=)\d+/u.exec(line)?.[0] ?? []),
  );

test("stopping is advised as the curve's own replay has it, and only where there is something to win", () => {
  const risen = replay(curveOf([1, 0.8, 0.6, ...Array.from({ length: 12 }, (_, i) => 0.65 + 0.02 * i)]));
  expect(stoppers(risen, "keras")).toEqual(["patience=10"]);
  expect(stoppers(risen, "xgboost")).toEqual(["early_stopping_rounds=10"]);
  // Two points after the lowest one: no longer patience would have ended it.
  expect(stoppers(replay(curveOf([1, 0.8, 0.6, 0.7, 0.75])), "keras")).toEqual(["patience=2"]);
  const level = replay(curveOf(Array.from({ length: 30 }, (_, i) => 0.6 + 0.4 * 0.7 ** i)));
  expect(stoppers(level, "keras")).toEqual([]);
  expect(stoppers(level, "catboost")).toEqual([]);
  // A patience as long as the rest of the curve would have ended it on the plateau before its lowest point.
  const waited = [1, 0.6, 0.7, 0.72, 0.71, 0.73, 0.5, 0.6, 0.7];
  expect(stoppers(replay(curveOf(waited)), "keras")).toEqual(["patience=5"]);
  expect(stoppers(replay(curveOf([...waited, 0.7, 0.7, 0.7])), "keras")).toEqual(["patience=5"]);
  const late = [1, 0.6, 0.7, 0.72, 0.71, 0.5, 0.6, 0.7, 0.7, 0.8];
  expect(stoppers(replay(curveOf(late)), "keras")).toEqual(["patience=4"]);
  // What lies within the noise of the lowest point leaves nothing to win.
  const noisy = Array.from({ length: 30 }, (_, i) => (i === 20 ? 0.49 : 0.5 + 0.01 * ((i * 7) % 3)));
  expect(stoppers(replay(curveOf(noisy)), "keras")).toEqual([]);
});

test("remedies of one mechanism do not fill the list", () => {
  const titles = adviseElsewhere(seen("underfitting", "underfitting"), "keras").map(({ title }) => title);
  expect(titles.slice(0, 3)).toEqual([
    "Try other learning rates",
    "A larger network, or less regularization",
    "Train longer",
  ]);
  const firsts = adviseElsewhere(overfit, "pytorch").map(({ title }) => title);
  expect(firsts.slice(0, 4).filter((title) => /dropout/iu.test(title))).toHaveLength(1);
});

test("what is only for classes is not told for a regression, nor one head of Hugging Face for all", () => {
  const confident = seen("overfitting", "late-rise", "over-confidence");
  const smoothing = (task: "classification" | "regression" | "unknown") =>
    adviseElsewhere(confident, "huggingFace", { task })
      .map(({ title }) => title)
      .find((title) => title.startsWith("Label smoothing"));
  expect(smoothing("regression")).toBeUndefined();
  expect(smoothing("classification")).toBe("Label smoothing");
  expect(smoothing("unknown")).toBe("Label smoothing, for classes");
  const lines = adviseElsewhere(overfit, "huggingFace").flatMap(({ code }) => code.map(({ line }) => line));
  expect(lines.join()).not.toMatch(/SequenceClassification|torch\.optim/u);
});

test("swapped series are to be told apart, and no rows are looked for", () => {
  const titles = (numbers: Readonly<Record<string, number>>) =>
    adviseElsewhere({
      ...seen("suspiciousValidation"),
      evidence: [{ sign: "suspicious-validation", sentence: "Seen.", numbers }],
    }).map(({ title }) => title);
  expect(titles({ onset: 8, swapped: 1 })).toEqual(["Check which series is which"]);
  expect(titles({ train: 0.001 })).toEqual(["Check what validation is measured on"]);
});

test("one epoch of patience is one epoch", () => {
  const stopping = techniques.find(({ id }) => id === "earlyStopping");
  expect(stopping?.elsewhere?.pytorch?.(1)).toMatch(/after 1 epoch without/u);
  expect(stopping?.elsewhere?.pytorch?.(2)).toMatch(/after 2 epochs without/u);
});
