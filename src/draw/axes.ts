import { extent, max, median, min } from "d3-array";
import { scaleLinear, scaleLog } from "d3-scale";
import { formatNumber } from "./numbers.ts";

export type ScaleKind = "linear" | "log";

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** A scale with its ticks. */
export interface Axis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  /** From a value to a place. */
  readonly place: (value: number) => number;
}

export interface AxisRequest {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  /** About how many ticks there is room for. */
  readonly count: number;
  readonly kind?: ScaleKind;
  /** Only whole numbers make sense, as for epochs. */
  readonly whole?: boolean;
}

/** Whether a value has a place on such a scale. */
export const isPlaceable = (value: number, kind: ScaleKind): boolean =>
  Number.isFinite(value) && (kind === "linear" || value > 0);

/**
 * The interval that a value axis should span: the extent of the placeable values, from 0 when that costs little room.
 * Without any such value it is 0 … 1, on a log scale 0.1 … 1.
 */
export function valueDomain(values: readonly number[], kind: ScaleKind): readonly [number, number] {
  const [low, high] = extent(values.filter((value) => isPlaceable(value, kind)));
  if (low === undefined || high === undefined) return kind === "log" ? [0.1, 1] : [0, 1];
  if (kind === "log") return low === high ? [low / 2, high * 2] : [low, high];
  if (low === high) return low === 0 ? [-1, 1] : [low - Math.abs(low) / 2, low + Math.abs(low) / 2];
  return low > 0 && low < 0.35 * high ? [0, high] : [low, high];
}

/** Log where a few values would otherwise press all others flat, as when training diverges. */
export function suitableScale(values: readonly number[]): ScaleKind {
  const finite = values.filter((value) => Number.isFinite(value));
  const highest = max(finite) ?? 0;
  return (min(finite) ?? 0) > 0 && highest > 40 * (median(finite) ?? highest) ? "log" : "linear";
}

/** The ticks of a log scale: whole powers, or 1-2-5 steps, or, over less than a decade, evenly spaced numbers. */
function logTicks([low, high]: readonly [number, number], count: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const ticksOf = (mantissas: readonly number[], every: number): number[] =>
    Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => first + i * every)
      .flatMap((power) => mantissas.map((mantissa) => Number(`${mantissa}e${power}`)))
      .filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
  const steps = ticksOf([1, 2, 5], 1);
  if (steps.length < 3) return scaleLinear([low, high], [0, 1]).ticks(count);
  if (steps.length <= count + 1) return steps;
  return ticksOf([1], Math.max(1, Math.ceil((last - first) / count)));
}

function linearLabels(values: readonly number[], step: number): string[] {
  const largest = max(values, Math.abs) ?? 0;
  if (largest >= 1e6 || step < 1e-4) return values.map((value) => formatNumber(value, 3));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const format = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: largest >= 10_000,
  });
  return values.map((value) => format.format(value === 0 ? 0 : value).replace("-", "−"));
}

function linearAxis({ domain, range, count, whole }: AxisRequest): Axis {
  const scale = scaleLinear(domain, range);
  const values = scale.ticks(count).filter((value) => whole !== true || Number.isInteger(value));
  const labels = linearLabels(values, (values[1] ?? 1) - (values[0] ?? 0));
  return {
    domain,
    place: scale,
    ticks: values.map((value, i) => ({ value, label: labels[i] ?? "" })),
  };
}

/** An axis over exactly `domain`. */
export function axis(request: AxisRequest): Axis {
  if (request.kind !== "log") return linearAxis(request);
  const ticks = logTicks(request.domain, request.count).map((value) => ({
    value,
    label: formatNumber(value, 3),
  }));
  return { domain: request.domain, place: scaleLog(request.domain, request.range), ticks };
}

/** A linear domain widened to round numbers; a log domain stays as it is. */
export function niceDomain(
  domain: readonly [number, number],
  kind: ScaleKind,
  count: number,
): readonly [number, number] {
  if (kind === "log") return domain;
  const [low = domain[0], high = domain[1]] = scaleLinear(domain, [0, 1]).nice(count).domain();
  return [low, high];
}
