// The thread that reads rows: it must never use the engine, whose work cannot be broken off.
import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../base/index.ts";
import { imageRows } from "./image-rows.node.ts";
import { tableRows } from "./table-rows.node.ts";
import type { Answer, Asked, RowsFrom } from "./loader.node.ts";

const from = workerData as RowsFrom;
const reader = from.kind === "images" ? imageRows(from) : tableRows(from);

async function answerTo({ id, rows, room }: Asked): Promise<void> {
  const say = (answer: Answer, transfer: ArrayBuffer[] = []): void =>
    parentPort?.postMessage(answer, transfer);
  try {
    const values = await reader.read(rows, room);
    say({ id, values }, [values.buffer]);
  } catch (error) {
    if (error instanceof UserError) say({ id, refused: error.instruction });
    else say({ id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

const questions: Asked[] = [];
let isAtWork = false;

/** Answers one question after another, as the first one is needed first, and then works ahead. */
async function work(): Promise<void> {
  isAtWork = true;
  for (let hasMore = true; hasMore; ) {
    const question = questions.shift();
    if (question) await answerTo(question);
    // A fault that is found ahead is told to who asks for the row.
    else hasMore = await reader.ahead().catch(() => false);
    if (questions.length > 0) hasMore = true;
  }
  isAtWork = false;
}

parentPort?.on("message", (asked: Asked) => {
  questions.push(asked);
  if (!isAtWork) void work();
});
