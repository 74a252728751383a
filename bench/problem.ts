import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { permutation, stream } from "../src/base/index.ts";
import { modelLayers } from "../src/recipe/index.ts";
import { initialState } from "../src/train/index.ts";
import type { Case } from "./cases.ts";
import { planOf } from "./plan.ts";

const shapeSchema = z.array(z.int());
const elementSchema = z.looseObject({ use: z.string() });

const descriptionSchema = z.object({
  name: z.string(),
  kind: z.enum(["dense", "convolution", "attention"]),
  /** `vocabulary`: how many tokens there are; absent for images. */
  input: z.object({ kind: z.enum(["image", "tokens"]), shape: shapeSchema, vocabulary: z.int().optional() }),
  classes: z.int(),
  /** All layers but the output layer, with all of their settings. */
  layers: z.array(elementSchema),
  optimizer: elementSchema.extend({ learningRate: z.number() }),
  /** The techniques at work, with all of their settings. */
  regularizers: z.array(elementSchema),
  batch: z.int(),
  rows: z.int(),
  threads: z.int(),
  /** What is trained, in the order of the file of initial values. */
  parameters: z.array(z.object({ name: z.string(), role: z.string(), shape: shapeSchema })),
});

export type Description = z.infer<typeof descriptionSchema>;

/** Examples in memory and the order in which an epoch takes them. */
export type Rows = {
  /** `[rows, ...shape]`: pixels, or numbers of tokens. */
  readonly inputs: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
  readonly order: Int32Array<ArrayBuffer>;
};

/** A case as every contender reads it. */
export type Problem = Description &
  Rows & {
    /** The initial values of the parameters. */
    readonly values: readonly Float32Array[];
  };

const seed = 1;
const size = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/** Noise around one prototype per class, so that every contender's loss must fall. */
function makeImages({ rows, classes, input }: Case, labels: Int32Array): Float32Array<ArrayBuffer> {
  const source = stream(seed, "inputs");
  const features = size(input.shape);
  const prototypes = Array.from({ length: classes * features }, () => source.uniform());
  return Float32Array.from({ length: rows * features }, (_, index) => {
    const label = labels[Math.floor(index / features)] ?? 0;
    return ((prototypes[label * features + (index % features)] ?? 0) + source.uniform()) / 2;
  });
}

/** Half of the tokens of a text are drawn from all, half from those few that its class prefers. */
function makeTexts(
  { rows, input }: Case,
  labels: Int32Array,
  { vocabulary, classes }: { readonly vocabulary: number; readonly classes: number },
): Int32Array<ArrayBuffer> {
  const source = stream(seed, "inputs");
  const length = size(input.shape);
  // 0 is padding, and 1 an unknown token.
  const known = vocabulary - 2;
  const preferred = Math.floor(known / classes);
  return Int32Array.from({ length: rows * length }, (_, index) => {
    const label = labels[Math.floor(index / length)] ?? 0;
    return 2 + (source.uniform() < 0.5 ? source.below(known) : label * preferred + source.below(preferred));
  });
}

/** Examples that a net can learn from, and an order for them. */
export function makeRows(which: Case): Rows {
  const { input, classes, rows } = which;
  const source = stream(seed, "labels");
  const labels = Int32Array.from({ length: rows }, () => source.below(classes));
  const inputs =
    input.kind === "image"
      ? makeImages(which, labels)
      : makeTexts(which, labels, { vocabulary: input.vocabulary, classes });
  return { inputs, labels, order: permutation(stream(seed, "order"), rows) as Int32Array<ArrayBuffer> };
}

/** A case worked out: its rows, its layers and the weights they start from. */
export function makeProblem(which: Case, threads: number): Problem {
  const { model, ...rest } = which;
  const rows = makeRows(which);
  const plan = planOf({ ...rest, ...rows, model, threads });
  const state = initialState(plan);
  const parameters = plan.model.parameters.map(({ name, role, shape }) => ({
    name,
    role,
    shape: [...shape],
  }));
  const layers = modelLayers(plan.recipe.model);
  const { regularizers } = plan.recipe;
  const description = descriptionSchema.parse({ ...rest, regularizers, layers, threads, parameters });
  return {
    ...description,
    ...rows,
    values: parameters.map(({ name }) => state[name]?.values as Float32Array),
  };
}

const files = { inputs: "inputs", labels: "labels.i32", order: "order.i32", values: "parameters.f32" };

/**
 * Writes a problem into `folder`: its description, and as raw little-endian arrays the inputs, the labels, the order of
 * rows in an epoch, and the initial values of all parameters one after another.
 * @returns the path of the description.
 */
export function writeProblem(problem: Problem, folder: string): string {
  const path = join(folder, "problem.json");
  const { inputs, labels, order, values, ...description } = problem;
  writeFileSync(path, JSON.stringify(description));
  writeFileSync(join(folder, files.inputs), inputs);
  writeFileSync(join(folder, files.labels), labels);
  writeFileSync(join(folder, files.order), order);
  writeFileSync(join(folder, files.values), Buffer.concat(values.map((each) => bytesOf(each))));
  return path;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

/** @param path of the description. */
export function readProblem(path: string): Problem {
  const description = descriptionSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  const bytes = (name: string): ArrayBuffer => {
    const file = readFileSync(join(dirname(path), name));
    return new Uint8Array(file).buffer;
  };
  const inputs = bytes(files.inputs);
  const values = new Float32Array(bytes(files.values));
  let at = 0;
  return {
    ...description,
    inputs: description.input.kind === "image" ? new Float32Array(inputs) : new Int32Array(inputs),
    labels: new Int32Array(bytes(files.labels)),
    order: new Int32Array(bytes(files.order)),
    values: description.parameters.map(({ shape }) => values.subarray(at, (at += size(shape)))),
  };
}
