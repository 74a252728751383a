// Predictions of a model file for new examples.
import { UserError } from "../base/index.ts";
import {
  type Columns,
  type Encoding,
  missingMarksOf,
  newCells,
  rowCount,
  rowMajor,
  type RowRange,
  type WrittenMarks,
} from "../data/index.ts";
import { readGivenColumns, type TableSettings, type WantedColumn } from "../data/index.node.ts";
import { float32, type Value } from "../runtime/index.ts";
import { answersOf } from "./answers.node.ts";
import { listIn, type ModelFile, named, openModel, type Predictions } from "./model-file.node.ts";
import { arrayColumns, isArrayFile, predictArrayImages } from "./predict-arrays.node.ts";
import { predictImages } from "./predict-images.node.ts";
import { predictTexts } from "./predict-texts.node.ts";
import { columnFeeds } from "./raw-columns.ts";

/** How many rows the model is asked about at once. */
const atOnce = 1024;

const encodingIn = ({ metadata }: ModelFile): Encoding | undefined =>
  metadata["encoding"] === undefined ? undefined : (JSON.parse(metadata["encoding"]) as Encoding);

/** What was said of how the training data is written, and what stood for a missing value there besides the usual marks. */
function settingsOf({ metadata }: ModelFile): TableSettings {
  const { data: { missing, ...written } = {} } = JSON.parse(metadata["recipe"] ?? "{}") as {
    readonly data?: Omit<TableSettings, "missing"> & { readonly missing?: WrittenMarks };
  };
  const { separator, header, decimal, encoding } = written;
  return {
    separator,
    header,
    decimal,
    usualEncoding: encoding,
    missing: missing === undefined ? undefined : missingMarksOf(missing),
  };
}

/** The columns that a model reads. */
function wantedColumns(model: ModelFile): readonly WantedColumn[] {
  const written = JSON.parse(model.metadata["written"] ?? "{}") as Readonly<Record<string, string>>;
  const encoded = encodingIn(model)?.columns.map(
    ({ name, kind }): WantedColumn => ({
      name,
      kind: kind === "number" ? "numbers" : "levels",
      form: written[name],
    }),
  );
  const wanted =
    encoded ??
    listIn(model, "columns").map((name): WantedColumn => ({ name, kind: "numbers", form: written[name] }));
  if (wanted.length > 0) return wanted;
  throw new UserError({
    where: model.path,
    got: "a model of images that an earlier version wrote",
    expected: "a model of a table, of images or of texts",
    hint: "Ask it through ONNX Runtime: the guide on the files of a run says what it takes",
  });
}

/** Complete columns of numbers as the one input of a model. */
function matrixOf({ columns }: Columns, range: RowRange): Value {
  const numbers = columns.filter((column) => column.kind === "numbers");
  return float32(rowMajor(numbers, range), [range.to - range.from, numbers.length]);
}

async function predictTable(model: ModelFile, table: string): Promise<Predictions> {
  const wanted = wantedColumns(model);
  const names = wanted.map(({ name }) => name);
  const { columns, notes } = isArrayFile(table)
    ? { columns: await arrayColumns(model, table, names), notes: [] }
    : await readGivenColumns(table, wanted, settingsOf(model));
  const by = encodingIn(model);
  const rows = await answersOf(model, { rows: rowCount(columns.columns), atOnce }, (range) => {
    if (!by) return { input: matrixOf(columns, range) };
    const some = Int32Array.from({ length: range.to - range.from }, (_, i) => range.from + i);
    return columnFeeds({ by, indicators: [], from: columns }, some);
  });
  return { ...named(model, rows), newCells: newCells(columns, by), notes };
}

/**
 * What the model of a run, or a model file, says about the rows of a table, the texts of a column, an image, all images of a folder, or a NumPy array.
 * @throws UserError when there is no such model, the data is not of its kind, or lacks something that it reads.
 */
export async function predict(argument: string, data: string): Promise<Predictions> {
  const predictions = await predictAll(await openModel(argument), data);
  if (predictions.rows.length > 0) return predictions;
  throw new UserError({
    where: data,
    got: "no rows",
    expected: "at least one row to predict",
    hint: "Below a line with the names of columns, give their values",
  });
}

async function predictAll(model: ModelFile, data: string): Promise<Predictions> {
  if (model.metadata["vocabulary"] !== undefined) return predictTexts(model, data);
  if (model.metadata["images"] === undefined) return predictTable(model, data);
  return isArrayFile(data) ? predictArrayImages(model, data) : predictImages(model, data);
}
