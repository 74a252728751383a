import { inputName } from "../graph/index.ts";
import { compileLoop } from "../onnx/index.ts";
import { createSession } from "../runtime/index.ts";
import { channelBlockOf } from "./blocks.ts";
import { evaluationRows } from "./batch-sizes.ts";
import { options, runFeeds, strengthFeeds } from "./engine.ts";
import { evaluator } from "./evaluator.ts";
import { exampleSource } from "./examples.ts";
import { keyFeeds } from "./feeds.ts";
import type { Plan } from "./plan.ts";
import type { State } from "./state.ts";
import { sampledStep } from "./step.ts";
import type { Strengths } from "./techniques.ts";

/** A model whose passes keep the noise that stands for a distribution of models. */
export interface Sampler {
  /**
   * The predictions `[rows, outputs]` of each of several passes, in the scale of the loss; the same passes for the same
   * seed and rows.
   */
  sample(model: Sampled, rows: Int32Array, passes: number): Promise<Float32Array[]>;
  release(): Promise<void>;
}

/** A trained model, and how strong its noise is. */
export interface Sampled {
  readonly state: State;
  readonly strengths: Strengths;
}

/** Compiles the passes with noise of a plan. */
export async function createSampler(plan: Plan): Promise<Sampler> {
  const source = exampleSource(plan);
  const batch = evaluationRows(plan);
  const step = sampledStep(plan, source.storage, batch);
  const session = await createSession(compileLoop(step, await channelBlockOf(plan)), options(plan));
  const examples = source.open();
  const inputs = step.perStep.map(inputName);
  return {
    sample: async ({ state, strengths }, rows, passes) => {
      const batches = Math.ceil(rows.length / batch);
      const results: Float32Array[] = [];
      for (let pass = 0; pass < passes; pass++) {
        const ask = evaluator(session, {
          fixed: { ...runFeeds(plan), ...strengthFeeds(strengths) },
          batch,
          examples,
          feedsOf: (numbers) =>
            keyFeeds(
              plan,
              inputs,
              numbers.map((number) => pass * batches + number),
            ),
        });
        results.push((await ask(state, rows)).predictions);
      }
      return results;
    },
    release: async () => {
      await source.close();
      await session.release();
    },
  };
}
