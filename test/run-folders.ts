// Runs in folders of their own, some of them stopped on the way, and what they leave.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunContext } from "../src/train/run.node.ts";
import { silent } from "./tiny-runs.ts";

/** A run called `name` in a folder of runs. @param stopAfter how many times it is asked before it is to stop. */
export function runContext(folder: string, name: string, stopAfter = Infinity): RunContext {
  let asked = 0;
  return {
    folder: join(folder, name),
    baseFolder: folder,
    dataFolders: [],
    outside: {
      ...silent,
      planned: () => undefined,
      warned: () => undefined,
      wishes: () => Promise.resolve({ stop: asked++ >= stopAfter }),
    },
  };
}

/** The bytes of what a run must leave alike, however often it was stopped. */
export const lastingFiles = (folder: string, name: string): Record<string, string> =>
  Object.fromEntries(
    ["last.safetensors", "best.safetensors", "model.onnx", "metrics.jsonl", "weights.jsonl"].map((file) => [
      file,
      readFileSync(join(folder, name, file)).toString("base64"),
    ]),
  );
