import { expect, test } from "vitest";
import { axisOf } from "./axis.ts";
import { endsAt } from "./ends.ts";
import type { TrainMembers } from "./members.ts";
import { tune, type Tuned } from "./tune.ts";

const folds = 3;
/** By how much the folds differ, apart from the strength. */
const spread = 0.1;

/** Searches where the loss is a function of the strength, every fold a little more or less of it. */
const search = (
  over: string,
  lossAt: (value: number, fold: number) => number,
  { points = 5, extensions = 2 } = {},
): Promise<Tuned | undefined> => {
  const axis = axisOf(over, points);
  const train: TrainMembers = (members) =>
    Promise.resolve(
      members.map((member) => {
        const loss = lossAt(member.strengths[axis.path] as number, member.fold) + spread * member.fold;
        const scores = { loss, lossStandardError: spread, metrics: {} };
        return { ...member, result: { validation: scores, train: scores, epochs: 1, kept: 1 } };
      }),
    );
  return tune({ axes: [axis], folds, extensions, isRace: false }, train);
};

/** A bowl far below the range: 1 at best, 2 without the technique, rising with the strength within the range. */
const bowlAt =
  (best: number) =>
  (value: number): number =>
    value === 0 ? 2 : 1 + Math.min(5, 0.5 * Math.abs(Math.log10(value / best)) ** 2);

test("off is best of a range that begins too high: the range goes on towards it and finds the optimum", async () => {
  const found = await search("l2=1..100", bowlAt(0.001), { points: 3 });
  expect(found?.curve.points[found.curve.min]?.strengths).toEqual({ "l2.lambda": 0.001 });
  expect(found?.edges).toEqual([]);
});

test("off stays best however near one comes: told with what lies next to it, unless nothing differs", async () => {
  const worse = await search("l2=1..100", (value) => (value === 0 ? 1 : 2), { points: 3 });
  expect(worse?.edges).toEqual([
    {
      path: "l2.lambda",
      end: "low",
      because: "enough",
      besideOff: { value: 1e-6, difference: 1, standardError: expect.closeTo(0, 9) as number },
    },
  ]);
  const level = await search("l2=1..100", (value) => 1 + 0.1 * value, { points: 3 });
  expect(level?.edges).toEqual([]);
  // 0.1, 0.01 and 0.001: the last two are level beside a standard error of 0.058.
  expect(level?.added).toBe(3);
});

test("one level value next to off is not enough: the curve may have a dip between", async () => {
  const dip = (value: number): number => (value === 0.1 || value === 0.01 ? 0.5 : value <= 1 ? 1 : value);
  const found = await search("l2=1..100", dip, { points: 3 });
  expect(found?.curve.points[found.curve.min]?.strengths["l2.lambda"]).toBeLessThan(1);
});

test("differences that the folds do not agree about are noise", async () => {
  const noisy = await search("l2=1..100", (value, fold) => (value === 0 ? 1 : fold === 1 ? 1.5 : 0.9), {
    points: 3,
  });
  expect(noisy?.edges).toEqual([]);
  expect(noisy?.added).toBe(0);
});

test("a list and a range that may not go on are told as such", async () => {
  const rising = (value: number): number => 1 + value;
  const list = await search("l2=0,1,10", rising);
  expect(list?.edges).toMatchObject([{ end: "low", because: "list", besideOff: { value: 1 } }]);
  const fixed = await search("l2=1..100", rising, { extensions: 0 });
  expect(fixed?.edges).toMatchObject([{ because: "fixed", besideOff: { value: 1, difference: 1 } }]);
});

test("on a linear scale too, and where larger values are weaker", async () => {
  const dropped = await search("dropout=0.4..0.8", (rate) => Math.abs(rate - 0.1) + (rate === 0 ? 0 : 0.05));
  expect(dropped?.axes[0]?.values).toContain(0.1);
  expect(dropped?.curve.points[dropped.curve.min]?.strengths).toEqual({ "dropout.rate": 0.1 });
  // Off is 1: alpha goes on upwards.
  const ahead = await search(
    "lookahead=0.2..0.6",
    (alpha) => Math.abs(alpha - 0.95) + (alpha === 1 ? 0 : 0.1),
  );
  expect(ahead?.axes[0]?.values).toContain(0.95);
});

test("a point is at an end where nothing beside it was tried; off is a neighbour on a linear scale when it is near", () => {
  const at = (over: string, value: number, points = 5): string | undefined => {
    const axis = axisOf(over, points);
    const { off = 0 } = axis.row;
    const values = [...new Set([...axis.values, off])].toSorted((a, b) => a - b);
    return endsAt({ ...axis, values }, { strengths: { [axis.path]: value }, losses: [1] });
  };
  expect(at("l2=0.01..100", 0)).toBe("low");
  expect(at("l2=0.01..100", 0.01)).toBe("low");
  expect(at("l2=0.01..100", 1)).toBeUndefined();
  expect(at("dropout=0.1..0.5", 0.1)).toBeUndefined();
  expect(at("dropout=0.3..0.7", 0.3)).toBe("low");
  expect(at("dropout=0,0.5", 0.5)).toBe("high");
  expect(at("lookahead=0.2..0.8", 0.2)).toBe("low");
  expect(at("lookahead=0.2..0.8", 0.8)).toBeUndefined();
  expect(at("lookahead=0.2..0.8", 1)).toBe("high");
});
