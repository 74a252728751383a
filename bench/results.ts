import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cases, techniqueCases } from "./cases.ts";

const path = join("bench", "RESULTS.md");
const title = "# Results\n\nWritten by `npm run bench`; `README.md` says what is measured and how.\n";

/** More than any machine's threads times the cases. */
const manyThreads = 1e6;

/** What precedes a case's name in the heading of the costs of techniques on it. */
export const techniquesOn = "Techniques on ";

/**
 * The order of the sections: steps before techniques, fewer threads first, then the order of the cases; other measurements
 * at the end.
 */
function rank(section: string): number {
  const heading = section.split("\n")[0] ?? "";
  const isOnTechniques = heading.startsWith(techniquesOn);
  const [name, list] = isOnTechniques
    ? [heading.slice(techniquesOn.length), techniqueCases]
    : [heading, cases];
  const threads = Number(/, (\d+) threads?$/.exec(heading)?.[1] ?? Infinity);
  const position = list.findIndex((each) => name.startsWith(`${each.name}, `));
  return (isOnTechniques ? manyThreads : 0) + threads * cases.length + position;
}

/** Puts `body` under the heading `name` of RESULTS.md, in place of what stood there; other sections stay. */
export function writeSection(name: string, body: string): void {
  const [, ...sections] = (existsSync(path) ? readFileSync(path, "utf8") : title).split(/^## /m);
  const others = sections.filter((section) => !section.startsWith(`${name}\n`));
  const sorted = [...others, `${name}\n\n${body}`].toSorted((a, b) => rank(a) - rank(b));
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
