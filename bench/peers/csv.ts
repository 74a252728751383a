// Reads one CSV file in a process of its own: `csv.js ockham|binding|table|sums FILE`. The last column is the target.
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { readTableFiles } from "../../src/data/index.node.ts";
import { columns, textColumns } from "../csv-columns.ts";

const [reader = "", path = ""] = process.argv.slice(2);

const types = columns.map((name) => `'${name}': '${textColumns.has(name) ? "VARCHAR" : "FLOAT"}'`);
const relation = `read_csv('${path}', auto_detect = false, header = true, columns = {${types.join(", ")}})`;

async function connect(): Promise<DuckDBConnection> {
  return (await DuckDBInstance.create(":memory:")).connect();
}

/** DuckDB alone, told the types: the sum of each column of numbers, the number of different texts of the others. */
async function sums(): Promise<number> {
  const asked = columns.map((name) => (textColumns.has(name) ? `count(DISTINCT ${name})` : `sum(${name})`));
  const connection = await connect();
  const result = await connection.runAndReadAll(`SELECT count(*), ${asked.join(", ")} FROM ${relation}`);
  return Number(result.getRows()[0]?.[0]);
}

/** DuckDB alone, told the types: a table of its own in memory. */
async function ownTable(): Promise<number> {
  const connection = await connect();
  const result = await connection.runAndReadAll(`CREATE TABLE held AS SELECT * FROM ${relation}`);
  return Number(result.getRows()[0]?.[0]);
}

/** DuckDB through its binding for Node, told the types: columns of numbers as they come, texts as codes of the different ones. */
async function binding(): Promise<number> {
  const connection = await connect();
  const result = await connection.stream(`SELECT * FROM ${relation}`);
  const held = columns.map((): ArrayLike<number>[] => []);
  const codes = columns.map(() => new Map<unknown, number>());
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return rows;
    rows += chunk.rowCount;
    for (const [at, name] of columns.entries()) {
      const known = codes[at] as Map<unknown, number>;
      const values = chunk.getColumnValues(at);
      const codeOf = (text: unknown): number => {
        if (!known.has(text)) known.set(text, known.size);
        return known.get(text) as number;
      };
      held[at]?.push(
        textColumns.has(name)
          ? Int32Array.from(values, codeOf)
          : Float32Array.from(values, (value) => (value === null ? Number.NaN : (value as number))),
      );
    }
  }
}

const readers: Readonly<Record<string, () => Promise<number>>> = {
  ockham: async () => (await readTableFiles(path, { target: "y" })).rows,
  binding,
  table: ownTable,
  sums,
};

const started = performance.now();
const before = process.cpuUsage();
const rows = await (readers[reader] as () => Promise<number>)();
const { user, system } = process.cpuUsage(before);
const seconds = (performance.now() - started) / 1000;
console.log(
  JSON.stringify({
    rows,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);
