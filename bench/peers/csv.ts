// Reads one CSV file in a process of its own: `csv.js ockham|duckdb FILE`. The last column is the target.
import { DuckDBInstance } from "@duckdb/node-api";
import { readTableFiles } from "../../src/data/index.node.ts";
import { columns, textColumns } from "../csv-columns.ts";

const [reader = "", path = ""] = process.argv.slice(2);

/** DuckDB alone, told the types: the sum of each column of numbers, the number of different texts of the others. */
async function sums(): Promise<number> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const types = columns.map((name) => `'${name}': '${textColumns.has(name) ? "VARCHAR" : "FLOAT"}'`);
  const asked = columns.map((name) => (textColumns.has(name) ? `count(DISTINCT ${name})` : `sum(${name})`));
  const sql = `SELECT count(*), ${asked.join(", ")} FROM read_csv('${path}', auto_detect = false, header = true, columns = {${types.join(", ")}})`;
  const result = await connection.runAndReadAll(sql);
  return Number(result.getRows()[0]?.[0]);
}

const started = performance.now();
const before = process.cpuUsage();
const rows = reader === "duckdb" ? await sums() : (await readTableFiles(path, { target: "y" })).rows;
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
