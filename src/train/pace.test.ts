import { expect, test } from "vitest";
import { makePace } from "./pace.ts";

/** The sizes of calls on a machine that takes so many milliseconds an update. */
function sizesAt(msPerStep: (call: number) => number, calls: number, left = 1e9): number[] {
  const pace = makePace();
  return Array.from({ length: calls }, (_, call) => {
    const steps = pace.next(left);
    pace.measured(steps, steps * msPerStep(call));
    return steps;
  });
}

test("settles at calls of a fifth of a second, whatever the speed", () => {
  for (const ms of [0.01, 0.05, 1, 30]) {
    const callMs = (sizesAt(() => ms, 12).at(-1) as number) * ms;
    expect(callMs).toBeLessThanOrEqual(200.001);
    expect(callMs).toBeGreaterThan(199.9 - ms);
  }
});

test("never takes half a second once it knows the speed, and starts small before", () => {
  expect(sizesAt(() => 1, 1)).toEqual([1]);
  expect(sizesAt(() => 1000, 5)).toEqual([1, 1, 1, 1, 1]);
  // A first call that was quick by chance.
  const sizes = sizesAt((call) => (call === 0 ? 0.0001 : 10), 4);
  expect(Math.max(...sizes.map((steps) => steps * 10))).toBeLessThan(500);
});

test("never makes more updates than are left, nor fewer than one", () => {
  const pace = makePace();
  pace.measured(1, 1);
  expect(pace.next(2)).toBe(2);
  pace.measured(2, 1e9);
  expect(pace.next(10)).toBe(1);
  pace.measured(1, 0);
  expect(pace.next(1)).toBe(1);
  expect(pace.next(10)).toBeGreaterThan(1);
});

test("the few updates at the end of an epoch do not slow the next one down for long", () => {
  const pace = makePace();
  for (let call = 0; call < 10; call++) {
    const steps = pace.next(1e9);
    pace.measured(steps, steps);
  }
  const rest = pace.next(3);
  pace.measured(rest, rest);
  const after = [1, 2, 3].map(() => {
    const steps = pace.next(1e9);
    pace.measured(steps, steps);
    return steps;
  });
  expect(after.at(-1)).toBe(200);
});
