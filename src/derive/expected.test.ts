import { expect, test } from "vitest";
import { regularizers } from "../regularizers/index.ts";
import { expectedOf, expectedText } from "./expected.ts";
import { remedyEffects } from "./remedy-effects.ts";

const seen = (sign: string) => ({ sign, sentence: "Seen.", numbers: {} });

test("the measured effects are of techniques that there are, with ordered ranges of several runs", () => {
  const entries = Object.entries(remedyEffects);
  expect(entries.length).toBeGreaterThan(30);
  for (const [id, { runs, dataSets, closed, change }] of entries) {
    expect(Object.keys(regularizers)).toContain(id);
    expect(runs).toBeGreaterThanOrEqual(3);
    expect(dataSets).toBeLessThanOrEqual(runs);
    expect(closed).toEqual(closed.toSorted((a, b) => a - b));
    expect(change).toEqual(change.toSorted((a, b) => a - b));
    expect(closed[2]).toBeLessThanOrEqual(1.005);
  }
});

test("what was not measured cannot be told, and what is no gap has no expectation", () => {
  expect(expectedOf("temperatureScaling", seen("over-confidence"))).toBe("unknown");
  expect(expectedText("unknown")).toBe("How much of the gap it closes: cannot tell, it was not measured.");
  expect(expectedOf("batchNorm", seen("underfitting"))).toBeUndefined();
  expect(expectedOf("dropout", seen("class-gap"))).toBe(remedyEffects["dropout"]);
});

test("an expectation names its source and its range, also where the gap grew", () => {
  const text = expectedText({ runs: 5, dataSets: 3, closed: [-0.07, 0.2, 0.81], change: [-0.5, 0, 0.11] });
  expect(text).toBe(
    "In 5 runs on 3 made data sets it closed −7 % to 81 % of the loss gap (median 20 %) and changed the validation loss by −50 % to +11 %.",
  );
});
