import type { ComponentChildren, VNode } from "preact";

export interface Row {
  readonly header: ComponentChildren;
  readonly cells: readonly ComponentChildren[];
  /** Set apart from the others. */
  readonly emphasized?: boolean;
}

interface TableProps {
  readonly caption: string;
  /** The first names what the row headers are. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** A table that scrolls by itself when it is too wide, also by keyboard. */
export function Table({ caption, columns, rows }: TableProps): VNode {
  return (
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ header, cells, emphasized }) => (
            <tr class={emphasized === true ? "emphasized" : undefined}>
              <th scope="row">{header}</th>
              {cells.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
