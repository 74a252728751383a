export type { Direction, EpochRecord, History, Scores } from "./record.ts";
