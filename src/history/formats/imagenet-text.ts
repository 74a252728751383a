import type { LogFile } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { numberIn, type Recorded, tableOf } from "../log-table.ts";
import { defineLogFormat, evaluated, running } from "./format.ts";

/** `Epoch: [3][ 10/391]	Time 0.2 (0.3)	Loss 1.2e+00 (1.3e+00)	Acc@1 50.0 (45.1)`, `Test: [20/47] …`, `Train: [0/422] …` */
const progress =
  /^\W*(Epoch|Train(?:ing)?|Test|Val(?:idat(?:e|ion))?):?\s*(?:\[(\d+)\])?\s*\[\s*(\d+)\s*\/\s*\d+\]/iu;
const meter = /([A-Za-z@][\w@]{0,40})[:\s]\s{0,9}[-+\w.]{1,30}\s{0,9}\(\s{0,9}([-+\w.]{1,30})\s{0,9}\)/gu;
/** ` * Acc@1 76.1 Acc@5 92.9`, the scores of the whole evaluation. */
const summary = /^\s*\*\s+(.+)$/u;

type Means = Record<string, Recorded>;

/** What is known of the epoch that is being read. */
interface Epoch {
  readonly number: number;
  readonly train: Means;
  readonly test: Means;
}

const meters = (line: string): Means =>
  Object.fromEntries([...line.matchAll(meter)].map(([, name = "", mean = ""]) => [name, numberIn(mean)]));

const scoresIn = (text: string): Means =>
  Object.fromEntries(
    [...text.matchAll(/([A-Za-z]{1,20}@\d)\s{1,9}([\d.]{1,20})/gu)].map(([, name = "", value = ""]) => [
      name,
      numberIn(value),
    ]),
  );

/** Reads the lines: training begins an epoch, its evaluation ends it. */
function epochsIn(lines: readonly string[]): Epoch[] {
  const epochs: Epoch[] = [];
  let isEvaluated = true;
  for (const line of lines.filter(({ length }) => length < 2000)) {
    const [, word, number] = progress.exec(line) ?? [];
    const last = epochs.at(-1);
    if (word !== undefined && /^(?:epoch|train)/iu.test(word)) {
      const next = number === undefined ? undefined : Number(number);
      if (isEvaluated || (next !== undefined && next !== last?.number))
        epochs.push({ number: next ?? (last ? last.number + 1 : 0), train: {}, test: {} });
      isEvaluated = false;
      Object.assign(epochs.at(-1)?.train ?? {}, meters(line));
    } else if (word !== undefined && last) {
      isEvaluated = true;
      Object.assign(last.test, meters(line));
    } else if (isEvaluated && last) Object.assign(last.test, scoresIn(summary.exec(line)?.[1] ?? ""));
  }
  return epochs;
}

export const imagenetText = defineLogFormat({
  id: "imagenet-text",
  title: "console of PyTorch's ImageNet example",
  looksFor: 'lines like "Epoch: [0][10/391] Loss 1.2 (1.3) Acc@1 50.0 (45.1)" and "Test: [0/79] …" (PyTorch)',
  recognises: ({ text }) =>
    text !== undefined &&
    text.split("\n").some((line) => line.length < 2000 && progress.test(line) && "Loss" in meters(line)),
  read: ([log]) => {
    const { path: file, text = "" } = log as LogFile;
    const rows = epochsIn(text.split("\n")).map(({ number, train, test }) => ({
      epoch: number,
      ...named("train", train),
      ...named("test", test),
    }));
    return historiesOf(tableOf(file, rows), {
      format: "imagenet-text",
      title: "console of PyTorch's ImageNet example",
      file,
      // The mean so far of the epoch's batches; the optimizer, not the loss, holds the weight decay.
      trainLoss: running("outside"),
      validationLoss: evaluated("outside"),
    });
  },
});

const named = (part: string, means: Means): Means =>
  Object.fromEntries(
    Object.entries(means)
      .filter(([name]) => !/^(?:time|data)$/iu.test(name))
      .map(([name, value]) => [`${part}_${name}`, value]),
  );
