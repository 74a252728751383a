// Whether a model is better than a simpler one on the same rows.
import type { Part } from "../data/index.ts";
import { argmax } from "../metrics/index.ts";
import type { FoundPredictions } from "./scores.ts";

/** How much better the rows of one prediction are met than those of another, as a mean over the rows. */
export interface Advantage {
  /** Of a classification the share of rows that are right, of a regression the squared error that is saved. */
  readonly mean: number;
  readonly standardError: number;
}

/** What one row is worth: 1 for a right class, minus the squared error of numbers. */
function merits(found: FoundPredictions): Float64Array {
  if ("labels" in found) {
    const predicted = argmax(found);
    return Float64Array.from(found.labels, (label, row) => Number(predicted[row] === label));
  }
  const { outputs, predicted, actual, rows } = found;
  return Float64Array.from({ length: rows }, (_, row) => {
    let error = 0;
    for (let at = row * outputs; at < (row + 1) * outputs; at++)
      error += ((predicted[at] as number) - (actual[at] as number)) ** 2 / outputs;
    return -error;
  });
}

/** Row by row, so that what both get wrong does not blur the difference. */
export function advantageOf(own: FoundPredictions, other: FoundPredictions): Advantage {
  const [mine, theirs] = [merits(own), merits(other)];
  const weights = own.weights ?? new Float32Array(own.rows).fill(1);
  const gains = mine.map((merit, row) => merit - (theirs[row] as number));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = gains.reduce((sum, gain, row) => sum + gain * (weights[row] as number), 0) / total;
  const squares = gains.reduce((sum, gain, row) => sum + ((weights[row] as number) * (gain - mean)) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares) / total };
}

/** Beyond this many standard errors a difference is no chance. */
const clearly = 2;

/** `1` where the model is clearly better, `−1` where it is clearly worse, else 0. */
export const signOf = ({ mean, standardError }: Advantage): -1 | 0 | 1 =>
  Math.abs(mean) <= clearly * standardError || mean === 0 ? 0 : mean > 0 ? 1 : -1;

/** What {@link learnedText} reads. */
export interface Compared {
  readonly part: Part;
  readonly rows: number;
  readonly constant: Advantage;
  readonly linear: Advantage;
  /** How many training rows the linear model was fitted to, where not to all. */
  readonly linearRows?: number | undefined;
  /** What the constant prediction is, for people: `the mean`, or a class. */
  readonly always: string;
  /** The balanced accuracy of a classification with its standard error, and that of a guess. */
  readonly balanced?:
    | { readonly value: number; readonly standardError: number; readonly guess: number }
    | undefined;
}

const partNames = { train: "training", validation: "validation", test: "test" } as const;

/** Says what the model knows that simpler ones do not, in one or two sentences. */
export function learnedText(compared: Compared): string {
  const { part, rows, constant, linear, linearRows, always, balanced } = compared;
  const on = `On the ${rows.toLocaleString("en-US")} ${partNames[part]} rows`;
  const first = signOf(constant);
  if (first > 0) {
    const second = signOf(linear);
    const than = `${on} the model is clearly better than always answering ${always}`;
    const model =
      linearRows === undefined
        ? "a linear model"
        : `a linear model of ${linearRows.toLocaleString("en-US")} training rows`;
    if (second > 0) return `${than}, and than ${model}.`;
    return second < 0
      ? `${than}, but ${model} is clearly better still.`
      : `${than}; from ${model} it differs by no more than chance.`;
  }
  const how = first < 0 ? "worse than" : "not measurably better than";
  const plain = `${on} the model is ${how} always answering ${always}`;
  const tells = balanced && balanced.value - balanced.guess > clearly * balanced.standardError;
  if (tells)
    return `${plain}, counting right answers. It tells the classes apart all the same: its balanced accuracy is ${balanced.value.toFixed(3)}, that of a guess ${balanced.guess.toFixed(3)}.`;
  return `${plain}: nothing shows that it has learned anything.`;
}
