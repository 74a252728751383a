// Two techniques searched apart on the same folds: which predicts better, and what each makes of the weights.
import { bug, mean, median, standardError } from "../base/index.ts";
import { textColumns, wrapText } from "../derive/index.ts";
import { columnFormat, formatNumber, type LineFigure, type Series } from "../draw/index.ts";
import { type Axis, type JudgedPoint, memberKey, type Tuned } from "../search/index.ts";
import { nearShare, type WeightSizes } from "../train/index.ts";
import { helpText } from "./tuned.ts";
import { isOff } from "./tuned-figures.ts";

const width = 80;

/** A technique with the search of its strength, all others as in the recipe and the other one left out. */
export interface SearchedApart {
  readonly title: string;
  readonly tuned: Tuned;
}

export type Pair = readonly [SearchedApart, SearchedApart];

const axisOf = ({ tuned }: SearchedApart): Axis => tuned.axes[0] ?? bug("a search of no strength");

const bestOf = ({ tuned: { curve } }: SearchedApart): JudgedPoint | undefined => curve.points[curve.min];

/** What the folds of a point say of the weights together: mean shares, median sizes; nothing where they do not say it. */
function weightsOf({ members }: Tuned, { strengths, losses }: JudgedPoint): WeightSizes | undefined {
  const keys = new Set(losses.map((_, i) => memberKey({ fold: i + 1, strengths })));
  const own = members
    .filter((member) => keys.has(memberKey(member)))
    .flatMap(({ result: { weights } }) => (weights ? [weights] : []));
  const [first] = own;
  if (!first || own.length < losses.length) return undefined;
  return {
    zero: mean(own.map(({ zero }) => zero)),
    near: mean(own.map(({ near }) => near)),
    // A mean would hide zeros that most folds have.
    sizes: first.sizes.map((_, i) => median(own.map(({ sizes }) => sizes[i] as number))),
  };
}

/** How much more one technique loses than the other, each at its λmin. */
export interface ApartDifference {
  readonly better: string;
  readonly worse: string;
  readonly mean: number;
  /** Over the folds; NaN of a hold-out. */
  readonly standardError: number;
  /** `open`: the worse one may do better beyond what was tried. `unknown`: a hold-out has one difference only. */
  readonly verdict: "differs" | "alike" | "open" | "unknown";
}

/** The number that Student's t of 1, 2, … degrees of freedom exceeds in size once in twenty (R: `qt(0.975, 1:9)`). */
const student = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262] as const;

function verdictOf(differences: readonly number[], worse: SearchedApart): ApartDifference["verdict"] {
  if (worse.tuned.edges.length > 0) return "open";
  if (differences.length < 2) return "unknown";
  const limit = student[Math.min(differences.length - 1, student.length) - 1] as number;
  return mean(differences) > limit * standardError(differences) ? "differs" : "alike";
}

/** The techniques against each other, fold by fold; nothing where training with one of them diverged throughout. */
export function apartDifference(pair: Pair): ApartDifference | undefined {
  const [a, b] = pair.map(bestOf);
  if (!a || !b) return undefined;
  const [better, worse] = a.mean <= b.mean ? pair : ([pair[1], pair[0]] as const);
  const [low, high] = a.mean <= b.mean ? [a, b] : [b, a];
  const differences = high.losses.map((loss, fold) => loss - (low.losses[fold] as number));
  return {
    better: better.title,
    worse: worse.title,
    mean: mean(differences),
    standardError: differences.length > 1 ? standardError(differences) : Number.NaN,
    verdict: verdictOf(differences, worse),
  };
}

function differenceText({ better, worse, verdict, ...difference }: ApartDifference, folds: number): string {
  const error = formatNumber(difference.standardError, 2);
  const size = `${formatNumber(difference.mean, 2)}${folds > 1 ? ` ± ${error} over the same ${folds} folds` : ""}`;
  if (verdict === "open")
    return `Which of ${better} and ${worse} predicts better cannot be told: at their λmin the loss of ${worse} is larger by ${size}, but it is best where its range ends, and may do better beyond.`;
  if (verdict === "unknown")
    return `At their λmin the loss of ${worse} is larger than that of ${better} by ${size}; one hold-out cannot tell how much of that is chance: ask for folds with --folds.`;
  return verdict === "differs"
    ? `At their λmin ${better} predicts better: the loss of ${worse} is larger by ${size}.`
    : `At their λmin ${better} and ${worse} cannot be told apart: the loss of ${worse} is larger by ${size}, no more than chance may do.`;
}

/** Whether a technique has a form that makes weights exactly 0, which was not asked for. */
const exactForm = (each: SearchedApart): string | undefined => {
  const { regularizer } = axisOf(each).row;
  const best = bestOf(each);
  const zero = best && weightsOf(each.tuned, best)?.zero;
  return "proximal" in regularizer.params && zero === 0
    ? `${each.title} brings weights near 0 here, not to it: --with ${regularizer.id} --set ${regularizer.id}.proximal=true makes them exactly 0.`
    : undefined;
};

/** What the comparison says, a sentence each. */
export function apartSentences(pair: Pair, folds: number): string[] {
  const difference = apartDifference(pair);
  return [
    difference
      ? differenceText(difference, folds)
      : "One of the two diverged at every strength, so there is nothing to compare: lower the learning rate.",
    ...pair.flatMap((each) => {
      const help = helpText(each.tuned);
      return help === undefined ? [] : [`${each.title}: ${help}`];
    }),
    `Weights, biases apart: near 0 is less than ${formatNumber(100 * nearShare)} % of the largest weight of the same layer, those that are exactly 0 among them${folds > 1 ? "; means over the folds" : ""}.`,
    ...pair.flatMap((each) => exactForm(each) ?? []),
    "Both searches had the same rows, initial weights and batches; each chose its strength by these scores, so they flatter both. The test part was not looked at.",
  ];
}

interface Shown {
  readonly title: string;
  readonly at: string;
  readonly point: JudgedPoint;
  readonly tuned: Tuned;
}

/** Leaving both out, and both choices of each. */
function shownOf(pair: Pair): Shown[] {
  const [{ tuned: first }] = pair;
  const off = first.curve.points.find((point) => isOff(first, point));
  return [
    ...(off ? [{ title: "neither", at: "", point: off, tuned: first }] : []),
    ...pair.flatMap((each): Shown[] => {
      const { tuned, title } = each;
      const { points, min, oneSe } = tuned.curve;
      const { path } = axisOf(each);
      return [
        { name: "λmin", point: points[min] },
        { name: "λ1se", point: points[oneSe] },
      ].flatMap(({ name, point }) =>
        point ? [{ title, at: `${name} ${formatNumber(point.strengths[path] ?? 0, 3)}`, point, tuned }] : [],
      );
    }),
  ];
}

const share = (value: number | undefined): string =>
  value === undefined ? "" : `${(100 * value).toFixed(1)} %`;

export const apartColumns = ["technique", "at", "validation loss", "exactly 0", "near 0"] as const;

/** Scores and sparsity of leaving both out and of both choices of each. */
export function apartRows(pair: Pair): string[][] {
  const shown = shownOf(pair);
  const loss = columnFormat(shown.map(({ point }) => point.mean).filter(Number.isFinite));
  return shown.map(({ title, at, point, tuned }) => {
    const weights = weightsOf(tuned, point);
    const error = Number.isFinite(point.standardError) ? ` ± ${formatNumber(point.standardError, 2)}` : "";
    return [title, at, `${loss(point.mean)}${error}`, share(weights?.zero), share(weights?.near)];
  });
}

const roles = ["validation", "train"] as const;
/** Sizes below this share of the largest have no place in the picture. */
const leastShown = 1e-4;

/** The sizes of the weights by rank: with neither technique, and with both choices of each. */
export function weightSizesFigure(pair: Pair): LineFigure {
  const lines = shownOf(pair).flatMap(({ title, at, tuned, point }) => {
    const sizes = weightsOf(tuned, point)?.sizes;
    const role = roles[pair.findIndex((each) => each.title === title)] ?? ("other" as const);
    return sizes ? [{ name: `${title}${at === "" ? "" : `, ${at}`}`, role, sizes }] : [];
  });
  const least = leastShown * Math.max(...lines.flatMap(({ sizes }) => sizes));
  const height = (size: number): number => (size > least ? size : Number.NaN);
  return {
    title: "How large the weights are",
    xLabel: "share of the weights, the smallest first, %",
    yLabel: "size of the weight",
    yScale: "log",
    series: lines.map(
      ({ name, role, sizes }): Series => ({
        name,
        role,
        points: sizes.map((size, i) => [(100 * i) / (sizes.length - 1), height(size)]),
      }),
    ),
    note: "All weights by their size, on a logarithmic scale; what is less than a ten-thousandth of the largest is left out, so that a line begins where weights are no longer 0. The later and steeper a line climbs, the sparser the model: few weights do the work.",
  };
}

/** The comparison as text. */
export const apartText = (pair: Pair, folds: number): string =>
  [
    textColumns([apartColumns, ...apartRows(pair)]),
    "",
    ...apartSentences(pair, folds).map((sentence) => wrapText(sentence, width)),
  ].join("\n");
