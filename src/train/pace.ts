/** How long one call of the engine should take: short enough that stop, progress and new strengths get through. */
const targetMs = 200;
const firstSteps = 1;
/** Speed can change suddenly: growing at most eightfold keeps a call under half a second where the guess was wrong. */
const growth = 8;

/** Decides how many updates the next call makes from how fast the last ones were. */
export interface Pace {
  /** At most `left` updates. */
  next(left: number): number;
  measured(steps: number, ms: number): void;
}

export function makePace(): Pace {
  let steps = firstSteps;
  return {
    next: (left) => Math.max(1, Math.min(left, steps)),
    measured: (made, ms) => {
      const fitting = Math.floor((made * targetMs) / Math.max(ms, 0.01));
      steps = Math.max(1, Math.min(fitting, made * growth, steps * growth));
    },
  };
}
