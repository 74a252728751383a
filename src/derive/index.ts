export { prescribe, type Situation } from "./advice.ts";
export {
  columns as textColumns,
  type Description,
  describeRegularizer,
  drawRegularizer,
  regularizerData,
  regularizerList,
  regularizerTable,
  wrap as wrapText,
} from "./describe.ts";
export { adviseElsewhere, type LogSituation } from "./elsewhere.ts";
export { expectedText } from "./expected.ts";
export type { Advice } from "./foreign-advice.ts";
export { generatedFiles } from "./files.ts";
export { parameterRows, type ParameterRow } from "./parameters.ts";
export type { Prescription } from "./prescription.ts";
export { type Replay, replay } from "./replay.ts";
export { searchGrid, type SearchRow, searchSpace, spaced, tidy } from "./search.ts";
export {
  conventionNames,
  type Question,
  strengthIn,
  translateStrength,
  type Translation,
} from "./translate.ts";
export { translationText } from "./translation-text.ts";
export { needWords } from "./words.ts";
