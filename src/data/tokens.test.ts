import { describe, expect, test } from "vitest";
import type { SourceDataset, Texts } from "./dataset.ts";
import { toNumbers } from "./numbers.ts";
import { tokenize } from "./tokens.ts";

describe("tokenize", () => {
  test.each([
    ["words and marks", "Ok lar... Joking!", ["ok", "lar", ".", ".", ".", "joking", "!"]],
    ["words with an apostrophe stay whole", "I don't", ["i", "don't"]],
    ["digits by their number", "Text FA to 87121", ["text", "fa", "to", "00000"]],
    ["numbers end where letters begin", "08452810075over18's", ["00000000000", "over", "00", "'", "s"]],
    ["prices", "£1.50", ["£", "0", ".", "00"]],
    ["other alphabets and emoji", "Köln ist 東京 👍🏽", ["köln", "ist", "東京", "👍🏽"]],
    ["blanks alone", " \t ", []],
  ])("%s", (_, text, tokens) => {
    expect(tokenize(text, true)).toEqual(tokens);
  });

  test("keeps capital letters on request, and composes accents", () => {
    expect(tokenize("FREE entry", false)).toEqual(["FREE", "entry"]);
    expect(tokenize("cafe\u0301", true)).toEqual(["caf\u00e9"]);
  });
});

const dataset = (texts: readonly string[], limits: Partial<Texts> = {}): SourceDataset => ({
  name: "texts",
  rows: texts.length,
  inputs: {
    kind: "text",
    texts,
    lowerCase: true,
    vocabularySize: 100,
    minimumCount: 1,
    maximumLength: 10,
    ...limits,
  },
  targets: { kind: "classes", labels: new Int32Array(texts.length), classes: ["a", "b"] },
});

const tokens = (texts: readonly string[], trainRows: number, limits: Partial<Texts> = {}) => {
  const rows = Int32Array.from({ length: trainRows }, (_, row) => row);
  const { inputs } = toNumbers(dataset(texts, limits), rows);
  if (inputs.kind !== "tokens") throw new Error("not tokens");
  return inputs;
};

describe("toNumbers", () => {
  test("numbers tokens by their frequency in the training rows, after padding and unknown", () => {
    const { vocabulary, values, shape } = tokens(["b a b", "c a b", "d d d d d a"], 2);
    expect(vocabulary).toEqual(["<padding>", "<unknown>", "b", "a", "c"]);
    expect(shape).toEqual([3]);
    expect([...values]).toEqual([2, 3, 2, 4, 3, 2, 1, 1, 1]);
  });

  test("pads at the end, and cuts off at the longest training text or the maximum", () => {
    expect([...tokens(["a b c", "a"], 2).values]).toEqual([2, 3, 4, 2, 0, 0]);
    const short = tokens(["a b c", "a"], 2, { maximumLength: 2 });
    expect([short.shape, [...short.values]]).toEqual([[2], [2, 3, 2, 0]]);
  });

  test("leaves out what is rare, and what is beyond the size", () => {
    expect(tokens(["a a b", "c b"], 2, { minimumCount: 2 }).vocabulary.slice(2)).toEqual(["a", "b"]);
    expect(tokens(["a a b", "c b b"], 2, { vocabularySize: 1 }).vocabulary.slice(2)).toEqual(["b"]);
  });

  test("leaves numbers as they are", () => {
    const numbers: SourceDataset = {
      ...dataset(["a"]),
      inputs: { kind: "table", shape: [1], values: Float32Array.of(1) },
    };
    expect(toNumbers(numbers, Int32Array.of(0)).inputs).toBe(numbers.inputs);
  });
});
