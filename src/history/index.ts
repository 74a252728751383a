export type { Direction, EpochRecord, History, Scores } from "./record.ts";
export { type EpochRecords, formatEpochRecord, parseEpochRecord, parseEpochRecords } from "./lines.ts";
