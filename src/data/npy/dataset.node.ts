// NumPy arrays as a data set.
import { basename } from "node:path";
import { bug, UserError } from "../../base/index.ts";
import type { Part, RowRange, SourceDataset } from "../dataset.ts";
import { type Task, withPositive } from "../target.ts";
import { type Arrays, withArrays } from "./archive.node.ts";
import { type Precision, readArray, readHeader } from "./array.node.ts";
import { type ArrayInputs, type ChannelAxis, type NamedArray, toInputs } from "./inputs.ts";
import { pairsOf } from "./names.ts";
import { toArrayTargets } from "./targets.ts";

/** What is said of arrays. */
export interface ArrayOptions {
  /** A file with the target of each row, where the first has inputs alone. */
  readonly labels?: string | undefined;
  /** A file with the inputs of the test part, and one with its targets. */
  readonly test?: string | undefined;
  readonly testLabels?: string | undefined;
  /** The names of the arrays in an archive. */
  readonly inputs?: string | undefined;
  readonly targets?: string | undefined;
  readonly task?: Task | undefined;
  readonly channels?: ChannelAxis | undefined;
  /** Which of two classes is the one looked for. */
  readonly positive?: string | undefined;
}

/** Inputs and targets of a part, or of the rows that are free. */
interface Examples {
  readonly part: "free" | Exclude<Part, "train">;
  readonly inputs: NamedArray;
  readonly targets: NamedArray;
}

const read = async (arrays: Arrays, name: string, precision: Precision): Promise<NamedArray> => {
  const source = arrays.get(name) ?? bug(`no array ${name}`);
  return { ...(await readArray(source, precision)), where: source.where };
};

/** The names of arrays with their shapes. */
async function describe(arrays: Arrays): Promise<string> {
  const shown: string[] = [];
  for (const [name, source] of arrays) {
    const shape = await readHeader(source).then(
      (header) => `[${header.shape.join(", ")}]`,
      () => "(unreadable)",
    );
    shown.push(`${name} ${shape}`);
  }
  return shown.join(", ") || "none";
}

/** The only array of a file, or the one that is named. */
const arrayIn = (path: string, precision: Precision, name?: string): Promise<NamedArray> =>
  withArrays(path, async (arrays) => {
    const [first] = arrays.keys();
    const wanted = arrays.has("") ? "" : (name ?? (arrays.size === 1 ? first : undefined));
    if (wanted !== undefined && arrays.has(wanted)) return read(arrays, wanted, precision);
    throw new UserError({
      where: path,
      got: `the arrays ${await describe(arrays)}`,
      expected: name === undefined ? "one array" : `one that is called ${name}`,
      hint: "Save it alone by numpy.save, or name it by data.inputs or data.targets",
    });
  });

const fromArchive = (path: string, asked: ArrayOptions): Promise<Examples[]> =>
  withArrays(path, async (arrays) => {
    const described = await describe(arrays);
    const pairs = pairsOf([...arrays.keys()], asked, { path, described });
    const all: Examples[] = [];
    for (const part of ["free", "validation", "test"] as const) {
      const pair = pairs[part];
      if (pair)
        all.push({
          part,
          inputs: await read(arrays, pair.inputs, "single"),
          targets: await read(arrays, pair.targets, "double"),
        });
    }
    return all;
  });

const lacking = (setting: string, what: string): UserError =>
  new UserError({ where: `data.${setting}`, got: "nothing", expected: what });

async function fromFiles(path: string, options: ArrayOptions): Promise<Examples[]> {
  const { labels, test, testLabels, inputs, targets } = options;
  if (labels === undefined) throw lacking("labels", `a .npy file with the target of each row of ${path}`);
  if (test === undefined && testLabels !== undefined)
    throw lacking("test", "the inputs that belong to testLabels");
  if (test !== undefined && testLabels === undefined)
    throw lacking("testLabels", `a .npy file with the target of each row of ${test}`);
  const both = async (part: Examples["part"], x: string, y: string): Promise<Examples> => ({
    part,
    inputs: await arrayIn(x, "single", inputs),
    targets: await arrayIn(y, "double", targets),
  });
  const free = await both("free", path, labels);
  return test === undefined || testLabels === undefined
    ? [free]
    : [free, await both("test", test, testLabels)];
}

const rowOf = ({ shape }: NamedArray): string => shape.slice(1).join(", ");

/** Rows of several arrays, one array after another. @throws UserError when their rows differ in shape or kind. */
function joined(all: readonly NamedArray[]): NamedArray {
  const [first = bug("no arrays")] = all;
  const other = all.find((array) => rowOf(array) !== rowOf(first) || isTexts(array) !== isTexts(first));
  if (other)
    throw new UserError({
      where: other.where,
      got: isTexts(other) ? "texts" : `rows of shape [${rowOf(other)}]`,
      expected: isTexts(first) ? `texts, as in ${first.where}` : `[${rowOf(first)}], as in ${first.where}`,
    });
  if (all.length === 1) return first;
  const shape = [all.reduce((sum, array) => sum + (array.shape[0] ?? 0), 0), ...first.shape.slice(1)];
  if (isTexts(first))
    return { ...first, shape, values: all.flatMap(({ values }) => values as readonly string[]) };
  const numbers = all.map(({ values }) => values as Uint8Array | Float32Array | Float64Array);
  const length = numbers.reduce((sum, values) => sum + values.length, 0);
  const isDouble = numbers.some((values) => values instanceof Float64Array);
  const isBytes = numbers.every((values) => values instanceof Uint8Array);
  const out = new (isBytes ? Uint8Array : isDouble ? Float64Array : Float32Array)(length);
  let at = 0;
  for (const values of numbers) {
    out.set(values, at);
    at += values.length;
  }
  return { ...first, shape, values: out };
}

const isTexts = ({ values }: NamedArray): boolean => Array.isArray(values);

/** @throws UserError for parts without rows, and for targets of other rows. */
function checkRows({ inputs, targets }: Examples): number {
  const [rows = 0] = inputs.shape;
  const [found = 0] = targets.shape;
  if (rows === 0) throw new UserError({ where: inputs.where, got: "no rows", expected: "at least one" });
  if (rows !== found)
    throw new UserError({
      where: targets.where,
      got: `${found.toLocaleString("en-US")} targets`,
      expected: `${rows.toLocaleString("en-US")}, one for each row of ${inputs.where}`,
    });
  return rows;
}

/**
 * Reads NumPy arrays: inputs `[rows, columns]`, `[rows, height, width]` or with channels, and a target for each row. In an
 * archive, arrays are known by their names; parts of their own become the parts of the run.
 * @throws UserError when a file is damaged, arrays do not fit together, or their names leave open what they are.
 */
export async function readArrays(path: string, options: ArrayOptions): Promise<SourceDataset> {
  const isArchive = /\.npz$/i.test(path) && options.labels === undefined;
  const all = await (isArchive ? fromArchive(path, options) : fromFiles(path, options));
  const given: Partial<Record<Part, RowRange>> = {};
  let rows = 0;
  for (const examples of all) {
    const from = rows;
    rows += checkRows(examples);
    if (examples.part !== "free") given[examples.part] = { from, to: rows };
  }
  const { inputs, reading } = toInputs(joined(all.map((one) => one.inputs)), options.channels);
  const array = joined(all.map((one) => one.targets));
  const { targets, why } = toArrayTargets(array, { task: options.task, isImages: inputs.kind === "image" });
  return {
    name: basename(path),
    rows,
    inputs,
    targets: withPositive(targets, options.positive),
    target: { name: all[0]?.targets.where.match(/"(.*)"$/)?.[1] ?? basename(options.labels ?? path), why },
    reading,
    ...(Object.keys(given).length > 0 && { given }),
  };
}

/**
 * The inputs of a file alone, for predictions.
 * @throws UserError when the file is damaged, has several arrays, or none that could be inputs.
 */
export const readInputArray = async (
  path: string,
  { inputs, channels }: Pick<ArrayOptions, "inputs" | "channels">,
): Promise<ArrayInputs["inputs"]> => toInputs(await arrayIn(path, "single", inputs), channels).inputs;
