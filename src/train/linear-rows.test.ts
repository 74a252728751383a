import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { TokenInputs } from "../data/index.ts";
import { wordRows } from "./linear-rows.ts";

const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/tf-idf.json", import.meta.url), "utf8"),
) as { texts: string[]; training: number; words: string[]; rows: number[][] };

test("words weigh what they weigh in scikit-learn", () => {
  const vocabulary = ["<padding>", "<unknown>", ...golden.words];
  const length = 6;
  const values = Int32Array.from(
    golden.texts.flatMap((text) => {
      const tokens = text.split(" ").map((word) => vocabulary.indexOf(word));
      return [...tokens, ...Array.from({ length: length - tokens.length }, () => 0)];
    }),
  );
  const inputs: TokenInputs = { kind: "tokens", shape: [length], values, vocabulary, lowerCase: true };
  const training = Int32Array.from({ length: golden.training }, (_, row) => row);
  const all = Int32Array.from(golden.texts.keys());
  const found = wordRows(inputs, training)(all);
  golden.rows.forEach((row, i) => {
    const dense = vocabulary.map(() => 0);
    for (let at = found.starts[i] as number; at < (found.starts[i + 1] as number); at++)
      dense[found.at[at] as number] = found.values[at] as number;
    dense.slice(2).forEach((value, word) => expect(value).toBeCloseTo(row[word] as number, 6));
  });
});
