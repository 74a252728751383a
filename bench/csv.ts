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
const readers = ["ockham", "binding", "duckdb"] as const;

type Figures = {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
};

/** How fast a large table is read into memory, beside DuckDB through its binding, and alone, where it only sums the columns. */
export async function benchCsv(rounds: number): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "ockham-bench-"));
  try {
    const path = join(folder, "table.csv");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(`COPY (SELECT ${made.join(", ")} FROM range(${rows}) t(i)) TO '${path}' (HEADER)`);
    const machine = describeMachine();
    const figures = { ockham: [] as Figures[], binding: [] as Figures[], duckdb: [] as Figures[] };
    for (let round = 0; round < rounds; round++)
      for (const reader of readers) figures[reader].push(read(reader, path));
    const heading = `${(statSync(path).size / 1e6).toFixed(0)} MB, ${rows.toLocaleString("en-US")} rows of ${made.length} columns; medians of ${rounds}.`;
    const body = [machine, "", heading, "", figuresTable(figures)].join("\n");
    console.log(body);
    writeSection("Reading a CSV file", body);
    const wrong = readers.flatMap((reader) => figures[reader]).some((each) => each.rows !== rows);
    return wrong ? ["Not all rows of the CSV file were read."] : [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function read(reader: string, path: string): Figures {
  const script = join(dirname(fileURLToPath(import.meta.url)), "peers", "csv.js");
  return JSON.parse(execFileSync(process.execPath, [script, reader, path], { encoding: "utf8" })) as Figures;
}

function figuresTable(figures: Readonly<Record<(typeof readers)[number], readonly Figures[]>>): string {
  const line = (name: string, all: readonly Figures[]): string[] => {
    const seconds = median(all.map((each) => each.seconds));
    return [
      name,
      three(seconds),
      three(median(all.map((each) => each.cpuSeconds))),
      three(rows / seconds / 1e6),
      three(Math.max(...all.map((each) => each.peakMb))),
    ];
  };
  return table(
    ["", "s", "CPU s", "million rows/s", "peak MB"],
    [
      line("Ockham: columns in memory", figures.ockham),
      line("DuckDB through its Node binding: columns in memory", figures.binding),
      line("DuckDB alone: sums and counts", figures.duckdb),
    ],
  );
}
