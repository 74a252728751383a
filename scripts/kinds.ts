import { join } from "node:path";

/** One kind of element: a folder of files that declare one each. */
export interface Kind {
  /** In `npm run new -- KIND`. */
  readonly name: string;
  readonly folder: string;
  /** The function that declares one. */
  readonly define: string;
  /** What the generated index exports: the registry and the type of its members. */
  readonly registry: string;
  readonly type: string;
  /** The file that exports type and function, from the folder's index. */
  readonly contract: string;
  /** Whether files stand in a folder by seam. */
  readonly bySeam?: boolean;
  /** Further files of the folder whose exports belong to its index. */
  readonly shared?: readonly string[];
}

const element = (name: string, folder: string, define: string, type: string): Kind => ({
  name,
  folder: join("src", folder),
  define,
  registry: folder,
  type,
  contract: "./define.ts",
});

/** The kinds whose `index.ts` is generated. */
export const kinds: readonly Kind[] = [
  {
    ...element("regularizer", "regularizers", "defineRegularizer", "Regularizer"),
    contract: "../seams/index.ts",
    bySeam: true,
  },
  { ...element("layer", "layers", "defineLayer", "Layer"), shared: ["./initializers.ts"] },
  element("model", "models", "definePreset", "Preset"),
  element("loss", "losses", "defineLoss", "Loss"),
  element("optimizer", "optimizers", "defineOptimizer", "Optimizer"),
  element("schedule", "schedules", "defineSchedule", "Schedule"),
  { ...element("metric", "metrics", "defineMetric", "Metric"), shared: ["./classes.ts", "./reliability.ts"] },
  element("dataset", "datasets", "defineDataset", "DatasetSource"),
];
