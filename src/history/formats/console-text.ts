import type { LogFile } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { checkSize, numberIn, type Recorded, tableOf } from "../log-table.ts";
import { measureOf } from "../measures.ts";
import { defineLogFormat, kerasManner, unknownManner } from "./format.ts";

/** `Epoch 3/10`, `epoch: 3`, `[Epoch 3]`, `Epoch [3/10]`. */
const epochWord = /\bepochs?\b[\s:=#[(]*(\d{1,7})\b/iu;
/** `val_loss: 0.51`, `Train Loss = 0.4`, `accuracy 0.9`. */
const pair =
  /([A-Za-z][\w@/-]{0,40}(?: [A-Za-z][\w@/-]{0,40})?)\s{0,3}[:=]?\s{0,3}(?<![\w.])([-+]?(?:\d{1,20}\.\d{0,20}(?:e[-+]?\d{1,3})?|\d{1,20}e[-+]?\d{1,3}|nan|inf)\b)/giu;

type Row = Record<string, Recorded>;

const partWord = /\b(train(?:ing)?|val(?:id(?:ation)?)?|dev|eval(?:uation)?|test)\b/giu;

/** The scores in a line. A name without a part has that of the last one before it: "Train: loss 0.5 | Test: loss 0.6". */
function pairsIn(line: string): Row {
  const parts = [...line.matchAll(partWord)];
  const found = [...line.matchAll(pair)].map(({ index, 1: name = "", 2: value = "" }) => {
    const part = measureOf(name).part ? undefined : parts.findLast((one) => one.index < index)?.[1];
    return [part === undefined ? name.trim() : `${part} ${name.trim()}`, numberIn(value)] as const;
  });
  const useful = found.filter(([name]) => ["loss", "metric"].includes(measureOf(name).kind));
  return Object.fromEntries(useful);
}

/** A row a line, with the epoch that was named last. */
function rowsIn(text: string, path: string): readonly Row[] {
  const rows: Row[] = [];
  let epoch: number | undefined;
  for (const whole of text.split("\n")) {
    // A progress bar writes over its line.
    const line = whole.slice(Math.max(whole.lastIndexOf("\r"), whole.lastIndexOf("\b")) + 1);
    if (line.length > 1000) continue;
    const number = epochWord.exec(line)?.[1];
    if (number !== undefined) epoch = Number(number);
    const scores = epoch === undefined ? {} : pairsIn(line);
    if (Object.keys(scores).length > 0) rows.push({ epoch, ...scores });
    checkSize(path, 0, rows.length);
  }
  return rows;
}

/** What training loops print: a line with the epoch, and scores by name on it or after it, as Keras' progress bar does. */
export const consoleText = defineLogFormat({
  id: "console-text",
  title: "console text with named scores",
  looksFor: 'text like "Epoch 1/10 … loss: 0.9 - val_loss: 0.8"',
  recognises: ({ text, table, path }) =>
    text !== undefined &&
    epochWord.test(text) &&
    (table === undefined ||
      table.records.length === 0 ||
      table.records.some(({ cells }) => cells.length !== table.names.length) ||
      epochWord.test(table.names.join(" "))) &&
    rowsIn(text.slice(0, 200_000), path).some((row) =>
      Object.keys(row).some((name) => measureOf(name).kind === "loss"),
    ),
  read: ([log]) => {
    const { path: file, text = "" } = log as LogFile;
    const isKeras = /\bval_loss: /u.test(text) && /\d+\/\d+ \[=|━/u.test(text);
    return historiesOf(tableOf(file, rowsIn(text, file)), {
      format: "console-text",
      title: isKeras ? "Keras console" : "console text with named scores",
      file,
      ...(isKeras ? kerasManner : unknownManner),
    });
  },
});
