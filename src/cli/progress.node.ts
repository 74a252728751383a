import { count, counted } from "../base/index.ts";
import { createLogUpdate } from "log-update";
import { formatNumber } from "../draw/index.ts";
import type { EpochRecord } from "../history/index.ts";
import type { Progress } from "../train/index.ts";
import type { Listeners, Planned } from "../worker/index.ts";

/** Where the progress of a run is shown. */
export interface Screen extends Listeners {
  /** Says a sentence. */
  say(sentence: string): void;
  /** Leaves the screen to what follows. */
  close(): void;
}

/** Where progress goes: standard error, live when that is a terminal. */
interface Sink {
  /** A line that stays. */
  line(text: string): void;
  /** The line that is written over; nothing where that is not possible. */
  live(text: string): void;
  close(): void;
}

function liveSink(stream: NodeJS.WriteStream): Sink {
  const log = createLogUpdate(stream);
  let shown = "";
  return {
    line: (text) => {
      log.clear();
      stream.write(`${text}\n`);
      if (shown) log(shown);
    },
    live: (text) => {
      shown = text;
      log(text);
    },
    close: () => {
      shown = "";
      log.clear();
      log.done();
    },
  };
}

const plainSink = (stream: NodeJS.WriteStream): Sink => ({
  line: (text) => {
    stream.write(`${text}\n`);
  },
  live: () => undefined,
  close: () => undefined,
});

/** Where progress goes on a stream, and whether lines can be written over there. */
function sinkOn(stream: NodeJS.WriteStream): { readonly sink: Sink; readonly isLive: boolean } {
  const isLive = stream.isTTY && process.env["TERM"] !== "dumb";
  return { isLive, sink: isLive ? liveSink(stream) : plainSink(stream) };
}

/** A duration for people: `850 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return `${Math.round(ms)} ms`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** What was made of the data, for people. */
const dataLines = ({
  reading,
  target,
  columns,
  suspects,
  unseen,
  twins,
  repeats,
  leaks,
}: Planned): string[] => [
  ...(reading === undefined ? [] : [`Reading    ${reading}`]),
  ...(target === undefined ? [] : [`Target     ${target}`]),
  ...(columns === undefined ? [] : [`Columns    ${columns}`]),
  ...suspects.map((sentence) => `Missing?   ${sentence}`),
  ...unseen.map((sentence) => `Unseen     ${sentence}`),
  ...twins.map((sentence) => `Collinear  ${sentence}`),
  ...repeats.map((sentence) => `Repeated   ${sentence}`),
  ...leaks.map((sentence) => `Leak?      ${sentence}`),
];

const partsText = ({ rows, trainMeasured }: Planned): string => {
  const measured = trainMeasured < rows.train ? ` (${count(trainMeasured)} of them measured)` : "";
  return `${counted(rows.train, "training row")}${measured}, ${count(rows.validation)} validation, ${count(rows.test)} test`;
};

const trainingLines = (planned: Planned): string[] => [
  `Model      ${planned.model}; ${planned.loss}; ${planned.optimizer}; ${counted(planned.stepsPerEpoch, "update")} an epoch`,
  `With       ${planned.techniques.join(", ") || "no regularization"}`,
  ...(planned.usual === undefined ? [] : [`Usual      ${planned.usual}`]),
];

function plannedLines(planned: Planned, folder: string): string[] {
  const { data, split, epochs, from } = planned;
  return [
    `Data       ${data}: ${partsText(planned)}`,
    `Split      ${split}`,
    ...dataLines(planned),
    ...trainingLines(planned),
    `Run        ${folder}, ${from > 0 ? `resumed after epoch ${from} of ${epochs}` : counted(epochs, "epoch")}`,
  ];
}

/**
 * What a search is about to train on, as a run tells it.
 * @param planned of the first fold.
 */
export function searchLines(planned: Planned, folds: number): string[] {
  const { rows, data, split } = planned;
  const dealt = `${counted(rows.train + rows.validation, "row")} dealt to ${folds} folds, ${count(rows.test)} test`;
  return [
    `Data       ${data}: ${folds > 1 ? dealt : partsText(planned)}`,
    ...(folds > 1 ? [] : [`Split      ${split}`]),
    ...dataLines(planned),
    ...trainingLines(planned),
  ];
}

function epochText({ epoch, train, validation }: EpochRecord, planned: Planned | undefined): string {
  const number = (value: number | undefined): string => formatNumber(value ?? Number.NaN, 3);
  const { id, title } = planned?.metric ?? { id: "", title: "" };
  const pair = (a: number | undefined, b: number | undefined): string =>
    validation ? `${number(a)} → ${number(b)}` : number(a);
  const scores = [
    `loss ${pair(train.loss, validation?.loss)}`,
    `${title.toLowerCase()} ${pair(train.metrics[id], validation?.metrics[id])}`,
  ];
  return `epoch ${epoch}/${planned?.epochs ?? epoch}  ${scores.join("  ")}`;
}

const barWidth = 24;

const bar = (share: number): string => {
  const full = Math.round(barWidth * Math.min(1, share));
  return "━".repeat(full) + "─".repeat(barWidth - full);
};

interface Pace {
  readonly at: number;
  readonly step: number;
}

/** What is left at the pace since the start, which counts measuring and saving too. */
function timeLeft({ step, totalSteps }: Progress, start: Pace): string {
  const made = step - start.step;
  const elapsed = performance.now() - start.at;
  return made > 0 && elapsed > 500 ? `${durationText((elapsed / made) * (totalSteps - step))} left` : "";
}

const progressText = (progress: Progress, start: Pace): string =>
  [
    `epoch ${Math.max(1, progress.epoch)}/${progress.epochs}`,
    bar(progress.step / progress.totalSteps),
    `loss ${formatNumber(progress.runningLoss, 3)}`,
    `${formatNumber(progress.stepMs, 2)} ms a step`,
    timeLeft(progress, start),
  ]
    .filter(Boolean)
    .join("  ");

/** Shows a run on standard error: a live line in a terminal, else one plain line for each epoch. */
export function openScreen(folder: string, stream: NodeJS.WriteStream = process.stderr): Screen {
  const { sink, isLive } = sinkOn(stream);
  let planned: Planned | undefined;
  let start: Pace | undefined;
  let scores = "";
  sink.live("Starting …");
  return {
    onPlanned: (facts) => {
      planned = facts;
      for (const line of plannedLines(facts, folder)) sink.line(line);
    },
    onProgress: (progress) => {
      start ??= { at: performance.now(), step: progress.step };
      sink.live([scores, progressText(progress, start)].filter(Boolean).join("\n"));
    },
    onEpoch: (record) => {
      scores = epochText(record, planned);
      if (!isLive) sink.line(scores);
    },
    onWarning: (sentence) => sink.line(`Note: ${sentence}`),
    say: sink.line,
    close: sink.close,
  };
}

/** Where the progress of work in equal pieces is shown. */
export interface Counter {
  /** So many pieces are to be done, some of them are done already. */
  wanted(total: number, done: number): void;
  /** One more is done. */
  done(): void;
  /** So many need not be done. */
  spare(count: number): void;
  say(sentence: string): void;
  close(): void;
}

/** @param noun what the pieces are, in the singular: "training". */
export function openCounter(noun: string, stream: NodeJS.WriteStream = process.stderr): Counter {
  const { sink } = sinkOn(stream);
  let [total, made, before] = [0, 0, 0];
  let started = performance.now();
  const show = (): void => {
    const elapsed = performance.now() - started;
    const left = made > before ? (elapsed / (made - before)) * (total - made) : undefined;
    sink.live(
      [
        `${count(made)} of ${counted(total, noun)}`,
        bar(made / Math.max(1, total)),
        ...(left === undefined ? [] : [`${durationText(left)} left`]),
      ].join("  "),
    );
  };
  sink.live("Starting …");
  return {
    wanted: (wanted, done) => {
      [total, made, before, started] = [wanted, done, done, performance.now()];
      const known = done > 0 ? `, ${count(done)} of them done before` : "";
      sink.line(`${counted(wanted, noun)}${known}`);
      show();
    },
    done: () => {
      made++;
      show();
    },
    spare: (spared) => {
      total -= spared;
      show();
    },
    say: sink.line,
    close: sink.close,
  };
}
