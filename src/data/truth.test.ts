import { expect, test } from "vitest";
import { joinColumn } from "./join.ts";
import { positionAmong, positionsOf, spellingsOf } from "./truth.ts";

test("truth values are written in three ways, other texts in one", () => {
  expect(spellingsOf("True")).toEqual(["true", "True", "TRUE"]);
  expect(spellingsOf("FALSE")).toEqual(["false", "False", "FALSE"]);
  expect(spellingsOf("Yes")).toEqual(["Yes"]);
});

test.each([
  [["a", "True"], "true", 1],
  [["true", "True"], "True", 1],
  [["true", "True"], "TRUE", 0],
  [["yes"], "Yes", -1],
] as const)("among %j, %s stands at %i", (texts, text, position) => {
  expect(positionAmong(texts, text)).toBe(position);
  expect(positionsOf(texts).get(text) ?? -1).toBe(position);
});

test("a test part in a file of another program gets the levels of the first", () => {
  const column = (levels: string[], codes: number[]) =>
    ({ kind: "levels", name: "y", levels, codes: Int32Array.from(codes) }) as const;
  const joined = joinColumn(column(["False", "True"], [0, 1]), column(["true", "false", "new"], [0, 1, 2]));
  expect(joined).toMatchObject({ levels: ["False", "True", "new"], codes: Int32Array.of(0, 1, 1, 0, 2) });
});
