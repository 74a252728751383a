export { apartDifference, apartText, type Pair, weightSizesFigure } from "./apart.ts";
export { waitingText } from "./waiting.ts";
export { diagnosesHtml } from "./diagnoses.tsx";
export { reportHtml } from "./html.tsx";
export type {
  DiagnosesInput,
  JudgedRun,
  ReportFact,
  ReportInput,
  ReportPrescription,
  ReportRun,
  ReportTechnique,
} from "./input.ts";
export { comparisonText, penaltyDifferences, type PenaltyModel } from "./linear-comparison.ts";
export { type PathTold, validationFigure } from "./linear-figures.ts";
export { linearHtml, type LinearInput, linearPicture } from "./linear-page.tsx";
export { learnedFigure, learnedHeight, learnedText } from "./learned.ts";
export { columnCounts, pathRemarks, pathText } from "./linear-text.ts";
export { originFacts, originText } from "./origin.ts";
export { keptText } from "./outcome.ts";
export { plainFormula } from "./plain-formula.ts";
export { summaryTable } from "./summary-table.ts";
export { type SummaryRun, type SummarySize, terminalSummary } from "./terminal.ts";
export { curveFigures, tunedGrid } from "./tuned-figures.ts";
export { tunedText } from "./tuned.ts";
export { apartHtml, learnedHtml, tunedHtml } from "./tuned-page.tsx";
export { verdictTitle, verdictTone } from "./verdict.ts";
