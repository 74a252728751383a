export { compileLoop, hasConvolutions, loopNames, type Step } from "./loop.ts";
export { compileModel, type Model } from "./model.ts";
