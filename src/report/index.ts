export { waitingText } from "./waiting.ts";
export { reportHtml } from "./html.tsx";
export type { ReportFact, ReportInput, ReportPrescription, ReportRun, ReportTechnique } from "./input.ts";
export { keptText } from "./outcome.ts";
export { plainFormula } from "./plain-formula.ts";
export { summaryTable } from "./summary-table.ts";
export { type SummaryRun, type SummarySize, terminalSummary } from "./terminal.ts";
export { verdictTitle, verdictTone } from "./verdict.ts";
