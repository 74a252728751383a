import { expect, test } from "vitest";
import { keptText } from "./outcome.ts";

test.each([
  ["completed", "weights of epoch 3"],
  ["stoppedEarly", "weights of epoch 3"],
  ["diverged", "weights after update 47"],
])("a run that %s keeps %s", (kind, text) => {
  expect(keptText({ stopped: { kind }, kept: { epoch: 3 }, timing: { steps: 47 } })).toBe(text);
});
