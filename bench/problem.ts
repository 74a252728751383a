import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { permutation, stream } from "../src/base/index.ts";

/** A net and a batch size to measure: dense layers of these sizes, ReLU between them, softmax cross-entropy, SGD. */
export type Case = {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly batch: number;
};

export const cases: readonly Case[] = [
  { name: "784-30-10", sizes: [784, 30, 10], batch: 10 },
  { name: "20-64-64-2", sizes: [20, 64, 64, 2], batch: 32 },
  { name: "784-256-10", sizes: [784, 256, 10], batch: 128 },
  { name: "784-1024-1024-10", sizes: [784, 1024, 1024, 10], batch: 128 },
];

/** Divisible by every batch size, so that each contender's epoch has equal batches. */
const rows = 7680;
const learningRate = 0.01;
const seed = 1;

/** Rows are noise around one prototype per class, so that every contender's loss must fall. */
function makeInputs(labels: Int32Array, classes: number, features: number): Float32Array {
  const source = stream(seed, "inputs");
  const prototypes = Array.from({ length: classes * features }, () => source.uniform());
  return Float32Array.from({ length: rows * features }, (_, index) => {
    const label = labels[Math.floor(index / features)] ?? 0;
    return ((prototypes[label * features + (index % features)] ?? 0) + source.uniform()) / 2;
  });
}

/** Uniform in ±sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010), laid out [inputs, outputs]. */
function makeWeights(inputs: number, outputs: number, layer: number): Float32Array {
  const limit = Math.sqrt(6 / (inputs + outputs));
  const source = stream(seed, "weights", layer);
  return Float32Array.from({ length: inputs * outputs }, () => (2 * source.uniform() - 1) * limit);
}

/**
 * Writes everything a contender needs into `folder`: `problem.json`, and as raw little-endian arrays the inputs
 * `[rows, features]`, the labels, the order of rows in an epoch, and the initial weights. Initial biases are zero.
 * @returns the path of `problem.json`.
 */
export function writeProblem({ sizes, batch }: Case, threads: number, folder: string): string {
  const classes = sizes.at(-1) ?? 1;
  const source = stream(seed, "labels");
  const labels = Int32Array.from({ length: rows }, () => source.below(classes));
  const description = { sizes, batch, rows, learningRate, threads };
  const path = join(folder, "problem.json");
  writeFileSync(path, JSON.stringify(description));
  writeFileSync(join(folder, "inputs.f32"), makeInputs(labels, classes, sizes[0] ?? 1));
  writeFileSync(join(folder, "labels.i32"), labels);
  writeFileSync(join(folder, "order.i32"), permutation(stream(seed, "order"), rows));
  for (const [layer, outputs] of sizes.slice(1).entries()) {
    writeFileSync(join(folder, `weights${layer}.f32`), makeWeights(sizes[layer] ?? 1, outputs, layer));
  }
  return path;
}
