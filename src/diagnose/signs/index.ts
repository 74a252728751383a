import { classGap } from "./class-gap.ts";
import { diverged } from "./diverged.ts";
import { fallingClass } from "./falling-class.ts";
import { fallingScore } from "./falling-score.ts";
import { largeGap } from "./large-gap.ts";
import { lateRise } from "./late-rise.ts";
import { noTraining } from "./no-training.ts";
import { noValidation } from "./no-validation.ts";
import { noisyValidation } from "./noisy-validation.ts";
import { overConfidence } from "./over-confidence.ts";
import { stillImproving } from "./still-improving.ts";
import { suspiciousValidation } from "./suspicious-validation.ts";
import { tooShort } from "./too-short.ts";
import { underfitting } from "./underfitting.ts";

/** In the order in which evidence is told. */
export const signs = [
  diverged,
  noValidation,
  tooShort,
  suspiciousValidation,
  lateRise,
  overConfidence,
  largeGap,
  classGap,
  fallingScore,
  fallingClass,
  stillImproving,
  noTraining,
  noisyValidation,
  underfitting,
] as const;

export type SignId = (typeof signs)[number]["id"];

/** What a technique's `treats` may name. */
export const signIds: readonly SignId[] = signs.map(({ id }) => id);
