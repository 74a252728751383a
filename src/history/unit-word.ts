import type { History } from "./record.ts";

/** What a place on the curve is called in a sentence; rows without a place are taken for epochs. */
export const unitWord = ({ unit = "epoch" }: Pick<History, "unit">): string =>
  ({ epoch: "epoch", row: "epoch", step: "step", iteration: "round" })[unit];
