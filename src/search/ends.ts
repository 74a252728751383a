// Where a choice lies at the end of what was tried, and what is tried beyond it.
import { mean, standardError } from "../base/index.ts";
import { type Axis, beyond, towards, withoutOff } from "./axis.ts";
import type { CurvePoint, JudgedPoint, LambdaCurve } from "./lambda-curve.ts";

type End = "low" | "high";

/** Leaving the technique out is best: what is known of the value next to it. */
export interface BesideOff {
  readonly value: number;
  /** How much more it loses, over the folds that both were trained on. */
  readonly difference: number;
  /** Of the difference; NaN of a hold-out. */
  readonly standardError: number;
}

/** The best strength lies at the end of what was tried. */
export interface Edge {
  readonly path: string;
  /** Of the values; where leaving the technique out is best, the side of them on which it lies. */
  readonly end: End;
  /** Why nothing more was tried there. */
  readonly because: "list" | "bound" | "enough" | "fixed";
  readonly besideOff?: BesideOff;
}

/** So many values are added at a time. */
const stepsBeyond = 3;
/** On a linear scale the value that does nothing belongs to the others when it is about a step away. */
const fewSteps = 1.5;
/** A difference below this share of a standard error is nothing that one could learn from these rows. */
const negligible = 0.1;
/** So many values next to the one that does nothing are as good as it where a curve has become level. */
const levelValues = 2;

/** On which side of its values a technique does nothing. */
function offEnd({ row: { off }, values }: Axis): End | undefined {
  if (off === undefined) return undefined;
  if (values.every((value) => value >= off)) return "low";
  return values.every((value) => value <= off) ? "high" : undefined;
}

/** The values from the side on which the technique does nothing, without that value itself. */
const fromOff = (axis: Axis): number[] =>
  offEnd(axis) === "high" ? withoutOff(axis).toReversed() : withoutOff(axis);

/**
 * Whether much may lie between the value that does nothing and the others: always on a logarithmic scale, where it is
 * infinitely far out.
 */
function isApart(axis: Axis): boolean {
  const { off = Number.NaN, search } = axis.row;
  const [first = off, second = first] = fromOff(axis);
  return search.scale === "log" || !(Math.abs(first - off) <= fewSteps * Math.abs(second - first));
}

/** On which side of its axis a point has nothing beside it that was tried. */
export function endsAt(axis: Axis, point: CurvePoint | undefined): End | undefined {
  const value = point?.strengths[axis.path];
  if (value === undefined) return undefined;
  const off = offEnd(axis);
  if (value === axis.row.off && off !== undefined) return off;
  const inner = withoutOff(axis);
  const ends = [
    ...(value === inner.at(-1) ? (["high"] as const) : []),
    ...(value === inner[0] ? (["low"] as const) : []),
  ];
  return ends.find((end) => end !== off) ?? ends.find(() => isApart(axis));
}

function besideOff({ losses }: JudgedPoint, off: JudgedPoint, value: number): BesideOff {
  const differences = losses.map((loss, fold) => loss - (off.losses[fold] as number));
  return {
    value,
    difference: mean(differences),
    standardError: differences.length > 1 ? standardError(differences) : Number.NaN,
  };
}

/** What is known of the values next to the one that does nothing, where that is best; the nearest first. */
function nextToOff(axis: Axis, { points }: LambdaCurve, best: JudgedPoint): BesideOff[] {
  return fromOff(axis)
    .slice(0, levelValues)
    .flatMap((value) => {
      const wanted = Object.entries({ ...best.strengths, [axis.path]: value });
      const point = points.find(({ strengths }) => wanted.every(([path, own]) => strengths[path] === own));
      return point ? [besideOff(point, best, value)] : [];
    });
}

/** Whether a value cannot be told from leaving the technique out. */
const isAsGood = ({ difference, standardError: error }: BesideOff, off: JudgedPoint): boolean =>
  difference <= Math.max(Number.isFinite(error) ? error : 0, negligible * (off.standardError || 0));

/** The end of an axis that the best point lies at, with nothing known beyond; not where the curve has become level towards off. */
export function openEnd(axis: Axis, curve: LambdaCurve): Pick<Edge, "end" | "besideOff"> | undefined {
  const best = curve.points[curve.min];
  const end = endsAt(axis, best);
  if (!best || end === undefined) return undefined;
  if (best.strengths[axis.path] !== axis.row.off) return { end };
  const beside = nextToOff(axis, curve, best);
  const [nearest] = beside;
  if (!nearest || beside.every((value) => isAsGood(value, best))) return undefined;
  return { end, besideOff: nearest };
}

/** An axis that goes further where its end is best; nothing where it is not, or cannot. */
export function longer(axis: Axis, curve: LambdaCurve): Axis | undefined {
  const open = openEnd(axis, curve);
  if (!open || axis.isList) return undefined;
  const more = open.besideOff ? towards(axis, open.end, stepsBeyond) : beyond(axis, open.end, stepsBeyond);
  const added = more.filter((value) => !axis.values.includes(value));
  return added.length === 0
    ? undefined
    : { ...axis, values: [...axis.values, ...added].toSorted((a, b) => a - b) };
}

/** @param extensions how often a range may be made longer. */
export function edgesOf(axes: readonly Axis[], curve: LambdaCurve, extensions: number): Edge[] {
  return axes.flatMap((axis): Edge[] => {
    const open = openEnd(axis, curve);
    if (!open) return [];
    const goesOn = longer(axis, curve) !== undefined;
    const because = axis.isList ? "list" : !goesOn ? "bound" : extensions === 0 ? "fixed" : "enough";
    return [{ path: axis.path, ...open, because }];
  });
}
