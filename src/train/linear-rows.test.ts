import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { TokenInputs } from "../data/index.ts";
import type { Examples, SparseExamples } from "../linear/index.ts";
import { pixelRows, wordRows } from "./linear-rows.ts";

const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/tf-idf.json", import.meta.url), "utf8"),
) as { texts: string[]; training: number; words: string[]; rows: number[][] };

test("words weigh what they weigh in scikit-learn", async () => {
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
  const { of, numbers } = wordRows(inputs, training);
  const found = (await of(all)) as SparseExamples;
  expect(numbers).toBeCloseTo((found.starts[golden.training] as number) / golden.training, 12);
  golden.rows.forEach((row, i) => {
    const dense = vocabulary.map(() => 0);
    for (let at = found.starts[i] as number; at < (found.starts[i + 1] as number); at++)
      dense[found.at[at] as number] = found.values[at] as number;
    dense.slice(2).forEach((value, word) => expect(value).toBeCloseTo(row[word] as number, 6));
  });
});

test("pixels are averaged over the smallest squares that leave few enough, each channel for itself, also at the edges", async () => {
  // 2 channels of 23 × 12 squares would be too many, of 12 × 6 they are not.
  const shape = [2, 23, 12];
  const pixels = (row: number, channel: number, y: number, x: number): number =>
    row + 100 * channel + y + 5 * x;
  const values = Uint8Array.from({ length: 2 * 2 * 23 * 12 }, (_, i) =>
    pixels(Math.floor(i / 552), Math.floor(i / 276) % 2, Math.floor(i / 12) % 23, i % 12),
  );
  const read = (rows: Int32Array) =>
    Promise.resolve(
      Uint8Array.from([...rows].flatMap((row) => [...values.subarray(552 * row, 552 * (row + 1))])),
    );
  const scaling = { shift: Float32Array.of(0), scale: Float32Array.of(0.5) };
  const { title, columns, of } = pixelRows({ kind: "image", shape, values }, scaling, read);
  expect(title).toBe("on pixels averaged to 6 × 12");
  expect(columns).toBe(2 * 6 * 12);
  const found = (await of(Int32Array.of(1, 0))) as Examples;
  const at = (row: number, channel: number, down: number, across: number): number =>
    found.values[row * columns + channel * 72 + down * 6 + across] as number;
  // The mean of four neighbours, and of the two of the last line, halved by the scaling.
  expect(at(0, 1, 3, 2)).toBeCloseTo((pixels(1, 1, 6, 4) + 3) / 2, 5);
  expect(at(1, 0, 11, 5)).toBeCloseTo((pixels(0, 0, 22, 10) + 2.5) / 2, 5);
});
