export { baselineOf } from "./baseline.ts";
export { noise, pointsForNoise } from "./curve.ts";
export { diagnose } from "./diagnose.ts";
export type { Diagnosis, Evidence, Severity, Verdict } from "./diagnosis.ts";
export { defaultLimits, defineSign, type Limits, type Sighting, type Sign } from "./sign.ts";
export { type SignId, signIds, signs } from "./signs/index.ts";
export { digits } from "./words.ts";
