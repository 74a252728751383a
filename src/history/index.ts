export type {
  ClassMetric,
  CurvePoint,
  CurveUnit,
  Direction,
  EpochRecord,
  History,
  HistoryMetric,
  LossConvention,
  Origin,
  Remark,
  RunHistory,
  Scores,
} from "./record.ts";
export { type EpochRecords, formatEpochRecord, parseEpochRecord, parseEpochRecords } from "./lines.ts";
export { scoreBehind } from "./log-scores.ts";
export type { NamedColumns } from "./named-columns.ts";
export { unitWord } from "./unit-word.ts";
