// Ockham: the engine of `ockham train`.

import { ockhamVersion } from "../../src/train/index.node.ts";
import { startTraining } from "../training.ts";
import { serve } from "./protocol.ts";

await serve(
  { version: `Ockham ${ockhamVersion}`, chunkSteps: ({ rows, batch }) => rows / batch },
  async (problem) => {
    const { train, engine } = await startTraining(problem);
    return { train, graphMs: engine.compileMs };
  },
);
