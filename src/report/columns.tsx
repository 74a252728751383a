import { count } from "../base/index.ts";
import type { VNode } from "preact";
import type { ColumnFacts } from "../data/index.ts";
import { formatNumber } from "../draw/index.ts";
import type { DataFacts } from "../train/index.ts";
import { shortened } from "./spread.tsx";
import { Table } from "./table.tsx";

/** More rows than this are folded away. */
const mostOpen = 12;

/** What a column holds: a range of numbers, or the most frequent categories. */
function holdsText({ range, levels = 0, frequent = [] }: ColumnFacts): string {
  if (range)
    return `${formatNumber(range.least)} to ${formatNumber(range.most)}, mean ${formatNumber(range.mean)}`;
  const [[, most] = ["", 0]] = frequent;
  if (most === 0) return "nothing";
  if (most === 1) return `${count(levels)} different ones`;
  const shown = frequent.map(([level, rows]) => `${shortened(level)} (${count(rows)})`).join(", ");
  return levels > frequent.length ? `${shown}, ${count(levels - frequent.length)} more` : shown;
}

const missingText = (missing: number, rows: number): string =>
  missing === 0 ? "–" : `${count(missing)} (${((100 * missing) / rows).toFixed(1)} %)`;

const becomesText = ({ inputs, leftOut }: ColumnFacts): string =>
  leftOut === undefined ? `${count(inputs)} ${inputs === 1 ? "number" : "numbers"}` : `left out: ${leftOut}`;

function gapsText({ withGaps, gaps, count: all }: NonNullable<DataFacts["columns"]>): string {
  if (withGaps === 0) return "no value is missing";
  return `${count(gaps)} missing ${gaps === 1 ? "value" : "values"} in ${count(withGaps)} of ${count(all)} columns`;
}

/** The columns of a table one by one; nothing for other data. */
export function ColumnTable({ data }: { readonly data: DataFacts }): VNode | null {
  const { columns, apart = {} } = data;
  if (!columns) return null;
  const { first, count: all } = columns;
  const some = first.length < all ? `The first ${first.length} of ${count(all)} columns` : "Columns";
  const others = Object.entries(apart);
  const table = (
    <div class="columns">
      <Table
        caption={`${some}, over all rows; ${gapsText(columns)}`}
        columns={["Column", "Type", "Missing", "Holds", "Becomes"]}
        rows={[
          ...first.map((column) => ({
            header: column.name,
            cells: [
              column.holds,
              missingText(column.missing, data.rows),
              holdsText(column),
              becomesText(column),
            ],
          })),
          ...others.map(([name, why]) => ({ header: name, cells: ["", "", "", why] })),
        ]}
      />
    </div>
  );
  if (first.length + others.length <= mostOpen) return table;
  return (
    <details>
      <summary>
        {count(all)} columns; {gapsText(columns)}
      </summary>
      {table}
    </details>
  );
}
