import { expect, test } from "vitest";
import { historyOf, overfit } from "../../test/support/histories.ts";
import { replay } from "./replay.ts";

const at = (title: string, history: Parameters<typeof replay>[0]) =>
  replay(history).find((one) => one.title === title);

test("patience stops after as many points without a gain and keeps the lowest so far", () => {
  const validation = [5, 4, 3, 3.5, 3.6, 3.7, 2, 2.5, 2.6, 2.7];
  const history = historyOf({ train: validation.map((_, i) => 5 - i / 2), validation });
  expect(at("patience 3", history)).toMatchObject({
    use: "earlyStopping",
    stopped: { epoch: 6 },
    kept: 3,
    loss: 3,
    regret: 1,
    saved: 0.4,
  });
  const whole = at("patience 5", history);
  expect(whole).toMatchObject({ kept: 7, regret: 0, saved: 0 });
  expect(whole?.stopped).toBeUndefined();
  expect(replay(history)[0]).toMatchObject({ title: "to the end", kept: 10, saved: 0 });
  expect(replay(history)[0]?.regret).toBeCloseTo(0.7);
});

test("a rule that watches the metric keeps its best, which costs loss, and is left out where no metric is", () => {
  const scores = [0.5, 0.6, 0.7, 0.8, 0.9, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
  const validation = scores.map((_, i) => (i < 3 ? 3 - i : 1 + (i - 2) / 10));
  const curves = { train: validation, validation };
  const watched = at(
    "patience 10, monitor metric",
    historyOf({ ...curves, scores: { train: scores, validation: scores } }),
  );
  expect(watched).toMatchObject({ kept: 5, metricRegret: 0, stopped: { epoch: 15 } });
  expect(watched?.regret).toBeCloseTo(0.2);
  expect(at("patience 10, monitor metric", historyOf(curves))).toBeUndefined();
});

test("on a curve that overfits every rule regrets less than training to the end", () => {
  const [whole, ...rules] = replay(historyOf(overfit(80, 20)));
  expect(rules.length).toBeGreaterThan(5);
  for (const rule of rules) expect(rule.regret, rule.title).toBeLessThan(whole?.regret ?? 0);
});

test("without validation there is nothing to replay, and too long a curve is not replayed", () => {
  expect(replay(historyOf({ train: [3, 2, 1] }))).toEqual([]);
  const long = Array.from({ length: 3001 }, (_, i) => 1 / (i + 1));
  expect(replay(historyOf({ train: long, validation: long }))).toEqual([]);
});

test("epochs that are counted from 0 all count", () => {
  const validation = [0.5, 0.6, 0.7, 0.8, 0.9, 1];
  const from = (first: number) =>
    historyOf({ epochs: validation.map((_, i) => first + i), train: validation, validation });
  for (const first of [0, 1])
    expect(at("patience 3", from(first))).toMatchObject({
      stopped: { epoch: first + 3 },
      kept: first,
      regret: 0,
    });
  // UP compares the ends of strips of 5 points.
  const rising = Array.from({ length: 20 }, (_, i) => i);
  const strips = historyOf({ epochs: rising, train: rising, validation: rising });
  expect(at("rule UP, strips 3", strips)?.stopped?.epoch).toBe(19);
});
