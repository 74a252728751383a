import type { VNode } from "preact";
import { formatNumber } from "../draw/index.ts";
import type { ReportRun } from "./input.ts";
import { Part } from "./part.tsx";
import { judgingPart, partTitles } from "./scores.tsx";
import { Table } from "./table.tsx";

/** More classes make a matrix that nobody reads. */
const mostInMatrix = 20;
const mostInTable = 100;

interface Judged {
  readonly names: readonly string[];
  readonly part: string;
  readonly confusion: readonly (readonly number[])[];
}

/** Rows of each class by what they were taken for; the darker, the larger the share of the class. */
function ConfusionMatrix({ names, part, confusion }: Judged): VNode {
  return (
    <div class="confusion">
      <Table
        caption={`Rows of the ${part} part: the class they are of (down), and the one they were taken for (across)`}
        columns={["", ...names]}
        rows={confusion.map((counts, own) => {
          const total = counts.reduce((sum, value) => sum + value, 0);
          return {
            header: names[own] ?? String(own),
            cells: counts.map((value, other) => {
              const isHit = own === other;
              // Errors are rarer than hits: their tone rises faster.
              const share = total > 0 ? Math.round(Math.min(100, ((isHit ? 100 : 400) * value) / total)) : 0;
              const tone = isHit ? "hit" : "miss";
              return (
                <span class={tone} style={`--share: ${share}%`}>
                  {formatNumber(value)}
                </span>
              );
            }),
          };
        })}
      />
    </div>
  );
}

/** How each class is told from the others, in the part that judges the run. */
export function ClassScores({ run }: { readonly run: ReportRun }): VNode | null {
  const judging = judgingPart(run);
  const { classNames: names = [], scores } = run;
  if (!judging || names.length === 0) return null;
  const { classes, confusion } = judging.of;
  if (!classes || !confusion || names.length > mostInTable) return null;
  const part = partTitles[judging.part];
  const trained = judging.part === "train" ? undefined : scores?.train?.classes;
  return (
    <Part title="Class by class">
      <div class="figures">
        <Table
          caption={`Measured on the ${part} part with the kept weights`}
          columns={["Class", "Rows", "Precision", "Recall", "F1", ...(trained ? ["F1 in training"] : [])]}
          rows={names.map((name, k) => ({
            header: name,
            cells: [
              formatNumber(confusion[k]?.reduce((sum, value) => sum + value, 0) ?? Number.NaN),
              ...[classes.precision, classes.recall, classes.f1, ...(trained ? [trained.f1] : [])].map(
                (values) => (values[k] ?? Number.NaN).toFixed(3),
              ),
            ],
          }))}
        />
        {names.length > mostInMatrix ? null : (
          <ConfusionMatrix names={names} part={part} confusion={confusion} />
        )}
      </div>
    </Part>
  );
}
