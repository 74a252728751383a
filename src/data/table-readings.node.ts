// What each column of a table holds.
import { UserError } from "../base/index.ts";
import { isPresent, marksOf, missingMarks } from "./missing.ts";
import type { NumberForm } from "./number-forms.ts";
import { quoted, rowsOf, type NumberType, type Table, type TableSource } from "./table.node.ts";

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
  /** Texts that occur often, for levels. */
  readonly common: readonly string[];
}

/** The first rows of a table, as a table of its own. */
export interface Sample {
  readonly rows: number;
  /** Whether these are all rows. */
  readonly isWhole: boolean;
}

/** From this share of numbers on, the other cells of a column are mistakes and not categories. */
const mostlyNumbers = 0.95;
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

/** Whether a cell holds something: it is not blank and no mark of a missing value. */
export function isThere({ columns, missing }: TableSource, index: number): string {
  const further = marksOf(missing, columns[index] as string).map((mark) => mark.trim().toLowerCase());
  const marks = [...missingMarks, ...further].map(quoted).join(", ");
  return `(lower(trim(coalesce(c${index}, ''))) NOT IN (${marks}))`;
}

/** DuckDB plans queries in a time that is quadratic in their width. */
const groupWidth = 150;

/** Columns, not too many at once. */
export const inGroups = <T>(columns: readonly T[]): (readonly T[])[] =>
  Array.from({ length: Math.ceil(columns.length / groupWidth) }, (_, group) =>
    columns.slice(group * groupWidth, (group + 1) * groupWidth),
  );

/** How many cells of a column hold something, and how many of these are numbers in each of some forms. */
interface CellCounts {
  readonly there: number;
  readonly fitting: readonly number[];
}

async function countCells(
  table: Table,
  indices: readonly number[],
  forms: readonly NumberForm[],
  relation: string,
): Promise<CellCounts[]> {
  if (indices.length === 0 || forms.length === 0) return [];
  const cells = indices.map((i) => `CASE WHEN ${isThere(table.source, i)} THEN trim(c${i}) END AS c${i}`);
  const counts = indices.flatMap((i) => [
    `count(c${i})`,
    ...forms.map((form) => `count(${form.read(`c${i}`, "DOUBLE")})`),
  ]);
  const sql = `SELECT ${counts.join(", ")} FROM (SELECT ${cells.join(", ")} FROM ${relation})`;
  const [row = []] = await rowsOf(table, sql);
  const width = forms.length + 1;
  return indices.map((_, at) => {
    const [there = 0, ...fitting] = row.slice(width * at, width * (at + 1)).map(Number);
    return { there, fitting };
  });
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

/** What a column of texts holds: numbers in a form that all of them have, or texts. */
interface Judged {
  readonly form?: NumberForm | undefined;
  readonly isNearlyNumbers: boolean;
}

function judge(forms: readonly NumberForm[], { there, fitting }: CellCounts): Judged {
  const at = fitting.indexOf(there);
  return { form: forms[at], isNearlyNumbers: at < 0 && Math.max(...fitting) >= mostlyNumbers * there };
}

/** The usual form first: the others are for the few columns that do not fit it. */
async function judgeAll(
  table: Table,
  indices: readonly number[],
  relation: string,
): Promise<Map<number, Judged>> {
  const judged = new Map<number, Judged>();
  const { forms } = table.source;
  for (const some of [forms.slice(0, 1), forms.slice(1)]) {
    const open = indices.filter((i) => judged.get(i)?.form === undefined);
    const counts: CellCounts[] = [];
    for (const group of relation === "sample" ? inGroups(open) : [open])
      counts.push(...(await countCells(table, group, some, relation)));
    counts.forEach((count, at) => {
      const index = open[at] as number;
      const found = judge(some, count);
      const isNearlyNumbers =
        !found.form && (found.isNearlyNumbers || (judged.get(index)?.isNearlyNumbers ?? false));
      judged.set(index, { form: found.form, isNearlyNumbers });
    });
  }
  return judged;
}

/** How columns are to be read, and which of them hold a few cells that are no numbers among many that are. */
export interface Readings {
  readonly readings: readonly Reading[];
  readonly nearlyNumbers: readonly number[];
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

/**
 * How columns are to be read.
 * @param from `sample`, or the whole table, which takes a pass over the file.
 * @throws UserError for a column of lists or records.
 */
export async function readingsOf(
  table: Table,
  indices: readonly number[],
  from: { readonly sample: Sample; readonly whole: boolean },
): Promise<Readings> {
  const { source } = table;
  refuseNested(source, indices);
  const unknown = indices.filter((i) => source.kinds[i] === "unknown");
  const isGuess = !from.whole && !from.sample.isWhole;
  const isSample = isGuess || from.sample.isWhole;
  const judged = await judgeAll(table, unknown, isSample ? "sample" : source.relation());
  const readings: Reading[] = [];
  for (const index of indices) {
    const found = judged.get(index);
    const isNumbers = source.kinds[index] === "numbers" || found?.form !== undefined;
    readings.push({
      index,
      name: source.columns[index] as string,
      kind: isNumbers ? "numbers" : "levels",
      type: "FLOAT",
      form: found?.form,
      isGuess,
      common: isNumbers ? [] : await commonTexts(table, index, from.sample),
    });
  }
  return { readings, nearlyNumbers: unknown.filter((i) => judged.get(i)?.isNearlyNumbers) };
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

/** Which columns have decimal commas. */
export function numbersForm(readings: readonly Reading[]): readonly string[] {
  const names = readings.flatMap(({ name, form }) => (form?.decimal === "," ? name : []));
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  return names.length === 0 ? [] : [`decimal commas in ${names.slice(0, mostNamed).join(", ")}${more}`];
}
