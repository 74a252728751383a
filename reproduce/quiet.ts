import type { RunOutside } from "../src/train/index.node.ts";

/** Nobody who wishes anything of a run; told only that an epoch is over. */
export const quiet = (tell: (epoch: number) => void): RunOutside => ({
  wishes: () => Promise.resolve({}),
  progress: () => undefined,
  epoch: ({ epoch }) => tell(epoch),
  refused: () => undefined,
  planned: () => undefined,
  warned: () => undefined,
});
