import { expect, test } from "vitest";
import { shareIn, switchOf } from "./scope.ts";
import { regularizers } from "../regularizers/index.ts";

const shares = (timing: Parameters<typeof shareIn>[1]) =>
  [1, 2, 3, 4, 5, 6, 7].map((epoch) => shareIn(epoch, timing));

test("a strength is at work from its first to its last epoch", () => {
  expect(shares({})).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(shares({ from: 3 })).toEqual([0, 0, 1, 1, 1, 1, 1]);
  expect(shares({ until: 3 })).toEqual([1, 1, 1, 0, 0, 0, 0]);
  expect(shares({ from: 2, until: 2 })).toEqual([0, 1, 0, 0, 0, 0, 0]);
});

test("a ramp rises evenly, and its last epoch has the whole", () => {
  expect(shares({ ramp: 4 })).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 1]);
  expect(shares({ from: 3, until: 6, ramp: 2 })).toEqual([0, 0, 0.5, 1, 1, 1, 0]);
  expect(shares({ ramp: 1 })).toEqual(shares({}));
});

test("a strength that is live and has a value at which it is off can be switched", () => {
  expect(switchOf(regularizers.l2)).toEqual({ name: "lambda", off: 0 });
  expect(switchOf(regularizers.clipNorm)).toBeUndefined();
  expect(switchOf(regularizers.earlyStopping)).toBeUndefined();
});
