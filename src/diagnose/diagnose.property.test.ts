import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { healthy, historyOf, overfit } from "../../test/support/histories.ts";
import { simulated, truths } from "../../test/support/simulated-curves.ts";
import { stream } from "../base/index.ts";
import type { History } from "../history/index.ts";
import { diagnose, signIds, signs } from "./index.ts";

const signsOf = (history: History): readonly string[] => diagnose(history).evidence.map(({ sign }) => sign);

describe("in general", () => {
  test.each([12, 40])("healthy runs of %i epochs are hardly ever called overfitting", (length) => {
    for (const spread of [0.02, 0.06]) {
      for (const correlation of [0, 0.5]) {
        let alarms = 0;
        for (let seed = 1; seed <= 200; seed++) {
          const source = stream(seed, "healthy", length, spread, correlation);
          let state = 0;
          const noise = (): number => {
            state = correlation * state + Math.sqrt(1 - correlation ** 2) * source.normal();
            return spread * state;
          };
          if (diagnose(historyOf(healthy(length, noise))).verdict === "overfitting") alarms++;
        }
        expect(alarms, `noise ${spread}, correlation ${correlation}`).toBeLessThanOrEqual(
          correlation === 0 ? 2 : 6,
        );
      }
    }
  });

  test.each([30, 100, 1000, 5000])(
    "healthy curves over %i validation rows are hardly ever called overfitting",
    (rows) => {
      for (const stated of [true, false])
        for (const [name, truth] of Object.entries(truths).filter(([title]) => title.startsWith("healthy"))) {
          const found = Array.from({ length: 60 }, (_, i) =>
            diagnose(simulated(truth, { rows, jitter: 0.01, stated, running: !stated }, i + 1)),
          );
          const alarms = found.filter(({ verdict }) => verdict === "overfitting").length;
          expect(alarms, `${name}, ${stated ? "own run" : "other log"}`).toBeLessThanOrEqual(3);
        }
    },
  );

  test("overfitting is found under noise", () => {
    let found = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const source = stream(seed, "overfit");
      const history = historyOf(overfit(60, 20, () => 0.05 * source.normal()));
      if (signsOf(history).includes("late-rise")) found++;
    }
    expect(found).toBeGreaterThanOrEqual(39);
  });

  test("a constant added to both losses and the baseline changes neither verdict nor onset", () => {
    const shapes = [overfit(60, 20), overfit(30, 5), healthy(40)];
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        (shape, constant) => {
          const shift = (losses: readonly number[] = []): number[] => losses.map((loss) => loss + constant);
          const before = diagnose(historyOf(shape));
          const moved = { ...shape, train: shift(shape.train), validation: shift(shape.validation) };
          const after = diagnose(historyOf(moved, { baselineLoss: Math.log(10) + constant }));
          expect([after.verdict, after.onset, after.severity]).toEqual([
            before.verdict,
            before.onset,
            before.severity,
          ]);
        },
      ),
    );
  });

  test("any curve gets a verdict with evidence that is named and worded", () => {
    const loss = fc.oneof(fc.double({ min: 0, max: 10 }), fc.constantFrom(Number.NaN, Infinity, 0, 1));
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const point = fc.tuple(loss, loss, share, share);
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), fc.boolean(), (points, stated) => {
        const column = (i: 0 | 1 | 2 | 3): number[] => points.map((values) => values[i]);
        const curves = {
          train: column(0),
          validation: column(1),
          scores: { train: column(2), validation: column(3) },
        };
        const history = historyOf(curves, stated ? {} : { baselineLoss: undefined as unknown as number });
        const diagnosis = diagnose(history);
        expect(diagnosis).toEqual(diagnose(history));
        for (const { sign, sentence } of [
          ...diagnosis.evidence,
          { sign: signIds[0], sentence: diagnosis.sentence },
        ]) {
          expect(signIds).toContain(sign);
          expect(sentence).toMatch(/^[A-Z].*\.$/u);
          expect(sentence).not.toMatch(/undefined|NaN|Infinity|null/u);
        }
      }),
    );
  });

  test("every sign has its own id", () => {
    expect(new Set(signIds).size).toBe(signs.length);
  });
});
