export { createEngine, type Engine } from "./engine.ts";
export type { Progress, Wishes } from "./outside.ts";
export { planRun, type Plan, scaleOf } from "./plan.ts";
export type { RunResult } from "./result.ts";
export { strengthsIn } from "./schedule.ts";
export { sparsityOf } from "./sparsity.ts";
export { initialState, type State } from "./state.ts";
export { type LayerSummary, type ModelSummary, summaryOf } from "./summary.ts";
export { initialStrengths } from "./techniques.ts";
