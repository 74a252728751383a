export { count, counted } from "./count.ts";
export { shortestDecimal } from "./decimals.ts";
export { divisorsOf } from "./divisors.ts";
export { bug, fitting, type Instruction, Unfit, UserError } from "./errors.ts";
export { didYouMean, listed, oneOf, suggest } from "./nearest.ts";
export { hash32, permutation, philox, stepKey, stream, type Stream } from "./random.ts";
export { shellWord } from "./shell.ts";
export {
  type Interval,
  mean,
  median,
  normalCumulative,
  normalQuantile,
  standardDeviation,
  standardError,
  sum,
  wilsonInterval,
} from "./statistics.ts";
