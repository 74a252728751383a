import { z } from "zod";
import { bug, permutation, type Stream, stream } from "../base/index.ts";
import { defineDataset } from "./define.ts";
import { write } from "./made-digits/hand.ts";
import { draw } from "./made-digits/ink.ts";
import { parseStroke, type Stroke } from "./made-digits/strokes.ts";
import { templates } from "./made-digits/templates.ts";

const side = 28;

/** For each digit the ways to write it, each as often as its weight says. */
const ways: readonly (readonly (readonly Stroke[])[])[] = templates.map((digit) =>
  digit.flatMap(({ weight, strokes }) => Array.from({ length: weight }, () => strokes.map(parseStroke))),
);

export const madeDigits = defineDataset({
  id: "made-digits",
  title: "Made handwriting",
  summary:
    "Writes digits itself, stroke by stroke, in the manner of MNIST: 28 × 28 grey, centred, any number from a seed.",
  isMade: true,
  params: {
    size: z.int().min(10).max(1_000_000).default(20_000).meta({ description: "Number of digits." }),
    seed: z
      .int()
      .min(0)
      .default(1)
      .meta({ description: "Seed of the handwriting; digit i does not depend on size." }),
  },
  load: ({ size, seed }) => {
    const labels = balancedLabels(size, seed);
    const values = new Uint8Array(size * side * side);
    labels.forEach((digit, i) => {
      values.set(makeDigit(digit, stream(seed, "made-digits", i)), i * side * side);
    });
    return Promise.resolve({
      name: `made-digits (${size.toLocaleString("en-US")}, seed ${seed})`,
      rows: size,
      inputs: { kind: "image", shape: [1, side, side], values },
      targets: { kind: "classes", labels, classes: ways.map((_, digit) => String(digit)) },
    });
  },
});

/** Every ten rows hold each digit once, in random order. */
function balancedLabels(size: number, seed: number): Int32Array {
  const source = stream(seed, "made-digits", "labels");
  const labels = new Int32Array(size);
  for (let from = 0; from < size; from += ways.length) {
    labels.set(permutation(source, ways.length).subarray(0, size - from), from);
  }
  return labels;
}

/** One digit, `[side, side]`, white on black. */
function makeDigit(digit: number, source: Stream): Uint8ClampedArray {
  const choices = ways[digit] ?? bug(`no digit ${digit}`);
  const strokes = choices[source.below(choices.length)] ?? bug("no way to write");
  const sheet = new Float32Array(side * side);
  const softness = 1 + 0.8 * source.uniform();
  draw(write(strokes, side, source), sheet, side, softness);
  return inked(sheet, 255 * (0.98 + 0.2 * source.uniform()), source);
}

/** The noise of paper and scanner at most adds or takes this much. */
const noise = 14;

/** Grey values of a sheet's coverage; the background stays black, as in MNIST. */
function inked(sheet: Float32Array, ink: number, source: Stream): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(sheet.length);
  let word = 0;
  let bytes = 0;
  for (let i = 0; i < sheet.length; i++) {
    const coverage = sheet[i] as number;
    if (coverage === 0) continue;
    if (bytes === 0) {
      word = source.uint32();
      bytes = 4;
    }
    pixels[i] = ink * coverage + noise * ((word & 0xff) / 127.5 - 1);
    word >>>= 8;
    bytes--;
  }
  return pixels;
}
