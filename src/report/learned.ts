// What a training that learned strengths came to, for people.
import { textColumns, wrapText } from "../derive/index.ts";
import { formatNumber, type LineFigure } from "../draw/index.ts";
import type { LearnedRun } from "../train/index.ts";

const width = 80;

/** A learned run, and which layer each strength is of, by its path. */
export interface LearnedTold extends LearnedRun {
  readonly layers: Readonly<Record<string, string>>;
}

/** `l2.lambda of dense1`, without the number that tells entries of a recipe apart. */
const nameOf = (path: string, layer: string): string => `${path.replace(/#\d+/, "")} of ${layer}`;

const roles = ["validation", "train", "test", "gap", "other"] as const;

/** So many names stand beside lines of the usual height. */
const [usualHeight, usualLines, lineHeight] = [400, 18, 16] as const;

/** The picture's height: the names of many lines need room. */
export const learnedHeight = ({ layers }: LearnedTold): number =>
  usualHeight + lineHeight * Math.max(0, Object.keys(layers).length - usualLines);

/** The strengths over the epochs. */
export const learnedFigure = ({ path, layers }: LearnedTold): LineFigure => ({
  title: "Strengths learned by gradient",
  xLabel: "epoch",
  wholeX: true,
  yLabel: "strength",
  yScale: "log",
  series: Object.entries(layers).map(([name, layer], i) => ({
    name: nameOf(name, layer),
    role: roles[i % roles.length] ?? "other",
    points: path.map((strengths, epoch) => [epoch + 1, strengths[name] as number] as const),
  })),
  note: "A line that still climbs or falls at the end has not found its strength: train longer.",
});

/** The strengths by layer: name, learned, at the end. */
export function learnedRows({ path, strengths, layers }: LearnedTold): [string, string, string][] {
  const last = path.at(-1) ?? {};
  return Object.entries(layers).map(([name, layer]) => [
    nameOf(name, layer),
    formatNumber(strengths[name] as number, 3),
    formatNumber(last[name] as number, 3),
  ]);
}

export const learnedColumns = ["strength", "learned", "at the end"] as const;

/** The scores, and what they and the strengths are worth, a sentence each. */
export function learnedSentences({ result }: LearnedTold): string[] {
  const [metric = ""] = Object.keys(result.validation?.metrics ?? {});
  const scores = [
    `Validation loss ${formatNumber(result.validation?.loss ?? Number.NaN, 4)}`,
    `${metric} ${formatNumber(result.validation?.metrics[metric] ?? Number.NaN, 4)}`,
  ].join(", ");
  return [
    `${scores}. The validation rows taught the strengths, so this score flatters them; the test part was not looked at.`,
    "Learned is the mean over the second half of the epochs, on the scale of logarithms. Each update looked one step ahead only, which tends to choose strengths that help soon; a grid looks at the end of training. Compare the two where it matters.",
  ];
}

/** A learned run as text: the strengths, the scores, and what these are worth. */
export const learnedText = (told: LearnedTold): string =>
  [
    textColumns([learnedColumns, ...learnedRows(told)]),
    "",
    ...learnedSentences(told).map((sentence) => wrapText(sentence, width)),
  ].join("\n");
