export { readLogPaths, type ReadLog, type UnreadLog } from "./logs.node.ts";
