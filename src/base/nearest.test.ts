import { expect, test } from "vitest";
import { didYouMean, oneOf, suggest } from "./nearest.ts";

test("a name is meant by a misspelling of it, or by a part that is long enough", () => {
  const names = ["two-moons", "friedman-1", "friedman-2", "l2"];
  expect(didYouMean("two-mons", names)).toBe('Did you mean "two-moons"?');
  expect(didYouMean("moons", names)).toBe('Did you mean "two-moons"?');
  expect(didYouMean("Friedman", names)).toBe('Did you mean "friedman-1"?');
  expect(didYouMean("spirals", names)).toBeUndefined();
  expect(didYouMean("man", ["a-long-name-of-a-man"])).toBeUndefined();
});

test("what exists is told once", () => {
  expect(oneOf("spirals", ["l1", "two-moons"])).toEqual({
    expected: 'one of "l1", "two-moons"',
    hint: undefined,
  });
  expect(suggest("spirals", ["l1", "two-moons"])).toBe("Known are: l1, two-moons");
  const many = Array.from({ length: 20 }, (_, i) => `name-${i}`);
  expect(oneOf("nam-3", many)).toEqual({ expected: "one of 20 known names", hint: 'Did you mean "name-3"?' });
});
