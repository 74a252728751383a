import { csv } from "./csv.ts";
import { idx } from "./idx.ts";
import { madeDigits } from "./made-digits.ts";
import { mnist } from "./mnist.ts";

export { csv } from "./csv.ts";
export { type DatasetContext, type DatasetSource, defineDataset } from "./define.ts";
export { idx } from "./idx.ts";
export { madeDigits } from "./made-digits.ts";
export { mnist } from "./mnist.ts";

export const datasets = { csv, idx, "made-digits": madeDigits, mnist } as const;
