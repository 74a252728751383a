import { EventRows } from "../event-rows.ts";
import type { LogFile } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { checkSize } from "../log-table.ts";
import { type LogPart, measureOf } from "../measures.ts";
import type { Remark } from "../record.ts";
import { scalarEvents, type ScalarEvent } from "../scalar-events.ts";
import { withSummedLosses } from "../summed-losses.ts";
import { isTfRecord, tfRecords } from "../tfrecord.ts";
import { defineLogFormat, unknownLoss } from "./format.ts";

/** A folder that holds one part of a run: Keras' `train` and `validation`, PyTorch's `Loss_train`. */
const partFolder =
  /^(?:\w*(?:loss|acc|accuracy)[-_])?(train(?:ing)?|val(?:id(?:ation)?)?|eval(?:uation)?|test)$/iu;

const foldersOf = (path: string): readonly string[] => path.split(/[\\/]/u).slice(0, -1);

const partOf = (path: string): LogPart | undefined => {
  const folder = foldersOf(path).at(-1) ?? "";
  return partFolder.test(folder) ? measureOf(folder).part : undefined;
};

interface Read {
  readonly events: readonly ScalarEvent[];
  readonly remarks: readonly Remark[];
}

function eventsIn(log: LogFile): Read {
  const { records, brokenAt } = tfRecords(log.bytes);
  const events: ScalarEvent[] = [];
  for (const [i, record] of records.entries()) {
    try {
      events.push(...scalarEvents(record));
    } catch {
      throw log.fault(`a record ${i + 1} that is no event`, "an event file of TensorBoard");
    }
    checkSize(log.path, 0, events.length);
  }
  const sentence = `${log.name} is cut off or damaged from byte ${brokenAt} on; what is before it is read.`;
  return { events, remarks: brokenAt === undefined ? [] : [{ kind: "leftOut", sentence }] };
}

/** Tags that a curve can be made of. */
const isUseful = (tag: string): boolean => measureOf(tag).kind !== "other";

export const tensorboardEvents = defineLogFormat({
  id: "tensorboard-events",
  title: "TensorBoard event file",
  looksFor: "an event file of TensorBoard (events.out.tfevents…)",
  recognises: ({ bytes }) => isTfRecord(bytes),
  runOf: (path) => {
    const folders = foldersOf(path);
    return (partOf(path) === undefined ? folders : folders.slice(0, -1)).join("/");
  },
  read: (logs) => {
    const [first] = logs as readonly [LogFile, ...LogFile[]];
    const rows = new EventRows(first.path);
    const remarks: Remark[] = [];
    const sorted = logs.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    for (const part of new Set(sorted.map(({ path }) => partOf(path)))) {
      const read = sorted.filter(({ path }) => partOf(path) === part).map(eventsIn);
      remarks.push(...read.flatMap((one) => one.remarks));
      rows.add(
        read.flatMap((one) => one.events),
        part,
      );
    }
    const tags = [...rows.tags.keys()];
    if (tags.length === 0)
      throw first.fault(
        "no scalar in it",
        "an event file to which losses were written",
        "Was the run stopped before it logged one?",
      );
    // Keras writes what it knows of epochs beside what it knows of single updates.
    const ofEpochs = tags.filter((tag) => /(?:^|\/)epoch_/u.test(tag));
    const useful = (ofEpochs.length > 0 ? ofEpochs : tags).filter(isUseful);
    return historiesOf(withSummedLosses(rows.table(useful.length > 0 ? useful : tags.slice(0, 20))), {
      format: "tensorboard-events",
      title: "TensorBoard event file",
      file: first.path,
      trainLoss: ofEpochs.length > 0 ? { measured: "running", penalty: "inside" } : unknownLoss,
      validationLoss: ofEpochs.length > 0 ? { measured: "evaluation", penalty: "inside" } : unknownLoss,
      ...(ofEpochs.length > 0 && { unit: "epoch" }),
      remarks,
    });
  },
});
