// Every table by the default recipe, five-fold, beside a linear model, a random forest and a plain network of scikit-learn:
// npm run tables, or npm run tables -- NAME … for some of them.
import { join } from "node:path";
import { median } from "d3-array";
import { findFile } from "../../src/data/index.node.ts";
import { dataFolders } from "../../src/worker/index.ts";
import { foldsOf } from "./folds.ts";
import { type Table, tables } from "./list.ts";
import { readTable } from "./read.ts";
import { crossValidated } from "./run.ts";

/** At most this much worse than the linear model in the median of the tables. */
const wantedMedian = -0.02;

interface Line {
  readonly table: Table;
  readonly score: number;
  /** By how much better than each reference, as a share of it. */
  readonly gain: Readonly<Record<keyof Table["references"], number | undefined>>;
}

function gainOver({ task }: Table, score: number, reference: number | undefined): number | undefined {
  if (reference === undefined) return undefined;
  return task === "classification" ? score / reference - 1 : 1 - score / reference;
}

const percent = (share: number | undefined): string =>
  share === undefined ? "" : `${share > 0 ? "+" : ""}${(100 * share).toFixed(1)} %`;

const number = (value: number | undefined): string =>
  value === undefined ? "" : value >= 1000 ? value.toFixed(0) : value.toPrecision(4);

function show({ table, score, gain }: Line, ms: number): void {
  const { name, task, references } = table;
  const cells = [
    name.padEnd(23),
    task === "classification" ? "accuracy" : "RMSE    ",
    number(score).padStart(7),
    ...(["linear", "forest", "mlp"] as const).map(
      (model) => `${model} ${number(references[model]).padStart(6)} ${percent(gain[model]).padStart(8)}`,
    ),
    `${(ms / 1000).toFixed(0)} s`,
  ];
  console.log(cells.join("  "));
}

async function measured(table: Table, folder: string): Promise<Line> {
  const started = performance.now();
  const dataset = await readTable(table, folder);
  const score = await crossValidated(table, dataset, foldsOf(dataset));
  const { linear, forest, mlp } = table.references;
  const gain = {
    linear: gainOver(table, score, linear),
    forest: gainOver(table, score, forest),
    mlp: gainOver(table, score, mlp),
  };
  const line = { table, score, gain };
  show(line, performance.now() - started);
  return line;
}

/** Says whether both gates are passed. */
function judge(lines: readonly Line[]): boolean {
  const middle = median(lines, ({ gain }) => gain.linear) ?? Number.NaN;
  const open = lines.filter(({ table }) => isForestBetter(table));
  const won = open.filter(({ gain }) => (gain.linear ?? 0) > 0);
  const gates = [
    {
      isPassed: middle >= wantedMedian,
      text: `In the median of ${lines.length} tables ${percent(middle)} against the linear model; wanted at least ${percent(wantedMedian)}`,
    },
    {
      isPassed: open.length === 0 || won.length > open.length / 2,
      text: `Better than the linear model on ${won.length} of the ${open.length} tables on which the forest is; wanted more than half`,
    },
  ];
  for (const { isPassed, text } of gates) console.log(`${isPassed ? "passed" : "FAILED"}  ${text}.`);
  return gates.every(({ isPassed }) => isPassed);
}

const isForestBetter = (table: Table): boolean =>
  (gainOver(table, table.references.forest, table.references.linear) ?? 0) > 0;

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !tables.some((table) => table.name === name));
if (unknown !== undefined) {
  console.error(`No table ${unknown}. Known are: ${tables.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
const first = await findFile(dataFolders(), ["tabular/iris.csv"]);
if (first === undefined) {
  console.error("No folder tabular in the folders of OCKHAM_DATA");
  process.exit(2);
}
const lines: Line[] = [];
for (const table of tables.filter(({ name }) => asked.length === 0 || asked.includes(name)))
  lines.push(await measured(table, join(first, "..")));
if (!judge(lines)) process.exitCode = 1;
