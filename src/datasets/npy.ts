import { z } from "zod";
import { defineDataset, positiveParam } from "./define.ts";

const file = (description: string) => z.string().min(1).optional().meta({ description });

export const npy = defineDataset({
  id: "npy",
  title: "NumPy arrays",
  summary:
    "Reads a .npz archive with arrays such as x and y, or x_train, y_train, x_test and y_test, or .npy files for inputs and targets. Rows of numbers are a table; [rows, height, width], with or without channels, are images.",
  params: {
    path: z
      .string()
      .min(1)
      .meta({ description: "The .npz or .npy file; a relative path counts from the recipe's folder." }),
    labels: file("A .npy file with the target of each row, where the first holds inputs alone."),
    test: file("A .npy file with the inputs of the test part."),
    testLabels: file("A .npy file with the target of each row of the test part."),
    inputs: file("The name of the array of inputs in an archive, where it is not one of the usual names."),
    targets: file("The name of the array of targets in an archive."),
    task: z.enum(["classification", "regression"]).optional().meta({
      description:
        "Whether the target is classes or numbers. When absent, texts, few-valued whole numbers, whole numbers beside images and rows with one 1 among zeros are classes.",
    }),
    positive: positiveParam,
    channels: z.enum(["first", "last"]).optional().meta({
      description: "Which axis of an image holds its colours. When absent, the one that is short.",
    }),
  },
  load: async ({ path, ...settings }, { baseFolder }) => {
    const { readArrays, resolvePath } = await import("../data/index.node.ts");
    const resolve = (name: string | undefined) => name && resolvePath(baseFolder, name);
    const { labels, test, testLabels } = settings;
    return readArrays(resolvePath(baseFolder, path), {
      ...settings,
      labels: resolve(labels),
      test: resolve(test),
      testLabels: resolve(testLabels),
    });
  },
  fromPath: (path) => Promise.resolve(/\.np[yz]$/i.test(path) ? { settings: { path } } : undefined),
});
