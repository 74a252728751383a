// Rows that a thread of its own reads, beside the thread that trains: the engine blocks that one while it works.
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { type Instruction, UserError } from "../base/index.ts";
import type { ImageRows } from "./image-rows.node.ts";
import type { TableRows } from "./table-rows.node.ts";
import type { RowLoader } from "./streamed.ts";

/** What a thread is told to read from. */
export type RowsFrom = ImageRows | TableRows;

/** A question to the thread. */
export interface Asked {
  readonly id: number;
  readonly rows: Int32Array;
  readonly room: number;
}

/** What the thread answers. */
export type Answer = { readonly id: number } & (
  | { readonly values: Float32Array | Uint8Array }
  | { readonly refused: Instruction }
  | { readonly failed: string }
);

interface Waiting {
  resolve(values: Float32Array | Uint8Array): void;
  reject(error: Error): void;
}

function settle(answer: Answer, { resolve, reject }: Waiting): void {
  if ("values" in answer) resolve(answer.values);
  else reject("refused" in answer ? new UserError(answer.refused) : new Error(answer.failed));
}

/** Starts a thread that reads rows. */
export function openLoader(from: RowsFrom): RowLoader {
  const file = new URL(`./loader-thread.node${extname(import.meta.url)}`, import.meta.url);
  const thread = new Worker(file, { workerData: from });
  // A run that fails elsewhere must be able to end.
  thread.unref();
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  thread.on("message", (answer: Answer) => {
    const found = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) thread.unref();
    if (found) settle(answer, found);
  });
  thread.on("error", (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return {
    load: (rows, room) =>
      new Promise((resolve, reject) => {
        const id = asked++;
        waiting.set(id, { resolve, reject });
        thread.ref();
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        thread.postMessage({ id, rows, room } satisfies Asked);
      }),
    close: async () => {
      await thread.terminate();
    },
  };
}
