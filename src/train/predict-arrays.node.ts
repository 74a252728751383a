// NumPy arrays as what a model file takes.
import { UserError } from "../base/index.ts";
import type { Columns, ImageForm, NumberInputs } from "../data/index.ts";
import { type ArrayOptions, readInputArray } from "../data/index.node.ts";
import { sizeOf } from "../graph/index.ts";
import { float32, uint8 } from "../runtime/index.ts";
import { answersOf } from "./answers.node.ts";
import { type ModelFile, named, type Predictions } from "./model-file.node.ts";

/** How many images the model is asked about at once. */
const atOnce = 256;

export const isArrayFile = (path: string): boolean => /\.np[yz]$/i.test(path);

/** What was said of arrays when the model was trained. */
function settingsOf({ metadata }: ModelFile): Pick<ArrayOptions, "inputs" | "channels"> {
  const { data = {} } = JSON.parse(metadata["recipe"] ?? "{}") as { readonly data?: ArrayOptions };
  return data;
}

const wrong = (path: string, got: string, expected: string): UserError =>
  new UserError({
    where: path,
    got,
    expected,
    hint: "Prepare it as the arrays that the model was trained on",
  });

/**
 * The columns c0, c1, … of an array, which are all or some of those that a model reads by these names.
 * @throws UserError for images, and for columns that are not there.
 */
export async function arrayColumns(
  model: ModelFile,
  path: string,
  wanted: readonly string[],
): Promise<Columns> {
  const inputs = await readInputArray(path, settingsOf(model));
  if (inputs.kind === "image") throw wrong(path, "images", "rows of numbers, for a model of a table");
  const columns = inputs.kind === "columns" ? inputs.columns : spread(inputs);
  const missing = wanted.find((name) => !columns.some((column) => column.name === name));
  const isWhole = model.metadata["columns"] === undefined || columns.length === wanted.length;
  if (missing !== undefined || !isWhole)
    throw wrong(
      path,
      `rows of ${columns.length} numbers`,
      `those that the model reads, ${wanted.length} at least`,
    );
  const byName = new Map(columns.map((column) => [column.name, column]));
  return { kind: "columns", columns: wanted.flatMap((name) => byName.get(name) ?? []) };
}

function spread({ shape, values }: NumberInputs): Columns["columns"] {
  const width = shape[0] as number;
  const rows = values.length / width;
  return Array.from({ length: width }, (_, at) => ({
    kind: "numbers",
    name: `c${at}`,
    values: Float32Array.from({ length: rows }, (__, row) => values[row * width + at] as number),
  }));
}

/** Images of an array as they are. */
async function imagesOf(model: ModelFile, path: string, form: ImageForm): Promise<NumberInputs> {
  const inputs = await readInputArray(path, settingsOf(model));
  const shape = [form.channels, form.height, form.width];
  if (inputs.kind !== "image" || inputs.shape.join() !== shape.join())
    throw wrong(
      path,
      inputs.kind === "image" ? `images of ${inputs.shape.join(" × ")}` : "rows of numbers",
      `images of ${shape.join(" × ")} (channels, height, width)`,
    );
  const isBytes = inputs.values instanceof Uint8Array;
  if (isBytes !== (form.white === undefined))
    throw wrong(
      path,
      isBytes ? "bytes" : "real numbers",
      form.white === undefined ? "bytes" : `real numbers of which ${form.white} is white`,
    );
  return inputs;
}

/** @throws UserError when the arrays are not of the form that the model takes. */
export async function predictArrayImages(model: ModelFile, path: string): Promise<Predictions> {
  const form = JSON.parse(model.metadata["images"] ?? "{}") as ImageForm;
  const { values, shape } = await imagesOf(model, path, form);
  const size = sizeOf(shape);
  const rows = await answersOf(model, { rows: values.length / size, atOnce }, ({ from, to }) => {
    const part = values.slice(from * size, to * size);
    const whole = [to - from, ...shape];
    return { input: part instanceof Uint8Array ? uint8(part, whole) : float32(part, whole) };
  });
  return named(model, rows);
}
