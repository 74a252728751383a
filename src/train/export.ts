import { UserError } from "../base/index.ts";
import {
  type ImageForm,
  type Inputs,
  type NumberInputs,
  type RowStream,
  rowStreamOf,
} from "../data/index.ts";
import {
  add,
  cast,
  constant,
  div,
  equal,
  evaluate,
  input,
  isConstant,
  mul,
  type Shape,
  sizeOf,
  sub,
  type Tensor,
  where,
} from "../graph/index.ts";
import { compileModel } from "../onnx/index.ts";
import { createSession, float32, int32, type Session, uint8, type Value } from "../runtime/index.ts";
import type { Engine } from "./engine.ts";
import { evaluatedOutputs } from "./evaluated.ts";
import type { Answers } from "./evaluator.ts";
import type { Plan } from "./plan.ts";
import { columnFeeds, rawColumns } from "./raw-columns.ts";
import type { State } from "./state.ts";
import { unscaleTargets } from "./targets.ts";

const inputName = "input";

/** What the model file calls its result: a column may be called so. */
function outputName({ task, dataset: { inputs } }: Plan): string {
  const name = task === "classification" ? "probabilities" : "prediction";
  const columns = "encoded" in inputs && inputs.encoded ? inputs.encoded.by.columns : [];
  return columns.some((column) => column.name === name) ? `${name} (output)` : name;
}

/** The type of raw examples: bytes for images, numbers of tokens, or real numbers. */
function rawType({ dataset }: Plan): "uint8" | "int32" | "float32" {
  const stream = rowStreamOf(dataset.inputs);
  if (stream) return stream.type;
  const { values } = dataset.inputs;
  if (values instanceof Float32Array) return "float32";
  return values instanceof Uint8Array ? "uint8" : "int32";
}

/** Numbers with the mean of the training rows, the least that can be said, where there is none. */
const filled = (raw: Tensor, means: Float32Array): Tensor =>
  where(equal(raw, raw), raw, constant(means, [1, means.length]));

/** Raw examples, as a user has them, on the scale that the model was trained on. */
function scaled({ inputScaling, model, dataset }: Plan, raw: Tensor): Tensor {
  if (model.vocabulary !== undefined) return raw;
  const { shift, scale } = inputScaling;
  const shape = shift.length === 1 ? [] : model.inputShape;
  const numbers = dataset.inputs.kind === "table" ? filled(raw, shift) : cast(raw, "float32");
  const moved = shift.every((value) => value === 0) ? numbers : sub(numbers, constant(shift, shape));
  return mul(moved, constant(scale, shape));
}

/** Predictions on the targets' own scale. */
function unscaled({ targetScaling, task }: Plan, predictions: Tensor): Tensor {
  if (task === "classification") return predictions;
  const { shift, scale } = targetScaling;
  return add(div(predictions, constant(scale, [scale.length])), constant(shift, [shift.length]));
}

function imageFormOf({ shape, white, fit = "cover" }: NumberInputs): ImageForm {
  const [channels = 1, height = 1, width = 1] = shape;
  return { channels, height, width, fit, ...(white !== undefined && { white }) };
}

/** What a program needs to make inputs for the model. */
function inputFacts(inputs: Inputs): Record<string, string> {
  if (inputs.kind === "table" && inputs.encoded) return { encoding: JSON.stringify(inputs.encoded.by) };
  if (inputs.kind === "image") return { images: JSON.stringify(imageFormOf(inputs)) };
  if (inputs.kind !== "tokens") return inputs.columns ? { columns: JSON.stringify(inputs.columns) } : {};
  const { vocabulary, lowerCase, shape } = inputs;
  return {
    vocabulary: JSON.stringify(vocabulary),
    tokenization: JSON.stringify({ lowerCase, length: shape[0] }),
  };
}

/** Facts that travel inside the file. */
function metadataOf({ dataset, task, recipe }: Plan): Record<string, string> {
  const { inputs, targets, table } = dataset;
  return {
    task,
    ...(Object.keys(table?.written ?? {}).length > 0 && { written: JSON.stringify(table?.written) }),
    ...(targets.kind === "classes"
      ? {
          classes: JSON.stringify(targets.classes),
          ...(targets.positive !== undefined && { positive: targets.classes[targets.positive] as string }),
        }
      : { targets: JSON.stringify(targets.columns) }),
    ...inputFacts(inputs),
    recipe: JSON.stringify(recipe),
  };
}

/** What techniques make of trained numbers, worked out once instead of with every prediction. */
const asConstant = (view: Tensor): Tensor =>
  isConstant(view) ? view : constant(Float32Array.from(evaluate([view])[0] ?? []), view.shape);

/** The inputs of the file: raw examples, or a column each where columns had to be encoded. */
function rawInputs(plan: Plan): ReturnType<typeof rawColumns> {
  const { inputs } = plan.dataset;
  if ("encoded" in inputs && inputs.encoded) return rawColumns(inputs.encoded);
  return { numbers: input(inputName, [1, ...plan.model.inputShape], rawType(plan)), lookups: [] };
}

/**
 * The trained model as an ONNX file, for inference: raw examples `[batch, ...]` in (bytes for images, float32 for
 * tables, an input for each column where a table has gaps or categories, int32 token numbers for texts, with the vocabulary in the metadata), probabilities or numbers in the targets'
 * units out. Scaling is inside; noise, masks and penalties are not.
 */
export function exportModel(plan: Plan, state: State): Uint8Array {
  const { numbers, lookups } = rawInputs(plan);
  const valueOf = ({ name, shape }: { readonly name: string; readonly shape: Shape }): Tensor =>
    constant((state[name] as Value).values as Float32Array, shape);
  const outputs = evaluatedOutputs(plan, scaled(plan, numbers), { valueOf, simplified: asConstant });
  return compileModel({
    outputs: { [outputName(plan)]: unscaled(plan, plan.loss.element.predict(outputs)) },
    anyLeading: "batch",
    lookups,
    metadata: metadataOf(plan),
  });
}

function fed(values: Int32Array | Uint8Array | Float32Array, shape: Shape): Value {
  if (values instanceof Int32Array) return int32(values, shape);
  return values instanceof Uint8Array ? uint8(values, shape) : float32(values, shape);
}

/** Rows of a stream that nobody else goes through, unscaled. */
async function loadedOnce(stream: RowStream, rows: Int32Array): Promise<Uint8Array | Float32Array> {
  const loader = stream.open({ shift: Float32Array.of(0), scale: Float32Array.of(1) });
  try {
    return await loader.load(rows, rows.length);
  } finally {
    await loader.close();
  }
}

/** Raw examples of some rows as the model file takes them. */
async function rawRows({ dataset, model }: Plan, rows: Int32Array): Promise<Parameters<Session["run"]>[0]> {
  const { inputs } = dataset;
  if ("encoded" in inputs && inputs.encoded) return columnFeeds(inputs.encoded, rows);
  const size = sizeOf(model.inputShape);
  const shape = [rows.length, ...model.inputShape];
  const stream = rowStreamOf(inputs);
  if (stream) return { [inputName]: fed(await loadedOnce(stream, rows), shape) };
  const { values } = inputs;
  const copy = values.slice(0, rows.length * size);
  rows.forEach((row, i) => copy.set(values.subarray(row * size, (row + 1) * size), i * size));
  return { [inputName]: fed(copy, shape) };
}

async function askFile(plan: Plan, session: Session, rows: Int32Array): Promise<Float32Array> {
  const results = await session.run(await rawRows(plan, rows));
  return (results[outputName(plan)] as Value).values as Float32Array;
}

const expectedOf = (plan: Plan, { predictions }: Answers): Float32Array =>
  plan.task === "classification" ? predictions : unscaleTargets(predictions, plan.targetScaling);

/** Scaling folds differently into the file than into training data: float32 rounding, not more. */
const tolerance = 1e-4;
const checkedRows = 256;

/**
 * Checks that a model file answers like the trained weights, on one row alone and on many at once.
 * @returns the largest difference, relative to the largest answer.
 * @throws UserError when they differ by more than rounding.
 */
export async function checkExport(
  plan: Plan,
  engine: Engine,
  { model, state }: { readonly model: Uint8Array; readonly state: State },
): Promise<number> {
  const session = await createSession(model, { threads: 1, device: "cpu", spin: false });
  const rows = [...plan.rows.validation, ...plan.rows.train].slice(0, checkedRows);
  let worst = 0;
  for (const batch of [rows.slice(0, 1), rows]) {
    const chosen = Int32Array.from(batch);
    const expected = expectedOf(plan, await engine.evaluate(state, chosen));
    const found = await askFile(plan, session, chosen);
    const size = expected.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-12);
    for (const [i, value] of expected.entries())
      worst = Math.max(worst, Math.abs(value - (found[i] as number)) / size);
  }
  await session.release();
  if (!(worst <= tolerance))
    throw new UserError({
      where: "model.onnx",
      got: `answers that differ from the trained weights by ${worst.toPrecision(2)} (relative)`,
      expected: `a difference below ${tolerance}`,
      hint: "Please report this: the exported model must not be used",
    });
  return worst;
}
