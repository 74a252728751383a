import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const path = join("bench", "RESULTS.md");
const title = "# Results\n\nWritten by `npm run bench`; `README.md` says what is measured and how.\n";

const sectionNames = ["A training step", "Linear in steps, flat in memory"] as const;
const rank = (section: string): number => sectionNames.findIndex((name) => section.startsWith(`${name}\n`));

/** Puts `body` under the heading `name` of RESULTS.md, in place of what stood there; other sections stay. */
export function writeSection(name: (typeof sectionNames)[number], body: string): void {
  const [, ...sections] = (existsSync(path) ? readFileSync(path, "utf8") : title).split(/^## /m);
  const fresh = `${name}\n\n${body}`;
  const others = sections.filter((section) => rank(section) !== rank(fresh));
  const sorted = [...others, fresh].toSorted((a, b) => rank(a) - rank(b));
  writeFileSync(path, [title, ...sorted.map((section) => `\n## ${section.trim()}\n`)].join(""));
}

/** A Markdown table, its columns padded to read well as text: the first left-aligned, the others right-aligned. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? "-".repeat(width) : "-".repeat(width - 1) + ":")).join(" | ")} |`;
  return [line(header), rule, ...rows.map(line)].join("\n");
}

/** A number with three significant digits, without an exponent. */
export function three(value: number): string {
  if (!Number.isFinite(value)) return "-";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9))));
  return value.toFixed(Math.min(digits, 6));
}
