// Predictions of a model file for texts.
import { UserError } from "../base/index.ts";
import { tokenNumbers, type TokenReading } from "../data/index.ts";
import { readTextColumn, type TextForm } from "../data/index.node.ts";
import { int32 } from "../runtime/index.ts";
import { answersOf } from "./answers.node.ts";
import { listIn, type ModelFile, named, type Predictions } from "./model-file.node.ts";

/** How many texts the model is asked about at once. */
const atOnce = 256;

/** How the model reads texts; that of an earlier version does not say how many tokens it takes. */
function readingOf(model: ModelFile): TokenReading {
  const { lowerCase = true, length } = JSON.parse(
    model.metadata["tokenization"] ?? "{}",
  ) as Partial<TokenReading>;
  if (length !== undefined) return { lowerCase, length, vocabulary: listIn(model, "vocabulary") };
  throw new UserError({
    where: model.path,
    got: "a model of texts that an earlier version wrote",
    expected: "one that says how many tokens it takes",
    hint: "Train it again, or ask it through ONNX Runtime: the guide on the files of a run says what it takes",
  });
}

/** @throws UserError when the file cannot be read, has no such column, or lacks a text. */
export async function predictTexts(model: ModelFile, file: string): Promise<Predictions> {
  const reading = readingOf(model);
  const { data = {} } = JSON.parse(model.metadata["recipe"] ?? "{}") as {
    readonly data?: TextForm & { readonly text?: string };
  };
  const { text = "", encoding, ...form } = data;
  const { texts, notes } = await readTextColumn(file, text, { ...form, usualEncoding: encoding });
  const rows = await answersOf(model, { rows: texts.length, atOnce }, ({ from, to }) => ({
    input: int32(tokenNumbers(texts.slice(from, to), reading), [to - from, reading.length]),
  }));
  return { ...named(model, rows), notes };
}
