export { type Dataset, type Inputs, type Part, parts, type RowRange, type Targets } from "./dataset.ts";
