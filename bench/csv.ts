import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { median } from "../src/base/index.ts";
import { made } from "./csv-columns.ts";
import { describeMachine } from "./machine.ts";
import { table, three, writeSection } from "./results.ts";

const rows = 2_000_000;
/** What each is called in the table of figures. */
const readers = {
  ockham: "Ockham: columns in memory",
  table: "DuckDB alone: a table of its own in memory",
  binding: "DuckDB through its Node binding: columns in memory",
  sums: "DuckDB alone: sums and counts, nothing kept",
} as const;
type Reader = keyof typeof readers;
const names = Object.keys(readers) as readonly Reader[];

type Figures = {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
};

/** How fast a large table is read into memory, beside DuckDB alone and through its binding. */
export async function benchCsv(rounds: number): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "ockham-bench-"));
  try {
    const path = join(folder, "table.csv");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(`COPY (SELECT ${made.join(", ")} FROM range(${rows}) t(i)) TO '${path}' (HEADER)`);
    const machine = describeMachine();
    const figures: Record<Reader, Figures[]> = { ockham: [], table: [], binding: [], sums: [] };
    for (let round = 0; round < rounds; round++)
      for (const reader of names) figures[reader].push(read(reader, path));
    const heading = `${(statSync(path).size / 1e6).toFixed(0)} MB, ${rows.toLocaleString("en-US")} rows of ${made.length} columns; medians of ${rounds}.`;
    const body = [machine, "", heading, "", figuresTable(figures)].join("\n");
    console.log(body);
    writeSection("Reading a CSV file", body);
    const wrong = names.flatMap((reader) => figures[reader]).some((each) => each.rows !== rows);
    return wrong ? ["Not all rows of the CSV file were read."] : [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function read(reader: Reader, path: string): Figures {
  const script = join(dirname(fileURLToPath(import.meta.url)), "peers", "csv.js");
  return JSON.parse(execFileSync(process.execPath, [script, reader, path], { encoding: "utf8" })) as Figures;
}

function figuresTable(figures: Readonly<Record<Reader, readonly Figures[]>>): string {
  const secondsOf = (reader: Reader): number => median(figures[reader].map(({ seconds }) => seconds));
  const own = secondsOf("ockham");
  const line = (reader: Reader): string[] => {
    const seconds = secondsOf(reader);
    return [
      readers[reader],
      three(seconds),
      reader === "ockham" ? "" : `${three(seconds / own)}x`,
      three(median(figures[reader].map(({ cpuSeconds }) => cpuSeconds))),
      three(rows / seconds / 1e6),
      three(Math.max(...figures[reader].map(({ peakMb }) => peakMb))),
    ];
  };
  return table(["", "s", "÷ Ockham", "CPU s", "million rows/s", "peak MB"], names.map(line));
}
