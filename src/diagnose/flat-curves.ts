import { mean, stream, type Stream } from "../base/index.ts";
import { bathtub, type Bathtub, bathtubError } from "./bathtub.ts";
import { noise } from "./curve.ts";

const simulations = 199;
const candidates = [0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95] as const;

/**
 * How likely a flat curve of equal length and noise bends up as clearly, from 199 simulated ones. A flat curve is the
 * hardest of all healthy ones to tell from a rising one; its noise correlates between neighbours as the curve's residuals do.
 */
export function chanceOfBend(values: readonly number[], curve: Bathtub): number {
  const seen = bend(values);
  const bends = flatBends(values.length, likelyCorrelation(values, curve));
  return (1 + bends.filter((other) => other >= seen).length) / (simulations + 1);
}

/** The squared error that the falling-then-rising curve saves over the one that only falls, in units of the noise. */
function bend(values: readonly number[]): number {
  const { fallingSquares, squares } = bathtubError(values);
  const saved = fallingSquares - squares;
  return saved > 0 ? saved / noise(values) ** 2 : 0;
}

/**
 * How strongly neighbouring noise correlates: the smallest candidate whose flat curves leave residuals as correlated as
 * these, with one standard error's allowance. The residuals' own correlation would be too low: the fit follows slow noise.
 */
function likelyCorrelation(values: readonly number[], curve: Bathtub): number {
  const seen = residualCorrelation(values, curve) + 1 / Math.sqrt(values.length);
  return candidates.find((candidate) => typicalCorrelation(values.length, candidate) >= seen) ?? 0.95;
}

/** Lag-1 autocorrelation of what the fit leaves; -1, the least, when it leaves nothing. */
function residualCorrelation(values: readonly number[], { fit }: Bathtub): number {
  let products = 0;
  let squares = 0;
  let before = 0;
  for (const [i, value] of values.entries()) {
    const residual = value - (fit[i] ?? 0);
    products += residual * before;
    squares += residual * residual;
    before = residual;
  }
  return squares > 0 ? products / squares : -1;
}

/** Standard normal noise whose neighbours correlate (autoregressive of order 1). */
function flatCurve(length: number, correlation: number, source: Stream): number[] {
  let state = source.normal();
  return Array.from({ length }, () => {
    state = correlation * state + Math.sqrt(1 - correlation * correlation) * source.normal();
    return state;
  });
}

const flatBends = remembered((length: number, correlation: number): readonly number[] => {
  const source = stream(1, "flat curves", length, correlation);
  return Array.from({ length: simulations }, () => bend(flatCurve(length, correlation, source)));
});

const typicalCorrelation = remembered((length: number, correlation: number): number => {
  const source = stream(1, "correlated curves", length, correlation);
  const one = (): number => {
    const flat = flatCurve(length, correlation, source);
    return residualCorrelation(flat, bathtub(flat));
  };
  return mean(Array.from({ length: 20 }, one));
});

/** The simulations depend on nothing but the length and the correlation, so that one answer serves all curves alike. */
function remembered<Answer>(compute: (length: number, correlation: number) => Answer) {
  const answers = new Map<string, Answer>();
  return (length: number, correlation: number): Answer => {
    const key = `${length} ${correlation}`;
    const answer = answers.get(key) ?? compute(length, correlation);
    answers.set(key, answer);
    return answer;
  };
}
