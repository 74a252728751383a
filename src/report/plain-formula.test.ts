import { expect, test } from "vitest";
import { plainFormula } from "./plain-formula.ts";

test.each([
  [
    String.raw`\frac{\lambda}{2n} \sum_w w^2 \;\text{(half)}, \quad w \leftarrow w - \eta w`,
    "λ/(2n) ∑_w w^2 (half), w ← w − ηw",
  ],
  [String.raw`\min_{s \le t - k} L_s - L_t^{10}`, "min_(s ≤ t − k) L_s − L_t^(10)"],
])("%s is readable as plain text", (latex, plain) => {
  expect(plainFormula(latex)).toBe(plain);
});
