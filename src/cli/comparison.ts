import { textColumns } from "../derive/index.ts";
import { formatNumber } from "../draw/index.ts";
import { verdictTitle } from "../report/index.ts";
import type { RunResult } from "../train/index.ts";

const number = (value: number | undefined): string => (value === undefined ? "–" : formatNumber(value, 3));

/** The numbers of one run, on the weights that it keeps. */
function cellsOf({ epochs, kept, diagnosis, test, history }: RunResult): string[] {
  const [metric] = history.metrics;
  const { train, validation } = epochs.find(({ epoch }) => epoch === kept.epoch) ?? {};
  const id = metric?.id ?? "";
  return [
    verdictTitle(diagnosis),
    String(kept.epoch),
    number(train?.loss),
    number(validation?.loss),
    number(train?.metrics[id]),
    number(validation?.metrics[id]),
    number(test?.metrics[id]),
  ];
}

/** Runs side by side, each with the weights that it keeps. It claims nothing beyond the one seed that was run. */
export function comparisonText(results: readonly RunResult[]): string {
  const metric = results[0]?.history.metrics[0]?.title.toLowerCase() ?? "metric";
  const facts = [
    "verdict",
    "weights of epoch",
    "training loss",
    "validation loss",
    `training ${metric}`,
    `validation ${metric}`,
    `test ${metric}`,
  ];
  const cells = results.map(cellsOf);
  const rows = facts.map((fact, i) => [fact, ...cells.map((column) => column[i] ?? "")]);
  return [
    textColumns([["", ...results.map(({ name }) => name.toLowerCase())], ...rows]),
    "",
    "Same rows, initial weights and batch order, but one seed only: the difference",
    "may be luck. Only repeats with other seeds can tell.",
  ].join("\n");
}
