// Made data sets as files, with what is known of them beside.
import { mkdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { didYouMean } from "../base/index.ts";
import type { NumberInputs, SourceDataset } from "../data/index.ts";
import { csvText, packIdx, tableToWrite, writeParquet } from "../data/index.node.ts";
import { type DatasetSource, datasets, type Truth } from "../datasets/index.ts";
import { overrideRecipe, parseRecipe, type Recipe, type RecipeInput } from "../recipe/index.ts";
import { asMisuse, Misuse } from "./misuse.ts";
import { refuseThere, writeNew } from "./new-file.node.ts";
import { contactSheet } from "./sheet.ts";

const sources: Readonly<Record<string, DatasetSource>> = datasets as never;

export interface MakeOptions {
  readonly rows?: number | undefined;
  readonly seed?: number | undefined;
  /** Further settings of the source, as `NAME=VALUE`. */
  readonly set?: readonly string[] | undefined;
  readonly out: string;
  readonly truth?: string | undefined;
  readonly sheet?: string | undefined;
}

/** What was made, and where it is. */
export interface Made {
  readonly name: string;
  readonly rows: number;
  /** All of them with the whole data set as `data`, as recipes describe it. */
  readonly data: Recipe["data"];
  readonly files: readonly string[];
  readonly truth: string;
  readonly sheet?: string;
}

function madeSource(name: string): DatasetSource {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (source?.isMade) return source;
  const known = Object.values(sources).flatMap(({ id, isMade }) => (isMade ? id : []));
  throw new Misuse({
    where: "NAME",
    got: source ? `"${name}", which is read and not made` : `"${name}"`,
    expected: `one of ${known.join(", ")}`,
    hint: source ? undefined : didYouMean(name, known),
  });
}

/** The settings of a source: how many rows is `rows` of a table and `size` of images. */
function settingsOf({ id, params }: DatasetSource, { rows, seed, set = [] }: MakeOptions): Recipe["data"] {
  const size = "rows" in params ? "rows" : "size";
  const edits = [
    ...(rows === undefined ? [] : [`data.${size}=${rows}`]),
    ...(seed === undefined ? [] : [`data.seed=${seed}`]),
    ...set.map((edit) => `data.${edit}`),
  ];
  const input = { data: { source: id } } as unknown as RecipeInput;
  return parseRecipe(overrideRecipe(input, edits), "command line").data;
}

/** A table in the form that the end of its name asks for. */
async function writeTable(path: string, dataset: SourceDataset): Promise<void> {
  const table = tableToWrite(dataset);
  const kind = extname(path).toLowerCase();
  if (!table || (kind !== ".csv" && kind !== ".parquet"))
    throw new Misuse({
      where: "--out",
      got: `"${path}"`,
      expected: "a name that ends in .csv or .parquet, for a table",
    });
  return kind === ".csv" ? writeNew(path, csvText(table)) : writeParquet(path, table);
}

const imageFiles = (folder: string): readonly [string, string] => [
  join(folder, "train-images-idx3-ubyte.gz"),
  join(folder, "train-labels-idx1-ubyte.gz"),
];

/** Images as a folder of IDX files, which `ockham train FOLDER` reads. */
async function writeImages(folder: string, dataset: SourceDataset, images: NumberInputs): Promise<void> {
  const { targets, rows } = dataset;
  if (targets.kind !== "classes" || !(images.values instanceof Uint8Array))
    throw new Error("made images are bytes with classes");
  if (extname(folder) !== "")
    throw new Misuse({ where: "--out", got: `"${folder}"`, expected: "the name of a folder, for images" });
  const [, ...sides] = images.shape;
  await mkdir(folder, { recursive: true });
  const [pixels, labels] = imageFiles(folder);
  await writeNew(pixels, packIdx([rows, ...sides], images.values));
  await writeNew(labels, packIdx([rows], Uint8Array.from(targets.labels)));
}

async function writeSheet(path: string, dataset: SourceDataset): Promise<void> {
  const sheet = contactSheet(dataset);
  if (!sheet)
    throw new Misuse({ where: "--sheet", got: "a table", expected: "images", hint: "Leave --sheet out" });
  if (extname(path).toLowerCase() === ".svg") return writeNew(path, sheet);
  const { default: sharp } = await import("sharp");
  await writeNew(path, await sharp(Buffer.from(sheet)).png().toBuffer());
}

/** Where the truth goes when nobody says: `moons.truth.json` beside `moons.csv`, `truth.json` in a folder. */
const truthBeside = (out: string): string =>
  extname(out) === "" ? join(out, "truth.json") : `${out.slice(0, -extname(out).length)}.truth.json`;

/**
 * Makes a data set and writes it, with its truth beside it; no file that is there is touched. The truth may be there already, from
 * the same data in another format.
 * @throws UserError for a name or setting that does not exist, and where a file cannot be written.
 */
export async function makeSource(name: string, options: MakeOptions): Promise<Made> {
  const source = await asMisuse(() => madeSource(name));
  const data = await asMisuse(() => settingsOf(source, options));
  const { source: _, ...settings } = data;
  const nowhere = { baseFolder: ".", dataFolders: [] };
  const dataset = await asMisuse(() => source.load(settings as never, nowhere));
  const { out, sheet } = options;
  const truth: Truth = source.truth?.(settings as never) ?? {};
  const truthPath = options.truth ?? truthBeside(out);
  const { inputs } = dataset;
  const files = inputs.kind === "image" ? imageFiles(out) : [out];
  const truthText = `${JSON.stringify({ data, ...truth })}\n`;
  // The same data in another format has the same truth.
  const isTold = (await readFile(truthPath, "utf8").catch(() => undefined)) === truthText;
  for (const path of [...files, ...(sheet === undefined ? [] : [sheet])]) await refuseThere(path);
  if (!isTold) await refuseThere(truthPath, "Name another place by --truth, or delete it first");
  if (sheet !== undefined) await writeSheet(sheet, dataset);
  await (inputs.kind === "image" ? writeImages(out, dataset, inputs) : writeTable(out, dataset));
  if (!isTold) await writeNew(truthPath, truthText);
  return { name, rows: dataset.rows, data, files, truth: truthPath, ...(sheet !== undefined && { sheet }) };
}

/** What was written, and what to do with it. */
export const madeText = ({ name, rows, files, truth, sheet }: Made): string =>
  [
    `Made ${rows.toLocaleString("en-US")} rows of ${name}: ${files.join(", ")}.`,
    `What is known of them is in ${truth}.`,
    ...(sheet === undefined ? [] : [`The picture is ${sheet}.`]),
  ].join("\n");
