import type { LogFile } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import { numberIn, type Recorded, tableOf } from "../log-table.ts";
import { measureOf } from "../measures.ts";
import type { Remark } from "../record.ts";
import { defineLogFormat, evaluated, running } from "./format.ts";

/** `Epoch: [3][ 10/391]	Time 0.2 (0.3)	Loss 1.2e+00 (1.3e+00)	Acc@1 50.0 (45.1)`, `Test: [20/47] …`, `Train: [0/422] …` */
const progress =
  /^\W*(Epoch|Train(?:ing)?|Test|Val(?:idat(?:e|ion))?):?\s*(?:\[(\d+)\])?\s*\[\s*(\d+)\s*\/\s*(\d+)\]/iu;
const meter = /([A-Za-z@][\w@]{0,40})[:\s]\s{0,9}[-+\w.]{1,30}\s{0,9}\(\s{0,9}([-+\w.]{1,30})\s{0,9}\)/gu;
/** ` * Acc@1 76.1 Acc@5 92.9`, or `Test: [3/60] Acc 76.1` without means in brackets: the scores of the whole evaluation. */
const summary = /^\s*(?:\*|Test:?\s*\[[^\]]{1,20}\])\s+(.+)$/iu;

type Means = Record<string, Recorded>;

/** What is known of the epoch that is being read. */
interface Epoch {
  readonly number: number;
  readonly train: Means;
  readonly test: Means;
  /** How far the evaluation had got when its means were last printed, where that was not its end. */
  partOfTest?: readonly [batches: number, all: number];
}

const meters = (line: string): Means =>
  Object.fromEntries([...line.matchAll(meter)].map(([, name = "", mean = ""]) => [name, numberIn(mean)]));

const scoresIn = (text: string): Means =>
  Object.fromEntries(
    [...text.matchAll(/([A-Za-z]{1,20}(?:@\d)?)\s{1,9}([\d.]{1,20})/gu)].map(([, name = "", value = ""]) => [
      name,
      numberIn(value),
    ]),
  );

/** Reads the lines: training begins an epoch, its evaluation ends it. */
class EpochReader {
  readonly epochs: Epoch[] = [];
  #isEvaluated = true;

  line(line: string): void {
    const [, word, number, batch, batches] = progress.exec(line) ?? [];
    const means = meters(line);
    if (word === undefined || Object.keys(means).length === 0) this.#summary(line);
    else if (/^(?:epoch|train)/iu.test(word)) this.#training(line, number);
    else {
      this.#isEvaluated = true;
      const epoch = this.epochs.at(-1);
      if (epoch === undefined) return;
      Object.assign(epoch.test, means);
      epoch.partOfTest = [Number(batch) + 1, Number(batches)];
    }
  }

  #training(line: string, number: string | undefined): void {
    const last = this.epochs.at(-1);
    const next = number === undefined ? undefined : Number(number);
    if (this.#isEvaluated || (next !== undefined && next !== last?.number))
      this.epochs.push({ number: next ?? (last ? last.number + 1 : 0), train: {}, test: {} });
    this.#isEvaluated = false;
    Object.assign(this.epochs.at(-1)?.train ?? {}, meters(line));
  }

  #summary(line: string): void {
    const epoch = this.epochs.at(-1);
    if (!this.#isEvaluated || epoch === undefined) return;
    const scores = scoresIn(summary.exec(line)?.[1] ?? "");
    const ids = new Set(Object.keys(scores).map((name) => measureOf(name).id));
    // What was measured on all rows takes the place of the mean so far.
    for (const name of Object.keys(epoch.test)) if (ids.has(measureOf(name).id)) delete epoch.test[name];
    Object.assign(epoch.test, scores);
  }
}

function epochsIn(lines: readonly string[]): readonly Epoch[] {
  const reader = new EpochReader();
  for (const line of lines) if (line.length < 2000) reader.line(line);
  return reader.epochs;
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
    const epochs = epochsIn(text.split("\n"));
    const rows = epochs.map(({ number, train, test }) => ({
      epoch: number,
      ...named("train", train),
      ...named("test", test),
    }));
    return historiesOf(tableOf(file, rows), {
      format: "imagenet-text",
      program: "pytorch",
      title: "console of PyTorch's ImageNet example",
      file,
      // The mean so far of the epoch's batches; the optimizer, not the loss, holds the weight decay.
      trainLoss: running("outside"),
      validationLoss: evaluated("outside"),
      remarks: partRemarks(epochs),
    });
  },
});

/** Where the last means that were printed are of a part of the batches. */
function partRemarks(epochs: readonly Epoch[]): readonly Remark[] {
  const [batches = 0, all = 0] = epochs.at(-1)?.partOfTest ?? [];
  if (batches >= all) return [];
  const sentence = `Validation loss is the mean of ${batches} of ${all} batches: the log prints no later one.`;
  return [{ kind: "partial", sentence }];
}

const named = (part: string, means: Means): Means =>
  Object.fromEntries(
    Object.entries(means)
      .filter(([name]) => !/^(?:time|data)$/iu.test(name))
      .map(([name, value]) => [`${part}_${name}`, value]),
  );
