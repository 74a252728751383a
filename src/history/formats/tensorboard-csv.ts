import type { LogFile, TextTable } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { type Recorded, tableOf } from "../log-table.ts";
import { measureOf } from "../measures.ts";
import { textColumns } from "../text-columns.ts";
import { defineLogFormat, unknownManner } from "./format.ts";

const header = ["Wall time", "Step", "Value"];

const split = (path: string): readonly [folder: string, name: string] => {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1;
  return [path.slice(0, at), path.slice(at).replace(/\.\w+$/u, "")];
};

/** Words that tell series of one run apart. */
const seriesWord =
  /^(?:train|training|val|valid|validation|dev|eval|test|loss|acc|accuracy|error|f1|auc|precision|recall|epoch|tag)$/iu;

/** What the names of a run's files have in common: `simple` of `simple_train_loss` and `simple_valid_acc`. */
const runName = (name: string): string =>
  name
    .split(/(?<=[-_. ])|(?=[-_. ])/u)
    .filter((word) => !seriesWord.test(word.replaceAll(/[-_. ]/gu, "")))
    .join("")
    .replaceAll(/[-_. ]+/gu, "_")
    .replaceAll(/^_+|_+$/gu, "");

/** What stays of a name without the run's own words. */
const tagName = (name: string): string =>
  name
    .split(/[-_. ]+/u)
    .filter((word) => seriesWord.test(word))
    .join("_");

export const tensorboardCsv = defineLogFormat({
  id: "tensorboard-csv",
  title: "TensorBoard's CSV download",
  looksFor: 'a CSV with the columns "Wall time", "Step" and "Value" (TensorBoard), one series a file',
  recognises: ({ table }) => table?.names.length === 3 && header.every((name, i) => table.names[i] === name),
  runOf: (path) => {
    const [folder, name] = split(path);
    return tagName(name) === "" ? undefined : folder + runName(name);
  },
  read: (logs) => {
    const bySteps = new Map<number, Record<string, Recorded>>();
    for (const log of logs) {
      const tag = tagName(split(log.path)[1]) || "value";
      const { columns, rows } = textColumns(log, log.table as TextTable).table;
      for (let row = 0; row < rows; row++) {
        const step = columns[1]?.values[row];
        if (step === undefined) continue;
        const known = bySteps.get(step) ?? { step };
        bySteps.set(step, known);
        known[tag] = columns[2]?.values[row];
      }
    }
    const { path: file } = logs[0] as LogFile;
    const rows = [...bySteps.values()].toSorted((a, b) => (a["step"] ?? 0) - (b["step"] ?? 0));
    return historiesOf(
      tableOf(file, rows, (name) => measureOf(name)),
      {
        format: "tensorboard-csv",
        title: "TensorBoard's CSV download",
        file,
        ...unknownManner,
      },
    );
  },
});
