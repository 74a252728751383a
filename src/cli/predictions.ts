import type { Predictions } from "../train/index.node.ts";

/** A cell of a CSV file, in quotes where it has to be. */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Predictions as a CSV table with a header. */
export function predictionsCsv({ classes, columns, files, rows }: Predictions): string {
  const header = [...(files ? ["file"] : []), ...(classes ? ["prediction"] : []), ...columns];
  const lines = rows.map((row, i) => [
    ...(files ? [files[i] ?? ""] : []),
    ...(classes ? [classes.predicted[i] ?? ""] : []),
    ...row.map(String),
  ]);
  return `${[header, ...lines].map((cells) => cells.map(cell).join(",")).join("\n")}\n`;
}
