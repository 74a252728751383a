export { createEngine, type Engine } from "./engine.ts";
export { planRun, type Plan } from "./plan.ts";
