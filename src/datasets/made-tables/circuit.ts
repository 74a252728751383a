/** The ranges of the columns of Friedman's second and third function. */
export const circuitRanges = [
  [0, 100],
  [40 * Math.PI, 560 * Math.PI],
  [0, 1],
  [1, 11],
] as const;

/** Reactance of an alternating-current circuit of angular frequency, inductance and capacitance. */
export const reactance = (frequency: number, inductance: number, capacitance: number): number =>
  frequency * inductance - 1 / (frequency * capacitance);
