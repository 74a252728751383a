// Columns of a file whose names and kinds are known beforehand.
import { listed, UserError } from "../base/index.ts";
import type { Columns } from "./dataset.ts";
import type { TableSettings } from "./csv-source.node.ts";
import { formNamed } from "./number-forms.ts";
import { openTable } from "./open-table.node.ts";
import { collect } from "./table-collect.node.ts";
import { featureError, inForm, refuseInfinity } from "./table-faults.node.ts";
import { type JudgedFrom, type Reading, readingsOf, takeSample } from "./table-readings.node.ts";
import { type Table, withTable } from "./table.node.ts";

/** A column that is wanted. */
export interface WantedColumn {
  readonly name: string;
  readonly kind: "numbers" | "levels";
  /** The name of the form in which its numbers were written where it was learned from: of several that fit, it is meant. */
  readonly form?: string | undefined;
  /** Whether its numbers need all their digits. */
  readonly isExact?: boolean;
}

/** Columns of a file, and what to know about it. */
export interface GivenColumns {
  readonly columns: Columns;
  readonly notes: readonly string[];
}

/**
 * Reads some columns of a table by their names, in the order wanted; others are passed over.
 * @param settings what is known of how the file is written.
 * @throws UserError when the file cannot be read, lacks a column, or a cell of a column of numbers is none.
 */
export async function readGivenColumns(
  path: string,
  wanted: readonly WantedColumn[],
  settings: TableSettings = {},
): Promise<GivenColumns> {
  const source = await openTable(path, settings);
  const absent = wanted.filter(({ name }) => !source.columns.includes(name));
  if (absent.length > 0)
    throw new UserError({
      where: path,
      got: `no column ${listed(absent.map(({ name }) => `"${name}"`))}`,
      expected: `the columns that the model was trained on: ${listed(wanted.map(({ name }) => name))}`,
      hint: "Name the columns in the first line as in the training data",
    });
  const numbers = new Set(
    wanted.flatMap(({ name, kind }) => (kind === "numbers" ? [source.columns.indexOf(name)] : [])),
  );
  return withTable(source, async (table) => ({
    columns: { kind: "columns", columns: await readColumns(withNumbers(table, numbers), wanted) },
    notes: table.source.notes,
  }));
}

/** Texts that stand for numbers are read as such, whatever the file says of them. */
function withNumbers({ connection, source }: Table, numbers: ReadonlySet<number>): Table {
  const kinds = source.kinds.map((kind, i) => (kind === "texts" && numbers.has(i) ? "unknown" : kind));
  return { connection, source: { ...source, kinds } };
}

/** Columns all of whose numbers are written as they were where they were learned from, by their places. */
async function meantReadings(
  opened: Table,
  wanted: readonly WantedColumn[],
  from: JudgedFrom,
): Promise<Map<number, Reading>> {
  const meant = new Map<number, Reading>();
  for (const name of new Set(wanted.flatMap(({ form }) => form ?? []))) {
    const indices = wanted.flatMap((column) =>
      column.form === name ? [opened.source.columns.indexOf(column.name)] : [],
    );
    const table = inForm(opened, formNamed(name));
    const { readings } = await readingsOf(table, indices, from);
    for (const reading of readings) if (reading.kind === "numbers") meant.set(reading.index, reading);
  }
  return meant;
}

/** Columns of an open table, by their names in the order wanted. */
export async function readColumns(
  table: Table,
  wanted: readonly WantedColumn[],
): Promise<Columns["columns"]> {
  const indices = wanted.map(({ name }) => table.source.columns.indexOf(name));
  const sample = await takeSample(table, indices);
  const from = { sample, whole: true, known: { isGiven: true } };
  const { readings: found } = await readingsOf(table, indices, from);
  const meant = await meantReadings(table, wanted, from);
  const readings = found.map((reading) => meant.get(reading.index) ?? reading);
  const asked: Reading[] = [];
  for (const [at, reading] of readings.entries()) {
    const kind = wanted[at]?.kind ?? "numbers";
    if (kind === "numbers" && reading.kind === "levels")
      throw await featureError(inForm(table, formNamed(wanted[at]?.form ?? "")), reading.index, {
        isWanted: true,
      });
    const type = wanted[at]?.isExact ? "DOUBLE" : reading.type;
    asked.push({ ...reading, type, kind, common: kind === "numbers" ? [] : reading.common });
  }
  const { columns, firstInfinite } = await collect(table, asked, sample.isWhole);
  await refuseInfinity(table, firstInfinite, asked);
  return columns as Columns["columns"];
}
