export { modelMetadata } from "./facts.ts";
export { compileLoop, hasConvolutions, loopNames, type Step, valuesOf } from "./loop.ts";
export { compileModel, type Lookup, type Model } from "./model.ts";
