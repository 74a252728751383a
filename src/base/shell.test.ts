import { expect, test } from "vitest";
import { shellWord } from "./index.ts";

test.each([
  ["runs/001-made-digits", "runs/001-made-digits"],
  ["my runs/1", "'my runs/1'"],
  ["it's", `'it'\\''s'`],
  ["", "''"],
])("%j is %s", (text, word) => expect(shellWord(text)).toBe(word));
