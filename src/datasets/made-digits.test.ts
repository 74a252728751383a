import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { madeDigits } from "./made-digits.ts";

const nowhere = { baseFolder: "", dataFolders: [] };
const make = (size: number, seed = 1) => madeDigits.load({ size, seed }, nowhere);
const pixels = 28 * 28;

async function images(size: number, seed = 1): Promise<{ labels: Int32Array; values: Uint8Array }> {
  const { inputs, targets } = await make(size, seed);
  if (targets.kind !== "classes" || !("values" in inputs) || !(inputs.values instanceof Uint8Array))
    throw new Error("not labelled pixels");
  return { labels: targets.labels, values: inputs.values };
}

describe("made digits", () => {
  test("are labelled 28 × 28 images, 20,000 unless told otherwise", async () => {
    expect(z.strictObject(madeDigits.params).parse({})).toEqual({ size: 20_000, seed: 1 });
    const dataset = await make(30);
    expect(dataset).toMatchObject({ name: "made-digits (30, seed 1)", rows: 30 });
    expect(dataset.inputs).toMatchObject({ kind: "image", shape: [1, 28, 28] });
    expect((await images(30)).values.length).toBe(30 * pixels);
  });

  test("are balanced: every ten hold each digit once", async () => {
    const { labels } = await images(95);
    for (let from = 0; from < 90; from += 10) {
      expect(labels.slice(from, from + 10).toSorted()).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    }
    expect(new Set(labels.subarray(90)).size).toBe(5);
  });

  test("depend on the seed only: more digits begin with the fewer", async () => {
    const few = await images(20);
    const many = await images(50);
    expect(many.labels.subarray(0, 20)).toEqual(few.labels);
    expect(many.values.subarray(0, 20 * pixels)).toEqual(few.values);
    expect((await images(20, 2)).values).not.toEqual(few.values);
  });

  test("stay what they are: runs and figures are compared across versions", async () => {
    const { labels, values } = await images(200);
    const hash = createHash("sha256").update(values).update(Uint8Array.from(labels)).digest("hex");
    expect(hash).toMatchInlineSnapshot(`"572e07e9ffa25acc1665cd7e5bcd0b85dd2912d3b2b09ec4db7f3f32a84e123a"`);
  });

  test("look like MNIST in ink and place: black border, centred mass, about 13 % grey", async () => {
    const { values } = await images(1000);
    let ink = 0;
    let border = 0;
    let far = 0;
    for (let i = 0; i < 1000; i++) {
      const { mass, x, y, edge } = moments(values.subarray(i * pixels, (i + 1) * pixels));
      ink += mass / pixels / 255;
      border += edge / mass;
      if (Math.hypot(x - 13.5, y - 13.5) > 3) far++;
    }
    expect(ink / 1000).toBeGreaterThan(0.11);
    expect(ink / 1000).toBeLessThan(0.16);
    expect(border / 1000).toBeLessThan(0.005);
    expect(far).toBeLessThan(20);
  });

  test("can be told apart: the nearest of 2,000 digits names 8 to 9 in 10 of 200 others", async () => {
    const { labels, values } = await images(2200);
    let hits = 0;
    for (let i = 2000; i < 2200; i++) if (labels[nearest(values, i, 2000)] === labels[i]) hits++;
    expect(hits).toBeGreaterThan(150);
    expect(hits).toBeLessThan(194);
  });
});

function moments(image: Uint8Array): { mass: number; x: number; y: number; edge: number } {
  let [mass, x, y, edge] = [0, 0, 0, 0];
  image.forEach((grey, at) => {
    const [row, column] = [Math.floor(at / 28), at % 28];
    mass += grey;
    x += grey * column;
    y += grey * row;
    if (row === 0 || column === 0 || row === 27 || column === 27) edge += grey;
  });
  return { mass, x: x / mass, y: y / mass, edge };
}

/** The row below `known` whose image is closest to that of row `i`. */
function nearest(values: Uint8Array, i: number, known: number): number {
  let best = 0;
  let least = Infinity;
  for (let row = 0; row < known; row++) {
    let distance = 0;
    for (let at = 0; at < pixels && distance < least; at++) {
      distance += ((values[row * pixels + at] as number) - (values[i * pixels + at] as number)) ** 2;
    }
    if (distance < least) [least, best] = [distance, row];
  }
  return best;
}
