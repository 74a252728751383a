import type { Tensor } from "../src/graph/index.ts";
import type { Sample } from "./operation-samples.ts";

/** A value of an operation on sample numbers. */
export interface OperationCase {
  readonly title: string;
  readonly samples: readonly Sample[];
  readonly build: (...inputs: Tensor[]) => Tensor;
}

export const of = (
  title: string,
  samples: readonly Sample[],
  build: (...inputs: Tensor[]) => Tensor,
): OperationCase => ({ title, samples, build });
