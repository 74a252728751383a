// Digits that are no numbers: zip codes, numbers of articles.
import { isThere, type Looked, mostlyNumbers, groupsOf, typeFlag } from "./table-counts.node.ts";
import { rowsOf } from "./table.node.ts";

/** Whether a cell is digits with a 0 before others. */
const leadsWithZero = (cell: string): string =>
  `${cell} LIKE '0_%' AND ${cell} NOT LIKE '0.%' AND regexp_full_match(${cell}, '0\\d+')`;

/** The share of cells of columns that are digits alone. */
async function digitsAlone(
  { table, relation }: Looked,
  indices: readonly number[],
): Promise<readonly number[]> {
  if (indices.length === 0) return [];
  const shares = indices.map(
    (i) => `avg(regexp_full_match(trim(c${i}), '\\d+')::INT) FILTER (WHERE ${isThere(table.source, i)})`,
  );
  const [row = []] = await rowsOf(table, `SELECT ${shares.join(", ")} FROM ${relation}`);
  return row.map(Number);
}

/** What to say of columns whose cells are digits and one of them at least has a 0 before others, by their positions. */
export async function codesAmong(looked: Looked, indices: readonly number[]): Promise<Map<number, string>> {
  const { table, relation, known } = looked;
  const codes = new Map<number, string>();
  const open = indices.filter((i) => known.types?.get(i) !== "number" && !known.noCodes?.has(i));
  for (const group of groupsOf(relation, open)) {
    const first = group.map((i) => `first(trim(c${i})) FILTER (WHERE ${leadsWithZero(`trim(c${i})`)})`);
    const [row = []] = await rowsOf(table, `SELECT ${first.join(", ")} FROM ${relation}`);
    const found = group.flatMap((index, at) =>
      row[at] === null ? [] : [{ index, cell: row[at] as string }],
    );
    const shares = await digitsAlone(
      looked,
      found.map(({ index }) => index),
    );
    found.forEach(({ index, cell }, at) => {
      if ((shares[at] as number) < mostlyNumbers) return;
      const name = table.source.columns[index] as string;
      codes.set(
        index,
        `"${name}" has digits with a 0 before them, such as "${cell}", and is read as categories; if they are numbers, say ${typeFlag(name, "number")}`,
      );
    });
  }
  return codes;
}
