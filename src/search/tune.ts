// A strength, or two, chosen by validation: the curve that linear models are given by glmnet, for networks.
import { mean } from "../base/index.ts";
import { type Axis, strongerUp } from "./axis.ts";
import { type Edge, edgesOf, longer } from "./ends.ts";
import { type CurvePoint, type LambdaCurve, lambdaCurve } from "./lambda-curve.ts";
import {
  type Done,
  type Member,
  memberKey,
  membersOf,
  pairs,
  trained,
  type TrainedMember,
  type TrainMembers,
} from "./members.ts";
import { type Field, leastFolds, race } from "./race.ts";

export interface TuneQuestion {
  /** One or two. */
  readonly axes: readonly Axis[];
  readonly folds: number;
  /** How often a grid whose end is best is made longer. */
  readonly extensions: number;
  /** Whether strengths that cannot be best any more are stopped before their last fold. */
  readonly isRace: boolean;
}

/** What is told on the way. */
export interface TuneListeners {
  /** Some trainings are to be done: how many there are, and how many of these are done already. */
  readonly onWanted?: ((wanted: number, done: number) => void) | undefined;
  /** Strengths are stopped after so many folds: how many, and how many trainings that spares. */
  readonly onStopped?: ((strengths: number, folds: number, spared: number) => void) | undefined;
}

export interface Tuned {
  readonly axes: readonly Axis[];
  readonly curve: LambdaCurve;
  /** How many values were added beyond the ends of the grid. */
  readonly added: number;
  readonly edges: readonly Edge[];
  readonly members: readonly TrainedMember[];
}

/** The value at which a technique does nothing stands beside a range, to tell whether it helps at all. */
function withOff(axis: Axis): Axis {
  const { off, min = -Infinity, max = Infinity } = axis.row;
  const isNew = off !== undefined && !axis.isList && off >= min && off <= max && !axis.values.includes(off);
  return isNew ? { ...axis, values: [...axis.values, off].toSorted((a, b) => a - b) } : axis;
}

/** Every combination of the values of some axes. */
const grid = (axes: readonly Axis[]): Record<string, number>[] =>
  axes.reduce<Record<string, number>[]>(
    (rows, { path, values }) => rows.flatMap((row) => values.map((value) => ({ ...row, [path]: value }))),
    [{}],
  );

function pointOf(strengths: Member["strengths"], done: Done, folds: number): CurvePoint {
  const members = membersOf(strengths, done, folds);
  const scores = members.map(({ result }) => result.validation);
  const [only] = scores;
  const [metric = ""] = Object.keys(only?.metrics ?? {});
  const metrics = scores.map((score) => score?.metrics[metric] ?? Number.NaN);
  return {
    strengths,
    losses: scores.map((score) => score?.loss ?? Infinity),
    ...(members.length < folds && { isStopped: true }),
    // Of a single row it is 0, which says nothing.
    ...(folds === 1 && only && { rowsError: only.lossStandardError || Number.NaN }),
    metric: mean(metrics),
  };
}

function judge(axes: readonly Axis[], done: Done, folds: number) {
  const points = grid(axes).map((strengths) => pointOf(strengths, done, folds));
  const directions = axes.map(strongerUp);
  return lambdaCurve(points, ({ strengths }) =>
    directions.includes(undefined)
      ? undefined
      : axes.map(({ path, values }, i) => {
          const at = values.indexOf(strengths[path] as number);
          return directions[i] === true ? at : values.length - 1 - at;
        }),
  );
}

export interface TuneSoFar extends TuneListeners {
  /** What is trained already; what is trained is added. */
  readonly done?: Map<string, TrainedMember>;
}

/**
 * Trains every strength on every fold, goes on beyond the ends of a range where the best lies there, and judges.
 * @returns nothing where training was stopped before all was done.
 */
export async function tune(
  { axes: asked, folds, extensions, isRace }: TuneQuestion,
  train: TrainMembers,
  { done = new Map(), onWanted, onStopped }: TuneSoFar = {},
): Promise<Tuned | undefined> {
  let axes = asked.map(withOff);
  const first = axes;
  for (let round = 0; ; round++) {
    const strengths = grid(axes);
    const wanted = pairs(strengths, folds);
    onWanted?.(wanted.length, wanted.filter((member) => done.has(memberKey(member))).length);
    const field: Field = {
      strengths,
      isKept: (own) => axes.every(({ path, row }) => own[path] === row.off),
      done,
    };
    const isDone = await (isRace && folds > leastFolds
      ? race(field, folds, train, (...stopped) => onStopped?.(...stopped))
      : trained(wanted, train, done));
    if (!isDone) return undefined;
    const curve = judge(axes, done, folds);
    const next = axes.map((axis) => longer(axis, curve) ?? axis);
    if (round < extensions && next.some((axis, i) => axis !== axes[i])) {
      axes = next;
      continue;
    }
    const added = axes.reduce(
      (sum, { values }, i) => sum + values.length - (first[i]?.values.length ?? 0),
      0,
    );
    return { axes, curve, added, edges: edgesOf(axes, curve, extensions), members: [...done.values()] };
  }
}
