// What each column of a table holds.
import { UserError } from "../base/index.ts";
import { isPresent } from "./missing.ts";
import { affixText } from "./number-affixes.ts";
import type { NumberForm } from "./number-forms.ts";
import { type Known, mostlyNumbers } from "./table-counts.node.ts";
import { type Judged, judgeColumns } from "./table-judged.node.ts";
import { rowsOf, type NumberType, type Table, type TableSource } from "./table.node.ts";

/** A column that is to be read. */
export interface Reading {
  readonly index: number;
  readonly name: string;
  readonly kind: "numbers" | "levels";
  readonly type: NumberType;
  /** How its numbers are written; absent where the file has them as numbers. */
  readonly form?: NumberForm | undefined;
  /** Whether the first rows alone say that it holds numbers. */
  readonly isGuess: boolean;
  /** Whether its cells are to stay texts though they may look like numbers. */
  readonly isText?: boolean | undefined;
  /** Texts that occur often, for levels. */
  readonly common: readonly string[];
}

/** The first rows of a table, as a table of its own. */
export interface Sample {
  readonly rows: number;
  /** Whether these are all rows. */
  readonly isWhole: boolean;
}

const sampleRows = 20_000;
const sampleCells = 4_000_000;
/** Levels beyond this many among the first rows are no categories: each is read as a text. */
const mostCommon = 2000;

const columnsOf = (indices: readonly number[]): string => indices.map((i) => `c${i}`).join(", ");

/** Looks at the first rows, which DuckDB then knows as `sample`. */
export async function takeSample(table: Table, indices: readonly number[]): Promise<Sample> {
  const most = Math.max(1000, Math.min(sampleRows, Math.floor(sampleCells / Math.max(1, indices.length))));
  // Several threads would read far ahead of the first rows.
  await table.connection.run("SET threads = 1");
  await table.connection.run(
    `CREATE OR REPLACE TEMP TABLE sample AS SELECT ${columnsOf(indices)} FROM ${table.source.relation()} LIMIT ${most}`,
  );
  await table.connection.run("RESET threads");
  const [[rows] = []] = await rowsOf(table, "SELECT count(*) FROM sample");
  return { rows: Number(rows), isWhole: Number(rows) < most };
}

/** The texts that occur in a column of the sample, if they are few. */
async function commonTexts(table: Table, index: number, sample: Sample): Promise<readonly string[]> {
  const rows = await rowsOf(
    table,
    `SELECT c${index}::VARCHAR FROM (SELECT DISTINCT c${index} FROM sample WHERE c${index} IS NOT NULL LIMIT ${mostCommon + 1})`,
  );
  const few = rows.length <= Math.min(mostCommon, sample.rows / 2);
  return few ? rows.map(([text]) => text as string).filter((text) => text !== "") : [];
}

/** How columns are to be read, and which of them hold a few cells that are no numbers among many that are. */
export interface Readings {
  readonly readings: readonly Reading[];
  /** By their positions, with the form of those that are, where it is none of the file's usual ones. */
  readonly nearlyNumbers: ReadonlyMap<number, NumberForm | undefined>;
  /** What people should know of columns, each a clause. */
  readonly notes: readonly string[];
}

/** @throws UserError for a column of lists or records. */
function refuseNested({ path, columns, kinds }: TableSource, indices: readonly number[]): void {
  const nested = indices.find((i) => kinds[i] === "nested");
  if (nested === undefined) return;
  const name = columns[nested] as string;
  throw new UserError({
    where: `${path}, column "${name}"`,
    got: "lists or records in its cells",
    expected: "one number, text or truth value in a cell",
    hint: `Leave the column out with --ignore ${name}, or write its parts into columns of their own`,
  });
}

/** From what columns are judged. */
export interface JudgedFrom {
  readonly sample: Sample;
  /** Whether the whole table is asked and not its sample, which takes passes over the file. */
  readonly whole: boolean;
  readonly known?: Known;
}

/** Columns that the file leaves open, by itself or because they are said to be numbers. */
const openColumns = ({ kinds }: TableSource, indices: readonly number[], { types }: Known) =>
  indices.filter((i) => kinds[i] === "unknown" || (kinds[i] === "texts" && types?.get(i) === "number"));

/** What a column holds that the file does not leave open. */
const ofItself = ({ kinds }: TableSource, index: number, { types }: Known): Judged => ({
  isNearlyNumbers: false,
  isText: kinds[index] === "numbers" && types?.get(index) === "category",
});

/**
 * How columns are to be read.
 * @throws UserError for a column of lists or records.
 */
export async function readingsOf(
  table: Table,
  indices: readonly number[],
  { sample, whole, known = {} }: JudgedFrom,
): Promise<Readings> {
  const { source } = table;
  refuseNested(source, indices);
  const open = openColumns(source, indices, known);
  const isGuess = !whole && !sample.isWhole;
  const relation = isGuess || sample.isWhole ? "sample" : source.relation();
  const judged = await judgeColumns({ table, relation, known }, open);
  const readings: Reading[] = [];
  for (const index of indices) {
    const { form, isText } = judged.get(index) ?? ofItself(source, index, known);
    const name = source.columns[index] as string;
    const isOfNumbers = source.kinds[index] === "numbers";
    const kind = !isText && (isOfNumbers || form) ? "numbers" : "levels";
    const common = isOfNumbers || form ? [] : await commonTexts(table, index, sample);
    readings.push({ index, name, kind, type: "FLOAT", form, isGuess, isText, common });
  }
  return {
    readings,
    nearlyNumbers: new Map(
      [...judged].flatMap(([i, { isNearlyNumbers, nearly }]) =>
        isNearlyNumbers ? [[i, nearly] as const] : [],
      ),
    ),
    notes: open.flatMap((i) => judged.get(i)?.note ?? []),
  };
}

/** Whether texts that were taken for levels are numbers for the most part, and some are none. */
export function areNearlyNumbers(
  texts: Iterable<readonly [text: string, count: number]>,
  isNumber: (text: string) => boolean,
): boolean {
  let numbers = 0;
  let all = 0;
  for (const [text, count] of texts) {
    if (!isPresent(text)) continue;
    all += count;
    if (isNumber(text)) numbers += count;
  }
  return numbers < all && numbers >= mostlyNumbers * all;
}

/** How the numbers of columns are written where that is not as programs write them, by names of forms. */
export const writtenForms = (readings: readonly Reading[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readings.flatMap(({ name, form }) => (form && !form.isPlain ? [[name, form.name] as const] : [])),
  );

const mostNamed = 5;

const listedNames = (names: readonly string[]): string =>
  `${names.slice(0, mostNamed).join(", ")}${names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ""}`;

const affixesOf = (readings: readonly Reading[]): readonly string[] => [
  ...new Set(readings.flatMap(({ form }) => (form?.affix ? affixText(form.affix) : []))),
];

/** How numbers are written, and in which columns: decimal commas, what stands between and around their digits. */
export function numbersForm(readings: readonly Reading[]): readonly string[] {
  const ways: readonly (readonly [string, (form: NumberForm) => boolean])[] = [
    ["decimal commas", ({ decimal }) => decimal === ","],
    ["commas between thousands", ({ thousands }) => thousands === ","],
    ...affixesOf(readings).map(
      (text) =>
        [
          `numbers with ${text} them`,
          ({ affix }: NumberForm) => affix !== undefined && affixText(affix) === text,
        ] as const,
    ),
  ];
  return ways.flatMap(([way, holds]) => {
    const names = readings.flatMap(({ name, form }) => (form && holds(form) ? name : []));
    return names.length === 0 ? [] : [`${way} in ${listedNames(names)}`];
  });
}
