import type { VNode } from "preact";
import type { Replay } from "../derive/index.ts";
import { unitWord } from "../history/index.ts";
import type { JudgedRun } from "./input.ts";
import { columnFormat } from "../draw/index.ts";
import { leadingMetric, orDash } from "./outcome.ts";
import { Part } from "./part.tsx";
import { Table } from "./table.tsx";

/** One number of each replay, all with the same decimals; a dash where there is none. */
function column(replays: readonly Replay[], read: (replay: Replay) => number | undefined): string[] {
  const values = replays.map((replay) => read(replay) ?? Number.NaN);
  const format = columnFormat(values);
  return values.map((value) => (Number.isFinite(value) ? format(value) : "–"));
}

/** What rules of early stopping would have kept of the curve; nothing where there is none to judge them by. */
export function Replays({ run }: { readonly run: JudgedRun }): VNode | null {
  const [whole, ...rules] = run.replays;
  if (whole === undefined) return null;
  const unit = unitWord(run.history);
  const stopping = rules.filter(({ stopped }) => stopped !== undefined);
  const others = rules.filter(({ stopped }) => stopped === undefined).map(({ title }) => title);
  const metric = leadingMetric(run.history);
  const isScored = run.replays.some(({ metricRegret }) => metricRegret !== undefined);
  const shown = [whole, ...stopping];
  const [losses, regrets, scores] = [
    column(shown, ({ loss }) => loss),
    column(shown, ({ regret }) => regret),
    column(shown, ({ metricRegret }) => metricRegret),
  ];
  const rows = shown.map(({ title, stopped, kept, saved }, i) => ({
    header: title,
    cells: [
      orDash(stopped?.epoch),
      orDash(kept),
      losses?.[i],
      regrets?.[i],
      ...(isScored ? [scores?.[i]] : []),
      `${Math.round(100 * saved)} %`,
    ],
  }));
  return (
    <Part title="Early stopping, replayed">
      {stopping.length === 0 ? (
        <p>No rule of early stopping would have ended this training.</p>
      ) : (
        <Table
          caption={`What each rule would have kept of this curve. The regret is how much worse that is than the best ${unit}`}
          columns={[
            "Rule",
            `Stops after ${unit}`,
            `Keeps ${unit}`,
            "Validation loss",
            "Loss regret",
            ...(isScored ? [`${metric?.title} regret`] : []),
            "Training saved",
          ]}
          rows={rows}
        />
      )}
      {stopping.length === 0 || others.length === 0 ? null : (
        <p class="watch">Would not have stopped: {others.join("; ")}.</p>
      )}
    </Part>
  );
}
