import { z } from "zod";
import { jsonNumber } from "../json-columns.ts";
import type { LogFile } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { checkSize, column, type Recorded } from "../log-table.ts";
import { measureOf } from "../measures.ts";
import { defineLogFormat } from "./format.ts";

const numbers = z.array(jsonNumber).min(1);
const lists = z.tuple([numbers, numbers, numbers, numbers]);

function listsIn(json: unknown): readonly (readonly Recorded[])[] {
  const parsed = lists.safeParse(json);
  if (!parsed.success || parsed.data.some((list) => list.length !== parsed.data[0].length)) return [];
  const counts = [parsed.data[1], parsed.data[3]].flat();
  return counts.every((count) => count !== undefined && count >= 0 && Number.isInteger(count))
    ? parsed.data
    : [];
}

/** What the trainer in Nielsen's book saves: costs and right answers, of the test rows first. */
export const nielsen = defineLogFormat({
  id: "nielsen",
  title: "network2 of Nielsen's book",
  looksFor:
    "JSON of four lists: test cost, right test answers, training cost, right training answers (Nielsen)",
  recognises: ({ json }) => listsIn(json).length > 0,
  read: ([log]) => {
    const { path: file, json } = log as LogFile;
    const all = listsIn(json);
    const [testCost = [], testRight = [], trainCost = [], trainRight = []] = all;
    checkSize(file, 4, 4 * testCost.length);
    return historiesOf(
      {
        rows: testCost.length,
        columns: [
          column("epoch", [...testCost.keys()]),
          column("test cost", testCost),
          column("test correct", testRight, measureOf("correct", "test")),
          column("training cost", trainCost),
          column("training correct", trainRight, measureOf("correct", "train")),
        ],
      },
      {
        format: "nielsen",
        title: "network2 of Nielsen's book",
        file,
        trainLoss: { measured: "evaluation", penalty: "inside" },
        validationLoss: { measured: "evaluation", penalty: "inside" },
      },
    );
  },
});
